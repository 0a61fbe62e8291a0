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
    recipients::{Person, Reason, Staff},
    schedule::{CAP, Owed, Step},
};
use crate::calendar::Calendar;

/// What a reminder needs to know of an assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The assignment.
    pub id: AssignmentId,
    /// `T24-08/ha-noi`.
    pub code: String,
    /// The task's title.
    pub title_vi: String,
    /// The task's title in English.
    pub title_en: String,
    /// Number and symbol of the directive.
    pub directive: String,
    /// Its state.
    pub status: Status,
    /// Who works on it.
    pub assignee: Option<UserId>,
    /// Current due date.
    pub due_on: Option<Date>,
    /// How exactly it is known.
    pub due_precision: Precision,
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

impl Item {
    /// The due date with its precision, and how near or late it is: "31/05/2024, quá hạn 55 ngày".
    pub fn due_words(&self, lang: Lang, calendar: &Calendar, today: Date) -> String {
        let Some(due) = self.due_on else { return lang.no_deadline().to_owned() };
        let overdue = days_overdue(self.late_from, today);
        let left = calendar.working_days_between(today, due);
        let near = match left {
            _ if overdue > 0 => lang.days_overdue(i64::from(overdue)),
            _ if due == today => lang.due_today().to_owned(),
            // Only days off lie between.
            0 => lang.due_in_days(i64::from(dondoc_shared::lateness::days_between(today, due))),
            _ => lang.working_days_left(i64::from(left)),
        };
        format!("{}, {near}", lang.due_date(due, self.due_precision))
    }
}

/// One item for one person; steps that meet on a day are one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The item.
    pub item: Item,
    /// The steps and the days they fall on; the last one is what the line gives as its reason.
    pub steps: Vec<(Step, Date)>,
    /// Why this person.
    pub reason: Reason,
    /// Calendar days overdue on the day of the plan.
    pub days_overdue: i32,
}

impl Line {
    /// Why, in words: rule, level and person.
    pub fn why(&self, lang: Lang) -> String {
        let step = self.steps.last().map(|(step, _)| step.words(lang)).unwrap_or_default();
        format!("{step}; {}; {}", lang.level(self.item.level), self.reason.words(lang))
    }
}

/// A person's lines, most urgent first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Who.
    pub person: Person,
    /// What.
    pub lines: Vec<Line>,
}

/// The steps owed to each due date, in order of time.
pub(super) fn by_due_date(owed: &[Owed]) -> HashMap<Date, Vec<(Step, Date)>> {
    let mut steps: HashMap<Date, Vec<(Step, Date)>> = HashMap::new();
    for owed in owed {
        for due in &owed.due {
            steps.entry(*due).or_default().push((owed.step, owed.slot));
        }
    }
    for steps in steps.values_mut() {
        steps.sort_unstable_by_key(|(step, slot)| (*slot, *step));
    }
    steps
}

/// Leaves out the steps that a person has been told of, then lines without steps, then people without lines.
pub(super) fn leave_out(
    mut planned: Vec<Planned>,
    is_told: impl Fn(AssignmentId, (Step, Date), Uuid) -> bool,
) -> Vec<Planned> {
    for Planned { person, lines } in &mut planned {
        for line in lines.iter_mut() {
            line.steps.retain(|step| !is_told(line.item.id, *step, person.id));
        }
        lines.retain(|line| !line.steps.is_empty());
    }
    planned.retain(|planned| !planned.lines.is_empty());
    planned
}

/// Who is to be told what. Items that had their five reminders at this level are silent.
pub(super) fn plan(owed: &[Owed], mut items: Vec<Item>, staff: &Staff, today: Date) -> Vec<Planned> {
    let steps = by_due_date(owed);
    items.sort_by(|a, b| (a.urgency_on, &a.code).cmp(&(b.urgency_on, &b.code)));
    let mut planned: Vec<Planned> = Vec::new();
    for item in items.into_iter().filter(|item| item.reminders_at_level < CAP) {
        let since = |(_, slot): &&(Step, Date)| *slot >= item.assigned_on;
        let steps = item.due_on.and_then(|due| steps.get(&due)).map(|steps| steps.iter().filter(since));
        let steps: Vec<_> = steps.into_iter().flatten().copied().collect();
        if steps.is_empty() || !item.status.is_with_tenant() {
            continue;
        }
        let days_overdue = days_overdue(item.late_from, today);
        for (person, reason) in staff.recipients(item.status, item.assignee, days_overdue) {
            let line = Line { item: item.clone(), steps: steps.clone(), reason, days_overdue };
            match planned.iter_mut().find(|planned| planned.person.id == person.id) {
                Some(planned) => planned.lines.push(line),
                None => planned.push(Planned { person: person.clone(), lines: vec![line] }),
            }
        }
    }
    planned
}
