//! A hundred thousand reminders while workers are killed and the relay fails.

use std::time::{Duration, Instant};

use anyhow::ensure;
use dondoc_shared::role::Role;
use dondoc_tests::{
    installation::Process,
    mailbox::{Fault, Faults},
    server::Server,
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use reqwest::Method;
use tokio::time::sleep;
use uuid::Uuid;

use crate::scene::Scene;

/// People in each of 93 bodies: 100,068 in all.
const EACH: i32 = 1_076;
const WORKERS: usize = 4;
/// The relay fails at random steps, once in this many, in one of these ways.
const ONE_IN: u32 = 20;
const KINDS: [Fault; 6] =
    [Fault::Drop, Fault::Reply(421), Fault::Reply(451), Fault::Reply(250), Fault::Reply(354), Fault::Garbage];
/// Times that everything which is left is looked at again.
const ROUNDS: i64 = 24;

const READY: &str =
    "select count(*) from dondoc.outbox where state in ('ready', 'ambiguous') and run_at <= clock_timestamp()
    + (select value::bigint from dondoc.settings where key = 'clock_offset_us') * interval '1 microsecond'";
const LEFT: &str = "select count(*) from dondoc.outbox where finished_at is null";
const EXPIRE: &str = "update dondoc.outbox set lease_until = clock_timestamp() - interval '1 second' where lease_until is not null";

pub async fn tell() -> anyhow::Result<()> {
    let seed = 20_240_725;
    let mut rng = StdRng::seed_from_u64(seed);
    let mut scene = Scene::set(EACH).await?;
    scene.relay.set_faults(Faults::random(seed, ONE_IN, &KINDS));
    let begin = Instant::now();
    let (mut kills, mut swept) = (0usize, false);
    for round in 0..ROUNDS {
        let mut workers: Vec<Process> =
            (0..WORKERS).map(|_| scene.here.worker(scene.relay.address(), 2)).collect();
        loop {
            sleep(Duration::from_secs(1)).await;
            let victim = workers.swap_remove(rng.random_range(0..WORKERS));
            victim.kill_9().await;
            kills += 1;
            workers.push(scene.here.worker(scene.relay.address(), 2));
            swept = swept
                || scene.world.count("select count(*) from dondoc.sweeps where tenant_id > 0").await? >= 93;
            if swept && scene.world.count(READY).await? == 0 {
                break;
            }
            ensure!(begin.elapsed() < Duration::from_mins(40), "not done in time\n{}", scene.here.said());
        }
        for worker in workers {
            worker.stop().await;
        }
        let left = scene.world.count(LEFT).await?;
        eprintln!("round {round}: {kills} kills, {left} left, {:.0} s", begin.elapsed().as_secs_f64());
        if left == 0 {
            break;
        }
        // Nobody runs: whatever is held was held by the dead.
        scene.world.owner.batch_execute(EXPIRE).await?;
        scene.later(16).await?;
    }
    let again = send_again(&scene).await?;
    check(&scene, kills, again, begin.elapsed()).await
}

/// What was in doubt twice waits for a person: the Working Group sends it again, from a relay that works.
async fn send_again(scene: &Scene) -> anyhow::Result<usize> {
    scene.relay.set_faults(Faults::none());
    let dead = scene.world.owner.query("select id from dondoc.outbox where state = 'dead'", &[]).await?;
    let (server, lead) = (Server::of(&scene.world)?, scene.world.person("national", Role::Lead).await?);
    for row in &dead {
        let path = format!("/mail/messages/{}/resend", row.get::<_, Uuid>(0));
        let request = server
            .api(Method::POST, &path, Some(&lead))
            .header("Idempotency-Key", Uuid::now_v7().to_string());
        let answer = request.json(&serde_json::json!({"reason": "x"})).send().await?;
        ensure!(answer.status().is_success(), "{}", answer.text().await?);
    }
    let worker = scene.here.worker(scene.relay.address(), 2);
    scene.until("end of what was sent again", Duration::from_mins(5), LEFT, |n| n == 0).await?;
    worker.stop().await;
    Ok(dead.len())
}

/// Holds the relay's book against the queue's.
async fn check(scene: &Scene, kills: usize, again: usize, took: Duration) -> anyhow::Result<()> {
    let copies = scene.copies();
    let rows = scene.world.owner.query("select message_id, ambiguous, state from dondoc.outbox", &[]).await?;
    let (mut lost, mut doubles, mut doubts, mut beyond) = (0, 0, 0, 0);
    for row in &rows {
        let (id, ambiguous, state): (String, i32, String) = (row.get(0), row.get(1), row.get(2));
        let arrived = copies.get(&id).copied().unwrap_or(0);
        lost += i32::from(arrived == 0 || state != "sent");
        doubles += (arrived - 1).max(0);
        doubts += ambiguous;
        // The relay's own lie, 451 for what it kept, is told apart by nobody.
        beyond += i32::from(arrived > 1 + ambiguous);
    }
    let log = scene.relay.log();
    println!(
        "\nstorm: {} reminders to as many people, {kills} kills with -9 of one of {WORKERS} workers, {} faults of the relay in \
         {} sessions, {:.0} s: {lost} lost, {doubles} doubles, {doubts} hand-overs recorded as in doubt, {beyond} messages \
         with more copies than their doubts allow, {again} in doubt twice and sent again by a person",
        rows.len(),
        log.faults.len(),
        log.sessions,
        took.as_secs_f64(),
    );
    ensure!(lost == 0 && rows.len() == 93 * usize::try_from(EACH)?, "some reminders are lost");
    Ok(())
}
