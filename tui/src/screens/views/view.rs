//! The saved views with what each finds, and below them the one under the cursor in words.

use dondoc_shared::{
    filter::Filter,
    text::Lang,
    wire::{Count, view::View},
};
use ratatui::{Frame, layout::Rect, text::Line};
use tui_input::Input;

use super::{BELOW, Of, State, Typing, list_rows};
use crate::ui::{
    Ui, View as Looks, cursor_at,
    list::{Column, Table},
    message, put, put_at, text,
    theme::Token,
    time::in_full,
};

const KEY: usize = 36;
const COUNT: usize = 10;
const WHOSE: usize = 24;

impl Looks for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let (lang, listed) = (ui.lang, self.listed());
        let covered = ui.covered || self.typing.is_some();
        if listed.is_empty() {
            let none = self.views.value.is_some().then(|| lang.views_none_such().to_owned());
            let said = none.unwrap_or_else(|| self.views.blank(lang));
            message(frame, Ui { covered, ..ui }, area, (1, 1), &said);
        }
        let columns = [
            Column::rest(lang.views_column_name(), |view: &&View| view.name.clone()),
            Column::fixed("@", KEY, |view: &&View| format!("@{}", view.key)).if_room(1, 20),
            Column::fixed(lang.views_column_count(), COUNT, |view: &&View| self.counted(lang, view)).right(),
            Column::fixed(lang.views_column_whose(), WHOSE, |view: &&View| self.whose(lang, view))
                .if_room(0, 20),
        ];
        let window = (Some(self.list.place(&listed)), self.list.top, list_rows(ui.size));
        let rows = listed.iter().map(|view| (Token::Text, *view));
        Table::new(columns, usize::from(area.width), 0).draw(frame, Ui { covered, ..ui }, area, window, rows);
        let below = usize::from(area.height).saturating_sub(BELOW);
        put(frame, area, below, &ui.line(Token::Muted, "─".repeat(usize::from(area.width))));
        match &self.typing {
            Some(Typing::Narrow(input)) => typed(frame, ui, area, below + 1, (lang.views_narrow(), input)),
            Some(Typing::Name { input, shared }) => {
                typed(frame, ui, area, below + 1, (lang.views_field_name(), input));
                let of = if *shared { Of::Everybody } else { Of::Me };
                let change = if self.may_share { " ⇥" } else { "" };
                let said = format!("{}{change} · {}", of.name(lang), lang.views_filter_is(&self.filter));
                foot(frame, ui, area, below + 2, &said);
            }
            None => {
                let Some(view) = self.here() else { return };
                let at = view.at.map(|at| in_full(lang, at)).unwrap_or_default();
                let by = view.by.as_deref().map(|by| lang.views_saved_by(lang.actor(by), &at));
                let head = [Some(format!("@{}", view.key)), Some(self.whose(lang, view)), by];
                let head = head.into_iter().flatten().collect::<Vec<_>>().join(" · ");
                let width = usize::from(area.width).saturating_sub(2);
                put_at(frame, area, 1, below + 1, &ui.line(Token::Title, text::cut(&head, width)));
                foot(frame, ui, area, below + 2, &in_words(ui, view));
            }
        }
    }

    fn status(&self, ui: Ui) -> String {
        if self.views.is_waiting() {
            return ui.lang.tui_loading().to_owned();
        }
        match (&self.views.failure, self.here()) {
            _ if matches!(self.typing, Some(Typing::Name { .. })) => String::new(),
            (Some(failure), _) => failure.text(ui.lang),
            (None, Some(view)) => ui.lang.tui_opens_filter(&view.filter),
            (None, None) => String::new(),
        }
    }
}

impl State {
    fn counted(&self, lang: Lang, view: &View) -> String {
        match self.counts.get(&view.filter) {
            Some(Ok(Count { total, at_least: true })) => format!("{}+", lang.number(*total)),
            Some(Ok(Count { total, .. })) => lang.number(*total),
            Some(Err(_)) => "–".to_owned(),
            None => "…".to_owned(),
        }
    }

    /// Whose it is, and whether its name stands for another.
    fn whose(&self, lang: Lang, view: &View) -> String {
        let of = Of::view(view).name(lang);
        if self.is_hidden(view) { format!("{of}, {}", lang.views_hidden()) } else { of.to_owned() }
    }
}

/// What is said in the last two rows.
fn foot(frame: &mut Frame<'_>, ui: Ui, area: Rect, row: usize, said: &str) {
    let width = usize::from(area.width).saturating_sub(2);
    for (place, line) in text::lines(said, width, 2).into_iter().enumerate() {
        put_at(frame, area, 1, row + place, &ui.line(Token::Text, line));
    }
}

/// What a view finds, in plain words; as it was saved where that is not understood.
fn in_words(ui: Ui, view: &View) -> String {
    match (Filter::parse(&view.filter), ui.today) {
        (Ok(filter), Some(today)) => ui.lang.filter_in_words(&filter, today),
        _ => view.filter.clone(),
    }
}

/// A line that is typed, with its label.
fn typed(frame: &mut Frame<'_>, ui: Ui, area: Rect, row: usize, (label, input): (&str, &Input)) {
    let label = format!(" {label}: ");
    let column = text::width(&label);
    let room = usize::from(area.width).saturating_sub(column + 1);
    let scroll = input.visual_scroll(room.max(1));
    let shown = text::cut(text::behind(input.value(), scroll), room);
    put(frame, area, row, &Line::from(vec![ui.span(Token::Title, label), ui.span(Token::Text, shown)]));
    if !ui.covered {
        cursor_at(frame, area, column + input.visual_cursor().saturating_sub(scroll), row);
    }
}
