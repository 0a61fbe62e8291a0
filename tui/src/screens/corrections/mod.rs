//! The corrections of reports that wait for the Working Group: what each changes, and the way to a decision.

mod page;
mod view;

use std::time::Duration;

use dondoc_shared::{
    id::AssignmentId,
    text::Lang,
    wire::correcting::{Corrections, WaitingCorrection},
};

use crate::{
    dialog::agree::decide::Decide,
    keys::{Command, Key, Layer, Screen},
    net::{Call, FilingsCall},
    step::{News, Sought, Step, With, read::Read, screen, toast::Tone, waiting::Arrived},
    ui::{
        Ui, body_of,
        hits::Text,
        list::{Keyed, List, moved},
        scroll::scrolled,
    },
};

/// Rows above the list: what it means, the head.
const ABOVE: usize = 2;
/// Rows below it: a blank one, which it is, why, by whom and when, what changes.
const BELOW: usize = 4 + CHANGES;
/// Rows of what changes.
const CHANGES: usize = 3;
/// News of changes are gathered for this long before the list is read again.
const GATHER: Duration = Duration::from_secs(2);

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// What waits.
    pub waiting: Read<Corrections>,
    /// Where in it one is: by report and revision.
    pub list: List<(AssignmentId, i32)>,
    /// The one that is shown on a page of its own.
    pub open: Option<Opened>,
    /// When it is read again because something changed.
    again_at: Option<Duration>,
}

/// A correction that was opened.
#[derive(Debug)]
pub struct Opened {
    /// Its report and revision.
    key: (AssignmentId, i32),
    /// First line shown.
    pub scroll: usize,
}

impl Keyed for WaitingCorrection {
    type Key = (AssignmentId, i32);

    fn key(&self) -> Self::Key {
        (self.assignment, self.correction.revision)
    }
}

/// Rows of the list in a window of this size.
fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(ABOVE + BELOW)
}

impl State {
    fn items(&self) -> &[WaitingCorrection] {
        self.waiting.value.as_ref().map_or(&[], |waiting| &waiting.items)
    }

    /// The one on the page, as the list has it.
    fn opened(&self) -> Option<(&Opened, &WaitingCorrection)> {
        let open = self.open.as_ref()?;
        Some((open, self.items().iter().find(|one| one.key() == open.key)?))
    }

    /// The one on the page; in the list that under the cursor.
    fn selected_correction(&self) -> Option<&WaitingCorrection> {
        if self.open.is_some() { self.opened().map(|(_, one)| one) } else { self.list.selected(self.items()) }
    }

    /// Opens the correction under the cursor.
    fn open(&mut self) {
        let Some(key) = self.list.selected(self.items()).map(Keyed::key) else { return };
        self.list.cursor = Some(key);
        self.open = Some(Opened { key, scroll: 0 });
    }

    /// Opens the report that the correction is about.
    fn read(&self, step: &mut Step<'_>) {
        let Some(one) = self.selected_correction() else { return };
        let (period, body, id) = (one.period.key(), one.tenant.clone(), one.assignment);
        step.go(Screen::Report, With::Report { period, body, id });
    }

    /// Goes on to the correction before or after this one, on its page if this one is on it. False where there is none.
    fn turn(&mut self, command: Command, size: (u16, u16)) -> bool {
        let here = self.list.place(self.items());
        let there = moved(command, here, self.items().len(), 1).filter(|there| *there != here);
        let Some(key) = there.and_then(|there| self.items().get(there)).map(Keyed::key) else { return false };
        self.list.cursor = Some(key);
        if let Some(open) = &mut self.open {
            *open = Opened { key, scroll: 0 };
        }
        self.list.keep(self.list.place(self.items()), list_rows(size));
        true
    }

    /// A command of the page of a correction.
    fn page_command(&mut self, command: Command, step: &mut Step<'_>) {
        match command {
            Command::Back | Command::Close => self.open = None,
            Command::Open => self.read(step),
            Command::NextItem | Command::PreviousItem => {
                let to = if command == Command::NextItem { Command::Down } else { Command::Up };
                if !self.turn(to, step.size()) {
                    step.say_end(to == Command::Down);
                }
            }
            command => {
                let ui = step.common.ui();
                let length = self.opened().map_or(0, |(_, one)| page::write(ui, one).len());
                if let Some(open) = &mut self.open {
                    open.scroll = scrolled(open.scroll, command, length, ui.page());
                }
            }
        }
    }
}

const LIST: Layer = Layer::page(Screen::Corrections, "corrections", &[Command::Open, Command::Decide])
    .explained(&[Lang::corrections_help]);
const PAGE: Layer = Layer::page(
    Screen::Corrections,
    "correction",
    &[Command::Open, Command::Decide, Command::NextItem, Command::PreviousItem, Command::Search],
)
.explained(&[Lang::corrections_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[LIST, PAGE];

    fn layer(&self) -> Layer {
        if self.open.is_some() { PAGE } else { LIST }
    }

    fn tab(&self, lang: Lang) -> String {
        lang.corrections_tab().to_owned()
    }

    /// At the list.
    fn enter(&mut self, _: With, step: &mut Step<'_>) {
        self.open = None;
        self.reload(step);
    }

    fn reload(&mut self, step: &mut Step<'_>) {
        self.again_at = None;
        self.waiting.ask(Call::Filings(FilingsCall::Corrections), step);
    }

    fn has_failed(&self) -> bool {
        self.waiting.has_failed()
    }

    fn is_blank(&self) -> bool {
        self.waiting.is_blank()
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let Some(outcome) = self.waiting.take(arrived) else { return };
        step.heed(&outcome);
        // No other one ever stands where somebody was reading this one.
        if outcome.is_ok() && self.open.is_some() && self.opened().is_none() {
            self.open = None;
            step.say(Tone::Note, Lang::corrections_gone);
        }
        self.keep_in_view(step.size());
    }

    /// A correction that somebody else decides on, or whose report comes back, leaves the list without an act here. Who reads the
    /// report of one goes on to the next from there.
    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        match news {
            News::Next(Sought { forward, .. }) if step.common.list_behind() == Some(Screen::Corrections) => {
                let to = if *forward { Command::Down } else { Command::Up };
                if self.turn(to, step.size()) {
                    self.read(step);
                } else {
                    step.say_end(*forward);
                }
            }
            News::Decided => {
                self.open = None;
                if step.shows(Screen::Corrections) {
                    self.reload(step);
                }
            }
            News::NotDecided(failure) => {
                self.open = None;
                step.say(Tone::Fault, |lang| lang.corrections_not_decided(&failure.text(lang)));
                if step.shows(Screen::Corrections) {
                    self.reload(step);
                }
            }
            News::Changed(_) | News::Acted(_) | News::Resync if step.is_read(Screen::Corrections) => {
                self.again_at.get_or_insert(step.at().saturating_add(GATHER));
            }
            _ => {}
        }
    }

    fn tick(&mut self, step: &mut Step<'_>) {
        if self.again_at.is_none_or(|at| at > step.at()) {
            return;
        }
        if step.is_read(Screen::Corrections) { self.reload(step) } else { self.again_at = None }
    }

    fn wake_at(&self, now: Duration) -> Option<Duration> {
        self.again_at.map(|at| at.max(now.saturating_add(Duration::from_millis(1))))
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        match command {
            Command::Refresh => self.reload(step),
            Command::Decide => {
                if let Some(one) = self.selected_correction() {
                    step.agree(Decide::on(one.clone()));
                }
            }
            command if self.open.is_some() => self.page_command(command, step),
            Command::Back | Command::Close => step.close(),
            Command::Open => self.open(),
            command => {
                let items = self.waiting.value.as_ref().map_or(&[][..], |waiting| &waiting.items);
                self.list.command(command, items, list_rows(step.size()));
            }
        }
    }

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        let nothing = command == Command::Decide && self.selected_correction().is_none();
        nothing.then(|| lang.corrections_none().to_owned())
    }

    fn text(&self, ui: Ui) -> Option<Text> {
        let (open, one) = self.opened()?;
        let lines = page::write(ui, one).iter().map(ToString::to_string).collect();
        Some(Text::of(lines, open.scroll, ui.page(), (0, 0)))
    }

    fn show_line(&mut self, line: usize, ui: Ui) {
        if let (Some(text), Some(open)) = (self.text(ui), &mut self.open) {
            open.scroll = text.first(line);
        }
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        self.list.keep(self.list.place(self.items()), list_rows(size));
    }
}
