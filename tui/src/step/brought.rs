//! The figures that reports bring, read of the one that is looked at: what was filed, and what the checks had found in it. Those of one
//! report never stand for those of another, nor for what it says since.

use std::time::Duration;

use dondoc_shared::{
    id::AssignmentId,
    wire::{
        assignment::AssignmentRow,
        filing::FiledReport,
        report::{FiledFinding, ReportFindings},
    },
};

use super::{Step, rested::Rested, waiting::Arrived};
use crate::{
    net::{Call, Failure, FilingsCall},
    ui::report_words,
};

/// The figures of reports.
#[derive(Debug, Default)]
pub struct Brought {
    reports: Rested<AssignmentId, Box<FiledReport>>,
    findings: Rested<AssignmentId, ReportFindings>,
}

/// The figures of a report, and what the checks had found in them, where that is known.
pub type Figures<'a> = (&'a FiledReport, Option<&'a [FiledFinding]>);

impl Brought {
    /// The figures of a report with all that is to be known of them, or why they did not come; none before.
    pub fn of(&self, id: AssignmentId) -> Option<Result<Figures<'_>, &Failure>> {
        let report = match self.reports.of(id)? {
            Ok(report) => report,
            Err(failure) => return Some(Err(failure)),
        };
        if report.filed.is_none() {
            return Some(Ok((report, None)));
        }
        let findings = self.findings.of(id)?;
        Some(findings.map(|findings| (&**report, report_words::found(report, Some(findings)))))
    }

    /// Asks for what is lacking, if the cursor has rested: the checks have found something only in what was filed.
    pub fn fetch(&mut self, row: &AssignmentRow, step: &mut Step<'_>) {
        let Some(period) = period(row) else { return };
        let body = row.tenant.slug.clone();
        self.reports.fetch(row.id, Call::Filings(FilingsCall::Report { period, body }), step);
        if self.is_filed(row.id) {
            self.findings.fetch(row.id, Call::Filings(FilingsCall::Findings(row.id)), step);
        }
    }

    fn is_filed(&self, id: AssignmentId) -> bool {
        matches!(self.reports.of(id), Some(Ok(report)) if report.filed.is_some())
    }

    /// When something that is lacking is to be asked for.
    pub fn wake_at(&self, row: &AssignmentRow, now: Duration) -> Option<Duration> {
        period(row)?;
        let findings = self.is_filed(row.id).then(|| self.findings.wake_at(row.id, now)).flatten();
        self.reports.wake_at(row.id, now).or(findings)
    }

    /// The cursor moved.
    pub fn moved(&mut self, step: &Step<'_>) {
        self.reports.moved(step);
        self.findings.moved(step);
    }

    /// Takes an answer, if it is waited for.
    pub fn answered(&mut self, arrived: &mut Arrived) {
        self.reports.answered(arrived);
        self.findings.answered(arrived);
    }

    /// Forgets the figures of a report that may have others by now.
    pub fn drop(&mut self, id: AssignmentId) {
        self.reports.drop(id);
        self.findings.drop(id);
    }

    /// Forgets all of them, because it is not known what has changed.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Asks again for what did not come.
    pub fn try_again(&mut self) {
        self.reports.try_again();
        self.findings.try_again();
    }
}

/// The period of a report as addresses name it, which is the code of its task; none of what is no report.
fn period(row: &AssignmentRow) -> Option<String> {
    let (period, _) = row.code.split_once('/').filter(|_| row.report)?;
    Some(period.to_owned())
}
