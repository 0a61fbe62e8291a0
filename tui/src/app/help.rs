//! What lies over everything: help from the command table, the messages so far, and “leave?”.

use std::time::Duration;

use dondoc_shared::text::Lang;
use ratatui::{Frame, layout::Rect, text::Line};

use super::Model;
use crate::{
    keys::{Layer, table::entries_of},
    step::{
        ARM,
        overlay::Overlay,
        toast::{Toasts, Tone},
    },
    ui::{
        Ui, below, boxed, button, cursor_at, more_below, put, put_at, text, theme::Token, time::clock, words,
    },
};

const WIDTH: u16 = 74;
/// Cells of a message's time.
const TIME: usize = 7;
/// Drafts that “leave?” names; of more it tells the number.
const NAMED: usize = 4;

fn height(rows: u16) -> u16 {
    rows.saturating_sub(2)
}

/// How many lines the overlay has, and how many are visible.
pub fn extent(model: &Model) -> (usize, usize) {
    let page = usize::from(height(model.common.size.1).saturating_sub(2));
    let length = match &model.common.overlay {
        Some(Overlay::Help { about, .. }) => help_lines(model.common.ui(), *about).len(),
        Some(Overlay::Log { .. }) => log_lines(model.common.ui(), &model.common.toasts).len(),
        _ => 0,
    };
    (length, page)
}

/// A line of help: keys and what they do; a heading has no keys.
struct HelpLine {
    keys: String,
    text: String,
}

fn help_lines(ui: Ui, about: Layer) -> Vec<HelpLine> {
    let lang = ui.lang;
    let mut lines = Vec::new();
    for entry in entries_of(about) {
        if entry.needs.is_some_and(|needs| !ui.may(needs)) {
            continue;
        }
        let keys: Vec<String> = entry.keys.iter().map(|keys| keys.label()).collect();
        lines.push(HelpLine { keys: keys.join(", "), text: (entry.title)(lang).to_owned() });
    }
    let heading = |text: &str| HelpLine { keys: String::new(), text: text.to_owned() };
    lines.push(heading(""));
    for text in about.legend {
        let room = usize::from(WIDTH).saturating_sub(4);
        lines.extend(text::wrap(text(lang), room).iter().map(|piece| heading(piece.text.trim_end())));
    }
    lines.push(heading(lang.tui_help_steps()));
    lines
}

/// Draws the commands of a layer with their keys, then what its marks mean.
pub fn draw_help(frame: &mut Frame<'_>, ui: Ui, about: Layer, scroll: usize) {
    let area = boxed(frame, ui, WIDTH, height(ui.size.1), ui.lang.tui_help_title());
    let lines = help_lines(ui, about);
    let column = lines.iter().map(|line| text::width(&line.keys)).max().unwrap_or(0) + 2;
    for (row, line) in lines.iter().skip(scroll).take(usize::from(area.height)).enumerate() {
        let shown = if line.keys.is_empty() {
            ui.line(Token::Muted, line.text.clone())
        } else {
            Line::from(vec![
                ui.span(Token::Accent, text::fit(&line.keys, column)),
                ui.span(Token::Text, line.text.clone()),
            ])
        };
        put(frame, area, row, &shown);
    }
    draw_more(frame, ui, area, lines.len(), scroll);
    cursor_at(frame, area, 0, 0);
}

/// Draws the messages so far, newest first.
pub fn draw_log(frame: &mut Frame<'_>, ui: Ui, toasts: &Toasts, scroll: usize) {
    let lang = ui.lang;
    let area = boxed(frame, ui, WIDTH, height(ui.size.1), lang.tui_log_title());
    if toasts.is_empty() {
        put(frame, area, 0, &ui.line(Token::Muted, lang.tui_log_empty()));
    }
    let lines = log_lines(ui, toasts);
    for (row, (token, line)) in lines.iter().skip(scroll).take(usize::from(area.height)).enumerate() {
        put(frame, area, row, &ui.line(*token, line.clone()));
    }
    draw_more(frame, ui, area, lines.len(), scroll);
    cursor_at(frame, area, 0, 0);
}

/// Every message whole, the time before its first line.
fn log_lines(ui: Ui, toasts: &Toasts) -> Vec<(Token, String)> {
    let room = usize::from(WIDTH.min(ui.size.0)).saturating_sub(4 + TIME);
    let mut lines = Vec::new();
    for toast in toasts.newest_first() {
        let token = if toast.tone == Tone::Fault { Token::Danger } else { Token::Text };
        let mut time = toast.when.map_or_else(|| "--:--".to_owned(), clock);
        for piece in text::wrap(toast.text.get(ui.lang), room) {
            lines.push((token, format!("{}{}", text::fit(&time, TIME), piece.text.trim_end())));
            time.clear();
        }
    }
    lines
}

/// Says on the border, where it covers nothing, how much is hidden below.
fn draw_more(frame: &mut Frame<'_>, ui: Ui, area: Rect, length: usize, scroll: usize) {
    let Some(more) = more_below(ui, length, scroll + usize::from(area.height)) else { return };
    let border = Rect { height: area.height.saturating_add(1), ..area };
    let more = format!(" {more} ");
    let column = usize::from(area.width).saturating_sub(text::width(&more));
    put_at(frame, border, column, usize::from(area.height), &ui.line(Token::Muted, more));
}

/// Draws “leave?”, with what of it was typed and not sent.
pub fn draw_quit(frame: &mut Frame<'_>, ui: Ui, model: &Model, leave: bool, since: Duration) {
    let lang = ui.lang;
    let unsent = unsent(model, lang);
    let mut lines = vec![(Token::Text, lang.tui_quit_text().to_owned())];
    if !unsent.is_empty() {
        lines.push((Token::Warn, lang.tui_quit_drafts(unsent.len())));
        let named = if unsent.len() > NAMED { NAMED - 1 } else { NAMED };
        lines.extend(unsent.iter().take(named).map(|draft| (Token::Text, format!("  {draft}"))));
        if let Some(more) = unsent.len().checked_sub(named).filter(|more| *more > 0) {
            lines.push((Token::Text, format!("  {}", lang.tui_quit_more(more))));
        }
    }
    let height = u16::try_from(lines.len() + 6).unwrap_or(u16::MAX);
    let area = boxed(frame, ui, 58, height, lang.tui_quit_title());
    let width = usize::from(area.width);
    for (row, (token, line)) in lines.iter().enumerate() {
        put(frame, area, row, &ui.line(*token, text::cut(line, width)));
    }
    let area = below(area, lines.len() - 1);
    let buttons = Line::from(vec![
        button(ui, lang.tui_button_stay(), !leave, true),
        ui.span(Token::Text, "  "),
        button(ui, lang.tui_button_leave(), leave, true),
    ]);
    put(frame, area, 2, &buttons);
    if ui.now >= since.saturating_add(ARM) {
        put(frame, area, 4, &ui.line(Token::Muted, lang.tui_confirm_keys()));
    }
    cursor_at(frame, area, 0, 2);
}

/// What was typed and not sent, each as act and what it is about.
pub fn unsent(model: &Model, lang: Lang) -> Vec<String> {
    let acts = model.dialogs.unsent();
    let acts = acts.iter().map(|(kind, code)| format!("{code} · {}", kind.act().title(lang)));
    let policies = model.screens.draft.unsent();
    acts.chain(model.screens.composer.unsent(lang))
        .chain(policies.map(|source| format!("{} · {}", lang.desk_tab_draft(), words::policy(lang, source))))
        .collect()
}
