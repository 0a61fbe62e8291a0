//! What stands beside an assignment and ends with it or because of it: steps up the ladder that wait, urges without an
//! answer, re-checks that wait.

use std::collections::HashMap;

use diesel::{
    dsl::{exists, not},
    prelude::*,
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, TenantId, UrgeId},
    lifecycle::Status,
    wire::recheck::RecheckOutcome,
};
use jiff::{Timestamp, civil::Date};
use jiff_diesel::ToDiesel;

use super::super::{model::Loaded, words::is_waiting};
use dondoc_kernel::{
    db::{
        NationalTx, Tx,
        sql::{conn, lane},
    },
    error::Result,
    schema::{assignments as a, escalation_steps as s, rechecks as r, urge_assignments as l, urges as u},
};

/// The steps that wait lapse: the tenant has moved, or its due date has.
pub async fn lapse_steps(tx: &mut Tx, of: &Loaded) -> Result<()> {
    let now = tx.now.to_diesel();
    diesel::update(s::table)
        .filter(s::tenant_id.eq(of.tenant_id))
        .filter(s::assignment_id.eq(of.id))
        .filter(is_waiting())
        .set((s::state.eq("lapsed"), s::decided_at.eq(now)))
        .execute(conn(tx))
        .await?;
    Ok(())
}

/// What waits for a re-check and is re-opened does not hold (R173). Of what somebody accepted themselves they say nothing: that lapses.
pub async fn end_rechecks(tx: &mut Tx, of: &Loaded, remark: &str) -> Result<()> {
    let (user, _) = tx.actor.person()?;
    let (name, now) = (tx.actor.name.clone(), tx.now.to_diesel());
    let waiting = || {
        r::table
            .filter(r::tenant_id.eq(of.tenant_id))
            .filter(r::assignment_id.eq(of.id))
            .filter(r::outcome.is_null())
    };
    diesel::update(waiting().filter(r::accepted_by.is_distinct_from(user)))
        .set((
            r::outcome.eq(RecheckOutcome::DoesNotHold),
            r::remark.eq(remark),
            r::by_id.eq(user),
            r::by_name.eq(name),
            r::decided_at.eq(now),
        ))
        .execute(conn(tx))
        .await?;
    diesel::update(waiting())
        .set((r::outcome.eq(RecheckOutcome::Lapsed), r::decided_at.eq(now)))
        .execute(conn(tx))
        .await?;
    Ok(())
}

/// What was drawn of this month and is accepted no longer lapses. Writing a re-check waits for whoever is re-opening its assignment, so
/// that their change is seen here; whoever comes later finds the re-check.
pub async fn lapse_moved_rechecks(tx: &mut NationalTx, month: Date) -> Result<()> {
    let stands = a::table
        .filter(a::tenant_id.eq(r::tenant_id))
        .filter(a::id.eq(r::assignment_id))
        .filter(a::status.eq(Status::Accepted));
    diesel::update(r::table)
        .filter(r::month.eq(month.to_diesel()))
        .filter(r::outcome.is_null())
        .filter(not(exists(stands)))
        .set((r::outcome.eq(RecheckOutcome::Lapsed), r::decided_at.eq(tx.now.to_diesel())))
        .execute(conn(tx))
        .await?;
    Ok(())
}

/// What an urge still asks about, in the order in which assignments are locked.
pub async fn open_of_urge(tx: &mut Tx, tenant: TenantId, urge: UrgeId) -> Result<Vec<AssignmentId>> {
    let ids = l::table
        .filter(l::tenant_id.eq(tenant))
        .filter(l::urge_id.eq(urge))
        .filter(l::lapsed_at.is_null())
        .order(l::assignment_id)
        .select(l::assignment_id)
        .load(conn(tx))
        .await?;
    Ok(ids)
}

/// An urge that waits for its answer, as a line tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenUrge {
    /// Finds the urge again.
    pub id: UrgeId,
    /// Its number, `12/2024/TCT`.
    pub number: String,
    /// Answer due by the end of this local day.
    pub reply_by: Date,
}

/// The urges that wait for an answer about these assignments of a tenant, the oldest first.
pub async fn open_urges(
    tx: &Tx,
    tenant: TenantId,
    ids: &[AssignmentId],
) -> Result<HashMap<AssignmentId, Vec<OpenUrge>>> {
    open_by(tx, tenant, ids, Timestamp::MAX).await
}

/// Those of them that mail may tell of: not what can still be withdrawn without a trace in anybody's mailbox (R165).
pub async fn told_urges(
    tx: &Tx,
    tenant: TenantId,
    ids: &[AssignmentId],
) -> Result<HashMap<AssignmentId, Vec<OpenUrge>>> {
    open_by(tx, tenant, ids, tx.now).await
}

async fn open_by(
    tx: &Tx,
    tenant: TenantId,
    ids: &[AssignmentId],
    told_by: Timestamp,
) -> Result<HashMap<AssignmentId, Vec<OpenUrge>>> {
    let mut found: HashMap<AssignmentId, Vec<OpenUrge>> = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    type Row = (AssignmentId, UrgeId, i32, i32, String, jiff_diesel::Date);
    let rows: Vec<Row> = l::table
        .inner_join(u::table.on(u::tenant_id.eq(l::tenant_id).and(u::id.eq(l::urge_id))))
        .filter(l::tenant_id.eq(tenant))
        .filter(l::assignment_id.eq_any(ids))
        .filter(l::lapsed_at.is_null())
        .filter(u::answered_at.is_null())
        .filter(u::lapsed_at.is_null())
        .filter(u::mail_from.is_null().or(u::mail_from.le(told_by.to_diesel())))
        .order(u::id)
        .select((l::assignment_id, u::id, u::number, u::year, u::symbol, u::reply_by))
        .load(&mut lane(tx))
        .await?;
    for (of, id, number, year, symbol, reply_by) in rows {
        let number = format!("{number}/{year}/{symbol}");
        found.entry(of).or_default().push(OpenUrge { id, number, reply_by: reply_by.to_jiff() });
    }
    Ok(found)
}

/// The assignment leaves its open urges; one that no longer asks about anything is closed, without an answer.
pub async fn lapse_urges(tx: &mut Tx, of: &Loaded) -> Result<()> {
    let now = tx.now.to_diesel();
    let own = l::table
        .filter(l::tenant_id.eq(of.tenant_id))
        .filter(l::assignment_id.eq(of.id))
        .filter(l::lapsed_at.is_null())
        .select(l::urge_id);
    // Locked first: of two assignments accepted at the same moment the second sees that the first has left.
    let open: Vec<UrgeId> = u::table
        .filter(u::tenant_id.eq(of.tenant_id))
        .filter(u::id.eq_any(own))
        .filter(u::answered_at.is_null())
        .filter(u::lapsed_at.is_null())
        .order(u::id)
        .select(u::id)
        .for_update()
        .load(conn(tx))
        .await?;
    diesel::update(l::table)
        .filter(l::tenant_id.eq(of.tenant_id))
        .filter(l::assignment_id.eq(of.id))
        .filter(l::urge_id.eq_any(&open))
        .set(l::lapsed_at.eq(now))
        .execute(conn(tx))
        .await?;
    let still = l::table
        .filter(l::tenant_id.eq(of.tenant_id))
        .filter(l::urge_id.eq_any(&open))
        .filter(l::lapsed_at.is_null())
        .select(l::urge_id);
    diesel::update(u::table)
        .filter(u::tenant_id.eq(of.tenant_id))
        .filter(u::id.eq_any(&open))
        .filter(u::id.ne_all(still))
        .set(u::lapsed_at.eq(now))
        .execute(conn(tx))
        .await?;
    Ok(())
}
