//! The budget: how many digests of reminders a tenant gets on a local date. What is beyond it waits and goes into the next
//! day's; acts of people are not counted.
//!
//! A body has some dozens of people here and each gets at most one digest a day, so two hundred on one day mean that
//! something is wrong (an import, a rule), and 93 bodies at two hundred are what a relay takes in half an hour.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::TenantId,
    wire::mail::{NewBudget, OverBudget},
};
use jiff::Timestamp;
use jiff_diesel::ToDiesel;
use serde_json::json;

use super::{Kind, holds, store::is_waiting};
use crate::{
    audit::{Entry, Logged},
    calendar::Calendar,
    clock,
    db::{NationalTx, Tx, WorkerTx},
    error::{Fault, Result},
    http::input::Checks,
    schema::{digests_sent as d, outbox, settings, tenants},
};

/// Digests a day where nobody has set another number.
pub const DEFAULT: i32 = 200;
/// The setting with the number for all; a tenant's own has its number behind it.
const SETTING: &str = "digests_a_day";

fn own_setting(tenant: TenantId) -> String {
    format!("{SETTING}/{tenant}")
}

/// The settings that there are, the default first.
struct Limits(Vec<(String, String)>);

impl Limits {
    async fn read(tx: &mut Tx) -> Result<Self> {
        let rows = settings::table
            .filter(settings::key.eq(SETTING).or(settings::key.like("digests_a_day/%")))
            .select((settings::key, settings::value))
            .load(&mut tx.conn)
            .await?;
        Ok(Self(rows))
    }

    fn get(&self, key: &str) -> Option<i32> {
        self.0.iter().find(|(known, _)| known == key).and_then(|(_, value)| value.parse().ok())
    }

    fn default(&self) -> i32 {
        self.get(SETTING).unwrap_or(DEFAULT)
    }

    fn of(&self, tenant: TenantId) -> i32 {
        self.get(&own_setting(tenant)).unwrap_or_else(|| self.default())
    }
}

/// When a digest of the tenant entered may leave, if today's budget is spent; that is said once a day. Lanes that ask at
/// the same moment may be over it by as many as there are lanes.
pub(super) async fn spent(tx: &mut WorkerTx, calendar: &Calendar) -> Result<Option<Timestamp>> {
    let own = tx.own();
    let setting = |key| settings::table.filter(settings::key.eq(key)).select(settings::value).single_value();
    let (zone, mine, all): (String, Option<String>, Option<String>) = tenants::table
        .find(own)
        .select((tenants::zone, setting(own_setting(own)), setting(SETTING.to_owned())))
        .first(&mut tx.conn)
        .await?;
    let zone = clock::zone(&zone);
    let day = clock::local_date(tx.now, &zone);
    let budget = mine.or(all).and_then(|value| value.parse().ok()).unwrap_or(DEFAULT);
    let row = d::table.find((own, day.to_diesel()));
    let sent: Option<i32> = row.select(d::n).first(&mut tx.conn).await.optional()?;
    if sent.is_none_or(|sent| sent < budget) {
        return Ok(None);
    }
    let alarm = diesel::update(row.filter(d::alarmed.eq(false))).set(d::alarmed.eq(true));
    if alarm.execute(&mut tx.conn).await? == 1 {
        tracing::warn!(tenant = %own, %day, budget, "the day's budget of reminders is spent: the rest waits");
        metrics::counter!("dondoc_mail_budgets_spent_total").increment(1);
    }
    let midnight = day.tomorrow().unwrap_or(day).to_zoned(zone);
    Ok(Some(calendar.send_time(midnight.map_or(tx.now, |zoned| zoned.timestamp()), false)))
}

/// Counts a digest of the tenant entered that the relay took.
pub(super) async fn count(tx: &mut WorkerTx) -> Result<()> {
    let own = tx.own();
    let zone: String = tenants::table.find(own).select(tenants::zone).first(&mut tx.conn).await?;
    let day = clock::local_date(tx.now, &clock::zone(&zone)).to_diesel();
    diesel::insert_into(d::table)
        .values((d::tenant_id.eq(own), d::day.eq(day), d::n.eq(1)))
        .on_conflict((d::tenant_id, d::day))
        .do_update()
        .set(d::n.eq(d::n + 1))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

/// The default, and the tenants that are over their budget today.
pub(super) async fn over(tx: &mut NationalTx) -> Result<(i32, Vec<OverBudget>)> {
    let limits = Limits::read(tx).await?;
    let today = tx.today();
    let [from, to] = [today.yesterday(), today.tomorrow()].map(|day| day.unwrap_or(today).to_diesel());
    // A tenant's day may be another than Ha Noi's.
    let rows: Vec<(TenantId, jiff_diesel::Date, i32, String)> = d::table
        .inner_join(tenants::table.on(tenants::id.eq(d::tenant_id)))
        .filter(d::day.between(from, to))
        .order(d::tenant_id)
        .select((d::tenant_id, d::day, d::n, tenants::zone))
        .load(&mut tx.conn)
        .await?;
    let refs = crate::tenants::refs(tx).await?;
    let mut over = Vec::new();
    for (tenant, day, sent, zone) in rows {
        let is_today = day.to_jiff() == clock::local_date(tx.now, &clock::zone(&zone));
        let (budget, Some(known)) = (limits.of(tenant), refs.get(&tenant)) else { continue };
        if !is_today || sent < budget {
            continue;
        }
        let waiting = outbox::table
            .filter(outbox::tenant_id.eq(tenant))
            .filter(is_waiting())
            .filter(outbox::kind.eq(Kind::Digest.as_str()))
            .count()
            .get_result(&mut tx.conn)
            .await?;
        over.push(OverBudget { tenant: known.clone(), sent, budget, waiting });
    }
    Ok((limits.default(), over))
}

/// Sets a tenant's budget, or that of all who have none of their own.
pub async fn set(tx: &mut NationalTx, input: &NewBudget) -> Result<Logged<NewBudget>> {
    let mut checks = Checks::default();
    let slug = input.tenant.as_ref().map(|slug| checks.line("tenant", slug, 60));
    if let Some(n) = input.digests_a_day {
        checks.range("digests_a_day", n.into(), 1, 100_000);
    } else if slug.is_none() {
        checks.fault("digests_a_day", Fault::Missing);
    }
    checks.finish()?;
    let tenant = match &slug {
        None => None,
        Some(slug) => Some(holds::tenant_of(tx, slug).await?),
    };
    let key = tenant.map_or_else(|| SETTING.to_owned(), own_setting);
    match input.digests_a_day.map(|n| n.to_string()) {
        Some(value) => {
            diesel::insert_into(settings::table)
                .values((settings::key.eq(&key), settings::value.eq(&value)))
                .on_conflict(settings::key)
                .do_update()
                .set(settings::value.eq(&value))
                .execute(&mut tx.conn)
                .await?
        }
        None => diesel::delete(settings::table.find(&key)).execute(&mut tx.conn).await?,
    };
    let entry = Entry {
        tenant: tenant.unwrap_or(TenantId::NATIONAL),
        action: "set_mail_budget",
        subject_kind: "budget",
        subject_id: None,
        detail: json!({"tenant": slug, "digests_a_day": input.digests_a_day}),
    };
    Ok(Logged::new(input.clone(), entry))
}
