//! The list of policies, and one version in full.

use std::time::Duration;

use dondoc_shared::{text::Lang, wire::policy::Policy};
use jiff::civil::Date;
use ratatui::{Frame, layout::Rect, text::Line};

use super::{Ui, body_of, cursor_at, help, paint_row, put, put_at, text, theme::Theme, theme::Token};
use crate::{app::Model, screens::draft::lines};

/// Rows of the list in a window of this size.
pub fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(1)
}

/// How many lines the version that is open has, and how many of them are visible.
pub fn extent(model: &Model) -> (usize, usize) {
    let ui = Ui { model, now: Duration::ZERO, theme: Theme::Mono };
    let width = usize::from(model.size.0);
    let length = model.policies.selected().map_or(0, |policy| document(&ui, policy, width).len());
    (length, usize::from(body_of(model.size).height))
}

/// For whom a version is.
pub fn scope(lang: Lang, tenant: Option<&str>) -> String {
    tenant.unwrap_or(lang.desk_everyone()).to_owned()
}

/// A version in a few words.
pub fn title(lang: Lang, policy: &Policy) -> String {
    let tenant = policy.tenant.as_ref().map(|tenant| tenant.slug.as_str());
    lang.desk_policy_title(policy.body.kind().name(lang), &scope(lang, tenant), policy.version)
}

fn state(lang: Lang, policy: &Policy, today: Date) -> (Token, &'static str) {
    match policy {
        Policy { in_force: true, .. } => (Token::Good, lang.desk_state_in_force()),
        Policy { until: Some(_), .. } => (Token::Muted, lang.desk_state_withdrawn()),
        Policy { from, .. } if *from > today => (Token::Accent, lang.desk_state_ahead()),
        _ => (Token::Muted, lang.desk_state_replaced()),
    }
}

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let lang = ui.lang();
    let screen = &ui.model.policies;
    let Some(list) = &screen.list else {
        let failure = screen.failure.as_ref().map(|failure| failure.text(lang));
        let message = failure.unwrap_or_else(|| lang.tui_loading().to_owned());
        put_at(frame, area, 2, 1, &ui.line(Token::Text, message));
        return cursor_at(frame, area, 2, 1);
    };
    if let Some(policy) = screen.selected().filter(|_| screen.open) {
        return draw_one(frame, ui, area, policy, screen.scroll);
    }
    if list.items.is_empty() {
        put_at(frame, area, 1, 1, &ui.line(Token::Text, lang.desk_policies_empty()));
        return cursor_at(frame, area, 1, 1);
    }
    let note = usize::from(area.width).saturating_sub(KIND + SCOPE + NUMBER + DATE + STATE + 1);
    let head = [lang.desk_column_kind(), lang.desk_column_scope(), lang.desk_column_version()];
    let head = row(head, lang.desk_column_from(), lang.desk_column_state(), lang.desk_column_note(), note);
    put(frame, area, 0, &ui.line(Token::Muted, head));
    let here = screen.place();
    let shown = list.items.iter().enumerate().skip(screen.top).take(list_rows(ui.model.size));
    for (line, (place, policy)) in shown.enumerate() {
        let (token, state) = state(lang, policy, list.today);
        let scope = scope(lang, policy.tenant.as_ref().map(|tenant| tenant.slug.as_str()));
        let first = [policy.body.kind().name(lang), &scope, &policy.version.to_string()];
        let cells = row(first, &lang.date(policy.from), state, &policy.note, note);
        let token = if token == Token::Good { Token::Text } else { token };
        put(frame, area, 1 + line, &ui.line(token, cells));
        if place == here {
            paint_row(frame, area, 1 + line, ui.style(Token::Cursor));
            if ui.model.agree.is_none() {
                cursor_at(frame, area, 0, 1 + line);
            }
        }
    }
}

const KIND: usize = 23;
const SCOPE: usize = 15;
const NUMBER: usize = 5;
const DATE: usize = 11;
const STATE: usize = 14;

fn row([kind, scope, number]: [&str; 3], from: &str, state: &str, note: &str, room: usize) -> String {
    let (kind, scope) = (text::fit(kind, KIND - 1), text::fit(scope, SCOPE - 1));
    let (number, from) = (text::fit(number, NUMBER - 1), text::fit(from, DATE - 1));
    format!(" {kind} {scope} {number} {from} {} {}", text::fit(state, STATE - 1), text::cut(note, room))
}

fn draw_one(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, policy: &Policy, scroll: usize) {
    let lines = document(ui, policy, usize::from(area.width));
    for (row, line) in lines.iter().skip(scroll).take(usize::from(area.height)).enumerate() {
        put(frame, area, row, line);
    }
    if ui.model.agree.is_none() {
        cursor_at(frame, area, 1, 0);
    }
}

fn document(ui: &Ui<'_>, policy: &Policy, width: usize) -> Vec<Line<'static>> {
    let lang = ui.lang();
    let today = ui.model.policies.list.as_ref().map_or(policy.from, |list| list.today);
    let made = policy.at.to_zoned(help::zone());
    let until = policy.until.map(|until| lang.date(until)).unwrap_or_default();
    let facts = [
        (lang.desk_label_state(), state(lang, policy, today).1.to_owned()),
        (lang.desk_label_from(), lang.date(policy.from)),
        (lang.desk_label_until(), until),
        (lang.desk_label_note(), policy.note.clone()),
        (
            lang.desk_label_by(),
            format!("{}, {} {}", lang.actor(&policy.by), lang.date(made.date()), help::clock(policy.at)),
        ),
    ];
    let mut lines =
        vec![ui.line(Token::Title, format!(" {}", text::cut(&title(lang, policy), width.saturating_sub(2))))];
    let mut labelled = |label: &str, value: &str, token: Token| {
        for (row, piece) in text::wrap(value, width.saturating_sub(LABEL + 2)).iter().enumerate() {
            let label = if row == 0 { label } else { "" };
            lines.push(Line::from(vec![
                ui.span(Token::Muted, format!(" {}", text::fit(label, LABEL))),
                ui.span(token, piece.text.trim_end().to_owned()),
            ]));
        }
    };
    for (label, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        labelled(label, value, Token::Text);
    }
    labelled("", "", Token::Text);
    labelled(lang.desk_label_body(), &lines::write(&policy.body), Token::Text);
    lines
}

const LABEL: usize = 18;

/// The status row.
pub fn status(ui: &Ui<'_>) -> String {
    let state = &ui.model.policies;
    match state.selected() {
        _ if state.waiting.is_some() => ui.lang().tui_loading().to_owned(),
        Some(policy) if !state.open => policy.note.clone(),
        _ => String::new(),
    }
}
