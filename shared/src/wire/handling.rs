//! How the Working Group shares its work on assignments: claims, snoozes, notes, and who reads one. Tenants are told of none of it
//! (R167).

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::id::{AssignmentId, NoteId};

/// The most assignments that are claimed or snoozed at once.
pub const MOST_HANDLED: usize = 1_000;

/// For how many calendar days something can be snoozed.
pub const LONGEST_SNOOZE: i32 = 180;

/// What the Working Group has said about an assignment among itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Handling {
    /// Who has taken it in hand.
    pub claim: Option<Claim>,
    /// Until when it is left alone, and why; it stays after that date until somebody ends it or snoozes it again.
    pub snooze: Option<Snooze>,
    /// How many notes there are.
    pub notes: i64,
    /// Who else reads it, if somebody does: of several whoever came first.
    #[serde(default)]
    pub present: Option<Presence>,
}

impl Handling {
    /// Whether nothing has been said of it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// That somebody of the Working Group reads an assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Presence {
    /// Their name.
    pub by: String,
    /// Since when.
    pub since: Timestamp,
}

/// `PUT /api/v1/assignments/{id}/presence`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPresence {
    /// Whether the caller reads it, or no longer.
    pub reading: bool,
}

/// Who else reads the assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Others {
    /// Of several whoever came first.
    pub present: Option<Presence>,
}

/// That somebody of the Working Group has taken an assignment in hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Claim {
    /// Their name.
    pub by: String,
    /// Whether it is the reader.
    pub mine: bool,
    /// Since when.
    pub at: Timestamp,
}

/// That an assignment is to be left alone for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Snooze {
    /// The local date in Ha Noi on which it comes back.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl Snooze {
    /// Whether its date has not come, where it is `today` in Ha Noi.
    pub fn is_live(&self, today: Date) -> bool {
        self.until > today
    }
}

/// What somebody of the Working Group wrote about an assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Note {
    /// Finds it again.
    pub id: NoteId,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What they wrote.
    pub text: String,
}

/// `POST /api/v1/claims` and `/claims/release`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewClaims {
    /// The assignments, of any tenants.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub assignments: Vec<AssignmentId>,
    /// Also those that somebody else has claimed. To release another's claim takes a lead.
    #[serde(default)]
    pub take_over: bool,
}

/// What became of claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Claimed {
    /// How many are now as was asked.
    pub done: i64,
    /// What somebody else has claimed, and was left as it is.
    pub held: Vec<Held>,
}

/// An assignment that somebody else has claimed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Held {
    /// Which.
    pub assignment: AssignmentId,
    /// By whom.
    pub by: String,
}

/// `POST /api/v1/snoozes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSnoozes {
    /// The assignments, of any tenants.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub assignments: Vec<AssignmentId>,
    /// The local date in Ha Noi on which they come back: from tomorrow, and at most 180 days ahead.
    pub until: Date,
    /// Why, so that whoever sees them come back knows; at most 300 characters in one line.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 300))]
    pub reason: String,
}

/// `POST /api/v1/snoozes/end`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Unsnoozed {
    /// The assignments, of any tenants.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub assignments: Vec<AssignmentId>,
}

/// What became of snoozes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Snoozed {
    /// How many are now as was asked.
    pub done: i64,
}

/// `POST /api/v1/assignments/{id}/notes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    /// What is to be remembered; at most 2,000 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub text: String,
}
