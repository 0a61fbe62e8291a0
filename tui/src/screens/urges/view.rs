//! The list of urges, and what became of those of the year.

use dondoc_shared::{
    text::Lang,
    wire::{
        TenantRef,
        urge::{UrgeCounts, UrgeFigure, UrgeRow, UrgeState},
    },
};
use ratatui::{Frame, layout::Rect, text::Line};

use super::{ABOVE, State, counted_rows, list_rows, one::standing, page_rows};
use crate::{
    step::read::blank,
    ui::{
        Ui, View, below, cursor_at,
        list::{Cell, Column, Table},
        message, more_below, panes, put,
        theme::Token,
        words,
    },
};

const NUMBER: usize = 13;
const STATE: usize = 24;
const DATE: usize = 11;
const COUNT: usize = 9;

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
        put(frame, area, 0, &Line::from(spans));
        if self.counting { self.draw_statistics(frame, ui, area) } else { self.draw_list(frame, ui, area) }
    }

    fn status(&self, ui: Ui) -> String {
        let lang = ui.lang;
        if let Some(one) = self.open.as_ref().filter(|one| !one.detail.is_waiting()) {
            let hidden = more_below(ui, one.document(ui).len(), one.scroll + page_rows(ui.size));
            return [Some(self.place_in_list(lang)), hidden]
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

/// A tenant's name, or its key where the name would be cut.
fn tenant(lang: Lang, tenant: &TenantRef) -> Cell {
    Cell::or(lang.pick(&tenant.name_vi, &tenant.name_en), &tenant.slug)
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
            _ => ui.lang.desk_urges_none().to_owned(),
        };
        message(frame, ui, area, (1, ABOVE), &said);
    }

    fn draw_list(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        if self.rows.is_empty() {
            return self.nothing(frame, ui, area);
        }
        let columns = [
            Column::fixed(lang.desk_column_number(), NUMBER, |row: &&UrgeRow| row.number.clone()).tight(),
            Column::rest(lang.desk_column_tenant(), |row: &&UrgeRow| tenant(lang, &row.tenant)),
            Column::fixed(lang.desk_column_issued(), DATE, |row: &&UrgeRow| lang.date(row.issued_on)).tight(),
            Column::fixed(lang.desk_column_reply_by(), DATE, |row: &&UrgeRow| lang.date(row.reply_by))
                .tight(),
            Column::fixed(lang.desk_column_state(), STATE, |row: &&UrgeRow| standing(lang, row)),
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
        let named = Column::rest(lang.desk_column_tenant(), |(named, _): &(Cell, [String; 6])| named.clone());
        let figures = lang.desk_urge_heads().into_iter().enumerate().map(|(place, head)| {
            let figure =
                move |(_, figures): &(Cell, [String; 6])| figures.get(place).cloned().unwrap_or_default();
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

fn figures_of(lang: Lang, counts: &UrgeCounts) -> [String; 6] {
    let n = |count| lang.number(count);
    let median = counts.median_days.map_or_else(|| "–".to_owned(), |days| lang.desk_days(days));
    [
        n(counts.sent),
        n(counts.answered_in_time),
        n(counts.answered_late),
        n(counts.never),
        n(counts.open),
        median,
    ]
}
