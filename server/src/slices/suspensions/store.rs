//! SQL of suspended addresses.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{MessageId, SuspensionId, TenantId, UserId},
    wire::mail::{Suspension, SuspensionReason},
};
use jiff_diesel::ToDiesel;
use uuid::Uuid;

use super::unreached::UnreachedMessage;
use crate::domain::recipients::store::in_force;
use dondoc_kernel::{
    db::{NationalTx, TenantTx, WorkerTx, exactly_one, sql::conn},
    error::Result,
    outbox::Kind,
    schema::{contacts, outbox, suspensions as s, users},
    tenants,
};

/// The message of the tenant entered that bears this Message-ID and has left.
pub(super) async fn message(
    tx: &mut WorkerTx,
    id: MessageId,
    message_id: &str,
) -> Result<Option<UnreachedMessage>> {
    let row: Option<(String, Option<Uuid>, Option<String>)> = outbox::table
        .find((tx.own(), id))
        .filter(outbox::message_id.eq(message_id))
        // Of mail about somebody's own access the bytes are forgotten once it has left.
        .filter(
            outbox::raw
                .is_not_null()
                .or(outbox::kind.eq(Kind::Access.as_str()).and(outbox::state.eq("sent"))),
        )
        .select((outbox::kind, outbox::recipient_id, outbox::address))
        .first(conn(tx))
        .await
        .optional()?;
    let tenant = tx.own();
    Ok(row.and_then(|(kind, recipient, address)| {
        Some(UnreachedMessage { tenant, id, kind, recipient: recipient?, address: address? })
    }))
}

/// Whether a person or an office of the tenant entered bears this id.
pub(super) async fn is_ours(tx: &mut WorkerTx, id: Uuid) -> Result<bool> {
    let user = users::table.find((tx.own(), id));
    let contact = contacts::table.find((tx.own(), id));
    let either = diesel::dsl::exists(user).or(diesel::dsl::exists(contact));
    Ok(diesel::select(either).get_result(conn(tx)).await?)
}

/// Suspends an address of the tenant entered; none if it was suspended before.
pub(super) async fn insert(
    tx: &mut WorkerTx,
    message: &UnreachedMessage,
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
        .execute(conn(tx))
        .await?;
    Ok((rows == 1).then_some(id))
}

/// The newest in force over all tenants, each with its tenant's number; nobody is named yet.
pub(super) async fn newest(tx: &mut NationalTx, limit: i64) -> Result<Vec<(TenantId, Suspension)>> {
    type Row =
        (SuspensionId, TenantId, String, SuspensionReason, String, jiff_diesel::Timestamp, Option<MessageId>);
    let rows: Vec<Row> = s::table
        .filter(in_force())
        .order((s::since.desc(), s::id.desc()))
        .limit(limit)
        .select((s::id, s::tenant_id, s::address, s::reason, s::detail, s::since, s::message_id))
        .load(conn(tx))
        .await?;
    let tenants = tenants::refs(tx).await?;
    let read = |(id, number, address, reason, detail, since, message_id): Row| {
        let (tenant, since) = (tenants.get(&number)?.clone(), since.to_jiff());
        let (whose, stands_in) = (None, vec![]);
        let row = Suspension { id, tenant, address, whose, stands_in, reason, detail, since, message_id };
        Some((number, row))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// The tenant and address of one in force, locked.
pub(super) async fn lock(tx: &mut NationalTx, id: SuspensionId) -> Result<(TenantId, String)> {
    let row = s::table
        .filter(s::id.eq(id))
        .filter(in_force())
        .select((s::tenant_id, s::address))
        .for_update()
        .first(conn(tx))
        .await?;
    Ok(row)
}

/// Lets an address of the tenant get mail again; false where it got some.
pub(super) async fn lift_own(tx: &mut TenantTx, address: &str, by: UserId) -> Result<Vec<SuspensionId>> {
    let (now, name) = (tx.now.to_diesel(), tx.actor.name.clone());
    let of = s::table.filter(s::tenant_id.eq(tx.own())).filter(s::address.eq(address.to_lowercase()));
    let rows = diesel::update(of.filter(in_force()))
        .set((s::lifted_at.eq(now), s::lifted_by.eq(by), s::lifted_name.eq(name)))
        .returning(s::id)
        .load(conn(tx))
        .await?;
    Ok(rows)
}

pub(super) async fn lift(tx: &mut NationalTx, tenant: TenantId, id: SuspensionId, by: UserId) -> Result<()> {
    let (now, name) = (tx.now.to_diesel(), tx.actor.name.clone());
    let rows = diesel::update(s::table.find((tenant, id)))
        .set((s::lifted_at.eq(now), s::lifted_by.eq(by), s::lifted_name.eq(name)))
        .execute(conn(tx))
        .await?;
    exactly_one(rows)
}
