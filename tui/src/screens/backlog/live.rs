//! Changes from the event stream: gathered, fetched again by id, and shown in place. The order stays.

use std::time::Duration;

use dondoc_shared::{
    filter::{Filter, Flag},
    id::AssignmentId,
    lateness::urgency_on,
    lifecycle::Part,
    order,
    wire::assignment::{AssignmentRow, Waits},
};

use super::{Listed, State, handled::leaves_out, list_rows, listed::read};
use crate::{
    net::Call,
    step::{
        Known, Step,
        waiting::{Arrived, Waiting},
    },
};

/// Changes are gathered for this long.
const GATHER: Duration = Duration::from_millis(400);
/// While nobody looks at the list or at what it led to, what was gathered is kept for this long before it is looked at again.
const LATER: Duration = Duration::from_secs(2);
/// Rows fetched again at a time.
const AT_ONCE: usize = 8;
/// How long a changed row is marked.
const MARKED: Duration = Duration::from_secs(10);
/// Of rows that the list does not have, no more are gathered than this.
const GATHERED: usize = 200;

impl<L: Listed> State<L> {
    /// An assignment changed: it is fetched again, since one that the list does not have may have to appear in it.
    pub(super) fn changed(&mut self, id: AssignmentId, step: &Step<'_>) {
        self.preview.forget(id);
        if self.is_untouched() {
            return;
        }
        if self.place(id).is_some() || self.dirty.len() < GATHERED {
            self.dirty.insert(id);
            self.refetch_at.get_or_insert(step.at().saturating_add(GATHER));
        }
    }

    /// What the stream says of a row stands in it at once and is not fetched. What waits in a queue no row says, nor which steps do.
    pub(super) fn told(&mut self, row: &AssignmentRow, step: &mut Step<'_>) {
        let filter = self.filter_read(&step.common.known);
        if L::QUEUE.is_some() || self.is_untouched() || filter.flags.contains(&Flag::Step) {
            return;
        }
        // What stands beside the row is more than the row says.
        if !self.preview.is_on {
            self.dirty.remove(&row.id);
        }
        self.unmark_closed(row, step);
        self.look_on(row, !self.excludes(&filter, row), step);
        self.refresh(row.clone(), step);
    }

    /// Changes may have been missed: the rows on the screen are fetched again.
    pub(super) fn resync(&mut self, step: &Step<'_>) {
        self.preview.figures.forget();
        self.preview.try_again();
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
        let is_near =
            step.shows(L::SCREEN) || step.common.trail.iter().any(|place| place.screen == L::SCREEN);
        if step.common.is_locked || !is_near {
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
    pub(super) fn row_arrived(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let answer = self.fetching.iter_mut().find_map(|waiting| waiting.take(arrived));
        self.fetching.retain(Waiting::is_open);
        if let Some(Ok(detail)) = answer {
            let waits = L::QUEUE.and_then(|queue| Waits::of(queue, &detail));
            self.unmark_closed(&detail.row, step);
            if L::QUEUE.is_some() {
                self.look_for_decision(&detail, waits.is_some());
            }
            self.look_on(&detail.row, self.waits(&detail, &step.common.known), step);
            if self.preview.is_on {
                self.preview.details.keep(detail.row.id, detail.clone());
            }
            self.refresh(AssignmentRow { waits, ..detail.row }, step);
        }
    }

    /// Puts newer facts into the row, if the list has it; an older version never replaces a newer one.
    fn refresh(&mut self, row: AssignmentRow, step: &Step<'_>) {
        let filter = self.filter_read(&step.common.known);
        let waits = L::QUEUE.is_none() || row.waits.is_some();
        let is_national = step.common.me.as_ref().is_some_and(|me| me.role.is_national());
        // Over all tenants the list has leads, and contributions among what waits.
        let is_listed = waits && (row.part == Part::Lead || !is_national || filter.is_blocked());
        if self.place(row.id).is_none() && is_listed && self.would_come(&filter, &row) {
            self.moved.insert(row.id);
        }
        let is_out = self.excludes(&filter, &row);
        let Some(old) = self.place(row.id).and_then(|place| self.rows.get_mut(place)) else { return };
        if row.version < old.version || *old == row {
            return;
        }
        let urgency = |row: &AssignmentRow| urgency_on(row.late_from, row.level, row.unanswered_urges);
        let is_elsewhere = match &filter.sort {
            Some(sort) => sort.moves(&row, old).is_ne(),
            None => urgency(old) != urgency(&row),
        };
        if is_elsewhere || !waits || is_out {
            self.moved.insert(row.id);
        }
        self.marked.insert(row.id, step.at().saturating_add(MARKED));
        *old = row;
    }

    /// The filter in force.
    pub(super) fn filter_read(&self, known: &Known) -> Filter {
        read(L::ABOUT, &self.filter, &known.named_in(&self.filter)).unwrap_or_default()
    }

    /// Whether a new list would show a row that this one does not have, as far as the console can tell: the filter may select
    /// it, and it stands before the end of what has been read.
    fn would_come(&self, filter: &Filter, row: &AssignmentRow) -> bool {
        let key = |row: &AssignmentRow| {
            (urgency_on(row.late_from, row.level, row.unanswered_urges), order::code(&row.code))
        };
        let last = self.rows.last().filter(|_| self.next.is_some());
        let is_before = |last: &AssignmentRow| match &filter.sort {
            Some(sort) => sort.moves(row, last).then_with(|| key(row).cmp(&key(last))).is_lt(),
            None => key(row) < key(last),
        };
        !self.excludes(filter, row) && last.is_none_or(is_before)
    }

    /// Whether the list cannot have the row, as far as the console knows the day and the row.
    pub(super) fn excludes(&self, filter: &Filter, row: &AssignmentRow) -> bool {
        self.today.is_some_and(|today| filter.excludes(row, today) || leaves_out(filter, row, today))
    }
}
