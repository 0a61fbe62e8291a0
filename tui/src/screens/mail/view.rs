//! Outgoing mail: head and lists. One message is written by [`super::one`].

use dondoc_shared::{
    text::Lang,
    wire::mail::{Hold, MailState, MessageRow, MessageState, Suspension},
};
use ratatui::{Frame, layout::Rect, text::Line};
use tui_input::Input;

use super::{ABOVE, Pane, State, list_rows, one::Opened};
use crate::{
    net::asked::Asked,
    ui::{
        Ui, View, below, cursor_at,
        list::{Column, Table},
        message, more_below, panes, put, put_at, text,
        theme::Token,
        time::{clock, date_of, short},
        words,
    },
};

const TIME: usize = 11;
const SHORT: usize = 5;
const KIND: usize = 10;
const STATE: usize = 14;
const REASON: usize = 23;
const WHO: usize = 15;

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        if let Some(open) = &self.open {
            return draw_one(frame, ui, area, open);
        }
        if let Some(head) = &self.head.value {
            draw_head(frame, ui, area, head);
        }
        self.draw_panes(frame, ui, area);
        match self.pane {
            Pane::Log => self.draw_log(frame, ui, area),
            Pane::Holds => self.draw_holds(frame, ui, area),
            Pane::Addresses => self.draw_addresses(frame, ui, area),
        }
        if let Some(line) = &self.line {
            typed(frame, ui, area, line);
        }
    }

    /// What the cursor is on, in full.
    fn status(&self, ui: Ui) -> String {
        let lang = ui.lang;
        if let Some(open) = &self.open {
            let waits = self.is_busy() || open.is_waiting();
            return if waits { lang.tui_loading().to_owned() } else { String::new() };
        }
        if self.next.is_some() {
            return lang.tui_loading().to_owned();
        }
        if let Some(read) = self.log.read_to_end() {
            return lang.tui_to_the_end(&words::count(lang, read));
        }
        let said = match self.pane {
            Pane::Log => self.log.selected().map(|row| {
                let tries = (row.attempts > 0).then(|| lang.post_tries(&row.attempts.to_string()));
                let parts = [
                    row.address.clone(),
                    tries,
                    row.last_error.as_deref().map(|said| lang.mail_said(said).to_owned()),
                ];
                parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
            }),
            Pane::Holds => self.hold.selected(self.all_holds()).map(|hold| {
                let lifted = hold.lifted_at.zip(hold.lifted_by.as_ref());
                let lifted = lifted.map(|(when, by)| lang.post_hold_lifted_by(lang.actor(by), &short(when)));
                let made = lang.post_hold_by(lang.actor(&hold.by), &short(hold.at));
                format!("{made}{} · {}", lifted.unwrap_or_default(), hold.reason)
            }),
            Pane::Addresses => self.address.selected(self.all_addresses()).map(|one| {
                let instead = match one.stands_in.as_slice() {
                    [] => lang.post_nobody_stands_in().to_owned(),
                    names => lang.post_stands_in(&names.join(", ")),
                };
                let whose = one.whose.as_deref().unwrap_or("–");
                format!("{whose} · {instead} · {}", one.detail)
            }),
        };
        said.unwrap_or_default()
    }
}

fn draw_one(frame: &mut Frame<'_>, ui: Ui, area: Rect, open: &Opened) {
    let lines = open.document(ui);
    let rows = usize::from(area.height);
    for (row, line) in lines.iter().skip(open.scroll).take(rows).enumerate() {
        put(frame, area, row, line);
    }
    if let Some(more) = more_below(ui, lines.len(), open.scroll + rows) {
        let more = format!(" {more} ");
        let column = usize::from(area.width).saturating_sub(text::width(&more));
        put_at(frame, area, column, rows.saturating_sub(1), &ui.line(Token::Muted, more));
    }
    if !ui.covered {
        cursor_at(frame, area, 1, 0);
    }
}

fn draw_head(frame: &mut Frame<'_>, ui: Ui, area: Rect, head: &MailState) {
    let lang = ui.lang;
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
        counts.push_str(&lang.tui_mail_oldest(&if is_today { clock(due) } else { short(due) }));
    }
    let token =
        if figures.dead + figures.retrying + figures.ambiguous > 0 { Token::Warn } else { Token::Text };
    let relay = match head.pauses.as_slice() {
        [] => (Token::Muted, lang.post_relay_fine().to_owned()),
        [pause, rest @ ..] => {
            let more = if rest.is_empty() {
                String::new()
            } else {
                lang.post_relays_more(&words::count(lang, rest.len()))
            };
            let said = lang.post_relay_paused(&pause.relay, &short(pause.until), &pause.error);
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
    words::held(lang, hold.tenant.as_ref().map(|tenant| tenant.short.as_str()))
}

impl State {
    fn draw_panes(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        let head = self.head.value.as_ref();
        let unknown = || "–".to_owned();
        let holds = head.map_or_else(unknown, |head| words::count(lang, head.holds.len()));
        let suspended = head.map_or_else(unknown, |head| lang.number(head.suspended));
        let names = [
            (Pane::Log, lang.post_pane_log().to_owned()),
            (Pane::Holds, lang.post_pane_holds(&holds)),
            (Pane::Addresses, lang.post_pane_addresses(&suspended)),
        ];
        let mut spans = panes(ui, &self.pane, names);
        if self.pane == Pane::Log && self.log.asked != Asked::default() {
            let used: usize = spans.iter().map(ratatui::text::Span::width).sum();
            let room = usize::from(area.width).saturating_sub(used + 1);
            let asked = format!("/ {}", self.log.asked.echo(lang));
            spans.push(ui.span(Token::Accent, text::cut(&asked, room)));
        }
        put(frame, area, 3, &Line::from(spans));
    }

    /// What stands where there is no list: it is on its way, it cannot be read, there is nothing.
    fn nothing(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect, none: Option<&str>) {
        let said = none.map_or_else(|| self.blank(ui.lang), str::to_owned);
        message(frame, ui, area, (1, ABOVE), &said);
    }

    fn draw_log(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        if self.log.rows.is_empty() {
            return self.nothing(frame, ui, area, self.log.is_read.then(|| lang.post_log_none()));
        }
        let columns = [
            Column::fixed(lang.post_column_queued(), TIME, |row: &&MessageRow| short(row.created_at)),
            Column::fixed("", SHORT, |row: &&MessageRow| row.tenant.short.clone()),
            Column::fixed(lang.post_column_kind(), KIND, |row: &&MessageRow| lang.mail_kind(&row.kind)),
            Column::fixed(lang.desk_column_state(), STATE, |row: &&MessageRow| row.state.short(lang)),
            Column::rest(lang.post_column_to(), |row: &&MessageRow| {
                row.recipient.as_deref().or(row.address.as_deref()).unwrap_or("–").to_owned()
            }),
        ];
        let table = Table::new(columns, usize::from(area.width), 0);
        let window = (Some(self.log.list.place(&self.log.rows)), self.log.list.top, list_rows(ui.size));
        let rows = self.log.rows.iter().map(|row| (token(row), row));
        table.draw(frame, ui, below(area, ABOVE - 1), window, rows);
    }

    fn draw_holds(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        let Some(holds) = self.holds.value.as_ref().filter(|holds| !holds.items.is_empty()) else {
            let none = self.holds.value.is_some().then(|| lang.post_holds_none());
            return self.nothing(frame, ui, area, none);
        };
        let stands = |hold: &Hold| match hold {
            Hold { in_force: true, .. } => (Token::Warn, lang.post_hold_in_force()),
            Hold { lifted_at: Some(_), .. } => (Token::Muted, lang.post_hold_lifted()),
            Hold { from, .. } if *from > holds.now => (Token::Text, lang.post_hold_ahead()),
            _ => (Token::Muted, lang.post_hold_over()),
        };
        let columns = [
            Column::fixed(lang.desk_column_scope(), WHO, |hold: &&Hold| whose(lang, hold)),
            Column::fixed(lang.post_column_since(), TIME, |hold: &&Hold| short(hold.from)),
            Column::fixed(lang.post_column_until(), TIME, |hold: &&Hold| {
                hold.until.map_or_else(|| lang.post_until_lifted().to_owned(), short)
            }),
            Column::fixed(lang.desk_column_state(), STATE, |hold: &&Hold| stands(hold).1),
            Column::rest(lang.desk_column_note(), |hold: &&Hold| hold.reason.clone()),
        ];
        let table = Table::new(columns, usize::from(area.width), 0);
        let window = (Some(self.hold.place(&holds.items)), self.hold.top, list_rows(ui.size));
        let rows = holds.items.iter().map(|hold| (stands(hold).0, hold));
        table.draw(frame, ui, below(area, ABOVE - 1), window, rows);
    }

    fn draw_addresses(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        let Some(addresses) = self.addresses.value.as_ref().filter(|addresses| !addresses.items.is_empty())
        else {
            let none = self.addresses.value.is_some().then(|| lang.post_addresses_none());
            return self.nothing(frame, ui, area, none);
        };
        let columns = [
            Column::fixed(lang.post_column_since(), TIME, |one: &&Suspension| short(one.since)),
            Column::fixed("", SHORT, |one: &&Suspension| one.tenant.short.clone()),
            Column::fixed(lang.post_column_reason(), REASON, |one: &&Suspension| one.reason.name(lang)),
            Column::rest(lang.post_column_address(), |one: &&Suspension| one.address.clone()),
        ];
        let table = Table::new(columns, usize::from(area.width), 0);
        let window = (Some(self.address.place(&addresses.items)), self.address.top, list_rows(ui.size));
        let rows = addresses.items.iter().map(|one| (Token::Text, one));
        table.draw(frame, ui, below(area, ABOVE - 1), window, rows);
    }
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

/// The line in which a part of the log is asked for, over the head of the table, and what it means.
fn typed(frame: &mut Frame<'_>, ui: Ui, area: Rect, line: &Input) {
    let lang = ui.lang;
    let width = usize::from(area.width);
    let label = format!(" {}: ", lang.tui_bar_filter());
    let room = width.saturating_sub(text::width(&label) + 1);
    let scroll = line.visual_scroll(room.max(1));
    let shown = text::behind(line.value(), scroll);
    let (token, means) = match Asked::parse(line.value()) {
        Ok(_) if line.value().trim().is_empty() => (Token::Muted, lang.post_asked_hint().to_owned()),
        Ok(asked) => (Token::Muted, format!("= {}", asked.echo(lang))),
        Err(fault) => (Token::Danger, fault.text(lang)),
    };
    let said = [
        Line::from(vec![ui.span(Token::Title, label.clone()), ui.span(Token::Text, text::fit(shown, room))]),
        ui.line(token, format!(" {}", text::fit(&means, width.saturating_sub(1)))),
    ];
    for (row, said) in said.iter().enumerate() {
        put(frame, area, ABOVE - 2 + row, &ui.line(Token::Text, " ".repeat(width)));
        put(frame, area, ABOVE - 2 + row, said);
    }
    cursor_at(frame, area, text::width(&label) + line.visual_cursor().saturating_sub(scroll), ABOVE - 2);
}
