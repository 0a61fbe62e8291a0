//! The next run of reminders, over all tenants and in one.

use std::time::Duration;

use dondoc_shared::wire::policy::{PersonRun, Run};
use ratatui::{Frame, layout::Rect, text::Line};

use super::{Ui, body_of, cursor_at, help, paint_row, put, put_at, text, theme::Theme, theme::Token};
use crate::{app::Model, net::Failure, screens::run::Opened};

/// Rows above the list: when and how much, what that means, the head of the table.
const ABOVE: usize = 4;
/// Cells of a column of numbers.
const NUMBER: usize = 9;

/// Rows of the list in a window of this size.
pub fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(ABOVE)
}

/// How many lines a tenant's people take, and how many of them are visible.
pub fn extent(model: &Model) -> (usize, usize) {
    let ui = Ui { model, now: Duration::ZERO, theme: Theme::Mono };
    let width = usize::from(model.size.0);
    let length = model.run.tenant.as_ref().map_or(0, |opened| people(&ui, opened.people(), width).len());
    (length, list_rows(model.size))
}

/// When the run leaves, as the screens say it everywhere.
fn when(ui: &Ui<'_>, run: &Run) -> String {
    let at = run.leaves_at.to_zoned(help::zone());
    let clock = help::clock(run.leaves_at);
    // Mail of a day without a send window leaves on a later one.
    if at.date() == run.on {
        format!("{} {clock}", ui.lang().date(run.on))
    } else {
        format!("{} ({} {clock})", ui.lang().date(run.on), ui.lang().date(at.date()))
    }
}

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let state = &ui.model.run;
    match &state.tenant {
        Some(opened) => draw_people(frame, ui, area, opened),
        None => match &state.run {
            Some(run) => draw_tenants(frame, ui, area, run),
            None => draw_nothing(frame, ui, area, state.failure.as_ref()),
        },
    }
}

fn draw_nothing(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, failure: Option<&Failure>) {
    let message = failure.map_or_else(|| ui.lang().tui_loading().to_owned(), |f| f.text(ui.lang()));
    put_at(frame, area, 2, 1, &ui.line(Token::Text, message));
    cursor_at(frame, area, 2, 1);
}

fn head(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, title: &str) {
    let width = usize::from(area.width).saturating_sub(2);
    put_at(frame, area, 1, 0, &ui.line(Token::Title, text::cut(title, width)));
    put_at(frame, area, 1, 1, &ui.line(Token::Muted, text::cut(ui.lang().desk_run_means(), width)));
}

fn draw_tenants(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, run: &Run) {
    let lang = ui.lang();
    let count = i64::try_from(run.tenants.len()).unwrap_or(0);
    let when = when(ui, run);
    let title =
        lang.desk_run_head(&when, &lang.number(run.mails), &lang.number(run.lines), &lang.number(count));
    head(frame, ui, area, &title);
    if run.tenants.is_empty() {
        let text = lang.desk_run_none(&lang.date(run.on));
        put_at(frame, area, 1, ABOVE, &ui.line(Token::Text, text));
        cursor_at(frame, area, 1, ABOVE);
        return;
    }
    let name = usize::from(area.width).saturating_sub(2 + 6 + 2 * NUMBER);
    let row = |short: &str, full: &str, mails: &str, lines: &str| {
        let numbers = format!("{}{}", text::fit_right(mails, NUMBER), text::fit_right(lines, NUMBER));
        format!(" {} {}{numbers}", text::fit(short, 5), text::fit(full, name))
    };
    let columns = row("", lang.desk_column_tenant(), lang.desk_column_mails(), lang.desk_column_lines());
    put(frame, area, ABOVE - 1, &ui.line(Token::Muted, columns));
    let here = ui.model.run.place();
    let shown = run.tenants.iter().enumerate().skip(ui.model.run.top).take(list_rows(ui.model.size));
    for (line, (place, tenant)) in shown.enumerate() {
        let full = lang.pick(&tenant.tenant.name_vi, &tenant.tenant.name_en);
        let cells = row(&tenant.tenant.short, full, &lang.number(tenant.mails), &lang.number(tenant.lines));
        put(frame, area, ABOVE + line, &ui.line(Token::Text, cells));
        if place == here {
            paint_row(frame, area, ABOVE + line, ui.style(Token::Cursor));
            cursor_at(frame, area, 0, ABOVE + line);
        }
    }
}

fn draw_people(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, opened: &Opened) {
    let lang = ui.lang();
    let Some(run) = &opened.run else { return draw_nothing(frame, ui, area, opened.failure.as_ref()) };
    let title = lang.desk_run_tenant_head(&when(ui, run), &lang.number(run.mails), &lang.number(run.lines));
    head(frame, ui, area, &format!("{} · {title}", name(ui, &opened.slug)));
    cursor_at(frame, area, 1, ABOVE - 1);
    let lines = people(ui, opened.people(), usize::from(area.width));
    if lines.is_empty() {
        let text = lang.desk_run_none(&lang.date(run.on));
        put_at(frame, area, 1, ABOVE - 1, &ui.line(Token::Text, text));
    }
    let rows = list_rows(ui.model.size);
    for (row, line) in lines.iter().skip(opened.scroll).take(rows).enumerate() {
        put(frame, area, ABOVE - 1 + row, line);
    }
    let visible = opened.scroll + rows;
    if lines.len() > visible {
        let more = lang.tui_more_below(lines.len() - visible);
        let column = usize::from(area.width).saturating_sub(text::width(&more) + 1);
        put_at(frame, area, column, ABOVE - 1 + rows, &ui.line(Token::Muted, more));
    }
}

/// The tenant's name, known from the list.
fn name(ui: &Ui<'_>, slug: &str) -> String {
    let found = ui.model.run.tenants().iter().find(|tenant| tenant.tenant.slug == slug);
    let named = found.map(|t| ui.lang().pick(&t.tenant.name_vi, &t.tenant.name_en));
    named.unwrap_or(slug).to_owned()
}

/// A person, then line after line what and why.
fn people(ui: &Ui<'_>, people: &[PersonRun], width: usize) -> Vec<Line<'static>> {
    let lang = ui.lang();
    let mut lines = Vec::new();
    for person in people {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        let count = lang.number(i64::try_from(person.lines.len()).unwrap_or(0));
        let who = lang.desk_run_person(&person.name, &person.address, &count);
        lines.push(ui.line(Token::Title, format!(" {}", text::cut(&who, width.saturating_sub(2)))));
        for line in &person.lines {
            let what = format!("{}  {}", line.code, line.title);
            lines.push(ui.line(Token::Text, format!("   {}", text::cut(&what, width.saturating_sub(4)))));
            for piece in text::wrap(&line.why, width.saturating_sub(8)) {
                lines.push(ui.line(Token::Muted, format!("      {}", piece.text.trim_end())));
            }
        }
    }
    lines
}

/// The status row: what Enter does.
pub fn status(ui: &Ui<'_>) -> String {
    let lang = ui.lang();
    let state = &ui.model.run;
    let waiting = state.tenant.as_ref().map_or(state.waiting, |opened| opened.waiting).is_some();
    if waiting {
        return lang.tui_loading().to_owned();
    }
    match state.tenants().get(state.place()).filter(|_| state.tenant.is_none()) {
        Some(tenant) => lang.desk_opens_people(lang.pick(&tenant.tenant.name_vi, &tenant.tenant.name_en)),
        None => String::new(),
    }
}
