//! A line that is typed and not shown.

use std::io::{self, Write, stderr};

use crossterm::{
    event::{Event, KeyCode, KeyEventKind, KeyModifiers, read},
    terminal::{disable_raw_mode, enable_raw_mode},
};
use secrecy::SecretString;

/// More than the longest pass-phrase: so much is held from the beginning, so that no copy of less is left behind.
const ROOM: usize = 1024;

/// Gives the terminal back when dropped.
struct Raw;

impl Drop for Raw {
    fn drop(&mut self) {
        give_back();
    }
}

/// Lets the terminal show what is typed again; for whoever leaves while it is still asked.
pub fn give_back() {
    let _ = disable_raw_mode();
}

/// Asks, and answers what is typed until Enter; none where the person gives up (Esc, Ctrl-C, Ctrl-D).
///
/// # Errors
/// The terminal cannot be read.
pub fn ask(question: &str) -> io::Result<Option<SecretString>> {
    // Whoever sees the question may type: from then on nothing is shown.
    enable_raw_mode()?;
    let _raw = Raw;
    write!(stderr(), "{question}")?;
    let mut typed = String::with_capacity(ROOM);
    loop {
        let Event::Key(key) = read()? else { continue };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        let is_ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => return Ok(Some(typed.into())),
            KeyCode::Esc => return Ok(None),
            KeyCode::Char('c' | 'd') if is_ctrl => return Ok(None),
            KeyCode::Char('u') if is_ctrl => typed.clear(),
            KeyCode::Backspace => drop(typed.pop()),
            KeyCode::Char(c) if !is_ctrl && typed.len() + c.len_utf8() <= ROOM => typed.push(c),
            _ => {}
        }
    }
}
