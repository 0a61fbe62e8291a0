//! Listening, health and metrics on a listener of their own, and the ordered end.
//!
//! At the end: readiness says no, the listener stops taking connections, requests under way finish (25 s at most), event
//! streams are told to come back by being closed, the poller stops.

use std::{
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use actix_web::{HttpResponse, HttpServer, get, web::Data};
use anyhow::Context;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::sync::CancellationToken;

use super::{State, app::app};
use crate::db::{Actor, National};

/// How long requests under way may take to finish.
const DRAIN: u64 = 25;

/// Serves until told to stop; returns when everything has ended.
pub async fn run(
    state: Data<State>,
    listener: TcpListener,
    ops: Option<(TcpListener, PrometheusHandle)>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let poller = tokio::spawn(state.bell.clone().poll(state.db.clone(), stop.clone()));
    let draining = Arc::new(AtomicBool::new(false));
    let ops = match ops {
        Some((listener, metrics)) => {
            let server = ops_server(state.clone(), listener, metrics, draining.clone())?;
            let handle = server.handle();
            Some((handle, tokio::spawn(server)))
        }
        None => None,
    };
    let of_app = state.clone();
    let server = HttpServer::new(move || app(of_app.clone()))
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
            draining.store(true, Ordering::SeqCst);
            // Streams end by themselves: their next read finds the process draining.
            state.stopping.cancel();
            handle.stop(true).await;
            serving.await.context("server task")??;
        }
        ended = &mut serving => ended.context("server task")?.context("the server ended")?,
    }
    if let Some((handle, task)) = ops {
        handle.stop(true).await;
        task.await.context("ops task")??;
    }
    stop.cancel();
    poller.await.context("poller task")?;
    Ok(())
}

struct Ops {
    state: Data<State>,
    metrics: PrometheusHandle,
    draining: Arc<AtomicBool>,
}

fn ops_server(
    state: Data<State>,
    listener: TcpListener,
    metrics: PrometheusHandle,
    draining: Arc<AtomicBool>,
) -> anyhow::Result<actix_web::dev::Server> {
    let ops = Data::new(Ops { state, metrics, draining });
    let server = HttpServer::new(move || {
        actix_web::App::new().app_data(ops.clone()).service(show_metrics).service(live).service(ready)
    })
    .workers(1)
    .shutdown_timeout(1)
    .disable_signals()
    .listen(listener)
    .context("cannot listen for health and metrics")?
    .run();
    Ok(server)
}

/// Figures for Prometheus.
#[get("/metrics")]
async fn show_metrics(ops: Data<Ops>) -> HttpResponse {
    ops.metrics.run_upkeep();
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(ops.metrics.render())
}

/// The process runs.
#[get("/health/live")]
async fn live() -> HttpResponse {
    HttpResponse::Ok().body("live\n")
}

/// The process can serve: it is not ending, and the database answers.
#[get("/health/ready")]
async fn ready(ops: Data<Ops>) -> HttpResponse {
    if ops.draining.load(Ordering::SeqCst) {
        return HttpResponse::ServiceUnavailable().body("draining\n");
    }
    match ops.state.db.read(National, Actor::system("health"), async |_| Ok(())).await {
        Ok(()) => HttpResponse::Ok().body("ready\n"),
        Err(_) => HttpResponse::ServiceUnavailable().body("database\n"),
    }
}
