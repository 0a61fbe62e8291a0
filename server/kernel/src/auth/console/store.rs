//! SQL of consoles that wait to be let in by browser.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::id::{SessionId, TenantId};
use jiff::SignedDuration;
use jiff_diesel::ToDiesel;

use crate::{
    db::{AuthTx, exactly_one},
    error::{Error, Result},
    schema::console_log_ins as c,
};

/// A console that waits.
#[derive(Queryable, Selectable)]
#[diesel(table_name = c)]
pub(super) struct Row {
    pub device_hash: Vec<u8>,
    pub host: String,
    pub address: String,
    pub asked_at: jiff_diesel::Timestamp,
    pub polled_at: Option<jiff_diesel::Timestamp>,
    pub decided_at: Option<jiff_diesel::Timestamp>,
    pub session_id: Option<SessionId>,
}

pub(super) async fn insert(
    tx: &mut AuthTx,
    (device, code): (&[u8], &str),
    (host, address): (&str, &str),
    life: SignedDuration,
) -> Result<()> {
    let expires = tx.now.checked_add(life).map_err(|error| Error::Internal(error.into()))?;
    diesel::insert_into(c::table)
        .values((
            c::tenant_id.eq(TenantId::NATIONAL),
            c::device_hash.eq(device),
            c::user_code.eq(code),
            c::host.eq(host),
            c::address.eq(address),
            c::asked_at.eq(tx.now.to_diesel()),
            c::expires_at.eq(expires.to_diesel()),
        ))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

/// Deletes those that ran out so long ago.
pub(super) async fn delete_old(tx: &mut AuthTx, age: SignedDuration) -> Result<()> {
    let before = tx.now.checked_sub(age).map_err(|error| Error::Internal(error.into()))?;
    let old = c::table.filter(c::expires_at.lt(before.to_diesel()));
    diesel::delete(old).execute(&mut tx.conn).await?;
    Ok(())
}

/// The console that has this device code and has not run out, locked.
pub(super) async fn lock(tx: &mut AuthTx, device: &[u8]) -> Result<Option<Row>> {
    let one = c::table
        .find((TenantId::NATIONAL, device))
        .filter(c::expires_at.gt(tx.now.to_diesel()))
        .select(Row::as_select());
    Ok(one.for_update().first(&mut tx.conn).await.optional()?)
}

/// The console that shows this code, waits and has not run out, locked.
pub(super) async fn find(tx: &mut AuthTx, code: &str) -> Result<Option<Row>> {
    let one = c::table
        .filter(c::tenant_id.eq(TenantId::NATIONAL))
        .filter(c::user_code.eq(code))
        .filter(c::decided_at.is_null())
        .filter(c::expires_at.gt(tx.now.to_diesel()))
        .select(Row::as_select());
    Ok(one.for_update().first(&mut tx.conn).await.optional()?)
}

/// Notes that it asked again now.
pub(super) async fn note_poll(tx: &mut AuthTx, device: &[u8]) -> Result<()> {
    let now = tx.now;
    let rows = diesel::update(c::table.find((TenantId::NATIONAL, device)))
        .set(c::polled_at.eq(now.to_diesel()))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)
}

/// Notes who let it in; nobody where it is refused.
pub(super) async fn decide(tx: &mut AuthTx, device: &[u8], session: Option<SessionId>) -> Result<()> {
    let now = tx.now;
    let rows = diesel::update(c::table.find((TenantId::NATIONAL, device)))
        .set((c::decided_at.eq(now.to_diesel()), c::session_id.eq(session)))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)
}

/// Deletes it; false where somebody else did.
pub(super) async fn take(tx: &mut AuthTx, device: &[u8]) -> Result<bool> {
    Ok(diesel::delete(c::table.find((TenantId::NATIONAL, device))).execute(&mut tx.conn).await? == 1)
}
