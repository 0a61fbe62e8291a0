//! SQL of queueing.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::id::MessageId;
use jiff_diesel::ToDiesel;
use serde_json::Value;
use uuid::Uuid;

use super::super::{Kind, NewMessage};
use crate::{
    clock,
    db::{Tx, WorkerTx},
    error::Result,
    schema::outbox,
};

/// Queues a message; none if its key is already there.
pub async fn enqueue(tx: &mut Tx, message: NewMessage) -> Result<Option<MessageId>> {
    let id = MessageId(tx.new_id());
    // It never changes, so a second hand-over of the same message can be told from another message. Its last part is
    // random, because an id made from a standing clock is only as unique as its random half, and because a report must prove
    // that its sender has seen the message.
    let (_, random) = clock::new_id(message.run_at).as_u64_pair();
    let message_id = format!("{}.{}.{random:016x}", message.tenant, id.0.simple());
    let (recipient_id, address) = message.recipient.unzip();
    let rows = diesel::insert_into(outbox::table)
        .values((
            outbox::tenant_id.eq(message.tenant),
            outbox::id.eq(id),
            outbox::kind.eq(message.kind.as_str()),
            outbox::args.eq(message.args),
            outbox::dedupe_key.eq(message.dedupe_key),
            outbox::state.eq("ready"),
            outbox::run_at.eq(message.run_at.to_diesel()),
            outbox::attempts.eq(0),
            outbox::ambiguous.eq(0),
            outbox::recipient_id.eq(recipient_id),
            outbox::address.eq(address),
            outbox::message_id.eq(message_id),
            outbox::created_at.eq(tx.now.to_diesel()),
        ))
        .on_conflict((outbox::tenant_id, outbox::dedupe_key))
        .do_nothing()
        .execute(&mut tx.conn)
        .await?;
    let queued = (rows == 1).then_some(id);
    tx.queued.extend(queued);
    Ok(queued)
}

/// Queues the same again for another reader, from now on; none if theirs is already there. The key ends with its reader,
/// so a stand-in for two readers of one matter gets it once.
pub async fn copy_to(
    tx: &mut WorkerTx,
    original: MessageId,
    (reader, address): (Uuid, String),
) -> Result<Option<MessageId>> {
    let (kind, args, key, of): (String, Value, String, Option<Uuid>) = outbox::table
        .find((tx.own(), original))
        .select((outbox::kind, outbox::args, outbox::dedupe_key, outbox::recipient_id))
        .first(&mut tx.conn)
        .await?;
    let Some(kind) = Kind::parse(&kind) else { return Ok(None) };
    let matter = of.and_then(|of| key.strip_suffix(&format!(":{of}"))).unwrap_or(&key);
    let dedupe_key = format!("{matter}:{reader}");
    let (tenant, run_at) = (tx.own(), tx.now);
    enqueue(tx, NewMessage { tenant, kind, dedupe_key, args, run_at, recipient: Some((reader, address)) })
        .await
}
