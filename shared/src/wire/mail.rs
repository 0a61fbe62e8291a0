//! Delivery: reports of mail that came back, and addresses that take no mail.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::TenantRef;
use crate::{
    coded::coded,
    id::{MessageId, SuspensionId},
};

coded! {
    /// Why an address takes no mail.
    SuspensionReason {
        /// The receiver says for good that it cannot be delivered to.
        Bounce = "bounce",
        /// Its reader complained.
        Complaint = "complaint",
    }
}

coded! {
    /// What became of a report.
    ReportOutcome {
        /// The address takes no more mail.
        Suspended = "suspended",
        /// It took none before.
        AlreadySuspended = "already_suspended",
        /// Not for good: nothing changes, the receiving host or our relay tries again.
        Temporary = "temporary",
        /// The receiver refuses us or our message, not the address: nothing changes.
        NotOfAddress = "not_of_address",
        /// No message of ours bears that Message-ID: nothing changes.
        UnknownMessage = "unknown_message",
    }
}

/// `POST /api/v1/mail/bounces`: what the relay, or who runs it, was told of one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    /// The message's Message-ID, with or without angle brackets; at most 998 characters.
    pub message_id: String,
    /// Bounce or complaint.
    pub reason: SuspensionReason,
    /// The enhanced status code of a bounce, `5.1.1` (RFC 3463). Without one it is taken to be for good.
    #[serde(default)]
    pub status: Option<String>,
    /// What the receiver said; at most 300 characters.
    #[serde(default)]
    pub detail: String,
}

/// The answer to a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportTaken {
    /// What became of it.
    pub outcome: ReportOutcome,
}

/// An address that takes no mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suspension {
    /// Its id.
    pub id: SuspensionId,
    /// Whose person or office has the address.
    pub tenant: TenantRef,
    /// The address, in lower case.
    pub address: String,
    /// Why.
    pub reason: SuspensionReason,
    /// What the receiver said; one line.
    pub detail: String,
    /// Since when.
    pub since: Timestamp,
    /// The message that came back, where it is known.
    pub message_id: Option<MessageId>,
}

/// `GET /api/v1/mail/suspensions`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suspensions {
    /// Those in force, newest first; at most 1,000.
    pub items: Vec<Suspension>,
    /// How many are in force.
    pub total: i64,
    /// When this was read.
    pub now: Timestamp,
}

/// The answer to an act on mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailActed {
    /// What was acted on: the message, the hold, the suspension.
    pub id: Uuid,
}
