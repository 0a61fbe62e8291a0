//! From what is owed and who is there to one list of lines for each person (pure).

use std::collections::HashMap;

use dondoc_shared::{
    id::{AssignmentId, UserId},
    lateness::days_overdue,
    lifecycle::Status,
    text::Lang,
    wire::Precision,
};
use jiff::civil::Date;
use uuid::Uuid;

use super::{
    copies::CopyLine,
    schedule::{Owed, Step},
};
use crate::domain::{
    calendar::Calendar,
    recipients::{Directory, Person, Reason},
};

/// What decides whether somebody is reminded of an assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The assignment.
    pub id: AssignmentId,
    /// Its state.
    pub status: Status,
    /// Who works on it.
    pub assignee: Option<UserId>,
    /// Current due date.
    pub due_on: Option<Date>,
    /// First day overdue.
    pub late_from: Option<Date>,
    /// Orders the lines.
    pub urgency_on: Date,
    /// Nothing is owed for days before this one.
    pub assigned_on: Date,
    /// Level of the ladder.
    pub level: i16,
    /// Reminders since level, due date or status last changed.
    pub reminders_at_level: i16,
}

/// The same with what its mail says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The facts.
    pub facts: Facts,
    /// `T24-08/ha-noi`.
    pub code: String,
    /// The task's title.
    pub title_vi: String,
    /// The task's title in English.
    pub title_en: String,
    /// Number and symbol of the directive.
    pub directive: String,
    /// How exactly the due date is known.
    pub due_precision: Precision,
}

impl Item {
    /// The due date with its precision, and how near or late it is: "31/05/2024, quá hạn 55 ngày".
    pub fn due_words(&self, lang: Lang, calendar: &Calendar, today: Date) -> String {
        Due { on: self.facts.due_on, precision: self.due_precision, late_from: self.facts.late_from }
            .words(lang, calendar, today)
    }
}

/// A due date as a mail says it.
#[derive(Debug, Clone, Copy)]
pub struct Due {
    /// The date.
    pub on: Option<Date>,
    /// How exactly it is known.
    pub precision: Precision,
    /// First day overdue.
    pub late_from: Option<Date>,
}

impl Due {
    /// "31/05/2024, quá hạn 55 ngày".
    pub fn words(self, lang: Lang, calendar: &Calendar, today: Date) -> String {
        let Some(due) = self.on else { return lang.no_deadline().to_owned() };
        let overdue = days_overdue(self.late_from, today);
        let left = calendar.working_days_between(today, due);
        let near = match left {
            _ if overdue > 0 => lang.days_overdue(i64::from(overdue)),
            _ if due == today => lang.due_today().to_owned(),
            // Only days off lie between.
            0 => lang.due_in_days(i64::from(dondoc_shared::lateness::days_between(today, due))),
            _ => lang.working_days_left(i64::from(left)),
        };
        format!("{}, {near}", lang.due_date(due, self.precision))
    }
}

/// One item for one person; steps that meet on a day are one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The item.
    pub facts: Facts,
    /// What it rests on, in order of time; the last one is what the line gives as its reason.
    pub steps: Vec<Step>,
    /// Why this person.
    pub reason: Reason,
    /// Calendar days overdue on the day of the plan.
    pub days_overdue: i32,
}

impl Line {
    /// Why, in words: rule, version, level and person.
    pub fn why(&self, lang: Lang) -> String {
        let rule = self.steps.last().map(|step| step.words(lang)).unwrap_or_default();
        format!("{rule}; {}; {}", lang.level(self.facts.level), self.reason.words(lang))
    }
}

/// A person's lines, most urgent first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Who.
    pub person: Person,
    /// What.
    pub lines: Vec<Line>,
    /// What other tenants' assignments concern them.
    pub copies: Vec<CopyLine>,
}

/// The steps owed to each due date, in order of time.
pub(super) fn by_due_date(owed: &[Owed]) -> HashMap<Date, Vec<Step>> {
    let mut steps: HashMap<Date, Vec<Step>> = HashMap::new();
    for owed in owed {
        for due in &owed.due {
            steps.entry(*due).or_default().push(owed.step);
        }
    }
    for steps in steps.values_mut() {
        steps.sort_unstable_by_key(|step| (step.slot, step.when));
    }
    steps
}

/// Leaves out the steps that a person has been told of, then lines without steps, then people without lines.
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

/// Sets apart what people do without by their own choice: nobody else is told in their place.
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

/// Who is to be told what. Items that had as many reminders at this level as the policy's `cap` are silent.
pub fn plan(
    owed: &[Owed],
    mut items: Vec<Facts>,
    directory: &Directory,
    cap: i16,
    today: Date,
) -> Vec<Planned> {
    let steps = by_due_date(owed);
    items.sort_by_key(|item| (item.urgency_on, item.id));
    let mut planned: Vec<Planned> = Vec::new();
    let mut places: HashMap<Uuid, usize> = HashMap::new();
    for item in items.into_iter().filter(|item| item.reminders_at_level < cap && item.status.is_with_tenant())
    {
        let days_overdue = days_overdue(item.late_from, today);
        let steps = item.due_on.and_then(|due| steps.get(&due)).into_iter().flatten();
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
                        lines.push(Line { facts: item.clone(), steps: vec![*step], reason, days_overdue });
                    }
                }
            }
        }
    }
    planned
}
