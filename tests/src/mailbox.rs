//! A mail relay that keeps what it gets, and fails on demand at any step of the conversation.

mod faults;
mod letter;
mod session;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::Context;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::reserved_port::ReservedPort;
pub use dondoc_server::programs::demo::sink::session::Step;
pub use faults::{Fault, Faults};
pub use letter::Letter;

/// The relay. It runs on the test's runtime, and ends with it or when dropped.
#[derive(Debug)]
pub struct Mailbox {
    port: ReservedPort,
    shared: Arc<Shared>,
}

/// One message as it came, for one recipient.
#[derive(Debug, Clone)]
pub struct Received {
    /// Counts up from 0 over all sessions: the order of arrival.
    pub order: usize,
    /// The connection it came by, counted from 0.
    pub session: usize,
    pub from: String,
    pub to: String,
    /// Header and body, with CRLF line ends, the doubled dots of the protocol undone.
    pub raw: Vec<u8>,
    /// Whether the sender got to read 250. If not it cannot know that the message arrived.
    pub acknowledged: bool,
}

impl Received {
    pub fn letter(&self) -> Letter {
        Letter::read(&self.raw)
    }
}

/// What has happened so far.
#[derive(Debug, Clone, Default)]
pub struct Log {
    pub received: Vec<Received>,
    /// Connections accepted, also those that failed at once.
    pub sessions: usize,
    /// Connections accepted and not yet ended.
    pub open: usize,
    /// The faults that struck, in order.
    pub faults: Vec<(Step, Fault)>,
}

/// What all sessions see.
#[derive(Debug)]
struct Shared {
    log: watch::Sender<Log>,
    faults: Mutex<Faults>,
    /// Counts the calls of `release`.
    releases: watch::Sender<usize>,
}

impl Mailbox {
    /// A relay without faults.
    pub async fn start() -> anyhow::Result<Self> {
        Self::with(Faults::none()).await
    }

    pub async fn with(faults: Faults) -> anyhow::Result<Self> {
        let shared = Shared {
            log: watch::Sender::default(),
            faults: Mutex::new(faults),
            releases: watch::Sender::default(),
        };
        let mailbox = Self { port: ReservedPort::reserve()?, shared: Arc::new(shared) };
        mailbox.come_back().await?;
        Ok(mailbox)
    }

    pub fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// For steps that nobody has reached yet, in sessions that are open too.
    pub fn set_faults(&self, faults: Faults) {
        *session::lock(&self.shared.faults) = faults;
    }

    /// Ends all sessions and refuses new ones.
    pub async fn go_away(&self) {
        self.port.close().await;
        self.shared.log.send_modify(|log| log.open = 0);
    }

    /// At the same address, with everything received still there.
    pub async fn come_back(&self) -> anyhow::Result<()> {
        let shared = Arc::clone(&self.shared);
        Ok(self.port.open(move |stream| session::serve(stream, Arc::clone(&shared))).await?)
    }

    /// Gives the replies that [`Fault::Hold`] holds back at this moment.
    pub fn release(&self) {
        self.shared.releases.send_modify(|count| *count += 1);
    }

    pub fn log(&self) -> Log {
        self.shared.log.borrow().clone()
    }

    pub fn received(&self) -> Vec<Received> {
        self.shared.log.borrow().received.clone()
    }

    /// Those after the first `seen` ones.
    pub fn received_after(&self, seen: usize) -> Vec<Received> {
        self.shared.log.borrow().received[seen..].to_vec()
    }

    /// Messages for one address, compared without regard to case.
    pub fn to(&self, recipient: &str) -> Vec<Received> {
        let mut received = self.received();
        received.retain(|message| message.to.eq_ignore_ascii_case(recipient));
        received
    }

    pub fn sessions(&self) -> usize {
        self.shared.log.borrow().sessions
    }

    /// The messages, as soon as there are `count` or more; an error when that takes longer than `patience`.
    pub async fn wait_for(&self, count: usize, patience: Duration) -> anyhow::Result<Vec<Received>> {
        let wish = format!("{count} messages");
        Ok(self.wait_until(&wish, patience, |log| log.received.len() >= count).await?.received)
    }

    /// The log, as soon as it is as wished; `what` names the wish in the error.
    pub async fn wait_until(
        &self,
        what: &str,
        patience: Duration,
        wish: impl FnMut(&Log) -> bool,
    ) -> anyhow::Result<Log> {
        let mut log = self.shared.log.subscribe();
        let seen = match timeout(patience, log.wait_for(wish)).await {
            Ok(seen) => Some(seen?.clone()),
            Err(_) => None,
        };
        seen.with_context(|| {
            let log = self.log();
            let recipients: Vec<_> = log.received.iter().map(|message| &message.to).collect();
            format!(
                "no {what} within {patience:?}; {} sessions, faults {:?}, messages to {recipients:?}",
                log.sessions, log.faults
            )
        })
    }
}
