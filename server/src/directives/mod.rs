//! Directives and the tasks that they name.

pub mod import;
