//! `serve` and `openapi`.

use std::{net::TcpListener, process::ExitCode};

use anyhow::Context;
use tokio_util::sync::CancellationToken;

use super::invocation::Invocation;
use crate::programs::{
    app::{self, Services, Settings},
    config::ServerOptions,
    process::{open, runtime, say, this_program, told_to_stop},
};
use dondoc_kernel::{auth::Limits, telemetry};

/// Connections of the application's pool.
const POOL: usize = 16;

/// Portal, API, health and metrics, until told to stop.
pub(super) fn serve(invocation: &Invocation, options: &ServerOptions) -> anyhow::Result<ExitCode> {
    let config = invocation.options.server(options, invocation.lang)?;
    telemetry::log();
    let metrics = telemetry::measure()?;
    let listen = |address| TcpListener::bind(address).with_context(|| format!("cannot listen on {address}"));
    let (listener, ops) = (listen(config.listen)?, listen(config.ops_listen)?);
    let stop = CancellationToken::new();
    runtime()?.block_on(async {
        tokio::spawn(told_to_stop(stop.clone())?);
        let (db, simulated) = open(&config.database, POOL).await?;
        let settings = Settings {
            evidence: &config.evidence_dir,
            public_url: config.public_url.clone(),
            seeds: config.database.secrets.seeds(),
            simulated,
            trusted_proxies: config.trusted_proxies,
            relay_key: config.relay_key.clone(),
            limits: Limits::default(),
            program: this_program(),
        };
        let services = Services::new(db.clone(), settings)?;
        if config.has_uncounted_proxy() {
            tracing::warn!("{}", invocation.lang.proxy_not_counted());
        }
        tracing::info!(address = %config.listen, url = %config.public_url, simulated, "serving");
        app::serve::run(services, listener, Some((ops, metrics)), stop).await?;
        db.close();
        Ok(ExitCode::SUCCESS)
    })
}

/// Prints the API's document.
pub(super) fn openapi() -> anyhow::Result<ExitCode> {
    say!("{}", app::document().to_pretty_json().context("document")?);
    Ok(ExitCode::SUCCESS)
}
