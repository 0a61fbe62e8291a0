//! The tasks whose tenants are not named yet, and below them the one under the cursor in full.

use dondoc_shared::{text::Lang, wire::national::TaskToAssign};
use ratatui::{Frame, layout::Rect};

use super::{ABOVE, BELOW, State, list_rows};
use crate::ui::{
    Ui, View, below,
    list::{Column, Table},
    message, put_at, text,
    theme::Token,
    words,
};

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        let width = usize::from(area.width).saturating_sub(2);
        put_at(frame, area, 1, 0, &ui.line(Token::Muted, text::cut(lang.tui_to_assign_means(), width)));
        let Some(list) = self.tasks.value.as_ref().filter(|list| !list.items.is_empty()) else {
            let none = self.tasks.value.is_some().then(|| lang.tui_to_assign_none().to_owned());
            let said = none.unwrap_or_else(|| self.tasks.blank(lang));
            return message(frame, ui, area, (1, ABOVE), &said);
        };
        let columns = [
            Column::fixed(lang.tui_column_code(), 11, |task: &&TaskToAssign| task.code.clone()),
            Column::fixed(lang.tui_column_due(), 14, |task: &&TaskToAssign| due(lang, task)),
            Column::rest(lang.tui_column_title(), |task: &&TaskToAssign| {
                lang.pick(&task.title_vi, &task.title_en).to_owned()
            }),
        ];
        let rows = list.items.iter().map(|task| {
            let late = task.due_on.is_some_and(|due| due < list.today);
            (if late { Token::Danger } else { Token::Text }, task)
        });
        let here = self.list.place(&list.items);
        let table = Table::new(columns, usize::from(area.width), 1);
        let window = (Some(here), self.list.top, list_rows(ui.size));
        table.draw(frame, ui, below(area, ABOVE - 1), window, rows);
        let Some(task) = list.items.get(here) else { return };
        let foot = usize::from(area.height).saturating_sub(BELOW - 1);
        let clause = lang.pick(&task.clause_vi, &task.clause_en);
        let source = text::joined(&[&task.directive, clause], " · ");
        put_at(frame, area, 1, foot, &ui.line(Token::Title, text::cut(&source, width)));
        let title = lang.pick(&task.title_vi, &task.title_en);
        for (row, piece) in text::wrap(title, width).iter().take(BELOW - 2).enumerate() {
            put_at(frame, area, 1, foot + 1 + row, &ui.line(Token::Text, piece.text.trim_end().to_owned()));
        }
    }

    fn status(&self, ui: Ui) -> String {
        let (lang, count) = (ui.lang, self.items().len());
        match count {
            _ if self.tasks.is_waiting() => lang.tui_loading().to_owned(),
            0 => String::new(),
            count => lang.tui_row_of(
                &words::count(lang, self.list.place(self.items()) + 1),
                &words::count(lang, count),
            ),
        }
    }
}

fn due(lang: Lang, task: &TaskToAssign) -> String {
    task.due_on.map_or_else(|| lang.no_deadline().to_owned(), |due| lang.due_date(due, task.due_precision))
}
