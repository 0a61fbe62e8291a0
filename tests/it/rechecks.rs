//! The random re-check (R173): a sample of what was accepted in a month, drawn by chance once, and what came of each.

use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    lateness::Rate,
    lifecycle::{Part, Status},
    role::Role,
    wire::recheck::{Recheck, RecheckMonth, RecheckOutcome},
};
use dondoc_tests::{
    database::{connect, passwords},
    server::{Server, answer},
    world::{BODIES, Person, Scene, World},
};
use futures_util::join;
use jiff::{Timestamp, civil::Date};
use reqwest::{Method, StatusCode, header};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use uuid::Uuid;

const JUNE: Date = jiff::civil::date(2024, 6, 1);

/// What was accepted comes back, with nobody told.
const RETURNED: &str = "update dondoc.assignments set status = 'returned', open = true, submission_id = null, submitted_on = null,
    late_from = due_on + 1, original_late_from = due_on + 1, urgency_on = due_on + 1 where id = $1";

/// Those who look, and what was accepted by one of them.
struct Desk {
    world: World,
    server: Server,
    officer: Person,
    other: Person,
    lead: Person,
}

impl Desk {
    async fn new() -> anyhow::Result<Self> {
        let world = World::new().await?;
        let server = Server::of(&world)?;
        let officer = world.person("national", Role::NationalOfficer).await?;
        let other = world.person("national", Role::NationalOfficer).await?;
        let lead = world.person("national", Role::Lead).await?;
        Ok(Self { world, server, officer, other, lead })
    }

    /// An assignment of a body that the officer accepted at this instant.
    async fn accepted(&self, body: &str, task: Uuid, at: &str, scene: Scene) -> anyhow::Result<AssignmentId> {
        let scene = Scene { submitted_on: Some(jiff::civil::date(2024, 5, 20)), ..scene };
        let id = self.world.assignment(body, task, &scene.status(Status::Accepted)).await?;
        let submission = Uuid::now_v7();
        let written = "insert into dondoc.submissions (tenant_id, id, assignment_id, submitted_by, submitted_name, submitted_on, at,
              remark, decision, decided_by, decided_name, decided_at)
            select tenant_id, $1, id, $2, 'x', '2024-05-20', '2024-05-20', '', 'accepted', $3, 'national_officer (national)',
              $4::text::timestamptz from dondoc.assignments where id = $5";
        self.world.run(written, &[&submission, &Uuid::nil(), &self.officer.id.0, &at, &id.0]).await?;
        let own = "update dondoc.assignments set submission_id = $1, submitted_by = $2 where id = $3";
        self.world.run(own, &[&submission, &Uuid::nil(), &id.0]).await?;
        Ok(id)
    }

    /// Thirty duties of three bodies, accepted in June 2024.
    async fn june(&self) -> anyhow::Result<Vec<AssignmentId>> {
        let mut ids = vec![];
        for n in 0..10 {
            let task = self.world.task(&format!("T24-{n:02}")).await?;
            for body in BODIES {
                let at = format!("2024-06-{:02}T10:00+07:00", n + 10);
                let scene = Scene::due(Some(self.world.day(-12)));
                ids.push(self.accepted(body, task, &at, scene).await?);
            }
        }
        Ok(ids)
    }

    async fn post(&self, path: &str, by: &Person, body: Value) -> anyhow::Result<(StatusCode, Value)> {
        let request = self.server.api(Method::POST, path, Some(by));
        answer(request.header("Idempotency-Key", Uuid::now_v7().to_string()).json(&body)).await
    }

    async fn draw(&self, month: Date, items: i64) -> anyhow::Result<RecheckMonth> {
        let (status, said) =
            self.post("/recheck-samples", &self.lead, json!({"month": month, "items": items})).await?;
        anyhow::ensure!(status == StatusCode::OK, "{said}");
        Ok(serde_json::from_value(said)?)
    }

    async fn month(&self, query: &str, by: &Person) -> anyhow::Result<RecheckMonth> {
        let (status, said) = self.server.get(&format!("/recheck-samples{query}"), by).await?;
        anyhow::ensure!(status == StatusCode::OK, "{said}");
        Ok(serde_json::from_value(said)?)
    }

    /// Says what came of one: the status, and the code of what refused it.
    async fn decide(&self, one: &Recheck, by: &Person, body: Value) -> anyhow::Result<(StatusCode, Value)> {
        let request = self.server.api(Method::POST, &format!("/rechecks/{}/outcome", one.id), Some(by));
        let request = request.header(header::IF_MATCH, format!("\"{}\"", one.version));
        let (status, said) =
            answer(request.header("Idempotency-Key", Uuid::now_v7().to_string()).json(&body)).await?;
        Ok((status, said["code"].clone()))
    }

    async fn waiting(&self) -> anyhow::Result<i64> {
        let (_, overview) = self.server.get("/overview", &self.officer).await?;
        Ok(overview["queues"]["rechecks"].as_i64().unwrap())
    }
}

fn code(code: ErrorCode) -> Value {
    json!(code.as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_is_drawn_by_its_seed_from_what_stands_accepted_of_the_month_and_from_nothing_else()
-> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let mut pool = desk.june().await?;
    let late = || Scene::due(Some(desk.world.day(-12)));
    // The first and the last moment of the month in Ha Noi, and those beside them.
    pool.push(
        desk.accepted("bca", desk.world.task("T24-20").await?, "2024-06-01T00:00+07:00", late()).await?,
    );
    pool.push(
        desk.accepted("bca", desk.world.task("T24-21").await?, "2024-06-30T23:59:59.999+07:00", late())
            .await?,
    );
    desk.accepted("bca", desk.world.task("T24-22").await?, "2024-05-31T23:59:59.999+07:00", late()).await?;
    desk.accepted("bca", desk.world.task("T24-23").await?, "2024-07-01T00:00+07:00", late()).await?;
    // What came back, a contribution, and the Working Group's own. The report of a period is looked at in `figures`.
    let back =
        desk.accepted("bca", desk.world.task("T24-24").await?, "2024-06-05T10:00+07:00", late()).await?;
    desk.world.run(RETURNED, &[&back.0]).await?;
    let helps = Scene { part: Part::Coordinating, ..late() };
    desk.accepted("bca", desk.world.task("T24-25").await?, "2024-06-05T10:00+07:00", helps).await?;
    desk.accepted("national", desk.world.task("T24-26").await?, "2024-06-05T10:00+07:00", late()).await?;

    let before = desk.month("?month=2024-06-01", &desk.other).await?;
    assert_eq!((before.accepted, before.sample), (32, None));
    assert_eq!(desk.waiting().await?, 1, "the month waits for its sample");
    let drawn = desk.draw(JUNE, 7).await?.sample.unwrap();
    assert_eq!((drawn.accepted, drawn.items.len(), drawn.held), (32, 7, Rate { part: 0, whole: 0 }));
    assert_eq!(desk.waiting().await?, 7);
    // Another program draws the same.
    let again = desk
        .world
        .owner
        .query(
            "select id from unnest($2::uuid[]) as id order by sha256(convert_to($1 || ':' || id::text, 'UTF8')) limit 7",
            &[&drawn.seed, &pool.iter().map(|id| id.0).collect::<Vec<_>>()],
        )
        .await?;
    let again: Vec<Uuid> = again.iter().map(|row| row.get(0)).collect();
    assert_eq!(drawn.items.iter().map(|one| one.assignment.0).collect::<Vec<_>>(), again);
    // It stays as it was drawn, for whoever reads.
    let observer = desk.world.person("national", Role::Observer).await?;
    let read = desk.month("", &observer).await?;
    assert_eq!((read.month, read.sample.map(|sample| sample.seed)), (JUNE, Some(drawn.seed)));
    assert_eq!(
        desk.world.count("select count(*) from dondoc.audit where action = 'draw_recheck_sample'").await?,
        1
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_drawn_once_and_only_when_it_is_over_and_something_was_accepted() -> anyhow::Result<()> {
    let desk = Desk::new().await?;
    desk.june().await?;
    // A month that is over waits for its sample, and whoever comes to the screen comes to it.
    let due = desk.month("", &desk.lead).await?;
    assert_eq!(
        (due.month, due.waiting.iter().map(|of| (of.month, of.items)).collect()),
        (JUNE, vec![(JUNE, 0)])
    );
    assert_eq!(desk.waiting().await?, 1);
    for (body, expected) in [
        (json!({"month": "2024-07-01", "items": 5}), ErrorCode::InvalidInput),
        (json!({"month": "2024-06-02", "items": 5}), ErrorCode::InvalidInput),
        (json!({"month": "1999-12-01", "items": 5}), ErrorCode::InvalidInput),
        (json!({"month": "-009999-01-01", "items": 5}), ErrorCode::InvalidInput),
        (json!({"month": "2024-06-01", "items": 0}), ErrorCode::InvalidInput),
        (json!({"month": "2024-06-01", "items": 101}), ErrorCode::InvalidInput),
        (json!({"month": "2024-05-01", "items": 5}), ErrorCode::NothingAccepted),
    ] {
        let (status, said) = desk.post("/recheck-samples", &desk.lead, body.clone()).await?;
        assert!(status.is_client_error(), "{body}: {said}");
        assert_eq!(said["code"], code(expected), "{body}: {said}");
    }
    assert_eq!(desk.world.count("select count(*) from dondoc.recheck_samples").await?, 0);
    // Two draw at the same moment.
    let another = desk.world.person("national", Role::Lead).await?;
    let asked = || json!({"month": JUNE, "items": 5});
    let (one, other) = join!(
        desk.post("/recheck-samples", &desk.lead, asked()),
        desk.post("/recheck-samples", &another, asked())
    );
    let mut statuses = [one?.0, other?.0];
    statuses.sort_unstable();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::CONFLICT]);
    let (_, said) = desk.post("/recheck-samples", &desk.lead, asked()).await?;
    assert_eq!(said["code"], code(ErrorCode::AlreadyDrawn));
    assert_eq!(desk.world.count("select count(*) from dondoc.rechecks").await?, 5);
    assert_eq!(desk.waiting().await?, 5);
    // Where fewer were accepted than are asked for, all are drawn.
    desk.accepted("bca", desk.world.task("T24-30").await?, "2024-04-10T10:00+07:00", Scene::due(None))
        .await?;
    assert_eq!(desk.draw(jiff::civil::date(2024, 4, 1), 50).await?.sample.unwrap().items.len(), 1);
    let elsewhere: Vec<_> = desk.month("?month=2024-03-01", &desk.lead).await?.waiting;
    assert_eq!(elsewhere.iter().map(|of| (of.month.month(), of.items)).collect::<Vec<_>>(), [(4, 1), (6, 5)]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_accepted_it_does_not_look_at_it_again_and_what_holds_is_told_to_no_tenant()
-> anyhow::Result<()> {
    let desk = Desk::new().await?;
    desk.june().await?;
    let sample = desk.draw(JUNE, 3).await?.sample.unwrap();
    let [first, second, _] = sample.items.as_slice() else { panic!("{sample:?}") };
    assert!(desk.month("", &desk.officer).await?.sample.unwrap().items.iter().all(|one| one.mine));
    let (events, mail) = ("select count(*) from dondoc.events", "select count(*) from dondoc.outbox");
    let before = (desk.world.count(events).await?, desk.world.count(mail).await?);

    let refused = desk.decide(first, &desk.officer, json!({"holds": true})).await?;
    assert_eq!(refused, (StatusCode::CONFLICT, code(ErrorCode::SecondPersonRequired)));
    let held = desk.decide(first, &desk.other, json!({"holds": true, "remark": "Đã gọi điện"})).await?;
    assert_eq!(held.0, StatusCode::OK);
    let again = desk.decide(first, &desk.lead, json!({"holds": true})).await?;
    assert_eq!(again, (StatusCode::CONFLICT, code(ErrorCode::NothingWaiting)));
    let stale = Recheck { version: 77, ..second.clone() };
    let stale = desk.decide(&stale, &desk.lead, json!({"holds": true})).await?;
    assert_eq!(stale, (StatusCode::PRECONDITION_FAILED, code(ErrorCode::VersionStale)));

    let page = desk.month("", &desk.lead).await?.sample.unwrap();
    assert_eq!(page.held, Rate { part: 1, whole: 1 });
    assert_eq!(
        (page.items[0].outcome, page.items[0].remark.as_str()),
        (Some(RecheckOutcome::Holds), "Đã gọi điện")
    );
    assert_eq!(desk.waiting().await?, 2);
    assert_eq!((desk.world.count(events).await?, desk.world.count(mail).await?), before);
    let approver = desk.world.person("ha-noi", Role::Approver).await?;
    assert_eq!(desk.server.get("/recheck-samples", &approver).await?.0, StatusCode::FORBIDDEN);
    let national = "select count(*) from dondoc.audit where action = 'recheck' and tenant_id = 0";
    assert_eq!(desk.world.count(national).await?, 1);
    // Nor could a tenant's connection read it.
    for (role, name) in [(0, "dondoc_app"), (3, "dondoc_worker")] {
        let url = desk.world.database.url(name, passwords().by_role[role].expose_secret())?;
        for table in ["rechecks", "recheck_samples"] {
            let read = connect(&url).await?.query(&format!("select from dondoc.{table}"), &[]).await;
            let why = read.unwrap_err().as_db_error().unwrap().code().clone();
            assert_eq!(why, tokio_postgres::error::SqlState::INSUFFICIENT_PRIVILEGE, "{name} {table}");
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_hold_is_returned_by_a_lead_with_a_reason_that_its_body_is_told_as_of_any_return()
-> anyhow::Result<()> {
    let desk = Desk::new().await?;
    desk.june().await?;
    desk.world.contact("ha-noi", "agency_mailbox").await?;
    let sample = desk.draw(JUNE, 30).await?.sample.unwrap();
    let one = sample.items.iter().find(|one| one.tenant.slug == "ha-noi").unwrap();
    let falls = json!({"holds": false, "remark": "Quyết định chưa ban hành"});
    let refused = desk.decide(one, &desk.lead, json!({"holds": false})).await?;
    assert_eq!(refused.1, code(ErrorCode::RemarkRequired));
    let refused = desk.decide(one, &desk.other, falls.clone()).await?;
    assert_eq!(refused, (StatusCode::FORBIDDEN, code(ErrorCode::NotPermitted)));
    assert_eq!(desk.waiting().await?, 30, "nothing came of it");

    assert_eq!(desk.decide(one, &desk.lead, falls).await?.0, StatusCode::OK);
    let approver = desk.world.person("ha-noi", Role::Approver).await?;
    let (_, detail) = desk.server.get(&format!("/assignments/{}", one.assignment), &approver).await?;
    assert_eq!((&detail["row"]["status"], &detail["row"]["days_overdue"]), (&json!("returned"), &json!(12)));
    let newest = &detail["timeline"][0];
    assert_eq!(
        (&newest["kind"], &newest["detail"]),
        (&json!("reopened"), &json!("Quyết định chưa ban hành"))
    );
    let mail = "select count(*) from dondoc.outbox where kind = 'decision' and tenant_id = 1";
    assert_eq!(desk.world.count(mail).await?, 1);
    let trail = "select count(*) from dondoc.audit where action = 'reopen' and tenant_id = 1";
    assert_eq!(desk.world.count(trail).await?, 1);
    let page = desk.month("", &desk.lead).await?.sample.unwrap();
    assert_eq!((page.held, desk.waiting().await?), (Rate { part: 0, whole: 1 }, 29));
    let fallen = page.items.iter().find(|of| of.id == one.id).unwrap();
    assert_eq!(
        (fallen.outcome, fallen.by.as_deref()),
        (Some(RecheckOutcome::DoesNotHold), Some("lead (national)"))
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_reopened_from_its_own_page_does_not_hold_and_by_whoever_accepted_it_lapses()
-> anyhow::Result<()> {
    let desk = Desk::new().await?;
    desk.june().await?;
    let sample = desk.draw(JUNE, 2).await?.sample.unwrap();
    let reopen = async |one: &Recheck| {
        let path = format!("/assignments/{}/reopen", one.assignment);
        desk.server.act(&path, one.version.into(), &json!({"remark": "Nhầm tệp"}), &desk.lead).await
    };
    let [theirs, own] = [&sample.items[0], &sample.items[1]];
    let accepted_by = "update dondoc.rechecks set accepted_by = $1 where id = $2";
    desk.world.owner.execute(accepted_by, &[&desk.lead.id.0, &own.id.0]).await?;
    for one in [theirs, own] {
        let (status, said) = reopen(one).await?;
        assert_eq!(status, StatusCode::OK, "{said}");
    }
    let page = desk.month("", &desk.lead).await?.sample.unwrap();
    let [theirs_now, own_now] = [&page.items[0], &page.items[1]];
    assert_eq!(
        (theirs_now.outcome, own_now.outcome),
        (Some(RecheckOutcome::DoesNotHold), Some(RecheckOutcome::Lapsed))
    );
    assert_eq!(
        (theirs_now.remark.as_str(), &theirs_now.by),
        ("Nhầm tệp", &Some("lead (national)".to_owned()))
    );
    assert_eq!(
        page.held,
        Rate { part: 0, whole: 1 },
        "a failure stays in the rate, whichever way it was returned"
    );
    assert_eq!(desk.waiting().await?, 0);
    let late = Recheck { version: theirs.version + 1, ..theirs.clone() };
    assert_eq!(
        desk.decide(&late, &desk.other, json!({"holds": true})).await?.1,
        code(ErrorCode::NothingWaiting)
    );
    assert!(own_now.at.is_some_and(|at| at > Timestamp::UNIX_EPOCH));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_being_reopened_while_the_sample_is_drawn_lapses_and_nothing_is_said_of_what_is_not_accepted()
-> anyhow::Result<()> {
    let desk = Desk::new().await?;
    let pool = desk.june().await?;
    // Somebody re-opens one, and has not ended yet.
    let mut other = connect(&desk.world.database.admin_url()).await?;
    let reopening = other.transaction().await?;
    let lock = "select from dondoc.assignments where id = $1 for update";
    reopening.execute(lock, &[&pool[0].0]).await?;
    let end = async {
        let waits = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        while desk.world.count(waits).await? == 0 {
            tokio::task::yield_now().await;
        }
        reopening.execute(RETURNED, &[&pool[0].0]).await?;
        anyhow::Ok(reopening.commit().await?)
    };
    let (drawn, ended) = join!(desk.draw(JUNE, 30), end);
    ended?;
    let sample = drawn?.sample.unwrap();
    let of = |id: AssignmentId| sample.items.iter().find(|one| one.assignment == id).unwrap();
    assert_eq!((of(pool[0]).outcome, desk.waiting().await?), (Some(RecheckOutcome::Lapsed), 29));
    // Should one still wait of what is accepted no longer, nothing is said of it.
    desk.world.run(RETURNED, &[&pool[1].0]).await?;
    for holds in [true, false] {
        let said = json!({"holds": holds, "remark": "Đã xem lại"});
        let refused = desk.decide(of(pool[1]), &desk.lead, said).await?;
        assert_eq!(refused, (StatusCode::CONFLICT, code(ErrorCode::NothingWaiting)));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_accepted_by_the_act_itself_is_drawn_and_its_trail_names_what_it_was_drawn_from()
-> anyhow::Result<()> {
    let mut desk = Desk::new().await?;
    let submitted_on = Some(jiff::civil::date(2024, 7, 20));
    let due = Scene { submitted_on, ..Scene::due(Some(desk.world.day(5))) }.status(Status::Submitted);
    let mut ids = vec![];
    for code in ["T24-08", "T24-09"] {
        let id = desk.world.assignment("ha-noi", desk.world.task(code).await?, &due).await?;
        let submission = Uuid::now_v7();
        let written = "insert into dondoc.submissions (tenant_id, id, assignment_id, submitted_by, submitted_name, submitted_on, at,
              remark) select tenant_id, $1, id, $2, 'x', '2024-07-20', '2024-07-20', '' from dondoc.assignments where id = $3";
        desk.world.run(written, &[&submission, &Uuid::nil(), &id.0]).await?;
        let own = "update dondoc.assignments set submission_id = $1, submitted_by = $2 where id = $3";
        desk.world.run(own, &[&submission, &Uuid::nil(), &id.0]).await?;
        let path = format!("/assignments/{id}/accept");
        let (status, said) = desk.server.act(&path, 1, &json!({"remark": ""}), &desk.officer).await?;
        assert_eq!(status, StatusCode::OK, "{said}");
        ids.push(id.0);
    }
    desk.world.clock.set("2024-08-01T01:00:00Z".parse()?);
    for person in [&mut desk.officer, &mut desk.other, &mut desk.lead] {
        *person = desk.world.signed_in_again(person).await?;
    }
    let sample = desk.draw(jiff::civil::date(2024, 7, 1), 1).await?.sample.unwrap();
    assert_eq!((sample.accepted, sample.items.len()), (2, 1));
    let refused = desk.decide(&sample.items[0], &desk.officer, json!({"holds": true})).await?;
    assert_eq!(refused.1, code(ErrorCode::SecondPersonRequired), "the officer accepted it");
    ids.sort_unstable();
    let pool = "select encode(sha256(convert_to(string_agg(id::text || E'\\n', '' order by id), 'UTF8')), 'hex') from unnest($1::uuid[]) id";
    let pool: String = desk.world.owner.query_one(pool, &[&ids]).await?.get(0);
    let detail = "select detail::text from dondoc.audit where action = 'draw_recheck_sample'";
    let detail: Value = serde_json::from_str(desk.world.owner.query_one(detail, &[]).await?.get(0))?;
    assert_eq!((&detail["pool"], &detail["drawn"]), (&json!(pool), &json!([sample.items[0].assignment])));
    Ok(())
}
