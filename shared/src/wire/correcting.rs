//! Writing corrections of reports, and the queue of those that wait.

use serde::{Deserialize, Serialize};

use super::{
    TenantRef,
    correction::{Correction, CorrectionChange},
    report::{CellConflict, CellInput, CellRow, FindingRow, PeriodRow, ReportRow},
};
use crate::{error::ErrorCode, figures::NumberFormat, id::AssignmentId, period::CorrectionReason};

/// The longest explanation of a correction, in characters.
pub const MAX_CORRECTION_TEXT: usize = 2000;

/// `GET /api/v1/reports/{id}/correction`: the correction that a body is writing, and those that it has filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CorrectionDetail {
    /// The report.
    pub report: ReportRow,
    /// Its cells as they count now, with what was typed into the correction in their place.
    pub cells: Vec<CellRow>,
    /// What the checks find in it: errors before warnings before notices. Its warnings ask for no justification.
    pub findings: Vec<FindingRow>,
    /// Why figures are corrected, once it is chosen.
    pub reason: Option<CorrectionReason>,
    /// The same in the body's words.
    pub text: String,
    /// Which approver sent it back, and why, as long as nobody has changed it since (R147).
    pub sent_back: Option<SentBack>,
    /// Counts the changes of what is being written; 0 before the first.
    pub version: i32,
    /// What would change, as far as it can be read.
    pub changes: Vec<CorrectionChange>,
    /// Why nothing can be written into it now.
    pub write_refused: Option<ErrorCode>,
    /// Why this person cannot propose it now.
    pub propose_refused: Option<ErrorCode>,
    /// Why this person cannot file it now.
    pub file_refused: Option<ErrorCode>,
    /// Those that were filed, the newest first.
    pub filed: Vec<Correction>,
}

/// `PUT /api/v1/reports/{id}/correction`: the cells that change, and why. Nothing is refused for what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CorrectionInput {
    /// How its numbers are written.
    pub format: NumberFormat,
    /// The cells, each once.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 200))]
    pub cells: Vec<CellInput>,
    /// Why figures are corrected.
    #[serde(default)]
    pub reason: Option<CorrectionReason>,
    /// The same in words; at most 2,000 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub text: String,
}

/// Why an approver sent a correction back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SentBack {
    /// Who.
    pub by: String,
    /// Why.
    pub remark: String,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CorrectionSaved {
    /// Counts the changes of what is being written.
    pub version: i32,
    /// Cells that were not written.
    pub conflicts: Vec<CellConflict>,
}

/// A correction that waits for the Working Group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingCorrection {
    /// The body.
    pub tenant: TenantRef,
    /// The period.
    pub period: PeriodRow,
    /// The assignment that the report is.
    pub assignment: AssignmentId,
    /// What it changes and why.
    pub correction: Correction,
}

/// `GET /api/v1/corrections`: what waits for the Working Group, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Corrections {
    /// The corrections.
    pub items: Vec<WaitingCorrection>,
}
