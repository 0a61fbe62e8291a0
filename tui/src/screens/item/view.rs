//! One column of text, scrolled, section by section with Tab; or the evidence beside what is read of it.

mod pieces;

use ratatui::{Frame, layout::Rect};

use super::{State, rows};
use crate::ui::{Ui, View, cursor_at, document::draw_lines, message};

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let Some(item) = &self.open else { return };
        let Some(detail) = item.detail.value.as_deref() else {
            return message(frame, ui, area, (2, 1), &item.detail.blank(ui.lang));
        };
        if let Some(read) = &self.evidence {
            return pieces::draw(frame, ui, area, read, detail);
        }
        let inside = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(1), ..area };
        draw_lines(frame, inside, &item.document(ui), item.scroll);
        if !ui.covered {
            cursor_at(frame, inside, 0, 0);
        }
    }

    /// Where in the document one is, or in the list of evidence.
    fn status(&self, ui: Ui) -> String {
        let lang = ui.lang;
        let Some(item) = &self.open else { return String::new() };
        let mut parts = Vec::new();
        if item.detail.is_waiting() {
            parts.push(lang.tui_loading().to_owned());
        } else if let Some(failure) = &item.detail.failure {
            parts.push(failure.text(lang));
        }
        let (length, page, scroll) = match (&self.evidence, item.detail.value.as_deref()) {
            (Some(read), Some(detail)) => {
                parts.extend(pieces::place(lang, read, detail));
                let page = rows(ui).saturating_sub(1);
                if read.is_reading {
                    (read.document(ui, detail).len(), page, read.scroll)
                } else {
                    (0, page, 0)
                }
            }
            _ => (item.document(ui).len(), rows(ui), item.scroll),
        };
        if length > page {
            let last = scroll.saturating_add(page).min(length);
            parts.push(lang.tui_lines_of(scroll + 1, last, length));
        }
        parts.join(" · ")
    }
}
