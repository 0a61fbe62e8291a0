//! From one row to the next that still waits. A row that was dealt with, here or by others, stands in the list until it is read
//! anew, and is passed over.

use dondoc_shared::{
    filter::{Filter, Flag},
    id::AssignmentId,
    text::Lang,
    wire::assignment::AssignmentDetail,
};

use super::State;
use crate::{
    keys::Screen,
    net::Call,
    step::{Sought, Step, toast::Tone},
};

impl State {
    /// A row was acted upon here: what has become of it is asked at once, so that the cursor can go on.
    pub(super) fn acted(&mut self, id: AssignmentId, step: &mut Step<'_>) {
        if self.place(id).is_none() {
            return self.changed(id, step);
        }
        self.acted = Some(id);
        self.fetching.push(step.ask(Call::Item(id)));
    }

    /// Whether an assignment still waits in the queue that this list is, as far as its facts tell.
    pub(super) fn note_whether_it_waits(&mut self, detail: &AssignmentDetail) {
        let filter = Filter::parse(&self.filter).unwrap_or_default();
        // Of steps the row does not tell.
        let no_step = filter.flags.contains(&Flag::Step) && detail.proposed_steps.is_empty();
        if no_step || filter.excludes(&detail.row) {
            self.left.insert(detail.row.id);
        } else {
            self.left.remove(&detail.row.id);
        }
    }

    /// After an act that took a row out of the queue the next one is under the cursor, unless that has been moved meanwhile.
    pub(super) fn advance_from(&mut self, id: AssignmentId, step: &mut Step<'_>) {
        if self.acted != Some(id) {
            return;
        }
        self.acted = None;
        if !self.left.contains(&id) || self.list.cursor != Some(id) {
            return;
        }
        let Some(to) = self.waiting_from(self.place(id), true) else {
            return step.add(|lang| lang.tui_none_waits().to_owned());
        };
        self.go_to(to, step);
        let code = self.rows.get(to).map(|row| row.code.clone()).unwrap_or_default();
        let on_list = step.shows(Screen::Backlog);
        step.add(|lang| if on_list { lang.tui_cursor_on(&code) } else { lang.tui_next_waits(&code) });
    }

    /// The nearest row after or before this place that still waits; from the first one where there is no place.
    fn waiting_from(&self, place: Option<usize>, forward: bool) -> Option<usize> {
        let waits = |place: &usize| self.rows.get(*place).is_some_and(|row| !self.left.contains(&row.id));
        if forward {
            (place.map_or(0, |place| place + 1)..self.rows.len()).find(waits)
        } else {
            (0..place.unwrap_or(0)).rev().find(waits)
        }
    }

    /// Puts the cursor on the nearest row that still waits.
    pub(super) fn go_to_waiting(&mut self, forward: bool, step: &mut Step<'_>) {
        match self.waiting_from(self.cursor_place(), forward) {
            Some(to) => self.go_to(to, step),
            None => self.say_none_waits(forward, step),
        }
    }

    /// Shows the assignment of this list that is wanted from another one. Where that has left the list, the cursor stands at its
    /// height.
    pub(super) fn go_on(&mut self, Sought { from, forward, waiting, evidence }: Sought, step: &mut Step<'_>) {
        let here = self.place(from);
        let to = match (waiting, here) {
            (_, None) if forward => self.cursor_place(),
            (true, _) => self.waiting_from(here.or(self.cursor_place()), forward),
            (false, Some(here)) if forward => here.checked_add(1),
            (false, here) => here.or(self.cursor_place()).and_then(|here| here.checked_sub(1)),
        };
        match to.filter(|to| *to < self.rows.len()) {
            Some(to) => {
                self.go_to(to, step);
                self.open(evidence, step);
            }
            None if waiting => self.say_none_waits(forward, step),
            None => {}
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
