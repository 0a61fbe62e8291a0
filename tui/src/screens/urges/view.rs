//! The list of urges, and what became of those of the year.

use dondoc_shared::{
    lateness::days_between,
    text::Lang,
    wire::{
        TenantRef,
        urge::{UrgeCounts, UrgeFigure, UrgeRow, UrgeState},
    },
};
use jiff::civil::Date;
use ratatui::{Frame, layout::Rect, text::Line};
use tui_input::Input;

use super::{ABOVE, State, counted_rows, list_rows, part::Part};
use crate::{
    step::read::blank,
    ui::{
        Ui, View, below, cursor_at,
        list::{Cell, Column, Table},
        message, more_below, panes, put, text,
        theme::Token,
        words,
    },
};

const NUMBER: usize = 13;
const STATE: usize = 16;
const DATE: usize = 11;
const COUNT: usize = 9;
/// The least cells of a tenant's name.
const TENANT: usize = 20;

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        if let Some(one) = &self.open {
            let lines = one.document(ui);
            for (row, line) in lines.iter().skip(one.scroll).take(usize::from(area.height)).enumerate() {
                put(frame, area, row, line);
            }
            if !ui.covered {
                cursor_at(frame, area, 1, 0);
            }
            return;
        }
        let names = [lang.desk_pane_urges(), lang.desk_pane_statistics()].map(str::to_owned);
        let mut spans = panes(ui, &self.counting, [false, true].into_iter().zip(names));
        if let Some(statistics) = self.statistics.value.as_ref().filter(|_| self.counting) {
            let period = format!("{} – {}", lang.date(statistics.from), lang.date(statistics.to));
            spans.push(ui.span(Token::Muted, period));
        }
        if !self.counting {
            let state = self.wanted.state.map_or(lang.desk_urges_all(), |state| state.short(lang));
            let of = self.wanted.of.as_ref().map(|body| lang.pick(&body.name_vi, &body.name_en).to_owned());
            let wanted = [Some(format!("‹ {state} ›")), of].into_iter().flatten().collect::<Vec<_>>();
            spans.push(ui.span(Token::Muted, wanted.join(" · ")));
        }
        match &self.line {
            Some(line) => typed(frame, ui, area, line),
            None => put(frame, area, 0, &Line::from(spans)),
        }
        let ui = Ui { covered: ui.covered || self.line.is_some(), ..ui };
        if self.counting { self.draw_statistics(frame, ui, area) } else { self.draw_list(frame, ui, area) }
    }

    fn status(&self, ui: Ui) -> String {
        let lang = ui.lang;
        if self.line.is_some() {
            let why = self.named.as_ref().map(|why| why.get(lang));
            return why.unwrap_or_else(|| lang.desk_urges_filter_takes()).to_owned();
        }
        if self.letter.is_some() {
            return lang.desk_letter_comes().to_owned();
        }
        if let Some(one) = self.open.as_ref().filter(|one| !one.detail.is_waiting()) {
            let hidden = more_below(ui, one.document(ui).len(), one.scroll + ui.page());
            return [(!one.alone).then(|| self.place_in_list(lang)), hidden]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · ");
        }
        if self.to_end {
            let total = self.page.as_ref().map_or(0, |page| page.total);
            let read = words::count(lang, self.rows.len());
            return lang.tui_to_the_end(&format!("{read}/{}", lang.number(total)));
        }
        if self.waiting.is_open() || self.statistics.is_waiting() || self.open.is_some() {
            return lang.tui_loading().to_owned();
        }
        match self.list.selected(&self.rows).filter(|_| !self.counting) {
            Some(urge) => {
                let row = self.place_in_list(lang);
                format!("{row} · {} · {}", urge.addressee.name(lang), lang.actor(&urge.by))
            }
            None => String::new(),
        }
    }
}

/// The line in which a body is typed, over the panes.
fn typed(frame: &mut Frame<'_>, ui: Ui, area: Rect, line: &Input) {
    let label = format!(" {}: ", ui.lang.tui_bar_filter());
    let room = usize::from(area.width).saturating_sub(text::width(&label) + 1);
    let scroll = line.visual_scroll(room.max(1));
    let shown = text::fit(text::behind(line.value(), scroll), room);
    put(frame, area, 0, &Line::from(vec![ui.span(Token::Title, label.clone()), ui.span(Token::Text, shown)]));
    cursor_at(frame, area, text::width(&label) + line.visual_cursor().saturating_sub(scroll), 0);
}

/// A tenant's name, or its short one where that would be cut.
fn tenant(lang: Lang, tenant: &TenantRef) -> Cell {
    Cell::or(lang.pick(&tenant.name_vi, &tenant.name_en), &tenant.short)
}

impl State {
    /// Where in the list one is.
    fn place_in_list(&self, lang: Lang) -> String {
        let total = self.page.as_ref().map_or(0, |page| page.total);
        let place = words::count(lang, self.list.place(&self.rows) + 1);
        lang.tui_row_of(&place, &lang.number(total))
    }

    /// What stands where there is nothing.
    fn nothing(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let said = match (self.counting, &self.page) {
            (true, _) if self.statistics.value.is_none() => self.statistics.blank(ui.lang),
            (false, None) => blank(self.waiting.is_open(), self.failure.as_ref(), ui.lang),
            (false, Some(_)) if self.wanted != Part::default() => ui.lang.desk_urges_none_so().to_owned(),
            _ => ui.lang.desk_urges_none().to_owned(),
        };
        message(frame, ui, area, (1, ABOVE), &said);
    }

    fn draw_list(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let (lang, today) = (ui.lang, self.page.as_ref().map(|page| page.today));
        if self.rows.is_empty() {
            return self.nothing(frame, ui, area);
        }
        let columns = [
            Column::fixed(lang.desk_column_number(), NUMBER, |row: &&UrgeRow| row.number.clone()).tight(),
            Column::rest(lang.desk_column_tenant(), |row: &&UrgeRow| tenant(lang, &row.tenant)),
            Column::fixed(lang.desk_column_state(), STATE, |row: &&UrgeRow| row.state.short(lang)).tight(),
            Column::fixed(lang.desk_column_urge_days(), 5, move |row: &&UrgeRow| days(row, today)).right(),
            Column::fixed(lang.desk_column_issued(), DATE, |row: &&UrgeRow| lang.date(row.issued_on)).tight(),
            Column::fixed(lang.desk_column_reply_by(), DATE, |row: &&UrgeRow| lang.date(row.reply_by))
                .tight(),
            Column::fixed(lang.desk_column_answered(), DATE, |row: &&UrgeRow| {
                row.answered_on.map(|on| lang.date(on)).unwrap_or_default()
            })
            .if_room(0, TENANT),
            Column::fixed(lang.desk_column_urge_items(), 5, |row: &&UrgeRow| row.assignments.to_string())
                .right()
                .if_room(1, TENANT),
            Column::fixed(lang.desk_column_addressee(), 34, |row: &&UrgeRow| row.addressee.name(lang))
                .if_room(3, TENANT),
            Column::fixed(lang.desk_column_urge_by(), 26, |row: &&UrgeRow| lang.actor(&row.by).to_owned())
                .if_room(2, TENANT),
        ];
        let rows = self
            .rows
            .iter()
            .map(|row| (if row.state == UrgeState::Overdue { Token::Danger } else { Token::Text }, row));
        let window = (Some(self.list.place(&self.rows)), self.list.top, list_rows(ui.size));
        let table = Table::new(columns, usize::from(area.width), 0);
        table.draw(frame, ui, below(area, ABOVE - 1), window, rows);
    }

    fn draw_statistics(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        let found = self.statistics.value.as_ref().filter(|statistics| !statistics.tenants.is_empty());
        let Some(statistics) = found else {
            return self.nothing(frame, ui, area);
        };
        let named = Column::rest(lang.desk_column_tenant(), |(named, _): &(Cell, [String; 7])| named.clone());
        let figures = lang.desk_urge_heads().into_iter().enumerate().map(|(place, head)| {
            let figure =
                move |(_, figures): &(Cell, [String; 7])| figures.get(place).cloned().unwrap_or_default();
            Column::fixed(head, COUNT, figure).right().tight()
        });
        let table = Table::new(std::iter::once(named.tight()).chain(figures), usize::from(area.width), 1);
        let rows = statistics.tenants.iter().map(|UrgeFigure { tenant: of, counts }| {
            (Token::Text, (tenant(lang, of), figures_of(lang, counts)))
        });
        let window = (None, self.scroll, counted_rows(ui.size));
        table.draw(frame, ui, below(area, ABOVE - 1), window, rows);
        let last = usize::from(area.height).saturating_sub(1);
        let sum = (lang.desk_total().into(), figures_of(lang, &statistics.all));
        put(frame, area, last, &table.row(ui, Token::Title, &sum));
        cursor_at(frame, area, 1, ABOVE);
    }
}

/// Days left until the reply-by date of one that waits, and days past it with a mark.
fn days(urge: &UrgeRow, today: Option<Date>) -> String {
    match urge.state {
        UrgeState::Overdue => format!("!{}", urge.days_overdue),
        UrgeState::Open => {
            today.map_or_else(String::new, |today| days_between(today, urge.reply_by).to_string())
        }
        _ => String::new(),
    }
}

fn figures_of(lang: Lang, counts: &UrgeCounts) -> [String; 7] {
    let n = |count| lang.number(count);
    let median = counts.median_days.map_or_else(|| "–".to_owned(), |days| lang.desk_days(days));
    [
        n(counts.sent),
        n(counts.answered_in_time),
        n(counts.answered_late),
        n(counts.never),
        n(counts.lapsed),
        n(counts.open),
        median,
    ]
}
