//! A virtual table that draws only its window, the row under the cursor in full below it, and the filter line.

use dondoc_shared::{
    filter::Filter,
    role::Permission,
    text::Lang,
    wire::assignment::{AssignmentRow, Event, Queue},
};
use ratatui::{Frame, layout::Rect, text::Line, widgets::Clear};

use super::{
    Listed, State,
    columns::{self, Line as Row},
    list_rows, strip_rows,
    wanted::{Wanted, chosen},
};
use crate::{
    step::read::blank,
    ui::{
        Ui, View, below, handling, list::Table, message, put, put_at, size::is_one_column, text,
        theme::Token, time::in_full, words,
    },
};

impl<L: Listed> View for State<L> {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let (lang, rows) = (ui.lang, list_rows(ui.size));
        let window = || self.rows.iter().skip(self.list.top).take(rows);
        let covered = ui.covered || self.line.is_some() || self.choosing.is_some();
        let whole = area;
        let area = Rect { width: area.width.saturating_sub(self.preview.cells()), ..area };
        let table = table::<L>(ui, usize::from(area.width), window(), &self.wanted_columns);
        let here = window().position(|row| self.list.cursor == Some(row.id));
        let lines = window().map(|row| {
            let (changed, chosen) = (self.marked.contains_key(&row.id), self.chosen.has(row.id));
            // What waits no more stands in its place until the list is read anew.
            let is_done = L::QUEUE.is_some() && row.waits.is_none();
            let token = if is_done { Token::Muted } else { Token::Text };
            let decided = self.decided.get(&row.id).filter(|_| is_done);
            (token, Row { row, changed, chosen, decided, today: self.today })
        });
        table.draw(frame, Ui { covered, ..ui }, area, (here, 0, rows), lines);
        if self.rows.is_empty() {
            let said = if self.loading.is_open() || self.failure.is_some() || self.total.is_none() {
                blank(self.loading.is_open(), self.failure.as_ref(), lang)
            } else if self.filter.is_empty() {
                L::none(lang).to_owned()
            } else {
                lang.tui_list_empty_filtered().to_owned()
            };
            message(frame, Ui { covered, ..ui }, area, (2, 2), &said);
        }
        let width = usize::from(area.width);
        let below_rule = strip_rows(area.height) - 1;
        let lift =
            self.line.as_ref().map_or(0, |line| line.rows(ui, width).saturating_sub(below_rule)).min(rows);
        let rule = 1 + rows - lift;
        if lift > 0 {
            frame.render_widget(Clear, below(area, rule));
        }
        put(frame, area, rule, &self.rule(ui, width));
        if let Some(line) = &self.line {
            line.draw(frame, ui, area, rule, self.today.or(ui.today));
        } else if let Some(row) = self.row_here() {
            let decided = self.decided.get(&row.id).map(|event| decision_in_full(lang, event));
            strip(frame, ui, area, rule + 1, row, L::said(lang, row, self.today).or(decided));
        }
        let beside = Rect {
            x: whole.x.saturating_add(area.width),
            width: whole.width.saturating_sub(area.width),
            ..whole
        };
        self.draw_preview(frame, ui, beside);
        if let Some(here) = self.choosing {
            self.draw_choosing(frame, ui, here);
        }
    }

    /// The filter in force, and what waits to be applied.
    fn status(&self, ui: Ui) -> String {
        let lang = ui.lang;
        let needs = L::QUEUE.map(|queue| match queue {
            Queue::Submission => Permission::Verify,
            Queue::Extension => Permission::DecideExtension,
            Queue::Step => Permission::Escalate,
        });
        let others = needs.filter(|needs| !ui.may(*needs)).map(|needs| lang.decided_by(needs));
        let mut parts: Vec<String> = others.into_iter().chain(self.said_of_marks(lang)).collect();
        parts.extend(self.said_of_export(lang));
        if self.to_end {
            let total = lang.number(self.total.unwrap_or_default());
            parts.push(lang.tui_to_the_end(&format!("{}/{total}", words::count(lang, self.rows.len()))));
        } else if self.loading.is_open() {
            parts.push(lang.tui_loading().to_owned());
        }
        if !self.moved.is_empty() {
            parts.push(lang.tui_changes_waiting(self.moved.len()));
        }
        parts.extend(self.left_out.said(lang));
        // The rows are those of the filter in force until those of the next are here.
        if let Some(wanted) = &self.wanted {
            parts.push(lang.tui_filter_next(wanted));
        } else if !self.filter.is_empty() {
            parts.push(lang.tui_filter_is(&self.filter));
            // What the first step back does.
            parts.extend((self.filter != self.home).then(|| lang.tui_filter_esc(&self.home)));
        }
        // A view may bring an order of its own.
        let is_usual =
            !self.filter.contains('@') && Filter::without_order(&self.filter) == self.filter.trim();
        parts.extend(is_usual.then(|| lang.tui_ordered_by_urgency().to_owned()));
        parts.join(" · ")
    }
}

impl<L: Listed> State<L> {
    /// The rule below the table, in which stands what the Working Group says among itself of the row under the cursor.
    fn rule(&self, ui: Ui, width: usize) -> Line<'static> {
        let handling = self.row_here().filter(|_| self.line.is_none()).and_then(|row| row.handling.as_ref());
        let said = handling.map(|handling| handling::in_a_line(ui.lang, handling, self.today.or(ui.today)));
        let Some(said) = said.filter(|said| !said.is_empty()) else {
            return ui.line(Token::Muted, "─".repeat(width));
        };
        let said = format!(" {} ", text::cut(&said, width.saturating_sub(4)));
        let rest = "─".repeat(width.saturating_sub(1 + text::width(&said)));
        Line::from(vec![
            ui.span(Token::Muted, "─"),
            ui.span(Token::Accent, said),
            ui.span(Token::Muted, rest),
        ])
    }
}

/// The table in `width` cells; the column of the code is as wide as the visible `rows` need.
pub fn table<'a, L: Listed>(
    ui: Ui,
    width: usize,
    rows: impl Iterator<Item = &'a AssignmentRow>,
    wanted: &Wanted,
) -> Table<'static, Row<'a>> {
    let code = rows.map(|row| text::width(columns::task(row))).max().unwrap_or(0);
    if is_one_column(ui.size) {
        let code = code.clamp(6, 12).min(width.saturating_sub(23));
        return Table::new(columns::of_one(ui.lang, width, code, L::brief(ui.lang)), width, 0);
    }
    // On a narrow screen the title needs the room more; the strip below the table has the whole code.
    let code = code.clamp(6, if width < 100 { 12 } else { 18 });
    Table::new(chosen(L::columns(ui.lang, width, code), wanted), width, 0)
}

/// What was decided on a row, when and by whom.
fn decision_in_full(lang: Lang, event: &Event) -> String {
    let at = lang.tui_at_by(&in_full(lang, event.at), lang.actor(&event.by));
    text::joined(&[words::event(lang, event.kind), &at], " · ")
}

/// The row under the cursor in full: what the table had to cut, and what waits on it if anything does.
fn strip(frame: &mut Frame<'_>, ui: Ui, area: Rect, from: usize, row: &AssignmentRow, waits: Option<String>) {
    let lang = ui.lang;
    let width = usize::from(area.width).saturating_sub(2);
    let body = lang.pick(&row.tenant.name_vi, &row.tenant.name_en);
    let title = lang.pick(&row.title_vi, &row.title_en);
    let (first, second) = if let Some(waits) = waits {
        (text::joined(&[&row.code, body, title], " · "), waits)
    } else {
        let cited = text::joined(&[&row.directive, &row.clause], " ");
        (text::joined(&[&row.code, body, &cited, row.status.name(lang)], " · "), title.to_owned())
    };
    put_at(frame, area, 1, from, &ui.line(Token::Title, text::cut(&first, width)));
    put_at(frame, area, 1, from + 1, &ui.line(Token::Text, text::cut(&second, width)));
}

#[cfg(test)]
mod tests {
    use dondoc_shared::text::Lang;

    use super::*;
    use crate::screens::backlog::{columns::of_backlog, listed::Everything};

    #[test]
    fn a_narrow_table_keeps_lateness_code_and_title_and_a_wide_one_shows_everything() {
        let lang = Lang::Vi;
        let of = |width| {
            let ui = Ui { size: (width, 24), ..Ui::default() };
            table::<Everything>(ui, usize::from(width), [].iter(), &Wanted::default())
        };
        let head = |width| of(width).head(Ui::default()).to_string();
        let narrow = head(60);
        for column in [lang.tui_column_late(), lang.tui_column_code(), lang.tui_column_title()] {
            assert!(narrow.contains(&column.to_uppercase()), "{narrow}");
        }
        assert_eq!(of(200).width(), of_backlog(lang, 200, 8).len());
        for width in 30..200 {
            assert!(text::width(&head(width)) <= usize::from(width), "{width}");
        }
        for column in [lang.tui_column_late(), lang.tui_column_code(), lang.queues_column_body()] {
            assert!(head(30).contains(&column.to_uppercase()), "{}", head(30));
        }
    }
}
