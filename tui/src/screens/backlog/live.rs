//! Changes from the event stream: gathered, fetched again by id, and shown in place. The order stays.

use std::time::Duration;

use dondoc_shared::{
    filter::Filter, id::AssignmentId, lateness::urgency_on, wire::assignment::AssignmentRow,
};

use super::{State, list_rows};
use crate::{
    keys::Screen,
    net::Call,
    step::{
        Step,
        waiting::{Arrived, Waiting},
    },
};

/// Changes are gathered for this long.
const GATHER: Duration = Duration::from_millis(400);
/// While nobody looks, what was gathered is kept for this long before it is looked at again.
const LATER: Duration = Duration::from_secs(2);
/// Rows fetched again at a time.
const AT_ONCE: usize = 8;
/// How long a changed row is marked.
const MARKED: Duration = Duration::from_secs(10);
/// Changes elsewhere are counted up to this many.
const COUNTED: usize = 999;

impl State {
    /// An assignment changed. One that the list has is fetched again; another may have to appear in it.
    pub(super) fn changed(&mut self, id: AssignmentId, step: &Step<'_>) {
        if self.is_untouched() {
            return;
        }
        if self.place(id).is_some() {
            self.dirty.insert(id);
            self.refetch_at.get_or_insert(step.at().saturating_add(GATHER));
        } else if self.moved.len() < COUNTED {
            self.moved.insert(id);
        }
    }

    /// Changes may have been missed: the rows on the screen are fetched again.
    pub(super) fn resync(&mut self, step: &Step<'_>) {
        let page = list_rows(step.size());
        let shown: Vec<AssignmentId> =
            self.rows.iter().skip(self.list.top).take(page).map(|row| row.id).collect();
        if !shown.is_empty() {
            self.dirty.extend(shown);
            self.refetch_at.get_or_insert(step.at().saturating_add(GATHER));
        }
    }

    /// The gathering may be over, or a mark.
    pub(super) fn refetch(&mut self, step: &mut Step<'_>) {
        let now = step.at();
        self.marked.retain(|_, until| *until > now);
        if self.refetch_at.is_none_or(|at| at > now) {
            return;
        }
        if step.common.is_locked || step.shows(Screen::Overview) {
            self.refetch_at = Some(now.saturating_add(LATER));
            return;
        }
        let free = AT_ONCE.saturating_sub(self.fetching.len());
        let batch: Vec<AssignmentId> = self.dirty.iter().copied().take(free).collect();
        for id in batch {
            self.dirty.remove(&id);
            self.fetching.push(step.ask(Call::Item(id)));
        }
        self.refetch_at = (!self.dirty.is_empty()).then(|| now.saturating_add(GATHER));
    }

    /// A row fetched again.
    pub(super) fn row_arrived(&mut self, arrived: &mut Arrived, step: &Step<'_>) {
        let answer = self.fetching.iter_mut().find_map(|waiting| waiting.take(arrived));
        self.fetching.retain(Waiting::is_open);
        if let Some(Ok(detail)) = answer {
            self.refresh(detail.row, step);
        }
    }

    /// Puts newer facts into the row, if the list has it; an older version never replaces a newer one.
    fn refresh(&mut self, row: AssignmentRow, step: &Step<'_>) {
        let closed = Filter::parse(&self.filter).is_ok_and(|filter| filter.closed);
        let Some(old) = self.place(row.id).and_then(|place| self.rows.get_mut(place)) else { return };
        if row.version < old.version || *old == row {
            return;
        }
        let urgency = |row: &AssignmentRow| urgency_on(row.late_from, row.level, row.unanswered_urges);
        if urgency(old) != urgency(&row) || row.status.is_open() == closed {
            self.moved.insert(row.id);
        }
        self.marked.insert(row.id, step.at().saturating_add(MARKED));
        *old = row;
    }
}
