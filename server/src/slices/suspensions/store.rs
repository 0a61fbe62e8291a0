//! SQL of suspended addresses.

use diesel::{prelude::*, sql_types::Bool};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{MessageId, SuspensionId, TenantId, UserId},
    wire::mail::{Suspension, SuspensionReason},
};
use jiff_diesel::ToDiesel;
use uuid::Uuid;

use super::{Message, Suspended, others};
use crate::kernel::{
    db::{NationalTx, Tx, Words, WorkerTx, exactly_one, words},
    error::Result,
    schema::{contacts, outbox, suspensions as s, users},
    tenants,
};

/// In words: a plan for every parameter could not use the partial index.
fn in_force() -> Words<Bool> {
    words("suspensions.lifted_at is null")
}

diesel::define_sql_function! {
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

type Facts = (String, SuspensionReason, String, jiff_diesel::Timestamp);

fn suspended((address, reason, detail, since): Facts) -> Suspended {
    Suspended { address, reason, detail, since: since.to_jiff() }
}

/// A tenant's suspended addresses.
pub(super) async fn active(tx: &Tx, tenant: TenantId) -> Result<Vec<Suspended>> {
    let rows: Vec<Facts> = s::table
        .filter(s::tenant_id.eq(tenant))
        .filter(in_force())
        .order(s::address)
        .select((s::address, s::reason, s::detail, s::since))
        .load(&mut &*tx.conn)
        .await?;
    Ok(rows.into_iter().map(suspended).collect())
}

/// The address of a person of a tenant.
pub(super) async fn of_person(tx: &mut Tx, tenant: TenantId, id: UserId) -> Result<Option<Suspended>> {
    let row: Option<Facts> = s::table
        .inner_join(users::table.on(users::tenant_id.eq(s::tenant_id)))
        .filter(s::tenant_id.eq(tenant))
        .filter(in_force())
        .filter(users::id.eq(id))
        .filter(lower(users::email).eq(s::address))
        .select((s::address, s::reason, s::detail, s::since))
        .first(&mut tx.conn)
        .await
        .optional()?;
    Ok(row.map(suspended))
}

/// One address of a tenant.
pub(super) async fn is_active(tx: &mut Tx, tenant: TenantId, address: &str) -> Result<bool> {
    let found = s::table
        .filter(s::tenant_id.eq(tenant))
        .filter(s::address.eq(address.to_lowercase()))
        .filter(in_force());
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(&mut tx.conn).await?)
}

/// The message of the tenant entered that bears this Message-ID and has left.
pub(super) async fn message(tx: &mut WorkerTx, id: MessageId, message_id: &str) -> Result<Option<Message>> {
    let row: Option<(String, serde_json::Value, Option<Uuid>, Option<String>)> = outbox::table
        .find((tx.own(), id))
        .filter(outbox::message_id.eq(message_id))
        .filter(outbox::raw.is_not_null())
        .select((outbox::kind, outbox::args, outbox::recipient_id, outbox::address))
        .first(&mut tx.conn)
        .await
        .optional()?;
    let tenant = tx.own();
    Ok(row.and_then(|(kind, args, recipient, address)| {
        Some(Message { tenant, id, kind, args, recipient: recipient?, address: address? })
    }))
}

/// Does a person or an office of the tenant entered bear this id?
pub(super) async fn is_ours(tx: &mut WorkerTx, id: Uuid) -> Result<bool> {
    let user = users::table.find((tx.own(), id));
    let contact = contacts::table.find((tx.own(), id));
    let either = diesel::dsl::exists(user).or(diesel::dsl::exists(contact));
    Ok(diesel::select(either).get_result(&mut tx.conn).await?)
}

/// Suspends an address of the tenant entered; none if it was suspended before.
pub(super) async fn insert(
    tx: &mut WorkerTx,
    message: &Message,
    reason: SuspensionReason,
    detail: &str,
) -> Result<Option<SuspensionId>> {
    let id = SuspensionId(tx.new_id());
    let rows = diesel::insert_into(s::table)
        .values((
            s::tenant_id.eq(tx.own()),
            s::id.eq(id),
            s::address.eq(message.address.to_lowercase()),
            s::reason.eq(reason),
            s::detail.eq(detail),
            s::message_id.eq(message.id),
            s::since.eq(tx.now.to_diesel()),
        ))
        .on_conflict_do_nothing()
        .execute(&mut tx.conn)
        .await?;
    Ok((rows == 1).then_some(id))
}

/// The newest in force over all tenants, and how many there are.
pub(super) async fn newest(tx: &mut NationalTx, limit: i64) -> Result<(Vec<Suspension>, i64)> {
    type Row =
        (SuspensionId, TenantId, String, SuspensionReason, String, jiff_diesel::Timestamp, Option<MessageId>);
    let rows: Vec<Row> = s::table
        .filter(in_force())
        .order((s::since.desc(), s::id.desc()))
        .limit(limit)
        .select((s::id, s::tenant_id, s::address, s::reason, s::detail, s::since, s::message_id))
        .load(&mut tx.conn)
        .await?;
    let total = count(tx).await?;
    let tenants = tenants::refs(tx).await?;
    let read = |(id, tenant, address, reason, detail, since, message_id): Row| {
        let (number, tenant, since) = (tenant, tenants.get(&tenant)?.clone(), since.to_jiff());
        let (whose, stands_in) = (None, vec![]);
        Some((
            number,
            Suspension { id, tenant, address, whose, stands_in, reason, detail, since, message_id },
        ))
    };
    let mut found: Vec<(TenantId, Suspension)> = rows.into_iter().filter_map(read).collect();
    others::name(tx, &mut found).await?;
    Ok((found.into_iter().map(|(_, one)| one).collect(), total))
}

/// How many are in force over all tenants.
pub(super) async fn count(tx: &mut NationalTx) -> Result<i64> {
    Ok(s::table.filter(in_force()).count().get_result(&mut tx.conn).await?)
}

/// The tenant and address of one in force, locked.
pub(super) async fn lock(tx: &mut NationalTx, id: SuspensionId) -> Result<(TenantId, String)> {
    let row = s::table
        .filter(s::id.eq(id))
        .filter(in_force())
        .select((s::tenant_id, s::address))
        .for_update()
        .first(&mut tx.conn)
        .await?;
    Ok(row)
}

pub(super) async fn lift(tx: &mut NationalTx, tenant: TenantId, id: SuspensionId, by: UserId) -> Result<()> {
    let (now, name) = (tx.now.to_diesel(), tx.actor.name.clone());
    let rows = diesel::update(s::table.find((tenant, id)))
        .set((s::lifted_at.eq(now), s::lifted_by.eq(by), s::lifted_name.eq(name)))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)
}
