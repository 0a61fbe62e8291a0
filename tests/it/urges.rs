//! Urges about one and about many: one number, one letter, one answer; what is accepted leaves them; the register and its
//! statistics; templates; the official letter.

use std::collections::HashSet;

use dondoc_shared::role::Role;
use dondoc_tests::{
    database::connect,
    relay_world::Post,
    server::{Server, answer},
    world::{Person, Scene, World},
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

struct Desk {
    world: World,
    server: Server,
    officer: Person,
    approver: Person,
    lead: Person,
}

impl Desk {
    async fn new() -> Self {
        let world = World::new().await.unwrap();
        let officer = world.person("ha-noi", Role::Officer).await.unwrap();
        let approver = world.person("ha-noi", Role::Approver).await.unwrap();
        let lead = world.person("national", Role::Lead).await.unwrap();
        let server = Server::of(&world).unwrap();
        Self { world, server, officer, approver, lead }
    }

    /// Assignments of the first body, the n-th n days overdue, the first without a delay.
    async fn assignments(&self, n: i64) -> Vec<Uuid> {
        let mut ids = Vec::new();
        for days in 0..n {
            let task = self.world.task(&format!("U24-{days:02}")).await.unwrap();
            let scene = Scene::due(Some(self.world.day(-days)));
            ids.push(self.world.assignment("ha-noi", task, &scene).await.unwrap().0);
        }
        ids
    }

    async fn version(&self, id: Uuid) -> i64 {
        let (_, detail) = self.server.get(&format!("/assignments/{id}"), &self.lead).await.unwrap();
        detail["row"]["version"].as_i64().unwrap()
    }

    async fn targets(&self, ids: &[Uuid]) -> Value {
        let mut targets = Vec::new();
        for id in ids {
            targets.push(json!({"id": id, "version": self.version(*id).await}));
        }
        json!(targets)
    }

    async fn urge(&self, ids: &[Uuid], with: Value) -> (StatusCode, Value) {
        let mut draft =
            json!({"assignments": self.targets(ids).await, "addressee": "responsible", "reply_in": 3});
        for (key, value) in with.as_object().unwrap() {
            draft[key] = value.clone();
        }
        self.send(&draft).await
    }

    async fn send(&self, draft: &Value) -> (StatusCode, Value) {
        let request = self.server.api(Method::POST, "/urges", Some(&self.lead));
        answer(request.header("Idempotency-Key", Uuid::now_v7().to_string()).json(draft)).await.unwrap()
    }

    async fn respond(&self, id: Uuid) -> (StatusCode, Value) {
        let (path, seen) = (format!("/assignments/{id}/urge-answer"), self.version(id).await);
        self.server.act(&path, seen, &json!({"text": "Đã trình"}), &self.officer).await.unwrap()
    }

    async fn accept(&self, id: Uuid) {
        let link = "insert into dondoc.evidence (tenant_id, id, assignment_id, kind, name, url, by_id, by_name, at) \
                    values (1, $1, $2, 'link', 'x', 'https://x.example', $1, 'x', now())";
        self.world.run(link, &[&Uuid::now_v7(), &id]).await.unwrap();
        let finished = json!({"report": {"results": "Đã xong"}});
        for (act, body, who) in [("submit", finished, &self.approver), ("accept", json!({}), &self.lead)] {
            let (path, seen) = (format!("/assignments/{id}/{act}"), self.version(id).await);
            let (status, told) = self.server.act(&path, seen, &body, who).await.unwrap();
            assert_eq!(status, StatusCode::OK, "{act}: {told}");
        }
    }

    async fn get(&self, path: &str) -> Value {
        let (status, found) = self.server.get(path, &self.lead).await.unwrap();
        assert_eq!(status, StatusCode::OK, "{path}: {found}");
        found
    }

    async fn unanswered(&self, id: Uuid) -> i64 {
        self.get(&format!("/assignments/{id}")).await["row"]["unanswered_urges"].as_i64().unwrap()
    }

    /// What every assignment counts is what its links say, and its place in the backlog follows from it.
    async fn recount(&self) {
        let wrong = "select count(*) from dondoc.assignments a where unanswered_urges <> (
              select count(*) from dondoc.urge_assignments l join dondoc.urges u on u.tenant_id = l.tenant_id and u.id = l.urge_id
               where l.tenant_id = a.tenant_id and l.assignment_id = a.id and l.lapsed_at is null
                 and u.answered_at is null and u.lapsed_at is null)
            or urges <> (
              select count(*) from dondoc.urge_assignments l join dondoc.urges u on u.tenant_id = l.tenant_id and u.id = l.urge_id
               where l.tenant_id = a.tenant_id and l.assignment_id = a.id and u.withdrawn_at is null)
            or last_urged_on is distinct from (
              select max(u.issued_on) from dondoc.urge_assignments l join dondoc.urges u on u.tenant_id = l.tenant_id and u.id = l.urge_id
               where l.tenant_id = a.tenant_id and l.assignment_id = a.id and u.withdrawn_at is null)
            or urgency_on <> coalesce(late_from - least(30, 3 * level + 2 * unanswered_urges), '9999-12-31')";
        assert_eq!(self.world.count(wrong).await.unwrap(), 0);
        // Closed without an answer is what nothing is asked about any more, and nothing else.
        let half = "select count(*) from dondoc.urges u where answered_at is null and (lapsed_at is null) <> exists (
              select from dondoc.urge_assignments l where l.tenant_id = u.tenant_id and l.urge_id = u.id and l.lapsed_at is null)";
        assert_eq!(self.world.count(half).await.unwrap(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urge_about_several_assignments_has_one_number_and_one_answer() {
    let desk = Desk::new().await;
    desk.world.contact("ha-noi", "focal_head").await.unwrap();
    let ids = desk.assignments(4).await;
    let text = json!({"text": "Đề nghị báo cáo", "addressee": "focal_head"});
    let (status, first) = desk.urge(&ids[..1], text.clone()).await;
    assert_eq!((status, &first["number"]), (StatusCode::OK, &json!("1/2024/TCT")), "{first}");
    let (status, issued) = desk.urge(&ids[1..], text).await;
    assert_eq!((status, &issued["number"]), (StatusCode::OK, &json!("2/2024/TCT")), "{issued}");
    // Thursday; three working days later is Tuesday.
    assert_eq!(issued["reply_by"], "2024-07-30");
    desk.recount().await;
    assert_eq!(desk.world.count("select count(*) from dondoc.outbox where kind = 'urge'").await.unwrap(), 2);
    assert_eq!(desk.world.count("select count(*) from dondoc.events where kind = 'urged'").await.unwrap(), 4);
    let acts = "select count(*) from dondoc.audit where subject_kind = 'urge' and action = 'issue_urge'";
    assert_eq!(desk.world.count(acts).await.unwrap(), 2);

    let shown = desk.get(&format!("/assignments/{}", ids[1])).await;
    assert_eq!(shown["urges"][0]["others"], json!(["U24-02", "U24-03"]));
    let (status, told) = desk.respond(ids[2]).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    for id in &ids[1..] {
        assert_eq!(desk.unanswered(*id).await, 0);
    }
    assert_eq!(desk.unanswered(ids[0]).await, 1, "another urge is another answer");
    desk.recount().await;
    let (status, told) = desk.respond(ids[1]).await;
    assert_eq!((status, &told["code"]), (StatusCode::CONFLICT, &json!("nothing_waiting")), "{told}");
    let urge = desk.get(&format!("/urges/{}", issued["id"].as_str().unwrap())).await;
    assert_eq!((&urge["row"]["state"], &urge["row"]["assignments"]), (&json!("answered"), &json!(3)));
    assert_eq!(urge["answer"]["text"], "Đã trình");
    let answers = "select count(*) from dondoc.audit where subject_kind = 'urge' and action = 'answer_urge'";
    assert_eq!(desk.world.count(answers).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_accepted_leaves_an_urge_and_with_the_last_it_lapses() {
    let desk = Desk::new().await;
    let ids = desk.assignments(3).await;
    let text = json!({"text": "Đề nghị báo cáo"});
    let (_, both) = desk.urge(&ids[..2], text.clone()).await;
    let (_, mixed) = desk.urge(&ids[1..], text).await;
    desk.accept(ids[1]).await;
    desk.recount().await;
    assert_eq!([desk.unanswered(ids[0]).await, desk.unanswered(ids[1]).await], [1, 0]);
    let state = async |issued: &Value| {
        let urge = desk.get(&format!("/urges/{}", issued["id"].as_str().unwrap())).await;
        urge["row"]["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state(&both).await, "open");
    desk.accept(ids[0]).await;
    desk.recount().await;
    assert_eq!((state(&both).await, state(&mixed).await), ("lapsed".to_owned(), "open".to_owned()));
    // The rest is answered, and what was accepted before stays without an answer.
    let (status, told) = desk.respond(ids[2]).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    desk.recount().await;
    assert_eq!(state(&mixed).await, "answered");
    let accepted = desk.get(&format!("/assignments/{}", ids[1])).await;
    for urge in accepted["urges"].as_array().unwrap() {
        assert!(urge["lapsed_at"].is_string() && urge["answer"].is_null(), "{urge}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_acceptances_and_two_answers_at_the_same_moment_leave_no_urge_half_closed() {
    let desk = Desk::new().await;
    for round in 0..6 {
        let mut ids = Vec::new();
        for n in 0..2 {
            let task = desk.world.task(&format!("R{round}-{n}")).await.unwrap();
            let scene = Scene::due(Some(desk.world.day(-3)));
            ids.push(desk.world.assignment("ha-noi", task, &scene).await.unwrap().0);
        }
        let (status, told) = desk.urge(&ids, json!({"text": "x"})).await;
        assert_eq!(status, StatusCode::OK, "{told}");
        if round % 2 == 0 {
            tokio::join!(desk.accept(ids[0]), desk.accept(ids[1]));
        } else {
            let (one, other) = tokio::join!(desk.respond(ids[0]), desk.respond(ids[1]));
            let mut statuses = [one.0.as_u16(), other.0.as_u16()];
            statuses.sort_unstable();
            assert!(statuses[0] == 200 && [409, 412].contains(&statuses[1]), "{one:?} {other:?}");
        }
        desk.recount().await;
    }
    let open = "select count(*) from dondoc.urges where answered_at is null and lapsed_at is null";
    assert_eq!(desk.world.count(open).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urge_that_cannot_be_issued_says_why_and_leaves_nothing() {
    let desk = Desk::new().await;
    let ids = desk.assignments(3).await;
    let task = desk.world.task("U24-90").await.unwrap();
    let due = Some(desk.world.day(-9));
    let elsewhere = desk.world.assignment("lao-cai", task, &Scene::due(due)).await.unwrap().0;
    let part = dondoc_shared::lifecycle::Part::Coordinating;
    let task = desk.world.task("U24-91").await.unwrap();
    let beside = desk.world.assignment("ha-noi", task, &Scene { part, ..Scene::due(due) }).await.unwrap().0;
    let text = json!({"text": "x"});
    let overdue = json!({"template": "overdue"});
    let expected = [
        (vec![ids[1], elsewhere], &text, "several_tenants"),
        (vec![ids[1], beside], &text, "coordinating_only"),
        (ids.clone(), &overdue, "template_needs_overdue"),
        (ids[1..].to_vec(), &json!({"template": "nothing"}), "unknown_template"),
        (ids[1..].to_vec(), &json!({"text": "x", "addressee": "steering_head"}), "nobody_to_address"),
        (ids[1..].to_vec(), &json!({"text": "x", "addressee": "vice_chair"}), "invalid_input"),
        (ids[1..].to_vec(), &json!({"text": "x", "reply_by": "2024-08-01"}), "invalid_input"),
        (ids[1..].to_vec(), &json!({"text": "x\u{1b}[2J"}), "invalid_input"),
        (vec![], &text, "invalid_input"),
    ];
    for (ids, with, code) in expected {
        let (status, told) = desk.urge(&ids, with.clone()).await;
        assert!(status.is_client_error() && told["code"] == code, "{code}: {told}");
    }
    let mut stale = desk.targets(&ids[1..]).await;
    stale[1]["version"] = json!(7);
    let draft = json!({"assignments": stale, "addressee": "responsible", "text": "x", "reply_in": 3});
    assert_eq!(desk.send(&draft).await.1["code"], "version_stale");
    let missing = json!([{"id": Uuid::now_v7(), "version": 1}]);
    let draft = json!({"assignments": missing, "addressee": "responsible", "text": "x", "reply_in": 3});
    assert_eq!(desk.send(&draft).await.1["code"], "not_found");
    for table in ["urges", "urge_assignments", "urge_numbers", "outbox", "events"] {
        assert_eq!(
            desk.world.count(&format!("select count(*) from dondoc.{table}")).await.unwrap(),
            0,
            "{table}"
        );
    }
    desk.recount().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_says_who_what_how_late_and_until_when_and_the_mail_lists_each_task() {
    let post = Post::new().await.unwrap();
    let task = post.world.task("T24-09").await.unwrap();
    let second =
        post.world.assignment("ha-noi", task, &Scene::due(Some(post.world.day(-30)))).await.unwrap().0;
    let lead = post.world.person("national", Role::Lead).await.unwrap();
    let server = Server::of(&post.world).unwrap();
    let draft = json!({
        "assignments": [{"id": post.item, "version": 1}, {"id": second, "version": 1}],
        "addressee": "responsible", "template": "overdue", "reply_in": 5, "now": true,
    });
    let ask = |path: &str| {
        server
            .api(Method::POST, path, Some(&lead))
            .header("Idempotency-Key", Uuid::now_v7().to_string())
            .json(&draft)
    };
    let (status, preview) = answer(ask("/urges/preview")).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{preview}");
    assert_eq!(post.world.count("select count(*) from dondoc.urges").await.unwrap(), 0);
    let (status, issued) = answer(ask("/urges")).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{issued}");
    post.worker().drain().await.unwrap();
    let letter = post.relay.to(&post.officer.email).pop().unwrap().letter();
    assert_eq!(letter.subject, "Đôn đốc số 1/2024/TCT: 2 nhiệm vụ");
    let shown = preview["text"].as_str().unwrap();
    for text in [&letter.text.replace("\r\n", "\n"), shown] {
        for said in [
            "Đơn vị ha-noi chưa hoàn thành 2 nhiệm vụ (T24-08, T24-09); nhiệm vụ chậm nhất đã quá hạn 30 ngày.",
            "T24-08/ha-noi · ",
            "T24-09/ha-noi · ",
            "chậm nhất ngày 01/08/2024",
            "Chỉ cần trả lời một lần cho tất cả.",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
    }
    let told = "select count(distinct assignment_id) from dondoc.events where kind = 'urge_mailed'";
    assert_eq!(post.world.count(told).await.unwrap(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_keeps_the_templates_and_an_urge_keeps_its_text() {
    let desk = Desk::new().await;
    let codes = |list: &Value| -> Vec<String> {
        list["items"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    };
    let list = desk.get("/urge-templates").await;
    assert_eq!(codes(&list), ["due_soon", "no_report", "overdue", "waiting"]);
    for one in list["items"].as_array().unwrap() {
        let text = one["text_vi"].as_str().unwrap();
        assert!(
            text.contains("chậm nhất ngày {reply_by}") || !text.contains("{reply_by}"),
            "the day itself counts: {text}"
        );
    }
    let put = async |code: &str, seen: i64, text: &str| {
        let body = json!({"name_vi": "Mẫu", "name_en": "Form", "text_vi": text, "text_en": text});
        let request = desk.server.api(Method::PUT, &format!("/urge-templates/{code}"), Some(&desk.lead));
        answer(request.header("If-Match", format!("\"{seen}\"")).json(&body)).await.unwrap()
    };
    let (status, told) = put("urgent", 0, "{tenant}: {tasks}").await;
    assert_eq!((status, &told["version"]), (StatusCode::OK, &json!(1)), "{told}");
    for (code, seen, text, expected) in [
        ("urgent", 0, "x", "version_stale"),
        ("urgent", 2, "x", "version_stale"),
        ("urgent", 1, "{ten}", "unknown_placeholder"),
        ("urgent", 1, "{tenant", "unknown_placeholder"),
        ("urgent", 1, " ", "invalid_input"),
        ("Khẩn", 0, "x", "invalid_input"),
    ] {
        let (status, told) = put(code, seen, text).await;
        assert!(status.is_client_error() && told["code"] == expected, "{expected}: {told}");
    }
    let ids = desk.assignments(1).await;
    let (_, issued) = desk.urge(&ids, json!({"template": "urgent"})).await;
    let (status, told) = put("urgent", 1, "Khác").await;
    assert_eq!((status, &told["version"]), (StatusCode::OK, &json!(2)), "{told}");
    let urge = desk.get(&format!("/urges/{}", issued["id"].as_str().unwrap())).await;
    assert_eq!(urge["text"], "Đơn vị ha-noi: nhiệm vụ U24-00");
    assert_eq!((&urge["text_en"], &urge["template"]), (&json!("Body ha-noi: task U24-00"), &json!("urgent")));
}

/// Issues on the days given before today, with what became of each: the days to the answer, lapsed, or nothing.
async fn past(world: &World, slug: &str, assignment: Uuid, urges: &[(i64, Option<i32>, bool)]) {
    for (reply_by, answered_after, lapsed) in urges {
        let id = world.urge(slug, assignment, world.day(*reply_by)).await.unwrap();
        world
            .run(
                "update dondoc.urges set answered_on = issued_on + $2::int, answer = case when $2 is not null then 'x' end,
                 answered_at = issued_on + $2::int, lapsed_at = case when $3 then now() end where id = $1",
                &[&id, answered_after, lapsed],
            )
            .await
            .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_statistics_are_what_a_hand_counts() {
    let desk = Desk::new().await;
    let ids = desk.assignments(1).await;
    let task = desk.world.task("U24-90").await.unwrap();
    let other =
        desk.world.assignment("lao-cai", task, &Scene::due(Some(desk.world.day(-9)))).await.unwrap().0;
    // Each was issued seven days before its reply-by date; today is the 25th of July.
    let own = [
        (-3, Some(2), false),
        (-3, Some(7), false),
        (-3, Some(8), false),
        (-1, None, false),
        (0, None, false),
    ];
    past(&desk.world, "ha-noi", ids[0], &own).await;
    past(&desk.world, "lao-cai", other, &[(-10, Some(0), false), (-10, None, true), (-400, Some(1), false)])
        .await;
    let found = desk.get("/urges/statistics?from=2024-01-01&to=2024-07-25").await;
    let counts = |sent, in_time, late, never, lapsed, open, median: f64| {
        json!({"sent": sent, "answered_in_time": in_time, "answered_late": late, "never": never, "lapsed": lapsed,
            "open": open, "median_days": median})
    };
    let slugs: Vec<&Value> =
        found["tenants"].as_array().unwrap().iter().map(|t| &t["tenant"]["slug"]).collect();
    assert_eq!(slugs, ["ha-noi", "lao-cai"]);
    assert_eq!(found["tenants"][0]["counts"], counts(5, 2, 1, 1, 0, 1, 7.0));
    assert_eq!(found["tenants"][1]["counts"], counts(2, 1, 0, 0, 1, 0, 0.0));
    assert_eq!(found["all"], counts(7, 3, 1, 1, 1, 1, 4.5));
    // Both ends of the period are part of it: issued on the 15th and the 18th.
    let some = desk.get("/urges/statistics?from=2024-07-15&to=2024-07-17").await;
    assert_eq!(some["all"]["sent"], 4);
    let none = desk.get("/urges/statistics?from=2024-07-19&to=2024-07-25").await;
    assert_eq!((&none["all"]["sent"], &none["all"]["median_days"]), (&json!(0), &Value::Null));
    for wrong in [
        "from=2024-07-02&to=2024-07-01",
        "from=-9999-01-01&to=2024-07-01",
        "from=2024-02-30&to=2024-07-01",
        "",
    ] {
        let (status, told) =
            desk.server.get(&format!("/urges/statistics?{wrong}"), &desk.lead).await.unwrap();
        assert!(status.is_client_error(), "{wrong}: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_lists_each_urge_once_by_its_state_and_a_tenant_sees_its_own() {
    let desk = Desk::new().await;
    let ids = desk.assignments(1).await;
    let task = desk.world.task("U24-90").await.unwrap();
    let other =
        desk.world.assignment("lao-cai", task, &Scene::due(Some(desk.world.day(-9)))).await.unwrap().0;
    let all =
        [(-3, Some(2), false), (-3, Some(8), false), (-1, None, false), (0, None, false), (-9, None, true)];
    past(&desk.world, "ha-noi", ids[0], &all).await;
    past(&desk.world, "lao-cai", other, &all[..2]).await;
    for (query, expected) in [
        ("", 7),
        ("state=answered", 2),
        ("state=late", 2),
        ("state=overdue", 1),
        ("state=open", 1),
        ("state=lapsed", 1),
        ("tenant=lao-cai", 2),
        ("tenant=lao-cai&state=late&year=2024", 1),
        ("year=2023", 0),
    ] {
        let (mut seen, mut cursor) = (HashSet::new(), String::new());
        loop {
            let page = desk.get(&format!("/urges?{query}&limit=2{cursor}")).await;
            assert_eq!(page["total"], expected, "{query}");
            for row in page["items"].as_array().unwrap() {
                assert!(seen.insert(row["id"].as_str().unwrap().to_owned()), "{query}: twice");
                let state = query.split('&').find_map(|term| term.strip_prefix("state="));
                assert!(state.is_none_or(|state| row["state"] == state), "{query}: {row}");
            }
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen.len(), expected, "{query}");
    }
    let page = desk.get("/urges?limit=2").await;
    let next = page["next"].as_str().unwrap();
    for wrong in
        [format!("year=2024&cursor={next}"), "cursor=x".to_owned(), "state=x".to_owned(), "year=x".to_owned()]
    {
        let (status, told) = desk.server.get(&format!("/urges?{wrong}"), &desk.lead).await.unwrap();
        assert!(status.is_client_error(), "{wrong}: {told}");
    }
    let (_, own) = desk.server.get("/urges", &desk.officer).await.unwrap();
    assert_eq!(own["total"], 5);
    let (_, foreign) = desk.server.get("/urges?tenant=lao-cai", &desk.officer).await.unwrap();
    assert_eq!((&foreign["total"], &foreign["items"]), (&json!(0), &json!([])));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_letter_is_a_word_document_and_keeps_the_due_date_of_its_day() {
    let desk = Desk::new().await;
    let ids = desk.assignments(3).await;
    let (_, issued) = desk.urge(&ids, json!({"text": "Đề nghị báo cáo"})).await;
    let path = format!("/urges/{}", issued["id"].as_str().unwrap());
    let extended = "update dondoc.assignments set due_on = '2024-12-31', late_from = '2025-01-01', urgency_on = '2024-12-30'";
    desk.world.run(extended, &[]).await.unwrap();
    let urge = desk.get(&path).await;
    let days: Vec<&Value> =
        urge["assignments"].as_array().unwrap().iter().map(|a| &a["days_overdue"]).collect();
    assert_eq!(days, [0, 1, 2]);
    let request = desk.server.api(Method::GET, &format!("{path}/letter.docx"), Some(&desk.approver));
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert!(header("content-type").ends_with("wordprocessingml.document"));
    assert_eq!(header("content-disposition"), "attachment; filename=\"don-doc-1-2024-TCT.docx\"");
    let file = response.bytes().await.unwrap();
    let holds = |text: &str| file.windows(text.len()).any(|part| part == text.as_bytes());
    for text in ["word/document.xml", "Số: 1/2024/TCT", "24/07/2024", "LÃNH ĐẠO TỔ CÔNG TÁC"] {
        assert!(holds(text), "{text}");
    }
    assert!(!holds("31/12/2024"));
}

#[tokio::test]
async fn urges_of_the_older_form_keep_their_assignment_number_and_answer() {
    let world = World::new().await.unwrap();
    let task = world.task("U24-00").await.unwrap();
    let item = world.assignment("ha-noi", task, &Scene::due(Some(world.day(-3)))).await.unwrap().0;
    let urge = world.urge("ha-noi", item, world.day(2)).await.unwrap();
    let answer =
        "update dondoc.urges set answer = 'x', answered_at = '2024-07-25T18:00Z', answered_on = '2024-07-26'";
    world.run(answer, &[]).await.unwrap();
    // As the owner, which the policies bind as well.
    let owner = connect(&world.database.admin_url()).await.unwrap();
    owner.batch_execute("set role dondoc_owner; set search_path to ''").await.unwrap();
    owner.batch_execute(include_str!("../../migrations/0010_urges/down.sql")).await.unwrap();
    let kept = "select count(*) from dondoc.urges where assignment_id is not null";
    assert_eq!(world.count(kept).await.unwrap(), 1);
    owner.batch_execute(include_str!("../../migrations/0010_urges/up.sql")).await.unwrap();
    let moved = format!(
        "select count(*) from dondoc.urges u join dondoc.urge_assignments l on l.tenant_id = u.tenant_id and l.urge_id = u.id
          where u.id = '{urge}' and l.assignment_id = '{item}' and l.due_on = '{}' and u.symbol = 'TCT'
            and u.addressee = 'responsible' and u.issued_on = '2024-07-25' and u.answered_on = '2024-07-26'",
        world.day(-3)
    );
    assert_eq!(world.count(&moved).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn urges_from_before_they_were_counted_are_counted_without_those_that_were_taken_back() {
    let world = World::new().await.unwrap();
    let task = world.task("U24-00").await.unwrap();
    let item = world.assignment("ha-noi", task, &Scene::due(Some(world.day(-3)))).await.unwrap().0;
    let taken_back = world.urge("ha-noi", item, world.day(2)).await.unwrap();
    world.urge("ha-noi", item, world.day(3)).await.unwrap();
    let take_back = "update dondoc.urges set withdrawn_at = now(), lapsed_at = now(), issued_on = '2024-07-26' where id = $1";
    world.run(take_back, &[&taken_back]).await.unwrap();
    // As the owner, which the policies bind as well.
    let owner = connect(&world.database.admin_url()).await.unwrap();
    owner.batch_execute("set role dondoc_owner; set search_path to ''").await.unwrap();
    owner.batch_execute(include_str!("../../migrations/0030_urged/down.sql")).await.unwrap();
    owner.batch_execute(include_str!("../../migrations/0030_urged/up.sql")).await.unwrap();
    let counted = "select count(*) from dondoc.assignments where urges = 1 and last_urged_on = '2024-07-21'";
    assert_eq!(world.count(counted).await.unwrap(), 1);
    let forced =
        "select count(*) from pg_class where relnamespace = 'dondoc'::regnamespace and relforcerowsecurity
        and relname in ('assignments', 'urges', 'urge_assignments')";
    assert_eq!(world.count(forced).await.unwrap(), 3);
}
