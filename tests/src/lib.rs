//! What a test can say: a database of its own, a relay that fails on demand, a line to the database that breaks,
//! a real browser and a real terminal. Nothing here sleeps to wait; what changes announces itself.

pub mod browser;
pub mod chaos;
pub mod database;
mod door;
pub mod installation;
pub mod mailbox;
pub mod post;
pub mod postfix;
pub mod program;
pub mod server;
pub mod statements;
pub mod terminal;
pub mod world;
