//! The real server in this process: its own thread, its own port, a world's database and clock.

use std::{net::TcpListener, num::NonZeroU32};

use actix_web::rt::System;
use dondoc_kernel::{
    auth::{Limits, Seeds},
    db::Db,
};
use dondoc_server::programs::app::{Services, Settings, serve};
use dondoc_shared::id::AssignmentId;
use reqwest::{Client, Method, StatusCode, header};
use reqwest_middleware::{ClientWithMiddleware, RequestBuilder};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    contract::Contract,
    world::{Person, TOKEN_SEED, World},
};

/// What the relay shows when it reports mail that came back.
pub const RELAY_KEY: &str = "0123456789abcdef0123456789abcdef";

const HARDLY: Limits = Limits::all(NonZeroU32::new(100_000).unwrap());

/// What the keys of a test's server follow from.
pub const SEEDS: Seeds<'static> = Seeds { signs: &TOKEN_SEED, accepted: None, seals: &TOKEN_SEED };

/// A running server; stops when dropped.
pub struct Server {
    pub base: String,
    stop: CancellationToken,
    thread: Option<std::thread::JoinHandle<()>>,
    evidence: tempfile::TempDir,
    /// Holds every answer of the API against its document.
    pub http: ClientWithMiddleware,
}

impl Server {
    /// Serves a world.
    pub fn of(world: &World) -> anyhow::Result<Self> {
        Self::with(world.db()?)
    }

    /// Serves a world from behind `proxies` trusted proxies.
    pub fn behind(world: &World, proxies: u8) -> anyhow::Result<Self> {
        Self::start(world.db()?, proxies, Some(RELAY_KEY), HARDLY, SEEDS)
    }

    /// Serves a world without a key for the relay.
    pub fn without_relay_key(world: &World) -> anyhow::Result<Self> {
        Self::start(world.db()?, 0, None, HARDLY, SEEDS)
    }

    /// Serves the database that these pools lead to.
    pub fn with(db: Db) -> anyhow::Result<Self> {
        Self::start(db, 0, Some(RELAY_KEY), HARDLY, SEEDS)
    }

    /// Serves a world with the limits of the product; the others are hardly limited, since tests ask much at once.
    pub fn limited(world: &World) -> anyhow::Result<Self> {
        Self::start(world.db()?, 0, Some(RELAY_KEY), Limits::default(), SEEDS)
    }

    /// Serves a world with these keys.
    pub fn with_keys(world: &World, seeds: Seeds<'_>) -> anyhow::Result<Self> {
        Self::start(world.db()?, 0, Some(RELAY_KEY), HARDLY, seeds)
    }

    /// Serves a world under a name instead of an address: passkeys want one.
    pub fn named(world: &World) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let base = format!("http://localhost:{}", listener.local_addr()?.port());
        Self::on(listener, base, world)
    }

    /// Serves a world on this listener, for people who reach it at `public_url`.
    pub fn on(listener: TcpListener, public_url: String, world: &World) -> anyhow::Result<Self> {
        Self::start_on(listener, public_url, world.db()?, (0, Some(RELAY_KEY)), HARDLY, SEEDS)
    }

    fn start(
        db: Db,
        trusted_proxies: u8,
        relay_key: Option<&str>,
        limits: Limits,
        seeds: Seeds<'_>,
    ) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let base = format!("http://{}", listener.local_addr()?);
        Self::start_on(listener, base, db, (trusted_proxies, relay_key), limits, seeds)
    }

    fn start_on(
        listener: TcpListener,
        base: String,
        db: Db,
        (trusted_proxies, relay_key): (u8, Option<&str>),
        limits: Limits,
        seeds: Seeds<'_>,
    ) -> anyhow::Result<Self> {
        let evidence = tempfile::tempdir()?;
        let settings = Settings {
            evidence: evidence.path(),
            public_url: base.parse()?,
            seeds,
            simulated: false,
            trusted_proxies,
            relay_key: relay_key.map(Into::into),
            limits,
            program: crate::program::server_program(),
        };
        let services = Services::new(db, settings)?;
        let stop = CancellationToken::new();
        let stopping = stop.clone();
        let thread = std::thread::spawn(move || {
            let run = serve::run(services, listener, None, stopping);
            if let Err(error) = System::new().block_on(run) {
                eprintln!("the server ended: {error:#}");
            }
        });
        // Two users of rustls without a provider of their own: this process needs one.
        drop(rustls::crypto::ring::default_provider().install_default());
        let http = Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        let http = reqwest_middleware::ClientBuilder::new(http).with(Contract).build();
        Ok(Self { base, stop, thread: Some(thread), evidence, http })
    }

    /// The folder of its files.
    pub fn evidence(&self) -> &std::path::Path {
        self.evidence.path()
    }

    /// A request of the API; nobody's without a person.
    pub fn api(&self, method: Method, path: &str, caller: Option<&Person>) -> RequestBuilder {
        let request = self.http.request(method, format!("{}/api/v1{path}", self.base));
        match caller {
            Some(person) => request.bearer_auth(&person.token),
            None => request,
        }
    }

    /// A page of the portal.
    pub fn page(&self, path: &str, caller: Option<&Person>) -> RequestBuilder {
        let request = self.http.get(format!("{}{path}", self.base));
        match caller {
            Some(person) => request.header(header::COOKIE, format!("dondoc={}", person.cookie)),
            None => request,
        }
    }

    /// Reads JSON and its status.
    pub async fn get(&self, path: &str, caller: &Person) -> anyhow::Result<(StatusCode, Value)> {
        answer(self.api(Method::GET, path, Some(caller))).await
    }

    /// Does something to an assignment, with a key of its own.
    pub async fn act(
        &self,
        path: &str,
        version: i64,
        body: &Value,
        caller: &Person,
    ) -> anyhow::Result<(StatusCode, Value)> {
        self.act_with_key(path, version, body, caller, Uuid::now_v7()).await
    }

    /// The same at the version that is current.
    pub async fn act_now(
        &self,
        id: AssignmentId,
        act: &str,
        body: &Value,
        caller: &Person,
    ) -> anyhow::Result<(StatusCode, Value)> {
        let (_, detail) = self.get(&format!("/assignments/{id}"), caller).await?;
        let version = detail["row"]["version"].as_i64().unwrap_or_default();
        self.act(&format!("/assignments/{id}/{act}"), version, body, caller).await
    }

    /// The same with a given key.
    pub async fn act_with_key(
        &self,
        path: &str,
        version: i64,
        body: &Value,
        caller: &Person,
        key: Uuid,
    ) -> anyhow::Result<(StatusCode, Value)> {
        let request = self
            .api(Method::POST, path, Some(caller))
            .header(header::IF_MATCH, format!("\"{version}\""))
            .header("Idempotency-Key", key.to_string())
            .json(body);
        answer(request).await
    }
}

/// Status and JSON; null where there is none.
pub async fn answer(request: RequestBuilder) -> anyhow::Result<(StatusCode, Value)> {
    let response = request.send().await?;
    let status = response.status();
    let bytes = response.bytes().await?;
    Ok((status, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.cancel();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
