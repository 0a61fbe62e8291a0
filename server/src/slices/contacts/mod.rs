//! Contacts: the offices of a tenant that mail can be addressed to. The tenant's administrator keeps them; reminders,
//! urges and the ladder read them.

pub mod api;
mod store;
pub mod web;

use dondoc_shared::{
    error::ErrorCode,
    id::TenantId,
    wire::{
        ContactRole, Written,
        contact::{Contact, NewContact},
    },
};
use serde_json::json;

use dondoc_kernel::{
    db::{
        TenantTx, Tx, Version,
        audit::{Entry, Logged},
    },
    error::{Fault, Result},
    http::input::Checks,
    mail::message::is_address,
};

/// The offices that a tenant keeps; the Committee's vice-chair is nobody's but the Working Group's.
fn offices(tenant: TenantId) -> &'static [ContactRole] {
    if tenant.is_national() {
        &[ContactRole::ViceChair]
    } else {
        &[ContactRole::AgencyMailbox, ContactRole::FocalHead, ContactRole::SteeringHead]
    }
}

/// A tenant's offices, each of them, with what is stored of it.
pub async fn list(tx: &mut Tx, tenant: TenantId) -> Result<Vec<Contact>> {
    let stored = store::all(tx, tenant).await?;
    let empty =
        |role| Contact { role, office: String::new(), address: String::new(), verified_at: None, version: 0 };
    let of = |role| stored.iter().find(|c| c.role == role).cloned().unwrap_or_else(|| empty(role));
    Ok(offices(tenant).iter().copied().map(of).collect())
}

/// Writes an office and its address. `seen` is 0 where nothing was stored.
///
/// # Errors
/// `version_stale` where somebody else has written in the meantime.
pub async fn put(
    tx: &mut TenantTx,
    role: ContactRole,
    seen: Version,
    input: &NewContact,
) -> Result<Logged<Written>> {
    let tenant = tx.own();
    if !offices(tenant).contains(&role) {
        return Err(ErrorCode::NotFound.into());
    }
    let mut checks = Checks::default();
    let office = checks.line("office", &input.office, 200);
    let address = checks.line("address", &input.address, 254);
    if !address.is_empty() && !is_address(&address) {
        checks.fault("address", Fault::Malformed);
    }
    checks.finish()?;
    let before = store::lock(tx, tenant, role).await?;
    if before.as_ref().map_or(0, |(_, contact)| contact.version) != seen.0 {
        return Err(ErrorCode::VersionStale.into());
    }
    let same = before.as_ref().is_some_and(|(_, contact)| contact.address == address);
    let id = match before {
        Some((id, _)) => store::update(tx, tenant, id, &office, &address, same).await.map(|()| id)?,
        None => store::insert(tx, tenant, role, &office, &address).await?,
    };
    let entry = Entry {
        tenant,
        action: "put_contact",
        subject_kind: "contact",
        subject_id: Some(id.0),
        detail: json!({"role": role.as_str(), "address_changed": !same}),
    };
    Ok(Logged::new(Written { id: id.0, version: seen.0.saturating_add(1) }, entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_that_a_relay_would_take() {
        for good in ["vanthu@ha-noi.example", "a.b+c@x.gov.example"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "vanthu",
            "vanthu@",
            "@x.example",
            "a b@x.example",
            "a@b@x.example",
            "a@localhost",
            "a@x.example, b@x.example",
            "\"a b\"@x.example",
            "a@[127.0.0.1]",
            "đ@x.example",
            "a@đ.example",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
