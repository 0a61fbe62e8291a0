//! The weekly report: once for each reader and week, on its first working day, with a tenant's own figures only.

use dondoc_shared::{lifecycle::Status, role::Role};
use dondoc_tests::{
    mailbox::Letter,
    relay_world::Post,
    server::Server,
    world::{Person, Scene},
};
use jiff::civil::date;
use reqwest::StatusCode;

/// Ha Noi with an item overdue, one done on time and one that is handed in; Lao Cai with an item overdue.
struct Stage {
    post: Post,
    approver: Person,
    lead: Person,
}

impl Stage {
    async fn new() -> anyhow::Result<Self> {
        let post = Post::new().await?;
        let approver = post.world.person("ha-noi", Role::Approver).await?;
        let lead = post.world.person("national", Role::Lead).await?;
        post.world.person("national", Role::Observer).await?;
        post.world.contact("lao-cai", "agency_mailbox").await?;
        post.world.run("update dondoc.users set lang = 'en' where id = $1", &[&lead.id.0]).await?;
        let done = Scene {
            submitted_on: Some(date(2024, 7, 20)),
            ..Scene::due(Some(date(2024, 7, 31))).status(Status::Accepted)
        };
        let handed_in = Scene {
            submitted_on: Some(date(2024, 7, 26)),
            ..Scene::due(Some(date(2024, 7, 31))).status(Status::Submitted)
        };
        let late = Scene::due(Some(date(2024, 7, 25)));
        for (slug, code, scene) in [
            ("ha-noi", "T24-01", &done),
            ("ha-noi", "T24-02", &handed_in),
            ("ha-noi", "T24-03", &late),
            ("lao-cai", "T24-03", &late),
        ] {
            let task = match post
                .world
                .owner
                .query_opt("select id from dondoc.tasks where code = $1", &[&code])
                .await?
            {
                Some(row) => row.get(0),
                None => post.world.task(code).await?,
            };
            post.world.assignment(slug, task, scene).await?;
        }
        let accepted = "with done as (select tenant_id, id from dondoc.assignments where status = 'accepted')
            insert into dondoc.submissions (tenant_id, id, assignment_id, submitted_by, submitted_name, submitted_on, at,
              remark, decision, decided_at)
            select tenant_id, gen_random_uuid(), id, $1, 'x', '2024-07-20', '2024-07-20T01:00Z', '', 'accepted',
              '2024-07-24T01:00Z' from done";
        post.world.run(accepted, &[&approver.id.0]).await?;
        let tally = "insert into dondoc.tally_closed (tenant_id, year, class, original_class, n)
            values (1, 2024, 'completed_on_time', 'completed_on_time', 1)";
        post.world.run(tally, &[]).await?;
        post.at("2024-07-26T08:00+07:00");
        post.worker().sweep().await.unwrap();
        let left = "update dondoc.outbox set state = 'cancelled', finished_at = clock_timestamp()";
        post.world.run(left, &[]).await?;
        Ok(Self { post, approver, lead })
    }

    async fn reports(&self) -> i64 {
        self.post.world.count("select count(*) from dondoc.outbox where kind = 'report'").await.unwrap()
    }

    fn to(&self, address: &str) -> Vec<Letter> {
        let mails = self.post.relay.to(address).into_iter().map(|mail| mail.letter());
        mails
            .filter(|letter| {
                letter.subject.starts_with("Báo cáo tuần") || letter.subject.starts_with("Weekly")
            })
            .collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_reader_gets_one_report_a_week_on_its_first_working_day_and_a_tenant_only_its_own_figures()
-> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let post = &stage.post;
    // The Monday is a holiday: the report leaves on the Tuesday.
    post.world.holidays(2024, &[("2024-07-29", "public")]).await?;
    let worker = post.worker();
    post.at("2024-07-28T08:00+07:00");
    worker.sweep().await.unwrap();
    assert_eq!(stage.reports().await, 0, "a Sunday");

    let server = Server::of(&post.world)?;
    let lead = post.world.another_session(&stage.lead).await?;
    let (status, run) = server.get("/reminders/preview?on=2024-07-30&tenant=ha-noi", &lead).await?;
    assert_eq!(status, StatusCode::OK, "{run}");
    let digests = run["tenants"][0]["people"].as_array().unwrap().len();
    assert_eq!(run["mails"], digests + 1, "{run}");

    post.at("2024-07-29T00:10+07:00");
    let (other, second) = (post.worker(), post.worker());
    let (a, b) = tokio::join!(other.sweep(), second.sweep());
    a.unwrap();
    b.unwrap();
    worker.sweep().await.unwrap();
    assert_eq!(stage.reports().await, 3, "the approver, the mailbox, the lead");
    worker.drain().await.unwrap();
    post.at("2024-07-29T10:00+07:00");
    worker.drain().await.unwrap();
    assert!(stage.to(&stage.approver.email).is_empty(), "not on a holiday");
    post.at("2024-07-30T07:30+07:00");
    worker.sweep().await.unwrap();
    worker.drain().await.unwrap();

    let [own] = stage.to(&stage.approver.email).try_into().unwrap();
    // The longest silent are a click away.
    let links = |text: &str| text.matches("https://nation.example/assignments/").count();
    assert_eq!(links(&own.text), 2, "{}", own.text);
    let plain = |mail: &Letter| {
        let kept = mail.text.lines().filter(|line| links(line) == 0);
        format!("Subject: {}\n\n{}", mail.subject, kept.collect::<Vec<_>>().join("\n"))
    };
    insta::assert_snapshot!("weekly_of_a_tenant_vi", plain(&own));
    assert!(!own.text.contains("lao-cai") && !own.html.contains("lao-cai"));
    let [all] = stage.to(&stage.lead.email).try_into().unwrap();
    insta::assert_snapshot!("weekly_of_all_en", plain(&all));
    assert_eq!(stage.to("agency_mailbox@lao-cai.example").len(), 1);

    // The same figures as the console's first page has.
    let lead = post.world.another_session(&stage.lead).await?;
    let (_, overview) = server.get("/overview", &lead).await?;
    let [part, whole] = ["part", "whole"].map(|name| overview["completion"][name].as_i64().unwrap());
    assert!(all.text.contains(&format!("({part}/{whole})")), "{overview} {}", all.text);

    let sql = "select id from dondoc.outbox where kind = 'report' and address = $1";
    let id: uuid::Uuid = post.world.owner.query_one(sql, &[&stage.lead.email]).await?.get(0);
    let (_, why) = server.get(&format!("/mail/messages/{id}/why"), &lead).await?;
    assert_eq!(why["told"].as_array().unwrap().len(), 1, "{why}");

    for day in ["07-31", "08-01", "08-02"] {
        post.at(&format!("2024-{day}T08:00+07:00"));
        worker.sweep().await.unwrap();
        worker.drain().await.unwrap();
    }
    assert_eq!(stage.reports().await, 3);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_was_kept_back_beyond_its_week_gives_way_to_the_next_and_who_left_gets_none()
-> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let post = &stage.post;
    let leaves = post.world.person("ha-noi", Role::Approver).await?;
    let worker = post.worker();
    post.at("2024-07-29T06:00+07:00");
    worker.sweep().await.unwrap();
    assert_eq!(stage.reports().await, 4);
    post.world.run("update dondoc.users set role = 'officer' where id = $1", &[&leaves.id.0]).await?;
    // Nobody delivers for a week.
    post.at("2024-08-05T08:00+07:00");
    worker.sweep().await.unwrap();
    worker.drain().await.unwrap();
    let [own] = stage.to(&stage.approver.email).try_into().unwrap();
    assert!(own.subject.ends_with("05/08/2024"), "{}", own.subject);
    assert!(stage.to(&leaves.email).is_empty());
    let moot = "select count(*) from dondoc.outbox where kind = 'report' and state = 'cancelled'";
    assert_eq!(post.world.count(moot).await?, 4);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_working_group_reads_that_a_month_is_over_and_was_not_drawn_and_no_tenant_does()
-> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let post = &stage.post;
    let accepted = "update dondoc.assignments a set submission_id = s.id from dondoc.submissions s
        where s.tenant_id = a.tenant_id and s.assignment_id = a.id and s.decision = 'accepted'";
    post.world.run(accepted, &[]).await?;
    let worker = post.worker();
    // Nothing was accepted in June.
    for (monday, waits) in [("07-29", false), ("08-05", true)] {
        post.at(&format!("2024-{monday}T08:00+07:00"));
        worker.sweep().await.unwrap();
        worker.drain().await.unwrap();
        let all = stage.to(&stage.lead.email).pop().unwrap();
        assert_eq!(all.text.contains("Random re-checks that wait: 1"), waits, "{monday}: {}", all.text);
        let own = stage.to(&stage.approver.email).pop().unwrap();
        assert!(!own.text.contains("Kiểm tra lại ngẫu nhiên"), "{}", own.text);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_that_is_swept_anew_brings_no_second_report_and_who_comes_in_its_midst_reads_the_next()
-> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let post = &stage.post;
    let worker = post.worker();
    post.at("2024-07-29T08:00+07:00");
    worker.sweep().await.unwrap();
    assert_eq!(stage.reports().await, 3);
    // As after a digest that came back, or a sweep that broke off between the reports and the reminders.
    post.world.run("update dondoc.sweeps set swept_to = '2024-07-26'", &[]).await?;
    post.at("2024-07-30T08:00+07:00");
    worker.sweep().await.unwrap();
    assert_eq!(stage.reports().await, 3, "one for each reader and week");
    post.world.person("ha-noi", Role::Approver).await?;
    post.at("2024-07-31T08:00+07:00");
    worker.sweep().await.unwrap();
    assert_eq!(stage.reports().await, 3, "the week has had its reports");
    post.at("2024-08-05T08:00+07:00");
    worker.sweep().await.unwrap();
    assert_eq!(stage.reports().await, 7);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_of_the_steering_committee_reads_it_too_and_who_is_no_reader_any_more_gets_none()
-> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let post = &stage.post;
    post.world.contact("ha-noi", "steering_head").await?;
    let worker = post.worker();
    post.at("2024-07-29T06:00+07:00");
    worker.sweep().await.unwrap();
    assert_eq!(stage.reports().await, 4);
    post.world.run("update dondoc.users set role = 'officer' where id = $1", &[&stage.approver.id.0]).await?;
    post.at("2024-07-29T08:00+07:00");
    worker.drain().await.unwrap();
    assert_eq!(stage.to("steering_head@ha-noi.example").len(), 1);
    assert!(stage.to(&stage.approver.email).is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_week_is_noted_once_for_every_body_and_the_first_page_adds_them_up() -> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let post = &stage.post;
    let noted = "select count(*) from dondoc.weekly_figures";
    assert_eq!(post.world.count(noted).await?, 0, "a body that was never swept begins with a whole week");
    let server = Server::of(&post.world)?;
    for (day, weeks) in [("2024-07-29", 1), ("2024-07-30", 1), ("2024-08-06", 2)] {
        post.at(&format!("{day}T00:10+07:00"));
        let (one, other) = (post.worker(), post.worker());
        let (a, b) = tokio::join!(one.sweep(), other.sweep());
        a.unwrap();
        b.unwrap();
        assert_eq!(post.world.count(noted).await?, 3 * weeks, "{day}");
    }
    let lead = post.world.another_session(&stage.lead).await?;
    let (status, said) = server.get("/overview", &lead).await?;
    assert_eq!(status, StatusCode::OK, "{said}");
    // Both bodies and the item that every such world has are late by the first Monday, and one was accepted in the week before.
    let expected = serde_json::json!([
        {"week_of": "2024-07-29", "overdue": 3, "closed": 1},
        {"week_of": "2024-08-05", "overdue": 3, "closed": 0},
    ]);
    assert_eq!(said["trend"], expected);
    // What is noted stays, whatever becomes of the work.
    post.world.run("update dondoc.assignments set due_on = due_on + 400, late_from = late_from + 400, urgency_on = urgency_on + 400 where late_from is not null", &[]).await?;
    post.world.tally().await?;
    let (_, again) = server.get("/overview", &lead).await?;
    assert_eq!((again["classes"]["open_overdue"].as_i64(), &again["trend"]), (Some(0), &expected));
    // Twelve weeks are shown.
    let old = "insert into dondoc.weekly_figures select 1, date '2024-08-05' - 7 * n, 1, 1 from generate_series(2, 20) n";
    post.world.run(old, &[]).await?;
    let (_, again) = server.get("/overview", &lead).await?;
    let weeks: Vec<_> =
        again["trend"].as_array().unwrap().iter().map(|week| week["week_of"].clone()).collect();
    assert_eq!((weeks.len(), weeks[0].as_str()), (12, Some("2024-05-20")));
    Ok(())
}
