//! Log-in: e-mail and pass-phrase, or from a browser; when the server cannot be reached it is tried again with a countdown. The
//! same box lies over the intact screen when a session ends.

mod browser;
pub mod view;

use std::time::Duration;

use dondoc_shared::{error::ErrorCode, role::Permission, text::Lang, wire::session::Me};
use secrecy::{ExposeSecret, SecretString};
use tui_input::{Input, InputRequest};

use self::browser::Browser;
use crate::{
    dialog::form,
    keys::{Command, Key, Layer},
    net::{Call, Failure, auth::Shown, backoff},
    step::{
        ARM, Step,
        waiting::{Arrived, Waiting},
    },
    ui::time::next_second,
};

/// What has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// The e-mail address.
    Email,
    /// The pass-phrase.
    Password,
    /// The code of the second factor, once it is asked for.
    Code,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// The server knows the person, and the console is not for them.
    Role,
    /// The server said no, or nothing.
    Refused(Failure),
    /// What was pasted does not fit.
    TooLong(form::TooLong),
}

impl Wrong {
    /// What is said about it, `passed` after it happened.
    pub fn text(&self, lang: Lang, passed: Duration) -> String {
        match self {
            Self::Role => lang.tui_not_for_this_role().to_owned(),
            Self::Refused(failure) => failure.text_after(lang, passed),
            Self::TooLong(long) => long.text(lang),
        }
    }
}

/// The longest e-mail address and pass-phrase that are sent, in characters.
const MAX_EMAIL: usize = 254;
const MAX_PASSWORD: usize = 200;
/// The longest code: a recovery code in groups.
const MAX_CODE: usize = 40;

/// The state of the box.
#[derive(Debug)]
pub struct State {
    /// E-mail address.
    pub email: Input,
    /// Pass-phrase; wiped when dropped, never printed.
    password: SecretString,
    /// The code of the second factor, once it is asked for.
    pub code: Option<Input>,
    /// The field that is typed in.
    pub focus: Focus,
    /// The log-in from a browser, in the place of the fields.
    pub browser: Option<Browser>,
    /// The answer that is waited for.
    pub waiting: Waiting<Me>,
    /// What went wrong, and when.
    pub wrong: Option<(Wrong, Duration)>,
    /// The next try by itself.
    pub retry_at: Option<Duration>,
    /// How many tries have failed to reach the server.
    pub attempt: u32,
    /// Did a session end, so that the screen behind is intact?
    pub again: bool,
    /// Is nothing to be seen of the screen behind, because nobody used it?
    pub covers: bool,
    /// Since when the box has been there; one that came by itself does not take keys meant for what lies behind.
    pub since: Duration,
}

impl State {
    /// The box at the start.
    pub fn new(email: Option<&str>) -> Self {
        Self {
            email: Input::new(email.unwrap_or_default().to_owned()),
            password: SecretString::default(),
            code: None,
            browser: None,
            focus: if email.is_some() { Focus::Password } else { Focus::Email },
            waiting: Waiting::default(),
            wrong: None,
            retry_at: None,
            attempt: 0,
            again: false,
            covers: false,
            since: Duration::ZERO,
        }
    }

    /// How many dots stand for the pass-phrase.
    pub fn dots(&self) -> usize {
        self.password.expose_secret().chars().count()
    }

    /// Are keys meant for the box?
    pub fn is_armed(&self, now: Duration) -> bool {
        !self.again || now >= self.since.saturating_add(ARM)
    }

    /// When the box wants [`State::tick`] or another frame next, if ever; `needed` says whether it is on the screen.
    pub fn wake_at(&self, now: Duration, needed: bool) -> Option<Duration> {
        let retry = self.retry_at.and_then(|at| if at <= now { Some(now) } else { next_second(at, now) });
        let lock_out = self.wrong.as_ref().and_then(|(wrong, since)| match wrong {
            Wrong::Refused(failure) => {
                let left = failure.wait_left(now.saturating_sub(*since))?;
                next_second(now.saturating_add(left), now)
            }
            _ => None,
        });
        let armed = (needed && !self.is_armed(now)).then(|| self.since.saturating_add(ARM));
        let browser = self.browser.as_ref().and_then(|browser| browser.wake_at(now));
        retry.into_iter().chain(browser).chain(armed).chain(lock_out.filter(|_| needed)).min()
    }

    fn set_password(&mut self, chars: impl Iterator<Item = char> + Clone) {
        // One allocation of the exact size, so that no unwiped copy is left behind by growth.
        let mut text = String::with_capacity(chars.clone().map(char::len_utf8).sum());
        text.extend(chars);
        self.password = SecretString::from(text.into_boxed_str());
    }

    /// A key that is no command: it is typed.
    pub fn edit(&mut self, key: Key) {
        if self.waiting.is_open() {
            return;
        }
        self.retry_at = None;
        match self.focus {
            Focus::Email => form::type_key(&mut self.email, key, MAX_EMAIL),
            Focus::Password => self.edit_password(key),
            Focus::Code => form::type_key(self.code.get_or_insert_default(), key, MAX_CODE),
        }
    }

    fn edit_password(&mut self, key: Key) {
        match (key.typed(), form::request(key)) {
            (Some(c), _) if self.dots() < MAX_PASSWORD => {
                let old = self.password.clone();
                self.set_password(old.expose_secret().chars().chain([c]));
            }
            (None, Some(InputRequest::DeletePrevChar)) => {
                let old = self.password.clone();
                self.set_password(old.expose_secret().chars().take(self.dots().saturating_sub(1)));
            }
            (
                None,
                Some(InputRequest::DeletePrevWord | InputRequest::DeleteLine | InputRequest::DeleteFromStart),
            ) => self.password = SecretString::default(),
            _ => {}
        }
    }

    /// Pasted text goes where the focus is, as one line.
    pub fn paste(&mut self, text: &str, at: Duration) {
        if self.browser.is_some() {
            return;
        }
        let line = text.trim();
        let pasted = match self.focus {
            Focus::Email => form::insert(&mut self.email, line, MAX_EMAIL, false),
            Focus::Password => {
                let old = self.password.clone();
                let fits = form::fits(old.expose_secret(), line, MAX_PASSWORD);
                if fits.is_ok() {
                    self.set_password(old.expose_secret().chars().chain(line.chars()));
                }
                fits
            }
            Focus::Code => form::insert(self.code.get_or_insert_default(), line, MAX_CODE, false),
        };
        self.wrong = pasted.err().map(|long| (Wrong::TooLong(long), at));
    }

    /// A command for the box.
    pub fn command(&mut self, command: Command, step: &mut Step<'_>) {
        match (command, &self.browser) {
            (Command::Back, Some(_)) => return self.cancel(step),
            (command, Some(browser)) => return browser.command(command, step),
            _ => {}
        }
        match command {
            Command::LogInByBrowser if !self.waiting.is_open() => {
                (self.retry_at, self.wrong) = (None, None);
                self.browser = Some(Browser::ask(step));
            }
            Command::NextPane | Command::Down => self.focus = self.beside(1),
            Command::PreviousPane | Command::Up => self.focus = self.beside(-1),
            Command::Confirm => self.confirm(step),
            Command::Back if self.waiting.is_open() || self.retry_at.is_some() => self.cancel(step),
            // Behind the box are drafts.
            Command::Back if self.again => step.ask_to_leave(),
            Command::Back => step.leave(),
            _ => {}
        }
    }

    /// What has the keys.
    pub fn layer(&self) -> Layer {
        if self.browser.is_some() { Layer::LOG_IN_BY_BROWSER } else { Layer::LOG_IN }
    }

    /// The fields that there are.
    pub fn fields(&self) -> Vec<Focus> {
        let code = self.code.as_ref().map(|_| Focus::Code);
        [Focus::Email, Focus::Password].into_iter().chain(code).collect()
    }

    /// The field so many steps on from the one in focus, round and round.
    fn beside(&self, steps: isize) -> Focus {
        let fields = self.fields();
        let here = fields.iter().position(|field| *field == self.focus).unwrap_or(0);
        let to = here.checked_add_signed(steps).unwrap_or(fields.len().saturating_sub(1));
        fields.get(to % fields.len().max(1)).copied().unwrap_or(Focus::Email)
    }

    /// The code as it was typed, without the blanks around it.
    fn typed_code(&self) -> Option<&str> {
        self.code.as_ref().map(|code| code.value().trim())
    }

    /// Stops waiting and trying. A session that begins all the same is ended.
    pub fn cancel(&mut self, step: &mut Step<'_>) {
        if self.waiting.is_open() || self.browser.as_ref().is_some_and(Browser::is_polling) {
            step.send(Call::LogOut);
        }
        self.waiting = Waiting::default();
        self.retry_at = None;
        self.browser = None;
    }

    fn confirm(&mut self, step: &mut Step<'_>) {
        if self.waiting.is_open() {
            return;
        }
        let has_email = !self.email.value().trim().is_empty();
        if !has_email {
            self.focus = Focus::Email;
        } else if self.dots() == 0 {
            self.focus = Focus::Password;
        } else if self.typed_code() == Some("") {
            self.focus = Focus::Code;
        } else {
            self.send(step);
        }
    }

    fn send(&mut self, step: &mut Step<'_>) {
        let (email, password) = (self.email.value().trim().to_owned(), self.password.clone());
        let code = self.typed_code().map(SecretString::from);
        self.waiting = step.ask(Call::LogIn(Shown { email, password, code }));
        self.retry_at = None;
        self.wrong = None;
    }

    /// The countdown may be over.
    pub fn tick(&mut self, step: &mut Step<'_>) {
        if self.retry_at.is_some_and(|at| at <= step.at()) {
            self.send(step);
        }
        if let Some(browser) = &mut self.browser {
            browser.tick(step);
        }
    }

    /// Takes the answer, if it is the one that is waited for: the person, if the server knows them and the console is for them.
    pub fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) -> Option<Me> {
        let answer = match &mut self.browser {
            Some(browser) => browser.answered(arrived, step),
            None => self.waiting.take(arrived),
        };
        match answer? {
            Ok(me) if me.role.may(Permission::ReadNational) => {
                // The box goes, and the pass-phrase with it.
                *self = Self::new(Some(self.email.value()));
                step.common.is_locked = false;
                return Some(me);
            }
            Ok(_) => {
                step.send(Call::LogOut);
                self.cancel(step);
                self.password = SecretString::default();
                self.wrong = Some((Wrong::Role, step.at()));
            }
            Err(failure) if self.browser.take().is_some() => {
                self.wrong = Some((Wrong::Refused(failure), step.at()));
            }
            Err(failure) => self.failed(&failure, step),
        }
        None
    }

    /// The try failed. Where only the way was missing, it is tried again by itself.
    fn failed(&mut self, failure: &Failure, step: &Step<'_>) {
        self.wrong = Some((Wrong::Refused(failure.clone()), step.at()));
        // A code may be spent though the answer got lost: another one is asked for.
        if failure.is_passing() && self.code.is_none() {
            self.attempt = self.attempt.saturating_add(1);
            let wait = backoff::wait(self.attempt.saturating_add(2), step.key().as_u128());
            self.retry_at = Some(step.at().saturating_add(wait));
            return;
        }
        self.attempt = 0;
        let code = failure.code();
        let wants_code =
            [ErrorCode::SecondFactorRequired, ErrorCode::SecondFactorWrong].map(Some).contains(&code);
        if wants_code || failure.is_passing() {
            // The pass-phrase was right: a code is all that is missing.
            self.code = Some(Input::default());
            self.focus = Focus::Code;
        } else {
            self.code = None;
            self.password = SecretString::default();
            self.focus = Focus::Password;
        }
    }

    /// The session is over: the box comes back over the intact screen.
    pub fn ask_again(&mut self, step: &mut Step<'_>) {
        if step.common.is_locked {
            return;
        }
        step.common.is_locked = true;
        self.since = step.at();
        self.again = true;
        self.code = None;
        self.browser = None;
        self.focus = Focus::Password;
        self.wrong = None;
    }
}
