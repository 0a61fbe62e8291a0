//! The states of a period, of a report and of a correction, read from what is stored and never stored twice.

use jiff::civil::Date;

use super::Schedule;
use crate::{coded::coded, lateness::Rate, lifecycle::Status};

coded! {
    /// What is stored of a period's state: acts of people alone.
    PeriodStatus {
        /// Planned, not confirmed by the second person.
        Planned = "planned",
        /// Opened: every body in scope has its report.
        Open = "open",
        /// Given up before it was opened.
        Cancelled = "cancelled",
    }
}

coded! {
    /// The state of a period on a day (R127).
    PeriodState {
        /// Planned.
        Planned = "planned",
        /// Opened, and its first day of entry is to come.
        Opening = "opening",
        /// Figures can be entered; reports are not yet due.
        Open = "open",
        /// The due date is past, the cut-off is not.
        PastDue = "past_due",
        /// Nothing can be entered any more but under an exception.
        CutOff = "cut_off",
        /// What was not filed is missed.
        Closed = "closed",
        /// Given up.
        Cancelled = "cancelled",
    }
}

/// The state of a period on `today`: what passes by itself is read from the dates.
pub fn period_state(status: PeriodStatus, schedule: &Schedule, today: Date) -> PeriodState {
    match status {
        PeriodStatus::Planned => PeriodState::Planned,
        PeriodStatus::Cancelled => PeriodState::Cancelled,
        PeriodStatus::Open if today < schedule.opens_on => PeriodState::Opening,
        PeriodStatus::Open if today <= schedule.due_on => PeriodState::Open,
        PeriodStatus::Open if today <= schedule.cutoff_on => PeriodState::PastDue,
        PeriodStatus::Open if today <= schedule.close_on => PeriodState::CutOff,
        PeriodStatus::Open => PeriodState::Closed,
    }
}

coded! {
    /// The state of a report.
    ReportState {
        /// Nothing was saved yet.
        Owed = "owed",
        /// A draft was saved.
        Draft = "draft",
        /// Waits for its approver.
        Proposed = "proposed",
        /// Filed, with or without figures.
        Filed = "filed",
        /// Back with the body.
        Returned = "returned",
        /// Verified by the Working Group.
        Verified = "verified",
        /// Never filed, and the period is closed.
        Missed = "missed",
    }
}

/// The state of a report: that of its assignment (R129), which is withdrawn for nothing but having been missed. None where nothing is
/// owed.
pub fn report_state(status: Status) -> Option<ReportState> {
    match status {
        Status::Assigned | Status::Acknowledged | Status::Refused => Some(ReportState::Owed),
        Status::InProgress => Some(ReportState::Draft),
        Status::Proposed => Some(ReportState::Proposed),
        Status::Submitted => Some(ReportState::Filed),
        Status::Returned => Some(ReportState::Returned),
        Status::Accepted => Some(ReportState::Verified),
        Status::Withdrawn => Some(ReportState::Missed),
        Status::Suspended => None,
    }
}

coded! {
    /// What can be done with a report.
    ReportAct {
        /// Save a draft.
        Save = "save",
        /// Propose the draft to an approver.
        Propose = "propose",
        /// File it.
        File = "file",
        /// File that there is nothing to report.
        FileNil = "file_nil",
        /// Verify what was filed.
        Verify = "verify",
        /// Give it back.
        Return = "return",
        /// Correct figures after the cut-off, or bring figures of a report that was missed.
        Correct = "correct",
    }
}

impl ReportState {
    /// Whether `act` can be done in this state. `entering`: whether figures can be entered; `correction`: that of the newest
    /// correction, if there is one.
    pub fn allows(self, act: ReportAct, entering: bool, correction: Option<CorrectionState>) -> bool {
        use ReportState::{Draft, Filed, Missed, Owed, Proposed, Returned, Verified};
        let waits = correction == Some(CorrectionState::Waiting);
        let enters =
            matches!(act, ReportAct::Save | ReportAct::FileNil | ReportAct::Propose | ReportAct::File);
        if enters && !entering {
            return false;
        }
        match act {
            ReportAct::Save => matches!(self, Owed | Draft | Returned),
            ReportAct::FileNil => matches!(self, Owed | Draft),
            ReportAct::Propose => self == Draft,
            ReportAct::File => matches!(self, Draft | Proposed),
            ReportAct::Verify | ReportAct::Return => self == Filed,
            ReportAct::Correct => !entering && !waits && matches!(self, Filed | Verified | Missed),
        }
    }
}

coded! {
    /// What a revision of a report is.
    RevisionKind {
        /// Figures as they were filed.
        Figures = "figures",
        /// A nil return: nothing happened.
        Nil = "nil",
        /// A correction of what was filed; it counts once it is accepted.
        Correction = "correction",
    }
}

coded! {
    /// Why a body may enter figures for longer.
    ExceptionReason {
        /// The system or the line failed.
        Outage = "outage",
        /// The body was merged, or people changed.
        Reorganised = "reorganised",
        /// The source of the data came late.
        LateSource = "late_source",
        /// Natural disaster or another force.
        ForceMajeure = "force_majeure",
        /// The Working Group asks for more.
        Requested = "requested",
    }
}

coded! {
    /// Why figures are corrected.
    CorrectionReason {
        /// A number was wrong.
        DataError = "data_error",
        /// Data came after the last day of entry.
        LateData = "late_data",
        /// What is counted, or how, was understood otherwise.
        Method = "method",
        /// A unit was merged, or came to another body.
        MergedUnit = "merged_unit",
        /// An inspection or a check found it.
        FoundByCheck = "found_by_check",
    }
}

coded! {
    /// The state of a correction: a revision of figures after the cut-off.
    CorrectionState {
        /// Filed by the body; the old revision counts.
        Waiting = "waiting",
        /// Accepted: it counts.
        Accepted = "accepted",
        /// Refused: the old revision counts.
        Refused = "refused",
        /// Nobody decided on it before what it corrects was returned or re-opened: it never counts.
        Lapsed = "lapsed",
    }
}

/// How many bodies filed what in a period, for the three rates of filing (R130).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FilingCounts {
    /// Bodies that owe a report.
    pub expected: i64,
    /// Filed on or before the due date, nil returns included.
    pub on_time: i64,
    /// Filed after it, before the period closed.
    pub late: i64,
    /// Of what was filed, nil returns.
    pub nil: i64,
    /// Of what was filed, what the Working Group has verified.
    pub verified: i64,
    /// Bodies whose report is not due yet and was not filed.
    pub not_yet_due: i64,
}

impl FilingCounts {
    /// Filed of all that is expected.
    pub fn filed(self) -> Rate {
        Rate { part: self.on_time.saturating_add(self.late), whole: self.expected }
    }

    /// Filed on time of all that was due or filed.
    pub fn on_time(self) -> Rate {
        Rate { part: self.on_time, whole: self.expected.saturating_sub(self.not_yet_due) }
    }

    /// Verified of all that was filed.
    pub fn verified(self) -> Rate {
        Rate { part: self.verified, whole: self.filed().part }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_passes_by_itself_is_read_from_the_dates() {
        let schedule = Schedule {
            opens_on: date(2024, 7, 5),
            due_on: date(2024, 7, 17),
            cutoff_on: date(2024, 7, 19),
            close_on: date(2024, 8, 16),
        };
        for (day, state) in [
            (4, PeriodState::Opening),
            (5, PeriodState::Open),
            (17, PeriodState::Open),
            (18, PeriodState::PastDue),
            (19, PeriodState::PastDue),
            (20, PeriodState::CutOff),
        ] {
            assert_eq!(period_state(PeriodStatus::Open, &schedule, date(2024, 7, day)), state, "{day} July");
        }
        for (day, state) in [(16, PeriodState::CutOff), (17, PeriodState::Closed)] {
            assert_eq!(
                period_state(PeriodStatus::Open, &schedule, date(2024, 8, day)),
                state,
                "{day} August"
            );
        }
        for (status, state) in
            [(PeriodStatus::Planned, PeriodState::Planned), (PeriodStatus::Cancelled, PeriodState::Cancelled)]
        {
            assert_eq!(period_state(status, &schedule, date(2024, 7, 18)), state);
        }
    }

    #[test]
    fn the_state_of_a_report_is_that_of_its_assignment() {
        for (status, state) in [
            (Status::Assigned, Some(ReportState::Owed)),
            (Status::Acknowledged, Some(ReportState::Owed)),
            (Status::Refused, Some(ReportState::Owed)),
            (Status::InProgress, Some(ReportState::Draft)),
            (Status::Proposed, Some(ReportState::Proposed)),
            (Status::Submitted, Some(ReportState::Filed)),
            (Status::Returned, Some(ReportState::Returned)),
            (Status::Accepted, Some(ReportState::Verified)),
            (Status::Suspended, None),
            (Status::Withdrawn, Some(ReportState::Missed)),
        ] {
            assert_eq!(report_state(status), state, "{status}");
        }
        assert_eq!(Status::ALL.len(), 10);
    }

    #[test]
    fn a_report_is_written_while_figures_are_entered_and_corrected_afterwards() {
        let states = |act, entering, correction| -> Vec<&str> {
            let all = ReportState::ALL.iter().filter(|state| state.allows(act, entering, correction));
            all.map(|state| state.as_str()).collect()
        };
        assert_eq!(states(ReportAct::Save, true, None), ["owed", "draft", "returned"]);
        assert_eq!(states(ReportAct::FileNil, true, None), ["owed", "draft"]);
        assert_eq!(states(ReportAct::Propose, true, None), ["draft"]);
        assert_eq!(states(ReportAct::File, true, None), ["draft", "proposed"]);
        for act in [ReportAct::Save, ReportAct::FileNil, ReportAct::Propose, ReportAct::File] {
            assert!(states(act, false, None).is_empty(), "{act} after the last day");
        }
        for entering in [true, false] {
            assert_eq!(states(ReportAct::Verify, entering, None), ["filed"]);
            assert_eq!(states(ReportAct::Return, entering, None), ["filed"]);
        }
        assert_eq!(states(ReportAct::Correct, false, None), ["filed", "verified", "missed"]);
        assert_eq!(states(ReportAct::Correct, false, Some(CorrectionState::Refused)).len(), 3);
        assert!(states(ReportAct::Correct, false, Some(CorrectionState::Waiting)).is_empty());
        assert!(states(ReportAct::Correct, true, None).is_empty());
    }

    #[test]
    fn filing_has_three_rates_with_their_denominators() {
        let counts =
            FilingCounts { expected: 93, on_time: 80, late: 7, nil: 3, verified: 29, not_yet_due: 0 };
        assert_eq!((counts.filed().permille(), counts.filed().whole), (Some(935), 93));
        assert_eq!((counts.on_time().permille(), counts.on_time().whole), (Some(860), 93));
        assert_eq!((counts.verified().part, counts.verified().whole), (29, 87));
        let early = FilingCounts { expected: 93, on_time: 2, not_yet_due: 91, ..FilingCounts::default() };
        assert_eq!((early.filed().whole, early.on_time().permille()), (93, Some(1_000)));
        assert_eq!(
            FilingCounts { expected: 93, not_yet_due: 93, ..FilingCounts::default() }.on_time().permille(),
            None
        );
    }
}
