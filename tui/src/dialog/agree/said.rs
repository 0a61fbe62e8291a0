//! What stands above the fields of the box in which an act is agreed to, and how much of it is shown at once.

use dondoc_shared::text::Lang;

use crate::{
    dialog::fields::box_width,
    step::Agreement,
    ui::{
        Ui, body_of,
        size::{is_cropped, is_one_column},
        text,
        theme::Token,
    },
};

/// Rows of the foot: notice (two), buttons, hint, and the border.
pub const FOOT: usize = 6;

/// What the act is about, in lines that fit the box: with what `typed` brings about, and that it was typed before.
pub fn lines(
    act: &dyn Agreement,
    (typed, is_restored): (&[String], bool),
    lang: Lang,
    size: (u16, u16),
) -> Vec<(Token, String)> {
    let wide = usize::from(box_width(size)).saturating_sub(4);
    let has_choice = !act.options(lang).is_empty();
    let restored = if has_choice { lang.tui_draft_restored() } else { lang.tui_draft_is_here() };
    let restored = is_restored.then(|| (Token::Accent, restored.to_owned()));
    let said = restored.into_iter().chain(act.about(lang)).chain(act.brings(lang, typed));
    let lines = |(token, said): (Token, String)| {
        text::hanging(&said, wide).into_iter().map(move |line| (token, line))
    };
    said.flat_map(lines).collect()
}

/// Whether `rows` rows that are typed and chosen fit into the box, below one line of what it is about and above its buttons.
pub fn fits(ui: Ui, rows: usize) -> bool {
    let inside = if is_one_column(ui.size) {
        usize::from(body_of(ui.size).height).saturating_sub(1)
    } else {
        usize::from(ui.size.1).saturating_sub(3)
    };
    // What is said of a fault has a row where few are shown, else two with a blank one and the keys.
    let foot = if is_cropped(ui.window) { 2 } else { 5 };
    1 + rows + foot <= inside
}

/// How many of the lines are shown at once above `rows` rows that are typed and chosen. There is always one: the rest comes by
/// scrolling.
pub fn room(ui: Ui, rows: usize) -> usize {
    let all = usize::from(ui.size.1).saturating_sub(2 + FOOT + rows);
    // In one column the title takes a row of what lies between header and status.
    let column = usize::from(body_of(ui.size).height).saturating_sub(FOOT + rows);
    let all = if is_one_column(ui.size) && !is_cropped(ui.window) { all.min(column) } else { all };
    // Where few rows are shown, the buttons are the last of them.
    all.min(ui.page().saturating_sub(1 + rows)).max(1)
}
