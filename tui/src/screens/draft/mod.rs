//! A draft of a policy: its form, and the simulation that must have been seen before it can be made a version.

mod editing;
mod pane;
pub mod part;
mod simulation;
mod view;

use std::collections::HashMap;

use crossterm::event::KeyCode;
use dondoc_shared::{
    id::PolicyId,
    role::Permission,
    text::{Both, Lang},
    wire::policy::{self, Policy, Simulation},
};
use jiff::civil::Date;

pub use self::editing::{Draft, Stop, Way};
use self::{pane::Pane, part::Stop as PartStop};
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
    ui::scroll::scrolled,
};

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
            Err((place, faults)) => {
                (draft.focus, draft.faults) = (place, faults);
                // What cannot be read stands in lines alone.
                if draft.policy().is_none() {
                    draft.way = Way::Lines;
                }
            }
        }
    }

    /// A command of the form.
    fn form_command(&mut self, command: Command, key: Key, step: &mut Step<'_>) {
        let Some(draft) = &mut self.draft else { return };
        let in_body = draft.focus == Stop::Body;
        let in_sentences = in_body && draft.way == Way::Sentences;
        match command {
            Command::SwapWay if !draft.is_waiting() => draft.swap_way(),
            Command::Up if in_sentences => draft.row = draft.row.saturating_sub(1),
            Command::Down if in_sentences => draft.row = (draft.row + 1).min(draft.rows().saturating_sub(1)),
            Command::Confirm if in_sentences && draft.is_waiting() => {}
            Command::Confirm if in_sentences => draft.open_part(),
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

    /// A command of the form of one part.
    fn part_command(&mut self, command: Command) {
        let Some(draft) = &mut self.draft else { return };
        let Some(part) = &mut draft.part else { return };
        match command {
            Command::Up if part.chooses() => part.press(Key::code(KeyCode::Up)),
            Command::Down if part.chooses() => part.press(Key::code(KeyCode::Down)),
            Command::NextPane | Command::Down => part.step(true),
            Command::PreviousPane | Command::Up => part.step(false),
            Command::Confirm => match part.stop() {
                PartStop::Go => draft.take_part(),
                PartStop::Cancel => draft.leave_part(),
                PartStop::Field(_) => part.step(true),
            },
            Command::Back => draft.leave_part(),
            _ => {}
        }
    }

    /// Whether one part is changed in its form.
    fn has_part(&self) -> bool {
        self.face == Face::Form && self.draft.as_ref().is_some_and(|draft| draft.part.is_some())
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
    &[
        Command::Confirm,
        Command::SwapWay,
        Command::NextPane,
        Command::PreviousPane,
        Command::Up,
        Command::Down,
    ],
)
.explained(HELP);
const PART: Layer = Layer::typed(
    "part of a policy",
    &[Command::Confirm, Command::NextPane, Command::PreviousPane, Command::Up, Command::Down],
)
.explained(HELP);
const HELP: &[fn(Lang) -> &'static str] =
    &[Lang::policies_help_ways, Lang::policies_help_reminders, Lang::policies_help_ladder];
const SIMULATION: Layer = Layer::page(
    Screen::Draft,
    "simulation",
    &[Command::Make, Command::Save, Command::NextPane, Command::PreviousPane],
)
.explained(&[Lang::desk_simulation_means, Lang::desk_simulation_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[FORM, PART, SIMULATION];

    fn layer(&self) -> Layer {
        match self.face {
            Face::Form if self.has_part() => PART,
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
            Face::Form if self.has_part() => self.part_command(command),
            Face::Form => self.form_command(command, key, step),
            Face::Simulation => self.simulation_command(command, step),
        }
    }

    fn edit(&mut self, key: Key, step: &mut Step<'_>) {
        let width = body_width(step.size());
        let Some(draft) = self.draft.as_mut().filter(|draft| !draft.is_waiting()) else { return };
        if let Some(part) = &mut draft.part {
            return part.press(key);
        }
        if draft.focus == Stop::Body && draft.way == Way::Sentences && key.code == KeyCode::Delete {
            return draft.remove_rule();
        }
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
        if let Some(part) = self.draft.as_mut().and_then(|draft| draft.part.as_mut()) {
            return part.paste(text);
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
