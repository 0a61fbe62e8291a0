//! Holds: a person of the Working Group stops outgoing mail, of one tenant or of all, for a while or until it is lifted.
//! Acts that were to leave "now" wait as well. What is on its way already is not stopped.

use diesel::{dsl::exists, prelude::*};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{HoldId, TenantId},
    wire::mail::{Hold, Holds, MailActed, NewHold},
};
use jiff::Timestamp;
use jiff_diesel::ToDiesel;
use serde_json::json;

use crate::{
    db::{
        NationalTx, Tx,
        audit::{Entry, Logged},
        exactly_one,
    },
    error::{Error, Fault, Result},
    http::input::Checks,
    schema::mail_holds as h,
    tenants,
};

/// The most that a list shows.
const MOST: i64 = 200;

/// The time that a hold covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant after it; until a person lifts it where there is none.
    pub until: Option<Timestamp>,
}

impl Span {
    /// Whether the instant is in it.
    pub fn covers(&self, at: Timestamp) -> bool {
        self.from <= at && self.until.is_none_or(|until| until > at)
    }
}

/// The holds in force and those to come, each with its tenant; without one it is for all.
#[derive(Debug, Clone, Default)]
pub struct Standing(Vec<(Option<TenantId>, Span)>);

impl Standing {
    /// Those that keep this tenant's mail back, or everybody's.
    pub fn of(&self, tenant: Option<TenantId>) -> Vec<Span> {
        let own = self.0.iter().filter(|(of, _)| of.is_none() || *of == tenant);
        own.map(|(_, span)| *span).collect()
    }
}

macro_rules! in_force {
    ($now:expr) => {
        h::lifted_at.is_null().and(h::begins_at.le($now)).and(h::ends_at.is_null().or(h::ends_at.gt($now)))
    };
}

/// The holds that are not over.
pub async fn standing(tx: &mut Tx) -> Result<Standing> {
    type Row = (Option<TenantId>, jiff_diesel::Timestamp, Option<jiff_diesel::Timestamp>);
    let now = tx.now.to_diesel();
    let rows: Vec<Row> = h::table
        .filter(h::lifted_at.is_null().and(h::ends_at.is_null().or(h::ends_at.gt(now))))
        .select((h::for_tenant, h::begins_at, h::ends_at))
        .load(&mut tx.conn)
        .await?;
    let read = |(tenant, from, until): Row| {
        (tenant, Span { from: from.to_jiff(), until: until.map(jiff_diesel::Timestamp::to_jiff) })
    };
    Ok(Standing(rows.into_iter().map(read).collect()))
}

/// Whether this tenant's mail is held now.
pub async fn is_held(tx: &Tx, tenant: TenantId) -> Result<bool> {
    let now = tx.now.to_diesel();
    let found = h::table.filter(in_force!(now)).filter(h::for_tenant.is_null().or(h::for_tenant.eq(tenant)));
    Ok(diesel::select(exists(found)).get_result(&mut &*tx.conn).await?)
}

#[derive(Queryable)]
struct Row {
    id: HoldId,
    tenant: Option<TenantId>,
    from: jiff_diesel::Timestamp,
    until: Option<jiff_diesel::Timestamp>,
    reason: String,
    by: String,
    at: jiff_diesel::Timestamp,
    lifted_at: Option<jiff_diesel::Timestamp>,
    lifted_by: Option<String>,
}

/// The newest holds, whether or not they are in force.
pub async fn list(tx: &mut NationalTx) -> Result<Holds> {
    let now = tx.now;
    let rows: Vec<Row> = h::table
        .order((h::at.desc(), h::id.desc()))
        .limit(MOST)
        .select((
            h::id,
            h::for_tenant,
            h::begins_at,
            h::ends_at,
            h::reason,
            h::by_name,
            h::at,
            h::lifted_at,
            h::lifted_name,
        ))
        .load(&mut tx.conn)
        .await?;
    let tenants = tenants::refs(tx).await?;
    let read = |row: Row| {
        let (from, until) = (row.from.to_jiff(), row.until.map(jiff_diesel::Timestamp::to_jiff));
        let lifted_at = row.lifted_at.map(jiff_diesel::Timestamp::to_jiff);
        Hold {
            id: row.id,
            tenant: row.tenant.and_then(|id| tenants.get(&id).cloned()),
            from,
            until,
            reason: row.reason,
            by: row.by,
            at: row.at.to_jiff(),
            lifted_at,
            lifted_by: row.lifted_by,
            in_force: lifted_at.is_none() && from <= now && until.is_none_or(|until| until > now),
        }
    };
    Ok(Holds { items: rows.into_iter().map(read).collect(), now })
}

/// Stops outgoing mail, of all tenants or of one (R76).
pub async fn hold(tx: &mut NationalTx, input: &NewHold) -> Result<Logged<MailActed>> {
    let mut checks = Checks::default();
    let reason = checks.required("reason", &input.reason, 500);
    let slug = input.tenant.as_ref().map(|slug| checks.line("tenant", slug, 60));
    let from = input.from.unwrap_or(tx.now);
    if from < tx.now {
        checks.fault("from", Fault::Malformed);
    }
    if input.until.is_some_and(|until| until <= from) {
        checks.fault("until", Fault::Malformed);
    }
    checks.finish()?;
    let tenant = match &slug {
        None => None,
        Some(slug) => Some(tenant_of(tx, slug).await?),
    };
    let id = HoldId(tx.new_id());
    let (by, _) = tx.actor.person()?;
    let until = input.until.map(ToDiesel::to_diesel);
    diesel::insert_into(h::table)
        .values((
            h::id.eq(id),
            h::for_tenant.eq(tenant),
            h::begins_at.eq(from.to_diesel()),
            h::ends_at.eq(until),
            h::reason.eq(reason),
            h::by_id.eq(by),
            h::by_name.eq(tx.actor.name.clone()),
            h::at.eq(tx.now.to_diesel()),
        ))
        .execute(&mut tx.conn)
        .await?;
    let detail = json!({"tenant": slug, "from": from, "until": input.until});
    Ok(Logged::new(MailActed { id: id.0 }, entry(tenant, "hold_mail", id, detail)))
}

/// The tenant with this key, short name or name.
///
/// # Errors
/// There is no such tenant, at the field `tenant`.
pub async fn tenant_of(tx: &mut Tx, typed: &str) -> Result<TenantId> {
    let found = tenants::meant(tx, typed).await?;
    found.map(|tenant| tenant.id).ok_or_else(|| Error::field("tenant", Fault::NoSuchTenant))
}

/// Lifts a hold before its end.
pub async fn lift(tx: &mut NationalTx, id: HoldId) -> Result<Logged<MailActed>> {
    let now = tx.now.to_diesel();
    let (by, _) = tx.actor.person()?;
    let open = h::lifted_at.is_null().and(h::ends_at.is_null().or(h::ends_at.gt(now)));
    let tenant: Option<TenantId> =
        h::table.find(id).filter(open).select(h::for_tenant).for_update().first(&mut tx.conn).await?;
    let name = tx.actor.name.clone();
    let rows = diesel::update(h::table.find(id))
        .set((h::lifted_at.eq(now), h::lifted_by.eq(by), h::lifted_name.eq(name)))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)?;
    Ok(Logged::new(MailActed { id: id.0 }, entry(tenant, "lift_hold", id, json!({}))))
}

fn entry(tenant: Option<TenantId>, action: &'static str, id: HoldId, detail: serde_json::Value) -> Entry {
    let tenant = tenant.unwrap_or(TenantId::NATIONAL);
    Entry { tenant, action, subject_kind: "hold", subject_id: Some(id.0), detail }
}
