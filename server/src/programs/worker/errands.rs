//! Errands: rows of the outbox that are no mail. They leave in a task of their own, so that a relay that is away, or slow,
//! holds none of them up.

use std::{sync::Arc, time::Duration};

use dondoc_shared::id::TenantId;
use serde::Deserialize;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::{Worker, left_undone, random_byte};
use crate::{
    domain::assignments,
    slices::{figures, shared_progress},
};
use dondoc_kernel::{
    auth::sessions,
    db::{self, Actor, WorkerList, WorkerListTx, WorkerTx},
    error::{Error, Result},
    outbox::{
        self, Kind, retry,
        store::{self, Claimed, Due, Next},
    },
};

/// Rows of one tenant taken at once.
const BATCH: i64 = 50;
/// For how long they are this worker's; one that ends without a word leaves them to the others after that.
const LEASE: Duration = Duration::from_secs(30);

/// What a row of the kind `close_contributions` asks for.
#[derive(Deserialize)]
struct Closing {
    task: uuid::Uuid,
    tenants: Vec<TenantId>,
}

impl Worker {
    /// Runs the errands that are due, each inside the tenants that it concerns, tenant by tenant; how many were done. What
    /// cannot be done is put off, each time for longer, and keeps no other waiting.
    pub async fn errands(&self) -> Result<usize> {
        self.errands_until(&CancellationToken::new()).await
    }

    async fn errands_until(&self, stop: &CancellationToken) -> Result<usize> {
        let list =
            async |tx: &mut WorkerListTx| Ok((store::errands(tx).await?, store::oldest_errand(tx).await?));
        let (due, oldest) = self.db.read(WorkerList, Actor::system("worker"), list).await?;
        metrics::gauge!("dondoc_errands_oldest_due_seconds").set(oldest.as_secs_f64());
        let mut done = 0usize;
        for due in due {
            if stop.is_cancelled() {
                break;
            }
            match self.errands_of(due).await {
                Ok(n) => done = done.saturating_add(n),
                Err(error) => left_undone("errand", due.tenant, &error),
            }
        }
        Ok(done)
    }

    async fn errands_of(&self, due: Due) -> Result<usize> {
        if due.expired {
            self.take_back(due.tenant).await?;
        }
        let claim = async |tx: &mut WorkerTx| store::claim_errands(tx, BATCH, LEASE).await;
        let claimed = self.db.keep_books(due.tenant, claim).await?;
        let of = |kind: Kind| move |row: &Claimed| Kind::parse(&row.kind) == Some(kind);
        let (shares, others): (Vec<Claimed>, Vec<Claimed>) = claimed.into_iter().partition(of(Kind::Share));
        let (filings, others): (Vec<Claimed>, Vec<Claimed>) = others.into_iter().partition(of(Kind::Figures));
        let (forgotten, closings): (Vec<Claimed>, Vec<Claimed>) =
            others.into_iter().partition(of(Kind::Forgotten));
        let mut fates = shared_progress::job::share(&self.db, due.tenant, &shares).await;
        fates.extend(figures::job::count(&self.db, due.tenant, &filings).await);
        for row in &forgotten {
            fates.push(sessions::answer_forgotten(&self.db, row.id, &row.args).await);
        }
        for row in &closings {
            fates.push(self.close(row).await);
        }
        let rows = shares.iter().chain(&filings).chain(&forgotten).chain(&closings).zip(fates);
        let settle = async |tx: &mut WorkerTx| {
            let (done, failed): (Vec<_>, Vec<_>) = rows.partition(|(_, fate)| fate.is_ok());
            for (row, fate) in failed {
                put_off(tx, row, fate).await?;
            }
            let done: Vec<&Claimed> = done.into_iter().map(|(row, _)| row).collect();
            let done = store::settle_done(tx, &done).await?.len();
            let counted = u64::try_from(done).unwrap_or(0);
            metrics::counter!("dondoc_errands_total", "fate" => "done").increment(counted);
            Ok(done)
        };
        self.db.keep_books(due.tenant, settle).await
    }

    /// Closes contributions to a task whose leads are all accepted.
    async fn close(&self, row: &Claimed) -> Result<()> {
        let Closing { task, tenants } =
            Closing::deserialize(&row.args).map_err(|error| Error::Internal(error.into()))?;
        for contributor in tenants {
            let close = async |tx: &mut WorkerTx| assignments::close_contribution(tx, task).await;
            self.db.write(db::Worker(contributor), Actor::system("worker"), close).await?;
        }
        Ok(())
    }

    pub(super) async fn errander(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let done = self.errands_until(&stop).await.unwrap_or_else(|error| {
                tracing::error!("the worker could not run its errands: {error:#}");
                0
            });
            if done == 0 {
                let pause = self.settings.poll.mul_f64(0.5 + f64::from(random_byte()) / 255.0);
                let _ = stop.run_until_cancelled(sleep(pause)).await;
            }
        }
    }
}

/// Notes that an errand could not be done, and when it is tried again, if at all.
async fn put_off(tx: &mut WorkerTx, row: &Claimed, fate: Result<()>) -> Result<()> {
    let Err(error) = fate else { return Ok(()) };
    let (next, word) = match retry::pause_of_errand(row.attempts) {
        Some(pause) => (Next::Again(outbox::after(tx.now, pause)), "put_off"),
        None => (Next::Dead { doubted: false }, "dead"),
    };
    store::settle(tx, row, &next, Some(&format!("{error:#}"))).await?;
    metrics::counter!("dondoc_errands_total", "kind" => row.kind.clone(), "fate" => word).increment(1);
    left_undone("errand", row.tenant, &error);
    Ok(())
}
