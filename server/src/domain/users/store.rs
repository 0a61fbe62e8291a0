//! SQL of people and their accounts.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AccountId, TenantId, UserId},
    role::Role,
    text::Lang,
};
use jiff_diesel::ToDiesel;

use super::model::{Account, User};
use dondoc_kernel::{
    db::{AuthTx, NationalTx, exactly_one, sql::conn},
    error::Result,
    schema::{accounts, users},
};

/// A checked person about to be added.
pub(super) struct Row<'a> {
    pub tenant: TenantId,
    pub role: Role,
    pub name: &'a str,
    pub email: &'a str,
    pub lang: Lang,
}

pub(super) async fn account(tx: &mut AuthTx, email: &str) -> Result<Option<Account>> {
    let row = accounts::table
        .inner_join(
            users::table.on(users::tenant_id.eq(accounts::tenant_id).and(users::id.eq(accounts::user_id))),
        )
        .filter(accounts::email.eq(email))
        .select((accounts::tenant_id, accounts::id, accounts::user_id, users::status))
        .first(conn(tx))
        .await
        .optional()?;
    Ok(row)
}

pub async fn active(tx: &mut NationalTx) -> Result<Vec<User>> {
    let rows = users::table
        .filter(users::status.eq("active"))
        .order((users::tenant_id, users::email))
        .select((users::tenant_id, users::id, users::role, users::name))
        .load(conn(tx))
        .await?;
    Ok(rows)
}

pub(super) async fn insert(tx: &mut AuthTx, row: &Row<'_>) -> Result<(UserId, AccountId)> {
    let (user, account) = (UserId(tx.new_id()), AccountId(tx.new_id()));
    let now = tx.now.to_diesel();
    diesel::insert_into(users::table)
        .values((
            users::tenant_id.eq(row.tenant),
            users::id.eq(user),
            users::name.eq(row.name),
            users::role.eq(row.role),
            users::email.eq(row.email),
            users::lang.eq(row.lang),
            users::created_at.eq(now),
        ))
        .execute(conn(tx))
        .await?;
    diesel::insert_into(accounts::table)
        .values((
            accounts::tenant_id.eq(row.tenant),
            accounts::id.eq(account),
            accounts::user_id.eq(user),
            accounts::email.eq(row.email),
            accounts::created_at.eq(now),
        ))
        .execute(conn(tx))
        .await?;
    Ok((user, account))
}

pub(super) async fn disable(tx: &mut AuthTx, account: &Account) -> Result<()> {
    let rows = diesel::update(users::table.find((account.tenant, account.user)))
        .set((users::status.eq("disabled"), users::version.eq(users::version + 1)))
        .execute(conn(tx))
        .await?;
    exactly_one(rows)
}
