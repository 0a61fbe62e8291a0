//! The next run of reminders, over all tenants and in one.

use dondoc_shared::wire::policy::{Run, TenantRun};
use ratatui::{Frame, layout::Rect};

use super::{
    ABOVE, State, list_rows,
    people::{self, Opened},
};
use crate::ui::{
    Ui, View, below, cursor_at,
    list::{Column, Table},
    message, more_below, put, put_at, text,
    theme::Token,
    time, words,
};

/// Cells of a column of numbers.
const NUMBER: usize = 9;
/// Cells of when a tenant's mail leaves.
const LEAVES: usize = 15;

/// When the run leaves, as the screens say it everywhere.
fn when(ui: Ui, run: &Run) -> String {
    let on = ui.lang.date(run.on);
    // Mail of a day without a send window, or under a hold, leaves on a later one.
    match run.leaves_at.map(|at| (time::clock(at), time::date_of(at))) {
        Some((clock, day)) if day == run.on => format!("{on} {clock}"),
        Some((clock, day)) => format!("{on} ({} {clock})", ui.lang.date(day)),
        None => format!("{on} ({})", ui.lang.desk_run_held()),
    }
}

/// What of a tenant's mail leaves at another time than the run.
fn otherwise(ui: Ui, run: &Run, tenant: &TenantRun) -> String {
    let at = match tenant.leaves_at {
        None => ui.lang.desk_run_held().to_owned(),
        at if at == run.leaves_at => String::new(),
        Some(at) => time::short(at),
    };
    let later = (tenant.over_budget > 0).then(|| ui.lang.desk_run_later(tenant.over_budget));
    [at].into_iter().chain(later).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let shown = self.shown();
        match (&shown.value, &self.tenant) {
            (None, _) => message(frame, ui, area, (2, 1), &shown.blank(ui.lang)),
            (Some(run), Some(opened)) => self.draw_people(frame, ui, area, run, opened),
            (Some(run), None) => self.draw_tenants(frame, ui, area, run),
        }
    }

    /// What Enter does.
    fn status(&self, ui: Ui) -> String {
        if self.shown().is_waiting() {
            return ui.lang.tui_loading().to_owned();
        }
        let here = self.list.selected(self.tenants()).filter(|_| self.tenant.is_none());
        here.map(|tenant| ui.lang.desk_opens_people(name(ui, tenant))).unwrap_or_default()
    }
}

fn name(ui: Ui, tenant: &TenantRun) -> &str {
    ui.lang.pick(&tenant.tenant.name_vi, &tenant.tenant.name_en)
}

fn head(frame: &mut Frame<'_>, ui: Ui, area: Rect, title: &str) {
    let width = usize::from(area.width).saturating_sub(2);
    put_at(frame, area, 1, 0, &ui.line(Token::Title, text::cut(title, width)));
    put_at(frame, area, 1, 1, &ui.line(Token::Muted, text::cut(ui.lang.desk_run_means(), width)));
}

impl State {
    fn draw_tenants(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect, run: &Run) {
        let lang = ui.lang;
        let count = words::count(lang, run.tenants.len());
        let title =
            lang.desk_run_head(&when(ui, run), &lang.number(run.mails), &lang.number(run.lines), &count);
        head(frame, ui, area, &title);
        if run.tenants.is_empty() {
            return message(frame, ui, area, (1, ABOVE), &lang.desk_run_none(&lang.date(run.on)));
        }
        let columns = [
            Column::fixed("", 5, |row: &&TenantRun| row.tenant.short.clone()),
            Column::rest(lang.desk_column_tenant(), |row: &&TenantRun| name(ui, row).to_owned()),
            Column::fixed(lang.desk_column_leaves(), LEAVES, |row: &&TenantRun| otherwise(ui, run, row)),
            Column::fixed(lang.desk_column_mails(), NUMBER, |row: &&TenantRun| lang.number(row.mails))
                .right()
                .tight(),
            Column::fixed(lang.desk_column_lines(), NUMBER, |row: &&TenantRun| lang.number(row.lines))
                .right(),
        ];
        let table = Table::new(columns, usize::from(area.width), 1);
        let window = (Some(self.list.place(&run.tenants)), self.list.top, list_rows(ui.size));
        let rows = run.tenants.iter().map(|tenant| (Token::Text, tenant));
        table.draw(frame, ui, below(area, ABOVE - 1), window, rows);
    }

    fn draw_people(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect, run: &Run, opened: &Opened) {
        let lang = ui.lang;
        let title =
            lang.desk_run_tenant_head(&when(ui, run), &lang.number(run.mails), &lang.number(run.lines));
        // The tenant's name is known from the list.
        let named = self.tenants().iter().find(|tenant| tenant.tenant.slug == opened.slug);
        let named = named.map_or(opened.slug.as_str(), |tenant| name(ui, tenant));
        let other = run.tenants.first().map(|tenant| otherwise(ui, run, tenant)).unwrap_or_default();
        let parts = [named, &title, &other].into_iter().filter(|part| !part.is_empty());
        head(frame, ui, area, &parts.collect::<Vec<_>>().join(" · "));
        cursor_at(frame, area, 1, ABOVE - 1);
        let lines = people::lines(ui, opened.people());
        if lines.is_empty() {
            let text = lang.desk_run_none(&lang.date(run.on));
            put_at(frame, area, 1, ABOVE - 1, &ui.line(Token::Text, text));
        }
        let rows = list_rows(ui.size);
        for (row, line) in lines.iter().skip(opened.scroll).take(rows).enumerate() {
            put(frame, area, ABOVE - 1 + row, line);
        }
        if let Some(more) = more_below(ui, lines.len(), opened.scroll + rows) {
            let column = usize::from(area.width).saturating_sub(text::width(&more) + 1);
            put_at(frame, area, column, ABOVE - 1 + rows, &ui.line(Token::Muted, more));
        }
    }
}
