//! The reducer: what happened, and what comes of it. No clock, no chance, no input or output.

use std::time::Duration;

use crossterm::event::KeyCode;
use dondoc_shared::{
    id::AssignmentId,
    text::{Both, Lang},
};

use super::{
    Held, Model,
    focus::{Focus, focus},
    going::{self, go, jump},
    handling, help, lock,
    may::refusal,
    msg::Msg,
    overlays, presence, replies, searching,
};
use crate::{
    dialog::{
        Start,
        agree::{self, Agree},
        kind::Kind,
    },
    keys::{
        Command, Key, Layer, Screen, ime,
        layer::Kind as LayerKind,
        route::{Routed, route},
        table::{Keys, entries, entries_of},
    },
    net::Call,
    step::{
        ARM, Step, Turn, Wish, With, copy,
        effect::{Effect, Opened},
        env::Env,
        link::Link,
        overlay::{Finder, Overlay, Scope},
        toast::Tone,
        waiting::Asker,
    },
    ui::{size::SMALLEST, text},
};

/// Two Ctrl-C within this time leave.
const TWICE: Duration = Duration::from_secs(2);
/// The largest number before a movement; further is the end of the list.
const MOST: usize = 500;

/// Takes one message: changes the model, and answers what is to be done outside.
pub fn update(model: &mut Model, env: &Env, msg: Msg) -> Vec<Effect> {
    let mut turn = Turn { env: *env, effects: Vec::new(), wishes: Vec::new() };
    lock::heed(model, &mut turn);
    if matches!(msg, Msg::Key(_) | Msg::Paste(_)) {
        model.used_at = env.at;
    }
    let (stood, said) = (standing(model), model.common.toasts.said());
    match msg {
        Msg::Key(key) => press(model, &mut turn, key),
        Msg::Paste(text) => paste(model, &mut turn, &text),
        Msg::Resize(columns, rows) => {
            model.common.fit((columns, rows));
            model.screens.keep_in_view(model.common.size);
        }
        Msg::Reply(reply) => {
            replies::take(model, &mut turn, *reply);
            release(model, &mut turn);
        }
        Msg::Tick => {
            model.log_in.tick(&mut Step::new(&mut model.common, &mut turn, Asker::LogIn));
            model.screens.tick(&mut model.common, &mut turn);
        }
        Msg::Saved(Ok(path)) => say(model, &mut turn, Tone::Done, |lang| lang.desk_saved(&path)),
        Msg::Saved(Err(why)) => say(model, &mut turn, Tone::Fault, |lang| lang.desk_not_saved(&why)),
        Msg::Opened(outcome) => opened(model, &mut turn, &outcome),
        Msg::NoShell => say(model, &mut turn, Tone::Note, Lang::tui_no_shell),
        Msg::TaskPanicked(place) => {
            say(model, &mut turn, Tone::Fault, |lang| lang.tui_background_fault(&place));
        }
    }
    while !turn.wishes.is_empty() {
        let wish = turn.wishes.remove(0);
        grant(model, &mut turn, wish);
    }
    if standing(model) != stood {
        model.common.toasts.leave(said);
    }
    presence::follow(model, &mut turn);
    turn.effects
}

/// What a message of the status row is about: the screen, and the assignment where that is all of it.
fn standing(model: &Model) -> (Screen, Option<AssignmentId>) {
    let on = model.common.screen;
    (on, model.screens.selected(on).0.filter(|_| on == Screen::Item))
}

/// Says something in the status row.
fn say<T: Into<String>>(model: &mut Model, turn: &mut Turn, tone: Tone, text: impl Fn(Lang) -> T) {
    Step::new(&mut model.common, turn, Asker::Dialog).say(tone, text);
}

/// Says what became of something that was to be opened.
fn opened(model: &mut Model, turn: &mut Turn, outcome: &Opened) {
    let tone = if matches!(outcome, Opened::Started { .. }) { Tone::Done } else { Tone::Fault };
    say(model, turn, tone, |lang| match outcome {
        Opened::Started { name, program } => lang.tui_opening(name, program),
        Opened::NoDisplay => lang.tui_no_display().to_owned(),
        Opened::NoProgram(program) => lang.tui_no_opener(program),
        Opened::Failed { name, program } => lang.tui_opener_failed(program, name),
        Opened::NotKept(why) => lang.tui_not_kept_to_open(why),
    });
}

/// Does what one part of the console wants of another.
fn grant(model: &mut Model, turn: &mut Turn, wish: Wish) {
    match wish {
        Wish::Go(to, with) => go(model, turn, to, with),
        Wish::Jump(to, with) => jump(model, turn, to, with),
        Wish::Back => going::back(model, turn),
        Wish::Tell(news) => {
            model.screens.hear(&news, &mut model.common, turn);
            model.dialogs.hear(&news, &mut Step::new(&mut model.common, turn, Asker::Dialog));
        }
        Wish::Agree(act) => {
            model.agree = Some(Agree::new(act, &mut model.agree_drafts, model.common.lang, turn.env.at));
        }
    }
}

/// Does what a key of the screen does, as if the key had been pressed.
fn obey(model: &mut Model, turn: &mut Turn, command: Command) {
    let (focus, layer) = focus(model);
    let Some(entry) = entries_of(layer).find(|entry| entry.command == command) else { return };
    let Some(Keys::One(key) | Keys::Two(_, key)) = entry.keys.first().copied() else { return };
    if !is_kept_back(model, turn, (focus, layer), Routed::Command(command), key) {
        run(model, turn, (focus, layer), command, key);
    }
}

/// A key that the table does not know here: part of a number, or nothing.
fn unbound(model: &mut Model, layer: Layer, (pending, count): (Option<Key>, Option<usize>), key: Key) {
    if matches!(layer.kind, LayerKind::Box { typed: false }) {
        return in_a_box(model, key);
    }
    if !matches!(layer.kind, LayerKind::Page(_) | LayerKind::Sheet) {
        return;
    }
    let digit = key.typed().and_then(|c| c.to_digit(10)).and_then(|digit| usize::try_from(digit).ok());
    if let (None, Some(digit)) = (pending, digit.filter(|digit| *digit > 0 || count.is_some())) {
        model.count = Some(count.unwrap_or(0).saturating_mul(10).saturating_add(digit).min(MOST));
        return;
    }
    // An input method sends Backspace before what it puts in the place of a letter; Esc only ends a chord.
    if matches!(key.code, KeyCode::Backspace | KeyCode::Esc) {
        return;
    }
    let keys = pending.map_or_else(|| key.label(), |first| Keys::Two(first, key).label());
    model.stray = Some(Both::new(|lang| {
        let said = lang.tui_no_key(&keys);
        if layer.kind == LayerKind::Sheet { said } else { lang.tui_no_key_help(&said) }
    }));
}

/// A key that does nothing in a box of buttons, which covers what is said elsewhere.
fn in_a_box(model: &mut Model, key: Key) {
    let said = Some(Both::new(|lang| lang.tui_no_key_in_box(&key.label())));
    match (focus(model).0, &mut model.dialogs.open, &mut model.agree) {
        (Focus::Dialog, Some(dialog), _) => dialog.notice = said,
        (Focus::Agree, _, Some(agree)) => agree.notice = said,
        _ => {}
    }
}

/// A command, as often as the number before it says. Only movements are made more than once.
fn counted(
    model: &mut Model,
    turn: &mut Turn,
    (focus, layer): (Focus, Layer),
    (command, count): (Command, Option<usize>),
    key: Key,
) {
    match count {
        None => run(model, turn, (focus, layer), command, key),
        Some(count) if command.repeats() => {
            for _ in 0..count {
                run(model, turn, (focus, layer), command, key);
            }
        }
        Some(_) if command == Command::Back => {}
        Some(count) => {
            say(model, turn, Tone::Note, |lang| lang.tui_count_no_use(count, &key.label()));
        }
    }
}

fn press(model: &mut Model, turn: &mut Turn, key: Key) {
    let (focus, layer) = focus(model);
    model.stray = None;
    if !layer.is_text() && ime::is_composed(key) {
        (model.pending, model.count) = (None, None);
        if !model.ime_hinted && focus != Focus::Nothing {
            model.ime_hinted = true;
            say(model, turn, Tone::Note, Lang::tui_ime_hint);
        }
        return;
    }
    let (pending, count) = (model.pending.take(), model.count.take());
    let routed = route(layer, pending, key);
    let always =
        [Command::Back, Command::Interrupt, Command::Language, Command::Repaint].map(Routed::Command);
    if !is_armed(model, focus, turn.env.at) && !always.contains(&routed) {
        return too_early(model, focus);
    }
    if is_kept_back(model, turn, (focus, layer), routed, key) {
        return;
    }
    match routed {
        Routed::Prefix(key) => model.pending = Some(key),
        Routed::Command(command) => counted(model, turn, (focus, layer), (command, count), key),
        Routed::Unbound if layer.is_text() => match focus {
            Focus::LogIn => model.log_in.edit(key),
            Focus::Dialog => {
                model.dialogs.edit(key, &Step::new(&mut model.common, turn, Asker::Dialog));
            }
            Focus::Agree => {
                if let Some(agree) = &mut model.agree {
                    agree.edit(key, model.common.lang);
                }
            }
            Focus::Screen => model.screens.edit(model.common.screen, key, &mut model.common, turn),
            Focus::Overlay => overlays::edit(model, key),
            Focus::Nothing => {}
        },
        Routed::Unbound => unbound(model, layer, (pending, count), key),
    }
}

/// Whether a key is kept from being obeyed, because it was meant for something that is not there yet or at all.
fn is_kept_back(
    model: &mut Model,
    turn: &mut Turn,
    (focus, layer): (Focus, Layer),
    routed: Routed,
    key: Key,
) -> bool {
    if focus != Focus::Screen || layer.is_text() {
        return false;
    }
    let command = match routed {
        Routed::Command(command) => Some(command),
        Routed::Prefix(_) | Routed::Unbound => None,
    };
    if model.dialogs.coming.is_some() || model.held.is_some() || model.lookup.is_some() {
        let ends =
            key.code == KeyCode::Esc || (model.held == Some(Held::Muted) && key.code == KeyCode::Enter);
        if ends {
            give_up(model, turn);
        }
        let through = [Command::Interrupt, Command::Suspend, Command::Repaint, Command::Language];
        return ends || command.is_none_or(|command| !through.contains(&command));
    }
    let on = model.common.screen;
    if key == Key::char('/') && command.is_none() {
        model.held = Some(Held::Muted);
    } else if let Some(command) = command.filter(|command| command.is_about_content())
        && model.screens.is_blank(on)
    {
        model.held = Some(Held::Waits { on, command, key });
    } else {
        return false;
    }
    true
}

/// Ends what is waited for and says so: nothing of it was done.
fn give_up(model: &mut Model, turn: &mut Turn) {
    let coming = model.dialogs.coming.take().map(|coming| {
        let code = model.screens.row(coming.id).map_or("", |row| &row.code).to_owned();
        Both::new(|lang| text::joined(&[coming.kind.act().title(lang), &code], " · "))
    });
    let lookup = model.lookup.take().map(|lookup| Both::new(|_| lookup.code()));
    let held = match model.held.take() {
        Some(Held::Waits { command, .. }) => Some(Both::new(|lang| title(command, lang).to_owned())),
        Some(Held::Muted) | None => None,
    };
    if let Some(what) = coming.or(lookup).or(held) {
        say(model, turn, Tone::Note, |lang| lang.tui_not_done(what.get(lang)));
    }
}

/// What a command is called.
fn title(command: Command, lang: Lang) -> &'static str {
    entries().find(|entry| entry.command == command).map_or("", |entry| (entry.title)(lang))
}

/// Obeys the command that waited for something to act upon, or forgets it.
fn release(model: &mut Model, turn: &mut Turn) {
    let Some(Held::Waits { on, command, key }) = model.held else { return };
    if on == model.common.screen && model.screens.is_blank(on) {
        return;
    }
    model.held = None;
    let (focus, layer) = focus(model);
    if (on, Focus::Screen) == (model.common.screen, focus) && layer.takes.contains(&command) {
        run(model, turn, (focus, layer), command, key);
    } else {
        say(model, turn, Tone::Note, |lang| lang.tui_not_done(title(command, lang)));
    }
}

/// Whether what has the focus has been on the screen long enough to be meant.
fn is_armed(model: &Model, focus: Focus, at: Duration) -> bool {
    match focus {
        Focus::Overlay => match &model.common.overlay {
            Some(Overlay::Quit { since, .. }) => at >= since.saturating_add(ARM),
            _ => true,
        },
        Focus::LogIn => model.log_in.is_armed(at),
        Focus::Dialog => model.dialogs.open.as_ref().is_none_or(|dialog| dialog.is_armed(at)),
        Focus::Agree => model.agree.as_ref().is_none_or(|agree| agree.is_armed(at)),
        Focus::Screen | Focus::Nothing => true,
    }
}

/// Says in a box that a key came before it listened: it was no answer to what is asked there.
fn too_early(model: &mut Model, focus: Focus) {
    let said = || Some(Both::new(|lang| lang.tui_too_early().to_owned()));
    match (focus, &mut model.dialogs.open, &mut model.agree) {
        (Focus::Dialog, Some(dialog), _) => dialog.notice = dialog.notice.take().or_else(said),
        (Focus::Agree, _, Some(agree)) => agree.notice = agree.notice.take().or_else(said),
        _ => {}
    }
}

fn run(model: &mut Model, turn: &mut Turn, (focus, layer): (Focus, Layer), command: Command, key: Key) {
    if refusal(model, model.common.lang, layer, command).is_some() {
        let reason = Both::new(|lang| refusal(model, lang, layer, command).unwrap_or_default());
        return Step::new(&mut model.common, turn, Asker::Dialog).tell_of(Tone::Note, reason);
    }
    if command == Command::Refresh && matches!(model.link, Link::Retrying { .. }) {
        Step::new(&mut model.common, turn, Asker::Dialog).send(Call::RetryNow);
    }
    match command {
        Command::Interrupt => interrupt(model, turn),
        Command::Repaint => turn.effects.push(Effect::Repaint),
        Command::Suspend => turn.effects.push(Effect::Suspend),
        Command::Language => {
            model.common.lang = model.common.lang.other();
            model.lang_chosen = true;
            if !model.common.is_locked {
                model.screens.reworded(&mut model.common, turn);
            }
        }
        Command::Help if focus == Focus::Nothing => say(model, turn, Tone::Note, |lang| {
            let (columns, rows) = SMALLEST;
            lang.tui_too_small_help(columns, rows)
        }),
        Command::Help => find(model, Scope::Help, layer),
        Command::Palette => find(model, Scope::Everything, layer),
        Command::Here => find(model, Scope::Here, layer),
        Command::Search if focus == Focus::Screen => searching::begin(model),
        Command::GoLog => model.common.overlay = Some(Overlay::Log { scroll: 0 }),
        Command::Go(to) => go(model, turn, to, With::Nothing),
        Command::Urge | Command::UrgeMissing => {
            urge(model, turn, command);
        }
        Command::Verify | Command::Extension | Command::Escalate
            if !model.screens.decided(model.common.screen).is_empty() =>
        {
            let items = model.screens.decided(model.common.screen);
            go(model, turn, Screen::Decisions, With::Decide { by: command, items });
        }
        // The page of the item has it as another face.
        Command::Evidence if model.common.screen != Screen::Item => {
            if let (Some(id), _) = model.screens.selected(model.common.screen) {
                let code = model.screens.row(id).map(|row| row.code.clone()).unwrap_or_default();
                go(model, turn, Screen::Item, With::Evidence { id, code });
            }
        }
        Command::TenantPage => {
            if let Some(tenant) = model.screens.tenant(model.common.screen).cloned() {
                jump(model, turn, Screen::Tenant, With::Tenant(tenant));
            }
        }
        Command::DirectiveMatrix => {
            if let Some(number) = model.screens.directive(model.common.screen).map(str::to_owned) {
                jump(model, turn, Screen::Matrix, With::Directive(number));
            }
        }
        Command::CopyCode | Command::CopyAddress => copy_name(model, turn, command),
        Command::Claim | Command::Snooze | Command::Note => handling::begin(model, turn, command),
        command => match (focus, Kind::of(command)) {
            (_, Some(kind)) => open(model, turn, kind, command),
            (Focus::LogIn, _) => {
                model.log_in.command(command, &mut Step::new(&mut model.common, turn, Asker::LogIn));
            }
            (Focus::Agree, _) => {
                let step = &mut Step::new(&mut model.common, turn, Asker::Agree);
                agree::command(&mut model.agree, &mut model.agree_drafts, command, step);
            }
            (Focus::Dialog, _) => {
                let step = &mut Step::new(&mut model.common, turn, Asker::Dialog);
                model.dialogs.command(command, key, step);
            }
            (Focus::Overlay, _) => {
                if let Some(chosen) = overlays::command(model, turn, command) {
                    obey(model, turn, chosen);
                }
            }
            (Focus::Nothing, _) => {}
            (Focus::Screen, _) => {
                model.screens.command(model.common.screen, (command, key), &mut model.common, turn);
            }
        },
    }
}

/// Begins an urge about what the screen says.
fn urge(model: &mut Model, turn: &mut Turn, command: Command) {
    let on = model.common.screen;
    let (items, text) = (model.screens.urged(on, command), model.screens.wording(on, command));
    let (scope, left_out) = (model.screens.urge_scope(on), model.screens.left_out(on, command));
    go(model, turn, Screen::Composer, With::Urge { items, text, scope, left_out });
}

fn find(model: &mut Model, scope: Scope, layer: Layer) {
    model.common.overlay = Some(Overlay::Finder(Finder::new(scope, layer)));
}

fn interrupt(model: &mut Model, turn: &mut Turn) {
    let at = turn.env.at;
    if model.interrupted.is_some_and(|then| at.saturating_sub(then) < TWICE) {
        return Step::new(&mut model.common, turn, Asker::LogIn).leave();
    }
    model.interrupted = Some(at);
    model.log_in.cancel(&mut Step::new(&mut model.common, turn, Asker::LogIn));
    give_up(model, turn);
    match help::unsent(model, model.common.lang).len() {
        0 => say(model, turn, Tone::Note, Lang::tui_interrupt_again),
        unsent => say(model, turn, Tone::Note, |lang| lang.tui_interrupt_loses(unsent)),
    }
}

/// Copies what the selected assignment is called, or where its page is.
fn copy_name(model: &mut Model, turn: &mut Turn, command: Command) {
    let (selected, detail) = model.screens.selected(model.common.screen);
    let Some(id) = selected else { return };
    let row = detail.map(|detail| &detail.row).filter(|row| row.id == id).or_else(|| model.screens.row(id));
    let code = row.map(|row| row.code.clone());
    let step = &mut Step::new(&mut model.common, turn, Asker::Dialog);
    let address = step.common.address(id);
    match (command, code) {
        (Command::CopyCode, Some(code)) => copy::name(step, Lang::tui_word_code, &code),
        (Command::CopyCode, None) => step.say(Tone::Note, Lang::tui_loading),
        _ => copy::name(step, Lang::tui_word_address, &address),
    }
}

/// Begins a dialog about the item on the screen, or about the row under the cursor once its facts are here.
fn open(model: &mut Model, turn: &mut Turn, kind: Kind, command: Command) {
    let (text, seen) = (
        model.screens.wording(model.common.screen, command),
        model.screens.seen(model.common.screen, command),
    );
    let start = Start { text, pick: Kind::picked_by(command), seen };
    let step = &mut Step::new(&mut model.common, turn, Asker::Dialog);
    match model.screens.selected(step.common.screen) {
        (_, Some(detail)) => model.dialogs.begin(kind, Box::new(detail.clone()), start, step),
        (Some(id), None) => model.dialogs.want(kind, id, start, step),
        (None, None) => {}
    }
}

/// Pasted text goes into a field; where there is none it is never read as keys.
fn paste(model: &mut Model, turn: &mut Turn, text: &str) {
    let ((focus, layer), lang) = (focus(model), model.common.lang);
    let is_taken = match focus {
        Focus::LogIn => {
            model.log_in.paste(text, turn.env.at);
            true
        }
        _ if model.held.is_some() || model.dialogs.coming.is_some() || model.lookup.is_some() => false,
        focus if !is_armed(model, focus, turn.env.at) => false,
        Focus::Dialog if layer.is_text() => {
            model.dialogs.paste(text);
            true
        }
        Focus::Agree => model.agree.as_mut().is_some_and(|agree| agree.paste(text, lang)),
        Focus::Screen => model.screens.paste(model.common.screen, text, &mut model.common, turn),
        Focus::Overlay => overlays::paste(model, turn, text),
        Focus::Dialog | Focus::Nothing => false,
    };
    if !is_taken {
        say(model, turn, Tone::Note, Lang::tui_paste_refused);
    }
}
