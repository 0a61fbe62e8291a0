//! What knows no noun of the product: authentication, the database, HTTP, the queue of work that follows a write, mail, files.
//!
//! | Module | Holds |
//! |---|---|
//! | [`db`] | pools by role, transactions that carry tenant, actor and time, audit entries, migrations, the boot check |
//! | [`auth`] | authentication: pass-phrases, tokens, sessions, and `Auth<P>`, the only door to the database |
//! | [`outbox`] | what follows a write: messages, their lease and their fate |
//! | [`mail`] | building a message and the SMTP conversation; the worker alone holds a mailer |
//! | [`http`] | inputs, forms, problems, headers |
//! | [`events`] | changes, for streams |
//! | [`error`], [`clock`], [`cluster`], [`evidence`], [`telemetry`], [`tenants`], [`schema`] | what their names say |

pub mod auth;
pub mod clock;
pub mod cluster;
pub mod db;
pub mod error;
pub mod events;
pub mod evidence;
pub mod http;
pub mod mail;
pub mod outbox;
pub mod schema;
pub mod secret;
pub mod telemetry;
pub mod tenants;
