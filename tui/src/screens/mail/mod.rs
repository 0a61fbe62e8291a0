//! Outgoing mail: how it stands, the delivery log, holds, addresses that take no mail, and one message with why it is.

mod acts;
mod log;
mod one;
mod view;

use std::time::Duration;

use dondoc_shared::{
    id::{HoldId, SuspensionId},
    text::Lang,
    wire::mail::{Hold, Holds, MailState, MessageRow, Suspension, Suspensions},
};
use jiff::civil::Date;
use tui_input::Input;

use self::{log::Log, one::Opened};
use crate::{
    dialog::form,
    keys::{Command, Key, Layer, Screen},
    net::{
        Call, Failure, MailCall,
        asked::{self, Asked},
    },
    step::{
        Step,
        read::{Read, blank},
        screen::{self, Screen as _},
        toast::Tone,
        waiting::Arrived,
    },
    ui::{
        Ui, body_of,
        hits::Text,
        list::{Keyed, List},
        scroll::scrolled,
        time::date_of,
    },
};

/// Mail moves by itself, and no event says so: while it is looked at it is read again this often.
const AGAIN: Duration = Duration::from_secs(20);
/// Rows above a list: figures, relay, holds and budget, the panes, the head of the table.
const ABOVE: usize = 5;

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

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// How outgoing mail stands.
    pub head: Read<Box<MailState>>,
    /// The list that is shown.
    pub pane: Pane,
    /// The delivery log.
    pub log: Log,
    /// Another part of it that was asked for; what is shown stays until it is here.
    next: Option<Log>,
    /// What was typed and could not be read from the log.
    refused: Option<String>,
    /// The line in which another part of the log is asked for, while it is typed.
    pub line: Option<Input>,
    /// The newest holds of mail.
    pub holds: Read<Holds>,
    /// Where in them one is.
    pub hold: List<HoldId>,
    /// The addresses that take no mail.
    pub addresses: Read<Suspensions>,
    /// Where in them one is.
    pub address: List<SuspensionId>,
    /// The message that is shown in full.
    pub open: Option<Opened>,
    /// When it is read again.
    again_at: Option<Duration>,
    /// Why there is nothing newer of head or lists.
    failure: Option<Failure>,
}

impl Keyed for Hold {
    type Key = HoldId;

    fn key(&self) -> HoldId {
        self.id
    }
}

impl Keyed for Suspension {
    type Key = SuspensionId;

    fn key(&self) -> SuspensionId {
        self.id
    }
}

/// Rows of a list in a window of this size.
fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(ABOVE)
}

impl State {
    /// The newest holds.
    fn all_holds(&self) -> &[Hold] {
        self.holds.value.as_ref().map_or(&[], |holds| &holds.items)
    }

    /// The addresses that take no mail.
    fn all_addresses(&self) -> &[Suspension] {
        self.addresses.value.as_ref().map_or(&[], |addresses| &addresses.items)
    }

    /// The message that is meant: the one in full, or the one under the cursor of the log.
    fn message(&self) -> Option<&MessageRow> {
        match &self.open {
            Some(open) => open.detail.value.as_ref().map(|detail| &detail.row),
            None => self.log.selected().filter(|_| self.pane == Pane::Log),
        }
    }

    fn is_busy(&self) -> bool {
        self.head.is_waiting()
            || self.log.is_waiting()
            || self.next.is_some()
            || self.holds.is_waiting()
            || self.addresses.is_waiting()
    }

    /// What stands where nothing has been read: why not, or that it is on its way.
    fn blank(&self, lang: Lang) -> String {
        match self.pane {
            Pane::Log => blank(self.log.is_waiting(), self.log.failure.as_ref(), lang),
            Pane::Holds => self.holds.blank(lang),
            Pane::Addresses => self.addresses.blank(lang),
        }
    }

    /// Moves the cursor of the pane's list.
    fn move_cursor(&mut self, command: Command, step: &mut Step<'_>) {
        let page = list_rows(step.size());
        match self.pane {
            Pane::Log => self.log.command(command, page, step),
            Pane::Holds => {
                let holds = self.holds.value.as_ref().map_or(&[][..], |holds| &holds.items);
                self.hold.command(command, holds, page);
            }
            Pane::Addresses => {
                let addresses = self.addresses.value.as_ref().map_or(&[][..], |all| &all.items);
                self.address.command(command, addresses, page);
            }
        }
    }

    /// Shows the message under the cursor, or the one after which the address was suspended.
    fn open(&mut self, step: &mut Step<'_>) {
        let id = match self.pane {
            Pane::Log => self.log.selected().map(|row| row.id),
            Pane::Holds => None,
            Pane::Addresses => {
                let Some(row) = self.address.selected(self.all_addresses()) else { return };
                if row.message_id.is_none() {
                    return step.say(Tone::Note, Lang::post_no_message);
                }
                row.message_id
            }
        };
        let Some(id) = id else { return };
        let open = self.open.insert(Opened::new(id));
        open.ask(step);
    }

    /// A command of the message that is shown in full.
    fn one_command(&mut self, command: Command, step: &mut Step<'_>) {
        match command {
            Command::Back | Command::Close => self.open = None,
            Command::Refresh => {
                if let Some(open) = &mut self.open {
                    open.why = Read::default();
                }
                self.reload(step);
            }
            command => {
                let ui = step.common.ui();
                if let Some(open) = &mut self.open {
                    let (length, page) = (open.document(ui).len(), ui.page());
                    open.scroll = scrolled(open.scroll, command, length, page);
                }
            }
        }
    }

    /// Another part of the log.
    fn ask(&mut self, asked: Asked, step: &mut Step<'_>) {
        let next = self.next.insert(Log::of(asked));
        next.ask(None, step);
    }

    /// The other part of the log, or why there is none: what is shown stays then.
    fn next_answered(&mut self, arrived: &mut Arrived) -> Option<Result<(), Failure>> {
        let next = self.next.as_mut()?;
        let outcome = next.answered(arrived)?;
        if let Some(next) = self.next.take() {
            match outcome {
                Ok(()) => self.log = next,
                Err(_) => self.refused = Some(next.asked.typed()),
            }
        }
        Some(outcome)
    }

    /// A command of the line: what does not read is not asked.
    fn line_command(&mut self, command: Command, step: &mut Step<'_>) {
        match command {
            Command::Confirm => {
                let asked = self.line.as_ref().and_then(|line| Asked::parse(line.value()).ok());
                if let Some(asked) = asked {
                    self.line = None;
                    self.ask(asked, step);
                }
            }
            Command::Back => self.line = None,
            _ => {}
        }
    }
}

const LOG: Layer = Layer::page(
    Screen::Mail,
    "delivery log",
    &[
        Command::Open,
        Command::Filter,
        Command::CancelMail,
        Command::ResendMail,
        Command::HoldMail,
        Command::SetBudget,
        Command::NextPane,
        Command::PreviousPane,
    ],
)
.explained(HELP);
const HOLDS: Layer = Layer::page(
    Screen::Mail,
    "holds of mail",
    &[Command::HoldMail, Command::LiftHold, Command::SetBudget, Command::NextPane, Command::PreviousPane],
)
.explained(HELP);
const ADDRESSES: Layer = Layer::page(
    Screen::Mail,
    "suspended addresses",
    &[Command::Open, Command::Restore, Command::NextPane, Command::PreviousPane],
)
.explained(HELP);
const ONE: Layer =
    Layer::page(Screen::Mail, "message", &[Command::CancelMail, Command::ResendMail, Command::Search])
        .explained(HELP);
const LINE: Layer = Layer::typed("part of the delivery log", &[Command::Confirm]);
const HELP: &[fn(Lang) -> &'static str] = &[Lang::post_help, Lang::post_help_holds];

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[LOG, HOLDS, ADDRESSES, ONE, LINE];

    fn layer(&self) -> Layer {
        match self.pane {
            _ if self.line.is_some() => LINE,
            _ if self.open.is_some() => ONE,
            Pane::Log => LOG,
            Pane::Holds => HOLDS,
            Pane::Addresses => ADDRESSES,
        }
    }

    fn tab(&self, lang: Lang) -> String {
        lang.post_tab().to_owned()
    }

    /// Reads everything that is shown again; the first page of the log.
    fn reload(&mut self, step: &mut Step<'_>) {
        self.log.ask(None, step);
        self.head.ask(Call::Mail(MailCall::State), step);
        self.holds.ask(Call::Mail(MailCall::Holds), step);
        self.addresses.ask(Call::Mail(MailCall::Addresses), step);
        self.again_at = None;
        if let Some(open) = &mut self.open {
            open.ask(step);
        }
    }

    fn has_failed(&self) -> bool {
        self.head.has_failed()
            || self.log.failure.is_some()
            || self.holds.has_failed()
            || self.addresses.has_failed()
            || self.open.as_ref().is_some_and(Opened::has_failed)
    }

    fn is_blank(&self) -> bool {
        match (&self.open, self.pane) {
            (Some(open), _) => open.detail.is_blank(),
            (None, Pane::Log) => self.next.is_some() || (!self.log.is_read && self.log.is_waiting()),
            (None, Pane::Holds) => self.holds.is_blank(),
            (None, Pane::Addresses) => self.addresses.is_blank(),
        }
    }

    /// Why a message is was worded by the server too.
    fn reworded(&mut self, shown: bool, step: &mut Step<'_>) {
        if let Some(open) = &mut self.open {
            open.why = Read::default();
        }
        if shown {
            self.reload(step);
        }
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        if let Some(outcome) = self.next_answered(arrived) {
            step.heed(&outcome);
            return self.keep_in_view(step.size());
        }
        let of_open = self.open.as_mut().and_then(|open| open.answered(arrived));
        if let Some(outcome) = &of_open {
            step.heed(outcome);
            if outcome.is_err() {
                self.again_at = Some(step.at().saturating_add(AGAIN));
            }
        }
        let head = self.head.take(arrived);
        if head.is_some() {
            self.again_at = Some(step.at().saturating_add(AGAIN));
        }
        let outcome = head
            .or_else(|| self.log.answered(arrived))
            .or_else(|| self.holds.take(arrived))
            .or_else(|| self.addresses.take(arrived));
        self.log.go_on(list_rows(step.size()), step);
        match outcome {
            Some(Err(failure)) => {
                // It is tried again later, and said once; what was read stays.
                self.again_at = Some(step.at().saturating_add(AGAIN));
                if self.failure.is_none() {
                    step.fault(&failure);
                }
                self.failure = Some(failure);
            }
            Some(Ok(())) => self.failure = None,
            None => {}
        }
        self.keep_in_view(step.size());
    }

    /// The time to read again may have come.
    fn tick(&mut self, step: &mut Step<'_>) {
        if self.again_at.is_none_or(|at| at > step.at()) {
            return;
        }
        self.again_at = None;
        if step.is_read(Screen::Mail) && !self.is_busy() {
            self.reload(step);
        }
    }

    fn wake_at(&self, now: Duration) -> Option<Duration> {
        self.again_at.map(|at| at.max(now.saturating_add(Duration::from_millis(1))))
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        if self.line.is_some() {
            return self.line_command(command, step);
        }
        if self.act(command, step) {
            return;
        }
        if self.open.is_some() {
            return self.one_command(command, step);
        }
        match command {
            Command::Refresh => self.reload(step),
            Command::Back if self.pane == Pane::Log && self.log.stop() => {}
            Command::Back if self.pane == Pane::Log => match self.next.take().map(|next| next.asked) {
                // What was asked for is no longer wanted; where that was the whole log, nor is this screen.
                Some(asked) if asked != Asked::default() => {}
                None if self.log.asked != Asked::default() => self.ask(Asked::default(), step),
                _ => step.close(),
            },
            Command::Back | Command::Close => step.close(),
            Command::NextPane | Command::PreviousPane => {
                self.pane = self.pane.step(if command == Command::NextPane { 1 } else { 2 });
                self.keep_in_view(step.size());
            }
            Command::Filter => {
                let typed = self.refused.take().unwrap_or_else(|| self.log.asked.typed());
                self.line = Some(Input::new(typed));
            }
            Command::Open => self.open(step),
            command => self.move_cursor(command, step),
        }
    }

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        self.act_refused(command, lang)
    }

    fn edit(&mut self, key: Key, _: &mut Step<'_>) {
        if let Some(line) = &mut self.line {
            form::type_key(line, key, asked::MAX_CHARS);
        }
    }

    fn paste(&mut self, text: &str, step: &mut Step<'_>) -> bool {
        let Some(line) = &mut self.line else { return false };
        let pasted = form::insert(line, text.trim(), asked::MAX_CHARS, false);
        if let Err(long) = pasted {
            step.say(Tone::Note, |lang| long.text(lang));
        }
        true
    }

    fn text(&self, ui: Ui) -> Option<Text> {
        let one = self.open.as_ref()?;
        let lines = one.document(ui).iter().map(ToString::to_string).collect();
        Some(Text::of(lines, one.scroll, ui.page(), (0, 0)))
    }

    fn show_line(&mut self, line: usize, ui: Ui) {
        if let (Some(text), Some(one)) = (self.text(ui), &mut self.open) {
            one.scroll = text.first(line);
        }
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        let page = list_rows(size);
        self.log.keep_in_view(page);
        self.hold.keep(self.hold.place(self.all_holds()), page);
        self.address.keep(self.address.place(self.all_addresses()), page);
    }

    fn today(&self, _: Ui) -> Option<Date> {
        self.head.value.as_ref().map(|head| date_of(head.now))
    }
}
