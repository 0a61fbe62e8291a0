//! Marking rows, and what becomes of marks.

use dondoc_shared::{
    id::AssignmentId,
    text::Lang,
    wire::{
        assignment::{AssignmentRow, Queue},
        decision::DecisionPlan,
        plan::PartState,
        urge::plan::{MOST_PLANNED, UrgePlan},
    },
};

use super::{Listed, State, chosen::Chosen, list_rows, listed::whole};
use crate::{
    keys::{Command, table::label_of},
    step::{
        Step,
        finding::{Finding, Found},
        toast::Tone,
        waiting::Arrived,
    },
    ui::list::moved,
};

impl<L: Listed> State<L> {
    /// A command about marks.
    pub(super) fn mark_command(&mut self, command: Command, step: &mut Step<'_>) {
        // What was said before would hide how many are marked.
        step.common.toasts.dismiss();
        match command {
            Command::Mark => self.mark(step),
            Command::MarkRange => self.mark_range(step),
            Command::MarkAll => {
                let filter = whole(L::ABOUT, &self.filter, &step.common.known.named_in(&self.filter));
                self.chosen.finding = Some(Finding::new(filter, step));
            }
            _ => self.chosen = Chosen::default(),
        }
    }

    /// Marks the row under the cursor, or takes its mark away, and goes on to the next.
    fn mark(&mut self, step: &mut Step<'_>) {
        let Some(row) = self.row_here() else { return };
        let (id, code) = (row.id, row.code.clone());
        if self.chosen.rows.remove(&id).is_none() {
            self.chosen.last = Some(id);
            self.choose([(id, code)], step);
        }
        let here = self.cursor_place().unwrap_or(0);
        if let Some(to) = moved(Command::Down, here, self.rows.len(), list_rows(step.size())) {
            self.go_to(to, step);
        }
    }

    /// Marks every row from the one that was marked last to the one under the cursor; this one alone where none was.
    fn mark_range(&mut self, step: &mut Step<'_>) {
        let Some(here) = self.cursor_place() else { return };
        let from = self.chosen.last.and_then(|id| self.place(id)).unwrap_or(here);
        let stretch = self.rows.iter().take(from.max(here) + 1).skip(from.min(here));
        let stretch: Vec<_> = stretch.map(|row| (row.id, row.code.clone())).collect();
        self.chosen.last = self.list.cursor;
        self.choose(stretch, step);
    }

    /// Chooses rows, all of them or, where there would be more than can be urged at once, none.
    fn choose(&mut self, rows: impl IntoIterator<Item = (AssignmentId, String)>, step: &mut Step<'_>) {
        let mut chosen = self.chosen.rows.clone();
        chosen.extend(rows);
        if chosen.len() > MOST_PLANNED {
            return self.refuse_marks(step);
        }
        self.chosen.rows = chosen;
    }

    /// A page of all that the filter finds.
    pub(super) fn found(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let Some(finding) = &mut self.chosen.finding else { return };
        let Some(found) = finding.answered(arrived, step) else { return };
        self.chosen.finding = None;
        match found {
            Ok(Found::All(rows)) => self.choose(rows, step),
            Ok(Found::TooMany) => self.refuse_marks(step),
            Err(failure) => {
                self.chosen.refused = true;
                step.fault(&failure);
            }
        }
    }

    /// Marks nothing. What is pressed next was meant for the rows that would be marked, and must not be done to the one under
    /// the cursor.
    fn refuse_marks(&mut self, step: &mut Step<'_>) {
        self.chosen.refused = true;
        step.say(Tone::Fault, |lang| lang.composer_too_many(MOST_PLANNED));
    }

    /// A row that is no longer open loses its mark, and the person is told.
    pub(super) fn unmark_closed(&mut self, row: &AssignmentRow, step: &mut Step<'_>) {
        if !row.status.is_open() && self.chosen.rows.remove(&row.id).is_some() {
            step.say(Tone::Note, |lang| lang.composer_mark_lost(&row.code));
        }
    }

    /// What was urged, or cannot be, is no longer marked.
    pub(super) fn unmark_urged(&mut self, plan: &UrgePlan) {
        let issued = plan.parts.iter().filter(|part| part.state == PartState::Issued);
        let urged = issued.flat_map(|part| &part.shown.items).map(|item| item.id);
        for id in urged.chain(plan.skipped.iter().map(|one| one.id)) {
            self.chosen.rows.remove(&id);
        }
    }

    /// What was decided together, or cannot be, is no longer marked. What has left the queue is passed over, and the cursor goes on to
    /// the next that waits.
    pub(super) fn carried_out(&mut self, plan: &DecisionPlan, step: &mut Step<'_>) {
        for id in plan.skipped.iter().map(|one| one.id) {
            self.chosen.rows.remove(&id);
        }
        for item in plan.items().filter(|item| item.state == PartState::Decided) {
            self.chosen.rows.remove(&item.id);
            // A step that was only signed waits for its second signature.
            if L::QUEUE.is_some() && !item.only_signs && self.place(item.id).is_some() {
                self.left.insert(item.id);
            }
            self.changed(item.id, step);
        }
        let here = self.list.cursor.filter(|here| self.left.contains(here));
        if let Some(to) = here.and_then(|here| self.beside(here, true, true)) {
            self.go_to(to, step);
        }
    }

    /// What the status row says of marks.
    pub(super) fn said_of_marks(&self, lang: Lang) -> Option<String> {
        if let Some(finding) = &self.chosen.finding {
            return Some(lang.composer_marking(finding.read()));
        }
        let n = self.chosen.rows.len();
        let hidden = self.chosen.rows.keys().filter(|id| self.place(**id).is_none()).count();
        let by = match L::QUEUE {
            None => return (n > 0).then(|| lang.composer_marked(n, hidden)),
            Some(Queue::Submission) => Command::Verify,
            Some(Queue::Extension) => Command::Extension,
            Some(Queue::Step) => Command::Escalate,
        };
        (n > 0).then(|| lang.decisions_marked(n, hidden, &label_of(by)))
    }
}
