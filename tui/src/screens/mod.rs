//! The screens: for each its state and what changes it. How they look is in [`crate::ui`].

pub mod backlog;
pub mod calendar;
pub mod draft;
pub mod item;
pub mod log_in;
pub mod mail;
pub mod overview;
pub mod policies;
pub mod run;
pub mod to_assign;
pub mod urges;
