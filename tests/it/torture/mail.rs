//! Workers that die over their work: every owed digest arrives, and doubles are no more than what is recorded as in doubt.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use dondoc_server::slices::reminders;
use dondoc_shared::role::Role;
use dondoc_tests::mailbox::{Fault, Faults, Mailbox, Received, Step};
use dondoc_tests::world::{BODIES, Scene, World};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp, ToSpan};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::time::{Instant, sleep};

use dondoc_tests::installation::{Installation, PATIENCE, Process, set_clock};

/// Officers in each of the three tenants.
const OFFICERS: usize = 12;
/// Kills, one on each of as many working days.
const KILLS: usize = 10;

/// Address to the codes of the items that its owner is to be reminded of.
type Owed = BTreeMap<String, BTreeSet<String>>;

/// When the second worker is killed.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// While the relay's reply to this step is on its way.
    At(Step),
    /// When this many of its messages have arrived, while the relay fails one in five.
    After(usize),
    /// When the first digests are queued.
    Sweeping,
}

/// Two relays, so that it is known which worker says what.
struct Scenery {
    world: World,
    here: Installation,
    steady: Mailbox,
    mortal: Mailbox,
    seed: u64,
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_workers_one_is_killed_ten_times_and_every_owed_digest_arrives() {
    let seed = 20_240_725;
    println!("seed {seed}");
    let scenery = Scenery::new(seed).await;
    let mut rng = StdRng::seed_from_u64(seed);
    let mut moments = vec![
        Moment::At(Step::Greeting),
        Moment::At(Step::Recipient),
        Moment::At(Step::Data),
        Moment::At(Step::Dot),
        Moment::At(Step::Kept),
        Moment::At(Step::Kept),
        Moment::Sweeping,
    ];
    moments.resize_with(KILLS, || Moment::After(rng.random_range(1..=6)));
    let days = date(2024, 7, 25).series(1.day()).filter(|day| day.weekday().to_monday_one_offset() < 6);
    let steady = scenery.here.worker(scenery.steady.address(), 2);
    let (mut owed_in_all, mut lines) = (0, 0);
    for (number, (day, moment)) in days.zip(moments).enumerate() {
        let arrived = [scenery.steady.received().len(), scenery.mortal.received().len()];
        let mut owed = scenery.owed(day, day).await;
        assert!(owed.len() >= OFFICERS, "{day}: {owed:?}");
        lines += owed.values().map(BTreeSet::len).sum::<usize>();
        for (address, codes) in scenery.overdue(day).await {
            // What waits for a reader brings no digest, and is listed in each (R107).
            owed.entry(address).and_modify(|owed| owed.extend(codes));
        }
        let restarted = scenery.interrupted_day(day, moment, number).await;
        scenery.finish_the_day().await;
        assert!(restarted.stop().await.success(), "{}", scenery.here.said());
        let mut today = scenery.steady.received().split_off(arrived[0]);
        today.extend(scenery.mortal.received().split_off(arrived[1]));
        let told = told(&today);
        for (address, codes) in &owed {
            let rows = scenery.rows_of(address).await;
            assert_eq!(told.get(address), Some(codes), "{address}, {day}, {moment:?}\n{rows}");
        }
        assert_eq!(told.len(), owed.len(), "{day}, {moment:?}");
        owed_in_all += owed.len();
    }
    assert!(steady.stop().await.success(), "{}", scenery.here.said());
    scenery.check(owed_in_all, lines).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_three_days_without_a_worker_each_owed_item_comes_once() {
    let scenery = Scenery::new(3).await;
    scenery.steady.set_faults(Faults::none());
    let (first, last) = (date(2024, 7, 22), date(2024, 7, 25));
    scenery.at(first, 0).await;
    let worker = scenery.here.worker(scenery.steady.address(), 2);
    scenery.until("a first sweep", &swept(first)).await;
    scenery.until("an empty queue", ALL_FINISHED).await;
    assert!(worker.stop().await.success(), "{}", scenery.here.said());
    let before = scenery.steady.received().len();

    let mut owed = Owed::new();
    for day in first.series(1.day()).skip(1).take_while(|day| *day <= last) {
        for (address, codes) in scenery.owed(first, day).await {
            owed.entry(address).or_default().extend(codes);
        }
    }
    assert_eq!(owed.len(), BODIES.len() * OFFICERS);
    // Two that start together.
    scenery.at(last, 0).await;
    let workers =
        [scenery.here.worker(scenery.steady.address(), 2), scenery.here.worker(scenery.mortal.address(), 2)];
    scenery.mortal.set_faults(Faults::none());
    scenery.until("a sweep", &swept(last)).await;
    scenery.until("all sent", ALL_FINISHED).await;
    for worker in workers {
        assert!(worker.stop().await.success(), "{}", scenery.here.said());
    }
    let mut mails = scenery.steady.received().split_off(before);
    mails.extend(scenery.mortal.received());
    assert_eq!(mails.len(), owed.len(), "one mail a person");
    assert_eq!(told(&mails), owed);
    let sent =
        "select count(*) filter (where state = 'sent' and ambiguous = 0) - count(*) from dondoc.outbox";
    assert_eq!(scenery.world.count(sent).await.unwrap(), 0);
}

/// No row waits for a worker at the database's clock.
const NOTHING_DUE: &str = "select not exists (select from dondoc.outbox where state in ('ready', 'ambiguous') and run_at <= \
    clock_timestamp() + (select value::bigint from dondoc.settings where key = 'clock_offset_us') * interval '1 microsecond')";
const ALL_FINISHED: &str = "select not exists (select from dondoc.outbox where finished_at is null)";

fn swept(day: Date) -> String {
    format!(
        "select count(*) = {} from dondoc.sweeps where tenant_id > 0 and swept_to = '{day}'",
        BODIES.len()
    )
}

/// Address to the items that its mails spell out; an item that two different mails spell out is told.
fn told(mails: &[Received]) -> Owed {
    let mut told = Owed::new();
    let mut seen = BTreeMap::new();
    for mail in mails {
        let letter = mail.letter();
        if let Some(known) = seen.insert(letter.message_id.clone(), mail) {
            assert!(known.raw == mail.raw, "the same message with other bytes: {}", letter.message_id);
            continue;
        }
        let codes = letter.text.lines().filter_map(|line| line.strip_prefix("- ")?.split_once(" · "));
        for (code, _) in codes {
            let new = told.entry(mail.to.clone()).or_default().insert(code.to_owned());
            assert!(new, "{code} twice to {}", mail.to);
        }
    }
    told
}

impl Scenery {
    async fn new(seed: u64) -> Self {
        let world = World::new().await.unwrap();
        let mut tasks = Vec::new();
        for n in 0..5 * OFFICERS {
            tasks.push(world.task(&format!("T24-{n:02}")).await.unwrap());
        }
        let mut rng = StdRng::seed_from_u64(seed);
        for slug in BODIES {
            for officer in 0..OFFICERS {
                let person = world.person(slug, Role::Officer).await.unwrap();
                for item in 0..5 {
                    // One every three days or so: somebody is owed something on each of the days.
                    let due = date(2024, 7, 22)
                        + (3 * i64::try_from(item).unwrap() + rng.random_range(0..3)).days();
                    let scene = Scene { assignee: Some(person.id), ..Scene::due(Some(due)) };
                    world.assignment(slug, tasks[5 * officer + item], &scene).await.unwrap();
                }
            }
        }
        let here = Installation::of(&world).await;
        let scenery = Self {
            steady: Mailbox::start().await.unwrap(),
            mortal: Mailbox::start().await.unwrap(),
            world,
            here,
            seed,
        };
        // Before anything is owed.
        scenery.at(date(2024, 7, 7), 0).await;
        scenery
    }

    /// The instant `minutes` minutes after nine on a day.
    async fn at(&self, day: Date, minutes: i64) {
        let nine = day.at(9, 0, 0, 0).in_tz("Asia/Ho_Chi_Minh").unwrap().timestamp();
        self.move_clock(nine.checked_add(SignedDuration::from_mins(minutes)).unwrap()).await;
    }

    async fn move_clock(&self, at: Timestamp) {
        self.world.clock.set(at);
        set_clock(&self.world, at).await;
    }

    /// What falls on `day`, asked at nine on `today` before anything is swept.
    async fn owed(&self, today: Date, day: Date) -> Owed {
        self.at(today, 0).await;
        let db = self.world.db().unwrap();
        let planned = reminders::previews(&db, day, None).await.unwrap();
        db.close();
        let mut owed = Owed::new();
        for preview in planned {
            for one in preview.people {
                let codes = one.lines.iter().map(|line| preview.items[&line.facts.id].code.clone()).collect();
                owed.insert(one.person.address, codes);
            }
        }
        owed
    }

    /// Address to the items of its owner that are overdue on `day`.
    async fn overdue(&self, day: Date) -> Owed {
        let sql = "select u.email, t.code || '/' || n.slug from dondoc.assignments a
                   join dondoc.users u on u.id = a.assignee_id join dondoc.tasks t on t.id = a.task_id
                   join dondoc.tenants n on n.id = a.tenant_id where a.due_on < $1::text::date";
        let mut overdue = Owed::new();
        for row in self.world.owner.query(sql, &[&day.to_string()]).await.unwrap() {
            overdue.entry(row.get(0)).or_default().insert(row.get(1));
        }
        overdue
    }

    /// The day's first hand-overs. The second worker queues the digests, is killed, and starts again.
    async fn interrupted_day(&self, day: Date, moment: Moment, number: usize) -> Process {
        let one_in_five = |salt: usize| {
            let seed = self.seed + u64::try_from(10 * number + salt).unwrap();
            Faults::random(seed, 5, &[Fault::Drop, Fault::Reply(451), Fault::Garbage])
        };
        let before = self.mortal.log();
        // The first worker holds what it has claimed, so that there is work left for the second.
        self.steady.set_faults(Faults::always(Step::Recipient, Fault::Hold));
        self.mortal.set_faults(match moment {
            Moment::At(step) => Faults::script([(step, Fault::Hold)]),
            Moment::After(_) | Moment::Sweeping => one_in_five(1),
        });
        let mortal = self.here.worker(self.mortal.address(), 2);
        let reached = match moment {
            Moment::At(_) => {
                self.mortal
                    .wait_until("held reply", PATIENCE, |log| log.faults.len() > before.faults.len())
                    .await
            }
            Moment::After(count) => {
                let wish = format!("{count} more messages");
                let count = before.received.len() + count;
                self.mortal.wait_until(&wish, PATIENCE, |log| log.received.len() >= count).await
            }
            Moment::Sweeping => {
                let queued =
                    format!("select exists (select from dondoc.outbox where dedupe_key like '%:{day}')");
                self.until("first digest queued", &queued).await;
                Ok(self.mortal.log())
            }
        };
        reached.unwrap_or_else(|error| panic!("{error:#}\n{}", self.here.said()));
        mortal.kill_9().await;
        let held = "select coalesce(string_agg(quote_literal(lease_token), ','), 'null') from dondoc.outbox \
                    where lease_token is not null";
        let held: String = self.world.owner.query_one(held, &[]).await.unwrap().get(0);
        self.steady.set_faults(one_in_five(2));
        self.mortal.set_faults(one_in_five(3));
        self.steady.release();
        let restarted = self.here.worker(self.mortal.address(), 2);
        self.until("sweep of the day", &swept(day)).await;
        self.until("end of the first hand-overs", NOTHING_DUE).await;
        let others = format!(
            "select not exists (select from dondoc.outbox where lease_token is not null and lease_token not in ({held}))"
        );
        self.until("end of the living's leases", &others).await;
        self.steady.wait_until("end of the sessions", PATIENCE, |log| log.open == 0).await.unwrap();
        // Those of the dead: a row that a living worker writes meanwhile is its own.
        let expire = format!(
            "update dondoc.outbox set lease_until = clock_timestamp() - interval '1 second' \
             where id in (select id from dondoc.outbox where lease_token in ({held}) for update skip locked)"
        );
        self.world.run(&expire, &[]).await.unwrap();
        restarted
    }

    /// Moves the clock to each retry until nothing is left. A message that is in doubt twice waits for a person (see
    /// `outbox.rs`), and a group that was killed has eight in doubt, so the relays work from here on.
    async fn finish_the_day(&self) {
        for relay in [&self.steady, &self.mortal] {
            relay.set_faults(Faults::none());
        }
        loop {
            let idle = format!(
                "{NOTHING_DUE} and not exists (select from dondoc.outbox where lease_token is not null)"
            );
            self.until("end of what is due and held", &idle).await;
            let next = "select min(run_at)::text from dondoc.outbox where finished_at is null";
            let next: Option<String> = self.world.owner.query_one(next, &[]).await.unwrap().get(0);
            let Some(next) = next else { return };
            let next: Timestamp = next.replacen(' ', "T", 1).parse().unwrap();
            self.move_clock(next.checked_add(SignedDuration::from_secs(1)).unwrap()).await;
        }
    }

    /// Waits until a question to the database is answered by true.
    async fn until(&self, what: &str, sql: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.world.owner.query_one(sql, &[]).await.unwrap().get::<_, bool>(0) {
            if Instant::now() > end {
                let rows = "select state || ' ' || attempts || ' ' || ambiguous || ' ' || run_at || ' ' || coalesce(last_error, '') \
                            from dondoc.outbox where finished_at is null";
                let rows = self.world.owner.query(rows, &[]).await.unwrap();
                let rows: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
                panic!("no {what} within {PATIENCE:?}; {rows:#?}\n{}", self.here.said());
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// What became of a person's mail, for a test that fails.
    async fn rows_of(&self, address: &str) -> String {
        let sql = "select dedupe_key || ' ' || state || ' ' || attempts || ' ' || ambiguous || ' ' || run_at || ' ' || \
                   coalesce(finished_at::text, '') || ' ' || coalesce(last_error, '') from dondoc.outbox where address = $1 \
                   order by created_at";
        let rows = self.world.owner.query(sql, &[&address]).await.unwrap();
        rows.iter().map(|row| row.get::<_, String>(0) + "\n").collect()
    }

    /// Holds the relays' books against the queue's.
    async fn check(&self, owed: usize, lines: usize) {
        let rows = self
            .world
            .owner
            .query("select message_id, state, ambiguous from dondoc.outbox", &[])
            .await
            .unwrap();
        let mut copies: BTreeMap<String, usize> = BTreeMap::new();
        let (steady, mortal) = (self.steady.log(), self.mortal.log());
        for mail in steady.received.iter().chain(&mortal.received) {
            let id = mail.letter().message_id;
            let local = id.split_once('@').map_or(id.as_str(), |(local, _)| local);
            *copies.entry(local.to_owned()).or_default() += 1;
        }
        assert_eq!((rows.len(), copies.len()), (owed, owed), "one message for each person and day");
        let (mut doubles, mut in_doubt) = (0, 0);
        for row in &rows {
            let (id, state, ambiguous): (String, String, i32) = (row.get(0), row.get(1), row.get(2));
            let arrived = copies.get(&id).copied().unwrap_or(0);
            assert_eq!(state, "sent", "{id}");
            assert!(
                arrived == 1 || (arrived == 2 && ambiguous == 1),
                "{id} arrived {arrived} times, in doubt {ambiguous}"
            );
            doubles += arrived - 1;
            in_doubt += usize::from(ambiguous > 0);
        }
        assert!(doubles <= in_doubt && doubles > 0, "{doubles} doubles, {in_doubt} in doubt");
        let reminded = "select count(*) from dondoc.events where kind = 'reminded'";
        let reminded = self.world.count(reminded).await.unwrap();
        assert_eq!(usize::try_from(reminded).unwrap(), lines, "the timeline tells of each line once");
        println!(
            "{owed} digests with {lines} lines, {} mails arrived, {doubles} doubles, {in_doubt} recorded as ambiguous, \
             {KILLS} kills, {} faults in {} sessions",
            steady.received.len() + mortal.received.len(),
            steady.faults.len() + mortal.faults.len(),
            steady.sessions + mortal.sessions,
        );
    }
}
