//! The nouns that several slices share: their rules, and the only ways in which they change.

pub mod assignments;
pub mod calendar;
pub mod indicators;
pub mod periods;
pub mod policies;
pub mod recipients;
pub mod users;
