//! Policies: a version takes effect on its date and never backwards, a draft shows what it would do, and every message says
//! which version made it.

use std::collections::BTreeMap;

use dondoc_shared::{
    ladder::LadderPolicy,
    lifecycle::Status,
    policy::{Audience, PolicyBody, ReminderPolicy, ReminderRule, When},
    role::Role,
};
use dondoc_tests::{
    relay_world::Post,
    server::Server,
    world::{Person, Scene},
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

async fn send(
    server: &Server,
    who: &Person,
    path: &str,
    body: &Value,
) -> anyhow::Result<(StatusCode, Value)> {
    let request =
        server.api(Method::POST, path, Some(who)).header("Idempotency-Key", Uuid::now_v7().to_string());
    let response = request.json(body).send().await?;
    Ok((response.status(), serde_json::from_str(&response.text().await?).unwrap_or(Value::Null)))
}

/// A lead with a session that is good at the present clock.
async fn lead(post: &Post) -> anyhow::Result<Person> {
    post.world.person("national", Role::Lead).await
}

fn only(when: When) -> ReminderPolicy {
    let rule = |when| ReminderRule { when, to: vec![Audience::Assignee] };
    ReminderPolicy {
        rules: vec![rule(when), rule(When::Every { from: 100, days: 28, doubling: false })],
        cap: 5,
    }
}

async fn owed(post: &Post) -> anyhow::Result<Vec<(String, String, i32)>> {
    let sql = "select slot_date::text, rule_id, p.version from dondoc.reminder_occurrences o \
               join dondoc.policies p on p.id = o.policy_id order by 1, 2";
    let rows = post.world.owner.query(sql, &[]).await?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_version_is_the_default_and_only_a_lead_makes_the_next() -> anyhow::Result<()> {
    let post = Post::new().await?;
    let server = Server::of(&post.world)?;
    let (lead, officer) = (
        post.world.person("national", Role::Lead).await?,
        post.world.person("national", Role::NationalOfficer).await?,
    );
    let (_, listed) = server.get("/policies", &officer).await?;
    let body = |n: usize| serde_json::from_value::<PolicyBody>(listed["items"][n]["body"].clone());
    assert_eq!(body(0)?, PolicyBody::Reminders(ReminderPolicy::default()));
    assert_eq!(body(1)?, PolicyBody::ReportReminders(ReminderPolicy::of_reports()));
    assert_eq!(body(2)?, PolicyBody::Ladder(LadderPolicy::default()));
    assert_eq!(listed["items"][0]["in_force"], true);

    let policy = PolicyBody::Reminders(only(When::Overdue(2)));
    let new = |from: &str| json!({"from": from, "note": "Bớt thư", "body": policy});
    assert_eq!(send(&server, &officer, "/policies", &new("2024-07-26")).await?.0, StatusCode::FORBIDDEN);
    // Today's mail may have left: nothing acts backwards.
    let (status, problem) = send(&server, &lead, "/policies", &new("2024-07-25")).await?;
    assert_eq!((status.as_u16(), &problem["errors"][0]["field"]), (422, &json!("from")));
    let (status, made) = send(&server, &lead, "/policies", &new("2024-07-26")).await?;
    assert_eq!((status, &made["version"]), (StatusCode::OK, &json!(2)));
    let lax =
        json!({"from": "2024-07-26", "note": "x", "body": {"kind": "reminders", "rules": [], "cap": 99}});
    let (status, problem) = send(&server, &lead, "/policies", &lax).await?;
    let fields: Vec<_> =
        problem["errors"].as_array().unwrap().iter().map(|error| error["field"].clone()).collect();
    assert_eq!(
        (status.as_u16(), json!(fields)),
        (422, json!(["rules", "cap", "rules.overdue", "rules.every"]))
    );

    // What does not count yet never will; the first version of all stays.
    let withdraw = format!("/policies/{}/withdraw", made["id"].as_str().unwrap());
    assert_eq!(send(&server, &lead, &withdraw, &json!({})).await?.0, StatusCode::OK);
    assert_eq!(send(&server, &lead, &withdraw, &json!({})).await?.0, StatusCode::CONFLICT);
    let first = format!("/policies/{}/withdraw", listed["items"][0]["id"].as_str().unwrap());
    assert_eq!(send(&server, &lead, &first, &json!({})).await?.0, StatusCode::CONFLICT);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_counts_from_its_date_for_its_tenant_and_what_was_missed_stays_owed_under_the_older()
-> anyhow::Result<()> {
    let post = Post::new().await?;
    let server = Server::of(&post.world)?;
    post.world.run("update dondoc.assignments set due_on = '2024-07-22', late_from = '2024-07-23', urgency_on = '2024-07-23'", &[]).await?;
    post.at("2024-07-22T08:00+07:00");
    post.sweep("ha-noi").await;
    let new = json!({"tenant": "ha-noi", "from": "2024-07-24", "note": "Thử riêng",
        "body": PolicyBody::Reminders(only(When::Overdue(2)))});
    assert_eq!(send(&server, &lead(&post).await?, "/policies", &new).await?.0, StatusCode::OK);
    // Nobody swept on the 23rd: one day overdue fell on it, under the national version.
    post.at("2024-07-25T08:00+07:00");
    assert_eq!(post.sweep("ha-noi").await, 1);
    let row = |day: &str, rule: &str, version| (day.to_owned(), rule.to_owned(), version);
    let expected =
        [row("2024-07-22", "due", 1), row("2024-07-23", "overdue-1", 1), row("2024-07-24", "overdue-2", 1)];
    assert_eq!(owed(&post).await?, expected);
    let own = "select count(*) from dondoc.reminder_occurrences o join dondoc.policies p on p.id = o.policy_id \
               where p.for_tenant = 1";
    assert_eq!(post.world.count(own).await?, 1);

    post.worker().drain().await?;
    let text = post.relay.received().pop().unwrap().letter().text;
    assert!(text.contains("quy định nhắc việc riêng của đơn vị bản 1"), "{text}");
    let (_, why) = {
        let id: Uuid = post
            .world
            .owner
            .query_one("select id from dondoc.outbox order by id desc limit 1", &[])
            .await?
            .get(0);
        server.get(&format!("/mail/messages/{id}/why"), &lead(&post).await?).await?
    };
    let told: BTreeMap<_, _> = why["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            (
                line["rule"].as_str().unwrap(),
                (line["policy"].as_str().unwrap(), line["reproduced"].as_bool().unwrap()),
            )
        })
        .collect();
    assert_eq!(told["overdue-2"], ("quy định riêng bản 1", true));
    assert_eq!(told["overdue-1"], ("quy định chung bản 1", true));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lower_cap_makes_silent_who_has_had_as_many_and_a_higher_one_wakes_them() -> anyhow::Result<()> {
    let post = Post::new().await?;
    let server = Server::of(&post.world)?;
    let silent = "select count(*) from dondoc.assignments where silent";
    post.world.run("update dondoc.assignments set reminders_at_level = 4", &[]).await?;
    post.sweep("ha-noi").await;
    assert_eq!(post.world.count(silent).await?, 0);
    for (from, cap, expected) in [("2024-07-26", 3, 1), ("2024-07-29", 10, 0)] {
        let body = PolicyBody::Reminders(ReminderPolicy { cap, ..ReminderPolicy::default() });
        let new = json!({"from": from, "note": "x", "body": body});
        assert_eq!(send(&server, &lead(&post).await?, "/policies", &new).await?.0, StatusCode::OK);
        post.at(&format!("{from}T08:00+07:00"));
        post.sweep("ha-noi").await;
        assert_eq!(post.world.count(silent).await?, expected, "{from}");
    }
    Ok(())
}

/// The first days of a simulation are what the worker then does, if nobody does anything.
#[tokio::test(flavor = "multi_thread")]
async fn a_simulation_of_the_policies_in_force_is_what_then_happens() -> anyhow::Result<()> {
    let post = Post::new().await?;
    let server = Server::of(&post.world)?;
    post.world.person("ha-noi", Role::Approver).await?;
    post.world.run("update dondoc.assignments set status = 'in_progress'", &[]).await?;
    for n in 0..40i32 {
        let task = post.world.task(&format!("T{n}")).await?;
        let scene = Scene::due(Some(date(2024, 7, 25) + (n - 20).days())).status(Status::InProgress);
        post.world.assignment(if n % 3 == 0 { "lao-cai" } else { "ha-noi" }, task, &scene).await?;
    }
    post.world.person("lao-cai", Role::Officer).await?;
    post.at("2024-07-25T18:00+07:00");
    let worker = post.worker();
    worker.sweep().await?;
    all_left(&post).await?;
    let draft = json!({"body": PolicyBody::Reminders(ReminderPolicy::default())});
    let (status, simulated) = send(&server, &lead(&post).await?, "/policies/simulation", &draft).await?;
    assert_eq!(status, StatusCode::OK, "{simulated}");
    let mut found = Vec::new();
    for day in date(2024, 7, 26).series(1.day()).take(30) {
        let before = figures(&post).await?;
        post.at(&format!("{day}T06:00+07:00"));
        worker.sweep().await?;
        all_left(&post).await?;
        let after = figures(&post).await?;
        found.push((day, after.0 - before.0, after.1 - before.1, after.2 - before.2));
    }
    let days = simulated["days"].as_array().unwrap();
    let expected: Vec<(Date, i64, i64, i64)> = days
        .iter()
        .map(|day| {
            let of = |what: &str| {
                assert_eq!(day[what]["now"], day[what]["draft"], "the draft is what counts already");
                day[what]["now"].as_i64().unwrap()
            };
            (day["on"].as_str().unwrap().parse().unwrap(), of("mails"), of("lines"), of("steps"))
        })
        .collect();
    assert_eq!(found, expected);
    assert!(found.iter().map(|day| day.3).sum::<i64>() > 10, "{found:?}");
    Ok(())
}

/// What is queued is taken to have left, so that the next day's digests are new ones.
async fn all_left(post: &Post) -> anyhow::Result<()> {
    let left =
        "update dondoc.outbox set state = 'sent', finished_at = clock_timestamp() where state = 'ready'";
    post.world.run(left, &[]).await?;
    Ok(())
}

/// Digests, lines in them, and steps so far.
async fn figures(post: &Post) -> anyhow::Result<(i64, i64, i64)> {
    let lines = "select count(*) from (select distinct assignment_id, recipient_id, message_id \
                 from dondoc.reminder_occurrences) o";
    Ok((
        post.world.count("select count(*) from dondoc.outbox where kind = 'digest'").await?,
        post.world.count(lines).await?,
        post.world.count("select count(*) from dondoc.escalation_steps").await?,
    ))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_reminds_more_shows_more_and_as_a_table() -> anyhow::Result<()> {
    let post = Post::new().await?;
    let server = Server::of(&post.world)?;
    let often = ReminderPolicy {
        rules: vec![
            ReminderRule { when: When::Overdue(1), to: vec![Audience::Assignee] },
            ReminderRule {
                when: When::Every { from: 2, days: 3, doubling: false },
                to: vec![Audience::Assignee, Audience::Approvers],
            },
        ],
        cap: 10,
    };
    let draft = json!({"tenant": "ha-noi", "body": PolicyBody::Reminders(often)});
    let (_, simulated) = send(&server, &lead(&post).await?, "/policies/simulation", &draft).await?;
    let tenant = &simulated["tenants"][0];
    assert_eq!(tenant["tenant"]["slug"], "ha-noi");
    assert!(tenant["mails"]["draft"].as_i64() > tenant["mails"]["now"].as_i64(), "{tenant}");
    let request =
        server.api(Method::POST, "/policies/simulation.csv", Some(&lead(&post).await?)).json(&draft);
    let text = request.send().await?.text().await?;
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[0].starts_with("\u{feff}\"Mã\",\"Cơ quan\",\"Thư, hiện hành\""), "{text}");
    assert!(lines[1].starts_with("\"ha-noi\","), "{text}");
    assert_eq!(lines.len(), 1 + 1 + 30);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_automatic_level_is_released_by_the_system_and_tells_who_it_was_sent_to() -> anyhow::Result<()> {
    let post = Post::new().await?;
    let server = Server::of(&post.world)?;
    post.world.contact("ha-noi", "agency_mailbox").await?;
    let mut ladder = LadderPolicy::default();
    ladder.levels[0].automatic = true;
    ladder.levels[0].text_vi = "Đề nghị lãnh đạo đơn vị chỉ đạo.".to_owned();
    let new = json!({"from": "2024-07-26", "note": "Cấp 1 tự động", "body": PolicyBody::Ladder(ladder)});
    assert_eq!(send(&server, &lead(&post).await?, "/policies", &new).await?.0, StatusCode::OK);
    post.at("2024-07-26T08:00+07:00");
    let worker = post.worker();
    worker.sweep().await?;
    let step = "select count(*) from dondoc.escalation_steps s join dondoc.assignments a on a.id = s.assignment_id \
                where s.state = 'released' and a.level = 1 and s.decided_by is null";
    assert_eq!(post.world.count(step).await?, 1);
    worker.drain().await?;
    let mail = post
        .relay
        .received()
        .into_iter()
        .find(|mail| mail.letter().subject.contains("Báo cáo cấp 1"))
        .unwrap();
    assert!(mail.letter().text.contains("Đề nghị lãnh đạo đơn vị chỉ đạo."));
    worker.sweep().await?;
    assert_eq!(post.world.count("select count(*) from dondoc.escalation_steps").await?, 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_run_of_the_next_working_day_is_told_with_its_people() -> anyhow::Result<()> {
    let post = Post::new().await?;
    let server = Server::of(&post.world)?;
    let lead = lead(&post).await?;
    post.world.run("update dondoc.assignments set due_on = '2024-07-25', late_from = '2024-07-26', urgency_on = '2024-07-26', status = 'in_progress'", &[]).await?;
    let (_, run) = server.get("/reminders/preview", &lead).await?;
    assert_eq!((&run["on"], &run["mails"], &run["lines"]), (&json!("2024-07-26"), &json!(1), &json!(1)));
    assert_eq!(run["leaves_at"], "2024-07-26T00:30:00Z");
    assert_eq!(run["tenants"][0].get("people"), None);
    let (_, run) = server.get("/reminders/preview?on=2024-07-26&tenant=ha-noi", &lead).await?;
    let person = &run["tenants"][0]["people"][0];
    assert_eq!(person["address"], json!(post.officer.email));
    assert_eq!(person["lines"][0]["code"], "T24-08/ha-noi");
    let (status, _) = server.get("/reminders/preview?tenant=nowhere", &lead).await?;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, _) = server.get("/reminders/preview?on=2020-01-01", &lead).await?;
    assert_eq!(status.as_u16(), 422);
    Ok(())
}
