//! All tests that need more than one crate, in one binary: it links once.

mod access_matrix;
mod catalogue;
mod figures;
mod harness;
mod import;
mod life;
mod migrations;
mod past;
