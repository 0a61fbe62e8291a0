//! Changes from the event stream: gathered, fetched again by id, and shown in place. The order stays.

use std::time::Duration;

use dondoc_shared::{
    filter::Filter, id::AssignmentId, lateness::urgency_on, wire::assignment::AssignmentRow,
};

use crate::{
    app::{Model, Screen, Step},
    net::{Call, Failure, Ticket},
    ui,
};

/// Changes are gathered for this long.
const GATHER: Duration = Duration::from_millis(400);
/// Rows fetched again at a time.
const AT_ONCE: usize = 8;
/// How long a changed row is marked.
const MARKED: Duration = Duration::from_secs(10);
/// Changes elsewhere are counted up to this many.
const COUNTED: usize = 999;

/// An assignment changed. One that the list has is fetched again; another may have to appear in it.
pub fn changed(model: &mut Model, step: &Step<'_>, id: AssignmentId) {
    let list = &mut model.backlog;
    if list.is_untouched() {
        return;
    }
    if list.place(id).is_some() {
        list.dirty.insert(id);
        list.refetch_at.get_or_insert(step.env.at.saturating_add(GATHER));
    } else if list.moved.len() < COUNTED {
        list.moved.insert(id);
    }
}

/// Changes may have been missed: the rows on the screen are fetched again.
pub fn resync(model: &mut Model, step: &Step<'_>) {
    let page = ui::backlog::list_rows(model.size);
    let list = &mut model.backlog;
    let shown: Vec<AssignmentId> = list.rows.iter().skip(list.top).take(page).map(|row| row.id).collect();
    if !shown.is_empty() {
        list.dirty.extend(shown);
        list.refetch_at.get_or_insert(step.env.at.saturating_add(GATHER));
    }
}

/// The gathering may be over, or a mark.
pub fn tick(model: &mut Model, step: &mut Step<'_>) {
    let now = step.env.at;
    model.backlog.marked.retain(|_, until| *until > now);
    if model.backlog.refetch_at.is_none_or(|at| at > now) {
        return;
    }
    if model.log_in.is_needed() || model.screen == Screen::Overview {
        // Nobody looks: wait until somebody does.
        model.backlog.refetch_at = Some(now.saturating_add(Duration::from_secs(2)));
        return;
    }
    let free = AT_ONCE.saturating_sub(model.backlog.fetching.len());
    let batch: Vec<AssignmentId> = model.backlog.dirty.iter().copied().take(free).collect();
    for id in batch {
        model.backlog.dirty.remove(&id);
        let ticket = step.ask(model, Call::Item(id));
        model.backlog.fetching.insert(ticket, id);
    }
    let list = &mut model.backlog;
    list.refetch_at = (!list.dirty.is_empty()).then(|| now.saturating_add(GATHER));
}

/// A row fetched again. False if nobody waited for it.
pub fn row_arrived(
    model: &mut Model,
    step: &Step<'_>,
    ticket: Ticket,
    answer: Result<&AssignmentRow, &Failure>,
) -> bool {
    if model.backlog.fetching.remove(&ticket).is_none() {
        return false;
    }
    if let Ok(row) = answer {
        refresh(model, step, row);
    }
    true
}

/// Puts newer facts into the row, if the list has it; an older version never replaces a newer one.
pub fn refresh(model: &mut Model, step: &Step<'_>, row: &AssignmentRow) {
    let closed = Filter::parse(&model.backlog.filter).is_ok_and(|filter| filter.closed);
    let list = &mut model.backlog;
    let Some(old) = list.place(row.id).and_then(|place| list.rows.get_mut(place)) else { return };
    if row.version < old.version || *old == *row {
        return;
    }
    let urgency = |row: &AssignmentRow| urgency_on(row.late_from, row.level, row.unanswered_urges);
    if urgency(old) != urgency(row) || row.status.is_open() == closed {
        list.moved.insert(row.id);
    }
    *old = row.clone();
    list.marked.insert(row.id, step.env.at.saturating_add(MARKED));
}
