//! The harness itself: what it promises to the other tests.

mod browser;
mod chaos;
mod cluster;
mod database;
mod mailbox;
mod terminal;
