//! SQL of lost second factors.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::id::{LostFactorId, TenantId, UserId};
use jiff_diesel::ToDiesel;

use dondoc_kernel::{
    db::{TenantTx, Tx, exactly_one, sql::conn},
    error::Result,
    schema::lost_factors as l,
};

/// A second factor that was reported lost.
#[derive(Queryable, Selectable)]
#[diesel(table_name = l, check_for_backend(diesel::pg::Pg))]
pub struct Lost {
    pub id: LostFactorId,
    #[diesel(column_name = user_id)]
    pub user: UserId,
    pub proof: String,
    #[diesel(column_name = asked_by)]
    pub by: UserId,
    #[diesel(column_name = asked_name)]
    pub by_name: String,
    pub asked_at: jiff_diesel::Timestamp,
    pub decided_at: Option<jiff_diesel::Timestamp>,
}

/// Those of a tenant on which nobody has decided, the oldest first.
pub async fn waiting(tx: &mut Tx, tenant: TenantId) -> Result<Vec<Lost>> {
    let rows = l::table.filter(l::tenant_id.eq(tenant)).filter(l::decided_at.is_null());
    Ok(rows.order((l::asked_at, l::id)).select(Lost::as_select()).load(conn(tx)).await?)
}

/// One of the tenant, locked.
pub async fn lock(tx: &mut TenantTx, id: LostFactorId) -> Result<Lost> {
    let row = l::table.find((tx.own(), id)).select(Lost::as_select());
    Ok(row.for_update().first(conn(tx)).await?)
}

/// Writes one, reported by whoever acts.
pub async fn insert(tx: &mut TenantTx, user: UserId, proof: &str) -> Result<Lost> {
    let (id, (by, _)) = (LostFactorId(tx.new_id()), tx.actor.person()?);
    let row = (
        (l::tenant_id.eq(tx.own()), l::id.eq(id), l::user_id.eq(user), l::proof.eq(proof)),
        (l::asked_by.eq(by), l::asked_name.eq(tx.actor.name.clone()), l::asked_at.eq(tx.now.to_diesel())),
    );
    let made = diesel::insert_into(l::table).values(row).returning(Lost::as_returning());
    Ok(made.get_result(conn(tx)).await?)
}

/// Writes what whoever acts decides.
pub async fn decide(tx: &mut TenantTx, id: LostFactorId, confirmed: bool) -> Result<()> {
    let (by, _) = tx.actor.person()?;
    let now = tx.now.to_diesel();
    let rows = diesel::update(l::table.find((tx.own(), id)))
        .filter(l::decided_at.is_null())
        .set((l::confirmed.eq(confirmed), l::decided_by.eq(by), l::decided_at.eq(now)))
        .execute(conn(tx))
        .await?;
    exactly_one(rows)
}
