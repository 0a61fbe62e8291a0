//! The figures of outgoing mail.

use diesel::{dsl::min, prelude::*};
use diesel_async::RunQueryDsl;
use dondoc_shared::wire::national::MailFigures;
use jiff_diesel::ToDiesel;

use super::{is_waiting, mail};
use crate::{db::NationalTx, error::Result, outbox::Kind, schema::outbox as o};

/// What waits, is tried again, in doubt or given up, over all tenants.
pub async fn figures(tx: &mut NationalTx) -> Result<MailFigures> {
    let now = tx.now.to_diesel();
    let rows = || o::table.filter(o::kind.eq_any(mail()));
    let waiting_rows = || rows().filter(is_waiting());
    let waiting = waiting_rows().count().get_result(&mut tx.conn).await?;
    let retrying = waiting_rows().filter(o::attempts.gt(0)).count().get_result(&mut tx.conn).await?;
    let ambiguous = rows().filter(o::state.eq("ambiguous")).count().get_result(&mut tx.conn).await?;
    let dead = rows().filter(o::state.eq("dead")).count().get_result(&mut tx.conn).await?;
    let oldest: Option<jiff_diesel::Timestamp> =
        waiting_rows().filter(o::run_at.le(now)).select(min(o::run_at)).first(&mut tx.conn).await?;
    Ok(MailFigures {
        waiting,
        retrying,
        ambiguous,
        dead,
        oldest_due: oldest.map(jiff_diesel::Timestamp::to_jiff),
    })
}

/// Errands of a kind that are not done yet, over all tenants.
pub async fn errands_waiting(tx: &mut NationalTx, kind: Kind) -> Result<i64> {
    let waiting = o::table.filter(o::kind.eq(kind.as_str())).filter(is_waiting());
    Ok(waiting.count().get_result(&mut tx.conn).await?)
}
