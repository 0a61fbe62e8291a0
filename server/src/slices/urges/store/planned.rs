//! SQL of what plans of urges show and withdraw.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, TenantId, UrgeId},
    wire::urge::plan::RecentUrge,
};
use jiff::{SignedDuration, civil::Date};
use jiff_diesel::ToDiesel;

use dondoc_kernel::{
    db::{NationalTx, Tx, sql::conn},
    error::{Error, Result},
    schema::{urge_assignments as l, urges as u},
};

/// An urge so young is told of, whoever issued it.
const RECENT: SignedDuration = SignedDuration::from_hours(24);

/// The newest urge of the last day about each of these assignments of a tenant, whoever issued it.
pub async fn recent(
    tx: &mut Tx,
    tenant: TenantId,
    ids: &[AssignmentId],
) -> Result<HashMap<AssignmentId, RecentUrge>> {
    let since = tx.now.saturating_sub(RECENT).map_err(|error| Error::Internal(error.into()))?;
    let rows: Vec<(AssignmentId, jiff_diesel::Timestamp, String)> = l::table
        .inner_join(u::table.on(u::tenant_id.eq(l::tenant_id).and(u::id.eq(l::urge_id))))
        .filter(l::tenant_id.eq(tenant))
        .filter(l::assignment_id.eq_any(ids))
        .filter(u::at.gt(since.to_diesel()))
        .filter(u::withdrawn_at.is_null())
        .order(u::id)
        .select((l::assignment_id, u::at, u::by_name))
        .load(conn(tx))
        .await?;
    // The last of equal keys stays, which is the newest.
    Ok(rows.into_iter().map(|(id, at, by)| (id, RecentUrge { at: at.to_jiff(), by })).collect())
}

/// What an urge was issued about.
pub async fn about(tx: &mut NationalTx, tenant: TenantId, urge: UrgeId) -> Result<Vec<AssignmentId>> {
    let of_urge = l::table.filter(l::tenant_id.eq(tenant)).filter(l::urge_id.eq(urge));
    Ok(of_urge.order(l::assignment_id).select(l::assignment_id).load(conn(tx)).await?)
}

/// How many urges were issued about each of these and not withdrawn, and the local date of the last.
pub async fn urged(
    tx: &mut NationalTx,
    tenant: TenantId,
    ids: &[AssignmentId],
) -> Result<BTreeMap<AssignmentId, (i32, Date)>> {
    let rows: Vec<(AssignmentId, jiff_diesel::Date)> = l::table
        .inner_join(u::table.on(u::tenant_id.eq(l::tenant_id).and(u::id.eq(l::urge_id))))
        .filter(l::tenant_id.eq(tenant))
        .filter(l::assignment_id.eq_any(ids))
        .filter(u::withdrawn_at.is_null())
        .select((l::assignment_id, u::issued_on))
        .load(conn(tx))
        .await?;
    let mut urged = BTreeMap::new();
    for (id, issued_on) in rows {
        let (n, last) = urged.entry(id).or_insert((0_i32, issued_on.to_jiff()));
        (*n, *last) = (n.saturating_add(1), issued_on.to_jiff().max(*last));
    }
    Ok(urged)
}

/// Closes an urge that nobody has answered, as withdrawn. False where it was answered or closed before.
pub async fn withdraw(tx: &mut NationalTx, tenant: TenantId, urge: UrgeId) -> Result<bool> {
    let now = tx.now.to_diesel();
    let rows = diesel::update(u::table.find((tenant, urge)))
        .filter(u::answered_at.is_null())
        .filter(u::lapsed_at.is_null())
        .set((u::lapsed_at.eq(now), u::withdrawn_at.eq(now)))
        .execute(conn(tx))
        .await?;
    diesel::update(l::table)
        .filter(l::tenant_id.eq(tenant))
        .filter(l::urge_id.eq(urge))
        .filter(l::lapsed_at.is_null())
        .set(l::lapsed_at.eq(now))
        .execute(conn(tx))
        .await?;
    Ok(rows == 1)
}
