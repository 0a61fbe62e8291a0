//! The box in which an act that is about no assignment is agreed to.

use ratatui::{Frame, layout::Rect, text::Line};

use super::{
    Agree, Stop,
    said::{self, FOOT},
};
use crate::dialog::fields::{box_width, word_head};
use crate::keys::Command;
use crate::ui::{Ui, boxed, button, cursor_at, more_below, put, size::is_cropped, text, theme::Token};

/// Draws the box.
pub fn draw(frame: &mut Frame<'_>, ui: Ui, agree: &Agree) {
    let lang = ui.lang;
    let lines = agree.lines(lang, ui.size);
    let typed = agree.rows(ui);
    let room = said::room(ui, typed);
    let shown = lines.len().min(room);
    let height = u16::try_from(shown + 1 + typed + FOOT + 1).unwrap_or(u16::MAX);
    let area = boxed(frame, ui, box_width(ui.size), height, agree.act.go(lang));
    let width = usize::from(area.width);
    // A window that has grown since shows what it has room for.
    let first = agree.scroll.min(lines.len().saturating_sub(shown));
    for (row, (token, line)) in lines.iter().skip(first).take(shown).enumerate() {
        put(frame, area, row, &ui.line(*token, line.clone()));
    }
    // Where few rows are shown, they stand close together.
    let is_close = is_cropped(ui.window);
    if let Some(more) = more_below(ui, lines.len(), first + shown).filter(|_| !is_close) {
        put(frame, area, shown, &ui.line(Token::Muted, lang.tui_scrolls(&more)));
    }
    let mut row = if is_close { shown } else { shown + 1 };
    choices(frame, ui, agree, (area, row));
    row += agree.option_rows(ui);
    typed_rows(frame, ui, agree, (area, row));
    row += agree.typed_rows(lang);
    let notice = if agree.is_waiting() {
        Some(lang.tui_waiting_deed())
    } else {
        agree.notice.as_ref().map(|notice| notice.get(lang))
    };
    let token = if agree.is_waiting() { Token::Muted } else { Token::Danger };
    let rows = if is_close { usize::from(notice.is_some()) } else { 2 };
    for (place, line) in text::lines(notice.unwrap_or_default(), width, rows).into_iter().enumerate() {
        put(frame, area, row + place, &ui.line(token, line));
    }
    row += rows;
    let (cancel, go) = (lang.tui_button_back(), agree.act.go(lang));
    let buttons = Line::from(vec![
        button(ui, cancel, agree.focus == Stop::Cancel, true),
        ui.span(Token::Text, "  "),
        button(ui, go, agree.focus == Stop::Go, agree.can_go(lang)),
    ]);
    put(frame, area, row, &buttons);
    match agree.focus {
        Stop::Choice | Stop::Field(_) | Stop::Word => {}
        Stop::Cancel => cursor_at(frame, area, 0, row),
        Stop::Go => cursor_at(frame, area, text::width(cancel) + 7, row),
    }
    // As in a dialog, the hint appears when the box listens.
    if agree.is_armed(ui.now) && !agree.is_waiting() {
        let keys = lang.button_keys(agree.layer().takes.contains(&Command::Yes));
        put(frame, area, row + 1, &ui.line(Token::Muted, text::cut(keys, width)));
    }
}

/// The options, the chosen one marked, from row `row` of an area on.
fn choices(frame: &mut Frame<'_>, ui: Ui, agree: &Agree, (area, row): (Rect, usize)) {
    let (options, picked) = (agree.act.options(ui.lang), agree.act.picked().unwrap_or(0));
    let is_alone = agree.option_rows(ui) < options.len();
    let count = options.len();
    for (option, name) in options.into_iter().enumerate().filter(|(option, _)| !is_alone || *option == picked)
    {
        let at = option == picked;
        let here = at && agree.focus == Stop::Choice;
        let (mark, token) = if here { ("▸", Token::Title) } else { (" ", Token::Text) };
        let dot = if agree.act.picked() == Some(option) { "(•)" } else { "( )" };
        let place = if is_alone { format!(" · {}/{count}", option + 1) } else { String::new() };
        let row = if is_alone { row } else { row + option };
        let line = text::cut(&format!("{mark} {dot} {name}{place}"), usize::from(area.width));
        put(frame, area, row, &ui.line(token, line));
        if here {
            cursor_at(frame, area, 3, row);
        }
    }
}

/// The fields and the word, one a row, from row `row` of an area on.
fn typed_rows(frame: &mut Frame<'_>, ui: Ui, agree: &Agree, (area, mut row): (Rect, usize)) {
    let (lang, width) = (ui.lang, usize::from(area.width));
    let labels = agree.act.fields(lang);
    let column = labels.iter().map(|(label, _)| text::width(label)).max().unwrap_or(0).min(width * 2 / 3);
    let fields = labels.iter().zip(&agree.fields).enumerate();
    for (place, ((label, _), input)) in fields.filter(|(place, _)| agree.act.uses(*place)) {
        let here = agree.focus == Stop::Field(place);
        let head = format!("{} {} ", if here { "▸" } else { " " }, text::fit(label, column));
        let room = width.saturating_sub(column + 5);
        let scroll = input.visual_scroll(room.saturating_sub(1).max(1));
        let field = format!("[{}]", text::fit(text::behind(input.value(), scroll), room));
        let token = if here { Token::Title } else { Token::Text };
        put(frame, area, row, &ui.line(token, format!("{head}{field}")));
        if here {
            let cursor = text::width(&head) + 1 + input.visual_cursor().saturating_sub(scroll);
            cursor_at(frame, area, cursor, row);
        }
        row += 1;
    }
    if let Some(word) = &agree.word(lang) {
        let here = agree.focus == Stop::Word;
        let head = format!("{} {} ", if here { "▸" } else { " " }, word_head(ui, word, width));
        let field = format!("[{}]", text::fit(agree.typed.value(), text::width(word) + 2));
        let token = if here { Token::Title } else { Token::Text };
        put(frame, area, row, &ui.line(token, format!("{head}{field}")));
        if here {
            cursor_at(frame, area, text::width(&head) + 1 + agree.typed.visual_cursor(), row);
        }
    }
}
