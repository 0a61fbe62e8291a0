//! Writing corrections of reports, and the queue of those that wait.

use serde::{Deserialize, Serialize};

use super::{
    TenantRef,
    correction::{Correction, CorrectionChange},
    report::{
        CellConflict, CellInput, CellRow, FiledFinding, FindingRow, JustificationConflict,
        JustificationInput, PeriodRow, ReportRow,
    },
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
    /// What the checks find in it: errors before warnings before notices. Each warning asks for its justification (R160).
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

/// `PUT /api/v1/reports/{id}/correction`: the cells that change, and why. What is written is refused only where no cell of it would
/// differ from what counts (R161).
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
    /// Why numbers at which the checks warn are right, each warning once.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 600))]
    pub justifications: Vec<JustificationInput>,
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
    /// Justifications that were not written.
    #[serde(default)]
    pub justification_conflicts: Vec<JustificationConflict>,
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
    /// What the checks had found in it when it was filed, and why the body says that its numbers are right (R160): warnings before
    /// notices, each in the order of the form. Deciding on the correction judges them.
    #[serde(default)]
    pub findings: Vec<FiledFinding>,
}

/// `GET /api/v1/corrections`: what waits for the Working Group, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Corrections {
    /// The corrections.
    pub items: Vec<WaitingCorrection>,
}
