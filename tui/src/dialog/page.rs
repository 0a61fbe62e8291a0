//! A form that takes the whole of a screen: fields that scroll, and below them what is wrong, the buttons and the keys.

use dondoc_shared::text::Both;
use ratatui::{Frame, layout::Rect, text::Line};

use super::{
    fields::{self, text_width},
    form::Field,
};
use crate::ui::{Ui, button, cursor_at, more_below, put_at, text, theme::Token};

/// Rows below the fields: a notice (two), the buttons, the keys.
const FOOT: usize = 4;

/// A line of a form, with the cells before the terminal's cursor where it stands in that line.
pub type Row = (Line<'static>, Option<usize>);

/// A field with its label and the names of its options.
pub type Labelled<'a> = (&'a Field, (&'static str, Vec<String>));

/// A button of a form.
#[derive(Debug, Clone, Copy)]
pub struct Button {
    /// What it does, in a word or two.
    pub label: &'static str,
    /// Is the focus on it?
    pub focused: bool,
    /// Can it be pressed?
    pub usable: bool,
}

/// A form as it is drawn.
#[derive(Debug)]
pub struct Page<'a> {
    /// The fields and what stands above and between them.
    pub lines: Vec<Row>,
    /// What is wrong, or worth knowing.
    pub notice: Option<&'a Both>,
    /// The buttons, from left to right.
    pub buttons: Vec<Button>,
    /// The keys.
    pub keys: &'static str,
}

/// The lines of a form: what it is about, then its `fields` in the order of Tab, of which the one at `focus` has the focus.
pub fn lines(ui: Ui, head: Vec<(Token, String)>, fields: &[Labelled<'_>], focus: Option<usize>) -> Vec<Row> {
    let head = head.into_iter().map(|(token, line)| (ui.line(token, line), None));
    let fields = fields.iter().enumerate();
    head.chain(fields.flat_map(|(place, labelled)| field(ui, labelled, focus == Some(place)))).collect()
}

/// The lines of one field, which has the focus where it is `here`; where one chooses among options, its label above them.
pub fn field(ui: Ui, (field, (label, options)): &Labelled<'_>, here: bool) -> Vec<Row> {
    let above = (!options.is_empty()).then(|| (ui.line(Token::Muted, *label), None));
    let drawn = fields::lines(ui, field, (label, options), here, text_width(ui.size)).into_iter();
    above.into_iter().chain(drawn.map(|(line, cursor)| (line, cursor.filter(|_| here)))).collect()
}

/// Draws a form: the lines around the cursor, or the last ones where it is on a button.
pub fn draw(frame: &mut Frame<'_>, ui: Ui, area: Rect, page: &Page<'_>) {
    let (width, rows) = (text_width(ui.size), usize::from(area.height));
    let room = rows.saturating_sub(FOOT);
    let lines = &page.lines;
    let cursor = lines.iter().position(|(_, cursor)| cursor.is_some());
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
    let (mut column, row) = (1, rows.saturating_sub(2));
    for one in &page.buttons {
        let drawn = button(ui, one.label, one.focused, one.usable);
        let cells = drawn.width();
        put_at(frame, area, column, row, &Line::from(drawn));
        if one.focused && !ui.covered {
            cursor_at(frame, area, column, row);
        }
        column += cells + 2;
    }
    let keys = text::cut(page.keys, usize::from(area.width).saturating_sub(2));
    put_at(frame, area, 1, rows.saturating_sub(1), &ui.line(Token::Muted, keys));
}
