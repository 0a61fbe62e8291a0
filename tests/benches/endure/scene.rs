//! Many people, each with one item of their own that falls due, and workers as processes.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use anyhow::ensure;
use dondoc_tests::{
    installation::{Installation, set_clock},
    mailbox::Mailbox,
    world::World,
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use tokio::time::sleep;

/// The world, its relay and its clock.
pub struct Scene {
    pub world: World,
    pub here: Installation,
    pub relay: Mailbox,
    now: Timestamp,
    set: Instant,
}

impl Scene {
    /// Adds `each` people to each of 93 bodies; it is nine in the morning of the day before their items are due.
    pub async fn set(each: i32) -> anyhow::Result<Self> {
        let world = World::new().await?;
        world.crowd(each).await?;
        world.give_each_item_an_officer(Date::constant(2024, 7, 26)).await?;
        let here = Installation::of(&world).await;
        let now = Timestamp::UNIX_EPOCH;
        let mut scene = Self { world, here, relay: Mailbox::start().await?, now, set: Instant::now() };
        scene.at(Date::constant(2024, 7, 25)).await?;
        Ok(scene)
    }

    /// Moves the clock to nine in the morning.
    pub async fn at(&mut self, day: Date) -> anyhow::Result<()> {
        self.move_to(day.at(9, 0, 0, 0).in_tz("Asia/Ho_Chi_Minh")?.timestamp()).await
    }

    /// Moves the clock on, beyond the time that has passed.
    pub async fn later(&mut self, minutes: i64) -> anyhow::Result<()> {
        let passed = SignedDuration::try_from(self.set.elapsed())?;
        self.move_to(self.now.checked_add(passed)?.checked_add(SignedDuration::from_mins(minutes))?).await
    }

    async fn move_to(&mut self, at: Timestamp) -> anyhow::Result<()> {
        self.world.clock.set(at);
        set_clock(&self.world, at).await;
        (self.now, self.set) = (at, Instant::now());
        Ok(())
    }

    /// Waits until a question to the database is answered by a number that will do.
    pub async fn until(
        &self,
        what: &str,
        patience: Duration,
        sql: &str,
        done: impl Fn(i64) -> bool,
    ) -> anyhow::Result<()> {
        let end = Instant::now() + patience;
        loop {
            let n = self.world.count(sql).await?;
            if done(n) {
                return Ok(());
            }
            ensure!(Instant::now() < end, "no {what} within {patience:?}, but {n}\n{}", self.here.said());
            sleep(Duration::from_millis(200)).await;
        }
    }

    /// How often each message arrived, by its Message-ID without the domain.
    pub fn copies(&self) -> BTreeMap<String, i32> {
        let mut copies = BTreeMap::new();
        for mail in self.relay.received() {
            let id = mail.letter().message_id;
            let local = id.split_once('@').map_or(id.as_str(), |(local, _)| local);
            *copies.entry(local.to_owned()).or_default() += 1;
        }
        copies
    }
}
