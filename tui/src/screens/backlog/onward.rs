//! From one row to the next that still waits. A row that was dealt with, here or by others, stands in the list until it is read
//! anew, and is passed over.

use dondoc_shared::{
    filter::Flag,
    id::AssignmentId,
    text::Lang,
    wire::assignment::{AssignmentDetail, AssignmentRow, EventKind},
};

use super::{Listed, State};
use crate::{
    net::Call,
    step::{Known, Sought, Step, toast::Tone},
};

/// What takes an assignment out of a queue of decisions.
const DECISIONS: [EventKind; 7] = [
    EventKind::Accepted,
    EventKind::Returned,
    EventKind::TakenBack,
    EventKind::ExtensionGranted,
    EventKind::ExtensionRefused,
    EventKind::Escalated,
    EventKind::EscalationDropped,
];

impl<L: Listed> State<L> {
    /// A row was acted upon here: what has become of it is asked at once, so that the cursor can go on.
    pub(super) fn acted(&mut self, id: AssignmentId, step: &mut Step<'_>) {
        if self.place(id).is_none() {
            return self.changed(id, step);
        }
        self.preview.forget(id);
        self.acted = Some(id);
        self.fetching.push(step.ask(Call::Item(id)));
    }

    /// What was read of a row may say that it no longer waits. An older version says nothing.
    pub(super) fn look_on(&mut self, row: &AssignmentRow, waits: bool, step: &mut Step<'_>) {
        let id = row.id;
        let listed = self.place(id).and_then(|place| self.rows.get(place));
        let Some(known) = listed.map(|row| row.version).filter(|known| *known <= row.version) else {
            return;
        };
        if waits {
            self.left.remove(&id);
        } else {
            self.left.insert(id);
        }
        // What was read before the act is not what has become of it.
        if known < row.version && self.acted.take_if(|acted| *acted == id).is_some() {
            self.advance_from(id, step);
        }
    }

    /// What was decided on a row that waits no more: it stands in the row instead of what waited.
    pub(super) fn look_for_decision(&mut self, detail: &AssignmentDetail, waits: bool) {
        let id = detail.row.id;
        match detail.timeline.iter().find(|event| DECISIONS.contains(&event.kind)).filter(|_| !waits) {
            Some(event) => drop(self.decided.insert(id, event.clone())),
            None => drop(self.decided.remove(&id)),
        }
    }

    /// Whether an assignment waits in the queue that this list is, as far as its facts tell.
    pub(super) fn waits(&self, detail: &AssignmentDetail, known: &Known) -> bool {
        let filter = self.filter_read(known);
        // Of steps the row does not tell.
        let has_none = filter.flags.contains(&Flag::Step) && detail.proposed_steps.is_empty();
        !has_none && !self.excludes(&filter, &detail.row)
    }

    /// After an act that took a row out of the queue the next one is under the cursor, unless that has been moved meanwhile.
    fn advance_from(&mut self, id: AssignmentId, step: &mut Step<'_>) {
        if !self.left.contains(&id) || self.list.cursor != Some(id) {
            return;
        }
        let Some(to) = self.beside(id, true, true) else {
            return step.add(|lang| lang.tui_none_waits().to_owned());
        };
        self.go_to(to, step);
        let code = self.rows.get(to).map(|row| row.code.clone()).unwrap_or_default();
        if step.shows(L::SCREEN) {
            step.add(|lang| lang.tui_cursor_on(&code));
        } else if step.common.list_behind() == Some(L::SCREEN) {
            step.add(|lang| lang.tui_next_waits(&code));
        }
    }

    /// The nearest row after or before another one, of those that still wait if no other is wanted. Where that one has left the
    /// list, the cursor stands in its place, on the row after it.
    pub(super) fn beside(&self, of: AssignmentId, forward: bool, waiting: bool) -> Option<usize> {
        let is_there = self.place(of).is_some();
        let here = self.place(of).or(self.cursor_place())?;
        let is_wanted =
            |place: &usize| self.rows.get(*place).is_some_and(|row| !waiting || !self.left.contains(&row.id));
        if forward {
            (here + usize::from(is_there)..self.rows.len()).find(is_wanted)
        } else {
            (0..here).rev().find(is_wanted)
        }
    }

    /// Puts the cursor on the nearest row that still waits.
    pub(super) fn go_to_waiting(&mut self, forward: bool, step: &mut Step<'_>) {
        let Some(here) = self.list.cursor else { return };
        match self.beside(here, forward, true) {
            Some(to) => self.go_to(to, step),
            None => self.say_none_waits(forward, step),
        }
    }

    /// Shows the assignment of this list that is wanted from another one.
    pub(super) fn go_on(&mut self, Sought { from, forward, waiting, evidence }: Sought, step: &mut Step<'_>) {
        match self.beside(from, forward, waiting) {
            Some(to) => {
                self.go_to(to, step);
                self.open(evidence, step);
            }
            None if waiting => self.say_none_waits(forward, step),
            None => step.say_end(forward),
        }
    }

    /// Says that no row waits any more on this side, or that it is not known yet.
    fn say_none_waits(&mut self, forward: bool, step: &mut Step<'_>) {
        if forward && self.next.is_some() {
            self.more_if_near_end(step);
            return step.say(Tone::Note, Lang::tui_rows_coming);
        }
        step.say(Tone::Note, if forward { Lang::tui_none_waits } else { Lang::tui_none_waits_before });
    }
}
