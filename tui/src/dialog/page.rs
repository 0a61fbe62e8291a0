//! A form that is a page of its own: what it is about, its fields, which scroll where they do not fit, a button that goes on.

use dondoc_shared::text::Both;
use ratatui::{Frame, layout::Rect, text::Line};

use super::{
    fields::{self, text_width},
    form::Field,
};
use crate::ui::{Ui, button, cursor_at, more_below, put_at, text, theme::Token};

/// Rows below the fields: a notice (two), the button, the keys.
const FOOT: usize = 4;

/// A field with its label and the names of its options.
pub type Labelled<'a> = (&'a Field, (&'static str, Vec<String>));

/// What the page shows.
#[derive(Debug)]
pub struct Page<'a> {
    /// What stands above the fields.
    pub head: Vec<(Token, String)>,
    /// The fields that matter, in the order of Tab.
    pub fields: Vec<Labelled<'a>>,
    /// The field that the focus is on, by its place among these; none while it is on the button.
    pub focus: Option<usize>,
    /// What is wrong.
    pub notice: Option<&'a Both>,
    /// What the button says, and whether it can be pressed.
    pub button: (&'static str, bool),
    /// What the keys do.
    pub keys: &'static str,
}

/// Draws the page.
pub fn draw(frame: &mut Frame<'_>, ui: Ui, area: Rect, page: &Page<'_>) {
    let (width, rows) = (text_width(ui.size), usize::from(area.height));
    let head = page.head.iter().map(|(token, line)| (ui.line(*token, line.clone()), None));
    let mut lines: Vec<(Line<'static>, Option<usize>)> = head.collect();
    for (place, (field, (label, options))) in page.fields.iter().enumerate() {
        if !options.is_empty() {
            lines.push((ui.line(Token::Muted, *label), None));
        }
        let here = page.focus == Some(place);
        let drawn = fields::lines(ui, field, (label, options), here, width).into_iter();
        lines.extend(drawn.map(|(line, cursor)| (line, cursor.filter(|_| here))));
    }
    let room = rows.saturating_sub(FOOT);
    let cursor = lines.iter().position(|(_, cursor)| cursor.is_some());
    // The button stands below what scrolls: with the focus on it the end is shown.
    let focus = cursor.unwrap_or(lines.len().saturating_sub(1));
    let top = (focus + 2).saturating_sub(room).min(lines.len().saturating_sub(room));
    for (row, (line, cursor)) in lines.iter().skip(top).take(room).enumerate() {
        put_at(frame, area, 1, row, line);
        if let Some(column) = cursor.filter(|_| !ui.covered) {
            cursor_at(frame, area, column + 1, row);
        }
    }
    if let Some(more) = more_below(ui, lines.len(), top + room).filter(|_| page.notice.is_none()) {
        let column = usize::from(area.width).saturating_sub(text::width(&more) + 1);
        put_at(frame, area, column, room, &ui.line(Token::Muted, more));
    }
    if let Some(notice) = page.notice {
        for (row, line) in text::lines(notice.get(ui.lang), width, 2).into_iter().enumerate() {
            put_at(frame, area, 1, room + row, &ui.line(Token::Danger, line));
        }
    }
    let (name, can_go) = page.button;
    let go = button(ui, name, page.focus.is_none(), can_go);
    put_at(frame, area, 1, rows.saturating_sub(2), &Line::from(go));
    let keys = text::cut(page.keys, usize::from(area.width).saturating_sub(2));
    put_at(frame, area, 1, rows.saturating_sub(1), &ui.line(Token::Muted, keys));
    if page.focus.is_none() && !ui.covered {
        cursor_at(frame, area, 1, rows.saturating_sub(2));
    }
}
