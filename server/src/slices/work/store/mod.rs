//! SQL of what is shown of assignments.

pub mod attention;
pub mod detail;
pub mod list;
mod matching;
mod names;
pub mod newest;
mod others;
mod queue;
mod reach;
mod sorted;
