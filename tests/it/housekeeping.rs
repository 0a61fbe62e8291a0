//! What has served its time is thrown away.

use std::{
    fs::{self, File},
    path::Path,
    time::{Duration, SystemTime},
};

use dondoc_kernel::evidence::EvidenceStore;
use dondoc_server::programs::housekeeping::files::{Swept, sweep};
use dondoc_shared::id::TenantId;
use dondoc_tests::{
    relay_world::Post,
    world::{Scene, World},
};
use futures_util::stream;
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

fn age(path: &Path, world: &World, hours: u64) {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(world.now().as_second().try_into().unwrap());
    let changed = now - Duration::from_hours(hours);
    File::options().write(true).open(path).unwrap().set_modified(changed).unwrap();
}

#[tokio::test]
async fn files_that_no_row_names_are_deleted_after_a_day_and_missing_ones_are_told() {
    let world = World::new().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = EvidenceStore::in_folder(folder.path()).unwrap();
    let ha_noi = World::tenant("ha-noi");
    let put = async |tenant: TenantId| {
        let content = stream::iter([Ok::<_, ()>(bytes::Bytes::from_static(b"text"))]);
        store.put(tenant, "a.txt", content).await.unwrap().object
    };
    let task = world.task("T24-08").await.unwrap();
    let item = world.assignment("ha-noi", task, &Scene::due(Some(world.day(5)))).await.unwrap();
    let (kept, removed, gone) = (put(ha_noi).await, put(ha_noi).await, put(ha_noi).await);
    for (object, removed) in [(&kept, false), (&removed, true), (&gone, false)] {
        let row = "insert into dondoc.evidence (tenant_id, id, assignment_id, kind, name, media_type, size, sha256, object, by_id,                    by_name, at, removed_at) values ($1, gen_random_uuid(), $2, 'file', 'a.txt', 'text/plain', 4, '', $3,                    gen_random_uuid(), 'x', now(), case when $4 then now() end)";
        world.run(row, &[&ha_noi.0, &item.0, object, &removed]).await.unwrap();
    }
    let (young, old, elsewhere) = (put(ha_noi).await, put(ha_noi).await, put(TenantId(0)).await);
    let cut_off = format!("{old}#1");
    fs::write(folder.path().join(&cut_off), "half").unwrap();
    fs::remove_file(folder.path().join(&gone)).unwrap();
    for (object, hours) in
        [(&kept, 48), (&removed, 48), (&young, 23), (&old, 25), (&elsewhere, 25), (&cut_off, 25)]
    {
        age(&folder.path().join(object), &world, hours);
    }
    let db = world.db().unwrap();
    assert_eq!(sweep(&db, &store).await.unwrap(), Swept { deleted: 3, missing: 1 });
    let left = [&kept, &removed, &young, &old, &elsewhere, &cut_off].map(|o| folder.path().join(o).exists());
    assert_eq!(left, [true, true, true, false, false, false]);
    assert_eq!(sweep(&db, &store).await.unwrap(), Swept { deleted: 0, missing: 1 });
}
