//! A line to a server that can break, heal, slow down and freeze.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};
use tokio::sync::watch;
use tokio_postgres::config::Host;
use url::Url;

use crate::reserved_port::ReservedPort;

/// A proxy on a loopback port before a PostgreSQL (on its unix socket or a TCP port) or any other TCP server.
#[derive(Debug)]
pub struct Chaos {
    port: ReservedPort,
    target: Target,
    weather: watch::Sender<Weather>,
}

#[derive(Debug, Clone)]
enum Target {
    Unix(PathBuf),
    Tcp(String),
}

#[derive(Debug, Clone, Copy, Default)]
struct Weather {
    delay: Duration,
    frozen: bool,
    connections: usize,
    cut: Option<(Way, usize)>,
}

/// One of the two directions of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    ToServer,
    ToClient,
}

impl Chaos {
    /// A whole line to the server that `url` names (`postgres://` with a socket directory or a host, `http://`).
    pub async fn before(url: &str) -> anyhow::Result<Self> {
        let chaos = Self {
            port: ReservedPort::reserve()?,
            target: Target::of(url)?,
            weather: watch::Sender::default(),
        };
        chaos.restore().await?;
        Ok(chaos)
    }

    pub fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// The same address (role, password, database, path), but over this line.
    pub fn url(&self, url: &str) -> anyhow::Result<String> {
        let mut url = Url::parse(url)?;
        url.set_host(Some("127.0.0.1"))?;
        url.set_port(Some(self.address().port())).ok().context("this address takes no port")?;
        Ok(url.into())
    }

    /// Ends all connections and refuses new ones.
    pub async fn break_off(&self) {
        self.port.close().await;
    }

    /// Heals the line after `break_off`.
    pub async fn restore(&self) -> anyhow::Result<()> {
        let (target, weather) = (self.target.clone(), self.weather.clone());
        Ok(self.port.open(move |client| carry(client, target.clone(), weather.clone())).await?)
    }

    /// Holds back every burst of bytes, in each direction, by `delay`.
    pub fn delay(&self, delay: Duration) {
        self.weather.send_modify(|weather| weather.delay = delay);
    }

    /// Lets nothing through without closing anything, as a dead network does; `thaw` lets it flow again.
    pub fn freeze(&self) {
        self.weather.send_modify(|weather| weather.frozen = true);
    }

    pub fn thaw(&self) {
        self.weather.send_modify(|weather| weather.frozen = false);
    }

    /// Ends a connection instead of passing on the burst of bytes that comes after `bursts` others: a statement that
    /// never arrives, or an answer that gets lost. Once.
    pub fn cut_after(&self, way: Way, bursts: usize) {
        self.weather.send_modify(|weather| weather.cut = Some((way, bursts)));
    }

    /// Takes back a cut that has not come yet; answers whether there was one.
    pub fn uncut(&self) -> bool {
        let mut waiting = None;
        self.weather.send_modify(|weather| waiting = weather.cut.take());
        waiting.is_some()
    }

    /// Connections accepted since the beginning.
    pub fn connections(&self) -> usize {
        self.weather.borrow().connections
    }
}

impl Target {
    fn of(url: &str) -> anyhow::Result<Self> {
        if !url.starts_with("postgres") {
            let url = Url::parse(url)?;
            let port = url.port_or_known_default().context("an address without a port")?;
            return Ok(Self::Tcp(format!("{}:{port}", url.host_str().context("an address without a host")?)));
        }
        let config: tokio_postgres::Config = url.parse()?;
        let port = config.get_ports().first().copied().unwrap_or(5432);
        match config.get_hosts().first().context("an address without a host")? {
            Host::Unix(directory) => Ok(Self::Unix(directory.join(format!(".s.PGSQL.{port}")))),
            Host::Tcp(host) => Ok(Self::Tcp(format!("{host}:{port}"))),
        }
    }
}

async fn carry(client: TcpStream, target: Target, weather: watch::Sender<Weather>) {
    weather.send_modify(|weather| weather.connections += 1);
    match target {
        Target::Unix(path) => {
            let Ok(server) = UnixStream::connect(path).await else { return };
            join(client, server, weather).await;
        }
        Target::Tcp(address) => {
            let Ok(server) = TcpStream::connect(address).await else { return };
            let _ = server.set_nodelay(true);
            join(client, server, weather).await;
        }
    }
}

/// Runs until both sides have said all they had to say.
async fn join(
    client: TcpStream,
    server: impl AsyncRead + AsyncWrite + Send + 'static,
    weather: watch::Sender<Weather>,
) {
    let (client_out, client_in) = client.into_split();
    let (server_out, server_in) = tokio::io::split(server);
    let there = pump(client_out, server_in, Way::ToServer, weather.clone());
    let back = pump(server_out, client_in, Way::ToClient, weather);
    tokio::pin!(there, back);
    // A cut ends both directions at once; an end that one side has said lets the other finish.
    tokio::select! {
        cut = &mut there => if !cut { back.await; },
        cut = &mut back => if !cut { there.await; },
    }
}

async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    way: Way,
    sender: watch::Sender<Weather>,
) -> bool {
    let mut weather = sender.subscribe();
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        let mut cut = false;
        sender.send_if_modified(|weather| {
            match &mut weather.cut {
                Some((of, 0)) if *of == way => (cut, weather.cut) = (true, None),
                Some((of, left)) if *of == way => *left -= 1,
                _ => {}
            }
            false
        });
        if cut {
            return true;
        }
        let delay = weather.borrow().delay;
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        if weather.wait_for(|weather| !weather.frozen).await.is_err()
            || to.write_all(&buffer[..read]).await.is_err()
        {
            break;
        }
    }
    let _ = to.shutdown().await;
    false
}
