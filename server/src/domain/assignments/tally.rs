//! Counts of open and closed work, moved by whatever moves an assignment. Only counted assignments are in them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::TenantId,
    lateness::{self, Class, NEVER},
    lifecycle::Status,
};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;

use super::Loaded;
use crate::kernel::{
    db::{Tx, exactly_one, prepared},
    error::Result,
    schema::{tally_closed, tally_open},
};

/// The line an assignment is counted on. Lines are changed in this order, so that two acts cannot wait for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Line {
    Open { has_due: bool, status: Status, late_from: Date, original_late_from: Date },
    Closed { year: i32, class: Class, original_class: Class },
}

/// The line of an assignment; none if it is not counted, or suspended, or withdrawn.
pub(super) fn line(row: &Loaded) -> Option<Line> {
    if !row.counted {
        return None;
    }
    if row.status.is_open() {
        return Some(Line::Open {
            has_due: row.due_on.is_some(),
            status: row.status,
            late_from: row.late_from().unwrap_or(NEVER),
            original_late_from: row.original_late_from().unwrap_or(NEVER),
        });
    }
    let submitted_on = row.submitted_on?;
    let class = |due| lateness::class(row.status, due, None, row.submitted_on, submitted_on);
    Some(Line::Closed {
        year: i32::from(submitted_on.year()),
        class: class(row.due_on)?,
        original_class: class(row.original_due_on)?,
    })
}

/// Moves one assignment from one line to another.
pub(super) async fn shift(tx: &mut Tx, tenant: TenantId, from: Option<Line>, to: Option<Line>) -> Result<()> {
    if from == to {
        return Ok(());
    }
    let mut steps: Vec<(Line, i64)> = from.map(|l| (l, -1)).into_iter().chain(to.map(|l| (l, 1))).collect();
    steps.sort();
    for (line, by) in steps {
        add(tx, tenant, line, by).await?;
    }
    Ok(())
}

async fn add(tx: &mut Tx, tenant: TenantId, line: Line, by: i64) -> Result<()> {
    let rows = match line {
        Line::Open { has_due, status, late_from, original_late_from } => {
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
            prepared(add).execute(&mut tx.conn).await?
        }
        Line::Closed { year, class, original_class } => {
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
            prepared(add).execute(&mut tx.conn).await?
        }
    };
    exactly_one(rows)
}
