//! Which commands can be used here and now.

use dondoc_shared::{error::ErrorCode, text::Lang};

use super::Model;
use crate::{
    dialog::kind::Kind,
    keys::{Command, Layer, Screen, table::entries_of},
};

/// Why a command cannot be used here and now, in words; none if it can.
pub fn refusal(model: &Model, lang: Lang, layer: Layer, command: Command) -> Option<String> {
    let common = &model.common;
    let entry = entries_of(layer).find(|entry| entry.command == command)?;
    if entry.needs.is_some_and(|needs| !common.may(needs)) {
        return Some(ErrorCode::NotPermitted.message(lang).to_owned());
    }
    let own = model.screens.refusal(common.screen, command, lang);
    let Some(kind) = Kind::of(command).filter(|_| own.is_none()) else { return own };
    match model.screens.selected(common.screen) {
        (_, Some(detail)) => kind.refusal(detail).map(|code| code.message(lang).to_owned()),
        (None, None) => Some(lang.tui_nothing_selected().to_owned()),
        (Some(id), None) => {
            let row = model.screens.row(id).filter(|_| common.screen == Screen::Backlog)?;
            kind.refusal_of_row(common.me.as_ref()?.role, row).map(|code| code.message(lang).to_owned())
        }
    }
}
