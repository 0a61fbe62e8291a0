//! How the Working Group shares its work: what is asked before it is said.

pub mod note;
pub mod snooze;
pub mod take_over;
