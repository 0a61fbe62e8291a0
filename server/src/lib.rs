//! Dondoc's server: API, portal and worker in one library with a thin binary.
//!
//! Four floors, each importing only what stands below it:
//!
//! | Floor | Holds |
//! |---|---|
//! | [`programs`] | what runs: the application, the worker, the command line, the demo |
//! | [`slices`] | what people do: pages, JSON, letters, lists |
//! | [`domain`] | the nouns that several slices share, and the only ways in which they change |
//! | [`kernel`] | what knows no noun: database, sessions, HTTP, mail, files |
//!
//! **A request takes three hops**: handler (translates) → use case (decides, one transaction) → store (queries).

pub mod domain;
pub use dondoc_kernel as kernel;
pub mod programs;
pub mod slices;
