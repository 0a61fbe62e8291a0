//! The dialogs through which the Working Group acts. Each acts on the id and version that it showed when it opened,
//! and always in two deliberate steps: the form, then a confirmation that says what will happen.

pub mod agree;
pub mod deed;
pub mod form;
pub mod post;
pub mod step;

use std::time::Duration;

use dondoc_shared::{
    error::ErrorCode,
    lifecycle::Act,
    text::Lang,
    wire::assignment::{AssignmentDetail, EventKind, Preview, ProposedStep},
};
use jiff::civil::{Date, Weekday};
use tui_input::Input;
use uuid::Uuid;

use crate::{
    app::update::ARM,
    keys::table::Command,
    net::{Deed, Ticket},
};
use form::{Field, Form};

/// Which dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Verify a submission: open it, then accept or return it.
    Verify,
    /// Return what was accepted.
    Reopen,
    /// Urge.
    Urge,
    /// Decide an extension request.
    Extension,
    /// Release, sign or drop a proposed step up the ladder.
    Escalate,
}

impl Kind {
    /// Every dialog.
    pub const ALL: [Self; 5] = [Self::Verify, Self::Reopen, Self::Urge, Self::Extension, Self::Escalate];

    /// The dialog that a command opens.
    pub fn of(command: Command) -> Option<Self> {
        Some(match command {
            Command::Verify => Self::Verify,
            Command::Reopen => Self::Reopen,
            Command::Urge => Self::Urge,
            Command::Extension => Self::Extension,
            Command::Escalate => Self::Escalate,
            _ => return None,
        })
    }

    /// The acts of which one must be allowed.
    pub fn acts(self) -> &'static [Act] {
        match self {
            Self::Verify => &[Act::Open, Act::Accept, Act::Return],
            Self::Reopen => &[Act::Reopen],
            Self::Urge => &[Act::Urge],
            Self::Extension => &[Act::DecideExtension],
            Self::Escalate => &[Act::Escalate],
        }
    }

    /// Its title.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Verify => lang.tui_dialog_verify(),
            Self::Reopen => Act::Reopen.name(lang),
            Self::Urge => Act::Urge.name(lang),
            Self::Extension => Act::DecideExtension.name(lang),
            Self::Escalate => Act::Escalate.name(lang),
        }
    }

    /// Why it cannot be used on this assignment now; none if it can. The server decides: an act that it does not
    /// mention is not this person's.
    pub fn refusal(self, detail: &AssignmentDetail) -> Option<ErrorCode> {
        let mut told = detail.acts.iter().filter(|allowed| self.acts().contains(&allowed.act)).peekable();
        let Some(first) = told.peek().map(|allowed| allowed.refused) else {
            return Some(ErrorCode::NotPermitted);
        };
        if told.any(|allowed| allowed.refused.is_none()) { None } else { first }
    }

    fn form(self, detail: &AssignmentDetail) -> Form {
        let text = || Field::Text(Input::default());
        let choice = |of| Field::Choice { of, picked: 0 };
        let fields = match self {
            // Who cannot release the step may still drop it.
            Self::Escalate if is_release_refused(detail) => vec![choice(1), text()],
            Self::Verify | Self::Escalate => vec![choice(2), text()],
            Self::Reopen => vec![text()],
            Self::Urge => {
                vec![text(), form::date_field(after_working_days(detail.today, 3)), Field::Toggle(false)]
            }
            Self::Extension => {
                let asked = pending(detail).map(|request| request.to);
                vec![choice(3), form::date_field(asked), text()]
            }
        };
        Form { fields }
    }
}

/// The extension request that waits.
pub fn pending(detail: &AssignmentDetail) -> Option<&dondoc_shared::wire::assignment::ExtensionRequest> {
    let waits = dondoc_shared::wire::assignment::ExtensionState::Pending;
    detail.extension_requests.iter().find(|request| request.state == waits)
}

/// Can the reader not sign or release the step that waits?
fn is_release_refused(detail: &AssignmentDetail) -> bool {
    detail.proposed_steps.first().is_some_and(|step| step.release_refused.is_some())
}

/// The day so many days after this one, weekends not counted. Only a proposal that the person can change; public
/// holidays are the server's to know.
fn after_working_days(from: Date, days: u32) -> Option<Date> {
    let mut day = from;
    let mut left = days;
    while left > 0 {
        day = day.tomorrow().ok()?;
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left = left.saturating_sub(1);
        }
    }
    Some(day)
}

/// How far a dialog is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Verify only: open the submission first, which the tenant cannot undo.
    Begin,
    /// The form.
    Edit,
    /// What will happen, and the button that does it.
    Confirm,
}

/// What the focus can stop at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// A field of the form.
    Field(usize),
    /// The word that must be typed.
    Word,
    /// Back, or close.
    Cancel,
    /// On, or do it.
    Go,
}

/// A try of an act. Trying the same act again re-uses its key, so that the server carries it out once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The key.
    pub key: Uuid,
    /// The version that it is about.
    pub version: i32,
    /// The act.
    pub deed: Deed,
}

/// What is being waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// What would be sent.
    Preview(Ticket),
    /// The submission being opened.
    Opening(Ticket),
    /// The act.
    Deed(Ticket),
    /// The facts, after they changed.
    Facts(Ticket),
}

impl Waiting {
    fn ticket(self) -> Ticket {
        match self {
            Self::Preview(ticket) | Self::Opening(ticket) | Self::Deed(ticket) | Self::Facts(ticket) => {
                ticket
            }
        }
    }
}

/// A dialog on the screen.
#[derive(Debug)]
pub struct Dialog {
    /// Which.
    pub kind: Kind,
    /// The facts that it shows and acts upon.
    pub detail: Box<AssignmentDetail>,
    /// The version that it acts upon.
    pub version: i32,
    /// How far it is.
    pub stage: Stage,
    /// Since when it has been at this stage.
    pub since: Duration,
    /// What was typed and chosen.
    pub form: Form,
    /// The focus, a place in [`Dialog::stops`].
    pub focus: usize,
    /// First line shown of what does not fit.
    pub scroll: usize,
    /// The word typed for the highest levels.
    pub word: Input,
    /// What would be sent.
    pub preview: Option<Box<Preview>>,
    /// What is being waited for.
    pub waiting: Option<Waiting>,
    /// The last try, while its outcome is not certain.
    pub attempt: Option<Attempt>,
    /// What is to be said: a fault, or that something changed.
    pub notice: Option<String>,
    /// Why the act is no longer possible.
    pub blocked: Option<ErrorCode>,
}

impl Dialog {
    /// A dialog about these facts, with a draft if there is one.
    pub fn new(kind: Kind, detail: Box<AssignmentDetail>, draft: Option<Form>, since: Duration) -> Self {
        let stage = if kind == Kind::Verify && !is_opened(&detail) { Stage::Begin } else { Stage::Edit };
        Self {
            kind,
            version: detail.row.version,
            stage,
            since,
            form: draft.unwrap_or_else(|| kind.form(&detail)),
            focus: 0,
            scroll: 0,
            word: Input::default(),
            preview: None,
            waiting: None,
            attempt: None,
            notice: None,
            blocked: None,
            detail,
        }
    }

    /// What the focus can stop at, in the order of Tab.
    pub fn stops(&self) -> Vec<Stop> {
        let fields: Vec<Stop> = match self.stage {
            Stage::Edit => {
                (0..self.form.fields.len()).filter(|place| self.is_used(*place)).map(Stop::Field).collect()
            }
            Stage::Confirm if self.required_word().is_some() => vec![Stop::Word],
            Stage::Begin | Stage::Confirm => Vec::new(),
        };
        fields.into_iter().chain([Stop::Cancel, Stop::Go]).collect()
    }

    /// Does the field matter with what has been chosen so far? The new date is typed only for “another date”, and a first
    /// signature keeps no remark.
    pub fn is_used(&self, place: usize) -> bool {
        match self.form.fields.get(place) {
            Some(Field::Date(_)) => self.kind != Kind::Extension || self.form.picked() == 1,
            Some(Field::Text(_)) => !self.is_first_signature(),
            _ => true,
        }
    }

    /// Would going on sign a step that leaves only with a second person's signature?
    pub fn is_first_signature(&self) -> bool {
        self.is_release() && self.step().is_some_and(|step| step.second_person && step.signed_by.is_none())
    }

    /// Would going on sign or release the step, and not drop it?
    pub fn is_release(&self) -> bool {
        self.kind == Kind::Escalate && self.form.picked() == 0 && !is_release_refused(&self.detail)
    }

    /// Puts the focus on a field.
    pub fn focus_field(&mut self, place: usize) {
        self.focus = self.stops().iter().position(|stop| *stop == Stop::Field(place)).unwrap_or(0);
    }

    /// What the focus is on.
    pub fn stop(&self) -> Stop {
        self.stops().get(self.focus).copied().unwrap_or(Stop::Cancel)
    }

    /// Is the focus on the word that must be typed?
    pub fn is_typing(&self) -> bool {
        self.stop() == Stop::Word
    }

    /// The step that is proposed.
    pub fn step(&self) -> Option<&ProposedStep> {
        self.detail.proposed_steps.first()
    }

    /// The word that must be typed: the assignment's code, for the levels that need two persons.
    pub fn required_word(&self) -> Option<&str> {
        let step = self.step().filter(|_| self.is_release())?;
        step.second_person.then_some(self.detail.row.code.as_str())
    }

    /// Can the button be pressed that goes on?
    pub fn can_go(&self) -> bool {
        self.waiting.is_none()
            && self.blocked.is_none()
            && (self.stage != Stage::Confirm
                || (self
                    .required_word()
                    .is_none_or(|word| self.word.value().trim().eq_ignore_ascii_case(word))
                    && (!self.needs_preview() || self.preview.is_some())))
    }

    /// Does the act send mail that is shown first?
    pub fn needs_preview(&self) -> bool {
        match self.kind {
            Kind::Urge => true,
            Kind::Escalate => self.is_release(),
            Kind::Verify | Kind::Reopen | Kind::Extension => false,
        }
    }

    /// Have keys been meant for it since it appeared at this stage?
    pub fn is_armed(&self, now: Duration) -> bool {
        now >= self.since.saturating_add(ARM)
    }

    /// See [`crate::app::Model::wake_at`].
    pub fn wake_at(&self, now: Duration) -> Option<Duration> {
        (!self.is_armed(now)).then(|| self.since.saturating_add(ARM))
    }
}

/// Has the waiting submission been opened already?
fn is_opened(detail: &AssignmentDetail) -> bool {
    let last =
        detail.timeline.iter().find(|event| matches!(event.kind, EventKind::Opened | EventKind::Submitted));
    last.is_some_and(|event| event.kind == EventKind::Opened)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn three_working_days_after_a_thursday_is_a_tuesday() {
        assert_eq!(after_working_days(date(2024, 7, 25), 3), Some(date(2024, 7, 30)));
    }
}
