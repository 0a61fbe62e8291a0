//! A console that nobody uses for a while: the session ends, and what was on the screen is covered until the same person is back.

use super::{Model, presence::Presence};
use crate::{
    net::Call,
    step::{Step, Turn, waiting::Asker},
};

/// Locks the console if it is time.
pub fn heed(model: &mut Model, turn: &mut Turn) {
    if model.locks_at().is_none_or(|at| turn.env.at < at) {
        return;
    }
    // Help and palette name what lies below, and messages tell of it.
    model.common.overlay = None;
    model.log_in.covers = true;
    let step = &mut Step::new(&mut model.common, turn, Asker::LogIn);
    // With it ends what others were told of who reads here.
    step.send(Call::LogOut);
    model.presence = Presence::default();
    model.log_in.ask_again(step);
}
