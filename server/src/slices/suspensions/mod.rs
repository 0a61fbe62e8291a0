//! Suspended addresses (R77): mail to them came back for good, or its reader complained. No mail goes there until a person of
//! the Working Group lifts it; somebody else stands in.
//!
//! | Module | Holds |
//! |---|---|
//! | [`report`] | a bounce or complaint as mail, read (pure) |
//!
//! Reports come in from the relay ([`api`]), from a mailbox file (`dondoc-server mail bounces`), and from the relay's own
//! answer to RCPT. The Message-ID names the tenant and the row of the outbox, so a report that names none of ours changes
//! nothing, and one that does changes nothing but the address that message went to.

pub mod api;
pub mod report;
mod store;
mod unreached;

pub(crate) use unreached::UnreachedMessage;

use dondoc_shared::{
    error::ErrorCode,
    id::{SuspensionId, TenantId},
    scrub::one_line,
    wire::mail::{MailActed, ReportOutcome, Suspension, SuspensionReason, Suspensions},
};
use serde_json::json;

use self::report::Report;
use crate::{
    domain::recipients::{
        Directory, Person,
        store::{count_suspended, is_suspended},
    },
    slices::reminders,
};
use dondoc_kernel::{
    db::{
        Actor, AsWorker, NationalTx, TenantTx, Tx, WorkerTx,
        audit::{Entry, Logged},
    },
    error::Result,
    mail::status::{Says, says},
    outbox::{self, Kind},
};

/// The most that a list shows.
const MOST: i64 = 1_000;

/// Takes a report of a bounce or complaint, and suspends the address if it is about that (R77).
pub async fn take(db: AsWorker<'_>, actor: Actor, report: &Report) -> Result<ReportOutcome> {
    if report.reason == SuspensionReason::Bounce {
        match says(report.status.as_deref(), &report.detail) {
            Says::Gone => {}
            Says::Later => return Ok(ReportOutcome::Temporary),
            Says::NotOfAddress => return Ok(ReportOutcome::NotOfAddress),
        }
    }
    let name = report::local(&report.message_id);
    let Some((tenant, id)) = outbox::row_of(name) else { return Ok(ReportOutcome::UnknownMessage) };
    let find = async |tx: &mut WorkerTx| store::message(tx, id, name).await;
    let Some(message) = db.keep_books(tenant, find).await? else { return Ok(ReportOutcome::UnknownMessage) };
    let new = suspend(db, actor, &message, report.reason, &report.detail).await?;
    Ok(if new { ReportOutcome::Suspended } else { ReportOutcome::AlreadySuspended })
}

/// Suspends the address of a message, in the tenant whose person or office has it; false if it was suspended before. After a
/// bounce the stand-in gets the contents (R78).
pub(crate) async fn suspend(
    db: AsWorker<'_>,
    actor: Actor,
    message: &UnreachedMessage,
    reason: SuspensionReason,
    detail: &str,
) -> Result<bool> {
    let detail: String = one_line(detail).trim().chars().take(300).collect();
    let ours = async |tx: &mut WorkerTx| store::is_ours(tx, message.recipient).await;
    let is_own = message.kind != Kind::Escalation.as_str() || db.keep_books(message.tenant, ours).await?;
    let home = if is_own { message.tenant } else { TenantId::NATIONAL };
    let before = async |tx: &mut WorkerTx| is_suspended(tx, home, &message.address).await;
    let new = !db.keep_books(home, before).await?;
    if new {
        let insert = async |tx: &mut WorkerTx| {
            let id = store::insert(tx, message, reason, &detail).await?;
            let detail = json!({"reason": reason.as_str(), "message": message.id});
            let subject_id = id.map(|id| id.0);
            let (action, subject_kind) = ("suspend_address", "suspension");
            Ok(Logged::new((), Entry { tenant: home, action, subject_kind, subject_id, detail }))
        };
        db.write(home, actor, insert).await?;
        metrics::counter!("dondoc_suspensions_total", "reason" => reason.as_str()).increment(1);
        tracing::warn!(tenant = %home, message = %message.id, "an address is suspended: {reason}");
    }
    if reason == SuspensionReason::Bounce {
        db.keep_books(message.tenant, async |tx| stand_in(tx, message).await).await?;
    }
    Ok(new)
}

/// Brings the contents of an undeliverable message to somebody else (R78): a digest's lines by the next sweep, other mail
/// unchanged to the stand-ins; what concerns somebody's own access to nobody. Doing it twice changes nothing.
pub(crate) async fn stand_in(tx: &mut WorkerTx, message: &UnreachedMessage) -> Result<()> {
    if Kind::parse(&message.kind) == Some(Kind::Access) {
        return Ok(());
    }
    if Kind::parse(&message.kind) == Some(Kind::Digest) {
        return reminders::sweep_again(tx, message.id).await;
    }
    let directory = Directory::of(tx, tx.own()).await?;
    // Not of this tenant: an office of the Working Group's, for which the tenant's own mailbox stands in.
    let office = || Person::office(message.recipient, String::new(), String::new());
    let unreached = directory.find(message.recipient).cloned().unwrap_or_else(office);
    for person in directory.substitutes(&unreached) {
        outbox::copy_to(tx, message.id, (person.id, person.address.clone())).await?;
    }
    Ok(())
}

/// The suspended addresses of all tenants, newest first, each with its owner and the stand-ins.
pub async fn list(tx: &mut NationalTx) -> Result<Suspensions> {
    let (rows, total) = (store::newest(tx, MOST).await?, count_suspended(tx).await?);
    let mut tenants: Vec<TenantId> = rows.iter().map(|(tenant, _)| *tenant).collect();
    tenants.sort_unstable();
    tenants.dedup();
    let directories = Directory::of_each(tx, &tenants).await?;
    let named = |(tenant, row): (TenantId, Suspension)| {
        let whose = directories.get(&tenant).and_then(|all| Some((all, all.find_by_address(&row.address)?)));
        let Some((directory, person)) = whose else { return row };
        let stands_in = directory.substitutes(person).into_iter().map(|person| person.name.clone()).collect();
        Suspension { whose: Some(person.name.clone()), stands_in, ..row }
    };
    Ok(Suspensions { items: rows.into_iter().map(named).collect(), total, now: tx.now })
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

/// Lets the address of one of the tenant's own people get mail again; for their administrator. Answers what was lifted.
///
/// # Errors
/// `wrong_state` where it gets mail.
pub async fn lift_own(tx: &mut TenantTx, address: &str) -> Result<Vec<SuspensionId>> {
    let (by, _) = tx.actor.person()?;
    let lifted = store::lift_own(tx, address, by).await?;
    if lifted.is_empty() { Err(ErrorCode::WrongState.into()) } else { Ok(lifted) }
}

/// A message that a person wants sent again must have somewhere to go.
///
/// # Errors
/// `address_suspended`.
pub async fn refuse(tx: &mut Tx, tenant: TenantId, address: &str) -> Result<()> {
    if is_suspended(tx, tenant, address).await? { Err(ErrorCode::AddressSuspended.into()) } else { Ok(()) }
}
