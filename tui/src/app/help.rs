//! The messages so far, and “leave?”.

use std::time::Duration;

use dondoc_shared::text::Lang;
use ratatui::{Frame, text::Line};

use super::{
    Model,
    finder_view::{box_height, box_width, place, room},
};
use crate::{
    dialog::agree::Agree,
    step::{
        ARM,
        overlay::Overlay,
        toast::{Toasts, Tone},
    },
    ui::{Ui, below, boxed, button, cursor_at, put, text, theme::Token, time::clock, words},
};

/// Cells of a message's time.
const TIME: usize = 7;
/// Drafts that “leave?” names; of more it tells the number.
const NAMED: usize = 4;

/// How many lines the messages have, and how many are visible.
pub fn extent(model: &Model) -> (usize, usize) {
    let ui = model.common.ui();
    let page = usize::from(box_height(ui.size.1).saturating_sub(2)).min(ui.page().saturating_sub(1).max(1));
    let length = match &model.common.overlay {
        Some(Overlay::Log { .. }) => log_lines(ui, &model.common.toasts).len(),
        _ => 0,
    };
    (length, page)
}

/// Draws the messages so far, newest first.
pub fn draw_log(frame: &mut Frame<'_>, ui: Ui, toasts: &Toasts, scroll: usize) {
    let lang = ui.lang;
    let area = boxed(frame, ui, box_width(ui.size.0), box_height(ui.size.1), lang.tui_log_title());
    if toasts.is_empty() {
        put(frame, area, 0, &ui.line(Token::Muted, lang.tui_log_empty()));
    }
    let lines = log_lines(ui, toasts);
    for (row, (token, line)) in lines.iter().skip(scroll).take(usize::from(area.height)).enumerate() {
        put(frame, area, row, &ui.line(*token, line.clone()));
    }
    place(frame, ui, area, (scroll, usize::from(area.height), lines.len()));
    cursor_at(frame, area, 0, 0);
}

/// Every message whole, the time before its first line.
fn log_lines(ui: Ui, toasts: &Toasts) -> Vec<(Token, String)> {
    let room = room(ui.size).saturating_sub(TIME);
    let mut lines = Vec::new();
    for toast in toasts.newest_first() {
        let token = if toast.tone == Tone::Fault { Token::Danger } else { Token::Text };
        let mut time = toast.when.map_or_else(|| "--:--".to_owned(), clock);
        let mut said = toast.text.get(ui.lang).to_owned();
        if toast.times > 1 {
            said = format!("{said} {}", ui.lang.tui_said_times(toast.times));
        }
        for piece in text::wrap(&said, room) {
            lines.push((token, format!("{}{}", text::fit(&time, TIME), piece.text.trim_end())));
            time.clear();
        }
    }
    lines
}

/// Draws “leave?”, with what of it was typed and not sent.
pub fn draw_quit(frame: &mut Frame<'_>, ui: Ui, model: &Model, leave: bool, since: Duration) {
    let lang = ui.lang;
    let unsent = unsent(model, lang);
    let mut lines = vec![(Token::Text, lang.tui_quit_text().to_owned())];
    if !unsent.is_empty() {
        lines.push((Token::Warn, lang.tui_quit_drafts(unsent.len())));
        let named = match unsent.len() {
            // Their codes are part of what is covered.
            _ if model.log_in.covers => 0,
            many if many > NAMED => NAMED - 1,
            _ => NAMED,
        };
        lines.extend(unsent.iter().take(named).map(|draft| (Token::Text, format!("  {draft}"))));
        if let Some(more) = unsent.len().checked_sub(named).filter(|more| *more > 0 && named > 0) {
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
        put(frame, area, 4, &ui.line(Token::Muted, lang.button_keys(false)));
    }
    cursor_at(frame, area, 0, 2);
}

/// What was typed and not sent, each as act and what it is about.
pub fn unsent(model: &Model, lang: Lang) -> Vec<String> {
    let acts = model.dialogs.unsent();
    let acts = acts.iter().map(|(kind, code)| format!("{code} · {}", kind.act().title(lang)));
    let policies = model.screens.draft.unsent();
    acts.chain(model.agree_drafts.unsent(model.agree.as_ref().and_then(Agree::unsent), lang))
        .chain(model.screens.composer.unsent(lang))
        .chain(model.screens.decisions.unsent(lang))
        .chain(model.screens.templates.unsent(lang))
        .chain(policies.map(|source| format!("{} · {}", lang.desk_tab_draft(), words::policy(lang, source))))
        .collect()
}
