//! All tests that need more than one crate, in one binary: it links once.

mod access_matrix;
mod catalogue;
mod faults;
mod figures;
mod harness;
mod import;
mod input;
mod life;
mod mail;
mod migrations;
mod outbox;
mod planted;
mod reminders;
mod sessions;
mod stream;
mod tls;
