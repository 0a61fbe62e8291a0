//! SQL of the choice to switch off reminders before the due date (R47).

use diesel::{prelude::*, query_dsl::methods};
use diesel_async::RunQueryDsl;
use dondoc_shared::id::{MessageId, TenantId, UserId};
use jiff::Timestamp;
use jiff_diesel::ToDiesel;

use dondoc_kernel::{
    db::{TenantTx, Tx, sql::conn},
    error::Result,
    schema::{outbox as o, reminder_choices as c},
};

/// The instant since which the reader of a message has had such reminders switched off, if it had not left by then.
pub async fn off_since(tx: &mut Tx, tenant: TenantId, message: MessageId) -> Result<Option<Timestamp>> {
    let since: Option<jiff_diesel::Timestamp> = c::table
        .inner_join(o::table.on(o::tenant_id.eq(c::tenant_id).and(o::recipient_id.eq(c::user_id.nullable()))))
        .filter(o::tenant_id.eq(tenant))
        .filter(o::id.eq(message))
        .filter(c::early.eq(false))
        .filter(o::finished_at.is_null().or(o::finished_at.gt(c::at.nullable())))
        .select(c::at)
        .first(conn(tx))
        .await
        .optional()?;
    Ok(since.map(jiff_diesel::Timestamp::to_jiff))
}

/// Whether this person wants reminders before the due date.
pub async fn early(tx: &mut Tx, tenant: TenantId, user: UserId) -> Result<bool> {
    let chosen = c::table.find((tenant, user.0)).select(c::early).first(conn(tx)).await.optional()?;
    Ok(chosen.unwrap_or(true))
}

/// Writes what the signed-in person wants.
pub async fn choose(tx: &mut TenantTx, user: UserId, early: bool) -> Result<()> {
    let tenant = tx.own();
    let facts = (c::early.eq(early), c::at.eq(tx.now.to_diesel()));
    let chosen = diesel::insert_into(c::table)
        .values((c::tenant_id.eq(tenant), c::user_id.eq(user.0), facts))
        .on_conflict((c::tenant_id, c::user_id))
        .do_update()
        .set(facts);
    // What was chosen before has been so since then. An insertion's condition, which `QueryDsl` does not know.
    let chosen = methods::FilterDsl::filter(chosen, c::early.ne(early));
    chosen.execute(conn(tx)).await?;
    Ok(())
}
