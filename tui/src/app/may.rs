//! Which commands can be used here and now.

use dondoc_shared::{error::ErrorCode, text::Lang};

use super::Model;
use crate::{
    dialog::kind,
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
    let begun = kind::begun_by(command, lang).filter(|_| own.is_none());
    let Some((acts, _)) = begun else { return own };
    // Of several the plan says which cannot be urged, and why.
    match model.screens.urged(common.screen, command).len() {
        0 if command == Command::UrgeMissing => return Some(lang.composer_nobody_missing().to_owned()),
        n if command == Command::UrgeMissing || n > 1 => return None,
        _ => {}
    }
    match model.screens.selected(common.screen) {
        (_, Some(detail)) => kind::refusal(acts, detail).map(|code| code.message(lang).to_owned()),
        (None, None) => Some(lang.tui_nothing_selected().to_owned()),
        (Some(id), None) => {
            let row = model.screens.row(id).filter(|_| common.screen == Screen::Backlog)?;
            let role = common.me.as_ref()?.role;
            kind::refusal_of_row(acts, role, row).map(|code| code.message(lang).to_owned())
        }
    }
}
