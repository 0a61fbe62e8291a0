//! All tests that need more than one crate, in one binary: it links once.

mod access_matrix;
mod catalogue;
mod figures;
mod harness;
mod import;
mod life;
mod mail;
mod migrations;
mod outbox;
mod past;
mod reminders;
mod tls;
