//! The urges that were issued, newest first, and what became of those of the year, tenant by tenant.

mod one;
pub mod part;
mod view;

use dondoc_shared::{
    filter::MAX_CHARS,
    id::UrgeId,
    text::{Both, Lang},
    wire::{
        Page,
        urge::{UrgeRow, UrgeState, UrgeStatistics},
    },
};
use jiff::civil::{Date, date};
use tui_input::Input;

use self::{one::Opened, part::Part};
use crate::{
    dialog::form,
    keys::{Command, Key, Layer, Screen},
    net::{Call, Failure, UrgingCall},
    step::{
        Step, With,
        effect::Effect,
        read::Read,
        screen,
        toast::Tone,
        waiting::{Arrived, Waiting},
    },
    ui::{
        Ui, body_of,
        hits::Text,
        list::{Keyed, List},
        scroll::scrolled,
        time::date_of,
    },
};

/// The next page is asked for when the cursor is this near to the end.
const NEAR: usize = 20;
/// Rows above list or table: the panes, the head.
const ABOVE: usize = 2;

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The urges read so far.
    pub rows: Vec<UrgeRow>,
    /// The page that was read last, without its rows: where the next begins, how many there are, which day it is.
    pub page: Option<Page<()>>,
    /// The page that is waited for.
    waiting: Waiting<Page<UrgeRow>>,
    /// Does it begin the list anew?
    anew: bool,
    /// Which of them are wanted.
    pub wanted: Part,
    /// Which are here.
    shown: Part,
    /// The line in which a body is typed, while it is open.
    pub line: Option<Input>,
    /// Why it names no body.
    pub named: Option<Both>,
    /// The letter that is on its way, with the name under which it is kept.
    letter: Option<(String, Waiting<Vec<u8>>)>,
    /// Is every page wanted, until the last row is here?
    to_end: bool,
    /// Why there is nothing newer.
    pub failure: Option<Failure>,
    /// Where in the list one is.
    pub list: List<UrgeId>,
    /// Are the statistics shown rather than the list?
    pub counting: bool,
    /// The statistics of the year.
    pub statistics: Read<Box<UrgeStatistics>>,
    /// First line of them shown.
    pub scroll: usize,
    /// The urge that is read, whose line the cursor is on.
    pub open: Option<Opened>,
}

impl Keyed for UrgeRow {
    type Key = UrgeId;

    fn key(&self) -> UrgeId {
        self.id
    }
}

/// Rows of the list in a window of this size.
fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(ABOVE)
}

/// Lines of the statistics in a window of this size: the last row is the sum.
fn counted_rows(size: (u16, u16)) -> usize {
    list_rows(size).saturating_sub(1)
}

impl State {
    fn ask(&mut self, cursor: Option<String>, step: &mut Step<'_>) {
        self.anew = cursor.is_none();
        let tenant = self.wanted.of.as_ref().map(|body| body.slug.clone());
        self.waiting = step.ask(Call::Urges { state: self.wanted.state, tenant, cursor });
    }

    /// Wants another part of them.
    fn want(&mut self, part: Part, step: &mut Step<'_>) {
        self.wanted = part;
        self.ask(None, step);
    }

    /// The urge that is read, or else that under the cursor.
    fn here(&self) -> Option<&UrgeRow> {
        match &self.open {
            Some(one) => Some(one.line()),
            None => self.list.selected(&self.rows).filter(|_| !self.counting),
        }
    }

    /// Has its official letter kept in the current folder.
    fn save_letter(&mut self, step: &mut Step<'_>) {
        if self.letter.is_some() {
            return;
        }
        if let Some((id, name)) = self.here().map(|row| (row.id, letter_name(step.lang(), &row.number))) {
            self.letter = Some((name, step.ask(Call::Urging(UrgingCall::Letter(id)))));
        }
    }

    /// The letter, or why there is none.
    fn letter_arrived(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let Some(answer) = self.letter.as_mut().and_then(|(_, waiting)| waiting.take(arrived)) else {
            return;
        };
        match (self.letter.take(), answer) {
            (Some((name, _)), Ok(bytes)) => step.effect(Effect::Save { name, bytes }),
            (_, Err(failure)) => step.fault(&failure),
            (None, Ok(_)) => {}
        }
    }

    /// Asks for the next page where the cursor comes near to the end of what was read.
    fn more_if_near_end(&mut self, step: &mut Step<'_>) {
        let next = self.page.as_ref().and_then(|page| page.next.clone());
        self.to_end &= next.is_some();
        let near = self.list.place(&self.rows).saturating_add(NEAR) >= self.rows.len().saturating_sub(1);
        if !self.waiting.is_open() && next.is_some() && near {
            self.ask(next, step);
        }
    }

    /// Shows the urge under the cursor.
    fn read(&mut self, step: &mut Step<'_>) {
        if let Some(row) = self.list.selected(&self.rows) {
            self.open = Some(Opened::new(row.clone(), step));
        }
    }

    /// A command of the line: what names no body is not asked for.
    fn line_command(&mut self, command: Command, step: &mut Step<'_>) {
        match command {
            Command::Confirm => {
                let read =
                    self.line.as_ref().map(|line| part::read(line.value(), &step.common.known.tenants));
                if let Some(Ok(of)) = read {
                    self.line = None;
                    self.want(Part { state: self.wanted.state, of }, step);
                }
            }
            Command::Back => self.line = None,
            _ => {}
        }
    }

    /// A command of the page of an urge.
    fn one_command(&mut self, command: Command, step: &mut Step<'_>) {
        let ui = step.common.ui();
        let Some(one) = &mut self.open else { return };
        match command {
            Command::Back | Command::Close if one.alone => {
                self.open = None;
                step.close();
            }
            Command::Back | Command::Close => self.open = None,
            Command::Open => match one.assignments() {
                [] => {}
                [only] => {
                    step.go(Screen::Item, With::Assignment { id: only.id, code: only.code.clone() });
                }
                _ => {
                    let urged = if one.row.state.is_open() { " is:urged" } else { "" };
                    let filter = format!("tenant:{}{urged}", one.row.tenant.slug);
                    step.go(Screen::Backlog, With::Filter(filter));
                }
            },
            Command::NextItem | Command::PreviousItem => {
                let by = if command == Command::NextItem { Command::Down } else { Command::Up };
                let here = self.list.place(&self.rows);
                self.list.command(by, &self.rows, list_rows(step.size()));
                if self.list.place(&self.rows) == here {
                    return step.say_end(by == Command::Down);
                }
                self.more_if_near_end(step);
                self.read(step);
            }
            command => {
                let (length, page) = (one.document(ui).len(), ui.page());
                one.scroll = scrolled(one.scroll, command, length, page);
            }
        }
    }

    fn take(&mut self, page: Page<UrgeRow>) {
        let Page { items, next, total, at_least, today, now } = page;
        if self.anew {
            self.rows.clear();
            if self.shown != self.wanted {
                (self.shown, self.list) = (self.wanted.clone(), List::default());
            }
        }
        // A page may repeat an urge that moved meanwhile; each stands in the list once.
        for row in items {
            if !self.rows.iter().any(|known| known.id == row.id) {
                self.rows.push(row);
            }
        }
        self.failure = None;
        self.page = Some(Page { items: Vec::new(), next, total, at_least, today, now });
        if self.list.cursor.is_none_or(|id| !self.rows.iter().any(|row| row.id == id)) {
            self.list.cursor = self.rows.first().map(|row| row.id);
        }
    }
}

/// The name under which the letter of an urge is kept: its number, of letters and digits alone.
fn letter_name(lang: Lang, number: &str) -> String {
    let safe = |c: char| if c.is_alphanumeric() { c } else { '-' };
    format!("{}-{}.docx", lang.desk_letter_name(), number.chars().map(safe).take(40).collect::<String>())
}

const PAGE: Layer = Layer::page(
    Screen::Urges,
    "urges",
    &[
        Command::Open,
        Command::SaveLetter,
        Command::Left,
        Command::Right,
        Command::NextPane,
        Command::PreviousPane,
        Command::Filter,
    ],
)
.explained(&[Lang::desk_urges_help]);
/// The line in which a body is typed.
const LINE: Layer = Layer::typed("filter of urges", &[Command::Confirm]).explained(&[Lang::desk_urges_help]);
/// What was asked and answered.
const ONE: Layer = Layer::page(
    Screen::Urges,
    "urge that was issued",
    &[Command::Open, Command::SaveLetter, Command::NextItem, Command::PreviousItem, Command::Search],
)
.explained(&[Lang::desk_urges_help]);

/// The same of one that another screen led to, with no list behind it.
const ALONE: Layer =
    Layer::page(Screen::Urges, "urge of a tenant", &[Command::Open, Command::SaveLetter, Command::Search])
        .explained(&[Lang::desk_urges_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[PAGE, LINE, ONE, ALONE];

    fn layer(&self) -> Layer {
        match &self.open {
            Some(one) if one.alone => ALONE,
            Some(_) => ONE,
            None if self.line.is_some() => LINE,
            None => PAGE,
        }
    }

    fn tab(&self, lang: Lang) -> String {
        lang.desk_tab_urges().to_owned()
    }

    /// List, and the statistics of the year so far.
    fn reload(&mut self, step: &mut Step<'_>) {
        if let Some(one) = &mut self.open {
            return one.ask(step);
        }
        self.ask(None, step);
        if let Some(to) = step.now().map(date_of) {
            let from = date(to.year(), 1, 1);
            self.statistics.ask(Call::UrgeStatistics { from, to }, step);
        }
    }

    /// Whoever comes by its keys wants the list.
    fn enter(&mut self, with: With, step: &mut Step<'_>) {
        (self.open, self.wanted, self.line) = (None, Part::default(), None);
        match with {
            With::Issued(row) => self.open = Some(Opened { alone: true, ..Opened::new(*row, step) }),
            _ => self.reload(step),
        }
    }

    /// Whoever comes back from an item reads on where they were.
    fn back(&mut self, step: &mut Step<'_>) {
        self.reload(step);
    }

    fn has_failed(&self) -> bool {
        self.open.as_ref().is_some_and(|one| one.detail.has_failed())
            || self.failure.is_some()
            || self.statistics.has_failed()
    }

    fn is_blank(&self) -> bool {
        let are_others = self.page.is_none() || self.shown != self.wanted;
        if self.counting { self.statistics.is_blank() } else { are_others && self.waiting.is_open() }
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        self.letter_arrived(arrived, step);
        if let Some(outcome) = self.open.as_mut().and_then(|one| one.detail.take(arrived)) {
            step.heed(&outcome);
        }
        if let Some(outcome) = self.statistics.take(arrived) {
            step.heed(&outcome);
        }
        match self.waiting.take(arrived) {
            None => {}
            Some(Ok(page)) => {
                self.take(page);
                if self.to_end {
                    self.list.command(Command::Bottom, &self.rows, list_rows(step.size()));
                    self.more_if_near_end(step);
                }
            }
            Some(Err(failure)) => {
                self.to_end = false;
                step.fault(&failure);
                self.wanted = self.shown.clone();
                self.failure = Some(failure);
            }
        }
        self.keep_in_view(step.size());
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        let size = step.size();
        // Whoever does something else no longer goes to the end.
        let going = std::mem::replace(&mut self.to_end, command == Command::Bottom && !self.counting);
        match command {
            command if self.line.is_some() => self.line_command(command, step),
            Command::Filter => (self.line, self.named) = (Some(Input::new(self.wanted.typed())), None),
            Command::Refresh => self.reload(step),
            Command::SaveLetter => self.save_letter(step),
            command if self.open.is_some() => self.one_command(command, step),
            Command::Back if going => {}
            Command::Back if self.wanted != Part::default() && !self.counting => {
                self.want(Part::default(), step);
            }
            Command::Back | Command::Close => step.close(),
            Command::NextPane | Command::PreviousPane => self.counting = !self.counting,
            command if self.counting => {
                let length = self.statistics.value.as_ref().map_or(0, |counts| counts.tenants.len());
                self.scroll = scrolled(self.scroll, command, length, counted_rows(size));
            }
            Command::Open => self.read(step),
            Command::Left | Command::Right => {
                self.want(self.wanted.turned(command == Command::Right), step);
            }
            command => {
                if self.list.command(command, &self.rows, list_rows(size)) {
                    self.more_if_near_end(step);
                }
            }
        }
    }

    fn edit(&mut self, key: Key, step: &mut Step<'_>) {
        if let Some(line) = &mut self.line {
            form::type_key(line, key, MAX_CHARS);
            self.named = part::read(line.value(), &step.common.known.tenants).err();
        }
    }

    fn paste(&mut self, text: &str, step: &mut Step<'_>) -> bool {
        let Some(line) = &mut self.line else { return false };
        if let Err(long) = form::insert(line, text.trim(), MAX_CHARS, false) {
            step.say(Tone::Note, |lang| long.text(lang));
        }
        self.named = part::read(line.value(), &step.common.known.tenants).err();
        true
    }

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        let here = || self.here().map(|row| row.state);
        match command {
            Command::Open | Command::Filter if self.counting && self.open.is_none() => {
                Some(lang.tui_nothing_selected().to_owned())
            }
            Command::SaveLetter if here().is_none() => Some(lang.tui_nothing_selected().to_owned()),
            Command::SaveLetter if here() == Some(UrgeState::Withdrawn) => {
                Some(lang.desk_letter_withdrawn().to_owned())
            }
            _ => None,
        }
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
        self.list.keep_in_view(&self.rows, list_rows(size));
    }

    fn today(&self, _: Ui) -> Option<Date> {
        self.page.as_ref().map(|page| page.today)
    }
}
