//! What is sent with an act.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::super::ExtensionReason;
use crate::id::{EscalationId, UrgeId};

/// `POST .../evidence-links`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewLink {
    /// What it shows; at most 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// `https://…`; at most 2,000 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub url: String,
}

/// `POST .../propose` and `POST .../submit`: says that the work is finished.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HandIn {
    /// At most 2,000 characters. Both sides read it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub remark: String,
    /// The last report, written in the same act where the newest one is not at 100 % or names a barrier.
    #[serde(default)]
    pub report: Option<FinalReport>,
}

/// A report of 100 % without a barrier.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FinalReport {
    /// Results since the last report; required, at most 4,000 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 4000))]
    pub results: String,
    /// The results in figures.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 4000))]
    pub figures: String,
}

/// `POST .../return`: why the submission goes back, and until when it is to be put right.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewReturn {
    /// What is to be put right; at most 2,000 characters. Both sides read it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub remark: String,
    /// The new due date, after the current one and after today; the current one stays where none is given.
    #[serde(default)]
    pub due_on: Option<Date>,
}

/// An act with a remark: send back, re-open need one; accept may carry one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// At most 2,000 characters. Both sides read it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub remark: String,
}

/// `POST .../extension-requests`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewExtension {
    /// The due date asked for.
    pub to: Date,
    /// The coded reason.
    pub reason: ExtensionReason,
    /// Why, in words; at most 2,000 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub text: String,
}

/// `POST .../extension-decision`: decides the request that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtensionDecision {
    /// Whether the request is granted.
    pub grant: bool,
    /// Another date than the one asked for.
    #[serde(default)]
    pub to: Option<Date>,
    /// Required when refusing or changing the date.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub remark: String,
}

/// `POST .../urges`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewUrge {
    /// What is asked; at most 2,000 characters. The tenant will see it.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub text: String,
    /// Answer due by the end of this local day.
    pub reply_by: Date,
    /// Leave at once instead of within the next send window.
    #[serde(default)]
    pub now: bool,
}

/// `POST .../urge-answer`: answers an open urge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewUrgeAnswer {
    /// At most 4,000 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 4000))]
    pub text: String,
    /// The urge that is answered; the oldest open one if none is named.
    #[serde(default)]
    pub urge: Option<UrgeId>,
}

/// `POST .../escalation`: releases or drops the proposed step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EscalationDecision {
    /// The step that was on the screen, so that nobody releases another one.
    pub step: EscalationId,
    /// Release (or give the second signature) or drop.
    pub release: bool,
    /// Why; required when dropping.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub remark: String,
}
