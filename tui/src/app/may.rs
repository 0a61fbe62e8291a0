//! Which commands can be used here and now.

use dondoc_shared::text::Lang;

use super::Model;
use crate::{
    dialog::kind,
    keys::{Command, Layer, table::entries_of},
};

/// Why a command cannot be used here and now, in words; none if it can.
pub fn refusal(model: &Model, lang: Lang, layer: Layer, command: Command) -> Option<String> {
    let common = &model.common;
    let entry = entries_of(layer).find(|entry| entry.command == command)?;
    if let Some(needs) = entry.needs.filter(|needs| !common.may(*needs)) {
        return Some(lang.not_permitted(needs));
    }
    if common.reads_only && entry.acts() {
        return Some(lang.tui_read_only_refused().to_owned());
    }
    let own = model.screens.refusal(common.screen, command, lang);
    let is_of_one =
        matches!(command, Command::Evidence | Command::CopyCode | Command::CopyAddress | Command::Note);
    if is_of_one && model.screens.selected(common.screen).0.is_none() {
        return Some(lang.tui_nothing_selected().to_owned());
    }
    let goes_on = matches!(
        command,
        Command::NextItem | Command::PreviousItem | Command::NextWaiting | Command::PreviousWaiting
    );
    if goes_on && common.screen.is_of_one() && common.list_behind().is_none() {
        return Some(lang.tui_no_list_behind().to_owned());
    }
    if command == Command::TenantPage && model.screens.tenant(common.screen).is_none() {
        return Some(lang.tui_nothing_selected().to_owned());
    }
    if command == Command::DirectiveMatrix && model.screens.directive(common.screen).is_none() {
        return Some(lang.tui_nothing_selected().to_owned());
    }
    let is_of_several = matches!(command, Command::Claim | Command::Snooze);
    if is_of_several && model.screens.targets(common.screen).is_empty() {
        return Some(lang.tui_nothing_selected().to_owned());
    }
    // Of several the plan says which cannot be decided so, and why.
    let is_planned = matches!(command, Command::Verify | Command::Extension | Command::Escalate);
    if is_planned && !model.screens.decided(common.screen).is_empty() {
        return own;
    }
    let begun = kind::begun_by(command, lang).filter(|_| own.is_none());
    let Some((acts, _)) = begun else { return own };
    let (selected, detail) = model.screens.selected(common.screen);
    let about = match command {
        // Of several the plan says which cannot be urged, and why; one may be another than the row under the cursor.
        Command::Urge | Command::UrgeMissing => {
            match model.screens.urged(common.screen, command).as_slice() {
                [] if command == Command::UrgeMissing => {
                    let left_out = model.screens.left_out(common.screen, command);
                    let said = lang.composer_nobody_missing().to_owned();
                    let [first, others @ ..] = left_out.as_slice() else { return Some(said) };
                    let more =
                        if others.is_empty() { String::new() } else { format!(" (+{})", others.len()) };
                    return Some(format!("{said} {}{more}", first.line(lang)));
                }
                [] => None,
                [(id, _)] if command == Command::Urge => Some(*id),
                _ => return None,
            }
        }
        _ => selected,
    };
    let Some(id) = about else { return Some(lang.tui_nothing_selected().to_owned()) };
    if let Some(detail) = detail.filter(|detail| detail.row.id == id) {
        return kind::refusal(acts, detail).map(|code| kind::in_words(code, &detail.row, lang));
    }
    let (row, queue) = model.screens.row_on(common.screen, id)?;
    let role = common.me.as_ref()?.role;
    kind::refusal_of_row(acts, role, row, queue).map(|code| kind::in_words(code, row, lang))
}
