//! Outgoing mail: head and lists. One message is drawn by [`one`].

mod one;

use std::time::Duration;

use dondoc_shared::{
    text::Lang,
    wire::mail::{Hold, MailState, MessageRow, MessageState},
};
use jiff::{Timestamp, civil::Date};
use ratatui::{Frame, layout::Rect, text::Line};

use super::{Ui, body_of, cursor_at, help, paint_row, put, put_at, text, theme::Theme, theme::Token};
use crate::{
    app::Model,
    dialog::post::Deed,
    screens::mail::{Pane, asked::Asked},
};

/// Rows above a list: figures, relay, holds and budget, the panes, the head of the table.
const ABOVE: usize = 5;
const TIME: usize = 12;
const SHORT: usize = 6;
const KIND: usize = 11;
const STATE: usize = 15;
const REASON: usize = 24;

/// Rows of a list in a window of this size.
pub fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(ABOVE)
}

/// How many lines the message that is open has, and how many of them are visible.
pub fn extent(model: &Model) -> (usize, usize) {
    let ui = Ui { model, now: Duration::ZERO, theme: Theme::Mono };
    let length =
        model.mail.open.as_ref().map_or(0, |open| one::document(&ui, open, usize::from(model.size.0)).len());
    (length, usize::from(body_of(model.size).height))
}

/// The day of an instant in Ha Noi.
fn date_of(instant: Timestamp) -> Date {
    instant.to_zoned(help::zone()).date()
}

/// An instant as day and minute of Ha Noi.
fn at(instant: Timestamp) -> String {
    let zoned = instant.to_zoned(help::zone());
    format!("{:02}/{:02} {}", zoned.day(), zoned.month(), help::clock(instant))
}

/// The same with its year.
fn in_full(lang: Lang, instant: Timestamp) -> String {
    format!("{} {}", lang.date(date_of(instant)), help::clock(instant))
}

fn number(lang: Lang, n: usize) -> String {
    lang.number(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let state = &ui.model.mail;
    if let Some(open) = &state.open {
        return one::draw(frame, ui, area, open);
    }
    if let Some(head) = &state.head {
        draw_head(frame, ui, area, head);
    }
    panes(frame, ui, area);
    match state.pane {
        Pane::Log => log(frame, ui, area),
        Pane::Holds => holds(frame, ui, area),
        Pane::Addresses => addresses(frame, ui, area),
    }
    if let Some(line) = &state.line {
        typed(frame, ui, area, line);
    }
}

fn draw_head(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, head: &MailState) {
    let lang = ui.lang();
    let width = usize::from(area.width).saturating_sub(2);
    let n = |count| lang.number(count);
    let figures = head.figures;
    let mut counts = lang.tui_mail_line(
        &n(figures.waiting),
        &n(figures.retrying),
        &n(figures.ambiguous),
        &n(figures.dead),
    );
    if let Some(due) = figures.oldest_due {
        let is_today = date_of(due) == date_of(head.now);
        counts.push_str(&lang.tui_mail_oldest(&if is_today { help::clock(due) } else { at(due) }));
    }
    let token =
        if figures.dead + figures.retrying + figures.ambiguous > 0 { Token::Warn } else { Token::Text };
    let relay = match head.pauses.as_slice() {
        [] => (Token::Muted, lang.post_relay_fine().to_owned()),
        [pause, rest @ ..] => {
            let more = if rest.is_empty() {
                String::new()
            } else {
                lang.post_relays_more(&number(lang, rest.len()))
            };
            let said = lang.post_relay_paused(&pause.relay, &at(pause.until), &pause.error);
            (Token::Danger, format!("{}{more}", text::cut(&said, width.saturating_sub(text::width(&more)))))
        }
    };
    let who: Vec<String> = head.holds.iter().map(|hold| whose(lang, hold)).collect();
    let held =
        if who.is_empty() { lang.post_nothing_held().to_owned() } else { lang.post_held(&who.join(", ")) };
    let budget = lang.post_budget(&n(head.digests_a_day.into()));
    let over: Vec<String> = head
        .over_budget
        .iter()
        .map(|over| {
            let (sent, budget) = (n(over.sent.into()), n(over.budget.into()));
            lang.post_over_one(&over.tenant.short, &sent, &budget, &n(over.waiting))
        })
        .collect();
    let is_calm = head.holds.is_empty() && over.is_empty();
    let over = (!over.is_empty()).then(|| lang.post_over_budget(&over.join(", ")));
    let rest: Vec<String> = [Some(held), over, Some(budget)].into_iter().flatten().collect();
    let rest_token = if is_calm { Token::Muted } else { Token::Warn };
    let rows = [(token, counts), relay, (rest_token, rest.join(" · "))];
    for (row, (token, said)) in rows.into_iter().enumerate() {
        put(frame, area, row, &ui.line(token, format!(" {}", text::cut(&said, width))));
    }
}

fn whose(lang: Lang, hold: &Hold) -> String {
    Deed::held(lang, hold.tenant.as_ref().map(|tenant| tenant.slug.as_str()))
}

fn panes(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let (lang, state) = (ui.lang(), &ui.model.mail);
    let head = state.head.as_ref();
    let unknown = || "–".to_owned();
    let holds = head.map_or_else(unknown, |head| number(lang, head.holds.len()));
    let suspended = head.map_or_else(unknown, |head| lang.number(head.suspended));
    let names = [
        (Pane::Log, lang.post_pane_log().to_owned()),
        (Pane::Holds, lang.post_pane_holds(&holds)),
        (Pane::Addresses, lang.post_pane_addresses(&suspended)),
    ];
    let mut spans = vec![ui.span(Token::Text, " ")];
    let mut used = 1;
    for (pane, name) in names {
        let here = pane == state.pane;
        let said = if here { format!("[{name}] ") } else { format!(" {name}  ") };
        used += text::width(&said);
        spans.push(ui.span(if here { Token::Title } else { Token::Muted }, said));
    }
    if state.pane == Pane::Log && state.asked != Asked::default() {
        let room = usize::from(area.width).saturating_sub(used + 1);
        spans.push(ui.span(Token::Accent, text::cut(&format!("/ {}", state.asked.echo(lang)), room)));
    }
    put(frame, area, 3, &Line::from(spans));
}

/// What stands where there is no list: it is on its way, it cannot be read, there is nothing.
fn nothing(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, known: bool, none: &str) {
    let lang = ui.lang();
    let message = match &ui.model.mail.failure {
        _ if known => none.to_owned(),
        Some(failure) => failure.text(lang),
        None => lang.tui_loading().to_owned(),
    };
    put_at(frame, area, 1, ABOVE, &ui.line(Token::Text, message));
    cursor_at(frame, area, 1, ABOVE);
}

/// A list: its head, and those of its rows that are visible.
fn list(
    frame: &mut Frame<'_>,
    ui: &Ui<'_>,
    area: Rect,
    head: &str,
    rows: impl Iterator<Item = (Token, String)>,
) {
    let state = &ui.model.mail;
    put(frame, area, ABOVE - 1, &ui.line(Token::Muted, head));
    let here = state.place();
    let shown = rows.enumerate().skip(state.top()).take(list_rows(ui.model.size));
    for (line, (place, (token, cells))) in shown.enumerate() {
        put(frame, area, ABOVE + line, &ui.line(token, cells));
        if place == here {
            paint_row(frame, area, ABOVE + line, ui.style(Token::Cursor));
            if ui.model.agree.is_none() {
                cursor_at(frame, area, 0, ABOVE + line);
            }
        }
    }
}

fn log(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let (lang, state) = (ui.lang(), &ui.model.mail);
    if state.rows.is_empty() {
        return nothing(frame, ui, area, state.has_log, lang.post_log_none());
    }
    let room = usize::from(area.width).saturating_sub(1 + TIME + SHORT + KIND + STATE);
    let row = |[time, short, kind, state, to]: [&str; 5]| {
        let (time, short) = (text::fit(time, TIME - 1), text::fit(short, SHORT - 1));
        let (kind, state) = (text::fit(kind, KIND - 1), text::fit(state, STATE - 1));
        format!(" {time} {short} {kind} {state} {}", text::cut(to, room))
    };
    let heads = [
        lang.post_column_queued(),
        "",
        lang.post_column_kind(),
        lang.desk_column_state(),
        lang.post_column_to(),
    ];
    let rows = state.rows.iter().map(|message| {
        let to = message.recipient.as_deref().or(message.address.as_deref()).unwrap_or("–");
        let queued = at(message.created_at);
        let kind = lang.mail_kind(&message.kind);
        (token(message), row([&queued, &message.tenant.short, kind, message.state.short(lang), to]))
    });
    list(frame, ui, area, &row(heads), rows);
}

fn token(message: &MessageRow) -> Token {
    match message.state {
        MessageState::Dead => Token::Danger,
        MessageState::Ambiguous => Token::Warn,
        MessageState::Ready if message.attempts > 0 => Token::Warn,
        MessageState::Cancelled => Token::Muted,
        _ => Token::Text,
    }
}

fn holds(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let (lang, state) = (ui.lang(), &ui.model.mail);
    let Some(holds) = state.holds.as_ref().filter(|holds| !holds.items.is_empty()) else {
        return nothing(frame, ui, area, state.holds.is_some(), lang.post_holds_none());
    };
    let who = 16;
    let room = usize::from(area.width).saturating_sub(1 + who + 2 * TIME + STATE);
    let row = |[name, from, until, state, reason]: [&str; 5]| {
        let (name, from) = (text::fit(name, who - 1), text::fit(from, TIME - 1));
        let (until, state) = (text::fit(until, TIME - 1), text::fit(state, STATE - 1));
        format!(" {name} {from} {until} {state} {}", text::cut(reason, room))
    };
    let heads = [
        lang.desk_column_scope(),
        lang.post_column_since(),
        lang.post_column_until(),
        lang.desk_column_state(),
        lang.desk_column_note(),
    ];
    let rows = holds.items.iter().map(|hold| {
        let until = hold.until.map_or_else(|| lang.post_until_lifted().to_owned(), at);
        let (token, stands) = match hold {
            Hold { in_force: true, .. } => (Token::Warn, lang.post_hold_in_force()),
            Hold { lifted_at: Some(_), .. } => (Token::Muted, lang.post_hold_lifted()),
            Hold { from, .. } if *from > holds.now => (Token::Text, lang.post_hold_ahead()),
            _ => (Token::Muted, lang.post_hold_over()),
        };
        (token, row([&whose(lang, hold), &at(hold.from), &until, stands, &hold.reason]))
    });
    list(frame, ui, area, &row(heads), rows);
}

fn addresses(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let (lang, state) = (ui.lang(), &ui.model.mail);
    let Some(addresses) = state.addresses.as_ref().filter(|addresses| !addresses.items.is_empty()) else {
        return nothing(frame, ui, area, state.addresses.is_some(), lang.post_addresses_none());
    };
    let room = usize::from(area.width).saturating_sub(1 + TIME + SHORT + REASON);
    let row = |[since, short, reason, address]: [&str; 4]| {
        let (since, short) = (text::fit(since, TIME - 1), text::fit(short, SHORT - 1));
        format!(" {since} {short} {} {}", text::fit(reason, REASON - 1), text::cut(address, room))
    };
    let heads = [lang.post_column_since(), "", lang.post_column_reason(), lang.post_column_address()];
    let rows = addresses.items.iter().map(|one| {
        (Token::Text, row([&at(one.since), &one.tenant.short, one.reason.name(lang), &one.address]))
    });
    list(frame, ui, area, &row(heads), rows);
}

/// The line in which a part of the log is asked for, over the head of the table, and what it means.
fn typed(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, line: &tui_input::Input) {
    let lang = ui.lang();
    let width = usize::from(area.width);
    let label = format!(" {}: ", lang.tui_bar_filter());
    let room = width.saturating_sub(text::width(&label) + 1);
    let scroll = line.visual_scroll(room.max(1));
    let shown: String = line.value().chars().skip(scroll).collect();
    let (token, means) = match Asked::parse(line.value()) {
        Ok(_) if line.value().trim().is_empty() => (Token::Muted, lang.post_asked_hint().to_owned()),
        Ok(asked) => (Token::Muted, format!("= {}", asked.echo(lang))),
        Err(fault) => (Token::Danger, fault.text(lang)),
    };
    let said = [
        Line::from(vec![ui.span(Token::Title, label.clone()), ui.span(Token::Text, text::fit(&shown, room))]),
        ui.line(token, format!(" {}", text::fit(&means, width.saturating_sub(1)))),
    ];
    for (row, said) in said.iter().enumerate() {
        put(frame, area, ABOVE - 2 + row, &ui.line(Token::Text, " ".repeat(width)));
        put(frame, area, ABOVE - 2 + row, said);
    }
    cursor_at(frame, area, text::width(&label) + line.visual_cursor().saturating_sub(scroll), ABOVE - 2);
}

/// The status row: what the cursor is on, in full.
pub fn status(ui: &Ui<'_>) -> String {
    let (lang, state) = (ui.lang(), &ui.model.mail);
    if state.open.is_some() {
        return if state.is_waiting() { lang.tui_loading().to_owned() } else { String::new() };
    }
    let place = state.place();
    match state.pane {
        Pane::Log => state.rows.get(place).map_or_else(String::new, |row| {
            let tries = (row.attempts > 0).then(|| lang.post_tries(&row.attempts.to_string()));
            let parts = [row.address.clone(), tries, row.last_error.clone()];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }),
        Pane::Holds => state.all_holds().get(place).map_or_else(String::new, |hold| {
            let lifted = hold.lifted_at.zip(hold.lifted_by.as_ref());
            let lifted = lifted.map(|(when, by)| lang.post_hold_lifted_by(lang.actor(by), &at(when)));
            let made = lang.post_hold_by(lang.actor(&hold.by), &at(hold.at));
            format!("{made}{} · {}", lifted.unwrap_or_default(), hold.reason)
        }),
        Pane::Addresses => state.all_addresses().get(place).map_or_else(String::new, |one| {
            let instead = match one.stands_in.as_slice() {
                [] => lang.post_nobody_stands_in().to_owned(),
                names => lang.post_stands_in(&names.join(", ")),
            };
            let whose = one.whose.as_deref().unwrap_or("–");
            format!("{whose} · {instead} · {}", one.detail)
        }),
    }
}
