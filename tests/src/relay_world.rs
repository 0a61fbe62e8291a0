//! A world with a relay: messages to queue, workers to deliver them, and a look at what became of each.

use std::sync::Arc;
use std::time::Duration;

use dondoc_kernel::db::Db;
use dondoc_kernel::mail::Sender;
use dondoc_kernel::mail::smtp::{Deadlines, Relay};
use dondoc_kernel::outbox::{self, Kind, NewMessage};
use dondoc_server::domain::calendar::Calendar;
use dondoc_server::domain::policies::{self, Rules};
use dondoc_server::programs::worker::{Settings, Worker};
use dondoc_server::slices::reminders;
use dondoc_shared::id::{AssignmentId, MessageId, TenantId};
use dondoc_shared::lifecycle::Status;
use dondoc_shared::role::Role;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

use crate::mailbox::Mailbox;
use crate::world::{Person, Scene, World};

/// A world with a relay and one item that an officer of Ha Noi works on.
pub struct Post {
    pub world: World,
    pub db: Db,
    pub relay: Mailbox,
    pub officer: Person,
    pub item: AssignmentId,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub state: String,
    pub attempts: i32,
    pub ambiguous: i32,
    pub why: String,
    pub raw: Option<Vec<u8>>,
}

/// A worker of any database.
pub fn worker_of(db: Db, relay: Relay, settings: Settings) -> Arc<Worker> {
    let from = "Đôn đốc <dondoc@nation.example>".parse().unwrap();
    let sender = Sender::new(from, &"https://nation.example/".parse().unwrap()).unwrap();
    Arc::new(Worker::new(db, relay, sender, settings))
}

/// Deadlines that a test can wait for.
pub const SHORT: Deadlines = Deadlines {
    connect: Duration::from_secs(2),
    command: Duration::from_millis(400),
    dot: Duration::from_millis(400),
};

impl Post {
    pub async fn new() -> anyhow::Result<Self> {
        let world = World::new().await?;
        let db = world.db()?;
        let officer = world.person("ha-noi", Role::Officer).await?;
        let task = world.task("T24-08").await?;
        let scene = Scene { assignee: Some(officer.id), ..Scene::due(Some(world.day(-12))) };
        let item = world.assignment("ha-noi", task, &scene.status(Status::Returned)).await?;
        Ok(Self { world, db, relay: Mailbox::start().await?, officer, item })
    }

    /// A worker on its own connection, whose relay gets no pause.
    pub fn worker(&self) -> Arc<Worker> {
        self.worker_with(SHORT, Duration::ZERO, "")
    }

    /// A worker; `query` is what follows in the relay's URL.
    pub fn worker_with(&self, deadlines: Deadlines, pause: Duration, query: &str) -> Arc<Worker> {
        let url = format!("smtp://{}{query}", self.relay.address()).parse().unwrap();
        self.worker_on(Relay::new(&url, &[], deadlines, pause).unwrap(), Self::settings())
    }

    /// A worker of other settings, patient with its relay.
    pub fn worker_of(&self, settings: Settings) -> Arc<Worker> {
        let url = format!("smtp://{}", self.relay.address()).parse().unwrap();
        let relay = Relay::new(&url, &[], Deadlines::default(), Duration::ZERO).unwrap();
        self.worker_on(relay, settings)
    }

    /// One lane that looks often.
    pub fn settings() -> Settings {
        Settings { lanes: 1, poll: Duration::from_millis(10), ..Settings::default() }
    }

    /// A worker of this relay and these settings.
    pub fn worker_on(&self, relay: Relay, settings: Settings) -> Arc<Worker> {
        worker_of(self.db.clone(), relay, settings)
    }

    /// Queues the mail that tells somebody of a returned submission.
    pub async fn decision(&self, to: &Person) -> anyhow::Result<MessageId> {
        let recipient = Some((to.id.0, to.email.clone()));
        let args = json!({"assignment": self.item, "event": "returned", "remark": "Thiếu số liệu"});
        self.queue(to.tenant, Kind::Decision, args, recipient).await
    }

    pub async fn queue(
        &self,
        tenant: TenantId,
        kind: Kind,
        args: serde_json::Value,
        recipient: Option<(Uuid, String)>,
    ) -> anyhow::Result<MessageId> {
        let (run_at, dedupe_key) = (self.world.now(), Uuid::now_v7().to_string());
        let message = NewMessage { tenant, kind, dedupe_key, args, run_at, recipient };
        let queued = self.db.keep_books(tenant, async |tx| outbox::enqueue(tx, message).await).await;
        Ok(queued.map_err(|error| anyhow::anyhow!("{error}"))?.unwrap())
    }

    pub async fn row(&self, id: MessageId) -> anyhow::Result<Row> {
        let sql = "select state, attempts, ambiguous, coalesce(last_error, ''), raw from dondoc.outbox where id = $1";
        let row = self.world.owner.query_one(sql, &[&id.0]).await?;
        Ok(Row {
            state: row.get(0),
            attempts: row.get(1),
            ambiguous: row.get(2),
            why: row.get(3),
            raw: row.get(4),
        })
    }

    /// Makes every lease run out.
    pub async fn expire(&self) -> anyhow::Result<()> {
        let sql = "update dondoc.outbox set lease_until = clock_timestamp() - interval '1 second' \
                   where lease_until is not null";
        self.world.run(sql, &[]).await?;
        Ok(())
    }

    /// Takes a row out of the way.
    pub async fn forget(&self, id: MessageId) -> anyhow::Result<()> {
        let sql = "update dondoc.outbox set state = 'cancelled', finished_at = clock_timestamp(), lease_token = null, \
                   lease_until = null where id = $1";
        self.world.run(sql, &[&id.0]).await?;
        Ok(())
    }

    pub fn later(&self, minutes: i64) {
        let now = self.world.now().checked_add(SignedDuration::from_mins(minutes)).unwrap();
        self.world.clock.set(now);
    }

    /// Moves the clock to an instant, `2024-07-26T08:00+07:00`.
    pub fn at(&self, instant: &str) {
        self.world.clock.set(instant.parse::<Timestamp>().unwrap());
    }

    /// One tenant's sweep; how many people are told.
    pub async fn sweep(&self, slug: &str) -> usize {
        let calendar = Calendar::default();
        self.db
            .keep_books(World::tenant(slug), async |tx| {
                let book = policies::load(tx).await?;
                reminders::sweep(tx, &Rules { calendar: &calendar, book: &book }).await
            })
            .await
            .unwrap()
    }
}
