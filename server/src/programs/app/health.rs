//! Health and metrics, on a listener of their own: not for people, and not for other tenants.

use std::net::TcpListener;

use actix_web::{HttpResponse, HttpServer, get, middleware::from_fn, web::Data};
use anyhow::Context;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::sync::CancellationToken;

use super::methods;
use dondoc_kernel::db::{Actor, Db, Probe};

struct Report {
    db: Db,
    metrics: PrometheusHandle,
    draining: CancellationToken,
}

/// Reports until `stop`; from `draining` on the process says that it is not ready.
pub async fn report(
    db: Db,
    (listener, metrics): (TcpListener, PrometheusHandle),
    draining: CancellationToken,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let report = Data::new(Report { db, metrics, draining });
    let server = HttpServer::new(move || {
        let routes = actix_web::App::new().app_data(report.clone());
        routes.service(show_metrics).service(live).service(ready).wrap(from_fn(methods::head_as_get))
    })
    .workers(1)
    .shutdown_timeout(1)
    .disable_signals()
    .listen(listener)
    .context("cannot listen for health and metrics")?
    .run();
    let handle = server.handle();
    let serving = tokio::spawn(server);
    stop.cancelled().await;
    handle.stop(true).await;
    serving.await.context("health")?.context("health")
}

/// Shows the figures to Prometheus.
#[get("/metrics")]
async fn show_metrics(report: Data<Report>) -> HttpResponse {
    report.metrics.run_upkeep();
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(report.metrics.render())
}

/// Answers as long as the process runs.
#[get("/health/live")]
async fn live() -> HttpResponse {
    HttpResponse::Ok().body("live\n")
}

/// The process can work: it is not ending, and the database answers.
#[get("/health/ready")]
async fn ready(report: Data<Report>) -> HttpResponse {
    if report.draining.is_cancelled() {
        return HttpResponse::ServiceUnavailable().body("draining\n");
    }
    let asked = report.db.read(Probe, Actor::system("health"), async |_| Ok(())).await;
    match asked {
        Ok(()) => HttpResponse::Ok().body("ready\n"),
        Err(_) => HttpResponse::ServiceUnavailable().body("database\n"),
    }
}
