//! What runs: each program puts the slices together for one purpose.

pub mod app;
