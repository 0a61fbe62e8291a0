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

/// Begins to count.
pub fn measure() -> anyhow::Result<PrometheusHandle> {
    PrometheusBuilder::new().install_recorder().context("metrics")
}
