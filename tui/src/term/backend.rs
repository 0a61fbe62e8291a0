//! What ratatui draws becomes bytes here: one synchronized write per frame, nothing when nothing changed.
//!
//! Own backend and not crossterm's, for three reasons: the cursor position is known and
//! never asked for; what has no colour is written without a colour code and without an empty SGR; a frame is a single write between
//! begin- and end-synchronized-update. What is copied goes with the next frame, so that it cannot tear one. Rows that only move
//! are moved by the terminal: it is told to delete or insert lines within a stretch of the screen (DECSTBM, DL and IL, which the
//! VT102 had already). The scrolling regions of ratatui are for viewports within a shell's lines alone.

use std::{
    borrow::Cow,
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
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::shown::{Scroll, Shown};

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
    /// What the terminal shows, as far as it is known.
    shown: Option<Shown>,
    size: fn() -> io::Result<(u16, u16)>,
    /// Texts for the terminal's clipboard.
    copies: Option<Receiver<String>>,
}

impl<W: Write> Frames<W> {
    /// A backend that writes to `out`, where nothing stands; `size` tells the terminal's columns and rows.
    pub fn new(out: W, size: fn() -> io::Result<(u16, u16)>) -> Self {
        Self { out, buffer: Vec::new(), at: None, hidden: None, shown: blank(size), size, copies: None }
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

    /// Moves rows, and lets the whole screen be written again. Rows come in without colour, because the pen is plain.
    fn scroll(&mut self, Scroll { top, bottom, by, up }: Scroll) {
        let (top, bottom, act) = (top + 1, bottom + 1, if up { 'M' } else { 'L' });
        let code = format!("\x1b[{top};{bottom}r\x1b[{top};1H\x1b[{by}{act}\x1b[r");
        self.buffer.extend_from_slice(code.as_bytes());
        self.at = None;
    }

    fn write_cells<'a>(&mut self, cells: impl Iterator<Item = (u16, u16, &'a Cell)>) {
        let mut pen = PLAIN;
        let mut expected: Option<Position> = None;
        for (x, y, cell) in cells {
            let here = Position { x, y };
            if expected != Some(here) {
                self.go(here);
            }
            let wanted = Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier };
            if wanted != pen {
                self.pen(wanted);
                pen = wanted;
            }
            self.buffer.extend_from_slice(cell.symbol().as_bytes());
            // Terminals disagree on wide symbols, so after one the place is stated anew.
            expected = (cell.symbol().width() == 1).then(|| Position { x: x.saturating_add(1), y });
            self.at = None;
        }
        if pen != PLAIN {
            self.buffer.extend_from_slice(b"\x1b[0m");
        }
    }

    fn go(&mut self, to: Position) {
        let code = format!("\x1b[{};{}H", u32::from(to.y) + 1, u32::from(to.x) + 1);
        self.buffer.extend_from_slice(code.as_bytes());
    }
}

/// A terminal of this size on which nothing stands; none where it has none.
fn blank(size: fn() -> io::Result<(u16, u16)>) -> Option<Shown> {
    let (columns, rows) = size().ok()?;
    Some(Shown::blank(columns, rows))
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

/// A cell with nothing in it that could be read as a sequence, or that terminals give different numbers of cells.
fn as_written(cell: &Cell) -> Cell {
    let mut written = cell.clone();
    // What reaches a screen was scrubbed where it entered; this is the last line of defence.
    if cell.symbol().chars().any(scrub::forbidden) {
        written.set_symbol(" ");
    } else if let Cow::Owned(plain) = plain(cell.symbol()) {
        written.set_symbol(&plain);
    }
    written
}

/// A sign as every terminal measures it. Those that know no clusters give each part of a flag or of a family cells of its own,
/// and what follows would stand elsewhere than is known here: a flag is written as its two letters, a family as its first member.
fn plain(sign: &str) -> Cow<'_, str> {
    let is_joint = |c: char| matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{1f1e6}'..='\u{1f1ff}');
    let cells = sign.width();
    if !sign.chars().any(is_joint) || sign.chars().count() == 1 {
        return Cow::Borrowed(sign);
    }
    let mut plain = String::new();
    for c in sign.chars() {
        let letter = u32::from(c).checked_sub(0x1f1e6).filter(|place| *place < 26);
        let letter = letter.and_then(|place| char::from_u32(u32::from('A') + place)).unwrap_or(c);
        let wide = letter.width().unwrap_or(0);
        if plain.width() + wide > cells {
            break;
        }
        if wide > 0 {
            plain.push(letter);
        }
    }
    plain.push_str(&" ".repeat(cells.saturating_sub(plain.width())));
    Cow::Owned(plain)
}

impl<W: Write> Backend for Frames<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let cells: Vec<(u16, u16, Cell)> = content.map(|(x, y, cell)| (x, y, as_written(cell))).collect();
        match self.shown.as_mut().and_then(|shown| shown.change(&cells)) {
            Some(scrolled) => {
                self.scroll(scrolled.scroll);
                self.write_cells(scrolled.cells.iter().map(|(x, y, cell)| (*x, *y, cell)));
            }
            None => self.write_cells(cells.iter().map(|(x, y, cell)| (*x, *y, cell))),
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
        // Nothing but the whole is ever cleared on a screen that is drawn upon whole; what else would be, is not followed.
        self.shown = (clear_type == ClearType::All).then(|| blank(self.size)).flatten();
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
    fn what_terminals_measure_differently_is_written_as_they_all_measure_it() {
        for (sign, written) in [
            ("🇻🇳", "VN"),
            ("👨\u{200d}👩\u{200d}👧", "👨"),
            ("👍🏽", "👍"),
            ("❤\u{fe0f}", "❤ "),
            ("1\u{fe0f}\u{20e3}", "1 "),
            ("漢", "漢"),
            ("ế", "ế"),
            ("e\u{302}\u{301}", "e\u{302}\u{301}"),
        ] {
            assert_eq!(plain(sign), written, "{sign}");
            let parts: usize = plain(sign).chars().map(|c| c.width().unwrap_or(0)).sum();
            assert_eq!((plain(sign).width(), parts), (sign.width(), sign.width()), "{sign}");
        }
        let mut bytes = Vec::new();
        {
            let mut terminal = Terminal::new(Frames::new(&mut bytes, || Ok((20, 3)))).unwrap();
            terminal.draw(|f| f.render_widget(Line::from("cờ 🇻🇳 đỏ"), f.area())).unwrap();
        }
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("VN") && !text.contains('🇻'), "{text:?}");
    }

    #[test]
    fn the_terminal_is_never_asked_for_its_cursor() {
        let mut bytes = Vec::new();
        {
            let mut terminal = Terminal::new(Frames::new(&mut bytes, || Ok((20, 3)))).unwrap();
            terminal.draw(|f| f.render_widget("trễ hạn", f.area())).unwrap();
            terminal.clear().unwrap();
            terminal.resize(ratatui::layout::Rect::new(0, 0, 10, 2)).unwrap();
            terminal.draw(|f| f.render_widget("trễ hạn", f.area())).unwrap();
        }
        assert!(!String::from_utf8(bytes).unwrap().contains("\x1b[6n"));
    }
}
