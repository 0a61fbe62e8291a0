#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod coded;
pub mod day;
pub mod error;
pub mod figures;
pub mod filter;
pub mod fold;
pub mod id;
pub mod ladder;
pub mod lateness;
pub mod lifecycle;
pub mod order;
pub mod period;
pub mod policy;
pub mod role;
pub mod scrub;
pub mod search;
pub mod stand_in;
pub mod text;
pub mod turn;
pub mod wire;
