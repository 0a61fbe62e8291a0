//! A draft of a policy: its form, and the simulation that must have been seen before it can be made a version.

mod pane;
mod simulation;
mod view;

use std::collections::HashMap;

use crossterm::event::KeyCode;
use dondoc_shared::{
    fold::compose,
    id::PolicyId,
    role::Permission,
    text::{Both, Lang},
    wire::{
        TenantRef,
        policy::{self, NewPolicy, Policy, Simulation},
    },
};
use jiff::civil::Date;
use tui_input::Input;

use self::pane::Pane;
use crate::{
    dialog::{agree::make::Make, form},
    keys::{Command, Key, Layer, Screen},
    net::{Call, Failure},
    step::{
        News, Step, With,
        effect::Effect,
        screen::{self, Screen as _},
        toast::Tone,
        waiting::{Arrived, Waiting},
    },
    ui::{policy_lines, scroll::scrolled},
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

/// What is shown of a draft.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Face {
    /// Its form.
    #[default]
    Form,
    /// What it would do.
    Simulation,
}

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The draft; none before the first, and after it was made a version.
    pub draft: Option<Draft>,
    /// What is shown of it.
    pub face: Face,
    /// Drafts that were left for another one, by the version that they began as.
    pub kept: HashMap<PolicyId, Draft>,
    /// The tables that are waited for, each of another trial.
    tables: Vec<Table>,
}

/// A table on its way to a file.
#[derive(Debug)]
struct Table {
    trial: policy::Draft,
    /// The first day of its simulation.
    from: Date,
    text: Waiting<String>,
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
    /// What it says, as lines.
    pub body: Input,
    /// What the focus is on.
    pub focus: Stop,
    /// What is wrong.
    pub faults: Vec<Both>,
    /// The simulation that is waited for, and what it tries.
    waiting: Waiting<Box<Simulation>>,
    tried: Option<policy::Draft>,
    /// The simulation that was seen, and of what.
    pub seen: Option<(policy::Draft, Box<Simulation>)>,
    /// What it is shown by.
    pub pane: Pane,
    /// First line shown.
    pub scroll: usize,
}

impl Draft {
    fn new(source: Policy, today: Date, may_make: bool) -> Self {
        Self {
            today,
            may_make,
            tenant: Input::new(first_tenant(&source).to_owned()),
            from: Input::new(first_day(today)),
            note: Input::default(),
            body: Input::new(policy_lines::write(&source.body)).with_cursor(0),
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

    fn moved(&self, by: usize) -> Stop {
        let stops = self.stops();
        let here = stops.iter().position(|stop| *stop == self.focus).unwrap_or(0);
        stops.get((here + by) % stops.len()).copied().unwrap_or(Stop::Body)
    }

    /// The field in focus, with its longest text and whether it has lines.
    fn field(&mut self) -> Option<(&mut Input, usize, bool)> {
        match self.focus {
            Stop::Tenant => Some((&mut self.tenant, MAX_LINE, false)),
            Stop::From => Some((&mut self.from, 10, false)),
            Stop::Note => Some((&mut self.note, MAX_NOTE, false)),
            Stop::Body => Some((&mut self.body, MAX_BODY, true)),
            Stop::Cancel | Stop::Go => None,
        }
    }

    /// Whether anything was typed into it.
    pub fn is_written(&self) -> bool {
        self.body.value() != policy_lines::write(&self.source.body)
            || self.tenant.value().trim() != first_tenant(&self.source)
            || self.from.value().trim() != first_day(self.today)
            || !self.note.value().trim().is_empty()
    }

    /// Goes on with it on this day: a date that nobody typed goes on as well.
    fn go_on(&mut self, today: Date, may_make: bool) {
        if self.from.value() == first_day(self.today) {
            self.from = Input::new(first_day(today));
        }
        (self.today, self.may_make) = (today, may_make);
    }

    /// What is to be tried, for one of the `tenants` or all of them.
    fn trial(&self, tenants: &[TenantRef]) -> Result<policy::Draft, (Stop, Vec<Both>)> {
        let typed = self.tenant.value().trim();
        let is_meant = |tenant: &&TenantRef| {
            typed.eq_ignore_ascii_case(&tenant.slug) || typed.eq_ignore_ascii_case(&tenant.short)
        };
        let tenant = tenants.iter().find(is_meant).map_or(typed, |tenant| tenant.slug.as_str());
        let tenant = Some(tenant.to_owned()).filter(|slug| !slug.is_empty());
        let text = compose(self.body.value());
        match policy_lines::read(self.source.body.kind(), &text) {
            Ok(body) => Ok(policy::Draft { tenant, body }),
            Err(faults) => {
                Err((Stop::Body, faults.iter().map(|fault| Both::new(|lang| fault.text(lang))).collect()))
            }
        }
    }

    /// The version that the draft would become.
    fn version(&self, trial: &policy::Draft) -> Result<NewPolicy, (Stop, Vec<Both>)> {
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
                let body = self.body.value();
                let told = problem.errors.iter().map(|error| {
                    Both::new(|lang| match error.field.as_str() {
                        "rules.overdue" => lang.desk_fault_overdue().to_owned(),
                        "levels" => lang.desk_fault_levels().to_owned(),
                        "rules.every" => lang.desk_fault_every().to_owned(),
                        field => match policy_lines::line_of(body, field) {
                            Some(line) => lang.desk_line_fault(line, &error.message),
                            None => error.message.clone(),
                        },
                    })
                });
                told.collect()
            }
            failure => vec![failure.in_a_box()],
        };
    }
}

/// Cells before a line of the policy: a mark, its number, a bar.
const GUTTER: usize = 7;

/// Cells of a line of the policy.
fn body_width((columns, _): (u16, u16)) -> usize {
    usize::from(columns).saturating_sub(GUTTER + 1).max(1)
}

impl State {
    /// The drafts in which something was typed, by the version that they began as.
    pub fn unsent(&self) -> impl Iterator<Item = &Policy> {
        let all = self.draft.iter().chain(self.kept.values());
        all.filter(|draft| draft.is_written()).map(|draft| &draft.source)
    }

    /// What was typed is kept; an answer that is still on its way no longer matters.
    fn close(&mut self, step: &mut Step<'_>) {
        if let Some(draft) = &mut self.draft {
            draft.waiting = Waiting::default();
        }
        step.close();
    }

    /// Asks what the draft would do, if it can be read.
    fn simulate(&mut self, step: &mut Step<'_>) {
        let Some(draft) = self.draft.as_mut().filter(|draft| !draft.is_waiting()) else { return };
        draft.faults.clear();
        // Why and from when is asked of whoever makes a version of it, not of whoever tries it.
        match draft.trial(&step.common.known.tenants) {
            Ok(trial) => {
                draft.waiting = step.ask(Call::Simulate(trial.clone()));
                draft.tried = Some(trial);
            }
            Err((place, faults)) => (draft.focus, draft.faults) = (place, faults),
        }
    }

    /// A command of the form.
    fn form_command(&mut self, command: Command, key: Key, step: &mut Step<'_>) {
        let Some(draft) = &mut self.draft else { return };
        let in_body = draft.focus == Stop::Body;
        match command {
            Command::Up | Command::Down | Command::Confirm if in_body => self.edit(key, step),
            Command::NextPane | Command::Down => draft.focus = draft.moved(1),
            Command::PreviousPane | Command::Up => draft.focus = draft.moved(draft.stops().len() - 1),
            Command::Confirm => match draft.focus {
                Stop::Go => self.simulate(step),
                Stop::Cancel => self.close(step),
                _ => draft.focus = draft.moved(1),
            },
            Command::Back => self.close(step),
            _ => {}
        }
    }

    /// A command of the simulation.
    fn simulation_command(&mut self, command: Command, step: &mut Step<'_>) {
        let Some(draft) = &mut self.draft else { return };
        let turn = |pane: Pane, by: usize| {
            let here = Pane::ALL.iter().position(|other| *other == pane).unwrap_or(0);
            Pane::ALL.get((here + by) % Pane::ALL.len()).copied().unwrap_or_default()
        };
        match command {
            Command::Back | Command::Close => self.face = Face::Form,
            Command::Refresh => self.simulate(step),
            Command::NextPane => (draft.pane, draft.scroll) = (turn(draft.pane, 1), 0),
            Command::PreviousPane => (draft.pane, draft.scroll) = (turn(draft.pane, 2), 0),
            Command::Save => {
                if let Some((trial, seen)) = &draft.seen {
                    if self.tables.iter().all(|table| table.trial != *trial) {
                        let text = step.ask(Call::SimulationTable(trial.clone()));
                        self.tables.push(Table { trial: trial.clone(), from: seen.from, text });
                    }
                    step.say(Tone::Note, Lang::desk_table_comes);
                }
            }
            Command::Make => self.make(step),
            command => {
                let length = draft.seen.as_ref().map_or(0, |(_, seen)| simulation::length(draft.pane, seen));
                draft.scroll = scrolled(draft.scroll, command, length, simulation::rows(step.size()));
            }
        }
    }

    /// Asks for agreement to the very draft whose simulation is on the screen.
    fn make(&mut self, step: &mut Step<'_>) {
        let Some(draft) = &mut self.draft else { return };
        let Some((trial, seen)) = &draft.seen else { return };
        match draft.version(trial) {
            Ok(version) => step.agree(Make { version, sums: simulation::sums(seen) }),
            Err((place, faults)) => {
                (draft.focus, draft.faults) = (place, faults);
                self.face = Face::Form;
            }
        }
    }

    fn simulated(&mut self, answer: Result<Box<Simulation>, Failure>) {
        let Some(draft) = &mut self.draft else { return };
        match answer {
            Ok(simulation) => {
                draft.seen = draft.tried.take().map(|trial| (trial, simulation));
                (draft.pane, draft.scroll) = (Pane::default(), 0);
                self.face = Face::Simulation;
            }
            Err(failure) => {
                draft.refuse(&failure);
                self.face = Face::Form;
            }
        }
    }

    /// A table is kept in a file wherever one is by then: the draft may have become a version meanwhile.
    fn table_answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let mut tables = self.tables.iter_mut().enumerate();
        let taken = tables.find_map(|(place, table)| table.text.take(arrived).map(|answer| (place, answer)));
        let Some((place, answer)) = taken else { return };
        let name = format!("{}-{}", step.lang().desk_file_name(), self.tables.remove(place).from);
        match answer {
            Ok(text) => {
                step.effect(Effect::Save { name: format!("{name}.csv"), bytes: text.into_bytes() });
            }
            Err(failure) => step.fault(&failure),
        }
    }
}

const FORM: Layer = Layer::typed(
    "draft",
    &[Command::Confirm, Command::NextPane, Command::PreviousPane, Command::Up, Command::Down],
);
const SIMULATION: Layer = Layer::page(
    Screen::Draft,
    "simulation",
    &[Command::Make, Command::Save, Command::NextPane, Command::PreviousPane],
)
.explained(&[Lang::desk_simulation_means, Lang::desk_simulation_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[FORM, SIMULATION];

    fn layer(&self) -> Layer {
        match self.face {
            Face::Form => FORM,
            Face::Simulation => SIMULATION,
        }
    }

    fn tab(&self, lang: Lang) -> String {
        match self.face {
            Face::Form => lang.desk_tab_draft().to_owned(),
            Face::Simulation => lang.desk_tab_simulation().to_owned(),
        }
    }

    /// Opens the draft that was begun as this version, or begins one.
    fn enter(&mut self, with: With, step: &mut Step<'_>) {
        let With::Policy { source, today } = with else { return };
        let may_make = step.common.may(Permission::SetPolicies);
        let id = source.id;
        if self.draft.as_ref().is_none_or(|draft| draft.source.id != id) {
            let draft = self.kept.remove(&id).unwrap_or_else(|| Draft::new(*source, today, may_make));
            if let Some(left) = self.draft.replace(draft) {
                self.kept.insert(left.source.id, left);
            }
        }
        if let Some(draft) = &mut self.draft {
            draft.go_on(today, may_make);
        }
        self.face = Face::Form;
    }

    /// What was typed and what was seen is all there is.
    fn signed_in(&mut self, _: bool, _: &mut Step<'_>) {}

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        self.table_answered(arrived, step);
        if let Some(answer) = self.draft.as_mut().and_then(|draft| draft.waiting.take(arrived)) {
            self.simulated(answer);
        }
    }

    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        match (news, &mut self.draft) {
            (News::Made, draft) => *draft = None,
            (News::NotMade(failure), Some(draft)) => {
                draft.refuse(failure);
                self.face = Face::Form;
                step.show(Screen::Draft);
            }
            _ => {}
        }
    }

    fn command(&mut self, command: Command, key: Key, step: &mut Step<'_>) {
        match self.face {
            Face::Form => self.form_command(command, key, step),
            Face::Simulation => self.simulation_command(command, step),
        }
    }

    fn edit(&mut self, key: Key, step: &mut Step<'_>) {
        let width = body_width(step.size());
        let Some(draft) = self.draft.as_mut().filter(|draft| !draft.is_waiting()) else { return };
        let Some((input, max, lines)) = draft.field() else { return };
        match key.code {
            KeyCode::Enter if lines => form::type_line_feed(input, max),
            KeyCode::Up | KeyCode::Down if lines => form::move_line(input, width, key.code == KeyCode::Down),
            _ if lines => form::type_in_line(input, key, max),
            _ => form::type_key(input, key, max),
        }
    }

    fn paste(&mut self, text: &str, _: &mut Step<'_>) -> bool {
        if self.face == Face::Simulation {
            return false;
        }
        if let Some(draft) = self.draft.as_mut().filter(|draft| !draft.is_waiting())
            && let Some((input, max, lines)) = draft.field()
        {
            let pasted = form::insert(input, text, max, lines);
            draft.faults = pasted.err().map(|long| Both::new(|lang| long.text(lang))).into_iter().collect();
        }
        true
    }
}
