//! The demo's past, played into an empty database.

use std::{collections::BTreeMap, time::Duration};

use dondoc_kernel::{
    clock::Clock,
    db::{Actor, Db, National, simulated},
    mail::smtp::{Deadlines, Relay},
};
use dondoc_server::{
    programs::{
        demo::play::{self, END, Played, Progress},
        worker::Settings,
    },
    slices::{
        figures::{self, Asked},
        triage,
    },
};
use dondoc_shared::lifecycle::Status;
use dondoc_tests::{
    database::{TestDatabase, connect},
    relay_world::worker_of,
    tally,
};
use jiff::Timestamp;
use tokio_postgres::Client;

struct Past {
    _database: TestDatabase,
    db: Db,
    admin: Client,
    played: Played,
    progress: Vec<Progress>,
}

impl Past {
    async fn play() -> Self {
        let database = TestDatabase::migrated().await.unwrap();
        let admin = connect(&database.admin_url()).await.unwrap();
        let db = database.db_with(Clock::manual(Timestamp::UNIX_EPOCH)).unwrap();
        simulated::mark(&db, Actor::system("test")).await.unwrap();
        let mut progress = Vec::new();
        let played = play::play(&db, async |now| {
            progress.push(now);
            Ok(())
        });
        let played = played.await.unwrap();
        Self { _database: database, db, admin, played, progress }
    }

    async fn number(&self, query: &str) -> i64 {
        self.admin.query_one(query, &[]).await.unwrap_or_else(|e| panic!("{query}: {e:?}")).get(0)
    }

    /// Nothing is wrong where this finds no row.
    async fn none(&self, what: &str, from: &str) {
        assert_eq!(self.number(&format!("select count(*) from {from}")).await, 0, "{what}");
    }

    async fn counts(&self, query: &str) -> BTreeMap<String, i64> {
        let rows = self.admin.query(query, &[]).await.unwrap_or_else(|e| panic!("{query}: {e:?}"));
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }
}

/// Played once: it takes most of a minute.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_past_is_whole_and_does_not_contradict_what_is_public() {
    let past = Past::play().await;
    it_ends_on_the_last_morning(&past);
    the_public_figures_hold(&past).await;
    every_state_follows_from_its_timeline(&past).await;
    the_tallies_recount(&past).await;
    every_act_left_its_row(&past).await;
    the_rates_are_plausible(&past).await;
    every_screen_has_something(&past).await;
    the_same_seed_is_the_same_past(&past).await;
    the_simulated_figures_meet_what_is_public(&past).await;
}

fn it_ends_on_the_last_morning(past: &Past) {
    let end = END.in_tz("Asia/Ho_Chi_Minh").unwrap().timestamp();
    assert_eq!(past.db.clock().now(0), end);
    assert!(
        past.progress.windows(2).all(|two| two[0].day <= two[1].day && two[0].fraction <= two[1].fraction)
    );
    let last = past.progress.last().unwrap();
    assert_eq!((last.day, last.fraction), (END.date(), 1.0));
    let days: std::collections::BTreeSet<_> = past.progress.iter().map(|now| now.day).collect();
    assert_eq!(days.len(), past.played.days);
}

async fn the_public_figures_hold(past: &Past) {
    let without_plan = past
        .counts(
            "select case when n.kind in ('province', 'city') then 'localities' else 'agencies' end, count(*)
               from dondoc.assignments a join dondoc.tasks t on t.id = a.task_id join dondoc.tenants n on n.id = a.tenant_id
              where t.code = 'T24-32a' and a.open and a.late_from <= '2024-07-25' and a.part = 'lead' group by 1",
        )
        .await;
    assert_eq!(without_plan, [("agencies".to_owned(), 4), ("localities".to_owned(), 7)].into());
    past.none("T24-32a of nobody else", "dondoc.assignments a join dondoc.tasks t on t.id = a.task_id where t.code = 'T24-32a' and not a.open")
        .await;
    past.none(
        "each task arrives on its directive's day",
        "dondoc.assignments a join dondoc.tasks t on t.id = a.task_id join dondoc.directives d on d.id = t.directive_id
          where t.kind = 'duty' and a.assigned_on <> d.issued_on",
    )
    .await;
}

/// What the timeline says the state is.
fn replay(kinds: &str) -> Status {
    kinds.split(' ').fold(Status::Assigned, |status, kind| match kind {
        "acknowledged" => Status::Acknowledged,
        "reported" | "sent_back" | "taken_back" => Status::InProgress,
        "proposed" => Status::Proposed,
        "submitted" => Status::Submitted,
        "returned" | "reopened" => Status::Returned,
        "accepted" | "contribution_closed" => Status::Accepted,
        _ => status,
    })
}

async fn every_state_follows_from_its_timeline(past: &Past) {
    let rows = past
        .admin
        .query(
            "select a.status, string_agg(e.kind, ' ' order by e.at, e.xid), a.id::text from dondoc.assignments a
               left join dondoc.events e on (e.tenant_id, e.assignment_id) = (a.tenant_id, a.id) group by 1, 3",
            &[],
        )
        .await
        .unwrap();
    // The duties of each directive, and three reports of each body.
    assert_eq!(rows.len(), 454 + 876 + 973 + 186 + 93 + 3 + 850 + 11 + 3 * 93);
    for row in rows {
        let (status, kinds): (&str, &str) = (row.get(0), row.get::<_, Option<&str>>(1).unwrap_or_default());
        assert!(kinds.starts_with("assigned"), "{} has no beginning: {kinds}", row.get::<_, &str>(2));
        assert_eq!(replay(kinds).as_str(), status, "{kinds}");
    }
    past.none(
        "nothing happens before the beginning or after the end",
        "dondoc.events where at not between '2022-03-15 00:00+07' and '2024-07-25 08:00+07'",
    )
    .await;
    past.none(
        "urges are numbered in the order of their time",
        "(select at, lag(at) over (partition by year order by number) as before from dondoc.urges) u where at < before",
    )
    .await;
}

async fn the_tallies_recount(past: &Past) {
    assert_eq!(tally::differences(&past.admin).await.unwrap(), (0, 0));
}

async fn every_act_left_its_row(past: &Past) {
    let by_people = "select count(*) from dondoc.audit where (subject_kind = 'assignment' or action in
           ('grant_exception', 'propose_correction', 'file_correction')) and actor_id is not null";
    assert_eq!(past.number(by_people).await, i64::try_from(past.played.acts).unwrap());
    let proposed = "select count(*) from dondoc.events where kind = 'escalation_proposed'";
    assert_eq!(past.number(proposed).await, i64::try_from(past.played.proposed).unwrap());
    past.none(
        "as many rows in the trail as lines in the timeline",
        "(select assignment_id as id, count(*) as n from dondoc.events
            where kind not like 'correction\\_%' and kind not like 'exception\\_%' group by 1) e
         full join (select subject_id as id, count(*) as n from dondoc.audit where subject_kind = 'assignment' group by 1) u
           using (id) where e.n is distinct from u.n",
    )
    .await;
    let mail = |kind: &str, key: &str, id: &str| {
        format!(
            "not exists (select from dondoc.outbox o where o.tenant_id = x.tenant_id and o.kind = '{kind}' and o.args ->> '{key}' = x.{id}::text)"
        )
    };
    past.none("urges have mail", &format!("dondoc.urges x where {}", mail("urge", "urge", "id"))).await;
    let released = mail("escalation", "step", "id");
    past.none(
        "steps have mail",
        &format!("dondoc.escalation_steps x where state = 'released' and {released}"),
    )
    .await;
    let decided = mail("decision", "assignment", "assignment_id");
    past.none(
        "decisions have mail",
        &format!("dondoc.events x where kind in ('accepted', 'returned', 'reopened', 'extension_granted', 'extension_refused') and {decided}"),
    )
    .await;
}

async fn the_rates_are_plausible(past: &Past) {
    let page =
        past.db.read(National, Actor::system("test"), async |tx| triage::overview(tx).await).await.unwrap();
    let percent = |part: i64, whole: i64| part * 100 / whole;
    let completion = percent(page.completion.part, page.completion.whole);
    assert!((75..=95).contains(&completion), "{completion}");
    let on_time = percent(page.on_time.part, page.on_time.whole);
    assert!((40..completion).contains(&on_time), "{on_time}");
    let original = percent(page.on_time_original.part, page.on_time_original.whole);
    assert!(original < on_time, "extensions hide {original}");
    let of_2022 = past
        .counts(
            "select case when open then 'open' else 'done' end, count(*) from dondoc.assignments a
               join dondoc.tasks t on t.id = a.task_id where t.code like 'T22-%' and counted and a.due_on < '2024-07-25' group by 1",
        )
        .await;
    let (open, done) = (of_2022["open"], of_2022["done"]);
    assert!(open > 0 && percent(done, open + done) >= 90, "{of_2022:?}");
}

async fn every_screen_has_something(past: &Past) {
    let at_least = async |least: i64, what: &str| {
        let found = past.number(&format!("select count(*) from dondoc.{what}")).await;
        assert!(found >= least, "{found} of {what}");
    };
    at_least(20, "assignments a join dondoc.tasks t on t.id = a.task_id where t.code = 'T24-15' and a.open and a.late_from <= '2024-07-25'").await;
    at_least(3, "escalation_steps where level = 3 and state = 'signed'").await;
    at_least(10, "escalation_steps where level >= 3 and state in ('proposed', 'signed')").await;
    at_least(1, "escalation_steps where level = 2 and state = 'proposed'").await;
    at_least(10, "escalation_steps where state = 'dropped'").await;
    at_least(5, "extension_requests where state = 'pending'").await;
    at_least(5, "extension_requests where state = 'refused'").await;
    at_least(5, "extension_requests where granted_to < to_on").await;
    let answered = "(answered_at at time zone 'Asia/Ho_Chi_Minh')::date";
    at_least(10, &format!("urges where {answered} <= reply_by")).await;
    at_least(10, &format!("urges where {answered} > reply_by")).await;
    at_least(10, "urges where answered_at is null and reply_by < '2024-07-25'").await;
    at_least(50, "progress_reports where cause is not null and waiting_on is not null").await;
    at_least(100, "progress_reports where cause is not null and waiting_on is null").await;
    at_least(30, "reminder_occurrences").await;
    at_least(3, "events where kind = 'taken_back'").await;
    at_least(3, "events where kind = 'reopened'").await;
    at_least(1, "report_revisions where kind = 'correction' and decision is null").await;
    at_least(1, "report_exceptions where until_on > '2024-07-25' and cancelled_at is null").await;
    // The demo's two provinces have something overdue to work on, and something is silent since spring.
    at_least(2, "assignments a join dondoc.tenants n on n.id = a.tenant_id where n.slug in ('ha-noi', 'lao-cai') and a.status = 'in_progress' and a.late_from <= '2024-07-25'").await;
    at_least(25, "assignments where status = 'assigned' and part = 'lead' and assigned_on = '2024-04-19'")
        .await;
    at_least(93 * 2 + 10, "users where status = 'active'").await;
    at_least(93 * 3 + 1, "contacts").await;
    past.none("a person who is no role", "dondoc.users where email not like '%.example'").await;
}

async fn the_same_seed_is_the_same_past(past: &Past) {
    let statuses = past.counts("select status, count(*) from dondoc.assignments group by 1").await;
    let expected = [
        ("accepted", 833),
        ("acknowledged", 81),
        ("assigned", 1834),
        ("in_progress", 926),
        ("proposed", 3),
        ("returned", 5),
        ("submitted", 43),
    ];
    assert_eq!(statuses, expected.map(|(status, n)| (status.to_owned(), n)).into());
}

/// Told once the worker has counted: the play itself only queues.
async fn the_simulated_figures_meet_what_is_public(past: &Past) {
    // It runs errands alone, and no mail: nobody listens there.
    let nowhere = "smtp://127.0.0.1:9".parse().unwrap();
    let relay = Relay::new(&nowhere, &[], Deadlines::default(), Duration::ZERO).unwrap();
    let worker = worker_of(past.db.clone(), relay, Settings::default());
    while worker.errands().await.unwrap() > 0 {}
    let national = |look: &'static str, period: &'static str, group: &'static str| async move {
        let asked = Asked { period: Some(period.to_owned()), group: Some(group.to_owned()), basis: None };
        let figures =
            past.db.read(National, Actor::system("test"), async |tx| figures::show(tx, &asked).await);
        let figures = figures.await.unwrap();
        assert!(figures.period.as_ref().unwrap().simulated);
        figures.items.into_iter().find(|item| item.indicator == look).unwrap()
    };
    let villages = national("I24-07", "CT-2024-M07", "localities").await;
    // Three localities owe their July reports: what is missing is said, never counted as nothing.
    assert!(
        villages.coverage.unwrap().missing > 0 && villages.words_vi.contains("/63 địa phương"),
        "{}",
        villages.words_vi
    );
    let june = national("I24-07", "CT-2024-M06", "localities").await;
    assert_eq!((june.num, june.den), (Some(2_421), Some(3_310)));
    let businesses = national("I24-01", "CT-2024-M06", "localities").await;
    assert_eq!(businesses.num, Some(50_080));
    let july = national("I24-01", "CT-2024-M07", "localities").await;
    assert!(july.words_vi.starts_with("ít nhất ") && july.num < Some(50_350), "{}", july.words_vi);
    let zones = national("I24-02", "CT-2024-M06", "localities").await;
    let zones = zones.coverage.unwrap();
    assert_eq!((zones.expected, zones.not_applicable), (61, 2));
    let recount = past.db.read(National, Actor::system("test"), async |tx| figures::recount(tx, None).await);
    let recount = recount.await.unwrap();
    assert_eq!((recount.waiting, recount.differences), (0, vec![]));
}

#[tokio::test]
async fn nothing_is_played_into_a_database_that_does_not_bear_the_mark_or_holds_directives() {
    let play = async |database: &TestDatabase| {
        let db = database.db().unwrap();
        format!("{:#}", play::play(&db, async |_| Ok(())).await.unwrap_err())
    };
    let bare = TestDatabase::migrated().await.unwrap();
    assert!(play(&bare).await.contains("mark"));
    let full = TestDatabase::imported().await.unwrap();
    let admin = connect(&full.admin_url()).await.unwrap();
    admin
        .batch_execute("insert into dondoc.settings (key, value) values ('simulated', 'true')")
        .await
        .unwrap();
    assert!(play(&full).await.contains("without directives"));
}
