//! The reducer: what happened, and what comes of it. No clock, no chance, no input or output.

use std::time::Duration;

use dondoc_shared::id::AssignmentId;

use super::{
    Model, Opening, Overlay, Screen, Step,
    effect::Effect,
    env::Env,
    focus::{self, Layer},
    link::Link,
    msg::Msg,
    replies,
    toast::Tone,
};
use crate::{
    dialog::{self, Kind},
    keys::{
        self, Key, Routed, ime,
        table::{Command, ENTRIES},
    },
    net::Call,
    screens::{backlog, calendar, draft, item, log_in, mail, overview, policies, run, to_assign, urges},
    ui,
};

/// Keys typed before a dialog was on the screen for this long do not reach it.
pub const ARM: Duration = Duration::from_millis(300);
/// Two Ctrl-C within this time leave.
const TWICE: Duration = Duration::from_secs(2);

/// One step.
pub fn update(model: &mut Model, env: &Env, msg: Msg) -> Vec<Effect> {
    let mut step = Step { env, effects: Vec::new() };
    match msg {
        Msg::Key(key) => press(model, &mut step, key),
        Msg::Paste(text) => paste(model, &mut step, &text),
        Msg::Resize(columns, rows) => {
            model.size = (columns, rows);
            backlog::keep_in_view(model);
            overview::keep_in_view(model);
            run::keep_in_view(model);
            policies::keep_in_view(model);
            urges::keep_in_view(model);
            mail::keep_in_view(model);
            calendar::keep_in_view(model);
            to_assign::keep_in_view(model);
        }
        Msg::Reply(reply) => replies::take(model, &mut step, *reply),
        Msg::Tick => tick(model, &mut step),
        Msg::Saved(outcome) => {
            let (tone, text) = match outcome {
                Ok(path) => (Tone::Done, model.lang.desk_saved(&path)),
                Err(why) => (Tone::Fault, model.lang.desk_not_saved(&why)),
            };
            step.say(model, tone, text);
        }
        Msg::TaskPanicked(place) => {
            let text = model.lang.tui_background_fault(&place);
            step.say(model, Tone::Fault, text);
        }
    }
    step.effects
}

fn tick(model: &mut Model, step: &mut Step<'_>) {
    log_in::tick(model, step);
    backlog::tick(model, step);
    overview::tick(model, step);
    mail::tick(model, step);
}

fn press(model: &mut Model, step: &mut Step<'_>, key: Key) {
    let layer = focus::layer(model);
    if !layer.is_text() && ime::is_composed(key) {
        model.pending = None;
        if !model.ime_hinted && layer != Layer::TooSmall {
            model.ime_hinted = true;
            let hint = model.lang.tui_ime_hint();
            step.say(model, Tone::Note, hint);
        }
        return;
    }
    let pending = model.pending.take();
    let routed = keys::route(layer, pending, key);
    if !is_armed(model, layer, step.env.at)
        && !matches!(
            routed,
            Routed::Command(Command::Back | Command::Interrupt | Command::Language | Command::Repaint)
        )
    {
        return;
    }
    match routed {
        Routed::Prefix(key) => model.pending = Some(key),
        Routed::Command(command) => run(model, step, layer, command, key),
        Routed::Unbound => match layer {
            Layer::LogIn => log_in::edit(model, key),
            Layer::Filter => backlog::edit(model, key),
            Layer::Form => dialog::step::edit(model, key),
            Layer::Draft => draft::edit(model, key),
            Layer::MailLine => mail::edit(model, key),
            Layer::Agree => dialog::agree::edit(model, key),
            _ => {}
        },
    }
}

/// Has what has the focus been on the screen long enough to be meant?
fn is_armed(model: &Model, layer: Layer, at: Duration) -> bool {
    if layer == Layer::Agree {
        return model.agree.as_ref().is_none_or(|agree| agree.is_armed(at));
    }
    let since = match (layer, &model.overlay, &model.dialog) {
        (Layer::Quit, Some(Overlay::Quit { since, .. }), _) => *since,
        (Layer::LogIn, ..) if model.log_in.again => model.log_in.since,
        (Layer::Form | Layer::Confirm, _, Some(dialog)) => dialog.since,
        _ => return true,
    };
    at >= since.saturating_add(ARM)
}

fn run(model: &mut Model, step: &mut Step<'_>, layer: Layer, command: Command, key: Key) {
    // Whatever the person does next, an earlier wish for a dialog is over.
    model.opening = None;
    if let Some(reason) = refusal(model, layer, command) {
        step.say(model, Tone::Note, reason);
        return;
    }
    if command == Command::Refresh && matches!(model.link, Link::Retrying { .. }) {
        step.ask(model, Call::RetryNow);
    }
    match command {
        Command::Interrupt => interrupt(model, step),
        Command::Repaint => step.effects.push(Effect::Repaint),
        Command::Language => {
            model.lang = model.lang.other();
            model.lang_chosen = true;
        }
        Command::Help => model.overlay = Some(Overlay::Help { about: layer, scroll: 0 }),
        Command::GoLog => model.overlay = Some(Overlay::Log { scroll: 0 }),
        Command::GoOverview => overview::enter(model, step),
        Command::GoBacklog => backlog::enter(model, step),
        Command::GoRun => run::enter(model, step),
        Command::GoPolicies => policies::enter(model, step),
        Command::GoUrges => urges::enter(model, step),
        Command::GoCalendar => calendar::enter(model, step),
        Command::GoMail => mail::enter(model, step),
        Command::Verify => open(model, step, Kind::Verify),
        Command::Urge => open(model, step, Kind::Urge),
        Command::Extension => open(model, step, Kind::Extension),
        Command::Escalate => open(model, step, Kind::Escalate),
        Command::Reopen => open(model, step, Kind::Reopen),
        _ => match layer {
            Layer::LogIn => log_in::command(model, step, command),
            Layer::Overview => overview::command(model, step, command),
            Layer::Backlog => backlog::command(model, step, command),
            Layer::Filter => backlog::filter_command(model, step, command),
            Layer::Item => item::command(model, step, command),
            Layer::Run => run::command(model, step, command),
            Layer::RunPeople => run::people_command(model, step, command),
            Layer::Urges => urges::command(model, step, command),
            Layer::Policies => policies::command(model, step, command),
            Layer::Policy => policies::one_command(model, step, command),
            Layer::Draft => draft::command(model, step, command, key),
            Layer::Simulation => draft::simulation_command(model, step, command),
            Layer::MailLog | Layer::MailHolds | Layer::MailAddresses => mail::command(model, step, command),
            Layer::Calendar | Layer::CalendarRows => calendar::command(model, step, command),
            Layer::ToAssign => to_assign::command(model, step, command),
            Layer::MailOne => mail::one_command(model, step, command),
            Layer::MailLine => mail::line_command(model, step, command),
            Layer::Agree => dialog::agree::command(model, step, command),
            Layer::Form | Layer::Confirm => dialog::step::command(model, step, command, key),
            Layer::Help | Layer::Log | Layer::Quit => overlay_command(model, step, command),
            Layer::TooSmall => {}
        },
    }
}

/// Why a command cannot be used here and now, in words; none if it can.
pub fn refusal(model: &Model, layer: Layer, command: Command) -> Option<String> {
    let entry = ENTRIES.iter().find(|e| e.command == command && e.layers.contains(&layer))?;
    if entry.needs.is_some_and(|needs| !model.may(needs)) {
        return Some(dondoc_shared::error::ErrorCode::NotPermitted.message(model.lang).to_owned());
    }
    let Some(kind) = Kind::of(command) else { return mail::refusal(model, command) };
    match layer {
        Layer::Item => {
            let detail = model.item.as_ref()?.detail.as_deref()?;
            kind.refusal(detail).map(|code| code.message(model.lang).to_owned())
        }
        Layer::Backlog if model.backlog.cursor.is_none() => {
            Some(model.lang.tui_nothing_selected().to_owned())
        }
        _ => None,
    }
}

fn interrupt(model: &mut Model, step: &mut Step<'_>) {
    if model.interrupted.is_some_and(|then| step.env.at.saturating_sub(then) < TWICE) {
        leave(model, step);
        return;
    }
    model.interrupted = Some(step.env.at);
    log_in::cancel(model);
    let text = model.lang.tui_interrupt_again();
    step.say(model, Tone::Note, text);
}

/// Ends the session and leaves.
pub fn leave(model: &mut Model, step: &mut Step<'_>) {
    if model.me.is_some() {
        step.ask(model, Call::LogOut);
    }
    step.effects.push(Effect::Leave);
}

/// Begins a dialog about the item on the screen, or about the row under the cursor once its facts are here.
fn open(model: &mut Model, step: &mut Step<'_>, kind: Kind) {
    let shown = model.item.as_ref().filter(|_| model.screen == Screen::Item);
    if let Some(detail) = shown.and_then(|item| item.detail.clone()) {
        dialog::step::begin(model, step, kind, detail);
        return;
    }
    let Some(id) = selected(model) else { return };
    let ticket = step.ask(model, Call::Item(id));
    model.opening = Some(Opening { ticket, kind });
}

/// The assignment that is meant: the one on the screen, or the one under the cursor.
fn selected(model: &Model) -> Option<AssignmentId> {
    match model.screen {
        Screen::Item => model.item.as_ref().map(|item| item.id),
        Screen::Backlog => model.backlog.cursor,
        Screen::Overview
        | Screen::Run
        | Screen::Policies
        | Screen::Draft
        | Screen::Simulation
        | Screen::Urges
        | Screen::Mail
        | Screen::Calendar
        | Screen::ToAssign => None,
    }
}

fn overlay_command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    let (length, page) = ui::overlay_size(model);
    let Some(overlay) = &mut model.overlay else { return };
    match (overlay, command) {
        (Overlay::Quit { leave: true, .. }, Command::Confirm) => leave(model, step),
        (
            Overlay::Quit { leave, .. },
            Command::NextPane | Command::PreviousPane | Command::Left | Command::Right,
        ) => {
            *leave = !*leave;
        }
        (_, Command::Confirm | Command::Back | Command::Close) => model.overlay = None,
        (Overlay::Help { scroll, .. } | Overlay::Log { scroll }, command) => {
            *scroll = scrolled(*scroll, command, length, page);
        }
        (Overlay::Quit { .. }, _) => {}
    }
}

/// Where a text of `length` lines stands after a movement, `page` lines of it being visible.
pub fn scrolled(from: usize, command: Command, length: usize, page: usize) -> usize {
    let half = (page / 2).max(1);
    let to = match command {
        Command::Up => from.saturating_sub(1),
        Command::Down => from.saturating_add(1),
        Command::PageUp => from.saturating_sub(half),
        Command::PageDown => from.saturating_add(half),
        Command::Top => 0,
        Command::Bottom => length,
        _ => from,
    };
    to.min(length.saturating_sub(page))
}

/// Pasted text goes into a field. In a list it opens the filter line with the text; elsewhere it does nothing: it is
/// never read as keys.
fn paste(model: &mut Model, step: &mut Step<'_>, text: &str) {
    match focus::layer(model) {
        Layer::LogIn => log_in::paste(model, text),
        Layer::Filter => backlog::paste(model, text),
        Layer::Form if is_armed(model, Layer::Form, step.env.at) => dialog::step::paste(model, text),
        Layer::Draft => draft::paste(model, text),
        Layer::MailLine => mail::paste(model, text),
        Layer::Agree if is_armed(model, Layer::Agree, step.env.at) && dialog::agree::paste(model, text) => {}
        Layer::Backlog if !text.trim().is_empty() && !text.trim().contains('\n') => {
            backlog::open_line(model);
            backlog::paste(model, text.trim());
        }
        _ => {
            let text = model.lang.tui_paste_refused();
            step.say(model, Tone::Note, text);
        }
    }
}
