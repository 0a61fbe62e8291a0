//! What one tenant knows of another: the copy is with its reader within seconds, with nobody else, the newest wins, and it goes
//! with its source.

mod waiting;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use dondoc_kernel::{
    db::{Actor, National, Tenant, Version},
    mail::{
        Sender,
        smtp::{Deadlines, Relay},
    },
    outbox::Kind,
};
use dondoc_server::{
    domain::assignments::{
        self,
        assign::{self, NewAssignment},
    },
    programs::worker::{Settings, Worker},
    slices::shared_progress,
};
use dondoc_shared::{
    id::{AssignmentId, TaskId},
    lifecycle::{Part, Status},
    role::Role,
    wire::assignment::ReportBody,
};
use dondoc_tests::{
    database::{connect, passwords},
    relay_world::Post,
    server::Server,
    world::{BODIES, Person, World},
};
use futures_util::future::join_all;
use reqwest::{Method, StatusCode};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

/// A worker with a relay, a server, and an approver of each body.
struct Stage {
    post: Post,
    server: Server,
    people: BTreeMap<&'static str, Person>,
    lead: Person,
}

impl Stage {
    async fn new() -> anyhow::Result<Self> {
        let post = Post::new().await?;
        let server = Server::of(&post.world)?;
        let mut people = BTreeMap::new();
        for slug in BODIES {
            people.insert(slug, post.world.person(slug, Role::Approver).await?);
        }
        let lead = post.world.person("national", Role::Lead).await?;
        Ok(Self { post, server, people, lead })
    }

    /// Gives a task that is due on 13 July 2024 to these bodies.
    async fn assign(
        &self,
        code: &str,
        parts: &[(&'static str, Part)],
    ) -> anyhow::Result<BTreeMap<&'static str, AssignmentId>> {
        let task = self.post.world.task(code).await?;
        let dated = "update dondoc.tasks set due_on = '2024-07-13', due_precision = 'day' where id = $1";
        self.post.world.run(dated, &[&task]).await?;
        self.assign_also(TaskId(task), parts).await
    }

    async fn assign_also(
        &self,
        task: TaskId,
        parts: &[(&'static str, Part)],
    ) -> anyhow::Result<BTreeMap<&'static str, AssignmentId>> {
        let wanted: Vec<_> = parts
            .iter()
            .map(|(slug, part)| NewAssignment { tenant: World::tenant(slug), task, part: *part })
            .collect();
        let create =
            self.post.db.read(National, Actor::system("test"), async |tx| assign::create(tx, &wanted).await);
        let created = create.await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        Ok(parts.iter().map(|(slug, _)| *slug).zip(created.ids).collect())
    }

    /// The same person with a token of now.
    async fn now(&self, person: &Person) -> anyhow::Result<Person> {
        self.post.world.another_session(person).await
    }

    /// Acts upon the newest version.
    async fn act(&self, id: AssignmentId, act: &str, body: Value, by: &Person) -> anyhow::Result<()> {
        let by = &self.now(by).await?;
        // The worker's sweep may come between.
        for _ in 0..3 {
            let (_, detail) = self.server.get(&format!("/assignments/{id}"), by).await?;
            let version = detail["row"]["version"].as_i64().unwrap_or_default();
            let path = format!("/assignments/{id}/{act}");
            let (status, answer) = self.server.act(&path, version, &body, by).await?;
            if status != StatusCode::PRECONDITION_FAILED {
                anyhow::ensure!(status == StatusCode::OK, "{act}: {answer}");
                return Ok(());
            }
        }
        anyhow::bail!("{act}: somebody else is always faster")
    }

    async fn report(
        &self,
        slug: &str,
        id: AssignmentId,
        percent: i64,
        on: Option<&str>,
    ) -> anyhow::Result<()> {
        let body = json!({
            "percent": percent, "results": "Kết quả riêng", "limitations": "Tồn tại riêng", "barriers": "Vướng mắc riêng",
            "cause": "data", "waiting_on": on,
        });
        self.act(id, "progress-reports", body, &self.people[slug]).await
    }

    async fn drain(&self) {
        self.post.worker().drain().await.unwrap();
    }

    /// What this body's copy says of the other's assignment.
    async fn standing(&self, reader: &str, id: AssignmentId, of: &str) -> anyhow::Result<Value> {
        let (status, detail) = self.server.get(&format!("/assignments/{id}"), &self.people[reader]).await?;
        assert_eq!(status, StatusCode::OK, "{detail}");
        let others = detail["others"].as_array().unwrap();
        let other = others.iter().find(|other| other["tenant"]["slug"] == of);
        Ok(other.map_or(Value::Null, |other| other["standing"].clone()))
    }

    /// The bodies that wait for this one: slug, task, cause, since.
    async fn blocks(&self, slug: &str) -> anyhow::Result<Vec<[String; 4]>> {
        let (status, blocks) = self.server.get("/blocks", &self.now(&self.people[slug]).await?).await?;
        assert_eq!(status, StatusCode::OK, "{blocks}");
        let rows = blocks["items"].as_array().unwrap();
        assert_eq!(blocks["total"].as_u64(), u64::try_from(rows.len()).ok());
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let row = |row: &Value| {
            [text(&row["tenant"]["slug"]), text(&row["task"]), text(&row["cause"]), text(&row["since"])]
        };
        Ok(rows.iter().map(row).collect())
    }

    /// Copies that differ from what they are copies of.
    async fn wrong(&self) -> anyhow::Result<i64> {
        self.post
            .world
            .count(
                "select count(*) from (
                   select c.tenant_id, s.task_id, s.tenant_id, s.status, s.percent::int, s.version
                     from dondoc.assignments s join dondoc.assignments c on c.task_id = s.task_id and c.part <> s.part
                   except
                   select tenant_id, task_id, source_tenant_id, status, percent::int, version
                     from dondoc.standings where live) missing",
            )
            .await
    }
}

const PAIR: [(&str, Part); 2] = [("ha-noi", Part::Lead), ("bca", Part::Coordinating)];

#[tokio::test(flavor = "multi_thread")]
async fn lead_and_coordinating_see_how_far_the_other_is_and_nobody_else_sees_anything() -> anyhow::Result<()>
{
    let stage = Stage::new().await?;
    let ids = stage.assign("T24-21", &PAIR).await?;
    let alone = stage.assign("T24-22", &[("lao-cai", Part::Lead)]).await?;
    stage.report("ha-noi", ids["ha-noi"], 60, None).await?;
    stage.report("bca", ids["bca"], 30, None).await?;
    stage.report("lao-cai", alone["lao-cai"], 10, None).await?;
    assert_eq!(stage.standing("bca", ids["bca"], "ha-noi").await?, Value::Null, "not yet");
    stage.drain().await;

    let lead = stage.standing("bca", ids["bca"], "ha-noi").await?;
    let told = json!({
        "status": "in_progress", "class": "open_overdue", "percent": 60, "due_on": "2024-07-13", "due_precision": "day",
        "days_overdue": 12, "last_report_on": "2024-07-25",
    });
    assert_eq!(lead, told);
    let coordinating = stage.standing("ha-noi", ids["ha-noi"], "bca").await?;
    assert_eq!((&coordinating["percent"], &coordinating["class"]), (&json!(30), &Value::Null));
    assert_eq!(stage.wrong().await?, 0);
    let page = stage.server.page(&format!("/assignments/{}", ids["bca"]), Some(&stage.people["bca"]));
    let page = page.send().await?.text().await?;
    assert!(page.contains("quá hạn 12 ngày") && page.contains("60%"), "{page}");

    // The third body finds no copy, by no way; each of the two finds its own only.
    let role = |n: usize, name: &str| {
        let url = stage.post.world.database.url(name, passwords().by_role[n].expose_secret());
        async move { connect(&url?).await }
    };
    let app = role(0, "dondoc_app").await?;
    for (slug, expected) in [("ha-noi", 1i64), ("bca", 1), ("lao-cai", 0)] {
        let tenant = World::tenant(slug);
        app.batch_execute(&format!("begin; select dondoc.use_tenant({tenant})")).await?;
        let seen = "select count(*), count(*) filter (where tenant_id <> $1) from dondoc.standings";
        let row = app.query_one(seen, &[&tenant.0]).await?;
        assert_eq!((row.get::<_, i64>(0), row.get::<_, i64>(1)), (expected, 0), "{slug}");
        app.batch_execute("rollback").await?;
        let write =
            format!("begin; select dondoc.use_tenant({tenant}); update dondoc.standings set percent = 1");
        assert!(app.batch_execute(&write).await.is_err(), "{slug} wrote a copy");
        app.batch_execute("rollback").await?;
    }
    let national = role(1, "dondoc_national").await?;
    assert!(national.batch_execute("update dondoc.blocks set live = false").await.is_err());
    let texts = "select count(*) from (select s::text as t from dondoc.standings s union all
                   select b::text from dondoc.blocks b union all
                   select args::text from dondoc.outbox where kind = 'share') x where t like '%riêng%'";
    assert_eq!(stage.post.world.count(texts).await?, 0, "no text leaves its tenant");
    let of_alone = format!(
        "select count(*) from dondoc.outbox where kind = 'share' and tenant_id = {}",
        World::tenant("lao-cai")
    );
    assert_eq!(stage.post.world.count(&of_alone).await?, 0, "what nobody shares queues nothing");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_with_its_readers_within_five_seconds_though_the_relay_is_away() -> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let ids = stage.assign("T24-21", &PAIR).await?;
    stage.drain().await;
    // A relay that takes the call and never says a word.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("smtp://{}", silent.local_addr()?).parse()?;
    let relay = Relay::new(&url, &[], Deadlines::default(), Duration::from_secs(30))?;
    let sender =
        Sender::new("Đôn đốc <dondoc@nation.example>".parse()?, &"https://nation.example/".parse()?)?;
    let worker = Arc::new(Worker::new(stage.post.db.clone(), relay, sender, Settings::default()));
    let running = tokio::spawn(worker.run(CancellationToken::new()));
    stage.post.decision(&stage.post.officer).await?;

    for percent in [40, 70] {
        stage.report("ha-noi", ids["ha-noi"], percent, Some("lao-cai")).await?;
        let seen = async {
            let mut looks = tokio::time::interval(Duration::from_millis(50));
            loop {
                looks.tick().await;
                let standing = stage.standing("bca", ids["bca"], "ha-noi").await?;
                if standing["percent"] == percent && stage.blocks("lao-cai").await?.len() == 1 {
                    return anyhow::Ok(());
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(5), seen).await??;
    }
    // Its lane still waits for the relay's first word.
    running.abort();
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_copy_stays_whichever_comes_last() -> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let ids = stage.assign("T24-21", &PAIR).await?;
    stage.report("ha-noi", ids["ha-noi"], 10, Some("bca")).await?;
    stage.drain().await;
    // As if a worker that has read a later version had come first; what it withdrew stays withdrawn.
    let world = &stage.post.world;
    world.run("update dondoc.standings set percent = 77, version = 99 where part = 'lead'", &[]).await?;
    world.run("update dondoc.blocks set live = false, version = 99", &[]).await?;
    stage.report("ha-noi", ids["ha-noi"], 20, Some("bca")).await?;
    stage.drain().await;
    assert_eq!(stage.standing("bca", ids["bca"], "ha-noi").await?["percent"], 77);
    assert!(stage.blocks("bca").await?.is_empty());

    // The same errand once more, and once more again.
    world.run("update dondoc.standings set version = 1", &[]).await?;
    world.run("update dondoc.blocks set version = 1", &[]).await?;
    for _ in 0..2 {
        let tenant = World::tenant("ha-noi");
        stage.post.queue(tenant, Kind::Share, json!({"assignment": ids["ha-noi"]}), None).await?;
        stage.drain().await;
        assert_eq!(stage.standing("bca", ids["bca"], "ha-noi").await?["percent"], 20);
        assert_eq!(stage.blocks("bca").await?.len(), 1);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_between_changes_and_several_workers_at_once() -> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let lone = [("ha-noi", Part::Lead), ("lao-cai", Part::Lead)];
    for round in 0..6 {
        let ids = stage.assign(&format!("T24-3{round}"), &lone).await?;
        let row = "select task_id from dondoc.assignments where id = $1";
        let task = TaskId(stage.post.world.owner.query_one(row, &[&ids["ha-noi"].0]).await?.get(0));
        let coordinating = stage.assign_also(task, &[("bca", Part::Coordinating)]).await?["bca"];
        // Each body reports while the workers carry the first copies.
        let changes =
            join_all([("ha-noi", ids["ha-noi"]), ("lao-cai", ids["lao-cai"]), ("bca", coordinating)].map(
                |(slug, id)| {
                    let stage = &stage;
                    async move {
                        for percent in 1..=5 {
                            stage.report(slug, id, percent, None).await?;
                        }
                        anyhow::Ok(())
                    }
                },
            ));
        let workers = join_all((0..3).map(|_| async {
            let worker = stage.post.worker();
            for _ in 0..8 {
                worker.errands().await.unwrap();
            }
        }));
        let (changed, _) = tokio::join!(changes, workers);
        changed.into_iter().collect::<anyhow::Result<Vec<()>>>()?;
        stage.drain().await;
        assert_eq!(stage.wrong().await?, 0, "round {round}");
    }
    let left =
        "select count(*) from dondoc.outbox where kind = 'share' and (state <> 'sent' or attempts <> 1)";
    assert_eq!(stage.post.world.count(left).await?, 0, "each done once, none failed");
    let pairs = "select count(*) from dondoc.standings where live";
    assert_eq!(stage.post.world.count(pairs).await?, 6 * 4, "never between two leads");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_comes_between_the_first_copies_is_told() -> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let ids = stage.assign("T24-21", &PAIR).await?;
    let (id, lead) = (ids["ha-noi"], &stage.people["ha-noi"]);
    assert_eq!(stage.post.worker().errands().await.unwrap(), 1, "to the coordinating body");
    // Committed before the lead holds the answer: it finds nobody to tell.
    stage.report("ha-noi", id, 20, None).await?;
    stage.drain().await;
    assert_eq!(stage.wrong().await?, 0);

    // And one that is under way while the answer is written.
    let ids = stage.assign("T24-22", &PAIR).await?;
    let id = ids["ha-noi"];
    stage.post.worker().errands().await.unwrap();
    let actor = Actor {
        tenant: Some(lead.tenant),
        user: Some(lead.id),
        role: Some(lead.role),
        ..Actor::system("test")
    };
    let body = ReportBody { percent: 30, results: "Kết quả".to_owned(), ..ReportBody::default() };
    let mut answering = None;
    let changed = stage.post.db.write(Tenant(lead.tenant), actor, async |tx| {
        let written = assignments::report(tx, id, Some(Version(1)), &body).await?;
        let worker = stage.post.worker();
        answering = Some(tokio::spawn(async move { worker.errands().await }));
        let waits = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        let answered = "select count(*) from dondoc.standings where part = 'coordinating'";
        for _ in 0..400 {
            let seen = stage.post.world.count(waits).await.unwrap() + stage.post.world.count(answered).await.unwrap() - 1;
            if seen > 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(written)
    });
    changed.await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    answering.unwrap().await?.unwrap();
    stage.drain().await;
    assert_eq!(stage.wrong().await?, 0);
    assert_eq!(stage.standing("bca", ids["bca"], "ha-noi").await?["percent"], 30);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_a_task_knows_no_more_of_it_and_is_known_no_more() -> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let ids = stage.assign("T24-21", &PAIR).await?;
    stage.drain().await;
    assert_eq!(stage.wrong().await?, 0);
    let db = &stage.post.db;
    let bca = World::tenant("bca");
    let leads = db.keep_books(bca, async |tx| shared_progress::held(tx, bca).await);
    let leads = leads.await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let [lead] = leads.as_slice() else { panic!("{leads:?}") };
    assert_eq!((lead.source, lead.status), (World::tenant("ha-noi"), Some(Status::Assigned)));
    assert_eq!(lead.late_from, Some(jiff::civil::date(2024, 7, 14)));

    let withdrawn = "update dondoc.assignments set status = 'withdrawn', open = false, counted = false, late_from = null, \
                     original_late_from = null, urgency_on = '9999-12-31', version = version + 1 where id = $1";
    stage.post.world.run(withdrawn, &[&ids["bca"].0]).await?;
    stage.post.queue(World::tenant("bca"), Kind::Share, json!({"assignment": ids["bca"]}), None).await?;
    stage.drain().await;
    assert_eq!(stage.standing("ha-noi", ids["ha-noi"], "bca").await?, Value::Null);
    assert_eq!(stage.post.world.count("select count(*) from dondoc.standings where live").await?, 0);
    stage.report("ha-noi", ids["ha-noi"], 50, None).await?;
    stage.drain().await;
    assert_eq!(stage.post.world.count("select count(*) from dondoc.standings where live").await?, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_database_shares_what_it_holds_after_its_upgrade() -> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let ids = stage.assign("T24-21", &PAIR).await?;
    stage.report("ha-noi", ids["ha-noi"], 45, None).await?;
    let waits = stage.assign("T24-22", &[("ha-noi", Part::Lead)]).await?["ha-noi"];
    stage.report("ha-noi", waits, 45, Some("lao-cai")).await?;
    stage.drain().await;
    // That version knows no mail of new assignments.
    stage.post.world.run("delete from dondoc.message_steps", &[]).await?;
    stage.post.world.run("delete from dondoc.outbox where kind = 'assignments'", &[]).await?;
    let again = format!(
        "set role dondoc_owner; begin; {} {} commit; reset role",
        include_str!("../../migrations/0011_standings/down.sql"),
        include_str!("../../migrations/0011_standings/up.sql"),
    );
    stage.post.world.owner.batch_execute(&again).await?;
    assert!(stage.blocks("lao-cai").await?.is_empty());
    stage.drain().await;
    assert_eq!(stage.wrong().await?, 0);
    assert_eq!(stage.standing("bca", ids["bca"], "ha-noi").await?["percent"], 45);
    assert_eq!(stage.blocks("lao-cai").await?.len(), 1);
    Ok(())
}
