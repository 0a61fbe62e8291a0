//! Digests from the queue to a sink, beside PostgreSQL writing the same rows in the same commits, and beside Postfix's own
//! generator of mail speaking to the same sink.

use std::{
    net::{SocketAddr, TcpListener},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use dondoc_tests::{
    installation::{Installation, PATIENCE, set_clock},
    world::World,
};
use tokio::time::sleep;

use crate::replay::pgbench;

/// People in each of 93 bodies: 20,088 in all.
const EACH: i32 = 216;
/// What is claimed together, and what is handed over together.
const CLAIM: i32 = 16;
const GROUP: i32 = 8;
/// Connections to the sink, of both senders, and of pgbench to PostgreSQL.
const CONNECTIONS: u8 = 4;

/// The queue's rows again, numbered, for pgbench to lead through the same states.
const COPY: &str = "create table public.queue (like dondoc.outbox including all);
    insert into public.queue select * from dondoc.outbox where kind = 'digest';
    create table public.numbers as select tenant_id, id, (row_number() over (order by id) - 1)::int as n from public.queue;
    create unique index on public.numbers (n);
    create table public.told (like dondoc.events including all);
    create table public.steps (like dondoc.message_steps including all);
    create table public.days (like dondoc.digests_sent including all);
    insert into public.days select tenant_id, '2024-07-25', 0, false from (select distinct tenant_id from public.queue) t;
    vacuum analyze public.queue; vacuum analyze public.numbers";

pub async fn tell() -> anyhow::Result<()> {
    let world = World::new().await?;
    world.crowd(EACH).await?;
    world.give_each_item_an_officer("2024-07-26".parse()?).await?;
    let here = Installation::of(&world).await;
    let morning = "2024-07-25T09:00+07:00".parse()?;
    world.clock.set(morning);
    set_clock(&world, morning).await;

    // Queued by a worker that has no relay.
    let nowhere = free_address()?;
    let worker = here.worker(nowhere, CONNECTIONS);
    let queued = "select count(*) from dondoc.outbox where kind = 'digest'";
    until(&world, queued, i64::from(93 * EACH)).await?;
    worker.stop().await;
    world.owner.batch_execute("vacuum analyze").await?;

    let sink = Sink::start()?;
    let worker = here.worker(sink.address, CONNECTIONS);
    let sent = "select count(*) from dondoc.outbox where state = 'sent'";
    until(&world, sent, 100).await?;
    let (begin, before) = (Instant::now(), world.count(sent).await?);
    until(&world, sent, i64::from(93 * EACH)).await?;
    let ours = per_second(i64::from(93 * EACH) - before, begin.elapsed());
    let memory = worker.resident();
    worker.stop().await;
    let bytes = world.count("select avg(length(raw))::bigint from dondoc.outbox").await?;

    for statement in COPY.split(';') {
        world.owner.batch_execute(statement).await?;
    }
    let url = world.database.admin_url();
    let plain =
        f64::from(CLAIM) * pgbench(&url, CONNECTIONS.into(), Duration::from_secs(10), &script(bytes))?;
    let source = sink.by_postfix(20_000, bytes)?;
    println!(
        "\ndelivery: {ours:.0} digests/s of {bytes} bytes over {CONNECTIONS} connections; the worker keeps {memory:.0} MB (aim 60)\n  \
         pgbench of the same rows in the same commits: {plain:.0}/s, ratio {:.2} (aim 0.6)\n  \
         smtp-source over {CONNECTIONS} connections to the same sink: {source:.0}/s, ratio {:.2} (aim 0.2)",
        ours / plain,
        ours / source
    );
    Ok(())
}

/// What the worker writes for the rows of one claim: the claim, and for each group its intents and its fates.
fn script(bytes: i64) -> String {
    let mut script = format!(
        "\\set first {CLAIM} * random(0, {})\n\
         begin;\nupdate public.queue q set state = 'leased', finished_at = null, raw = null, attempts = 1, lease_token = gen_random_uuid(), \
         lease_until = now() from public.numbers n where n.n >= :first and n.n < :first + {CLAIM} \
         and q.tenant_id = n.tenant_id and q.id = n.id;\ncommit;\n",
        93 * EACH / CLAIM - 1
    );
    for group in 0..CLAIM / GROUP {
        let rows = format!("n.n >= :first + {} and n.n < :first + {}", group * GROUP, (group + 1) * GROUP);
        script += &format!(
            "begin;\nupdate public.queue q set state = 'intent', raw = convert_to(repeat(md5(n.n::text), {}), 'UTF8'), \
             lease_until = now() from public.numbers n where {rows} and q.tenant_id = n.tenant_id and q.id = n.id;\ncommit;\n\
             begin;\nupdate public.queue q set state = 'sent', finished_at = now(), lease_token = null, lease_until = null \
             from public.numbers n where {rows} and q.tenant_id = n.tenant_id and q.id = n.id;\n\
             insert into public.told (tenant_id, id, assignment_id, kind, at, actor_name, detail) \
             select tenant_id, gen_random_uuid(), id, 'reminded', now(), 'worker', 'x' from public.numbers n where {rows};\n\
             insert into public.steps (tenant_id, message_id, id, at, state, said) \
             select tenant_id, id, gen_random_uuid(), now(), 'sent', '250 2.0.0 Ok' from public.numbers n where {rows};\n\
             update public.days set n = days.n + {GROUP} \
             where tenant_id = (select n.tenant_id from public.numbers n where {rows} limit 1);\ncommit;\n",
            bytes / 32
        );
    }
    script
}

/// Postfix's sink, which keeps nothing.
struct Sink {
    process: Child,
    address: SocketAddr,
}

impl Sink {
    fn start() -> anyhow::Result<Self> {
        let address = free_address()?;
        let process = Command::new(program("smtp-sink"))
            .args(["-u", "nobody", &format!("inet:{address}"), "100"])
            .stdin(Stdio::null())
            .spawn()
            .context("smtp-sink comes with the postfix package")?;
        Ok(Self { process, address })
    }

    /// Messages a second from smtp-source, which makes up one text and sends it again and again.
    fn by_postfix(&self, count: i64, bytes: i64) -> anyhow::Result<f64> {
        let begin = Instant::now();
        let done = Command::new(program("smtp-source"))
            .args(["-d", "-s", &CONNECTIONS.to_string(), "-m", &count.to_string(), "-l", &bytes.to_string()])
            .args(["-f", "dondoc@nation.example", "-t", "officer@body.example"])
            .arg(format!("inet:{}", self.address))
            .status()?;
        ensure!(done.success(), "smtp-source failed");
        Ok(per_second(count, begin.elapsed()))
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn program(name: &str) -> String {
    format!("/usr/sbin/{name}")
}

fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

fn per_second(count: i64, time: Duration) -> f64 {
    f64::from(i32::try_from(count).unwrap_or(i32::MAX)) / time.as_secs_f64()
}

async fn until(world: &World, sql: &str, wanted: i64) -> anyhow::Result<()> {
    let end = Instant::now() + 4 * PATIENCE;
    loop {
        let n = world.count(sql).await?;
        if n >= wanted {
            return Ok(());
        }
        ensure!(Instant::now() < end, "{n} of {wanted}: {sql}");
        sleep(Duration::from_millis(100)).await;
    }
}
