//! Policies: rules of reminders and levels of the ladder, as versions with the date from which they count (R66).
//!
//! A version is never changed and never acts backwards: it takes effect tomorrow or later, and what was owed under an older
//! one stays owed under that one. [`Book`] holds every version and answers which one counts for a tenant on a day.

pub mod api;
mod model;
mod store;

use std::sync::Arc;

use anyhow::Context;
use dondoc_shared::{
    error::ErrorCode,
    id::{PolicyId, TenantId},
    ladder::{LadderPolicy, Level},
    policy::{Audience, PolicyBody, ReminderPolicy},
    wire::{
        Written,
        policy::{NewPolicy, Policies, Policy},
    },
};
use jiff::civil::Date;
use serde_json::json;

pub use self::{model::check, store::load};
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

/// A version of a policy.
#[derive(Debug, Clone)]
pub struct Version<P> {
    /// Named for ever by the reminders and steps that it owed.
    pub id: PolicyId,
    /// The tenant whose own it is; none for the national one.
    pub tenant: Option<TenantId>,
    /// Counts from 1, for each kind and tenant.
    pub number: i32,
    /// The first local date on which it counts.
    pub from: Date,
    /// The first local date on which it does not count any more.
    pub until: Option<Date>,
    /// The rules themselves.
    pub policy: P,
}

impl<P> Version<P> {
    fn counts(&self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|until| on < until)
    }
}

/// Every version of every policy.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// Versions of every tenant and of the nation, newest first.
    reminders: Vec<Version<ReminderPolicy>>,
    ladders: Vec<Version<LadderPolicy>>,
}

impl Book {
    /// The reminder policy that counts for a tenant on a local date.
    pub fn reminders(&self, tenant: TenantId, on: Date) -> Result<&Version<ReminderPolicy>> {
        in_force(&self.reminders, tenant, on)
    }

    /// The ladder that counts for a tenant on a local date.
    pub fn ladder(&self, tenant: TenantId, on: Date) -> Result<&Version<LadderPolicy>> {
        in_force(&self.ladders, tenant, on)
    }

    /// A version of the reminders.
    pub fn reminders_by_id(&self, id: PolicyId) -> Option<&Version<ReminderPolicy>> {
        self.reminders.iter().find(|version| version.id == id)
    }

    /// A version of the ladder.
    pub fn ladder_by_id(&self, id: PolicyId) -> Option<&Version<LadderPolicy>> {
        self.ladders.iter().find(|version| version.id == id)
    }

    /// The newest version that counts today of each kind, for all and for each tenant that has its own.
    fn counting(&self, today: Date) -> Vec<PolicyId> {
        fn newest<P>(versions: &[Version<P>], today: Date) -> Vec<PolicyId> {
            let mut seen = Vec::new();
            let counting = versions.iter().filter(|version| version.counts(today));
            let first = counting.filter(|version| {
                let new = !seen.contains(&version.tenant);
                seen.push(version.tenant);
                new
            });
            first.map(|version| version.id).collect()
        }
        [newest(&self.reminders, today), newest(&self.ladders, today)].concat()
    }

    /// The same book with a draft that counts on every day, for one tenant or for all that have no version of their own.
    #[must_use]
    pub fn with_draft(&self, tenant: Option<TenantId>, body: PolicyBody) -> Self {
        let mut book = self.clone();
        match body {
            PolicyBody::Reminders(policy) => book.reminders.insert(0, draft(tenant, policy)),
            PolicyBody::Ladder(policy) => book.ladders.insert(0, draft(tenant, policy)),
        }
        book
    }

    /// Whether any version that counts for the tenant, on any day, reminds this audience.
    pub fn reminds(&self, tenant: TenantId, audience: Audience) -> bool {
        let concerns = |version: &&Version<ReminderPolicy>| version.tenant.is_none_or(|own| own == tenant);
        let mut rules = self.reminders.iter().filter(concerns).flat_map(|version| &version.policy.rules);
        rules.any(|rule| rule.to.contains(&audience))
    }

    /// Whether a version of the tenant's or the nation's reminders begins or ends after `swept` and up to `today`.
    pub fn reminders_change(&self, tenant: TenantId, swept: Date, today: Date) -> bool {
        let concerns = |version: &&Version<ReminderPolicy>| version.tenant.is_none_or(|own| own == tenant);
        let edges =
            self.reminders.iter().filter(concerns).flat_map(|version| [Some(version.from), version.until]);
        edges.flatten().any(|edge| swept < edge && edge <= today)
    }
}

#[cfg(test)]
impl Book {
    /// A national version of the reminders that counts from a date.
    pub fn begin_reminders(&mut self, from: Date, policy: ReminderPolicy) {
        self.reminders.insert(0, Version { from, ..draft(None, policy) });
    }
}

fn draft<P>(tenant: Option<TenantId>, policy: P) -> Version<P> {
    let id = PolicyId(uuid::Uuid::nil());
    Version { id, tenant, number: i32::MAX, from: Date::MIN, until: None, policy }
}

/// The tenant's own newest version that counts, else the newest national one. The first national version always does.
fn in_force<P>(versions: &[Version<P>], tenant: TenantId, on: Date) -> Result<&Version<P>> {
    let newest =
        |of: Option<TenantId>| versions.iter().find(|version| version.tenant == of && version.counts(on));
    Ok(newest(Some(tenant)).or_else(|| newest(None)).context("no national policy counts")?)
}

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
    items.sort_by(|a: &Policy, b: &Policy| {
        let key = |p: &Policy| (p.tenant.as_ref().map(|t| t.slug.clone()), p.body.kind(), -p.version);
        key(a).cmp(&key(b))
    });
    Ok(Policies { today, items })
}

/// The tenant of a draft; none for all.
pub async fn tenant_of(tx: &mut Tx, slug: Option<&str>) -> Result<Option<TenantId>> {
    let Some(slug) = slug else { return Ok(None) };
    let tenant = tenants::by_slug(tx, slug).await?;
    tenant.map(|tenant| Some(tenant.id)).ok_or_else(|| Error::field("tenant", Fault::Malformed))
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn version(tenant: Option<i32>, number: i32, from: Date, until: Option<Date>) -> Version<ReminderPolicy> {
        let id = PolicyId(uuid::Uuid::from_u128(u128::try_from(number).unwrap()));
        Version { id, tenant: tenant.map(TenantId), number, from, until, policy: ReminderPolicy::default() }
    }

    #[test]
    fn the_own_version_counts_before_the_national_and_the_newer_before_the_older() {
        let day = |day| date(2024, 7, day);
        let mut reminders = vec![
            version(None, 1, date(2000, 1, 1), None),
            version(None, 2, day(10), Some(day(20))),
            version(Some(7), 3, day(12), Some(day(14))),
        ];
        reminders.reverse();
        let book = Book { reminders, ladders: vec![] };
        let number = |tenant, on| book.reminders(TenantId(tenant), day(on)).unwrap().number;
        assert_eq!([9, 10, 12, 13, 14, 20].map(|on| number(7, on)), [1, 2, 3, 3, 2, 1]);
        assert_eq!([9, 10, 12, 13, 14, 20].map(|on| number(8, on)), [1, 2, 2, 2, 2, 1]);
        assert!(book.ladder(TenantId(7), day(9)).is_err());
        assert!(
            book.reminders_change(TenantId(8), day(9), day(10))
                && book.reminders_change(TenantId(7), day(13), day(15))
        );
        assert!(!book.reminders_change(TenantId(8), day(10), day(19)));
    }
}
