//! What is asked about the reports of periods, and what is said of them.

use dondoc_shared::{
    id::AssignmentId,
    text::Lang,
    wire::{
        correcting::Corrections,
        filing::{FiledReport, PeriodReports, Periods, ReportsShown},
        report::{Noise, ReportFindings},
    },
};
use reqwest::Method;

use super::{auth::Auth, failure::Failure, get::get};

/// Rows of a page.
const PAGE: u16 = 100;

/// What is asked about the reports of periods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilingsCall {
    /// All periods with their rates of filing.
    Periods,
    /// A page of the reports of a period.
    Reports {
        /// `CT-2024-M07`
        period: String,
        /// Which of them.
        show: ReportsShown,
        /// From the page before.
        cursor: Option<String>,
    },
    /// What one body filed.
    Report {
        /// `CT-2024-M07`
        period: String,
        /// Key of the body.
        body: String,
    },
    /// What the checks had found in a report when it was filed.
    Findings(AssignmentId),
    /// The corrections that wait for a decision, the oldest first.
    Corrections,
    /// How often each rule of the checks warned needlessly.
    Noise,
}

/// What is said of them.
#[derive(Debug)]
pub enum FilingsAnswer {
    /// All periods.
    Periods(Box<Periods>),
    /// A page of the reports of a period.
    Reports(Box<PeriodReports>),
    /// What one body filed.
    Report(Box<FiledReport>),
    /// What the checks had found in a report.
    Findings(ReportFindings),
    /// The corrections that wait for a decision.
    Corrections(Corrections),
    /// How often each rule of the checks warned needlessly.
    Noise(Noise),
}

/// Asks the server, and decodes what it says.
pub(super) async fn answer(auth: &Auth, call: FilingsCall, lang: Lang) -> Result<FilingsAnswer, Failure> {
    let request = |parts: &[&str]| auth.request(Method::GET, parts, lang);
    Ok(match call {
        FilingsCall::Periods => FilingsAnswer::Periods(get(auth, request(&["periods"]), lang).await?),
        FilingsCall::Reports { period, show, cursor } => {
            let request = request(&["periods", &period]).query(&[("show", show.as_str())]);
            let request = request.query(&[("limit", PAGE)]).query(&[("cursor", cursor)]);
            FilingsAnswer::Reports(get(auth, request, lang).await?)
        }
        FilingsCall::Report { period, body } => {
            let request = request(&["periods", &period, "reports", &body]);
            FilingsAnswer::Report(get(auth, request, lang).await?)
        }
        FilingsCall::Findings(id) => {
            let request = request(&["reports", &id.to_string(), "findings"]);
            FilingsAnswer::Findings(get(auth, request, lang).await?)
        }
        FilingsCall::Corrections => {
            FilingsAnswer::Corrections(get(auth, request(&["corrections"]), lang).await?)
        }
        FilingsCall::Noise => FilingsAnswer::Noise(get(auth, request(&["checks"]), lang).await?),
    })
}
