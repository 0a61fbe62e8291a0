//! SQL of what is shown of assignments.

pub mod attention;
pub mod detail;
pub mod list;
mod matching;
mod names;
mod others;
mod queue;
