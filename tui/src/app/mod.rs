//! The console's state and what changes it: one [`Model`], one pure [`update::update`].

pub mod effect;
pub mod env;
pub mod focus;
pub mod link;
pub mod msg;
mod replies;
pub mod toast;
pub mod update;

use std::{collections::HashMap, time::Duration};

use dondoc_shared::{id::AssignmentId, role::Permission, text::Lang, wire::session::Me};
use jiff::{SignedDuration, Timestamp};

use crate::{
    dialog::{Dialog, Kind, agree::Agree, form::Form},
    keys::Key,
    net::{Call, Request, Ticket},
    screens::{
        backlog, calendar, draft::Draft, item, log_in, mail, overview, policies, run, to_assign, urges,
    },
};
use effect::Effect;
use env::Env;
use focus::Layer;
use link::Link;
use toast::{Toasts, Tone};

/// Which screen lies at the bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// The first page.
    Overview,
    /// The backlog.
    Backlog,
    /// One assignment.
    Item,
    /// The next run of reminders.
    Run,
    /// The policies.
    Policies,
    /// The form of a draft.
    Draft,
    /// What a draft would do.
    Simulation,
    /// The urges.
    Urges,
    /// Outgoing mail.
    Mail,
    /// The working calendar.
    Calendar,
    /// The tasks whose tenants are not named yet.
    ToAssign,
}

/// What can lie over everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    /// Help on a layer, scrolled so far.
    Help {
        /// The layer that it is about.
        about: Layer,
        /// First line shown.
        scroll: usize,
    },
    /// The messages so far, scrolled so far.
    Log {
        /// First line shown.
        scroll: usize,
    },
    /// “Leave?”
    Quit {
        /// When it was asked; keys typed ahead do not answer it.
        since: Duration,
        /// Is the focus on “leave”? It begins on “stay”.
        leave: bool,
    },
}

impl Overlay {
    /// Its layer.
    pub fn layer(&self) -> Layer {
        match self {
            Self::Help { .. } => Layer::Help,
            Self::Log { .. } => Layer::Log,
            Self::Quit { .. } => Layer::Quit,
        }
    }
}

/// A dialog that waits for the facts it needs before it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// The answer it waits for.
    pub ticket: Ticket,
    /// Which dialog.
    pub kind: Kind,
}

/// Everything.
#[derive(Debug)]
pub struct Model {
    /// The language that it is written in.
    pub lang: Lang,
    /// Was it chosen by hand, so that the account's own does not replace it?
    pub lang_chosen: bool,
    /// The server, as the header shows it.
    pub server: String,
    /// Columns and rows.
    pub size: (u16, u16),
    /// Who is signed in.
    pub me: Option<Me>,
    /// The way to the server.
    pub link: Link,
    /// The server's clock: an instant, and when it was learnt.
    pub server_now: Option<(Timestamp, Duration)>,
    /// The screen.
    pub screen: Screen,
    /// What lies over everything.
    pub overlay: Option<Overlay>,
    /// Log-in.
    pub log_in: log_in::State,
    /// The first page.
    pub overview: overview::State,
    /// The backlog.
    pub backlog: backlog::State,
    /// The item on the screen.
    pub item: Option<item::State>,
    /// The next run of reminders.
    pub run: run::State,
    /// The policies.
    pub policies: policies::State,
    /// The urges.
    pub urges: urges::State,
    /// Outgoing mail.
    pub mail: mail::State,
    /// The working calendar.
    pub calendar: calendar::State,
    /// The tasks whose tenants are not named yet.
    pub to_assign: to_assign::State,
    /// The draft of a policy.
    pub draft: Option<Draft>,
    /// A heavy act that waits for agreement.
    pub agree: Option<Agree>,
    /// The dialog.
    pub dialog: Option<Dialog>,
    /// A dialog on its way.
    pub opening: Option<Opening>,
    /// What was typed in dialogs that were closed without acting.
    pub drafts: HashMap<(AssignmentId, Kind), Form>,
    /// The first key of a chord.
    pub pending: Option<Key>,
    /// Messages.
    pub toasts: Toasts,
    /// Answers that came too late to matter.
    pub dropped: u64,
    /// When Ctrl-C was last pressed.
    pub interrupted: Option<Duration>,
    /// Has the hint about the input method been given?
    pub ime_hinted: bool,
    tickets: u64,
}

impl Model {
    /// A model before its first key.
    pub fn new(options: &crate::Options) -> Self {
        Self {
            lang: options.lang.unwrap_or(Lang::Vi),
            lang_chosen: options.lang.is_some(),
            server: options.server.clone(),
            size: (80, 24),
            me: None,
            link: Link::Idle,
            server_now: None,
            screen: Screen::Overview,
            overlay: None,
            log_in: log_in::State::new(options.email.as_deref()),
            overview: overview::State::default(),
            backlog: backlog::State::default(),
            item: None,
            run: run::State::default(),
            policies: policies::State::default(),
            urges: urges::State::default(),
            mail: mail::State::default(),
            calendar: calendar::State::default(),
            to_assign: to_assign::State::default(),
            draft: None,
            agree: None,
            dialog: None,
            opening: None,
            drafts: HashMap::new(),
            pending: None,
            toasts: Toasts::default(),
            dropped: 0,
            interrupted: None,
            ime_hinted: false,
            tickets: 0,
        }
    }

    /// Does the person who is signed in hold this right?
    pub fn may(&self, permission: Permission) -> bool {
        self.me.as_ref().is_some_and(|me| me.role.may(permission))
    }

    /// The server's present instant, as far as it is known.
    pub fn now(&self, at: Duration) -> Option<Timestamp> {
        let (then, learnt) = self.server_now?;
        let passed = SignedDuration::try_from(at.checked_sub(learnt)?).ok()?;
        then.checked_add(passed).ok()
    }

    /// When the model wants a [`msg::Msg::Tick`] next, if ever.
    pub fn wake_at(&self, now: Duration) -> Option<Duration> {
        let retry = match self.link {
            Link::Retrying { at, .. } => link::next_second(at, now),
            _ => None,
        };
        let quit = match &self.overlay {
            Some(Overlay::Quit { since, .. }) => Some(since.saturating_add(update::ARM)),
            _ => None,
        };
        [
            retry,
            self.toasts.ends(now),
            self.log_in.wake_at(now),
            self.backlog.wake_at(now),
            self.overview.wake_at(now),
            self.mail.wake_at(now),
            self.dialog.as_ref().and_then(|dialog| dialog.wake_at(now)),
            self.agree.as_ref().and_then(|agree| agree.wake_at(now)),
            quit,
        ]
        .into_iter()
        .flatten()
        .filter(|at| *at > now)
        .min()
    }
}

/// One step: the time, and the effects it gathers.
#[derive(Debug)]
pub struct Step<'a> {
    /// Time and chance.
    pub env: &'a Env,
    /// What is to be done outside.
    pub effects: Vec<Effect>,
}

impl Step<'_> {
    /// Asks the server and returns the ticket of the answer.
    pub fn ask(&mut self, model: &mut Model, call: Call) -> Ticket {
        model.tickets = model.tickets.saturating_add(1);
        let ticket = Ticket(model.tickets);
        self.effects.push(Effect::Send(Box::new(Request { ticket, lang: model.lang, call })));
        ticket
    }

    /// Says something in the status row.
    pub fn say(&self, model: &mut Model, tone: Tone, text: impl Into<String>) {
        let when = model.now(self.env.at);
        model.toasts.push(tone, text.into(), when, self.env.at);
    }
}
