//! A group of messages from the claim to their fates.
//!
//! In one transaction of the tenant the rows are looked at again and the intents of those still owed are committed; then
//! each is handed over; one more transaction notes what became of all of them. Two commits for a group instead of two for
//! each message are what makes delivery fast, and what a worker's death costs: as many rows are in doubt as the group has.
//! So a row that was in doubt before goes alone, and what has waited too long in its group is given back and looked at anew.

use std::{collections::HashMap, time::Duration};

use anyhow::Context;
use dondoc_shared::{
    id::{AssignmentId, MessageId, TenantId, UserId},
    text::timeline::BETWEEN_FACTS,
    wire::{
        assignment::EventKind,
        mail::{MailReason, MessageState, SuspensionReason},
    },
};
use jiff::{Timestamp, civil::Date};
use lettre::Address;
use serde::Deserialize;
use tokio::{join, time::Instant};
use tokio_util::sync::CancellationToken;

use super::{
    owed::{Desk, Owed},
    store::budget,
};
use crate::{
    domain::{
        assignments, calendar,
        policies::{self, Rules},
        recipients::Directory,
    },
    slices::suspensions,
};
use dondoc_kernel::{
    auth::{news::AccessNews, sessions},
    clock,
    db::{Actor, Db, Tx, WorkerTx},
    error::{Error, Result},
    mail::{
        Sender,
        message::{address, compose},
        smtp::{Connection, Failure, Fate},
    },
    outbox::{
        Kind, after, holds, retry, steps,
        store::{self, Claimed, Next},
    },
};

/// The most messages whose intents are committed together.
const GROUP: usize = 8;

/// The first rows of these that go together.
pub(crate) fn group(rows: &[Claimed]) -> &[Claimed] {
    let length = match rows {
        [first, ..] if first.ambiguous > 0 => 1,
        rows => rows.iter().take(GROUP).take_while(|row| row.ambiguous == 0).count(),
    };
    rows.get(..length).unwrap_or_default()
}

/// How long things are held and waited for.
#[derive(Debug, Clone, Copy)]
pub struct Holding {
    /// A lease; longer than `begin_within` and all deadlines of a hand-over together.
    pub lease: Duration,
    /// After a hand-over in doubt, before the same bytes go once more.
    pub resend_after: Duration,
    /// From a group's intents to the beginning of its last hand-over.
    pub begin_within: Duration,
}

impl Default for Holding {
    fn default() -> Self {
        Self {
            lease: Duration::from_mins(15),
            resend_after: Duration::from_mins(15),
            begin_within: Duration::from_secs(10),
        }
    }
}

/// What it takes to deliver.
pub(crate) struct Delivery<'a> {
    pub db: &'a Db,
    pub sender: &'a Sender,
    pub holding: Holding,
    pub stop: &'a CancellationToken,
}

/// What the relay did, for its breaker and for the next group.
#[derive(Debug, Default)]
pub(crate) struct Conversation {
    /// Messages that it took.
    pub taken: usize,
    /// What ended the group early.
    pub failure: Option<Failure>,
}

/// A message whose intent is committed.
struct Intent<'a> {
    row: &'a Claimed,
    to: Address,
    raw: Vec<u8>,
    about: Vec<AssignmentId>,
    /// The line of the timelines, and its detail.
    told: (EventKind, String),
    /// The local date on which a digest leaves.
    leaves_on: Option<Date>,
    /// The one-time link that it brings, where it was made for this try.
    link: Option<String>,
}

/// What the relay said to an intent; nothing if its hand-over never began.
type RelayAnswer = Option<Result<String, Failure>>;

impl Delivery<'_> {
    /// Delivers rows that were claimed together, at most a [`group`], over a connection.
    pub async fn deliver(&self, connection: &mut Connection, rows: &[Claimed]) -> Result<Conversation> {
        let intents = self.prepare(rows).await?;
        let mut conversation = Conversation::default();
        let mut answers: Vec<RelayAnswer> = Vec::new();
        let begin = Instant::now();
        for intent in &intents {
            let late = !answers.is_empty() && begin.elapsed() > self.holding.begin_within;
            if conversation.failure.is_some() || late || self.stop.is_cancelled() {
                break;
            }
            let answer = connection.send(&self.sender.from.email, &intent.to, &intent.raw).await;
            match &answer {
                Ok(_) => conversation.taken = conversation.taken.saturating_add(1),
                // What the relay thinks of one recipient says nothing of the next.
                Err(failure) if failure.leaves_connection_usable() && !failure.of_relay => {
                    conversation.failure = connection.forget().await.err();
                }
                Err(failure) => conversation.failure = Some(failure.clone()),
            }
            answers.push(Some(answer));
        }
        answers.resize_with(intents.len(), || None);
        self.conclude(&intents, &answers).await?;
        Ok(conversation)
    }

    /// Looks again at each row, and commits the intents of those that are still owed. What cannot be prepared takes no other
    /// along.
    async fn prepare<'a>(&self, rows: &'a [Claimed]) -> Result<Vec<Intent<'a>>> {
        match self.prepare_together(rows).await {
            Ok(intents) => Ok(intents),
            Err(_) if rows.len() > 1 => {
                let mut intents = Vec::new();
                for row in rows.chunks(1) {
                    intents.extend(Box::pin(self.prepare(row)).await?);
                }
                Ok(intents)
            }
            Err(error) => {
                for row in rows {
                    self.stumbled(row, &error).await?;
                }
                Ok(vec![])
            }
        }
    }

    async fn prepare_together<'a>(&self, rows: &'a [Claimed]) -> Result<Vec<Intent<'a>>> {
        let Some(first) = rows.first() else { return Ok(vec![]) };
        let beside = (self.national(rows).await?, self.links(rows).await?);
        let act = async |tx: &mut WorkerTx| {
            let (calendar, book) = (calendar::current(tx).await?, policies::current(tx).await?);
            let rules = Rules { calendar: &calendar, book: &book };
            let mut desk = Desk::open(tx, rules, &self.sender.public_url, rows, beside).await?;
            let zone = clock::zone(&desk.tenant.zone);
            let (held, room) = join!(holds::is_held(tx, first.tenant), budget::Room::read(tx, zone, rows));
            let (held, mut room) = (held?, room?);
            let mut intents = Vec::new();
            for row in rows {
                let (next, why) = match self.look(tx, &mut desk, &mut room, held, row).await? {
                    Ok(intent) => {
                        intents.push(intent);
                        continue;
                    }
                    Err(decided) => decided,
                };
                settle(tx, row, &next, Some(&why)).await?;
            }
            let leaving: Vec<_> =
                intents.iter().map(|intent| (intent.row, &*intent.raw, intent.leaves_on)).collect();
            let kept = store::intend(tx, &leaving, self.holding.lease).await?;
            intents.retain(|intent| kept.contains(&intent.row.id));
            Ok(intents)
        };
        self.db.keep_books(first.tenant, act).await
    }

    /// One row: what is to be handed over, or what was decided without the relay.
    async fn look<'a>(
        &self,
        tx: &mut WorkerTx,
        desk: &mut Desk<'_>,
        room: &mut budget::Room,
        held: bool,
        row: &'a Claimed,
    ) -> Result<std::result::Result<Intent<'a>, (Next, String)>> {
        let never = |why: String| Ok(Err((Next::Dead { doubted: false }, why)));
        let to = match row.address.as_deref().map(address) {
            Some(Ok(to)) if row.attempts <= retry::MOST_ATTEMPTS => to,
            Some(Err(error)) => return never(format!("{error:#}")),
            Some(Ok(_)) => return never(MailReason::WorkerEnded.to_string()),
            None => return never(MailReason::NoAddress.to_string()),
        };
        let (next, why) = match desk.owed(tx, row).await? {
            Owed::Letter(_) if held => (Next::Untouched, MailReason::Held),
            Owed::Letter(letter) => {
                if is_digest(row)
                    && let Some((later, why)) = room.take(tx, desk.rules.calendar, row).await?
                {
                    (Next::Postponed(later), why)
                } else {
                    let detail = match &letter.told {
                        Some(told) => format!("{told}{BETWEEN_FACTS}{}", letter.to.name),
                        None => letter.to.name.clone(),
                    };
                    let (about, told) = (letter.about, (letter.event, detail));
                    // In doubt once: the very same bytes again.
                    let raw = match &row.raw {
                        Some(raw) => raw.clone(),
                        None => compose(self.sender, &letter.to, &row.message_id, tx.now, letter.sheet)?,
                    };
                    let leaves_on = is_digest(row).then_some(room.day);
                    let link = desk.link_of(row).map(str::to_owned);
                    return Ok(Ok(Intent { row, to, raw, about, told, leaves_on, link }));
                }
            }
            Owed::Moot(why) => (Next::Cancelled, why),
            Owed::Later(at, why) => (Next::Postponed(at), why),
            Owed::Elsewhere(address) if row.raw.is_none() => {
                (Next::Readdressed(address), MailReason::NewAddress)
            }
            // Handed over once to the old address: the bytes bear it.
            Owed::Elsewhere(_) => (Next::Cancelled, MailReason::AddressChanged),
            Owed::Suspended => {
                if let Some(message) = sent_to(row) {
                    suspensions::stand_in(tx, &message).await?;
                }
                (Next::Cancelled, MailReason::AddressSuspended)
            }
        };
        Ok(Err((next, why.to_string())))
    }

    /// The Working Group's own tenant, to which the recipients of the ladder's top belong.
    async fn national(&self, rows: &[Claimed]) -> Result<Directory> {
        if rows.iter().all(|row| row.kind != Kind::Escalation.as_str()) {
            return Ok(Directory::default());
        }
        let look = async |tx: &mut WorkerTx| Directory::of(tx, TenantId::NATIONAL).await;
        self.db.keep_books(TenantId::NATIONAL, look).await
    }

    /// The links that mail about somebody's access brings: made for each try, since only the mail knows them.
    async fn links(&self, rows: &[Claimed]) -> Result<HashMap<MessageId, String>> {
        let mut links = HashMap::new();
        let fresh = rows.iter().filter(|row| row.kind == Kind::Access.as_str() && row.raw.is_none());
        for row in fresh {
            let news = AccessNews::deserialize(&row.args).context("the row's arguments")?;
            let (Some(life), Some(user)) = (news.link_life(), row.recipient_id) else { continue };
            let link = sessions::link_to_send(self.db, (row.tenant, UserId(user)), life).await?;
            links.extend(link.map(|link| (row.id, link)));
        }
        Ok(links)
    }

    /// Notes what became of each intent. The shorter the time until this is committed, the less is ever in doubt; a database
    /// that is away for a moment is asked again.
    async fn conclude(&self, intents: &[Intent<'_>], answers: &[RelayAnswer]) -> Result<()> {
        let Some(tenant) = intents.first().map(|intent| intent.row.tenant) else { return Ok(()) };
        let mut tries = 0u32;
        loop {
            let noted =
                self.db.keep_books(tenant, async |tx| self.note_fates(tx, intents, answers).await).await;
            tries = tries.saturating_add(1);
            match noted {
                Err(Error::Unavailable(_)) if tries < 5 => {
                    tokio::time::sleep(Duration::from_millis(200).saturating_mul(tries)).await;
                }
                noted => break noted?,
            }
        }
        for (intent, answer) in intents.iter().zip(answers) {
            if let (Some(Ok(_)), Some(link)) = (answer, &intent.link) {
                sessions::is_sent(self.db, link).await?;
            }
            if let (Some(Err(failure)), Some(message)) = (answer, sent_to(intent.row))
                && failure.no_such_address
            {
                let (actor, reason) = (Actor::system("worker"), SuspensionReason::Bounce);
                suspensions::suspend(self.db.as_worker(), actor, &message, reason, &failure.text).await?;
            }
        }
        Ok(())
    }

    async fn note_fates(
        &self,
        tx: &mut WorkerTx,
        intents: &[Intent<'_>],
        answers: &[RelayAnswer],
    ) -> Result<()> {
        let fates = || intents.iter().zip(answers);
        let taken: Vec<(&Intent<'_>, &String)> =
            fates().filter_map(|(intent, answer)| Some((intent, answer.as_ref()?.as_ref().ok()?))).collect();
        let rows: Vec<&Claimed> = taken.iter().map(|(intent, _)| intent.row).collect();
        let ours = store::settle_done(tx, &rows).await?;
        for (intent, _) in &taken {
            told(intent.row, &Next::Sent, ours.contains(&intent.row.id), None);
        }
        let sent: Vec<_> = taken.into_iter().filter(|(intent, _)| ours.contains(&intent.row.id)).collect();
        let replies: Vec<_> =
            sent.iter().map(|(intent, reply)| (intent.row.id, Some(steps::said(reply)))).collect();
        let about = sent.iter().map(|(intent, _)| {
            let (event, detail) = &intent.told;
            (intent.about.as_slice(), *event, detail.clone())
        });
        let digests = sent.iter().filter_map(|(intent, _)| intent.leaves_on);
        let tenant = tx.own();
        // All on their way at once.
        let (said, told, counted) = join!(
            steps::add(tx, tenant, MessageState::Sent, &replies),
            assignments::tell_of_mail(tx, about),
            budget::count(tx, digests)
        );
        said?;
        told?;
        counted?;
        for (intent, answer) in fates() {
            let row = intent.row;
            match answer {
                Some(Ok(_)) => {}
                Some(Err(failure)) => {
                    let next = match failure.fate {
                        Fate::Never => Next::Dead { doubted: false },
                        Fate::Later => later(tx.now, row),
                        Fate::Unknown if row.ambiguous > 0 => Next::Dead { doubted: true },
                        Fate::Unknown => Next::Ambiguous(after(tx.now, self.holding.resend_after)),
                    };
                    settle(tx, row, &next, Some(&failure.text)).await?;
                }
                None => {
                    settle(tx, row, &Next::Untouched, None).await?;
                }
            }
        }
        Ok(())
    }

    /// We failed, not the relay. A database that is away costs no attempt.
    async fn stumbled(&self, row: &Claimed, error: &Error) -> Result<()> {
        tracing::error!(row = %row.id, "a message cannot be prepared: {error:#}");
        self.db
            .keep_books(row.tenant, async |tx| {
                let next = match &row.address {
                    _ if matches!(error, Error::Unavailable(_)) => Next::Untouched,
                    // Trying again makes no envelope of it.
                    Some(to) if address(to).is_err() => Next::Dead { doubted: false },
                    _ => later(tx.now, row),
                };
                settle(tx, row, &next, Some(&error.to_string())).await.map(drop)
            })
            .await
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

/// A person's reminders of a day, which count to the day's budget.
fn is_digest(row: &Claimed) -> bool {
    row.kind == Kind::Digest.as_str()
}

/// The row as a message to somebody.
fn sent_to(row: &Claimed) -> Option<suspensions::UnreachedMessage> {
    Some(suspensions::UnreachedMessage {
        tenant: row.tenant,
        id: row.id,
        kind: row.kind.clone(),
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
async fn settle(tx: &mut Tx, row: &Claimed, next: &Next, why: Option<&str>) -> Result<()> {
    let held = store::settle(tx, row, next, why).await?;
    told(row, next, held, why);
    Ok(())
}

fn told(row: &Claimed, next: &Next, held: bool, why: Option<&str>) {
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
}
