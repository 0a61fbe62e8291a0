//! The terminal: taken over, drawn upon, and given back exactly as it was.

pub mod backend;
pub mod input;
pub mod panic;
pub mod phrase;
pub mod shell;
mod shown;

use std::{
    io::{self, IsTerminal, Write},
    sync::atomic::{AtomicU8, Ordering},
};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use nix::unistd::{getpgrp, tcgetpgrp};

/// What has been changed in the terminal and must be undone, as bits in the order of the changes.
static TAKEN: AtomicU8 = AtomicU8::new(0);

const RAW: u8 = 1;
const SCREEN: u8 = 2;
const PASTE: u8 = 4;

/// Gives the terminal back when dropped. Made before anything is changed, so that an error on the way in is undone
/// too.
pub struct Guard(());

impl Guard {
    /// Takes the terminal over: raw mode, alternate screen, bracketed paste.
    ///
    /// # Errors
    /// The terminal refuses; what had been changed is undone.
    pub fn enter() -> io::Result<Self> {
        let guard = Self(());
        take()?;
        Ok(guard)
    }
}

/// Takes the terminal over, or takes it again from whoever had it meanwhile.
///
/// # Errors
/// The terminal refuses.
pub fn take() -> io::Result<()> {
    // Who stopped the console without a word left its modes to the shell, which set them as it likes.
    restore();
    enable_raw_mode()?;
    TAKEN.fetch_or(RAW, Ordering::SeqCst);
    // Marked first: undoing what was half written is harmless, not undoing it is not.
    TAKEN.fetch_or(SCREEN, Ordering::SeqCst);
    write(b"\x1b[?1049h\x1b[2J")?;
    TAKEN.fetch_or(PASTE, Ordering::SeqCst);
    write(b"\x1b[?2004h")
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Undoes what [`take`] did, in reverse order, once; a second call does nothing. Errors are ignored: a
/// terminal that is gone cannot be restored.
pub fn restore() {
    let taken = TAKEN.swap(0, Ordering::SeqCst);
    if taken & PASTE != 0 {
        let _ = write(b"\x1b[?2026l\x1b[0m\x1b[?2004l");
    }
    if taken & SCREEN != 0 {
        let _ = write(b"\x1b[?25h\x1b[?1049l");
    }
    if taken & RAW != 0 {
        if is_behind() {
            // The shell has set the modes that it likes, and stops whoever sets others: left for a later call.
            TAKEN.fetch_or(RAW, Ordering::SeqCst);
        } else {
            let _ = disable_raw_mode();
        }
    }
}

/// Whether somebody else has the terminal, such as the shell after `bg`. Not where no shell shares it out.
fn is_behind() -> bool {
    tcgetpgrp(io::stdin()).is_ok_and(|group| group != getpgrp())
}

fn write(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Is there still a terminal at the other end? After a hang-up every ioctl on it fails, and so does this question;
/// without it an orphaned console would spin on a dead descriptor.
pub fn is_alive() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// The cells that the terminal gives to a text, which is gone from its line afterwards; none where it does not tell.
pub fn measure(text: &str) -> Option<usize> {
    enable_raw_mode().ok()?;
    let column = write(format!("\r{text}").as_bytes()).and_then(|()| crossterm::cursor::position());
    let cleared = write(b"\r\x1b[K");
    let restored = disable_raw_mode();
    let (column, _) = column.ok()?;
    cleared.and(restored).ok()?;
    Some(usize::from(column))
}
