//! One column of text, scrolled; the names of the columns of numbers stay while there are cells below them.

use ratatui::{Frame, layout::Rect, widgets::Clear};

use super::State;
use crate::ui::{Ui, View, cursor_at, message, put, put_at, theme::Token};

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let Some(open) = &self.open else { return };
        let Some(page) = open.page(ui) else {
            let name = ui.lang.pick(&open.body.name_vi, &open.body.name_en).to_owned();
            put_at(frame, area, 1, 0, &ui.line(Token::Title, name));
            return message(frame, ui, area, (1, 2), &open.report.blank(ui.lang));
        };
        let rows = usize::from(area.height);
        let first = open.scroll.min(page.lines.len().saturating_sub(rows));
        for (row, line) in page.lines.iter().skip(first).take(rows).enumerate() {
            put(frame, area, row, line);
        }
        let above =
            page.columns.filter(|columns| *columns < first).and_then(|columns| page.lines.get(columns));
        if let Some(columns) = above {
            frame.render_widget(Clear, Rect { height: area.height.min(1), ..area });
            put(frame, area, 0, columns);
        }
        if !ui.covered {
            cursor_at(frame, area, 0, 0);
        }
    }

    /// Where on the page one is.
    fn status(&self, ui: Ui) -> String {
        let lang = ui.lang;
        let Some(open) = &self.open else { return String::new() };
        if open.report.is_waiting() {
            return lang.tui_loading().to_owned();
        }
        if let Some(failure) = &open.report.failure {
            return failure.text(lang);
        }
        let length = open.page(ui).map_or(0, |page| page.lines.len());
        let page = ui.page();
        if length <= page {
            return String::new();
        }
        let last = open.scroll.saturating_add(page).min(length);
        lang.tui_lines_of(open.scroll + 1, last, length)
    }
}
