//! People: who they are, in which tenant, and the one-time link by which they set a pass-phrase.
//!
//! Written by the auth role, because an e-mail address is one account over all tenants.

mod model;
mod store;

use dondoc_shared::{
    id::{AccountId, TenantId},
    role::Role,
    scrub,
    text::Lang,
};
use serde_json::json;

use dondoc_kernel::{
    auth::{
        news::{self, AccessNews},
        sessions,
    },
    db::{
        Actor, Auth, AuthTx, Db, TenantTx,
        audit::{Entry, Logged},
    },
    error::Result,
    mail::message::is_address,
    tenants,
};

pub use self::{
    model::{Account, User, UserRow},
    store::{
        NewRow, active, active_administrators, all, by_id, has_phrase, insert, lock, set_role, set_status,
        to_enrol,
    },
};

/// A person to be added.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Key of the tenant.
    pub tenant: String,
    /// What they may do.
    pub role: Role,
    /// As it stands under what they do.
    pub name: String,
    /// Log-in name, and where mail goes.
    pub email: String,
    /// The language of their mail.
    pub lang: Lang,
}

/// Why the command line cannot add somebody, or does not find them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No tenant has this key.
    NoSuchTenant(String),
    /// The role belongs to the Working Group and the tenant does not, or the reverse.
    RoleOfOtherTenant(Role),
    /// Empty, longer than 120 characters, or with characters that no name has.
    WrongName,
    /// Not an e-mail address.
    WrongEmail(String),
    /// Somebody has this address already.
    EmailTaken(String),
    /// Nobody has this address.
    NoSuchEmail(String),
    /// The person is disabled.
    Disabled(String),
}

/// Tells a person of the tenant by mail what there is to know of their access.
pub async fn tell(tx: &mut TenantTx, person: &UserRow, news: &AccessNews) -> Result<()> {
    let own = tx.own();
    news::tell(tx, (own, person.id), &person.email, news).await
}

/// Adds a person without a pass-phrase, and answers the token of the link by which they set one.
pub async fn add(db: &Db, actor: &Actor, new: &NewUser) -> Result<std::result::Result<String, Refusal>> {
    let (name, email) = (scrub::clean(&new.name), new.email.trim().to_lowercase());
    if name.is_empty() || name.chars().count() > 120 || name.chars().any(|c| c == '\n' || scrub::forbidden(c))
    {
        return Ok(Err(Refusal::WrongName));
    }
    if !is_address(&email) {
        return Ok(Err(Refusal::WrongEmail(scrub::one_line(&email))));
    }
    let found = db
        .read(Auth, actor.clone(), async |tx| {
            Ok((tenants::by_slug(tx, &new.tenant).await?, store::account(tx, &email).await?))
        })
        .await?;
    let (Some(tenant), account) = found else { return Ok(Err(Refusal::NoSuchTenant(new.tenant.clone()))) };
    if new.role.is_national() != tenant.id.is_national() {
        return Ok(Err(Refusal::RoleOfOtherTenant(new.role)));
    }
    if account.is_some() {
        return Ok(Err(Refusal::EmailTaken(email)));
    }
    db.write(Auth, actor.clone(), async |tx| {
        let row = NewRow { tenant: tenant.id, role: new.role, name: &name, email: &email, lang: new.lang };
        let (user, account) = store::insert(tx, &row).await?;
        let token = sessions::issue_link(tx, tenant.id, account).await?;
        let detail = json!({"role": new.role.as_str()});
        let added = Entry {
            tenant: tenant.id,
            action: "add_user",
            subject_kind: "user",
            subject_id: Some(user.0),
            detail,
        };
        Ok(Logged::new(Ok(token), added).and([link_entry(tenant.id, account)]))
    })
    .await
}

/// The token of a new one-time link for a person.
pub async fn link(db: &Db, actor: &Actor, email: &str) -> Result<std::result::Result<String, Refusal>> {
    let account = match find(db, actor, email).await? {
        Ok(account) => account,
        Err(refusal) => return Ok(Err(refusal)),
    };
    db.write(Auth, actor.clone(), async |tx| {
        let token = sessions::issue_link(tx, account.tenant, account.id).await?;
        Ok(Logged::new(Ok(token), link_entry(account.tenant, account.id)))
    })
    .await
}

/// The active account with this address.
pub async fn find(db: &Db, actor: &Actor, email: &str) -> Result<std::result::Result<Account, Refusal>> {
    Ok(match any(db, actor, email).await? {
        Ok(account) if account.status != "active" => Err(Refusal::Disabled(scrub::one_line(email))),
        found => found,
    })
}

/// The account with this address, whether or not its owner can act.
pub async fn any(db: &Db, actor: &Actor, email: &str) -> Result<std::result::Result<Account, Refusal>> {
    let email = email.trim().to_lowercase();
    let account =
        db.read(Auth, actor.clone(), async |tx: &mut AuthTx| store::account(tx, &email).await).await?;
    Ok(account.ok_or_else(|| Refusal::NoSuchEmail(scrub::one_line(&email))))
}

fn link_entry(tenant: TenantId, account: AccountId) -> Entry {
    Entry {
        tenant,
        action: "issue_link",
        subject_kind: "account",
        subject_id: Some(account.0),
        detail: json!({}),
    }
}
