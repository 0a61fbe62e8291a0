//! `demo`: everything at once, without set-up.
//!
//! A private PostgreSQL (or, by `DONDOC_DEMO_DATABASE_URL`, a database that is empty or bears the mark of simulated data),
//! the real plans, demo accounts, and the clock at 25 July 2024, 08:00 in Ha Noi: the date of the press report of notice
//! 344/TB-VPCP. [`prepare`](prepare::prepare) makes the database ready, [`serve`] serves it until Ctrl-C.

pub mod people;
pub mod play;
pub mod prepare;

use std::{
    fs, io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::ExitCode,
};

use actix_web::web::Data;
use anyhow::Context;
use dondoc_shared::text::Lang;
use secrecy::{ExposeSecret, SecretString};
use tokio_util::sync::CancellationToken;
use url::Url;

use self::prepare::{Prepared, Source};
use crate::{
    cli::{runtime, serve::told_to_stop},
    cluster::{Cluster, Options},
    http::{self, Settings, State},
    telemetry,
};

/// Where portal and API, and health and metrics, listen unless somebody else does.
const PORTS: [u16; 2] = [8080, 9090];

/// What the demo can be told.
#[derive(clap::Args, Debug)]
pub struct Arguments {
    /// Let the clock be the machine's, not 25 July 2024
    #[arg(long)]
    now: bool,
    /// Throw the demo's data away and start over
    #[arg(long)]
    fresh: bool,
    /// Folder for the demo's data
    #[arg(long, env = "DONDOC_DEMO_DIR", value_name = "DIR", default_value = ".dondoc")]
    dir: PathBuf,
    /// Address of another database with an administrator's user; it must be empty, or of an earlier demo
    #[arg(long, env = "DONDOC_DEMO_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database_url: Option<SecretString>,
}

/// Prepares and serves until told to stop. No process stays behind.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<ExitCode> {
    let runtime = runtime()?;
    let stop = CancellationToken::new();
    let stopping = {
        let _inside = runtime.enter();
        told_to_stop(stop.clone())?
    };
    runtime.spawn(stopping);
    // Blocks, and is therefore done outside of the runtime.
    let (source, cluster) = match &arguments.database_url {
        Some(_) if arguments.fresh => {
            eprintln!("dondoc-server: {}", lang.demo_not_fresh());
            return Ok(ExitCode::FAILURE);
        }
        Some(url) => (elsewhere(url, &arguments.dir)?, None),
        None => {
            println!("{}", lang.demo_starting());
            if arguments.fresh {
                start_over(&arguments.dir)?;
            }
            let cluster = Cluster::start(&Options { preferred: arguments.dir.clone(), durable: true })?;
            let admin_url = SecretString::from(cluster.admin_url("postgres"));
            let source =
                Source { admin_url, private: true, prefix: "dondoc".to_owned(), dir: arguments.dir.clone() };
            (source, Some(cluster))
        }
    };
    let done = runtime.block_on(async {
        let prepared = tokio::select! {
            prepared = prepare::prepare(&source, arguments.now, lang) => prepared?,
            () = stop.cancelled() => return Ok(ExitCode::SUCCESS),
        };
        match prepared {
            Some(prepared) => serve(prepared, lang, stop.clone()).await.map(|()| ExitCode::SUCCESS),
            None => {
                eprintln!("dondoc-server: {}", lang.demo_not_ours());
                Ok(ExitCode::FAILURE)
            }
        }
    });
    if let Some(cluster) = cluster {
        cluster.stop()?;
    }
    if stop.is_cancelled() {
        println!("{}", lang.demo_ended());
    }
    done
}

/// Somebody's own database. What the demo keeps about it lies in a folder of its own, and its roles have names of their
/// own, because roles belong to the whole server.
fn elsewhere(url: &SecretString, dir: &Path) -> anyhow::Result<Source> {
    let parsed = Url::parse(url.expose_secret()).context("DONDOC_DEMO_DATABASE_URL")?;
    let place = format!("{:?} {:?} {}", parsed.host_str(), parsed.port(), parsed.path());
    let name: String =
        crate::auth::secret::digest(&[&place]).iter().take(6).map(|b| format!("{b:02x}")).collect();
    Ok(Source {
        admin_url: url.clone(),
        private: false,
        prefix: "dondoc_demo".to_owned(),
        dir: dir.join(format!("elsewhere-{name}")),
    })
}

/// Removes what an earlier demo left, and nothing else in the folder.
fn start_over(dir: &Path) -> anyhow::Result<()> {
    Cluster::erase(dir)?;
    for name in ["secrets", "evidence"] {
        match fs::remove_dir_all(dir.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// The listener on the usual port of this machine, or on a free one where that is taken.
fn listener(port: u16) -> anyhow::Result<TcpListener> {
    let at = |port| TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    at(port).or_else(|_| at(0)).context("no port is free on this machine")
}

/// Says where everything is and serves it.
async fn serve(prepared: Prepared, lang: Lang, stop: CancellationToken) -> anyhow::Result<()> {
    telemetry::log();
    let metrics = telemetry::measure()?;
    let [portal, ops] = PORTS.map(listener);
    let (portal, ops) = (portal?, ops?);
    let public_url = Url::parse(&format!("http://{}", portal.local_addr()?))?;
    let health = format!("http://{}/health/ready", ops.local_addr()?);
    let settings = Settings {
        evidence: &prepared.evidence,
        public_url: public_url.clone(),
        token_seed: prepared.config.secrets.token_seed(),
        simulated: true,
    };
    let state = Data::new(State::new(prepared.db.clone(), settings)?);
    announce(&prepared, &public_url, &health, lang);
    http::serve::run(state, portal, Some((ops, metrics)), stop).await?;
    prepared.db.close();
    Ok(())
}

fn announce(prepared: &Prepared, public_url: &Url, health: &str, lang: Lang) {
    println!("\n{}", lang.simulated());
    let zone = crate::clock::zone(crate::clock::DEFAULT_ZONE);
    let now = zone.to_datetime(prepared.now);
    println!(
        "{}",
        lang.demo_now(&format!("{} {:02}:{:02}", lang.date(now.date()), now.hour(), now.minute()))
    );
    for one in people::PEOPLE {
        println!("  {:<38} {:<34} {}", one.email(), one.name, one.role.name(lang));
    }
    println!("{}", lang.demo_pass_phrase(prepared.pass_phrase.expose_secret()));
    println!("{}", lang.demo_health(health));
    println!("{}", lang.demo_stop());
    println!("{}", lang.demo_ready(public_url.as_str()));
}
