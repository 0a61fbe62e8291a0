//! Dondoc: API, portal and worker.

pub mod calendar;
pub mod directives;
