//! One digest a person and local date, counted by the date on which it leaves: what kept it back is no reason for two.

use dondoc_shared::id::AssignmentId;
use dondoc_tests::{
    mailbox::{Fault, Faults, Received, Step},
    relay_world::Post,
    world::Scene,
};
use jiff::civil::date;
use uuid::Uuid;

use super::{add, quiet};

/// A world in which the officer is owed something on Tuesday the 23rd and something else on Wednesday the 24th.
async fn owed_on_two_days() -> Post {
    let post = quiet().await;
    for (code, due) in [("T24-01", 22), ("T24-02", 23)] {
        let own = Scene { assignee: Some(post.officer.id), ..Scene::due(Some(date(2024, 7, due))) };
        add(&post, code, &own).await;
    }
    // Early reminders are of no concern here.
    let rules = "delete from dondoc.reminder_rules where rule <> 'overdue-1'";
    post.world.run(rules, &[]).await.unwrap();
    post
}

/// The codes that a mail tells of.
fn codes(mail: &Received) -> Vec<String> {
    let text = mail.letter().text;
    let told = text.lines().filter_map(|line| line.strip_prefix("- ")?.split_once('/'));
    told.map(|(code, _)| code.to_owned()).collect()
}

/// Something happens to an item, so that the day is swept once more.
async fn change(post: &Post, item: AssignmentId) {
    let changed = "insert into dondoc.events (tenant_id, id, assignment_id, kind, at, actor_name, detail) \
                   values (1, $1, $2, 'assigned', clock_timestamp(), 'x', '')";
    post.world.run(changed, &[&Uuid::now_v7(), &item.0]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waited_over_a_night_is_one_mail_with_what_the_day_of_its_leaving_owes() {
    for obstacle in ["a hold", "the relay", "nobody worked"] {
        let post = owed_on_two_days().await;
        let worker = post.worker();
        match obstacle {
            "a hold" => {
                let hold = "insert into dondoc.mail_holds (id, begins_at, reason, by_id, by_name, at) \
                            values (gen_random_uuid(), '2024-07-22', 'x', gen_random_uuid(), 'x', '2024-07-22')";
                post.world.run(hold, &[]).await.unwrap();
            }
            "the relay" => post.relay.go_away().await,
            _ => {}
        }
        post.at("2024-07-23T08:00+07:00");
        assert_eq!(worker.sweep().await.unwrap(), 1, "{obstacle}");
        if obstacle != "nobody worked" {
            worker.drain().await.unwrap();
        }
        // The obstacle is gone before the day is swept.
        post.at("2024-07-24T08:00+07:00");
        let lift = "update dondoc.mail_holds set lifted_at = at, lifted_by = id, lifted_name = 'x'";
        post.world.run(lift, &[]).await.unwrap();
        if obstacle == "the relay" {
            post.relay.come_back().await.unwrap();
        }
        worker.drain().await.unwrap();
        assert_eq!(post.relay.received().len(), 0, "{obstacle}: the day's reminders come first");
        worker.sweep().await.unwrap();
        post.later(1);
        worker.drain().await.unwrap();
        let [mail] = post.relay.received().try_into().unwrap();
        assert_eq!(codes(&mail), ["T24-01", "T24-02"], "{obstacle}");
        assert!(mail.letter().subject.contains("24/07/2024"), "{obstacle}: {}", mail.letter().subject);

        // What becomes due after it has left is tomorrow's.
        let own = Scene { assignee: Some(post.officer.id), ..Scene::due(Some(date(2024, 7, 23))) };
        let item = add(&post, "T24-03", &own).await;
        change(&post, item).await;
        post.at("2024-07-24T10:00+07:00");
        worker.sweep().await.unwrap();
        worker.drain().await.unwrap();
        assert_eq!(post.relay.received().len(), 1, "{obstacle}");
        post.at("2024-07-25T08:00+07:00");
        worker.sweep().await.unwrap();
        worker.drain().await.unwrap();
        let [_, mail] = post.relay.received().try_into().unwrap();
        let mut listed = codes(&mail);
        listed.sort();
        assert_eq!(listed, ["T24-01", "T24-02", "T24-03"], "{obstacle}: with all that still waits");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_day_off_queued_leaves_on_monday_with_what_monday_owes() {
    let post = quiet().await;
    post.at("2024-07-26T18:00+07:00");
    post.sweep("ha-noi").await;
    for (code, due) in [("T24-01", 26), ("T24-02", 28)] {
        let own = Scene { assignee: Some(post.officer.id), ..Scene::due(Some(date(2024, 7, due))) };
        add(&post, code, &own).await;
    }
    let worker = post.worker();
    post.at("2024-07-27T08:00+07:00");
    worker.sweep().await.unwrap();
    worker.drain().await.unwrap();
    let waits = "select count(*) from dondoc.outbox where kind = 'digest' and state = 'ready'";
    assert_eq!(post.world.count(waits).await.unwrap(), 1, "what was due on Friday was swept on Saturday");
    post.at("2024-07-29T08:00+07:00");
    worker.drain().await.unwrap();
    worker.sweep().await.unwrap();
    post.later(1);
    worker.drain().await.unwrap();
    let [mail] = post.relay.received().try_into().unwrap();
    assert_eq!(codes(&mail), ["T24-01", "T24-02"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_digests_of_a_person_that_are_ready_one_leaves_whichever_worker_has_which() {
    let post = owed_on_two_days().await;
    let worker = post.worker();
    post.at("2024-07-23T08:00+07:00");
    worker.sweep().await.unwrap();
    // A worker has it and is gone before it hands it over.
    let taken = "update dondoc.outbox set state = 'leased', lease_token = id, lease_until = clock_timestamp() + '1 hour'";
    post.world.run(taken, &[]).await.unwrap();
    post.at("2024-07-24T08:00+07:00");
    worker.sweep().await.unwrap();
    post.expire().await.unwrap();
    let (one, other) = (post.worker(), post.worker());
    let (a, b) = tokio::join!(one.drain(), other.drain());
    a.unwrap();
    b.unwrap();
    post.later(30);
    worker.drain().await.unwrap();
    assert_eq!(post.relay.received().len(), 1);
    let why = "select last_error from dondoc.outbox where state = 'ready'";
    let why: String = post.world.owner.query_one(why, &[]).await.unwrap().get(0);
    assert_eq!(why, "one_a_day");
    post.at("2024-07-25T08:00+07:00");
    worker.sweep().await.unwrap();
    worker.drain().await.unwrap();
    let mut told: Vec<String> = post.relay.received().iter().flat_map(codes).collect();
    told.sort();
    told.dedup();
    assert_eq!(told, ["T24-01", "T24-02"], "nothing is lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_in_doubt_that_goes_again_the_next_day_is_that_days_digest() {
    let post = owed_on_two_days().await;
    let worker = post.worker();
    post.at("2024-07-23T16:50+07:00");
    worker.sweep().await.unwrap();
    post.relay.set_faults(Faults::script([(Step::Kept, Fault::Drop)]));
    worker.drain().await.unwrap();
    post.at("2024-07-24T07:30+07:00");
    worker.sweep().await.unwrap();
    worker.drain().await.unwrap();
    let received = post.relay.received();
    assert_eq!(received.len(), 2, "the same bytes once more, and nothing else");
    assert_eq!(received[0].raw, received[1].raw);
    post.at("2024-07-25T07:30+07:00");
    worker.sweep().await.unwrap();
    worker.drain().await.unwrap();
    let received = post.relay.received();
    assert_eq!(received.len(), 3);
    assert!(codes(&received[2]).contains(&"T24-02".to_owned()));
}
