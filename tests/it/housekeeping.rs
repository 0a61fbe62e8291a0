//! What has served its time is thrown away.

use dondoc_tests::relay_world::Post;
use uuid::Uuid;

#[tokio::test]
async fn what_has_served_its_time_is_thrown_away_once_a_day_and_nothing_else() {
    let post = Post::new().await.unwrap();
    let officer = &post.officer;
    post.world
        .owner
        .batch_execute("delete from dondoc.refresh_tokens; delete from dondoc.sessions")
        .await
        .unwrap();
    for (slug, hours) in [("ha-noi", 25), ("ha-noi", 23), ("lao-cai", 25), ("national", 25)] {
        let answer = "insert into dondoc.idempotency (tenant_id, user_id, key, operation, request_hash, status, body, created_at) \
                      select id, $2, $2, 'x', '', 200, '{}', timestamptz '2024-07-25 08:00+07' - $3 * interval '1 hour' \
                      from dondoc.tenants where slug = $1";
        post.world.run(answer, &[&slug, &Uuid::now_v7(), &f64::from(hours)]).await.unwrap();
    }
    // Ended by their time or by a person, each with a token; days before the worker's day.
    for (id, expired, revoked) in
        [(1, 31, None), (2, 29, None), (3, -1, Some(31)), (4, -1, Some(29)), (5, -1, None::<i32>)]
    {
        let id = Uuid::from_u128(id);
        let session = "insert into dondoc.sessions (tenant_id, id, user_id, kind, secret_hash, created_at, expires_at, revoked_at) \
                       values (1, $1, $2, 'portal', '', timestamptz '2024-05-01', timestamptz '2024-07-25 08:00+07' - $3 * interval '1 day', \
                               timestamptz '2024-07-25 08:00+07' - $4 * interval '1 day')";
        let (expired, revoked) = (f64::from(expired), revoked.map(f64::from));
        post.world.run(session, &[&id, &officer.id.0, &expired, &revoked]).await.unwrap();
        let token = "insert into dondoc.refresh_tokens (tenant_id, secret_hash, session_id, issued_at, expires_at) \
                     values (1, uuid_send($1), $1, timestamptz '2024-05-01', timestamptz '2024-05-08')";
        post.world.run(token, &[&id]).await.unwrap();
    }
    let others = "insert into dondoc.log_in_failures values ('\\x01', 1, '2024-06-01', now()), ('\\x02', 1, '2024-07-20', now());
        insert into dondoc.accounts values (1, gen_random_uuid(), (select id from dondoc.users where tenant_id = 1 limit 1), 'a@b.example', null, now());
        insert into dondoc.links select 1, decode(n::text || '0', 'hex'), (select id from dondoc.accounts limit 1), timestamptz '2024-06-01' + n * interval '20 days'
          from generate_series(1, 3) n";
    post.world.owner.batch_execute(others).await.unwrap();

    post.worker().sweep().await.unwrap();
    let left = "select (select count(*) from dondoc.idempotency) || ' ' || (select count(*) from dondoc.links) || ' ' \
                || (select count(*) from dondoc.log_in_failures) || ' ' || (select count(*) from dondoc.refresh_tokens) || ' ' \
                || (select string_agg(right(id::text, 1), '' order by id) from dondoc.sessions)";
    let left: String = post.world.owner.query_one(left, &[]).await.unwrap().get(0);
    assert_eq!(left, "1 2 1 3 245");
}
