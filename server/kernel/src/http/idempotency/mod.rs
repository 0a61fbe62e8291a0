//! Answers kept for repeated requests, in the same transaction as what they answer. Only committed outcomes are kept;
//! the permission has been checked before an answer is given again.

mod store;

pub use self::store::{find, is_kept, keep};
