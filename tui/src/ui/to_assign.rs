//! The tasks whose tenants are not named yet, and below them the one under the cursor in full.

use dondoc_shared::{text::Lang, wire::national::TaskToAssign};
use ratatui::{Frame, layout::Rect};

use super::{Ui, body_of, cursor_at, paint_row, put, put_at, text, theme::Token};

/// Rows above the list: what it means, the head.
const ABOVE: usize = 2;
/// Rows below it: a blank one, directive and clause, the title.
const BELOW: usize = 5;
const CODE: usize = 12;
const DUE: usize = 15;

/// Rows of the list in a window of this size.
pub fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(ABOVE + BELOW)
}

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let (lang, state) = (ui.lang(), &ui.model.to_assign);
    let width = usize::from(area.width).saturating_sub(2);
    put_at(frame, area, 1, 0, &ui.line(Token::Muted, text::cut(lang.tui_to_assign_means(), width)));
    let list = state.list.as_ref().filter(|list| !list.items.is_empty());
    let Some(list) = list else {
        let message = match &state.failure {
            _ if state.list.is_some() => lang.tui_to_assign_none().to_owned(),
            Some(failure) => failure.text(lang),
            None => lang.tui_loading().to_owned(),
        };
        put_at(frame, area, 1, ABOVE, &ui.line(Token::Text, message));
        return cursor_at(frame, area, 1, ABOVE);
    };
    let room = width.saturating_sub(CODE + DUE);
    let row = |code: &str, due: &str, title: &str| {
        let (code, due) = (text::fit(code, CODE - 1), text::fit(due, DUE - 1));
        format!(" {code} {due} {}", text::cut(title, room))
    };
    let heads = row(lang.tui_column_code(), lang.tui_column_due(), lang.tui_column_title());
    put(frame, area, 1, &ui.line(Token::Muted, heads));
    let here = state.place();
    let shown = list.items.iter().enumerate().skip(state.top).take(list_rows(ui.model.size));
    for (line, (place, task)) in shown.enumerate() {
        let late = task.due_on.is_some_and(|due| due < list.today);
        let token = if late { Token::Danger } else { Token::Text };
        let cells = row(&task.code, &due(lang, task), lang.pick(&task.title_vi, &task.title_en));
        put(frame, area, ABOVE + line, &ui.line(token, cells));
        if place == here {
            paint_row(frame, area, ABOVE + line, ui.style(Token::Cursor));
            cursor_at(frame, area, 0, ABOVE + line);
        }
    }
    let Some(task) = list.items.get(here) else { return };
    let foot = usize::from(area.height).saturating_sub(BELOW - 1);
    let clause = lang.pick(&task.clause_vi, &task.clause_en);
    let source = format!("{} · {clause}", task.directive);
    put_at(frame, area, 1, foot, &ui.line(Token::Title, text::cut(&source, width)));
    let title = lang.pick(&task.title_vi, &task.title_en);
    for (row, piece) in text::wrap(title, width).iter().take(BELOW - 2).enumerate() {
        put_at(frame, area, 1, foot + 1 + row, &ui.line(Token::Text, piece.text.trim_end().to_owned()));
    }
}

fn due(lang: Lang, task: &TaskToAssign) -> String {
    task.due_on.map_or_else(|| lang.no_deadline().to_owned(), |due| lang.due_date(due, task.due_precision))
}

/// The status row.
pub fn status(ui: &Ui<'_>) -> String {
    let (lang, state) = (ui.lang(), &ui.model.to_assign);
    let count = state.list.as_ref().map_or(0, |list| list.items.len());
    match count {
        _ if state.waiting.is_some() => lang.tui_loading().to_owned(),
        0 => String::new(),
        count => lang.tui_row_of(&(state.place() + 1).to_string(), &count.to_string()),
    }
}
