//! Letters: the mail that rows of the outbox become. Is a row still owed, what does it say, to whom was it handed over, and
//! what may a person do about it?
//!
//! | Module | Holds |
//! |---|---|
//! | [`owed`] | is a row still owed, to whom, and what does it say? |
//! | [`decision`] | the mail of a decision; other mail belongs to the slice that queues it |
//! | [`delivery`] | a group of messages from the claim to their fates |
//! | [`origin`] | which rule, version or act made a message |
//! | [`state`] | the state of outgoing mail, and the note of a relay that is left alone |
//! | [`store`] | SQL, with the delivery log and the day's budget of reminders |
//! | [`api`] | JSON |

pub mod api;
pub mod decision;
pub mod delivery;
pub mod origin;
pub mod owed;
pub mod state;
pub mod store;
