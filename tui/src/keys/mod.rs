//! Keys: what one is ([`Key`]), what each does ([`table`]), where it goes ([`route`]), and the guard against input
//! methods ([`ime`]).

pub mod ime;
pub mod table;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::focus::Layer;
use table::{Command, ENTRIES, Keys};

/// A key as it was pressed. Shift is part of a character already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which.
    pub code: KeyCode,
    /// With Ctrl?
    pub ctrl: bool,
    /// With Alt? No command uses it.
    pub alt: bool,
}

impl Key {
    /// A character.
    pub const fn char(c: char) -> Self {
        Self::code(KeyCode::Char(c))
    }

    /// A character with Ctrl.
    pub const fn ctrl(c: char) -> Self {
        Self { code: KeyCode::Char(c), ctrl: true, alt: false }
    }

    /// A key with a name.
    pub const fn code(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// The character that it types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// How the key is printed in help and bar.
    pub fn label(self) -> String {
        let name = match self.code {
            KeyCode::Char(' ') => "Space".to_owned(),
            KeyCode::Char(c) if self.ctrl => c.to_ascii_uppercase().to_string(),
            KeyCode::Char(c) => c.to_string(),
            KeyCode::Up => "↑".to_owned(),
            KeyCode::Down => "↓".to_owned(),
            KeyCode::Left => "←".to_owned(),
            KeyCode::Right => "→".to_owned(),
            KeyCode::PageUp => "PgUp".to_owned(),
            KeyCode::PageDown => "PgDn".to_owned(),
            KeyCode::BackTab => "Shift-Tab".to_owned(),
            KeyCode::F(n) => format!("F{n}"),
            other => format!("{other:?}"),
        };
        if self.ctrl { format!("Ctrl-{name}") } else { name }
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let code = match event.code {
            KeyCode::Char(c) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
            code => code,
        };
        Self { code, ctrl, alt: event.modifiers.contains(KeyModifiers::ALT) }
    }
}

/// Where a key leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Routed {
    /// To a command.
    Command(Command),
    /// It begins a chord.
    Prefix(Key),
    /// Nowhere in the table; a text field may want it.
    Unbound,
}

/// Looks a key up in the table, for the layer that has the focus and the chord that is pending.
pub fn route(layer: Layer, pending: Option<Key>, key: Key) -> Routed {
    let here = || ENTRIES.iter().filter(|entry| entry.layers.contains(&layer));
    let bound = |entry: &&table::Entry| {
        entry.keys.iter().any(|keys| match (*keys, pending) {
            (Keys::One(one), None) => one == key,
            (Keys::Two(first, second), Some(prefix)) => first == prefix && second == key,
            _ => false,
        })
    };
    if let Some(entry) = here().find(bound) {
        return Routed::Command(entry.command);
    }
    let begins = |keys: &Keys| matches!(keys, Keys::Two(first, _) if *first == key);
    if pending.is_none() && here().any(|entry| entry.keys.iter().any(begins)) {
        return Routed::Prefix(key);
    }
    Routed::Unbound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chord_waits_for_its_second_key() {
        let g = Key::char('g');
        assert_eq!(route(Layer::Backlog, None, g), Routed::Prefix(g));
        assert_eq!(route(Layer::Backlog, Some(g), Key::char('d')), Routed::Command(Command::GoOverview));
        assert_eq!(route(Layer::Backlog, Some(g), Key::char('x')), Routed::Unbound);
    }

    #[test]
    fn letters_mean_nothing_where_text_is_typed() {
        for layer in [Layer::LogIn, Layer::Filter, Layer::Form] {
            for c in ('!'..='~').chain([' ']) {
                assert_eq!(route(layer, None, Key::char(c)), Routed::Unbound, "{layer:?} {c}");
            }
        }
    }
}
