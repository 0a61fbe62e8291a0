#![doc = include_str!("../README.md")]

pub mod domain;
pub mod kernel;
pub mod programs;
pub mod slices;
