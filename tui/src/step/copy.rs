//! What is put into the clipboard of the terminal: scrubbed, no longer than terminals take, and always told.

use dondoc_shared::{fold::compose, scrub, text::Lang};

use super::{Step, effect::Effect, toast::Tone};

/// The longest text, in bytes; some terminals drop an OSC 52 of more than 64 KB, and base64 makes it longer by a third.
pub const MOST: usize = 32 * 1024;

/// Copies a name or an address, which is told whole.
pub fn name(step: &mut Step<'_>, what: fn(Lang) -> &'static str, text: &str) {
    let text = scrub::one_line(&compose(text));
    if let Some(text) = part(text.trim())
        && may(step)
    {
        step.say(Tone::Done, |lang| lang.tui_copied(what(lang), text));
        step.effect(Effect::Copy(text.to_owned()));
    }
}

/// Copies a text that is read, of which the length is told.
pub fn text(step: &mut Step<'_>, text: &str) {
    let text = scrub::lines(&compose(text));
    let whole = text.trim();
    if !may(step) {
        return;
    }
    let Some(kept) = part(whole) else { return step.say(Tone::Note, Lang::tui_nothing_to_copy) };
    let count = |text: &str| i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let (copied, all) = (count(kept), count(whole));
    step.say(Tone::Done, |lang| {
        if copied == all {
            lang.tui_copied_text(&lang.number(all))
        } else {
            lang.tui_copied_part(&lang.number(copied), &lang.number(all))
        }
    });
    step.effect(Effect::Copy(kept.to_owned()));
}

/// As much of a text as is copied; none of an empty one.
fn part(text: &str) -> Option<&str> {
    text.get(..text.floor_char_boundary(MOST)).filter(|kept| !kept.is_empty())
}

/// Whether anything may be copied, which is said where it may not.
fn may(step: &mut Step<'_>) -> bool {
    if !step.common.copies {
        step.say(Tone::Note, Lang::tui_copy_off);
    }
    step.common.copies
}
