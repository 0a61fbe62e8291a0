//! How the fields of a form look.

use ratatui::text::Line;
use tui_input::Input;

use super::form::{Field, MAX_TEXT};
use crate::ui::{Ui, text, theme::Token};

/// Columns of what has fields, in a window of 80 and at most: longer lines are hard to read.
const WIDTHS: (u16, u16) = (78, 100);
/// Cells of a date that is typed.
const DATE: usize = 11;
/// Lines of a text field.
const TEXT_ROWS: usize = 5;

/// Columns of what has fields, in a window of this size.
pub fn box_width((columns, _): (u16, u16)) -> u16 {
    columns.saturating_sub(8).clamp(WIDTHS.0, WIDTHS.1).min(columns)
}

/// Cells of a line of text in a field.
pub fn text_width(size: (u16, u16)) -> usize {
    usize::from(box_width(size)).saturating_sub(6).max(1)
}

/// Cells of a line of what is typed, behind the bar at its left.
pub fn field_width(size: (u16, u16)) -> usize {
    text_width(size).saturating_sub(4).max(1)
}

/// What stands before the field in which a word is typed, within `width` cells: the word alone where there is no room for more.
pub fn word_head(ui: Ui, word: &str, width: usize) -> String {
    let said = ui.lang.tui_type_word(word);
    let fits = text::width(&said) + text::width(word) + 7 <= width;
    if fits { said } else { word.to_owned() }
}

/// The lines of a field, each with the cells before the terminal's cursor where it stands in that line.
pub fn lines(
    ui: Ui,
    field: &Field,
    (label, options): (&str, &[String]),
    here: bool,
    width: usize,
) -> Vec<(Line<'static>, Option<usize>)> {
    let mark = if here { "▸ " } else { "  " };
    let token = if here { Token::Title } else { Token::Text };
    match field {
        Field::Text(input) => {
            let count = ui.lang.tui_characters(input.value().chars().count(), MAX_TEXT);
            let head = Line::from(vec![
                ui.span(token, format!("{mark}{label}")),
                ui.span(Token::Muted, format!("  {count}")),
            ]);
            std::iter::once((head, None)).chain(text_rows(ui, input, here, width)).collect()
        }
        Field::Line(input, _) => {
            let head = format!("{mark}{label} ");
            let room = width.saturating_sub(text::width(&head) + 2).max(1);
            let scroll = input.visual_scroll(room.saturating_sub(1).max(1));
            let shown = text::fit(text::behind(input.value(), scroll), room);
            let cursor = text::width(&head) + 1 + input.visual_cursor().saturating_sub(scroll);
            vec![(ui.line(token, format!("{head}[{shown}]")), Some(cursor))]
        }
        Field::Date(input) => {
            // What is typed is seen whole, whatever becomes of its name.
            let label = text::cut(label, width.saturating_sub(DATE + 5));
            let head = format!("{mark}{label} ");
            let cursor = text::width(&head) + 1 + input.visual_cursor();
            vec![(ui.line(token, format!("{head}[{}]", text::fit(input.value(), DATE))), Some(cursor))]
        }
        Field::Toggle(on) => {
            let tick = if *on { "x" } else { " " };
            vec![(ui.line(token, format!("{mark}[{tick}] {label}")), Some(3))]
        }
        Field::Choice { picked, .. } => {
            let option = |(option, name): (usize, &String)| {
                let dot = if *picked == Some(option) { "(•)" } else { "( )" };
                let at = option == picked.unwrap_or(0);
                let mark = if at { mark } else { "  " };
                let line = ui.line(if at { token } else { Token::Text }, format!("{mark}{dot} {name}"));
                (line, at.then_some(3))
            };
            options.iter().enumerate().map(option).collect()
        }
    }
}

/// The lines of a text field around its cursor.
fn text_rows(
    ui: Ui,
    input: &Input,
    here: bool,
    width: usize,
) -> impl Iterator<Item = (Line<'static>, Option<usize>)> {
    let room = width.saturating_sub(4).max(1);
    let pieces = text::wrap(input.value(), room);
    let cursor_line = pieces.iter().rposition(|piece| piece.start <= input.cursor()).unwrap_or(0);
    let top = (cursor_line + 1).saturating_sub(TEXT_ROWS);
    let rows: Vec<_> = (0..TEXT_ROWS)
        .map(|row| {
            let piece = pieces.get(top + row);
            // The blank at which a line was broken may lie just beyond it.
            let shown = text::fit(piece.map_or("", |piece| piece.text.trim_end()), room);
            let cursor = piece.filter(|_| here && top + row == cursor_line).map(|piece| {
                let before: String =
                    piece.text.chars().take(input.cursor().saturating_sub(piece.start)).collect();
                4 + text::width(&before)
            });
            (Line::from(vec![ui.span(Token::Muted, "  │ "), ui.span(Token::Text, shown)]), cursor)
        })
        .collect();
    rows.into_iter()
}
