//! The list of urges, and what became of those of the year.

use dondoc_shared::{
    text::Lang,
    wire::urge::{UrgeCounts, UrgeRow, UrgeState},
};
use ratatui::{Frame, layout::Rect, text::Line};

use super::{Ui, body_of, cursor_at, paint_row, put, put_at, text, theme::Token};
use crate::app::Model;

/// Rows above list or table: the panes, the head.
const ABOVE: usize = 2;
const NUMBER: usize = 13;
const STATE: usize = 24;
const DATE: usize = 11;
const COUNT: usize = 9;

/// Rows of the list in a window of this size.
pub fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(ABOVE)
}

/// How many lines the statistics have, and how many of them are visible.
pub fn extent(model: &Model) -> (usize, usize) {
    let length = model.urges.statistics.as_ref().map_or(0, |statistics| statistics.tenants.len());
    // The last row is the sum.
    (length, list_rows(model.size).saturating_sub(1))
}

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let lang = ui.lang();
    let counting = ui.model.urges.counting;
    let mut spans = vec![ui.span(Token::Text, " ")];
    for (name, here) in [(lang.desk_pane_urges(), !counting), (lang.desk_pane_statistics(), counting)] {
        let text = if here { format!("[{name}] ") } else { format!(" {name}  ") };
        spans.push(ui.span(if here { Token::Title } else { Token::Muted }, text));
    }
    if let Some(statistics) = ui.model.urges.statistics.as_ref().filter(|_| counting) {
        let period = format!("{} – {}", lang.date(statistics.from), lang.date(statistics.to));
        spans.push(ui.span(Token::Muted, period));
    }
    put(frame, area, 0, &Line::from(spans));
    if counting { statistics(frame, ui, area) } else { list(frame, ui, area) }
}

/// What stands where there is nothing.
fn nothing(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, waiting: bool) {
    let lang = ui.lang();
    let message = match &ui.model.urges.failure {
        _ if waiting => lang.tui_loading().to_owned(),
        Some(failure) => failure.text(lang),
        None => lang.desk_urges_none().to_owned(),
    };
    put_at(frame, area, 1, ABOVE, &ui.line(Token::Text, message));
    cursor_at(frame, area, 1, ABOVE);
}

fn list(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let (lang, state) = (ui.lang(), &ui.model.urges);
    if state.rows.is_empty() {
        return nothing(frame, ui, area, state.waiting.is_some());
    }
    let name = usize::from(area.width).saturating_sub(NUMBER + STATE + 2 * DATE + 2);
    let row = |cells: [&str; 5]| {
        let [number, tenant, issued, reply_by, state] = cells;
        let (number, tenant) = (text::fit(number, NUMBER), text::fit(tenant, name));
        format!(
            " {number}{tenant} {}{}{}",
            text::fit(issued, DATE),
            text::fit(reply_by, DATE),
            text::cut(state, STATE)
        )
    };
    let heads = [
        lang.desk_column_number(),
        lang.desk_column_tenant(),
        lang.desk_column_issued(),
        lang.desk_column_reply_by(),
        lang.desk_column_state(),
    ];
    put(frame, area, 1, &ui.line(Token::Muted, row(heads)));
    let here = state.place();
    let shown = state.rows.iter().enumerate().skip(state.top).take(list_rows(ui.model.size));
    for (line, (place, urge)) in shown.enumerate() {
        let full = lang.pick(&urge.tenant.name_vi, &urge.tenant.name_en);
        // Names begin alike, so one that would be cut is told by its key.
        let tenant = if text::width(full) < name { full } else { &urge.tenant.slug };
        let (issued, reply_by) = (lang.date(urge.issued_on), lang.date(urge.reply_by));
        let cells = row([&urge.number, tenant, &issued, &reply_by, &standing(lang, urge)]);
        let token = if urge.state == UrgeState::Overdue { Token::Danger } else { Token::Text };
        put(frame, area, ABOVE + line, &ui.line(token, cells));
        if place == here {
            paint_row(frame, area, ABOVE + line, ui.style(Token::Cursor));
            cursor_at(frame, area, 0, ABOVE + line);
        }
    }
}

/// Where an urge stands, with its age where it is overdue itself.
fn standing(lang: Lang, urge: &UrgeRow) -> String {
    match urge.state {
        UrgeState::Overdue => lang.desk_urge_overdue(urge.days_overdue),
        UrgeState::Lapsed => lang.desk_urge_lapsed().to_owned(),
        state => state.name(lang).to_owned(),
    }
}

fn statistics(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let (lang, state) = (ui.lang(), &ui.model.urges);
    let found = state.statistics.as_ref().filter(|statistics| !statistics.tenants.is_empty());
    let Some(statistics) = found else { return nothing(frame, ui, area, state.counts_waiting.is_some()) };
    let name = usize::from(area.width).saturating_sub(6 * COUNT + 2);
    let line = |tenant: &str, cells: &[String]| {
        let cells: String = cells.iter().map(|cell| text::fit_right(cell, COUNT)).collect();
        format!(" {}{cells}", text::fit(tenant, name))
    };
    let heads = lang.desk_urge_heads().map(str::to_owned);
    put(frame, area, 1, &ui.line(Token::Muted, line(lang.desk_column_tenant(), &heads)));
    cursor_at(frame, area, 1, ABOVE);
    let (_, rows) = extent(ui.model);
    for (row, tenant) in statistics.tenants.iter().skip(state.scroll).take(rows).enumerate() {
        let full = lang.pick(&tenant.tenant.name_vi, &tenant.tenant.name_en);
        let named = if text::width(full) < name { full } else { &tenant.tenant.slug };
        put(frame, area, ABOVE + row, &ui.line(Token::Text, line(named, &figures(lang, &tenant.counts))));
    }
    let last = usize::from(area.height).saturating_sub(1);
    put(frame, area, last, &ui.line(Token::Title, line(lang.desk_total(), &figures(lang, &statistics.all))));
}

fn figures(lang: Lang, counts: &UrgeCounts) -> [String; 6] {
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

/// The status row.
pub fn status(ui: &Ui<'_>) -> String {
    let (lang, state) = (ui.lang(), &ui.model.urges);
    if state.waiting.is_some() || state.counts_waiting.is_some() {
        return lang.tui_loading().to_owned();
    }
    let total = state.page.as_ref().map_or(0, |page| page.total);
    match state.selected().filter(|_| !state.counting) {
        Some(urge) => {
            let row = lang
                .tui_row_of(&lang.number(i64::try_from(state.place() + 1).unwrap_or(0)), &lang.number(total));
            format!("{row} · {} · {}", urge.addressee.name(lang), lang.actor(&urge.by))
        }
        None => String::new(),
    }
}
