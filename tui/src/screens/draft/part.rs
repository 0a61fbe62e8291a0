//! The form in which one part of a policy is changed: a rule, how many reminders there are, a level, rests and steps.

use crate::{
    dialog::{
        form::{self, Field, Form},
        tab,
    },
    keys::Key,
};
use dondoc_shared::{
    ladder::{LadderPolicy, LadderTarget, Level},
    policy::{Audience, PolicyBody, PolicyKind, ReminderPolicy, ReminderRule, When},
    text::{Both, Lang},
};

/// The fields of a rule: when, the days, from when on, and one for each audience.
const WHEN: usize = 0;
const DAYS: usize = 1;
const FROM: usize = 2;
const TO: usize = 3;
/// The fields of a level: the days, and behind whom it addresses what holds of it and its sentences.
const AFTER: usize = 0;
const FLAGS: usize = 2;
const TEXT_VI: usize = 5;
const TEXT_EN: usize = 6;
/// The longest number and the longest sentence, in characters (the server's limits).
const MAX_NUMBER: usize = 3;
const MAX_SENTENCE: usize = 300;
/// The places of the options of “when”.
const BEFORE: usize = 0;
const DUE: usize = 1;
const OVERDUE: usize = 2;
const EVERY: usize = 3;
const DOUBLING: usize = 4;

/// What part of a policy a form is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A rule, by when it reminds; none for a new one.
    Rule(Option<When>),
    /// How many reminders there are.
    Cap,
    /// A level, by its place.
    Level(usize),
    /// How long the ladder rests, and how many steps there are.
    Pauses,
}

/// What the focus can stop at, in the order of Tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    /// A field, by its place.
    Field(usize),
    /// The button that leads back to the draft as it was.
    Cancel,
    /// The button that takes what was typed into the draft.
    Go,
}

/// A part of a policy while it is changed.
#[derive(Debug, Clone)]
pub struct Part {
    /// What it is about.
    pub subject: Subject,
    kind: PolicyKind,
    /// What was typed and chosen.
    pub form: Form,
    /// What the focus was put on; what has it, [`Part::stop`] says.
    focus: Stop,
    /// What is wrong.
    pub notice: Option<Both>,
}

fn number(n: impl Into<i64>) -> Field {
    Field::line(&n.into().to_string(), MAX_NUMBER)
}

/// How many sentences can be changed, with the one that is still to be added.
pub fn subjects(body: &PolicyBody) -> usize {
    match body {
        PolicyBody::Reminders(policy) | PolicyBody::ReportReminders(policy) => policy.rules.len() + 2,
        PolicyBody::Ladder(policy) => policy.levels.len() + 2,
    }
}

/// The subject of the sentence of this place; none behind the last.
pub fn subject_at(body: &PolicyBody, place: usize) -> Option<Subject> {
    match body {
        PolicyBody::Reminders(policy) | PolicyBody::ReportReminders(policy) => {
            let rules = policy.rules.len();
            match (policy.rules.get(place), place) {
                (Some(rule), _) => Some(Subject::Rule(Some(rule.when))),
                (None, place) if place == rules => Some(Subject::Cap),
                (None, place) if place == rules + 1 => Some(Subject::Rule(None)),
                _ => None,
            }
        }
        PolicyBody::Ladder(policy) if place < policy.levels.len() => Some(Subject::Level(place)),
        PolicyBody::Ladder(policy) if place < policy.levels.len() + 2 => Some(Subject::Pauses),
        PolicyBody::Ladder(_) => None,
    }
}

impl Part {
    /// A form of what the policy says of this subject.
    pub fn of(subject: Subject, body: &PolicyBody) -> Self {
        let fields = match (subject, body) {
            (Subject::Rule(when), PolicyBody::Reminders(policy) | PolicyBody::ReportReminders(policy)) => {
                rule_fields(policy.rules.iter().find(|rule| Some(rule.when) == when))
            }
            (Subject::Cap, PolicyBody::Reminders(policy) | PolicyBody::ReportReminders(policy)) => {
                vec![number(policy.cap)]
            }
            (Subject::Level(place), PolicyBody::Ladder(policy)) => {
                policy.levels.get(place).map(level_fields).unwrap_or_default()
            }
            (Subject::Pauses, PolicyBody::Ladder(policy)) => {
                vec![number(policy.rest_days), number(policy.longest_rest_days), number(policy.most_steps)]
            }
            _ => Vec::new(),
        };
        Self { subject, kind: body.kind(), form: Form { fields }, focus: Stop::Field(0), notice: None }
    }

    /// Whether a text or number was typed that the policy does not say.
    pub fn is_written(&self, body: &PolicyBody) -> bool {
        self.form.is_written_beyond(&Self::of(self.subject, body).form)
    }

    /// Its title.
    pub fn title(&self, lang: Lang) -> String {
        match self.subject {
            Subject::Rule(_) => lang.policies_title_rule().to_owned(),
            Subject::Cap => lang.policies_title_cap().to_owned(),
            Subject::Level(place) => lang.policies_title_level(place.saturating_add(1)),
            Subject::Pauses => lang.policies_title_pauses().to_owned(),
        }
    }

    /// Label and options of each field.
    pub fn labels(&self, lang: Lang) -> Vec<(&'static str, Vec<String>)> {
        match self.subject {
            Subject::Rule(_) => {
                let options = [
                    lang.policies_option_before(),
                    lang.policies_option_due(),
                    lang.policies_option_overdue(),
                    lang.policies_option_every(),
                    lang.policies_option_doubling(),
                ];
                let days = match self.form.picked() {
                    Some(BEFORE) => lang.policies_label_before(),
                    Some(OVERDUE) => lang.policies_label_overdue(),
                    _ => lang.policies_label_pause(),
                };
                let when = (lang.policies_when(), options.map(str::to_owned).into());
                let numbers = [days, lang.policies_label_from()].map(|label| (label, Vec::new()));
                let to = Audience::ALL.iter().map(|to| (to.name(lang), Vec::new()));
                std::iter::once(when).chain(numbers).chain(to).collect()
            }
            Subject::Cap => vec![(lang.policies_label_cap(), Vec::new())],
            Subject::Level(_) => {
                let targets = LadderTarget::ALL.iter().map(|to| to.name(lang).to_owned()).collect();
                let rest = [
                    lang.policies_rests(),
                    lang.policies_second(),
                    lang.policies_automatic(),
                    lang.policies_label_text_vi(),
                    lang.policies_label_text_en(),
                ];
                let head =
                    [(lang.policies_label_after(), Vec::new()), (lang.policies_label_target(), targets)];
                head.into_iter().chain(rest.map(|label| (label, Vec::new()))).collect()
            }
            Subject::Pauses => {
                [lang.policies_label_rest(), lang.policies_label_longest(), lang.policies_label_most()]
                    .map(|label| (label, Vec::new()))
                    .into()
            }
        }
    }

    /// What stands above a field that begins another group.
    pub fn head_above(&self, lang: Lang, place: usize) -> Option<&'static str> {
        let begins = matches!(self.subject, Subject::Rule(_)) && place == TO;
        begins.then(|| lang.policies_label_to())
    }

    /// Whether a field matters with what is chosen.
    pub fn is_used(&self, place: usize) -> bool {
        let (is_rule, when) = (matches!(self.subject, Subject::Rule(_)), self.form.picked());
        match place {
            DAYS if is_rule => when != Some(DUE),
            FROM if is_rule => matches!(when, Some(EVERY | DOUBLING)),
            place if is_rule && place >= TO => {
                // A report has no tenant beside it that could be told by a copy.
                let to = Audience::ALL.get(place - TO);
                self.kind == PolicyKind::Reminders || to.is_some_and(|to| !to.is_another_tenant())
            }
            _ => true,
        }
    }

    /// What the focus can stop at, in the order of Tab.
    pub fn stops(&self) -> Vec<Stop> {
        let used = (0..self.form.fields.len()).filter(|place| self.is_used(*place));
        used.map(Stop::Field).chain([Stop::Cancel, Stop::Go]).collect()
    }

    /// What the focus is on.
    pub fn stop(&self) -> Stop {
        tab::at(&self.stops(), self.focus).unwrap_or(Stop::Cancel)
    }

    /// Moves the focus, to the next stop or the one before.
    pub fn step(&mut self, forward: bool) {
        self.focus = tab::moved(&self.stops(), self.focus, forward).unwrap_or(Stop::Cancel);
    }

    fn field(&mut self) -> Option<&mut Field> {
        let Stop::Field(place) = self.stop() else { return None };
        self.form.fields.get_mut(place)
    }

    /// Whether the arrows choose where the focus is.
    pub fn chooses(&self) -> bool {
        matches!(self.stop(), Stop::Field(place) if matches!(self.form.fields.get(place), Some(Field::Choice { .. })))
    }

    /// A key that is typed.
    pub fn press(&mut self, key: Key) {
        let full = self.field().and_then(|field| form::full(field, key));
        if let Some(field) = self.field() {
            form::press(field, key, 0);
        }
        self.notice = full;
    }

    /// Text that is pasted. False where the focus is on no field.
    pub fn paste(&mut self, text: &str) -> bool {
        let Some(field) = self.field() else { return false };
        self.notice = form::paste(field, text).err().map(|long| Both::new(|lang| long.text(lang)));
        true
    }

    /// Takes what was typed into a policy. False if it does not hold: then it says why, at the field.
    pub fn apply(&mut self, body: &mut PolicyBody) -> bool {
        let applied = match (self.subject, body) {
            (Subject::Rule(when), PolicyBody::Reminders(policy) | PolicyBody::ReportReminders(policy)) => {
                self.rule().and_then(|rule| put(policy, when, rule))
            }
            (Subject::Cap, PolicyBody::Reminders(policy) | PolicyBody::ReportReminders(policy)) => {
                self.number(0).map(|cap| policy.cap = cap)
            }
            (Subject::Level(place), PolicyBody::Ladder(policy)) => self.level(policy, place),
            (Subject::Pauses, PolicyBody::Ladder(policy)) => self.pauses(policy),
            _ => Ok(()),
        };
        let Err((place, why)) = applied else { return true };
        self.focus = Stop::Field(place);
        self.notice = Some(why);
        false
    }

    fn number<N: std::str::FromStr>(&self, place: usize) -> Result<N, (usize, Both)> {
        self.form.typed(place).parse().map_err(|_| {
            let label = |lang| self.labels(lang).get(place).map_or("", |(label, _)| *label);
            (place, Both::new(|lang| lang.policies_not_a_number(label(lang))))
        })
    }

    fn is_on(&self, place: usize) -> bool {
        matches!(self.form.fields.get(place), Some(Field::Toggle(true)))
    }

    fn rule(&self) -> Result<ReminderRule, (usize, Both)> {
        let days = || self.number(DAYS);
        let when = match self.form.picked() {
            Some(BEFORE) => When::Before(days()?),
            Some(OVERDUE) => When::Overdue(days()?),
            Some(EVERY) => When::Every { from: self.number(FROM)?, days: days()?, doubling: false },
            Some(DOUBLING) => When::Every { from: self.number(FROM)?, days: days()?, doubling: true },
            _ => When::Due,
        };
        let chosen = Audience::ALL.iter().enumerate();
        let chosen = chosen.filter(|(at, _)| self.is_used(TO + at) && self.is_on(TO + at));
        let to: Vec<Audience> = chosen.map(|(_, to)| *to).collect();
        if to.is_empty() {
            return Err((TO, Both::new(|lang| lang.policies_nobody().to_owned())));
        }
        Ok(ReminderRule { when, to })
    }

    fn level(&self, policy: &mut LadderPolicy, place: usize) -> Result<(), (usize, Both)> {
        let Some(level) = policy.levels.get_mut(place) else { return Ok(()) };
        level.after_days = self.number(AFTER)?;
        if let Some(target) = self.form.picked().and_then(|option| LadderTarget::ALL.get(option)) {
            level.target = *target;
        }
        level.rests = self.is_on(FLAGS);
        level.second_person = self.is_on(FLAGS + 1);
        level.automatic = self.is_on(FLAGS + 2);
        level.text_vi = self.form.typed(TEXT_VI);
        level.text_en = self.form.typed(TEXT_EN);
        Ok(())
    }

    fn pauses(&self, policy: &mut LadderPolicy) -> Result<(), (usize, Both)> {
        let (rest, longest, most) = (self.number(0)?, self.number(1)?, self.number(2)?);
        (policy.rest_days, policy.longest_rest_days, policy.most_steps) = (rest, longest, most);
        Ok(())
    }
}

fn rule_fields(rule: Option<&ReminderRule>) -> Vec<Field> {
    let (picked, days, from) = match rule.map(|rule| rule.when) {
        Some(When::Before(days)) => (BEFORE, Some(days), None),
        Some(When::Due) => (DUE, None, None),
        None => (OVERDUE, None, None),
        Some(When::Overdue(days)) => (OVERDUE, Some(days), None),
        Some(When::Every { from, days, doubling: false }) => (EVERY, Some(days), Some(from)),
        Some(When::Every { from, days, doubling: true }) => (DOUBLING, Some(days), Some(from)),
    };
    let numbers = [days, from].map(|n| n.map_or_else(|| Field::line("", MAX_NUMBER), number));
    let is_on = |to: &Audience| rule.is_some_and(|rule| rule.to.contains(to));
    let to = Audience::ALL.iter().map(|to| Field::Toggle(is_on(to)));
    let when = Field::Choice { of: DOUBLING + 1, picked: Some(picked) };
    std::iter::once(when).chain(numbers).chain(to).collect()
}

fn level_fields(level: &Level) -> Vec<Field> {
    let picked = LadderTarget::ALL.iter().position(|target| *target == level.target);
    let flags = [level.rests, level.second_person, level.automatic].map(Field::Toggle);
    let head = [number(level.after_days), Field::Choice { of: LadderTarget::ALL.len(), picked }];
    let texts = [&level.text_vi, &level.text_en].map(|text| Field::line(text, MAX_SENTENCE));
    head.into_iter().chain(flags).chain(texts).collect()
}

/// The day on which a rule reminds first, counted from the due date: rules stand in the order of time.
fn first_day(rule: &ReminderRule) -> i32 {
    match rule.when {
        When::Before(days) => days.saturating_neg(),
        When::Due => 0,
        When::Overdue(days) | When::Every { from: days, .. } => days,
    }
}

/// Puts a rule in the place of another, or a new one where its time is.
fn put(policy: &mut ReminderPolicy, old: Option<When>, rule: ReminderRule) -> Result<(), (usize, Both)> {
    if old != Some(rule.when) && policy.rules.iter().any(|other| other.when == rule.when) {
        let said = Both::new(|lang| lang.policies_rule_is_there(&lang.policies_rule_when(rule.when)));
        return Err((WHEN, said));
    }
    match policy.rules.iter_mut().find(|other| Some(other.when) == old) {
        Some(other) => *other = rule,
        None => policy.rules.push(rule),
    }
    policy.rules.sort_by_key(first_day);
    Ok(())
}
