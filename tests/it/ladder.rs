//! The ladder in time: what pauses it, what re-arms it, and how long a level has before the next.

use dondoc_shared::lifecycle::Status;
use dondoc_tests::relay_world::Post;
use jiff::{
    ToSpan,
    civil::{Date, date},
};

/// Sweeps each morning and releases what is proposed; on which days that was.
async fn proposals(post: &Post, from: Date, days: usize) -> Vec<Date> {
    let mut found = Vec::new();
    for day in from.series(1.day()).take(days) {
        let morning = format!("{day}T00:05+07:00");
        post.at(&morning);
        post.worker().sweep().await.unwrap();
        let release = "with released as (
                         update dondoc.escalation_steps set state = 'released', decided_at = $1::text::timestamptz
                         where state = 'proposed' returning assignment_id, level)
                       update dondoc.assignments a set level = r.level, urgency_on = late_from - 3 * r.level
                       from released r where a.id = r.assignment_id";
        let decided = format!("{day}T16:00+07:00");
        if post.world.run(release, &[&decided]).await.unwrap() > 0 {
            found.push(day);
        }
    }
    found
}

async fn overdue_since(post: &Post, due: Date, status: Status) {
    let set = "update dondoc.assignments set due_on = $1::text::date, late_from = $1::text::date + 1, \
               urgency_on = $1::text::date + 1, status = $2";
    post.world.run(set, &[&due.to_string(), &status.as_str()]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_has_the_days_that_lie_between_the_two_before_the_next_is_proposed() {
    let post = Post::new().await.unwrap();
    overdue_since(&post, date(2024, 4, 20), Status::InProgress).await;
    let begin = date(2024, 7, 25);
    let found = proposals(&post, begin, 60).await;
    let expected: Vec<Date> = [0, 7, 7 + 16, 7 + 16 + 30].map(|days: i32| begin + days.days()).to_vec();
    assert_eq!(found, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_acknowledgement_pauses_the_ladder_and_silence_re_arms_it() {
    let post = Post::new().await.unwrap();
    overdue_since(&post, date(2024, 7, 15), Status::Acknowledged).await;
    let acknowledged = "insert into dondoc.events (tenant_id, id, assignment_id, kind, at, actor_name, detail) \
                        values (1, $1, $2, 'acknowledged', '2024-07-20T09:00+07:00', 'x', '')";
    post.world.run(acknowledged, &[&uuid::Uuid::now_v7(), &post.item.0]).await.unwrap();
    assert_eq!(proposals(&post, date(2024, 7, 21), 8).await, [date(2024, 7, 27)]);
}

/// Makes the next write to a table fail, as if the process had ended at that very place.
async fn fail_at(post: &Post, table: &str) {
    let trap = format!(
        "create or replace function public.stop() returns trigger language plpgsql as
           'begin raise exception ''stopped''; end';
         create trigger stop before insert or update on dondoc.{table} for each row execute function public.stop()"
    );
    post.world.owner.batch_execute(&trap).await.unwrap();
}

async fn go_on(post: &Post, table: &str) {
    post.world.owner.batch_execute(&format!("drop trigger stop on dondoc.{table}")).await.unwrap();
}

/// What the ladder has done so far: steps with their states, the level reached, messages queued, lines of timeline and trail.
async fn done(post: &Post) -> (String, i16, i64, i64, i64) {
    let count = async |sql: &str| post.world.count(sql).await.unwrap();
    let row = "select coalesce((select string_agg(level || ' ' || state, ', ' order by id) from dondoc.escalation_steps), ''),
                      (select max(level) from dondoc.assignments)";
    let row = post.world.owner.query_one(row, &[]).await.unwrap();
    (
        row.get(0),
        row.get(1),
        count("select count(*) from dondoc.outbox where kind = 'escalation'").await,
        count("select count(*) from dondoc.events where kind in ('escalated', 'escalation_proposed')").await,
        count("select count(*) from dondoc.audit where action = 'escalate'").await,
    )
}

async fn automatic(post: &Post) {
    let set = "update dondoc.ladder_levels set automatic = true where level = 1";
    post.world.run(set, &[]).await.unwrap();
    post.world.contact("ha-noi", "agency_mailbox").await.unwrap();
}

const WRITES: [&str; 4] = ["escalation_steps", "assignments", "events", "audit"];

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_that_ends_at_any_of_its_writes_takes_the_step_once_when_it_starts_again() {
    for with_mail in [false, true] {
        for table in WRITES.into_iter().chain(with_mail.then_some("outbox")) {
            let post = Post::new().await.unwrap();
            overdue_since(&post, date(2024, 7, 15), Status::InProgress).await;
            if with_mail {
                automatic(&post).await;
            }
            fail_at(&post, table).await;
            post.worker().sweep().await.unwrap();
            assert_eq!(
                done(&post).await,
                (String::new(), 0, 0, 0, 0),
                "half a step is left behind at {table}"
            );
            go_on(&post, table).await;
            post.worker().sweep().await.unwrap();
            post.worker().sweep().await.unwrap();
            let expected = if with_mail {
                ("1 released".to_owned(), 1, 1, 1, 1)
            } else {
                ("1 proposed".to_owned(), 0, 0, 1, 1)
            };
            assert_eq!(done(&post).await, expected, "{table}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_tenant_did_while_nobody_swept_counts_before_the_step_that_was_interrupted() {
    for table in WRITES {
        let post = Post::new().await.unwrap();
        overdue_since(&post, date(2024, 7, 15), Status::InProgress).await;
        fail_at(&post, table).await;
        post.worker().sweep().await.unwrap();
        go_on(&post, table).await;
        post.world
            .run("update dondoc.assignments set last_report_at = '2024-07-25T09:00+07:00'", &[])
            .await
            .unwrap();
        for day in date(2024, 7, 25).series(1.day()).take(7) {
            post.at(&format!("{day}T10:00+07:00"));
            post.worker().sweep().await.unwrap();
            assert_eq!(done(&post).await.0, "", "none after progress: {table} {day}");
        }
        post.at("2024-08-01T10:00+07:00");
        post.worker().sweep().await.unwrap();
        assert_eq!(done(&post).await.0, "1 proposed", "silence re-arms it: {table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_nobody_decides_on_lapses_and_is_proposed_anew_with_the_facts_of_the_day() {
    let post = Post::new().await.unwrap();
    overdue_since(&post, date(2024, 7, 15), Status::InProgress).await;
    for day in date(2024, 7, 25).series(1.day()).take(60) {
        post.at(&format!("{day}T10:00+07:00"));
        post.worker().sweep().await.unwrap();
    }
    let steps = "select string_agg(proposed_on || ' ' || days_overdue || ' ' || state, ', ' order by id) \
                 from dondoc.escalation_steps";
    let steps: String = post.world.owner.query_one(steps, &[]).await.unwrap().get(0);
    assert_eq!(steps, "2024-07-25 10 lapsed, 2024-08-31 47 proposed");
}
