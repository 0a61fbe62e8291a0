//! The guard against Vietnamese input methods in lists. With Telex on, `a` then `s` arrive as `a`, Backspace, `á`: so
//! Backspace is bound to nothing, and a letter outside ASCII does nothing there but say, once, that the input method is on.

use super::key::Key;

/// Whether this key, in a layer of commands, comes from an input method.
pub fn is_composed(key: Key) -> bool {
    key.typed().is_some_and(|c| !c.is_ascii())
}
