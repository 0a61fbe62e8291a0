//! Agreement to an act that is about no assignment: what it brings about, a word that must be typed, two buttons.

use std::time::Duration;

use dondoc_shared::{
    policy::PolicyKind,
    wire::policy::{NewPolicy, Pair, Policy},
};
use jiff::civil::Date;
use tui_input::Input;
use uuid::Uuid;

use super::form;
use crate::{
    app::{Model, Step, toast::Tone, update::ARM},
    keys::{Key, table::Command},
    net::{Answer, Call, Failure, Order, Ticket},
    screens::policies,
    ui,
};

/// Sums of a simulation that are said once more before a version is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Digests.
    pub mails: Pair,
    /// Lines in them.
    pub lines: Pair,
    /// The most digests on one day.
    pub most_a_day: Pair,
    /// Steps up the ladder.
    pub steps: Pair,
    /// Assignments that would fall silent.
    pub silent: Pair,
}

/// What is agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A version of a policy is made.
    Make {
        /// The version.
        version: NewPolicy,
        /// What its simulation showed.
        sums: Sums,
    },
    /// A version of a policy is withdrawn.
    Withdraw {
        /// The version.
        policy: Box<Policy>,
        /// The server's day.
        today: Date,
    },
}

impl Subject {
    fn order(&self) -> Order {
        match self {
            Self::Make { version, .. } => Order::MakePolicy(version.clone()),
            Self::Withdraw { policy, .. } => Order::WithdrawPolicy(policy.id),
        }
    }

    /// What the policy is about.
    pub fn kind(&self) -> PolicyKind {
        match self {
            Self::Make { version, .. } => version.body.kind(),
            Self::Withdraw { policy, .. } => policy.body.kind(),
        }
    }

    /// The word that must be typed: whose policy it is, or for all tenants what it is about.
    pub fn word(&self) -> &str {
        let tenant = match self {
            Self::Make { version, .. } => version.tenant.as_deref(),
            Self::Withdraw { policy, .. } => policy.tenant.as_ref().map(|tenant| tenant.slug.as_str()),
        };
        tenant.unwrap_or(self.kind().as_str())
    }
}

/// What the focus can stop at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The word.
    Word,
    /// The button that closes.
    Cancel,
    /// The button that acts.
    Go,
}

const STOPS: [Stop; 3] = [Stop::Word, Stop::Cancel, Stop::Go];

/// The box.
#[derive(Debug)]
pub struct Agree {
    /// What is agreed to.
    pub subject: Subject,
    /// Since when it has been there.
    pub since: Duration,
    /// What has been typed.
    pub typed: Input,
    /// What the focus is on.
    pub focus: Stop,
    /// The answer that is waited for.
    pub waiting: Option<Ticket>,
    /// What went wrong.
    pub notice: Option<String>,
    /// The key of the last try, while its outcome is not certain.
    key: Option<Uuid>,
}

impl Agree {
    /// Can the button be pressed that acts?
    pub fn can_go(&self) -> bool {
        self.waiting.is_none() && self.typed.value().trim().eq_ignore_ascii_case(self.subject.word())
    }

    /// Have keys been meant for it since it appeared?
    pub fn is_armed(&self, now: Duration) -> bool {
        now >= self.since.saturating_add(ARM)
    }

    /// See [`Model::wake_at`].
    pub fn wake_at(&self, now: Duration) -> Option<Duration> {
        (!self.is_armed(now)).then(|| self.since.saturating_add(ARM))
    }
}

/// Opens the box.
pub fn begin(model: &mut Model, step: &Step<'_>, subject: Subject) {
    let (typed, focus) = (Input::default(), Stop::Word);
    let since = step.env.at;
    model.agree = Some(Agree { subject, since, typed, focus, waiting: None, notice: None, key: None });
}

/// A key that is typed.
pub fn edit(model: &mut Model, key: Key) {
    let open = model.agree.as_mut().filter(|agree| agree.waiting.is_none() && agree.focus == Stop::Word);
    if let Some(agree) = open {
        form::type_key(&mut agree.typed, key, 60);
    }
}

/// A command.
pub fn command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    let Some(agree) = &mut model.agree else { return };
    let here = STOPS.iter().position(|stop| *stop == agree.focus).unwrap_or(0);
    let to = |by: usize| STOPS.get((here + by) % STOPS.len()).copied().unwrap_or(Stop::Cancel);
    match (command, agree.focus) {
        // Whether an act was carried out must be known before its box goes.
        (Command::Back, _) | (Command::Confirm, Stop::Cancel) if agree.waiting.is_some() => {
            let text = model.lang.tui_still_sending();
            step.say(model, Tone::Note, text);
        }
        (Command::Back, _) | (Command::Confirm, Stop::Cancel) => model.agree = None,
        (Command::Confirm, Stop::Go) => go(model, step),
        (Command::NextPane | Command::Down | Command::Confirm, _) => agree.focus = to(1),
        (Command::PreviousPane | Command::Up, _) => agree.focus = to(2),
        _ => {}
    }
}

fn go(model: &mut Model, step: &mut Step<'_>) {
    let Some(agree) = model.agree.as_mut().filter(|agree| agree.can_go()) else { return };
    agree.notice = None;
    // The same act carries the same key as the try before, if that may have been carried out.
    let key = *agree.key.get_or_insert(step.env.key);
    let order = agree.subject.order();
    let ticket = step.ask(model, Call::Order { key, order });
    if let Some(agree) = &mut model.agree {
        agree.waiting = Some(ticket);
    }
}

/// Does the box wait for this answer?
pub fn awaits(model: &Model, ticket: Ticket) -> bool {
    model.agree.as_ref().is_some_and(|agree| agree.waiting == Some(ticket))
}

/// The answer that the box waits for.
pub fn answered(model: &mut Model, step: &mut Step<'_>, answer: Result<Answer, Failure>) {
    let lang = model.lang;
    let Some(agree) = &mut model.agree else { return };
    agree.waiting = None;
    let failure = match answer {
        Ok(Answer::Written(written)) => {
            let text = match &agree.subject {
                Subject::Make { .. } => lang.desk_made(agree.subject.kind().name(lang), written.version),
                Subject::Withdraw { policy, .. } => lang.desk_withdrawn(&ui::policies::title(lang, policy)),
            };
            if matches!(agree.subject, Subject::Make { .. }) {
                model.draft = None;
            }
            model.agree = None;
            model.policies.open = false;
            step.say(model, Tone::Done, text);
            policies::enter(model, step);
            return;
        }
        Ok(_) => Failure::Garbled,
        Err(failure) => failure,
    };
    if failure.is_definite() {
        agree.key = None;
    }
    let about_fields = matches!(&failure, Failure::Refused(problem) if !problem.errors.is_empty());
    match (&agree.subject, &mut model.draft) {
        (Subject::Make { .. }, Some(draft)) if about_fields => {
            draft.refuse(&failure, lang);
            model.agree = None;
            model.screen = crate::app::Screen::Draft;
        }
        _ => agree.notice = Some(failure.text(lang)),
    }
}
