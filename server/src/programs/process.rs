//! What every program of this binary does: prints, opens a database, listens for the signal to stop, reaches a relay.

use std::path::PathBuf;

use anyhow::Context;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::programs::config::DatabaseConfig;
use dondoc_kernel::{
    clock::Clock,
    db::{Db, reach},
    error::Error,
    mail::smtp::{Deadlines, Relay},
};

/// How long a relay is first left alone after failures.
const PAUSE: std::time::Duration = std::time::Duration::from_secs(30);

/// Prints a line. A reader that has gone away (`| head`, a closed terminal) does not stop the work.
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write;
        drop(writeln!(std::io::stdout(), $($text)*));
    }};
}
pub(crate) use say;

/// The same on the standard error.
macro_rules! complain {
    ($($text:tt)*) => {{
        use std::io::Write;
        drop(writeln!(std::io::stderr(), $($text)*));
    }};
}
pub(crate) use complain;

/// The reason for which a database is not served.
#[derive(Debug)]
pub(super) struct Findings(pub Vec<String>);

impl std::fmt::Display for Findings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join("; "))
    }
}

impl std::error::Error for Findings {}

/// Opens a database that can be served, and says whether it bears the mark of simulated data.
pub(crate) async fn open(config: &DatabaseConfig, size: usize) -> anyhow::Result<(Db, bool)> {
    let pools = config.pools(size)?;
    let findings = match Db::new(&pools, Clock::System)?.check().await {
        // What its operator can mend, where it is that.
        Err(away @ Error::Unavailable(_)) => {
            return Err(reach::why_of(&pools).await.map_or_else(|| away.into(), Into::into));
        }
        checked => checked?,
    };
    if !findings.is_empty() {
        return Err(Findings(findings).into());
    }
    let opened = Db::open(&pools).await?;
    if let Some(warning) = opened.0.warning().await? {
        tracing::warn!("{warning}");
    }
    Ok(opened)
}

/// The program of this process, also once its file has been replaced by a newer one.
pub(crate) fn this_program() -> PathBuf {
    PathBuf::from("/proc/self/exe")
}

pub(crate) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("runtime")
}

/// Cancels when the process is asked to end. The signals are caught from the call on, before the future is awaited.
pub(crate) fn told_to_stop(stop: CancellationToken) -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hang_up.recv() => {}
        }
        stop.cancel();
    })
}

/// The relay at a URL, with the deadlines of real use.
pub(crate) fn relay(url: &str) -> anyhow::Result<Relay> {
    let url = Url::parse(url).context("the relay's URL")?;
    Relay::new(&url, &[], Deadlines::default(), PAUSE)
}
