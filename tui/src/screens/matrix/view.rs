//! How the list of directives and the matrix of one look.

use dondoc_shared::wire::matrix::{DirectiveMatrix, DirectiveRow, MatrixCell, MatrixColumn, MatrixRow};
use ratatui::{Frame, layout::Rect};

use super::{
    ABOVE, BELOW, Opened, State,
    grid::{Geometry, Line, cell_of, content, overdue_in, overdue_of, to_urge},
    list_rows,
};
use crate::ui::{
    Ui, View, below, cursor_at,
    list::{Column, Table},
    message, put_at, text,
    theme::Token,
};

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        match &self.open {
            Some(open) => open.draw(frame, ui, area),
            None => self.draw_list(frame, ui, area),
        }
    }

    fn status(&self, ui: Ui) -> String {
        let lang = ui.lang;
        let Some(open) = &self.open else {
            return match self.list.selected(self.rows()) {
                _ if self.directives.is_waiting() => lang.tui_loading().to_owned(),
                Some(row) => lang.matrix_opens(&row.number),
                None => String::new(),
            };
        };
        if open.matrix.is_waiting() {
            return lang.tui_loading().to_owned();
        }
        if let Some(failure) = &open.matrix.failure {
            return failure.text(lang);
        }
        let Some((of, (tenant, task, _))) = open.matrix.value.as_ref().zip(open.selected()) else {
            return String::new();
        };
        let count = |line| to_urge(of, line, open.here(of)).count();
        lang.matrix_can_urge(count(Line::Row), &tenant.short, count(Line::Column), task)
    }
}

impl State {
    fn draw_list(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        let width = usize::from(area.width).saturating_sub(2);
        put_at(frame, area, 1, 0, &ui.line(Token::Muted, text::cut(lang.matrix_means(), width)));
        let rows = self.rows();
        if rows.is_empty() || self.wanted.is_some() {
            let is_none = self.directives.value.is_some() && self.wanted.is_none();
            let none = is_none.then(|| lang.matrix_no_directives().to_owned());
            let said = none.unwrap_or_else(|| self.directives.blank(lang));
            return message(frame, ui, area, (1, ABOVE), &said);
        }
        let number = rows.iter().map(|row| text::width(&row.number)).max().unwrap_or(0);
        let columns = [
            Column::fixed(lang.matrix_column_number(), number.clamp(12, 24), |row: &&DirectiveRow| {
                row.number.clone()
            }),
            Column::fixed(lang.matrix_column_issued(), 13, |row: &&DirectiveRow| {
                lang.due_date(row.issued_on, row.issued_precision)
            })
            .if_room(1, 16),
            Column::fixed(lang.matrix_column_tasks(), 5, |row: &&DirectiveRow| lang.number(row.tasks))
                .right(),
            Column::rest(lang.matrix_column_about(), |row: &&DirectiveRow| {
                lang.pick(&row.title_vi, &row.title_en).to_owned()
            }),
        ];
        let here = self.list.place(rows);
        let window = (Some(here), self.list.top, list_rows(ui.size));
        let table = Table::new(columns, usize::from(area.width), 1);
        table.draw(frame, ui, below(area, ABOVE - 1), window, rows.iter().map(|row| (Token::Text, row)));
        let Some(row) = rows.get(here) else { return };
        let foot = usize::from(area.height).saturating_sub(BELOW - 1);
        let title = lang.pick(&row.title_vi, &row.title_en);
        for (line, piece) in text::wrap(title, width).iter().take(BELOW - 1).enumerate() {
            put_at(frame, area, 1, foot + line, &ui.line(Token::Text, piece.text.trim_end().to_owned()));
        }
    }
}

impl Opened {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        let width = usize::from(area.width).saturating_sub(2);
        let Some(of) = &self.matrix.value else {
            let title = lang.pick(&self.directive.title_vi, &self.directive.title_en);
            put_at(frame, area, 1, 0, &ui.line(Token::Title, text::cut(title, width)));
            return message(frame, ui, area, (1, 2), &self.matrix.blank(lang));
        };
        let shown = Geometry::of(of, self.widest, ui.size);
        if shown.above > 2 {
            self.title(frame, ui, area, of);
        }
        if of.rows.is_empty() {
            return message(frame, ui, area, (1, 2), lang.matrix_no_leads());
        }
        self.heads(frame, ui, area, (of, shown));
        let here = self.here(of);
        let rows = of.rows.iter().enumerate().skip(self.corner.0).take(shown.rows);
        for (line, (place, row)) in rows.enumerate() {
            self.body(frame, ui, area, (of, shown), (shown.above + line, place, row));
        }
        if let Some((row, task)) = of.rows.get(here.0).zip(of.columns.get(here.1)) {
            let foot = usize::from(area.height).saturating_sub(shown.below - 1);
            in_words(frame, ui, below(area, foot), (row, task, cell_of(row, here.1)));
        }
    }

    fn title(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect, of: &DirectiveMatrix) {
        let lang = ui.lang;
        let overdue = of.rows.iter().map(overdue_of).sum();
        let size = lang.matrix_size(of.rows.len(), of.columns.len(), overdue);
        let number = &self.directive.number;
        put_at(frame, area, 1, 0, &ui.line(Token::Title, number.clone()));
        let column = text::width(number) + 3;
        let room = usize::from(area.width).saturating_sub(column + 1);
        // Of the title what there is room for beside the figures.
        let title = lang.pick(&of.directive.title_vi, &of.directive.title_en);
        let title = text::cut(title, room.saturating_sub(text::width(&size) + 3));
        let said = [size, title].into_iter().filter(|part| text::width(part) > 1).collect::<Vec<_>>();
        put_at(frame, area, column, 0, &ui.line(Token::Muted, text::cut(&said.join(" · "), room)));
    }

    /// The codes of the tasks, and below them how much of each is overdue. That of the cursor's column is emphasised.
    fn heads(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect, (of, shown): (&DirectiveMatrix, Geometry)) {
        let first = shown.above.saturating_sub(2);
        let (lang, (_, here)) = (ui.lang, self.here(of));
        let columns = of.columns.iter().enumerate().skip(self.corner.1).take(shown.columns);
        for (nth, (place, column)) in columns.enumerate() {
            let x = 1 + shown.frozen + nth * shown.cell;
            let token = if place == here { Token::Title } else { Token::Muted };
            let mark = if place == here { "▸" } else { " " };
            let code = text::cut(&column.code, shown.cell.saturating_sub(1));
            put_at(frame, area, x, first, &ui.line(token, format!("{mark}{code}")));
            let overdue = overdue_in(of, place);
            let token = if overdue > 0 { Token::Warn } else { Token::Muted };
            put_at(frame, area, x + 1, first + 1, &ui.line(token, overdue.to_string()));
        }
        let label = text::fit(lang.matrix_overdue(), shown.frozen.saturating_sub(1));
        put_at(frame, area, 1, first + 1, &ui.line(Token::Muted, label));
        if let Some(hidden) = self.hidden(of, shown) {
            let hidden = text::fit(&hidden, shown.frozen.saturating_sub(1));
            put_at(frame, area, 1, first, &ui.line(Token::Muted, hidden));
        }
    }

    /// Which of the columns are shown, where not all of them are.
    fn hidden(&self, of: &DirectiveMatrix, shown: Geometry) -> Option<String> {
        let (all, first) = (of.columns.len(), self.corner.1);
        (shown.columns < all).then(|| format!("{}–{}/{all}", first + 1, (first + shown.columns).min(all)))
    }

    /// The row of a body.
    fn body(
        &self,
        frame: &mut Frame<'_>,
        ui: Ui,
        area: Rect,
        (of, shown): (&DirectiveMatrix, Geometry),
        (line, place, row): (usize, usize, &MatrixRow),
    ) {
        let here = self.here(of);
        let is_here = place == here.0;
        let count = overdue_of(row).to_string();
        let room = shown.frozen.saturating_sub(text::width(&count) + 3);
        let name = ui.lang.pick(&row.tenant.name_vi, &row.tenant.name_en);
        // Names of bodies begin alike: one that is cut tells nothing.
        let name = if text::width(name) > room { &row.tenant.short } else { name };
        let (mark, token) = if is_here { ("▸", Token::Title) } else { (" ", Token::Text) };
        put_at(frame, area, 0, line, &ui.line(token, format!("{mark}{}", text::fit(name, room))));
        let token = if overdue_of(row) > 0 { Token::Warn } else { Token::Muted };
        let at = shown.frozen.saturating_sub(text::width(&count) + 1);
        put_at(frame, area, at, line, &ui.line(token, count));
        for nth in 0..shown.columns {
            let column = self.corner.1 + nth;
            if column >= of.columns.len() {
                break;
            }
            let (token, said) = cell_of(row, column).map_or((Token::Muted, "·".to_owned()), content);
            let x = 1 + shown.frozen + nth * shown.cell + 1;
            if is_here && column == here.1 {
                let said = text::fit(&said, shown.cell.saturating_sub(1));
                put_at(frame, area, x, line, &ui.line(Token::Cursor, said));
                if !ui.covered {
                    cursor_at(frame, area, x, line);
                }
            } else {
                put_at(frame, area, x, line, &ui.line(token, said));
            }
        }
    }
}

/// The cell under the cursor in words: body, task, state, dates.
fn in_words(
    frame: &mut Frame<'_>,
    ui: Ui,
    area: Rect,
    (row, task, cell): (&MatrixRow, &MatrixColumn, Option<&MatrixCell>),
) {
    let lang = ui.lang;
    let width = usize::from(area.width).saturating_sub(2);
    let body = lang.pick(&row.tenant.name_vi, &row.tenant.name_en);
    let (token, said) = match cell {
        None => (Token::Muted, lang.matrix_not_led(body, &task.code)),
        Some(cell) => (content(cell).0, standing(ui, cell)),
    };
    let first = text::width(&said);
    // What is said of the cell stands whole, and of the name what there is room for.
    let name = if cell.is_some() { format!("{body} · ") } else { String::new() };
    let room = width.saturating_sub(first);
    let name = if text::width(&name) > room { format!("{} · ", row.tenant.short) } else { name };
    let name = if text::width(&name) > room { String::new() } else { name };
    put_at(frame, area, 1, 0, &ui.line(Token::Title, name.clone()));
    let room = width.saturating_sub(text::width(&name));
    put_at(frame, area, 1 + text::width(&name), 0, &ui.line(token, text::cut(&said, room)));
    let title = format!("{} {}", task.code, lang.pick(&task.title_vi, &task.title_en));
    let lines = usize::from(area.height).saturating_sub(1);
    for (line, said) in text::lines(&title, width, lines).into_iter().enumerate() {
        put_at(frame, area, 1, 1 + line, &ui.line(Token::Text, said));
    }
}

/// State, due date, level and urges of an assignment.
fn standing(ui: Ui, cell: &MatrixCell) -> String {
    let lang = ui.lang;
    let due = cell.due_on.map_or_else(
        || lang.no_deadline().to_owned(),
        |due| lang.matrix_due(&lang.due_date(due, cell.due_precision)),
    );
    let late = (cell.days_overdue > 0).then(|| lang.days_overdue(i64::from(cell.days_overdue)));
    let level = (cell.level > 0).then(|| lang.level(cell.level));
    let urged = (cell.unanswered_urges > 0).then(|| lang.matrix_urged(i64::from(cell.unanswered_urges)));
    let parts = [Some(cell.status.name(lang).to_owned()), late, Some(due), level, urged];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
