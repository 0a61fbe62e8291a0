//! The log-in box, the first one or over the intact screen.

use ratatui::{Frame, layout::Rect, text::Line};
use tui_input::Input;

use super::{Focus, State, browser::Browser};
use crate::{
    step::link::Link,
    ui::{Ui, boxed, cursor_at, put, size::is_cropped, text, theme::Token, time::minutes},
};

const WIDTH: u16 = 66;
const HEIGHT: u16 = 15;

/// Draws the box; `server` is named in it.
pub fn draw(frame: &mut Frame<'_>, ui: Ui, state: &State, server: &str) {
    let lang = ui.lang;
    let title = format!("{} · {}", lang.product_name(), lang.working_group());
    let area = boxed(frame, ui, WIDTH, HEIGHT, &title);
    let width = usize::from(area.width);
    let intro = match (state.covers, state.again) {
        (true, _) => lang.tui_log_in_locked(),
        (false, true) => lang.tui_log_in_again(),
        (false, false) => lang.tui_log_in_title(),
    };
    put(frame, area, 0, &ui.line(Token::Title, intro));
    put(frame, area, 1, &ui.line(Token::Muted, text::cut(&lang.tui_log_in_server(server), width)));
    if let Some(browser) = &state.browser {
        return draw_browser(frame, ui, area, browser);
    }
    let labels = [lang.tui_field_email(), lang.tui_field_password(), lang.second_factor_code()];
    let column = labels.iter().map(|label| text::width(label)).max().unwrap_or(0) + 2;
    let room = width.saturating_sub(column + 1);
    let code = state.code.as_ref();
    let values = [
        text::tail(state.email.value(), room),
        text::tail(&"•".repeat(state.dots()), room),
        text::tail(code.map_or("", Input::value), room),
    ];
    let fields = state.fields();
    let focused = fields.iter().position(|field| *field == state.focus).unwrap_or(0);
    for (place, (label, value)) in labels.iter().zip(&values).take(fields.len()).enumerate() {
        let here = place == focused;
        let line = Line::from(vec![
            ui.span(if here { Token::Title } else { Token::Text }, text::fit(label, column)),
            ui.span(if here { Token::Accent } else { Token::Muted }, if here { "▸" } else { " " }),
            ui.span(Token::Text, value.clone()),
        ]);
        put(frame, area, 3 + place, &line);
    }
    let before = |input: &Input| {
        let before: String = input.value().chars().take(input.cursor()).collect();
        text::width(&before).min(room)
    };
    let typed = match state.focus {
        Focus::Email => before(&state.email),
        Focus::Password => state.dots().min(room),
        Focus::Code => code.map_or(0, before),
    };
    cursor_at(frame, area, column + 1 + typed, 3 + focused);
    let wrong = state.wrong.as_ref().map(|(wrong, since)| wrong.text(lang, ui.now.saturating_sub(*since)));
    let message = match (wrong, state.retry_at) {
        _ if state.waiting.is_open() => lang.tui_log_in_waiting().to_owned(),
        (Some(wrong), Some(at)) => {
            format!("{wrong} {}", lang.tui_retry_in(Link::seconds_left(at, ui.now), state.attempt))
        }
        (Some(wrong), None) => wrong,
        (None, _) => String::new(),
    };
    let token = if state.waiting.is_open() { Token::Muted } else { Token::Danger };
    // Where few rows are shown, they are those above the field in focus.
    let (from, rows) = if is_cropped(ui.window) { (2, 1) } else { (4 + fields.len(), 3) };
    for (row, line) in text::lines(&message, width, rows).into_iter().enumerate() {
        put(frame, area, from + row, &ui.line(token, line));
    }
    put(frame, area, 10, &ui.line(Token::Muted, text::cut(lang.secrecy_statement(), width)));
    // As in a dialog, the hint appears when the box listens.
    if state.is_armed(ui.now) {
        put(frame, area, 11, &ui.line(Token::Muted, text::cut(lang.tui_log_in_browser(), width)));
        hint(frame, ui, area, lang.tui_log_in_keys());
    }
}

fn hint(frame: &mut Frame<'_>, ui: Ui, area: Rect, keys: &str) {
    let row = usize::from(area.height).min(13).saturating_sub(1);
    put(frame, area, row, &ui.line(Token::Muted, text::cut(keys, usize::from(area.width))));
}

/// Draws the code that is to be typed in a browser, and where.
fn draw_browser(frame: &mut Frame<'_>, ui: Ui, area: Rect, browser: &Browser) {
    let (lang, width) = (ui.lang, usize::from(area.width));
    let Some((shown, until)) = &browser.shown else {
        put(frame, area, 3, &ui.line(Token::Muted, lang.tui_browser_asking()));
        return hint(frame, ui, area, lang.tui_browser_keys());
    };
    put(frame, area, 3, &ui.line(Token::Text, text::cut(lang.tui_browser_open(), width)));
    let address = text::lines(&shown.address, width.saturating_sub(2), 2);
    let code = 4 + address.len();
    for (row, line) in address.into_iter().enumerate() {
        put(frame, area, 4 + row, &ui.line(Token::Accent, format!("  {line}")));
    }
    put(frame, area, code, &ui.line(Token::Text, text::cut(lang.tui_browser_code(), width)));
    put(frame, area, code + 1, &ui.line(Token::Title, format!("  {}", shown.code)));
    cursor_at(frame, area, 2, code + 1);
    let left = minutes(Link::seconds_left(*until, ui.now));
    for (row, line) in text::lines(&lang.tui_browser_wait(&left), width, 2).into_iter().enumerate() {
        put(frame, area, code + 3 + row, &ui.line(Token::Muted, line));
    }
    hint(frame, ui, area, lang.tui_browser_keys());
}
