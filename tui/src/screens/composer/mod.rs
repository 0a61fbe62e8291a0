//! Urging one assignment or many: what is asked, then the server's plan of who would be asked and told, then what became of
//! it. Nothing leaves the first two faces; from the third what was issued is withdrawn, as long as no mail has left.

pub mod ask;
mod view;

use crossterm::event::KeyCode;
use dondoc_shared::{
    id::AssignmentId,
    text::{Both, Lang},
    wire::{
        assignment::Preview,
        urge::{
            UrgeDraft, UrgeTarget, UrgeTemplate, UrgeTemplates,
            plan::{NewUrgePlan, PartState, PlanPart, PlanSkipped, UrgePlan},
        },
    },
};
use jiff::Timestamp;

use self::ask::{Asking, Stop};
use crate::{
    dialog::{
        agree::issue::Issue,
        fields::field_width,
        form::{self, Field},
    },
    keys::{Command, Key, Layer, Screen},
    net::{Call, Failure, UrgingCall},
    step::{
        News, Step, With,
        read::Read,
        screen,
        toast::Tone,
        waiting::{Arrived, Waiting},
    },
    ui::{
        Ui,
        list::{Keyed, List, moved},
        scroll::scrolled,
    },
};

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
    making: Waiting<Box<UrgePlan>>,
    /// What was issued last.
    issued: Option<Box<UrgePlan>>,
    standing: Waiting<Box<UrgePlan>>,
    withdrawing: Waiting<Box<UrgePlan>>,
    list: List<usize>,
    /// The mail of the row of this place.
    preview: Read<Box<Preview>>,
    previewed: Option<usize>,
    /// First line shown of what is said about the row under the cursor.
    scroll: usize,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
enum Row<'a> {
    Part(usize, &'a PlanPart),
    Skipped(usize, &'a PlanSkipped),
}

impl Keyed for Row<'_> {
    type Key = usize;

    fn key(&self) -> usize {
        match self {
            Self::Part(place, _) | Self::Skipped(place, _) => *place,
        }
    }
}

fn rows_of(plan: &UrgePlan) -> Vec<Row<'_>> {
    let parts = plan.parts.iter().enumerate().map(|(place, part)| Row::Part(place, part));
    let skipped = plan.skipped.iter().enumerate();
    parts.chain(skipped.map(|(place, one)| Row::Skipped(plan.parts.len() + place, one))).collect()
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

    fn rows(&self) -> Vec<Row<'_>> {
        self.shown().map(rows_of).unwrap_or_default()
    }

    fn is_waiting(&self) -> bool {
        self.making.is_open() || self.standing.is_open() || self.withdrawing.is_open()
    }

    /// What was written and not issued, each by name.
    pub fn unsent(&self, lang: Lang) -> Vec<String> {
        let here = (self.face != Face::Issued).then_some(&self.asking);
        here.into_iter().chain(&self.drafts).filter(|one| one.is_written()).map(|one| one.name(lang)).collect()
    }

    /// Begins to ask about these assignments, with what was written about the same before.
    fn begin(&mut self, items: Vec<(AssignmentId, Option<String>)>, text: Option<String>) {
        self.put_by();
        let same = self.drafts.iter().position(|draft| draft.is_about(&items));
        self.asking = match same.map(|place| self.drafts.remove(place)) {
            Some(draft) => Asking { items, focus: 0, notice: None, is_restored: true, ..draft },
            None => Asking::about(items, text, self.templates()),
        };
        (self.face, self.plan) = (Face::Ask, None);
        (self.making, self.standing) = (Waiting::default(), Waiting::default());
    }

    /// Keeps what is written here and not issued.
    fn put_by(&mut self) {
        let asking = std::mem::take(&mut self.asking);
        if asking.is_written() {
            if self.drafts.len() >= DRAFTS {
                self.drafts.remove(0);
            }
            self.drafts.push(asking);
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
                self.asking.focus_field(place);
            }
            Ok(asked) => {
                self.asking.notice = None;
                self.making = step.ask(Call::Urging(UrgingCall::Plan { key: step.key(), asked }));
            }
        }
    }

    fn made(&mut self, outcome: Result<Box<UrgePlan>, Failure>, step: &mut Step<'_>) {
        let asked = self.asking.plan(self.templates(), None);
        match (outcome, asked) {
            (Ok(plan), Ok(asked)) => {
                self.plan = Some((plan, asked));
                self.face = Face::Plan;
                self.begin_list(step);
            }
            (Err(failure), _) => {
                self.face = Face::Ask;
                self.asking.notice = Some(failure.in_a_box());
            }
            // What is asked was changed meanwhile: that plan is about something else.
            (Ok(_), Err((_, notice))) => self.asking.notice = Some(notice),
        }
    }

    fn begin_list(&mut self, step: &mut Step<'_>) {
        (self.list, self.scroll, self.previewed) = (List::default(), 0, None);
        self.look(step);
    }

    /// Reads the mail of the row under the cursor, as long as nothing of it is issued.
    fn look(&mut self, step: &mut Step<'_>) {
        let here = self.list.place(&self.rows());
        let Some((plan, asked)) = self.plan.as_ref().filter(|_| self.face == Face::Plan) else { return };
        let Some(part) = plan.parts.get(here).filter(|_| self.previewed != Some(here)) else { return };
        let NewUrgePlan { assignments: _, addressee, template, text, reply_by, reply_in, now } = asked.clone();
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

    /// What of a plan gives pause.
    fn warnings(plan: &UrgePlan) -> Vec<Both> {
        let items = || plan.parts.iter().flat_map(|part| &part.shown.items);
        let (recent, open) = (
            items().filter(|item| item.urged.is_some()).count(),
            items().filter(|item| item.unanswered_urges > 0).count(),
        );
        let skipped = plan.skipped.len();
        let mut said = Vec::new();
        if recent > 0 {
            said.push(Both::new(|lang| lang.composer_recent(recent)));
        }
        if open > 0 {
            said.push(Both::new(|lang| lang.composer_unanswered(open)));
        }
        if let Some(part) = plan.parts.iter().find(|part| part.shown.reply_on_free_day) {
            said.push(Both::new(|lang| lang.tui_reply_on_free_day(&lang.date(part.shown.reply_by))));
        }
        if skipped > 0 {
            said.push(Both::new(|lang| lang.composer_skipped(skipped)));
        }
        said
    }

    /// The first instant at which mail of what is issued leaves, none while all of it is held; none of all where nothing is.
    fn leaves_first(&self) -> Option<Option<Timestamp>> {
        let issued = self.issued.as_ref()?.parts.iter().filter(|part| part.state == PartState::Issued);
        let mut leaving = issued.map(|part| part.shown.leaves_at).peekable();
        leaving.peek()?;
        Some(leaving.flatten().min())
    }

    /// Takes back what was issued and has not left.
    fn withdraw(&mut self, step: &mut Step<'_>) {
        match &self.issued {
            Some(plan) if !self.withdrawing.is_open() => {
                let id = plan.id;
                self.withdrawing = step.ask(Call::Urging(UrgingCall::Withdraw(id)));
            }
            _ => {}
        }
    }

    fn withdrawn(&mut self, outcome: Result<Box<UrgePlan>, Failure>, step: &mut Step<'_>) {
        match outcome {
            Ok(plan) => {
                let (done, left) = (plan.count(PartState::Withdrawn), plan.count(PartState::Issued));
                let tone = if left == 0 { Tone::Done } else { Tone::Fault };
                step.say(tone, |lang| lang.composer_withdrawn(done, left));
                self.issued = Some(plan);
            }
            Err(failure) => step.fault(&failure),
        }
    }

    /// Plans again what was refused.
    fn make_again(&mut self, step: &mut Step<'_>) {
        let Some(plan) = &self.issued else { return };
        let failed = plan.parts.iter().filter(|part| part.state == PartState::Failed);
        let items: Vec<_> = failed
            .flat_map(|part| &part.shown.items)
            .map(|item| (item.id, Some(item.code.clone())))
            .collect();
        if items.is_empty() {
            let id = plan.id;
            self.standing = step.ask(Call::Urging(UrgingCall::Standing(id)));
        } else {
            self.asking.items = items;
            self.make(step);
        }
    }

    fn ask_command(&mut self, command: Command, step: &mut Step<'_>) {
        let stop = self.asking.stop();
        let chooses = matches!(
            stop,
            Stop::Field(place) if matches!(self.asking.form.fields.get(place), Some(Field::Choice { .. } | Field::Text(_)))
        );
        match command {
            Command::NextPane => self.asking.step(true),
            Command::PreviousPane => self.asking.step(false),
            Command::Up | Command::Down if chooses => {
                self.press(Key::code(if command == Command::Up { KeyCode::Up } else { KeyCode::Down }), step);
            }
            Command::Up => self.asking.step(false),
            Command::Down => self.asking.step(true),
            Command::Confirm if self.asking.takes_lines() => {
                self.press(Key::code(KeyCode::Enter), step);
            }
            Command::Confirm if stop == Stop::Go => self.make(step),
            Command::Confirm => self.asking.step(true),
            Command::Back => step.close(),
            _ => {}
        }
    }

    fn press(&mut self, key: Key, step: &Step<'_>) {
        let width = field_width(step.size());
        if key.typed().is_some_and(|typed| typed != ' ') {
            self.asking.write_if_choosing_text();
        }
        if let Some(field) = self.asking.field() {
            form::press(field, key, width);
            self.asking.notice = None;
        }
    }
}

const ASK: Layer = Layer::typed(
    "urge",
    &[Command::Confirm, Command::NextPane, Command::PreviousPane, Command::Up, Command::Down],
)
.explained(&[Lang::composer_help]);
const PLAN: Layer = Layer::page(Screen::Composer, "urge plan", &[Command::IssuePlan]).explained(&[Lang::composer_help]);
const ISSUED: Layer = Layer::page(Screen::Composer, "urges issued", &[Command::Undo]).explained(&[Lang::composer_help]);

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
        match with {
            With::Urge { items, text } => self.begin(items, text),
            _ => {
                self.put_by();
                (self.face, self.plan) = (Face::Issued, None);
                self.begin_list(step);
                if let Some(plan) = &self.issued {
                    let id = plan.id;
                    self.standing = step.ask(Call::Urging(UrgingCall::Standing(id)));
                }
            }
        }
    }

    fn back(&mut self, _: &mut Step<'_>) {}

    /// What was planned stays as it was shown; it is made again where it is still only a plan.
    fn reload(&mut self, step: &mut Step<'_>) {
        match self.face {
            Face::Ask => self.templates.ask(Call::Urging(UrgingCall::Templates), step),
            Face::Plan => self.make(step),
            Face::Issued => self.make_again(step),
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
        let ui = step.common.ui();
        match command {
            Command::Refresh => self.reload(step),
            Command::Back if self.face == Face::Plan => {
                (self.face, self.plan) = (Face::Ask, None);
            }
            Command::Back | Command::Close => step.close(),
            Command::IssuePlan => {
                if let Some((plan, _)) = &self.plan {
                    step.agree(Issue { plan: (**plan).clone(), warnings: Self::warnings(plan) });
                }
            }
            Command::Undo => self.withdraw(step),
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
                }
                self.look(step);
            }
        }
    }

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        match command {
            Command::IssuePlan => {
                let nothing = self.plan.as_ref().is_none_or(|(plan, _)| plan.parts.is_empty());
                nothing.then(|| lang.composer_nothing_planned().to_owned())
            }
            Command::Undo => {
                let nothing = self.leaves_first().is_none();
                nothing.then(|| lang.composer_nothing_to_undo().to_owned())
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
        if self.face != Face::Ask {
            return false;
        }
        self.asking.write_if_choosing_text();
        let Some(field) = self.asking.field() else { return false };
        let long = form::paste(field, text).err();
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
            step.heed(&outcome);
        }
        match self.standing.take(arrived) {
            Some(Ok(plan)) => self.issued = Some(plan),
            Some(Err(failure)) => step.fault(&failure),
            None => {}
        }
        if let Some(outcome) = self.withdrawing.take(arrived) {
            self.withdrawn(outcome, step);
        }
    }

    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        if let News::Issued(plan) = news {
            self.issued = Some(plan.clone());
            (self.face, self.plan) = (Face::Issued, None);
            // What was written is issued; kept for what was refused, which may be planned again.
            self.asking.items = Vec::new();
            self.begin_list(step);
        }
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        let page = self.layout(Ui { size, ..Ui::default() }).page;
        self.list.keep(self.list.place(&self.rows()), page);
    }
}
