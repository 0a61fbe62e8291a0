//! How things look. [`view`] draws the model and changes nothing in it.

pub mod backlog;
pub mod calendar;
mod chrome;
pub mod dialog;
pub mod draft;
mod help;
pub mod item;
mod log_in;
pub mod mail;
pub mod overview;
pub mod policies;
pub mod run;
pub mod simulation;
pub mod text;
pub mod theme;
pub mod to_assign;
pub mod urges;

use std::time::Duration;

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use crate::app::{
    Model, Overlay, Screen,
    focus::{self, Layer, SMALLEST},
};
use dondoc_shared::text::Lang;
pub use help::zone;
use theme::{Theme, Token};

/// What every view needs.
#[derive(Debug, Clone, Copy)]
pub struct Ui<'a> {
    /// The model.
    pub model: &'a Model,
    /// Time since the start.
    pub now: Duration,
    /// The looks.
    pub theme: Theme,
}

impl Ui<'_> {
    /// The reader's language.
    pub fn lang(&self) -> Lang {
        self.model.lang
    }

    /// The style of a token.
    pub fn style(&self, token: Token) -> Style {
        self.theme.style(token)
    }

    /// Text in the style of a token.
    pub fn span(&self, token: Token, text: impl Into<String>) -> Span<'static> {
        Span::styled(text.into(), self.style(token))
    }

    /// A line of one token.
    pub fn line(&self, token: Token, text: impl Into<String>) -> Line<'static> {
        Line::from(self.span(token, text))
    }
}

/// Draws everything.
pub fn view(frame: &mut Frame<'_>, model: &Model, now: Duration, theme: Theme) {
    let ui = Ui { model, now, theme };
    let area = frame.area();
    if focus::layer(model) == Layer::TooSmall || area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        let (columns, rows) = SMALLEST;
        put(frame, area, 0, &Line::from(model.lang.tui_window_too_small(columns, rows)));
        return;
    }
    if model.me.is_some() {
        chrome::draw(frame, &ui);
        let body = body(area);
        match model.screen {
            Screen::Overview => overview::draw(frame, &ui, body),
            Screen::Backlog => backlog::draw(frame, &ui, body),
            Screen::Item => item::draw(frame, &ui, body),
            Screen::Run => run::draw(frame, &ui, body),
            Screen::Policies => policies::draw(frame, &ui, body),
            Screen::Urges => urges::draw(frame, &ui, body),
            Screen::ToAssign => to_assign::draw(frame, &ui, body),
            Screen::Calendar => calendar::draw(frame, &ui, body),
            Screen::Mail => mail::draw(frame, &ui, body),
            Screen::Draft => draft::draw(frame, &ui, body),
            Screen::Simulation => simulation::draw(frame, &ui, body),
        }
        if model.dialog.is_some() {
            dialog::draw(frame, &ui);
        } else if let Some(agree) = &model.agree {
            dialog::agree::draw(frame, &ui, agree);
        }
    }
    if model.log_in.is_needed() {
        log_in::draw(frame, &ui);
    }
    match &model.overlay {
        Some(Overlay::Help { about, scroll }) => help::draw_help(frame, &ui, *about, *scroll),
        Some(Overlay::Log { scroll }) => help::draw_log(frame, &ui, *scroll),
        Some(Overlay::Quit { leave, since }) => help::draw_quit(frame, &ui, *leave, *since),
        None => {}
    }
}

/// The part of the window that a screen has to itself: below the header and the tabs, above status and bar.
pub fn body(area: Rect) -> Rect {
    Rect { y: area.y.saturating_add(2), height: area.height.saturating_sub(4), ..area }
}

/// [`body`] of a window of this size.
pub fn body_of((columns, rows): (u16, u16)) -> Rect {
    body(Rect::new(0, 0, columns, rows))
}

/// How many lines help or the messages have, and how many of them are visible.
pub fn overlay_size(model: &Model) -> (usize, usize) {
    help::extent(model)
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

/// A box in the middle, emptied; answers what is inside its border.
pub fn boxed(frame: &mut Frame<'_>, ui: &Ui<'_>, width: u16, height: u16, title: &str) -> Rect {
    use ratatui::widgets::{Block, Clear};
    let whole = frame.area();
    let (width, height) = (width.min(whole.width), height.min(whole.height));
    let area = Rect {
        x: whole.x.saturating_add(whole.width.saturating_sub(width) / 2),
        y: whole.y.saturating_add(whole.height.saturating_sub(height) / 2),
        width,
        height,
    };
    let room = usize::from(width).saturating_sub(4);
    let title = format!(" {} ", text::cut(title, room.saturating_sub(2)));
    let block = Block::bordered().title(ui.line(Token::Title, title));
    let inside = block.inner(area);
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    // A blank column on both sides of the text.
    Rect { x: inside.x.saturating_add(1), width: inside.width.saturating_sub(2), ..inside }
}

/// A button.
pub fn button(ui: &Ui<'_>, label: &str, focused: bool, usable: bool) -> Span<'static> {
    let token = match (focused, usable) {
        (true, _) => Token::Cursor,
        (false, true) => Token::Text,
        (false, false) => Token::Muted,
    };
    let mark = if focused { "▸" } else { " " };
    ui.span(token, format!("{mark}[ {label} ]"))
}
