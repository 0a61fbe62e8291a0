//! The budget: how many digests of reminders a tenant gets on a local date. What is beyond it waits and goes into the next
//! day's; acts of people are not counted.
//!
//! A body has some dozens of people here and each gets at most one digest a day, so two hundred on one day mean that
//! something is wrong (an import, a rule), and 93 bodies at two hundred are what a relay takes in half an hour.

use diesel::{prelude::*, query_dsl::methods};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::TenantId,
    wire::mail::{NewBudget, OverBudget},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
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

/// How many more digests of the tenant entered may leave today; asked for when the first wants to.
#[derive(Debug, Default)]
pub(super) struct Room(Option<Left>);

#[derive(Debug)]
struct Left {
    digests: i32,
    budget: i32,
    day: Date,
    zone: TimeZone,
}

impl Room {
    /// Takes the room of one digest; if there is none, when it may leave. That the budget is spent is said once a day.
    /// Lanes that ask at the same moment may go beyond it by a group each.
    pub async fn take(&mut self, tx: &mut WorkerTx, calendar: &Calendar) -> Result<Option<Timestamp>> {
        if self.0.is_none() {
            self.0 = Some(Left::read(tx).await?);
        }
        let Some(left) = &mut self.0 else { return Ok(None) };
        left.digests = left.digests.saturating_sub(1);
        if left.digests >= 0 {
            return Ok(None);
        }
        let (own, day, budget) = (tx.own(), left.day, left.budget);
        let alarm = diesel::insert_into(d::table)
            .values((d::tenant_id.eq(own), d::day.eq(day.to_diesel()), d::n.eq(0), d::alarmed.eq(true)))
            .on_conflict((d::tenant_id, d::day))
            .do_update()
            .set(d::alarmed.eq(true));
        // An insertion's condition, which `QueryDsl` does not know.
        let alarm = methods::FilterDsl::filter(alarm, d::alarmed.eq(false));
        if alarm.execute(&mut tx.conn).await? == 1 {
            tracing::warn!(tenant = %own, %day, budget, "the day's budget of reminders is spent: the rest waits");
            metrics::counter!("dondoc_mail_budgets_spent_total").increment(1);
        }
        let midnight = day.tomorrow().unwrap_or(day).to_zoned(left.zone.clone());
        Ok(Some(calendar.send_time(midnight.map_or(tx.now, |zoned| zoned.timestamp()), false)))
    }
}

impl Left {
    async fn read(tx: &mut WorkerTx) -> Result<Self> {
        let own = tx.own();
        let setting =
            |key| settings::table.filter(settings::key.eq(key)).select(settings::value).single_value();
        let (zone, mine, all): (String, Option<String>, Option<String>) = tenants::table
            .find(own)
            .select((tenants::zone, setting(own_setting(own)), setting(SETTING.to_owned())))
            .first(&mut tx.conn)
            .await?;
        let zone = clock::zone(&zone);
        let day = clock::local_date(tx.now, &zone);
        let budget = mine.or(all).and_then(|value| value.parse().ok()).unwrap_or(DEFAULT);
        let sent: Option<i32> =
            d::table.find((own, day.to_diesel())).select(d::n).first(&mut tx.conn).await.optional()?;
        Ok(Self { digests: budget.saturating_sub(sent.unwrap_or(0)), budget, day, zone })
    }
}

/// Counts digests of the tenant entered that the relay took.
pub(super) async fn count(tx: &mut WorkerTx, digests: usize) -> Result<()> {
    let n = i32::try_from(digests).unwrap_or(i32::MAX);
    if n == 0 {
        return Ok(());
    }
    let own = tx.own();
    let zone: String = tenants::table.find(own).select(tenants::zone).first(&mut tx.conn).await?;
    let day = clock::local_date(tx.now, &clock::zone(&zone)).to_diesel();
    diesel::insert_into(d::table)
        .values((d::tenant_id.eq(own), d::day.eq(day), d::n.eq(n)))
        .on_conflict((d::tenant_id, d::day))
        .do_update()
        .set(d::n.eq(d::n + n))
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
