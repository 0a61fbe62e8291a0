//! What runs: each program puts the slices together for one purpose.

pub mod app;
pub mod cli;
pub mod config;
pub mod demo;
pub mod housekeeping;
mod process;
pub mod worker;
