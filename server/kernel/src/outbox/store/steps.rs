//! What became of a message, step by step: the outcome of each try with what the relay answered, and what a person did
//! about it. The row of the outbox itself keeps its last state alone.

use diesel::{prelude::*, sql_types};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{MessageId, TenantId},
    scrub::one_line,
    wire::mail::{MessageState, MessageStep},
};
use jiff_diesel::ToDiesel;

use crate::{
    db::{NationalTx, Tx, prepared},
    error::Result,
    schema::message_steps as s,
};

/// The newest that are shown: a message that a person sends again and again has more.
const MOST: i64 = 100;

/// Shortens the relay's answer to what the log keeps.
pub fn said(text: &str) -> String {
    one_line(text).chars().take(300).collect()
}

/// Adds a step of each of these messages of a tenant. One statement whose arrays hold the rows: its text is the same
/// however many there are.
#[expect(clippy::disallowed_methods, reason = "unnest of several arrays has no name in the DSL")]
pub async fn add(
    tx: &Tx,
    tenant: TenantId,
    state: MessageState,
    steps: &[(MessageId, Option<String>)],
) -> Result<()> {
    if steps.is_empty() {
        return Ok(());
    }
    let statement = "insert into dondoc.message_steps (tenant_id, message_id, id, at, state, said)
        select $1, n.message_id, n.id, $2, $3, n.said
        from unnest($4::uuid[], $5::uuid[], $6::text[]) as n (message_id, id, said)";
    let add = diesel::sql_query(statement)
        .bind::<sql_types::Integer, _>(tenant)
        .bind::<sql_types::Timestamptz, _>(tx.now.to_diesel())
        .bind::<sql_types::Text, _>(state)
        .bind::<sql_types::Array<sql_types::Uuid>, _>(steps.iter().map(|(id, _)| *id).collect::<Vec<_>>())
        .bind::<sql_types::Array<sql_types::Uuid>, _>(steps.iter().map(|_| tx.new_id()).collect::<Vec<_>>())
        .bind::<sql_types::Array<sql_types::Nullable<sql_types::Text>>, _>(
            steps.iter().map(|(_, said)| said.as_deref()).collect::<Vec<_>>(),
        );
    prepared(add).execute(&mut &*tx.conn).await?;
    Ok(())
}

/// The steps of a message, the first one first.
pub async fn of(tx: &mut NationalTx, tenant: TenantId, message: MessageId) -> Result<Vec<MessageStep>> {
    let rows: Vec<(jiff_diesel::Timestamp, MessageState, Option<String>)> = s::table
        .filter(s::tenant_id.eq(tenant))
        .filter(s::message_id.eq(message))
        .order((s::at.desc(), s::id.desc()))
        .limit(MOST)
        .select((s::at, s::state, s::said))
        .load(&mut tx.conn)
        .await?;
    let step =
        |(at, state, said): (jiff_diesel::Timestamp, _, _)| MessageStep { at: at.to_jiff(), state, said };
    Ok(rows.into_iter().rev().map(step).collect())
}
