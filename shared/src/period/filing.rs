//! What each report adds to the rates of filing, and by how many days it is late (R130, R152).

use jiff::civil::Date;

use super::{FilingCounts, ReportState, report_state};
use crate::{
    lateness::{days_between, days_overdue, late_from},
    lifecycle::Status,
};

/// A report as the rates of filing see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filing {
    /// Where it stands; none where nothing is owed.
    pub state: Option<ReportState>,
    /// Whether what counts was filed on or before the due date.
    pub in_time: bool,
    /// Whether the due date has passed.
    pub is_due: bool,
}

impl Filing {
    /// Of the assignment that the report is; `due_on` is its due date as extended, `submitted_on` the local date of the submission
    /// that waits or was accepted.
    pub fn of(status: Status, due_on: Option<Date>, submitted_on: Option<Date>, today: Date) -> Self {
        Self {
            state: report_state(status),
            in_time: due_on.is_none_or(|due| submitted_on.is_some_and(|on| on <= due)),
            is_due: due_on.is_some_and(|due| due < today),
        }
    }
}

impl FilingCounts {
    /// Counts `reports` that are all like this one. What was returned is not filed until it is filed again.
    pub fn add(&mut self, of: Filing, reports: i64) {
        let count = |to: &mut i64| *to = to.saturating_add(reports);
        match of.state {
            None => return,
            Some(ReportState::Filed | ReportState::Verified) => {
                count(if of.in_time { &mut self.on_time } else { &mut self.late });
            }
            Some(ReportState::Missed) => {}
            Some(ReportState::Owed | ReportState::Draft | ReportState::Proposed | ReportState::Returned) => {
                if !of.is_due {
                    count(&mut self.not_yet_due);
                }
            }
        }
        if of.state == Some(ReportState::Verified) {
            count(&mut self.verified);
        }
        count(&mut self.expected);
    }

    /// Filed and not verified: these wait for the Working Group.
    pub fn waiting(self) -> i64 {
        self.filed().part.saturating_sub(self.verified)
    }

    /// Due and not filed.
    pub fn missing(self) -> i64 {
        self.expected.saturating_sub(self.filed().part).saturating_sub(self.not_yet_due)
    }
}

/// Calendar days by which a report is late: of what was filed, the days from the due date to the day of filing; of what was not,
/// the days overdue (R152). 0 if it is in time.
pub fn days_late(status: Status, due_on: Option<Date>, submitted_on: Option<Date>, today: Date) -> i32 {
    match (status, due_on, submitted_on) {
        (Status::Submitted | Status::Accepted, Some(due), Some(on)) => days_between(due, on).max(0),
        // It was never filed, and never will be in time.
        (Status::Withdrawn, Some(due), _) => days_between(due, today).max(0),
        _ => days_overdue(late_from(status, due_on, submitted_on), today),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const DUE: Option<Date> = Some(date(2024, 7, 17));

    #[expect(clippy::unnecessary_wraps, reason = "a day of filing, which may be none")]
    fn on(day: i8) -> Option<Date> {
        Some(date(2024, 7, day))
    }

    /// The counts of so many reports each, on a day.
    fn counted(today: Date, reports: &[(i64, Status, Option<Date>)]) -> FilingCounts {
        let mut counts = FilingCounts::default();
        for (n, status, submitted_on) in reports {
            counts.add(Filing::of(*status, DUE, *submitted_on, today), *n);
        }
        counts
    }

    #[test]
    fn of_93_eighty_in_time_seven_late_and_six_missing_make_the_three_rates() {
        let reports = [
            (51, Status::Submitted, on(17)),
            (29, Status::Accepted, on(15)),
            (7, Status::Submitted, on(18)),
            (4, Status::InProgress, None),
            (1, Status::Assigned, None),
            (1, Status::Returned, None),
        ];
        let counts = counted(date(2024, 7, 25), &reports);
        let (filed, on_time, verified) = (counts.filed(), counts.on_time(), counts.verified());
        assert_eq!((filed.part, filed.whole, filed.permille()), (87, 93, Some(935)));
        assert_eq!((on_time.part, on_time.whole, on_time.permille()), (80, 93, Some(860)));
        assert_eq!((verified.part, verified.whole), (29, 87));
        assert_eq!((counts.late, counts.missing(), counts.waiting(), counts.not_yet_due), (7, 6, 58, 0));
    }

    #[test]
    fn until_the_due_date_has_passed_only_what_was_filed_is_in_the_rate_on_time() {
        let reports =
            [(2, Status::Submitted, on(16)), (90, Status::Acknowledged, None), (1, Status::Proposed, None)];
        for (today, whole, missing) in [(date(2024, 7, 17), 2, 0), (date(2024, 7, 18), 93, 91)] {
            let counts = counted(today, &reports);
            assert_eq!((counts.filed().part, counts.filed().whole), (2, 93), "{today}");
            assert_eq!((counts.on_time().part, counts.on_time().whole), (2, whole), "{today}");
            assert_eq!(counts.missing(), missing, "{today}");
        }
    }

    #[test]
    fn what_nobody_owes_any_more_is_in_no_rate_and_a_missed_report_stays_expected() {
        let none = counted(date(2024, 7, 25), &[(2, Status::Suspended, None)]);
        assert_eq!(none, FilingCounts::default());
        let missed = counted(date(2024, 7, 25), &[(5, Status::Withdrawn, None)]);
        assert_eq!((missed.expected, missed.missing(), missed.on_time().whole), (5, 5, 5));
    }

    #[test]
    fn lateness_ends_with_the_filing_and_a_slow_verification_adds_none() {
        let today = date(2024, 7, 25);
        for (status, submitted_on, days) in [
            (Status::Accepted, on(17), 0),
            (Status::Accepted, on(20), 3),
            (Status::Submitted, on(20), 3),
            (Status::InProgress, None, 8),
            (Status::Returned, None, 8),
            (Status::Withdrawn, None, 8),
        ] {
            assert_eq!(days_late(status, DUE, submitted_on, today), days, "{status}");
        }
        assert_eq!(days_late(Status::InProgress, None, None, today), 0);
        assert_eq!(days_late(Status::InProgress, DUE, None, date(2024, 7, 17)), 0);
    }
}
