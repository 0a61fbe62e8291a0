//! Reminders of another tenant's assignment (R48): coordinating tenants and those that are waited for are told by their own copies,
//! once, without a word of the other tenant's.

use std::collections::BTreeMap;

use dondoc_kernel::db::{Actor, National};
use dondoc_server::{
    domain::assignments::assign::{self, NewAssignment},
    slices::reminders,
};
use dondoc_shared::{
    id::{AssignmentId, TaskId},
    lifecycle::Part,
    policy::{Audience, PolicyBody, ReminderPolicy, ReminderRule, When},
    role::Role,
};
use dondoc_tests::{
    relay_world::Post,
    server::Server,
    world::{Person, World},
};
use jiff::civil::date;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

/// Ha Noi leads a task that is due on 24 July 2024, the Ministry of Public Security coordinates, and from 23 July both it
/// and the tenants waited for are reminded a day before and a day after.
struct Stage {
    post: Post,
    server: Server,
    lead: Person,
    reporter: Person,
    ids: BTreeMap<&'static str, AssignmentId>,
}

fn policy(cap: i16) -> ReminderPolicy {
    let rule = |when, to: &[Audience]| ReminderRule { when, to: to.to_vec() };
    let everyone = [Audience::Assignee, Audience::Coordinating, Audience::Blocking];
    ReminderPolicy {
        rules: vec![
            rule(When::Before(1), &[Audience::Coordinating]),
            rule(When::Overdue(1), &everyone),
            rule(When::Every { from: 2, days: 3, doubling: false }, &everyone),
        ],
        cap,
    }
}

impl Stage {
    async fn new(cap: i16) -> anyhow::Result<Self> {
        let post = Post::new().await?;
        post.world
            .run(
                "update dondoc.assignments set status = 'suspended', open = false, late_from = null, \
             original_late_from = null, urgency_on = '9999-12-31'",
                &[],
            )
            .await?;
        post.at("2024-07-22T08:00+07:00");
        let server = Server::of(&post.world)?;
        let lead = post.world.person("national", Role::Lead).await?;
        let body = PolicyBody::Reminders(policy(cap));
        let new = json!({"from": "2024-07-23", "note": "Cả cơ quan phối hợp", "body": body});
        let stage = Self {
            reporter: post.world.person("ha-noi", Role::Approver).await?,
            ids: BTreeMap::new(),
            post,
            server,
            lead,
        };
        let (status, answer) = stage.send("/policies", &new).await?;
        anyhow::ensure!(status.is_success(), "{status} {answer}");
        let task = stage.post.world.task("T24-21").await?;
        let dated = "update dondoc.tasks set due_on = '2024-07-24', due_precision = 'day' where id = $1";
        stage.post.world.run(dated, &[&task]).await?;
        let parts = [("ha-noi", Part::Lead), ("bca", Part::Coordinating)];
        let wanted =
            parts.map(|(slug, part)| NewAssignment { tenant: World::tenant(slug), task: TaskId(task), part });
        let create =
            stage.post.db.read(National, Actor::system("test"), async |tx| assign::create(tx, &wanted).await);
        let created = create.await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let ids = parts.iter().map(|(slug, _)| *slug).zip(created.ids).collect();
        stage.post.worker().drain().await.unwrap();
        Ok(Self { ids, ..stage })
    }

    async fn send(&self, path: &str, body: &Value) -> anyhow::Result<(StatusCode, Value)> {
        let who = self.post.world.another_session(&self.lead).await?;
        let request = self.server.api(Method::POST, path, Some(&who));
        let response =
            request.header("Idempotency-Key", Uuid::now_v7().to_string()).json(body).send().await?;
        Ok((response.status(), serde_json::from_str(&response.text().await?).unwrap_or(Value::Null)))
    }

    async fn report(&self, waiting_on: Option<&str>) -> anyhow::Result<()> {
        let by = self.post.world.another_session(&self.reporter).await?;
        let path = format!("/assignments/{}", self.ids["ha-noi"]);
        let (_, detail) = self.server.get(&path, &by).await?;
        let body = json!({
            "percent": 40, "results": "Kết quả riêng", "limitations": "Tồn tại riêng", "barriers": "Vướng mắc riêng",
            "cause": "data", "waiting_on": waiting_on,
        });
        let version = detail["row"]["version"].as_i64().unwrap();
        let (status, answer) =
            self.server.act(&format!("{path}/progress-reports"), version, &body, &by).await?;
        anyhow::ensure!(status.is_success(), "{status} {answer}");
        self.post.worker().drain().await.unwrap();
        Ok(())
    }

    /// Sweeps twice and delivers; how many people are told the first time.
    async fn day(&self, at: &str, slug: &str) -> usize {
        self.post.at(at);
        let told = self.post.sweep(slug).await;
        assert_eq!(self.post.sweep(slug).await, 0, "once");
        self.post.worker().deliver_all().await.unwrap();
        told
    }

    async fn why(&self, address: &str) -> anyhow::Result<Value> {
        let who = self.post.world.another_session(&self.lead).await?;
        let sql =
            "select id from dondoc.outbox where address = $1 and state = 'sent' order by run_at desc limit 1";
        let id: Uuid = self.post.world.owner.query_one(sql, &[&address]).await?.get(0);
        let (status, why) = self.server.get(&format!("/mail/messages/{id}/why"), &who).await?;
        anyhow::ensure!(status == StatusCode::OK, "{why}");
        Ok(why)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_coordinates_is_told_that_the_lead_is_due_and_late_once_a_day_in_its_own_tenant()
-> anyhow::Result<()> {
    let stage = Stage::new(5).await?;
    let post = &stage.post;
    let [assignee, other] =
        [post.world.person("bca", Role::Officer).await?, post.world.person("bca", Role::Officer).await?];
    let theirs = "update dondoc.assignments set assignee_id = $1 where id = $2";
    post.world.run(theirs, &[&assignee.id.0, &stage.ids["bca"].0]).await?;

    let preview = reminders::previews(&post.db, date(2024, 7, 23), Some("bca")).await.unwrap();
    let previewed: usize = preview.iter().flat_map(|p| &p.people).map(|one| one.copies.len()).sum();
    assert_eq!(previewed, 1);
    assert_eq!(stage.day("2024-07-23T08:00+07:00", "bca").await, 1);
    let letter = post.relay.to(&assignee.email).pop().unwrap().letter();
    let text = crate::reminders::without_ids(&letter.text);
    insta::assert_snapshot!("coordinating_vi", format!("Subject: {}\n\n{text}", letter.subject));
    assert_eq!(stage.day("2024-07-24T08:00+07:00", "bca").await, 0);
    assert_eq!(stage.day("2024-07-25T08:00+07:00", "bca").await, 1);
    assert!(post.relay.to(&other.email).is_empty(), "the contribution is not theirs");
    let text = post.relay.to(&assignee.email).pop().unwrap().letter().text;
    assert!(text.contains("T24-21/ha-noi") && text.contains("quá hạn 1 ngày"), "{text}");

    let why = stage.why(&assignee.email).await?;
    let line = &why["lines"][0];
    assert_eq!((&line["code"], &line["rule"]), (&json!("T24-21/ha-noi"), &json!("overdue-1")));
    assert_eq!(line["reproduced"], true, "{why}");

    // The lead's own people get their own line, and no mailbox gets the rule that names others only.
    post.world.contact("ha-noi", "agency_mailbox").await?;
    assert_eq!(stage.day("2024-07-25T08:30+07:00", "ha-noi").await, 1);
    let noted = "select count(*) from dondoc.reminder_occurrences where rule_id = 'before-1'";
    assert_eq!(post.world.count(noted).await?, 0);

    // Handed in, there is nothing to press for any more; what waits in the outbox is not sent either.
    post.at("2024-07-26T06:00+07:00");
    assert_eq!(post.sweep("bca").await, 1);
    let submitted = "update dondoc.standings set status = 'submitted', submitted_on = '2024-07-26', version = version + 1";
    post.world.run(submitted, &[]).await?;
    let before = post.relay.to(&assignee.email).len();
    post.at("2024-07-26T08:00+07:00");
    post.worker().deliver_all().await.unwrap();
    assert_eq!(post.relay.to(&assignee.email).len(), before);
    assert_eq!(stage.day("2024-07-29T08:00+07:00", "bca").await, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_waited_for_is_told_what_waits_and_no_more_once_nobody_waits() -> anyhow::Result<()> {
    let stage = Stage::new(3).await?;
    let post = &stage.post;
    let approver = post.world.person("lao-cai", Role::Approver).await?;
    post.world.run("update dondoc.users set lang = 'en' where id = $1", &[&approver.id.0]).await?;
    stage.report(Some("lao-cai")).await?;
    assert_eq!(stage.day("2024-07-25T08:00+07:00", "lao-cai").await, 1);
    let letter = post.relay.to(&approver.email).pop().unwrap().letter();
    insta::assert_snapshot!("blocking_en", format!("Subject: {}\n\n{}", letter.subject, letter.text));
    assert!(!letter.text.contains("riêng") && !letter.html.contains("riêng"), "no word of a report");
    assert_eq!(stage.why(&approver.email).await?["lines"][0]["reproduced"], true);

    // The simulation counts what the sweep will bring.
    let draft = json!({"body": PolicyBody::Reminders(policy(3))});
    let (status, simulated) = stage.send("/policies/simulation", &draft).await?;
    assert_eq!(status, StatusCode::OK, "{simulated}");
    let lines = |slug: &str| {
        let rows = simulated["tenants"].as_array().unwrap();
        let row = rows.iter().find(|row| row["tenant"]["slug"] == slug);
        row.map_or(0, |row| row["lines"]["draft"].as_i64().unwrap())
    };
    assert_eq!(lines("lao-cai"), 2, "two more until the cap");

    // Two weeks later it has had all that the cap allows.
    let mut days = vec![];
    for day in ["26", "29", "30", "31"] {
        if stage.day(&format!("2024-07-{day}T08:00+07:00"), "lao-cai").await > 0 {
            days.push(day);
        }
    }
    assert_eq!(days, ["26", "29"]);
    stage.report(None).await?;
    let extended = "update dondoc.copy_occurrences set due_on = '2024-07-01'";
    post.world.run(extended, &[]).await?;
    assert_eq!(stage.day("2024-08-01T08:00+07:00", "lao-cai").await, 0, "nobody waits any more");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_of_days_before_it_concerned_them() -> anyhow::Result<()> {
    let stage = Stage::new(5).await?;
    let post = &stage.post;
    post.world.person("lao-cai", Role::Approver).await?;
    post.world.person("bca", Role::Officer).await?;
    let later = "update dondoc.assignments set assigned_on = '2024-07-26' where id = $1";
    post.world.run(later, &[&stage.ids["bca"].0]).await?;
    for slug in ["lao-cai", "bca"] {
        assert_eq!(stage.day("2024-07-25T08:00+07:00", slug).await, 0, "{slug}");
    }
    // The sweep looks at the day before as well, on which the item was a day overdue.
    post.at("2024-07-26T07:35+07:00");
    stage.report(Some("lao-cai")).await?;
    for slug in ["lao-cai", "bca"] {
        assert_eq!(stage.day("2024-07-26T08:00+07:00", slug).await, 1, "{slug}");
    }
    let days = "select string_agg(tenant_id || ' ' || matter || ' ' || slot_date, ', ' order by matter) \
                from dondoc.copy_occurrences";
    let days: String = post.world.owner.query_one(days, &[]).await?.get(0);
    let [lead, block] = [World::tenant("bca"), World::tenant("lao-cai")];
    assert_eq!(days, format!("{} block 2024-07-26, {} lead 2024-07-26", block.0, lead.0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_early_reminder_of_a_copy_that_was_switched_off_after_it_was_queued_does_not_leave()
-> anyhow::Result<()> {
    let stage = Stage::new(5).await?;
    let post = &stage.post;
    let [stays, off] =
        [post.world.person("bca", Role::Officer).await?, post.world.person("bca", Role::Officer).await?];
    post.at("2024-07-23T06:00+07:00");
    assert_eq!(post.sweep("bca").await, 2);
    post.world.without_early(&off, None).await?;
    post.at("2024-07-23T08:00+07:00");
    post.worker().deliver_all().await.unwrap();
    assert_eq!(post.relay.to(&stays.email).len(), 1);
    assert!(post.relay.to(&off.email).is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_bounced_digest_owed_of_copies_goes_to_the_next_in_line() -> anyhow::Result<()> {
    let stage = Stage::new(5).await?;
    let post = &stage.post;
    let [first, _] =
        [post.world.person("bca", Role::Officer).await?, post.world.person("bca", Role::Officer).await?];
    let theirs = "update dondoc.assignments set assignee_id = $1 where id = $2";
    post.world.run(theirs, &[&first.id.0, &stage.ids["bca"].0]).await?;
    assert_eq!(stage.day("2024-07-25T08:00+07:00", "bca").await, 1);
    let message = "select id from dondoc.outbox where kind = 'digest' and address = $1";
    let id: Uuid = post.world.owner.query_one(message, &[&first.email]).await?.get(0);
    for (day, told) in [("2024-07-26", 1), ("2024-07-29", 1), ("2024-07-30", 0)] {
        assert_eq!(stage.day(&format!("{day}T08:00+07:00"), "bca").await, told, "{day}");
    }
    post.world.suspend("bca", &first.email).await?;
    let again = async |tx: &mut _| reminders::sweep_again(tx, dondoc_shared::id::MessageId(id)).await;
    post.db.keep_books(World::tenant("bca"), again).await.map_err(|error| anyhow::anyhow!("{error}"))?;
    assert_eq!(post.sweep("bca").await, 1, "the other officer");
    Ok(())
}
