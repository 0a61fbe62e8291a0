//! SQL of the outbox: what is due, the lease, and each step of a message's life.
//!
//! Leases count by the database's clock, which every worker shares; `run_at` counts by ours, which can be moved. Every
//! update after the claim names the lease's token, so a worker that was thought dead changes nothing.

pub mod figures;
pub mod gather;
pub mod holds;
mod queue;
mod recall;
pub mod steps;

use std::{collections::HashSet, time::Duration};

use diesel::{
    dsl::sql,
    expression::SqlLiteral,
    prelude::*,
    sql_types::{self, Bool, Nullable, Timestamptz},
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{MessageId, TenantId},
    wire::mail::{MailReason, MessageState},
};
use jiff::{Timestamp, civil::Date};
use jiff_diesel::ToDiesel;
use serde_json::{Value, json};
use tokio::join;
use uuid::Uuid;

pub use self::{
    queue::{copy_to, enqueue},
    recall::recall,
};
use super::{Kind, after};
use crate::{
    db::{Tx, Words, WorkerListTx, WorkerTx, prepared, words},
    error::Result,
    schema::outbox,
};

/// A row waits for its time. Words and not parameters: a plan for every parameter could use none of the partial indexes.
pub fn is_waiting() -> Words<Bool> {
    words("outbox.state in ('ready', 'ambiguous')")
}

/// A worker holds the row; in words for the same reason.
fn is_held() -> Words<Bool> {
    words("outbox.state in ('leased', 'intent')")
}

/// What the list of work says of a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The tenant that it belongs to.
    pub tenant: TenantId,
    /// Whether a lease has run out there.
    pub expired: bool,
    /// Whether a hold keeps its mail back.
    pub held: bool,
}

/// A row that this worker holds.
#[derive(Debug, Clone, Queryable)]
pub struct Claimed {
    /// The tenant that it belongs to.
    pub tenant: TenantId,
    /// The row's id in the outbox.
    pub id: MessageId,
    /// What it asks for.
    pub kind: String,
    /// Ids and frozen facts.
    pub args: Value,
    /// Attempts so far, the present one included.
    pub attempts: i32,
    /// Hand-overs of unknown outcome so far.
    pub ambiguous: i32,
    /// A user or a contact.
    pub recipient_id: Option<Uuid>,
    /// Their address when it was queued, or last looked at.
    pub address: Option<String>,
    /// The Message-ID, without its domain.
    pub message_id: String,
    /// What was handed over before.
    pub raw: Option<Vec<u8>>,
    /// Proof that the row is still ours.
    pub token: Option<Uuid>,
}

impl Claimed {
    fn is_mail(&self) -> bool {
        Kind::parse(&self.kind).is_some_and(Kind::is_mail)
    }
}

/// Where a row goes from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// The relay has it.
    Sent,
    /// Once more at this instant.
    Again(Timestamp),
    /// Kept back until this instant; costs no attempt.
    Postponed(Timestamp),
    /// To another address of the same person, now.
    Readdressed(String),
    /// Perhaps the relay has it; the same bytes once more at this instant.
    Ambiguous(Timestamp),
    /// A person has to look. `doubted`: perhaps the relay has it, for the second time.
    Dead {
        /// Whether the outcome of this hand-over is unknown.
        doubted: bool,
    },
    /// Ends it: it is no longer owed.
    Cancelled,
    /// As if it had not been claimed.
    Untouched,
}

fn database_clock() -> Words<Timestamptz> {
    words("clock_timestamp()")
}

/// Kinds that are mail.
pub fn mail() -> Vec<&'static str> {
    Kind::ALL.iter().filter(|kind| kind.is_mail()).map(|kind| kind.as_str()).collect()
}

/// The tenants with something due or a lease that ran out.
pub async fn due(tx: &mut WorkerListTx) -> Result<Vec<Due>> {
    let now = tx.now.to_diesel();
    let waiting: Vec<TenantId> = outbox::table
        .filter(is_waiting())
        .filter(outbox::run_at.le(now))
        .filter(outbox::kind.eq_any(mail()))
        .select(outbox::tenant_id)
        .distinct()
        .load(&mut tx.conn)
        .await?;
    let mut due = with_expired(tx, waiting).await?;
    let (holds, now) = (holds::standing(tx).await?, tx.now);
    for due in &mut due {
        due.held = holds.of(Some(due.tenant)).iter().any(|hold| hold.covers(now));
    }
    due.retain(|due| due.expired || !due.held);
    Ok(due)
}

/// These tenants, and those where a lease has run out.
async fn with_expired(tx: &mut WorkerListTx, waiting: Vec<TenantId>) -> Result<Vec<Due>> {
    let expired: Vec<TenantId> = outbox::table
        .filter(is_held())
        .filter(outbox::lease_until.lt(database_clock().nullable()))
        .select(outbox::tenant_id)
        .distinct()
        .load(&mut tx.conn)
        .await?;
    let mut tenants: Vec<TenantId> = waiting.into_iter().chain(expired.iter().copied()).collect();
    tenants.sort_unstable();
    tenants.dedup();
    let due = |tenant| Due { tenant, expired: expired.contains(&tenant), held: false };
    Ok(tenants.into_iter().map(due).collect())
}

/// Rows that are no mail; in words so that the index on them can be used.
fn is_errand() -> Words<Bool> {
    words("outbox.kind in ('close_contributions', 'share', 'figures', 'forgotten')")
}

/// The tenants with errands due, or a lease that ran out.
pub async fn errands(tx: &mut WorkerListTx) -> Result<Vec<Due>> {
    let now = tx.now.to_diesel();
    let waiting: Vec<TenantId> = outbox::table
        .filter(is_waiting())
        .filter(is_errand())
        .filter(outbox::run_at.le(now))
        .select(outbox::tenant_id)
        .distinct()
        .load(&mut tx.conn)
        .await?;
    with_expired(tx, waiting).await
}

/// How long ago the oldest errand that is due became so.
pub async fn oldest_errand(tx: &mut WorkerListTx) -> Result<Duration> {
    let oldest: Option<jiff_diesel::Timestamp> = outbox::table
        .filter(is_waiting())
        .filter(is_errand())
        .order(outbox::run_at)
        .select(outbox::run_at)
        .first(&mut tx.conn)
        .await
        .optional()?;
    Ok(age(tx, oldest))
}

/// How long ago the oldest row that is due in these tenants became so.
pub async fn oldest_due(tx: &mut WorkerListTx, tenants: &[TenantId]) -> Result<Duration> {
    let oldest: Option<jiff_diesel::Timestamp> = outbox::table
        .filter(is_waiting())
        .filter(outbox::tenant_id.eq_any(tenants))
        .filter(outbox::run_at.le(tx.now.to_diesel()))
        .filter(outbox::kind.eq_any(mail()))
        .order(outbox::run_at)
        .select(outbox::run_at)
        .first(&mut tx.conn)
        .await
        .optional()?;
    Ok(age(tx, oldest))
}

fn age(tx: &Tx, oldest: Option<jiff_diesel::Timestamp>) -> Duration {
    let age = oldest.map_or(0, |oldest| tx.now.duration_since(oldest.to_jiff()).as_secs());
    Duration::from_secs(u64::try_from(age).unwrap_or(0))
}

/// Takes back what a worker that is gone still held: before intent to be claimed again (the attempt counts, so that a
/// message that ends its workers does not do so for ever), after it as ambiguous, the second time for a person. Rows that
/// somebody is writing are left: that worker is not gone, and waiting for it while it waits for us would be a deadlock.
pub async fn take_back_expired(tx: &mut WorkerTx, resend_after: Duration) -> Result<()> {
    let tenant = tx.own();
    let expired: Vec<(MessageId, MessageState, i32)> = outbox::table
        .filter(outbox::tenant_id.eq(tenant))
        .filter(outbox::lease_until.lt(database_clock().nullable()))
        .filter(is_held())
        .select((outbox::id, outbox::state, outbox::ambiguous))
        .for_update()
        .skip_locked()
        .load(&mut tx.conn)
        .await?;
    if expired.is_empty() {
        return Ok(());
    }
    let of = |wanted: fn(MessageState, i32) -> bool| {
        let found = expired.iter().filter(|(_, state, doubts)| wanted(*state, *doubts));
        found.map(|(id, ..)| *id).collect::<Vec<_>>()
    };
    let these = |ids: &[MessageId]| {
        let rows = outbox::table.filter(outbox::tenant_id.eq(tenant));
        diesel::update(rows.filter(outbox::id.eq_any(ids.to_vec())))
    };
    let leased = of(|state, _| state == MessageState::Leased);
    these(&leased).set((outbox::state.eq("ready"), no_lease())).execute(&mut tx.conn).await?;
    let doubted = MailReason::InDoubt.as_str();
    let dead = of(|state, doubts| state == MessageState::Intent && doubts > 0);
    these(&dead)
        .set((
            outbox::state.eq("dead"),
            outbox::ambiguous.eq(2),
            outbox::finished_at.eq(tx.now.to_diesel()),
            outbox::last_error.eq(doubted),
            no_lease(),
        ))
        .execute(&mut tx.conn)
        .await?;
    let ambiguous = of(|state, doubts| state == MessageState::Intent && doubts == 0);
    these(&ambiguous)
        .set((
            outbox::state.eq("ambiguous"),
            outbox::ambiguous.eq(1),
            outbox::run_at.eq(after(tx.now, resend_after).to_diesel()),
            outbox::last_error.eq(doubted),
            no_lease(),
        ))
        .execute(&mut tx.conn)
        .await?;
    forget_bytes(tx, tenant, &dead).await?;
    for (state, ids) in [(MessageState::Dead, dead), (MessageState::Ambiguous, ambiguous)] {
        let count = u64::try_from(ids.len()).unwrap_or(0);
        metrics::counter!("dondoc_mail_total", "fate" => state.as_str()).increment(count);
        if count > 0 {
            tracing::warn!(%tenant, count, "messages {}: {doubted}", state.as_str());
        }
        let steps: Vec<_> = ids.into_iter().map(|id| (id, Some(doubted.to_owned()))).collect();
        steps::add(tx, tenant, state, &steps).await?;
    }
    Ok(())
}

type NoLease = (
    diesel::dsl::Eq<outbox::lease_until, Option<jiff_diesel::Timestamp>>,
    diesel::dsl::Eq<outbox::lease_token, Option<Uuid>>,
);

fn no_lease() -> NoLease {
    (outbox::lease_until.eq(None), outbox::lease_token.eq(None))
}

/// Takes up to `limit` messages that are due, oldest first, for `lease`; none where mail is held. Rows that another worker is
/// taking are skipped.
pub async fn claim(tx: &mut WorkerTx, limit: i64, lease: Duration) -> Result<Vec<Claimed>> {
    let (held, ids) = join!(holds::is_held(tx, tx.own()), lock_due(tx, mail(), limit));
    let (held, ids) = (held?, ids?);
    if held { Ok(vec![]) } else { take(tx, &ids, lease).await }
}

/// The same for errands.
pub async fn claim_errands(tx: &mut WorkerTx, limit: i64, lease: Duration) -> Result<Vec<Claimed>> {
    let errands = Kind::ALL.iter().filter(|kind| !kind.is_mail()).map(|kind| kind.as_str()).collect();
    let ids = lock_due(tx, errands, limit).await?;
    take(tx, &ids, lease).await
}

/// No older notice waits for the same reader. In words, so that the partial index on them can be used.
fn is_first() -> Words<Bool> {
    words(
        "(outbox.kind <> 'notice' or not exists (select from dondoc.outbox o where o.tenant_id = outbox.tenant_id \
         and o.recipient_id = outbox.recipient_id and o.kind = 'notice' and o.state in ('ready', 'leased') \
         and o.raw is null and (o.run_at, o.id) < (outbox.run_at, outbox.id)))",
    )
}

/// The first rows that are due, locked, without those that another worker is taking.
async fn lock_due(tx: &WorkerTx, kinds: Vec<&'static str>, limit: i64) -> Result<Vec<MessageId>> {
    let ids = outbox::table
        .filter(outbox::tenant_id.eq(tx.own()))
        .filter(is_waiting())
        .filter(outbox::run_at.le(tx.now.to_diesel()))
        .filter(outbox::kind.eq_any(kinds))
        .filter(is_first())
        .order((outbox::run_at, outbox::id))
        .limit(limit)
        .select(outbox::id)
        .for_update()
        .skip_locked()
        .load(&mut &*tx.conn)
        .await?;
    Ok(ids)
}

async fn take(tx: &mut WorkerTx, ids: &[MessageId], lease: Duration) -> Result<Vec<Claimed>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let token = tx.new_id();
    let rows = outbox::table.filter(outbox::tenant_id.eq(tx.own())).filter(outbox::id.eq_any(ids));
    let claim = diesel::update(rows)
        .set((
            outbox::state.eq("leased"),
            outbox::attempts.eq(outbox::attempts + 1),
            outbox::lease_token.eq(token),
            outbox::lease_until.eq(until(lease)),
        ))
        .returning((
            outbox::tenant_id,
            outbox::id,
            outbox::kind,
            outbox::args,
            outbox::attempts,
            outbox::ambiguous,
            outbox::recipient_id,
            outbox::address,
            outbox::message_id,
            outbox::raw,
            outbox::lease_token,
        ));
    let mut claimed: Vec<Claimed> = prepared(claim).load(&mut tx.conn).await?;
    // An update returns its rows in any order.
    claimed.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(claimed)
}

fn until(lease: Duration) -> SqlLiteral<Nullable<Timestamptz>> {
    // A number of our own type: nothing in it can be SQL.
    sql(&format!("clock_timestamp() + {} * interval '1 millisecond'", lease.as_millis()))
}

/// What is about to be handed over: a row, its bytes, and of a digest the local date on which it leaves (R41).
pub type HandOver<'a> = (&'a Claimed, &'a [u8], Option<Date>);

/// Commits the worker to handing over these bytes of rows claimed together; those whose lease it still has.
#[expect(
    clippy::disallowed_methods,
    reason = "an update from unnest of several arrays has no name in the DSL"
)]
pub async fn intend(
    tx: &mut WorkerTx,
    letters: &[HandOver<'_>],
    lease: Duration,
) -> Result<HashSet<MessageId>> {
    #[derive(QueryableByName)]
    struct Kept {
        #[diesel(sql_type = sql_types::Uuid)]
        id: MessageId,
    }
    let Some(token) = letters.first().map(|(row, ..)| row.token) else { return Ok(HashSet::new()) };
    let statement = "update dondoc.outbox o
        set state = 'intent', raw = n.raw, leaves_on = n.leaves_on,
            lease_until = clock_timestamp() + $5 * interval '1 millisecond'
        from unnest($2::uuid[], $3::bytea[], $6::date[]) as n (id, raw, leaves_on)
        where o.tenant_id = $1 and o.id = n.id and o.lease_token = $4 and o.state = 'leased'
        returning o.id";
    let intend = diesel::sql_query(statement)
        .bind::<sql_types::Integer, _>(tx.own())
        .bind::<sql_types::Array<sql_types::Uuid>, _>(
            letters.iter().map(|(row, ..)| row.id).collect::<Vec<_>>(),
        )
        .bind::<sql_types::Array<sql_types::Bytea>, _>(
            letters.iter().map(|(_, raw, _)| *raw).collect::<Vec<_>>(),
        )
        .bind::<Nullable<sql_types::Uuid>, _>(token)
        .bind::<sql_types::Double, _>(lease.as_secs_f64() * 1e3)
        .bind::<sql_types::Array<Nullable<sql_types::Date>>, _>(
            letters.iter().map(|(.., day)| day.map(ToDiesel::to_diesel)).collect::<Vec<_>>(),
        );
    let kept: Vec<Kept> = prepared(intend).load(&mut tx.conn).await?;
    Ok(kept.into_iter().map(|kept| kept.id).collect())
}

/// Notes that these rows, claimed together, are done; those that were still this worker's.
pub async fn settle_done(tx: &mut WorkerTx, rows: &[&Claimed]) -> Result<HashSet<MessageId>> {
    let Some(first) = rows.first() else { return Ok(HashSet::new()) };
    let (ids, now): (Vec<MessageId>, _) = (rows.iter().map(|row| row.id).collect(), tx.now.to_diesel());
    let settle = diesel::update(outbox::table.filter(outbox::tenant_id.eq(tx.own())))
        .filter(outbox::id.eq_any(ids))
        .filter(outbox::lease_token.eq(first.token))
        .filter(is_held())
        .set((
            outbox::state.eq("sent"),
            outbox::finished_at.eq(now),
            outbox::last_error.eq(None::<String>),
            no_lease(),
        ))
        .returning(outbox::id);
    let done: HashSet<MessageId> = prepared(settle).load(&mut tx.conn).await?.into_iter().collect();
    for row in rows.iter().filter(|row| done.contains(&row.id)) {
        forget(tx, row).await?;
    }
    Ok(done)
}

/// Forgets what was handed over of mail about somebody's access among these rows, which have ended: a link opens an account to whoever
/// reads it.
pub async fn forget_bytes(tx: &mut Tx, tenant: TenantId, ids: &[MessageId]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    diesel::update(outbox::table.filter(outbox::tenant_id.eq(tenant)))
        .filter(outbox::id.eq_any(ids))
        .filter(outbox::kind.eq(Kind::Access.as_str()))
        .set(outbox::raw.eq(None::<Vec<u8>>))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

/// Forgets what of a row, which has ended, is nobody's to read afterwards: the bytes of a link, and the address that somebody typed who
/// forgot their pass-phrase.
async fn forget(tx: &mut Tx, row: &Claimed) -> Result<()> {
    match Kind::parse(&row.kind) {
        Some(Kind::Access) => forget_bytes(tx, row.tenant, &[row.id]).await?,
        Some(Kind::Forgotten) => {
            let row = diesel::update(outbox::table.find((row.tenant, row.id)));
            row.set(outbox::args.eq(json!({}))).execute(&mut tx.conn).await?;
        }
        _ => {}
    }
    Ok(())
}

/// Ends the lease; false if it was lost, and then nothing changes.
pub async fn settle(tx: &mut Tx, row: &Claimed, next: &Next, why: Option<&str>) -> Result<bool> {
    let now = Some(tx.now.to_diesel());
    let why = why.map(steps::said);
    let held = diesel::update(outbox::table.find((row.tenant, row.id)))
        .filter(outbox::lease_token.eq(row.token))
        .filter(is_held());
    let finished = |state: &'static str| {
        (outbox::state.eq(state), outbox::finished_at.eq(now), outbox::last_error.eq(why.clone()), no_lease())
    };
    let waiting = |state: &'static str, at: Timestamp| {
        (
            outbox::state.eq(state),
            outbox::run_at.eq(at.to_diesel()),
            outbox::last_error.eq(why.clone()),
            no_lease(),
        )
    };
    let conn = &mut tx.conn;
    let rows = match next {
        Next::Sent => held.set(finished("sent")).execute(conn).await?,
        Next::Cancelled => held.set(finished("cancelled")).execute(conn).await?,
        Next::Dead { doubted } => {
            let doubts = outbox::ambiguous.eq(outbox::ambiguous + i32::from(*doubted));
            held.set((finished("dead"), doubts)).execute(conn).await?
        }
        // Refused for certain: unless an earlier hand-over is in doubt, the next try says what is true by then.
        Next::Again(at) if row.ambiguous == 0 => {
            held.set((waiting("ready", *at), outbox::raw.eq(None::<Vec<u8>>))).execute(conn).await?
        }
        Next::Again(at) => held.set(waiting("ready", *at)).execute(conn).await?,
        Next::Postponed(at) => {
            let attempts = outbox::attempts.eq(outbox::attempts - 1);
            held.set((waiting("ready", *at), attempts)).execute(conn).await?
        }
        Next::Ambiguous(at) => {
            held.set((waiting("ambiguous", *at), outbox::ambiguous.eq(1))).execute(conn).await?
        }
        Next::Readdressed(address) => {
            held.set((outbox::state.eq("ready"), outbox::address.eq(address), no_lease()))
                .execute(conn)
                .await?
        }
        Next::Untouched => {
            let back = (outbox::state.eq("ready"), outbox::attempts.eq(outbox::attempts - 1), no_lease());
            // Bytes of an earlier hand-over that is in doubt are kept, others were never handed over.
            let raw = row.raw.clone();
            held.set((back, outbox::raw.eq(raw))).execute(conn).await?
        }
    };
    if rows == 1 && matches!(next, Next::Sent | Next::Cancelled | Next::Dead { .. }) {
        forget(tx, row).await?;
    }
    let state = match next {
        Next::Sent => Some(MessageState::Sent),
        Next::Cancelled => Some(MessageState::Cancelled),
        Next::Dead { .. } => Some(MessageState::Dead),
        Next::Ambiguous(_) => Some(MessageState::Ambiguous),
        Next::Again(_) | Next::Postponed(_) | Next::Readdressed(_) => Some(MessageState::Ready),
        Next::Untouched => None,
    };
    if let Some(state) = state.filter(|_| rows == 1 && row.is_mail()) {
        steps::add(tx, row.tenant, state, &[(row.id, why)]).await?;
    }
    Ok(rows == 1)
}
