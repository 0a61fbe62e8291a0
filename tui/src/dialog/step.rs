//! What keys and answers do to a dialog.

use dondoc_shared::{error::ErrorCode, wire::assignment::AssignmentDetail};

use super::{Attempt, Dialog, Kind, Stage, Stop, Waiting, deed, form};
use crate::{
    app::{Model, Step, toast::Tone, update::scrolled},
    keys::{Key, table::Command},
    net::{Answer, Call, Deed, Failure, Ticket},
    screens::{backlog, item},
    ui,
};

/// Drafts kept; more are forgotten all at once, which nobody reaches by hand.
const DRAFTS: usize = 200;

/// Opens a dialog about these facts.
pub fn begin(model: &mut Model, step: &Step<'_>, kind: Kind, detail: Box<AssignmentDetail>) {
    let draft = model.drafts.get(&(detail.row.id, kind)).cloned();
    model.dialog = Some(Dialog::new(kind, detail, draft, step.env.at));
}

/// Does the dialog wait for this answer?
pub fn awaits(model: &Model, ticket: Ticket) -> bool {
    model.dialog.as_ref().and_then(|dialog| dialog.waiting).is_some_and(|waiting| waiting.ticket() == ticket)
}

/// A key that is typed.
pub fn edit(model: &mut Model, key: Key) {
    let width = ui::dialog::field_width(model.size);
    let Some(dialog) = model.dialog.as_mut().filter(|dialog| dialog.waiting.is_none()) else { return };
    match dialog.stop() {
        Stop::Field(place) => {
            if let Some(field) = dialog.form.fields.get_mut(place) {
                form::press(field, key, width);
                dialog.notice = None;
            }
        }
        Stop::Word => form::type_key(&mut dialog.word, key, 40),
        Stop::Cancel | Stop::Go => {}
    }
}

/// Text that is pasted.
pub fn paste(model: &mut Model, text: &str) {
    let Some(dialog) = model.dialog.as_mut().filter(|dialog| dialog.waiting.is_none()) else { return };
    if let Stop::Field(place) = dialog.stop()
        && let Some(field) = dialog.form.fields.get_mut(place)
    {
        form::paste(field, text);
    }
}

/// A command.
pub fn command(model: &mut Model, step: &mut Step<'_>, command: Command, key: Key) {
    let Some(dialog) = &mut model.dialog else { return };
    let stops = dialog.stops().len().max(1);
    match command {
        Command::NextPane => dialog.focus = (dialog.focus + 1) % stops,
        Command::PreviousPane => dialog.focus = (dialog.focus + stops - 1) % stops,
        Command::Left | Command::Right => {
            let other = if dialog.stop() == Stop::Cancel { Stop::Go } else { Stop::Cancel };
            dialog.focus = dialog.stops().iter().position(|stop| *stop == other).unwrap_or(0);
        }
        Command::Up | Command::Down if matches!(dialog.stop(), Stop::Field(_)) => edit(model, key),
        Command::Up | Command::Down | Command::PageUp | Command::PageDown => {
            let (length, page) = ui::dialog::extent(model);
            if let Some(dialog) = &mut model.dialog {
                dialog.scroll = scrolled(dialog.scroll, command, length, page);
            }
        }
        Command::Confirm => match dialog.stop() {
            Stop::Field(place) if matches!(dialog.form.fields.get(place), Some(form::Field::Text(_))) => {
                edit(model, key);
            }
            Stop::Field(_) | Stop::Word => dialog.focus = (dialog.focus + 1) % stops,
            Stop::Cancel => back(model, step),
            Stop::Go => go(model, step),
        },
        Command::Yes if dialog.stage != Stage::Edit => go(model, step),
        Command::Back => back(model, step),
        _ => {}
    }
}

/// One step back: from the confirmation to the form, from the form out. What was typed is kept.
fn back(model: &mut Model, step: &Step<'_>) {
    let Some(dialog) = &mut model.dialog else { return };
    match (dialog.waiting, dialog.stage) {
        // Whether an act was carried out must be known before its dialog goes.
        (Some(Waiting::Deed(_) | Waiting::Opening(_)), _) => {
            let text = model.lang.tui_still_sending();
            step.say(model, Tone::Note, text);
        }
        (_, Stage::Confirm) => to_stage(dialog, Stage::Edit, step),
        (_, Stage::Begin | Stage::Edit) => close(model),
    }
}

fn close(model: &mut Model) {
    let Some(dialog) = model.dialog.take() else { return };
    if model.drafts.len() >= DRAFTS {
        model.drafts.clear();
    }
    model.drafts.insert((dialog.detail.row.id, dialog.kind), dialog.form);
}

fn to_stage(dialog: &mut Dialog, stage: Stage, step: &Step<'_>) {
    dialog.stage = stage;
    dialog.since = step.env.at;
    dialog.focus = 0;
    dialog.scroll = 0;
    dialog.waiting = None;
    dialog.preview = None;
    dialog.word.reset();
}

/// The button that goes on.
fn go(model: &mut Model, step: &mut Step<'_>) {
    let Some(dialog) = model.dialog.as_mut().filter(|dialog| dialog.can_go()) else { return };
    dialog.notice = None;
    match dialog.stage {
        Stage::Begin => write(model, step, Deed::Open),
        Stage::Edit => check(model, step),
        Stage::Confirm => match dialog.deed() {
            Ok(deed) => write(model, step, deed),
            Err(_) => to_stage(dialog, Stage::Edit, step),
        },
    }
}

/// From the form to the confirmation, if the form holds.
fn check(model: &mut Model, step: &mut Step<'_>) {
    let lang = model.lang;
    let Some(dialog) = &mut model.dialog else { return };
    match dialog.deed() {
        Err((code, place)) => {
            let is_date = matches!(dialog.form.fields.get(place), Some(form::Field::Date(_)));
            let unreadable = code == ErrorCode::InvalidInput && is_date;
            dialog.notice =
                Some(if unreadable { lang.tui_date_unreadable() } else { code.message(lang) }.to_owned());
            dialog.focus_field(place);
        }
        Ok(deed) => {
            to_stage(dialog, Stage::Confirm, step);
            let id = dialog.detail.row.id;
            if let Some(proposal) = deed::proposal(&deed) {
                let ticket = step.ask(model, Call::Preview(id, proposal));
                if let Some(dialog) = &mut model.dialog {
                    dialog.waiting = Some(Waiting::Preview(ticket));
                }
            }
        }
    }
}

/// Sends an act. The same act of the same version carries the same key as the try before.
fn write(model: &mut Model, step: &mut Step<'_>, deed: Deed) {
    let Some(dialog) = &mut model.dialog else { return };
    let (id, version) = (dialog.detail.row.id, dialog.version);
    let before = dialog.attempt.take().filter(|attempt| attempt.deed == deed && attempt.version == version);
    let attempt = before.unwrap_or(Attempt { key: step.env.key, version, deed: deed.clone() });
    let key = attempt.key;
    let opening = deed == Deed::Open;
    dialog.attempt = Some(attempt);
    let ticket = step.ask(model, Call::Write { id, version, key, deed });
    if let Some(dialog) = &mut model.dialog {
        dialog.waiting = Some(if opening { Waiting::Opening(ticket) } else { Waiting::Deed(ticket) });
    }
}

/// The answer that the dialog waits for.
pub fn answered(model: &mut Model, step: &mut Step<'_>, answer: Result<Answer, Failure>) {
    let Some(dialog) = &mut model.dialog else { return };
    let Some(waiting) = dialog.waiting.take() else { return };
    match (waiting, answer) {
        (Waiting::Preview(_), Ok(Answer::Preview(preview))) => {
            // Only now is there something to confirm: keys from before were not meant for it.
            dialog.since = step.env.at;
            dialog.preview = Some(preview);
        }
        (Waiting::Opening(_), Ok(Answer::Written(written))) => {
            dialog.version = written.version;
            dialog.attempt = None;
            to_stage(dialog, Stage::Edit, step);
            item::reload(model, step);
        }
        (Waiting::Deed(_), Ok(Answer::Written(_))) => done(model, step),
        (Waiting::Facts(_), Ok(Answer::Item(detail))) => renewed(model, step, detail),
        (_, Ok(_)) => failed(model, step, &Failure::Garbled),
        (_, Err(failure)) => failed(model, step, &failure),
    }
}

fn done(model: &mut Model, step: &mut Step<'_>) {
    let Some(dialog) = model.dialog.take() else { return };
    let id = dialog.detail.row.id;
    model.drafts.remove(&(id, dialog.kind));
    let text = model.lang.tui_act_done(ui::dialog::words::go(model.lang, &dialog), &dialog.detail.row.code);
    step.say(model, Tone::Done, text);
    item::reload(model, step);
    backlog::changed(model, step, id);
}

fn failed(model: &mut Model, step: &mut Step<'_>, failure: &Failure) {
    let lang = model.lang;
    let Some(dialog) = &mut model.dialog else { return };
    if failure.is_definite() {
        dialog.attempt = None;
    }
    if failure.code() == Some(ErrorCode::VersionStale) {
        let id = dialog.detail.row.id;
        let ticket = step.ask(model, Call::Item(id));
        if let Some(dialog) = &mut model.dialog {
            to_stage(dialog, Stage::Edit, step);
            dialog.notice = Some(lang.tui_changed_meanwhile().to_owned());
            dialog.waiting = Some(Waiting::Facts(ticket));
        }
        return;
    }
    // A preview that failed leaves nothing to confirm.
    if dialog.stage == Stage::Confirm && dialog.needs_preview() && dialog.preview.is_none() {
        to_stage(dialog, Stage::Edit, step);
    }
    dialog.notice = Some(failure.text(lang));
}

/// The facts after somebody else's change: the text stays, the version is the new one, and the act may be gone.
fn renewed(model: &mut Model, step: &Step<'_>, detail: Box<AssignmentDetail>) {
    item::show(model, &detail);
    let Some(dialog) = &mut model.dialog else { return };
    dialog.version = detail.row.version;
    dialog.blocked = dialog.kind.refusal(&detail);
    let notice = dialog.notice.take();
    if dialog.kind == Kind::Verify && dialog.blocked.is_none() && !super::is_opened(&detail) {
        to_stage(dialog, Stage::Begin, step);
    }
    dialog.notice = notice;
    dialog.detail = detail;
}
