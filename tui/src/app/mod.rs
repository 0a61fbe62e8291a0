//! The console's state, what changes it and how it looks: one [`Model`], one pure [`update::update`], one [`view::view`].

mod awaited;
mod chrome;
mod coded;
mod finder;
mod finder_view;
pub mod focus;
mod going;
mod handling;
mod help;
mod lock;
pub mod may;
pub mod msg;
mod overlays;
mod presence;
mod rank;
mod replies;
mod searching;
pub mod update;
pub mod view;

use std::time::Duration;

use dondoc_shared::text::Both;

use crate::{
    dialog::{
        Dialogs,
        agree::{Agree, drafts::Drafts},
        claiming::Claiming,
    },
    keys::{Command, Key, Screen},
    options::Options,
    screens::{Screens, log_in},
    step::{
        ARM, Common,
        link::Link,
        lookup::Lookup,
        overlay::{Choice, Overlay},
    },
    ui::time::{next_change, next_second},
};

/// The state of the whole console.
#[derive(Debug)]
pub struct Model {
    /// What every part of the console shares.
    pub common: Common,
    /// Was the language chosen by hand, so that the account's own does not replace it?
    pub lang_chosen: bool,
    /// The server, as the header shows it.
    pub server: String,
    /// The way to the server.
    pub link: Link,
    /// Log-in.
    pub log_in: log_in::State,
    /// The state of every screen, also of those that are not shown.
    pub screens: Screens,
    /// The dialogs about assignments.
    pub dialogs: Dialogs,
    /// An act that is about no assignment and waits for agreement.
    pub agree: Option<Agree>,
    /// What was typed in boxes of agreement that were closed without acting.
    pub agree_drafts: Drafts,
    /// What is taken in hand at once.
    pub claiming: Claiming,
    /// Which submission is read, as far as others were told.
    presence: presence::Presence,
    /// An assignment that is looked for by its code.
    pub lookup: Option<Lookup>,
    /// What was chosen in the palette, the latest first.
    pub recent: Vec<Choice>,
    /// The first key of a chord.
    pub pending: Option<Key>,
    /// The number typed before a movement.
    pub count: Option<usize>,
    /// What is said of the key pressed last, which does nothing here.
    pub stray: Option<Both>,
    /// Why keys do nothing at present.
    pub held: Option<Held>,
    /// Answers that came too late to matter.
    pub dropped: u64,
    /// When Ctrl-C was last pressed.
    pub interrupted: Option<Duration>,
    /// After how long without a key the console is locked; none for never.
    pub lock_after: Option<Duration>,
    /// When a key was last pressed.
    pub used_at: Duration,
    /// Has the hint about the input method been given?
    pub ime_hinted: bool,
}

/// Why keys do nothing at present: what is typed on must not be obeyed where it was not meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// A filter was wanted where there is none.
    Muted,
    /// A command was given to a screen that has nothing to act upon yet.
    Waits {
        /// The screen.
        on: Screen,
        /// The command, which is obeyed once there is something.
        command: Command,
        /// The key that was pressed for it.
        key: Key,
    },
}

impl Model {
    /// A model before its first key.
    pub fn new(options: &Options) -> Self {
        Self {
            common: Common::new(options),
            lang_chosen: options.lang.is_some(),
            server: options.server.clone(),
            link: Link::Idle,
            log_in: log_in::State::new(options.email.as_deref()),
            screens: Screens::default(),
            dialogs: Dialogs::default(),
            agree: None,
            agree_drafts: Drafts::default(),
            claiming: Claiming::default(),
            presence: presence::Presence::default(),
            lookup: None,
            recent: Vec::new(),
            pending: None,
            count: None,
            stray: None,
            held: None,
            dropped: 0,
            interrupted: None,
            lock_after: options.lock_after,
            used_at: Duration::ZERO,
            ime_hinted: false,
        }
    }

    /// When the console is to be locked, unless a key is pressed before; none if never, or if nothing is open.
    fn locks_at(&self) -> Option<Duration> {
        let is_open = self.common.me.is_some() && !self.common.is_locked;
        self.lock_after.filter(|_| is_open).map(|after| self.used_at.saturating_add(after))
    }

    /// When the model wants a [`msg::Msg::Tick`] next, if ever.
    pub fn wake_at(&self, now: Duration) -> Option<Duration> {
        let retry = match self.link {
            Link::Retrying { at, .. } => next_second(at, now),
            _ => None,
        };
        let quit = match &self.common.overlay {
            Some(Overlay::Quit { since, .. }) => Some(since.saturating_add(ARM)),
            _ => None,
        };
        // Read aloud, a countdown would be read anew each second.
        let is_counted = !self.common.is_locked && !self.common.looks.is_spoken();
        let counts_to = self.screens.counts_to(self.common.screen).filter(|_| is_counted);
        let counted = counts_to.and_then(|at| next_change(self.common.moment(at)?, now));
        [
            retry,
            counted,
            self.common.toasts.ends(now),
            self.log_in.wake_at(now, self.common.is_locked),
            self.screens.wake_at(now),
            self.dialogs.open.as_ref().and_then(|dialog| dialog.wake_at(now)),
            self.agree.as_ref().and_then(|agree| agree.wake_at(now)),
            quit,
            awaited::wake_at(&self.common, now),
            self.locks_at().map(|at| at.max(now.saturating_add(Duration::from_millis(1)))),
        ]
        .into_iter()
        .flatten()
        .filter(|at| *at > now)
        .min()
    }
}
