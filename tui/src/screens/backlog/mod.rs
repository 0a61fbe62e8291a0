//! The backlog: pages of the server's list in urgency order. Rows change in place when something happens; their
//! order is frozen until the person asks for it (`R`). The cursor is an id, so no change can move it to another row.

pub mod live;
mod pages;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    time::Duration,
};

use dondoc_shared::{
    error::ErrorCode,
    filter::{Filter, FilterError},
    id::AssignmentId,
    role::Permission,
    wire::assignment::AssignmentRow,
};
use jiff::civil::Date;
use tui_input::Input;

use crate::{
    app::{Model, Screen, Step, toast::Tone},
    dialog::form,
    keys::{Key, table::Command},
    net::{Failure, Ticket},
    screens::{item, overview},
    ui,
};

pub use live::{changed, resync, row_arrived, tick};
pub use pages::{arrived, reload};

/// The state of the list.
#[derive(Debug, Default)]
pub struct State {
    /// The filter in force, as typed.
    pub filter: String,
    /// The filter line, while it is open.
    pub line: Option<Input>,
    /// What was typed in the filter line without being applied.
    draft: Option<String>,
    /// The rows so far, in the order of the list as it was when it was asked for.
    pub rows: Vec<AssignmentRow>,
    places: HashMap<AssignmentId, usize>,
    /// The row that the person is on.
    pub cursor: Option<AssignmentId>,
    /// First row shown.
    pub top: usize,
    next: Option<String>,
    /// How many rows the whole list has.
    pub total: Option<i64>,
    /// Is that only a lower bound?
    pub at_least: bool,
    /// The date for which lateness was judged.
    pub today: Option<Date>,
    /// The page that is waited for.
    pub loading: Option<Ticket>,
    /// Pages of a new list, until there are enough of them to take the place of the old one.
    incoming: Option<Vec<AssignmentRow>>,
    /// Why the last page did not come.
    pub failure: Option<Failure>,
    /// Rows that changed lately, and until when they are marked.
    pub marked: HashMap<AssignmentId, Duration>,
    /// Changes that a new list would show: rows that moved or left, and rows elsewhere.
    pub moved: BTreeSet<AssignmentId>,
    /// Rows to be fetched again.
    dirty: BTreeSet<AssignmentId>,
    refetch_at: Option<Duration>,
    fetching: BTreeMap<Ticket, AssignmentId>,
}

impl State {
    /// Has no list been asked for yet?
    pub fn is_untouched(&self) -> bool {
        self.total.is_none() && self.loading.is_none()
    }

    /// The row with this id.
    pub fn row(&self, id: AssignmentId) -> Option<&AssignmentRow> {
        self.rows.get(self.place(id)?)
    }

    /// Where in the list this id stands.
    pub fn place(&self, id: AssignmentId) -> Option<usize> {
        self.places.get(&id).copied()
    }

    /// Where in the list the cursor stands.
    pub fn cursor_place(&self) -> Option<usize> {
        self.place(self.cursor?)
    }

    /// The text in the filter line, read; none while the line is closed.
    pub fn reading(&self) -> Option<Result<Filter, FilterError>> {
        self.line.as_ref().map(|line| Filter::parse(line.value()))
    }

    /// See [`Model::wake_at`].
    pub fn wake_at(&self, now: Duration) -> Option<Duration> {
        let soon = now.saturating_add(Duration::from_millis(1));
        let marks = self.marked.values().min().map(|until| (*until).max(soon));
        let refetch = self.refetch_at.map(|at| at.max(soon));
        marks.into_iter().chain(refetch).min()
    }

    fn replace_rows(&mut self, rows: Vec<AssignmentRow>) {
        self.rows = rows;
        self.places = self.rows.iter().enumerate().map(|(place, row)| (row.id, place)).collect();
    }
}

/// Goes to the backlog; the list is asked for the first time only.
pub fn enter(model: &mut Model, step: &mut Step<'_>) {
    model.screen = Screen::Backlog;
    if model.backlog.is_untouched() {
        reload(model, step);
    }
}

/// Goes to the backlog with this filter.
pub fn show(model: &mut Model, step: &mut Step<'_>, filter: &str) {
    if !model.may(Permission::ReadAssignments) {
        let text = ErrorCode::NotPermitted.message(model.lang);
        step.say(model, Tone::Note, text);
        return;
    }
    model.screen = Screen::Backlog;
    if model.backlog.filter != filter || model.backlog.is_untouched() {
        apply(model, step, filter.to_owned());
    }
}

fn apply(model: &mut Model, step: &mut Step<'_>, filter: String) {
    let list = &mut model.backlog;
    list.filter = filter;
    list.draft = None;
    // Rows that another filter found must not stand under this one.
    list.replace_rows(Vec::new());
    list.cursor = None;
    list.top = 0;
    list.total = None;
    reload(model, step);
}

/// A command of the list.
pub fn command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    match command {
        Command::Filter => open_line(model),
        Command::Refresh => reload(model, step),
        Command::Open => {
            let found = model.backlog.cursor.and_then(|id| model.backlog.row(id));
            if let Some((id, code)) = found.map(|row| (row.id, row.code.clone())) {
                item::open(model, step, id, code);
            }
        }
        Command::Back if !model.backlog.filter.is_empty() => apply(model, step, String::new()),
        Command::Back | Command::Close => overview::enter(model, step),
        command => move_cursor(model, step, command),
    }
}

fn move_cursor(model: &mut Model, step: &mut Step<'_>, command: Command) {
    let list = &mut model.backlog;
    let Some(last) = list.rows.len().checked_sub(1) else { return };
    let here = list.cursor_place().unwrap_or(0);
    let half = (ui::backlog::list_rows(model.size) / 2).max(1);
    let to = match command {
        Command::Up => here.saturating_sub(1),
        Command::Down => here.saturating_add(1),
        Command::PageUp => here.saturating_sub(half),
        Command::PageDown => here.saturating_add(half),
        Command::Top => 0,
        Command::Bottom => last,
        _ => return,
    };
    list.cursor = list.rows.get(to.min(last)).map(|row| row.id);
    keep_in_view(model);
    pages::more_if_near_end(model, step);
}

/// Moves the cursor by one row and says where it is then; none at either end.
pub fn step_cursor(model: &mut Model, step: &mut Step<'_>, forward: bool) -> Option<(AssignmentId, String)> {
    let here = model.backlog.cursor_place()?;
    let to = if forward { here.checked_add(1) } else { here.checked_sub(1) }?;
    let (id, code) = model.backlog.rows.get(to).map(|row| (row.id, row.code.clone()))?;
    model.backlog.cursor = Some(id);
    keep_in_view(model);
    pages::more_if_near_end(model, step);
    Some((id, code))
}

/// Scrolls so that the cursor's row is visible.
pub fn keep_in_view(model: &mut Model) {
    let rows = ui::backlog::list_rows(model.size).max(1);
    let list = &mut model.backlog;
    let here = list.cursor_place().unwrap_or(0);
    list.top = list.top.min(here).max((here + 1).saturating_sub(rows));
}

/// Opens the filter line with what was typed last, or with the filter in force.
pub fn open_line(model: &mut Model) {
    let list = &mut model.backlog;
    let text = list.draft.take().unwrap_or_else(|| list.filter.clone());
    list.line = Some(Input::new(text));
}

/// A key in the filter line.
pub fn edit(model: &mut Model, key: Key) {
    if let Some(line) = &mut model.backlog.line {
        form::type_key(line, key, dondoc_shared::filter::MAX_CHARS);
    }
}

/// Text pasted into the filter line.
pub fn paste(model: &mut Model, text: &str) {
    if let Some(line) = &mut model.backlog.line {
        form::insert(line, text, dondoc_shared::filter::MAX_CHARS, false);
    }
}

/// A command of the filter line: a filter that does not parse is not applied.
pub fn filter_command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    match command {
        Command::Confirm => {
            if matches!(model.backlog.reading(), Some(Ok(_)))
                && let Some(line) = model.backlog.line.take()
            {
                apply(model, step, line.value().trim().to_owned());
            }
        }
        Command::Back => {
            let line = model.backlog.line.take();
            model.backlog.draft = line.map(|line| line.value().to_owned());
        }
        _ => {}
    }
}
