//! The ladder in time: what pauses it, what re-arms it, and how long a level has before the next.

use dondoc_shared::lifecycle::Status;
use dondoc_tests::post::Post;
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
