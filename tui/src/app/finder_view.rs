//! How help and palette look: keys at the left, what they do beside them, and why not.

use ratatui::{Frame, layout::Rect, text::Line};

use super::{
    Model,
    finder::{Row, rows},
};
use crate::{
    keys::layer::Kind,
    step::overlay::{Choice, Finder, Scope},
    ui::{
        Ui, below, boxed, cursor_at, message, paint_row, put, put_at,
        size::is_cropped,
        text::{behind, cut, fit, width, wrap},
        theme::Token,
    },
};

/// Columns of the box, at least and at most.
const WIDTHS: (u16, u16) = (74, 110);
/// The widest column of keys.
const KEYS: usize = 22;
/// Rows of what is typed, with the rule below it.
const HEAD: usize = 2;
/// Rows of why the row under the cursor cannot be done, or of the keys of the box.
const FOOT: usize = 2;

/// Columns of a box of text over a window of this size.
pub fn box_width(columns: u16) -> u16 {
    columns.saturating_sub(6).clamp(WIDTHS.0, WIDTHS.1).min(columns)
}

/// Rows of a box of text over a window of this size.
pub fn box_height(rows: u16) -> u16 {
    rows.saturating_sub(2)
}

/// Cells of a line in such a box.
pub fn room((columns, _): (u16, u16)) -> usize {
    usize::from(box_width(columns)).saturating_sub(4)
}

/// The rows of a finder in a window of this size.
pub fn listed(model: &Model, finder: &Finder) -> Vec<Row> {
    rows(model, finder, room(model.common.size))
}

/// How many of them are visible.
pub fn visible(ui: Ui, finder: &Finder) -> usize {
    let all = usize::from(box_height(ui.size.1)).saturating_sub(2 + head(ui, finder) + FOOT);
    if is_cropped(ui.window) { all.min(ui.page().saturating_sub(1 + head(ui, finder))).max(1) } else { all }
}

/// Rows above the list.
fn head(ui: Ui, finder: &Finder) -> usize {
    match finder.line {
        None => 0,
        // Where few rows are shown there is no rule.
        Some(_) if is_cropped(ui.window) => HEAD - 1,
        Some(_) => HEAD,
    }
}

/// Draws help or palette.
pub fn draw(frame: &mut Frame<'_>, ui: Ui, model: &Model, finder: &Finder) {
    let lang = ui.lang;
    let title = match finder.scope {
        Scope::Help => lang.tui_help_title(),
        Scope::Everything => lang.finder_commands(),
        Scope::Here => lang.finder_here(),
    };
    let area = boxed(frame, ui, box_width(ui.size.0), box_height(ui.size.1), title);
    let rows = listed(model, finder);
    let (page, cells) = (visible(ui, finder), usize::from(area.width));
    let mut top = 0;
    if let Some(line) = &finder.line {
        let room = cells.saturating_sub(3);
        let scroll = line.visual_scroll(room.max(1));
        let typed = cut(behind(line.value(), scroll), room);
        put(frame, area, 0, &ui.line(Token::Text, format!("› {typed}")));
        if head(ui, finder) == HEAD {
            put(frame, area, 1, &ui.line(Token::Muted, "─".repeat(cells)));
        }
        cursor_at(frame, area, 2 + line.visual_cursor().saturating_sub(scroll), 0);
        top = head(ui, finder);
    }
    let list = below(area, top);
    if rows.is_empty() {
        message(frame, Ui { covered: true, ..ui }, list, (0, 0), lang.finder_nothing());
    }
    let column = rows.iter().map(|row| width(&row.keys)).max().unwrap_or(0).min(KEYS) + 2;
    let here = finder.list.place(&rows);
    // The window may have another size than when the cursor was moved.
    let first = finder.list.top.min(here).max((here + 1).saturating_sub(page));
    for (line, row) in rows.iter().skip(first).take(page).enumerate() {
        put(frame, list, line, &drawn(ui, row, column, cells));
        if first + line == here {
            paint_row(frame, list, line, ui.style(Token::Cursor));
            if finder.line.is_none() {
                cursor_at(frame, list, 0, line);
            }
        }
    }
    foot(frame, ui, finder, below(list, page), rows.get(here));
    place(frame, ui, area, (first, page, rows.len()));
}

fn drawn(ui: Ui, row: &Row, column: usize, cells: usize) -> Line<'static> {
    if matches!(row.choice, Choice::Text(_)) {
        return ui.line(Token::Muted, row.text.clone());
    }
    let token = if row.refused.is_some() { Token::Muted } else { Token::Text };
    let said = match &row.refused {
        Some(reason) => format!("({}) {reason}", row.text),
        None => row.text.clone(),
    };
    Line::from(vec![
        ui.span(Token::Accent, fit(&row.keys, column)),
        ui.span(token, cut(&said, cells.saturating_sub(column))),
    ])
}

/// Why the row under the cursor cannot be done, whole as far as there is room; else the keys of the box.
fn foot(frame: &mut Frame<'_>, ui: Ui, finder: &Finder, area: Rect, row: Option<&Row>) {
    let lang = ui.lang;
    let (token, said) = match row.and_then(|row| row.refused.as_ref()) {
        Some(reason) => (Token::Warn, lang.finder_not_possible(reason)),
        None if !matches!(finder.about.kind, Kind::Page(_)) => {
            (Token::Muted, lang.finder_read_keys().to_owned())
        }
        None if finder.scope == Scope::Help && finder.line.is_none() => {
            (Token::Muted, lang.finder_help_keys().to_owned())
        }
        None => (Token::Muted, lang.finder_keys().to_owned()),
    };
    let pieces = wrap(&said, usize::from(area.width));
    let first = FOOT.saturating_sub(pieces.len());
    for (line, piece) in pieces.iter().take(FOOT).enumerate() {
        put(frame, area, first + line, &ui.line(token, piece.text.trim_end().to_owned()));
    }
}

/// Says on the border, where it covers nothing, which part is visible of what is longer than the box.
pub fn place(frame: &mut Frame<'_>, ui: Ui, area: Rect, (first, page, length): (usize, usize, usize)) {
    if length <= page || is_cropped(ui.window) {
        return;
    }
    let last = first.saturating_add(page).min(length);
    let shown = ui.lang.tui_shown_of(first + 1, last, length);
    let said = format!(" {} ", if last < length { ui.lang.tui_scrolls(&shown) } else { shown });
    let border = Rect { height: area.height.saturating_add(1), ..area };
    let column = usize::from(area.width).saturating_sub(width(&said));
    put_at(frame, border, column, usize::from(area.height), &ui.line(Token::Muted, said));
}
