use std::sync::atomic::{AtomicUsize, Ordering};

use dondoc_tests::database::{TestDatabase, connect};
use futures_util::future::join_all;
use uuid::Uuid;

#[tokio::test]
async fn many_tests_at_once_build_one_template_and_get_a_database_each() {
    let contents = Uuid::now_v7().into_bytes();
    let built = AtomicUsize::new(0);
    let clones = join_all((0..8).map(|_| {
        TestDatabase::cloned(&contents, async |url| {
            built.fetch_add(1, Ordering::Relaxed);
            let template = connect(url).await?;
            Ok(template
                .batch_execute("create table tasks (code text); insert into tasks values ('T24-08')")
                .await?)
        })
    }))
    .await;
    assert_eq!(built.into_inner(), 1);

    let clones: Vec<_> = clones.into_iter().collect::<Result<_, _>>().unwrap();
    let first = connect(&clones[0].admin_url()).await.unwrap();
    first.batch_execute("insert into tasks values ('T24-09')").await.unwrap();
    for (clone, expected) in [(&clones[0], 2), (&clones[1], 1)] {
        let client = connect(&clone.admin_url()).await.unwrap();
        let rows: i64 = client.query_one("select count(*) from tasks", &[]).await.unwrap().get(0);
        assert_eq!(rows, expected);
    }
}

#[tokio::test]
async fn a_template_that_cannot_be_prepared_is_not_used_by_the_next_test() {
    let contents = Uuid::now_v7().into_bytes();
    let failed = TestDatabase::cloned(&contents, async |url| {
        connect(url).await?.batch_execute("create table half ()").await?;
        anyhow::bail!("the rest cannot be made")
    });
    failed.await.unwrap_err();
    let whole = TestDatabase::cloned(&contents, async |url| {
        Ok(connect(url).await?.batch_execute("create table whole ()").await?)
    });
    let whole = whole.await.unwrap();
    let client = connect(&whole.admin_url()).await.unwrap();
    client.simple_query("table whole").await.unwrap();
    client.simple_query("table half").await.unwrap_err();
}

#[tokio::test]
async fn a_database_is_dropped_with_its_guard_although_somebody_is_connected() {
    let database = TestDatabase::empty().await.unwrap();
    let name = database.name().to_owned();
    let client = connect(&database.admin_url()).await.unwrap();
    drop(database);
    client.simple_query("select 1").await.unwrap_err();
    let other = TestDatabase::empty().await.unwrap();
    let client = connect(&other.admin_url()).await.unwrap();
    let left = client.query_opt("select from pg_database where datname = $1", &[&name]).await.unwrap();
    assert!(left.is_none());
}

#[tokio::test]
async fn a_test_connects_as_a_role_that_row_level_security_binds() {
    let database = TestDatabase::empty().await.unwrap();
    let role = format!("role_{}", Uuid::now_v7().simple());
    let admin = connect(&database.admin_url()).await.unwrap();
    admin.batch_execute(&format!("create role {role} login password 'mật khẩu @:/'")).await.unwrap();
    let client = connect(&database.url(&role, "mật khẩu @:/").unwrap()).await.unwrap();
    let row =
        client.query_one("select current_user::text, current_setting('is_superuser')", &[]).await.unwrap();
    assert_eq!((row.get::<_, String>(0), row.get::<_, String>(1)), (role.clone(), "off".to_owned()));
    drop(client);
    admin.batch_execute(&format!("drop role {role}")).await.unwrap();
}
