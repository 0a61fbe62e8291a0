//! The dialogs through which the Working Group acts on an assignment. Each acts on the id and version that it showed when it
//! opened, and always in two deliberate steps: the form, then a confirmation that says what will happen.

pub mod act;
pub mod acts;
pub mod agree;
pub mod claiming;
pub mod fields;
mod figures;
pub mod form;
pub mod kind;
mod meanwhile;
pub mod page;
pub mod press;
pub mod tab;
pub mod view;

use std::{collections::HashMap, time::Duration};

use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    text::{Both, Lang},
    wire::{
        Written,
        assignment::{AssignmentDetail, DecisionReaders, Preview},
    },
};
use tui_input::Input;
use uuid::Uuid;

use self::{
    act::{Fault, Filled},
    form::Form,
    kind::Kind,
};
use crate::{
    keys::Layer,
    net::Deed,
    step::{ARM, brought::Brought, waiting::Waiting},
};

/// The dialog that is open, the one on its way, and what was typed in others.
#[derive(Debug, Default)]
pub struct Dialogs {
    /// The dialog on the screen.
    pub open: Option<Dialog>,
    /// The one that waits for the facts that it needs before it opens.
    pub coming: Option<Coming>,
    /// What was typed in dialogs that were closed without acting.
    pub drafts: HashMap<(AssignmentId, Kind), Draft>,
}

/// What was typed in a dialog that was closed without acting.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The code of the assignment that it is about.
    pub code: String,
    /// What was typed and chosen.
    pub form: Form,
    /// Since when its dialog had been at the stage at which it was closed.
    pub since: Duration,
}

/// What a dialog begins with.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// The text; none if it is all the person's own.
    pub text: Option<String>,
    /// The option that the key stands for.
    pub pick: Option<usize>,
    /// The version that the screen shows, where nothing else may be acted upon.
    pub seen: Option<i32>,
}

/// A dialog on its way.
#[derive(Debug)]
pub struct Coming {
    /// The act that it is about.
    pub kind: Kind,
    /// The assignment that it is about.
    pub id: AssignmentId,
    start: Start,
    facts: Waiting<Box<AssignmentDetail>>,
}

/// How far a dialog is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Before the form: the submission must be opened first, which its tenant cannot undo.
    Begin,
    /// The form.
    Edit,
    /// What will happen, and the button that does it.
    Confirm,
}

/// What the focus can stop at, in the order of Tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

impl Stop {
    /// What stands before every other.
    const FIRST: Self = Self::Field(0);
}

/// A try of an act. Trying the same act again re-uses its key, so that the server carries it out once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The idempotency key that every try carries.
    pub key: Uuid,
    /// The version that it is about.
    pub version: i32,
    /// The act as it was sent.
    pub deed: Deed,
}

/// What is being waited for.
#[derive(Debug)]
pub enum Awaited {
    /// What would be sent.
    Preview(Waiting<Box<Preview>>),
    /// Who would be told.
    Readers(Waiting<DecisionReaders>),
    /// The submission being opened.
    Opening(Waiting<Written>),
    /// The act.
    Deed(Waiting<Written>),
    /// The facts, after they changed.
    Facts(Waiting<Box<AssignmentDetail>>),
}

/// A dialog on the screen.
#[derive(Debug)]
pub struct Dialog {
    /// The act that it is about.
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
    /// What the focus was put on; what has it, [`Dialog::stop`] says.
    pub focus: Stop,
    /// First line shown of what does not fit.
    pub scroll: usize,
    /// The figures of the report that is judged.
    pub brought: Brought,
    /// The first line shown of them, while they are read instead of what the dialog asks.
    pub reading: Option<usize>,
    /// The word typed for the highest levels.
    pub word: Input,
    /// What would be sent.
    pub preview: Option<Box<Preview>>,
    /// Who would be told.
    pub readers: Option<DecisionReaders>,
    /// What is being waited for.
    pub waiting: Option<Awaited>,
    /// The facts, which may have changed meanwhile.
    watched: Waiting<Box<AssignmentDetail>>,
    /// The last try, while its outcome is not certain.
    pub attempt: Option<Attempt>,
    /// What is to be said: a fault, or that something changed.
    pub notice: Option<Both>,
    /// Why the act is no longer possible.
    pub blocked: Option<ErrorCode>,
    /// Whether it began with what had been typed in it before.
    pub is_restored: bool,
}

impl Dialog {
    /// A dialog about these facts, with what was typed in it before.
    pub fn new(kind: Kind, detail: Box<AssignmentDetail>, draft: Option<&Form>, since: Duration) -> Self {
        let begins = kind.act().opens_first(Lang::Vi, &detail).is_some();
        let mut form = kind.act().form(&detail);
        if let Some(draft) = draft {
            form.restore(draft);
        }
        Self {
            kind,
            version: detail.row.version,
            stage: if begins { Stage::Begin } else { Stage::Edit },
            since,
            form,
            focus: Stop::FIRST,
            scroll: 0,
            brought: Brought::default(),
            reading: None,
            word: Input::default(),
            preview: None,
            readers: None,
            waiting: None,
            watched: Waiting::default(),
            attempt: None,
            notice: None,
            blocked: None,
            is_restored: draft.is_some(),
            detail,
        }
    }

    /// What the focus can stop at, in the order of Tab.
    pub fn stops(&self) -> Vec<Stop> {
        if self.reading.is_some() {
            return vec![Stop::Cancel];
        }
        let fields: Vec<Stop> = match self.stage {
            Stage::Edit => {
                (0..self.form.fields.len()).filter(|place| self.is_used(*place)).map(Stop::Field).collect()
            }
            Stage::Confirm if self.required_word().is_some() => vec![Stop::Word],
            Stage::Begin | Stage::Confirm => Vec::new(),
        };
        fields.into_iter().chain([Stop::Cancel, Stop::Go]).collect()
    }

    /// The form as it is filled in.
    pub fn filled(&self) -> Filled<'_> {
        Filled { detail: &self.detail, form: &self.form }
    }

    /// Whether anything was typed into it that is not there by itself.
    pub fn is_written(&self) -> bool {
        self.form.is_written_beyond(&self.kind.act().form(&self.detail))
    }

    /// Whether a field matters with what has been chosen so far.
    pub fn is_used(&self, place: usize) -> bool {
        self.kind.act().uses(self.filled(), place)
    }

    /// The act that the form describes.
    ///
    /// # Errors
    /// What the server would refuse, said before it is asked.
    pub fn deed(&self) -> Result<Deed, Fault> {
        if let Some(place) = self.form.unchosen() {
            return Err((ErrorCode::InvalidInput, place));
        }
        self.kind.act().deed(self.filled())
    }

    /// What the focus is on.
    pub fn stop(&self) -> Stop {
        tab::at(&self.stops(), self.focus).unwrap_or(Stop::Cancel)
    }

    /// Moves the focus, to the next stop or the one before.
    fn tab(&mut self, forward: bool) {
        self.focus = tab::moved(&self.stops(), self.focus, forward).unwrap_or(Stop::Cancel);
    }

    /// Is the focus on the word that must be typed?
    pub fn is_typing(&self) -> bool {
        self.stop() == Stop::Word
    }

    /// The word that must be typed.
    pub fn required_word(&self) -> Option<&str> {
        self.kind.act().word(self.filled())
    }

    /// Can the button be pressed that goes on?
    pub fn can_go(&self) -> bool {
        self.waiting.is_none()
            && self.blocked.is_none()
            && (self.stage != Stage::Confirm
                || (self
                    .required_word()
                    .is_none_or(|word| self.word.value().trim().eq_ignore_ascii_case(word))
                    && !self.lacks_preview()))
    }

    /// Whether what must be seen before it is done is not there: the mail that it sends, or those who are told of it.
    pub fn lacks_preview(&self) -> bool {
        (self.needs_preview() && self.preview.is_none())
            || (self.kind.act().tells().is_some() && self.readers.is_none())
    }

    /// Does the act send mail that is shown first?
    pub fn needs_preview(&self) -> bool {
        self.deed().is_ok_and(|deed| self.kind.act().preview(&deed).is_some())
    }

    /// Have keys been meant for it since it appeared at this stage?
    pub fn is_armed(&self, now: Duration) -> bool {
        now >= self.since.saturating_add(ARM)
    }

    /// When keys begin to be meant for it, if that is still to come.
    pub fn wake_at(&self, now: Duration) -> Option<Duration> {
        (!self.is_armed(now)).then(|| self.since.saturating_add(ARM))
    }

    /// The layer that gets the keys.
    pub fn layer(&self) -> Layer {
        let judges = self.judges_figures();
        match self.stage {
            _ if self.reading.is_some() => Layer::FIGURES,
            Stage::Edit if judges => Layer::FORM_OF_REPORT,
            Stage::Edit => Layer::FORM,
            // The word that must be typed for the highest levels is text like any other.
            Stage::Confirm if self.is_typing() => Layer::FORM,
            Stage::Begin | Stage::Confirm if judges => Layer::CONFIRM_OF_REPORT,
            Stage::Begin | Stage::Confirm => Layer::CONFIRM,
        }
    }
}
