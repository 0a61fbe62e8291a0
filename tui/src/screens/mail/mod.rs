//! Outgoing mail: how it stands, the delivery log, holds, addresses that take no mail, and one message with why it is.

mod arrived;
pub mod asked;

use std::time::Duration;

use dondoc_shared::{
    id::{MessageId, SuspensionId},
    wire::{
        mail::{Hold, Holds, MailState, MessageDetail, MessageRow, MessageState, Suspension, Suspensions},
        policy::Why,
    },
};
use tui_input::Input;

pub use self::arrived::{arrived, failed};
use self::asked::Asked;
use crate::{
    app::{Model, Screen, Step, update::scrolled},
    dialog::{
        agree::{self, Subject},
        form,
        post::Deed,
    },
    keys::{Key, table::Command},
    net::{Call, Failure, MailCall, Ticket},
    screens::overview,
    ui,
};

/// The next page is asked for when the cursor is this near to the end.
const NEAR: usize = 20;
/// Mail moves by itself, and no event tells of it: while it is looked at it is read again this often.
const AGAIN: Duration = Duration::from_secs(20);

/// What is shown below the head.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pane {
    /// The delivery log.
    #[default]
    Log,
    /// The holds.
    Holds,
    /// The addresses that take no mail.
    Addresses,
}

impl Pane {
    const ALL: [Self; 3] = [Self::Log, Self::Holds, Self::Addresses];

    fn step(self, by: usize) -> Self {
        let here = Self::ALL.iter().position(|pane| *pane == self).unwrap_or(0);
        Self::ALL.get((here + by) % Self::ALL.len()).copied().unwrap_or_default()
    }
}

/// Where in a list the cursor stands, by what it is on.
#[derive(Debug)]
pub struct At<T> {
    /// What it is on.
    pub id: Option<T>,
    /// First row shown.
    pub top: usize,
}

impl<T> Default for At<T> {
    fn default() -> Self {
        Self { id: None, top: 0 }
    }
}

/// One message on the screen.
#[derive(Debug)]
pub struct Opened {
    /// Which.
    pub id: MessageId,
    /// The message.
    pub detail: Option<Box<MessageDetail>>,
    /// Why it is.
    pub why: Option<Box<Why>>,
    /// Why either is not there.
    pub failure: Option<Failure>,
    /// First line shown.
    pub scroll: usize,
}

/// Answers that are waited for.
#[derive(Debug, Default)]
pub struct Waiting {
    /// The head.
    pub state: Option<Ticket>,
    /// A page of the log, and whether it is the first.
    pub page: Option<(Ticket, bool)>,
    /// The holds.
    pub holds: Option<Ticket>,
    /// The addresses.
    pub addresses: Option<Ticket>,
    /// The message.
    pub detail: Option<Ticket>,
    /// Why it is.
    pub why: Option<Ticket>,
}

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The head.
    pub head: Option<Box<MailState>>,
    /// The pane.
    pub pane: Pane,
    /// Messages read so far, newest first.
    pub rows: Vec<MessageRow>,
    /// Has a page of the log come?
    pub has_log: bool,
    /// Where the page after them begins.
    pub next: Option<String>,
    /// Which part of the log it is.
    pub asked: Asked,
    /// The line in which another part is asked for, while it is typed.
    pub line: Option<Input>,
    /// The cursor in the log.
    pub log: At<MessageId>,
    /// The holds.
    pub holds: Option<Holds>,
    /// The cursor in them.
    pub hold: At<dondoc_shared::id::HoldId>,
    /// The addresses.
    pub addresses: Option<Suspensions>,
    /// The cursor in them.
    pub address: At<SuspensionId>,
    /// The message that is shown in full.
    pub open: Option<Opened>,
    /// What is waited for.
    pub waiting: Waiting,
    /// Why there is nothing newer.
    pub failure: Option<Failure>,
    /// When it is read again.
    pub again_at: Option<Duration>,
}

impl State {
    /// See [`Model::wake_at`].
    pub fn wake_at(&self, now: Duration) -> Option<Duration> {
        self.again_at.map(|at| at.max(now.saturating_add(Duration::from_millis(1))))
    }

    /// How many lines the pane has.
    pub fn count(&self) -> usize {
        match self.pane {
            Pane::Log => self.rows.len(),
            Pane::Holds => self.all_holds().len(),
            Pane::Addresses => self.all_addresses().len(),
        }
    }

    /// Where in the pane's list the cursor stands.
    pub fn place(&self) -> usize {
        let found = match self.pane {
            Pane::Log => self.log.id.and_then(|id| self.rows.iter().position(|row| row.id == id)),
            Pane::Holds => self.hold.id.and_then(|id| self.all_holds().iter().position(|hold| hold.id == id)),
            Pane::Addresses => {
                self.address.id.and_then(|id| self.all_addresses().iter().position(|row| row.id == id))
            }
        };
        found.unwrap_or(0)
    }

    /// First row of the pane's list that is shown.
    pub fn top(&self) -> usize {
        match self.pane {
            Pane::Log => self.log.top,
            Pane::Holds => self.hold.top,
            Pane::Addresses => self.address.top,
        }
    }

    fn put_cursor(&mut self, place: usize) {
        match self.pane {
            Pane::Log => self.log.id = self.rows.get(place).map(|row| row.id),
            Pane::Holds => self.hold.id = self.all_holds().get(place).map(|hold| hold.id),
            Pane::Addresses => self.address.id = self.all_addresses().get(place).map(|row| row.id),
        }
    }

    /// The newest holds.
    pub fn all_holds(&self) -> &[Hold] {
        self.holds.as_ref().map_or(&[], |holds| &holds.items)
    }

    /// The addresses that take no mail.
    pub fn all_addresses(&self) -> &[Suspension] {
        self.addresses.as_ref().map_or(&[], |addresses| &addresses.items)
    }

    /// The message that is meant: the one in full, or the one under the cursor of the log.
    pub fn message(&self) -> Option<&MessageRow> {
        match &self.open {
            Some(open) => open.detail.as_ref().map(|detail| &detail.row),
            None => self.rows.get(self.place()).filter(|_| self.pane == Pane::Log),
        }
    }

    fn is_busy(&self) -> bool {
        let waiting = &self.waiting;
        waiting.state.is_some()
            || waiting.page.is_some()
            || waiting.holds.is_some()
            || waiting.addresses.is_some()
    }

    /// Is anything waited for?
    pub fn is_waiting(&self) -> bool {
        self.is_busy() || self.waiting.detail.is_some() || self.waiting.why.is_some()
    }
}

/// Goes to the screen.
pub fn enter(model: &mut Model, step: &mut Step<'_>) {
    model.screen = Screen::Mail;
    reload(model, step);
}

/// Reads everything that is shown again; the first page of the log.
pub fn reload(model: &mut Model, step: &mut Step<'_>) {
    let asked = model.mail.asked.clone();
    let page = step.ask(model, Call::Mail(MailCall::Page { asked, cursor: None }));
    let state = step.ask(model, Call::Mail(MailCall::State));
    let holds = step.ask(model, Call::Mail(MailCall::Holds));
    let addresses = step.ask(model, Call::Mail(MailCall::Addresses));
    let waiting = &mut model.mail.waiting;
    waiting.page = Some((page, true));
    (waiting.state, waiting.holds, waiting.addresses) = (Some(state), Some(holds), Some(addresses));
    model.mail.again_at = None;
    if let Some(id) = model.mail.open.as_ref().map(|open| open.id) {
        ask_one(model, step, id);
    }
}

fn ask_one(model: &mut Model, step: &mut Step<'_>, id: MessageId) {
    model.mail.waiting.detail = Some(step.ask(model, Call::Mail(MailCall::Message(id))));
    // Why it is does not change from one look to the next, and is dear to work out.
    if model.mail.open.as_ref().is_some_and(|open| open.why.is_none()) {
        model.mail.waiting.why = Some(step.ask(model, Call::Mail(MailCall::Why(id))));
    }
}

/// The time to read again may have come.
pub fn tick(model: &mut Model, step: &mut Step<'_>) {
    if model.mail.again_at.is_none_or(|at| at > step.env.at) {
        return;
    }
    model.mail.again_at = None;
    if model.screen == Screen::Mail && !model.log_in.is_needed() && !model.mail.is_busy() {
        reload(model, step);
    }
}

/// A command of a list.
pub fn command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    let state = &mut model.mail;
    match command {
        Command::Refresh => return reload(model, step),
        Command::Back if state.pane == Pane::Log && state.asked != Asked::default() => {
            return ask(model, step, Asked::default());
        }
        Command::Back | Command::Close => return overview::enter(model, step),
        Command::NextPane => state.pane = state.pane.step(1),
        Command::PreviousPane => state.pane = state.pane.step(2),
        Command::Filter => state.line = Some(Input::new(typed(&state.asked))),
        Command::Open => return open(model, step),
        Command::CancelMail
        | Command::ResendMail
        | Command::HoldMail
        | Command::LiftHold
        | Command::Restore => {
            return act(model, step, command);
        }
        _ => {}
    }
    move_cursor(model, step, command);
}

fn move_cursor(model: &mut Model, step: &mut Step<'_>, command: Command) {
    let state = &mut model.mail;
    let (here, last) = (state.place(), state.count().saturating_sub(1));
    let half = (ui::mail::list_rows(model.size) / 2).max(1);
    let to = match command {
        Command::Up => here.saturating_sub(1),
        Command::Down => here.saturating_add(1),
        Command::PageUp => here.saturating_sub(half),
        Command::PageDown => here.saturating_add(half),
        Command::Top => 0,
        Command::Bottom => last,
        _ => here,
    };
    state.put_cursor(to.min(last));
    keep_in_view(model);
    let next = model.mail.next.clone().filter(|_| model.mail.pane == Pane::Log);
    if model.mail.waiting.page.is_none() && next.is_some() && to.saturating_add(NEAR) >= last {
        let asked = model.mail.asked.clone();
        let ticket = step.ask(model, Call::Mail(MailCall::Page { asked, cursor: next }));
        model.mail.waiting.page = Some((ticket, false));
    }
}

/// Shows the message under the cursor, or the one after which the address was suspended.
fn open(model: &mut Model, step: &mut Step<'_>) {
    let state = &model.mail;
    let id = match state.pane {
        Pane::Log => state.rows.get(state.place()).map(|row| row.id),
        Pane::Holds => None,
        Pane::Addresses => {
            let Some(row) = state.all_addresses().get(state.place()) else { return };
            if row.message_id.is_none() {
                let text = model.lang.post_no_message();
                return step.say(model, crate::app::toast::Tone::Note, text);
            }
            row.message_id
        }
    };
    let Some(id) = id else { return };
    model.mail.open = Some(Opened { id, detail: None, why: None, failure: None, scroll: 0 });
    ask_one(model, step, id);
}

/// A command of the message that is shown in full.
pub fn one_command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    match command {
        Command::Back | Command::Close => model.mail.open = None,
        Command::Refresh => {
            if let Some(open) = &mut model.mail.open {
                open.why = None;
            }
            reload(model, step);
        }
        Command::CancelMail | Command::ResendMail => act(model, step, command),
        command => {
            let (length, page) = ui::mail::extent(model);
            if let Some(open) = &mut model.mail.open {
                open.scroll = scrolled(open.scroll, command, length, page);
            }
        }
    }
}

/// Opens the box in which an act is agreed to.
fn act(model: &mut Model, step: &Step<'_>, command: Command) {
    let state = &model.mail;
    let deed = match command {
        Command::CancelMail => state.message().cloned().map(|row| Deed::Cancel(Box::new(row))),
        Command::ResendMail => state.message().cloned().map(|row| Deed::Resend(Box::new(row))),
        Command::HoldMail => Some(Deed::Hold),
        Command::LiftHold => {
            state.all_holds().get(state.place()).cloned().map(|hold| Deed::Lift(Box::new(hold)))
        }
        Command::Restore => {
            state.all_addresses().get(state.place()).cloned().map(|row| Deed::Restore(Box::new(row)))
        }
        _ => None,
    };
    if let Some(deed) = deed {
        agree::begin(model, step, Subject::Mail(deed));
    }
}

/// Why an act on mail cannot be begun here and now; none if it can.
pub fn refusal(model: &Model, command: Command) -> Option<String> {
    let (lang, state) = (model.lang, &model.mail);
    let message = || state.message().ok_or_else(|| lang.tui_nothing_selected().to_owned());
    let name = |row: &MessageRow| row.state.name(lang).to_owned();
    match command {
        Command::CancelMail => match message() {
            Ok(row) if row.state == MessageState::Ready => None,
            Ok(row) => Some(lang.post_cannot_cancel(&name(row))),
            Err(none) => Some(none),
        },
        Command::ResendMail => match message() {
            Ok(row) if row.state == MessageState::Dead => None,
            Ok(row) => Some(lang.post_cannot_resend(&name(row))),
            Err(none) => Some(none),
        },
        Command::LiftHold => {
            let now = state.holds.as_ref().map(|holds| holds.now)?;
            let hold = state.all_holds().get(state.place());
            let is_open =
                hold.is_some_and(|h| h.lifted_at.is_none() && h.until.is_none_or(|until| until > now));
            (!is_open).then(|| lang.post_cannot_lift().to_owned())
        }
        Command::Restore => state.all_addresses().is_empty().then(|| lang.tui_nothing_selected().to_owned()),
        _ => None,
    }
}

/// Another part of the log.
fn ask(model: &mut Model, step: &mut Step<'_>, asked: Asked) {
    let state = &mut model.mail;
    state.asked = asked;
    state.rows.clear();
    (state.has_log, state.next, state.log) = (false, None, At::default());
    reload(model, step);
}

fn typed(asked: &Asked) -> String {
    asked.query().into_iter().filter_map(|(_, value)| value).collect::<Vec<_>>().join(" ")
}

/// A key in the line.
pub fn edit(model: &mut Model, key: Key) {
    if let Some(line) = &mut model.mail.line {
        form::type_key(line, key, asked::MAX_CHARS);
    }
}

/// Text pasted into the line.
pub fn paste(model: &mut Model, text: &str) {
    if let Some(line) = &mut model.mail.line {
        form::insert(line, text.trim(), asked::MAX_CHARS, false);
    }
}

/// A command of the line: what does not read is not asked.
pub fn line_command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    let Some(line) = &model.mail.line else { return };
    match command {
        Command::Confirm => {
            if let Ok(asked) = Asked::parse(line.value()) {
                model.mail.line = None;
                ask(model, step, asked);
            }
        }
        Command::Back => model.mail.line = None,
        _ => {}
    }
}

/// Scrolls so that the cursor's row is visible.
pub fn keep_in_view(model: &mut Model) {
    let rows = ui::mail::list_rows(model.size).max(1);
    let (here, top) = (model.mail.place(), model.mail.top());
    let top = top.min(here).max((here + 1).saturating_sub(rows));
    let state = &mut model.mail;
    match state.pane {
        Pane::Log => state.log.top = top,
        Pane::Holds => state.hold.top = top,
        Pane::Addresses => state.address.top = top,
    }
}
