//! The register of urges: the list, one with all that belongs to it, and what became of them. Nationally of all tenants;
//! inside a tenant its own.

use std::cmp::Reverse;

use diesel::{
    QueryableByName,
    prelude::*,
    sql_types::{BigInt, Date as SqlDate, Double, Integer, Nullable, Text},
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, TenantId, UrgeId},
    lateness::days_between,
    order,
    role::Role,
    wire::{
        Page, Precision, TenantRef,
        assignment::UrgeAnswer,
        urge::{
            UrgeAddressee, UrgeCounts, UrgeDetail, UrgeFigure, UrgeRow, UrgeState, UrgeStatistics,
            UrgedAssignment,
        },
    },
};
use jiff::{Timestamp, civil::Date};
use jiff_diesel::ToDiesel;
use serde::{Deserialize, Serialize};

use super::super::model::Number;
use dondoc_kernel::{
    db::{CountOf, NationalTx, Tx, sql::conn},
    error::{Error, Fault, Result},
    http::cursor,
    schema::{assignments as a, tasks, tenants, urge_assignments as l, urges as u},
};

/// A count stops here and says "at least".
const COUNT_LIMIT: i64 = 10_000;
/// The years in which urges can have been issued.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2200;

/// Which urges.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterFilter {
    /// The slug of a tenant.
    pub tenant: Option<String>,
    /// Where they stand today.
    pub state: Option<UrgeState>,
    /// The local year of issue.
    pub year: Option<i32>,
}

/// Where a page ended, bound to the question and the person who asked it; the first page's count travels along.
#[derive(Serialize, Deserialize)]
struct RegisterCursor {
    at: Timestamp,
    id: UrgeId,
    wanted: RegisterFilter,
    own: Option<TenantId>,
    total: i64,
    at_least: bool,
}

impl RegisterCursor {
    fn parse(text: &str, wanted: &RegisterFilter, own: Option<TenantId>) -> Result<Self> {
        let cursor: Option<Self> = cursor::decode(text);
        // An instant out of the database's range is not from one of our cursors.
        let known = |c: &Self| c.wanted == *wanted && c.own == own && c.at >= Timestamp::UNIX_EPOCH;
        cursor.filter(known).ok_or(ErrorCode::InvalidCursor.into())
    }

    fn text(&self) -> Result<String> {
        cursor::encode(self)
    }
}

/// A line of the list.
#[derive(Queryable)]
struct UrgeLine {
    tenant_id: TenantId,
    id: UrgeId,
    number: (i32, i32, String),
    addressee: UrgeAddressee,
    at: jiff_diesel::Timestamp,
    issued_on: jiff_diesel::Date,
    by: String,
    reply_by: jiff_diesel::Date,
    answered_on: jiff_diesel::NullableDate,
    lapsed_at: jiff_diesel::NullableTimestamp,
    withdrawn: bool,
    tenant: (String, String, String, String),
    assignments: Option<i64>,
}

impl UrgeLine {
    fn into_wire(self, today: Date) -> UrgeRow {
        let (number, year, symbol) = self.number;
        let (slug, short, name_vi, name_en) = self.tenant;
        let (reply_by, answered_on) = (self.reply_by.to_jiff(), self.answered_on.to_jiff());
        let closed = self.lapsed_at.to_jiff().is_some().then_some(UrgeState::Lapsed);
        let closed = if self.withdrawn { Some(UrgeState::Withdrawn) } else { closed };
        let state = UrgeState::of(reply_by, answered_on, closed, today);
        UrgeRow {
            id: self.id,
            number: Number { number, year, symbol }.to_string(),
            tenant: TenantRef { slug, short, name_vi, name_en },
            addressee: self.addressee,
            state,
            at: self.at.to_jiff(),
            issued_on: self.issued_on.to_jiff(),
            by: self.by,
            assignments: self.assignments.unwrap_or(0),
            reply_by,
            days_overdue: if state.is_open() { days_between(reply_by, today).max(0) } else { 0 },
            answered_on,
        }
    }
}

/// All that a line shows, without a condition. A macro, because its type has no name.
macro_rules! rows {
    () => {
        u::table.inner_join(tenants::table.on(tenants::id.eq(u::tenant_id))).select((
            u::tenant_id,
            u::id,
            (u::number, u::year, u::symbol),
            u::addressee,
            u::at,
            u::issued_on,
            u::by_name,
            u::reply_by,
            u::answered_on,
            u::lapsed_at,
            u::withdrawn_at.is_not_null(),
            (tenants::slug, tenants::short, tenants::name_vi, tenants::name_en),
            l::table
                .filter(l::tenant_id.eq(u::tenant_id))
                .filter(l::urge_id.eq(u::id))
                .count()
                .single_value(),
        ))
    };
}

/// The one predicate of list and count, on a boxed query in which urges are.
macro_rules! matching {
    ($query:expr, $tx:expr, $wanted:expr, $tenant:expr) => {{
        let (tx, wanted, tenant): (&Tx, &RegisterFilter, Option<TenantId>) = ($tx, $wanted, $tenant);
        let mut query = $query;
        if let Some(own) = tx.tenant() {
            query = query.filter(u::tenant_id.eq(own));
        }
        if let Some(tenant) = tenant {
            query = query.filter(u::tenant_id.eq(tenant));
        }
        if let Some(year) = wanted.year {
            query = query.filter(u::year.eq(year));
        }
        let today = tx.today().to_diesel();
        match wanted.state {
            None => query,
            Some(UrgeState::Answered) => query.filter(u::answered_on.le(u::reply_by.nullable())),
            Some(UrgeState::Late) => query.filter(u::answered_on.gt(u::reply_by.nullable())),
            Some(UrgeState::Lapsed) => {
                query.filter(u::lapsed_at.is_not_null()).filter(u::withdrawn_at.is_null())
            }
            Some(UrgeState::Withdrawn) => query.filter(u::withdrawn_at.is_not_null()),
            Some(UrgeState::Open) => query
                .filter(u::answered_at.is_null())
                .filter(u::lapsed_at.is_null())
                .filter(u::reply_by.ge(today)),
            Some(UrgeState::Overdue) => query
                .filter(u::answered_at.is_null())
                .filter(u::lapsed_at.is_null())
                .filter(u::reply_by.lt(today)),
        }
    }};
}

/// A page of urges, newest first.
pub async fn list(
    tx: &mut Tx,
    wanted: &RegisterFilter,
    cursor: Option<&str>,
    limit: i64,
) -> Result<Page<UrgeRow>> {
    let own = tx.tenant();
    let after = cursor.map(|text| RegisterCursor::parse(text, wanted, own)).transpose()?;
    let tenant = match &wanted.tenant {
        Some(slug) => Some(tenant_of(tx, slug).await?),
        None => None,
    };
    let (total, at_least) = if let Some(cursor) = &after {
        (cursor.total, cursor.at_least)
    } else {
        let found = matching!(u::table.select(u::id).into_boxed(), tx, wanted, tenant);
        // Counts no further than anybody reads.
        let found = CountOf(found.limit(COUNT_LIMIT.saturating_add(1)));
        let n: i64 = found.get_result(conn(tx)).await?;
        (n.min(COUNT_LIMIT), n > COUNT_LIMIT)
    };
    let mut query = matching!(rows!().into_boxed(), tx, wanted, tenant);
    if let Some(cursor) = &after {
        let at = cursor.at.to_diesel();
        query = query.filter(u::at.le(at)).filter(u::at.lt(at).or(u::id.lt(cursor.id)));
    }
    let mut rows: Vec<UrgeLine> =
        query.order((u::at.desc(), u::id.desc())).limit(limit.saturating_add(1)).load(conn(tx)).await?;
    let more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    if more {
        rows.pop();
    }
    let next = match rows.last().filter(|_| more) {
        Some(last) => {
            let (at, id) = (last.at.to_jiff(), last.id);
            Some(RegisterCursor { at, id, wanted: wanted.clone(), own, total, at_least }.text()?)
        }
        None => None,
    };
    let today = tx.today();
    let items = rows.into_iter().map(|row| row.into_wire(today)).collect();
    Ok(Page { items, next, total, at_least, today, now: tx.now })
}

async fn tenant_of(tx: &mut Tx, slug: &str) -> Result<TenantId> {
    Ok(tenants::table.filter(tenants::slug.eq(slug)).select(tenants::id).first(conn(tx)).await?)
}

/// What beside its line belongs to one urge.
#[derive(Queryable)]
struct UrgeBody {
    text: String,
    text_en: Option<String>,
    template: Option<String>,
    by_role: Option<Role>,
    answer: Option<String>,
    answered_name: Option<String>,
    answered_at: jiff_diesel::NullableTimestamp,
    lapsed_at: jiff_diesel::NullableTimestamp,
}

#[derive(Queryable)]
struct UrgedRow {
    id: AssignmentId,
    code: String,
    title_vi: String,
    title_en: String,
    due_on: jiff_diesel::NullableDate,
    due_precision: Precision,
    lapsed_at: jiff_diesel::NullableTimestamp,
}

/// Finds an urge, and its issuer's role if it is known. Another tenant's is not found (R82).
pub async fn show(tx: &mut Tx, id: UrgeId) -> Result<(UrgeDetail, Option<Role>)> {
    let mut query = rows!().filter(u::id.eq(id)).into_boxed();
    if let Some(own) = tx.tenant() {
        query = query.filter(u::tenant_id.eq(own));
    }
    let row: UrgeLine = query.first(conn(tx)).await?;
    let tenant = row.tenant_id;
    let rest: UrgeBody = u::table
        .find((tenant, id))
        .select((
            u::text,
            u::text_en,
            u::template,
            u::by_role,
            u::answer,
            u::answered_name,
            u::answered_at,
            u::lapsed_at,
        ))
        .first(conn(tx))
        .await?;
    let about: Vec<UrgedRow> = l::table
        .inner_join(a::table.on(a::tenant_id.eq(l::tenant_id).and(a::id.eq(l::assignment_id))))
        .inner_join(tasks::table.on(tasks::id.eq(a::task_id)))
        .filter(l::tenant_id.eq(tenant))
        .filter(l::urge_id.eq(id))
        .order((tasks::code_order, tasks::code))
        .select((
            l::assignment_id,
            tasks::code,
            tasks::title_vi,
            tasks::title_en,
            l::due_on,
            l::due_precision,
            l::lapsed_at,
        ))
        .load(conn(tx))
        .await?;
    let row = row.into_wire(tx.today());
    let (slug, issued_on) = (&row.tenant.slug, row.issued_on);
    let one = |about: UrgedRow| UrgedAssignment {
        id: about.id,
        code: format!("{}/{slug}", about.code),
        title_vi: about.title_vi,
        title_en: about.title_en,
        due_on: about.due_on.to_jiff(),
        due_precision: about.due_precision,
        days_overdue: about.due_on.to_jiff().map_or(0, |due| days_between(due, issued_on).max(0)),
        lapsed_at: about.lapsed_at.to_jiff(),
    };
    let assignments = about.into_iter().map(one).collect();
    let answer = rest.answer.zip(rest.answered_at.to_jiff()).map(|(text, at)| UrgeAnswer {
        at,
        by: rest.answered_name.unwrap_or_default(),
        text,
    });
    let detail = UrgeDetail {
        row,
        text: rest.text,
        text_en: rest.text_en,
        template: rest.template,
        assignments,
        answer,
        lapsed_at: rest.lapsed_at.to_jiff(),
    };
    Ok((detail, rest.by_role))
}

#[derive(QueryableByName)]
struct FigureRow {
    #[diesel(sql_type = Nullable<Text>)]
    slug: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    short: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    name_vi: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    name_en: Option<String>,
    #[diesel(sql_type = BigInt)]
    sent: i64,
    #[diesel(sql_type = BigInt)]
    answered_in_time: i64,
    #[diesel(sql_type = BigInt)]
    answered_late: i64,
    #[diesel(sql_type = BigInt)]
    never: i64,
    #[diesel(sql_type = BigInt)]
    lapsed: i64,
    #[diesel(sql_type = BigInt)]
    open: i64,
    #[diesel(sql_type = Nullable<Double>)]
    median_days: Option<f64>,
}

/// What became of the urges issued from one local date to another, both included, per tenant and together. One that was
/// withdrawn before its mail had left asked nobody for anything.
#[expect(clippy::disallowed_methods, reason = "the DSL has neither grouping sets nor ordered-set aggregates")]
pub async fn statistics(
    tx: &mut NationalTx,
    (from, to): (Date, Date),
    only: Option<TenantId>,
) -> Result<UrgeStatistics> {
    for (field, date) in [("from", from), ("to", to)] {
        if !YEARS.contains(&date.year()) {
            return Err(Error::field(field, Fault::Malformed));
        }
    }
    if to < from {
        return Err(Error::field("to", Fault::Malformed));
    }
    let today = tx.today();
    let sql = "select t.slug, t.short, t.name_vi, t.name_en, count(*) as sent,
          count(*) filter (where u.answered_on <= u.reply_by) as answered_in_time,
          count(*) filter (where u.answered_on > u.reply_by) as answered_late,
          count(*) filter (where u.answered_on is null and u.lapsed_at is null and u.reply_by < $3) as never,
          count(*) filter (where u.lapsed_at is not null) as lapsed,
          count(*) filter (where u.answered_on is null and u.lapsed_at is null and u.reply_by >= $3) as open,
          percentile_cont(0.5) within group (order by u.answered_on - u.issued_on) as median_days
        from dondoc.urges u join dondoc.tenants t on t.id = u.tenant_id
        where u.issued_on between $1 and $2 and u.withdrawn_at is null and ($4 is null or u.tenant_id = $4)
        group by grouping sets ((t.id, t.slug, t.short, t.name_vi, t.name_en), ())";
    let rows: Vec<FigureRow> = diesel::sql_query(sql)
        .bind::<SqlDate, _>(from.to_diesel())
        .bind::<SqlDate, _>(to.to_diesel())
        .bind::<SqlDate, _>(today.to_diesel())
        .bind::<Nullable<Integer>, _>(only)
        .load(conn(tx))
        .await?;
    let mut statistics = UrgeStatistics { from, to, today, tenants: vec![], all: UrgeCounts::default() };
    for row in rows {
        let counts = UrgeCounts {
            sent: row.sent,
            answered_in_time: row.answered_in_time,
            answered_late: row.answered_late,
            never: row.never,
            lapsed: row.lapsed,
            open: row.open,
            median_days: row.median_days,
        };
        match (row.slug, row.short, row.name_vi, row.name_en) {
            (Some(slug), Some(short), Some(name_vi), Some(name_en)) => {
                let tenant = TenantRef { slug, short, name_vi, name_en };
                statistics.tenants.push(UrgeFigure { tenant, counts });
            }
            _ => statistics.all = counts,
        }
    }
    statistics.tenants.sort_by_cached_key(|row| (Reverse(row.counts.sent), order::tenant(&row.tenant)));
    Ok(statistics)
}
