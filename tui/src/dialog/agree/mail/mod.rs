//! The acts on outgoing mail.

pub mod budget;
pub mod cancel;
mod done;
pub mod hold;
pub mod lift;
pub mod resend;
pub mod restore;
mod tenant;
