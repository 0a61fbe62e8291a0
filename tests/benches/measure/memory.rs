//! What the programs keep in memory: right after their start, and after work.

use std::{net::TcpListener, time::Duration};

use dondoc_shared::role::Role;
use dondoc_tests::{
    installation::{Installation, PATIENCE},
    mailbox::Mailbox,
};
use tokio::time::{Instant, sleep};

use crate::{
    load::Load,
    scene::{CLIENTS, Scenery},
};

/// How long a program is left alone before it is looked at.
const IDLE: Duration = Duration::from_secs(5);

pub async fn tell(scenery: &Scenery) -> anyhow::Result<()> {
    let here = Installation::of(&scenery.world).await;
    dondoc_tests::installation::set_clock(&scenery.world, scenery.world.now()).await;
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let server = here.server(address);
    let base = format!("http://{address}");
    let request = scenery.my_work();
    let deadline = Instant::now() + PATIENCE;
    while Load::once(&base, &request).await.is_err() {
        anyhow::ensure!(Instant::now() < deadline, "the server does not answer\n{}", here.said());
        sleep(Duration::from_millis(100)).await;
    }
    sleep(IDLE).await;
    let idle = server.resident();
    work(scenery, &base).await?;
    let after = server.resident();
    let relay = Mailbox::start().await?;
    let worker = here.worker(relay.address(), 4);
    sleep(IDLE).await;
    let working = worker.resident();
    println!(
        "\nresident memory: server idle {idle:.0} MB (aim 40), after a load {after:.0} MB; worker idle {working:.0} MB"
    );
    server.stop().await;
    worker.stop().await;
    Ok(())
}

/// As many sessions as connections, each as fast as one session may ask in the long run.
async fn work(scenery: &Scenery, base: &str) -> anyhow::Result<()> {
    let mut requests = Vec::new();
    for _ in 0..CLIENTS {
        let officer = scenery.world.person("ha-noi", Role::Officer).await?;
        requests.push(Scenery::work_of(&officer));
    }
    let end = Instant::now() + IDLE;
    while Instant::now() < end {
        futures_util::future::try_join_all(requests.iter().map(|request| Load::once(base, request))).await?;
        sleep(Duration::from_millis(55)).await;
    }
    Ok(())
}
