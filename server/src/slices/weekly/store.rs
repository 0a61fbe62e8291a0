//! SQL of the weekly report, beside what the first page's own figures say.

use diesel::{
    prelude::*,
    sql_types::{BigInt, Date as SqlDate},
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, TenantId},
    lateness::days_between,
    lifecycle::WITH_TENANT,
};
use jiff::{Timestamp, civil::Date};
use jiff_diesel::ToDiesel;

use super::report::Longest;
use crate::domain::assignments::is_lead;
use dondoc_kernel::{
    clock,
    db::{Tx, sql::conn, words},
    error::Result,
    schema::{assignments as a, submissions as s, tally_open as t, tasks, tenants},
};

/// How many of the silent are named.
const MOST: i64 = 5;

/// Open and overdue for the first time on a day after `from`, up to `to`.
pub(super) async fn newly_overdue(
    tx: &mut Tx,
    only: Option<TenantId>,
    (from, to): (Date, Date),
) -> Result<i64> {
    let mut query = t::table
        .filter(t::late_from.gt(from.to_diesel()))
        .filter(t::late_from.le(to.to_diesel()))
        // A sum of bigint is numeric, which diesel's sum() insists on.
        .select(words::<BigInt>("coalesce(sum(n), 0)::bigint"))
        .into_boxed();
    if let Some(tenant) = only {
        query = query.filter(t::tenant_id.eq(tenant));
    }
    Ok(query.first(conn(tx)).await?)
}

/// Accepted since then, and still so; assignments, not submissions.
pub(super) async fn newly_done(tx: &mut Tx, only: Option<TenantId>, since: Timestamp) -> Result<i64> {
    let mut query = s::table
        .inner_join(a::table.on(a::tenant_id.eq(s::tenant_id).and(a::id.eq(s::assignment_id))))
        .filter(s::decision.eq("accepted"))
        .filter(s::decided_at.ge(since.to_diesel()))
        .filter(a::counted)
        .filter(a::open.eq(false))
        .select(words::<BigInt>("count(distinct (submissions.tenant_id, submissions.assignment_id))"))
        .into_boxed();
    if let Some(tenant) = only {
        query = query.filter(s::tenant_id.eq(tenant));
    }
    Ok(query.first(conn(tx)).await?)
}

/// The assignments that are with the tenant and without a report for longest.
pub(super) async fn longest(tx: &mut Tx, only: Option<TenantId>, today: Date) -> Result<Vec<Longest>> {
    type Row =
        (AssignmentId, String, String, String, String, Option<jiff_diesel::Timestamp>, jiff_diesel::Date);
    let heard = || {
        words::<SqlDate>(
            "coalesce((assignments.last_report_at at time zone 'Asia/Ho_Chi_Minh')::date, assignments.assigned_on)",
        )
    };
    let mut query = a::table
        .inner_join(tasks::table.on(tasks::id.eq(a::task_id)))
        .inner_join(tenants::table.on(tenants::id.eq(a::tenant_id)))
        .filter(a::open)
        .filter(is_lead())
        .filter(a::counted)
        .filter(a::status.eq_any(WITH_TENANT))
        .order((heard(), a::tenant_id, a::id))
        .limit(MOST)
        .select((
            a::id,
            tasks::code,
            tenants::slug,
            tasks::title_vi,
            tasks::title_en,
            a::last_report_at,
            a::assigned_on,
        ))
        .into_boxed();
    if let Some(tenant) = only {
        query = query.filter(a::tenant_id.eq(tenant));
    }
    let rows: Vec<Row> = query.load(conn(tx)).await?;
    let zone = clock::zone(clock::DEFAULT_ZONE);
    let read = |(id, task, slug, title_vi, title_en, reported, assigned): Row| {
        let heard = reported.map_or(assigned.to_jiff(), |at| clock::local_date(at.to_jiff(), &zone));
        let days = days_between(heard, today).max(0);
        Longest { id: Some(id), code: format!("{task}/{slug}"), title_vi, title_en, days }
    };
    Ok(rows.into_iter().map(read).collect())
}
