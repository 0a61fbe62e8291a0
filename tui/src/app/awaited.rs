//! What the server has been asked and not answered, for long enough to be worth a word.

use std::time::Duration;

use crate::step::{
    Common,
    waiting::{Asked, Asker},
};

/// An answer that comes within this time is not waited for in words.
const SOON: Duration = Duration::from_millis(300);

/// The oldest question about what is on the screen. Others keep nobody waiting, and the log-in box has words of its own.
fn oldest(common: &Common) -> Option<&Asked> {
    let is_here = |asked: &&Asked| match asked.by {
        Asker::Screen(screen) => screen == common.screen,
        Asker::Dialog | Asker::Agree | Asker::Claiming | Asker::Lookup => true,
        Asker::LogIn | Asker::Presence => false,
    };
    common.asked.values().filter(is_here).min_by_key(|asked| asked.since)
}

/// Who waits, and how long already.
pub fn waiting(common: &Common, now: Duration) -> Option<(Asker, Duration)> {
    let asked = oldest(common)?;
    let waited = now.checked_sub(asked.since).filter(|waited| *waited >= SOON)?;
    Some((asked.by, waited))
}

/// When the words change.
pub fn wake_at(common: &Common, now: Duration) -> Option<Duration> {
    let since = oldest(common)?.since;
    let waited = now.saturating_sub(since);
    let next = if waited < SOON { SOON } else { Duration::from_secs(waited.as_secs().saturating_add(1)) };
    Some(since.saturating_add(next))
}
