//! Delivery: the log, holds, the budget of reminders, reports of mail that came back, addresses that take no mail.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{TenantRef, national::MailFigures};
use crate::{
    coded::coded,
    id::{HoldId, MessageId, SuspensionId},
};

coded! {
    /// Why an address takes no mail.
    SuspensionReason {
        /// The receiver says that it can never be delivered.
        Bounce = "bounce",
        /// The person who reads it reported our mail as unwanted.
        Complaint = "complaint",
    }
}

coded! {
    /// What became of a report.
    ReportOutcome {
        /// The address takes no more mail.
        Suspended = "suspended",
        /// The address took none before the report.
        AlreadySuspended = "already_suspended",
        /// A temporary failure: nothing changes, the receiving host or our relay tries again.
        Temporary = "temporary",
        /// The receiver refuses us or our message, not the address: nothing changes.
        NotOfAddress = "not_of_address",
        /// No message of ours bears that Message-ID: nothing changes.
        UnknownMessage = "unknown_message",
    }
}

/// `POST /api/v1/mail/bounces`: a bounce or complaint about one message, from the relay or its operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    /// The message's Message-ID, with or without angle brackets; at most 998 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 998))]
    pub message_id: String,
    /// Whether it came back or was complained of.
    pub reason: SuspensionReason,
    /// The enhanced status code of a bounce, `5.1.1` (RFC 3463). Without one it is taken to be for good.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub status: Option<String>,
    /// What the receiver said; at most 300 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
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
    /// Finds the suspension again, to lift it.
    pub id: SuspensionId,
    /// Whose person or office has the address.
    pub tenant: TenantRef,
    /// The address, in lower case.
    pub address: String,
    /// The person or office, where they are still known.
    pub whose: Option<String>,
    /// The people told instead, by the rule of reminders (R45): of their work, of approvals, of the office's mail.
    pub stands_in: Vec<String>,
    /// Why it takes no mail.
    pub reason: SuspensionReason,
    /// What the receiver said; one line.
    pub detail: String,
    /// When the address was suspended.
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

coded! {
    /// Where a message stands.
    MessageState {
        /// Waits for its time or its next try.
        Ready = "ready",
        /// A worker has begun with it.
        Leased = "leased",
        /// A worker hands it over.
        Intent = "intent",
        /// The relay has it.
        Sent = "sent",
        /// Perhaps the relay has it; it goes once more.
        Ambiguous = "ambiguous",
        /// Given up; a person must look.
        Dead = "dead",
        /// No longer owed, or cancelled by a person.
        Cancelled = "cancelled",
    }
}

coded! {
    /// Why we, and no relay, put a message off, gave it up or cancelled it.
    MailReason {
        /// An earlier notice to the same reader took it along, and tells what still waits when it leaves (R106).
        TakenAlong = "taken_along",
        /// It names nobody to whom it goes.
        NoRecipient = "no_recipient",
        /// Its recipient has left (R71).
        RecipientLeft = "recipient_left",
        /// It has no address.
        NoAddress = "no_address",
        /// Its recipient reads at another address now (R71).
        NewAddress = "new_address",
        /// The same, after a hand-over to the old one.
        AddressChanged = "address_changed",
        /// The address takes no mail (R77).
        AddressSuspended = "address_suspended",
        /// What it would say is no longer so.
        NotOwed = "not_owed",
        /// A hold keeps it back (R76).
        Held = "held",
        /// The send window is closed (R35).
        OutsideWindow = "outside_window",
        /// The day's reminders are queued first (R41).
        AwaitsSweep = "awaits_sweep",
        /// Its reader got the digest of this day (R41).
        OneADay = "one_a_day",
        /// The tenant's budget of the day is spent (R76).
        BudgetSpent = "budget_spent",
        /// The worker ended after the hand-over began (R73).
        InDoubt = "in_doubt",
        /// The worker ended at every attempt.
        WorkerEnded = "worker_ended",
    }
}

/// A line of the delivery log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageRow {
    /// Finds the message again.
    pub id: MessageId,
    /// Whose matter it is.
    pub tenant: TenantRef,
    /// The kind of message: `digest`, `urge`, `escalation`, `decision`, `notice`, `assignments`, `report`, `access`.
    pub kind: String,
    /// Its state in the outbox.
    pub state: MessageState,
    /// The person or office, where they are still known.
    pub recipient: Option<String>,
    /// The address that it goes to.
    pub address: Option<String>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// Not handed over before.
    pub run_at: Timestamp,
    /// Hand-overs that were tried so far.
    pub attempts: i32,
    /// Hand-overs of unknown outcome so far.
    pub ambiguous: i32,
    /// When it was sent, given up or cancelled.
    pub finished_at: Option<Timestamp>,
    /// What the relay said last, one line; or one of the words of `MailReason`.
    pub last_error: Option<String>,
}

/// `GET /api/v1/mail/messages`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Messages {
    /// Messages, the newest first.
    pub items: Vec<MessageRow>,
    /// Pass as `cursor` to get the page after this one; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// When the page was read.
    pub now: Timestamp,
}

/// `GET /api/v1/mail/messages/{id}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageDetail {
    /// What the log shows of it.
    pub row: MessageRow,
    /// Left of the `@` in its Message-ID; fixed for ever.
    pub message_id: String,
    /// The subject as it was handed over; absent before the first hand-over.
    pub subject: Option<String>,
    /// The plain text as it was handed over.
    pub text: Option<String>,
    /// It waits, and a hold keeps it back at present.
    pub held: bool,
    /// What became of it at each try, and what a person did about it; the first step first.
    pub steps: Vec<MessageStep>,
    /// When it came back or was complained of, and what was said.
    pub returned: Option<Returned>,
    /// When this was read.
    pub now: Timestamp,
}

/// A step of a message's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageStep {
    /// The instant of the step.
    pub at: Timestamp,
    /// The state it went to.
    pub state: MessageState,
    /// The relay's answer, or a word of `MailReason`, or who cancelled it and why.
    pub said: Option<String>,
}

/// What was reported of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Returned {
    /// When the report came.
    pub at: Timestamp,
    /// Whether it came back or was complained of.
    pub reason: SuspensionReason,
    /// What the receiver said.
    pub detail: String,
}

/// `POST /api/v1/mail/messages/{id}/cancel`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CancelMessage {
    /// Why; one line of at most 200 characters, which the tenant does not see.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub remark: String,
}

/// A stop of outgoing mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hold {
    /// Finds the hold again, to lift it.
    pub id: HoldId,
    /// The tenant whose mail is held; all mail where absent.
    pub tenant: Option<TenantRef>,
    /// The instant from which it holds.
    pub from: Timestamp,
    /// The instant at which it ends; until lifted where absent.
    pub until: Option<Timestamp>,
    /// Why mail is held; only the Working Group reads it.
    pub reason: String,
    /// Name of the person who entered it.
    pub by: String,
    /// When it was entered.
    pub at: Timestamp,
    /// When it was lifted.
    pub lifted_at: Option<Timestamp>,
    /// Name of the person who lifted it.
    pub lifted_by: Option<String>,
    /// Whether it is in force now.
    pub in_force: bool,
}

/// `GET /api/v1/mail/holds`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Holds {
    /// The newest 200 holds, over or not.
    pub items: Vec<Hold>,
    /// When this was read.
    pub now: Timestamp,
}

/// `POST /api/v1/mail/holds`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewHold {
    /// Slug of the tenant; all mail where absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub tenant: Option<String>,
    /// Not in the past; now where absent.
    #[serde(default)]
    pub from: Option<Timestamp>,
    /// The instant at which it ends; until lifted where absent.
    #[serde(default)]
    pub until: Option<Timestamp>,
    /// Why mail is held; at most 500 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub reason: String,
}

/// `PUT /api/v1/mail/budget`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewBudget {
    /// Slug of the tenant; the default of all where absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub tenant: Option<String>,
    /// Digests of reminders a local date, 1 to 100,000; the default again where absent, for a tenant only.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 100_000))]
    pub digests_a_day: Option<i32>,
}

/// `GET /api/v1/mail/state`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailState {
    /// When this was read.
    pub now: Timestamp,
    /// What waits, retries, is in doubt or given up.
    pub figures: MailFigures,
    /// Relays that failed the last time; a working one is not listed.
    pub pauses: Vec<RelayPause>,
    /// Holds that are in force.
    pub holds: Vec<Hold>,
    /// Addresses that take no mail.
    pub suspended: i64,
    /// Digests of reminders that a tenant gets a day where it has no budget of its own.
    pub digests_a_day: i32,
    /// Tenants whose budget of today is spent.
    pub over_budget: Vec<OverBudget>,
}

/// A relay that is left alone for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RelayPause {
    /// Host and port of the relay.
    pub relay: String,
    /// Left alone until then.
    pub until: Timestamp,
    /// What the relay, or the connection, said.
    pub error: String,
    /// The instant of the failure.
    pub at: Timestamp,
}

/// A tenant whose budget of the day is spent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OverBudget {
    /// The tenant.
    pub tenant: TenantRef,
    /// Digests that left today.
    pub sent: i32,
    /// Digests that it may get on a local date.
    pub budget: i32,
    /// Digests that wait for the next day.
    pub waiting: i64,
}
