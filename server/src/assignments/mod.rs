//! Assignments: one tenant's own copy of a task.

pub mod assign;
