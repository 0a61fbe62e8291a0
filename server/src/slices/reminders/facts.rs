//! The facts that sweeps and simulations work on: items and copies of other tenants' items with what reminders need of them,
//! and the lines that each person gets.

use dondoc_shared::{
    id::{AssignmentId, UserId},
    lateness::days_overdue,
    lifecycle::{Status, TaskKind},
    policy::When,
    text::Lang,
    turn::Waiting,
    wire::Precision,
};
use jiff::civil::Date;
use uuid::Uuid;

use super::schedule::Step;
use crate::{
    domain::{
        calendar::Calendar,
        recipients::{Person, Reason},
    },
    slices::shared_progress::HeldCopy,
};

/// What decides whether somebody is reminded of an assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderFacts {
    /// Id of the assignment.
    pub id: AssignmentId,
    /// What is assigned, which decides on the policy.
    pub kind: TaskKind,
    /// Where the assignment stands in the life cycle.
    pub status: Status,
    /// The person who works on it, if there is one.
    pub assignee: Option<UserId>,
    /// Due date as extended, if it has one.
    pub due_on: Option<Date>,
    /// First local day on which it counts as overdue (R22).
    pub late_from: Option<Date>,
    /// Orders the lines, most urgent first (R24).
    pub urgency_on: Date,
    /// Nothing is owed for days before this one.
    pub assigned_on: Date,
    /// Level of the ladder.
    pub level: i16,
    /// Reminders since level, due date or status last changed.
    pub reminders_at_level: i16,
    /// Whether an approver sent the proposal back, and nobody has reported since.
    pub sent_back: bool,
    /// Urges without an answer.
    pub urges: i32,
    /// Who proposed what waits for an approver.
    pub proposed_by: Option<UserId>,
    /// Progress by the newest report.
    pub percent: i16,
    /// Local date of the newest report.
    pub reported_on: Option<Date>,
}

impl ReminderFacts {
    /// What decides in which group a digest tells it.
    pub fn waiting(&self, days_overdue: i32) -> Waiting {
        let overdue = days_overdue > 0;
        Waiting { status: self.status, sent_back: self.sent_back, urges: self.urges, overdue }
    }
}

/// An item with what its mail says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The facts.
    pub facts: ReminderFacts,
    /// Code of the assignment, `T24-08/ha-noi`.
    pub code: String,
    /// The task's title in Vietnamese.
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
    ///
    /// Of work that is done only the date: no day of it is left.
    pub fn due_words(&self, lang: Lang, calendar: &Calendar, today: Date) -> String {
        if let Some(due) = self.facts.due_on.filter(|_| !self.facts.status.is_open()) {
            return lang.due_date(due, self.due_precision);
        }
        DueDate { on: self.facts.due_on, precision: self.due_precision, late_from: self.facts.late_from }
            .words(lang, calendar, today)
    }
}

/// A due date as a mail says it.
#[derive(Debug, Clone, Copy)]
pub struct DueDate {
    /// The due date, if there is one.
    pub on: Option<Date>,
    /// How exactly it is known.
    pub precision: Precision,
    /// First local day on which it counts as overdue (R22).
    pub late_from: Option<Date>,
}

impl DueDate {
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
pub struct DigestLine {
    /// The item.
    pub facts: ReminderFacts,
    /// What it rests on, in order of time; the last one is what the line gives as its reason. None where it stands in the
    /// digest because it waits for the reader, though no rule falls on the day.
    pub steps: Vec<Step>,
    /// The reason for which this person is told.
    pub reason: Reason,
    /// Calendar days overdue on the day of the plan.
    pub days_overdue: i32,
}

impl DigestLine {
    /// Why, in words: rule, version, level and person.
    pub fn why(&self, lang: Lang) -> String {
        let reason = self.reason.words(lang);
        match self.steps.last() {
            Some(step) => format!("{}; {}; {reason}", step.words(lang), lang.level(self.facts.level)),
            None => format!("{}; {reason}", lang.digest_waits()),
        }
    }
}

/// A copy, and what of it has been told.
#[derive(Debug, Clone)]
pub struct FollowedItem {
    /// The copy.
    pub held: HeldCopy,
    /// Reminders of it since its status or its due date last changed.
    pub told: i16,
    /// Rule, day and person of what is noted in the ledger.
    pub noted: Vec<(When, Date, Uuid)>,
}

/// One copy for one person; steps that meet on a day are one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyLine {
    /// The copy.
    pub held: HeldCopy,
    /// What it rests on, in order of time; the last one is what the line gives as its reason.
    pub steps: Vec<Step>,
    /// The reason for which this person is told.
    pub reason: Reason,
    /// Calendar days overdue on the day of the plan.
    pub days_overdue: i32,
}

impl CopyLine {
    /// Why, in words: rule, version and person.
    pub fn why(&self, lang: Lang) -> String {
        let matter = lang.copy_reason(self.held.matter);
        let rule = self.steps.last().map(|step| step.words(lang)).unwrap_or_default();
        format!("{matter}; {rule}; {}", self.reason.words(lang))
    }
}

/// A person's lines, most urgent first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The reader of the digest.
    pub person: Person,
    /// What.
    pub lines: Vec<DigestLine>,
    /// What other tenants' assignments concern them.
    pub copies: Vec<CopyLine>,
}

/// The word in the ledger for what its reader has switched off.
pub const SWITCHED_OFF: &str = "switched_off";
