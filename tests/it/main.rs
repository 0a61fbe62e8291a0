//! All tests that need more than one crate, in one binary: it links once.

mod access_matrix;
mod catalogue;
mod command;
mod demo;
mod figures;
mod harness;
mod import;
mod letters;
mod life;
mod mail;
mod migrations;
mod outbox;
mod portal;
mod portal_browser;
mod reminders;
mod sessions;
mod tls;
