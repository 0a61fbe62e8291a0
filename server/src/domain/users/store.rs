//! SQL of people and their accounts.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AccountId, TenantId, UserId},
    role::Role,
    text::Lang,
};
use jiff_diesel::ToDiesel;

use super::model::{Account, User, UserRow};
use dondoc_kernel::{
    db::{AuthTx, NationalTx, TenantTx, Tx, exactly_one, sql::conn},
    error::Result,
    schema::{accounts, users},
};

/// A checked person about to be added.
pub struct NewRow<'a> {
    /// The tenant that they belong to.
    pub tenant: TenantId,
    /// What they may do.
    pub role: Role,
    /// As it stands under what they do.
    pub name: &'a str,
    /// In lower case.
    pub email: &'a str,
    /// The language of their mail.
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

/// Adds a person with their account.
///
/// # Errors
/// `email_taken` where somebody has one with this address, in whichever tenant.
pub async fn insert(tx: &mut Tx, row: &NewRow<'_>) -> Result<(UserId, AccountId)> {
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

/// Everybody who has an account in a tenant, with whether they have set a pass-phrase: those who can act first.
pub async fn all(tx: &mut Tx, tenant: TenantId) -> Result<Vec<(UserRow, bool)>> {
    let rows: Vec<(UserRow, bool)> = users::table
        .inner_join(
            accounts::table.on(accounts::tenant_id.eq(users::tenant_id).and(accounts::user_id.eq(users::id))),
        )
        .filter(users::tenant_id.eq(tenant))
        .order((users::status, users::name, users::id))
        .select((UserRow::as_select(), accounts::has_phrase))
        .load(conn(tx))
        .await?;
    Ok(rows)
}

/// Everybody who can act, has no second factor and must have one by their role: of each tenant that the transaction sees.
pub async fn to_enrol(tx: &mut Tx) -> Result<Vec<(TenantId, UserRow)>> {
    let roles = Role::ALL.iter().filter(|role| role.needs_second_factor());
    let rows = users::table
        .filter(users::status.eq("active"))
        .filter(users::second_factor_at.is_null())
        .filter(users::role.eq_any(roles))
        .order((users::tenant_id, users::name, users::id))
        .select((users::tenant_id, UserRow::as_select()))
        .load(conn(tx))
        .await?;
    Ok(rows)
}

/// A person of the tenant.
pub async fn by_id(tx: &mut TenantTx, id: UserId) -> Result<UserRow> {
    Ok(users::table.find((tx.own(), id)).select(UserRow::as_select()).first(conn(tx)).await?)
}

/// A person of the tenant, locked.
pub async fn lock(tx: &mut TenantTx, id: UserId) -> Result<UserRow> {
    let row = users::table.find((tx.own(), id)).select(UserRow::as_select());
    Ok(row.for_update().first(conn(tx)).await?)
}

/// Whether a person of the tenant has set a pass-phrase.
pub async fn has_phrase(tx: &mut TenantTx, id: UserId) -> Result<bool> {
    let of = accounts::table.filter(accounts::tenant_id.eq(tx.own())).filter(accounts::user_id.eq(id));
    Ok(of.select(accounts::has_phrase).first(conn(tx)).await.optional()?.unwrap_or(false))
}

/// The tenant's administrators who can log in, locked, so that the last two do not disable each other at the same moment.
pub async fn active_administrators(tx: &mut TenantTx) -> Result<Vec<UserId>> {
    let with_phrase = accounts::table
        .filter(accounts::tenant_id.eq(tx.own()))
        .filter(accounts::has_phrase)
        .select(accounts::user_id);
    let rows = users::table
        .filter(users::tenant_id.eq(tx.own()))
        .filter(users::status.eq("active"))
        .filter(users::id.eq_any(with_phrase))
        .filter(users::role.eq_any([Role::Administrator, Role::SystemAdministrator]))
        .order(users::id)
        .select(users::id)
        .for_update()
        .load(conn(tx))
        .await?;
    Ok(rows)
}

/// Changes what a person may do.
pub async fn set_role(tx: &mut TenantTx, id: UserId, role: Role) -> Result<()> {
    let rows = diesel::update(users::table.find((tx.own(), id)))
        .set((users::role.eq(role), users::version.eq(users::version + 1)))
        .execute(conn(tx))
        .await?;
    exactly_one(rows)
}

/// Says whether a person can act.
pub async fn set_status(tx: &mut TenantTx, id: UserId, active: bool) -> Result<()> {
    let status = if active { "active" } else { "disabled" };
    let rows = diesel::update(users::table.find((tx.own(), id)))
        .set((users::status.eq(status), users::version.eq(users::version + 1)))
        .execute(conn(tx))
        .await?;
    exactly_one(rows)
}
