//! Which digests of reminders may leave on a local date: one a person (R41), and no more than the tenant's budget (R76). What
//! is beyond waits and goes into the next day's; acts of people are not counted.

use std::collections::{BTreeMap, HashMap};

use diesel::{prelude::*, query_dsl::methods};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{MessageId, TenantId},
    order,
    wire::mail::{MailReason, NewBudget, OverBudget},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use jiff_diesel::ToDiesel;
use serde_json::json;
use tokio::join;
use uuid::Uuid;

use crate::domain::calendar::Calendar;
use crate::slices::letters::budget::{Budget, Limits, SETTING, own_setting};
use dondoc_kernel::{
    clock,
    db::{
        NationalTx, Tx, WorkerTx,
        audit::{Entry, Logged},
        prepared,
        sql::{conn, lane},
    },
    error::{Fault, Result},
    http::input::Checks,
    outbox::{
        Kind, holds,
        store::{Claimed, is_waiting},
    },
    schema::{digests_sent as d, outbox, settings, tenants},
};

impl Limits {
    async fn read(tx: &mut Tx) -> Result<Self> {
        let rows = settings::table
            .filter(settings::key.eq(SETTING).or(settings::key.like("digests_a_day/%")))
            .select((settings::key, settings::value))
            .load(conn(tx))
            .await?;
        Ok(Self(rows))
    }

    /// What counts for one tenant alone.
    async fn read_for(tx: &WorkerTx, tenant: TenantId) -> Result<Self> {
        let rows = settings::table
            .filter(settings::key.eq_any([SETTING.to_owned(), own_setting(tenant)]))
            .select((settings::key, settings::value))
            .load(&mut lane(tx))
            .await?;
        Ok(Self(rows))
    }
}

/// The room for digests of the tenant entered today.
#[derive(Debug)]
pub struct Room {
    /// The tenant's local date.
    pub day: Date,
    /// The digest that each reader got today.
    told: HashMap<Uuid, MessageId>,
    budget: Budget,
    zone: TimeZone,
}

/// When a digest may leave instead, and why not now.
pub type PutOff = (Timestamp, MailReason);

impl Room {
    /// In the tenant's zone, for the readers of these rows.
    pub async fn read(tx: &WorkerTx, zone: TimeZone, rows: &[Claimed]) -> Result<Self> {
        let own = tx.own();
        let day = clock::local_date(tx.now, &zone);
        let readers: Vec<Uuid> = rows.iter().filter_map(|row| row.recipient_id).collect();
        let (limits, sent, told) = join!(
            Limits::read_for(tx, own),
            d::table.find((own, day.to_diesel())).select(d::n).first::<i32>(&mut lane(tx)),
            outbox::table
                .filter(outbox::tenant_id.eq(own))
                .filter(outbox::recipient_id.eq_any(readers))
                .filter(outbox::leaves_on.eq(day.to_diesel()))
                .select((outbox::recipient_id.assume_not_null(), outbox::id))
                .load::<(Uuid, MessageId)>(&mut lane(tx))
        );
        let budget = Budget { most: limits?.of(own), sent: sent.optional()?.unwrap_or(0) };
        let told = told?.into_iter().collect();
        Ok(Self { day, told, budget, zone })
    }

    /// Takes room for a digest, or puts it off. Between lanes that ask at the same moment the unique key decides whose digest
    /// is the reader's one; the budget they may exceed by a group each.
    pub async fn take(
        &mut self,
        tx: &mut WorkerTx,
        calendar: &Calendar,
        row: &Claimed,
    ) -> Result<Option<PutOff>> {
        let Some(reader) = row.recipient_id else { return Ok(None) };
        if self.told.get(&reader).is_some_and(|told| *told != row.id) {
            return Ok(Some((self.next_day(tx, calendar), MailReason::OneADay)));
        }
        // What is in doubt was let through once.
        if row.raw.is_none() && self.is_spent(tx).await? {
            return Ok(Some((self.next_day(tx, calendar), MailReason::BudgetSpent)));
        }
        self.told.insert(reader, row.id);
        Ok(None)
    }

    /// Counts one digest more, and says once a day that the budget is spent.
    async fn is_spent(&mut self, tx: &mut WorkerTx) -> Result<bool> {
        if self.budget.take() {
            return Ok(false);
        }
        let (own, day, budget) = (tx.own(), self.day, self.budget.most);
        let alarm = diesel::insert_into(d::table)
            .values((d::tenant_id.eq(own), d::day.eq(day.to_diesel()), d::n.eq(0), d::alarmed.eq(true)))
            .on_conflict((d::tenant_id, d::day))
            .do_update()
            .set(d::alarmed.eq(true));
        // An insertion's condition, which `QueryDsl` does not know.
        let alarm = methods::FilterDsl::filter(alarm, d::alarmed.eq(false));
        if alarm.execute(conn(tx)).await? == 1 {
            tracing::warn!(tenant = %own, %day, budget, "the day's budget of reminders is spent: the rest waits");
            metrics::counter!("dondoc_mail_budgets_spent_total").increment(1);
        }
        Ok(true)
    }

    /// The first opening of the send window after today.
    fn next_day(&self, tx: &WorkerTx, calendar: &Calendar) -> Timestamp {
        let midnight = self.day.tomorrow().unwrap_or(self.day).to_zoned(self.zone.clone());
        calendar.send_time(midnight.map_or(tx.now, |zoned| zoned.timestamp()), false)
    }
}

/// How many more digests a tenant may get on a local date.
pub async fn left_on(tx: &mut Tx, tenant: TenantId, day: Date) -> Result<i32> {
    let most = Limits::read(tx).await?.of(tenant);
    let sent: Option<i32> =
        d::table.find((tenant, day.to_diesel())).select(d::n).first(conn(tx)).await.optional()?;
    Ok(Budget { most, sent: sent.unwrap_or(0) }.left())
}

/// Counts digests of the tenant entered that the relay took, each on its day.
pub async fn count(tx: &WorkerTx, digests: impl Iterator<Item = Date>) -> Result<()> {
    let mut counts: BTreeMap<Date, i32> = BTreeMap::new();
    for day in digests {
        let count = counts.entry(day).or_default();
        *count = count.saturating_add(1);
    }
    for (day, n) in counts {
        let count = diesel::insert_into(d::table)
            .values((d::tenant_id.eq(tx.own()), d::day.eq(day.to_diesel()), d::n.eq(n)))
            .on_conflict((d::tenant_id, d::day))
            .do_update()
            .set(d::n.eq(d::n + n));
        prepared(count).execute(&mut lane(tx)).await?;
    }
    Ok(())
}

/// The default, and the tenants that are over their budget today.
pub async fn over(tx: &mut NationalTx) -> Result<(i32, Vec<OverBudget>)> {
    let limits = Limits::read(tx).await?;
    let today = tx.today();
    let [from, to] = [today.yesterday(), today.tomorrow()].map(|day| day.unwrap_or(today).to_diesel());
    // A tenant's day may be another than Ha Noi's.
    let rows: Vec<(TenantId, jiff_diesel::Date, i32, String)> = d::table
        .inner_join(tenants::table.on(tenants::id.eq(d::tenant_id)))
        .filter(d::day.between(from, to))
        .select((d::tenant_id, d::day, d::n, tenants::zone))
        .load(conn(tx))
        .await?;
    let refs = dondoc_kernel::tenants::refs(tx).await?;
    let mut over = Vec::new();
    for (tenant, day, sent, zone) in rows {
        let is_today = day.to_jiff() == clock::local_date(tx.now, &clock::zone(&zone));
        let (budget, Some(known)) = (limits.of(tenant), refs.get(&tenant)) else { continue };
        if !is_today || (Budget { most: budget, sent }).left() > 0 {
            continue;
        }
        let waiting = outbox::table
            .filter(outbox::tenant_id.eq(tenant))
            .filter(is_waiting())
            .filter(outbox::kind.eq(Kind::Digest.as_str()))
            .count()
            .get_result(conn(tx))
            .await?;
        over.push(OverBudget { tenant: known.clone(), sent, budget, waiting });
    }
    over.sort_by_cached_key(|one| order::tenant(&one.tenant));
    Ok((limits.default(), over))
}

/// Sets a tenant's budget, or the budget of all tenants without one of their own.
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
                .execute(conn(tx))
                .await?
        }
        None => diesel::delete(settings::table.find(&key)).execute(conn(tx)).await?,
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
