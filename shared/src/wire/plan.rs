//! Plans: what many are asked or told at once is made and shown first, and then carried out as it was shown. What plans of urges
//! ([`super::urge::plan`]) and of decisions ([`super::decision`]) have in common.

use serde::{Deserialize, Serialize};

use crate::{coded::coded, error::ErrorCode, id::AssignmentId};

coded! {
    /// What a plan is about.
    PlanKind {
        /// Urges, one for each part.
        Urges = "urges",
        /// Decisions, the same on each assignment.
        Decisions = "decisions",
    }
}

coded! {
    /// Where a part of a plan stands, or one decision of it.
    PartState {
        /// Shown, and not carried out yet.
        Planned = "planned",
        /// Its urge is issued.
        Issued = "issued",
        /// It is decided.
        Decided = "decided",
        /// It was refused when it was to be carried out; nothing was written.
        Failed = "failed",
        /// Its urge was withdrawn before any mail had left.
        Withdrawn = "withdrawn",
    }
}

/// An assignment that was asked for and is not in the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanSkipped {
    /// The assignment.
    pub id: AssignmentId,
    /// Its code, `T24-08/ha-noi`.
    pub code: String,
    /// Why.
    pub why: ErrorCode,
}

/// That a plan was read, and is to be carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmPlan {
    /// How many assignments the person means: as many as the plan has.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1000))]
    pub items: usize,
}
