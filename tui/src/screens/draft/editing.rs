//! A draft of a policy while it is written.

use dondoc_shared::{
    error::FieldError,
    fold::compose,
    policy::PolicyBody,
    text::{Both, Lang},
    wire::policy::{self, NewPolicy, Policy, Simulation},
};
use jiff::civil::Date;
use tui_input::Input;

use super::{
    pane::Pane,
    part::{self, Part, Subject},
};
use crate::{
    dialog::form,
    net::{Failure, named},
    step::{
        common::{Body, slug_of},
        waiting::Waiting,
    },
    ui::{policy_lines, policy_words},
};

/// The longest text of a policy and of a note, in characters.
const MAX_BODY: usize = 4_000;
const MAX_NOTE: usize = 500;
const MAX_LINE: usize = 60;

/// What the focus can stop at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The tenant's key.
    Tenant,
    /// The first day on which it counts.
    From,
    /// Why.
    Note,
    /// What it says.
    Body,
    /// The button that closes.
    Cancel,
    /// The button that simulates.
    Go,
}

/// How a policy is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Way {
    /// In sentences, each changed in a form of its own.
    #[default]
    Sentences,
    /// In lines of words.
    Lines,
}

/// The tenant that a draft begins with.
fn first_tenant(source: &Policy) -> &str {
    source.tenant.as_ref().map_or("", |tenant| tenant.slug.as_str())
}

/// The first day on which a draft counts that begins on this day.
fn first_day(today: Date) -> String {
    Lang::Vi.date(today.tomorrow().unwrap_or(today))
}

/// A new version of a policy while it is written.
#[derive(Debug)]
pub struct Draft {
    /// The version that it began as.
    pub source: Policy,
    /// The server's day when it began, or was gone on with.
    pub today: Date,
    /// May the person make it a version? Anybody can still try it.
    pub may_make: bool,
    /// Key or short name of the tenant; empty for all.
    pub tenant: Input,
    /// The first day on which it counts.
    pub from: Input,
    /// Why.
    pub note: Input,
    /// What it says, as lines: the sentences are made from them.
    pub body: Input,
    /// How it is written.
    pub way: Way,
    /// The sentence under the cursor.
    pub row: usize,
    /// The part that is changed in a form.
    pub part: Option<Part>,
    /// Parts that were left without taking them into the draft.
    left: Vec<Part>,
    /// What the focus is on.
    pub focus: Stop,
    /// What is wrong.
    pub faults: Vec<Both>,
    /// The simulation that is waited for, and what it tries.
    pub(super) waiting: Waiting<Box<Simulation>>,
    pub(super) tried: Option<policy::Draft>,
    /// The simulation that was seen, and of what.
    pub seen: Option<(policy::Draft, Box<Simulation>)>,
    /// What it is shown by.
    pub pane: Pane,
    /// First line shown.
    pub scroll: usize,
}

impl Draft {
    pub(super) fn new(source: Policy, today: Date, may_make: bool) -> Self {
        Self {
            today,
            may_make,
            tenant: Input::new(first_tenant(&source).to_owned()),
            from: Input::new(first_day(today)),
            note: Input::default(),
            body: Input::new(policy_lines::write(&source.body)).with_cursor(0),
            way: Way::default(),
            row: 0,
            part: None,
            left: Vec::new(),
            focus: Stop::Body,
            faults: Vec::new(),
            waiting: Waiting::default(),
            tried: None,
            seen: None,
            pane: Pane::default(),
            scroll: 0,
            source,
        }
    }

    /// Does it wait for the server?
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_open()
    }

    /// What the focus can stop at, in the order of Tab.
    pub fn stops(&self) -> &'static [Stop] {
        if self.may_make {
            &[Stop::Tenant, Stop::From, Stop::Note, Stop::Body, Stop::Cancel, Stop::Go]
        } else {
            &[Stop::Tenant, Stop::Body, Stop::Cancel, Stop::Go]
        }
    }

    pub(super) fn moved(&self, by: usize) -> Stop {
        let stops = self.stops();
        let here = stops.iter().position(|stop| *stop == self.focus).unwrap_or(0);
        stops.get((here + by) % stops.len()).copied().unwrap_or(Stop::Body)
    }

    /// The field in focus, with its longest text and whether it has lines.
    pub(super) fn field(&mut self) -> Option<(&mut Input, usize, bool)> {
        match self.focus {
            Stop::Tenant => Some((&mut self.tenant, MAX_LINE, false)),
            Stop::From => Some((&mut self.from, 10, false)),
            Stop::Note => Some((&mut self.note, MAX_NOTE, false)),
            Stop::Body if self.way == Way::Lines => Some((&mut self.body, MAX_BODY, true)),
            Stop::Body | Stop::Cancel | Stop::Go => None,
        }
    }

    /// Whether anything was typed into it.
    pub fn is_written(&self) -> bool {
        self.body.value() != policy_lines::write(&self.source.body)
            || self.tenant.value().trim() != first_tenant(&self.source)
            || self.from.value().trim() != first_day(self.today)
            || !self.note.value().trim().is_empty()
            || self
                .policy()
                .is_some_and(|policy| self.part.iter().chain(&self.left).any(|part| part.is_written(&policy)))
    }

    /// What its lines say, where they can be read.
    pub fn policy(&self) -> Option<PolicyBody> {
        policy_lines::read(self.source.body.kind(), &compose(self.body.value())).ok()
    }

    /// How many sentences there are, with the row that adds one.
    pub(super) fn rows(&self) -> usize {
        let Some(policy) = self.policy() else { return 0 };
        part::subjects(&policy)
    }

    /// Writes it the other way. What cannot be read stays in lines, and is named.
    pub(super) fn swap_way(&mut self) {
        self.faults.clear();
        self.focus = Stop::Body;
        if self.way == Way::Sentences {
            self.way = Way::Lines;
        } else if let Err(faults) = self.read_body() {
            self.faults = std::iter::once(Both::new(|lang| lang.policies_not_in_words().to_owned()))
                .chain(faults)
                .collect();
        } else {
            (self.way, self.row) = (Way::Sentences, 0);
        }
    }

    fn read_body(&self) -> Result<PolicyBody, Vec<Both>> {
        let read = policy_lines::read(self.source.body.kind(), &compose(self.body.value()));
        let told = |fault: &policy_lines::LineFault| Both::new(|lang| fault.text(lang));
        read.map_err(|faults| faults.iter().map(told).collect())
    }

    /// Opens the form of the sentence under the cursor, with what was typed in it before.
    pub(super) fn open_part(&mut self) {
        let Some(policy) = self.policy() else { return };
        let Some(subject) = part::subject_at(&policy, self.row) else { return };
        let left = self.left.iter().position(|left| left.subject == subject);
        let left = left.map(|place| self.left.remove(place));
        self.part = Some(left.unwrap_or_else(|| Part::of(subject, &policy)));
    }

    /// Closes the form of a part and keeps what was typed in it.
    pub(super) fn leave_part(&mut self) {
        self.left.extend(self.part.take());
    }

    /// Takes the part into the draft, if it holds.
    pub(super) fn take_part(&mut self) {
        let (Some(mut policy), Some(part)) = (self.policy(), &mut self.part) else { return };
        if part.apply(&mut policy) {
            self.part = None;
            self.write(&policy);
        }
    }

    /// Takes the rule under the cursor out.
    pub(super) fn remove_rule(&mut self) {
        let Some(mut policy) = self.policy() else { return };
        let Some(Subject::Rule(Some(when))) = part::subject_at(&policy, self.row) else { return };
        if let PolicyBody::Reminders(rules) | PolicyBody::ReportReminders(rules) = &mut policy {
            rules.rules.retain(|rule| rule.when != when);
            self.write(&policy);
        }
    }

    fn write(&mut self, policy: &PolicyBody) {
        self.faults.clear();
        self.body = Input::new(policy_lines::write(policy)).with_cursor(0);
    }

    /// Goes on with it on this day: a date that nobody typed goes on as well.
    pub(super) fn go_on(&mut self, today: Date, may_make: bool) {
        if self.from.value() == first_day(self.today) {
            self.from = Input::new(first_day(today));
        }
        (self.today, self.may_make) = (today, may_make);
    }

    /// What is to be tried, for one of the `tenants` or all of them.
    pub(super) fn trial(&self, tenants: &[Body]) -> Result<policy::Draft, (Stop, Vec<Both>)> {
        let typed = self.tenant.value().trim();
        let tenant = match slug_of(tenants, typed) {
            _ if typed.is_empty() => None,
            Ok(slug) => Some(slug),
            Err(near) => {
                return Err((Stop::Tenant, vec![Both::new(|lang| lang.tui_no_such_tenant(typed, near))]));
            }
        };
        match self.read_body() {
            Ok(body) => Ok(policy::Draft { tenant, body }),
            Err(faults) => Err((Stop::Body, faults)),
        }
    }

    /// The version that the draft would become.
    pub(super) fn version(&self, trial: &policy::Draft) -> Result<NewPolicy, (Stop, Vec<Both>)> {
        let fault = |at: Stop, say: &dyn Fn(Lang) -> String| (at, vec![Both::new(say)]);
        let from = form::read_date(self.from.value())
            .ok_or_else(|| fault(Stop::From, &|lang| lang.tui_no_date(self.from.value())))?;
        if from <= self.today {
            return Err(fault(Stop::From, &|lang| lang.desk_from_past(&lang.date(self.today))));
        }
        let note = compose(self.note.value().trim());
        if note.is_empty() {
            return Err(fault(Stop::Note, &|lang| lang.desk_note_missing().to_owned()));
        }
        let policy::Draft { tenant, body } = trial.clone();
        Ok(NewPolicy { tenant, from, note, body })
    }

    /// What the server says against a field, at the sentence or line that it means.
    fn told(&self, error: &FieldError) -> Both {
        let policy = self.policy().filter(|_| self.way == Way::Sentences);
        let place = policy.as_ref().and_then(|policy| policy_words::place_of(policy, &error.field));
        Both::new(|lang| match error.field.as_str() {
            "rules.overdue" => lang.desk_fault_overdue().to_owned(),
            "levels" => lang.desk_fault_levels().to_owned(),
            "rules.every" => lang.desk_fault_every().to_owned(),
            field => match (policy.as_ref().zip(place), policy_lines::line_of(self.body.value(), field)) {
                (Some((policy, place)), _) => {
                    let said = policy_words::sentences(lang, policy);
                    lang.policies_at(said.get(place).map_or("", String::as_str), &error.message)
                }
                (None, Some(line)) => lang.desk_line_fault(line, &error.message),
                (None, None) => named(lang, error, |_| None),
            },
        })
    }

    /// Shows what the server said against it, at the lines that it means.
    pub fn refuse(&mut self, failure: &Failure) {
        self.faults = match failure {
            Failure::Refused(problem) if !problem.errors.is_empty() => {
                let first = problem.errors.first().map(|error| error.field.clone()).unwrap_or_default();
                self.focus = match first.as_str() {
                    "tenant" => Stop::Tenant,
                    "from" => Stop::From,
                    "note" => Stop::Note,
                    _ => Stop::Body,
                };
                let told = problem.errors.iter().map(|error| self.told(error));
                told.collect()
            }
            failure => vec![failure.in_a_box()],
        };
    }
}
