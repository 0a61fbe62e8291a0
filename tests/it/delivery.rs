//! What the Working Group sees of outgoing mail and does about it: the log, cancel, send again, hold; and the day's budget.

use std::time::Duration;

use dondoc_kernel::outbox::Kind;
use dondoc_shared::{id::MessageId, role::Role};
use dondoc_tests::{
    mailbox::{Fault, Faults, Step},
    relay_world::{Post, SHORT},
    server::{Server, answer},
    world::{Person, Scene, World},
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

/// A world with its server and a lead.
async fn desk() -> (Post, Server, Person) {
    let post = Post::new().await.unwrap();
    let server = Server::of(&post.world).unwrap();
    let lead = post.world.person("national", Role::Lead).await.unwrap();
    (post, server, lead)
}

async fn act(server: &Server, method: Method, path: &str, body: &Value, by: &Person) -> (StatusCode, Value) {
    let request = server.api(method, path, Some(by)).header("Idempotency-Key", Uuid::now_v7().to_string());
    let request = if body.is_null() { request } else { request.json(body) };
    answer(request).await.unwrap()
}

/// A message of a body's office.
async fn to_office(post: &Post, slug: &str) -> MessageId {
    let (tenant, address) = (World::tenant(slug), format!("agency_mailbox@{slug}.example"));
    let known = "select id from dondoc.contacts where tenant_id = $1";
    let known = post.world.owner.query_opt(known, &[&tenant.0]).await.unwrap();
    let office = match known {
        Some(row) => row.get(0),
        None => post.world.contact(slug, "agency_mailbox").await.unwrap(),
    };
    let task = post.world.task(&Uuid::now_v7().simple().to_string()[8..]).await.unwrap();
    let item = post.world.assignment(slug, task, &Scene::due(None)).await.unwrap();
    let args = json!({"assignment": item, "event": "returned"});
    post.queue(tenant, Kind::Decision, args, Some((office, address))).await.unwrap()
}

fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_shows_each_message_once_newest_first_by_any_of_its_filters() {
    let (post, server, lead) = desk().await;
    post.relay.set_faults(Faults::script([(Step::Recipient, Fault::Say("550 no"))]));
    let dead = post.decision(&post.officer).await.unwrap();
    post.worker().drain().await.unwrap();
    // Ids of one instant are in no order.
    post.later(1);
    let mut all = vec![dead.to_string()];
    for slug in ["ha-noi", "lao-cai", "ha-noi", "lao-cai", "bca"] {
        all.push(to_office(&post, slug).await.to_string());
        post.later(1);
    }
    post.worker().drain().await.unwrap();
    // An errand of the worker's is no mail.
    for kind in [Kind::CloseContributions, Kind::Share] {
        post.queue(World::tenant("ha-noi"), kind, json!({}), None).await.unwrap();
    }
    all.reverse();
    let get = async |query: &str| server.get(&format!("/mail/messages?{query}"), &lead).await.unwrap().1;
    assert_eq!(ids(&get("").await), all);
    let mut paged = Vec::new();
    let mut page = get("limit=4").await;
    loop {
        paged.extend(ids(&page));
        let Some(next) = page["next"].as_str() else { break };
        page = get(&format!("limit=4&cursor={next}")).await;
    }
    assert_eq!(paged, all);
    for (query, count) in [
        ("tenant=lao-cai", 2),
        ("state=dead", 1),
        ("state=sent", 5),
        ("state=ready", 0),
        ("kind=decision", 6),
        ("kind=digest", 0),
        ("address=agency_mailbox@bca.example", 1),
        ("tenant=ha-noi&state=dead&kind=decision", 1),
    ] {
        assert_eq!(ids(&get(query).await).len(), count, "{query}");
    }
    let first = get("limit=1").await;
    let cursor = first["next"].as_str().unwrap();
    for wrong in [
        "tenant=nowhere",
        "state=lost",
        "kind=close_contributions",
        "kind=share",
        "limit=x",
        "sort=id",
        "address=%00",
        "cursor=x",
        &format!("state=sent&cursor={cursor}"),
    ] {
        let (status, problem) = server.get(&format!("/mail/messages?{wrong}"), &lead).await.unwrap();
        assert!(status.is_client_error() && problem["code"].is_string(), "{wrong}: {status} {problem}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_shows_what_was_handed_over_and_why_it_failed() {
    let (post, server, lead) = desk().await;
    let sent = post.decision(&post.officer).await.unwrap();
    post.worker().drain().await.unwrap();
    post.relay.set_faults(Faults::script([(Step::Recipient, Fault::Say("450 4.2.2 mailbox full"))]));
    let waits = post.decision(&post.officer).await.unwrap();
    post.worker().drain().await.unwrap();
    let show = async |id| server.get(&format!("/mail/messages/{id}"), &lead).await.unwrap().1;
    let seen = show(sent).await;
    let letter = post.relay.received().pop().unwrap().letter();
    assert_eq!(seen["subject"], json!(letter.subject));
    assert!(seen["text"].as_str().unwrap().contains("Thiếu số liệu"), "{seen}");
    assert_eq!((&seen["row"]["state"], &seen["row"]["attempts"]), (&json!("sent"), &json!(1)));
    assert_eq!(seen["row"]["recipient"], json!("officer (ha-noi)"));
    assert_eq!(format!("{}@nation.example", seen["message_id"].as_str().unwrap()), letter.message_id);
    let seen = show(waits).await;
    assert_eq!((&seen["row"]["state"], &seen["subject"]), (&json!("ready"), &Value::Null));
    assert!(seen["row"]["last_error"].as_str().unwrap().contains("4.2.2 mailbox full"), "{seen}");
    // Its next try goes well: the log shows both.
    post.later(30);
    post.worker().drain().await.unwrap();
    let lead = post.world.another_session(&lead).await.unwrap();
    let (_, seen) = server.get(&format!("/mail/messages/{waits}"), &lead).await.unwrap();
    let steps = seen["steps"].as_array().unwrap();
    let states: Vec<_> = steps.iter().map(|step| step["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["ready", "sent"], "{seen}");
    assert!(steps[0]["said"].as_str().unwrap().contains("4.2.2 mailbox full"), "{seen}");
    assert_eq!(steps[1]["said"], "250 2.0.0 kept");
    assert_eq!(
        server.get(&format!("/mail/messages/{}", Uuid::now_v7()), &lead).await.unwrap().0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_can_be_cancelled_and_what_was_given_up_sent_again() {
    let (post, server, lead) = desk().await;
    let id = post.decision(&post.officer).await.unwrap();
    let cancel = format!("/mail/messages/{id}/cancel");
    let remark = json!({"remark": "Gửi nhầm"});
    let (status, text) = act(&server, Method::POST, &cancel, &remark, &lead).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    assert_eq!(act(&server, Method::POST, &cancel, &remark, &lead).await.0, StatusCode::CONFLICT);
    post.worker().drain().await.unwrap();
    let row = post.row(id).await.unwrap();
    assert_eq!((row.state.as_str(), row.why.as_str()), ("cancelled", "lead (national): Gửi nhầm"));
    let (_, seen) = server.get(&format!("/mail/messages/{id}"), &lead).await.unwrap();
    let [step] = seen["steps"].as_array().unwrap().as_slice() else { panic!("{seen}") };
    assert_eq!((&step["state"], &step["said"]), (&json!("cancelled"), &json!("lead (national): Gửi nhầm")));

    post.relay.set_faults(Faults::script([(Step::Dot, Fault::Say("554 5.6.0 no"))]));
    let id = post.decision(&post.officer).await.unwrap();
    let resend = format!("/mail/messages/{id}/resend");
    assert_eq!(
        act(&server, Method::POST, &resend, &Value::Null, &lead).await.0,
        StatusCode::CONFLICT,
        "it waits"
    );
    post.worker().drain().await.unwrap();
    assert_eq!(post.row(id).await.unwrap().state, "dead");
    post.at("2024-07-25T20:00+07:00");
    let lead = post.world.another_session(&lead).await.unwrap();
    assert_eq!(act(&server, Method::POST, &resend, &Value::Null, &lead).await.0, StatusCode::OK);
    post.worker().drain().await.unwrap();
    assert!(post.relay.received().is_empty(), "it obeys the send window");
    post.at("2024-07-26T07:30+07:00");
    post.worker().drain().await.unwrap();
    let row = post.row(id).await.unwrap();
    assert_eq!((row.state.as_str(), row.attempts), ("sent", 1));
    let lead = post.world.another_session(&lead).await.unwrap();
    let (_, seen) = server.get(&format!("/mail/messages/{id}"), &lead).await.unwrap();
    let steps: Vec<_> = seen["steps"].as_array().unwrap().iter().map(|step| &step["state"]).collect();
    assert_eq!(steps, ["dead", "ready", "sent"], "{seen}");
    assert_eq!(seen["steps"][1]["said"], "lead (national)");
    let trail = "select string_agg(action, ' ' order by at) from dondoc.audit where subject_kind = 'message' and tenant_id = 1";
    let trail: String = post.world.owner.query_one(trail, &[]).await.unwrap().get(0);
    assert_eq!(trail, "cancel_message resend_message");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_again_after_two_doubts_is_the_same_message_and_nothing_goes_to_a_suspended_address() {
    let (post, server, lead) = desk().await;
    let id = post.decision(&post.officer).await.unwrap();
    post.relay.set_faults(Faults::always(Step::Kept, Fault::Drop));
    post.worker().drain().await.unwrap();
    post.later(15);
    post.worker().drain().await.unwrap();
    assert_eq!(post.row(id).await.unwrap().state, "dead");
    post.relay.set_faults(Faults::none());
    let resend = format!("/mail/messages/{id}/resend");
    let lead = post.world.another_session(&lead).await.unwrap();
    post.world.suspend("ha-noi", &post.officer.email).await.unwrap();
    let (status, problem) = act(&server, Method::POST, &resend, &Value::Null, &lead).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("address_suspended")));
    let lift = "update dondoc.suspensions set lifted_at = now(), lifted_by = id, lifted_name = 'x'";
    post.world.run(lift, &[]).await.unwrap();
    assert_eq!(act(&server, Method::POST, &resend, &Value::Null, &lead).await.0, StatusCode::OK);
    post.worker().drain().await.unwrap();
    assert_eq!(post.row(id).await.unwrap().state, "sent");
    let received = post.relay.received();
    assert!(received.len() == 3 && received.iter().all(|mail| mail.raw == received[0].raw));
}

#[tokio::test(flavor = "multi_thread")]
async fn while_mail_is_held_nothing_leaves_and_no_message_loses_an_attempt() {
    let (post, server, lead) = desk().await;
    let observer = post.world.person("national", Role::Observer).await.unwrap();
    let (own, other) = (post.decision(&post.officer).await.unwrap(), to_office(&post, "lao-cai").await);
    let hold = json!({"tenant": "ha-noi", "reason": "Rà soát danh sách"});
    assert_eq!(act(&server, Method::POST, "/mail/holds", &hold, &observer).await.0, StatusCode::FORBIDDEN);
    let (status, made) = act(&server, Method::POST, "/mail/holds", &hold, &lead).await;
    assert_eq!(status, StatusCode::OK, "{made}");
    post.worker().drain().await.unwrap();
    assert_eq!(post.row(other).await.unwrap().state, "sent", "another body's mail goes on");
    // One that was to leave at once waits as well.
    let (path, urge) = (
        format!("/assignments/{}/urges", post.item),
        json!({"text": "x", "reply_by": "2024-08-01", "now": true}),
    );
    assert_eq!(server.act(&path, 1, &urge, &lead).await.unwrap().0, StatusCode::OK);
    post.worker().drain().await.unwrap();
    let row = post.row(own).await.unwrap();
    assert_eq!((row.state.as_str(), row.attempts, post.relay.received().len()), ("ready", 0, 1));
    let (_, seen) = server.get(&format!("/mail/messages/{own}"), &observer).await.unwrap();
    assert_eq!(seen["held"], json!(true));
    let (_, state) = server.get("/mail/state", &observer).await.unwrap();
    assert_eq!(state["holds"][0]["reason"], json!("Rà soát danh sách"));

    let lift = format!("/mail/holds/{}/lift", made["id"].as_str().unwrap());
    assert_eq!(act(&server, Method::POST, &lift, &Value::Null, &lead).await.0, StatusCode::OK);
    assert_eq!(act(&server, Method::POST, &lift, &Value::Null, &lead).await.0, StatusCode::NOT_FOUND);
    post.worker().drain().await.unwrap();
    assert_eq!(post.relay.received().len(), 3);

    // All mail, for half an hour that begins later.
    post.later(1);
    let [from, until] = [10, 40].map(|minutes| post.world.now() + jiff::SignedDuration::from_mins(minutes));
    let hold = json!({"reason": "x", "from": from, "until": until});
    assert_eq!(act(&server, Method::POST, "/mail/holds", &hold, &lead).await.0, StatusCode::OK);
    for (minutes, received) in [(9, 4), (2, 4), (28, 4), (2, 7)] {
        post.later(minutes);
        post.decision(&post.officer).await.unwrap();
        post.worker().drain().await.unwrap();
        assert_eq!(post.relay.received().len(), received, "{minutes} minutes later");
    }
    let lead = post.world.another_session(&lead).await.unwrap();
    let past = post.world.now() - jiff::SignedDuration::from_mins(1);
    for wrong in [
        json!({"reason": ""}),
        json!({"reason": "x", "from": past}),
        json!({"reason": "x", "until": past}),
        json!({"reason": "x", "tenant": "nowhere"}),
    ] {
        let (status, _) = act(&server, Method::POST, "/mail/holds", &wrong, &lead).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let (_, holds) = server.get("/mail/holds", &lead).await.unwrap();
    let ended: Vec<_> = holds["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hold| (&hold["in_force"], &hold["lifted_by"]))
        .collect();
    assert_eq!(ended, [(&json!(false), &Value::Null), (&json!(false), &json!("lead (national)"))]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_says_when_mail_leaves_by_window_holds_and_budget() {
    let (post, server, lead) = desk().await;
    for _ in 0..2 {
        post.world.person("ha-noi", Role::Officer).await.unwrap();
    }
    let due = "update dondoc.assignments set assignee_id = null, due_on = '2024-07-25', original_due_on = \
               '2024-07-25', late_from = '2024-07-26', original_late_from = '2024-07-26', urgency_on = '2024-07-26'";
    post.world.run(due, &[]).await.unwrap();
    let urge = json!({"text": "x", "reply_by": "2024-08-01", "now": true});
    let path = format!("/assignments/{}/urges/preview", post.item);
    let urged = async || {
        let seen = server.act(&path, 1, &urge, &lead).await.unwrap().1;
        (seen["leaves_at"].clone(), seen["held"].clone())
    };
    let run = async || {
        let seen = server.get("/reminders/preview?on=2024-07-26", &lead).await.unwrap().1;
        let of = |seen: &Value| (seen["leaves_at"].clone(), seen["held"].clone());
        (of(&seen), of(&seen["tenants"][0]), seen["tenants"][0]["over_budget"].clone())
    };
    let hold = async |body: Value| {
        let (status, made) = act(&server, Method::POST, "/mail/holds", &body, &lead).await;
        assert_eq!(status, StatusCode::OK, "{made}");
        format!("/mail/holds/{}/lift", made["id"].as_str().unwrap())
    };
    let free = |at: &str| (json!(at), json!(false));
    let friday = free("2024-07-26T00:30:00Z");
    assert_eq!(urged().await, (json!(post.world.now()), json!(false)));
    assert_eq!(run().await, (friday.clone(), friday.clone(), json!(0)));
    let budget = json!({"tenant": "ha-noi", "digests_a_day": 1});
    assert_eq!(act(&server, Method::PUT, "/mail/budget", &budget, &lead).await.0, StatusCode::OK);
    assert_eq!(run().await, (friday.clone(), friday.clone(), json!(2)), "two of three leave on a later day");

    // One body's mail until Friday noon, even what was to leave at once.
    let lift = hold(json!({"tenant": "ha-noi", "reason": "x", "until": "2024-07-26T05:00:00Z"})).await;
    let noon = (json!("2024-07-26T05:00:00Z"), json!(true));
    assert_eq!(urged().await, noon);
    assert_eq!(run().await, (friday.clone(), noon, json!(2)));
    assert_eq!(act(&server, Method::POST, &lift, &Value::Null, &lead).await.0, StatusCode::OK);
    // All mail, until somebody lifts it.
    hold(json!({"reason": "x"})).await;
    let never = (Value::Null, json!(true));
    assert_eq!(urged().await, never);
    assert_eq!(run().await, (never.clone(), never, json!(2)));

    // What is cancelled is held by nothing.
    let id = post.decision(&post.officer).await.unwrap();
    let show = async || server.get(&format!("/mail/messages/{id}"), &lead).await.unwrap().1["held"].clone();
    assert_eq!(show().await, json!(true));
    let cancel = format!("/mail/messages/{id}/cancel");
    assert_eq!(act(&server, Method::POST, &cancel, &json!({"remark": "x"}), &lead).await.0, StatusCode::OK);
    assert_eq!(show().await, json!(false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_that_begins_after_the_claim_still_stops_the_groups_not_begun() {
    let (post, server, lead) = desk().await;
    for _ in 0..12 {
        post.decision(&post.officer).await.unwrap();
    }
    post.relay.set_faults(Faults::script([(Step::Recipient, Fault::Hold)]));
    let worker = post.worker_with(dondoc_kernel::mail::smtp::Deadlines::default(), Duration::ZERO, "");
    let running = tokio::spawn(async move { worker.drain().await });
    post.relay.wait_until("hold", Duration::from_secs(20), |log| !log.faults.is_empty()).await.unwrap();
    assert_eq!(
        act(&server, Method::POST, "/mail/holds", &json!({"reason": "x"}), &lead).await.0,
        StatusCode::OK
    );
    post.relay.release();
    running.await.unwrap().unwrap();
    assert_eq!(post.relay.received().len(), 8, "one group was on its way");
    let kept = "select count(*) from dondoc.outbox where state = 'ready' and attempts = 0 and raw is null";
    assert_eq!(post.world.count(kept).await.unwrap(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn beyond_the_days_budget_reminders_wait_for_the_next_day_and_acts_of_people_do_not() {
    let (post, server, lead) = desk().await;
    let mut people = vec![post.officer.clone()];
    for _ in 0..2 {
        people.push(post.world.person("ha-noi", Role::Officer).await.unwrap());
    }
    post.world
        .run(
            "update dondoc.assignments set assignee_id = null, due_on = '2024-07-25', original_due_on = \
        '2024-07-25', late_from = '2024-07-26', original_late_from = '2024-07-26', urgency_on = '2024-07-26'",
            &[],
        )
        .await
        .unwrap();
    let budget = async |body: Value| act(&server, Method::PUT, "/mail/budget", &body, &lead).await;
    assert_eq!(budget(json!({"digests_a_day": 1})).await.0, StatusCode::OK);
    assert_eq!(budget(json!({"tenant": "ha-noi", "digests_a_day": 2})).await.0, StatusCode::OK);
    for wrong in [json!({}), json!({"digests_a_day": 0}), json!({"tenant": "nowhere", "digests_a_day": 9})] {
        assert_eq!(budget(wrong).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(post.sweep("ha-noi").await, 3);
    post.decision(&post.officer).await.unwrap();
    post.worker().drain().await.unwrap();
    assert_eq!(post.relay.received().len(), 3, "two digests and the decision");
    let waits =
        "select count(*) from dondoc.outbox where state = 'ready' and kind = 'digest' and attempts = 0";
    assert_eq!(post.world.count(waits).await.unwrap(), 1);
    let (_, state) = server.get("/mail/state", &lead).await.unwrap();
    let [over] = state["over_budget"].as_array().unwrap().as_slice() else { panic!("{state}") };
    assert_eq!((&over["tenant"]["slug"], &over["sent"]), (&json!("ha-noi"), &json!(2)));
    assert_eq!(
        (&over["budget"], &over["waiting"], &state["digests_a_day"]),
        (&json!(2), &json!(1), &json!(1))
    );
    post.later(60);
    assert_eq!(post.worker().drain().await.unwrap(), 0, "it is not asked for again today");

    // The next day it is one digest with both days' lines, and the budget is a new one.
    post.at("2024-07-26T07:30+07:00");
    let lead = post.world.another_session(&lead).await.unwrap();
    let budget = async |body: Value| act(&server, Method::PUT, "/mail/budget", &body, &lead).await;
    assert_eq!(post.sweep("ha-noi").await, 3);
    assert_eq!(budget(json!({"tenant": "ha-noi"})).await.0, StatusCode::OK);
    assert_eq!(budget(json!({"digests_a_day": 3})).await.0, StatusCode::OK);
    post.worker().drain().await.unwrap();
    assert_eq!(post.relay.received().len(), 6);
    let merged = "select count(*) from (select message_id from dondoc.reminder_occurrences \
                  group by message_id having count(*) = 2) one";
    assert_eq!(post.world.count(merged).await.unwrap(), 1, "what waited took the next day's line in");
    let counted = "select sum(n) from dondoc.digests_sent where tenant_id = 1";
    assert_eq!(post.world.count(counted).await.unwrap(), 5);
    assert_eq!(post.world.count("select count(*) from dondoc.digests_sent where alarmed").await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_is_left_alone_is_seen_from_elsewhere_until_it_works_again() {
    let (post, server, lead) = desk().await;
    post.decision(&post.officer).await.unwrap();
    let pauses = async || server.get("/mail/state", &lead).await.unwrap().1["pauses"].clone();
    post.relay.set_faults(Faults::always(Step::Greeting, Fault::Reply(421)));
    let worker = post.worker_with(SHORT, Duration::from_millis(300), "");
    worker.drain().await.unwrap();
    let seen = pauses().await;
    assert_eq!(seen[0]["relay"], json!(post.relay.address().to_string()), "{seen}");
    assert!(seen[0]["error"].as_str().unwrap().contains("421"), "{seen}");
    let (_, state) = server.get("/mail/state", &lead).await.unwrap();
    assert_eq!(state["figures"]["waiting"], json!(1));
    post.relay.set_faults(Faults::none());
    tokio::time::sleep(Duration::from_millis(350)).await;
    worker.drain().await.unwrap();
    assert_eq!(post.relay.received().len(), 1);
    assert_eq!(pauses().await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_budget_is_of_the_bodys_own_day_and_what_has_left_on_it_counts() {
    let (post, server, lead) = desk().await;
    post.world.person("ha-noi", Role::Officer).await.unwrap();
    for away in [
        "update dondoc.tenants set zone = 'Pacific/Honolulu' where slug = 'ha-noi'",
        "update dondoc.assignments set assignee_id = null, due_on = '2024-07-25', original_due_on = '2024-07-25', \
         late_from = '2024-07-26', original_late_from = '2024-07-26', urgency_on = '2024-07-26'",
    ] {
        post.world.run(away, &[]).await.unwrap();
    }
    let one = json!({"digests_a_day": 1});
    assert_eq!(act(&server, Method::PUT, "/mail/budget", &one, &lead).await.0, StatusCode::OK);
    // Already the 26th in Ha Noi and in Greenwich.
    post.at("2024-07-25T15:00-10:00");
    post.worker().sweep().await.unwrap();
    post.worker().drain().await.unwrap();
    let digests = |state: &'static str| {
        let sql = "select count(*) from dondoc.outbox where kind = 'digest' and state = ";
        format!("{sql}'{state}'")
    };
    assert_eq!(post.world.count(&digests("sent")).await.unwrap(), 1);
    assert_eq!(post.world.count(&digests("ready")).await.unwrap(), 1);
    let day = "select day::text from dondoc.digests_sent";
    assert_eq!(post.world.owner.query_one(day, &[]).await.unwrap().get::<_, String>(0), "2024-07-25");
    // What comes to its turn later that day finds the budget spent.
    let turn = "update dondoc.outbox set run_at = '2024-07-25T15:01-10:00' where state = 'ready'";
    assert_eq!(post.world.run(turn, &[]).await.unwrap(), 1);
    post.at("2024-07-25T16:00-10:00");
    post.worker().drain().await.unwrap();
    assert_eq!(post.world.count(&digests("sent")).await.unwrap(), 1);
    for (at, sent) in [("2024-07-26T07:29-10:00", 1), ("2024-07-26T07:30-10:00", 2)] {
        post.at(at);
        post.worker().sweep().await.unwrap();
        post.worker().drain().await.unwrap();
        assert_eq!(post.world.count(&digests("sent")).await.unwrap(), sent, "{at}");
    }
}
