//! What the server has been asked and not answered, for long enough to be worth a word.

use std::time::Duration;

use dondoc_shared::text::Lang;

use super::Model;
use crate::step::waiting::{Asked, Asker};

/// An answer that comes within this time is not waited for in words.
const SOON: Duration = Duration::from_millis(300);

/// The oldest question about what is on the screen. Others keep nobody waiting, and the log-in box has words of its own.
fn oldest(model: &Model) -> Option<&Asked> {
    let is_here = |asked: &&Asked| match asked.by {
        Asker::Screen(screen) => screen == model.common.screen,
        Asker::Dialog | Asker::Agree | Asker::Lookup => true,
        Asker::LogIn => false,
    };
    model.common.asked.values().filter(is_here).min_by_key(|asked| asked.since)
}

/// What is waited for, and how long already.
pub fn said(model: &Model, lang: Lang, now: Duration) -> Option<String> {
    let asked = oldest(model)?;
    let waited = now.checked_sub(asked.since).filter(|waited| *waited >= SOON)?;
    let what = match asked.by {
        Asker::Screen(screen) => model.screens.tab(screen, lang),
        Asker::Dialog => model.dialogs.title(lang).unwrap_or_default().to_owned(),
        Asker::Agree => model.agree.as_ref().map(|agree| agree.act.go(lang)).unwrap_or_default().to_owned(),
        Asker::Lookup => model.lookup.as_ref().map(super::lookup::Lookup::code).unwrap_or_default(),
        Asker::LogIn => String::new(),
    };
    Some(lang.tui_awaited(&what, waited.as_secs()))
}

/// When the words change.
pub fn wake_at(model: &Model, now: Duration) -> Option<Duration> {
    let since = oldest(model)?.since;
    let waited = now.saturating_sub(since);
    let next = if waited < SOON { SOON } else { Duration::from_secs(waited.as_secs().saturating_add(1)) };
    Some(since.saturating_add(next))
}
