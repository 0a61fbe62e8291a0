//! All tests that need more than one crate, in one binary: it links once.

mod catalogue;
mod harness;
mod life;
mod mail;
mod migrations;
mod outbox;
mod reminders;
mod tls;
