//! The backlog: a virtual table that draws only its window, the row under the cursor in full below it, and the
//! filter line.

use dondoc_shared::wire::assignment::AssignmentRow;
use ratatui::{Frame, layout::Rect};

use super::{
    State,
    columns::{self, Line},
    filter_line, list_rows,
};
use crate::{
    step::read::blank,
    ui::{Ui, View, message, put, put_at, text, theme::Token, words},
};

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let (lang, rows) = (ui.lang, list_rows(ui.size));
        let window = || self.rows.iter().skip(self.list.top).take(rows);
        let covered = ui.covered || self.line.is_some();
        let table = columns::table(ui, usize::from(area.width), window());
        let here = window().position(|row| self.list.cursor == Some(row.id));
        let line =
            |row| Line { row, changed: self.marked.contains_key(&row.id), chosen: self.chosen.has(row.id) };
        let lines = window().map(|row: &AssignmentRow| (Token::Text, line(row)));
        table.draw(frame, Ui { covered, ..ui }, area, (here, 0, rows), lines);
        if self.rows.is_empty() {
            let said = if self.loading.is_open() || self.failure.is_some() || self.total.is_none() {
                blank(self.loading.is_open(), self.failure.as_ref(), lang)
            } else if self.filter.is_empty() {
                lang.tui_list_empty().to_owned()
            } else {
                lang.tui_list_empty_filtered().to_owned()
            };
            message(frame, Ui { covered, ..ui }, area, (2, 2), &said);
        }
        let below = 1 + rows;
        let rule = "─".repeat(usize::from(area.width));
        put(frame, area, below, &ui.line(Token::Muted, rule));
        if let Some(line) = &self.line {
            filter_line::draw(frame, ui, area, below, line);
        } else if let Some(row) = self.list.cursor.and_then(|id| self.row(id)) {
            strip(frame, ui, area, below + 1, row);
        }
    }

    /// The filter in force, and what waits to be applied.
    fn status(&self, ui: Ui) -> String {
        let lang = ui.lang;
        let mut parts: Vec<String> = self.said_of_marks(lang).into_iter().collect();
        if self.to_end {
            let total = lang.number(self.total.unwrap_or_default());
            parts.push(lang.tui_to_the_end(&format!("{}/{total}", words::count(lang, self.rows.len()))));
        } else if self.loading.is_open() {
            parts.push(lang.tui_loading().to_owned());
        }
        if !self.moved.is_empty() {
            parts.push(lang.tui_changes_waiting(self.moved.len()));
        }
        // The rows are those of the filter in force until those of the next are here.
        if let Some(wanted) = &self.wanted {
            parts.push(lang.tui_filter_next(wanted));
        } else if !self.filter.is_empty() {
            parts.push(lang.tui_filter_is(&self.filter));
        }
        parts.join(" · ")
    }
}

/// The row under the cursor in full: what the table had to cut.
fn strip(frame: &mut Frame<'_>, ui: Ui, area: Rect, from: usize, row: &AssignmentRow) {
    let lang = ui.lang;
    let width = usize::from(area.width).saturating_sub(2);
    let who = format!(
        "{} · {} · {} {} · {}",
        row.code,
        lang.pick(&row.tenant.name_vi, &row.tenant.name_en),
        row.directive,
        row.clause,
        row.status.name(lang),
    );
    put_at(frame, area, 1, from, &ui.line(Token::Title, text::cut(&who, width)));
    let title = lang.pick(&row.title_vi, &row.title_en);
    put_at(frame, area, 1, from + 1, &ui.line(Token::Text, text::cut(title, width)));
}
