//! While somebody has a submission on the screen the others of the Working Group can see it, so that two do not judge the same one
//! (R167).

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

/// How long what was said goes without being said again, by whoever still does something: well within what it counts for.
const RENEWED: Duration = Duration::from_mins(5);

/// What the server was told, and what it was asked.
#[derive(Debug, Default)]
pub struct Presence {
    told: Option<(AssignmentId, Duration)>,
    waiting: Waiting<Others>,
}

/// Tells the server of the submission that has come on the screen, and that the one before it has left.
pub fn follow(model: &mut Model, turn: &mut Turn) {
    let (told, here) = (model.presence.told, on_screen(model));
    let is_fresh = |at: Duration| turn.env.at < at.saturating_add(RENEWED);
    if told.map(|(id, _)| id) == here && told.is_none_or(|(_, at)| is_fresh(at)) {
        return;
    }
    let step = &mut Step::new(&mut model.common, turn, Asker::Presence);
    let say =
        |step: &Step<'_>, id, open| Call::Order { key: step.key(), order: Order::BePresent { id, open } };
    if let Some((before, _)) = told.filter(|(id, _)| Some(*id) != here) {
        step.send(say(step, before, false));
    }
    model.presence.told = here.map(|id| (id, step.at()));
    if let Some(id) = here {
        model.presence.waiting = step.ask(say(step, id, true));
    }
}

/// The submission that is read, by somebody who could judge it.
fn on_screen(model: &Model) -> Option<AssignmentId> {
    let common = &model.common;
    let could =
        common.me.is_some() && common.may(Permission::Handle) && !common.reads_only && !common.is_locked;
    let detail = model.screens.selected(Screen::Item).1?;
    let is_read = could && common.screen == Screen::Item && detail.row.status == Status::Submitted;
    is_read.then_some(detail.row.id)
}

/// Who else has it open is said on the page, and at once.
pub fn answered(model: &mut Model, turn: &mut Turn, arrived: &mut Arrived) {
    let Some(answer) = model.presence.waiting.take(arrived) else { return };
    // Whoever cannot be told of is not worth a message.
    let Some((present, (id, _))) = answer.ok().and_then(|others| others.present).zip(model.presence.told)
    else {
        return;
    };
    let step = &mut Step::new(&mut model.common, turn, Asker::Presence);
    step.say(Tone::Note, |lang| handling::present(lang, &present));
    step.tell(News::Handled(Handled { ids: vec![id], said: Said::Present(present) }));
}
