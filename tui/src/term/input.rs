//! What comes from the keyboard, made plain: releases dropped, text composed and scrubbed.

use crossterm::event::{Event, EventStream, KeyEventKind};
use dondoc_shared::{fold::compose, scrub};
use futures_util::StreamExt;
use tokio::sync::mpsc;

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
}

/// How much input may wait; more waits in the terminal.
const WAITING: usize = 256;

/// Reads the terminal in a task of its own. The channel closes when the input ends or cannot be read.
///
/// A task, because crossterm's stream remembers only the first waker that it was polled with: whoever polls it once
/// in passing is never woken again.
pub fn start() -> mpsc::Receiver<Input> {
    let (sender, inputs) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        let mut events = EventStream::new();
        while let Some(Ok(event)) = events.next().await {
            if let Some(input) = plain(event)
                && sender.send(input).await.is_err()
            {
                return;
            }
        }
    });
    inputs
}

fn plain(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind == KeyEventKind::Release => None,
        Event::Key(key) => Some(Input::Key(Key::from(key))),
        Event::Paste(text) => Some(Input::Paste(clean(&text))),
        Event::Resize(columns, rows) => Some(Input::Resize(columns, rows)),
        _ => None,
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
            plain(Event::Key(event))
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
