//! What a process tells about itself: lines on the standard error, figures for Prometheus.

use std::{
    backtrace::{Backtrace, BacktraceStatus},
    io::IsTerminal,
    panic::PanicHookInfo,
};

use anyhow::Context;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

tokio::task_local! {
    /// The number of the request that is carried out.
    static REQUEST: String;
}

/// Carries a request out under its number, which the log tells should it panic.
pub async fn numbered<R>(id: String, request: impl Future<Output = R>) -> R {
    REQUEST.scope(id, request).await
}

/// Begins to log, panics as well; `RUST_LOG` says how much. JSON lines, or text where a person is watching.
pub fn log() {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,actix_server=warn"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Somebody else logging already (a test) is no reason to stop.
    drop(if std::io::stderr().is_terminal() { lines.compact().try_init() } else { lines.json().try_init() });
    std::panic::set_hook(Box::new(log_panic));
}

/// One line, in place of the text that Rust prints by itself and that nothing which reads the log could find.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let request_id = REQUEST.try_with(Clone::clone).unwrap_or_default();
    let at = panic.location().map(ToString::to_string);
    // Taken where RUST_BACKTRACE asks for it.
    let trace = Backtrace::capture();
    let trace = (trace.status() == BacktraceStatus::Captured).then(|| trace.to_string());
    let said = panic.payload_as_str().unwrap_or("something that is no text");
    tracing::error!(request_id, at, trace, "panicked: {said}");
}

/// Upper bounds, in seconds, by which durations are counted; the targets of answers lie among them.
const BUCKETS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];

/// Begins to keep figures, and returns what prints them.
pub fn measure() -> anyhow::Result<PrometheusHandle> {
    PrometheusBuilder::new().set_buckets(&BUCKETS)?.install_recorder().context("metrics")
}
