//! The list of figures, and one of them above the bodies that owe it.

use dondoc_shared::{
    figures::check::Unlike,
    period::report_state,
    text::Lang,
    wire::figure::{FigureRow, Figures, SourceRow},
};
use ratatui::{Frame, layout::Rect, text::Line};

use super::{
    State, below,
    head::{head, head_of_one},
    one::{self, FOOT, Opened, Pane, around},
    trend,
};
use crate::ui::{
    self, Ui, View, cursor_at,
    list::{Cell, Column, Table},
    message, more_below, panes, put, put_at, text,
    theme::Token,
    words,
};

/// Cells of a code.
const CODE: usize = 7;
/// Cells of a verdict's word.
const VERDICT: usize = 17;
/// A window of so many columns has room for the whole of figures and periods.
const WIDE: u16 = 110;
/// Cells that a name keeps when other columns get room.
const NAME: usize = 14;

/// The first row of a list that is shown, so that the one under the cursor is.
fn top(top: usize, here: usize, page: usize) -> usize {
    top.min(here).max((here + 1).saturating_sub(page.max(1)))
}

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let Some(figures) = &self.figures.value else {
            return message(frame, ui, area, (2, 1), &self.figures.blank(ui.lang));
        };
        match self.opened() {
            Some((open, None)) => {
                let above = head_of_one(ui, figures, &open.indicator, None, &[]);
                heading(frame, ui, area, &above);
                message(frame, ui, area, (1, above.len() + 1), ui.lang.figures_not_here());
            }
            Some((open, Some(row))) => self.draw_one(frame, ui, area, (figures, row), open),
            None => self.draw_list(frame, ui, area, figures),
        }
    }

    /// What the cursor is on, in full.
    fn status(&self, ui: Ui) -> String {
        let lang = ui.lang;
        let bodies = self.open.as_ref().is_some_and(|open| open.sources.is_waiting());
        if self.figures.is_waiting() || bodies {
            return lang.tui_loading().to_owned();
        }
        match self.opened() {
            // What there is room for below a list is not said twice.
            _ if below(ui.size) > 0 => String::new(),
            Some((open, _)) => open.selected().map(|body| said(lang, body)).unwrap_or_default(),
            None => {
                self.list.selected(self.rows()).map(|row| named(lang, row).to_owned()).unwrap_or_default()
            }
        }
    }
}

fn named(lang: Lang, row: &FigureRow) -> &str {
    lang.pick(&row.name_vi, &row.name_en)
}

fn verdict(lang: Lang, row: &FigureRow) -> (Token, &'static str) {
    (one::token(row.outcome), row.outcome.map_or("", |outcome| outcome.name(lang)))
}

/// The lines above what is shown.
fn heading(frame: &mut Frame<'_>, ui: Ui, area: Rect, lines: &[(Token, String)]) {
    for (row, (token, line)) in lines.iter().enumerate() {
        put_at(frame, area, 1, row, &ui.line(*token, line.clone()));
    }
}

impl State {
    fn draw_list(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect, figures: &Figures) {
        let lang = ui.lang;
        let above = head(ui, figures);
        heading(frame, ui, area, &above);
        if figures.items.is_empty() {
            let none = if figures.period.is_some() { lang.figures_no_rows() } else { "" };
            return message(frame, ui, area, (1, above.len() + 1), none);
        }
        let is_wide = ui.size.0 >= WIDE;
        let (figure, periods, target) = if is_wide { (24, 12, 14) } else { (15, 7, 9) };
        let trend = if is_wide { lang.figures_column_trend() } else { lang.figures_column_trend_short() };
        let columns = [
            Column::fixed(lang.figures_column_code(), CODE, |row: &&FigureRow| row.indicator.clone()),
            Column::rest(lang.figures_column_name(), |row: &&FigureRow| named(lang, row).to_owned()),
            Column::fixed(lang.figures_column_figure(), figure, |row: &&FigureRow| {
                lang.pick(&row.short_vi, &row.short_en).to_owned()
            })
            .right(),
            Column::fixed(trend, periods, |row: &&FigureRow| trend::spark(row, periods))
                .right()
                .if_room(3, NAME),
            Column::fixed(lang.figures_column_target(), target, |row: &&FigureRow| one::target(lang, row))
                .if_room(2, NAME),
            Column::fixed(lang.figures_column_verdict(), VERDICT, |row: &&FigureRow| verdict(lang, row))
                .if_room(1, NAME),
        ];
        let (here, page) = (self.list.place(&figures.items), self.list_rows(ui));
        let window = (Some(here), top(self.list.top, here, page), page);
        let rows = figures.items.iter().map(|row| (Token::Text, row));
        let table = Table::new(columns, usize::from(area.width), 0);
        table.draw(frame, ui, ui::below(area, above.len()), window, rows);
        if let Some(row) = figures.items.get(here).filter(|_| below(ui.size) > 0) {
            foot(frame, ui, area, row);
        }
    }

    fn draw_one(
        &self,
        frame: &mut Frame<'_>,
        ui: Ui,
        area: Rect,
        (figures, row): (&Figures, &FigureRow),
        open: &Opened,
    ) {
        let lang = ui.lang;
        let above = head_of_one(ui, figures, &row.indicator, Some(row), open.bodies());
        heading(frame, ui, area, &above);
        let bodies = match open.bodies() {
            [] => lang.figures_pane_bodies_alone().to_owned(),
            all => {
                let count = |n: usize| words::count(lang, n);
                let unverified = all.iter().filter(|body| one::is_unverified(body)).count();
                let missing = all.iter().filter(|body| one::is_missing(body)).count();
                let named = lang.figures_pane_bodies(&count(missing - unverified), &count(all.len()));
                if unverified > 0 {
                    format!("{named}, {}", lang.figures_pane_unverified(&count(unverified)))
                } else {
                    named
                }
            }
        };
        let names = [(Pane::Figure, lang.figures_pane_figure().to_owned()), (Pane::Bodies, bodies)];
        put(frame, area, above.len(), &Line::from(panes(ui, &open.pane, names)));
        let area = ui::below(area, above.len() + 1);
        let Some((figure, bodies)) = self.split(ui) else { return };
        if figure > 0 {
            draw_figure(frame, ui, (area, figure), row, open);
        }
        if bodies > 0 {
            draw_bodies(frame, ui, (ui::below(area, figure), bodies), figures, open);
        }
    }
}

/// What the row under the cursor says, in as many words as there is room for.
fn foot(frame: &mut Frame<'_>, ui: Ui, area: Rect, row: &FigureRow) {
    let (lang, width) = (ui.lang, usize::from(area.width).saturating_sub(2));
    let rows = below(ui.size).saturating_sub(1);
    let name = format!("{} {}", row.indicator, named(lang, row));
    let verdict = lang.pick(&row.verdict_vi, &row.verdict_en);
    let mut lines = vec![(Token::Title, text::cut(&name, width))];
    let words = lang.pick(&row.words_vi, &row.words_en);
    let most = rows.saturating_sub(if verdict.is_empty() { 1 } else { 2 });
    lines.extend(text::lines(words, width, most).into_iter().map(|line| (Token::Text, line)));
    if !verdict.is_empty() {
        let room = rows.saturating_sub(lines.len());
        let verdict = text::lines(verdict, width, room.max(1));
        lines.extend(verdict.into_iter().map(|line| (one::token(row.outcome), line)));
    }
    let first = usize::from(area.height).saturating_sub(rows);
    for (place, (token, line)) in lines.into_iter().take(rows).enumerate() {
        put_at(frame, area, 1, first + place, &ui.line(token, line));
    }
}

fn draw_figure(frame: &mut Frame<'_>, ui: Ui, (area, rows): (Rect, usize), row: &FigureRow, open: &Opened) {
    let lines = one::document(ui, row, open.table);
    let first = open.scroll.min(lines.len().saturating_sub(rows));
    for (place, line) in lines.iter().skip(first).take(rows).enumerate() {
        put(frame, area, place, line);
    }
    if let Some(more) = more_below(ui, lines.len(), first + rows) {
        // It stands behind the names of the panes, where it covers nothing.
        let column = usize::from(area.width).saturating_sub(text::width(&more) + 1);
        let above = Rect { y: area.y.saturating_sub(1), height: 1, ..area };
        put_at(frame, above, column, 0, &ui.line(Token::Muted, more));
    }
    if !ui.covered && open.pane == Pane::Figure {
        cursor_at(frame, area, 1, 0);
    }
}

fn draw_bodies(frame: &mut Frame<'_>, ui: Ui, (area, rows): (Rect, usize), figures: &Figures, open: &Opened) {
    let (lang, asked) = (ui.lang, figures.period.is_some());
    let Some(sources) = open.sources.value.as_ref().filter(|sources| !sources.items.is_empty()) else {
        let none = match &open.sources.value {
            _ if !asked => lang.figures_nobody_asked().to_owned(),
            Some(_) => lang.figures_nobody().to_owned(),
            None => open.sources.blank(lang),
        };
        return message(frame, ui, area, (1, 0), &none);
    };
    let yes = |is_so: bool| if is_so { lang.figures_yes() } else { "" };
    let cells = if ui.size.0 >= WIDE { 26 } else { 16 };
    let mut columns = vec![
        Column::rest(lang.figures_body(), |body: &&SourceRow| {
            Cell::or(lang.pick(&body.tenant.name_vi, &body.tenant.name_en), &body.tenant.short)
        }),
        Column::fixed(lang.figures_body_state(), 20, |body: &&SourceRow| state(lang, body)).if_room(1, NAME),
        Column::fixed(lang.figures_body_number(), cells, |body: &&SourceRow| number(lang, body)).right(),
    ];
    // Hardly any body has one of these marks: where none has, the column would be empty and take the room of another.
    if sources.items.iter().any(|body| body.unlike.is_some()) {
        let column = Column::fixed(lang.figures_body_unlike(), 6, |body: &&SourceRow| {
            (Token::Warn, if body.unlike.is_some() { lang.figures_unlike_word() } else { "" })
        });
        columns.push(column.if_room(2, NAME));
    }
    if sources.items.iter().any(|body| body.paper_green.is_some()) {
        let column = Column::fixed(lang.figures_body_paper_green(), 7, |body: &&SourceRow| {
            (Token::Warn, if body.paper_green.is_some() { lang.figures_paper_green_word() } else { "" })
        });
        columns.push(column.if_room(2, NAME));
    }
    columns.extend([
        Column::fixed(lang.figures_body_estimated(), 7, |body: &&SourceRow| yes(body.estimated))
            .if_room(4, NAME),
        Column::fixed(lang.figures_body_verified(), 6, |body: &&SourceRow| yes(body.verified))
            .if_room(5, NAME),
        Column::fixed(lang.figures_body_due(), 10, |body: &&SourceRow| {
            body.due_on.map(|due| lang.date(due)).unwrap_or_default()
        })
        .if_room(3, NAME),
        Column::fixed(lang.figures_body_urges(), 6, |body: &&SourceRow| urges(lang, body))
            .right()
            .if_room(6, NAME),
    ]);
    let page = rows.saturating_sub(around(ui.size));
    let here = open.list.place(&sources.items);
    let first = top(open.list.top, here, page);
    let is_moved = open.pane == Pane::Bodies;
    let all = sources.items.iter();
    let all = all.map(|body| (if one::owes(body) { Token::Warn } else { Token::Text }, body));
    let table = Table::new(columns, usize::from(area.width), 0);
    table.draw(frame, ui, area, (is_moved.then_some(here), first, page), all);
    let Some(body) = sources.items.get(here).filter(|_| is_moved && around(ui.size) > 1) else { return };
    let width = usize::from(area.width).saturating_sub(2);
    for (place, line) in text::lines(&said(lang, body), width, FOOT - 1).into_iter().enumerate() {
        put_at(frame, area, 1, rows.saturating_sub(FOOT - 1) + place, &ui.line(Token::Text, line));
    }
}

/// Where the report stands.
fn state(lang: Lang, body: &SourceRow) -> &'static str {
    report_state(body.status).map_or_else(|| body.status.name(lang), |state| state.name(lang))
}

/// Urges that the body has not answered.
fn urges(lang: Lang, body: &SourceRow) -> String {
    Some(body.unanswered_urges).filter(|n| *n > 0).map(|n| lang.number(n.into())).unwrap_or_default()
}

fn number(lang: Lang, body: &SourceRow) -> String {
    lang.pick(&body.short_vi, &body.short_en).to_owned()
}

/// How far the number lies from those of the other bodies, with how many these are; nothing where it is like them.
fn unlike(lang: Lang, body: &SourceRow) -> Option<String> {
    let Unlike { own, median, bodies } = body.unlike?;
    let percent = |n| lang.figure_percent(&lang.decimal(n));
    Some(lang.figures_said_unlike(&percent(own), &percent(median), &words::count(lang, bodies)))
}

/// A body, what it says, and why it says no more.
fn said(lang: Lang, body: &SourceRow) -> String {
    let name = lang.pick(&body.tenant.name_vi, &body.tenant.name_en).to_owned();
    let mut parts = vec![name, state(lang, body).to_owned(), number(lang, body)];
    // Next to the number that it is about, where a narrow window still shows it.
    parts.extend(unlike(lang, body));
    parts.extend(body.paper_green.map(|tasks| lang.figures_said_paper_green(tasks)));
    parts.extend(body.due_on.map(|due| lang.figures_said_due(&lang.date(due))));
    parts.extend(body.estimated.then(|| lang.figures_said_estimated().to_owned()));
    parts.extend(body.verified.then(|| lang.figures_said_verified().to_owned()));
    parts.extend(Some(body.unanswered_urges).filter(|n| *n > 0).map(|n| lang.filings_said_urges(n)));
    parts.extend(
        Some(&body.reason).filter(|reason| !reason.is_empty()).map(|reason| lang.figures_reason(reason)),
    );
    parts.join(" · ")
}
