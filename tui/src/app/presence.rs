//! Who judges a submission is seen by the others of the Working Group, so that two do not judge the same one (R167).

use std::time::Duration;

use dondoc_shared::{id::AssignmentId, lifecycle::Status, role::Permission, wire::handling::Others};

use super::Model;
use crate::{
    keys::Screen,
    net::{Call, Order},
    step::{
        News, Step, Turn,
        handled::{Handled, Said},
        toast::Tone,
        waiting::{Arrived, Asker, Waiting},
    },
    ui::handling,
};

/// How long what was said goes without being said again, by whoever presses a key after that: well within what it counts for.
const RENEWED: Duration = Duration::from_mins(5);

/// What the server was told. One thing is told at a time, so that what was told last is what stands there.
#[derive(Debug, Default)]
pub struct Presence {
    /// Which submission is read, and since when the server knows.
    told: Option<(AssignmentId, Duration)>,
    /// Of which it is being told.
    about: Option<AssignmentId>,
    waiting: Waiting<Others>,
}

/// Tells the server of the submission that is read now, and that the one before it no longer is.
pub fn follow(model: &mut Model, turn: &mut Turn) {
    let (told, here) = (model.presence.told, read_now(model));
    if model.presence.waiting.is_open() {
        return;
    }
    // Who only leaves the page open is not there.
    let is_fresh = |at: Duration| model.used_at < at.saturating_add(RENEWED);
    let (id, reading) = match (told, here) {
        (Some((before, _)), here) if here != Some(before) => (before, false),
        (Some((_, at)), _) if is_fresh(at) => return,
        (_, Some(id)) => (id, true),
        (_, None) => return,
    };
    let step = &mut Step::new(&mut model.common, turn, Asker::Presence);
    let order = Order::BePresent { id, reading };
    let waiting = step.ask(Call::Order { key: step.key(), order });
    model.presence = Presence { told: reading.then(|| (id, step.at())), about: Some(id), waiting };
}

/// The submission that somebody decides on or reads who could judge it.
fn read_now(model: &Model) -> Option<AssignmentId> {
    let common = &model.common;
    if common.me.is_none() || !common.may(Permission::Handle) || common.reads_only || common.is_locked {
        return None;
    }
    let decided = model.dialogs.open.as_ref().map(|dialog| &*dialog.detail);
    let read = model.screens.selected(Screen::Item).1.filter(|_| common.screen == Screen::Item);
    let row = &decided.or(read)?.row;
    (row.status == Status::Submitted).then_some(row.id)
}

/// Who else reads it is said at once where somebody does, and stands on its page and in the lists.
pub fn answered(model: &mut Model, turn: &mut Turn, arrived: &mut Arrived) {
    let Some(answer) = model.presence.waiting.take(arrived) else { return };
    // Whoever cannot be told of is not worth a message.
    let (Ok(Others { present }), Some(id)) = (answer, model.presence.about) else { return };
    let is_here = model.presence.told.is_some_and(|(told, _)| told == id);
    let step = &mut Step::new(&mut model.common, turn, Asker::Presence);
    if let Some(present) = present.as_ref().filter(|_| is_here) {
        step.say(Tone::Note, |lang| handling::present(lang, present));
    }
    step.tell(News::Handled(Handled { ids: vec![id], said: Said::Present(present) }));
}
