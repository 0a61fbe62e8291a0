//! Hours of everything at once: all operations of the API's document, a tenth of the requests hostile, and what server and
//! worker keep meanwhile.
//!
//! First a well-behaved tenant alone, then beside a session of another tenant that floods the server; then
//! [`CLIENTS`] clients for as long as asked.

mod hostile;
mod operations;

use std::{
    collections::BTreeMap,
    net::{SocketAddr, TcpListener},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::ensure;
use dondoc_shared::role::Role;
use dondoc_tests::{
    contract::Contract,
    installation::{Installation, PATIENCE, Process, set_clock},
    mailbox::Mailbox,
    world::{BODIES, Person, World},
};
use jiff::Timestamp;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use reqwest_middleware::ClientWithMiddleware;
use tokio::{task::JoinSet, time::sleep};
use uuid::Uuid;

use self::operations::{Known, Operations};

const CLIENTS: usize = 256;
/// Open assignments of each body.
const EACH: i32 = 200;
/// A client asks, and rests for so long on average.
const REST: Duration = Duration::from_secs(1);
/// One request in so many is hostile.
const HOSTILE: u32 = 10;
/// The body whose people behave, and whose patience is measured.
const CALM: &str = "ha-noi";
const CALM_CLIENTS: usize = 8;
const MINUTE: Duration = Duration::from_secs(60);
/// Tokens live for a quarter of an hour; with each new one a client looks again what there is.
const TOKEN: Duration = Duration::from_mins(5);
/// Requests that one session sends at the same time, as fast as they are answered.
const FLOOD: usize = 64;
/// Memory is compared from here on.
const WARM: usize = 10;

/// What is common to all clients.
struct Stage {
    world: World,
    here: Installation,
    server: Process,
    worker: Process,
    base: String,
    address: SocketAddr,
    http: ClientWithMiddleware,
    operations: Operations,
    answers: Mutex<BTreeMap<u16, usize>>,
    /// Answers that the document does not know, and failures of the server.
    wrong: Mutex<BTreeMap<String, usize>>,
    calm: Mutex<Vec<Duration>>,
    next: AtomicUsize,
}

pub async fn tell(minutes: usize) -> anyhow::Result<()> {
    let relay = Mailbox::start().await?;
    let stage = Arc::new(Stage::set(&relay).await?);
    println!("hours: {} operations, {CLIENTS} clients, {minutes} minutes", stage.operations.len());
    let quiet = stage.beside(None).await?;
    let flooded = stage.beside(Some(FLOOD)).await?;
    println!(
        "a calm tenant alone: p95 {quiet:.1} ms; while a session of another tenant floods: {flooded:.1} ms, {:.2} times (aim 1.2)",
        flooded / quiet
    );
    let memory = Arc::clone(&stage).all_at_once(minutes).await?;
    let wrong = lock(&stage.wrong).clone();
    for (what, n) in wrong.iter().take(20) {
        println!("wrong, {n} times: {what}");
    }
    if let (Some(warm), Some(last)) = (memory.get(WARM.min(memory.len() / 2)), memory.last()) {
        println!(
            "server: {warm:.0} MB when warm, {last:.0} MB at the end (aim: flat, at most 120)\n{}",
            if wrong.is_empty() { "no answer was wrong" } else { "some answers were wrong" }
        );
    }
    let Ok(stage) = Arc::try_unwrap(stage) else { anyhow::bail!("a client did not end") };
    ensure!(stage.server.stop().await.success(), "{}", stage.here.said());
    ensure!(stage.worker.stop().await.success(), "{}", stage.here.said());
    ensure!(wrong.is_empty(), "some answers were wrong");
    Ok(())
}

impl Stage {
    async fn set(relay: &Mailbox) -> anyhow::Result<Self> {
        let world = World::new().await?;
        world.crowd(EACH).await?;
        let here = Installation::of(&world).await;
        set_clock(&world, world.now()).await;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let (server, worker) = (here.server(address), here.worker(relay.address(), 4));
        let base = format!("http://{address}");
        drop(rustls::crypto::ring::default_provider().install_default());
        let http = reqwest::Client::builder().build()?;
        let deadline = Instant::now() + PATIENCE;
        while http.get(&base).send().await.is_err() {
            ensure!(Instant::now() < deadline, "the server does not answer\n{}", here.said());
            sleep(Duration::from_millis(100)).await;
        }
        Ok(Self {
            world,
            here,
            server,
            worker,
            base,
            address,
            http: reqwest_middleware::ClientBuilder::new(http).with(Contract).build(),
            operations: Operations::read()?,
            answers: Mutex::default(),
            wrong: Mutex::default(),
            calm: Mutex::default(),
            next: AtomicUsize::new(0),
        })
    }

    /// The p95 of a calm tenant in milliseconds, over a minute, while one session of another asks `flood` things at once.
    async fn beside(self: &Arc<Self>, flood: Option<usize>) -> anyhow::Result<f64> {
        let end = Instant::now() + MINUTE;
        let mut clients = JoinSet::new();
        for _ in 0..CALM_CLIENTS {
            clients.spawn(Arc::clone(self).calm_client(end));
        }
        if let Some(many) = flood {
            let flooder = self.world.person(BODIES[1], Role::Officer).await?;
            for _ in 0..many {
                clients.spawn(Arc::clone(self).flood(flooder.clone(), end));
            }
        }
        while let Some(done) = clients.join_next().await {
            done??;
        }
        Ok(self.p95_of_calm())
    }

    fn p95_of_calm(&self) -> f64 {
        let mut times = std::mem::take(&mut *lock(&self.calm));
        times.sort_unstable();
        times.get(times.len() * 95 / 100).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    }

    /// Looks at its work five times a second.
    async fn calm_client(self: Arc<Self>, end: Instant) -> anyhow::Result<()> {
        let mut person = self.world.person(CALM, Role::Officer).await?;
        let mut renewed = Instant::now();
        while Instant::now() < end {
            if renewed.elapsed() > TOKEN {
                (person, renewed) = (self.signed_in_again(&person).await?, Instant::now());
            }
            let sent = Instant::now();
            let request = self.http.get(format!("{}/api/v1/assignments?limit=20", self.base));
            let answer = request.bearer_auth(&person.token).send().await?;
            ensure!(answer.status().is_success(), "a calm tenant is refused: {}", answer.status());
            lock(&self.calm).push(sent.elapsed());
            sleep(Duration::from_millis(200)).await;
        }
        Ok(())
    }

    async fn flood(self: Arc<Self>, person: Person, end: Instant) -> anyhow::Result<()> {
        while Instant::now() < end {
            let request = self.http.get(format!("{}/api/v1/assignments?limit=200", self.base));
            request.bearer_auth(&person.token).send().await?;
        }
        Ok(())
    }

    /// With a token that begins now: the clock of the world's database runs.
    async fn signed_in_again(&self, person: &Person) -> anyhow::Result<Person> {
        let sql = "select (extract(epoch from clock_timestamp()) * 1e6)::bigint + value::bigint from dondoc.settings
                   where key = 'clock_offset_us'";
        self.world.clock.set(Timestamp::from_microsecond(self.world.count(sql).await?)?);
        self.world.signed_in_again(person).await
    }

    /// All clients, for some minutes; the memory of the server by the minute.
    async fn all_at_once(self: Arc<Self>, minutes: usize) -> anyhow::Result<Vec<f64>> {
        let end = Instant::now() + MINUTE * u32::try_from(minutes)?;
        let mut clients = JoinSet::new();
        for n in 0..CLIENTS {
            clients.spawn(Arc::clone(&self).client(n, end));
        }
        for _ in 0..CALM_CLIENTS {
            clients.spawn(Arc::clone(&self).calm_client(end));
        }
        let mut memory = Vec::new();
        println!("minute  server MB  worker MB  connections  of the database  calm p95 ms  answers");
        for minute in 1..=minutes {
            sleep(MINUTE).await;
            let of_server = self.server.resident();
            memory.push(of_server);
            let answers = std::mem::take(&mut *lock(&self.answers));
            println!(
                "{minute:>6}  {of_server:>9.0}  {:>9.0}  {:>11}  {:>15}  {:>11.1}  {answers:?}",
                self.worker.resident(),
                self.server.sockets(),
                self.world
                    .count("select count(*) from pg_stat_activity where datname = current_database()")
                    .await?,
                self.p95_of_calm(),
            );
        }
        while let Some(done) = clients.join_next().await {
            done??;
        }
        Ok(memory)
    }

    /// Somebody with one of the roles, who asks for everything there is.
    async fn client(self: Arc<Self>, number: usize, end: Instant) -> anyhow::Result<()> {
        let role = Role::ALL[number % Role::ALL.len()];
        let slug = if role.is_national() { "national" } else { BODIES[number % BODIES.len()] };
        let mut chance = StdRng::seed_from_u64(u64::try_from(number)?);
        let mut known = self.known(slug).await?;
        let (mut person, mut renewed) = (self.world.person(slug, role).await?, Instant::now());
        while Instant::now() < end {
            if renewed.elapsed() > TOKEN {
                (person, renewed) = (self.signed_in_again(&person).await?, Instant::now());
                known = self.known(slug).await?;
            }
            if chance.random_ratio(1, HOSTILE) {
                hostile::strike(self.address, &person.token, &known, &mut chance).await;
            } else {
                let which = self.next.fetch_add(1, Ordering::Relaxed);
                let by = (&self.http, self.base.as_str(), person.token.as_str());
                let told = self.operations.ask(which, by, &known, &mut chance).await;
                self.note(told);
            }
            sleep(REST.mul_f64(2.0 * chance.random::<f64>())).await;
        }
        Ok(())
    }

    fn note(&self, told: anyhow::Result<(String, u16)>) {
        let wrong = match told {
            Ok((name, status)) => {
                *lock(&self.answers).entry(status).or_default() += 1;
                // Heavy work may find its queue full (503); any other failure is one.
                (status >= 500 && status != 503).then(|| format!("{name}: {status}"))
            }
            Err(error) => Some(format!("{error:#}").chars().take(400).collect()),
        };
        if let Some(wrong) = wrong {
            *lock(&self.wrong).entry(wrong).or_default() += 1;
        }
    }

    async fn known(&self, slug: &str) -> anyhow::Result<Known> {
        let ids = async |sql: &str| -> anyhow::Result<Vec<Uuid>> {
            let rows = self.world.owner.query(sql, &[&World::tenant(slug).0]).await?;
            Ok(rows.iter().map(|row| row.get(0)).collect())
        };
        let assignments =
            "select id from dondoc.assignments where tenant_id = $1 or ($1 = 0 and tenant_id < 4)";
        Ok(Known {
            assignments: ids(assignments).await?,
            urges: ids("select id from dondoc.urges where tenant_id = $1 or $1 = 0").await?,
            messages: ids("select id from dondoc.outbox where $1 = 0 and tenant_id < 4").await?,
            policies: ids("select id from dondoc.policies where $1 = 0").await?,
        })
    }
}

fn lock<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
