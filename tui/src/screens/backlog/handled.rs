//! What was said here of rows of the list: shown at once, and read again where it is on the screen.

use std::collections::BTreeSet;

use dondoc_shared::{filter::Filter, id::AssignmentId, lifecycle::Status, wire::assignment::AssignmentRow};
use jiff::civil::Date;

use super::{Listed, State, list_rows, snoozed::LeftOut};
use crate::step::{Step, handled::Handled};

/// Whether the usual list leaves the row out because it is left alone until a date.
pub fn leaves_out(filter: &Filter, row: &AssignmentRow, today: Date) -> bool {
    let waits = row.status == Status::Submitted || row.extension_pending || row.waits.is_some();
    row.snooze().is_some_and(|snooze| snooze.is_live(today)) && !waits && !filter.speaks_of_handling()
}

impl<L: Listed> State<L> {
    /// Something was said here of some rows. A row that the list can no longer have leaves it.
    pub(super) fn handled(&mut self, handled: &Handled, step: &mut Step<'_>) {
        let filter = self.filter_read(&step.common.known);
        let mut gone = BTreeSet::new();
        for id in &handled.ids {
            let Some(row) = self.place(*id).and_then(|place| self.rows.get_mut(place)) else { continue };
            handled.write(&mut row.handling);
            let row = row.clone();
            if handled.is_about_lists() && self.excludes(&filter, &row) {
                gone.insert(*id);
            }
        }
        if handled.is_about_lists() {
            self.chosen.rows.retain(|id, _| !handled.ids.contains(id));
            self.ask_left_out(step);
        }
        self.take_out(&gone, step);
        let shown = self.rows.iter().skip(self.list.top).take(list_rows(step.size()));
        let said: Vec<AssignmentId> = shown.map(|row| row.id).filter(|id| handled.ids.contains(id)).collect();
        for id in said {
            self.changed(id, step);
        }
    }

    /// Takes rows out of the list. The cursor goes to the next row that stays.
    fn take_out(&mut self, gone: &BTreeSet<AssignmentId>, step: &mut Step<'_>) {
        if gone.is_empty() {
            return;
        }
        let here = self.cursor_place().unwrap_or(0);
        let stays = |row: &&AssignmentRow| !gone.contains(&row.id);
        let below = self.rows.iter().skip(here).find(stays);
        let cursor = below.or_else(|| self.rows.iter().take(here).rfind(stays)).map(|row| row.id);
        let kept = self.rows.iter().filter(stays).cloned().collect();
        self.replace_rows(kept);
        self.moved.retain(|id| !gone.contains(id));
        self.left.retain(|id| !gone.contains(id));
        let taken = i64::try_from(gone.len()).unwrap_or(i64::MAX);
        self.total = self.total.map(|total| total.saturating_sub(taken));
        self.list.cursor = cursor;
        self.list.keep(self.cursor_place().unwrap_or(0), list_rows(step.size()));
        self.more_if_near_end(step);
    }

    /// Asks how many rows the list in force leaves out.
    pub(super) fn ask_left_out(&mut self, step: &mut Step<'_>) {
        let views = step.common.known.named_in(&self.filter);
        self.left_out = LeftOut::ask(L::ABOUT, &self.filter, &views, step);
    }
}
