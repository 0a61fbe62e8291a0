//! What the server says. An answer whose ticket nobody waits for is dropped and counted.

use dondoc_shared::{role::Permission, wire::session::Me};

use super::{Model, Overlay, Screen, Step, link::Link, toast::Tone};
use crate::{
    dialog,
    net::{Answer, Call, Failure, Reply, Ticket},
    screens::{backlog, calendar, draft, item, log_in, mail, overview, policies, run, to_assign, urges},
};

/// Takes one reply.
pub fn take(model: &mut Model, step: &mut Step<'_>, reply: Reply) {
    match reply {
        Reply::Answer(ticket, answer) => answered(model, step, ticket, answer),
        Reply::Link(news) => {
            let was_live = model.link == Link::Live;
            model.link = Link::after(news, step.env.at);
            if was_live && model.link != Link::Live {
                let text = model.lang.tui_link_lost();
                step.say(model, Tone::Note, text);
            } else if model.link == Link::Live {
                // What was said about the loss is over, and what could not be read can be.
                model.toasts.dismiss();
                read_again(model, step);
            }
        }
        Reply::Changed(changed) => {
            backlog::changed(model, step, changed.assignment);
            overview::changed(model, step);
            item::changed(model, step, &changed);
        }
        Reply::Resync => {
            backlog::resync(model, step);
            overview::changed(model, step);
            item::reload(model, step);
        }
        Reply::SessionOver => {
            if !model.log_in.is_needed() {
                log_in::ask_again(model, step.env.at);
            }
        }
    }
}

/// Repeats the read of the screen if it failed.
fn read_again(model: &mut Model, step: &mut Step<'_>) {
    match model.screen {
        Screen::Overview if model.overview.failure.is_some() => overview::enter(model, step),
        Screen::Backlog if model.backlog.failure.is_some() => backlog::reload(model, step),
        Screen::Item if model.item.as_ref().is_some_and(|item| item.failure.is_some()) => {
            item::reload(model, step);
        }
        Screen::Run if model.run.has_failed() => run::reload(model, step),
        Screen::Urges if model.urges.failure.is_some() => urges::reload(model, step),
        Screen::ToAssign if model.to_assign.failure.is_some() => to_assign::reload(model, step),
        Screen::Calendar if model.calendar.failure.is_some() => calendar::reload(model, step),
        Screen::Mail if model.mail.failure.is_some() => mail::reload(model, step),
        Screen::Policies if model.policies.failure.is_some() => policies::reload(model, step),
        _ => {}
    }
}

fn answered(model: &mut Model, step: &mut Step<'_>, ticket: Ticket, answer: Result<Answer, Failure>) {
    let now = match &answer {
        Ok(Answer::Overview(overview)) => Some(overview.now),
        Ok(Answer::Page(page)) => Some(page.now),
        Ok(Answer::Item(detail)) => Some(detail.now),
        Ok(Answer::SignedIn(me)) => Some(me.now),
        _ => None,
    };
    if let Some(now) = now {
        model.server_now = Some((now, step.env.at));
    }
    if model.log_in.waiting == Some(ticket) {
        match answer {
            Ok(Answer::SignedIn(me)) => signed_in(model, step, me),
            Ok(_) => log_in::failed(model, step, &Failure::Garbled),
            Err(failure) => log_in::failed(model, step, &failure),
        }
        return;
    }
    if model.opening.is_some_and(|opening| opening.ticket == ticket) {
        opened(model, step, answer);
        return;
    }
    if dialog::step::awaits(model, ticket) {
        dialog::step::answered(model, step, answer);
        return;
    }
    if dialog::agree::awaits(model, ticket) {
        dialog::agree::answered(model, step, answer);
        return;
    }
    let taken = match answer {
        Ok(Answer::Overview(overview)) => overview::arrived(model, ticket, Ok(*overview)),
        Ok(Answer::Page(page)) => backlog::arrived(model, step, ticket, Ok(page)),
        Ok(Answer::Item(detail)) => {
            backlog::row_arrived(model, step, ticket, Ok(&detail.row))
                || item::arrived(model, ticket, Ok(detail))
        }
        Ok(Answer::Run(run)) => run::arrived(model, step, ticket, Ok(run)),
        Ok(Answer::Urges(page)) => urges::arrived(model, step, ticket, Ok(page)),
        Ok(Answer::UrgeStatistics(counts)) => urges::counted(model, step, ticket, Ok(counts)),
        Ok(Answer::Policies(list)) => policies::arrived(model, step, ticket, Ok(list)),
        Ok(Answer::ToBeAssigned(list)) => to_assign::arrived(model, step, ticket, Ok(list)),
        Ok(Answer::Calendar(answer)) => calendar::arrived(model, step, ticket, Ok(answer)),
        Ok(Answer::Mail(answer)) => mail::arrived(model, step, ticket, answer),
        Ok(answer @ (Answer::Simulation(_) | Answer::Table(_))) => {
            draft::arrived(model, step, ticket, Ok(answer))
        }
        Ok(Answer::SignedIn(_) | Answer::Preview(_) | Answer::Written(_) | Answer::Acted(_)) => false,
        Err(failure) => {
            overview::arrived(model, ticket, Err(failure.clone()))
                || backlog::row_arrived(model, step, ticket, Err(&failure))
                || backlog::arrived(model, step, ticket, Err(failure.clone()))
                || run::arrived(model, step, ticket, Err(failure.clone()))
                || urges::arrived(model, step, ticket, Err(failure.clone()))
                || urges::counted(model, step, ticket, Err(failure.clone()))
                || policies::arrived(model, step, ticket, Err(failure.clone()))
                || draft::arrived(model, step, ticket, Err(failure.clone()))
                || to_assign::arrived(model, step, ticket, Err(failure.clone()))
                || calendar::arrived(model, step, ticket, Err(failure.clone()))
                || mail::failed(model, step, ticket, &failure)
                || item::arrived(model, ticket, Err(failure))
        }
    };
    if !taken {
        model.dropped = model.dropped.saturating_add(1);
    }
}

/// The facts for a dialog are here: the act may no longer be possible.
fn opened(model: &mut Model, step: &mut Step<'_>, answer: Result<Answer, Failure>) {
    let Some(opening) = model.opening.take() else { return };
    match answer {
        Ok(Answer::Item(detail)) => match opening.kind.refusal(&detail) {
            None => dialog::step::begin(model, step, opening.kind, detail),
            Some(code) => {
                let text =
                    model.lang.tui_cannot_because(opening.kind.title(model.lang), code.message(model.lang));
                step.say(model, Tone::Note, text);
            }
        },
        Ok(_) => {}
        Err(failure) => {
            let text = failure.text(model.lang);
            step.say(model, Tone::Fault, text);
        }
    }
}

fn signed_in(model: &mut Model, step: &mut Step<'_>, me: Me) {
    if !me.role.may(Permission::ReadNational) {
        step.ask(model, Call::LogOut);
        let text = model.lang.tui_not_for_this_role().to_owned();
        log_in::refuse(model, text);
        return;
    }
    if !model.lang_chosen {
        model.lang = me.lang;
    }
    let same_person = model.me.as_ref().is_some_and(|before| before.id == me.id);
    model.me = Some(me);
    log_in::done(model);
    if !same_person {
        model.dialog = None;
        model.drafts.clear();
        model.item = None;
        model.backlog = backlog::State::default();
        model.overview = overview::State::default();
        model.run = run::State::default();
        model.policies = policies::State::default();
        model.urges = urges::State::default();
        model.mail = mail::State::default();
        model.calendar = calendar::State::default();
        model.to_assign = to_assign::State::default();
        (model.draft, model.agree) = (None, None);
        model.screen = Screen::Overview;
        model.overlay = model.overlay.take().filter(|overlay| !matches!(overlay, Overlay::Quit { .. }));
    }
    backlog::resync(model, step);
    // Reads are made again; what was being written is asked again by its dialog.
    match model.screen {
        Screen::Overview => overview::enter(model, step),
        Screen::Backlog => backlog::reload(model, step),
        Screen::Item => item::reload(model, step),
        Screen::Run => run::reload(model, step),
        Screen::Policies => policies::reload(model, step),
        Screen::Urges => urges::reload(model, step),
        Screen::Mail => mail::reload(model, step),
        Screen::Calendar => calendar::reload(model, step),
        Screen::ToAssign => to_assign::reload(model, step),
        // What was typed and what was seen is all there is.
        Screen::Draft | Screen::Simulation => {}
    }
}
