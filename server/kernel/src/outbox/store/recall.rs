//! Taking mail back before any of it has left.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{MessageId, TenantId},
    wire::mail::MessageState,
};
use jiff_diesel::ToDiesel;

use super::{super::Kind, steps};
use crate::{
    db::{NationalTx, sql::conn},
    error::Result,
    schema::outbox as o,
};

/// Cancels all mail of a tenant about one matter, `first` and what was queued after it with the same beginning of its key: also
/// what a stand-in was to get. False, with nothing written, where any of it was handed over, or may have been, or is in the hands
/// of a worker: all is taken back, or none.
pub async fn recall(
    tx: &mut NationalTx,
    tenant: TenantId,
    (kind, matter, first): (Kind, &str, MessageId),
    why: &str,
) -> Result<bool> {
    let held: Vec<(MessageId, MessageState, bool)> = o::table
        .filter(o::kind.eq(kind.as_str()))
        .filter(o::id.ge(first))
        .filter(o::tenant_id.eq(tenant))
        .filter(o::dedupe_key.like(format!("{matter}:%")))
        .order(o::id)
        .select((o::id, o::state, o::raw.is_null().and(o::ambiguous.eq(0))))
        .for_update()
        .load(conn(tx))
        .await?;
    let is_here = |(_, state, untried): &(MessageId, MessageState, bool)| {
        *untried && matches!(state, MessageState::Ready | MessageState::Cancelled)
    };
    if !held.iter().all(is_here) {
        return Ok(false);
    }
    let waiting: Vec<MessageId> =
        held.into_iter().filter(|(_, state, _)| *state == MessageState::Ready).map(|(id, ..)| id).collect();
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
