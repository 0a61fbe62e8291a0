//! What a test can say: a database of its own, a relay that fails on demand, a line to the database that breaks,
//! a real browser and a real terminal. Nothing here sleeps to wait; what changes announces itself.

pub mod browser;
pub mod chaos;
pub mod database;
pub mod installation;
pub mod mailbox;
pub mod postfix;
pub mod program;
pub mod relay_world;
mod reserved_port;
pub mod server;
pub mod statements;
pub mod terminal;
pub mod world;
