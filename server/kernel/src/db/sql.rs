//! The connection of a transaction, for files of SQL alone: what imports this is called `store`.

use diesel::sql_types::{Integer, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Tx;
use crate::error::Result;

/// The connection, for one statement after the other.
pub fn conn(tx: &mut Tx) -> &mut AsyncPgConnection {
    &mut tx.conn
}

/// The connection, for statements that are sent together: each takes `&mut lane(tx)`.
pub fn lane(tx: &Tx) -> &AsyncPgConnection {
    &tx.conn
}

/// Waits until nobody else writes to this part of a `dondoc.table` by this function, and keeps them out until the end of the
/// transaction: where many rows are written at once, those who write the same ones in another order would wait for each other for
/// ever.
#[expect(clippy::disallowed_methods, reason = "an advisory lock has no name in the DSL")]
pub async fn write_alone(tx: &mut Tx, table: &'static str, part: i32) -> Result<()> {
    diesel::sql_query("select pg_advisory_xact_lock($1::regclass::oid::int, $2)")
        .bind::<Text, _>(table)
        .bind::<Integer, _>(part)
        .execute(conn(tx))
        .await?;
    Ok(())
}
