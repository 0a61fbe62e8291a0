//! Which commands can be used here and now.

use dondoc_shared::error::ErrorCode;

use super::Model;
use crate::{
    dialog::kind::Kind,
    keys::{Command, Layer, table::entries_of},
};

/// Why a command cannot be used here and now, in words; none if it can.
pub fn refusal(model: &Model, layer: Layer, command: Command) -> Option<String> {
    let (common, lang) = (&model.common, model.common.lang);
    let entry = entries_of(layer).find(|entry| entry.command == command)?;
    if entry.needs.is_some_and(|needs| !common.may(needs)) {
        return Some(ErrorCode::NotPermitted.message(lang).to_owned());
    }
    let own = model.screens.refusal(common.screen, command, lang);
    let Some(kind) = Kind::of(command).filter(|_| own.is_none()) else { return own };
    match model.screens.selected(common.screen) {
        (_, Some(detail)) => kind.refusal(detail).map(|code| code.message(lang).to_owned()),
        (None, None) => Some(lang.tui_nothing_selected().to_owned()),
        (Some(_), None) => None,
    }
}
