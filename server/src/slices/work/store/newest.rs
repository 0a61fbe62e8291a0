//! What was done last about the work of a tenant.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, TenantId},
    wire::{assignment::EventKind, national::TenantAct},
};

use dondoc_kernel::{
    db::{NationalTx, sql::conn},
    error::Result,
    schema::{assignments, events, tasks},
};

/// The newest acts that are shown.
const ACTS: i64 = 12;

/// What was done last about a tenant's work, newest first.
pub async fn acts(tx: &mut NationalTx, tenant: TenantId, slug: &str) -> Result<Vec<TenantAct>> {
    type Row = (jiff_diesel::Timestamp, EventKind, String, Option<TenantId>, AssignmentId, String);
    let rows: Vec<Row> =
        events::table
            .inner_join(assignments::table.on(
                assignments::tenant_id.eq(events::tenant_id).and(assignments::id.eq(events::assignment_id)),
            ))
            .inner_join(tasks::table.on(tasks::id.eq(assignments::task_id)))
            .filter(events::tenant_id.eq(tenant))
            // As they were committed, which an index knows.
            .order((events::xid.desc(), events::id.desc()))
            .limit(ACTS)
            .select((
                events::at,
                events::kind,
                events::actor_name,
                events::actor_tenant_id,
                events::assignment_id,
                tasks::code,
            ))
            .load(conn(tx))
            .await?;
    let read = |(at, kind, by, actor, assignment, code): Row| TenantAct {
        at: at.to_jiff(),
        kind,
        by,
        by_working_group: actor.is_some_and(TenantId::is_national),
        assignment,
        code: format!("{code}/{slug}"),
    };
    Ok(rows.into_iter().map(read).collect())
}
