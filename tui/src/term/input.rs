//! What comes from the keyboard, made plain: releases dropped, text composed and scrubbed.

use crossterm::event::{Event, EventStream, KeyEventKind};
use dondoc_shared::{fold::compose, scrub};
use futures_util::{Stream, StreamExt};

use crate::keys::Key;

/// One thing that the person or the terminal did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(Key),
    /// Text pasted in one piece, in NFC and without control characters other than line feeds.
    Paste(String),
    /// The terminal's new columns and rows.
    Resize(u16, u16),
    /// The input ended or cannot be read.
    Gone,
}

/// The terminal's input; ends after [`Input::Gone`].
pub fn stream() -> impl Stream<Item = Input> + Unpin {
    let events = EventStream::new().filter_map(|event| std::future::ready(plain(event.ok())));
    events.chain(futures_util::stream::once(std::future::ready(Input::Gone)))
}

fn plain(event: Option<Event>) -> Option<Input> {
    match event {
        Some(Event::Key(key)) if key.kind == KeyEventKind::Release => None,
        Some(Event::Key(key)) => Some(Input::Key(Key::from(key))),
        Some(Event::Paste(text)) => Some(Input::Paste(clean(&text))),
        Some(Event::Resize(columns, rows)) => Some(Input::Resize(columns, rows)),
        Some(_) => None,
        None => Some(Input::Gone),
    }
}

/// Pasted text as it may enter a field.
fn clean(text: &str) -> String {
    scrub::lines(&compose(&text.replace("\r\n", "\n").replace('\r', "\n")))
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    use super::*;

    #[test]
    fn a_release_is_not_a_second_press_and_a_repeat_is() {
        let key = |kind| {
            let event = KeyEvent::new_with_kind(KeyCode::Char('j'), KeyModifiers::NONE, kind);
            plain(Some(Event::Key(event)))
        };
        assert!(key(KeyEventKind::Press).is_some());
        assert!(key(KeyEventKind::Repeat).is_some());
        assert_eq!(key(KeyEventKind::Release), None);
    }

    #[test]
    fn pasted_text_loses_escapes_and_is_composed() {
        assert_eq!(clean("a\u{1b}[31m\r\nđe\u{302}\u{300}"), "a [31m\nđề");
    }
}
