//! What the fields of a request are called where they are typed or chosen.

use crate::text::Lang;

messages! {
    console_label_items { vi: "Số việc", en: "Number of items" }
}

impl Lang {
    /// The label that a field of a request has in the console; none of a field that has none there.
    pub fn console_field_label(self, field: &str) -> Option<&'static str> {
        Some(match field {
            "assignments" => self.console_label_items(),
            "addressee" => self.composer_label_addressee(),
            "text" | "template" => self.composer_label_source(),
            "reply_by" | "reply_in" => self.composer_label_reply(),
            "remark" | "reason" | "note" | "detail" => self.tui_label_reason(),
            "due_on" | "new_due_on" => self.tui_label_new_date(),
            "tenant" => self.desk_label_tenant(),
            "from" => self.desk_label_from(),
            "until" => self.desk_label_until(),
            "name" => self.views_field_name(),
            "address" => self.label_address(),
            "office" => self.label_office(),
            "digests_a_day" => self.post_field_number(),
            "email" => self.tui_field_email(),
            _ => return None,
        })
    }
}
