//! Agreement to an act that is about no assignment: what it brings about, what it asks for, for the heaviest a word that
//! must be typed, two buttons.

use std::time::Duration;

use dondoc_shared::{
    text::Lang,
    wire::policy::{NewPolicy, Pair, Policy},
};
use jiff::{Timestamp, civil::Date};
use tui_input::Input;
use uuid::Uuid;

use super::{form, post};
use crate::{
    app::{Model, Step, toast::Tone, update::ARM},
    keys::{Key, table::Command},
    net::{Answer, Call, Failure, Order, Ticket},
    screens::{mail, policies},
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
    /// Something is done with outgoing mail.
    Mail(post::Deed),
}

impl Subject {
    /// The fields: label, and the longest text in characters.
    pub fn fields(&self, lang: Lang) -> Vec<(&'static str, usize)> {
        match self {
            Self::Make { .. } | Self::Withdraw { .. } => vec![],
            Self::Mail(deed) => deed.fields(lang),
        }
    }
}

/// What the focus can stop at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// A field, by its place.
    Field(usize),
    /// The word.
    Word,
    /// The button that closes.
    Cancel,
    /// The button that acts.
    Go,
}

/// The box.
#[derive(Debug)]
pub struct Agree {
    /// What is agreed to.
    pub subject: Subject,
    /// Since when it has been there.
    pub since: Duration,
    /// What has been typed into the fields.
    pub fields: Vec<Input>,
    /// What has been typed of the word.
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
    /// The word that must be typed: whose policy it is, or for all tenants what it is about; what holds all mail.
    pub fn word(&self) -> Option<&str> {
        match &self.subject {
            Subject::Make { version, .. } => {
                Some(version.tenant.as_deref().unwrap_or(version.body.kind().as_str()))
            }
            Subject::Withdraw { policy, .. } => {
                let tenant = policy.tenant.as_ref().map(|tenant| tenant.slug.as_str());
                Some(tenant.unwrap_or(policy.body.kind().as_str()))
            }
            Subject::Mail(deed) => deed.word(&self.texts()),
        }
    }

    /// What stands in the fields.
    pub fn texts(&self) -> Vec<String> {
        self.fields.iter().map(|field| field.value().to_owned()).collect()
    }

    /// Can the button be pressed that acts?
    pub fn can_go(&self) -> bool {
        let typed = self.typed.value().trim();
        self.waiting.is_none() && self.word().is_none_or(|word| typed.eq_ignore_ascii_case(word))
    }

    /// What the focus can stop at, in the order of Tab.
    pub fn stops(&self) -> Vec<Stop> {
        let fields = (0..self.fields.len()).map(Stop::Field);
        fields.chain(self.word().map(|_| Stop::Word)).chain([Stop::Cancel, Stop::Go]).collect()
    }

    fn order(&self, lang: Lang, now: Option<Timestamp>) -> Result<Order, (usize, &'static str)> {
        match &self.subject {
            Subject::Make { version, .. } => Ok(Order::MakePolicy(version.clone())),
            Subject::Withdraw { policy, .. } => Ok(Order::WithdrawPolicy(policy.id)),
            Subject::Mail(deed) => deed.order(lang, &self.texts(), now),
        }
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
    let fields = vec![Input::default(); subject.fields(model.lang).len()];
    let (typed, since) = (Input::default(), step.env.at);
    let mut agree =
        Agree { subject, since, fields, typed, focus: Stop::Cancel, waiting: None, notice: None, key: None };
    // On what is to be typed; where nothing is, on the button that does nothing.
    agree.focus = agree.stops().first().copied().unwrap_or(Stop::Cancel);
    model.agree = Some(agree);
}

/// A key that is typed.
pub fn edit(model: &mut Model, key: Key) {
    let lang = model.lang;
    let Some(agree) = model.agree.as_mut().filter(|agree| agree.waiting.is_none()) else { return };
    match agree.focus {
        Stop::Word => form::type_key(&mut agree.typed, key, 60),
        Stop::Field(place) => {
            let max = agree.subject.fields(lang).get(place).map_or(0, |(_, max)| *max);
            if let Some(field) = agree.fields.get_mut(place) {
                form::type_key(field, key, max);
            }
        }
        Stop::Cancel | Stop::Go => {}
    }
}

/// Text pasted into a field. False where the focus is on none: the word is typed.
pub fn paste(model: &mut Model, text: &str) -> bool {
    let lang = model.lang;
    let Some(agree) = model.agree.as_mut().filter(|agree| agree.waiting.is_none()) else { return false };
    let Stop::Field(place) = agree.focus else { return false };
    let max = agree.subject.fields(lang).get(place).map_or(0, |(_, max)| *max);
    if let Some(field) = agree.fields.get_mut(place) {
        form::insert(field, text.trim(), max, false);
    }
    true
}

/// A command.
pub fn command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    let Some(agree) = &mut model.agree else { return };
    let stops = agree.stops();
    let here = stops.iter().position(|stop| *stop == agree.focus).unwrap_or(0);
    let to = |by: usize| stops.get((here + by) % stops.len().max(1)).copied().unwrap_or(Stop::Cancel);
    match (command, agree.focus) {
        // Whether an act was carried out must be known before its box goes.
        (Command::Back, _) | (Command::Confirm, Stop::Cancel) if agree.waiting.is_some() => {
            let text = model.lang.tui_still_sending();
            step.say(model, Tone::Note, text);
        }
        (Command::Back, _) | (Command::Confirm, Stop::Cancel) => model.agree = None,
        (Command::Confirm, Stop::Go) => go(model, step),
        (Command::NextPane | Command::Down | Command::Confirm, _) => agree.focus = to(1),
        (Command::PreviousPane | Command::Up, _) => agree.focus = to(stops.len().saturating_sub(1)),
        _ => {}
    }
}

fn go(model: &mut Model, step: &mut Step<'_>) {
    let (lang, now) = (model.lang, model.now(step.env.at));
    let Some(agree) = model.agree.as_mut().filter(|agree| agree.can_go()) else { return };
    let order = match agree.order(lang, now) {
        Ok(order) => order,
        Err((place, why)) => {
            (agree.focus, agree.notice) = (Stop::Field(place), Some(why.to_owned()));
            return;
        }
    };
    agree.notice = None;
    // The same act carries the same key as the try before, if that may have been carried out.
    let key = *agree.key.get_or_insert(step.env.key);
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
    let failure = match (answer, &agree.subject) {
        (Ok(Answer::Written(written)), Subject::Make { version, .. }) => {
            let text = lang.desk_made(version.body.kind().name(lang), written.version);
            model.draft = None;
            return policy_done(model, step, text);
        }
        (Ok(Answer::Written(_)), Subject::Withdraw { policy, .. }) => {
            let text = lang.desk_withdrawn(&ui::policies::title(lang, policy));
            return policy_done(model, step, text);
        }
        (Ok(Answer::Acted(_)), Subject::Mail(deed)) => {
            let text = deed.done(lang, &agree.texts());
            model.agree = None;
            step.say(model, Tone::Done, text);
            return mail::enter(model, step);
        }
        (Ok(_), _) => Failure::Garbled,
        (Err(failure), _) => failure,
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

fn policy_done(model: &mut Model, step: &mut Step<'_>, text: String) {
    model.agree = None;
    model.policies.open = false;
    step.say(model, Tone::Done, text);
    policies::enter(model, step);
}
