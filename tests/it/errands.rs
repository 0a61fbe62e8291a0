//! Errands of the worker, which are no mail.

use dondoc_kernel::outbox::Kind;
use dondoc_tests::relay_world::Post;
use dondoc_tests::world::World;
use serde_json::json;

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
