//! SQL of the figures of weeks: one row a body and week, written by the worker, added up over all bodies.

use diesel::{prelude::*, sql_types::BigInt};
use diesel_async::RunQueryDsl;
use dondoc_shared::wire::national::WeekFigure;
use jiff::civil::Date;
use jiff_diesel::ToDiesel;

use dondoc_kernel::{
    db::{NationalTx, WorkerTx, sql::conn, words},
    error::Result,
    schema::weekly_figures as w,
};

/// Notes a week of the tenant; what was noted of it first stays.
pub async fn note(tx: &mut WorkerTx, week: &WeekFigure) -> Result<()> {
    let row = (
        w::tenant_id.eq(tx.own()),
        w::week_of.eq(week.week_of.to_diesel()),
        w::overdue.eq(week.overdue),
        w::closed.eq(week.closed),
    );
    diesel::insert_into(w::table).values(row).on_conflict_do_nothing().execute(conn(tx)).await?;
    Ok(())
}

/// The weeks since a Monday, the oldest first.
pub async fn since(tx: &mut NationalTx, monday: Date) -> Result<Vec<WeekFigure>> {
    let rows: Vec<(jiff_diesel::Date, i64, i64)> = w::table
        .filter(w::week_of.ge(monday.to_diesel()))
        .group_by(w::week_of)
        .order(w::week_of)
        // A sum of bigint is numeric, which diesel's sum() insists on.
        .select((w::week_of, words::<BigInt>("sum(overdue)::bigint"), words::<BigInt>("sum(closed)::bigint")))
        .load(conn(tx))
        .await?;
    let read = |(week_of, overdue, closed): (jiff_diesel::Date, i64, i64)| WeekFigure {
        week_of: week_of.to_jiff(),
        overdue,
        closed,
    };
    Ok(rows.into_iter().map(read).collect())
}
