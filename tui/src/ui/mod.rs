//! How things look, and the pieces that every screen is made of.

pub mod bars;
pub mod correction_words;
pub mod document;
pub mod glyphs;
pub mod handling;
pub mod hits;
pub mod list;
pub mod looks;
pub mod policy_lines;
pub mod policy_words;
pub mod records;
pub mod report_words;
pub mod scroll;
pub mod sheet;
pub mod size;
pub mod text;
pub mod theme;
pub mod time;
pub mod words;
pub mod written;

use std::time::Duration;

use dondoc_shared::{
    role::{Permission, Role},
    text::Lang,
};
use jiff::{Timestamp, civil::Date};
use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use crate::keys::table::Entry;
use looks::Looks;
use theme::Token;

/// What every view needs, whatever it shows.
#[derive(Debug, Clone, Copy)]
pub struct Ui {
    /// The reader's language.
    pub lang: Lang,
    /// Columns and rows that everything is laid out for.
    pub size: (u16, u16),
    /// Those of the window.
    pub window: (u16, u16),
    /// Time since the start.
    pub now: Duration,
    /// The server's present instant, as far as it is known.
    pub clock: Option<Timestamp>,
    /// How it looks.
    pub looks: Looks,
    /// The role of the person who is signed in.
    pub role: Option<Role>,
    /// Is nothing to be written?
    pub reads_only: bool,
    /// The server's local date, as the first screen was told it.
    pub today: Option<Date>,
    /// Does a dialog lie over the screen? The terminal's cursor is in it then.
    pub covered: bool,
}

impl Default for Ui {
    fn default() -> Self {
        Self {
            lang: Lang::Vi,
            size: (80, 24),
            window: (80, 24),
            now: Duration::ZERO,
            clock: None,
            looks: Looks::default(),
            role: None,
            reads_only: false,
            today: None,
            covered: false,
        }
    }
}

/// A screen's looks. Nothing here changes anything.
pub trait View {
    /// Draws the screen into `area`.
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect);

    /// What the status row says: what the cursor is on in full, what Enter does, what is waited for.
    fn status(&self, ui: Ui) -> String;
}

impl Ui {
    /// Whether the person who is signed in holds a right.
    pub fn may(self, permission: Permission) -> bool {
        self.role.is_some_and(|role| role.may(permission))
    }

    /// How many rows of a text on a screen are visible at once.
    pub fn page(self) -> usize {
        usize::from(body_of(self.size).height).min(size::shown(self.window))
    }

    /// Whether a command is there at all for whoever is signed in.
    pub fn has(self, entry: &Entry) -> bool {
        entry.needs.is_none_or(|needs| self.may(needs)) && !(self.reads_only && entry.acts())
    }

    /// The style of a token.
    pub fn style(self, token: Token) -> Style {
        self.looks.style(token)
    }

    /// Text in the style of a token.
    pub fn span(self, token: Token, text: impl Into<String>) -> Span<'static> {
        Span::styled(text.into(), self.style(token))
    }

    /// A line of one token.
    pub fn line(self, token: Token, text: impl Into<String>) -> Line<'static> {
        Line::from(self.span(token, text))
    }
}

/// The part of the window that a screen has to itself: below the header and the tabs, above status and bar. Where there are few
/// rows the header names the screen, and there are no tabs.
pub fn body(area: Rect) -> Rect {
    let above = if area.height < size::ROOMY.1 { 1 } else { 2 };
    Rect { y: area.y.saturating_add(above), height: area.height.saturating_sub(above + 2), ..area }
}

/// [`body`] of a window of this size.
pub fn body_of((columns, rows): (u16, u16)) -> Rect {
    body(Rect::new(0, 0, columns, rows))
}

/// Draws a line in row `row` of an area; nothing below its end.
pub fn put(frame: &mut Frame<'_>, area: Rect, row: usize, line: &Line<'_>) {
    put_at(frame, area, 0, row, line);
}

/// Draws a line at a place of an area, cut at its right edge.
pub fn put_at(frame: &mut Frame<'_>, area: Rect, column: usize, row: usize, line: &Line<'_>) {
    let (Ok(column), Ok(row)) = (u16::try_from(column), u16::try_from(row)) else { return };
    if row >= area.height || column >= area.width {
        return;
    }
    let (x, y) = (area.x.saturating_add(column), area.y.saturating_add(row));
    frame.buffer_mut().set_line(x, y, line, area.width.saturating_sub(column));
}

/// Puts the terminal's cursor at a place of an area, so that a screen reader follows.
pub fn cursor_at(frame: &mut Frame<'_>, area: Rect, column: usize, row: usize) {
    let (Ok(column), Ok(row)) = (u16::try_from(column), u16::try_from(row)) else { return };
    if row < area.height && area.width > 0 {
        let x = area.x.saturating_add(column.min(area.width.saturating_sub(1)));
        frame.set_cursor_position((x, area.y.saturating_add(row)));
    }
}

/// Styles a whole row of an area.
pub fn paint_row(frame: &mut Frame<'_>, area: Rect, row: usize, style: Style) {
    if let Ok(row) = u16::try_from(row)
        && row < area.height
    {
        frame.buffer_mut().set_style(Rect { y: area.y.saturating_add(row), height: 1, ..area }, style);
    }
}

/// A box in the middle, emptied; answers what is inside its border. Where there is no room beside it, it has none, and takes the
/// place of the screen.
pub fn boxed(frame: &mut Frame<'_>, ui: Ui, width: u16, height: u16, title: &str) -> Rect {
    use ratatui::widgets::{Block, Clear};
    let whole = frame.area();
    let (width, height) = (width.min(whole.width), height.min(whole.height));
    let area = Rect {
        x: whole.x.saturating_add(whole.width.saturating_sub(width) / 2),
        y: whole.y.saturating_add(whole.height.saturating_sub(height) / 2),
        width,
        height,
    };
    if size::is_one_column(ui.size) {
        let area = body(whole);
        frame.render_widget(Clear, area);
        put(
            frame,
            area,
            0,
            &ui.line(
                Token::Title,
                format!(" {}", text::cut(title, usize::from(area.width).saturating_sub(1))),
            ),
        );
        let inside = below(area, 1);
        return Rect { x: inside.x.saturating_add(1), width: inside.width.saturating_sub(2), ..inside };
    }
    let room = usize::from(width).saturating_sub(4);
    let title = format!(" {} ", text::cut(title, room.saturating_sub(2)));
    let block = Block::bordered().title(ui.line(Token::Title, title));
    let inside = block.inner(area);
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    // A blank column on both sides of the text.
    Rect { x: inside.x.saturating_add(1), width: inside.width.saturating_sub(2), ..inside }
}

/// A button: marked if `focused`, muted if it can be neither focused nor pressed.
pub fn button(ui: Ui, label: &str, focused: bool, usable: bool) -> Span<'static> {
    let token = match (focused, usable) {
        (true, _) => Token::Cursor,
        (false, true) => Token::Text,
        (false, false) => Token::Muted,
    };
    let mark = if focused { "▸" } else { " " };
    ui.span(token, format!("{mark}[ {label} ]"))
}

/// Part of an area from row `row` on.
pub fn below(area: Rect, row: usize) -> Rect {
    let row = u16::try_from(row).unwrap_or(u16::MAX).min(area.height);
    Rect { y: area.y.saturating_add(row), height: area.height.saturating_sub(row), ..area }
}

/// What stands where a screen has nothing to show yet, or nothing at all; whole, in as many lines as it takes.
pub fn message(frame: &mut Frame<'_>, ui: Ui, area: Rect, (column, row): (usize, usize), said: &str) {
    let room = usize::from(area.width).saturating_sub(column + 1);
    for (line, piece) in text::wrap(said, room).iter().enumerate() {
        put_at(frame, area, column, row + line, &ui.line(Token::Text, piece.text.trim_end().to_owned()));
    }
    if !ui.covered {
        cursor_at(frame, area, column, row);
    }
}

/// The names of panes in a row, that of `here` in brackets. Answers the row, so that more can follow.
pub fn panes<P: PartialEq>(
    ui: Ui,
    here: &P,
    names: impl IntoIterator<Item = (P, String)>,
) -> Vec<Span<'static>> {
    let mut spans = vec![ui.span(Token::Text, " ")];
    for (pane, name) in names {
        let shown = pane == *here;
        let said = if shown { format!("[{name}] ") } else { format!(" {name}  ") };
        spans.push(ui.span(if shown { Token::Title } else { Token::Muted }, said));
    }
    spans
}

/// How much of a text of `length` lines is hidden below the `shown` first ones; none if all of it is visible.
pub fn more_below(ui: Ui, length: usize, shown: usize) -> Option<String> {
    length.checked_sub(shown).filter(|hidden| *hidden > 0).map(|hidden| ui.lang.tui_more_below(hidden))
}
