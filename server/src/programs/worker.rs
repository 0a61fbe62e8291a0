//! The worker: hands messages to the relay and sweeps for reminders. Several at once are safe, in one process or many:
//! leases and unique keys decide, nothing is remembered here.

mod errands;

use std::{sync::Arc, time::Duration};

use dondoc_shared::id::TenantId;
use tokio::{
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep},
};
use tokio_util::sync::CancellationToken;

use crate::{
    domain::{
        calendar,
        policies::{self, Rules},
    },
    programs::housekeeping,
    slices::{
        escalations,
        letters::{
            delivery::{self, Delivery, Holding},
            store::pauses::note_pause,
        },
        reminders, reports, weekly,
    },
};
use dondoc_kernel::{
    clock,
    db::{self, Actor, Db, WorkerList, WorkerTx},
    error::{Error, Result},
    mail::{
        Sender,
        smtp::{Connection, Relay},
    },
    outbox::store::{self, Claimed, Due},
};

/// Connections to the relay unless configured: one waits for the database while another waits for the relay.
pub const CONNECTIONS: u8 = 4;

/// How much at once, and how often.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Connections to the relay, each with a task of its own.
    pub lanes: usize,
    /// Rows of one tenant taken at once; small, so that no tenant waits for another's hundreds.
    pub batch: i64,
    /// Leases and second hand-overs.
    pub holding: Holding,
    /// Between two looks when there was nothing to do.
    pub poll: Duration,
    /// Between two sweeps for reminders.
    pub sweep: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lanes: CONNECTIONS.into(),
            batch: 16,
            holding: Holding::default(),
            poll: Duration::from_secs(1),
            sweep: Duration::from_mins(1),
        }
    }
}

/// Messages on one connection: relays end it after some number, some of them with a 421 that would look like trouble.
const MESSAGES_PER_CONNECTION: usize = 50;

/// The worker of a process.
pub struct Worker {
    db: Db,
    relay: Relay,
    sender: Sender,
    settings: Settings,
}

/// The connection of one lane.
#[derive(Default)]
struct Line {
    connection: Option<Connection>,
    used: usize,
}

impl Worker {
    /// The only holder of a relay.
    pub fn new(db: Db, relay: Relay, sender: Sender, settings: Settings) -> Self {
        Self { db, relay, sender, settings }
    }

    /// Works until `stop`; then ends what runs, gives back what was claimed and not begun, and returns.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let mut tasks = JoinSet::new();
        for _ in 0..self.settings.lanes.max(1) {
            tasks.spawn(Arc::clone(&self).lane(stop.clone()));
        }
        tasks.spawn(Arc::clone(&self).errander(stop.clone()));
        tasks.spawn(Arc::clone(&self).sweeper(stop));
        while let Some(ended) = tasks.join_next().await {
            if let Err(error) = ended {
                tracing::error!("a task of the worker ended unexpectedly: {error}");
            }
        }
    }

    /// Runs errands, then delivers until nothing is due or the relay wants a pause; how many rows were settled.
    pub async fn drain(&self) -> Result<usize> {
        let mut all = 0usize;
        loop {
            match self.errands().await? {
                0 => break,
                // One errand may lead to another.
                done => all = all.saturating_add(done),
            }
        }
        Ok(all.saturating_add(self.deliver_all().await?))
    }

    /// Delivers until nothing is due or the relay wants a pause; how many rows were settled.
    pub async fn deliver_all(&self) -> Result<usize> {
        let never = CancellationToken::new();
        let mut all = 0usize;
        loop {
            match self.round(&never).await? {
                0 => return Ok(all),
                settled => all = all.saturating_add(settled),
            }
        }
    }

    /// Proposes steps up the ladder, closes what was missed and queues the reminders owed today, in every tenant where that is still to be done; how
    /// many people are told.
    pub async fn sweep(&self) -> Result<usize> {
        let mut told = 0usize;
        for tenant in reminders::tenants(&self.db).await? {
            match self.sweep_tenant(tenant.id).await {
                Ok(people) => told = told.saturating_add(people),
                Err(error) => left_undone("sweep", tenant.id, &error),
            }
        }
        Ok(told)
    }

    async fn sweep_tenant(&self, tenant: TenantId) -> Result<usize> {
        let due = async |tx: &mut WorkerTx| {
            let calendar = calendar::current(tx).await?;
            reminders::due(tx, &calendar).await
        };
        let due = self.db.keep_books(tenant, due).await?;
        match due {
            reminders::SweepDue::Nothing => return Ok(0),
            reminders::SweepDue::Changes => {}
            // The reminders' sweep notes the day, so it comes last: what a crash leaves undone is done by the next.
            reminders::SweepDue::Day => {
                let calendar = self.db.keep_books(tenant, async |tx| calendar::current(tx).await).await?;
                weekly::queue(&self.db, tenant, &calendar).await?;
                let propose = async |tx: &mut WorkerTx| {
                    let (calendar, book) = (calendar::current(tx).await?, policies::current(tx).await?);
                    escalations::job::propose(tx, &Rules { calendar: &calendar, book: &book }).await
                };
                self.db.write(db::Worker(tenant), Actor::system("worker"), propose).await?;
                let close = async |tx: &mut WorkerTx| {
                    let calendar = calendar::current(tx).await?;
                    reports::job::close(tx, &calendar).await
                };
                self.db.write(db::Worker(tenant), Actor::system("worker"), close).await?;
            }
        }
        let sweep = async |tx: &mut WorkerTx| {
            let (calendar, book) = (calendar::current(tx).await?, policies::current(tx).await?);
            reminders::sweep(tx, &Rules { calendar: &calendar, book: &book }).await
        };
        let told = self.db.keep_books(tenant, sweep).await?;
        // Last, and on its own: no reminder waits because something old could not be deleted.
        if due == reminders::SweepDue::Day
            && let Err(error) = housekeeping::keep(&self.db, tenant).await
        {
            left_undone("housekeeping", tenant, &error);
        }
        Ok(told)
    }

    async fn lane(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let settled = self.round(&stop).await.unwrap_or_else(|error| {
                tracing::error!("the worker could not do its round: {error:#}");
                0
            });
            if settled == 0 {
                // Half a second either way, so that workers that started together do not stay together.
                let pause = self.settings.poll.mul_f64(0.5 + f64::from(random_byte()) / 255.0);
                let _ = stop.run_until_cancelled(sleep(pause)).await;
            }
        }
    }

    async fn sweeper(self: Arc<Self>, stop: CancellationToken) {
        let mut minutes = interval(self.settings.sweep);
        minutes.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while stop.run_until_cancelled(minutes.tick()).await.is_some() {
            match stop.run_until_cancelled(self.sweep()).await {
                Some(Err(error)) => tracing::error!("the sweep for reminders failed: {error:#}"),
                Some(Ok(told)) if told > 0 => tracing::info!("reminders queued for {told} people"),
                _ => {}
            }
        }
    }

    /// Once over all tenants with something due; how many rows were settled.
    async fn round(&self, stop: &CancellationToken) -> Result<usize> {
        let (mut due, oldest) = self
            .db
            .read(WorkerList, Actor::system("worker"), async |tx| {
                let due = store::due(tx).await?;
                // Held mail is late on purpose.
                let free: Vec<TenantId> = due.iter().filter(|due| !due.held).map(|due| due.tenant).collect();
                Ok((due, store::oldest_due(tx, &free).await?))
            })
            .await?;
        metrics::gauge!("dondoc_outbox_oldest_due_seconds").set(oldest.as_secs_f64());
        if !due.is_empty() {
            // Begin somewhere else each time, so that no tenant is always last.
            let begin = usize::from(random_byte()).checked_rem(due.len()).unwrap_or(0);
            due.rotate_left(begin);
        }
        let mut line = Line::default();
        let mut settled = 0usize;
        for due in due {
            match self.tenant(due, &mut line, stop).await? {
                Some(count) => settled = settled.saturating_add(count),
                None => break,
            }
        }
        if let Some(connection) = line.connection {
            connection.quit().await;
        }
        Ok(settled)
    }

    /// One tenant's share of a round; none if the round is over, because of the relay or of `stop`.
    async fn tenant(&self, due: Due, line: &mut Line, stop: &CancellationToken) -> Result<Option<usize>> {
        if due.expired {
            self.take_back(due.tenant).await?;
        }
        if due.held {
            return Ok(Some(0));
        }
        // Before the claim: a relay that is away costs no message an attempt.
        if stop.is_cancelled() || !self.connected(line).await {
            return Ok(None);
        }
        let Settings { batch, holding, .. } = self.settings;
        let claimed =
            self.db.keep_books(due.tenant, async |tx| store::claim(tx, batch, holding.lease).await).await?;
        let delivery = Delivery { db: &self.db, sender: &self.sender, holding, stop };
        let mut rows = claimed.as_slice();
        while !rows.is_empty() {
            if stop.is_cancelled() || !self.connected(line).await {
                delivery.release(rows).await?;
                return Ok(None);
            }
            let group = delivery::group(rows);
            self.deliver(&delivery, line, group).await?;
            rows = rows.get(group.len()..).unwrap_or_default();
        }
        Ok(Some(claimed.len()))
    }

    async fn deliver(&self, delivery: &Delivery<'_>, line: &mut Line, rows: &[Claimed]) -> Result<()> {
        let Some(mut connection) = line.connection.take() else { return Ok(()) };
        let conversation = delivery.deliver(&mut connection, rows).await?;
        if conversation.taken > 0 && self.relay.succeeded() {
            self.note_pause("").await;
        }
        line.used = line.used.saturating_add(rows.len());
        match conversation.failure {
            None => line.connection = Some(connection),
            Some(failure) => {
                if self.relay.failed(&failure) {
                    self.note_pause(&failure.text).await;
                }
                if failure.leaves_connection_usable() && connection.forget().await.is_ok() {
                    line.connection = Some(connection);
                }
            }
        }
        Ok(())
    }

    /// Whether there is a connection or one can be opened.
    async fn connected(&self, line: &mut Line) -> bool {
        if line.used >= MESSAGES_PER_CONNECTION
            && let Some(connection) = line.connection.take()
        {
            connection.quit().await;
        }
        if line.connection.is_some() {
            return true;
        }
        if self.relay.wait().is_some() {
            return false;
        }
        match self.relay.connect().await {
            Ok(connection) => *line = Line { connection: Some(connection), used: 0 },
            Err(failure) => {
                tracing::warn!(
                    "no connection to the relay: {}",
                    dondoc_shared::scrub::one_line(&failure.text)
                );
                metrics::counter!("dondoc_relay_failures_total").increment(1);
                if self.relay.failed(&failure) {
                    self.note_pause(&failure.text).await;
                }
            }
        }
        line.connection.is_some()
    }

    /// Notes in the database, for other processes to show, how long the relay is left alone from now on.
    async fn note_pause(&self, error: &str) {
        let (relay, pause) = (self.relay.name(), self.relay.wait());
        let note = async |tx: &mut WorkerTx| note_pause(tx, &relay, pause, error).await;
        if let Err(error) = self.db.keep_books(TenantId::NATIONAL, note).await {
            tracing::warn!("the relay's pause could not be noted: {error:#}");
        }
    }

    async fn take_back(&self, tenant: TenantId) -> Result<()> {
        let resend_after = self.settings.holding.resend_after;
        self.db.keep_books(tenant, async |tx| store::take_back_expired(tx, resend_after).await).await
    }
}

/// One tenant's trouble is told and waits for the next time; the others do not wait for it.
fn left_undone(work: &'static str, tenant: TenantId, error: &Error) {
    tracing::error!(%tenant, "a {work} of the worker failed: {error:#}");
    metrics::counter!("dondoc_worker_failures_total", "work" => work).increment(1);
}

fn random_byte() -> u8 {
    let mut byte = [0];
    clock::fill_random(&mut byte);
    byte.first().copied().unwrap_or_default()
}
