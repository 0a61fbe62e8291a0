//! Turns owed reminders into one list of lines for each person (pure).

use std::collections::HashMap;

use dondoc_shared::{id::AssignmentId, lateness::days_overdue, lifecycle::TaskKind};
use jiff::civil::Date;
use uuid::Uuid;

use super::{
    facts::{DigestLine, Planned, ReminderFacts},
    schedule::{Owed, Step},
};
use crate::domain::{policies::Caps, recipients::Directory};

/// The steps owed to each due date, by what is due on it, in order of time.
pub(super) fn by_due_date(owed: &[Owed]) -> HashMap<(TaskKind, Date), Vec<Step>> {
    let mut steps: HashMap<_, Vec<Step>> = HashMap::new();
    for owed in owed {
        for due in &owed.due {
            steps.entry((owed.step.of, *due)).or_default().push(owed.step);
        }
    }
    for steps in steps.values_mut() {
        steps.sort_unstable_by_key(|step| (step.slot, step.when));
    }
    steps
}

/// Removes the steps that a person was reminded of already, then lines without steps, then people without lines.
pub(super) fn leave_out(
    mut planned: Vec<Planned>,
    is_told: impl Fn(AssignmentId, &Step, Uuid) -> bool,
) -> Vec<Planned> {
    for Planned { person, lines, .. } in &mut planned {
        for line in lines.iter_mut() {
            line.steps.retain(|step| !is_told(line.facts.id, step, person.id));
        }
        lines.retain(|line| !line.steps.is_empty());
    }
    planned.retain(|planned| !planned.lines.is_empty() || !planned.copies.is_empty());
    planned
}

/// Separates the reminders that people have switched off (R47): nobody else is told instead.
pub fn without_unwanted(planned: Vec<Planned>) -> (Vec<Planned>, Vec<Planned>) {
    let (mut wanted, mut unwanted) = (planned.clone(), vec![]);
    if planned.iter().all(|planned| planned.person.early) {
        return (wanted, unwanted);
    }
    unwanted.extend(planned.into_iter().filter(|planned| !planned.person.early));
    let keep = |all: &mut Vec<Planned>, wants: bool| {
        for Planned { person, lines, copies } in all.iter_mut() {
            let all_steps = lines
                .iter_mut()
                .map(|line| &mut line.steps)
                .chain(copies.iter_mut().map(|line| &mut line.steps));
            all_steps.for_each(|steps| steps.retain(|step| person.takes(step.when) == wants));
            lines.retain(|line| !line.steps.is_empty());
            copies.retain(|line| !line.steps.is_empty());
        }
        all.retain(|planned| !planned.lines.is_empty() || !planned.copies.is_empty());
    };
    keep(&mut wanted, true);
    keep(&mut unwanted, false);
    (wanted, unwanted)
}

/// Plans a list of lines for each person. Items that had all of `caps` at this level are silent (R46).
pub fn plan(
    owed: &[Owed],
    mut items: Vec<ReminderFacts>,
    directory: &Directory,
    caps: Caps,
    today: Date,
) -> Vec<Planned> {
    let steps = by_due_date(owed);
    items.sort_by_key(|item| (item.urgency_on, item.id));
    let mut planned: Vec<Planned> = Vec::new();
    let mut places: HashMap<Uuid, usize> = HashMap::new();
    let speaks =
        |item: &ReminderFacts| item.reminders_at_level < caps.of(item.kind) && item.status.is_with_tenant();
    for item in items.into_iter().filter(speaks) {
        let days_overdue = days_overdue(item.late_from, today);
        let steps = item.due_on.and_then(|due| steps.get(&(item.kind, due))).into_iter().flatten();
        for step in steps.filter(|step| step.slot >= item.assigned_on) {
            for (person, reason) in directory.reminded(item.status, item.assignee, step.to) {
                let place = *places.entry(person.id).or_insert_with(|| {
                    planned.push(Planned { person: person.clone(), lines: vec![], copies: vec![] });
                    planned.len().saturating_sub(1)
                });
                let Some(Planned { lines, .. }) = planned.get_mut(place) else { continue };
                match lines.last_mut().filter(|line| line.facts.id == item.id) {
                    Some(line) => line.steps.push(*step),
                    None => {
                        lines.push(DigestLine {
                            facts: item.clone(),
                            steps: vec![*step],
                            reason,
                            days_overdue,
                        });
                    }
                }
            }
        }
    }
    planned
}
