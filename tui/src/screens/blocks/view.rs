//! The groups of blocks, and below them the longest of the one under the cursor.

use dondoc_shared::wire::standing::BlockGroup;
use ratatui::{Frame, layout::Rect};

use super::{ABOVE, BELOW, State, list_rows};
use crate::ui::{
    Ui, View, below,
    list::{Cell, Column, Table},
    message, put_at, text,
    theme::Token,
    words,
};

const CAUSE: usize = 28;
const COUNT: usize = 7;
const DAYS: usize = 11;

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        let width = usize::from(area.width).saturating_sub(2);
        put_at(frame, area, 1, 0, &ui.line(Token::Muted, text::cut(lang.blocks_means(), width)));
        let Some(blocks) = self.blocks.value.as_ref().filter(|blocks| !blocks.groups.is_empty()) else {
            let none = self.blocks.value.is_some().then(|| lang.blocks_none().to_owned());
            return message(frame, ui, area, (1, ABOVE), &none.unwrap_or_else(|| self.blocks.blank(lang)));
        };
        let columns = [
            Column::rest(lang.blocks_column_on(), |group: &&BlockGroup| {
                Cell::or(lang.pick(&group.on.name_vi, &group.on.name_en), &group.on.short)
            }),
            Column::fixed(lang.blocks_column_cause(), CAUSE, |group: &&BlockGroup| {
                group.cause.map_or(lang.cause_not_given(), |cause| cause.name(lang))
            }),
            Column::fixed(lang.blocks_column_count(), COUNT, |group: &&BlockGroup| lang.number(group.count))
                .right(),
            Column::fixed(lang.blocks_column_days(), DAYS, |group: &&BlockGroup| {
                lang.blocks_days(group.days)
            })
            .right(),
        ];
        let window = (Some(self.list.place(&blocks.groups)), self.list.top, list_rows(ui.size));
        let rows = blocks.groups.iter().map(|group| (Token::Text, group));
        let table = Table::new(columns, usize::from(area.width), 0);
        table.draw(frame, ui, below(area, ABOVE - 1), window, rows);
        let Some(longest) = self.waiting().next() else { return };
        let foot = usize::from(area.height).saturating_sub(BELOW - 1);
        let tenant = lang.pick(&longest.tenant.name_vi, &longest.tenant.name_en);
        let said = lang.blocks_longest(&longest.task, tenant, &lang.date(longest.since));
        put_at(frame, area, 1, foot, &ui.line(Token::Title, text::cut(&said, width)));
        let title = lang.pick(&longest.title_vi, &longest.title_en);
        for (row, piece) in text::wrap(title, width).iter().take(BELOW - 3).enumerate() {
            put_at(frame, area, 1, foot + 1 + row, &ui.line(Token::Text, piece.text.trim_end().to_owned()));
        }
        let (token, said) = match self.urge_is_about() {
            Some(about) => (Token::Accent, about.get(lang).to_owned()),
            None => (Token::Warn, lang.blocks_nobody_to_urge().to_owned()),
        };
        put_at(frame, area, 1, foot + BELOW - 2, &ui.line(token, text::cut(&said, width)));
    }

    /// What Enter does.
    fn status(&self, ui: Ui) -> String {
        if self.blocks.is_waiting() {
            return ui.lang.tui_loading().to_owned();
        }
        self.filter().map(|filter| words::opens(ui, &filter)).unwrap_or_default()
    }
}
