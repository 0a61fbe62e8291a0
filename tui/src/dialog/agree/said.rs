//! What stands above the fields of the box in which an act is agreed to, and how much of it is shown at once.

use dondoc_shared::text::Lang;

use super::Agree;
use crate::{
    dialog::fields::box_width,
    ui::{Ui, text, theme::Token},
};

/// Rows of the foot: notice (two), buttons, hint, and the border.
pub const FOOT: usize = 6;

/// What the act is about, in lines that fit the box.
pub fn lines(agree: &Agree, lang: Lang, size: (u16, u16)) -> Vec<(Token, String)> {
    let wide = usize::from(box_width(size)).saturating_sub(4);
    let has_choice = !agree.act.options(lang).is_empty();
    let restored = if has_choice { lang.tui_draft_restored() } else { lang.tui_draft_is_here() };
    let restored = agree.is_restored.then(|| (Token::Accent, restored.to_owned()));
    let said = restored.into_iter().chain(agree.act.about(lang));
    let lines = |(token, said): (Token, String)| {
        text::hanging(&said, wide).into_iter().map(move |line| (token, line))
    };
    said.flat_map(lines).collect()
}

/// How many of the lines are shown at once above `rows` rows that are typed and chosen. There is always one: the rest comes by
/// scrolling.
pub fn room(ui: Ui, rows: usize) -> usize {
    let all = usize::from(ui.size.1).saturating_sub(2 + FOOT + rows);
    // Where few rows are shown, the buttons are the last of them.
    all.min(ui.page().saturating_sub(1 + rows)).max(1)
}
