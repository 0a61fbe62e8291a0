//! Twenty thousand digests after a day without a relay.

use std::time::{Duration, Instant};

use dondoc_tests::mailbox::{Fault, Faults, Step};
use jiff::civil::Date;

use crate::scene::Scene;

/// People in each of 93 bodies: 20,088 in all.
const EACH: i32 = 216;

pub async fn tell() -> anyhow::Result<()> {
    let mut scene = Scene::set(EACH).await?;
    let all = i64::from(93 * EACH);
    let owed = "select count(*) from dondoc.outbox where kind = 'digest'";
    scene.relay.set_faults(Faults::always(Step::Connect, Fault::Drop));
    let worker = scene.here.worker(scene.relay.address(), 4);
    let patience = Duration::from_mins(10);
    scene.until("sweep", patience, owed, |n| n == all).await?;
    scene.at(Date::constant(2024, 7, 26)).await?;
    let swept = "select count(*) from dondoc.sweeps where swept_to = '2024-07-26'";
    scene.until("next day's sweep", patience, swept, |n| n >= 93).await?;
    let rows = scene.world.count(owed).await?;
    scene.relay.set_faults(Faults::none());
    let back = Instant::now();
    let waiting = "select count(*) from dondoc.outbox where kind = 'digest' and finished_at is null";
    scene.until("empty queue", Duration::from_mins(30), waiting, |n| n == 0).await?;
    let took = back.elapsed();
    let copies = scene.copies();
    let merged = "select count(*) from (select message_id from dondoc.reminder_occurrences group by message_id \
                  having count(distinct slot_date) = 2) both_days";
    println!(
        "\noutage: {rows} digests waited a day for the relay, {} of them with the lines of both days; one worker had them \
         away {:.0} s after the relay was back (aim 1800): {} arrived, {} twice",
        scene.world.count(merged).await?,
        took.as_secs_f64(),
        copies.len(),
        copies.values().filter(|n| **n > 1).count(),
    );
    worker.stop().await;
    Ok(())
}
