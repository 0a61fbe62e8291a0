//! SQL of the first page. Each count reads a tally or a partial index that holds only what waits.

pub mod matrix;
pub mod weeks;

use diesel::{
    QueryableByName,
    dsl::{count, count_star, exists, not},
    prelude::*,
    sql_types::{Array, BigInt, Date as SqlDate, Integer, Nullable},
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::TenantId,
    wire::{
        Precision,
        national::{Queues, TaskToAssign, TenantFigure},
    },
};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;

use crate::{
    domain::{
        assignments::{is_silent, is_waiting},
        recipients::store::has_nobody_to_remind,
    },
    slices::{rechecks, reports},
};
use dondoc_kernel::{
    db::{NationalTx, Tx, sql::conn},
    error::Result,
    schema::{
        assignments, directives, escalation_steps, tally_closed, tally_open, tasks, urge_assignments, urges,
    },
    tenants::{self, Tenant},
};

/// What a tenant has open, counted on a day.
#[derive(QueryableByName)]
pub struct Open {
    #[diesel(sql_type = Integer)]
    pub tenant_id: TenantId,
    #[diesel(sql_type = BigInt)]
    pub no_deadline: i64,
    #[diesel(sql_type = BigInt)]
    pub in_time: i64,
    #[diesel(sql_type = BigInt)]
    pub overdue: i64,
    /// Against the due dates first set.
    #[diesel(sql_type = BigInt)]
    pub original_overdue: i64,
    /// Of those overdue, by calendar days: 1-7, 8-14, 15-30, 31-60, more.
    #[diesel(sql_type = Array<BigInt>)]
    pub ageing: Vec<i64>,
}

#[derive(Queryable)]
pub struct ClosedLine {
    pub class: String,
    pub original_class: String,
    pub n: i64,
}

/// What each tenant has open, or one alone: one row each, whatever the number of lines that are added up.
#[expect(clippy::disallowed_methods, reason = "a sum of bigint is numeric in the DSL")]
pub async fn open(tx: &mut Tx, only: Option<TenantId>, today: Date) -> Result<Vec<Open>> {
    let sql = "select tenant_id,
          coalesce(sum(n) filter (where not has_due), 0)::bigint as no_deadline,
          coalesce(sum(n) filter (where has_due and late_from > today), 0)::bigint as in_time,
          coalesce(sum(n) filter (where has_due and late_from <= today), 0)::bigint as overdue,
          coalesce(sum(n) filter (where original_late_from <= today), 0)::bigint as original_overdue,
          array[coalesce(sum(n) filter (where late_from <= today and late_from > today - 7), 0)::bigint,
            coalesce(sum(n) filter (where late_from <= today - 7 and late_from > today - 14), 0)::bigint,
            coalesce(sum(n) filter (where late_from <= today - 14 and late_from > today - 30), 0)::bigint,
            coalesce(sum(n) filter (where late_from <= today - 30 and late_from > today - 60), 0)::bigint,
            coalesce(sum(n) filter (where late_from <= today - 60), 0)::bigint] as ageing
        from dondoc.tally_open, (select $1::date as today) as day
        where n <> 0 and ($2::int is null or tenant_id = $2::int) group by tenant_id";
    let rows = diesel::sql_query(sql)
        .bind::<SqlDate, _>(today.to_diesel())
        .bind::<Nullable<Integer>, _>(only)
        .load(conn(tx))
        .await?;
    Ok(rows)
}

pub async fn closed(tx: &mut Tx, only: Option<TenantId>) -> Result<Vec<ClosedLine>> {
    use tally_closed as t;
    let mut query = t::table.filter(t::n.ne(0)).select((t::class, t::original_class, t::n)).into_boxed();
    if let Some(tenant) = only {
        query = query.filter(t::tenant_id.eq(tenant));
    }
    Ok(query.load(conn(tx)).await?)
}

/// The tenants that the figures are about, in the order in which they are read (R103).
pub async fn tenants(tx: &mut NationalTx) -> Result<Vec<(TenantId, TenantFigure)>> {
    let all = tenants::all(tx).await?.into_iter().filter(|tenant| !tenant.id.is_national());
    let figure = |tenant: Tenant| {
        let (id, kind) = (tenant.id, tenant.kind);
        (id, TenantFigure { tenant: tenant.into(), kind, open: 0, overdue: 0, ageing: [0; 5] })
    };
    Ok(all.map(figure).collect())
}

/// What waits for a person of the Working Group, of one tenant or of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitingForUs {
    /// Submissions that wait to be verified.
    pub submitted: i64,
    /// Extension requests to decide.
    pub extensions: i64,
    /// Steps of the ladder to release or drop.
    pub steps: i64,
    /// Open assignments with an urge past its reply-by date and without an answer.
    pub urges_overdue: i64,
}

pub async fn waiting(tx: &mut Tx, only: Option<TenantId>) -> Result<WaitingForUs> {
    use assignments as a;
    use urge_assignments as l;
    let today = tx.today().to_diesel();
    let mut submitted = a::table
        .filter(a::open)
        .filter(a::status.eq("submitted"))
        .filter(a::part.eq("lead"))
        .select(count_star())
        .into_boxed();
    let mut extensions =
        a::table.filter(a::open).filter(a::extension_pending).select(count_star()).into_boxed();
    let mut steps = escalation_steps::table.filter(is_waiting()).select(count_star()).into_boxed();
    // Assignments, as the list behind the figure has them, not urges: one may have several.
    let mut urges_overdue = urges::table
        .inner_join(l::table.on(l::tenant_id.eq(urges::tenant_id).and(l::urge_id.eq(urges::id))))
        .inner_join(a::table.on(a::tenant_id.eq(l::tenant_id).and(a::id.eq(l::assignment_id))))
        .filter(l::lapsed_at.is_null())
        .filter(urges::answered_at.is_null())
        .filter(urges::lapsed_at.is_null())
        .filter(urges::reply_by.lt(today))
        .filter(a::open)
        .filter(a::part.eq("lead"))
        .select(count(l::assignment_id).aggregate_distinct())
        .into_boxed();
    if let Some(tenant) = only {
        submitted = submitted.filter(a::tenant_id.eq(tenant));
        extensions = extensions.filter(a::tenant_id.eq(tenant));
        steps = steps.filter(escalation_steps::tenant_id.eq(tenant));
        urges_overdue = urges_overdue.filter(urges::tenant_id.eq(tenant));
    }
    Ok(WaitingForUs {
        submitted: submitted.first(conn(tx)).await?,
        extensions: extensions.first(conn(tx)).await?,
        steps: steps.first(conn(tx)).await?,
        urges_overdue: urges_overdue.first(conn(tx)).await?,
    })
}

pub async fn queues(tx: &mut NationalTx) -> Result<Queues> {
    use assignments as a;
    let WaitingForUs { submitted, extensions, steps, urges_overdue } = waiting(tx, None).await?;
    let to_be_assigned = without_tenants().count().get_result(conn(tx)).await?;
    let silent = a::table.filter(is_silent()).count().get_result(conn(tx)).await?;
    let nobody_to_remind = nobody_to_remind(tx).await?;
    let corrections = reports::count_waiting(tx).await?;
    let rechecks = rechecks::count_waiting(tx).await?;
    Ok(Queues {
        submitted,
        extensions,
        corrections,
        steps,
        urges_overdue,
        to_be_assigned,
        nobody_to_remind,
        silent,
        rechecks,
    })
}

/// Tasks of scope `subset` without an assignment.
#[diesel::dsl::auto_type]
fn without_tenants() -> _ {
    let assigned = exists(assignments::table.filter(assignments::task_id.eq(tasks::id)));
    tasks::table.filter(tasks::scope.eq("subset")).filter(not(assigned))
}

/// The tasks whose tenants are not named yet, the nearest due date first.
pub async fn to_be_assigned(tx: &mut NationalTx) -> Result<Vec<TaskToAssign>> {
    type Row = (String, String, String, String, String, String, Option<jiff_diesel::Date>, Precision);
    let rows: Vec<Row> = without_tenants()
        .inner_join(directives::table.on(directives::id.eq(tasks::directive_id)))
        .order((tasks::due_on.asc().nulls_last(), tasks::code_order, tasks::code))
        .select((
            tasks::code,
            tasks::title_vi,
            tasks::title_en,
            directives::number,
            tasks::clause_vi,
            tasks::clause_en,
            tasks::due_on,
            tasks::due_precision,
        ))
        .load(conn(tx))
        .await?;
    let read = |(code, title_vi, title_en, directive, clause_vi, clause_en, due_on, due_precision): Row| {
        let due_on = due_on.map(jiff_diesel::Date::to_jiff);
        TaskToAssign { code, title_vi, title_en, directive, clause_vi, clause_en, due_on, due_precision }
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Counts overdue work of tenants that nobody can be reminded for (R45).
async fn nobody_to_remind(tx: &mut NationalTx) -> Result<i64> {
    use tally_open as t;
    let today = tx.today().to_diesel();
    let lines: Vec<i64> = t::table
        .filter(t::late_from.le(today))
        .filter(t::status.ne("submitted"))
        .filter(has_nobody_to_remind("tally_open"))
        .select(t::n)
        .load(conn(tx))
        .await?;
    Ok(lines.into_iter().sum())
}
