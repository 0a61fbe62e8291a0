//! What stands above the fields of the box in which an act is agreed to, and how much of it is shown at once.

use dondoc_shared::text::Lang;

use crate::{
    dialog::fields::box_width,
    step::Agreement,
    ui::{Ui, text, theme::Token},
};

/// Rows of the foot: notice (two), buttons, hint, and the border.
pub const FOOT: usize = 6;

/// What the act is about, in lines that fit the box.
pub fn lines(act: &dyn Agreement, lang: Lang, size: (u16, u16)) -> Vec<(Token, String)> {
    let wide = usize::from(box_width(size)).saturating_sub(4);
    let said = act.about(lang).into_iter();
    let wrapped = said.flat_map(|(token, said)| {
        text::wrap(&said, wide).into_iter().map(move |piece| (token, piece.text.trim_end().to_owned()))
    });
    wrapped.collect()
}

/// How many of the lines are shown at once above `rows` rows that are typed and chosen. There is always one: the rest comes by
/// scrolling.
pub fn room(ui: Ui, rows: usize) -> usize {
    let all = usize::from(ui.size.1).saturating_sub(2 + FOOT + rows);
    // Where few rows are shown, the buttons are the last of them.
    all.min(ui.page().saturating_sub(1 + rows)).max(1)
}
