//! Reminders through the database and the relay: each owed item once, one digest a person a day, and only to whom it is owed.

mod choice;
mod leaving;

use std::collections::BTreeSet;

use dondoc_server::domain::calendar::Calendar;
use dondoc_server::slices::reminders::{self, schedule::falls_on};
use dondoc_shared::lifecycle::{Part, Status};
use dondoc_shared::policy::ReminderPolicy;
use dondoc_shared::role::Role;
use dondoc_tests::relay_world::Post;
use dondoc_tests::server::Server;
use dondoc_tests::world::{Scene, World};
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// A world whose only item so far is out of the way.
async fn quiet() -> Post {
    let post = Post::new().await.unwrap();
    let done = "update dondoc.assignments set status = 'suspended', open = false, late_from = null, \
                original_late_from = null, urgency_on = '9999-12-31'";
    post.world.run(done, &[]).await.unwrap();
    post
}

async fn add(post: &Post, code: &str, scene: &Scene) -> dondoc_shared::id::AssignmentId {
    let task = post.world.task(code).await.unwrap();
    post.world.assignment("ha-noi", task, scene).await.unwrap()
}

async fn occurrences(post: &Post) -> Vec<(String, String, String)> {
    let sql = "select t.code, o.rule_id, o.slot_date::text from dondoc.reminder_occurrences o \
               join dondoc.assignments a on a.id = o.assignment_id join dondoc.tasks t on t.id = a.task_id \
               order by 3, 1, 2";
    let rows = post.world.owner.query(sql, &[]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
}

#[tokio::test]
async fn three_days_stopped_and_each_owed_item_comes_once_in_one_digest() {
    let post = quiet().await;
    post.at("2024-07-22T08:00+07:00");
    assert_eq!(post.sweep("ha-noi").await, 0);
    add(&post, "T24-01", &Scene::due(Some(date(2024, 7, 22)))).await; // One day overdue on the 23rd.
    add(&post, "T24-02", &Scene::due(Some(date(2024, 7, 24)))).await; // Due on the 24th, one day overdue on the 25th.
    add(&post, "T24-03", &Scene::due(Some(date(2024, 7, 30)))).await; // Three working days before on the 25th.
    add(&post, "T24-04", &Scene::due(Some(date(2024, 12, 31)))).await;
    post.at("2024-07-25T08:00+07:00");
    assert_eq!(post.sweep("ha-noi").await, 1);
    assert_eq!(post.sweep("ha-noi").await, 0);
    let owed = |code: &str, rule: &str, day: &str| (code.to_owned(), rule.to_owned(), day.to_owned());
    // What came in after the sweep of the 22nd is owed what fell on that day.
    let expected = [
        owed("T24-01", "due", "2024-07-22"),
        owed("T24-01", "overdue-1", "2024-07-23"),
        owed("T24-02", "before-1", "2024-07-23"),
        owed("T24-02", "due", "2024-07-24"),
        owed("T24-01", "overdue-3", "2024-07-25"),
        owed("T24-02", "overdue-1", "2024-07-25"),
        owed("T24-03", "before-3", "2024-07-25"),
    ];
    assert_eq!(occurrences(&post).await, expected);
    assert_eq!(post.worker().drain().await.unwrap(), 1);
    let [mail] = post.relay.received().try_into().unwrap();
    let letter = mail.letter();
    assert_eq!(letter.subject, "Nhắc việc Đơn vị ha-noi, 25/07/2024: 2 quá hạn, 1 việc khác");
    let text = without_ids(&letter.text);
    insta::assert_snapshot!("digest_vi", format!("Subject: {}\n\n{text}", letter.subject));
    let counted =
        "select array_agg(reminders_at_level order by due_on)::text from dondoc.assignments where open";
    let counts: String = post.world.owner.query_one(counted, &[]).await.unwrap().get(0);
    assert_eq!(counts, "{1,1,1,0}");
    let told = "select count(*) from dondoc.events where kind = 'reminded'";
    assert_eq!(post.world.count(told).await.unwrap(), 3);
}

#[tokio::test]
async fn an_english_reader_gets_english_and_the_link_to_the_only_item() {
    let post = quiet().await;
    post.world.run("update dondoc.users set lang = 'en'", &[]).await.unwrap();
    let id = add(&post, "T24-01", &Scene::due(Some(date(2024, 7, 25)))).await;
    assert_eq!(post.sweep("ha-noi").await, 1);
    post.worker().drain().await.unwrap();
    let letter = post.relay.received().pop().unwrap().letter();
    assert_eq!(letter.links(), [format!("https://nation.example/assignments/{id}")]);
    let text = letter.text.replace(&id.to_string(), "ID");
    insta::assert_snapshot!("digest_en", format!("Subject: {}\n\n{text}", letter.subject));
}

#[tokio::test]
async fn mail_is_owed_in_the_states_in_which_the_tenant_owes_the_next_step() {
    let post = quiet().await;
    let approver = post.world.person("ha-noi", Role::Approver).await.unwrap();
    for (n, status) in Status::ALL.iter().enumerate() {
        let mut scene = Scene::due(Some(date(2024, 7, 24))).status(*status);
        scene.submitted_on = (*status == Status::Submitted).then_some(date(2024, 7, 25));
        if matches!(status, Status::Accepted) {
            scene.submitted_on = Some(date(2024, 7, 20));
        }
        add(&post, &format!("S{n}-{status}"), &scene).await;
    }
    let coordinating = Scene { part: Part::Coordinating, ..Scene::due(Some(date(2024, 7, 24))) };
    add(&post, "C-coordinating", &coordinating).await;
    add(&post, "N-none", &Scene::due(None)).await;
    let born_late = Scene { assigned_on: date(2024, 7, 26), ..Scene::due(Some(date(2024, 7, 24))) };
    add(&post, "B-born-late", &born_late).await;
    assert_eq!(post.sweep("ha-noi").await, 2);
    post.worker().drain().await.unwrap();
    let codes = |address: &str| {
        let text = post.relay.to(address).pop().unwrap().letter().text;
        let found = text.lines().filter_map(|line| line.strip_prefix("- ")?.split_once('/'));
        found.map(|(code, _)| code.split_once('-').unwrap().1.to_owned()).collect::<BTreeSet<_>>()
    };
    let set = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(codes(&post.officer.email), set(&["assigned", "acknowledged", "in_progress", "returned"]));
    assert_eq!(codes(&approver.email), set(&["proposed"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn sweeps_side_by_side_queue_each_digest_once() {
    let post = quiet().await;
    for n in 0..20 {
        add(&post, &format!("T{n}"), &Scene::due(Some(date(2024, 7, 24)))).await;
    }
    let worker = post.worker();
    let other = post.worker();
    let (a, b, c) = tokio::join!(worker.sweep(), other.sweep(), post.sweep("ha-noi"));
    assert_eq!(a.unwrap() + b.unwrap() + c, 1);
    assert_eq!(occurrences(&post).await.len(), 20);
    assert_eq!(post.world.count("select count(*) from dondoc.outbox").await.unwrap(), 1);
}

#[tokio::test]
async fn over_five_weeks_the_sweep_owes_what_the_slow_way_owes() {
    let post = quiet().await;
    let begin = date(2024, 4, 8);
    let mut dues: Vec<Date> = begin.series(2.days()).take(40).collect();
    dues.extend([date(2023, 12, 31), date(2024, 1, 13), date(2024, 2, 29)]);
    for (n, due) in dues.iter().enumerate() {
        let scene = Scene { assigned_on: date(2024, 4, 19), ..Scene::due(Some(*due)) };
        add(&post, &format!("T{n}"), &scene).await;
    }
    // Four holidays in a row and a make-up Saturday.
    let holidays = [
        ("2024-04-18", "lunar"),
        ("2024-04-29", "swap_off"),
        ("2024-04-30", "public"),
        ("2024-05-01", "public"),
        ("2024-05-04", "swap_work"),
    ];
    post.world.holidays(2024, &holidays).await.unwrap();
    let mut expected = BTreeSet::new();
    let days: Vec<Date> = date(2024, 4, 17).series(1.day()).take(35).collect();
    let calendar = post
        .db
        .keep_books(World::tenant("ha-noi"), async |tx| dondoc_server::domain::calendar::load(tx).await);
    let calendar = calendar.await.unwrap();
    for (n, due) in dues.iter().enumerate() {
        for slot in date(2024, 4, 1).series(1.day()).take(60) {
            let leaves = calendar.next_working_day(slot);
            let swept = leaves > days[0] && leaves <= days[34] && slot >= date(2024, 4, 19);
            for rule in ReminderPolicy::default().rules {
                if swept && falls_on(rule.when, &calendar, *due, slot) {
                    expected.insert((format!("T{n}"), rule.when.to_string(), slot.to_string()));
                }
            }
        }
    }
    for day in &days {
        // Some days the worker is not there.
        if matches!(day.day(), 22 | 23 | 7) {
            continue;
        }
        post.at(&format!("{day}T09:00+07:00"));
        let worker = post.worker();
        worker.sweep().await.unwrap();
        post.world.run("update dondoc.assignments set reminders_at_level = 0", &[]).await.unwrap();
    }
    let found: BTreeSet<_> = occurrences(&post).await.into_iter().collect();
    assert!(found.len() > 100, "{}", found.len());
    assert_eq!(found, expected);
}

#[tokio::test]
async fn five_reminders_at_a_level_then_silence_until_the_level_changes() {
    let post = quiet().await;
    add(&post, "T24-01", &Scene::due(Some(date(2024, 7, 25)))).await;
    let mut days = Vec::new();
    for day in date(2024, 7, 15).series(1.day()).take(90) {
        post.at(&format!("{day}T09:00+07:00"));
        if day == date(2024, 9, 30) {
            let level = "update dondoc.assignments set level = 1, reminders_at_level = 0, \
                         urgency_on = late_from - 3 where open";
            post.world.run(level, &[]).await.unwrap();
        }
        if post.sweep("ha-noi").await > 0 {
            days.push(day);
        }
    }
    let expected = [(7, 16), (7, 22), (7, 24), (7, 25), (7, 26), (10, 3), (10, 10)];
    assert_eq!(days, expected.map(|(month, day)| date(2024, month, day)));
}

#[tokio::test]
async fn who_left_or_lost_the_item_gets_nothing_and_who_keeps_one_gets_that_one() {
    let post = quiet().await;
    let [left, loses, keeps] = [
        post.world.person("ha-noi", Role::Officer).await.unwrap(),
        post.world.person("ha-noi", Role::Officer).await.unwrap(),
        post.world.person("ha-noi", Role::Officer).await.unwrap(),
    ];
    let of = |who: &dondoc_tests::world::Person| Scene {
        assignee: Some(who.id),
        ..Scene::due(Some(date(2024, 7, 24)))
    };
    add(&post, "T24-01", &of(&left)).await;
    let moves = add(&post, "T24-02", &of(&loses)).await;
    let extended = add(&post, "T24-03", &of(&keeps)).await;
    add(&post, "T24-04", &of(&keeps)).await;
    let done = add(&post, "T24-05", &of(&keeps)).await;
    assert_eq!(post.sweep("ha-noi").await, 3);
    let run = async |sql: &str, id: uuid::Uuid| post.world.run(sql, &[&id]).await.unwrap();
    run("update dondoc.users set status = 'disabled' where id = $1", left.id.0).await;
    let to_keeper = "update dondoc.assignments set assignee_id = $2 where id = $1";
    post.world.run(to_keeper, &[&moves.0, &keeps.id.0]).await.unwrap();
    let extend = "update dondoc.assignments set due_on = '2024-09-30', late_from = '2024-10-01', \
                  urgency_on = '2024-10-01' where id = $1";
    run(extend, extended.0).await;
    let submit =
        "update dondoc.assignments set status = 'submitted', submitted_on = '2024-07-25' where id = $1";
    run(submit, done.0).await;
    post.worker().drain().await.unwrap();
    let received = post.relay.received();
    assert_eq!(received.iter().map(|mail| &mail.to).collect::<Vec<_>>(), [&keeps.email]);
    let text = received[0].letter().text;
    let codes: BTreeSet<_> =
        text.lines().filter_map(|line| line.strip_prefix("- ")?.split('/').next()).collect();
    // What nobody active works on any more waits for every officer, and what was handed over for its new assignee.
    assert_eq!(codes, BTreeSet::from(["T24-01", "T24-02", "T24-04"]));
}

#[tokio::test]
async fn after_a_day_without_a_relay_two_days_come_as_one_digest() {
    let post = quiet().await;
    add(&post, "T24-01", &Scene::due(Some(date(2024, 7, 24)))).await;
    add(&post, "T24-02", &Scene::due(Some(date(2024, 7, 29)))).await;
    post.relay.go_away().await;
    post.at("2024-07-25T07:45+07:00");
    assert_eq!(post.sweep("ha-noi").await, 1);
    post.worker().drain().await.unwrap();
    post.relay.come_back().await.unwrap();
    post.at("2024-07-25T22:00+07:00");
    assert_eq!(post.worker().drain().await.unwrap(), 1, "put off");
    assert!(post.relay.received().is_empty(), "nobody gets a reminder at night");
    post.at("2024-07-26T06:00+07:00");
    assert_eq!(post.sweep("ha-noi").await, 1);
    post.worker().drain().await.unwrap();
    assert!(post.relay.received().is_empty());
    post.at("2024-07-26T07:30+07:00");
    post.worker().drain().await.unwrap();
    let [mail] = post.relay.received().try_into().unwrap();
    let text = mail.letter().text;
    assert!(text.contains("T24-01") && text.contains("T24-02"), "{text}");
}

#[tokio::test]
async fn weekends_move_mail_forward_and_two_steps_are_one_line() {
    let post = quiet().await;
    add(&post, "T24-01", &Scene::due(Some(date(2024, 7, 27)))).await; // A Saturday.
    let mut mails = Vec::new();
    for day in [26, 27, 28, 29] {
        post.at(&format!("2024-07-{day}T08:00+07:00"));
        post.sweep("ha-noi").await;
        post.worker().drain().await.unwrap();
        mails.push(post.relay.received().len());
    }
    assert_eq!(mails, [1, 1, 1, 2]);
    let text = post.relay.received().pop().unwrap().letter().text;
    assert_eq!(text.matches("T24-01/ha-noi").count(), 1);
    assert!(text.contains("nhắc khi quá hạn 1 ngày") && text.contains("quá hạn 2 ngày"), "{text}");
}

#[tokio::test]
async fn where_nobody_is_active_the_mailbox_is_reminded_and_without_one_nobody() {
    let post = quiet().await;
    let task = post.world.task("T24-01").await.unwrap();
    for slug in ["lao-cai", "bca"] {
        post.world.assignment(slug, task, &Scene::due(Some(date(2024, 7, 24)))).await.unwrap();
    }
    post.world.person("lao-cai", Role::Viewer).await.unwrap();
    post.world.contact("lao-cai", "agency_mailbox").await.unwrap();
    post.worker().sweep().await.unwrap();
    post.worker().drain().await.unwrap();
    let to: Vec<String> = post.relay.received().into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["agency_mailbox@lao-cai.example"]);
    let silent = "select count(*) from dondoc.assignments where tenant_id = 3 and reminders_at_level > 0";
    assert_eq!(post.world.count(silent).await.unwrap(), 0);
}

#[tokio::test]
async fn a_long_digest_names_thirty_and_counts_the_rest() {
    let post = quiet().await;
    for n in 0..42 {
        add(&post, &format!("D24-{n:02}"), &Scene::due(Some(date(2024, 7, 24)))).await;
    }
    post.sweep("ha-noi").await;
    post.worker().drain().await.unwrap();
    let letter = post.relay.received().pop().unwrap().letter();
    assert_eq!(letter.text.lines().filter(|line| line.starts_with("- ")).count(), 30);
    assert!(letter.text.contains("… và 12 nhiệm vụ khác.") && letter.html.contains("… và 12 nhiệm vụ khác."));
    let told = "select count(*) from dondoc.events where kind = 'reminded'";
    assert_eq!(post.world.count(told).await.unwrap(), 30);
}

#[tokio::test]
async fn the_preview_says_what_the_sweep_will_queue_and_writes_nothing() {
    let post = quiet().await;
    post.at("2024-07-25T08:00+07:00");
    post.sweep("ha-noi").await;
    post.world.contact("ha-noi", "agency_mailbox").await.unwrap();
    for (n, due) in [(1, 25), (2, 26), (3, 29), (4, 31)] {
        add(&post, &format!("T24-0{n}"), &Scene::due(Some(date(2024, 7, due)))).await;
    }
    let before = post.world.count("select count(*) from dondoc.reminder_occurrences").await.unwrap();
    let preview = reminders::previews(&post.db, date(2024, 7, 26), Some("ha-noi")).await.unwrap();
    let said: Vec<String> = preview
        .iter()
        .flat_map(|preview| preview.people.iter().map(move |planned| (preview, planned)))
        .flat_map(|(preview, planned)| {
            let code = |id| preview.items[&id].code.clone();
            planned.lines.iter().map(move |line| format!("{} {}", planned.person.id, code(line.facts.id)))
        })
        .collect();
    assert_eq!(post.world.count("select count(*) from dondoc.reminder_occurrences").await.unwrap(), before);
    post.at("2024-07-26T08:00+07:00");
    post.sweep("ha-noi").await;
    let sql = "select o.recipient_id || ' ' || t.code || '/ha-noi' from dondoc.reminder_occurrences o \
               join dondoc.assignments a on a.id = o.assignment_id join dondoc.tasks t on t.id = a.task_id \
               group by 1, a.due_on order by a.due_on";
    let rows = post.world.owner.query(sql, &[]).await.unwrap();
    let queued: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(said, queued);
    assert_eq!(said.len(), 4);
    let nothing = reminders::previews(&post.db, date(2024, 7, 27), None).await.unwrap();
    assert!(nothing.is_empty(), "a Saturday");
    assert!(Calendar::default().is_working_day(date(2024, 7, 26)));
}

#[tokio::test]
async fn a_tenant_whose_sweep_fails_keeps_no_other_tenant_waiting() {
    let post = quiet().await;
    let task = post.world.task("T24-01").await.unwrap();
    let officer = post.world.person("lao-cai", Role::Officer).await.unwrap();
    for slug in ["ha-noi", "lao-cai"] {
        post.world.assignment(slug, task, &Scene::due(Some(date(2024, 7, 24)))).await.unwrap();
    }
    let broken = "create function public.refuse() returns trigger language plpgsql as
                    'begin raise exception ''broken''; end';
                  create trigger refuse before insert on dondoc.sweeps for each row when (new.tenant_id = 1)
                    execute function public.refuse()";
    post.world.owner.batch_execute(broken).await.unwrap();
    assert_eq!(post.worker().sweep().await.unwrap(), 1);
    post.worker().drain().await.unwrap();
    assert_eq!(post.relay.received().pop().unwrap().to, officer.email);
}

#[tokio::test]
async fn what_becomes_due_after_the_sweep_is_told_today_and_where_todays_digest_has_left_tomorrow() {
    let post = quiet().await;
    let other = post.world.person("ha-noi", Role::Officer).await.unwrap();
    let of = |who: &dondoc_tests::world::Person, day| Scene {
        assignee: Some(who.id),
        ..Scene::due(Some(date(2024, 7, day)))
    };
    let (worker, received) = (post.worker(), || post.relay.received().len());
    add(&post, "T24-01", &of(&post.officer, 24)).await;
    assert_eq!(worker.sweep().await.unwrap(), 1);
    worker.drain().await.unwrap();

    post.at("2024-07-25T09:00+07:00");
    add(&post, "T24-02", &of(&other, 25)).await;
    let item = add(&post, "T24-03", &of(&post.officer, 25)).await;
    assert_eq!(worker.sweep().await.unwrap(), 0, "nothing says that anything has changed");
    let changed = "insert into dondoc.events (tenant_id, id, assignment_id, kind, at, actor_name, detail) \
                   values (1, $1, $2, 'assigned', clock_timestamp(), 'x', '')";
    post.world.run(changed, &[&uuid::Uuid::now_v7(), &item.0]).await.unwrap();
    post.at("2024-07-25T17:00+07:00");
    assert_eq!(worker.sweep().await.unwrap(), 0, "nothing leaves today any more");
    post.at("2024-07-25T16:00+07:00");
    assert_eq!(worker.sweep().await.unwrap(), 1);
    assert_eq!(worker.sweep().await.unwrap(), 0);
    worker.drain().await.unwrap();
    let told = |who: &dondoc_tests::world::Person| post.relay.to(&who.email);
    assert_eq!((told(&post.officer).len(), told(&other).len()), (1, 1), "nobody gets two a day");

    post.at("2024-07-26T00:05+07:00");
    let preview = reminders::previews(&post.db, date(2024, 7, 26), None).await.unwrap();
    assert_eq!(preview.iter().flat_map(|preview| &preview.people).count(), 2);
    assert_eq!(worker.sweep().await.unwrap(), 2);
    post.at("2024-07-26T07:30+07:00");
    worker.drain().await.unwrap();
    assert_eq!(received(), 4);
    let text = told(&post.officer).pop().unwrap().letter().text;
    let of = |code: &str| text.split(code).nth(1).unwrap().split("- T24").next().unwrap().to_owned();
    assert!(of("T24-03/").contains("nhắc khi quá hạn 1 ngày"), "{text}");
    assert!(of("T24-01/").contains("đang chờ bạn xử lý"), "no rule falls on it today: {text}");
    let counted = "select array_agg(reminders_at_level order by t.code)::text from dondoc.assignments a \
                   join dondoc.tasks t on t.id = a.task_id where open";
    let counts: String = post.world.owner.query_one(counted, &[]).await.unwrap().get(0);
    assert_eq!(counts, "{1,2,1}");
}

#[tokio::test]
async fn the_picture_counts_the_readers_own_open_work_and_the_bodys_where_they_have_none() {
    let post = quiet().await;
    let other = post.world.person("ha-noi", Role::Officer).await.unwrap();
    let own = |due| Scene { assignee: Some(post.officer.id), ..Scene::due(Some(due)) };
    add(&post, "T24-01", &own(date(2024, 7, 24))).await;
    add(&post, "T24-02", &own(date(2024, 12, 31))).await;
    add(&post, "T24-03", &Scene::due(Some(date(2024, 7, 24)))).await;
    assert_eq!(post.sweep("ha-noi").await, 2);
    post.worker().drain().await.unwrap();
    let picture = |address: &str| {
        let text = post.relay.to(address).pop().unwrap().letter().text;
        let mut lines = text.lines().skip_while(|line| !line.starts_with("Mọi việc đang mở"));
        let title = lines.next().unwrap().to_owned();
        let counts = lines.take(4).map(|line| line.rsplit(' ').next().unwrap().to_owned());
        (title, counts.collect::<Vec<_>>().join(" "))
    };
    assert_eq!(
        picture(&post.officer.email),
        (
            "Mọi việc đang mở do bạn thực hiện, kể cả việc hôm nay bạn chưa phải xử lý:".to_owned(),
            "1 1 0 0".to_owned()
        )
    );
    assert_eq!(
        picture(&other.email),
        (
            "Mọi việc đang mở của Đơn vị ha-noi, kể cả việc hôm nay bạn chưa phải xử lý:".to_owned(),
            "1 2 0 0".to_owned()
        )
    );
}

/// A mail's text with `ID` for each assignment, whose ids are another's in each run.
pub(super) fn without_ids(text: &str) -> String {
    let mut parts = text.split("/assignments/");
    let mut without = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        without.push_str("/assignments/ID");
        without.push_str(part.trim_start_matches(|c: char| c.is_ascii_hexdigit() || c == '-'));
    }
    without
}
