//! The event stream: changes, passed on to those who may know of them (R94).
//!
//! Events are the lines of the timeline, written in the change's transaction. One poller per process reads, as the
//! national role, only *in which tenants* something was committed between two snapshot horizons, and wakes the streams
//! concerned; each stream then reads its rows in its own transaction, as its own role, after its session has been
//! checked again. A cursor is a place below the horizon: rows of a transaction that is still open lie above it, so a late
//! commit is never skipped (`server/docs/decisions/0007`).

mod cursor;
mod store;

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use dondoc_shared::id::TenantId;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

pub use self::{
    cursor::{BATCH, Cursor},
    store::{after, horizon, is_known},
};
use crate::db::{Actor, Db, National};

/// How often the poller looks.
const EVERY: Duration = Duration::from_millis(500);
/// Wakes the streams of tenants in which something was committed.
#[derive(Clone)]
pub struct Bell(broadcast::Sender<Arc<BTreeSet<TenantId>>>);

impl Default for Bell {
    fn default() -> Self {
        Self(broadcast::channel(64).0)
    }
}

impl Bell {
    /// Hears in which tenants something happened.
    pub fn listen(&self) -> broadcast::Receiver<Arc<BTreeSet<TenantId>>> {
        self.0.subscribe()
    }

    /// Looks for new events until told to stop. With the database away it keeps looking.
    pub async fn poll(self, db: Db, stop: CancellationToken) {
        let mut seen: Option<i64> = None;
        let mut timer = tokio::time::interval(EVERY);
        timer.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = timer.tick() => {}
            }
            let found = db
                .read(National, Actor::system("events"), async |tx| {
                    let horizon = store::horizon(tx).await?;
                    let tenants = match seen {
                        Some(from) if from < horizon => store::tenants_between(tx, from, horizon).await?,
                        _ => BTreeSet::new(),
                    };
                    Ok((horizon, tenants))
                })
                .await;
            match found {
                Ok((horizon, tenants)) => {
                    seen = Some(horizon);
                    if !tenants.is_empty() {
                        // Nobody listening is no fault.
                        drop(self.0.send(Arc::new(tenants)));
                    }
                }
                Err(error) => tracing::warn!("the event poller could not read: {error}"),
            }
        }
    }
}
