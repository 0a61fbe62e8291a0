//! What is measured, by whom, and what was published: groups of bodies, regimes of reporting, indicators with their versions and
//! targets, and figures of record. National data that an import writes and everybody reads.
//!
//! | Module | Holds |
//! |---|---|
//! | [`model`] | the catalogue, and what it answers |
//! | `store` | reading it, and writing what an import changes |

pub mod model;
pub mod store;

pub use self::{
    model::{Catalogue, Group, Indicator, Member, Provenance, Record, Regime, Target, Version},
    store::{current, load},
};
