//! The list of periods with their rates, and the reports of one.

use dondoc_shared::{
    lateness::Rate,
    text::Lang,
    wire::filing::{BodyReport, FilingRates, PeriodFiling, ReportsShown},
};
use ratatui::{Frame, layout::Rect, text::Line};

use super::{
    State,
    head::{below, head, period_rows, rates_in_full},
    reports::Opened,
};
use crate::{
    step::read::blank,
    ui::{
        self, Ui, View, cursor_at,
        list::{Cell, Column, Table},
        message, panes, put, put_at,
        report_words::{said, state},
        text,
        theme::Token,
        words,
    },
};

/// Cells of a rate with its denominator.
const RATE: usize = 14;
/// Cells that the name of a period or a body keeps when other columns get room.
const NAME: usize = 14;

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        match (&self.open, self.opened()) {
            (Some(_), Some((open, of))) => self.draw_reports(frame, ui, area, open, of),
            _ => self.draw_periods(frame, ui, area),
        }
    }

    /// What the cursor is on, in full, where there is no room for it below the list.
    fn status(&self, ui: Ui) -> String {
        let lang = ui.lang;
        let waits = self.open.as_ref().is_some_and(Opened::is_waiting);
        if self.periods.is_waiting() || waits {
            return lang.tui_loading().to_owned();
        }
        let place =
            |here: usize, total: i64| lang.tui_row_of(&words::count(lang, here + 1), &lang.number(total));
        let roomy = below(ui.size) > 0;
        match self.opened() {
            Some((open, _)) if !open.rows.is_empty() => {
                let total = open.page.as_ref().map_or(0, |page| page.total);
                let place = place(open.list.place(&open.rows), total);
                let row = open.list.selected(&open.rows).filter(|_| !roomy).map(|row| said(lang, row));
                [Some(place), row].into_iter().flatten().collect::<Vec<_>>().join(" · ")
            }
            Some(_) => String::new(),
            None => {
                let row = self.list.selected(self.rows()).filter(|_| !roomy);
                let said = |row: &PeriodFiling| {
                    let period = words::period(lang, &row.period.code);
                    format!("{period} · {}", rates_in_full(lang, row.filing))
                };
                row.map(said).unwrap_or_default()
            }
        }
    }
}

/// A rate as a cell: percent and parts, or the parts alone where both have no room; never the percent alone.
fn rate(lang: Lang, of: Option<FilingRates>, read: fn(FilingRates) -> Rate) -> Cell {
    let Some(rate) = of.map(read) else { return "".into() };
    let parts = format!("{}/{}", lang.number(rate.part), lang.number(rate.whole));
    let Some(permille) = rate.permille() else { return format!("– {parts}").into() };
    let comma = if lang == Lang::Vi { ',' } else { '.' };
    Cell::or(&format!("{}{comma}{}% {parts}", permille / 10, permille % 10), &parts)
}

/// A number that is not shown where it is zero.
fn some(lang: Lang, n: i64) -> String {
    if n == 0 { String::new() } else { lang.number(n) }
}

/// The first row of a list that is shown, so that the one under the cursor is.
fn top(top: usize, here: usize, page: usize) -> usize {
    top.min(here).max((here + 1).saturating_sub(page.max(1)))
}

/// What the row under the cursor says, below a list, in as many lines as there is room for.
fn foot(frame: &mut Frame<'_>, ui: Ui, area: Rect, parts: &[(Token, String)]) {
    let rows = below(ui.size).saturating_sub(1);
    let width = usize::from(area.width).saturating_sub(2);
    let first = usize::from(area.height).saturating_sub(rows);
    let mut lines: Vec<(Token, String)> = Vec::new();
    for (place, (token, part)) in parts.iter().enumerate() {
        let left = parts.len().saturating_sub(place + 1);
        let most = rows.saturating_sub(lines.len() + left);
        lines.extend(text::lines(part, width, most).into_iter().map(|line| (*token, line)));
    }
    for (place, (token, line)) in lines.into_iter().take(rows).enumerate() {
        put_at(frame, area, 1, first + place, &ui.line(token, line));
    }
}

impl State {
    fn draw_periods(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        let found = self.periods.value.as_ref().filter(|periods| !periods.items.is_empty());
        let Some(periods) = found else {
            put_at(frame, area, 1, 0, &ui.line(Token::Title, lang.filings_tab()));
            let none = self.periods.value.is_some().then(|| lang.filings_none().to_owned());
            let said = none.unwrap_or_else(|| self.periods.blank(lang));
            return message(frame, ui, area, (1, 2), &said);
        };
        let several = periods
            .items
            .iter()
            .any(|row| Some(&row.period.regime) != periods.items.first().map(|row| &row.period.regime));
        let columns = [
            Column::rest(lang.filings_column_period(), |row: &&PeriodFiling| {
                words::period(lang, &row.period.code)
            }),
            Column::fixed(lang.filings_column_regime(), 20, |row: &&PeriodFiling| {
                lang.pick(&row.period.regime_vi, &row.period.regime_en).to_owned()
            })
            .if_room(if several { 4 } else { 6 }, NAME),
            Column::fixed(lang.filings_column_state(), 22, |row: &&PeriodFiling| row.period.state.name(lang))
                .if_room(5, NAME),
            Column::fixed(lang.filings_column_filed(), RATE, |row: &&PeriodFiling| {
                rate(lang, row.filing, |rates| rates.filed)
            })
            .right(),
            Column::fixed(lang.filings_column_on_time(), RATE, |row: &&PeriodFiling| {
                rate(lang, row.filing, |rates| rates.on_time)
            })
            .right(),
            // The rates before the counts, which can be told from the denominators.
            Column::fixed(lang.filings_column_verified(), RATE, |row: &&PeriodFiling| {
                rate(lang, row.filing, |rates| rates.verified)
            })
            .right()
            .if_room(1, NAME),
            Column::fixed(lang.filings_column_waiting(), 6, |row: &&PeriodFiling| {
                row.filing.map(|rates| some(lang, rates.waiting)).unwrap_or_default()
            })
            .right()
            .if_room(2, NAME),
            Column::fixed(lang.filings_column_missing(), 6, |row: &&PeriodFiling| {
                row.filing.map(|rates| some(lang, rates.missing)).unwrap_or_default()
            })
            .right()
            .if_room(3, NAME),
        ];
        let (here, page) = (self.list.place(&periods.items), period_rows(ui.size));
        let window = (Some(here), top(self.list.top, here, page), page);
        let rows = periods
            .items
            .iter()
            .map(|row| (if row.filing.is_some() { Token::Text } else { Token::Muted }, row));
        Table::new(columns, usize::from(area.width), 0).draw(frame, ui, area, window, rows);
        if let Some(row) = periods.items.get(here).filter(|_| below(ui.size) > 0) {
            let dates = words::period_dates(lang, &row.period);
            let dates = match row.filing {
                Some(_) => dates,
                None => format!("{} · {dates}", lang.filings_opens(&lang.date(row.period.opens_on))),
            };
            let parts = [
                (Token::Title, words::period_in_full(lang, &row.period)),
                (Token::Text, dates),
                (Token::Text, rates_in_full(lang, row.filing)),
            ];
            foot(frame, ui, area, &parts);
        }
    }

    fn draw_reports(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect, open: &Opened, of: &PeriodFiling) {
        let lang = ui.lang;
        let above = head(ui, &of.period, open.rates(of));
        for (row, (token, line)) in above.iter().enumerate() {
            put_at(frame, area, 1, row, &ui.line(*token, line.clone()));
        }
        let names = ReportsShown::ALL.iter().map(|show| (*show, show.name(lang).to_owned()));
        put(frame, area, above.len(), &Line::from(panes(ui, &open.show, names)));
        let inside = ui::below(area, above.len() + 1);
        if open.rows.is_empty() {
            let none = match (&open.page, open.show) {
                (None, _) => blank(open.is_waiting(), open.failure.as_ref(), lang),
                (Some(page), _) if page.filing.is_none() => lang.filings_planned_only().to_owned(),
                (_, ReportsShown::All) => lang.filings_none_owed().to_owned(),
                (_, ReportsShown::Waiting) => lang.filings_none_waiting().to_owned(),
                (_, ReportsShown::Missing) => lang.filings_none_missing().to_owned(),
                (_, ReportsShown::Late) => lang.filings_none_late().to_owned(),
                (_, ReportsShown::Verified) => lang.filings_none_verified().to_owned(),
            };
            return message(frame, ui, inside, (1, 0), &none);
        }
        let date = |on: Option<jiff::civil::Date>| on.map(|on| lang.date(on)).unwrap_or_default();
        let columns = [
            Column::rest(lang.filings_body(), |row: &&BodyReport| {
                // The key is longer than the column in a window of 80; below the list the name stands whole.
                Cell::or(lang.pick(&row.tenant.name_vi, &row.tenant.name_en), &row.tenant.short)
            }),
            Column::fixed(lang.filings_body_state(), 20, |row: &&BodyReport| state(lang, row)),
            Column::fixed(lang.filings_body_due(), 10, |row: &&BodyReport| date(row.due_on)).if_room(2, NAME),
            Column::fixed(lang.filings_body_late(), 8, |row: &&BodyReport| {
                if row.days_late > 0 { lang.filings_days(row.days_late) } else { String::new() }
            })
            .right()
            .if_room(1, NAME),
            Column::fixed(lang.filings_body_first_filed(), 11, |row: &&BodyReport| date(row.first_filed_on))
                .if_room(4, NAME),
            Column::fixed(lang.filings_body_revision(), 4, |row: &&BodyReport| {
                some(lang, row.revision.into())
            })
            .right()
            .if_room(5, NAME),
            Column::fixed(lang.filings_body_urges(), 6, |row: &&BodyReport| {
                some(lang, row.unanswered_urges.into())
            })
            .right()
            .if_room(3, NAME),
        ];
        let (here, page) = (open.list.place(&open.rows), self.report_rows(ui));
        let window = (Some(here), top(open.list.top, here, page), page);
        let rows = open.rows.iter().map(|row| (token(row), row));
        Table::new(columns, usize::from(area.width), 0).draw(frame, ui, inside, window, rows);
        match open.rows.get(here).filter(|_| below(ui.size) > 0) {
            Some(row) => {
                let name = lang.pick(&row.tenant.name_vi, &row.tenant.name_en).to_owned();
                foot(frame, ui, area, &[(Token::Title, name), (Token::Text, said(lang, row))]);
            }
            None if !ui.covered => cursor_at(frame, inside, 0, 1 + here.saturating_sub(open.list.top)),
            None => {}
        }
    }
}

/// How a report stands out: what waits for the reader, what is overdue.
fn token(row: &BodyReport) -> Token {
    use dondoc_shared::period::ReportState as S;
    match row.state {
        Some(S::Filed) => Token::Accent,
        Some(S::Verified) | None => Token::Text,
        Some(_) if row.days_late > 0 => Token::Warn,
        Some(_) => Token::Text,
    }
}
