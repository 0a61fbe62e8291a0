//! When an assignment is late, how urgent it is, and how that is counted.
//!
//! One column decides: `late_from`, written by the use case that changes an assignment, never computed in a
//! query. *Overdue* means `late_from <= today`; list, count, tally, reminder and ladder read it and
//! nothing else (R20).

use jiff::{Span, civil::Date};

use crate::{coded::coded, lifecycle::Status};

/// Stands for "cannot be late" where a column must sort: the last date PostgreSQL and people both understand.
pub const NEVER: Date = Date::constant(9999, 12, 31);

/// An upper bound of [`weight`], in days.
pub const MAX_WEIGHT: i32 = 30;

/// The first local date on which the assignment counts as overdue, or none if it cannot be late.
///
/// A due date is met until the end of that local day, so lateness begins on the day after (R21, R22). `submitted_on` is the
/// local date of the submission that waits with the Working Group.
pub fn late_from(status: Status, due_on: Option<Date>, submitted_on: Option<Date>) -> Option<Date> {
    let due = due_on?;
    match status {
        Status::Assigned
        | Status::Acknowledged
        | Status::InProgress
        | Status::Proposed
        | Status::Returned
        | Status::Refused => day_after(due),
        Status::Submitted => match submitted_on {
            Some(on) if on <= due => None,
            _ => day_after(due),
        },
        Status::Accepted | Status::Suspended | Status::Withdrawn => None,
    }
}

fn day_after(date: Date) -> Option<Date> {
    date.checked_add(Span::new().days(1)).ok()
}

/// Days by which an assignment moves up the backlog (R24): three for each level, two for each unanswered urge.
pub fn weight(level: i16, unanswered_urges: i32) -> i32 {
    let raw = 3i32.saturating_mul(i32::from(level)).saturating_add(2i32.saturating_mul(unanswered_urges));
    raw.clamp(0, MAX_WEIGHT)
}

/// The date that orders the backlog, most urgent first (R24). It does not change with the day.
pub fn urgency_on(late_from: Option<Date>, level: i16, unanswered_urges: i32) -> Date {
    late_from
        .and_then(|from| from.checked_sub(Span::new().days(weight(level, unanswered_urges))).ok())
        .unwrap_or(NEVER)
}

/// Calendar days overdue: 1 on the day after the due date, 0 if not overdue.
pub fn days_overdue(late_from: Option<Date>, today: Date) -> i32 {
    match late_from {
        Some(from) if from <= today => days_between(from, today).saturating_add(1),
        _ => 0,
    }
}

/// Calendar days from `a` to `b`; negative when `b` is earlier.
pub fn days_between(a: Date, b: Date) -> i32 {
    a.until(b).map_or(0, |span| span.get_days())
}

coded! {
    /// The four classes of the official figures, and the one that stands beside them (R26).
    Class {
        /// Completed on or before the due date.
        CompletedOnTime = "completed_on_time",
        /// Completed after the due date.
        CompletedLate = "completed_late",
        /// Not completed, due date not passed.
        OpenInTime = "open_in_time",
        /// Not completed, due date passed.
        OpenOverdue = "open_overdue",
        /// Neither due nor late: there is no due date.
        NoDeadline = "no_deadline",
    }
}

/// The class of an assignment, or none if it is not in the rates (suspended, withdrawn).
///
/// `submitted_on` is the local date of the submission that waits or was accepted: a slow verification never
/// makes a tenant late.
pub fn class(
    status: Status,
    due_on: Option<Date>,
    late_from: Option<Date>,
    submitted_on: Option<Date>,
    today: Date,
) -> Option<Class> {
    match (status, due_on) {
        (Status::Suspended | Status::Withdrawn, _) => None,
        (_, None) => Some(Class::NoDeadline),
        (Status::Accepted, Some(due)) => Some(match submitted_on {
            Some(on) if on <= due => Class::CompletedOnTime,
            _ => Class::CompletedLate,
        }),
        (_, Some(_)) => Some(match late_from {
            Some(from) if from <= today => Class::OpenOverdue,
            _ => Class::OpenInTime,
        }),
    }
}

/// A rate with the two figures it is made of: never shown without its denominator (R29).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rate {
    /// The numerator.
    pub part: i64,
    /// The denominator.
    pub whole: i64,
}

impl Rate {
    /// Completion (R27): completed ÷ (completed + open overdue); leaves out what is not yet due.
    pub fn completion(completed: i64, open_overdue: i64) -> Self {
        Self { part: completed, whole: completed.saturating_add(open_overdue) }
    }

    /// On time (R28): completed on time ÷ all that was due.
    pub fn on_time(on_time: i64, completed_late: i64, open_overdue: i64) -> Self {
        Self { part: on_time, whole: on_time.saturating_add(completed_late).saturating_add(open_overdue) }
    }

    /// Tenths of a percent, rounded half up; none where nothing was due.
    pub fn permille(self) -> Option<i64> {
        if self.whole <= 0 {
            return None;
        }
        let doubled = self.part.checked_mul(2000)?.checked_add(self.whole)?;
        doubled.checked_div(self.whole.checked_mul(2)?)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_assignment_is_overdue_from_the_day_after_its_due_date() {
        let due = Some(date(2024, 7, 19));
        let from = late_from(Status::InProgress, due, None);
        assert_eq!(from, Some(date(2024, 7, 20)));
        assert_eq!(days_overdue(from, date(2024, 7, 19)), 0);
        assert_eq!(days_overdue(from, date(2024, 7, 20)), 1);
        assert_eq!(days_overdue(from, date(2024, 7, 25)), 6);
    }

    #[test]
    fn what_is_late_only_later_is_not_overdue() {
        let today = date(2024, 7, 25);
        for from in [date(2024, 7, 26), date(2024, 7, 27), date(2024, 9, 1)] {
            assert_eq!(days_overdue(Some(from), today), 0, "{from}");
        }
        assert_eq!((days_overdue(None, today), days_between(today, date(2024, 7, 20))), (0, -5));
    }

    #[test]
    fn the_class_of_what_is_done_follows_the_day_of_the_submission() {
        let (due, today) = (date(2024, 4, 30), date(2024, 7, 25));
        let done = |on| class(Status::Accepted, Some(due), None, on, today);
        assert_eq!(done(Some(due)), Some(Class::CompletedOnTime));
        assert_eq!(done(Some(date(2024, 4, 29))), Some(Class::CompletedOnTime));
        assert_eq!(done(Some(date(2024, 5, 1))), Some(Class::CompletedLate));
        assert_eq!(done(None), Some(Class::CompletedLate));
        let open = |late_from| class(Status::InProgress, Some(due), late_from, None, today);
        assert_eq!(open(Some(today)), Some(Class::OpenOverdue));
        assert_eq!(open(Some(date(2024, 7, 26))), Some(Class::OpenInTime));
        assert_eq!(open(None), Some(Class::OpenInTime));
        for status in [Status::Suspended, Status::Withdrawn] {
            assert_eq!(class(status, Some(due), None, None, today), None);
        }
        assert_eq!(class(Status::Accepted, None, None, Some(due), today), Some(Class::NoDeadline));
    }

    #[test]
    fn the_table_of_states_says_when_an_assignment_can_be_late() {
        let due = date(2024, 4, 30);
        let after = Some(date(2024, 5, 1));
        for (status, submitted_on, expected) in [
            (Status::Assigned, None, after),
            (Status::Acknowledged, None, after),
            (Status::InProgress, None, after),
            (Status::Proposed, None, after),
            (Status::Returned, Some(due), after),
            (Status::Refused, None, after),
            (Status::Submitted, Some(due), None),
            (Status::Submitted, Some(date(2024, 5, 1)), after),
            (Status::Suspended, None, None),
            (Status::Withdrawn, None, None),
            (Status::Accepted, Some(date(2024, 6, 1)), None),
        ] {
            assert_eq!(late_from(status, Some(due), submitted_on), expected, "{status} {submitted_on:?}");
            assert_eq!(late_from(status, None, submitted_on), None, "{status} without a due date");
        }
    }

    #[test]
    fn the_official_rate_of_2017_is_reproduced() {
        // Report 1270/BC-TCTTTg: 14,068 on time, 1,983 late, 223 open overdue.
        assert_eq!(Rate::completion(16_051, 223).permille(), Some(986));
        assert_eq!(Rate::on_time(14_068, 1_983, 223).permille(), Some(864));
        assert_eq!(Rate::completion(0, 0).permille(), None);
    }

    #[test]
    fn urgency_counts_level_and_unanswered_urges_up_to_a_cap() {
        let from = Some(date(2024, 5, 31));
        assert_eq!(urgency_on(from, 0, 0), date(2024, 5, 31));
        assert_eq!(urgency_on(from, 2, 1), date(2024, 5, 23));
        assert_eq!(urgency_on(from, 4, 100), date(2024, 5, 1));
        assert_eq!(urgency_on(None, 4, 100), NEVER);
    }

    fn any_date() -> impl Strategy<Value = Date> {
        (2020i16..2040, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| date(y, m, d))
    }

    proptest! {
        #[test]
        fn overdue_and_open_in_time_never_hold_together(
            status in proptest::sample::select(Status::ALL), due in any_date(),
            submitted in proptest::option::of(any_date()), today in any_date(),
        ) {
            let from = late_from(status, Some(due), submitted);
            let overdue = days_overdue(from, today) > 0;
            let counted = class(status, Some(due), from, submitted, today);
            prop_assert_eq!(counted == Some(Class::OpenOverdue), overdue && status.is_open());
            if overdue { prop_assert!(today > due); }
        }
    }
}
