//! SQL of contacts.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{ContactId, TenantId},
    wire::{ContactRole, contact::Contact},
};

use dondoc_kernel::{
    db::{TenantTx, Tx, exactly_one, sql::conn},
    error::Result,
    schema::contacts as c,
};

type ContactRow = (ContactId, ContactRole, String, String, Option<jiff_diesel::Timestamp>, i32);

fn read((id, role, office, address, verified_at, version): ContactRow) -> (ContactId, Contact) {
    let verified_at = verified_at.map(jiff_diesel::Timestamp::to_jiff);
    (id, Contact { role, office, address, verified_at, version })
}

pub(super) async fn all(tx: &mut Tx, tenant: TenantId) -> Result<Vec<Contact>> {
    let rows: Vec<ContactRow> = c::table
        .filter(c::tenant_id.eq(tenant))
        .select((c::id, c::role, c::office, c::address, c::verified_at, c::version))
        .load(conn(tx))
        .await?;
    Ok(rows.into_iter().map(|row| read(row).1).collect())
}

/// The office's row, locked.
pub(super) async fn lock(
    tx: &mut TenantTx,
    tenant: TenantId,
    role: ContactRole,
) -> Result<Option<(ContactId, Contact)>> {
    let row: Option<ContactRow> = c::table
        .filter(c::tenant_id.eq(tenant))
        .filter(c::role.eq(role))
        .select((c::id, c::role, c::office, c::address, c::verified_at, c::version))
        .for_update()
        .first(conn(tx))
        .await
        .optional()?;
    Ok(row.map(read))
}

pub(super) async fn insert(
    tx: &mut TenantTx,
    tenant: TenantId,
    role: ContactRole,
    office: &str,
    address: &str,
) -> Result<ContactId> {
    let id = ContactId(tx.new_id());
    diesel::insert_into(c::table)
        .values((
            c::tenant_id.eq(tenant),
            c::id.eq(id),
            c::role.eq(role),
            c::office.eq(office),
            c::address.eq(address),
        ))
        .execute(conn(tx))
        .await?;
    Ok(id)
}

/// Overwrites the office; with `proven` its address stays verified.
pub(super) async fn update(
    tx: &mut TenantTx,
    tenant: TenantId,
    id: ContactId,
    office: &str,
    address: &str,
    proven: bool,
) -> Result<()> {
    let row = c::table.find((tenant, id));
    let set = (c::office.eq(office), c::address.eq(address), c::version.eq(c::version + 1));
    let rows = if proven {
        diesel::update(row).set(set).execute(conn(tx)).await?
    } else {
        let unproven = c::verified_at.eq(None::<jiff_diesel::Timestamp>);
        diesel::update(row).set((set, unproven)).execute(conn(tx)).await?
    };
    exactly_one(rows)
}
