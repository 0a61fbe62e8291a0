//! `demo`: everything at once, without set-up.
//!
//! A private PostgreSQL (or, by `DONDOC_DEMO_DATABASE_URL`, a database that is empty or bears the mark of simulated data),
//! the real plans with a played past, demo accounts, and the clock at 25 July 2024, 08:00 in Ha Noi: the date of the press
//! report of notice 344/TB-VPCP. [`prepare`](prepare::prepare) makes the database ready, [`serve`] serves it until Ctrl-C.

pub mod caught;
pub mod people;
pub mod play;
mod post;
pub mod prepare;
mod progress;
pub mod sink;

use std::{
    fs, io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context;
use dondoc_shared::text::Lang;
use secrecy::{ExposeSecret, SecretString};
use tokio_util::sync::CancellationToken;
use url::Url;

use self::{
    post::Post,
    prepare::{Prepared, Source},
};
use crate::programs::{
    app::{self, Services, Settings},
    config::{self, DemoConfig},
    demo::sink::Sink,
    process::{complain, runtime, say, this_program, told_to_stop},
};
use dondoc_kernel::{
    auth::Limits,
    cluster::{Cluster, Fetch, Options},
    secret::{digest, hex},
    telemetry,
};

/// Where portal and API, and health and metrics, listen unless somebody else does.
const PORTS: [u16; 2] = [8080, 9090];

/// What the demo can be told.
#[derive(clap::Args, Debug)]
pub struct Arguments {
    /// Use the real date instead of 25 July 2024
    #[arg(long)]
    now: bool,
    /// Throw the demo's data away and start over
    #[arg(long)]
    fresh: bool,
    /// Folder for the demo's data
    #[arg(long, env = "DONDOC_DEMO_DIR", value_name = "DIR", default_value = ".dondoc")]
    dir: PathBuf,
    /// Address of portal and API; by default that of the last start, or 127.0.0.1:8080
    #[arg(long, env = "DONDOC_LISTEN", value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// Address of health and metrics; by default that of the last start, or 127.0.0.1:9090
    #[arg(long, env = "DONDOC_OPS_LISTEN", value_name = "ADDRESS:PORT")]
    ops_listen: Option<String>,
    /// Address of another database with an administrator's user; it must be empty, or of an earlier demo
    #[arg(long, env = "DONDOC_DEMO_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    demo_database_url: Option<SecretString>,
}

/// Prepares and serves until told to stop. No process stays behind.
pub fn run(arguments: &Arguments, options: &config::Options, lang: Lang) -> anyhow::Result<ExitCode> {
    let told = options.demo([arguments.listen.as_deref(), arguments.ops_listen.as_deref()], lang)?;
    let runtime = runtime()?;
    let stop = CancellationToken::new();
    let stopping = {
        let _inside = runtime.enter();
        told_to_stop(stop.clone())?
    };
    runtime.spawn(stopping);
    // Blocks, and is therefore done outside of the runtime.
    let (source, cluster) = match &arguments.demo_database_url {
        Some(_) if arguments.fresh => {
            complain!("dondoc-server: {}", lang.demo_not_fresh());
            return Ok(ExitCode::FAILURE);
        }
        Some(url) => (elsewhere(url, &arguments.dir)?, None),
        None => {
            if let Some(fetch) = Fetch::needed(&arguments.dir)? {
                say!(
                    "{}",
                    if fetch == Fetch::Package { lang.demo_installing() } else { lang.demo_fetching() }
                );
                fetch.run(&arguments.dir)?;
            }
            say!("{}", lang.demo_starting());
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
        let doors = Doors::open(told, &source.dir, lang)?;
        let caught = Sink::start(&source.dir.join("mail"), stop.clone()).await?;
        let post = Post { caught, public_url: doors.public_url.clone() };
        let prepared = tokio::select! {
            prepared = prepare::prepare(&source, &post, arguments.now, lang) => prepared?,
            () = stop.cancelled() => return Ok(ExitCode::SUCCESS),
        };
        let Some(prepared) = prepared else {
            complain!("dondoc-server: {}", lang.demo_not_ours());
            return Ok(ExitCode::FAILURE);
        };
        serve(prepared, doors, post, lang, stop.clone()).await.map(|()| ExitCode::SUCCESS)
    });
    if let Some(cluster) = cluster {
        cluster.stop()?;
    }
    if stop.is_cancelled() {
        say!("{}", lang.demo_ended());
    }
    done
}

/// Somebody's own database. What the demo keeps about it lies in a folder of its own, and its roles have names of their
/// own, because roles belong to the whole server.
fn elsewhere(url: &SecretString, dir: &Path) -> anyhow::Result<Source> {
    let parsed = Url::parse(url.expose_secret()).context("DONDOC_DEMO_DATABASE_URL")?;
    let place = format!("{:?} {:?} {}", parsed.host_str(), parsed.port(), parsed.path());
    let name: String = hex(&digest(&[&place])).chars().take(12).collect();
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
    for name in ["secrets", "evidence", "mail"] {
        match fs::remove_dir_all(dir.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// Where the demo is reached.
struct Doors {
    portal: TcpListener,
    ops: TcpListener,
    public_url: Url,
}

impl Doors {
    /// Where it was told to be; else on the ports of the last start, which `dir` keeps, so that a link in a mail still
    /// leads somewhere; else on the usual ones. On free ones where those are taken.
    fn open(told: DemoConfig, dir: &Path, lang: Lang) -> anyhow::Result<Self> {
        let file = dir.join("ports");
        let last = fs::read_to_string(&file).unwrap_or_default();
        let last: Vec<u16> = last.split_whitespace().filter_map(|port| port.parse().ok()).collect();
        let [mut portal_port, mut ops_port] = last.try_into().unwrap_or(PORTS);
        let portal = open(told.listen, &mut portal_port, lang)?;
        let ops = open(told.ops_listen, &mut ops_port, lang)?;
        fs::create_dir_all(dir).and_then(|()| fs::write(&file, format!("{portal_port} {ops_port}\n")))?;
        let here =
            || Url::parse(&format!("http://localhost:{}", portal.local_addr()?.port())).context("address");
        let public_url = told.public_url.map_or_else(here, Ok)?;
        Ok(Self { portal, ops, public_url })
    }
}

/// At the address that was given, or on this port of this machine, which becomes a free one where it is taken.
fn open(told: Option<SocketAddr>, port: &mut u16, lang: Lang) -> anyhow::Result<TcpListener> {
    if let Some(told) = told {
        return TcpListener::bind(told).with_context(|| format!("cannot listen on {told}"));
    }
    let at = |port| TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    if let Ok(listener) = at(*port) {
        return Ok(listener);
    }
    let listener = at(0).context("no port is free on this machine")?;
    let taken = std::mem::replace(port, listener.local_addr()?.port());
    say!("{}", lang.demo_port_taken(taken, *port));
    Ok(listener)
}

/// Says where everything is and serves it.
async fn serve(
    prepared: Prepared,
    doors: Doors,
    post: Post,
    lang: Lang,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    telemetry::log();
    let metrics = telemetry::measure()?;
    let Doors { portal, ops, public_url } = doors;
    let health = format!("http://{}/health/ready", ops.local_addr()?);
    let settings = Settings {
        evidence: &prepared.evidence,
        public_url: public_url.clone(),
        seeds: prepared.config.secrets.seeds(),
        simulated: true,
        trusted_proxies: 0,
        relay_key: None,
        limits: Limits::default(),
        program: this_program(),
    };
    let worker = Arc::new(post.worker(&prepared.db)?);
    let caught = post.caught;
    let services =
        Services::new(prepared.db.clone(), settings)?.beside(move |config| caught::routes(config, &caught));
    announce(&prepared, &public_url, &health, lang);
    let working = tokio::spawn(worker.run(stop.clone()));
    app::serve::run(services, portal, Some((ops, metrics)), stop).await?;
    working.await.context("worker")?;
    prepared.db.close();
    Ok(())
}

fn announce(prepared: &Prepared, public_url: &Url, health: &str, lang: Lang) {
    say!("\n{}", lang.simulated());
    let zone = dondoc_kernel::clock::zone(dondoc_kernel::clock::DEFAULT_ZONE);
    let now = zone.to_datetime(prepared.now);
    say!("{}", lang.demo_now(&format!("{} {:02}:{:02}", lang.date(now.date()), now.hour(), now.minute())));
    for one in people::PEOPLE {
        say!("  {:<38} {:<34} {}", one.email(), one.name, one.role.name(lang));
    }
    say!("{}", lang.demo_pass_phrase(prepared.pass_phrase.expose_secret()));
    say!("{}", lang.demo_mail(&format!("{public_url}dev/mail")));
    say!("{}", lang.demo_console(public_url.as_str().trim_end_matches('/')));
    say!("{}", lang.demo_health(health));
    say!("{}", lang.demo_stop());
    say!("{}", lang.demo_ready(public_url.as_str()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(told: DemoConfig, dir: &Path) -> [String; 3] {
        let doors = Doors::open(told, dir, Lang::En).unwrap();
        let address = |listener: TcpListener| listener.local_addr().unwrap().to_string();
        [address(doors.portal), address(doors.ops), doors.public_url.to_string()]
    }

    #[test]
    fn the_demo_stays_where_it_was_told_to_be_or_was_the_last_time() {
        let dir = std::env::temp_dir().join(format!("dondoc-doors-{}", std::process::id()));
        let free = || TcpListener::bind("127.0.0.1:0").unwrap();
        let (taken, usual) = (free(), free().local_addr().unwrap().port());
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("ports"), format!("{} {usual}", taken.local_addr().unwrap().port())).unwrap();
        let first = at(DemoConfig::default(), &dir);
        assert_ne!(first[0], taken.local_addr().unwrap().to_string());
        assert_eq!(first[1], format!("127.0.0.1:{usual}"));
        assert_eq!(first[2], format!("http://localhost:{}/", first[0].rsplit(':').next().unwrap()));
        drop(taken);
        assert_eq!(at(DemoConfig::default(), &dir), first, "the port that was found is kept");

        let told = DemoConfig {
            listen: Some("127.0.0.2:0".parse().unwrap()),
            ops_listen: None,
            public_url: Some(Url::parse("https://dondoc.example").unwrap()),
        };
        let elsewhere = at(told, &dir);
        assert!(elsewhere[0].starts_with("127.0.0.2:") && elsewhere[1] == first[1], "{elsewhere:?}");
        assert_eq!(elsewhere[2], "https://dondoc.example/");
        assert_eq!(at(DemoConfig::default(), &dir), first, "what was told once is not kept");
        fs::remove_dir_all(dir).unwrap();
    }
}
