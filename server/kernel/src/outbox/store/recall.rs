//! Taking messages back before any of them has left.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{MessageId, TenantId},
    wire::mail::MessageState,
};
use jiff_diesel::ToDiesel;

use super::steps;
use crate::{
    db::{NationalTx, sql::conn},
    error::Result,
    schema::outbox as o,
};

/// Cancels those of these messages of a tenant that wait. False, with nothing written, where one of them has left or is in
/// the hands of a worker: all are taken back, or none.
pub async fn recall(tx: &mut NationalTx, tenant: TenantId, ids: &[MessageId], why: &str) -> Result<bool> {
    let held: Vec<(MessageId, MessageState)> = o::table
        .filter(o::tenant_id.eq(tenant))
        .filter(o::id.eq_any(ids))
        .order(o::id)
        .select((o::id, o::state))
        .for_update()
        .load(conn(tx))
        .await?;
    if held.iter().any(|(_, state)| !matches!(state, MessageState::Ready | MessageState::Cancelled)) {
        return Ok(false);
    }
    let waiting: Vec<MessageId> =
        held.into_iter().filter(|(_, state)| *state == MessageState::Ready).map(|(id, _)| id).collect();
    diesel::update(o::table)
        .filter(o::tenant_id.eq(tenant))
        .filter(o::id.eq_any(&waiting))
        .set((o::state.eq("cancelled"), o::finished_at.eq(tx.now.to_diesel()), o::last_error.eq(why)))
        .execute(conn(tx))
        .await?;
    let said: Vec<_> = waiting.into_iter().map(|id| (id, Some(why.to_owned()))).collect();
    steps::add(tx, tenant, MessageState::Cancelled, &said).await?;
    Ok(true)
}
