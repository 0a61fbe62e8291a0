//! What waits for a decision of the Working Group, with what is weighed before it is decided.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{AssignmentDetail, EventKind, ExtensionState};
use crate::{coded::coded, error::ErrorCode, lifecycle::Status, wire::ExtensionReason};

coded! {
    /// What can wait on an assignment.
    Queue {
        /// A submission, to be verified.
        Submission = "submission",
        /// A request for a later due date, to be decided.
        Extension = "extension",
        /// A step up the ladder, to be released, signed or dropped.
        Step = "step",
    }
}

/// What waits on the assignment of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "queue", rename_all = "snake_case")]
pub enum Waits {
    /// A submission.
    Submission {
        /// When it was submitted.
        at: Timestamp,
        /// Name of the person who submitted it.
        by: String,
        /// Live pieces of evidence (not removed).
        evidence: i64,
    },
    /// A request for a later due date.
    Extension {
        /// When it was made.
        at: Timestamp,
        /// Name of the person who made it.
        by: String,
        /// The due date then.
        from: Date,
        /// The due date asked for.
        to: Date,
        /// The coded reason.
        reason: ExtensionReason,
        /// The reason in words.
        text: String,
        /// Requests that were granted before.
        granted: i32,
    },
    /// A step up the ladder. None of it is told to the tenant before it is released.
    Step {
        /// The level it leads to.
        level: i16,
        /// The local date on which it was proposed.
        on: Date,
        /// Whether it needs a second person.
        second_person: bool,
        /// Who signed first, where two must.
        signed_by: Option<String>,
        /// Why the reader cannot sign or release it; none if they can. Nobody signs twice.
        release_refused: Option<ErrorCode>,
    },
}

impl Waits {
    /// The same by all that is known of an assignment; none if nothing waits there.
    pub fn of(queue: Queue, detail: &AssignmentDetail) -> Option<Self> {
        match queue {
            Queue::Submission => {
                let submitted = detail.timeline.iter().find(|event| event.kind == EventKind::Submitted);
                let submitted = submitted.filter(|_| detail.row.status == Status::Submitted)?;
                let live = detail.evidence.iter().filter(|one| one.removed_at.is_none()).count();
                let evidence = i64::try_from(live).unwrap_or(i64::MAX);
                Some(Self::Submission { at: submitted.at, by: submitted.by.clone(), evidence })
            }
            Queue::Extension => {
                let all = &detail.extension_requests;
                let one = all.iter().find(|one| one.state == ExtensionState::Pending)?;
                Some(Self::Extension {
                    at: one.at,
                    by: one.by.clone(),
                    from: one.from,
                    to: one.to,
                    reason: one.reason,
                    text: one.text.clone(),
                    granted: detail.extensions.count,
                })
            }
            Queue::Step => detail.proposed_steps.first().map(|step| Self::Step {
                level: step.level,
                on: step.on,
                second_person: step.second_person,
                signed_by: step.signed_by.clone(),
                release_refused: step.release_refused,
            }),
        }
    }
}
