#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod auth;
pub mod clock;
pub mod cluster;
pub mod csv;
pub mod db;
pub mod error;
pub mod events;
pub mod evidence;
pub mod gate;
pub mod http;
pub mod mail;
pub mod outbox;
#[expect(missing_docs, reason = "each table and column is said in its migration")]
pub mod schema;
pub mod secret;
pub mod telemetry;
pub mod tenants;
