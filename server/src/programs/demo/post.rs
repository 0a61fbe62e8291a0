//! The demo's mail, which stays on this machine.

use std::sync::Arc;

use anyhow::Context;
use dondoc_kernel::{db::Db, mail::Sender};
use url::Url;

use super::sink::Sink;
use crate::programs::{
    process::relay,
    worker::{self, Worker},
};

/// The sender of the demo's mail, none of which leaves this machine.
const SENDER: &str = "Dondoc <dondoc@national.example>";

/// The sender and the relay of the demo's mail.
pub struct Post {
    /// What has been sent.
    pub caught: Arc<Sink>,
    /// Where people reach the portal.
    pub public_url: Url,
}

impl Post {
    /// A worker that delivers to this machine.
    pub(super) fn worker(&self, db: &Db) -> anyhow::Result<Worker> {
        let sender = Sender::new(SENDER.parse().context("the demo's sender")?, &self.public_url)?;
        Ok(Worker::new(db.clone(), relay(&self.caught.url())?, sender, worker::Settings::default()))
    }
}
