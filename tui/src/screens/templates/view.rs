//! The list of templates with the one under the cursor in both languages below it; or the form.

use dondoc_shared::wire::urge::UrgeTemplate;
use ratatui::{Frame, layout::Rect};

use super::{
    State,
    form::{Editing, Stop},
    layout::{document, list_rows},
};
use crate::{
    dialog::{
        fields::text_width,
        page::{self, Button, Page},
    },
    ui::{
        Ui, View, below,
        list::{Column, Table},
        message, more_below, put, put_at, text,
        theme::Token,
    },
};

const CODE: usize = 14;

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        if let Some(editing) = &self.editing {
            return draw_form(frame, ui, area, editing);
        }
        let Some(templates) = &self.templates.value else {
            return message(frame, ui, area, (2, 1), &self.templates.blank(lang));
        };
        if templates.items.is_empty() {
            return message(frame, ui, area, (1, 1), lang.templates_none());
        }
        let columns = [
            Column::fixed(lang.templates_column_code(), CODE, |one: &&UrgeTemplate| one.code.clone()),
            Column::fixed(lang.desk_column_version(), 4, |one: &&UrgeTemplate| one.version.to_string()),
            Column::rest(lang.almanac_column_name(), |one: &&UrgeTemplate| {
                lang.pick(&one.name_vi, &one.name_en).to_owned()
            }),
        ];
        let window = (Some(self.list.place(&templates.items)), self.list.top, list_rows(ui.size));
        let rows = templates.items.iter().map(|one| (Token::Text, one));
        Table::new(columns, usize::from(area.width), 0).draw(frame, ui, area, window, rows);
        let Some(one) = self.selected() else { return };
        let (area, lines) = (below(area, list_rows(ui.size) + 2), document(ui, one));
        let rows = usize::from(area.height);
        for (row, line) in lines.iter().skip(self.scroll).take(rows).enumerate() {
            put(frame, area, row, line);
        }
        if let Some(more) = more_below(ui, lines.len(), self.scroll + rows) {
            let more = format!(" {more} ");
            let column = usize::from(area.width).saturating_sub(text::width(&more));
            put_at(frame, area, column, rows.saturating_sub(1), &ui.line(Token::Muted, more));
        }
    }

    fn status(&self, ui: Ui) -> String {
        if self.templates.is_waiting() { ui.lang.tui_loading().to_owned() } else { String::new() }
    }
}

fn draw_form(frame: &mut Frame<'_>, ui: Ui, area: Rect, editing: &Editing) {
    let lang = ui.lang;
    let width = text_width(ui.size);
    let stop = editing.focus;
    let title = lang.templates_title(&editing.stored.code, editing.stored.version);
    let labels = Editing::labels(lang).map(|label| (label, Vec::new()));
    let fields: Vec<_> = editing.form.fields.iter().zip(labels).collect();
    let focus = if let Stop::Field(place) = stop { Some(place) } else { None };
    let mut lines = page::lines(ui, vec![(Token::Title, title)], &fields, focus);
    let hint = text::wrap(lang.templates_placeholders(), width);
    lines.extend(hint.into_iter().map(|piece| (ui.line(Token::Muted, piece.text), None)));
    let buttons = [(lang.tui_button_close(), Stop::Cancel), (lang.templates_button_save(), Stop::Go)];
    let buttons = buttons.map(|(label, at)| Button { label, focused: stop == at, usable: true });
    let (notice, keys) = (editing.notice.as_ref(), lang.templates_form_keys());
    page::draw(frame, ui, area, &Page { lines, notice, buttons: buttons.into(), keys });
}
