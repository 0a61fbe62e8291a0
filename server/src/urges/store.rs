//! SQL of urges.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{id::UrgeId, role::Role};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;

use crate::{
    assignments::Loaded,
    db::{Tx, exactly_one},
    error::Result,
    schema::{contacts, urge_numbers, urges as u, users},
};

/// The next number of the year. The row is locked until the end of the transaction, so numbers have no gap.
pub(super) async fn next_number(tx: &mut Tx, year: i32) -> Result<i32> {
    let number = diesel::insert_into(urge_numbers::table)
        .values((urge_numbers::year.eq(year), urge_numbers::last.eq(1)))
        .on_conflict(urge_numbers::year)
        .do_update()
        .set(urge_numbers::last.eq(urge_numbers::last + 1))
        .returning(urge_numbers::last)
        .get_result(&mut tx.conn)
        .await?;
    Ok(number)
}

pub(super) async fn insert(
    tx: &mut Tx,
    of: &Loaded,
    (year, number): (i32, i32),
    text: &str,
    reply_by: Date,
) -> Result<UrgeId> {
    let id = UrgeId(tx.new_id());
    let (user, _) = tx.actor.person()?;
    let values = (
        u::tenant_id.eq(of.tenant_id),
        u::id.eq(id),
        u::assignment_id.eq(of.id),
        u::year.eq(year),
        u::number.eq(number),
        u::text.eq(text),
        u::reply_by.eq(reply_by.to_diesel()),
        u::by_id.eq(user),
        u::by_name.eq(&tx.actor.name),
        u::at.eq(tx.now.to_diesel()),
    );
    diesel::insert_into(u::table).values(values).execute(&mut tx.conn).await?;
    Ok(id)
}

/// Id, name and address of the assignee and of the approvers (of the Working Group's own work: its leads), as far as they
/// are active; without an assignee, of every officer.
pub(super) async fn people(tx: &mut Tx, of: &Loaded) -> Result<Vec<(uuid::Uuid, String, String)>> {
    let roles: &[Role] = match of.assignee_id {
        Some(_) => &[Role::Approver, Role::Lead],
        None => &[Role::Approver, Role::Lead, Role::Officer, Role::NationalOfficer],
    };
    let found = users::table
        .filter(users::tenant_id.eq(of.tenant_id))
        .filter(users::status.eq("active"))
        .filter(users::role.eq_any(roles).or(users::id.nullable().eq(of.assignee_id).assume_not_null()))
        .order(users::id)
        .select((users::id, users::name, users::email))
        .load(&mut tx.conn)
        .await?;
    Ok(found)
}

pub(super) async fn mailbox(tx: &mut Tx, of: &Loaded) -> Result<Option<(uuid::Uuid, String, String)>> {
    let found = contacts::table
        .filter(contacts::tenant_id.eq(of.tenant_id))
        .filter(contacts::role.eq("agency_mailbox"))
        .select((contacts::id, contacts::office, contacts::address))
        .first(&mut tx.conn)
        .await
        .optional()?;
    Ok(found)
}

/// The oldest urge without an answer, with its number.
pub(super) async fn oldest_open(tx: &mut Tx, of: &Loaded) -> Result<(UrgeId, String)> {
    let (id, number, year): (UrgeId, i32, i32) = u::table
        .filter(u::tenant_id.eq(of.tenant_id))
        .filter(u::assignment_id.eq(of.id))
        .filter(u::answered_at.is_null())
        .filter(u::lapsed_at.is_null())
        .order(u::id)
        .select((u::id, u::number, u::year))
        .first(&mut tx.conn)
        .await?;
    Ok((id, format!("{number}/{year}")))
}

/// Closes what nobody has answered, without an answer.
pub(super) async fn lapse(tx: &mut Tx, of: &Loaded) -> Result<()> {
    let now = tx.now.to_diesel();
    diesel::update(u::table)
        .filter(u::tenant_id.eq(of.tenant_id))
        .filter(u::assignment_id.eq(of.id))
        .filter(u::answered_at.is_null())
        .filter(u::lapsed_at.is_null())
        .set(u::lapsed_at.eq(now))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

pub(super) async fn answer(tx: &mut Tx, of: &Loaded, id: UrgeId, text: &str) -> Result<()> {
    let now = tx.now.to_diesel();
    let rows = diesel::update(u::table.find((of.tenant_id, id)))
        .filter(u::answered_at.is_null())
        .set((
            u::answer.eq(text),
            u::answered_by.eq(tx.actor.user),
            u::answered_name.eq(tx.actor.name.clone()),
            u::answered_at.eq(now),
        ))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)
}
