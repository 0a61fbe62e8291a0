//! Listening, and the ordered end.
//!
//! At the end: readiness says no, event streams are closed so that their readers come back elsewhere, the listener stops
//! taking connections, requests under way finish (25 s at most), and last the poller and the health listener stop.

use std::{net::TcpListener, time::Duration};

use actix_web::HttpServer;
use anyhow::Context;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::sync::CancellationToken;

use super::{Services, app, health::report};
use crate::programs::housekeeping::files::daily;
use dondoc_kernel::evidence::EvidenceStore;

/// How long requests under way may take to finish, in seconds.
const DRAIN: u64 = 25;

/// Serves until told to stop; returns when everything has ended.
pub async fn run(
    services: Services,
    listener: TcpListener,
    ops: Option<(TcpListener, PrometheusHandle)>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let ended = CancellationToken::new();
    let Services { db, streams, evidence, .. } = services.clone();
    let sweeping = tokio::spawn(daily(db.clone(), EvidenceStore::clone(&evidence), ended.clone()));
    let poller = tokio::spawn(streams.bell.clone().poll(db.clone(), ended.clone()));
    let health = ops.map(|ops| tokio::spawn(report(db, ops, stop.clone(), ended.clone())));
    let server = HttpServer::new(move || app(services.clone()))
        .workers(std::thread::available_parallelism().map_or(2, Into::into).clamp(2, 8))
        .client_request_timeout(Duration::from_secs(5))
        .client_disconnect_timeout(Duration::from_secs(5))
        .keep_alive(Duration::from_secs(75))
        .shutdown_timeout(DRAIN)
        .disable_signals()
        .listen(listener)
        .context("cannot listen")?
        .run();
    let handle = server.handle();
    let mut serving = tokio::spawn(server);
    tokio::select! {
        () = stop.cancelled() => {
            streams.stopping.cancel();
            handle.stop(true).await;
            serving.await.context("server task")??;
        }
        ended = &mut serving => ended.context("server task")?.context("the server ended")?,
    }
    ended.cancel();
    if let Some(health) = health {
        health.await.context("health task")??;
    }
    sweeping.await.context("sweeping task")?;
    poller.await.context("poller task")
}
