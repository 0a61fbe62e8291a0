//! SQL of the counts of open and closed work, moved by whatever moves an assignment.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::id::TenantId;
use jiff_diesel::ToDiesel;

use super::super::tally::TallyLine;
use dondoc_kernel::{
    db::{Tx, exactly_one, prepared, sql::conn},
    error::Result,
    schema::{tally_closed, tally_open},
};

/// Moves one assignment from one line to another.
pub async fn shift(
    tx: &mut Tx,
    tenant: TenantId,
    from: Option<TallyLine>,
    to: Option<TallyLine>,
) -> Result<()> {
    if from == to {
        return Ok(());
    }
    let mut steps: Vec<(TallyLine, i64)> =
        from.map(|l| (l, -1)).into_iter().chain(to.map(|l| (l, 1))).collect();
    steps.sort();
    for (line, by) in steps {
        add(tx, tenant, line, by).await?;
    }
    Ok(())
}

async fn add(tx: &mut Tx, tenant: TenantId, line: TallyLine, by: i64) -> Result<()> {
    let rows = match line {
        TallyLine::Open { has_due, status, late_from, original_late_from } => {
            let add = diesel::insert_into(tally_open::table)
                .values((
                    tally_open::tenant_id.eq(tenant),
                    tally_open::has_due.eq(has_due),
                    tally_open::status.eq(status),
                    tally_open::late_from.eq(late_from.to_diesel()),
                    tally_open::original_late_from.eq(original_late_from.to_diesel()),
                    tally_open::n.eq(by),
                ))
                .on_conflict((
                    tally_open::tenant_id,
                    tally_open::has_due,
                    tally_open::status,
                    tally_open::late_from,
                    tally_open::original_late_from,
                ))
                .do_update()
                .set(tally_open::n.eq(tally_open::n + by));
            prepared(add).execute(conn(tx)).await?
        }
        TallyLine::Closed { year, class, original_class } => {
            let add = diesel::insert_into(tally_closed::table)
                .values((
                    tally_closed::tenant_id.eq(tenant),
                    tally_closed::year.eq(year),
                    tally_closed::class.eq(class),
                    tally_closed::original_class.eq(original_class),
                    tally_closed::n.eq(by),
                ))
                .on_conflict((
                    tally_closed::tenant_id,
                    tally_closed::year,
                    tally_closed::class,
                    tally_closed::original_class,
                ))
                .do_update()
                .set(tally_closed::n.eq(tally_closed::n + by));
            prepared(add).execute(conn(tx)).await?
        }
    };
    exactly_one(rows)
}
