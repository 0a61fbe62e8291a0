//! Lost second factors (R187): reported by whoever keeps the body's people, confirmed by somebody else.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::stand_in::Hand;
use crate::{id::LostFactorId, role::Role};

/// A report that waits to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LostFactorRow {
    /// Finds it again.
    pub id: LostFactorId,
    /// Who has lost it.
    pub person: Hand,
    /// Where their mail goes, and with it the link that they get once it is confirmed.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// How it is known who asks.
    pub proof: String,
    /// Name of the person who reported it.
    pub by: String,
    /// When that was.
    pub asked_at: Timestamp,
}

/// `GET /api/v1/lost-factors`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LostFactors {
    /// Those that the caller may decide on, the oldest first.
    pub items: Vec<LostFactorRow>,
}

/// `POST /api/v1/people/{id}/lost-factor`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewLostFactor {
    /// How it is known who asks: met in person, or the number of an official letter; at most 300 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 300))]
    pub proof: String,
}

/// `POST /api/v1/lost-factors/{id}/decision`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LostFactorDecision {
    /// Whether it was lost.
    pub confirmed: bool,
    /// Why not; needed where it was not, at most 300 characters.
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub reason: Option<String>,
}
