//! Mail that comes back: its address takes no more, somebody stands in, and nobody but the relay can say so.

use dondoc_kernel::outbox::Kind;
use dondoc_shared::{id::MessageId, lifecycle::Status, role::Role};
use dondoc_tests::{
    mailbox::{Fault, Faults, Step},
    relay_world::Post,
    server::{RELAY_KEY, Server, answer},
    world::{Person, Scene, World},
};
use jiff::civil::date;
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

/// The Message-ID as it stood in the mail.
async fn message_id(post: &Post, id: MessageId) -> String {
    let sql = "select message_id from dondoc.outbox where id = $1";
    let local: String = post.world.owner.query_one(sql, &[&id.0]).await.unwrap().get(0);
    format!("<{local}@nation.example>")
}

async fn report(server: &Server, body: &Value) -> (StatusCode, Value) {
    answer(server.api(Method::POST, "/mail/bounces", None).bearer_auth(RELAY_KEY).json(body)).await.unwrap()
}

fn bounce(message_id: &str, status: &str) -> Value {
    json!({"message_id": message_id, "reason": "bounce", "status": status, "detail": "550 no such user"})
}

/// A message that has left, and came back.
async fn bounced(post: &Post, server: &Server, to: &Person) -> MessageId {
    let id = post.decision(to).await.unwrap();
    post.worker().drain().await.unwrap();
    let (_, taken) = report(server, &bounce(&message_id(post, id).await, "5.1.1")).await;
    assert_eq!(taken["outcome"], "suspended");
    id
}

async fn suspended(post: &Post) -> i64 {
    post.world.count("select count(*) from dondoc.suspensions where lifted_at is null").await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_whose_mail_came_back_gets_no_more_until_it_is_lifted() {
    let post = Post::new().await.unwrap();
    let server = Server::of(&post.world).unwrap();
    let officer = &post.officer;
    let returned = bounced(&post, &server, officer).await;
    let next = post.decision(officer).await.unwrap();
    post.worker().drain().await.unwrap();
    let row = post.row(next).await.unwrap();
    assert_eq!((row.state.as_str(), row.why.as_str()), ("cancelled", "address_suspended"));
    assert_eq!(post.relay.received().len(), 1);

    let observer = post.world.person("national", Role::Observer).await.unwrap();
    let lead = post.world.person("national", Role::Lead).await.unwrap();
    let (_, list) = server.get("/mail/suspensions", &observer).await.unwrap();
    let one = &list["items"][0];
    assert_eq!((&one["whose"], &one["stands_in"]), (&json!("officer (ha-noi)"), &json!([])));
    assert_eq!((&list["total"], &one["address"]), (&json!(1), &json!(officer.email.to_lowercase())));
    assert_eq!((&one["tenant"]["slug"], &one["message_id"]), (&json!("ha-noi"), &json!(returned)));
    assert_eq!((&one["reason"], &one["detail"]), (&json!("bounce"), &json!("550 no such user")));
    let path = format!("/mail/suspensions/{}/lift", one["id"].as_str().unwrap());
    let lift = async |person| {
        let request = server.api(Method::POST, &path, Some(person));
        answer(request.header("Idempotency-Key", Uuid::now_v7().to_string())).await.unwrap().0
    };
    assert_eq!(lift(&observer).await, StatusCode::FORBIDDEN);
    assert_eq!(lift(&lead).await, StatusCode::OK);
    assert_eq!(lift(&lead).await, StatusCode::NOT_FOUND);
    let next = post.decision(officer).await.unwrap();
    post.worker().drain().await.unwrap();
    assert_eq!(post.row(next).await.unwrap().state, "sent");
    let trail = "select string_agg(action || ' ' || tenant_id || ' ' || actor_name, ', ' order by at) \
                 from dondoc.audit where subject_kind = 'suspension'";
    let trail: String = post.world.owner.query_one(trail, &[]).await.unwrap().get(0);
    assert_eq!(trail, "suspend_address 1 system:relay, lift_suspension 1 lead (national)");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_suspends_only_for_good_and_only_what_we_sent() {
    let post = Post::new().await.unwrap();
    let server = Server::of(&post.world).unwrap();
    let sent = post.decision(&post.officer).await.unwrap();
    post.worker().drain().await.unwrap();
    let waiting = post.decision(&post.officer).await.unwrap();
    let (id, unsent) = (message_id(&post, sent).await, message_id(&post, waiting).await);
    let guessed =
        format!("{}0000000000000000@nation.example>", id.split_inclusive('.').take(2).collect::<String>());
    let elsewhere = id.replacen("<1.", "<2.", 1);
    for (body, expected) in [
        (bounce(&id, "4.2.2"), "temporary"),
        (bounce(&id, "5.7.1"), "not_of_address"),
        (bounce(&id, "5.1.8"), "not_of_address"),
        (bounce(&guessed, "5.1.1"), "unknown_message"),
        (bounce(&elsewhere, "5.1.1"), "unknown_message"),
        (bounce(&unsent, "5.1.1"), "unknown_message"),
        (bounce("<a@b.example>", "5.1.1"), "unknown_message"),
        (bounce("2147483648.x.y", "5.1.1"), "unknown_message"),
    ] {
        let (status, taken) = report(&server, &body).await;
        assert_eq!((status, taken["outcome"].as_str()), (StatusCode::OK, Some(expected)), "{body}");
        assert_eq!(suspended(&post).await, 0, "{body}");
    }
    // A bare code says nothing: what the receiver said does. A full box passes, and our own fault is nobody's.
    let said = |status: &str, detail: &str| json!({"message_id": id, "reason": "bounce", "status": status, "detail": detail});
    for (body, expected) in [
        (
            said("5.0.0", "smtp; 550-5.7.26 Unauthenticated email is not accepted due to DMARC policy"),
            "not_of_address",
        ),
        (said("5.0.0", "smtp; 550 Administrative prohibition"), "not_of_address"),
        (said("5.1.1", "smtp; 550 5.1.1 sent to too many recipients this hour"), "not_of_address"),
        (said("5.0.0", "smtp; 450 TEMPERROR: retry timeout exceeded"), "temporary"),
        (said("5.2.2", "smtp; 552 5.2.2 mailbox full"), "temporary"),
        (said("5.0.0", "smtp; 552 Quota exceeded"), "temporary"),
    ] {
        assert_eq!(report(&server, &body).await.1["outcome"], expected, "{body}");
        assert_eq!(suspended(&post).await, 0, "{body}");
    }
    let complaint = json!({"message_id": id, "reason": "complaint"});
    assert_eq!(report(&server, &complaint).await.1["outcome"], "suspended");
    assert_eq!(report(&server, &bounce(&id, "5.1.1")).await.1["outcome"], "already_suspended");
    assert_eq!(suspended(&post).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reports_without_the_relays_key_and_without_a_key_there_is_nothing_to_report_to() {
    let post = Post::new().await.unwrap();
    let lead = post.world.person("national", Role::Lead).await.unwrap();
    let body = bounce("<1.x.y@nation.example>", "5.1.1");
    let server = Server::of(&post.world).unwrap();
    for wrong in ["", "x", &RELAY_KEY[1..], &format!("{RELAY_KEY}0"), &lead.token] {
        let request = server.api(Method::POST, "/mail/bounces", None).bearer_auth(wrong).json(&body);
        let (status, problem) = answer(request).await.unwrap();
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::UNAUTHORIZED, &json!("not_signed_in")),
            "{wrong}"
        );
    }
    let server = Server::without_relay_key(&post.world).unwrap();
    let ask = async |path: &str| {
        let request = server.api(Method::POST, path, None).bearer_auth(RELAY_KEY);
        let (status, mut problem) =
            answer(request.header(header::ACCEPT_LANGUAGE, "en").json(&body)).await.unwrap();
        problem["request_id"] = Value::Null;
        (status, problem)
    };
    assert_eq!(ask("/mail/bounces").await, ask("/mail/nothing").await);
    assert_eq!(ask("/mail/bounces").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_relays_own_no_such_user_suspends_and_its_plain_refusal_does_not() {
    let post = Post::new().await.unwrap();
    for (says, count) in [("550 no", 0), ("550 5.7.1 not from you", 0), ("550 5.1.1 no such user", 1)] {
        post.relay.set_faults(Faults::script([(Step::Recipient, Fault::Say(says))]));
        let id = post.decision(&post.officer).await.unwrap();
        post.worker().drain().await.unwrap();
        assert_eq!(post.row(id).await.unwrap().state, "dead", "{says}");
        assert_eq!(suspended(&post).await, count, "{says}");
    }
    let id = post.decision(&post.officer).await.unwrap();
    post.worker().drain().await.unwrap();
    assert_eq!(post.row(id).await.unwrap().why, "address_suspended");
}

/// A step of level 2 for the item, released by the lead.
async fn release(post: &Post, server: &Server, lead: &Person) -> Uuid {
    let step = Uuid::now_v7();
    let insert = "insert into dondoc.escalation_steps (tenant_id, id, assignment_id, level, proposed_on, days_overdue, policy_id) \
                  values (1, $1, $2, 2, '2024-07-25', 14, '00000000-0000-7000-8000-000000000002')";
    post.world.run(insert, &[&step, &post.item.0]).await.unwrap();
    let version = post.world.count("select version::bigint from dondoc.assignments").await.unwrap();
    let (path, body) =
        (format!("/assignments/{}/escalation", post.item), json!({"step": step, "release": true}));
    let (status, text) = server.act(&path, version, &body, lead).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{text}");
    step
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_cannot_reach_its_office_goes_to_the_agency_mailbox() {
    let post = Post::new().await.unwrap();
    let server = Server::of(&post.world).unwrap();
    let lead = post.world.person("national", Role::Lead).await.unwrap();
    post.world.contact("ha-noi", "focal_head").await.unwrap();
    post.world.contact("ha-noi", "agency_mailbox").await.unwrap();
    // Released while the office was thought to be there.
    release(&post, &server, &lead).await;
    post.relay.set_faults(Faults::script([(Step::Recipient, Fault::Say("550 5.1.1 moved"))]));
    post.worker().drain().await.unwrap();
    post.worker().drain().await.unwrap();
    let to = || post.relay.received().into_iter().map(|mail| mail.to).collect::<Vec<_>>();
    assert_eq!(to(), ["agency_mailbox@ha-noi.example"]);
    // And once it is known not to be.
    release(&post, &server, &lead).await;
    post.worker().drain().await.unwrap();
    assert_eq!(to(), ["agency_mailbox@ha-noi.example"; 2]);
    let queued = "select count(*) from dondoc.outbox where address like 'focal_head%'";
    assert_eq!(post.world.count(queued).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_vice_chairs_address_is_suspended_for_every_body() {
    let post = Post::new().await.unwrap();
    let server = Server::of(&post.world).unwrap();
    let chair = post.world.contact("national", "vice_chair").await.unwrap();
    post.world.contact("ha-noi", "agency_mailbox").await.unwrap();
    post.world
        .run("update dondoc.assignments set level = 4, urgency_on = late_from - 12", &[])
        .await
        .unwrap();
    let queue = async || {
        let step = Uuid::now_v7();
        let insert = "insert into dondoc.escalation_steps (tenant_id, id, assignment_id, level, state, proposed_on, \
                      days_overdue, decided_at, policy_id) values (1, $1, $2, 4, 'released', '2024-07-25', 60, now(), '00000000-0000-7000-8000-000000000002')";
        post.world.run(insert, &[&step, &post.item.0]).await.unwrap();
        let to = Some((chair, "vice_chair@national.example".to_owned()));
        post.queue(World::tenant("ha-noi"), Kind::Escalation, json!({"step": step}), to).await.unwrap()
    };
    let first = queue().await;
    post.worker().drain().await.unwrap();
    assert_eq!(post.row(first).await.unwrap().state, "sent");
    let (_, taken) = report(&server, &bounce(&message_id(&post, first).await, "5.1.1")).await;
    assert_eq!(taken["outcome"], "suspended");
    let home = "select tenant_id::bigint from dondoc.suspensions";
    assert_eq!(post.world.count(home).await.unwrap(), 0, "in the tenant whose office it is");
    let second = queue().await;
    post.worker().drain().await.unwrap();
    post.worker().drain().await.unwrap();
    assert_eq!(post.row(second).await.unwrap().why, "address_suspended");
    let to: Vec<String> = post.relay.received().into_iter().map(|mail| mail.to).collect();
    let mailbox = "agency_mailbox@ha-noi.example";
    assert_eq!(
        to,
        ["vice_chair@national.example", mailbox, mailbox],
        "what came back, and what could not leave"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_suspended_person_would_be_reminded_of_goes_to_the_next_in_line_once() {
    let post = Post::new().await.unwrap();
    let server = Server::of(&post.world).unwrap();
    let away = "update dondoc.assignments set status = 'suspended', open = false, late_from = null, \
                original_late_from = null, urgency_on = '9999-12-31'";
    post.world.contact("ha-noi", "agency_mailbox").await.unwrap();
    let task = post.world.task("T24-01").await.unwrap();
    let sent = bounced(&post, &server, &post.officer).await;
    let lift = "update dondoc.suspensions set lifted_at = now(), lifted_by = id, lifted_name = 'x'";
    post.world.run(lift, &[]).await.unwrap();
    post.world.run(away, &[]).await.unwrap();
    let scene = Scene { assignee: Some(post.officer.id), ..Scene::due(Some(date(2024, 7, 25))) };
    post.world.assignment("ha-noi", task, &scene.status(Status::InProgress)).await.unwrap();
    let worker = post.worker();
    post.at("2024-07-24T08:00+07:00");
    worker.sweep().await.unwrap();
    worker.drain().await.unwrap();
    let before = post.relay.received().len();
    post.at("2024-07-25T06:00+07:00");
    assert_eq!(worker.sweep().await.unwrap(), 1, "the officer's digest waits for the window");
    assert_eq!(
        report(&server, &bounce(&message_id(&post, sent).await, "5.1.1")).await.1["outcome"],
        "suspended"
    );
    assert_eq!(worker.sweep().await.unwrap(), 0, "it may still be lifted");
    post.at("2024-07-25T07:30+07:00");
    worker.drain().await.unwrap();
    assert_eq!(worker.sweep().await.unwrap(), 1);
    assert_eq!(worker.sweep().await.unwrap(), 0);
    worker.drain().await.unwrap();
    post.at("2024-07-26T07:30+07:00");
    worker.sweep().await.unwrap();
    worker.drain().await.unwrap();
    let digests: Vec<_> = post
        .relay
        .received()
        .into_iter()
        .skip(before)
        .map(|mail| (mail.to.clone(), mail.letter().text))
        .collect();
    let mailbox = |text: &str| {
        digests.iter().filter(|(to, seen)| to.starts_with("agency") && seen.contains(text)).count()
    };
    assert!(digests.iter().all(|(to, _)| *to == "agency_mailbox@ha-noi.example"), "{digests:#?}");
    assert_eq!(mailbox("nhắc vào ngày đến hạn"), 1, "{digests:#?}");
    let miscounted = "select max(reminders_at_level) - (select count(distinct (rule_id, slot_date)) \
                      from dondoc.reminder_occurrences) from dondoc.assignments";
    assert_eq!(post.world.count(miscounted).await.unwrap(), 0, "one reminder a step, whoever was told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_that_came_back_is_told_to_the_next_in_line() {
    let post = Post::new().await.unwrap();
    let server = Server::of(&post.world).unwrap();
    let other = post.world.person("ha-noi", Role::Officer).await.unwrap();
    post.world
        .run(
            "update dondoc.assignments set assignee_id = null, due_on = '2024-07-25', original_due_on = \
        '2024-07-25', late_from = '2024-07-26', original_late_from = '2024-07-26', urgency_on = '2024-07-26'",
            &[],
        )
        .await
        .unwrap();
    let assign = "update dondoc.assignments set assignee_id = $1";
    post.world.run(assign, &[&post.officer.id.0]).await.unwrap();
    let worker = post.worker();
    assert_eq!(worker.sweep().await.unwrap(), 1);
    worker.drain().await.unwrap();
    let id: Uuid = post.world.owner.query_one("select id from dondoc.outbox", &[]).await.unwrap().get(0);
    report(&server, &bounce(&message_id(&post, MessageId(id)).await, "5.2.1")).await;
    assert_eq!(worker.sweep().await.unwrap(), 1);
    worker.drain().await.unwrap();
    let to: Vec<String> = post.relay.received().into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, [post.officer.email.clone(), other.email]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_portal_tells_the_person_and_the_administrator_of_their_own_body_alone() {
    let post = Post::new().await.unwrap();
    let server = Server::of(&post.world).unwrap();
    bounced(&post, &server, &post.officer).await;
    let [admin, colleague] =
        [Role::Administrator, Role::Officer].map(|role| post.world.person("ha-noi", role));
    let (admin, colleague) = (admin.await.unwrap(), colleague.await.unwrap());
    let other = post.world.person("lao-cai", Role::Administrator).await.unwrap();
    let page =
        async |path, person| server.page(path, Some(person)).send().await.unwrap().text().await.unwrap();
    let banner = "Hệ thống không gửi thư đến";
    assert!(
        page("/", &post.officer).await.contains(&format!("{banner} {}", post.officer.email.to_lowercase()))
    );
    assert!(!page("/", &colleague).await.contains(banner));
    let contacts = page("/contacts", &admin).await;
    assert!(
        contacts.contains("Địa chỉ tạm ngừng nhận thư")
            && contacts.contains(&post.officer.email.to_lowercase())
    );
    assert!(!page("/contacts", &other).await.contains("Địa chỉ tạm ngừng nhận thư"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urge_leaves_out_who_gets_no_mail_and_is_refused_where_nobody_does() {
    let post = Post::new().await.unwrap();
    let server = Server::of(&post.world).unwrap();
    let lead = post.world.person("national", Role::Lead).await.unwrap();
    let approver = post.world.person("ha-noi", Role::Approver).await.unwrap();
    bounced(&post, &server, &post.officer).await;
    let path = format!("/assignments/{}/urges/preview", post.item);
    let body = json!({"text": "Đề nghị báo cáo", "reply_by": "2024-08-01"});
    let ask = async || answer(server.api(Method::POST, &path, Some(&lead)).json(&body)).await.unwrap();
    let (_, seen) = ask().await;
    assert_eq!(seen["recipients"].as_array().unwrap().len(), 1);
    assert_eq!(seen["recipients"][0]["address"], json!(approver.email));
    bounced(&post, &server, &approver).await;
    let (status, problem) = ask().await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("nobody_to_address")));
}

/// Ha Noi with everybody whom mail can go to, and the approver who submits the item of its officer.
struct Desks {
    post: Post,
    server: Server,
    lead: Person,
    approver: Person,
    colleague: Person,
    version: i64,
}

const MAILBOX: &str = "agency_mailbox@ha-noi.example";

impl Desks {
    async fn new() -> Self {
        let post = Post::new().await.unwrap();
        let server = Server::of(&post.world).unwrap();
        for office in ["focal_head", "agency_mailbox"] {
            post.world.contact("ha-noi", office).await.unwrap();
        }
        let [lead, approver, colleague] =
            [("national", Role::Lead), ("ha-noi", Role::Approver), ("ha-noi", Role::Officer)]
                .map(|(slug, role)| post.world.person(slug, role));
        let (lead, approver) = (lead.await.unwrap(), approver.await.unwrap());
        Self { colleague: colleague.await.unwrap(), post, server, lead, approver, version: 1 }
    }

    async fn act(&mut self, act: &str, body: Value, by: &Person) {
        let path = format!("/assignments/{}/{act}", self.post.item);
        let (status, answer) = self.server.act(&path, self.version, &body, by).await.unwrap();
        assert_eq!(status, StatusCode::OK, "{act}: {answer}");
        self.version = answer["version"].as_i64().unwrap();
    }

    async fn suspend(&self, addresses: &[&str]) {
        let suspend = "insert into dondoc.suspensions (tenant_id, id, address, reason, detail, since) \
                       values (1, gen_random_uuid(), lower($1), 'bounce', '550', now())";
        for address in addresses {
            self.post.world.run(suspend, &[address]).await.unwrap();
        }
    }

    async fn lift(&self) {
        let lift = "update dondoc.suspensions set lifted_at = now(), lifted_by = id, lifted_name = 'x' \
                    where lifted_at is null";
        self.post.world.run(lift, &[]).await.unwrap();
    }

    /// Delivers what is due; to whom it went.
    async fn delivered(&self) -> Vec<String> {
        let before = self.post.relay.received().len();
        self.post.worker().drain().await.unwrap();
        let received = self.post.relay.received().into_iter().skip(before);
        let mut to: Vec<String> = received.map(|mail| mail.to).collect();
        to.sort();
        to
    }
}

fn sorted<'a>(addresses: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut sorted: Vec<String> = addresses.into_iter().map(str::to_owned).collect();
    sorted.sort();
    sorted
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_reaches_who_stands_in_whether_the_address_is_suspended_before_or_after_it_is_queued() {
    for is_known_before in [true, false] {
        let mut desks = Desks::new().await;
        let (officer, approver, lead) =
            (desks.post.officer.clone(), desks.approver.clone(), desks.lead.clone());
        let gone = [&*officer.email, &*approver.email];
        let expected = sorted([MAILBOX, &*desks.colleague.email]);
        let proof = json!({"name": "Quyết định", "url": "https://ha-noi.example/qd"});
        desks.act("evidence-links", proof, &approver).await;
        let report = json!({"percent": 100, "results": "x", "next_step": "x"});
        let submit = [("progress-reports", report), ("submit", json!({}))];
        let ask = |days| {
            [(
                "extension-requests",
                json!({"to": desks.post.world.day(days), "reason": "funding", "text": "x"}),
            )]
        };
        for (before, decision, body) in [
            (submit.to_vec(), "return", json!({"remark": "Thiếu số liệu"})),
            (submit.to_vec(), "accept", json!({})),
            (vec![], "reopen", json!({"remark": "Số liệu không khớp"})),
            (ask(30).to_vec(), "extension-decision", json!({"grant": true})),
            (ask(60).to_vec(), "extension-decision", json!({"grant": false, "remark": "x"})),
        ] {
            for (act, body) in before {
                desks.act(act, body, &approver).await;
            }
            if is_known_before {
                desks.suspend(&gone).await;
            }
            desks.act(decision, body, &lead).await;
            if !is_known_before {
                desks.suspend(&gone).await;
            }
            assert_eq!(desks.delivered().await, expected, "{decision}, suspended before: {is_known_before}");
            desks.lift().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urge_reaches_who_stands_in_whether_the_address_is_suspended_before_or_after_it_is_queued() {
    for is_known_before in [true, false] {
        let mut desks = Desks::new().await;
        let (officer, lead) = (desks.post.officer.clone(), desks.lead.clone());
        let responsible = sorted([MAILBOX, &*desks.approver.email, &*desks.colleague.email]);
        for (addressee, gone, expected) in [
            ("responsible", &*officer.email, responsible),
            ("focal_head", "focal_head@ha-noi.example", sorted([MAILBOX])),
        ] {
            if is_known_before {
                desks.suspend(&[gone]).await;
            }
            let about = json!([{"id": desks.post.item, "version": desks.version}]);
            let draft = json!({"assignments": about, "addressee": addressee, "text": "Đề nghị báo cáo",
                               "reply_by": desks.post.world.day(7)});
            let request = desks.server.api(Method::POST, "/urges", Some(&lead)).json(&draft);
            let issue = request.header("Idempotency-Key", Uuid::now_v7().to_string());
            let (status, issued) = answer(issue).await.unwrap();
            assert_eq!(status, StatusCode::OK, "{issued}");
            desks.version += 1;
            if !is_known_before {
                desks.suspend(&[gone]).await;
            }
            assert_eq!(desks.delivered().await, expected, "{addressee}, suspended before: {is_known_before}");
            desks.lift().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_that_came_back_is_told_once_to_who_stands_in_and_to_the_mailbox_where_no_colleague_does()
{
    let desks = Desks::new().await;
    let viewer = desks.post.world.person("ha-noi", Role::Viewer).await.unwrap();
    for (to, instead) in [(&desks.post.officer, &*desks.colleague.email), (&viewer, MAILBOX)] {
        desks.post.relay.set_faults(Faults::script([(Step::Recipient, Fault::Say("550 5.1.1 moved"))]));
        let id = desks.post.decision(to).await.unwrap();
        desks.delivered().await;
        report(&desks.server, &bounce(&message_id(&desks.post, id).await, "5.1.1")).await;
        desks.delivered().await;
        let told: Vec<String> = desks.post.relay.received().into_iter().map(|mail| mail.to).collect();
        assert_eq!(told.iter().filter(|told| *told == instead).count(), 1, "{told:?}");
        assert!(!told.contains(&to.email), "{told:?}");
    }
    let observer = desks.post.world.person("national", Role::Observer).await.unwrap();
    let (_, list) = desks.server.get("/mail/suspensions", &observer).await.unwrap();
    let rows = list["items"].as_array().unwrap();
    let stands_in = |person: &Person| {
        let row = rows.iter().find(|row| row["address"] == json!(person.email.to_lowercase())).unwrap();
        row["stands_in"].clone()
    };
    assert_eq!(stands_in(&desks.post.officer), json!(["officer (ha-noi)"]));
    assert_eq!(stands_in(&viewer), json!(["agency_mailbox ha-noi"]), "the list says what the mail does");
}
