//! What a relay may do, and what becomes of the message and of the next one.

use std::collections::BTreeSet;
use std::time::Duration;

use dondoc_kernel::mail::smtp::Deadlines;
use dondoc_server::slices::letters::delivery::Holding;
use dondoc_shared::role::Role;
use dondoc_tests::mailbox::{Fault, Faults, Step};
use dondoc_tests::relay_world::{Post, SHORT};
use jiff::SignedDuration;

const PATIENCE: Duration = Duration::from_secs(20);

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
    // The first pause is a minute to the second where its jitter is none.
    for (seconds, attempts) in [(0, 1), (59, 1), (61, 2), (7 * 60, 3), (20 * 60, 4)] {
        post.world.clock.set(post.world.now() + SignedDuration::from_secs(seconds));
        worker.drain().await.unwrap();
        assert_eq!(post.row(id).await.unwrap().attempts, attempts, "after {seconds} seconds more");
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
    let patient = dondoc_kernel::mail::smtp::Deadlines { dot: Duration::from_secs(20), ..SHORT };
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

/// What was stored before addresses were judged by the parser that writes the envelope.
#[tokio::test]
async fn an_address_that_no_envelope_can_carry_waits_for_a_person_at_once() {
    let post = Post::new().await.unwrap();
    let user = "update dondoc.users set email = 'văn.thư@ha-noi.example' where id = $1 returning email";
    post.world.run(user, &[&post.officer.id.0]).await.unwrap();
    let id = post.decision(&post.officer).await.unwrap();
    post.worker().drain().await.unwrap();
    let row = post.row(id).await.unwrap();
    assert_eq!((row.state.as_str(), post.relay.received().len()), ("dead", 0), "{}", row.why);
}
