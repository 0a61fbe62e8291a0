#![doc = include_str!("../README.md")]

pub mod domain;
pub use dondoc_kernel as kernel;
pub mod programs;
pub mod slices;
