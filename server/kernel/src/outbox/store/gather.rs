//! Mail that takes along what else there is for its reader: several notices are one mail, and what one act about many would tell
//! in many.
//!
//! Of a reader's notices only the oldest can be claimed. When it is about to leave it takes over what the others say, and
//! they end. What comes later waits for its own time.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{MessageId, TenantId},
    wire::mail::{MailReason, MessageState},
};
use jiff_diesel::ToDiesel;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::{Kind, NewMessage},
    Claimed, enqueue, steps,
};
use crate::{
    db::{NationalTx, Tx, WorkerTx},
    error::Result,
    schema::outbox,
};

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
    let tenant = tx.own();
    take_along(tx, tenant, &ids).await?;
    diesel::update(outbox::table.find((row.tenant, row.id)))
        .filter(outbox::lease_token.eq(row.token))
        .set(outbox::args.eq(json!({ (list): all })))
        .execute(&mut tx.conn)
        .await?;
    Ok(all)
}

/// Ends messages of a tenant whose contents another one has taken over.
async fn take_along(tx: &mut Tx, tenant: TenantId, ids: &[MessageId]) -> Result<()> {
    diesel::update(outbox::table.filter(outbox::tenant_id.eq(tenant)).filter(outbox::id.eq_any(ids)))
        .set((
            outbox::state.eq("cancelled"),
            outbox::finished_at.eq(tx.now.to_diesel()),
            outbox::last_error.eq(MailReason::TakenAlong.as_str()),
        ))
        .execute(&mut tx.conn)
        .await?;
    let ended: Vec<_> = ids.iter().map(|id| (*id, Some(MailReason::TakenAlong.to_string()))).collect();
    steps::add(tx, tenant, MessageState::Cancelled, &ended).await
}

/// Mail to a reader that this transaction has queued.
#[derive(Debug, Clone, Queryable)]
pub struct QueuedMail {
    /// Its row.
    pub id: MessageId,
    kind: String,
    args: Value,
    /// A user or a contact.
    pub reader: Option<Uuid>,
    /// Their address.
    pub address: Option<String>,
    run_at: jiff_diesel::Timestamp,
}

/// What this transaction has queued to readers since it had queued `since` messages, in that order.
pub async fn queued_since(tx: &mut Tx, tenant: TenantId, since: usize) -> Result<Vec<QueuedMail>> {
    let ids = tx.queued.get(since..).unwrap_or_default().to_vec();
    let mut rows: Vec<QueuedMail> = outbox::table
        .filter(outbox::tenant_id.eq(tenant))
        .filter(outbox::id.eq_any(&ids))
        .filter(outbox::recipient_id.is_not_null())
        .select((
            outbox::id,
            outbox::kind,
            outbox::args,
            outbox::recipient_id,
            outbox::address,
            outbox::run_at,
        ))
        .load(&mut tx.conn)
        .await?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows)
}

/// The list of what was taken over, in the arguments of the mail that [`make_one`] makes.
const TAKEN_OVER: &str = "taken_over";

/// The arguments of all that a mail says: of what it was made of, or its own.
pub fn said(args: &Value) -> Vec<&Value> {
    args.get(TAKEN_OVER).and_then(Value::as_array).map_or_else(|| vec![args], |all| all.iter().collect())
}

/// Makes one mail for each reader of these, which this transaction has queued: where there are several, one more takes over what they
/// say, and they end. Its key is `matter` and its reader.
pub async fn make_one(
    tx: &mut NationalTx,
    tenant: TenantId,
    queued: &[QueuedMail],
    matter: &str,
) -> Result<()> {
    let mut of: BTreeMap<(Uuid, &str), Vec<&QueuedMail>> = BTreeMap::new();
    for mail in queued {
        if let Some(reader) = mail.reader {
            of.entry((reader, &mail.kind)).or_default().push(mail);
        }
    }
    for ((reader, kind), mails) in of {
        let [first, _, ..] = mails.as_slice() else { continue };
        let Some(kind) = Kind::parse(kind) else { continue };
        let taken_over: Vec<&Value> = mails.iter().map(|mail| &mail.args).collect();
        let one = NewMessage {
            tenant,
            kind,
            dedupe_key: format!("{matter}:{reader}"),
            args: json!({ (TAKEN_OVER): taken_over }),
            run_at: first.run_at.to_jiff(),
            recipient: first.address.clone().map(|address| (reader, address)),
        };
        enqueue(tx, one).await?;
        let ended: Vec<MessageId> = mails.iter().map(|mail| mail.id).collect();
        take_along(tx, tenant, &ended).await?;
    }
    Ok(())
}
