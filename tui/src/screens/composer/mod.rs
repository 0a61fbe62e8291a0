//! Urging one assignment or many: what is asked, then the server's plan of who would be asked and told, then what became of
//! it. Nothing leaves the first two faces; from the third what was issued is withdrawn, as long as no mail has left.

pub mod ask;
mod issued;
mod rows;
pub mod said;
mod view;

use std::time::Duration;

use crossterm::event::KeyCode;
use dondoc_shared::{
    id::AssignmentId,
    text::{Both, Lang},
    wire::{
        assignment::Preview,
        plan::PartState,
        urge::{
            UrgeDraft, UrgeTarget, UrgeTemplate, UrgeTemplates,
            plan::{NewUrgePlan, UrgePlan},
        },
    },
};
use jiff::Timestamp;

use self::ask::{Asking, Stop};
use crate::{
    dialog::{
        agree::{issue::Issue, recall::Recall},
        fields::field_width,
        form::{self, Field},
    },
    keys::{Command, Key, Layer, Screen},
    net::{Call, Failure, UrgingCall},
    step::{
        LeftOut, News, Step, With,
        read::Read,
        screen,
        toast::Tone,
        waiting::{Arrived, Waiting},
    },
    ui::{
        Ui,
        list::{List, moved},
        scroll::scrolled,
    },
};

/// How long the cursor rests on a row before its mail is read.
const REST: Duration = Duration::from_millis(200);
/// Drafts kept; of more the oldest is forgotten, which nobody reaches by hand.
const DRAFTS: usize = 50;

/// What is shown of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Face {
    /// What is asked.
    Ask,
    /// Who would be asked and told.
    Plan,
    /// What became of what was issued last.
    #[default]
    Issued,
}

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// What is shown.
    pub face: Face,
    /// What is asked, and of which assignments.
    pub asking: Asking,
    /// What was written about other assignments and not issued, the oldest first.
    drafts: Vec<Asking>,
    templates: Read<UrgeTemplates>,
    /// The plan that is shown, and what it was made of.
    plan: Option<(Box<UrgePlan>, NewUrgePlan)>,
    /// What the plan that is waited for is made of.
    sent: Option<NewUrgePlan>,
    making: Waiting<Box<UrgePlan>>,
    /// What was issued last, and how it had been asked for.
    issued: Option<Box<UrgePlan>>,
    issued_as: Asking,
    standing: Waiting<Box<UrgePlan>>,
    list: List<usize>,
    /// The mail of the row of this place.
    preview: Read<Box<Preview>>,
    previewed: Option<usize>,
    /// When it is asked for, unless the cursor goes on.
    preview_at: Option<Duration>,
    /// First line shown of what is said about the row under the cursor.
    scroll: usize,
    /// Who is left out of what is shown.
    left_out: Vec<LeftOut>,
}

impl State {
    fn templates(&self) -> &[UrgeTemplate] {
        self.templates.value.as_ref().map_or(&[], |templates| &templates.items)
    }

    /// The plan that is on the screen.
    fn shown(&self) -> Option<&UrgePlan> {
        match self.face {
            Face::Ask => None,
            Face::Plan => self.plan.as_ref().map(|(plan, _)| &**plan),
            Face::Issued => self.issued.as_deref(),
        }
    }

    fn is_waiting(&self) -> bool {
        self.making.is_open() || self.standing.is_open()
    }

    /// What was written and not issued, each by name.
    pub fn unsent(&self, lang: Lang) -> Vec<String> {
        let here = (self.face != Face::Issued).then_some(&self.asking);
        here.into_iter()
            .chain(&self.drafts)
            .filter(|one| one.is_written())
            .map(|one| one.name(lang))
            .collect()
    }

    /// Begins to ask about these assignments, with what was written about the same before.
    fn begin(&mut self, items: Vec<(AssignmentId, Option<String>)>, text: Option<&str>) {
        self.put_by();
        // What was written about some of them is not lost where one was marked since.
        let same = self.drafts.iter().position(|draft| draft.is_about(&items));
        let same = same.or_else(|| self.drafts.iter().rposition(|draft| draft.shares(&items)));
        let again = self.face == Face::Issued && !items.is_empty() && items == self.refused();
        self.asking = match same.map(|place| self.drafts.remove(place)) {
            Some(draft) => Asking { items, focus: Stop::default(), notice: None, is_restored: true, ..draft },
            // What was refused is asked for in the same words.
            None if again => Asking { items, focus: Stop::default(), notice: None, ..self.issued_as.clone() },
            None => Asking::about(items, text, self.templates()),
        };
        (self.face, self.plan) = (Face::Ask, None);
        self.standing = Waiting::default();
    }

    /// Keeps what is written here and not issued; a plan of it that is still on its way is about nothing on the screen any more.
    fn put_by(&mut self) {
        (self.making, self.sent) = (Waiting::default(), None);
        let asking = std::mem::take(&mut self.asking);
        if asking.is_touched {
            if self.drafts.len() >= DRAFTS {
                self.drafts.remove(0);
            }
            self.drafts.push(asking);
        }
    }

    /// Says that what is asked or planned here was not issued.
    fn give_up(&self, step: &mut Step<'_>) {
        if self.face != Face::Issued {
            step.say(Tone::Note, |lang| lang.composer_given_up(&self.asking.name(lang)));
        }
    }

    /// From the form to the plan, if the form holds.
    fn make(&mut self, step: &mut Step<'_>) {
        if self.making.is_open() {
            return;
        }
        match self.asking.plan(self.templates(), step.common.known.today) {
            Err((place, notice)) => {
                self.asking.notice = Some(notice);
                self.asking.focus = Stop::Field(place);
            }
            Ok(asked) => {
                self.asking.notice = None;
                self.sent = Some(asked.clone());
                self.making = step.ask(Call::Urging(UrgingCall::Plan { key: step.key(), asked }));
            }
        }
    }

    fn made(&mut self, outcome: Result<Box<UrgePlan>, Failure>, step: &mut Step<'_>) {
        let Some(asked) = self.sent.take() else { return };
        match outcome {
            Ok(plan) => {
                self.plan = Some((plan, asked));
                self.face = Face::Plan;
                self.show_plan();
                self.look(step);
            }
            Err(failure) => {
                self.face = Face::Ask;
                self.asking.notice = Some(failure.in_a_box());
            }
        }
    }

    /// Reads the mail of the row under the cursor, as long as nothing of it is issued.
    fn look(&mut self, step: &mut Step<'_>) {
        self.preview_at = None;
        let here = self.list.place(&self.rows());
        let Some((plan, asked)) = self.plan.as_ref().filter(|_| self.face == Face::Plan) else { return };
        let Some(part) = plan.parts.get(here).filter(|_| self.previewed != Some(here)) else { return };
        let NewUrgePlan { assignments: _, addressee, template, text, reply_by, reply_in, now } =
            asked.clone();
        let items = part.shown.items.iter();
        let assignments = items.map(|item| UrgeTarget { id: item.id, version: item.version }).collect();
        let draft = UrgeDraft { assignments, addressee, template, text, reply_by, reply_in, now };
        self.preview.value = None;
        self.previewed = Some(here);
        self.preview.ask(Call::Urging(UrgingCall::Preview(draft)), step);
    }

    /// The mail of the row under the cursor, once it is here.
    fn mail(&self) -> Option<&Preview> {
        let here = self.list.place(&self.rows());
        self.preview.value.as_deref().filter(|_| self.previewed == Some(here) && self.face == Face::Plan)
    }

    fn ask_command(&mut self, command: Command, step: &mut Step<'_>) {
        if self.making.is_open() && command != Command::Back {
            return;
        }
        let stop = self.asking.stop();
        let chooses = matches!(
            stop,
            Stop::Field(place) if matches!(self.asking.form.fields.get(place), Some(Field::Choice { .. } | Field::Text(_)))
        );
        match command {
            Command::Up | Command::Down if chooses => {
                self.press(Key::code(if command == Command::Up { KeyCode::Up } else { KeyCode::Down }), step);
            }
            Command::PreviousPane | Command::Up => self.asking.step(false),
            Command::Confirm if self.asking.takes_lines() => {
                self.press(Key::code(KeyCode::Enter), step);
            }
            Command::Confirm if stop == Stop::Go => self.make(step),
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
        if key.typed().is_some_and(|typed| !matches!(typed, ' ' | '?')) {
            self.asking.write_if_choosing_text();
        }
        if let Some(field) = self.asking.field() {
            let full = form::full(field, key);
            form::press(field, key, width);
            (self.asking.is_touched, self.asking.notice) = (true, full);
        }
    }
}

const ASK: Layer = Layer::typed(
    "urge",
    &[Command::Confirm, Command::NextPane, Command::PreviousPane, Command::Up, Command::Down],
)
.explained(&[Lang::composer_help]);
const PLAN: Layer =
    Layer::page(Screen::Composer, "urge plan", &[Command::IssuePlan]).explained(&[Lang::composer_help]);
const ISSUED: Layer =
    Layer::page(Screen::Composer, "urges issued", &[Command::Undo, Command::IssuePlan, Command::Urge])
        .explained(&[Lang::composer_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[ASK, PLAN, ISSUED];

    fn layer(&self) -> Layer {
        match self.face {
            Face::Ask => ASK,
            Face::Plan => PLAN,
            Face::Issued => ISSUED,
        }
    }

    fn tab(&self, lang: Lang) -> String {
        lang.composer_tab().to_owned()
    }

    fn enter(&mut self, with: With, step: &mut Step<'_>) {
        if self.templates.value.is_none() {
            self.templates.ask(Call::Urging(UrgingCall::Templates), step);
        }
        if self.face == Face::Plan {
            self.give_up(step);
        }
        if let With::Urge { items, text, scope, left_out } = with {
            self.begin(items, text.as_deref());
            (self.asking.scope, self.asking.left_out) = (scope, left_out);
        } else {
            self.put_by();
            self.show_issued(false, step);
        }
    }

    fn back(&mut self, _: &mut Step<'_>) {}

    /// What was planned stays as it was shown; it is made again where it is still only a plan.
    fn reload(&mut self, step: &mut Step<'_>) {
        match self.face {
            Face::Ask => self.templates.ask(Call::Urging(UrgingCall::Templates), step),
            Face::Plan => self.make(step),
            Face::Issued => self.ask_standing(step),
        }
    }

    fn reworded(&mut self, _: bool, step: &mut Step<'_>) {
        self.previewed = None;
        self.look(step);
    }

    fn signed_in(&mut self, shown: bool, step: &mut Step<'_>) {
        if shown && self.templates.value.is_none() {
            self.templates.ask(Call::Urging(UrgingCall::Templates), step);
        }
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        if self.face == Face::Ask {
            return self.ask_command(command, step);
        }
        let ui = Ui { clock: step.now(), ..step.common.ui() };
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
            Command::IssuePlan => {
                if let Some(plan) = self.shown() {
                    step.agree(Issue { plan: plan.clone(), warnings: self.warnings() });
                }
            }
            Command::Undo => {
                if let Some(plan) = &self.issued {
                    step.agree(Recall { plan: (**plan).clone() });
                }
            }
            Command::PageUp | Command::PageDown => {
                let (length, page) = self.extent(ui);
                self.scroll = scrolled(self.scroll, command, length, page);
            }
            command => {
                let here = self.list.cursor;
                let (place, page) = (self.list.place(&self.rows()), self.layout(ui).page);
                let Some(to) = moved(command, place, self.rows().len(), page) else { return };
                self.list.cursor = Some(to);
                self.list.keep(to, page);
                if self.list.cursor != here {
                    self.scroll = 0;
                    self.preview_at = Some(step.at().saturating_add(REST));
                }
            }
        }
    }

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        match command {
            Command::IssuePlan => {
                let nothing = self.shown().is_none_or(|plan| plan.count(PartState::Planned) == 0);
                nothing.then(|| lang.composer_nothing_planned().to_owned())
            }
            Command::Urge => self.refused().is_empty().then(|| lang.composer_nothing_refused().to_owned()),
            Command::Undo => {
                if self.standing.is_open() {
                    return Some(lang.tui_loading().to_owned());
                }
                let nothing = self.withdrawable().next().is_none();
                nothing.then(|| lang.composer_nothing_to_undo().to_owned())
            }
            Command::Refresh if self.face == Face::Issued && self.issued.is_none() => {
                Some(lang.tui_nothing_selected().to_owned())
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
        if self.face != Face::Ask || self.making.is_open() {
            return false;
        }
        self.asking.write_if_choosing_text();
        let Some(field) = self.asking.field() else { return false };
        let long = form::paste(field, text).err();
        self.asking.is_touched = true;
        self.asking.notice = long.map(|long| Both::new(|lang| long.text(lang)));
        true
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        if let Some(outcome) = self.templates.take(arrived) {
            step.heed(&outcome);
            let templates = self.templates.value.as_ref().map_or(&[][..], |templates| &templates.items);
            if !self.asking.items.is_empty() {
                self.asking.learn(templates);
            }
        }
        if let Some(outcome) = self.making.take(arrived) {
            self.made(outcome, step);
        }
        if let Some(outcome) = self.preview.take(arrived) {
            if outcome.is_err() {
                self.previewed = None;
            }
            step.heed(&outcome);
        }
        match self.standing.take(arrived) {
            Some(Ok(plan)) => self.issued = Some(plan),
            Some(Err(failure)) => step.fault(&failure),
            None => {}
        }
    }

    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        if matches!(news, News::TemplateWritten(_)) && self.templates.value.is_some() {
            self.templates.ask(Call::Urging(UrgingCall::Templates), step);
        }
        let (News::Issued(plan) | News::IssueUnclear(plan, _)) = news else { return };
        self.issued = Some(plan.clone());
        if self.face == Face::Plan {
            self.issued_as = std::mem::take(&mut self.asking);
        }
        self.show_issued(matches!(news, News::Issued(_)), step);
        if let News::IssueUnclear(_, failure) = news {
            step.tell_of(Tone::Fault, failure.in_a_box());
        }
    }

    fn tick(&mut self, step: &mut Step<'_>) {
        if self.preview_at.is_some_and(|at| at <= step.at()) {
            self.look(step);
        }
    }

    /// For as long as what was issued can be withdrawn.
    fn counts_to(&self) -> Option<Timestamp> {
        self.first_leaves().filter(|_| self.face == Face::Issued)
    }

    fn wake_at(&self, now: Duration) -> Option<Duration> {
        self.preview_at.map(|at| at.max(now.saturating_add(Duration::from_millis(1))))
    }

    fn urged(&self, _: Command) -> Vec<(AssignmentId, Option<String>)> {
        self.refused()
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        let page = self.layout(Ui { size, ..Ui::default() }).page;
        self.list.keep(self.list.place(&self.rows()), page);
    }
}
