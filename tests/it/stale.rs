//! What is on track and of which nothing is heard (R172): what counts as news, and what does not.

use dondoc_shared::{id::AssignmentId, lifecycle::Status, role::Role};
use dondoc_tests::{
    database::connect,
    server::Server,
    world::{Person, Scene, World},
};
use jiff::SignedDuration;
use reqwest::StatusCode;
use serde_json::{Value, json};

struct Desk {
    world: World,
    server: Server,
    id: AssignmentId,
    officer: Person,
    approver: Person,
    lead: Person,
}

impl Desk {
    /// An assignment of which nobody has heard since it was made, 40 days ago.
    async fn new() -> anyhow::Result<Self> {
        let world = World::new().await?;
        let server = Server::of(&world)?;
        let scene = Scene { assigned_on: world.day(-40), ..Scene::due(Some(world.day(200))) };
        let id =
            world.assignment("ha-noi", world.task("T24-08").await?, &scene.status(Status::Assigned)).await?;
        let officer = world.person("ha-noi", Role::Officer).await?;
        let approver = world.person("ha-noi", Role::Approver).await?;
        let lead = world.person("national", Role::Lead).await?;
        Ok(Self { world, server, id, officer, approver, lead })
    }

    async fn finds(&self, filter: &str) -> anyhow::Result<bool> {
        let (status, page) =
            self.server.get(&format!("/assignments/count?filter={filter}"), &self.lead).await?;
        anyhow::ensure!(status == StatusCode::OK, "{page}");
        Ok(page["total"] == 1)
    }

    async fn act(&self, act: &str, body: Value, by: &Person) -> anyhow::Result<()> {
        let (_, detail) = self.server.get(&format!("/assignments/{}", self.id), by).await?;
        let version = detail["row"]["version"].as_i64().unwrap();
        let (status, said) =
            self.server.act(&format!("/assignments/{}/{act}", self.id), version, &body, by).await?;
        anyhow::ensure!(status == StatusCode::OK, "{act}: {said}");
        Ok(())
    }

    /// So many days later, signed in again.
    async fn later(&mut self, days: i64) -> anyhow::Result<()> {
        self.world.clock.set(self.world.now().checked_add(SignedDuration::from_hours(24 * days))?);
        for person in [&mut self.officer, &mut self.approver, &mut self.lead] {
            *person = self.world.signed_in_again(person).await?;
        }
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_body_does_is_news_and_what_is_done_to_it_is_none() -> anyhow::Result<()> {
    let mut desk = Desk::new().await?;
    assert!(desk.finds("is:stale").await? && desk.finds("stale:40").await? && !desk.finds("stale>40").await?);
    let urge = json!({"text": "Đề nghị báo cáo", "reply_by": "2024-08-30"});
    desk.act("urges", urge, &desk.lead).await?;
    assert!(desk.finds("is:stale").await?, "an urge is no news of the body");
    desk.act("urge-answer", json!({"text": "Đang làm"}), &desk.officer).await?;
    assert!(desk.finds("stale:0").await? && !desk.finds("is:stale").await?);
    desk.later(29).await?;
    assert!(!desk.finds("is:stale").await?);
    desk.later(1).await?;
    assert!(desk.finds("is:stale").await? && desk.finds("khongtin>=30").await?);
    for (act, body) in [
        ("acknowledge", json!({})),
        ("progress-reports", json!({"percent": 20, "results": "Đã khảo sát"})),
        ("evidence-links", json!({"name": "Kế hoạch", "url": "https://ha-noi.example/kh"})),
    ] {
        desk.act(act, body, &desk.officer).await?;
        assert!(desk.finds("stale:0").await?, "{act}");
        desk.later(30).await?;
        assert!(desk.finds("is:stale").await?, "{act}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_says_that_it_is_in_trouble_or_waits_for_the_working_group_is_not_stale() -> anyhow::Result<()> {
    let mut desk = Desk::new().await?;
    let blocked =
        json!({"percent": 20, "results": "Đã khảo sát", "barriers": "Chờ dữ liệu", "cause": "data"});
    desk.act("progress-reports", blocked, &desk.officer).await?;
    desk.later(30).await?;
    assert!(!desk.finds("is:stale").await?, "it names a barrier");
    desk.act("progress-reports", json!({"percent": 40, "results": "Đã xong"}), &desk.officer).await?;
    desk.later(30).await?;
    assert!(desk.finds("is:stale").await?, "and names it no more");
    let longer = json!({"to": "2025-06-30", "reason": "funding", "text": "Chưa có kinh phí"});
    desk.act("extension-requests", longer, &desk.approver).await?;
    desk.later(30).await?;
    assert!(!desk.finds("is:stale").await?, "it asks for a later date");
    desk.act("extension-decision", json!({"grant": false, "remark": "Không"}), &desk.lead).await?;
    assert!(!desk.finds("is:stale").await?, "it waited for the decision, and was not silent");
    desk.later(30).await?;
    assert!(desk.finds("is:stale").await?);
    desk.later(200).await?;
    assert!(!desk.finds("is:stale").await?, "it is overdue");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_heard_before_it_was_kept_is_found_in_the_timeline() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let world = &desk.world;
    let other = world.assignment("lao-cai", world.task("T24-09").await?, &Scene::due(None)).await?;
    let event = "insert into dondoc.events (tenant_id, assignment_id, kind, at, actor_tenant_id, actor_id, actor_name, detail, id)
        values ($1, $2, $3, $4::text::timestamptz, $5, $6, 'x', '', gen_random_uuid())";
    let somebody = uuid::Uuid::now_v7();
    // Late in the evening in London is the next day in Ha Noi. An urge is no news, and neither is what nobody did.
    for (tenant, id, kind, at, by, who) in [
        (1, desk.id, "reported", "2024-06-20T18:00Z", Some(1), Some(somebody)),
        (1, desk.id, "urged", "2024-07-02T03:00Z", Some(0), Some(somebody)),
        (1, desk.id, "reminded", "2024-07-03T03:00Z", Some(1), None),
        (2, other, "reported", "2024-06-01T03:00Z", Some(2), Some(somebody)),
        (2, other, "returned", "2024-07-04T03:00Z", Some(0), Some(somebody)),
    ] {
        let values: [&(dyn tokio_postgres::types::ToSql + Sync); 6] = [&tenant, &id.0, &kind, &at, &by, &who];
        world.run(event, &values).await?;
    }
    for (tenant, id, barriers) in
        [(1, desk.id, "Chờ dữ liệu"), (1, desk.id, ""), (2, other, ""), (2, other, "Chờ vốn")]
    {
        let report = "insert into dondoc.progress_reports (tenant_id, id, assignment_id, percent, results, figures, limitations,
              barriers, next_step, by_id, by_name, at) values ($1, $2, $3, 20, '', '', '', $4, '', $5, 'x', now())";
        world.run(report, &[&tenant, &uuid::Uuid::now_v7(), &id.0, &barriers, &somebody]).await?;
    }
    // As the owner, which the policies bind as well.
    let owner = connect(&world.database.admin_url()).await?;
    owner.batch_execute("set role dondoc_owner; set search_path to ''").await?;
    owner.batch_execute(include_str!("../../migrations/0036_rechecks_and_stale/down.sql")).await?;
    owner.batch_execute(include_str!("../../migrations/0036_rechecks_and_stale/up.sql")).await?;
    let found = world
        .owner
        .query("select heard_on::text, barrier_open from dondoc.assignments order by tenant_id", &[])
        .await?;
    let found: Vec<(&str, bool)> = found.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(found, [("2024-06-21", false), ("2024-07-04", true)]);
    let forced =
        "select count(*) from pg_class where relnamespace = 'dondoc'::regnamespace and relforcerowsecurity
        and relname in ('assignments', 'events', 'progress_reports', 'rechecks')";
    assert_eq!(world.count(forced).await?, 4);
    Ok(())
}
