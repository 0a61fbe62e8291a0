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
//!
//! The queue knows kinds as words. Whether a row is still owed and what its mail says is asked above.
//!
//! `ready → leased → intent → sent | ready again | ambiguous | dead | cancelled`. The intent is committed before DATA: a
//! worker that ends before it leaves nothing in doubt; one that ends after it leaves the row ambiguous, and the same bytes
//! are handed over once more. So nothing is lost, and doubles are at most as many as hand-overs in doubt.

pub mod figures;
pub mod holds;
pub mod retry;
pub mod steps;
pub mod store;

use std::time::Duration;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::id::{MessageId, TenantId};
use jiff::{SignedDuration, Timestamp};
use jiff_diesel::ToDiesel;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    clock,
    db::{Tx, WorkerTx},
    error::Result,
    schema::outbox,
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
    /// The weekly report of a tenant, or of the Working Group.
    Report,
    /// Closes coordinating assignments of a task whose leads are all done; no mail.
    CloseContributions,
    /// Updates the copies that other tenants hold of an assignment; no mail.
    Share,
}

impl Kind {
    /// Every kind, in the order of declaration.
    pub const ALL: &'static [Self] = &[
        Self::Digest,
        Self::Urge,
        Self::Escalation,
        Self::Decision,
        Self::Report,
        Self::CloseContributions,
        Self::Share,
    ];

    /// Whether it goes to a relay; otherwise it is an errand.
    pub fn is_mail(self) -> bool {
        !matches!(self, Self::CloseContributions | Self::Share)
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
            Self::Report => "report",
            Self::CloseContributions => "close_contributions",
            Self::Share => "share",
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

/// Queues the same again for another reader, from now on; none if theirs is already there. The key ends with its reader,
/// so a stand-in for two readers of one matter gets it once.
pub async fn copy_to(
    tx: &mut WorkerTx,
    original: MessageId,
    (reader, address): (Uuid, String),
) -> Result<Option<MessageId>> {
    let (kind, args, key, of): (String, Value, String, Option<Uuid>) = outbox::table
        .find((tx.own(), original))
        .select((outbox::kind, outbox::args, outbox::dedupe_key, outbox::recipient_id))
        .first(&mut tx.conn)
        .await?;
    let Some(kind) = Kind::parse(&kind) else { return Ok(None) };
    let matter = of.and_then(|of| key.strip_suffix(&format!(":{of}"))).unwrap_or(&key);
    let dedupe_key = format!("{matter}:{reader}");
    let (tenant, run_at) = (tx.own(), tx.now);
    enqueue(tx, NewMessage { tenant, kind, dedupe_key, args, run_at, recipient: Some((reader, address)) })
        .await
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

/// Queues a message; none if its key is already there.
pub async fn enqueue(tx: &mut Tx, message: NewMessage) -> Result<Option<MessageId>> {
    let id = MessageId(tx.new_id());
    // It never changes, so a second hand-over of the same message can be told from another message. Its last part is
    // random, because an id made from a standing clock is only as unique as its random half, and because a report must prove
    // that its sender has seen the message.
    let (_, random) = clock::new_id(message.run_at).as_u64_pair();
    let message_id = format!("{}.{}.{random:016x}", message.tenant, id.0.simple());
    let (recipient_id, address) = message.recipient.unzip();
    let rows = diesel::insert_into(outbox::table)
        .values((
            outbox::tenant_id.eq(message.tenant),
            outbox::id.eq(id),
            outbox::kind.eq(message.kind.as_str()),
            outbox::args.eq(message.args),
            outbox::dedupe_key.eq(message.dedupe_key),
            outbox::state.eq("ready"),
            outbox::run_at.eq(message.run_at.to_diesel()),
            outbox::attempts.eq(0),
            outbox::ambiguous.eq(0),
            outbox::recipient_id.eq(recipient_id),
            outbox::address.eq(address),
            outbox::message_id.eq(message_id),
            outbox::created_at.eq(tx.now.to_diesel()),
        ))
        .on_conflict((outbox::tenant_id, outbox::dedupe_key))
        .do_nothing()
        .execute(&mut tx.conn)
        .await?;
    Ok((rows == 1).then_some(id))
}
