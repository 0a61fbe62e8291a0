//! SQL of the event stream.

use std::collections::BTreeSet;

use diesel::{prelude::*, sql_types::BigInt};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, TenantId},
    wire::{Changed, assignment::EventKind},
};
use jiff::SignedDuration;
use uuid::Uuid;

use super::cursor::{BATCH, Cursor, KEPT_DAYS};
use crate::{
    db::Tx,
    error::Result,
    schema::{assignments, events, tasks, tenants},
};

#[derive(QueryableByName)]
struct Horizon {
    #[diesel(sql_type = BigInt)]
    xid: i64,
}

/// Every transaction below this number has ended.
#[expect(clippy::disallowed_methods, reason = "the snapshot functions have no name in the DSL")]
pub async fn horizon(tx: &mut Tx) -> Result<i64> {
    let sql = "select pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text::bigint as xid";
    let row: Horizon = diesel::sql_query(sql).get_result(&mut tx.conn).await?;
    Ok(row.xid)
}

/// In which tenants something was committed by transactions of `from` up to, but not including, `to`.
pub(super) async fn tenants_between(tx: &mut Tx, from: i64, to: i64) -> Result<BTreeSet<TenantId>> {
    let ids: Vec<TenantId> = events::table
        .filter(events::xid.ge(from))
        .filter(events::xid.lt(to))
        .select(events::tenant_id)
        .distinct()
        .load(&mut tx.conn)
        .await?;
    Ok(ids.into_iter().collect())
}

/// Can the stream go on from here? The place must lie below the horizon, be an event that the reader can see or the
/// beginning of a transaction, and nothing that follows it may be too old to be told.
pub async fn is_known(tx: &mut Tx, cursor: Cursor, horizon: i64) -> Result<bool> {
    let oldest = tx.now.checked_sub(SignedDuration::from_hours(24 * KEPT_DAYS)).unwrap_or(tx.now);
    let query = events::table
        .filter(events::xid.ge(cursor.xid))
        .filter(events::xid.gt(cursor.xid).or(events::id.ge(cursor.id)))
        .into_boxed();
    let query = match tx.tenant() {
        Some(tenant) => query.filter(events::tenant_id.eq(tenant)),
        None => query,
    };
    let first: Option<(i64, Uuid, jiff_diesel::Timestamp)> = query
        .order((events::xid, events::id))
        .select((events::xid, events::id, events::at))
        .first(&mut tx.conn)
        .await
        .optional()?;
    let there = cursor.id.is_nil()
        || first.as_ref().is_some_and(|(xid, id, _)| (*xid, *id) == (cursor.xid, cursor.id));
    let recent = first.is_none_or(|(.., at)| at.to_jiff() >= oldest);
    Ok(cursor.xid <= horizon && there && recent)
}

/// The next events after a place, below the horizon, in their order.
pub async fn after(tx: &mut Tx, cursor: Cursor, horizon: i64) -> Result<Vec<(Cursor, Changed)>> {
    type Row = (i64, Uuid, AssignmentId, EventKind, jiff_diesel::Timestamp, String, String);
    let query =
        events::table
            .inner_join(assignments::table.on(
                assignments::tenant_id.eq(events::tenant_id).and(assignments::id.eq(events::assignment_id)),
            ))
            .inner_join(tasks::table.on(tasks::id.eq(assignments::task_id)))
            .inner_join(tenants::table.on(tenants::id.eq(events::tenant_id)))
            .filter(events::xid.ge(cursor.xid))
            .filter(events::xid.gt(cursor.xid).or(events::id.gt(cursor.id)))
            .filter(events::xid.lt(horizon))
            .into_boxed();
    let query = match tx.tenant() {
        Some(tenant) => query.filter(events::tenant_id.eq(tenant)),
        None => query,
    };
    let rows: Vec<Row> = query
        .order((events::xid, events::id))
        .limit(BATCH)
        .select((
            events::xid,
            events::id,
            events::assignment_id,
            events::kind,
            events::at,
            tasks::code,
            tenants::slug,
        ))
        .load(&mut tx.conn)
        .await?;
    let told = |(xid, id, assignment, kind, at, code, slug): Row| {
        let code = format!("{code}/{slug}");
        (Cursor { xid, id }, Changed { assignment, code, kind, at: at.to_jiff() })
    };
    Ok(rows.into_iter().map(told).collect())
}
