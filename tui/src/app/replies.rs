//! What the server says. An answer goes to whoever asked, and one that is no longer wanted there is dropped and counted.

use dondoc_shared::{text::Lang, wire::session::Me};

use super::{Model, presence::Presence};
use crate::{
    dialog::{
        Dialogs,
        agree::{self, drafts::Drafts},
        claiming::Claiming,
    },
    keys::Screen,
    net::{Answer, Failure, Reply, Ticket, UrgingAnswer},
    screens::Screens,
    step::{
        Known, News, Step, Turn, Wish,
        link::Link,
        overlay::Overlay,
        toast::Tone,
        waiting::{Arrived, Asker},
    },
};

/// Takes one reply.
pub fn take(model: &mut Model, turn: &mut Turn, reply: Reply) {
    match reply {
        Reply::Answer(ticket, answer) => answered(model, turn, ticket, answer),
        Reply::Link(news) => {
            let was_live = model.link == Link::Live;
            model.link = Link::after(news, turn.env.at);
            if was_live && model.link != Link::Live {
                Step::new(&mut model.common, turn, Asker::Dialog).say(Tone::Note, Lang::tui_link_lost);
            } else if model.link == Link::Live {
                // What was said about the loss is over, and what could not be read can be.
                model.common.toasts.dismiss();
                if model.common.looks.is_spoken() && !was_live {
                    Step::new(&mut model.common, turn, Asker::Dialog).say(Tone::Note, Lang::tui_link_back);
                }
                model.screens.read_again(model.common.screen, &mut model.common, turn);
            }
        }
        Reply::Changed(changed) => turn.wishes.push(Wish::Tell(News::Changed(changed.assignment))),
        Reply::Row(row) => turn.wishes.push(Wish::Tell(News::Row(row))),
        Reply::Resync => turn.wishes.push(Wish::Tell(News::Resync)),
        Reply::SessionOver => {
            // What it would do belongs to the session that is over.
            model.common.overlay.take_if(|overlay| matches!(overlay, Overlay::Finder(_)));
            model.log_in.ask_again(&mut Step::new(&mut model.common, turn, Asker::LogIn));
        }
    }
}

fn answered(model: &mut Model, turn: &mut Turn, ticket: Ticket, answer: Result<Answer, Failure>) {
    let now = match &answer {
        Ok(Answer::Overview(overview)) => Some(overview.now),
        Ok(Answer::Page(page)) => Some(page.now),
        Ok(Answer::Item(detail)) => Some(detail.now),
        Ok(Answer::SignedIn(me)) => Some(me.now),
        Ok(Answer::Urging(UrgingAnswer::Plan(plan))) => Some(plan.now),
        _ => None,
    };
    if let Some(now) = now {
        model.common.server_now = Some((now, turn.env.at));
    }
    let mut arrived = Arrived { ticket, answer: Some(answer) };
    if let Some(asked) = model.common.asked.remove(&ticket) {
        hand_over(model, turn, asked.by, &mut arrived);
    }
    if arrived.answer.is_some() {
        model.dropped = model.dropped.saturating_add(1);
    }
}

/// Hands an answer to whoever asked.
fn hand_over(model: &mut Model, turn: &mut Turn, asker: Asker, arrived: &mut Arrived) {
    if let Asker::Screen(screen) = asker {
        return model.screens.answered(screen, arrived, &mut model.common, turn);
    }
    let step = &mut Step::new(&mut model.common, turn, asker);
    match asker {
        Asker::Dialog => model.dialogs.answered(arrived, step),
        Asker::Claiming => model.claiming.answered(arrived, step),
        Asker::Agree => agree::answered(&mut model.agree, arrived, step),
        Asker::Presence => super::presence::answered(model, turn, arrived),
        Asker::Lookup => super::coded::answered(model, turn, arrived),
        Asker::LogIn => {
            if let Some(me) = model.log_in.answered(arrived, step) {
                signed_in(model, turn, me);
            }
        }
        Asker::Screen(_) => {}
    }
}

/// Reads are made again; what was being written is asked again by its dialog. Another person than before finds nothing of
/// what the first one did.
fn signed_in(model: &mut Model, turn: &mut Turn, me: Me) {
    if !model.lang_chosen {
        model.common.lang = me.lang;
    }
    // Whoever signs in has just pressed a key, however long the server took.
    model.used_at = turn.env.at;
    let same_person = model.common.me.as_ref().is_some_and(|before| before.id == me.id);
    model.common.me = Some(me);
    if !same_person {
        (model.dialogs, model.agree, model.held) = (Dialogs::default(), None, None);
        model.agree_drafts = Drafts::default();
        (model.claiming, model.presence) = (Claiming::default(), Presence::default());
        (model.lookup, model.recent) = (None, Vec::new());
        model.screens = Screens::default();
        (model.common.screen, model.common.trail) = (Screen::FIRST, Vec::new());
        model.common.known = Known::default();
        model.common.asked.clear();
        model.common.overlay.take_if(|overlay| matches!(overlay, Overlay::Quit { .. }));
    }
    model.screens.signed_in(&mut model.common, turn);
}
