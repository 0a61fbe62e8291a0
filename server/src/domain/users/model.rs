//! Accounts and people as they are read.

use dondoc_shared::{
    id::{AccountId, TenantId, UserId},
    role::Role,
};

/// An account, as its e-mail address finds it.
#[derive(Debug, Clone, diesel::Queryable)]
pub struct Account {
    /// The tenant that it belongs to.
    pub tenant: TenantId,
    /// The log-in, with its pass-phrase.
    pub id: AccountId,
    /// The person who logs in with it.
    pub user: UserId,
    /// `active`, or `disabled` for good.
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
