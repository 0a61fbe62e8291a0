//! The list of policies, and one version in full.

use dondoc_shared::wire::policy::Policy;
use ratatui::{Frame, layout::Rect};

use super::{State, list_rows, one};
use crate::ui::{
    Ui, View, cursor_at,
    list::{Column, Table},
    message, put,
    theme::Token,
    words,
};

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        let Some(list) = &self.versions.value else {
            return message(frame, ui, area, (2, 1), &self.versions.blank(lang));
        };
        if let Some(policy) = self.selected().filter(|_| self.open) {
            let lines = one::document(ui, policy, list.today);
            for (row, line) in lines.iter().skip(self.scroll).take(usize::from(area.height)).enumerate() {
                put(frame, area, row, line);
            }
            if !ui.covered {
                cursor_at(frame, area, 1, 0);
            }
            return;
        }
        if list.items.is_empty() {
            return message(frame, ui, area, (1, 1), lang.desk_policies_empty());
        }
        let columns = [
            Column::fixed(lang.desk_column_kind(), 22, |policy: &&Policy| policy.body.kind().name(lang)),
            Column::fixed(lang.desk_column_scope(), 14, |policy: &&Policy| {
                words::scope(lang, policy.tenant.as_ref().map(|tenant| tenant.short.as_str()))
            }),
            Column::fixed(lang.desk_column_version(), 4, |policy: &&Policy| policy.version.to_string()),
            Column::fixed(lang.desk_column_from(), 10, |policy: &&Policy| lang.date(policy.from)),
            Column::fixed(lang.desk_column_state(), 13, |policy: &&Policy| {
                one::state(lang, policy, list.today).1
            }),
            Column::rest(lang.desk_column_note(), |policy: &&Policy| policy.note.clone()),
        ];
        let rows = list.items.iter().map(|policy| {
            let (token, _) = one::state(lang, policy, list.today);
            (if token == Token::Good { Token::Text } else { token }, policy)
        });
        let window = (Some(self.list.place(&list.items)), self.list.top, list_rows(ui.size));
        Table::new(columns, usize::from(area.width), 0).draw(frame, ui, area, window, rows);
    }

    /// The note of the version under the cursor, in full.
    fn status(&self, ui: Ui) -> String {
        match self.selected() {
            _ if self.versions.is_waiting() => ui.lang.tui_loading().to_owned(),
            Some(policy) if !self.open => policy.note.clone(),
            _ => String::new(),
        }
    }
}
