//! The random re-check: some of the assignments that were accepted in a month, drawn by chance, each looked at again by another
//! person (R173).

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::TenantRef;
use crate::{
    coded::coded,
    id::{AssignmentId, RecheckId},
    lateness::Rate,
};

/// The most assignments of one sample.
pub const MOST_DRAWN: i64 = 100;

coded! {
    /// What came of looking at an accepted assignment again.
    RecheckOutcome {
        /// The acceptance was right.
        Holds = "holds",
        /// It was not: the assignment was returned.
        DoesNotHold = "does_not_hold",
        /// It was re-opened by whoever had accepted it, before anybody looked at it again.
        Lapsed = "lapsed",
    }
}

/// `GET /api/v1/recheck-samples`: the sample of a month, or what it could be drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecheckMonth {
    /// The first day of the month in which they were accepted.
    pub month: Date,
    /// How many of those that were accepted in it stood accepted when the sample was drawn, or do now where none was.
    pub accepted: i64,
    /// What was drawn of them; none where nothing was yet.
    pub sample: Option<RecheckSample>,
    /// The months in which something waits, the oldest first; also the last one that is over, where nothing was drawn of it.
    pub waiting: Vec<RecheckWaiting>,
    /// The Working Group's local date.
    pub today: Date,
    /// When this was read.
    pub now: Timestamp,
}

/// A month in whose sample something waits, or which waits for its sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecheckWaiting {
    /// The first day of its month.
    pub month: Date,
    /// How many wait; 0 where nothing was drawn yet.
    pub items: i64,
}

/// The sample of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecheckSample {
    /// What chance said: of those that stood accepted, the first by the SHA-256 of `seed:id` were drawn.
    pub seed: String,
    /// How many stood accepted when it was drawn.
    pub accepted: i64,
    /// Who drew it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Of those that were looked at again, how many hold.
    pub held: Rate,
    /// What was drawn, in the order of the draw.
    pub items: Vec<Recheck>,
}

/// An accepted assignment that was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recheck {
    /// Finds it again.
    pub id: RecheckId,
    /// The assignment.
    pub assignment: AssignmentId,
    /// Its code, `T24-08/ha-noi`.
    pub code: String,
    /// The tenant that it belongs to.
    pub tenant: TenantRef,
    /// The task's title in Vietnamese.
    pub title_vi: String,
    /// The task's title in English.
    pub title_en: String,
    /// Its due date as extended, if it has one.
    pub due_on: Option<Date>,
    /// Who accepted it.
    pub accepted_by: String,
    /// Whether that was the reader, who does not look at it again.
    pub mine: bool,
    /// When it was accepted.
    pub accepted_at: Timestamp,
    /// What came of it; none while it waits.
    pub outcome: Option<RecheckOutcome>,
    /// Why it does not hold, or a remark of the Working Group.
    pub remark: String,
    /// Who looked at it again.
    pub by: Option<String>,
    /// When.
    pub at: Option<Timestamp>,
    /// The assignment's version, sent back as `If-Match`.
    pub version: i32,
}

/// `POST /api/v1/recheck-samples`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSample {
    /// The first day of a month that is over.
    pub month: Date,
    /// How many are drawn; all, where fewer were accepted.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 100))]
    pub items: i64,
}

/// `POST /api/v1/rechecks/{id}/outcome`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewOutcome {
    /// Whether the acceptance was right. If not, the assignment is returned, which takes a lead.
    pub holds: bool,
    /// Why it does not hold, which the tenant reads; of what holds, a remark of the Working Group. At most 2,000 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub remark: String,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rechecked {
    /// What was looked at again.
    pub id: RecheckId,
    /// Whether it holds.
    pub holds: bool,
    /// The assignment's version, after a return another one.
    pub version: i32,
}
