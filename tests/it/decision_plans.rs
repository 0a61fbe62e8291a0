//! Deciding on many at once: a plan after which nothing has happened, decisions that are made as they are made alone, each with a
//! result of its own, and one mail for each reader.

mod mail;

use dondoc_shared::{id::AssignmentId, lifecycle::Status, role::Role};
use dondoc_tests::{
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
    /// Approvers of Ha Noi and Lao Cai, who submit and ask.
    approvers: [Person; 2],
}

impl Desk {
    async fn new() -> Self {
        let post = Post::new().await.unwrap();
        let lead = post.world.person("national", Role::Lead).await.unwrap();
        let approvers = [
            post.world.person("ha-noi", Role::Approver).await.unwrap(),
            post.world.person("lao-cai", Role::Approver).await.unwrap(),
        ];
        let server = Server::of(&post.world).unwrap();
        Self { post, server, lead, approvers }
    }

    fn approver(&self, slug: &str) -> &Person {
        &self.approvers[usize::from(slug == "lao-cai")]
    }

    /// An assignment of a body, so many days overdue.
    async fn owed(&self, slug: &str, code: &str, days: i64) -> AssignmentId {
        let world = &self.post.world;
        let task = world.task(code).await.unwrap();
        world.assignment(slug, task, &Scene::due(Some(world.day(-days)))).await.unwrap()
    }

    async fn act(&self, id: AssignmentId, act: &str, body: Value, by: &Person) {
        let path = format!("/assignments/{id}");
        let (_, detail) = self.server.get(&path, by).await.unwrap();
        let version = detail["row"]["version"].as_i64().unwrap();
        let (status, said) = self.server.act(&format!("{path}/{act}"), version, &body, by).await.unwrap();
        assert_eq!(status, StatusCode::OK, "{act}: {said}");
    }

    /// One that its approver has submitted, 12 days after it was due.
    async fn submitted(&self, slug: &str, code: &str) -> AssignmentId {
        let (id, by) = (self.owed(slug, code, 12).await, self.approver(slug));
        self.act(id, "evidence-links", json!({"name": "Phụ lục", "url": "https://x.example/1"}), by).await;
        self.act(id, "progress-reports", json!({"percent": 100, "results": "Đã xong"}), by).await;
        self.act(id, "submit", json!({}), by).await;
        id
    }

    /// Two of Ha Noi and one of Lao Cai that wait to be verified.
    async fn three_submitted(&self) -> [AssignmentId; 3] {
        [
            self.submitted("ha-noi", "D24-01").await,
            self.submitted("ha-noi", "D24-02").await,
            self.submitted("lao-cai", "D24-01x").await,
        ]
    }

    /// One whose approver has asked for a later due date.
    async fn asks(&self, slug: &str, code: &str, to: &str) -> AssignmentId {
        let id = self.owed(slug, code, 5).await;
        let asked = json!({"to": to, "reason": "funding", "text": "Chưa có kinh phí"});
        self.act(id, "extension-requests", asked, self.approver(slug)).await;
        id
    }

    /// One of Ha Noi for which a step up to this level is proposed.
    async fn climbs(&self, code: &str, level: i16) -> AssignmentId {
        let id = self.owed("ha-noi", code, 70).await;
        let set = "update dondoc.assignments set level = $2, urgency_on = late_from - 3 * $2::smallint where id = $1";
        self.post.world.run(set, &[&id.0, &(level - 1)]).await.unwrap();
        let step = "insert into dondoc.escalation_steps (tenant_id, id, assignment_id, level, proposed_on, days_overdue, \
                    policy_id) values (1, $1, $2, $3, '2024-07-20', 65, '00000000-0000-7000-8000-000000000002')";
        self.post.world.run(step, &[&Uuid::now_v7(), &id.0, &level]).await.unwrap();
        id
    }

    async fn send(&self, path: &str, body: &Value, who: &Person) -> (StatusCode, Value) {
        let request = self.server.api(Method::POST, path, Some(who));
        answer(request.header("Idempotency-Key", Uuid::now_v7().to_string()).json(body)).await.unwrap()
    }

    async fn plan_by(&self, who: &Person, decision: &str, remark: &str, ids: &[AssignmentId]) -> Value {
        let body = json!({"assignments": ids, "decision": decision, "remark": remark});
        let (status, plan) = self.send("/decision-plans", &body, who).await;
        assert_eq!(status, StatusCode::OK, "{plan}");
        plan
    }

    async fn plan(&self, decision: &str, remark: &str, ids: &[AssignmentId]) -> Value {
        self.plan_by(&self.lead, decision, remark, ids).await
    }

    async fn try_by(&self, who: &Person, plan: &Value, items: usize) -> (StatusCode, Value) {
        let path = format!("/decision-plans/{}/carry-out", plan["id"].as_str().unwrap());
        self.send(&path, &json!({"items": items}), who).await
    }

    async fn carry_out(&self, plan: &Value) -> Value {
        let (status, done) = self.try_by(&self.lead, plan, items(plan).len()).await;
        assert_eq!(status, StatusCode::OK, "{done}");
        done
    }

    async fn count(&self, sql: &str) -> i64 {
        self.post.world.count(sql).await.unwrap()
    }

    /// What all assignments, what stands beside them, their timelines and their mail come to.
    async fn all_of_it(&self) -> String {
        let sql =
            "select concat_ws(' ', (select string_agg(a::text, '' order by id) from dondoc.assignments a),
            (select string_agg(s::text, '' order by id) from dondoc.submissions s),
            (select string_agg(e::text, '' order by id) from dondoc.extension_requests e),
            (select string_agg(e::text, '' order by id) from dondoc.escalation_steps e),
            (select string_agg(t::text, '' order by t::text) from dondoc.tally_open t),
            (select count(*) from dondoc.events), (select count(*) from dondoc.outbox))";
        self.post.world.owner.query_one(sql, &[]).await.unwrap().get(0)
    }

    async fn status(&self, id: AssignmentId) -> String {
        let sql = "select status || ' ' || level || ' ' || due_on from dondoc.assignments where id = $1";
        self.post.world.owner.query_one(sql, &[&id.0]).await.unwrap().get(0)
    }
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Code, state and reason of each decision.
fn items(plan: &Value) -> Vec<[String; 3]> {
    let parts = plan["parts"].as_array().unwrap().iter();
    let all = parts.flat_map(|part| part["items"].as_array().unwrap());
    all.map(|item| [word(&item["code"]), word(&item["state"]), word(&item["why"])]).collect()
}

/// Code and reason of what cannot be decided so.
fn skipped(plan: &Value) -> Vec<[String; 2]> {
    let skipped = plan["skipped"].as_array().unwrap().iter();
    let mut skipped: Vec<_> = skipped.map(|one| [word(&one["code"]), word(&one["why"])]).collect();
    skipped.sort_unstable();
    skipped
}

/// The addresses of a part, once for each mail.
fn readers(part: &Value) -> Vec<String> {
    part["recipients"].as_array().unwrap().iter().map(|to| word(&to["address"])).collect()
}

const DECIDED: &str = "select count(*) from dondoc.events where kind in ('accepted', 'returned', 'extension_granted', \
                       'extension_refused', 'escalated', 'escalation_signed', 'escalation_dropped')";

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_says_what_would_happen_and_what_cannot_be_and_nothing_has_happened_afterwards() {
    let desk = Desk::new().await;
    let (one, two) = (desk.submitted("ha-noi", "D24-01").await, desk.submitted("lao-cai", "D24-01x").await);
    let open = desk.owed("ha-noi", "D24-02", 3).await;
    desk.act(one, "open", json!({}), &desk.lead).await;
    let before = desk.all_of_it().await;

    let plan = desk.plan("return", "Thiếu phụ lục", &[one, two, open, one]).await;
    assert_eq!(items(&plan), [["D24-01/ha-noi", "planned", ""], ["D24-01x/lao-cai", "planned", ""]]);
    assert_eq!(skipped(&plan), [["D24-02/ha-noi", "wrong_state"]]);
    let part = &plan["parts"][0];
    assert_eq!(readers(part), [desk.approvers[0].email.as_str()]);
    // It is overdue at once, because the submission no longer counts; somebody has opened the first and nobody the second.
    assert_eq!(
        (&part["items"][0]["days_overdue"], &part["items"][0]["unopened"]),
        (&json!(12), &json!(false))
    );
    assert_eq!(plan["parts"][1]["items"][0]["unopened"], json!(true));
    let accept = desk.plan("accept", "", &[one]).await;
    assert_eq!(accept["parts"][0]["items"][0]["days_overdue"], json!(0));

    assert_eq!(desk.all_of_it().await, before);
    assert_eq!(desk.count("select count(*) from dondoc.audit where action = 'plan_decisions'").await, 2);
    assert_eq!(desk.count("select count(*) from dondoc.audit where action in ('return', 'accept')").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_decided_among_many_is_what_is_decided_alone() {
    let desk = Desk::new().await;
    let (one, alone) = (desk.submitted("ha-noi", "D24-01").await, desk.submitted("ha-noi", "D24-02").await);
    desk.carry_out(&desk.plan("return", "Thiếu phụ lục", &[one]).await).await;
    desk.act(alone, "return", json!({"remark": "Thiếu phụ lục"}), &desk.lead).await;
    let of = async |id: AssignmentId| -> String {
        let sql = "select concat_ws(' ', a.status, a.version, a.late_from, a.urgency_on, a.submission_id is null, a.proposed_by,
              (select string_agg(concat_ws('/', s.decision, s.decision_remark, s.decided_name), ',') from dondoc.submissions s where s.assignment_id = a.id),
              (select string_agg(concat_ws('/', e.kind, e.detail, e.actor_name), ',' order by e.kind) from dondoc.events e where e.assignment_id = a.id),
              (select string_agg(concat_ws('/', u.action, u.detail->>'status', u.actor_name), ',' order by u.at, u.action)
                 from dondoc.audit u where u.subject_id = a.id),
              (select string_agg(concat_ws('/', o.kind, o.state, o.address, o.run_at, replace(o.args::text, a.id::text, '')), ',')
                 from dondoc.outbox o where o.args->>'assignment' = a.id::text and o.kind = 'decision'))
            from dondoc.assignments a where a.id = $1";
        desk.post.world.owner.query_one(sql, &[&id.0]).await.unwrap().get(0)
    };
    assert_eq!(of(one).await, of(alone).await);
    assert!(of(one).await.contains("decision/ready"), "{}", of(one).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_was_decided_meanwhile_is_refused_the_others_are_decided_and_none_is_decided_twice() {
    let desk = Desk::new().await;
    let ids = desk.three_submitted().await;
    let plan = desk.plan("accept", "", &ids).await;
    desk.act(ids[0], "return", json!({"remark": "Thiếu phụ lục"}), &desk.lead).await;
    let done = desk.carry_out(&plan).await;
    let expected = [
        ["D24-01/ha-noi", "failed", "version_stale"],
        ["D24-02/ha-noi", "decided", ""],
        ["D24-01x/lao-cai", "decided", ""],
    ];
    assert_eq!(items(&done), expected);
    assert!(desk.status(ids[0]).await.starts_with("returned"));
    assert!(desk.status(ids[1]).await.starts_with("accepted"));
    let (made, mail) = (desk.count(DECIDED).await, desk.count("select count(*) from dondoc.outbox").await);
    assert_eq!(made, 3);
    // Sent again, because the answer was lost on its way: it is the same.
    let (one, other) = tokio::join!(desk.carry_out(&plan), desk.carry_out(&plan));
    assert_eq!((items(&one), items(&other)), (items(&done), items(&done)));
    let after = (desk.count(DECIDED).await, desk.count("select count(*) from dondoc.outbox").await);
    assert_eq!(after, (made, mail));
    // What was refused is planned anew, and says what is there now.
    assert_eq!(skipped(&desk.plan("accept", "", &ids[..1]).await), [["D24-01/ha-noi", "wrong_state"]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_two_requests_carry_out_at_the_same_moment_decides_once() {
    let desk = Desk::new().await;
    let ids = [desk.submitted("ha-noi", "D24-01").await, desk.submitted("lao-cai", "D24-01x").await];
    let plan = desk.plan("accept", "", &ids).await;
    tokio::join!(desk.carry_out(&plan), desk.carry_out(&plan));
    assert_eq!(desk.count(DECIDED).await, 2);
    let done = desk.carry_out(&plan).await;
    assert_eq!(items(&done), [["D24-01/ha-noi", "decided", ""], ["D24-01x/lao-cai", "decided", ""]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_whose_decisions_fail_keeps_all_of_its_own_and_no_others_from_being_made() {
    let desk = Desk::new().await;
    let ids = desk.three_submitted().await;
    let plan = desk.plan("accept", "", &ids).await;
    // The second of Ha Noi's, in the order in which they are locked, cannot be written.
    let trap = format!(
        "create function public.stop() returns trigger language plpgsql as 'begin raise exception ''stopped''; end';
         create trigger stop before update on dondoc.assignments for each row when (new.id = '{}') execute function public.stop()",
        ids[0].max(ids[1])
    );
    desk.post.world.owner.batch_execute(&trap).await.unwrap();
    let done = desk.carry_out(&plan).await;
    let expected = [
        ["D24-01/ha-noi", "planned", ""],
        ["D24-02/ha-noi", "planned", ""],
        ["D24-01x/lao-cai", "decided", ""],
    ];
    assert_eq!(
        (items(&done), desk.count(DECIDED).await),
        (expected.map(|one| one.map(str::to_owned)).to_vec(), 1)
    );
    desk.post.world.owner.batch_execute("drop trigger stop on dondoc.assignments").await.unwrap();
    let done = desk.carry_out(&plan).await;
    assert!(items(&done).iter().all(|[_, state, _]| state == "decided"), "{done}");
    assert_eq!(desk.count(DECIDED).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn extensions_are_granted_until_the_day_that_each_asks_for_or_refused_for_one_reason() {
    let desk = Desk::new().await;
    let ids = [
        desk.asks("ha-noi", "D24-01", "2024-09-30").await,
        desk.asks("lao-cai", "D24-01x", "2024-12-31").await,
    ];
    let plan = desk.plan("grant_extension", "", &ids).await;
    assert_eq!(plan["parts"][0]["items"][0]["due_on"], "2024-09-30");
    desk.carry_out(&plan).await;
    assert_eq!(desk.status(ids[0]).await, "in_progress 0 2024-09-30");
    assert_eq!(desk.status(ids[1]).await, "in_progress 0 2024-12-31");
    let asks = desk.asks("ha-noi", "D24-02", "2024-10-31").await;
    let body = json!({"assignments": [asks], "decision": "refuse_extension", "remark": " "});
    let (status, told) = desk.send("/decision-plans", &body, &desk.lead).await;
    let expected = (StatusCode::UNPROCESSABLE_ENTITY, json!("remark"));
    assert_eq!((status, told["errors"][0]["field"].clone()), expected, "{told}");
    desk.carry_out(&desk.plan("refuse_extension", "Đã gia hạn nhiều lần", &[asks]).await).await;
    assert_eq!(desk.status(asks).await, "in_progress 0 2024-07-20");
    let refused = "select count(*) from dondoc.extension_requests where state = 'refused' and remark = 'Đã gia hạn nhiều lần'";
    assert_eq!(desk.count(refused).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_two_must_sign_gets_its_first_signature_and_the_second_of_another_lead() {
    let desk = Desk::new().await;
    desk.post.world.contact("ha-noi", "steering_head").await.unwrap();
    let ids =
        [desk.climbs("D24-01", 1).await, desk.climbs("D24-02", 3).await, desk.climbs("D24-03", 3).await];
    let plan = desk.plan("release_step", "", &ids).await;
    let shown = &plan["parts"][0]["items"];
    let signs: Vec<_> =
        (0..3).map(|n| (shown[n]["level"].as_i64().unwrap(), shown[n]["only_signs"] == true)).collect();
    assert_eq!(signs, [(1, false), (3, true), (3, true)]);
    // Nothing leaves of what is only signed.
    assert_eq!(readers(&plan["parts"][0]), [desk.approvers[0].email.as_str()]);
    desk.carry_out(&plan).await;
    let steps = "select count(*) from dondoc.escalation_steps where state = ";
    assert_eq!(desk.count(&format!("{steps}'released'")).await, 1);
    assert_eq!(desk.count(&format!("{steps}'signed'")).await, 2);
    // Neither by the same person, nor by an officer.
    let plan = desk.plan("release_step", "", &ids).await;
    let own = ["second_person_required"; 2];
    assert_eq!(skipped(&plan).into_iter().map(|[_, why]| why).collect::<Vec<_>>()[1..], own);
    let officer = desk.post.world.person("national", Role::NationalOfficer).await.unwrap();
    let plan = desk.plan_by(&officer, "release_step", "", &ids[1..]).await;
    assert_eq!(skipped(&plan), [["D24-02/ha-noi", "not_permitted"], ["D24-03/ha-noi", "not_permitted"]]);
    let other = desk.post.world.person("national", Role::Lead).await.unwrap();
    let plan = desk.plan_by(&other, "release_step", "", &ids[1..]).await;
    assert_eq!(readers(&plan["parts"][0]), ["steering_head@ha-noi.example"]);
    let (_, done) = desk.try_by(&other, &plan, 2).await;
    assert!(items(&done).iter().all(|[_, state, _]| state == "decided"), "{done}");
    assert!(desk.status(ids[1]).await.starts_with("in_progress 3 "));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_carried_out_by_whoever_made_it_as_it_was_confirmed_and_while_it_is_fresh() {
    let desk = Desk::new().await;
    let id = desk.submitted("ha-noi", "D24-01").await;
    let plan = desk.plan("accept", "", &[id]).await;
    let other = desk.post.world.person("national", Role::Lead).await.unwrap();
    assert_eq!(desk.try_by(&other, &plan, 1).await.0, StatusCode::NOT_FOUND);
    let shown = desk.server.get(&format!("/decision-plans/{}", word(&plan["id"])), &other).await.unwrap();
    assert_eq!(shown.0, StatusCode::NOT_FOUND);
    // Nor is it a plan of urges.
    let path = format!("/urge-plans/{}/issue", word(&plan["id"]));
    assert_eq!(desk.send(&path, &json!({"items": 1}), &desk.lead).await.0, StatusCode::NOT_FOUND);
    let (status, told) = desk.try_by(&desk.lead, &plan, 2).await;
    assert_eq!((status, &told["code"]), (StatusCode::CONFLICT, &json!("plan_stale")), "{told}");
    desk.post.later(11);
    let lead = desk.post.world.signed_in_again(&desk.lead).await.unwrap();
    let (status, told) = desk.try_by(&lead, &plan, 1).await;
    assert_eq!((status, &told["code"]), (StatusCode::CONFLICT, &json!("plan_stale")), "{told}");
    assert_eq!(desk.count(DECIDED).await, 0);
    for (body, field) in [
        (json!({"assignments": [], "decision": "accept"}), "assignments"),
        (json!({"assignments": vec![id; 201], "decision": "accept"}), "assignments"),
        (json!({"assignments": [id], "decision": "return"}), "remark"),
        (json!({"assignments": [id], "decision": "accept", "remark": "x".repeat(2001)}), "remark"),
    ] {
        let (status, told) = desk.send("/decision-plans", &body, &lead).await;
        let expected = (StatusCode::UNPROCESSABLE_ENTITY, json!(field));
        assert_eq!((status, told["errors"][0]["field"].clone()), expected, "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_decide_alone_does_not_decide_on_many_either() {
    let desk = Desk::new().await;
    let (id, asks) =
        (desk.submitted("ha-noi", "D24-01").await, desk.asks("ha-noi", "D24-02", "2024-09-30").await);
    let officer = desk.post.world.person("national", Role::NationalOfficer).await.unwrap();
    for decision in ["grant_extension", "refuse_extension"] {
        let body = json!({"assignments": [asks], "decision": decision, "remark": "Không"});
        let (status, told) = desk.send("/decision-plans", &body, &officer).await;
        assert_eq!((status, &told["code"]), (StatusCode::FORBIDDEN, &json!("not_permitted")), "{told}");
    }
    let observer = desk.post.world.person("national", Role::Observer).await.unwrap();
    let body = json!({"assignments": [id], "decision": "accept"});
    assert_eq!(desk.send("/decision-plans", &body, &observer).await.0, StatusCode::FORBIDDEN);
    // A right that was taken away since the plan was made is gone when it is carried out.
    let plan = desk.plan("grant_extension", "", &[asks]).await;
    let set = "update dondoc.users set role = 'national_officer' where id = $1";
    desk.post.world.run(set, &[&desk.lead.id.0]).await.unwrap();
    assert_eq!(desk.try_by(&desk.lead, &plan, 1).await.0, StatusCode::FORBIDDEN);
    assert_eq!(desk.count(DECIDED).await, 0);
    assert_eq!(desk.status(asks).await, format!("{} 0 2024-07-20", Status::InProgress));
}
