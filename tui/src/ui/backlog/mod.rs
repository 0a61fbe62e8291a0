//! The backlog: a virtual table that draws only its window, the row under the cursor in full below it, and the
//! filter line.

mod columns;
mod filter_line;

use dondoc_shared::wire::assignment::AssignmentRow;
use ratatui::{Frame, layout::Rect, text::Line};

use super::{Ui, body_of, cursor_at, paint_row, put, put_at, text, theme::Token};

pub use columns::status_word;

/// Lines below the table: a rule, and the row under the cursor in full.
fn strip_rows(height: u16) -> usize {
    if height >= 14 { 3 } else { 2 }
}

/// Rows of the table in a window of this size.
pub fn list_rows(size: (u16, u16)) -> usize {
    let body = body_of(size);
    usize::from(body.height).saturating_sub(1 + strip_rows(body.height))
}

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let list = &ui.model.backlog;
    let rows = list_rows(ui.model.size);
    let window = || list.rows.iter().skip(list.top).take(rows);
    let layout = columns::layout(usize::from(area.width), window());
    let head = columns::head(ui, &layout);
    put(frame, area, 0, &ui.line(Token::Muted, head));
    for (place, row) in window().enumerate() {
        let line = columns::row(ui, &layout, row);
        put(frame, area, 1 + place, &line);
        if list.cursor == Some(row.id) {
            paint_row(frame, area, 1 + place, ui.style(Token::Cursor));
            if list.line.is_none() && ui.model.dialog.is_none() {
                cursor_at(frame, area, 0, 1 + place);
            }
        }
    }
    if list.rows.is_empty() {
        let message = match (&list.failure, list.loading) {
            (_, Some(_)) => ui.lang().tui_loading().to_owned(),
            (Some(failure), None) => failure.text(ui.lang()),
            (None, None) if list.filter.is_empty() => ui.lang().tui_list_empty().to_owned(),
            (None, None) => ui.lang().tui_list_empty_filtered().to_owned(),
        };
        put_at(frame, area, 2, 2, &ui.line(Token::Text, message));
    }
    let below = 1 + rows;
    let rule = "─".repeat(usize::from(area.width));
    put(frame, area, below, &ui.line(Token::Muted, rule));
    if let Some(line) = &list.line {
        filter_line::draw(frame, ui, area, below, line);
    } else if let Some(row) = list.cursor.and_then(|id| list.row(id)) {
        strip(frame, ui, area, below + 1, row);
    }
}

/// The row under the cursor in full: what the table had to cut.
fn strip(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, from: usize, row: &AssignmentRow) {
    let lang = ui.lang();
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

/// The status row: the filter in force, what waits to be applied, and where one is.
pub fn status(ui: &Ui<'_>) -> String {
    let lang = ui.lang();
    let list = &ui.model.backlog;
    let mut parts = Vec::new();
    if list.loading.is_some() {
        parts.push(lang.tui_loading().to_owned());
    }
    if !list.moved.is_empty() {
        parts.push(lang.tui_changes_waiting(list.moved.len()));
    }
    if !list.filter.is_empty() {
        parts.push(lang.tui_filter_is(&list.filter));
    }
    if let (Some(place), Some(total)) = (list.cursor_place(), list.total) {
        parts.push(lang.tui_row_of(&lang.number(i64::try_from(place + 1).unwrap_or(0)), &lang.number(total)));
    }
    parts.join(" · ")
}

/// A line of the item or list that says how late or near something is, with its token.
pub fn lateness(ui: &Ui<'_>, row: &AssignmentRow) -> (Token, Line<'static>) {
    let (token, marks) = columns::severity(row);
    let words = ui.lang().due_in_words(row.due_on, row.days_overdue, row.working_days_left);
    let text = if marks.is_empty() { words } else { format!("{marks} {words}") };
    (token, ui.line(token, text))
}
