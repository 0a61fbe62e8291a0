//! The working calendar: a year's days, what is odd in them, the versions, the send window and the tenants that differ.

use dondoc_shared::wire::calendar::{CalendarYear, DifferentCalendar, SendWindowVersion, SendWindows};

use crate::{
    app::{Model, Screen, Step, toast::Tone},
    keys::table::Command,
    net::{CalendarAnswer, CalendarCall, Call, Failure, Ticket},
    screens::overview,
    ui,
};

/// The years that may have a table.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

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
    /// The table that is shown.
    pub year: Option<Box<CalendarYear>>,
    /// The nation's send window.
    pub windows: Option<Box<SendWindows>>,
    /// The pane.
    pub pane: Pane,
    /// The row under the cursor.
    pub here: usize,
    /// First row shown.
    pub top: usize,
    /// The table that is waited for.
    pub waiting: Option<Ticket>,
    /// The window that is waited for.
    pub windows_waiting: Option<Ticket>,
    /// Why there is nothing newer.
    pub failure: Option<Failure>,
}

impl State {
    /// How many rows the pane has.
    pub fn count(&self) -> usize {
        let year = self.year.as_ref();
        match self.pane {
            Pane::Days => year.map_or(0, |year| year.days.len()),
            Pane::Remarks => year.map_or(0, |year| year.remarks.len()),
            Pane::Versions => year.map_or(0, |year| year.versions.len()),
            Pane::Windows => self.versions().len() + self.different().len(),
        }
    }

    /// The versions of the nation's send window.
    pub fn versions(&self) -> &[SendWindowVersion] {
        self.windows.as_ref().map_or(&[], |windows| &windows.versions)
    }

    /// The tenants that differ.
    pub fn different(&self) -> &[DifferentCalendar] {
        self.windows.as_ref().map_or(&[], |windows| &windows.different)
    }

    /// The tenant under the cursor, in the pane of the send window.
    pub fn tenant_here(&self) -> Option<&DifferentCalendar> {
        let place = self.here.checked_sub(self.versions().len()).filter(|_| self.pane == Pane::Windows)?;
        self.different().get(place)
    }

    /// The version under the cursor, in the pane of the versions.
    pub fn version_here(&self) -> Option<i32> {
        let year = self.year.as_ref().filter(|_| self.pane == Pane::Versions)?;
        year.versions.get(self.here).map(|version| version.version)
    }
}

/// Goes to the screen.
pub fn enter(model: &mut Model, step: &mut Step<'_>) {
    model.screen = Screen::Calendar;
    reload(model, step);
}

/// Fetches table and window again.
pub fn reload(model: &mut Model, step: &mut Step<'_>) {
    let today = model.now(step.env.at).map(|now| now.to_zoned(ui::zone()).year());
    let Some(year) = model.calendar.wanted.as_ref().map(|wanted| wanted.year).or(today) else { return };
    let wanted = model.calendar.wanted.clone().unwrap_or(Wanted { year, tenant: None, version: None });
    ask(model, step, wanted);
    model.calendar.windows_waiting = Some(step.ask(model, Call::Calendar(CalendarCall::Windows)));
}

fn ask(model: &mut Model, step: &mut Step<'_>, wanted: Wanted) {
    let Wanted { year, tenant, version } = wanted.clone();
    model.calendar.wanted = Some(wanted);
    let call = CalendarCall::Year { year, tenant, version };
    model.calendar.waiting = Some(step.ask(model, Call::Calendar(call)));
}

/// An answer. False if nobody waited for it.
pub fn arrived(
    model: &mut Model,
    step: &Step<'_>,
    ticket: Ticket,
    answer: Result<CalendarAnswer, Failure>,
) -> bool {
    let state = &mut model.calendar;
    let of_year = state.waiting.take_if(|awaited| *awaited == ticket).is_some();
    if !of_year && state.windows_waiting.take_if(|awaited| *awaited == ticket).is_none() {
        return false;
    }
    let failure = match (answer, of_year) {
        (Ok(CalendarAnswer::Year(year)), true) => {
            (state.year, state.failure) = (Some(year), None);
            None
        }
        (Ok(CalendarAnswer::Windows(windows)), false) => {
            state.windows = Some(windows);
            None
        }
        (Ok(_), _) => Some(Failure::Garbled),
        (Err(failure), _) => Some(failure),
    };
    if let Some(failure) = failure {
        let text = failure.text(model.lang);
        step.say(model, Tone::Fault, text);
        model.calendar.failure = Some(failure);
        // What is shown is what the next step starts from.
        if let Some(shown) = model.calendar.year.as_ref().filter(|_| of_year) {
            let (year, tenant, version) = (shown.year, shown.tenant.clone(), Some(shown.version));
            model.calendar.wanted = Some(Wanted { year, tenant, version });
        }
    }
    keep_in_view(model);
    true
}

/// A command.
pub fn command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    let state = &mut model.calendar;
    match command {
        Command::Refresh => return reload(model, step),
        Command::NextPane | Command::PreviousPane => {
            let by = if command == Command::NextPane { 1 } else { Pane::ALL.len() - 1 };
            (state.pane, state.here, state.top) = (state.pane.step(by), 0, 0);
            return;
        }
        Command::PreviousYear => return turn(model, step, -1),
        Command::NextYear => return turn(model, step, 1),
        Command::Open => return open(model, step),
        // First from an older version, then from a tenant's additions, then away.
        Command::Back => {
            let wanted =
                state.wanted.clone().filter(|wanted| wanted.version.is_some() || wanted.tenant.is_some());
            let Some(wanted) = wanted else { return overview::enter(model, step) };
            let tenant = wanted.tenant.filter(|_| wanted.version.is_some());
            state.here = 0;
            return ask(model, step, Wanted { year: wanted.year, tenant, version: None });
        }
        Command::Close => return overview::enter(model, step),
        _ => {}
    }
    let (here, last) = (state.here, state.count().saturating_sub(1));
    let half = (ui::calendar::list_rows(model.size) / 2).max(1);
    let to = match command {
        Command::Up => here.saturating_sub(1),
        Command::Down => here.saturating_add(1),
        Command::PageUp => here.saturating_sub(half),
        Command::PageDown => here.saturating_add(half),
        Command::Top => 0,
        Command::Bottom => last,
        _ => here,
    };
    state.here = to;
    keep_in_view(model);
}

/// The same table of another year, its newest version.
fn turn(model: &mut Model, step: &mut Step<'_>, years: i16) {
    let Some(wanted) = model.calendar.wanted.clone() else { return };
    let year = wanted.year.saturating_add(years);
    if YEARS.contains(&year) {
        model.calendar.here = 0;
        ask(model, step, Wanted { year, version: None, ..wanted });
    }
}

/// Shows the version under the cursor, or the additions of the tenant under it.
fn open(model: &mut Model, step: &mut Step<'_>) {
    let state = &mut model.calendar;
    let Some(wanted) = state.wanted.clone() else { return };
    let (version, tenant) = (state.version_here(), state.tenant_here().map(|one| one.tenant.slug.clone()));
    let wanted = match (version, tenant) {
        (Some(version), _) => {
            // The newest stays the newest when another is written.
            let newest = state.year.as_ref().and_then(|year| year.versions.first()).map(|one| one.version);
            Wanted { version: Some(version).filter(|version| Some(*version) != newest), ..wanted }
        }
        (None, Some(slug)) => Wanted { tenant: Some(slug), version: None, ..wanted },
        (None, None) => return,
    };
    (state.pane, state.here, state.top) = (Pane::Days, 0, 0);
    ask(model, step, wanted);
}

/// Scrolls so that the cursor's row is visible.
pub fn keep_in_view(model: &mut Model) {
    let rows = match model.calendar.pane {
        Pane::Remarks => ui::calendar::remark_rows(model.size),
        _ => ui::calendar::list_rows(model.size),
    };
    let (rows, state) = (rows.max(1), &mut model.calendar);
    state.here = state.here.min(state.count().saturating_sub(1));
    state.top = state.top.min(state.here).max((state.here + 1).saturating_sub(rows));
}
