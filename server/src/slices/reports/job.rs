//! What the worker does with reports: whatever was not filed by the close of its period is missed (R138). It runs inside one
//! tenant; twice, or on two workers, it changes nothing more, because what is missed is not open any more.

use serde_json::json;

use super::store;
use crate::domain::{
    assignments::{self, filing},
    calendar::{self, Calendar},
};
use dondoc_kernel::{
    db::{
        WorkerTx,
        audit::{Entry, Logged},
    },
    error::Result,
};

/// Closes what nobody waits for any more; how many reports were missed.
pub async fn close(tx: &mut WorkerTx, calendar: &Calendar) -> Result<Logged<usize>> {
    let (own, today) = (tx.own(), calendar::today(tx).await?);
    let missed = store::unfiled(tx, today).await?;
    let mut entries = vec![];
    for id in &missed {
        let of = assignments::load(tx, *id).await?;
        // Filed in this very moment.
        if of.status.is_with_tenant() {
            store::miss(tx, *id, today).await?;
            store::corrections::end_proposal(tx, *id).await?;
            entries.extend(filing::miss(tx, calendar, of).await?.into_parts().1);
        }
    }
    let detail = json!({"reports": entries.len()});
    let sweep =
        Entry { tenant: own, action: "miss_reports", subject_kind: "tenant", subject_id: None, detail };
    Ok(Logged::new(missed.len(), sweep).and(entries))
}
