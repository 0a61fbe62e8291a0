//! The sample of a month: what was drawn of how many and by which seed, how many hold, and each with what came of it.

use dondoc_shared::{
    text::Lang,
    wire::{
        Precision,
        recheck::{Recheck, RecheckMonth, RecheckOutcome, RecheckSample},
    },
};
use ratatui::{Frame, layout::Rect};

use super::{ABOVE, BELOW, State, list_rows};
use crate::{
    keys::{Command, table::label_of},
    ui::{
        Ui, View, below, cursor_at,
        list::{Cell, Column, Table},
        message, put_at, text,
        theme::Token,
        time::{date_of, in_full},
        words,
    },
};

const PLACE: usize = 3;
const CODE: usize = 15;
const ACCEPTED: usize = 10;
const BY: usize = 22;
const OUTCOME: usize = 18;
/// Cells that a body's name keeps before a column beside it gets room.
const LEAST: usize = 14;

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        let width = usize::from(area.width).saturating_sub(2);
        let Some(page) = &self.page.value else {
            return message(frame, ui, area, (1, 0), &self.page.blank(lang));
        };
        for (row, (token, said)) in head(lang, page).into_iter().enumerate() {
            put_at(frame, area, 1, row, &ui.line(token, text::cut(&said, width)));
        }
        let items = self.items();
        let here = self.list.place(items);
        let Some(one) = items.get(here) else {
            if !ui.covered {
                cursor_at(frame, area, 1, 0);
            }
            return;
        };
        let window = (Some(here), self.list.top, list_rows(ui.size));
        let rows = items.iter().enumerate().map(|(place, one)| (look(one), (place + 1, one)));
        let table = Table::new(columns(lang), usize::from(area.width), 0);
        table.draw(frame, ui, below(area, ABOVE - 1), window, rows);
        let foot = usize::from(area.height).saturating_sub(BELOW - 1);
        for (row, (token, said)) in about(lang, one).into_iter().enumerate() {
            put_at(frame, area, 1, foot + row, &ui.line(token, text::cut(&said, width)));
        }
    }

    fn status(&self, ui: Ui) -> String {
        let (lang, count) = (ui.lang, self.items().len());
        if self.page.is_waiting() {
            return lang.tui_loading().to_owned();
        }
        if let Some(failure) = &self.page.failure {
            return failure.text(lang);
        }
        let here = self.list.place(self.items()) + 1;
        if count == 0 {
            return String::new();
        }
        lang.tui_row_of(&words::count(lang, here), &words::count(lang, count))
    }
}

/// What is said of the month and of its sample.
fn head(lang: Lang, page: &RecheckMonth) -> Vec<(Token, String)> {
    let month = |month| lang.due_date(month, Precision::Month);
    let others = page.waiting.iter().filter(|of| of.month != page.month);
    let others: Vec<String> = others
        .map(|of| {
            let waits =
                if of.items == 0 { lang.rechecks_undrawn().to_owned() } else { lang.number(of.items) };
            format!("{:02}/{} ({waits})", of.month.month(), of.month.year())
        })
        .collect();
    let elsewhere = (!others.is_empty()).then(|| lang.rechecks_elsewhere(&others.join(", ")));
    let mut lines = vec![(Token::Title, lang.rechecks_title(&month(page.month)))];
    if let Some(sample) = &page.sample {
        let (n, at) = (sample.items.len(), lang.date(date_of(sample.at)));
        lines.push((Token::Text, lang.rechecks_drawn(n, sample.accepted, &sample.by, &at)));
        let rate = [rate(lang, sample)].into_iter().chain(elsewhere);
        lines.push((Token::Text, rate.collect::<Vec<_>>().join(" · ")));
        lines.push((Token::Muted, lang.rechecks_seed(&sample.seed)));
        return lines;
    }
    if page.accepted == 0 {
        lines.push((Token::Text, lang.rechecks_nothing().to_owned()));
    } else {
        lines.push((Token::Text, lang.rechecks_not_drawn(page.accepted)));
        lines.push((Token::Muted, lang.rechecks_who_draws(&label_of(Command::DrawSample))));
    }
    lines.extend(elsewhere.map(|said| (Token::Text, said)));
    lines
}

/// Of those that were looked at again, how many hold; how many wait, and how many were re-opened before anybody looked.
fn rate(lang: Lang, sample: &RecheckSample) -> String {
    let count = |outcome| sample.items.iter().filter(|one| one.outcome == outcome).count();
    let rate = lang.rechecks_rate(&lang.rate(sample.held), count(None));
    let lapsed = Some(count(Some(RecheckOutcome::Lapsed))).filter(|n| *n > 0);
    [rate].into_iter().chain(lapsed.map(|n| lang.rechecks_lapsed(n))).collect::<Vec<_>>().join(" · ")
}

/// What came of one, in a word or two.
fn outcome(lang: Lang, one: &Recheck) -> &'static str {
    match one.outcome {
        Some(outcome) => outcome.name(lang),
        None if one.mine => lang.rechecks_waits_for_another(),
        None => lang.rechecks_waits(),
    }
}

fn look(one: &Recheck) -> Token {
    match one.outcome {
        None => Token::Text,
        Some(RecheckOutcome::Holds) => Token::Good,
        Some(RecheckOutcome::DoesNotHold) => Token::Danger,
        Some(RecheckOutcome::Lapsed) => Token::Muted,
    }
}

/// The one under the cursor: which it is, who accepted it when, what came of it.
fn about(lang: Lang, one: &Recheck) -> Vec<(Token, String)> {
    let title = format!("{} · {}", one.code, lang.pick(&one.title_vi, &one.title_en));
    let accepted = lang.rechecks_accepted_by(&one.accepted_by, &in_full(lang, one.accepted_at));
    let said = match one.at {
        Some(at) => {
            let remark = if one.remark.is_empty() { String::new() } else { format!(": {}", one.remark) };
            let by = one.by.as_deref().unwrap_or("–");
            lang.rechecks_said(outcome(lang, one), by, &lang.date(date_of(at)), &remark)
        }
        None => outcome(lang, one).to_owned(),
    };
    vec![(Token::Title, title), (Token::Text, accepted), (look(one), said)]
}

/// What stands in a row; what has no room stands below the list.
fn columns<'a>(lang: Lang) -> [Column<'a, (usize, &'a Recheck)>; 6] {
    type Row<'a> = (usize, &'a Recheck);
    [
        Column::fixed(lang.rechecks_column_place(), PLACE, |(place, _): &Row<'_>| place.to_string()).right(),
        Column::fixed(lang.rechecks_column_code(), CODE, |(_, one): &Row<'_>| one.code.clone()),
        Column::rest(lang.rechecks_column_body(), move |(_, one): &Row<'_>| {
            Cell::or(lang.pick(&one.tenant.name_vi, &one.tenant.name_en), &one.tenant.short)
        }),
        Column::fixed(lang.rechecks_column_accepted(), ACCEPTED, move |(_, one): &Row<'_>| {
            lang.date(date_of(one.accepted_at))
        })
        .if_room(2, LEAST),
        Column::fixed(lang.rechecks_column_by(), BY, |(_, one): &Row<'_>| one.accepted_by.clone())
            .if_room(1, LEAST),
        Column::fixed(lang.rechecks_column_outcome(), OUTCOME, move |(_, one): &Row<'_>| outcome(lang, one)),
    ]
}
