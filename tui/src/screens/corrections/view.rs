//! The corrections that wait, and below them why and what the one under the cursor changes; one of them on a page of its own.

use dondoc_shared::{text::Lang, wire::correcting::WaitingCorrection};
use ratatui::{Frame, layout::Rect};

use super::{ABOVE, BELOW, CHANGES, Opened, State, list_rows, page};
use crate::ui::{
    Ui, View, below, correction_words, cursor_at,
    list::{Cell, Column, Table},
    message, put, put_at, text,
    theme::Token,
    words,
};

const PERIOD: usize = 14;
const REASON: usize = 34;
const CELLS: usize = 5;
const BY: usize = 22;
const FILED: usize = 10;
/// Cells that a body's name keeps before a column beside it gets room.
const LEAST: usize = 32;

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        if let Some((open, one)) = self.opened() {
            return draw_page(frame, ui, area, open, one);
        }
        let lang = ui.lang;
        let width = usize::from(area.width).saturating_sub(2);
        put_at(frame, area, 1, 0, &ui.line(Token::Muted, text::cut(lang.corrections_means(), width)));
        let items = self.items();
        let here = self.list.place(items);
        let Some(one) = items.get(here) else {
            let none = self.waiting.value.is_some().then(|| lang.corrections_none().to_owned());
            return message(frame, ui, area, (1, ABOVE), &none.unwrap_or_else(|| self.waiting.blank(lang)));
        };
        let window = (Some(here), self.list.top, list_rows(ui.size));
        let rows = items.iter().map(|one| (Token::Text, one));
        let table = Table::new(columns(lang), usize::from(area.width), 0);
        table.draw(frame, ui, below(area, ABOVE - 1), window, rows);
        let foot = usize::from(area.height).saturating_sub(BELOW - 1);
        for (row, (token, said)) in about(lang, one).into_iter().enumerate() {
            put_at(frame, area, 1, foot + row, &ui.line(token, text::cut(&said, width)));
        }
    }

    /// Which of how many, and on a page that is longer than the window where on it one is.
    fn status(&self, ui: Ui) -> String {
        let (lang, count) = (ui.lang, self.items().len());
        if self.waiting.is_waiting() {
            return lang.tui_loading().to_owned();
        }
        let row = (count > 0).then(|| {
            let here = self.list.place(self.items()) + 1;
            lang.tui_row_of(&words::count(lang, here), &words::count(lang, count))
        });
        let rows = ui.page();
        let lines = self.opened().and_then(|(open, one)| {
            let length = page::write(ui, one).len();
            let first = open.scroll.min(length.saturating_sub(rows));
            (length > rows).then(|| lang.tui_lines_of(first + 1, (first + rows).min(length), length))
        });
        [row, lines].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// One correction, scrolled.
fn draw_page(frame: &mut Frame<'_>, ui: Ui, area: Rect, open: &Opened, one: &WaitingCorrection) {
    let (lines, rows) = (page::write(ui, one), usize::from(area.height));
    let first = open.scroll.min(lines.len().saturating_sub(rows));
    for (row, line) in lines.iter().skip(first).take(rows).enumerate() {
        put(frame, area, row, line);
    }
    if !ui.covered {
        cursor_at(frame, area, 0, 0);
    }
}

/// What stands in a row; what has no room beside the body stands below the list.
fn columns<'a>(lang: Lang) -> [Column<'a, &'a WaitingCorrection>; 6] {
    [
        Column::rest(lang.corrections_column_body(), move |one: &&WaitingCorrection| {
            Cell::or(lang.pick(&one.tenant.name_vi, &one.tenant.name_en), &one.tenant.short)
        }),
        Column::fixed(lang.corrections_column_period(), PERIOD, move |one: &&WaitingCorrection| {
            words::period(lang, &one.period.code)
        }),
        Column::fixed(lang.corrections_column_reason(), REASON, move |one: &&WaitingCorrection| {
            one.correction.reason.name(lang)
        })
        .if_room(1, LEAST),
        Column::fixed(lang.corrections_column_changes(), CELLS, move |one: &&WaitingCorrection| {
            words::count(lang, one.correction.changes.len())
        })
        .right()
        .if_room(2, LEAST),
        Column::fixed(lang.corrections_column_by(), BY, |one: &&WaitingCorrection| {
            one.correction.filed_name.clone()
        })
        .if_room(3, LEAST),
        Column::fixed(lang.corrections_column_filed(), FILED, move |one: &&WaitingCorrection| {
            lang.date(one.correction.filed_on)
        }),
    ]
}

/// The correction in as many lines as there are: what has no room stands on its page.
fn about(lang: Lang, one: &WaitingCorrection) -> Vec<(Token, String)> {
    let changes = &one.correction.changes;
    let shown = if changes.len() > CHANGES { CHANGES - 1 } else { CHANGES };
    let hidden = changes.len().saturating_sub(shown);
    let head = [
        (Token::Title, correction_words::of(lang, one)),
        (Token::Text, correction_words::reason(lang, &one.correction)),
        (Token::Muted, correction_words::filed(lang, &one.correction)),
    ];
    // The numbers before the name: it is the name that may be cut.
    let line = |change| {
        let (name, numbers) = correction_words::change(lang, change);
        (Token::Text, lang.corrections_line(&numbers, &name))
    };
    let more = (hidden > 0).then(|| (Token::Muted, lang.corrections_more(hidden)));
    head.into_iter().chain(changes.iter().take(shown).map(line)).chain(more).collect()
}
