//! The acts on an assignment, each with all that its dialog says and asks.

pub mod escalate;
pub mod extension;
pub mod reopen;
mod returned;
pub mod verify;
