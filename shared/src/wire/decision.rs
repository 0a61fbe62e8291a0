//! Deciding on many at once: a plan says what would happen to each assignment and who would be told; then it is carried out,
//! tenant by tenant, with a result for each assignment. A decision is not undone, neither one nor many.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    coded::coded,
    error::ErrorCode,
    id::{AssignmentId, EscalationId, PlanId},
    lifecycle::Act,
    wire::{
        TenantRef,
        assignment::PreviewRecipient,
        plan::{PartState, PlanSkipped},
    },
};

/// The most assignments of one plan: what is decided for one reason is looked through before it is decided.
pub const MOST_DECIDED: usize = 200;

coded! {
    /// What is decided, the same on each assignment of a plan.
    Decision {
        /// Accept the submission.
        Accept = "accept",
        /// Return the submission, until the due date that it has.
        Return = "return",
        /// Grant the extension until the date that was asked for.
        GrantExtension = "grant_extension",
        /// Refuse the extension.
        RefuseExtension = "refuse_extension",
        /// Release the step of the ladder, or give it the first of two signatures.
        ReleaseStep = "release_step",
        /// Drop the step of the ladder.
        DropStep = "drop_step",
    }
}

impl Decision {
    /// The act of the life cycle that it is (R9).
    pub fn act(self) -> Act {
        match self {
            Self::Accept => Act::Accept,
            Self::Return => Act::Return,
            Self::GrantExtension | Self::RefuseExtension => Act::DecideExtension,
            Self::ReleaseStep | Self::DropStep => Act::Escalate,
        }
    }

    /// Whether it needs a remark (R16).
    pub fn needs_remark(self) -> bool {
        matches!(self, Self::Return | Self::RefuseExtension | Self::DropStep)
    }
}

/// `POST /api/v1/decision-plans`: the same decision on assignments of one or many tenants, before it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDecisionPlan {
    /// The assignments, of any tenants.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 200))]
    pub assignments: Vec<AssignmentId>,
    /// What is decided on each of them.
    pub decision: Decision,
    /// Why, the same for all; at most 2,000 characters, required to return, refuse and drop. Both sides read it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub remark: String,
}

/// A plan of decisions, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionPlan {
    /// Finds the plan again.
    pub id: PlanId,
    /// What is decided on each assignment.
    pub decision: Decision,
    /// Why.
    pub remark: String,
    /// The decisions, in the order of the tenants; at most 50 are one part.
    pub parts: Vec<DecisionPart>,
    /// What was asked for and cannot be decided so.
    pub skipped: Vec<PlanSkipped>,
    /// Until when it can be carried out.
    pub expires_at: Timestamp,
    /// The instant of this answer.
    pub now: Timestamp,
}

impl DecisionPlan {
    /// Its decisions, in order.
    pub fn items(&self) -> impl Iterator<Item = &DecisionItem> {
        self.parts.iter().flat_map(|part| &part.items)
    }

    /// How many of its decisions stand so.
    pub fn count(&self, state: PartState) -> usize {
        self.items().filter(|item| item.state == state).count()
    }

    /// The mails of the parts in which a decision stands so.
    pub fn mails(&self, state: PartState) -> usize {
        let parts = self.parts.iter().filter(|part| part.items.iter().any(|item| item.state == state));
        parts.map(|part| part.recipients.len()).sum()
    }
}

/// The decisions of a plan about one tenant, which are made in one transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionPart {
    /// The tenant.
    pub tenant: TenantRef,
    /// Its assignments, by code.
    pub items: Vec<DecisionItem>,
    /// Who gets mail, once for each mail: what is decided here is one mail a reader, of steps one a reader and level.
    pub recipients: Vec<PreviewRecipient>,
    /// When the mail leaves; none while a hold keeps it back.
    pub leaves_at: Option<Timestamp>,
    /// Whether a hold puts it off.
    pub held: bool,
}

/// A decision of a plan: what it brings about, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionItem {
    /// The assignment.
    pub id: AssignmentId,
    /// Its code, `T24-08/ha-noi`.
    pub code: String,
    /// The task's title in Vietnamese.
    pub title_vi: String,
    /// The task's title in English; may be empty.
    pub title_en: String,
    /// The version that the plan saw: only that one is decided on.
    pub version: i32,
    /// Due date after the decision.
    pub due_on: Option<Date>,
    /// Calendar days overdue after the decision.
    pub days_overdue: i32,
    /// The step of the ladder that waits, where the decision is about it.
    pub step: Option<EscalationId>,
    /// Its level.
    pub level: Option<i16>,
    /// Whether the step only gets the first of two signatures, so that nothing leaves yet.
    pub only_signs: bool,
    /// Whether nobody has opened the submission.
    pub unopened: bool,
    /// Who else of the Working Group has claimed it.
    pub claimed_by: Option<String>,
    /// Until when it is snoozed, if that date has not come.
    pub snoozed_until: Option<Date>,
    /// Where the decision stands: planned, decided or failed.
    pub state: PartState,
    /// What refused it.
    pub why: Option<ErrorCode>,
}
