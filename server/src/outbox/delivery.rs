//! One message from the claim to its fate.
//!
//! Sender and recipient are given to the relay first; then, in one transaction of the tenant, the row is looked at again and
//! the intent is committed; then come DATA and the dot. Whatever ends this future in between leaves a row that the lease's
//! end decides on.

use std::time::Duration;

use dondoc_shared::{
    id::{AssignmentId, TenantId},
    wire::mail::SuspensionReason,
};
use jiff::Timestamp;

use super::{
    Kind, after, budget, holds,
    letter::{self, Owed},
    retry,
    store::{self, Claimed, Next},
};
use crate::{
    calendar::{Calendar, CalendarCache},
    clock,
    db::{Actor, Db, Tx, WorkerTx},
    error::{Error, Result},
    mail::{
        Sender,
        message::{address, compose},
        smtp::{Connection, Failure, Fate},
    },
    policies::{BookCache, Rules},
    reminders, suspensions,
};

/// How long things are held and waited for.
#[derive(Debug, Clone, Copy)]
pub struct Holding {
    /// A lease; longer than all deadlines of a hand-over together.
    pub lease: Duration,
    /// After a hand-over in doubt, before the same bytes go once more.
    pub resend_after: Duration,
}

impl Default for Holding {
    fn default() -> Self {
        Self { lease: Duration::from_mins(15), resend_after: Duration::from_mins(15) }
    }
}

/// What it takes to deliver.
pub(crate) struct Delivery<'a> {
    pub db: &'a Db,
    pub sender: &'a Sender,
    pub calendar: &'a CalendarCache,
    pub book: &'a BookCache,
    pub holding: Holding,
}

/// What the relay did, for its breaker and for the next message.
pub(crate) type Conversation = Result<(), Failure>;

/// A row on its way out.
enum Prepared {
    /// The intent is committed.
    Intent { raw: Vec<u8>, about: Vec<AssignmentId>, name: String },
    /// Decided without the relay, or the lease was lost.
    Decided,
}

impl Delivery<'_> {
    /// Delivers one claimed row over a connection.
    pub async fn deliver(&self, connection: &mut Connection, row: &Claimed) -> Result<Conversation> {
        let to = match row.address.as_deref().map(address) {
            Some(Ok(to)) if row.attempts <= retry::MOST_ATTEMPTS => to,
            Some(Err(error)) => return self.give_up(row, &format!("{error:#}")).await,
            Some(Ok(_)) => return self.give_up(row, "the worker ended at every attempt").await,
            None => return self.give_up(row, "no address").await,
        };
        if let Err(failure) = connection.address(&self.sender.from.email, &to).await {
            self.failed(row, &failure).await?;
            return Ok(Err(failure));
        }
        let prepared = match self.prepare(row).await {
            Ok(prepared) => prepared,
            Err(error) => {
                self.stumbled(row, &error).await?;
                return Ok(connection.forget().await);
            }
        };
        let Prepared::Intent { raw, about, name } = prepared else { return Ok(connection.forget().await) };
        match connection.hand_over(&raw).await {
            Ok(()) => self.sent(row, &about, &name).await.map(Ok),
            Err(failure) => {
                self.failed(row, &failure).await?;
                Ok(Err(failure))
            }
        }
    }

    /// Looks again, and commits the intent if the row is still owed.
    async fn prepare(&self, row: &Claimed) -> Result<Prepared> {
        let outside = self.national(row).await?;
        let act = async |tx: &mut WorkerTx| {
            let (calendar, book) = (self.calendar.get(tx).await?, self.book.get(tx).await?);
            let rules = Rules { calendar: &calendar, book: &book };
            let (next, why) = match letter::owed(tx, &rules, &self.sender.public_url, row, outside).await? {
                Owed::Letter(letter) => {
                    if let Some((next, why)) = kept_back(tx, &calendar, row).await? {
                        settle(tx, row, &next, Some(why)).await?;
                        return Ok(Prepared::Decided);
                    }
                    let (about, name) = (letter.about, letter.to.name.clone());
                    // In doubt once: the very same bytes again.
                    let raw = match &row.raw {
                        Some(raw) => raw.clone(),
                        None => compose(self.sender, &letter.to, &row.message_id, tx.now, letter.sheet)?,
                    };
                    let held = store::intend(tx, row, &raw, self.holding.lease).await?;
                    return Ok(if held { Prepared::Intent { raw, about, name } } else { Prepared::Decided });
                }
                Owed::Moot(why) => (Next::Cancelled, why),
                Owed::Later(at) => (Next::Again(at), "outside the send window"),
                Owed::Elsewhere(address) if row.raw.is_none() => {
                    (Next::Readdressed(address), "a new address")
                }
                // Handed over once to the old address: the bytes bear it.
                Owed::Elsewhere(_) => (Next::Cancelled, "the recipient's address has changed"),
                Owed::Suspended => {
                    if let Some(message) = sent_to(row) {
                        suspensions::stand_in(tx, &message).await?;
                    }
                    (Next::Cancelled, "address suspended")
                }
            };
            settle(tx, row, &next, Some(why)).await?;
            Ok(Prepared::Decided)
        };
        self.db.keep_books(row.tenant, act).await
    }

    /// The recipient of the ladder's top, who belongs to the Working Group's own tenant.
    async fn national(&self, row: &Claimed) -> Result<Option<(reminders::Person, bool)>> {
        let Some(id) = row.recipient_id.filter(|_| row.kind == "escalation") else { return Ok(None) };
        let look = async |tx: &mut WorkerTx| {
            let Some(person) = reminders::person(tx, id).await? else { return Ok(None) };
            let suspended = suspensions::is_active(tx, TenantId::NATIONAL, &person.address).await?;
            Ok(Some((person, suspended)))
        };
        self.db.keep_books(TenantId::NATIONAL, look).await
    }

    /// The relay has it. The shorter the time until this is committed, the less is ever in doubt; a database that is away for
    /// a moment is asked again.
    async fn sent(&self, row: &Claimed, about: &[AssignmentId], name: &str) -> Result<()> {
        let mut tries = 0u32;
        loop {
            let noted = self
                .db
                .keep_books(row.tenant, async |tx| {
                    if settle(tx, row, &Next::Sent, None).await? {
                        letter::tell(tx, about, name).await?;
                        if row.kind == Kind::Digest.as_str() {
                            budget::count(tx).await?;
                        }
                    }
                    Ok(())
                })
                .await;
            tries = tries.saturating_add(1);
            match noted {
                Err(Error::Unavailable(_)) if tries < 5 => {
                    tokio::time::sleep(Duration::from_millis(200).saturating_mul(tries)).await;
                }
                noted => return noted,
            }
        }
    }

    async fn failed(&self, row: &Claimed, failure: &Failure) -> Result<()> {
        self.db
            .keep_books(row.tenant, async |tx| {
                let next = match failure.fate {
                    Fate::Never => Next::Dead { doubted: false },
                    Fate::Later => later(tx.now, row),
                    Fate::Unknown if row.ambiguous > 0 => Next::Dead { doubted: true },
                    Fate::Unknown => Next::Ambiguous(after(tx.now, self.holding.resend_after)),
                };
                settle(tx, row, &next, Some(&failure.text)).await.map(drop)
            })
            .await?;
        match sent_to(row) {
            Some(message) if failure.no_such_address => {
                let (actor, reason) = (Actor::system("worker"), SuspensionReason::Bounce);
                suspensions::suspend(self.db, actor, &message, reason, &failure.text).await.map(drop)
            }
            _ => Ok(()),
        }
    }

    /// We failed, not the relay. A database that is away costs no attempt.
    async fn stumbled(&self, row: &Claimed, error: &Error) -> Result<()> {
        tracing::error!(message = %row.id, "a message cannot be prepared: {error:#}");
        self.db
            .keep_books(row.tenant, async |tx| {
                let away = matches!(error, Error::Unavailable(_));
                let next = if away { Next::Untouched } else { later(tx.now, row) };
                settle(tx, row, &next, Some(&error.to_string())).await.map(drop)
            })
            .await
    }

    async fn give_up(&self, row: &Claimed, why: &str) -> Result<Conversation> {
        let dead = Next::Dead { doubted: false };
        self.db.keep_books(row.tenant, async |tx| settle(tx, row, &dead, Some(why)).await).await?;
        Ok(Ok(()))
    }

    /// Gives rows back that were claimed and not begun.
    pub async fn release(&self, rows: &[Claimed]) -> Result<()> {
        for row in rows {
            self.db
                .keep_books(row.tenant, async |tx| store::settle(tx, row, &Next::Untouched, None).await)
                .await?;
        }
        Ok(())
    }
}

/// Is it owed, and yet not to leave now? A hold may have begun since the claim.
async fn kept_back(
    tx: &mut WorkerTx,
    calendar: &Calendar,
    row: &Claimed,
) -> Result<Option<(Next, &'static str)>> {
    if holds::is_held(tx, row.tenant).await? {
        return Ok(Some((Next::Untouched, "held")));
    }
    // What is in doubt was let through once.
    if row.kind != Kind::Digest.as_str() || row.raw.is_some() {
        return Ok(None);
    }
    let later = budget::spent(tx, calendar).await?;
    Ok(later.map(|at| (Next::Postponed(at), "the day's budget of reminders is spent")))
}

/// The row as a message to somebody.
fn sent_to(row: &Claimed) -> Option<suspensions::Message> {
    Some(suspensions::Message {
        tenant: row.tenant,
        id: row.id,
        kind: row.kind.clone(),
        args: row.args.clone(),
        recipient: row.recipient_id?,
        address: row.address.clone()?,
    })
}

fn later(now: Timestamp, row: &Claimed) -> Next {
    let mut jitter = [0; 4];
    clock::fill_random(&mut jitter);
    match retry::pause(row.attempts, u32::from_le_bytes(jitter)) {
        Some(pause) => Next::Again(after(now, pause)),
        None => Next::Dead { doubted: false },
    }
}

/// Ends the lease and counts how. A lease that was lost is another worker's to end.
async fn settle(tx: &mut Tx, row: &Claimed, next: &Next, why: Option<&str>) -> Result<bool> {
    let held = store::settle(tx, row, next, why).await?;
    let fate = match next {
        _ if !held => "lease_lost",
        Next::Sent => "sent",
        Next::Again(_) | Next::Readdressed(_) | Next::Untouched => "retried",
        Next::Postponed(_) => "postponed",
        Next::Ambiguous(_) => "ambiguous",
        Next::Dead { .. } => "dead",
        Next::Cancelled => "cancelled",
    };
    metrics::counter!("dondoc_mail_total", "fate" => fate).increment(1);
    if matches!(next, Next::Dead { .. } | Next::Ambiguous(_)) || !held {
        let (id, why) = (row.id, why.unwrap_or_default());
        tracing::warn!(tenant = %row.tenant, message = %id, "message {fate}: {}", dondoc_shared::scrub::one_line(why));
    }
    Ok(held)
}
