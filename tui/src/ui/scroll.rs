//! Text longer than the window.

use crate::keys::Command;

/// Where a text of `length` lines stands after a movement, `page` lines of it being visible.
pub fn scrolled(from: usize, command: Command, length: usize, page: usize) -> usize {
    let half = (page / 2).max(1);
    let to = match command {
        Command::Up => from.saturating_sub(1),
        Command::Down => from.saturating_add(1),
        Command::PageUp => from.saturating_sub(half),
        Command::PageDown => from.saturating_add(half),
        Command::Top => 0,
        Command::Bottom => length,
        _ => from,
    };
    to.min(length.saturating_sub(page))
}
