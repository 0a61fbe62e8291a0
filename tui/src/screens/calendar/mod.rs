//! The working calendar: a year's days, what is odd in them, the versions, the send window and the tenants that differ. A lead
//! changes days and windows from here.

mod view;

use dondoc_shared::{
    text::{Both, Lang},
    wire::{
        TenantRef,
        calendar::{CalendarDay, CalendarYear, DifferentCalendar, SendWindowVersion, SendWindows},
    },
};

use crate::{
    dialog::agree::calendar::{Table, day::WriteDay, remove::RemoveDay, window::Window},
    keys::{Command, Key, Layer, Screen},
    net::{CalendarCall, Call},
    step::{
        News, Step,
        read::Read,
        screen,
        waiting::{Arrived, Waiting},
    },
    ui::{
        body_of,
        list::{List, moved},
        time::date_of,
    },
};

/// The years that may have a table.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;
/// Rows above a list: which table, window and lunar check, the panes, the head of the table.
const ABOVE: usize = 4;

/// What is shown below the head.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pane {
    /// The days that are not as their weekday is.
    #[default]
    Days,
    /// What is worth a look.
    Remarks,
    /// The versions of the year.
    Versions,
    /// The send window, and the tenants that differ.
    Windows,
}

impl Pane {
    /// In the order of Tab.
    pub const ALL: [Self; 4] = [Self::Days, Self::Remarks, Self::Versions, Self::Windows];

    fn step(self, by: usize) -> Self {
        let here = Self::ALL.iter().position(|pane| *pane == self).unwrap_or(0);
        Self::ALL.get((here + by) % Self::ALL.len()).copied().unwrap_or_default()
    }
}

/// Which table is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The year.
    pub year: i16,
    /// Slug of a tenant; none: the nation.
    pub tenant: Option<String>,
    /// A version; the newest where none is given.
    pub version: Option<i32>,
}

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// Which table is wanted.
    pub wanted: Option<Wanted>,
    /// The table of the year.
    pub year: Read<Box<CalendarYear>>,
    /// The nation's send window.
    pub windows: Read<Box<SendWindows>>,
    /// The list that is shown.
    pub pane: Pane,
    /// Where in its rows one is, by place: the rows of a table do not move.
    pub list: List<usize>,
    /// The window of a tenant, while it is read to be changed, and whose it is.
    changing: Option<(TenantRef, Waiting<Box<SendWindows>>)>,
}

/// Rows of a list in a window of this size.
fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(ABOVE)
}

impl State {
    /// The row under the cursor.
    fn here(&self) -> usize {
        self.list.cursor.unwrap_or(0)
    }

    /// How many rows the pane has.
    fn count(&self) -> usize {
        let year = self.year.value.as_ref();
        match self.pane {
            Pane::Days => year.map_or(0, |year| year.days.len()),
            Pane::Remarks => year.map_or(0, |year| year.remarks.len()),
            Pane::Versions => year.map_or(0, |year| year.versions.len()),
            Pane::Windows => self.versions().len() + self.different().len(),
        }
    }

    /// Rows of the pane in a window of this size; what is worth a look takes up to three lines each.
    fn rows(&self, size: (u16, u16)) -> usize {
        if self.pane == Pane::Remarks { list_rows(size) / 3 } else { list_rows(size) }
    }

    /// The versions of the nation's send window.
    fn versions(&self) -> &[SendWindowVersion] {
        self.windows.value.as_ref().map_or(&[], |windows| &windows.versions)
    }

    /// The tenants that differ.
    fn different(&self) -> &[DifferentCalendar] {
        self.windows.value.as_ref().map_or(&[], |windows| &windows.different)
    }

    /// The tenant under the cursor, in the pane of the send window.
    fn tenant_here(&self) -> Option<&DifferentCalendar> {
        let place = self.here().checked_sub(self.versions().len()).filter(|_| self.pane == Pane::Windows)?;
        self.different().get(place)
    }

    /// The version under the cursor, in the pane of the versions.
    fn version_here(&self) -> Option<i32> {
        let year = self.year.value.as_ref().filter(|_| self.pane == Pane::Versions)?;
        year.versions.get(self.here()).map(|version| version.version)
    }

    /// The day under the cursor, in the pane of the days.
    fn day_here(&self) -> Option<&CalendarDay> {
        self.year.value.as_ref().filter(|_| self.pane == Pane::Days)?.days.get(self.here())
    }

    /// Whose table it is, by name where the tenant is known.
    fn whose(&self, lang: Lang, year: &CalendarYear) -> String {
        let Some(slug) = &year.tenant else { return lang.almanac_nation().to_owned() };
        let named = self.different().iter().find(|one| one.tenant.slug == *slug);
        named.map_or(slug.as_str(), |one| lang.pick(&one.tenant.name_vi, &one.tenant.name_en)).to_owned()
    }

    /// The table that is shown, if it is the newest.
    fn table(&self) -> Option<Table> {
        let year = self.year.value.as_ref()?;
        let newest = year.versions.first().map_or(0, |version| version.version);
        let whose = Both::new(|lang| self.whose(lang, year));
        (year.version == newest).then(|| Table { year: year.clone(), whose })
    }

    /// Begins an act on the table that is shown.
    fn change_table(&self, command: Command, step: &mut Step<'_>) {
        match (command, self.table(), self.day_here().cloned()) {
            (Command::AddDay, Some(table), _) => step.agree(WriteDay::add(table)),
            (Command::ChangeDay, Some(table), Some(row)) => step.agree(WriteDay::change(table, row)),
            (Command::RemoveDay, Some(table), Some(row)) => step.agree(RemoveDay { table, row }),
            _ => {}
        }
    }

    /// Begins to change the window under the cursor; that of a tenant is read first.
    fn change_window(&mut self, step: &mut Step<'_>) {
        if let Some(tenant) = self.tenant_here().map(|one| one.tenant.clone()) {
            let call = Call::Calendar(CalendarCall::Window(tenant.slug.clone()));
            self.changing = Some((tenant, step.ask(call)));
        } else if let Some(of) = self.windows.value.clone() {
            step.agree(Window { of, whose: Both::new(|lang| lang.almanac_nation().to_owned()) });
        }
    }

    /// The window of a tenant is here: it can be changed, unless whoever wanted that has gone on to something else.
    fn window_read(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let Some((_, waiting)) = &mut self.changing else { return };
        let Some(outcome) = waiting.take(arrived) else { return };
        let Some((tenant, _)) = self.changing.take() else { return };
        match outcome {
            Ok(of) if step.is_read(Screen::Calendar) && step.common.overlay.is_none() => {
                let whose = Both::new(|lang| lang.pick(&tenant.name_vi, &tenant.name_en).to_owned());
                step.agree(Window { of, whose });
            }
            Ok(_) => {}
            Err(failure) => step.fault(&failure),
        }
    }

    fn ask(&mut self, wanted: Wanted, step: &mut Step<'_>) {
        let Wanted { year, tenant, version } = wanted.clone();
        self.wanted = Some(wanted);
        self.year.ask(Call::Calendar(CalendarCall::Year { year, tenant, version }), step);
    }

    fn turn_to(&mut self, pane: Pane) {
        (self.pane, self.list) = (pane, List::default());
    }

    /// The same table of another year, its newest version.
    fn turn(&mut self, years: i16, step: &mut Step<'_>) {
        let Some(wanted) = self.wanted.clone() else { return };
        let year = wanted.year.saturating_add(years);
        if YEARS.contains(&year) {
            self.list.cursor = None;
            self.ask(Wanted { year, version: None, ..wanted }, step);
        }
    }

    /// Shows the version under the cursor, or the additions of the tenant under it.
    fn open(&mut self, step: &mut Step<'_>) {
        let Some(wanted) = self.wanted.clone() else { return };
        let tenant = self.tenant_here().map(|one| one.tenant.slug.clone());
        let wanted = match (self.version_here(), tenant) {
            (Some(version), _) => {
                // The newest stays the newest when another is written.
                let newest = self.year.value.as_ref().and_then(|year| year.versions.first());
                let newest = newest.map(|one| one.version);
                Wanted { version: Some(version).filter(|version| Some(*version) != newest), ..wanted }
            }
            (None, Some(slug)) => Wanted { tenant: Some(slug), version: None, ..wanted },
            (None, None) => return,
        };
        self.turn_to(Pane::Days);
        self.ask(wanted, step);
    }

    /// First from an older version, then from a tenant's additions, then away.
    fn back(&mut self, step: &mut Step<'_>) {
        let special = |wanted: &Wanted| wanted.version.is_some() || wanted.tenant.is_some();
        let Some(wanted) = self.wanted.clone().filter(special) else { return step.close() };
        let tenant = wanted.tenant.filter(|_| wanted.version.is_some());
        self.list.cursor = None;
        self.ask(Wanted { year: wanted.year, tenant, version: None }, step);
    }
}

const DAYS: Layer = Layer::page(
    Screen::Calendar,
    "calendar",
    &[
        Command::AddDay,
        Command::ChangeDay,
        Command::RemoveDay,
        Command::NextPane,
        Command::PreviousPane,
        Command::PreviousYear,
        Command::NextYear,
    ],
)
.explained(&[Lang::almanac_help]);
const REMARKS: Layer = Layer::page(
    Screen::Calendar,
    "remarks on the calendar",
    &[Command::NextPane, Command::PreviousPane, Command::PreviousYear, Command::NextYear],
)
.explained(&[Lang::almanac_help]);
const WINDOWS: Layer = Layer::page(
    Screen::Calendar,
    "send windows",
    &[
        Command::Open,
        Command::ChangeWindow,
        Command::NextPane,
        Command::PreviousPane,
        Command::PreviousYear,
        Command::NextYear,
    ],
)
.explained(&[Lang::almanac_help]);
const VERSIONS: Layer = Layer::page(
    Screen::Calendar,
    "versions of the calendar",
    &[Command::Open, Command::NextPane, Command::PreviousPane, Command::PreviousYear, Command::NextYear],
)
.explained(&[Lang::almanac_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[DAYS, REMARKS, VERSIONS, WINDOWS];

    fn layer(&self) -> Layer {
        match self.pane {
            Pane::Days => DAYS,
            Pane::Remarks => REMARKS,
            Pane::Versions => VERSIONS,
            Pane::Windows => WINDOWS,
        }
    }

    fn tab(&self, lang: Lang) -> String {
        lang.almanac_tab().to_owned()
    }

    fn reload(&mut self, step: &mut Step<'_>) {
        let this_year = step.now().map(|now| date_of(now).year());
        let begin = || this_year.map(|year| Wanted { year, tenant: None, version: None });
        let Some(wanted) = self.wanted.clone().or_else(begin) else { return };
        self.ask(wanted, step);
        self.windows.ask(Call::Calendar(CalendarCall::Windows), step);
    }

    fn has_failed(&self) -> bool {
        self.year.has_failed() || self.windows.has_failed()
    }

    fn is_blank(&self) -> bool {
        self.year.is_blank()
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        self.window_read(arrived, step);
        if let Some(outcome) = self.windows.take(arrived) {
            step.heed(&outcome);
        }
        if let Some(outcome) = self.year.take(arrived) {
            step.heed(&outcome);
            // What is shown is what the next step starts from.
            if let Some(shown) = self.year.value.as_ref().filter(|_| outcome.is_err()) {
                let (year, tenant, version) = (shown.year, shown.tenant.clone(), Some(shown.version));
                self.wanted = Some(Wanted { year, tenant, version });
            }
        }
        self.keep_in_view(step.size());
    }

    /// A table or window was written, here or by somebody who was faster. What was written here counts at once for what is shown.
    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        if matches!(news, News::SettingWritten) && step.is_read(Screen::Calendar) {
            self.reload(step);
        }
    }

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        if command == Command::Open && self.version_here().is_none() && self.tenant_here().is_none() {
            return Some(lang.tui_nothing_selected().to_owned());
        }
        if !matches!(command, Command::AddDay | Command::ChangeDay | Command::RemoveDay) {
            return None;
        }
        let Some(year) = &self.year.value else { return Some(lang.tui_nothing_selected().to_owned()) };
        let Some(table) = self.table() else { return Some(lang.almanac_only_newest().to_owned()) };
        let last = jiff::civil::Date::new(year.year, 12, 31).ok()?;
        if !table.is_changeable(last) {
            return Some(lang.almanac_changeable(year.changeable_from));
        }
        match (command, self.day_here()) {
            (Command::AddDay, _) => None,
            (_, None) => Some(lang.tui_nothing_selected().to_owned()),
            (Command::RemoveDay, Some(row)) if !table.is_changeable(row.day) => {
                Some(lang.almanac_changeable(year.changeable_from))
            }
            (_, Some(_)) => None,
        }
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        match command {
            Command::AddDay | Command::ChangeDay | Command::RemoveDay => self.change_table(command, step),
            Command::ChangeWindow => self.change_window(step),
            Command::Refresh => self.reload(step),
            Command::NextPane => self.turn_to(self.pane.step(1)),
            Command::PreviousPane => self.turn_to(self.pane.step(Pane::ALL.len() - 1)),
            Command::PreviousYear => self.turn(-1, step),
            Command::NextYear => self.turn(1, step),
            Command::Open => self.open(step),
            Command::Back if self.changing.take().is_some() => {}
            Command::Back => self.back(step),
            Command::Close => step.close(),
            command => {
                let to = moved(command, self.here(), self.count(), list_rows(step.size()));
                self.list.cursor = to.or(self.list.cursor);
                self.keep_in_view(step.size());
            }
        }
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        let here = self.here().min(self.count().saturating_sub(1));
        self.list.cursor = Some(here);
        self.list.keep(here, self.rows(size));
    }
}
