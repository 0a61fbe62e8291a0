//! All tests that need more than one crate, in one binary: it links once.

mod catalogue;
mod harness;
mod migrations;
