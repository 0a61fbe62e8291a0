//! Policies: rules of reminders and levels of the ladder, as versions with the date from which they count (R66).
//!
//! A version is never changed and never acts backwards: it takes effect tomorrow or later, and what was owed under an older
//! one stays owed under that one. [`Book`] holds every version and answers which one counts for a tenant on a day.

pub mod api;
mod book;
mod model;
mod store;

use std::sync::Arc;

use anyhow::Context;
use dondoc_shared::{
    error::ErrorCode,
    id::{PolicyId, TenantId},
    ladder::Level,
    order,
    wire::{
        Written,
        policy::{NewPolicy, Policies, Policy},
    },
};
use serde_json::json;

pub use self::{
    book::{Book, Caps, Version},
    model::check,
    store::load,
};
use crate::domain::calendar::Calendar;
use dondoc_kernel::{
    db::{
        NationalTx, Tx,
        audit::{Entry, Logged},
    },
    error::{Error, Fault, Result},
    http::input::Checks,
    tenants,
};

/// A level of a version of the ladder, and the version's number.
pub async fn level(tx: &mut Tx, policy: PolicyId, level: i16) -> Result<(Level, i32)> {
    let book = load(tx).await?;
    let version = book.ladder_by_id(policy).context("a step's policy")?;
    let level = version.policy.level(level).cloned().context("a step's level")?;
    Ok((level, version.number))
}

/// The calendar and the policies that sweeps and deliveries follow.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// Tells working days and the send window.
    pub calendar: &'a Calendar,
    /// Tells which version counts.
    pub book: &'a Book,
}

/// Returns the book as this process keeps it, at most a minute old: what is new in it takes effect tomorrow at the earliest.
pub async fn current(tx: &mut Tx) -> Result<Arc<Book>> {
    tx.kept(store::load).await
}

/// Every version, and which of them count today.
pub async fn list(tx: &mut NationalTx) -> Result<Policies> {
    let today = tx.today();
    let book = load(tx).await?;
    let mut items = store::list(tx).await?;
    let counting: Vec<PolicyId> = book.counting(today);
    for item in &mut items {
        item.in_force = counting.contains(&item.id);
    }
    items.sort_by_cached_key(|p: &Policy| (p.tenant.as_ref().map(order::tenant), p.body.kind(), -p.version));
    Ok(Policies { today, items })
}

/// The tenant of a draft; none for all.
pub async fn tenant_of(tx: &mut Tx, slug: Option<&str>) -> Result<Option<TenantId>> {
    let Some(slug) = slug else { return Ok(None) };
    let mut checks = Checks::default();
    let slug = checks.line("tenant", slug, 60);
    checks.finish()?;
    let tenant = tenants::by_slug(tx, &slug).await?;
    tenant.map(|tenant| Some(tenant.id)).ok_or_else(|| Error::field("tenant", Fault::NoSuchTenant))
}

/// Makes a version that counts from tomorrow or later (R66).
pub async fn make(tx: &mut NationalTx, input: &NewPolicy) -> Result<Logged<Written>> {
    let today = tx.today();
    let mut checks = Checks::default();
    let note = checks.required("note", &input.note, 500);
    // Reminders of today may have left under the policy of today.
    if input.from <= today {
        checks.fault("from", Fault::NotLater(today));
    }
    checks.finish()?;
    let tenant = tenant_of(tx, input.tenant.as_deref()).await?;
    let book = load(tx).await?;
    check(&input.body, tenant, &book, input.from)?;
    let (id, number) = store::insert(tx, tenant, input.from, &note, &input.body).await?;
    let detail =
        json!({"kind": input.body.kind(), "version": number, "from": input.from, "body": input.body});
    Ok(Logged::new(Written { id: id.0, version: number }, entry(tenant, "make_policy", id, detail)))
}

/// Ends a version: one that does not count yet never will, one that counts today does so for the last day. What counted
/// before it counts again.
pub async fn withdraw(tx: &mut NationalTx, id: PolicyId) -> Result<Logged<Written>> {
    let (tenant, number, from, until) = store::find(tx, id).await?;
    let tomorrow = tx.today().tomorrow().unwrap_or(from);
    // The first national version is what everything else falls back to.
    if until.is_some() || (tenant.is_none() && number == 1) {
        return Err(ErrorCode::WrongState.into());
    }
    let until = from.max(tomorrow);
    // One that does not count yet ends on the day it begins.
    store::end(tx, id, if from >= tomorrow { from } else { until }).await?;
    let detail = json!({"version": number, "until": until});
    Ok(Logged::new(Written { id: id.0, version: number }, entry(tenant, "withdraw_policy", id, detail)))
}

fn entry(tenant: Option<TenantId>, action: &'static str, id: PolicyId, detail: serde_json::Value) -> Entry {
    let tenant = tenant.unwrap_or(TenantId::NATIONAL);
    Entry { tenant, action, subject_kind: "policy", subject_id: Some(id.0), detail }
}
