//! A console that nobody uses for a while: the session ends, and what was on the screen is covered until the same person is back.

use std::time::Duration;

use super::Model;
use crate::{
    net::Call,
    step::{Step, Turn, waiting::Asker},
};

/// When the console is to be locked, unless a key is pressed before; none if never, or if nothing is open.
pub fn due_at(model: &Model) -> Option<Duration> {
    let is_open = model.common.me.is_some() && !model.common.is_locked;
    model.lock_after.filter(|_| is_open).map(|after| model.used_at.saturating_add(after))
}

/// Locks the console if it is time.
pub fn heed(model: &mut Model, turn: &mut Turn) {
    if due_at(model).is_none_or(|at| turn.env.at < at) {
        return;
    }
    // Help and palette name what lies below, and messages tell of it.
    model.common.overlay = None;
    model.log_in.covers = true;
    let step = &mut Step::new(&mut model.common, turn, Asker::LogIn);
    step.send(Call::LogOut);
    model.log_in.ask_again(step);
}
