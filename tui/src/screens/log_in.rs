//! Log-in: e-mail and pass-phrase; when the server cannot be reached it is tried again with a countdown. The same
//! box lies over the intact screen when a session ends.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tui_input::{Input, InputRequest};

use crate::{
    app::{
        Model, Overlay, Step,
        link::next_second,
        update::{self, ARM},
    },
    dialog::form,
    keys::{Key, table::Command},
    net::{Call, Failure, Ticket, backoff},
};

/// What has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// The e-mail address.
    Email,
    /// The pass-phrase.
    Password,
}

/// The longest e-mail address and pass-phrase that are sent, in characters.
const MAX_EMAIL: usize = 254;
const MAX_PASSWORD: usize = 200;

/// The state of the box.
#[derive(Debug)]
pub struct State {
    /// E-mail address.
    pub email: Input,
    /// Pass-phrase; wiped when dropped, never printed.
    password: SecretString,
    /// The focus.
    pub focus: Focus,
    /// The answer that is waited for.
    pub waiting: Option<Ticket>,
    /// What went wrong.
    pub failure: Option<String>,
    /// The next try by itself.
    pub retry_at: Option<Duration>,
    /// How many tries have failed to reach the server.
    pub attempt: u32,
    needed: bool,
    /// Did a session end, so that the screen behind is intact?
    pub again: bool,
    /// Since when the box has been there; one that came by itself does not take keys meant for what lies behind.
    pub since: Duration,
}

impl State {
    /// The box at the start.
    pub fn new(email: Option<&str>) -> Self {
        Self {
            email: Input::new(email.unwrap_or_default().to_owned()),
            password: SecretString::default(),
            focus: if email.is_some() { Focus::Password } else { Focus::Email },
            waiting: None,
            failure: None,
            retry_at: None,
            attempt: 0,
            needed: true,
            again: false,
            since: Duration::ZERO,
        }
    }

    /// Is the box on the screen?
    pub fn is_needed(&self) -> bool {
        self.needed
    }

    /// How many dots stand for the pass-phrase.
    pub fn dots(&self) -> usize {
        self.password.expose_secret().chars().count()
    }

    /// Are keys meant for the box?
    pub fn is_armed(&self, now: Duration) -> bool {
        !self.again || now >= self.since.saturating_add(ARM)
    }

    /// See [`Model::wake_at`].
    pub fn wake_at(&self, now: Duration) -> Option<Duration> {
        let retry = self.retry_at.and_then(|at| if at <= now { Some(now) } else { next_second(at, now) });
        let armed = (self.needed && !self.is_armed(now)).then(|| self.since.saturating_add(ARM));
        retry.into_iter().chain(armed).min()
    }

    fn set_password(&mut self, chars: impl Iterator<Item = char> + Clone) {
        // One allocation of the exact size, so that no unwiped copy is left behind by growth.
        let mut text = String::with_capacity(chars.clone().map(char::len_utf8).sum());
        text.extend(chars);
        self.password = SecretString::from(text.into_boxed_str());
    }
}

/// A key that is no command: it is typed.
pub fn edit(model: &mut Model, key: Key) {
    let state = &mut model.log_in;
    if state.waiting.is_some() {
        return;
    }
    state.retry_at = None;
    match state.focus {
        Focus::Email => {
            form::type_key(&mut state.email, key, MAX_EMAIL);
        }
        Focus::Password => match (key.typed(), form::request(key)) {
            (Some(c), _) if state.dots() < MAX_PASSWORD => {
                let old = state.password.clone();
                state.set_password(old.expose_secret().chars().chain([c]));
            }
            (None, Some(InputRequest::DeletePrevChar)) => {
                let old = state.password.clone();
                state.set_password(old.expose_secret().chars().take(state.dots().saturating_sub(1)));
            }
            (
                None,
                Some(InputRequest::DeletePrevWord | InputRequest::DeleteLine | InputRequest::DeleteFromStart),
            ) => {
                state.password = SecretString::default();
            }
            _ => {}
        },
    }
}

/// Pasted text goes where the focus is, as one line.
pub fn paste(model: &mut Model, text: &str) {
    let state = &mut model.log_in;
    let line = text.trim();
    match state.focus {
        Focus::Email => form::insert(&mut state.email, line, MAX_EMAIL, false),
        Focus::Password => {
            let old = state.password.clone();
            state.set_password(old.expose_secret().chars().chain(line.chars()).take(MAX_PASSWORD));
        }
    }
}

/// A command.
pub fn command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    match command {
        Command::NextPane | Command::PreviousPane | Command::Up | Command::Down => {
            model.log_in.focus = match model.log_in.focus {
                Focus::Email => Focus::Password,
                Focus::Password => Focus::Email,
            };
        }
        Command::Confirm => confirm(model, step),
        Command::Back if model.log_in.waiting.is_some() || model.log_in.retry_at.is_some() => cancel(model),
        // Behind the box are drafts.
        Command::Back if model.log_in.again => {
            model.overlay = Some(Overlay::Quit { since: step.env.at, leave: false });
        }
        Command::Back => update::leave(model, step),
        _ => {}
    }
}

/// Stops waiting and trying.
pub fn cancel(model: &mut Model) {
    model.log_in.waiting = None;
    model.log_in.retry_at = None;
}

fn confirm(model: &mut Model, step: &mut Step<'_>) {
    let state = &mut model.log_in;
    if state.waiting.is_some() {
        return;
    }
    let has_email = !state.email.value().trim().is_empty();
    if !has_email {
        state.focus = Focus::Email;
    } else if state.dots() == 0 {
        state.focus = Focus::Password;
    } else {
        send(model, step);
    }
}

fn send(model: &mut Model, step: &mut Step<'_>) {
    let email = model.log_in.email.value().trim().to_owned();
    let password = model.log_in.password.clone();
    let ticket = step.ask(model, Call::LogIn { email, password });
    model.log_in.waiting = Some(ticket);
    model.log_in.retry_at = None;
    model.log_in.failure = None;
}

/// The countdown may be over.
pub fn tick(model: &mut Model, step: &mut Step<'_>) {
    if model.log_in.retry_at.is_some_and(|at| at <= step.env.at) {
        send(model, step);
    }
}

/// The try failed. Where only the way was missing, it is tried again by itself.
pub fn failed(model: &mut Model, step: &mut Step<'_>, failure: &Failure) {
    let lang = model.lang;
    let state = &mut model.log_in;
    state.waiting = None;
    state.failure = Some(failure.text(lang));
    if failure.is_passing() {
        state.attempt = state.attempt.saturating_add(1);
        let wait = backoff::wait(state.attempt.saturating_add(2), step.env.key.as_u128());
        state.retry_at = Some(step.env.at.saturating_add(wait));
    } else {
        state.attempt = 0;
        state.password = SecretString::default();
        state.focus = Focus::Password;
    }
}

/// The person is who they say, but the console is not for them.
pub fn refuse(model: &mut Model, text: String) {
    cancel(model);
    model.log_in.password = SecretString::default();
    model.log_in.failure = Some(text);
}

/// Signed in: the box goes, and the pass-phrase with it.
pub fn done(model: &mut Model) {
    let email = model.log_in.email.value().to_owned();
    model.log_in = State { needed: false, ..State::new(Some(&email)) };
}

/// The session is over: the box comes back over the intact screen.
pub fn ask_again(model: &mut Model, now: Duration) {
    model.log_in.since = now;
    model.log_in.needed = true;
    model.log_in.again = true;
    model.log_in.focus = Focus::Password;
    model.log_in.failure = None;
}
