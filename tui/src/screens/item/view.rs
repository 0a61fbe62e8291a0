//! One column of text, scrolled; section by section with Tab.

use ratatui::{Frame, layout::Rect};

use super::{State, rows};
use crate::ui::{Ui, View, cursor_at, message, put};

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let Some(item) = &self.open else { return };
        let lines = item.document(ui);
        if lines.is_empty() {
            return message(frame, ui, area, (2, 1), &item.detail.blank(ui.lang));
        }
        let inside = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(1), ..area };
        for (row, line) in lines.iter().skip(item.scroll).take(usize::from(area.height)).enumerate() {
            put(frame, inside, row, &line.line);
        }
        if !ui.covered {
            cursor_at(frame, inside, 0, 0);
        }
    }

    /// Where in the document one is.
    fn status(&self, ui: Ui) -> String {
        let lang = ui.lang;
        let Some(item) = &self.open else { return String::new() };
        let mut parts = Vec::new();
        if item.detail.is_waiting() {
            parts.push(lang.tui_loading().to_owned());
        } else if let Some(failure) = &item.detail.failure {
            parts.push(failure.text(lang));
        }
        let length = item.document(ui).len();
        let page = rows(ui);
        if length > page {
            let last = item.scroll.saturating_add(page).min(length);
            parts.push(lang.tui_lines_of(item.scroll + 1, last, length));
        }
        parts.join(" · ")
    }
}
