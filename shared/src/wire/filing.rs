//! The Working Group's side of reports: how a period was filed, body by body, and what one body filed.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{TenantRef, report::PeriodRow};
use crate::{
    coded::coded,
    figures::{Entry, OverBodies, OverTime},
    id::AssignmentId,
    lateness::Rate,
    lifecycle::Status,
    period::{FilingCounts, ReportState},
};

/// How a period was filed, in three rates with their denominators (R130).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FilingRates {
    /// Reports that are filed, of those that bodies owe.
    pub filed: Rate,
    /// Reports that were filed on or before their due date, of those that are due or filed.
    pub on_time: Rate,
    /// Reports that the Working Group has verified, of those that are filed.
    pub verified: Rate,
    /// Of what is filed, nil returns (R151).
    pub nil: i64,
    /// Reports that are filed and wait for the Working Group.
    pub waiting: i64,
    /// Reports that were filed after their due date.
    pub late: i64,
    /// Reports that are due and not filed.
    pub missing: i64,
    /// Reports that are neither due nor filed.
    pub not_yet_due: i64,
}

impl From<FilingCounts> for FilingRates {
    fn from(counts: FilingCounts) -> Self {
        Self {
            filed: counts.filed(),
            on_time: counts.on_time(),
            verified: counts.verified(),
            nil: counts.nil,
            waiting: counts.waiting(),
            late: counts.late,
            missing: counts.missing(),
            not_yet_due: counts.not_yet_due,
        }
    }
}

/// A period in the list of periods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PeriodFiling {
    /// The period.
    #[serde(flatten)]
    pub period: PeriodRow,
    /// How it was filed; none before it is opened.
    pub filing: Option<FilingRates>,
}

/// `GET /api/v1/periods`: the periods that are planned or open, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Periods {
    /// The periods.
    pub items: Vec<PeriodFiling>,
    /// Local date in Ha Noi.
    pub today: Date,
    /// The server's clock.
    pub now: Timestamp,
}

coded! {
    /// Which reports of a period are shown.
    ReportsShown {
        /// All of them.
        All = "all",
        /// Those that wait for the Working Group.
        Waiting = "waiting",
        /// Those that are not filed, whether they are due or not.
        Missing = "missing",
        /// Those that are late: filed after the due date, or not filed since.
        Late = "late",
        /// Those that the Working Group has verified.
        Verified = "verified",
    }
}

/// A body's report in the list of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BodyReport {
    /// The body.
    pub tenant: TenantRef,
    /// The assignment that the report is.
    pub assignment: AssignmentId,
    /// Its state in the life cycle.
    pub status: Status,
    /// The state of the report; none where it is no longer owed.
    pub state: Option<ReportState>,
    /// When it is due, as extended.
    pub due_on: Option<Date>,
    /// When it was first due.
    pub original_due_on: Option<Date>,
    /// Calendar days by which it is late; 0 if it is in time.
    pub days_late: i32,
    /// Whether what counts is that nothing happened (R151).
    pub nil: bool,
    /// Local date on which it was first filed.
    pub first_filed_on: Option<Date>,
    /// Local date on which what waits or was verified was filed.
    pub filed_on: Option<Date>,
    /// The newest revision filed; 0 before the first.
    pub revision: i32,
    /// Share of the compulsory cells that are filled.
    pub percent: i16,
    /// Urges without an answer.
    pub unanswered_urges: i32,
    /// Whether a request for a later due date waits.
    pub extension_pending: bool,
    /// Version of the assignment.
    pub version: i32,
}

/// `GET /api/v1/periods/{period}`: how it was filed, and a page of its reports: those that wait for the Working Group first, then those
/// that are not filed, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PeriodReports {
    /// The period.
    pub period: PeriodRow,
    /// How it was filed; none before it is opened.
    pub filing: Option<FilingRates>,
    /// Which reports were asked for.
    pub show: ReportsShown,
    /// The reports.
    pub items: Vec<BodyReport>,
    /// Pass as `cursor` to get the page after this one; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many reports all pages have.
    pub total: i64,
    /// Local date in Ha Noi.
    pub today: Date,
    /// The server's clock.
    pub now: Timestamp,
}

/// A filed revision of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FiledRevision {
    /// Its number, from 1.
    pub revision: i32,
    /// Local date of the filing.
    pub filed_on: Date,
    /// When it was filed.
    pub at: Timestamp,
    /// Who filed it.
    pub by: String,
    /// Whether it was filed on or before the due date of that day.
    pub in_time: bool,
    /// What was said along with it.
    pub remark: String,
}

/// A return of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReturnedReport {
    /// The revision that was returned.
    pub revision: i32,
    /// When.
    pub at: Timestamp,
    /// Who returned it.
    pub by: String,
    /// Why.
    pub remark: String,
}

/// A cell of what was filed, beside what the body said before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FiledCell {
    /// Code of the indicator.
    pub indicator: String,
    /// What it is called.
    pub name_vi: String,
    /// The same in English.
    pub name_en: String,
    /// What it is counted in.
    pub unit_vi: String,
    /// The same in English.
    pub unit_en: String,
    /// How it adds up over bodies.
    pub over_bodies: OverBodies,
    /// How it adds up over time.
    pub over_time: OverTime,
    /// Power of ten by which the numbers are stored larger than they are.
    pub scale: u8,
    /// Whether the report cannot be filed without it.
    pub compulsory: bool,
    /// What the revision says; none where it says nothing.
    pub entry: Option<Entry>,
    /// Why there is no number.
    pub reason: String,
    /// What counts of the period before; none where nothing does.
    pub last: Option<Entry>,
    /// What counts of the same period a year before.
    pub year_ago: Option<Entry>,
    /// The change since the period before, in percent or points; empty where there is none.
    pub change_vi: String,
    /// The same in English.
    pub change_en: String,
}

/// `GET /api/v1/periods/{period}/reports/{tenant}`: what a body filed for a period. What it typed and did not file is not in it, nor
/// what it took back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FiledReport {
    /// The period.
    pub period: PeriodRow,
    /// The report, as the list shows it.
    pub report: BodyReport,
    /// The newest revision; none before the first filing.
    pub filed: Option<FiledRevision>,
    /// The newest revision of which the checks found something; a correction is none. 0 for none.
    pub checked: i32,
    /// The revision that the figures of what was filed count; 0 for none.
    pub counted: i32,
    /// The revision that the figures of what was verified count; 0 for none.
    pub verified: i32,
    /// The last return, if there was one.
    pub returned: Option<ReturnedReport>,
    /// What is asked, in the order of the form, with what the newest revision says.
    pub cells: Vec<FiledCell>,
    /// Local date in Ha Noi.
    pub today: Date,
    /// The server's clock.
    pub now: Timestamp,
}
