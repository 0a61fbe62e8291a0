//! The long forms of what `tests/run` proves in short: `cargo endure`.
//!
//! `cargo endure -- storm`: 100,000 reminders, four workers, one of them killed with -9 each second, a relay that fails in
//! every way it can. `cargo endure -- outage`: what a day without a relay leaves behind, and how long it takes to leave.
//! `cargo endure -- hours 90`: ninety minutes of all operations of the API, a tenth of the requests hostile.
//! `cargo endure -- figures`: 50,000 acts on the reports of 93 bodies over two years, a worker killed with -9 each second.
//! Everything runs on this machine's loopback and ends with the command.

#[path = "endure/figures.rs"]
mod figures;
#[path = "endure/hours/mod.rs"]
mod hours;
#[path = "endure/outage.rs"]
mod outage;
#[path = "endure/scene.rs"]
mod scene;
#[path = "endure/storm.rs"]
mod storm;

fn main() -> anyhow::Result<()> {
    dondoc_tests::program::build_for_release()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let cluster = dondoc_tests::database::durable_cluster()?;
    let named: Vec<String> = std::env::args()
        .filter(|arg| ["storm", "outage", "hours", "figures"].contains(&arg.as_str()))
        .collect();
    let only = |what: &str| named.is_empty() || named.iter().any(|name| name == what);
    let minutes = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(30);
    let done = runtime.block_on(async {
        if only("outage") {
            outage::tell().await?;
        }
        if only("storm") {
            storm::tell().await?;
        }
        if only("figures") {
            figures::tell().await?;
        }
        if only("hours") {
            hours::tell(minutes).await?;
        }
        Ok(())
    });
    drop(cluster);
    done
}
