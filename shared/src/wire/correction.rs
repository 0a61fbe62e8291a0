//! Corrections that were filed: what changes from what to what, and what became of it (R147, R148).

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    coded::coded,
    figures::Entry,
    period::{CorrectionReason, CorrectionState},
};

coded! {
    /// How far a correction is that nobody has decided on.
    CorrectionStep {
        /// It is written.
        Draft = "draft",
        /// An approver is asked to file it.
        Proposed = "proposed",
        /// It is filed, and the Working Group decides.
        Waiting = "waiting",
    }
}

/// A figure that a correction changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CorrectionChange {
    /// Code of the indicator.
    pub indicator: String,
    /// What it is called.
    pub name_vi: String,
    /// The same in English.
    pub name_en: String,
    /// What counted when the correction was filed; none where nothing did.
    pub old: Option<Entry>,
    /// What is to count; none where nothing is.
    pub new: Option<Entry>,
    /// The old figure in a few words.
    pub old_vi: String,
    /// The same in English.
    pub old_en: String,
    /// The new figure in a few words.
    pub new_vi: String,
    /// The same in English.
    pub new_en: String,
}

/// A correction that was filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Correction {
    /// The revision that it is.
    pub revision: i32,
    /// What became of it.
    pub state: CorrectionState,
    /// Why figures are corrected.
    pub reason: CorrectionReason,
    /// The same in the body's words.
    pub text: String,
    /// Who filed it.
    pub filed_name: String,
    /// Local date of the filing.
    pub filed_on: Date,
    /// When it was filed.
    pub at: Timestamp,
    /// Who decided on it.
    pub decided_name: Option<String>,
    /// When it was decided on.
    pub decided_at: Option<Timestamp>,
    /// What the Working Group remarked.
    pub remark: String,
    /// What changes.
    pub changes: Vec<CorrectionChange>,
}

/// What filing it made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CorrectionFiled {
    /// The revision that it is, by which it is decided on.
    pub revision: i32,
}

/// `POST /api/v1/reports/{id}/corrections/{revision}/decision`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CorrectionDecision {
    /// Whether it is to count.
    pub accept: bool,
    /// What the body is told; required to refuse, at most 2,000 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub remark: String,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CorrectionDecided {
    /// The revision that was decided on.
    pub revision: i32,
    /// What became of it.
    pub state: CorrectionState,
}
