//! Letters: the mail that rows of the outbox become. It covers whether a row is still owed, its contents, its hand-over, and
//! the acts of people on it.
//!
//! | Module | Holds |
//! |---|---|
//! | [`owed`] | whether a row is still owed, to whom, and its contents |
//! | [`access`] | mail about somebody's own access |
//! | [`decision`], [`notice`], [`assigned`] | mail that follows acts on assignments; other mail belongs to the slice that queues it |
//! | [`delivery`] | a group of messages from the claim to their fates |
//! | [`budget`] | how many digests a tenant may get on a day (pure) |
//! | [`origin`] | which rule, version or act made a message |
//! | [`state`] | the state of outgoing mail, and the note of a relay that is left alone |
//! | [`store`] | SQL, with the delivery log and what was sent of a day's budget |
//! | [`api`] | JSON |

pub mod access;
pub mod api;
pub mod assigned;
mod budget;
pub mod decision;
pub mod delivery;
pub mod notice;
pub mod origin;
pub mod owed;
pub mod state;
pub mod store;

pub use store::budget::left_on as budget_left;
