//! A draft of a policy: its form, and the simulation that must have been seen before it can be made a version.

pub mod lines;

use crossterm::event::KeyCode;
use dondoc_shared::{
    fold::compose,
    role::Permission,
    text::Lang,
    wire::policy::{self, NewPolicy, Policy, Simulation},
};
use jiff::civil::Date;
use tui_input::Input;

use crate::{
    app::{Model, Screen, Step, effect::Effect, toast::Tone, update::scrolled},
    dialog::{
        agree::{self, Subject},
        form,
    },
    keys::{Key, table::Command},
    net::{Answer, Call, Failure, Ticket},
    ui,
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

/// What a simulation is shown by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pane {
    /// Tenant by tenant.
    #[default]
    Tenants,
    /// Day by day.
    Days,
    /// The people who would get most.
    People,
}

impl Pane {
    /// Every pane, in the order of Tab.
    pub const ALL: [Self; 3] = [Self::Tenants, Self::Days, Self::People];
}

/// A draft.
#[derive(Debug)]
pub struct Draft {
    /// The version that it began as.
    pub source: Policy,
    /// The server's day when it began.
    pub today: Date,
    /// May the person make it a version? Who may not can still try it.
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
    pub faults: Vec<String>,
    /// The simulation that is waited for, and of what.
    waiting: Option<(Ticket, policy::Draft)>,
    /// The simulation that was seen, and of what.
    pub seen: Option<(policy::Draft, Box<Simulation>)>,
    /// What it is shown by.
    pub pane: Pane,
    /// First line shown.
    pub scroll: usize,
    /// The table that is waited for.
    pub table: Option<Ticket>,
}

impl Draft {
    fn new(source: Policy, today: Date, may_make: bool) -> Self {
        let tomorrow = today.tomorrow().unwrap_or(today);
        Self {
            today,
            may_make,
            tenant: Input::new(source.tenant.as_ref().map(|tenant| tenant.slug.clone()).unwrap_or_default()),
            from: Input::new(Lang::Vi.date(tomorrow)),
            note: Input::default(),
            body: Input::new(lines::write(&source.body)).with_cursor(0),
            focus: Stop::Body,
            faults: Vec::new(),
            waiting: None,
            seen: None,
            pane: Pane::default(),
            scroll: 0,
            table: None,
            source,
        }
    }

    /// Does it wait for the server?
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some()
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

    /// What is to be tried; `tenants` are keys and short names.
    fn trial(&self, lang: Lang, tenants: &[(String, String)]) -> Result<policy::Draft, (Stop, Vec<String>)> {
        let typed = self.tenant.value().trim();
        let named = tenants
            .iter()
            .find(|(slug, short)| typed.eq_ignore_ascii_case(slug) || typed.eq_ignore_ascii_case(short));
        let tenant = named.map_or(typed, |(slug, _)| slug.as_str());
        let tenant = Some(tenant.to_owned()).filter(|slug| !slug.is_empty());
        let text = compose(self.body.value());
        match lines::read(self.source.body.kind(), &text) {
            Ok(body) => Ok(policy::Draft { tenant, body }),
            Err(faults) => Err((Stop::Body, faults.iter().map(|fault| fault.text(lang)).collect())),
        }
    }

    /// The version that the draft would become.
    fn version(&self, lang: Lang, trial: &policy::Draft) -> Result<NewPolicy, (Stop, Vec<String>)> {
        let from = form::read_date(self.from.value())
            .ok_or_else(|| (Stop::From, vec![lang.tui_date_unreadable().to_owned()]))?;
        if from <= self.today {
            return Err((Stop::From, vec![lang.desk_from_past(&lang.date(self.today))]));
        }
        let note = compose(self.note.value().trim());
        if note.is_empty() {
            return Err((Stop::Note, vec![lang.desk_note_missing().to_owned()]));
        }
        let policy::Draft { tenant, body } = trial.clone();
        Ok(NewPolicy { tenant, from, note, body })
    }

    /// Shows what the server said against it, at the lines that it means.
    pub fn refuse(&mut self, failure: &Failure, lang: Lang) {
        self.faults = match failure {
            Failure::Refused(problem) if !problem.errors.is_empty() => {
                let first = problem.errors.first().map(|error| error.field.clone()).unwrap_or_default();
                self.focus = match first.as_str() {
                    "tenant" => Stop::Tenant,
                    "from" => Stop::From,
                    "note" => Stop::Note,
                    _ => Stop::Body,
                };
                let told = problem.errors.iter().map(|error| match error.field.as_str() {
                    "rules.overdue" => lang.desk_fault_overdue().to_owned(),
                    "levels" => lang.desk_fault_levels().to_owned(),
                    "rules.every" => lang.desk_fault_every().to_owned(),
                    field => match lines::line_of(self.body.value(), field) {
                        Some(line) => lang.desk_line_fault(line, &error.message),
                        None => error.message.clone(),
                    },
                });
                told.collect()
            }
            failure => vec![failure.text(lang)],
        };
    }
}

/// Opens the draft that was begun from this version, or begins one.
pub fn begin(model: &mut Model, source: Policy, today: Date) {
    let may_make = model.may(Permission::SetPolicies);
    if model.draft.as_ref().is_none_or(|draft| draft.source.id != source.id) {
        let id = source.id;
        let draft = model.policies.kept.remove(&id).unwrap_or_else(|| Draft::new(source, today, may_make));
        if let Some(left) = model.draft.replace(draft) {
            model.policies.kept.insert(left.source.id, left);
        }
    }
    if let Some(draft) = &mut model.draft {
        (draft.today, draft.may_make) = (today, may_make);
    }
    model.screen = Screen::Draft;
}

/// A key that is typed.
pub fn edit(model: &mut Model, key: Key) {
    let width = ui::draft::body_width(model.size);
    let Some(draft) = model.draft.as_mut().filter(|draft| !draft.is_waiting()) else { return };
    let Some((input, max, lines)) = draft.field() else { return };
    match key.code {
        KeyCode::Enter if lines => form::insert(input, "\n", max, true),
        KeyCode::Up | KeyCode::Down if lines => form::move_line(input, width, key.code == KeyCode::Down),
        _ if lines => form::type_in_line(input, key, max),
        _ => form::type_key(input, key, max),
    }
}

/// Text that is pasted.
pub fn paste(model: &mut Model, text: &str) {
    let Some(draft) = model.draft.as_mut().filter(|draft| !draft.is_waiting()) else { return };
    if let Some((input, max, lines)) = draft.field() {
        form::insert(input, text, max, lines);
    }
}

/// A command of the form.
pub fn command(model: &mut Model, step: &mut Step<'_>, command: Command, key: Key) {
    let Some(draft) = &mut model.draft else { return };
    let in_body = draft.focus == Stop::Body;
    match command {
        Command::Up | Command::Down | Command::Confirm if in_body => edit(model, key),
        Command::NextPane | Command::Down => draft.focus = draft.moved(1),
        Command::PreviousPane | Command::Up => draft.focus = draft.moved(draft.stops().len() - 1),
        Command::Confirm => match draft.focus {
            Stop::Go => simulate(model, step),
            Stop::Cancel => close(model),
            _ => draft.focus = draft.moved(1),
        },
        Command::Back => close(model),
        _ => {}
    }
}

/// What was typed is kept; an answer that is still on its way no longer matters.
fn close(model: &mut Model) {
    if let Some(draft) = &mut model.draft {
        draft.waiting = None;
    }
    model.screen = Screen::Policies;
}

/// Asks what the draft would do, if it can be read.
fn simulate(model: &mut Model, step: &mut Step<'_>) {
    let lang = model.lang;
    let tenants = known_tenants(model);
    let Some(draft) = model.draft.as_mut().filter(|draft| !draft.is_waiting()) else { return };
    draft.faults.clear();
    let read = draft.trial(lang, &tenants).and_then(|trial| {
        let whole = if draft.may_make { draft.version(lang, &trial).map(|_| ()) } else { Ok(()) };
        whole.map(|()| trial)
    });
    match read {
        Ok(trial) => {
            let ticket = step.ask(model, Call::Simulate(trial.clone()));
            if let Some(draft) = &mut model.draft {
                draft.waiting = Some((ticket, trial));
            }
        }
        Err((place, faults)) => (draft.focus, draft.faults) = (place, faults),
    }
}

fn known_tenants(model: &Model) -> Vec<(String, String)> {
    let figures = model.overview.figures.iter().flat_map(|figures| &figures.tenants);
    figures.map(|figure| (figure.tenant.slug.clone(), figure.tenant.short.clone())).collect()
}

/// A simulation, a table, or why there is none. False if nobody waited for it.
pub fn arrived(
    model: &mut Model,
    step: &mut Step<'_>,
    ticket: Ticket,
    answer: Result<Answer, Failure>,
) -> bool {
    let lang = model.lang;
    let Some(draft) = &mut model.draft else { return false };
    if draft.table == Some(ticket) {
        draft.table = None;
        match answer {
            Ok(Answer::Table(text)) => {
                let from = draft.seen.as_ref().map_or(draft.today, |(_, simulation)| simulation.from);
                let name = format!("{}-{from}", lang.desk_file_name());
                step.effects.push(Effect::Save { name, text });
            }
            Ok(_) => step.say(model, Tone::Fault, Failure::Garbled.text(lang)),
            Err(failure) => step.say(model, Tone::Fault, failure.text(lang)),
        }
        return true;
    }
    let Some((_, trial)) = draft.waiting.take_if(|(awaited, _)| *awaited == ticket) else { return false };
    match answer {
        Ok(Answer::Simulation(simulation)) => {
            draft.seen = Some((trial, simulation));
            (draft.pane, draft.scroll) = (Pane::default(), 0);
            // The person may have gone elsewhere meanwhile; nothing pulls them back.
            if matches!(model.screen, Screen::Draft | Screen::Simulation) {
                model.screen = Screen::Simulation;
            }
        }
        Ok(_) => draft.refuse(&Failure::Garbled, lang),
        Err(failure) => {
            draft.refuse(&failure, lang);
            if model.screen == Screen::Simulation {
                model.screen = Screen::Draft;
            }
        }
    }
    true
}

/// A command of the simulation.
pub fn simulation_command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    let (length, page) = ui::simulation::extent(model);
    let Some(draft) = &mut model.draft else { return };
    let turn = |pane: Pane, by: usize| {
        let here = Pane::ALL.iter().position(|other| *other == pane).unwrap_or(0);
        Pane::ALL.get((here + by) % Pane::ALL.len()).copied().unwrap_or_default()
    };
    match command {
        Command::Back | Command::Close => model.screen = Screen::Draft,
        Command::Refresh => simulate(model, step),
        Command::NextPane => (draft.pane, draft.scroll) = (turn(draft.pane, 1), 0),
        Command::PreviousPane => (draft.pane, draft.scroll) = (turn(draft.pane, 2), 0),
        Command::Save => {
            if let Some(trial) =
                draft.seen.as_ref().map(|(trial, _)| trial.clone()).filter(|_| draft.table.is_none())
            {
                let ticket = step.ask(model, Call::SimulationTable(trial));
                if let Some(draft) = &mut model.draft {
                    draft.table = Some(ticket);
                }
            }
        }
        Command::Make => make(model, step),
        command => draft.scroll = scrolled(draft.scroll, command, length, page),
    }
}

/// Asks for agreement to the very draft whose simulation is on the screen.
fn make(model: &mut Model, step: &mut Step<'_>) {
    let lang = model.lang;
    let Some(draft) = &mut model.draft else { return };
    let Some((trial, simulation)) = &draft.seen else { return };
    match draft.version(lang, trial) {
        Ok(version) => {
            let subject = Subject::Make { version, sums: ui::simulation::sums(simulation) };
            agree::begin(model, step, subject);
        }
        Err((place, faults)) => {
            (draft.focus, draft.faults) = (place, faults);
            model.screen = Screen::Draft;
        }
    }
}
