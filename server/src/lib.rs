//! Dondoc's server: API, portal and worker in one library with a thin binary.
//!
//! **A request takes three hops**: handler (translates) → use case (decides, one transaction) → store (queries).
//!
//! The kernel knows no noun:
//!
//! | Module | Holds |
//! |---|---|
//! | [`db`] | pools by role, transactions that carry tenant, actor and time, migrations, the boot check |
//! | [`auth`] | who is asking: pass-phrases, tokens, sessions, and `Auth<P>`, the only door to the database |
//! | [`audit`] | the row every write leaves: `Logged<R>` |
//! | [`outbox`] | what follows a write: messages, their lease and their fate |
//! | [`mail`] | building a message and the SMTP conversation; the worker alone holds a mailer |
//! | [`http`] | inputs, forms, problems, headers |
//! | `housekeeping` | what is thrown away when it has served its time |
//! | [`cli`], [`demo`] | the commands, and the one that needs no set-up |
//! | [`programs`] | the application put together, and listening |
//! | [`error`], [`clock`], [`config`], [`cluster`], [`telemetry`] | what their names say |
//!
//! A slice is a noun: `model` (pure) ← `store` (SQL, private) ← `mod` (use cases) ← `api` (JSON) / `web` (portal) /
//! `job` (worker). A slice calls another slice's use cases and model, never its store.

pub mod assignments;
pub mod audit;
pub mod auth;
pub mod calendar;
pub mod cli;
pub mod clock;
pub mod cluster;
pub mod config;
pub mod contacts;
pub mod db;
pub mod demo;
pub mod directives;
pub mod error;
pub mod escalations;
pub mod events;
pub mod evidence;
mod housekeeping;
pub mod http;
pub mod mail;
pub mod outbox;
pub mod policies;
pub mod portal;
pub mod programs;
pub mod reminders;
pub mod schema;
pub mod simulations;
pub mod standings;
pub mod suspensions;
pub mod telemetry;
pub mod tenants;
pub mod triage;
pub mod urges;
pub mod users;
pub mod weekly;
pub mod worker;
