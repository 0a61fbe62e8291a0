//! Deciding on many: what is decided and why, then the server's plan of what would become of each and who would be told, then what
//! became of it. Nothing happens on the first two faces, and nothing of the third is undone.

pub mod ask;
pub mod said;
mod view;

use crossterm::event::KeyCode;
use dondoc_shared::{
    id::AssignmentId,
    text::{Both, Lang},
    wire::{
        decision::{DecisionItem, DecisionPart, DecisionPlan},
        plan::{PartState, PlanSkipped},
    },
};

use self::{
    ask::{Asking, Stop, command_of},
    said::warnings,
};
use crate::{
    dialog::{agree::carry_out::CarryOut, fields::field_width, form},
    keys::{Command, Key, Layer, Screen},
    net::{Call, DecidingCall, Failure},
    step::{
        News, Step, With, screen,
        toast::Tone,
        waiting::{Arrived, Waiting},
    },
    ui::{
        Ui,
        list::{Keyed, List, moved},
        scroll::scrolled,
    },
};

/// Reasons kept that were typed and not used; of more the oldest is forgotten, which nobody reaches by hand.
const DRAFTS: usize = 50;

/// What is shown of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Face {
    /// What is decided, and why.
    Ask,
    /// What would become of each.
    Plan,
    /// What became of it.
    #[default]
    Done,
}

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// What is shown.
    pub face: Face,
    /// What is decided, and on which assignments.
    pub asking: Asking,
    /// What was typed about other assignments and not used, the oldest first.
    drafts: Vec<Asking>,
    /// The plan on the screen, before it is carried out and after.
    plan: Option<Box<DecisionPlan>>,
    making: Waiting<Box<DecisionPlan>>,
    standing: Waiting<Box<DecisionPlan>>,
    list: List<usize>,
    /// First line shown of what is said about the row under the cursor.
    scroll: usize,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
enum Row<'a> {
    Item(usize, &'a DecisionPart, &'a DecisionItem),
    Skipped(usize, &'a PlanSkipped),
}

impl Keyed for Row<'_> {
    type Key = usize;

    fn key(&self) -> usize {
        match self {
            Self::Item(place, ..) | Self::Skipped(place, _) => *place,
        }
    }
}

fn rows_of(plan: &DecisionPlan) -> Vec<Row<'_>> {
    let items = plan.parts.iter().flat_map(|part| part.items.iter().map(move |item| (part, item)));
    let items = items.enumerate().map(|(place, (part, item))| Row::Item(place, part, item));
    let before = plan.items().count();
    let skipped = plan.skipped.iter().enumerate();
    items.chain(skipped.map(|(place, one)| Row::Skipped(before + place, one))).collect()
}

impl State {
    /// The plan that is on the screen.
    fn shown(&self) -> Option<&DecisionPlan> {
        self.plan.as_deref().filter(|_| self.face != Face::Ask)
    }

    fn rows(&self) -> Vec<Row<'_>> {
        self.shown().map(rows_of).unwrap_or_default()
    }

    /// The command of the single act that the screen is about.
    fn by(&self) -> Command {
        self.shown().map_or(self.asking.by, |plan| command_of(plan.decision))
    }

    /// What was typed and not used, each by name.
    pub fn unsent(&self, lang: Lang) -> Vec<String> {
        let here = (self.face != Face::Done).then_some(&self.asking);
        let all = here.into_iter().chain(&self.drafts);
        all.filter(|one| one.is_written()).map(|one| one.name(lang)).collect()
    }

    /// Begins to ask about these assignments, with the reason that was typed about some of them before.
    fn begin(&mut self, by: Command, items: Vec<(AssignmentId, String)>) {
        self.put_by();
        let before = self.drafts.iter().rposition(|draft| draft.shares(by, &items));
        let text = before.map(|place| self.drafts.remove(place).form.text()).unwrap_or_default();
        self.asking = Asking::about(by, items).with(&text);
        (self.face, self.plan) = (Face::Ask, None);
        self.standing = Waiting::default();
    }

    /// Keeps the reason that is typed here and not used; a plan of it that is still on its way is about nothing on the screen any
    /// more.
    fn put_by(&mut self) {
        self.making = Waiting::default();
        let asking = std::mem::take(&mut self.asking);
        if self.face != Face::Done && asking.is_written() {
            if self.drafts.len() >= DRAFTS {
                self.drafts.remove(0);
            }
            self.drafts.push(asking);
        }
    }

    /// Says that what is asked or planned here was not decided.
    fn give_up(&self, step: &mut Step<'_>) {
        if self.face != Face::Done {
            step.say(Tone::Note, |lang| lang.decisions_given_up(&self.asking.name(lang)));
        }
    }

    /// From the form to the plan, if the form holds.
    fn make(&mut self, step: &mut Step<'_>) {
        if self.making.is_open() {
            return;
        }
        match self.asking.plan() {
            Err((stop, notice)) => (self.asking.focus, self.asking.notice) = (stop, Some(notice)),
            Ok(asked) => {
                self.asking.notice = None;
                self.making = step.ask(Call::Deciding(DecidingCall::Plan { key: step.key(), asked }));
            }
        }
    }

    fn made(&mut self, outcome: Result<Box<DecisionPlan>, Failure>) {
        match outcome {
            Ok(plan) => self.show_plan(Face::Plan, plan),
            Err(failure) => (self.face, self.asking.notice) = (Face::Ask, Some(failure.in_a_box())),
        }
    }

    fn show_plan(&mut self, face: Face, plan: Box<DecisionPlan>) {
        (self.face, self.plan) = (face, Some(plan));
        (self.list, self.scroll) = (List::default(), 0);
    }

    fn ask_standing(&mut self, step: &mut Step<'_>) {
        if let Some(plan) = &self.plan {
            let id = plan.id;
            self.standing = step.ask(Call::Deciding(DecidingCall::Standing(id)));
        }
    }

    /// The assignments whose decision was refused.
    fn refused(&self) -> Vec<(AssignmentId, String)> {
        let done = self.shown().filter(|_| self.face == Face::Done);
        let refused =
            done.into_iter().flat_map(DecisionPlan::items).filter(|item| item.state == PartState::Failed);
        refused.map(|item| (item.id, item.code.clone())).collect()
    }

    fn ask_command(&mut self, command: Command, step: &mut Step<'_>) {
        if self.making.is_open() && command != Command::Back {
            return;
        }
        match command {
            Command::Up | Command::Down if self.asking.focus != Stop::Go => {
                self.press(Key::code(if command == Command::Up { KeyCode::Up } else { KeyCode::Down }), step);
            }
            Command::Confirm if self.asking.focus == Stop::Remark => {
                self.press(Key::code(KeyCode::Enter), step);
            }
            Command::Confirm if self.asking.focus == Stop::Go => self.make(step),
            Command::PreviousPane | Command::Up => self.asking.step(false),
            Command::NextPane | Command::Down | Command::Confirm => self.asking.step(true),
            Command::Back => {
                self.give_up(step);
                step.close();
            }
            _ => {}
        }
    }

    fn press(&mut self, key: Key, step: &Step<'_>) {
        let width = field_width(step.size());
        if let Some(field) = self.asking.field() {
            let full = form::full(field, key);
            form::press(field, key, width);
            self.asking.notice = full;
        }
    }
}

const ASK: Layer = Layer::typed(
    "decisions",
    &[Command::Confirm, Command::NextPane, Command::PreviousPane, Command::Up, Command::Down],
)
.explained(&[Lang::decisions_help]);
const PLAN: Layer =
    Layer::page(Screen::Decisions, "decision plan", &[Command::CarryOut]).explained(&[Lang::decisions_help]);
/// After it was carried out, what was refused is tried again by the key of the single act.
const SUBMISSIONS: Layer =
    Layer::page(Screen::Decisions, "submissions decided", &[Command::Verify, Command::CarryOut])
        .explained(&[Lang::decisions_help]);
const EXTENSIONS: Layer =
    Layer::page(Screen::Decisions, "extensions decided", &[Command::Extension, Command::CarryOut])
        .explained(&[Lang::decisions_help]);
const STEPS: Layer = Layer::page(Screen::Decisions, "steps decided", &[Command::Escalate, Command::CarryOut])
    .explained(&[Lang::decisions_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[ASK, PLAN, SUBMISSIONS, EXTENSIONS, STEPS];

    fn layer(&self) -> Layer {
        match (self.face, self.by()) {
            (Face::Ask, _) => ASK,
            (Face::Plan, _) => PLAN,
            (Face::Done, Command::Extension) => EXTENSIONS,
            (Face::Done, Command::Escalate) => STEPS,
            (Face::Done, _) => SUBMISSIONS,
        }
    }

    fn tab(&self, lang: Lang) -> String {
        lang.decisions_tab().to_owned()
    }

    fn enter(&mut self, with: With, step: &mut Step<'_>) {
        if self.face == Face::Plan {
            self.give_up(step);
        }
        if let With::Decide { by, items } = with {
            self.begin(by, items);
        }
    }

    fn back(&mut self, _: &mut Step<'_>) {}

    /// What was planned stays as it was shown; it is made again where it is still only a plan.
    fn reload(&mut self, step: &mut Step<'_>) {
        match self.face {
            Face::Ask => {}
            Face::Plan => self.make(step),
            Face::Done => self.ask_standing(step),
        }
    }

    fn reworded(&mut self, _: bool, _: &mut Step<'_>) {}

    fn signed_in(&mut self, _: bool, _: &mut Step<'_>) {}

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        if self.face == Face::Ask {
            return self.ask_command(command, step);
        }
        let ui = step.common.ui();
        match command {
            Command::Refresh => self.reload(step),
            Command::Back if self.face == Face::Plan => {
                self.give_up(step);
                (self.face, self.plan) = (Face::Ask, None);
            }
            Command::Back | Command::Close => {
                self.give_up(step);
                step.close();
            }
            Command::CarryOut => {
                if let Some(plan) = self.shown() {
                    step.agree(CarryOut { plan: plan.clone(), warnings: warnings(plan) });
                }
            }
            Command::PageUp | Command::PageDown => {
                let (length, page) = self.extent(ui);
                self.scroll = scrolled(self.scroll, command, length, page);
            }
            command => {
                let (place, page) = (self.list.place(&self.rows()), self.layout(ui).page);
                let Some(to) = moved(command, place, self.rows().len(), page) else { return };
                self.list.cursor = Some(to);
                self.list.keep(to, page);
                self.scroll = 0;
            }
        }
    }

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        match command {
            Command::CarryOut => {
                if self.standing.is_open() {
                    return Some(lang.tui_loading().to_owned());
                }
                let nothing = self.shown().is_none_or(|plan| plan.count(PartState::Planned) == 0);
                nothing.then(|| lang.decisions_nothing_planned().to_owned())
            }
            Command::Verify | Command::Extension | Command::Escalate => {
                self.refused().is_empty().then(|| lang.decisions_nothing_refused().to_owned())
            }
            _ => None,
        }
    }

    fn edit(&mut self, key: Key, step: &mut Step<'_>) {
        if self.face == Face::Ask && !self.making.is_open() {
            self.press(key, step);
        }
    }

    fn paste(&mut self, text: &str, _: &mut Step<'_>) -> bool {
        if self.face != Face::Ask || self.making.is_open() || self.asking.focus == Stop::Choice {
            return false;
        }
        let Some(field) = self.asking.field() else { return false };
        let long = form::paste(field, text).err();
        self.asking.notice = long.map(|long| Both::new(|lang| long.text(lang)));
        true
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        if let Some(outcome) = self.making.take(arrived) {
            self.made(outcome);
        }
        match self.standing.take(arrived) {
            Some(Ok(plan)) => self.show_plan(Face::Done, plan),
            Some(Err(failure)) => step.fault(&failure),
            None => {}
        }
    }

    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        let (News::CarriedOut(plan) | News::CarryOutUnclear(plan, _)) = news else { return };
        // The reason has been used.
        self.asking = Asking::default();
        self.show_plan(Face::Done, plan.clone());
        if let News::CarryOutUnclear(_, failure) = news {
            self.ask_standing(step);
            step.tell_of(Tone::Fault, failure.in_a_box());
        }
    }

    fn decided(&self) -> Vec<(AssignmentId, String)> {
        self.refused()
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        let page = self.layout(Ui { size, ..Ui::default() }).page;
        self.list.keep(self.list.place(&self.rows()), page);
    }
}
