//! From the queue to the relay: every fault leads to its state, nothing is sent by two, nothing is lost by one that dies.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use dondoc_kernel::mail::smtp::Deadlines;
use dondoc_kernel::outbox::Kind;
use dondoc_server::programs::worker::Settings;
use dondoc_server::slices::letters::delivery::Holding;
use dondoc_shared::id::MessageId;
use dondoc_shared::role::Role;
use dondoc_tests::mailbox::{Fault, Faults, Step};
use dondoc_tests::relay_world::Post;
use dondoc_tests::world::World;
use futures_util::future::join_all;
use serde_json::json;
use tokio_util::sync::CancellationToken;

const PATIENCE: Duration = Duration::from_secs(20);

/// The states that a message went to.
async fn steps(post: &Post, id: MessageId) -> String {
    let sql = "select string_agg(state, ' ' order by at, id) from dondoc.message_steps where message_id = $1";
    post.world.owner.query_one(sql, &[&id.0]).await.unwrap().get(0)
}

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
    let told = "select count(*) from dondoc.events where kind = 'decision_mailed'";
    assert_eq!(post.world.count(told).await.unwrap(), 1);
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
        let patient = dondoc_kernel::mail::smtp::Deadlines::default();
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
    let slow = post.worker_with(dondoc_kernel::mail::smtp::Deadlines::default(), Duration::ZERO, "");
    let running = tokio::spawn(async move { slow.drain().await });
    post.relay.wait_until("hold", PATIENCE, |log| !log.faults.is_empty()).await.unwrap();
    post.expire().await.unwrap();
    post.worker().drain().await.unwrap();
    post.relay.release();
    running.await.unwrap().unwrap();
    assert_eq!(post.row(id).await.unwrap().state, "ambiguous");
    let told = "select count(*) from dondoc.events where kind = 'decision_mailed'";
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
    // A person of another body, queued by mistake.
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
    let worker = post.worker_with(dondoc_kernel::mail::smtp::Deadlines::default(), Duration::ZERO, "");
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

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_stopped_ends_what_runs_and_gives_back_the_rest() {
    let post = Post::new().await.unwrap();
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(post.decision(&post.officer).await.unwrap());
    }
    post.relay.set_faults(Faults::script([(Step::Kept, Fault::Hold)]));
    let patient = dondoc_kernel::mail::smtp::Deadlines::default();
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
async fn what_a_worker_had_only_claimed_when_it_died_leaves_at_once_and_without_doubt() {
    let post = Post::new().await.unwrap();
    let id = post.decision(&post.officer).await.unwrap();
    let claimed = "update dondoc.outbox set state = 'leased', attempts = 1, lease_token = id, \
                   lease_until = clock_timestamp() + interval '1 minute' where id = $1";
    post.world.run(claimed, &[&id.0]).await.unwrap();
    assert_eq!(post.worker().drain().await.unwrap(), 0, "the lease holds");
    post.expire().await.unwrap();
    assert_eq!(post.worker().drain().await.unwrap(), 1);
    let row = post.row(id).await.unwrap();
    assert_eq!((row.state.as_str(), row.attempts, row.ambiguous), ("sent", 2, 0));
    assert_eq!(steps(&post, id).await, "sent");
}

#[tokio::test]
async fn a_message_whose_workers_died_twice_over_it_waits_for_a_person_and_tells_of_both() {
    let post = Post::new().await.unwrap();
    let id = post.decision(&post.officer).await.unwrap();
    for (n, state) in [(1, "ambiguous"), (2, "dead")] {
        post.relay.set_faults(Faults::script([(Step::Kept, Fault::Hold)]));
        let worker = post.worker_with(Deadlines::default(), Duration::ZERO, "");
        let running = tokio::spawn(async move { worker.drain().await });
        post.relay.wait_until("hold", PATIENCE, |log| log.faults.len() >= n).await.unwrap();
        running.abort();
        assert!(running.await.unwrap_err().is_cancelled());
        post.expire().await.unwrap();
        assert_eq!(post.worker().drain().await.unwrap(), 0);
        let row = post.row(id).await.unwrap();
        assert_eq!((row.state.as_str(), row.ambiguous), (state, i32::try_from(n).unwrap()));
        post.later(15);
    }
    assert_eq!(post.worker().drain().await.unwrap(), 0);
    assert_eq!(steps(&post, id).await, "ambiguous dead");
    let [first, second] = post.relay.received().try_into().unwrap();
    assert_eq!(first.raw, second.raw);
}
