//! SQL of the note that a worker leaves of a relay that it leaves alone.

use std::time::Duration;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{scrub::one_line, wire::mail::RelayPause};
use jiff_diesel::ToDiesel;

use dondoc_kernel::{
    db::{NationalTx, WorkerTx, sql::conn},
    error::Result,
    outbox::after,
    schema::relay_pauses as r,
};

/// The relays that are left alone now.
pub async fn pauses(tx: &mut NationalTx) -> Result<Vec<RelayPause>> {
    type Row = (String, Option<jiff_diesel::Timestamp>, String, jiff_diesel::Timestamp);
    let rows: Vec<Row> = r::table
        .filter(r::until.gt(tx.now.to_diesel()))
        .order(r::relay)
        .select((r::relay, r::until, r::error, r::at))
        .load(conn(tx))
        .await?;
    let read = |(relay, until, error, at): Row| {
        Some(RelayPause { relay, until: until?.to_jiff(), error, at: at.to_jiff() })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Notes in the national tenant, which is the one entered, how long a relay is left alone from now on; not at all, once it
/// works again.
pub async fn note_pause(tx: &mut WorkerTx, relay: &str, pause: Option<Duration>, error: &str) -> Result<()> {
    let until = pause.map(|pause| after(tx.now, pause).to_diesel());
    let error: String = one_line(error).chars().take(300).collect();
    let facts = (r::until.eq(until), r::error.eq(error), r::at.eq(tx.now.to_diesel()));
    diesel::insert_into(r::table)
        .values((r::tenant_id.eq(tx.own()), r::relay.eq(relay), facts.clone()))
        .on_conflict((r::tenant_id, r::relay))
        .do_update()
        .set(facts)
        .execute(conn(tx))
        .await?;
    Ok(())
}
