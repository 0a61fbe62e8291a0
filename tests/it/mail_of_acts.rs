//! What a person's act sends: as it was shown before, to whom it was said, unless it has become moot.

use dondoc_kernel::outbox::Kind;
use dondoc_shared::id::{MessageId, TenantId};
use dondoc_shared::role::Role;
use dondoc_tests::relay_world::Post;
use dondoc_tests::server::{Server, answer};
use dondoc_tests::world::World;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

async fn version(server: &Server, post: &Post, who: &dondoc_tests::world::Person) -> i64 {
    let (_, detail) = server.get(&format!("/assignments/{}", post.item), who).await.unwrap();
    detail["row"]["version"].as_i64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urge_arrives_as_it_was_previewed_and_one_that_is_answered_does_not() {
    let post = Post::new().await.unwrap();
    let approver = post.world.person("ha-noi", Role::Approver).await.unwrap();
    let national = post.world.person("national", Role::NationalOfficer).await.unwrap();
    let server = Server::of(&post.world).unwrap();
    let path = |act: &str| format!("/assignments/{}/{act}", post.item);
    let urge = json!({"text": "Đề nghị báo cáo ngay.", "reply_by": "2024-08-01", "now": true});

    let preview = server.api(Method::POST, &path("urges/preview"), Some(&national)).json(&urge);
    let (status, preview) = answer(preview).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{preview}");
    assert_eq!(post.world.count("select count(*) from dondoc.urges").await.unwrap(), 0);
    let shown: Vec<&str> =
        preview["recipients"].as_array().unwrap().iter().map(|to| to["address"].as_str().unwrap()).collect();

    let (status, issued) =
        server.act(&path("urges"), version(&server, &post, &national).await, &urge, &national).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{issued}");
    post.worker().drain().await.unwrap();
    let mut received = post.relay.received();
    received.sort_by(|a, b| a.to.cmp(&b.to));
    let mut expected = shown.clone();
    expected.sort_unstable();
    assert_eq!(received.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), expected);
    let first = post.relay.to(shown[0]).pop().unwrap().letter();
    // A preview has no number yet, and this server's own address.
    let without_number = |text: &str| text.replace("1/2024/TCT", "…/2024/TCT").replace("\r\n", "\n");
    let shown_text = preview["text"].as_str().unwrap().replace(&server.base, "https://nation.example");
    assert_eq!(without_number(&first.subject), preview["subject"].as_str().unwrap());
    assert_eq!(without_number(first.text.trim()), shown_text.trim());

    // Another one outside the window is answered before it leaves.
    post.at("2024-07-25T20:00+07:00");
    let evening = post.world.person("national", Role::NationalOfficer).await.unwrap();
    let officer = post.world.another_session(&approver).await.unwrap();
    let urge = json!({"text": "Lần hai.", "reply_by": "2024-08-01"});
    let seen = version(&server, &post, &evening).await;
    let (status, issued) = server.act(&path("urges"), seen, &urge, &evening).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{issued}");
    for _ in 0..2 {
        let seen = version(&server, &post, &officer).await;
        let text = json!({"text": "Đã nhận."});
        let (status, done) = server.act(&path("urge-answer"), seen, &text, &officer).await.unwrap();
        assert_eq!(status, StatusCode::OK, "{done}");
    }
    post.worker().drain().await.unwrap();
    assert_eq!(post.relay.received().len(), received.len(), "not in the evening");
    post.at("2024-07-26T07:30+07:00");
    post.worker().drain().await.unwrap();
    assert_eq!(post.relay.received().len(), received.len());
    let moot = "select count(*) from dondoc.outbox where kind = 'urge' and state = 'cancelled'";
    assert_eq!(post.world.count(moot).await.unwrap(), i64::try_from(expected.len()).unwrap());
}

async fn step(post: &Post, level: i16, to: (Uuid, String)) -> MessageId {
    let id = Uuid::now_v7();
    let sql = "insert into dondoc.escalation_steps (tenant_id, id, assignment_id, level, state, proposed_on, \
               days_overdue, decided_at, policy_id) values (1, $1, $2, $3, 'released', '2024-07-25', 12, clock_timestamp(), \
               '00000000-0000-7000-8000-000000000002')";
    post.world.run(sql, &[&id, &post.item.0, &level]).await.unwrap();
    post.queue(World::tenant("ha-noi"), Kind::Escalation, json!({"step": id}), Some(to)).await.unwrap()
}

#[tokio::test]
async fn a_step_up_the_ladder_reaches_an_office_of_the_committee_too_and_not_once_the_work_is_submitted() {
    let post = Post::new().await.unwrap();
    let focal = post.world.contact("ha-noi", "focal_head").await.unwrap();
    let top = post.world.contact("national", "vice_chair").await.unwrap();
    let elsewhere = post.world.contact("lao-cai", "focal_head").await.unwrap();
    let sent = [
        step(&post, 2, (focal, "focal_head@ha-noi.example".to_owned())).await,
        step(&post, 4, (top, "vice_chair@national.example".to_owned())).await,
    ];
    let stray = step(&post, 2, (elsewhere, "focal_head@lao-cai.example".to_owned())).await;
    post.worker().drain().await.unwrap();
    for id in sent {
        assert_eq!(post.row(id).await.unwrap().state, "sent");
    }
    assert_eq!(post.row(stray).await.unwrap().state, "cancelled");
    let letter = post.relay.to("vice_chair@national.example").pop().unwrap().letter();
    assert_eq!(letter.subject, "Báo cáo cấp 4: T24-08/ha-noi quá hạn 12 ngày");

    let late = step(&post, 2, (focal, "focal_head@ha-noi.example".to_owned())).await;
    let submit = "update dondoc.assignments set status = 'submitted', submitted_on = '2024-07-25'";
    post.world.run(submit, &[]).await.unwrap();
    post.worker().drain().await.unwrap();
    assert_eq!(post.row(late).await.unwrap().state, "cancelled");
}

#[tokio::test]
async fn a_decision_that_was_taken_back_since_is_not_told() {
    let post = Post::new().await.unwrap();
    let recipient = || Some((post.officer.id.0, post.officer.email.clone()));
    let tenant: TenantId = World::tenant("ha-noi");
    let args = |event: &str| -> Value { json!({"assignment": post.item, "event": event, "remark": ""}) };
    // The item is returned: an acceptance before that no longer holds.
    let accepted = post.queue(tenant, Kind::Decision, args("accepted"), recipient()).await.unwrap();
    let returned = post.queue(tenant, Kind::Decision, args("returned"), recipient()).await.unwrap();
    let broken = post.queue(tenant, Kind::Decision, json!({"assignment": 7}), recipient()).await.unwrap();
    post.worker().drain().await.unwrap();
    assert_eq!(post.row(accepted).await.unwrap().state, "cancelled");
    assert_eq!(post.row(returned).await.unwrap().state, "sent");
    // What cannot be read is tried again and ends with a person, and does not hold up the rest.
    assert_eq!((post.row(broken).await.unwrap().state.as_str(), post.relay.received().len()), ("ready", 1));
}

/// Not a benchmark, but a floor: 20,000 waiting messages in half an hour are 11 a second.
#[tokio::test(flavor = "multi_thread")]
async fn a_backlog_is_worked_off_at_a_good_pace() {
    let post = Post::new().await.unwrap();
    for _ in 0..200 {
        post.decision(&post.officer).await.unwrap();
    }
    let (worker, began) = (post.worker(), std::time::Instant::now());
    assert_eq!(worker.drain().await.unwrap(), 200);
    let took = began.elapsed();
    eprintln!("200 messages over one connection at a time: {took:?}, {} sessions", post.relay.sessions());
    assert!(took.as_secs() < 18, "{took:?}");
}
