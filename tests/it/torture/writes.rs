//! A server that dies under writes: nothing acknowledged is lost, nothing is applied twice.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use dondoc_shared::id::AssignmentId;
use dondoc_shared::role::Role;
use dondoc_tests::server::answer;
use dondoc_tests::world::{Person, Scene, World};
use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use reqwest::{Client, StatusCode, header};
use reqwest_middleware::ClientWithMiddleware;
use serde_json::{Value, json};
use tokio::net::TcpSocket;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use dondoc_tests::installation::{Installation, PATIENCE, set_clock};

const KILLS: usize = 50;
const CLIENTS: u64 = 6;

/// One report on its way, and what its client knows of it.
#[derive(Debug, Clone)]
struct Entry {
    text: String,
    key: Uuid,
    /// Times it was sent, or sent twice at once.
    tries: usize,
    /// When it was sent last, by this machine's clock.
    last_sent: Timestamp,
    /// The report and the version that were acknowledged.
    acknowledged: Option<(Uuid, i64)>,
}

/// An officer who reports on one item, one report after the other.
struct Writer {
    person: Person,
    item: AssignmentId,
    url: String,
    http: ClientWithMiddleware,
    rng: StdRng,
    acknowledged: watch::Sender<usize>,
    stop: CancellationToken,
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_kills_under_write_load_lose_nothing_acknowledged_and_apply_nothing_twice() {
    let seed = 58_2024;
    println!("seed {seed}");
    let world = World::new().await.unwrap();
    let here = Installation::of(&world).await;
    set_clock(&world, world.now()).await;
    let since = (world.now(), Timestamp::now());
    // Bound and never listening: nobody else gets the port while the server is away.
    let reserved = TcpSocket::new_v4().unwrap();
    reserved.set_reuseaddr(true).unwrap();
    reserved.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let address = reserved.local_addr().unwrap();

    let (acknowledged, stop) = (watch::Sender::new(0), CancellationToken::new());
    let mut writers = Vec::new();
    for number in 0..CLIENTS {
        let writer = writer(&world, address, seed + number, &acknowledged, &stop).await;
        let (item, tenant) = (writer.item, writer.person.tenant);
        writers.push((item, tenant, tokio::spawn(writer.write())));
    }
    let begun = std::time::Instant::now();
    let mut rng = StdRng::seed_from_u64(seed);
    let mut progress = acknowledged.subscribe();
    for kill in 0..KILLS {
        let server = here.server(address);
        let wish = *progress.borrow() + rng.random_range(1..=12);
        tokio::select! {
            reached = timeout(PATIENCE, progress.wait_for(|count| *count >= wish)) => {
                assert!(reached.is_ok(), "no answer before kill {kill}\n{}", here.said());
            }
            () = stop.cancelled() => break,
        }
        // Not where an answer has just come, but anywhere.
        sleep(Duration::from_micros(rng.random_range(0..8_000))).await;
        server.kill_9().await;
    }
    stop.cancel();
    let mut ledger = BTreeMap::new();
    for (item, _, writer) in writers {
        ledger.insert(item.0, writer.await.unwrap_or_else(|error| panic!("{error}\n{}", here.said())));
    }
    let took = begun.elapsed();
    // What the last server had sent to the database ends with its connections.
    let connected =
        "select count(*) from pg_stat_activity where datname = current_database() and usename like 'dondoc%'";
    while world.count(connected).await.unwrap() > 0 {
        sleep(Duration::from_millis(10)).await;
    }
    check(&world, &ledger, since).await;
    println!("{KILLS} kills in {took:?}");
}

async fn writer(
    world: &World,
    address: SocketAddr,
    seed: u64,
    acknowledged: &watch::Sender<usize>,
    stop: &CancellationToken,
) -> Writer {
    let person = world.person("ha-noi", Role::Officer).await.unwrap();
    let task = world.task(&format!("T24-{seed}")).await.unwrap();
    let item = world.assignment("ha-noi", task, &Scene::due(Some(world.day(-3)))).await.unwrap();
    // Two users of rustls without a provider of their own: this process needs one.
    drop(rustls::crypto::ring::default_provider().install_default());
    Writer {
        person,
        item,
        url: format!("http://{address}/api/v1/assignments/{item}/progress-reports"),
        http: Client::builder().timeout(Duration::from_secs(10)).build().unwrap().into(),
        rng: StdRng::seed_from_u64(seed),
        acknowledged: acknowledged.clone(),
        stop: stop.clone(),
    }
}

impl Writer {
    /// Reports until told to stop; what was sent then and not acknowledged stays so.
    async fn write(mut self) -> Vec<Entry> {
        // One that meets a wrong answer ends the run.
        let _end_of_all = self.stop.clone().drop_guard();
        let mut ledger: Vec<Entry> = Vec::new();
        while !self.stop.is_cancelled() {
            let seen = i64::try_from(ledger.len()).unwrap() + 1;
            let mut entry = Entry {
                text: format!("report {seen} on {}", self.item),
                key: Uuid::from_u128(self.rng.random()),
                tries: 0,
                last_sent: Timestamp::UNIX_EPOCH,
                acknowledged: None,
            };
            while entry.acknowledged.is_none() && !self.stop.is_cancelled() {
                (entry.tries, entry.last_sent) = (entry.tries + 1, Timestamp::now());
                let twice = self.rng.random_ratio(1, 8);
                let (one, other) = tokio::join!(self.send(&entry, seen), async {
                    if twice { self.send(&entry, seen).await } else { None }
                });
                if let (Some(one), Some(other)) = (one, other) {
                    assert_eq!(one, other, "two answers to one key");
                }
                entry.acknowledged = one.or(other);
                if entry.acknowledged.is_none() {
                    // As a client does whose server is away.
                    sleep(Duration::from_millis(10)).await;
                }
            }
            if entry.acknowledged.is_some() {
                self.acknowledged.send_modify(|count| *count += 1);
            }
            ledger.push(entry);
        }
        ledger
    }

    /// The report and version acknowledged; none if no answer came, or the server asked for patience.
    async fn send(&self, entry: &Entry, seen: i64) -> Option<(Uuid, i64)> {
        let body = json!({"percent": 10, "results": entry.text});
        let request = self
            .http
            .post(&self.url)
            .bearer_auth(&self.person.token)
            .header(header::IF_MATCH, format!("\"{seen}\""))
            .header("Idempotency-Key", entry.key.to_string())
            .json(&body);
        let (status, answer) = answer(request).await.ok()?;
        if status == StatusCode::SERVICE_UNAVAILABLE {
            return None;
        }
        assert_eq!(status, StatusCode::OK, "{entry:?} after version {seen}: {answer}");
        let id = answer.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok());
        Some((id.unwrap(), answer.get("version").and_then(Value::as_i64).unwrap()))
    }
}

/// Holds the clients' ledgers against the tables.
async fn check(world: &World, ledger: &BTreeMap<Uuid, Vec<Entry>>, since: (Timestamp, Timestamp)) {
    // The server's clock, and this machine's at the same moment.
    let (mut applied, mut unknown, mut retried, mut before_the_kill) = (0, 0, 0, 0);
    for (item, entries) in ledger {
        let sql = "select id, results, (extract(epoch from at) * 1000000)::bigint from dondoc.progress_reports \
                   where assignment_id = $1 order by at, id";
        let rows = world.owner.query(sql, &[item]).await.unwrap();
        let reports: Vec<(Uuid, String, i64)> =
            rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect();
        let texts: BTreeSet<&String> = reports.iter().map(|(_, text, _)| text).collect();
        assert_eq!(texts.len(), reports.len(), "a report was applied twice");
        for (entry, number) in entries.iter().zip(1i64..) {
            let found = reports.iter().find(|(_, text, _)| *text == entry.text);
            let at = found.map(|(_, _, at)| *at);
            if let Some((id, version)) = entry.acknowledged {
                let kept = found.map(|(id, ..)| *id);
                assert_eq!(kept, Some(id), "an acknowledged report is lost: {entry:?}");
                assert_eq!(version, number + 1, "{entry:?}");
            } else {
                // The last one of each client, sent as the server died for the last time.
                assert_eq!(usize::try_from(number).unwrap(), entries.len());
                unknown += usize::from(found.is_some());
            }
            let sent = entry.last_sent.as_microsecond() - since.1.as_microsecond() + since.0.as_microsecond();
            retried += usize::from(entry.tries > 1);
            before_the_kill += usize::from(entry.tries > 1 && at.is_some_and(|at| at < sent));
        }
        assert!(reports.len() <= entries.len(), "reports that nobody sent");
        let version = format!("select version::bigint from dondoc.assignments where id = '{item}'");
        let version = world.count(&version).await.unwrap();
        assert_eq!(usize::try_from(version).unwrap(), reports.len() + 1);
        for (what, sql) in [
            (
                "timeline",
                "select count(*) from dondoc.events where kind = 'reported' and assignment_id = '{}'",
            ),
            (
                "audit",
                "select count(*) from dondoc.audit where subject_kind = 'assignment' and subject_id = '{}'",
            ),
            ("keys", "select count(*) from dondoc.idempotency where operation like '%{}%'"),
        ] {
            let count = world.count(&sql.replace("{}", &item.to_string())).await.unwrap();
            assert_eq!(usize::try_from(count).unwrap(), reports.len(), "{what} of {item}");
        }
        applied += reports.len();
    }
    let acknowledged = ledger.values().flatten().filter(|entry| entry.acknowledged.is_some()).count();
    assert_eq!(applied, acknowledged + unknown);
    assert!(retried > 0, "no request was ever interrupted");
    println!(
        "{acknowledged} acknowledged, {applied} applied, {unknown} applied without an answer at the last kill; \
         {retried} retried with the same key, {before_the_kill} of them had been applied before"
    );
}
