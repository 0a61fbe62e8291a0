//! A tenant that stays behind on a connection is found before anything is served, and changes nothing for anybody. The other
//! planted faults of tenancy are in [`super::catalogue_lint`].

use dondoc_kernel::db::{Actor, Db, WorkerList};
use dondoc_shared::{error::ErrorCode, role::Role};
use dondoc_tests::{
    database::{connect, passwords},
    server::Server,
    world::{BODIES, Scene, World},
};
use secrecy::ExposeSecret;

/// A planted fault: the tenant is set for the length of the session instead of the transaction.
const SESSION_WIDE: &str = "create or replace function dondoc.use_tenant(tenant integer) returns void language plpgsql \
    as $$ begin execute format('set app.tenant_id = %L', tenant); end $$";

/// The tenant that a connection still carries after a transaction of tenant 1 has ended.
async fn left_behind(world: &World, end: &str) -> anyhow::Result<String> {
    let passwords = passwords();
    let (_, password) = passwords.iter().find(|(role, _)| *role == "app").unwrap();
    let client = connect(&world.database.url("dondoc_app", password.expose_secret())?).await?;
    client.batch_execute(&format!("begin; select dondoc.use_tenant(1); {end}")).await?;
    let row = client.query_one("select coalesce(current_setting('app.tenant_id', true), '')", &[]).await?;
    Ok(row.get(0))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_entered_for_the_whole_session_is_found_before_anything_is_served() -> anyhow::Result<()> {
    let world = World::new().await?;
    for end in ["commit", "rollback"] {
        assert_eq!(left_behind(&world, end).await?, "", "after {end}");
    }
    assert_eq!(world.db()?.check().await.map_err(|e| anyhow::anyhow!("{e}"))?, Vec::<String>::new());

    world.owner.batch_execute(SESSION_WIDE).await?;
    assert_eq!(left_behind(&world, "commit").await?, "1", "the fault is there");
    let findings = world.db()?.check().await.map_err(|e| anyhow::anyhow!("{e}"))?;
    assert!(findings.iter().any(|f| f.contains("stays on the connection")), "{findings:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_tenant_a_connection_carries_a_transaction_sees_only_the_one_it_names() -> anyhow::Result<()>
{
    let world = World::new().await?;
    let mut people = vec![];
    let mut ids = vec![];
    for slug in BODIES {
        let task = world.task(&format!("CANARY-{slug}")).await?;
        ids.push(world.assignment(slug, task, &Scene::due(Some(world.day(5)))).await?);
        people.push(world.person(slug, Role::Officer).await?);
    }
    // Every connection of these roles begins its life in the second tenant's name.
    for role in ["app", "worker", "national"] {
        let set =
            format!("alter role dondoc_{role} in database {} set app.tenant_id = '2'", world.database.name());
        world.owner.batch_execute(&set).await?;
    }
    let server = Server::of(&world)?;
    for (slug, person) in BODIES.iter().zip(&people) {
        let (_, page) = server.get("/assignments", person).await?;
        let codes: Vec<_> = page["items"].as_array().unwrap().iter().map(|i| i["code"].clone()).collect();
        assert_eq!(codes, [format!("CANARY-{slug}/{slug}")]);
    }
    // Without a tenant's name there is nothing to see, whatever the connection carries.
    let db: Db = world.db()?;
    for id in ids {
        let seen = db
            .read(WorkerList, Actor::system("test"), async |tx| {
                dondoc_server::domain::assignments::load(tx, id).await.map(|row| row.tenant_id)
            })
            .await;
        assert_eq!(seen.map_err(|e| e.code()), Err(ErrorCode::NotFound));
    }
    Ok(())
}
