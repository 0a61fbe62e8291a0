//! Suspended addresses: mail to them came back for good, or its reader complained. No more goes there until a person of
//! the Working Group lifts it; somebody else stands in.
//!
//! | Module | Holds |
//! |---|---|
//! | [`report`] | a bounce or complaint as mail, read (pure) |
//! | [`status`] | what an enhanced status code says of the address (pure) |
//!
//! Reports come in from the relay ([`api`]), from a mailbox file (`dondoc-server mail bounces`), and from the relay's own
//! answer to RCPT. The Message-ID names the tenant and the row of the outbox, so a report that names none of ours changes
//! nothing, and one that does changes nothing but the address that message went to.

pub mod api;
mod others;
pub mod report;
pub mod status;
mod store;

use dondoc_shared::{
    error::ErrorCode,
    id::{MessageId, SuspensionId, TenantId, UserId},
    scrub::one_line,
    wire::mail::{MailActed, ReportOutcome, SuspensionReason, Suspensions},
};
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use self::{report::Report, status::Says};
use crate::{
    kernel::{
        db::{
            Actor, Db, NationalTx, Tx, Worker, WorkerTx,
            audit::{Entry, Logged},
        },
        error::Result,
        outbox::{self, Kind},
    },
    slices::{escalations, reminders},
};

/// The most that a list shows.
const MOST: i64 = 1_000;

/// An address that takes no mail, as its own tenant sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspended {
    /// The address, in lower case.
    pub address: String,
    /// Why.
    pub reason: SuspensionReason,
    /// What the receiver said.
    pub detail: String,
    /// Since when.
    pub since: Timestamp,
}

/// A tenant's suspended addresses.
#[derive(Debug, Clone, Default)]
pub struct Active(pub Vec<Suspended>);

impl Active {
    /// The suspension of an address, if it has one.
    pub fn of(&self, address: &str) -> Option<&Suspended> {
        let address = address.to_lowercase();
        self.0.iter().find(|suspended| suspended.address == address)
    }
}

/// The suspended addresses of a tenant's people and offices.
pub async fn active(tx: &Tx, tenant: TenantId) -> Result<Active> {
    store::active(tx, tenant).await.map(Active)
}

/// The suspension of a person's own address, if it has one.
pub async fn of_person(tx: &mut Tx, tenant: TenantId, id: UserId) -> Result<Option<Suspended>> {
    store::of_person(tx, tenant, id).await
}

/// A message that came back, or that cannot leave.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    /// The tenant whose matter it is.
    pub tenant: TenantId,
    /// The row.
    pub id: MessageId,
    /// What it is.
    pub kind: String,
    /// Ids and frozen facts.
    pub args: Value,
    /// The user or contact.
    pub recipient: Uuid,
    /// Where it went.
    pub address: String,
}

/// Takes a report.
pub async fn take(db: &Db, actor: Actor, report: &Report) -> Result<ReportOutcome> {
    if report.reason == SuspensionReason::Bounce {
        match status::says(report.status.as_deref().unwrap_or("5.0.0")) {
            Says::Gone => {}
            Says::Later => return Ok(ReportOutcome::Temporary),
            Says::NotOfAddress => return Ok(ReportOutcome::NotOfAddress),
        }
    }
    let name = report.message_id.trim_matches(['<', '>']);
    let name = name.split('@').next().unwrap_or(name);
    let Some((tenant, id)) = outbox::row_of(name) else { return Ok(ReportOutcome::UnknownMessage) };
    let find = async |tx: &mut WorkerTx| store::message(tx, id, name).await;
    let Some(message) = db.keep_books(tenant, find).await? else { return Ok(ReportOutcome::UnknownMessage) };
    let new = suspend(db, actor, &message, report.reason, &report.detail).await?;
    Ok(if new { ReportOutcome::Suspended } else { ReportOutcome::AlreadySuspended })
}

/// Suspends the address of a message, in the tenant whose person or office has it; false if it was before. What a bounce
/// did not bring to its reader is brought to whoever stands in.
pub(crate) async fn suspend(
    db: &Db,
    actor: Actor,
    message: &Message,
    reason: SuspensionReason,
    detail: &str,
) -> Result<bool> {
    let detail: String = one_line(detail).trim().chars().take(300).collect();
    let ours = async |tx: &mut WorkerTx| store::is_ours(tx, message.recipient).await;
    let is_own = message.kind != Kind::Escalation.as_str() || db.keep_books(message.tenant, ours).await?;
    let home = if is_own { message.tenant } else { TenantId::NATIONAL };
    let before = async |tx: &mut WorkerTx| store::is_active(tx, home, &message.address).await;
    let new = !db.keep_books(home, before).await?;
    if new {
        let insert = async |tx: &mut WorkerTx| {
            let id = store::insert(tx, message, reason, &detail).await?;
            let detail = json!({"reason": reason.as_str(), "message": message.id});
            let subject_id = id.map(|id| id.0);
            let (action, subject_kind) = ("suspend_address", "suspension");
            Ok(Logged::new((), Entry { tenant: home, action, subject_kind, subject_id, detail }))
        };
        db.write(Worker(home), actor, insert).await?;
        metrics::counter!("dondoc_suspensions_total", "reason" => reason.as_str()).increment(1);
        tracing::warn!(tenant = %home, message = %message.id, "an address is suspended: {reason}");
    }
    if reason == SuspensionReason::Bounce {
        db.keep_books(message.tenant, async |tx| stand_in(tx, message).await).await?;
    }
    Ok(new)
}

/// Somebody else gets what this message could not bring: a digest's lines go to whom the next sweep finds, a step of the
/// ladder to the agency mailbox. Done twice is done once.
pub(crate) async fn stand_in(tx: &mut WorkerTx, message: &Message) -> Result<()> {
    match Kind::parse(&message.kind) {
        Some(Kind::Digest) => reminders::sweep_again(tx, message.id).await,
        Some(Kind::Escalation) => escalations::stand_in(tx, &message.args, message.recipient).await,
        _ => Ok(()),
    }
}

/// The suspended addresses of all tenants, newest first.
pub async fn list(tx: &mut NationalTx) -> Result<Suspensions> {
    let (items, total) = store::newest(tx, MOST).await?;
    Ok(Suspensions { items, total, now: tx.now })
}

/// How many addresses take no mail.
pub async fn count(tx: &mut NationalTx) -> Result<i64> {
    store::count(tx).await
}

/// Lets an address get mail again.
pub async fn lift(tx: &mut NationalTx, id: SuspensionId) -> Result<Logged<MailActed>> {
    let (by, _) = tx.actor.person()?;
    let (tenant, _) = store::lock(tx, id).await?;
    store::lift(tx, tenant, id, by).await?;
    let entry = Entry {
        tenant,
        action: "lift_suspension",
        subject_kind: "suspension",
        subject_id: Some(id.0),
        detail: json!({}),
    };
    Ok(Logged::new(MailActed { id: id.0 }, entry))
}

/// A message that a person wants sent again must have somewhere to go.
///
/// # Errors
/// `address_suspended`.
pub async fn refuse(tx: &mut Tx, tenant: TenantId, address: &str) -> Result<()> {
    if store::is_active(tx, tenant, address).await? {
        Err(ErrorCode::AddressSuspended.into())
    } else {
        Ok(())
    }
}
