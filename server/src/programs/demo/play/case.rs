//! An assignment as the script sees it, what is done to it, and the diary in which that is written down with its day and
//! hour.

use std::sync::atomic::{AtomicI32, Ordering};

use dondoc_shared::{
    id::{AssignmentId, TenantId},
    lifecycle::Part,
    wire::assignment::{
        ExtensionDecision, HandIn, NewExtension, NewLink, NewReturn, NewUrge, NewUrgeAnswer, Remark,
        ReportBody,
    },
};
use jiff::{
    Span,
    civil::{Date, DateTime, time},
};

use super::chance::Chance;
use crate::domain::calendar::Calendar;
use dondoc_kernel::db::Version;

/// An assignment that has a story.
#[derive(Debug)]
pub(super) struct Case {
    pub id: AssignmentId,
    pub tenant: TenantId,
    pub slug: String,
    /// Code of the task.
    pub task: String,
    /// Title of the task.
    pub title: String,
    pub part: Part,
    pub due_on: Option<Date>,
    pub assigned_on: Date,
    /// The version that the next actor has seen.
    pub version: AtomicI32,
}

impl Case {
    /// What a screen would show.
    pub(super) fn seen(&self) -> Version {
        Version(self.version.load(Ordering::Relaxed))
    }

    /// Remembers the version after an act.
    pub(super) fn see(&self, version: i32) {
        self.version.store(version, Ordering::Relaxed);
    }

    /// Code of the assignment, `T24-08/ha-noi`.
    pub(super) fn code(&self) -> String {
        format!("{}/{}", self.task, self.slug)
    }
}

/// An act of the played past.
#[derive(Debug, Clone)]
pub(super) enum Deed {
    Acknowledge,
    Report(ReportBody),
    Link(NewLink),
    Propose(HandIn),
    SendBack(Remark),
    Submit(HandIn),
    TakeBack,
    RequestExtension(NewExtension),
    Answer(NewUrgeAnswer),
    Open,
    Accept(Remark),
    Return(NewReturn),
    Reopen(NewReturn),
    Decide(ExtensionDecision),
    Urge(NewUrge),
}

/// A deed and its moment, local time of Ha Noi.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub at: DateTime,
    pub deed: Deed,
}

/// The date `days` calendar days later.
pub(super) fn later(day: Date, days: i32) -> Date {
    day.saturating_add(Span::new().days(days))
}

/// Writes deeds down one after another, each on a working day and in office hours.
pub(super) struct Diary<'a> {
    pub calendar: &'a Calendar,
    pub chance: Chance,
    now: DateTime,
    steps: Vec<Step>,
}

impl<'a> Diary<'a> {
    pub(super) fn new(calendar: &'a Calendar, chance: Chance, from: Date) -> Self {
        Self { calendar, chance, now: from.at(8, 0, 0, 0), steps: Vec::new() }
    }

    /// The day of the last entry.
    pub(super) fn today(&self) -> Date {
        self.now.date()
    }

    /// On this day, or on the day of the last entry if that is later.
    pub(super) fn on(&mut self, day: Date, deed: Deed) {
        let day = self.calendar.next_working_day(day.max(self.today()));
        let soon = self.now.saturating_add(Span::new().minutes(self.chance.between((8, 35))));
        let at = if day > self.today() || self.steps.is_empty() {
            self.some_time_on(day)
        } else if soon.date() == day && soon.time() < time(17, 0, 0, 0) {
            soon
        } else {
            let next = self.calendar.next_working_day(later(day, 1));
            self.some_time_on(next)
        };
        self.now = at;
        self.steps.push(Step { at, deed });
    }

    /// The date `days` working days after the last entry.
    pub(super) fn after(&mut self, working_days: (i32, i32), deed: Deed) {
        let days = self.chance.between(working_days);
        self.on(self.calendar.add_working_days(self.today(), days), deed);
    }

    /// Nothing before this day.
    pub(super) fn wait_until(&mut self, day: Date) {
        self.now = self.now.max(day.at(8, 0, 0, 0));
    }

    /// Nothing more on this day.
    pub(super) fn end_of_day(&mut self) {
        self.now = self.today().at(23, 0, 0, 0);
    }

    /// Between 08:30 and 11:30 or between 13:30 and 16:30.
    fn some_time_on(&mut self, day: Date) -> DateTime {
        let minutes = self.chance.between((0, 360));
        let from = if minutes <= 180 { day.at(8, 30, 0, 0) } else { day.at(10, 30, 0, 0) };
        from.saturating_add(Span::new().minutes(minutes).seconds(self.chance.between((0, 59))))
    }

    pub(super) fn close(self) -> Vec<Step> {
        self.steps
    }
}
