//! Urging many at once: a plan that tells nobody, urges that are issued as they were shown or not at all, and what is withdrawn
//! before its mail has left.

use dondoc_shared::{lifecycle::Part, role::Role};
use dondoc_tests::{
    mailbox::{Fault, Faults, Step},
    relay_world::Post,
    server::{Server, answer},
    world::{Person, Scene},
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

struct Desk {
    post: Post,
    server: Server,
    lead: Person,
}

impl Desk {
    async fn new() -> Self {
        let post = Post::new().await.unwrap();
        post.world.person("lao-cai", Role::Officer).await.unwrap();
        let lead = post.world.person("national", Role::Lead).await.unwrap();
        let server = Server::of(&post.world).unwrap();
        Self { post, server, lead }
    }

    /// An assignment of a body, so many days overdue.
    async fn owed(&self, slug: &str, code: &str, days: i64) -> Uuid {
        let world = &self.post.world;
        let task = world.task(code).await.unwrap();
        world.assignment(slug, task, &Scene::due(Some(world.day(-days)))).await.unwrap().0
    }

    async fn send(&self, path: &str, body: &Value, who: &Person) -> (StatusCode, Value) {
        let request = self.server.api(Method::POST, path, Some(who));
        answer(request.header("Idempotency-Key", Uuid::now_v7().to_string()).json(body)).await.unwrap()
    }

    /// A plan to urge these with the usual template.
    async fn plan(&self, ids: &[Uuid]) -> Value {
        let body =
            json!({"assignments": ids, "addressee": "responsible", "template": "overdue", "reply_in": 3});
        let (status, plan) = self.send("/urge-plans", &body, &self.lead).await;
        assert_eq!(status, StatusCode::OK, "{plan}");
        plan
    }

    async fn issue(&self, plan: &Value, items: usize) -> (StatusCode, Value) {
        self.send(&path(plan, "issue"), &json!({"items": items}), &self.lead).await
    }

    async fn withdraw(&self, plan: &Value) -> Value {
        let (status, plan) = self.send(&path(plan, "withdraw"), &json!({}), &self.lead).await;
        assert_eq!(status, StatusCode::OK, "{plan}");
        // What was taken back was no urge.
        let wrong = "select count(*) from dondoc.assignments a where urges <> (
            select count(*) from dondoc.urge_assignments l join dondoc.urges u on u.tenant_id = l.tenant_id and u.id = l.urge_id
             where l.tenant_id = a.tenant_id and l.assignment_id = a.id and u.withdrawn_at is null)
          or last_urged_on is distinct from (
            select max(u.issued_on) from dondoc.urge_assignments l join dondoc.urges u on u.tenant_id = l.tenant_id and u.id = l.urge_id
             where l.tenant_id = a.tenant_id and l.assignment_id = a.id and u.withdrawn_at is null)";
        assert_eq!(self.count(wrong).await, 0);
        plan
    }

    async fn count(&self, sql: &str) -> i64 {
        self.post.world.count(sql).await.unwrap()
    }

    async fn unanswered(&self) -> i64 {
        self.count("select coalesce(sum(unanswered_urges), 0)::bigint from dondoc.assignments").await
    }
}

fn path(plan: &Value, act: &str) -> String {
    format!("/urge-plans/{}/{act}", plan["id"].as_str().unwrap())
}

/// Body, state and reason of each part.
fn parts(plan: &Value) -> Vec<[&str; 3]> {
    fn word(value: &Value) -> &str {
        value.as_str().unwrap_or_default()
    }
    let part = |part| -> [&str; 3] {
        let part: &Value = part;
        [word(&part["shown"]["tenant"]["slug"]), word(&part["state"]), word(&part["why"])]
    };
    plan["parts"].as_array().unwrap().iter().map(part).collect()
}

const URGES: &str = "select count(*) from dondoc.urges";

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_shows_who_is_urged_for_what_says_what_cannot_be_and_tells_nobody() {
    let desk = Desk::new().await;
    let world = &desk.post.world;
    let late = desk.owed("ha-noi", "P24-01", 30).await;
    let elsewhere = desk.owed("lao-cai", "P24-01x", 5).await;
    let in_time = desk.owed("ha-noi", "P24-02", -10).await;
    let task = world.task("P24-03").await.unwrap();
    let scene = Scene { part: Part::Coordinating, ..Scene::due(Some(world.day(-9))) };
    let beside = world.assignment("ha-noi", task, &scene).await.unwrap().0;
    // Nobody works there, and its mailbox is not known.
    let nobody = desk.owed("bca", "P24-04", 3).await;
    let plan = desk.plan(&[late, elsewhere, in_time, beside, nobody, late]).await;
    assert_eq!(parts(&plan), [["ha-noi", "planned", ""], ["lao-cai", "planned", ""]], "{plan}");
    let shown = &plan["parts"][0]["shown"];
    assert_eq!(
        (&shown["items"][0]["code"], &shown["items"][0]["days_overdue"]),
        (&json!("P24-01/ha-noi"), &json!(30))
    );
    assert_eq!(shown["recipients"][0]["address"], json!(desk.post.officer.email));
    assert_eq!(shown["reply_by"], "2024-07-30");
    let mut skipped: Vec<_> = plan["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["code"].as_str().unwrap(), one["why"].as_str().unwrap()))
        .collect();
    skipped.sort_unstable();
    let expected = [
        ("P24-02/ha-noi", "template_needs_overdue"),
        ("P24-03/ha-noi", "coordinating_only"),
        ("P24-04/bca", "nobody_to_address"),
    ];
    assert_eq!(skipped, expected);
    for table in ["urges", "urge_assignments", "urge_numbers", "outbox", "events"] {
        assert_eq!(desk.count(&format!("select count(*) from dondoc.{table}")).await, 0, "{table}");
    }
    assert_eq!(desk.count("select count(*) from dondoc.audit where action = 'plan_urges'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_since_it_was_shown_is_refused_the_others_are_issued_and_nobody_is_urged_twice() {
    let desk = Desk::new().await;
    let ids = [desk.owed("ha-noi", "P24-01", 30).await, desk.owed("lao-cai", "P24-01x", 5).await];
    let plan = desk.plan(&ids).await;
    desk.post
        .world
        .run("update dondoc.assignments set version = version + 1 where id = $1", &[&ids[0]])
        .await
        .unwrap();
    let (status, issued) = desk.issue(&plan, 2).await;
    assert_eq!(status, StatusCode::OK, "{issued}");
    assert_eq!(parts(&issued), [["ha-noi", "failed", "version_stale"], ["lao-cai", "issued", ""]]);
    assert_eq!(issued["parts"][1]["number"], "1/2024/TCT");
    assert_eq!((desk.count(URGES).await, desk.unanswered().await), (1, 1));
    // Sent again, because the answer was lost on its way: it is the same.
    let (_, again) = desk.issue(&plan, 2).await;
    assert_eq!((parts(&again), desk.count(URGES).await), (parts(&issued), 1));
    // What was refused is planned anew, with what is there now; a warning says who has just urged.
    let retried = desk.plan(&ids).await;
    assert!(retried["parts"][0]["shown"]["items"][0]["urged"].is_null(), "{retried}");
    assert_eq!(retried["parts"][1]["shown"]["items"][0]["urged"]["by"], "lead (national)");
    assert_eq!(retried["parts"][1]["shown"]["items"][0]["unanswered_urges"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urge_whose_words_or_readers_are_no_longer_those_that_were_shown_is_refused() {
    let desk = Desk::new().await;
    let world = &desk.post.world;
    let ids = [desk.owed("ha-noi", "P24-01", 30).await, desk.owed("lao-cai", "P24-01x", 5).await];
    let plan = desk.plan(&ids).await;
    let moved = "update dondoc.users set email = 'moved@ha-noi.example' where email = $1";
    world.run(moved, &[&desk.post.officer.email]).await.unwrap();
    let (_, issued) = desk.issue(&plan, 2).await;
    assert_eq!(parts(&issued), [["ha-noi", "failed", "plan_stale"], ["lao-cai", "issued", ""]]);
    let plan = desk.plan(&ids).await;
    world.run("update dondoc.urge_templates set text_vi = 'Khác: {tenant}.'", &[]).await.unwrap();
    let (_, issued) = desk.issue(&plan, 2).await;
    assert_eq!(parts(&issued), [["ha-noi", "failed", "plan_stale"], ["lao-cai", "failed", "plan_stale"]]);
    assert_eq!(desk.count(URGES).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urge_whose_mail_may_have_arrived_is_not_withdrawn() {
    let desk = Desk::new().await;
    let ids = [desk.owed("ha-noi", "P24-01", 30).await];
    let plan = desk.plan(&ids).await;
    desk.issue(&plan, 1).await;
    desk.post.relay.set_faults(Faults::script([(Step::Kept, Fault::Drop)]));
    desk.post.later(2);
    desk.post.worker().drain().await.unwrap();
    assert_eq!(
        desk.count("select count(*) from dondoc.outbox where kind = 'urge' and state = 'ambiguous'").await,
        1
    );
    assert_eq!(parts(&desk.withdraw(&plan).await), [["ha-noi", "issued", "mail_has_left"]]);
    assert_eq!(desk.unanswered().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_digest_tells_of_an_urge_that_can_still_be_withdrawn() {
    for held in [true, false] {
        let desk = Desk::new().await;
        // Due today, and so a digest is owed tomorrow.
        let id = desk.owed("ha-noi", "P24-01", 0).await;
        desk.post.worker().sweep().await.unwrap();
        desk.post.at("2024-07-26T07:59:50+07:00");
        let lead = desk.post.world.signed_in_again(&desk.lead).await.unwrap();
        let desk = Desk { lead, ..desk };
        let plan = desk.plan(&[id]).await;
        desk.issue(&plan, 1).await;
        if !held {
            desk.post.world.run("update dondoc.urges set mail_from = null", &[]).await.unwrap();
        }
        desk.post.at("2024-07-26T08:00:05+07:00");
        let worker = desk.post.worker();
        worker.sweep().await.unwrap();
        worker.drain().await.unwrap();
        let mail = desk.post.relay.to(&desk.post.officer.email);
        let told = mail.iter().any(|mail| mail.letter().text.contains("1/2024/TCT"));
        assert!(!mail.is_empty(), "the digest leaves");
        assert_eq!(
            told,
            !held,
            "{:?}",
            mail.iter().map(|mail| mail.letter().text.clone()).collect::<Vec<_>>()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_two_requests_issue_at_the_same_moment_urges_each_body_once() {
    let desk = Desk::new().await;
    let ids = [desk.owed("ha-noi", "P24-01", 30).await, desk.owed("lao-cai", "P24-01x", 5).await];
    let plan = desk.plan(&ids).await;
    let (one, other) = tokio::join!(desk.issue(&plan, 2), desk.issue(&plan, 2));
    assert_eq!((one.0, other.0), (StatusCode::OK, StatusCode::OK), "{one:?} {other:?}");
    assert_eq!((desk.count(URGES).await, desk.unanswered().await), (2, 2));
    let (_, after) = desk.issue(&plan, 2).await;
    assert_eq!(parts(&after), [["ha-noi", "issued", ""], ["lao-cai", "issued", ""]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urge_withdrawn_before_its_mail_has_left_asks_nobody_for_anything_and_is_in_no_statistics() {
    let desk = Desk::new().await;
    let ids = [desk.owed("ha-noi", "P24-01", 30).await, desk.owed("lao-cai", "P24-01x", 5).await];
    let plan = desk.plan(&ids).await;
    let (_, issued) = desk.issue(&plan, 2).await;
    // Mail waits for a minute, however urgent.
    desk.post.worker().drain().await.unwrap();
    assert!(desk.post.relay.to(&desk.post.officer.email).is_empty());
    let withdrawn = desk.withdraw(&plan).await;
    assert_eq!(parts(&withdrawn), [["ha-noi", "withdrawn", ""], ["lao-cai", "withdrawn", ""]]);
    assert_eq!(desk.unanswered().await, 0);
    desk.post.later(6);
    desk.post.worker().drain().await.unwrap();
    assert!(desk.post.relay.to(&desk.post.officer.email).is_empty());
    let urge = issued["parts"][0]["urge"].as_str().unwrap();
    let (_, shown) = desk.server.get(&format!("/urges/{urge}"), &desk.lead).await.unwrap();
    assert_eq!(shown["row"]["state"], "withdrawn", "{shown}");
    let (_, figures) =
        desk.server.get("/urges/statistics?from=2024-01-01&to=2024-12-31", &desk.lead).await.unwrap();
    assert_eq!(figures["all"]["sent"], 0, "{figures}");
    let told = "select count(*) from dondoc.events where kind = 'urge_withdrawn'";
    assert_eq!(desk.count(told).await, 2);
    let letter = desk.server.api(Method::GET, &format!("/urges/{urge}/letter.docx"), Some(&desk.lead));
    let (status, refused) = answer(letter).await.unwrap();
    assert_eq!((status, &refused["code"]), (StatusCode::CONFLICT, &json!("wrong_state")), "{refused}");
    // There is nothing left to withdraw, and nothing comes back.
    assert_eq!(parts(&desk.withdraw(&plan).await), parts(&withdrawn));
    assert_eq!(parts(&desk.issue(&plan, 2).await.1), parts(&withdrawn));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_left_or_was_answered_is_not_withdrawn_and_says_why() {
    let desk = Desk::new().await;
    let ids = [desk.owed("ha-noi", "P24-01", 30).await, desk.owed("lao-cai", "P24-01x", 5).await];
    let plan = desk.plan(&ids).await;
    let (_, issued) = desk.issue(&plan, 2).await;
    let officer = &desk.post.officer;
    let urge = &issued["parts"][0]["urge"];
    let reply = json!({"text": "Đã trình", "urge": urge});
    let (status, told) = desk.send(&format!("/assignments/{}/urge-answer", ids[0]), &reply, officer).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    desk.post.later(2);
    desk.post.worker().drain().await.unwrap();
    let kept = desk.withdraw(&plan).await;
    assert_eq!(
        parts(&kept),
        [["ha-noi", "issued", "nothing_waiting"], ["lao-cai", "issued", "mail_has_left"]]
    );
    assert_eq!(desk.unanswered().await, 1, "one was answered, the other still asks");
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_fifty_are_several_urges_of_a_body_and_their_mail_waits_for_five_minutes() {
    let desk = Desk::new().await;
    let mut ids = Vec::new();
    for n in 0..52 {
        ids.push(desk.owed("ha-noi", &format!("Q24-{n:02}"), 30).await);
    }
    let plan = desk.plan(&ids).await;
    let items: Vec<_> = plan["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["shown"]["items"].as_array().unwrap().len())
        .collect();
    assert_eq!(items, [50, 2]);
    let (status, told) = desk.issue(&plan, 52).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    for (minutes, mails) in [(4, 0), (2, 2)] {
        desk.post.later(minutes);
        desk.post.worker().drain().await.unwrap();
        assert_eq!(desk.post.relay.to(&desk.post.officer.email).len(), mails);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_issued_by_whoever_made_it_as_it_was_confirmed_and_while_it_is_fresh() {
    let desk = Desk::new().await;
    let id = desk.owed("ha-noi", "P24-01", 30).await;
    let plan = desk.plan(&[id]).await;
    let other = desk.post.world.person("national", Role::Lead).await.unwrap();
    for (act, body) in [("issue", json!({"items": 1})), ("withdraw", json!({}))] {
        let (status, told) = desk.send(&path(&plan, act), &body, &other).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{act}: {told}");
    }
    let (status, told) = desk.issue(&plan, 2).await;
    assert_eq!((status, &told["code"]), (StatusCode::CONFLICT, &json!("plan_stale")), "{told}");
    desk.post.later(11);
    let lead = desk.post.world.signed_in_again(&desk.lead).await.unwrap();
    let (status, told) = desk.send(&path(&plan, "issue"), &json!({"items": 1}), &lead).await;
    assert_eq!((status, &told["code"]), (StatusCode::CONFLICT, &json!("plan_stale")), "{told}");
    assert_eq!(desk.count(URGES).await, 0);
    for (body, field) in [
        (json!({"assignments": [], "addressee": "responsible", "text": "x", "reply_in": 3}), "assignments"),
        (json!({"assignments": [id], "addressee": "responsible", "reply_in": 3}), "text"),
        (json!({"assignments": [id], "addressee": "responsible", "text": "x"}), "reply_by"),
        (
            json!({"assignments": vec![id; 1001], "addressee": "responsible", "text": "x", "reply_in": 3}),
            "assignments",
        ),
    ] {
        let (status, told) = desk.send("/urge-plans", &body, &lead).await;
        assert_eq!(
            (status, &told["errors"][0]["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)),
            "{told}"
        );
    }
}
