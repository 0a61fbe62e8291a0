//! SQL of the answers that are kept.

use anyhow::Context;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    error::ErrorCode,
    id::{TenantId, UserId},
};
use jiff_diesel::ToDiesel;
use serde::{Serialize, de::DeserializeOwned};

use crate::http::Command;
use crate::{db::Tx, error::Result, schema::idempotency as table};

/// Whose keys they are: a key of somebody else is another key.
type Caller = (TenantId, UserId);

/// The answer already given to this key, if any.
pub async fn find<R: DeserializeOwned>(
    tx: &mut Tx,
    (tenant, user): Caller,
    command: &Command,
    hash: &[u8],
) -> Result<Option<R>> {
    let Some(key) = command.key() else { return Ok(None) };
    let row: Option<(Vec<u8>, serde_json::Value)> = table::table
        .find((tenant, user, key))
        .select((table::request_hash, table::body))
        .first(&mut tx.conn)
        .await
        .optional()?;
    match row {
        None => Ok(None),
        Some((kept, body)) if kept == hash => Ok(Some(serde_json::from_value(body).context("kept answer")?)),
        Some(_) => Err(ErrorCode::KeyReused.into()),
    }
}

/// Whether a request with this key was carried out.
pub async fn is_kept(tx: &mut Tx, (tenant, user): Caller, command: &Command) -> Result<bool> {
    let Some(key) = command.key() else { return Ok(false) };
    let kept = table::table.find((tenant, user, key)).count();
    let n: i64 = kept.get_result(&mut tx.conn).await?;
    Ok(n > 0)
}

/// Keeps the answer; a second request with the same key at the same moment fails here and is undone.
pub async fn keep<R: Serialize>(
    tx: &mut Tx,
    (tenant, user): Caller,
    command: &Command,
    hash: &[u8],
    answer: &R,
) -> Result<()> {
    let Some(key) = command.key() else { return Ok(()) };
    diesel::insert_into(table::table)
        .values((
            table::tenant_id.eq(tenant),
            table::user_id.eq(user),
            table::key.eq(key),
            table::operation.eq(command.operation()),
            table::request_hash.eq(hash),
            table::status.eq(200),
            table::body.eq(serde_json::to_value(answer).context("answer")?),
            table::created_at.eq(tx.now.to_diesel()),
        ))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}
