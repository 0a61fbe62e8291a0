//! Texts of the portal's page of contacts.

messages! {
    contacts_explained {
        vi: "Địa chỉ nhận thư của các chức vụ trong đơn vị. Hệ thống dùng khi không có người thực hiện và khi báo cáo cấp trên.",
        en: "Where mail to your body's offices goes: used when nobody is named on a task, and for escalation.",
    }
    contact_missing { vi: "chưa có địa chỉ", en: "no address yet" }
    contact_verified(date: &str) { vi: format!("đã xác minh ngày {date}"), en: format!("verified {date}") }
    label_office { vi: "Tên đơn vị, chức vụ nhận thư", en: "Office" }
    label_address { vi: "Địa chỉ thư điện tử", en: "E-mail address" }
    one_address_hint { vi: "Một địa chỉ, ví dụ vanthu@co-quan.example.", en: "One address, such as mailbox@body.example." }
    one_address_like {
        vi: "“Địa chỉ thư điện tử” phải là một địa chỉ duy nhất, ví dụ vanthu@co-quan.example.",
        en: "“E-mail address” must be one address, such as mailbox@body.example.",
    }
    contact_is_not_emptied {
        vi: "Địa chỉ không bỏ trống được. Muốn ngừng dùng địa chỉ này, hãy nhập địa chỉ thay thế.",
        en: "An address cannot be left empty. To use this one no longer, enter the one in its place.",
    }
    change { vi: "Sửa", en: "Change" }
    change_named(what: &str) { vi: format!("Sửa {what}"), en: format!("Change {what}") }
    contact_changes_take_effect {
        vi: "Thư gửi sau khi lưu sẽ đến địa chỉ mới.", en: "Mail sent after saving goes to the new address.",
    }
}
