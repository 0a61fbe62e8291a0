//! What a process tells about itself: lines on the standard error, figures for Prometheus.

use std::io::IsTerminal;

use anyhow::Context;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

/// Begins to log; `RUST_LOG` says how much. JSON lines, or text where a person is watching.
pub fn log() {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,actix_server=warn"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Somebody else logging already (a test) is no reason to stop.
    drop(if std::io::stderr().is_terminal() { lines.compact().try_init() } else { lines.json().try_init() });
}

/// Upper bounds, in seconds, by which durations are counted; the targets of answers lie among them.
const BUCKETS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];

/// Begins to count.
pub fn measure() -> anyhow::Result<PrometheusHandle> {
    PrometheusBuilder::new().set_buckets(&BUCKETS)?.install_recorder().context("metrics")
}
