//! All tests that need more than one crate, in one binary: it links once.

mod access_matrix;
mod catalogue;
mod command;
mod console;
mod demo;
mod faults;
mod figures;
mod harness;
mod import;
mod input;
mod letters;
mod life;
mod mail;
mod migrations;
mod outbox;
mod past;
mod plans;
mod planted;
mod portal;
mod portal_browser;
mod reminders;
mod sessions;
mod story;
mod stream;
mod tls;
mod torture;
