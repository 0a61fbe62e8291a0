//! What ratatui draws becomes bytes here: one synchronized write per frame, nothing when nothing changed.
//!
//! Own backend and not crossterm's, for three reasons: the cursor position is known and
//! never asked for; what has no colour is written without a colour code and without an empty SGR; a frame is a single write between
//! begin- and end-synchronized-update. What is copied goes with the next frame, so that it cannot tear one.

use std::{
    io::{self, Write},
    sync::mpsc::Receiver,
};

use base64::{Engine, prelude::BASE64_STANDARD};
use dondoc_shared::scrub;
use ratatui::{
    backend::{Backend, ClearType, WindowSize},
    buffer::Cell,
    layout::{Position, Size},
    style::{Color, Modifier},
};
use unicode_width::UnicodeWidthStr;

const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// The look of the cells being written.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const PLAIN: Pen = Pen { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

/// A backend that gathers a frame and writes it at once.
pub struct Frames<W> {
    out: W,
    buffer: Vec<u8>,
    /// Where the terminal's cursor is, if known.
    at: Option<Position>,
    hidden: Option<bool>,
    size: fn() -> io::Result<(u16, u16)>,
    /// Texts for the terminal's clipboard.
    copies: Option<Receiver<String>>,
}

impl<W: Write> Frames<W> {
    /// A backend that writes to `out`; `size` tells the terminal's columns and rows.
    pub fn new(out: W, size: fn() -> io::Result<(u16, u16)>) -> Self {
        Self { out, buffer: Vec::new(), at: None, hidden: None, size, copies: None }
    }

    /// The same, with texts for the terminal's clipboard that come from here.
    #[must_use]
    pub fn copying(self, copies: Receiver<String>) -> Self {
        Self { copies: Some(copies), ..self }
    }

    /// Adds what is to be copied (OSC 52): base64, in which nothing can be a sequence of its own.
    fn take_copies(&mut self) {
        while let Some(text) = self.copies.as_ref().and_then(|copies| copies.try_recv().ok()) {
            let code = format!("\x1b]52;c;{}\x1b\\", BASE64_STANDARD.encode(scrub::lines(&text)));
            self.buffer.extend_from_slice(code.as_bytes());
        }
    }

    fn pen(&mut self, pen: Pen) {
        let mut codes = String::from("\x1b[0");
        for (flag, code) in [
            (Modifier::BOLD, ";1"),
            (Modifier::DIM, ";2"),
            (Modifier::UNDERLINED, ";4"),
            (Modifier::REVERSED, ";7"),
        ] {
            if pen.modifier.contains(flag) {
                codes.push_str(code);
            }
        }
        codes.extend([colour_code(pen.fg, 30), colour_code(pen.bg, 40)].into_iter().flatten());
        codes.push('m');
        self.buffer.extend_from_slice(codes.as_bytes());
    }

    fn go(&mut self, to: Position) {
        let code = format!("\x1b[{};{}H", u32::from(to.y) + 1, u32::from(to.x) + 1);
        self.buffer.extend_from_slice(code.as_bytes());
    }
}

/// The code of a colour; `base` is 30 for a text and 40 for a background. A terminal of sixteen colours knows no other codes
/// than theirs.
fn colour_code(colour: Color, base: u8) -> Option<String> {
    match colour {
        Color::Indexed(n @ 0..8) => Some(format!(";{}", base + n)),
        Color::Indexed(n @ 8..16) => Some(format!(";{}", base + 60 + (n - 8))),
        Color::Indexed(n) => Some(format!(";{};5;{n}", base + 8)),
        _ => None,
    }
}

impl<W: Write> Backend for Frames<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut pen = PLAIN;
        let mut expected: Option<Position> = None;
        for (x, y, cell) in content {
            let here = Position { x, y };
            if expected != Some(here) {
                self.go(here);
            }
            let wanted = Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier };
            if wanted != pen {
                self.pen(wanted);
                pen = wanted;
            }
            // What reaches a screen was scrubbed where it entered; this is the last line of defence.
            let symbol = if cell.symbol().chars().any(scrub::forbidden) { " " } else { cell.symbol() };
            self.buffer.extend_from_slice(symbol.as_bytes());
            // Terminals disagree on wide symbols, so after one the place is stated anew.
            expected = (symbol.width() == 1).then(|| Position { x: x.saturating_add(1), y });
            self.at = None;
        }
        if pen != PLAIN {
            self.buffer.extend_from_slice(b"\x1b[0m");
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.hidden != Some(true) {
            self.buffer.extend_from_slice(b"\x1b[?25l");
            self.hidden = Some(true);
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.hidden != Some(false) {
            self.buffer.extend_from_slice(b"\x1b[?25h");
            self.hidden = Some(false);
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.at.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let to = position.into();
        if self.at != Some(to) {
            self.go(to);
            self.at = Some(to);
        }
        Ok(())
    }

    /// Also after a shell had the terminal, which left the cursor as it likes.
    fn clear(&mut self) -> io::Result<()> {
        (self.at, self.hidden) = (None, None);
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        let code: &[u8] = match clear_type {
            ClearType::All => b"\x1b[0m\x1b[2J",
            ClearType::AfterCursor => b"\x1b[0J",
            ClearType::BeforeCursor => b"\x1b[1J",
            ClearType::CurrentLine => b"\x1b[2K",
            ClearType::UntilNewLine => b"\x1b[0K",
        };
        self.buffer.extend_from_slice(code);
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        let (width, height) = (self.size)()?;
        Ok(Size { width, height })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.take_copies();
        if self.buffer.is_empty() {
            return Ok(());
        }
        let mut frame = Vec::with_capacity(self.buffer.len() + BEGIN.len() + END.len());
        frame.extend_from_slice(BEGIN);
        frame.append(&mut self.buffer);
        frame.extend_from_slice(END);
        self.out.write_all(&frame)?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use ratatui::{Terminal, style::Style, text::Line};

    use super::*;

    fn frames(style: Style, times: usize) -> String {
        let mut bytes = Vec::new();
        {
            let backend = Frames::new(&mut bytes, || Ok((20, 3)));
            let mut terminal = Terminal::new(backend).unwrap();
            for _ in 0..times {
                terminal.draw(|f| f.render_widget(Line::styled("trễ hạn", style), f.area())).unwrap();
            }
        }
        String::from_utf8(bytes).unwrap()
    }

    fn loud() -> Style {
        Style::new().fg(Color::Indexed(160)).bg(Color::Indexed(25)).add_modifier(Modifier::REVERSED)
    }

    #[test]
    fn a_frame_is_one_synchronized_write_and_an_unchanged_one_writes_nothing() {
        let once = frames(loud(), 1);
        assert_eq!(once.matches("\x1b[?2026h").count(), 1);
        assert!(once.ends_with("\x1b[?2026l"));
        assert_eq!(once, frames(loud(), 5));
    }

    #[test]
    fn what_is_copied_is_part_of_one_synchronized_write_and_carries_no_sequence() {
        let mut bytes = Vec::new();
        {
            let (copies, copied) = std::sync::mpsc::channel();
            let backend = Frames::new(&mut bytes, || Ok((20, 3))).copying(copied);
            let mut terminal = Terminal::new(backend).unwrap();
            copies.send("Huế\n\u{1b}]52;c;eA==\u{7}".to_owned()).unwrap();
            terminal.draw(|f| f.render_widget(Line::from("trễ hạn"), f.area())).unwrap();
            // Nothing to draw, and yet something to copy.
            copies.send("b".to_owned()).unwrap();
            terminal.draw(|f| f.render_widget(Line::from("trễ hạn"), f.area())).unwrap();
        }
        let text = String::from_utf8(bytes).unwrap();
        let writes: Vec<&str> = text.split_inclusive("\x1b[?2026l").collect();
        assert_eq!(writes.len(), 2);
        for (write, copied) in writes.iter().zip(["Huế\n ]52;c;eA== ", "b"]) {
            assert!(write.starts_with("\x1b[?2026h"), "{write:?}");
            let code = write.split_once("\x1b]52;c;").unwrap().1.split_once("\x1b\\").unwrap().0;
            assert_eq!(String::from_utf8(BASE64_STANDARD.decode(code).unwrap()).unwrap(), copied);
            assert_eq!(write.matches("\x1b]").count(), 1);
        }
    }

    #[test]
    fn without_colour_no_colour_code_and_no_empty_sgr_is_written_but_reverse_stays() {
        let bytes = frames(Style::new().add_modifier(Modifier::REVERSED), 1);
        assert!(bytes.contains("\x1b[0;7m"));
        for code in ["\x1b[m", "38;", "48;", "\x1b[39", "\x1b[49"] {
            assert!(!bytes.contains(code), "{code:?} in {bytes:?}");
        }
        assert!(frames(loud(), 1).contains(";38;5;160;48;5;25m"));
    }

    #[test]
    fn the_first_sixteen_colours_have_codes_of_their_own() {
        let of = |text, ground| frames(Style::new().fg(Color::Indexed(text)).bg(Color::Indexed(ground)), 1);
        assert!(of(1, 7).contains("\x1b[0;31;47m"));
        assert!(of(15, 8).contains("\x1b[0;97;100m"));
        assert!(of(16, 16).contains("\x1b[0;38;5;16;48;5;16m"));
    }

    #[test]
    fn the_terminal_is_never_asked_for_its_cursor() {
        assert!(!frames(loud(), 2).contains("\x1b[6n"));
    }
}
