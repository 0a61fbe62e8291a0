//! What the server says of outgoing mail.

use dondoc_shared::wire::mail::Messages;

use super::{AGAIN, State};
use crate::{
    app::{Model, Step, toast::Tone},
    net::{Failure, MailAnswer, Ticket},
};

/// An answer. False if nobody waited for it.
pub fn arrived(model: &mut Model, step: &Step<'_>, ticket: Ticket, answer: MailAnswer) -> bool {
    let state = &mut model.mail;
    let Some(what) = taken(state, ticket) else { return false };
    match (what, answer) {
        (What::State, MailAnswer::State(head)) => {
            state.again_at = Some(step.env.at.saturating_add(AGAIN));
            state.head = Some(head);
        }
        (What::Page { first }, MailAnswer::Page(page)) => {
            state.has_log = true;
            take_page(state, page, first);
        }
        (What::Holds, MailAnswer::Holds(holds)) => state.holds = Some(holds),
        (What::Addresses, MailAnswer::Addresses(addresses)) => state.addresses = Some(addresses),
        (What::Detail, MailAnswer::Message(detail)) => {
            if let Some(open) = state.open.as_mut().filter(|open| open.id == detail.row.id) {
                open.detail = Some(detail);
            }
        }
        (What::Why, MailAnswer::Why(why)) => {
            if let Some(open) = &mut state.open {
                (open.why, open.failure) = (Some(why), None);
            }
        }
        _ => {
            failure(model, step, what, &Failure::Garbled);
            return true;
        }
    }
    match what {
        What::Detail | What::Why => {}
        _ => state.failure = None,
    }
    super::keep_in_view(model);
    true
}

/// Why there is no answer. False if nobody waited for it.
pub fn failed(model: &mut Model, step: &Step<'_>, ticket: Ticket, why: &Failure) -> bool {
    let Some(what) = taken(&mut model.mail, ticket) else { return false };
    failure(model, step, what, why);
    true
}

fn failure(model: &mut Model, step: &Step<'_>, what: What, why: &Failure) {
    let state = &mut model.mail;
    // It is tried again later; what was read stays.
    state.again_at = Some(step.env.at.saturating_add(AGAIN));
    let is_new = match what {
        What::Detail | What::Why => {
            let known = state.open.as_mut().map(|open| open.failure.replace(why.clone()));
            known.is_some_and(|known| known.is_none())
        }
        _ => state.failure.replace(why.clone()).is_none(),
    };
    if is_new {
        let text = why.text(model.lang);
        step.say(model, Tone::Fault, text);
    }
}

/// What was waited for.
#[derive(Clone, Copy)]
enum What {
    State,
    Page { first: bool },
    Holds,
    Addresses,
    Detail,
    Why,
}

fn taken(state: &mut State, ticket: Ticket) -> Option<What> {
    let waiting = &mut state.waiting;
    if let Some((_, first)) = waiting.page.take_if(|(awaited, _)| *awaited == ticket) {
        return Some(What::Page { first });
    }
    let slots = [
        (&mut waiting.state, What::State),
        (&mut waiting.holds, What::Holds),
        (&mut waiting.addresses, What::Addresses),
        (&mut waiting.detail, What::Detail),
        (&mut waiting.why, What::Why),
    ];
    slots.into_iter().find_map(|(slot, what)| slot.take_if(|awaited| *awaited == ticket).map(|_| what))
}

/// The newest page replaces as much of the list as it covers, so that the rows below it and the cursor stay.
fn take_page(state: &mut State, page: Messages, first: bool) {
    let place = state.log.id.and_then(|id| state.rows.iter().position(|row| row.id == id));
    if first {
        let end = page.items.last().map(|row| row.id);
        let below = match (&page.next, end) {
            (Some(_), Some(end)) => state.rows.iter().filter(|row| row.id < end).cloned().collect(),
            // It is the whole list.
            _ => Vec::new(),
        };
        if below.is_empty() {
            state.next = page.next;
        }
        state.rows = page.items;
        state.rows.extend(below);
    } else {
        let end = state.rows.last().map(|row| row.id);
        state.rows.extend(page.items.into_iter().filter(|row| end.is_none_or(|end| row.id < end)));
        state.next = page.next;
    }
    // A cursor whose message is gone stays where it was in the list; one at nothing begins at the top.
    if state.log.id.is_none_or(|id| !state.rows.iter().any(|row| row.id == id)) {
        let at = place.unwrap_or(0).min(state.rows.len().saturating_sub(1));
        state.log.id = state.rows.get(at).map(|row| row.id);
    }
}
