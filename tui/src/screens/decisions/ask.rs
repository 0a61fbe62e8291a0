//! What is decided, why, and on which assignments.

use dondoc_shared::{
    id::AssignmentId,
    text::{Both, Lang},
    wire::decision::{Decision, MOST_DECIDED, NewDecisionPlan},
};

use crate::{
    dialog::{
        form::{Field, Form},
        kind::Kind,
        tab,
    },
    keys::Command,
};

/// What the focus can stop at, in the order of Tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    /// What is decided.
    Choice,
    /// The reason for all.
    Remark,
    /// The button that goes on.
    Go,
}

const STOPS: [Stop; 3] = [Stop::Choice, Stop::Remark, Stop::Go];

impl Stop {
    /// The place of its field in the form; none for the button.
    pub fn field(self) -> Option<usize> {
        match self {
            Self::Choice => Some(0),
            Self::Remark => Some(1),
            Self::Go => None,
        }
    }
}

/// What the decision is about, by the command that leads here: it is that of the single act.
pub fn choices(by: Command) -> [Decision; 2] {
    match by {
        Command::Extension => [Decision::GrantExtension, Decision::RefuseExtension],
        Command::Escalate => [Decision::ReleaseStep, Decision::DropStep],
        _ => [Decision::Accept, Decision::Return],
    }
}

/// The command of the single act that a decision is.
pub fn command_of(decision: Decision) -> Command {
    [Command::Extension, Command::Escalate]
        .into_iter()
        .find(|by| choices(*by).contains(&decision))
        .unwrap_or(Command::Verify)
}

/// What is decided, why, and on which assignments.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The command of the single act.
    pub by: Command,
    /// The assignments, each with its code.
    pub items: Vec<(AssignmentId, String)>,
    /// What was chosen and typed.
    pub form: Form,
    /// What the focus is on.
    pub focus: Stop,
    /// What is wrong with it.
    pub notice: Option<Both>,
    /// Whether it began with what had been typed before.
    pub is_restored: bool,
}

impl Default for Asking {
    fn default() -> Self {
        Self::about(Command::Verify, Vec::new())
    }
}

impl Asking {
    /// About these assignments. Nothing is chosen: a key that leads to two decisions is neither.
    pub fn about(by: Command, items: Vec<(AssignmentId, String)>) -> Self {
        let choice = Field::Choice { of: choices(by).len(), picked: None };
        let form = Form { fields: vec![choice, Field::text()] };
        Self { by, items, form, focus: Stop::Choice, notice: None, is_restored: false }
    }

    /// The same with a reason that was typed before.
    #[must_use]
    pub fn with(mut self, text: &str) -> Self {
        self.form.write(text);
        self.is_restored = !text.is_empty();
        self
    }

    /// What is chosen.
    pub fn decision(&self) -> Option<Decision> {
        choices(self.by).get(self.form.picked()?).copied()
    }

    /// The field in focus.
    pub fn field(&mut self) -> Option<&mut Field> {
        self.form.fields.get_mut(self.focus.field()?)
    }

    /// Moves the focus, to the next stop or the one before.
    pub fn step(&mut self, forward: bool) {
        self.focus = tab::moved(&STOPS, self.focus, forward).unwrap_or(Stop::Go);
    }

    /// What the server is asked for.
    ///
    /// # Errors
    /// What is missing or wrong, and what is to be said of it.
    pub fn plan(&self) -> Result<NewDecisionPlan, (Stop, Both)> {
        let Some(decision) = self.decision() else {
            return Err((Stop::Choice, Both::new(|lang| lang.tui_choose_first().to_owned())));
        };
        let remark = self.form.text();
        if decision.needs_remark() && remark.is_empty() {
            return Err((Stop::Remark, Both::new(|lang| lang.field_missing(lang.decisions_label_remark()))));
        }
        let n = self.items.len();
        if n > MOST_DECIDED {
            return Err((Stop::Go, Both::new(|lang| lang.decisions_too_many(MOST_DECIDED, n))));
        }
        let assignments = self.items.iter().map(|(id, _)| *id).collect();
        Ok(NewDecisionPlan { assignments, decision, remark })
    }

    /// Whether it is about the same act on any of these.
    pub fn shares(&self, by: Command, items: &[(AssignmentId, String)]) -> bool {
        self.by == by && self.items.iter().any(|(own, _)| items.iter().any(|(id, _)| own == id))
    }

    /// Whether a reason was typed.
    pub fn is_written(&self) -> bool {
        !self.items.is_empty() && !self.form.text().is_empty()
    }

    /// How it is called in a list of drafts.
    pub fn name(&self, lang: Lang) -> String {
        let act = Kind::of(self.by).map_or("", |kind| kind.act().title(lang));
        let first = self.items.first().map_or("", |(_, code)| code.as_str());
        lang.decisions_about(act, self.items.len(), first)
    }
}
