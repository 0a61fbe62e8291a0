//! Mail that takes along what else waits for its reader: several notices are one mail.
//!
//! Of a reader's notices only the oldest can be claimed. When it is about to leave it takes over what the others say, and
//! they end. What comes later waits for its own time.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::MessageId,
    wire::mail::{MailReason, MessageState},
};
use jiff_diesel::ToDiesel;
use serde_json::{Value, json};

use super::{super::Kind, Claimed, steps};
use crate::{db::WorkerTx, error::Result, schema::outbox};

/// Moves what the reader's other waiting notices say into this one, which this worker holds, and ends them. Returns all that
/// it says now, the oldest first: the list `list` of its arguments.
pub async fn gather(tx: &mut WorkerTx, row: &Claimed, list: &str) -> Result<Vec<Value>> {
    let said = |args: &Value| args.get(list).and_then(Value::as_array).cloned().unwrap_or_default();
    let mut all = said(&row.args);
    let others: Vec<(MessageId, Value)> = outbox::table
        .filter(outbox::tenant_id.eq(tx.own()))
        .filter(outbox::kind.eq(Kind::Notice.as_str()))
        .filter(outbox::recipient_id.eq(row.recipient_id))
        .filter(outbox::state.eq("ready"))
        .filter(outbox::raw.is_null())
        .order((outbox::run_at, outbox::id))
        .select((outbox::id, outbox::args))
        .for_update()
        .load(&mut tx.conn)
        .await?;
    if others.is_empty() {
        return Ok(all);
    }
    all.extend(others.iter().flat_map(|(_, args)| said(args)));
    let ids: Vec<MessageId> = others.iter().map(|(id, _)| *id).collect();
    diesel::update(outbox::table.filter(outbox::tenant_id.eq(tx.own())).filter(outbox::id.eq_any(&ids)))
        .set((
            outbox::state.eq("cancelled"),
            outbox::finished_at.eq(tx.now.to_diesel()),
            outbox::last_error.eq(MailReason::TakenAlong.as_str()),
        ))
        .execute(&mut tx.conn)
        .await?;
    diesel::update(outbox::table.find((row.tenant, row.id)))
        .filter(outbox::lease_token.eq(row.token))
        .set(outbox::args.eq(json!({ (list): all })))
        .execute(&mut tx.conn)
        .await?;
    let ended: Vec<_> = ids.into_iter().map(|id| (id, Some(MailReason::TakenAlong.to_string()))).collect();
    steps::add(tx, tx.own(), MessageState::Cancelled, &ended).await?;
    Ok(all)
}
