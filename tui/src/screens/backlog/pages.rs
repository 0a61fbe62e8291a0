//! Pages of the list: the next one as the cursor nears the end, and a whole new list on demand.

use dondoc_shared::wire::{Page, assignment::AssignmentRow};

use super::{State, keep_in_view};
use crate::{
    app::{Model, Step, toast::Tone},
    net::{Call, Failure, Ticket},
};

/// Rows of one page.
const PAGE: u16 = 100;
/// The next page is asked for when the cursor is this near to the end.
const NEAR: usize = 40;
/// A new list is read at most this far to find the row that the cursor is on.
const SEARCHED: usize = 1_000;

/// Asks for the list anew. What is shown stays until the answer is here.
pub fn reload(model: &mut Model, step: &mut Step<'_>) {
    model.backlog.incoming = Some(Vec::new());
    ask(model, step, None);
}

fn ask(model: &mut Model, step: &mut Step<'_>, cursor: Option<String>) {
    let filter = model.backlog.filter.clone();
    let ticket = step.ask(model, Call::Page { filter, cursor, limit: PAGE });
    model.backlog.loading = Some(ticket);
}

/// Asks for the page after the last, if the cursor is near it and it is not on its way already.
pub fn more_if_near_end(model: &mut Model, step: &mut Step<'_>) {
    let list = &model.backlog;
    let here = list.cursor_place().unwrap_or(0);
    if list.loading.is_none() && here.saturating_add(NEAR) >= list.rows.len() {
        let next = list.next.clone();
        if next.is_some() {
            ask(model, step, next);
        }
    }
}

/// A page, or why there is none. False if nobody waited for it.
pub fn arrived(
    model: &mut Model,
    step: &mut Step<'_>,
    ticket: Ticket,
    answer: Result<Page<AssignmentRow>, Failure>,
) -> bool {
    if model.backlog.loading != Some(ticket) {
        return false;
    }
    model.backlog.loading = None;
    match answer {
        Ok(page) => take(model, step, page),
        Err(failure) => {
            if model.backlog.failure.as_ref() != Some(&failure) {
                let text = failure.text(model.lang);
                step.say(model, Tone::Fault, text);
            }
            model.backlog.incoming = None;
            model.backlog.failure = Some(failure);
        }
    }
    true
}

fn take(model: &mut Model, step: &mut Step<'_>, page: Page<AssignmentRow>) {
    let list = &mut model.backlog;
    list.failure = None;
    list.total = Some(page.total);
    list.at_least = page.at_least;
    list.today = Some(page.today);
    list.next = page.next;
    match list.incoming.take() {
        None => append(list, page.items),
        Some(mut rows) => {
            rows.extend(page.items);
            let found = list.cursor.is_none_or(|id| rows.iter().any(|row| row.id == id));
            let wanted = list.rows.len().min(SEARCHED);
            if !found && rows.len() < wanted && list.next.is_some() {
                let next = list.next.clone();
                list.incoming = Some(rows);
                ask(model, step, next);
                return;
            }
            begin(model, step, rows);
        }
    }
    keep_in_view(model);
    more_if_near_end(model, step);
}

/// A keyset page can repeat a row that moved down meanwhile; a row stands in the list once.
fn append(list: &mut State, items: Vec<AssignmentRow>) {
    for row in items {
        if list.place(row.id).is_none() {
            list.places.insert(row.id, list.rows.len());
            list.rows.push(row);
        }
    }
}

/// The new list takes the place of the old one. The cursor stays on its row; if that has left, it stays at its
/// height and the person is told.
fn begin(model: &mut Model, step: &mut Step<'_>, rows: Vec<AssignmentRow>) {
    let list = &mut model.backlog;
    let (cursor, height) = (list.cursor, list.cursor_place().unwrap_or(0));
    list.replace_rows(Vec::new());
    append(list, rows);
    list.moved.clear();
    list.marked.clear();
    if cursor.is_none_or(|id| list.place(id).is_none()) {
        let last = list.rows.len().saturating_sub(1);
        list.cursor = list.rows.get(height.min(last)).map(|row| row.id);
        if cursor.is_some() {
            let text = model.lang.tui_cursor_row_left();
            step.say(model, Tone::Note, text);
        }
    }
}
