//! What the server costs beside PostgreSQL itself: `cargo measure`.
//!
//! `cargo measure -- server`, `-- doors`, `-- sweep`, `-- deliver` and `-- figures` measure a part alone, and `-- scale` lists of a million or more. Both sides run in one go on the same machine,
//! with the same cluster, role and durability. The statements that pgbench repeats for requests are not written down here:
//! the server's own request is watched in PostgreSQL's log and played again.

#[path = "measure/deliver.rs"]
mod deliver;
#[path = "measure/doors.rs"]
mod doors;
#[path = "measure/figures.rs"]
mod figures;
#[path = "measure/load.rs"]
mod load;
#[path = "measure/memory.rs"]
mod memory;
#[path = "measure/replay.rs"]
mod replay;
#[path = "measure/scale.rs"]
mod scale;
#[path = "measure/scene.rs"]
mod scene;
#[path = "measure/sweep.rs"]
mod sweep;

use std::time::Duration;

use dondoc_tests::server::Server;

use crate::{
    load::{Load, Request},
    replay::Replay,
    scene::{CLIENTS, Scenery},
};

const TIME: Duration = Duration::from_secs(10);

fn main() -> anyhow::Result<()> {
    dondoc_tests::program::build_for_release()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let cluster = dondoc_tests::database::durable_cluster()?;
    let parts = ["server", "doors", "deliver", "sweep", "figures", "scale"];
    let named: Vec<String> = std::env::args().filter(|arg| parts.contains(&arg.as_str())).collect();
    let asked = |part: &str| named.iter().any(|name| name == part);
    let wanted = |part: &str| named.is_empty() || asked(part);
    let done = runtime.block_on(async {
        if wanted("server") {
            run().await?;
        }
        if wanted("doors") {
            doors::tell().await?;
        }
        if wanted("deliver") {
            deliver::tell().await?;
        }
        if wanted("sweep") {
            sweep::tell().await?;
        }
        if wanted("figures") {
            figures::tell().await?;
        }
        if asked("scale") {
            scale::tell().await?;
        }
        Ok(())
    });
    drop(cluster);
    done
}

async fn run() -> anyhow::Result<()> {
    let scenery = Scenery::set().await?;
    println!(
        "{} assignments over 93 tenants, {CLIENTS} connections, {} s each",
        scenery.size,
        TIME.as_secs()
    );
    list(&scenery).await?;
    report(&scenery).await?;
    memory::tell(&scenery).await
}

/// My work: 50 rows, with the token checked and row-level security on.
async fn list(scenery: &Scenery) -> anyhow::Result<()> {
    let request = scenery.my_work();
    let replay = Replay::watch(scenery, &request).await?;
    let server = Server::of(&scenery.world)?;
    let load = Load::run(&server.base, TIME, |_| request.clone()).await?;
    drop(server);
    let plain = replay.pgbench(TIME, &replay.one_by_one())?;
    let pipelined = replay.pgbench(TIME, &replay.pipelined())?;
    tell("my work, requests/s", load.rate, "pgbench, one by one", plain, 0.5);
    println!("  pgbench, pipelined: {pipelined:.0}/s, ratio {:.2}", load.rate / pipelined);
    println!("  {} statements a request; p50 {:.2} ms, p99 {:.2} ms", replay.len(), load.p50, load.p99);
    Ok(())
}

/// A progress report: checked, written, told and audited.
async fn report(scenery: &Scenery) -> anyhow::Result<()> {
    let body = r#"{"percent":50,"results":"Đã hoàn thành khảo sát hệ thống","figures":"12/30","next_step":"Kết nối"}"#;
    let first = Request::post(&Scenery::report_path(0), &scenery.officer.token, body, 1);
    let replay = Replay::watch(scenery, &first).await?;
    let server = Server::of(&scenery.world)?;
    let versions: Vec<_> =
        (0..CLIENTS).map(|n| std::sync::atomic::AtomicI32::new(i32::from(n == 0) + 1)).collect();
    let load = Load::run(&server.base, TIME, |client| {
        let version = versions[client].fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        Request::post(&Scenery::report_path(client), &scenery.officer.token, body, version)
    })
    .await?;
    drop(server);
    let plain = replay.pgbench(TIME, &replay.writing(scenery))?;
    tell("progress report, requests/s", load.rate, "pgbench of the same rows", plain, 0.4);
    println!("  {} statements a request; p50 {:.2} ms, p99 {:.2} ms", replay.len(), load.p50, load.p99);
    Ok(())
}

fn tell(what: &str, ours: f64, theirs_name: &str, theirs: f64, aim: f64) {
    println!("\n{what}: {ours:.0}\n  {theirs_name}: {theirs:.0}/s, ratio {:.2} (aim {aim})", ours / theirs);
}
