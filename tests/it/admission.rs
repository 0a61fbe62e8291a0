//! Whoever asks too much is told to come back (429), and the others are served (R104).

use std::net::TcpListener;

use dondoc_kernel::db::{Actor, Auth, Db, Door, National, Tenant};
use dondoc_server::programs::app::health;
use dondoc_shared::{
    policy::{PolicyBody, ReminderPolicy},
    role::Role,
};
use dondoc_tests::{
    server::{Server, answer},
    world::{Person, Scene, World},
};
use futures_util::future::join_all;
use metrics_exporter_prometheus::PrometheusBuilder;
use reqwest::{Method, header};
use serde_json::json;
use tokio_util::sync::CancellationToken;

async fn status(server: &Server, path: &str, person: &Person) -> anyhow::Result<u16> {
    Ok(server.get(path, person).await?.0.as_u16())
}

/// Statuses of many requests at once.
async fn many(server: &Server, path: &str, person: &Person, n: usize) -> anyhow::Result<Vec<u16>> {
    join_all((0..n).map(|_| status(server, path, person))).await.into_iter().collect()
}

fn of(statuses: &[u16], wanted: u16) -> usize {
    statuses.iter().filter(|status| **status == wanted).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_asks_too_much_is_told_how_long_to_wait_and_may_still_leave() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::limited(&world)?;
    let greedy = world.person("ha-noi", Role::Viewer).await?;
    let neighbour = world.person("ha-noi", Role::Officer).await?;
    let mut statuses = Vec::new();
    while of(&statuses, 429) == 0 {
        statuses.extend(many(&server, "/me", &greedy, 40).await?);
    }
    assert!(of(&statuses, 200) >= 60, "{statuses:?}");
    assert_eq!(of(&statuses, 200) + of(&statuses, 429), statuses.len(), "{statuses:?}");
    let told = loop {
        let told = server.api(Method::GET, "/me", Some(&greedy)).send().await?;
        if told.status().as_u16() == 429 {
            break told;
        }
    };
    let seconds: u32 = told.headers()[header::RETRY_AFTER].to_str()?.parse()?;
    assert!((1..=3).contains(&seconds), "{seconds}");
    let problem: serde_json::Value = told.json().await?;
    assert_eq!(problem["code"], "too_many_requests");
    assert_eq!(status(&server, "/me", &neighbour).await?, 200);
    let left = server.api(Method::DELETE, "/session", Some(&greedy)).send().await?;
    assert_eq!(left.status().as_u16(), 204);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_whose_requests_stand_still_takes_no_other_ones_connections() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let task = world.task("T24-08").await?;
    world.assignment("ha-noi", task, &Scene::due(Some(world.day(5)))).await?;
    let mut people = Vec::new();
    for _ in 0..3 {
        people.push(world.person("ha-noi", Role::Viewer).await?);
    }
    let other = world.person("lao-cai", Role::Officer).await?;
    world.owner.batch_execute("begin; lock table dondoc.assignments in access exclusive mode").await?;
    let stuck = join_all(people.iter().map(|person| many(&server, "/assignments", person, 6)));
    let served = async {
        let served = many(&server, "/me", &other, 20).await;
        world.owner.batch_execute("rollback").await?;
        served
    };
    let (stuck, served) = futures_util::join!(stuck, served);
    assert_eq!(of(&served?, 200), 20);
    for statuses in stuck {
        let statuses = statuses?;
        assert_eq!(of(&statuses, 200) + of(&statuses, 429), 6, "never unavailable: {statuses:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn simulations_wait_for_each_other_and_leave_the_working_group_its_connections() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let observer = world.person("national", Role::Observer).await?;
    let officer = world.person("national", Role::NationalOfficer).await?;
    let draft = json!({"body": PolicyBody::Reminders(ReminderPolicy::default())});
    world.owner.batch_execute("begin; lock table dondoc.assignments in access exclusive mode").await?;
    let simulate = |path: &'static str| {
        let request = server.api(Method::POST, path, Some(&observer)).json(&draft);
        async { anyhow::Ok(answer(request).await?.0.as_u16()) }
    };
    let paths = ["/policies/simulation", "/policies/simulation.csv"];
    let simulations = join_all(paths.into_iter().cycle().take(8).map(simulate));
    let served = async {
        let served = many(&server, "/me", &officer, 20).await;
        world.owner.batch_execute("rollback").await?;
        served
    };
    let (simulations, served) = futures_util::join!(simulations, served);
    assert_eq!(of(&served?, 200), 20);
    let simulations = simulations.into_iter().collect::<anyhow::Result<Vec<_>>>()?;
    assert_eq!((of(&simulations, 200), of(&simulations, 429)), (2, 6), "{simulations:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_has_five_event_streams_and_a_closed_one_makes_room() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let person = world.person("ha-noi", Role::Viewer).await?;
    let open = async || server.api(Method::GET, "/events", Some(&person)).send().await;
    let mut streams = Vec::new();
    for _ in 0..5 {
        streams.push(open().await?);
    }
    assert!(streams.iter().all(|stream| stream.status().as_u16() == 200));
    let refused = open().await?;
    assert_eq!(refused.status().as_u16(), 429);
    assert!(refused.headers().contains_key(header::RETRY_AFTER));
    let other = world.person("ha-noi", Role::Viewer).await?;
    assert_eq!(server.api(Method::GET, "/events", Some(&other)).send().await?.status().as_u16(), 200);
    streams.clear();
    // The server notices at the next heartbeat that a reader is gone.
    while open().await?.status().as_u16() != 200 {
        tokio::task::yield_now().await;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_without_a_free_connection_is_ready() -> anyhow::Result<()> {
    async fn take<D: Door>(db: &Db, door: D) -> Vec<D::Tx> {
        let mut taken = Vec::new();
        while let Ok(tx) = db.begin(door, Actor::system("test")).await {
            taken.push(tx);
        }
        taken
    }
    let world = World::new().await?;
    let db = world.db()?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}/health/ready", listener.local_addr()?);
    let stop = CancellationToken::new();
    let metrics = PrometheusBuilder::new().build_recorder().handle();
    let (asked, stopped) = (db.clone(), stop.clone());
    let system = std::thread::spawn(move || {
        let report = health::report(asked, (listener, metrics), CancellationToken::new(), stopped);
        actix_web::rt::System::new().block_on(report)
    });
    let taken = futures_util::join!(
        take(&db, Tenant(dondoc_shared::id::TenantId(24))),
        take(&db, National),
        take(&db, Auth)
    );
    drop(rustls::crypto::ring::default_provider().install_default());
    assert_eq!(reqwest::get(&url).await?.status().as_u16(), 200);
    assert_eq!(reqwest::Client::new().head(&url).send().await?.status().as_u16(), 200);
    drop(taken);
    stop.cancel();
    system.join().unwrap()
}
