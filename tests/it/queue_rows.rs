//! What the console's queues say of each row, so that it is decided from there: the same as the item itself says, to whoever may
//! know it, for one statement a page.

use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    lifecycle::Status,
    role::Role,
    wire::{
        Page,
        assignment::{AssignmentDetail, AssignmentRow, Queue, Waits},
    },
};
use dondoc_tests::{
    server::{Server, answer},
    statements::StatementLog,
    world::{Person, Scene, World},
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

struct Desk {
    world: World,
    server: Server,
    lead: Person,
}

impl Desk {
    async fn new() -> anyhow::Result<Self> {
        let world = World::new().await?;
        let server = Server::of(&world)?;
        let lead = world.person("national", Role::Lead).await?;
        Ok(Self { world, server, lead })
    }

    /// An assignment of a body, this many days overdue.
    async fn late(&self, body: &str, task: &str, days: i64, level: i16) -> anyhow::Result<AssignmentId> {
        let task = self.world.task(task).await?;
        let due = Scene { level, ..Scene::due(Some(self.world.day(-days))) };
        self.world.assignment(body, task, &due).await
    }

    /// Acts on an assignment one after the other.
    async fn act(&self, id: AssignmentId, acts: &[(&str, Value, &Person)]) -> anyhow::Result<()> {
        for (act, body, by) in acts {
            let (_, detail) = self.server.get(&format!("/assignments/{id}"), by).await?;
            let version = detail["row"]["version"].as_i64().unwrap();
            let path = format!("/assignments/{id}/{act}");
            let (status, said) = self.server.act(&path, version, body, by).await?;
            anyhow::ensure!(status == StatusCode::OK, "{act}: {said}");
        }
        Ok(())
    }

    /// Submitted by this approver, on two pieces of evidence and a third that was removed.
    async fn submitted(&self, body: &str, task: &str, by: &Person) -> anyhow::Result<AssignmentId> {
        let id = self.late(body, task, 12, 0).await?;
        let link = |n: i32| json!({"name": format!("Phụ lục {n}"), "url": format!("https://x.example/{n}")});
        let done = json!({"percent": 100, "results": "Đã xong"});
        let links = [1, 2, 3].map(|n| ("evidence-links", link(n), by));
        self.act(id, &links).await?;
        let remove =
            "update dondoc.evidence set removed_at = now() where assignment_id = $1 and name = 'Phụ lục 2'";
        assert_eq!(self.world.run(remove, &[&id.0]).await?, 1);
        self.act(id, &[("progress-reports", done, by), ("submit", json!({}), by)]).await?;
        Ok(id)
    }

    async fn propose(&self, id: AssignmentId, tenant: i32, level: i16) -> anyhow::Result<Uuid> {
        let step = Uuid::now_v7();
        let insert = "insert into dondoc.escalation_steps (tenant_id, id, assignment_id, level, proposed_on, days_overdue, \
                      policy_id) values ($4, $1, $2, $3, '2024-07-20', 12, '00000000-0000-7000-8000-000000000002')";
        self.world.run(insert, &[&step, &id.0, &level, &tenant]).await?;
        Ok(step)
    }

    async fn rows(
        &self,
        filter: &str,
        with: Option<Queue>,
        by: &Person,
    ) -> anyhow::Result<Vec<AssignmentRow>> {
        let request = self.server.api(Method::GET, "/assignments", Some(by)).query(&[("filter", filter)]);
        let (status, page) = answer(request.query(&[("with", with)])).await?;
        anyhow::ensure!(status == StatusCode::OK, "{page}");
        Ok(serde_json::from_value::<Page<AssignmentRow>>(page)?.items)
    }

    /// The item as this person sees it.
    async fn item(&self, id: AssignmentId, by: &Person) -> anyhow::Result<AssignmentDetail> {
        let (_, detail) = self.server.get(&format!("/assignments/{id}"), by).await?;
        Ok(serde_json::from_value(detail)?)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_queue_says_of_a_row_what_its_item_says_and_of_no_other_row_anything() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let approver = desk.world.person("ha-noi", Role::Approver).await?;
    let other = desk.world.person("lao-cai", Role::Approver).await?;
    let mine = desk.submitted("ha-noi", "T24-01", &approver).await?;
    let theirs = desk.submitted("lao-cai", "T24-02", &other).await?;
    // Asked for twice: the first was granted.
    let asks = desk.late("ha-noi", "T24-03", 5, 0).await?;
    let ask = |to: &str, text: &str| json!({"to": to, "reason": "funding", "text": text});
    desk.act(
        asks,
        &[
            ("extension-requests", ask("2024-08-15", "Chưa có kinh phí"), &approver),
            ("extension-decision", json!({"grant": true}), &desk.lead),
            ("extension-requests", ask("2024-09-30", "Kinh phí vẫn chưa được cấp"), &approver),
        ],
    )
    .await?;
    let climbs = desk.late("lao-cai", "T24-04", 40, 2).await?;
    desk.propose(climbs, 2, 3).await?;
    let plain = desk.late("ha-noi", "T24-05", 2, 0).await?;

    let all = [mine, theirs, asks, climbs, plain];
    for (queue, waiting) in
        [(Queue::Submission, vec![mine, theirs]), (Queue::Extension, vec![asks]), (Queue::Step, vec![climbs])]
    {
        let rows = desk.rows("", Some(queue), &desk.lead).await?;
        assert_eq!(rows.len(), all.len());
        for row in rows {
            let item = desk.item(row.id, &desk.lead).await?;
            assert_eq!(row.waits, Waits::of(queue, &item), "{} in {queue}", row.code);
            assert_eq!(row.waits.is_some(), waiting.contains(&row.id), "{} in {queue}", row.code);
        }
    }
    let found = desk.rows("tenant:ha-noi status:submitted", Some(Queue::Submission), &desk.lead).await?;
    let [one] = found.as_slice() else { panic!("{found:?}") };
    let by = "approver (ha-noi)".to_owned();
    assert_eq!(one.waits, Some(Waits::Submission { at: desk.world.now(), by, evidence: 2 }));
    let found = desk.rows("is:extension", Some(Queue::Extension), &desk.lead).await?;
    let Some(Waits::Extension { from, to, granted, text, .. }) = &found[0].waits else { panic!("{found:?}") };
    assert_eq!((from.to_string(), to.to_string()), ("2024-08-15".to_owned(), "2024-09-30".to_owned()));
    assert_eq!((*granted, text.as_str()), (1, "Kinh phí vẫn chưa được cấp"));
    // Nobody who did not ask is told, not even that there is nothing.
    let (_, page) = desk.server.get("/assignments", &desk.lead).await?;
    assert!(page["items"].as_array().unwrap().iter().all(|row| row.get("waits").is_none()), "{page}");
    let (status, _) = desk.server.get("/assignments?with=urge", &desk.lead).await?;
    assert!(status.is_client_error());
    // What was accepted waits no more.
    desk.act(mine, &[("accept", json!({}), &desk.lead)]).await?;
    let left = desk.rows("status:submitted", Some(Queue::Submission), &desk.lead).await?;
    assert_eq!(left.iter().map(|row| row.id).collect::<Vec<_>>(), [theirs]);
    assert_eq!(desk.item(mine, &desk.lead).await?.row.status, Status::Accepted);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_says_who_signed_first_and_that_this_person_cannot_sign_second() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let second = desk.world.person("national", Role::Lead).await?;
    let officer = desk.world.person("national", Role::NationalOfficer).await?;
    desk.world.contact("ha-noi", "steering_head").await?;
    let id = desk.late("ha-noi", "T24-08", 40, 2).await?;
    let step = desk.propose(id, 1, 3).await?;
    let told = async |by: &Person| {
        let rows = desk.rows("is:step", Some(Queue::Step), by).await.unwrap();
        let Some(Waits::Step { level, on, second_person, signed_by, release_refused }) =
            rows[0].waits.clone()
        else {
            panic!("{rows:?}")
        };
        assert_eq!((level, on.to_string(), second_person), (3, "2024-07-20".to_owned(), true));
        assert_eq!(rows[0].waits, Waits::of(Queue::Step, &desk.item(id, by).await.unwrap()));
        (signed_by, release_refused)
    };
    assert_eq!(told(&desk.lead).await, (None, None));
    desk.act(id, &[("escalation", json!({"step": step, "release": true}), &desk.lead)]).await?;
    let name = Some("lead (national)".to_owned());
    assert_eq!(told(&desk.lead).await, (name.clone(), Some(ErrorCode::SecondPersonRequired)));
    assert_eq!(told(&second).await, (name.clone(), None));
    assert_eq!(told(&officer).await, (name, Some(ErrorCode::NotPermitted)));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_told_what_waits_on_its_own_work_and_of_no_step_before_it_is_released() -> anyhow::Result<()>
{
    let desk = Desk::new().await?;
    let approver = desk.world.person("ha-noi", Role::Approver).await?;
    let other = desk.world.person("lao-cai", Role::Approver).await?;
    let mine = desk.submitted("ha-noi", "T24-01", &approver).await?;
    desk.submitted("lao-cai", "T24-02", &other).await?;
    let climbs = desk.late("ha-noi", "T24-04", 40, 2).await?;
    desk.propose(climbs, 1, 3).await?;
    let rows = desk.rows("", Some(Queue::Submission), &approver).await?;
    let told: Vec<_> = rows.iter().filter(|row| row.waits.is_some()).map(|row| row.id).collect();
    assert_eq!((rows.len(), told), (2, vec![mine]));
    let rows = desk.rows("", Some(Queue::Step), &approver).await?;
    assert!(rows.iter().any(|row| row.id == climbs));
    assert!(rows.iter().all(|row| row.waits.is_none()), "{rows:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_costs_one_statement_a_page_however_many_rows_it_has() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let log = StatementLog::begin(&desk.world).await?;
    let approver = desk.world.person("ha-noi", Role::Approver).await?;
    // Connections that were made before say nothing.
    let server = Server::of(&desk.world)?;
    let statements = async |with: &str| {
        let path = format!("/assignments?limit=50{with}");
        let request = async {
            let (status, page) = server.get(&path, &desk.lead).await?;
            anyhow::ensure!(status == StatusCode::OK, "{page}");
            Ok(())
        };
        Ok::<_, anyhow::Error>(log.request(request).await?.len())
    };
    for n in 1..=5 {
        let id = desk.submitted("ha-noi", &format!("T24-0{n}"), &approver).await?;
        let request = "insert into dondoc.extension_requests (tenant_id, id, assignment_id, from_on, to_on, reason, text, at, by_id, \
                       by_name) values (1, $2, $1, '2024-07-13', '2024-09-30', 'funding', 'x', now(), $3, 'x')";
        desk.world.run(request, &[&id.0, &Uuid::now_v7(), &approver.id.0]).await?;
        desk.world
            .run("update dondoc.assignments set extension_pending = true where id = $1", &[&id.0])
            .await?;
        desk.propose(id, 1, 3).await?;
        // The first requests of a server read what it keeps.
        let _ = statements("").await?;
        let without = statements("").await?;
        for queue in ["submission", "extension", "step"] {
            let with = statements(&format!("&with={queue}")).await?;
            assert_eq!(with, without + 1, "{queue}, {n} rows");
        }
    }
    Ok(())
}
