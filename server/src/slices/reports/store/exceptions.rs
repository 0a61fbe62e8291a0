//! SQL of exceptions: until when bodies may enter figures, whatever their due date.

use std::collections::BTreeMap;

use diesel::{dsl::max, prelude::*};
use diesel_async::RunQueryDsl;
use dondoc_shared::{id::ReportId, wire::report::NewException};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;

use super::ReportRow;
use dondoc_kernel::{
    db::{NationalTx, TenantTx, Tx, sql::conn},
    error::Result,
    schema::report_exceptions as x,
};

/// The last day of entry by an exception of this report that counts, over or not.
pub async fn of_report(tx: &mut Tx, of: &ReportRow) -> Result<Option<Date>> {
    let until: Option<jiff_diesel::Date> = x::table
        .filter(x::tenant_id.eq(of.tenant_id))
        .filter(x::report_id.eq(of.id))
        .filter(x::cancelled_at.is_null())
        .select(max(x::until_on))
        .first(conn(tx))
        .await?;
    Ok(until.map(jiff_diesel::Date::to_jiff))
}

/// The same of all reports of the body that have one.
pub async fn own(tx: &mut TenantTx) -> Result<BTreeMap<ReportId, Date>> {
    let rows: Vec<(ReportId, jiff_diesel::Date)> = x::table
        .filter(x::tenant_id.eq(tx.own()))
        .filter(x::cancelled_at.is_null())
        .order(x::until_on)
        .select((x::report_id, x::until_on))
        .load(conn(tx))
        .await?;
    Ok(rows.into_iter().map(|(report, until)| (report, until.to_jiff())).collect())
}

/// Writes an exception down.
pub async fn insert(tx: &mut NationalTx, of: &ReportRow, new: &NewException) -> Result<()> {
    let (by, _) = tx.actor.person()?;
    let row = (
        x::tenant_id.eq(of.tenant_id),
        x::id.eq(tx.new_id()),
        x::report_id.eq(of.id),
        x::until_on.eq(new.until.to_diesel()),
        x::reason.eq(new.reason),
        x::text.eq(&new.text),
        x::by_id.eq(by),
        x::by_name.eq(tx.actor.name.clone()),
        x::at.eq(tx.now.to_diesel()),
    );
    diesel::insert_into(x::table).values(row).execute(conn(tx)).await?;
    Ok(())
}

/// Cancels those of a report that count; how many.
pub async fn cancel(tx: &mut NationalTx, of: &ReportRow) -> Result<usize> {
    let (now, name) = (tx.now.to_diesel(), tx.actor.name.clone());
    let cancelled = diesel::update(x::table)
        .filter(x::tenant_id.eq(of.tenant_id))
        .filter(x::report_id.eq(of.id))
        .filter(x::cancelled_at.is_null())
        .set((x::cancelled_name.eq(name), x::cancelled_at.eq(now)))
        .execute(conn(tx))
        .await?;
    Ok(cancelled)
}
