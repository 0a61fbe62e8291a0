//! What stands beside an assignment and ends with it or because of it: steps up the ladder that wait, urges without an
//! answer.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::id::{AssignmentId, TenantId, UrgeId};
use jiff_diesel::ToDiesel;

use super::super::{model::Loaded, words::is_waiting};
use dondoc_kernel::{
    db::{Tx, sql::conn},
    error::Result,
    schema::{escalation_steps as s, urge_assignments as l, urges as u},
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
