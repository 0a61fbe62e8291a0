//! Accounts and people as they are read.

use dondoc_shared::{
    id::{AccountId, TenantId, UserId},
    role::Role,
    text::Lang,
};

use dondoc_kernel::schema::users;

/// An account, as its e-mail address finds it.
#[derive(Debug, Clone, diesel::Queryable)]
pub struct Account {
    /// The tenant that it belongs to.
    pub tenant: TenantId,
    /// The log-in, with its pass-phrase.
    pub id: AccountId,
    /// The person who logs in with it.
    pub user: UserId,
    /// `active` or `disabled`.
    pub status: String,
}

/// Somebody who can act.
#[derive(Debug, Clone, diesel::Queryable)]
pub struct User {
    /// The tenant that they belong to.
    pub tenant: TenantId,
    /// Id of the person, within their tenant.
    pub id: UserId,
    /// What they may do.
    pub role: Role,
    /// As it stands under what they do.
    pub name: String,
}

/// Somebody who has an account in the tenant, as its administrator sees them.
#[derive(Debug, Clone, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
pub struct UserRow {
    /// Id of the person, within their tenant.
    pub id: UserId,
    /// As it stands under what they do.
    pub name: String,
    /// Where their mail goes.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// The language of their mail.
    pub lang: Lang,
    /// `active` or `disabled`.
    pub status: String,
    /// Counts their changes.
    pub version: i32,
    /// Since when a log-in of theirs asks for a code; null where it does not.
    pub second_factor_at: Option<jiff_diesel::Timestamp>,
}

impl UserRow {
    /// Whether they can act.
    pub fn is_active(&self) -> bool {
        self.status == "active"
    }
}
