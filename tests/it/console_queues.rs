//! Queues of the first page, and what the Working Group is offered and shown before it acts.

use dondoc_shared::{lifecycle::Status, role::Role};
use dondoc_tests::{
    server::{Server, answer},
    world::{Person, Scene, World},
};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

async fn desk() -> (World, Server, Person) {
    let world = World::new().await.unwrap();
    let server = Server::of(&world).unwrap();
    let lead = world.person("national", Role::Lead).await.unwrap();
    (world, server, lead)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_to_be_assigned_is_listed_by_due_date_until_it_is_assigned() {
    let (world, server, lead) = desk().await;
    for (code, due) in [("T24-01", None), ("T24-02", Some("2024-12-31")), ("T24-03", Some("2024-06-30"))] {
        world.task(code).await.unwrap();
        let set = "update dondoc.tasks set scope = 'subset', due_on = $2::text::date, due_precision = \
                   case when $2::text is null then 'none' else 'quarter' end where code = $1";
        world.run(set, &[&code, &due]).await.unwrap();
    }
    world.task("T24-04").await.unwrap();
    let look = async || {
        let (status, list) = server.get("/tasks/to-be-assigned", &lead).await.unwrap();
        assert_eq!(status, StatusCode::OK, "{list}");
        let (_, overview) = server.get("/overview", &lead).await.unwrap();
        let items = list["items"].as_array().unwrap().clone();
        let count = i64::try_from(items.len()).unwrap();
        assert_eq!(overview["queues"]["to_be_assigned"], json!(count), "figure and list");
        items.iter().map(|task| task["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(look().await, ["T24-03", "T24-02", "T24-01"], "one for all tenants is none of them");
    let id = "select id from dondoc.tasks where code = 'T24-02'";
    let id: Uuid = world.owner.query_one(id, &[]).await.unwrap().get(0);
    world.assignment("ha-noi", id, &Scene::due(None)).await.unwrap();
    assert_eq!(look().await, ["T24-03", "T24-01"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_only_address_takes_no_mail_is_nobody_to_remind() {
    let (world, server, lead) = desk().await;
    let officer = world.person("ha-noi", Role::Officer).await.unwrap();
    world.person("ha-noi", Role::Viewer).await.unwrap();
    let task = world.task("T24-08").await.unwrap();
    world.assignment("ha-noi", task, &Scene::due(Some(world.day(-12)))).await.unwrap();
    let nobody = async || {
        let (_, overview) = server.get("/overview", &lead).await.unwrap();
        let request = server.api(Method::GET, "/assignments", Some(&lead));
        let request = request.query(&[("filter", "is:counted is:unreachable")]);
        let (_, page) = answer(request).await.unwrap();
        assert_eq!(overview["queues"]["nobody_to_remind"], page["total"], "figure and list");
        page["total"].as_i64().unwrap()
    };
    assert_eq!(nobody().await, 0);
    world.suspend("ha-noi", &officer.email).await.unwrap();
    assert_eq!(nobody().await, 1);
    world.contact("ha-noi", "agency_mailbox").await.unwrap();
    assert_eq!(nobody().await, 0);
    world.suspend("ha-noi", "agency_mailbox@ha-noi.example").await.unwrap();
    assert_eq!(nobody().await, 1);
    let lift = "update dondoc.suspensions set lifted_at = now(), lifted_by = id, lifted_name = 'x' \
                where address like 'agency%'";
    world.run(lift, &[]).await.unwrap();
    assert_eq!(nobody().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_speaks_the_language_of_whoever_gets_the_mail() {
    let (world, server, lead) = desk().await;
    let approver = world.person("ha-noi", Role::Approver).await.unwrap();
    let task = world.task("T24-08").await.unwrap();
    let id = world.assignment("ha-noi", task, &Scene::due(Some(world.day(-12)))).await.unwrap();
    let step = Uuid::now_v7();
    propose(&world, step, id.0, 1).await;
    let urge = json!({"text": "Đề nghị báo cáo", "reply_by": world.day(6)});
    let release = json!({"step": step, "release": true});
    let see = async |act: &str, body: &Value, reader: &str| {
        let request = server.api(Method::POST, &format!("/assignments/{id}/{act}/preview"), Some(&lead));
        let request = request.header(header::ACCEPT_LANGUAGE, reader).json(body);
        let (status, preview) = answer(request).await.unwrap();
        assert_eq!(status, StatusCode::OK, "{preview}");
        (preview["subject"].as_str().unwrap().to_owned(), preview["text"].as_str().unwrap().to_owned())
    };
    for (act, body) in [("urges", &urge), ("escalation", &release)] {
        let vietnamese = see(act, body, "en").await;
        assert!(vietnamese.1.contains("Kính gửi"), "{}", vietnamese.1);
        assert_eq!(see(act, body, "vi").await, vietnamese, "whoever looks");
    }
    world.run("update dondoc.users set lang = 'en' where id = $1", &[&approver.id.0]).await.unwrap();
    for (act, body) in [("urges", &urge), ("escalation", &release)] {
        let english = see(act, body, "vi").await;
        assert!(!english.1.contains("Kính gửi"), "{}", english.1);
        assert_eq!(see(act, body, "en").await, english, "whoever looks");
    }
}

async fn propose(world: &World, step: Uuid, id: Uuid, level: i16) {
    let insert = "insert into dondoc.escalation_steps (tenant_id, id, assignment_id, level, proposed_on, days_overdue, \
                  policy_id) values (1, $1, $2, $3, '2024-07-25', 12, '00000000-0000-7000-8000-000000000002')";
    world.run(insert, &[&step, &id, &level]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signature_is_offered_to_those_who_can_give_it_and_to_nobody_else() {
    let (world, server, first) = desk().await;
    let second = world.person("national", Role::Lead).await.unwrap();
    let officer = world.person("national", Role::NationalOfficer).await.unwrap();
    let observer = world.person("national", Role::Observer).await.unwrap();
    world.contact("ha-noi", "steering_head").await.unwrap();
    let task = world.task("T24-08").await.unwrap();
    let late = Scene { level: 2, ..Scene::due(Some(world.day(-40))) };
    let id = world.assignment("ha-noi", task, &late).await.unwrap();
    let step = Uuid::now_v7();
    propose(&world, step, id.0, 3).await;
    let offered = async |who: &Person| {
        let (_, detail) = server.get(&format!("/assignments/{id}"), who).await.unwrap();
        detail["proposed_steps"][0]["release_refused"].as_str().map(str::to_owned)
    };
    let none = None;
    let refused = |code: &str| Some(code.to_owned());
    assert_eq!((offered(&first).await, offered(&officer).await), (none.clone(), none.clone()));
    assert_eq!(offered(&observer).await, refused("not_permitted"));
    let (path, body) = (format!("/assignments/{id}/escalation"), json!({"step": step, "release": true}));
    let (status, said) = server.act(&path, 1, &body, &first).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{said}");
    // What is told is what is done.
    for (who, code) in [(&first, "second_person_required"), (&officer, "not_permitted")] {
        assert_eq!(offered(who).await, refused(code));
        let (status, said) = server.act(&path, 2, &body, who).await.unwrap();
        assert!(status.is_client_error() && said["code"] == code, "{said}");
    }
    assert_eq!(offered(&second).await, none);
    let (status, said) = server.act(&path, 2, &body, &second).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_told_of_a_decision_is_named_before_it_is_made() {
    let (world, server, lead) = desk().await;
    let officer = world.person("ha-noi", Role::Officer).await.unwrap();
    let approver = world.person("ha-noi", Role::Approver).await.unwrap();
    let other = world.person("ha-noi", Role::Approver).await.unwrap();
    let task = world.task("T24-08").await.unwrap();
    let scene = Scene::due(Some(world.day(12))).status(Status::Submitted);
    let id = world.assignment("ha-noi", task, &scene).await.unwrap();
    let submit = "insert into dondoc.submissions (tenant_id, id, assignment_id, submitted_by, submitted_name, submitted_on, at, \
                  remark) values (1, $2, $1, $3, 'x', '2024-07-20', now(), '')";
    let submission = Uuid::now_v7();
    world.run(submit, &[&id.0, &submission, &approver.id.0]).await.unwrap();
    let set = "update dondoc.assignments set submitted_by = $2, submission_id = $3, assignee_id = $4, \
               extension_pending = true where id = $1";
    world.run(set, &[&id.0, &approver.id.0, &submission, &officer.id.0]).await.unwrap();
    let request = "insert into dondoc.extension_requests (tenant_id, id, assignment_id, from_on, to_on, reason, text, at, by_id, \
               by_name) values (1, $2, $1, $3::text::date, $4::text::date, 'funding', 'x', now(), $5, 'x')";
    let days = (world.day(12).to_string(), world.day(40).to_string());
    world.run(request, &[&id.0, &Uuid::now_v7(), &days.0, &days.1, &other.id.0]).await.unwrap();
    let ask = async |on_extension: bool| {
        let request = server.api(Method::GET, &format!("/assignments/{id}/decision-readers"), Some(&lead));
        answer(request.query(&[("on_extension", on_extension)])).await.unwrap()
    };
    let named = async |on_extension: bool| {
        let (status, readers) = ask(on_extension).await;
        assert_eq!(status, StatusCode::OK, "{readers}");
        let all = readers["recipients"].as_array().unwrap();
        let mut all: Vec<String> =
            all.iter().map(|one| one["address"].as_str().unwrap().to_owned()).collect();
        all.sort();
        (all, readers["leaves_at"].clone())
    };
    let told = async |event: &str| {
        let sql = "select string_agg(address, ' ' order by address) from dondoc.outbox \
                   where kind = 'decision' and args->>'event' = $1";
        let all: Option<String> = world.owner.query_one(sql, &[&event]).await.unwrap().get(0);
        all.unwrap_or_default().split(' ').map(str::to_owned).collect::<Vec<_>>()
    };
    let (extension, leaves_at) = named(true).await;
    assert!(leaves_at.is_string());
    let path = format!("/assignments/{id}");
    let grant = json!({"grant": true});
    let (status, said) = server.act(&format!("{path}/extension-decision"), 1, &grant, &lead).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{said}");
    assert_eq!((extension.len(), &extension), (2, &told("extension_granted").await));
    let (submission, _) = named(false).await;
    let (status, said) = server.act(&format!("{path}/accept"), 2, &json!({}), &lead).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{said}");
    assert_eq!((submission.len(), &submission), (2, &told("accepted").await));
    assert_ne!(submission, extension);
    let (status, said) = ask(true).await;
    assert_eq!(
        (status, &said["code"]),
        (StatusCode::NOT_FOUND, &json!("not_found")),
        "no extension is asked for"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_says_whether_the_answer_is_asked_for_by_a_day_on_which_nobody_works() {
    let (world, server, lead) = desk().await;
    world.person("ha-noi", Role::Approver).await.unwrap();
    world.holidays(2024, &[("2024-09-02", "public")]).await.unwrap();
    let task = world.task("T24-08").await.unwrap();
    let id = world.assignment("ha-noi", task, &Scene::due(Some(world.day(-12)))).await.unwrap();
    for (day, free) in
        [("2024-07-26", false), ("2024-07-27", true), ("2024-09-02", true), ("2024-09-04", false)]
    {
        let body = json!({"text": "Đề nghị báo cáo", "reply_by": day});
        let request = server.api(Method::POST, &format!("/assignments/{id}/urges/preview"), Some(&lead));
        let (status, preview) = answer(request.json(&body)).await.unwrap();
        assert_eq!(
            (status, &preview["reply_on_free_day"]),
            (StatusCode::OK, &json!(free)),
            "{day}: {preview}"
        );
    }
}
