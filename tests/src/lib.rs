#![doc = include_str!("../README.md")]

pub mod browser;
pub mod chaos;
pub mod contract;
pub mod database;
pub mod figures;
pub mod installation;
pub mod mailbox;
pub mod postfix;
pub mod program;
pub mod recount;
pub mod relay_world;
mod reserved_port;
pub mod server;
pub mod statements;
pub mod tally;
pub mod terminal;
pub mod workbooks;
pub mod world;
