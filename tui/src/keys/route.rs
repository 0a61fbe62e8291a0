//! Where a key leads.

use super::{
    command::Command,
    key::Key,
    layer::Layer,
    table::{Entry, Keys, entries_of},
};

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
    let bound = |entry: &&Entry| {
        entry.keys.iter().any(|keys| match (*keys, pending) {
            (Keys::One(one), None) => one == key,
            (Keys::Two(first, second), Some(prefix)) => first == prefix && second == key,
            _ => false,
        })
    };
    if let Some(entry) = entries_of(layer).find(bound) {
        return Routed::Command(entry.command);
    }
    let begins = |keys: &Keys| matches!(keys, Keys::Two(first, _) if *first == key);
    if pending.is_none() && entries_of(layer).any(|entry| entry.keys.iter().any(begins)) {
        return Routed::Prefix(key);
    }
    Routed::Unbound
}
