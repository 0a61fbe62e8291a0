//! SQL of letters: the delivery log, the day's budget of reminders, the relay's pauses, and what a message was made from.

pub mod budget;
pub mod log;
pub mod origin;
pub mod pauses;
