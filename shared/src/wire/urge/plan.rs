//! Urging many at once: a plan that is made and shown, then issued as it was shown, one urge for each tenant.

use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::UrgeAddressee;
use crate::{
    error::ErrorCode,
    id::{AssignmentId, PlanId, UrgeId},
    wire::{
        TenantRef,
        assignment::PreviewRecipient,
        plan::{PartState, PlanSkipped},
    },
};

/// The most assignments of one plan.
pub const MOST_PLANNED: usize = 1_000;

/// How long the mail of a plan about so many assignments waits at least, so that it can be withdrawn (R165): longer where nobody looks
/// through all of it in a minute.
pub fn hold(items: usize) -> SignedDuration {
    SignedDuration::from_mins(if items > 50 { 5 } else { 1 })
}

/// `POST /api/v1/urge-plans`: an urge about assignments of one or many tenants, before it is issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewUrgePlan {
    /// The assignments, of any tenants: each tenant gets an urge of its own, one for each 50 assignments.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub assignments: Vec<AssignmentId>,
    /// The role addressed.
    pub addressee: UrgeAddressee,
    /// The template whose text is used; else `text` is.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub template: Option<String>,
    /// What is asked, in Vietnamese; at most 2,000 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub text: String,
    /// Answer due by the end of this local day; else `reply_in` says it.
    #[serde(default)]
    pub reply_by: Option<Date>,
    /// Answer due by the end of the working day that is this many after today: 1 to 60.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 60))]
    pub reply_in: Option<i32>,
    /// Leave as soon as it can no longer be withdrawn, instead of within the next send window.
    #[serde(default)]
    pub now: bool,
}

/// A plan, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UrgePlan {
    /// Finds the plan again.
    pub id: PlanId,
    /// The urges, in the order of the tenants.
    pub parts: Vec<PlanPart>,
    /// What was asked for and is not urged.
    pub skipped: Vec<PlanSkipped>,
    /// Until when it can be issued.
    pub expires_at: Timestamp,
    /// The instant of this answer.
    pub now: Timestamp,
}

impl UrgePlan {
    /// The assignments that are urged, or would be.
    pub fn items(&self) -> usize {
        self.parts.iter().map(|part| part.shown.items.len()).sum()
    }

    /// How many of its parts stand so.
    pub fn count(&self, state: PartState) -> usize {
        self.parts.iter().filter(|part| part.state == state).count()
    }

    /// The assignments and the mails of the parts that stand so.
    pub fn sums(&self, state: PartState) -> (usize, usize) {
        let parts = self.parts.iter().filter(|part| part.state == state);
        parts.fold((0, 0), |(items, mails), part| {
            (items + part.shown.items.len(), mails + part.shown.recipients.len())
        })
    }
}

/// One urge of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanPart {
    /// What was shown before it was issued.
    pub shown: Planned,
    /// Where it stands.
    pub state: PartState,
    /// The urge, once it is issued.
    pub urge: Option<UrgeId>,
    /// Its number, `12/2024/TCT`.
    pub number: Option<String>,
    /// What refused to issue it, or to withdraw it.
    pub why: Option<ErrorCode>,
}

/// What one urge of a plan does, as it was found when the plan was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Planned {
    /// The tenant that is urged.
    pub tenant: TenantRef,
    /// The assignments that it is about, by code.
    pub items: Vec<PlanItem>,
    /// What is asked, in Vietnamese.
    pub text: String,
    /// Who gets its mail.
    pub recipients: Vec<PreviewRecipient>,
    /// When its mail leaves, and until when it can be withdrawn; none while a hold keeps it back.
    pub leaves_at: Option<Timestamp>,
    /// Whether a hold puts it off.
    pub held: bool,
    /// Answer due by the end of this local day.
    pub reply_by: Date,
    /// Whether that day is free in the tenant's calendar.
    pub reply_on_free_day: bool,
}

/// An assignment of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanItem {
    /// The assignment.
    pub id: AssignmentId,
    /// Its code, `T24-08/ha-noi`.
    pub code: String,
    /// The task's title in Vietnamese.
    pub title_vi: String,
    /// The task's title in English; may be empty.
    pub title_en: String,
    /// The version that the plan saw: only that one is urged.
    pub version: i32,
    /// Calendar days overdue today.
    pub days_overdue: i32,
    /// Urges about it that wait for an answer.
    pub unanswered_urges: i32,
    /// The newest urge of the last 24 hours, if there was one.
    pub urged: Option<RecentUrge>,
    /// Who else of the Working Group has claimed it.
    #[serde(default)]
    pub claimed_by: Option<String>,
    /// Until when it is snoozed, if that date has not come.
    #[serde(default)]
    pub snoozed_until: Option<Date>,
}

/// An urge of the last 24 hours: perhaps somebody else's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecentUrge {
    /// When it was issued.
    pub at: Timestamp,
    /// Name of the person who issued it.
    pub by: String,
}
