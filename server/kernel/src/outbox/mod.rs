//! What follows a write: a row in the same transaction, picked up by the worker afterwards.
//!
//! [`enqueue`] needs a transaction, so a message cannot outlive a change that was undone, nor be lost after one that was
//! kept. The dedupe key makes queueing the same thing twice harmless.
//!
//! | Module | Holds |
//! |---|---|
//! | [`retry`] | when to try again (pure) |
//! | `store` | the claim, the lease, each step of a row's life |
//! | [`holds`] | what keeps messages back: a person's stop |
//! | [`steps`] | what became of a message at each try |
//! | [`figures`] | how much waits |
//! | [`gather()`], [`make_one`] | mail that takes along what else there is for its reader |
//!
//! The queue knows kinds as words. Whether a row is still owed and what its mail says is asked above.
//!
//! `ready → leased → intent → sent | ready again | ambiguous | dead | cancelled`. The intent is committed before DATA: a
//! worker that ends before it leaves nothing in doubt; one that ends after it leaves the row ambiguous, and the same bytes
//! are handed over once more. So nothing is lost, and doubles are at most as many as hand-overs in doubt.

pub mod retry;
pub mod store;

use std::time::Duration;

use dondoc_shared::id::{MessageId, TenantId};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

pub use self::store::{
    copy_to, enqueue, figures,
    gather::{QueuedMail, gather, make_one, queued_since, said},
    holds, recall, steps,
};

/// What a row asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A person's reminders of one local date.
    Digest,
    /// A numbered act that asks a tenant for an answer.
    Urge,
    /// A step up the ladder.
    Escalation,
    /// A submission accepted or returned, an extension decided.
    Decision,
    /// Tells somebody that it is their turn; those to one reader leave as one mail.
    Notice,
    /// What a directive has newly assigned to a tenant.
    Assignments,
    /// The weekly report of a tenant, or of the Working Group.
    Report,
    /// About somebody's own access: an invitation, a link, what was changed of it. Its bytes are not kept once it has left.
    Access,
    /// Closes coordinating assignments of a task whose leads are all done; no mail.
    CloseContributions,
    /// Updates the copies that other tenants hold of an assignment; no mail.
    Share,
    /// Counts what a tenant has filed into its readers' figures; no mail.
    Figures,
    /// Looks up whose address somebody gave who forgot their pass-phrase; no mail, but mail may come of it.
    Forgotten,
}

impl Kind {
    /// Every kind, in the order of declaration.
    pub const ALL: &'static [Self] = &[
        Self::Digest,
        Self::Urge,
        Self::Escalation,
        Self::Decision,
        Self::Notice,
        Self::Assignments,
        Self::Report,
        Self::Access,
        Self::CloseContributions,
        Self::Share,
        Self::Figures,
        Self::Forgotten,
    ];

    /// Whether it goes to a relay; otherwise it is an errand.
    pub fn is_mail(self) -> bool {
        !matches!(self, Self::CloseContributions | Self::Share | Self::Figures | Self::Forgotten)
    }

    /// The kind of a word in the database.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }

    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Digest => "digest",
            Self::Urge => "urge",
            Self::Escalation => "escalation",
            Self::Decision => "decision",
            Self::Notice => "notice",
            Self::Assignments => "assignments",
            Self::Report => "report",
            Self::Access => "access",
            Self::CloseContributions => "close_contributions",
            Self::Share => "share",
            Self::Figures => "figures",
            Self::Forgotten => "forgotten",
        }
    }
}

/// A row about to be queued.
#[derive(Debug)]
pub struct NewMessage {
    /// The tenant that it belongs to.
    pub tenant: TenantId,
    /// What it asks for.
    pub kind: Kind,
    /// A key is queued only once within the tenant (R70). Of mail about a matter it ends with `:` and its reader.
    pub dedupe_key: String,
    /// Ids and frozen facts; never secrets, never the text of a report.
    pub args: serde_json::Value,
    /// Not before this instant.
    pub run_at: Timestamp,
    /// The recipient of mail: a user or a contact, and the address as of now. Both are checked again before sending.
    pub recipient: Option<(Uuid, String)>,
}

/// The instant `pause` after `now`; the last possible instant if it would lie beyond.
pub fn after(now: Timestamp, pause: Duration) -> Timestamp {
    let pause = SignedDuration::try_from(pause).unwrap_or(SignedDuration::MAX);
    now.checked_add(pause).unwrap_or(Timestamp::MAX)
}

/// The tenant and the row that a Message-ID without its domain names; the row need not exist.
pub fn row_of(message_id: &str) -> Option<(TenantId, MessageId)> {
    let (tenant, rest) = message_id.split_once('.')?;
    let (id, _) = rest.split_once('.')?;
    Some((TenantId(tenant.parse().ok()?), id.parse().ok()?))
}
