//! What server and console agree on, and nothing else.
//!
//! | Module | Holds |
//! |---|---|
//! | [`id`] | typed ids |
//! | [`role`] | roles, permissions and the one table that joins them |
//! | [`lifecycle`] | the states of an assignment, the acts that move it, who may do them |
//! | [`lateness`] | `late_from`, urgency, the four official classes and the two rates |
//! | [`ladder`] | the levels of the escalation ladder |
//! | [`filter`] | the filter language of the backlog |
//! | [`error`] | error codes and the problem document (RFC 9457) |
//! | [`wire`] | what travels between server and clients |
//! | [`text`] | the one message catalogue, Vietnamese and English side by side |
//! | [`fold`] | search without accents |
//! | [`scrub`] | which characters a text may carry |
//!
//! No actix, no diesel (but for conversions behind the feature `db`), no terminal.

pub mod coded;

pub mod error;
pub mod filter;
pub mod fold;
pub mod id;
pub mod ladder;
pub mod lateness;
pub mod lifecycle;
pub mod policy;
pub mod role;
pub mod scrub;
pub mod text;
pub mod wire;
