//! From the queue to the relay: every fault leads to its state, nothing is sent by two, nothing is lost by one that dies.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use dondoc_server::mail::smtp::Deadlines;
use dondoc_server::outbox::Kind;
use dondoc_server::outbox::delivery::Holding;
use dondoc_server::worker::Settings;
use dondoc_shared::role::Role;
use dondoc_tests::mailbox::{Fault, Faults, Step};
use dondoc_tests::post::{Post, SHORT};
use dondoc_tests::world::World;
use futures_util::future::join_all;
use serde_json::json;
use tokio_util::sync::CancellationToken;

const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_message_leaves_once_with_the_timeline_to_tell_of_it() {
    let post = Post::new().await.unwrap();
    let id = post.decision(&post.officer).await.unwrap();
    assert_eq!(post.worker().drain().await.unwrap(), 1);
    assert_eq!(post.worker().drain().await.unwrap(), 0);

    let row = post.row(id).await.unwrap();
    assert_eq!((row.state.as_str(), row.attempts, row.ambiguous), ("sent", 1, 0));
    let [mail] = post.relay.to(&post.officer.email).try_into().unwrap();
    assert!(row.raw.unwrap() == mail.raw, "the bytes that are kept are those that left");
    let letter = mail.letter();
    assert_eq!(letter.subject, "T24-08/ha-noi: trả lại để bổ sung");
    assert!(letter.text.contains("Thiếu số liệu") && letter.html.contains("Thiếu số liệu"));
    assert_eq!(letter.links(), [format!("https://nation.example/assignments/{}", post.item)]);
    let told = "select count(*) from dondoc.events where kind = 'reminded'";
    assert_eq!(post.world.count(told).await.unwrap(), 1);
}

#[tokio::test]
async fn every_fault_leads_to_its_state_and_the_next_message_is_unaffected() {
    use Fault::{Drop, Endless, Garbage, Reply, Silent, Trickle};
    use Step::{Body, Connect, Data, Dot, Greeting, Hello, Kept, Recipient, Sender};
    let post = Post::new().await.unwrap();
    let away = [(Connect, Drop)].into_iter().chain([Greeting, Hello].into_iter().flat_map(|step| {
        [Drop, Reply(450), Reply(550), Reply(421), Silent, Garbage, Endless, Trickle]
            .map(|fault| (step, fault))
    }));
    let mut cases: Vec<(Step, Fault, &str)> = away.map(|(step, fault)| (step, fault, "untouched")).collect();
    for step in [Sender, Recipient, Data] {
        cases.extend(
            [Drop, Reply(450), Reply(421), Silent, Garbage, Endless, Trickle].map(|f| (step, f, "ready")),
        );
        cases.push((step, Reply(550), "dead"));
    }
    cases.extend([(Data, Reply(250), "ready"), (Sender, Reply(354), "ready"), (Body, Drop, "ambiguous")]);
    for step in [Dot, Kept] {
        cases.extend([Reply(450), Reply(421)].map(|fault| (step, fault, "ready")));
        cases
            .extend([Drop, Silent, Garbage, Endless, Reply(354), Reply(251)].map(|f| (step, f, "ambiguous")));
        cases.push((step, Reply(550), "dead"));
    }
    for (step, fault, expected) in cases {
        post.relay.set_faults(Faults::script([(step, fault)]));
        let (worker, id) = (post.worker(), post.decision(&post.officer).await.unwrap());
        worker.drain().await.unwrap();
        let row = post.row(id).await.unwrap();
        let state = if row.attempts == 0 { "untouched" } else { row.state.as_str() };
        assert_eq!(state, expected, "{step:?} {fault:?}: {row:?}");
        assert_eq!(row.ambiguous, i32::from(expected == "ambiguous"));
        // A certain refusal leaves no bytes to repeat; a doubtful one keeps them.
        assert_eq!(row.raw.is_some(), matches!(expected, "ambiguous" | "dead"));

        let before = post.relay.received().len();
        let next = post.decision(&post.officer).await.unwrap();
        worker.drain().await.unwrap();
        assert_eq!(post.row(next).await.unwrap().state, "sent", "after {step:?} {fault:?}");
        let arrived = post.relay.received().len() - before;
        assert_eq!(arrived, if expected == "untouched" { 2 } else { 1 }, "after {step:?} {fault:?}");
        post.forget(id).await.unwrap();
    }
}

#[tokio::test]
async fn a_refused_message_is_tried_again_and_a_hopeless_one_is_left_to_a_person() {
    let post = Post::new().await.unwrap();
    let id = post.decision(&post.officer).await.unwrap();
    post.relay.set_faults(Faults::always(Step::Recipient, Fault::Reply(451)));
    let worker = post.worker();
    for (minutes, attempts) in [(0, 1), (1, 1), (1, 2), (7, 3), (20, 4)] {
        post.later(minutes);
        worker.drain().await.unwrap();
        assert_eq!(post.row(id).await.unwrap().attempts, attempts, "after {minutes} minutes more");
    }
    for _ in 0..100 {
        post.later(6 * 60);
        worker.drain().await.unwrap();
    }
    let row = post.row(id).await.unwrap();
    assert_eq!((row.state.as_str(), row.attempts), ("dead", 34));
    assert!(row.why.contains("451"), "{}", row.why);
}

#[tokio::test]
async fn a_message_in_doubt_goes_once_more_with_the_same_bytes_and_then_waits_for_a_person() {
    let post = Post::new().await.unwrap();
    let id = post.decision(&post.officer).await.unwrap();
    post.relay.set_faults(Faults::always(Step::Kept, Fault::Drop));
    post.worker().drain().await.unwrap();
    assert_eq!(post.row(id).await.unwrap().state, "ambiguous");
    post.later(14);
    assert_eq!(post.worker().drain().await.unwrap(), 0);
    post.later(1);
    post.worker().drain().await.unwrap();
    let row = post.row(id).await.unwrap();
    assert_eq!((row.state.as_str(), row.ambiguous), ("dead", 2));
    post.later(60 * 24);
    assert_eq!(post.worker().drain().await.unwrap(), 0);

    let [first, second] = post.relay.received().try_into().unwrap();
    assert_eq!(first.raw, second.raw);
    assert!(!first.letter().message_id.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_side_by_side_send_each_message_once() {
    let post = Post::new().await.unwrap();
    let people = [
        post.world.person("ha-noi", Role::Approver).await.unwrap(),
        post.world.person("ha-noi", Role::Officer).await.unwrap(),
    ];
    for n in 0..80 {
        post.decision(&people[n % 2]).await.unwrap();
    }
    let workers = [post.worker(), post.worker(), post.worker()];
    let settled: usize = join_all(workers.iter().map(|worker| worker.drain()))
        .await
        .into_iter()
        .map(|settled| settled.unwrap())
        .sum();
    assert_eq!(settled, 80);
    let received = post.relay.received();
    let distinct: BTreeSet<String> = received.iter().map(|mail| mail.letter().message_id).collect();
    assert_eq!((received.len(), distinct.len()), (80, 80));
}

#[tokio::test]
async fn a_worker_killed_at_any_step_loses_nothing_and_doubles_only_what_is_in_doubt() {
    use Step::{Body, Data, Dot, Kept, Recipient, Sender};
    for step in [Sender, Recipient, Data, Body, Dot, Kept] {
        let post = Post::new().await.unwrap();
        let id = post.decision(&post.officer).await.unwrap();
        post.relay.set_faults(Faults::script([(step, Fault::Hold)]));
        let patient = dondoc_server::mail::smtp::Deadlines::default();
        let worker = post.worker_with(patient, Duration::ZERO, "");
        let running = tokio::spawn(async move { worker.drain().await });
        post.relay.wait_until("hold", PATIENCE, |log| !log.faults.is_empty()).await.unwrap();
        running.abort();
        assert!(running.await.unwrap_err().is_cancelled());
        assert_eq!(post.row(id).await.unwrap().state, "intent", "{step:?}");

        assert_eq!(post.worker().drain().await.unwrap(), 0, "the lease holds");
        post.expire().await.unwrap();
        post.worker().drain().await.unwrap();
        assert_eq!(post.row(id).await.unwrap().state, "ambiguous", "{step:?}");
        post.later(15);
        post.worker().drain().await.unwrap();
        let row = post.row(id).await.unwrap();
        assert_eq!((row.state.as_str(), row.ambiguous), ("sent", 1), "{step:?}");
        let received = post.relay.received();
        assert_eq!(received.len(), if step == Kept { 2 } else { 1 }, "{step:?}");
        let distinct: BTreeSet<Vec<u8>> = received.into_iter().map(|mail| mail.raw).collect();
        assert_eq!(distinct.len(), 1, "{step:?}");
    }
}

#[tokio::test]
async fn a_worker_thought_dead_changes_nothing_when_it_comes_back() {
    let post = Post::new().await.unwrap();
    let id = post.decision(&post.officer).await.unwrap();
    post.relay.set_faults(Faults::script([(Step::Kept, Fault::Hold)]));
    let slow = post.worker_with(dondoc_server::mail::smtp::Deadlines::default(), Duration::ZERO, "");
    let running = tokio::spawn(async move { slow.drain().await });
    post.relay.wait_until("hold", PATIENCE, |log| !log.faults.is_empty()).await.unwrap();
    post.expire().await.unwrap();
    post.worker().drain().await.unwrap();
    post.relay.release();
    running.await.unwrap().unwrap();
    assert_eq!(post.row(id).await.unwrap().state, "ambiguous");
    let told = "select count(*) from dondoc.events where kind = 'reminded'";
    assert_eq!(post.world.count(told).await.unwrap(), 0);
}

#[tokio::test]
async fn nobody_who_left_gets_mail_and_a_new_address_gets_it() {
    let post = Post::new().await.unwrap();
    let [left, moved, stays] = [
        post.world.person("ha-noi", Role::Officer).await.unwrap(),
        post.world.person("ha-noi", Role::Officer).await.unwrap(),
        post.world.person("ha-noi", Role::Officer).await.unwrap(),
    ];
    let contact = post.world.contact("ha-noi", "agency_mailbox").await.unwrap();
    let mut ids = Vec::new();
    for person in [&left, &moved, &stays] {
        ids.push(post.decision(person).await.unwrap());
    }
    let args = json!({"assignment": post.item, "event": "returned"});
    let office = Some((contact, "agency_mailbox@ha-noi.example".to_owned()));
    ids.push(post.queue(World::tenant("ha-noi"), Kind::Decision, args.clone(), office).await.unwrap());
    // A person of another body, by a mistake of whoever queued it.
    let foreign = post.world.person("lao-cai", Role::Officer).await.unwrap();
    let foreigner = Some((foreign.id.0, foreign.email.clone()));
    ids.push(post.queue(World::tenant("ha-noi"), Kind::Decision, args, foreigner).await.unwrap());

    let user = "update dondoc.users set status = 'disabled' where id = $1";
    post.world.run(user, &[&left.id.0]).await.unwrap();
    let user = "update dondoc.users set email = 'new@ha-noi.example' where id = $1";
    post.world.run(user, &[&moved.id.0]).await.unwrap();
    post.world.run("delete from dondoc.contacts", &[]).await.unwrap();
    post.worker().drain().await.unwrap();

    let mut states = Vec::new();
    for id in ids {
        states.push(post.row(id).await.unwrap().state);
    }
    assert_eq!(states, ["cancelled", "sent", "sent", "cancelled", "cancelled"]);
    let mut to: Vec<String> = post.relay.received().into_iter().map(|mail| mail.to).collect();
    to.sort();
    let mut expected = vec!["new@ha-noi.example".to_owned(), stays.email];
    expected.sort();
    assert_eq!(to, expected);
}

#[tokio::test]
async fn what_is_no_longer_owed_is_cancelled_when_its_groups_turn_comes() {
    let post = Post::new().await.unwrap();
    let other = post.world.person("ha-noi", Role::Officer).await.unwrap();
    for _ in 0..8 {
        post.decision(&other).await.unwrap();
    }
    post.later(1);
    let id = post.decision(&post.officer).await.unwrap();
    post.relay.set_faults(Faults::script([(Step::Recipient, Fault::Hold)]));
    let worker = post.worker_with(dondoc_server::mail::smtp::Deadlines::default(), Duration::ZERO, "");
    let running = tokio::spawn(async move { worker.drain().await });
    post.relay.wait_until("hold", PATIENCE, |log| !log.faults.is_empty()).await.unwrap();
    let disable = "update dondoc.users set status = 'disabled' where id = $1";
    post.world.run(disable, &[&post.officer.id.0]).await.unwrap();
    post.relay.release();
    running.await.unwrap().unwrap();
    assert_eq!(post.row(id).await.unwrap().state, "cancelled");
    let received = post.relay.received();
    assert_eq!(received.len(), 8);
    assert!(received.iter().all(|mail| mail.to == other.email));
}

#[tokio::test]
async fn a_group_whose_relay_is_slow_is_given_back_after_a_while_and_looked_at_anew() {
    let post = Post::new().await.unwrap();
    for _ in 0..3 {
        post.decision(&post.officer).await.unwrap();
    }
    post.relay.set_faults(Faults::script([(Step::Kept, Fault::Hold)]));
    let holding = Holding { begin_within: Duration::ZERO, ..Holding::default() };
    let worker = post.worker_of(Settings { holding, ..Post::settings() });
    let running = tokio::spawn(async move { worker.deliver_all().await });
    post.relay.wait_until("hold", PATIENCE, |log| !log.faults.is_empty()).await.unwrap();
    post.relay.release();
    // Claimed: three, then two, then one. Each time the first leaves and the others are given back.
    assert_eq!(running.await.unwrap().unwrap(), 6);
    assert_eq!(post.relay.received().len(), 3);
    let once = "select count(*) from dondoc.outbox where state = 'sent' and attempts = 1 and ambiguous = 0";
    assert_eq!(post.world.count(once).await.unwrap(), 3);
}

#[tokio::test]
async fn a_message_that_was_in_doubt_goes_alone() {
    let post = Post::new().await.unwrap();
    let doubted = post.decision(&post.officer).await.unwrap();
    post.relay.set_faults(Faults::script([(Step::Body, Fault::Drop)]));
    post.worker().drain().await.unwrap();
    assert_eq!(post.row(doubted).await.unwrap().state, "ambiguous");
    for _ in 0..3 {
        post.decision(&post.officer).await.unwrap();
    }
    post.later(15);
    post.relay.set_faults(Faults::script([(Step::Recipient, Fault::Hold)]));
    let worker = post.worker_with(Deadlines::default(), Duration::ZERO, "");
    let running = tokio::spawn(async move { worker.drain().await });
    post.relay.wait_until("hold", PATIENCE, |log| log.faults.len() > 1).await.unwrap();
    let handed = "select count(*) from dondoc.outbox where state = 'intent'";
    let together = post.world.count(handed).await.unwrap();
    let alone = post.row(doubted).await.unwrap().state == "intent";
    post.relay.release();
    running.await.unwrap().unwrap();
    assert_eq!(together, if alone { 1 } else { 3 });
    let sent = "select count(*) from dondoc.outbox where state = 'sent'";
    assert_eq!(post.world.count(sent).await.unwrap(), 4);
}

#[tokio::test]
async fn a_relay_that_is_away_costs_no_message_an_attempt_and_is_left_alone() {
    let post = Post::new().await.unwrap();
    let id = post.decision(&post.officer).await.unwrap();
    post.relay.set_faults(Faults::always(Step::Greeting, Fault::Reply(421)));
    let worker = post.worker_with(SHORT, Duration::from_hours(1), "");
    for _ in 0..3 {
        worker.drain().await.unwrap();
    }
    assert_eq!(post.relay.sessions(), 1, "a 421 is enough");

    post.relay.set_faults(Faults::always(Step::Greeting, Fault::Drop));
    let worker = post.worker_with(SHORT, Duration::from_hours(1), "");
    for _ in 0..9 {
        worker.drain().await.unwrap();
    }
    assert_eq!(post.relay.sessions(), 6, "five in a row");
    post.relay.go_away().await;
    post.worker().drain().await.unwrap();
    assert_eq!(post.row(id).await.unwrap().attempts, 0);
    post.relay.set_faults(Faults::none());
    post.relay.come_back().await.unwrap();
    post.worker().drain().await.unwrap();
    assert_eq!(post.row(id).await.unwrap().state, "sent");
}

#[tokio::test]
async fn a_relay_that_offers_no_tls_gets_nothing_where_tls_is_required() {
    let post = Post::new().await.unwrap();
    let id = post.decision(&post.officer).await.unwrap();
    post.worker_with(SHORT, Duration::ZERO, "?tls=required").drain().await.unwrap();
    assert_eq!(post.row(id).await.unwrap().attempts, 0);
    assert!(post.relay.received().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_stopped_ends_what_runs_and_gives_back_the_rest() {
    let post = Post::new().await.unwrap();
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(post.decision(&post.officer).await.unwrap());
    }
    post.relay.set_faults(Faults::script([(Step::Kept, Fault::Hold)]));
    let patient = dondoc_server::mail::smtp::Deadlines::default();
    let (worker, stop) = (post.worker_with(patient, Duration::ZERO, ""), CancellationToken::new());
    let running = tokio::spawn(Arc::clone(&worker).run(stop.clone()));
    post.relay.wait_until("hold", PATIENCE, |log| !log.faults.is_empty()).await.unwrap();
    stop.cancel();
    post.relay.release();
    running.await.unwrap();
    let mut rows = Vec::new();
    for id in ids {
        let row = post.row(id).await.unwrap();
        rows.push((row.state, row.attempts));
    }
    rows.sort();
    let untouched = || ("ready".to_owned(), 0);
    assert_eq!(rows, [untouched(), untouched(), untouched(), untouched(), ("sent".to_owned(), 1)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn under_random_faults_and_deaths_everything_arrives_and_doubles_are_those_in_doubt() {
    let post = Post::new().await.unwrap();
    for _ in 0..60 {
        post.decision(&post.officer).await.unwrap();
    }
    let kinds = [Fault::Drop, Fault::Reply(451), Fault::Reply(421)];
    post.relay.set_faults(Faults::random(11, 5, &kinds));
    for round in 0..200u32 {
        let worker = post.worker();
        let running = tokio::spawn(async move { worker.drain().await });
        if round % 3 == 0 {
            // Killed somewhere in its work.
            let seen = post.relay.received().len() + 2;
            let _ = post.relay.wait_for(seen, Duration::from_millis(300)).await;
            running.abort();
        }
        drop(running.await);
        post.expire().await.unwrap();
        post.later(20);
        let open = "select count(*) from dondoc.outbox where state not in ('sent', 'dead')";
        if post.world.count(open).await.unwrap() == 0 {
            break;
        }
    }
    let sum = |what: &'static str| post.world.count(what);
    let dead = sum("select count(*) from dondoc.outbox where state = 'dead'").await.unwrap();
    let sent = sum("select count(*) from dondoc.outbox where state = 'sent'").await.unwrap();
    let doubts = sum("select sum(ambiguous)::bigint from dondoc.outbox").await.unwrap();
    assert_eq!(sent + dead, 60);
    let received = post.relay.received();
    let distinct: BTreeSet<String> = received.iter().map(|mail| mail.letter().message_id).collect();
    let count = |n: usize| i64::try_from(n).unwrap();
    assert!(count(distinct.len()) >= sent, "{} arrived of {sent} sent", distinct.len());
    // Refused after it was kept is the relay's lie, not our doubt: 451 and 421 at the last step.
    let lies = post
        .relay
        .log()
        .faults
        .iter()
        .filter(|(step, fault)| *step == Step::Kept && *fault != Fault::Drop)
        .count();
    assert!(count(received.len() - distinct.len()) <= doubts + count(lies), "{doubts} in doubt, {lies} lies");
    eprintln!("60 messages: {} arrivals, {doubts} in doubt, {lies} lies, {dead} dead", received.len());
}

#[tokio::test]
async fn an_errand_that_cannot_be_done_keeps_no_other_waiting() {
    let post = Post::new().await.unwrap();
    let tenant = World::tenant("ha-noi");
    let ask = async |task| {
        let args = json!({"task": task, "tenants": [2]});
        post.queue(tenant, Kind::CloseContributions, args, None).await.unwrap()
    };
    let (broken, sound) = (ask(json!(7)).await, ask(json!(uuid::Uuid::now_v7())).await);
    assert_eq!(post.worker().errands().await.unwrap(), 1);
    assert_eq!(post.row(sound).await.unwrap().state, "sent");
    let row = post.row(broken).await.unwrap();
    assert_eq!((row.state.as_str(), row.attempts), ("ready", 1));
    // Put off: it is not looked at again before its time, and each time for longer.
    post.worker().errands().await.unwrap();
    assert_eq!(post.row(broken).await.unwrap().attempts, 1);
    for _ in 0..60 {
        post.later(10);
        post.worker().errands().await.unwrap();
    }
    let row = post.row(broken).await.unwrap();
    assert_eq!((row.state.as_str(), row.attempts), ("dead", 20));
    assert!(row.why.contains("invalid type"), "{}", row.why);
}

#[tokio::test]
async fn an_errand_of_a_worker_that_died_is_anothers_when_its_lease_has_run_out() {
    let post = Post::new().await.unwrap();
    let args = json!({"task": uuid::Uuid::now_v7(), "tenants": [2]});
    let id = post.queue(World::tenant("ha-noi"), Kind::CloseContributions, args, None).await.unwrap();
    let held = "update dondoc.outbox set state = 'leased', attempts = 1, lease_token = id, \
                lease_until = clock_timestamp() + interval '30 seconds' where id = $1";
    post.world.run(held, &[&id.0]).await.unwrap();
    assert_eq!(post.worker().errands().await.unwrap(), 0);
    post.expire().await.unwrap();
    assert_eq!(post.worker().errands().await.unwrap(), 1);
    assert_eq!(post.row(id).await.unwrap().state, "sent");
}

#[tokio::test]
async fn what_is_held_up_past_the_window_waits_for_the_next_one_unless_it_was_sent_now() {
    let post = Post::new().await.unwrap();
    post.at("2024-07-26T16:58+07:00"); // A Friday.
    post.decision(&post.officer).await.unwrap();
    for now in [false, true] {
        let id = post.world.urge("ha-noi", post.item.0, post.world.day(6)).await.unwrap();
        let to = Some((post.officer.id.0, post.officer.email.clone()));
        let args = json!({"urge": id, "now": now});
        post.queue(World::tenant("ha-noi"), Kind::Urge, args, to).await.unwrap();
    }
    post.relay.set_faults(Faults::always(Step::Recipient, Fault::Reply(451)));
    post.worker().drain().await.unwrap();
    post.relay.set_faults(Faults::none());
    let mut left = Vec::new();
    for instant in [
        "2024-07-26T17:03+07:00",
        "2024-07-27T09:00+07:00",
        "2024-07-29T07:29+07:00",
        "2024-07-29T07:30+07:00",
    ] {
        post.at(instant);
        post.worker().drain().await.unwrap();
        left.push(post.relay.received().len());
    }
    assert_eq!(left, [1, 1, 1, 3]);
    assert!(post.relay.received()[0].letter().subject.contains("/2024/TCT"));
}

#[tokio::test]
async fn a_host_that_greylists_for_a_quarter_of_an_hour_gets_the_message_after_it() {
    let post = Post::new().await.unwrap();
    let id = post.decision(&post.officer).await.unwrap();
    let worker = post.worker();
    // The first sight of a sender is put off until a quarter of an hour has passed.
    post.relay.set_faults(Faults::always(Step::Recipient, Fault::Say("451 4.7.1 greylisted")));
    let mut passed = 0;
    while post.row(id).await.unwrap().state != "sent" {
        worker.drain().await.unwrap();
        post.later(1);
        passed += 1;
        assert!(passed < 40, "{:?}", post.row(id).await.unwrap());
        if passed == 15 {
            post.relay.set_faults(Faults::none());
        }
    }
    let row = post.row(id).await.unwrap();
    assert!(row.attempts <= 4 && row.ambiguous == 0, "{row:?}");
    assert_eq!(post.relay.received().len(), 1);
}

#[tokio::test]
async fn a_relay_that_takes_its_time_after_the_dot_has_the_message_once() {
    let post = Post::new().await.unwrap();
    let id = post.decision(&post.officer).await.unwrap();
    // Nine minutes of ten, on a shorter clock: longer than any other step may take.
    let patient = dondoc_server::mail::smtp::Deadlines { dot: Duration::from_secs(20), ..SHORT };
    post.relay.set_faults(Faults::script([(Step::Kept, Fault::Hold)]));
    let worker = post.worker_with(patient, Duration::ZERO, "");
    let running = tokio::spawn(async move { worker.drain().await });
    post.relay.wait_until("hold", PATIENCE, |log| !log.faults.is_empty()).await.unwrap();
    tokio::time::sleep(SHORT.command * 3).await;
    post.relay.release();
    assert_eq!(running.await.unwrap().unwrap(), 1);
    let row = post.row(id).await.unwrap();
    assert_eq!((row.state.as_str(), row.attempts, row.ambiguous), ("sent", 1, 0));
    assert_eq!(post.relay.received().len(), 1);
    // A worker that waits as long as it may still holds its lease: it was renewed with the intent.
    let (real, holding) = (Deadlines::default(), Holding::default());
    let last = holding.begin_within + 3 * real.command + real.dot;
    assert!(last < holding.lease, "the last hand-over of a group, from MAIL to the dot");
    assert!(real.connect + 6 * real.command < holding.lease, "everything before");
}

#[tokio::test]
async fn each_message_has_one_recipient_so_a_refused_one_takes_no_other_along() {
    let post = Post::new().await.unwrap();
    let other = post.world.person("ha-noi", Role::Approver).await.unwrap();
    let refused = post.decision(&post.officer).await.unwrap();
    post.later(1);
    let taken = post.decision(&other).await.unwrap();
    post.relay.set_faults(Faults::script([(Step::Recipient, Fault::Reply(550))]));
    post.worker().drain().await.unwrap();
    assert_eq!(post.row(refused).await.unwrap().state, "dead");
    assert_eq!(post.row(taken).await.unwrap().state, "sent");
    let [mail] = post.relay.received().try_into().unwrap();
    assert_eq!((mail.to.as_str(), mail.session), (other.email.as_str(), 0), "on the same connection");
    assert_eq!(mail.letter().to, [other.email]);
}
