//! SQL of a digest that cannot reach its reader: what it owes is swept for once more, without them.

use diesel::{dsl::min, prelude::*};
use diesel_async::RunQueryDsl;
use dondoc_shared::id::MessageId;
use jiff::{Span, civil::Date};
use jiff_diesel::ToDiesel;
use tokio::join;

use dondoc_kernel::{
    clock,
    db::{
        WorkerTx,
        sql::{conn, lane},
    },
    error::Result,
    schema::{copy_occurrences as c, reminder_occurrences as o, sweeps},
    tenants,
};

/// No further back: a notification of failure comes within five days (RFC 5321 4.5.4.1).
const DAYS: i64 = 7;

/// Lets the next sweep of the tenant entered begin where the message's lines were owed (R78). Nobody is told twice, and addresses
/// that take no mail are left out, so the lines go to the next in line.
pub async fn sweep_again(tx: &mut WorkerTx, message: MessageId) -> Result<()> {
    let own = tx.own();
    let zone = clock::zone(&tenants::by_id(tx, own).await?.zone);
    let today = clock::local_date(tx.now, &zone);
    let (lines, copies) = join!(
        o::table
            .filter(o::tenant_id.eq(own))
            .filter(o::message_id.eq(message))
            .select(min(o::slot_date))
            .first::<Option<jiff_diesel::Date>>(&mut lane(tx)),
        c::table
            .filter(c::tenant_id.eq(own))
            .filter(c::message_id.eq(message))
            .select(min(c::slot_date))
            .first::<Option<jiff_diesel::Date>>(&mut lane(tx)),
    );
    let first = [lines?, copies?].into_iter().flatten().map(jiff_diesel::Date::to_jiff).min();
    let Some(first) = first else { return Ok(()) };
    let earliest = today.checked_sub(Span::new().days(DAYS)).unwrap_or(Date::MIN);
    let yesterday = today.yesterday().unwrap_or(today);
    let from = first.max(earliest).min(yesterday).to_diesel();
    diesel::update(sweeps::table.find(own).filter(sweeps::swept_to.gt(from)))
        .set(sweeps::swept_to.eq(from))
        .execute(conn(tx))
        .await?;
    Ok(())
}
