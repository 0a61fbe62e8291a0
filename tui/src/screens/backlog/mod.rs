//! A list of assignments, which the backlog is and each queue of decisions: pages of the server's list in urgency order. Rows
//! change in place when something happens; their order is frozen until the person asks for it (`R`). The cursor is an id, so no
//! change can move it to another row.

mod choosing;
mod chosen;
pub mod columns;
mod exported;
mod exporting;
mod filter_line;
mod handled;
pub mod listed;
mod live;
mod marks;
mod onward;
mod pages;
mod preview;
mod previewing;
pub mod snoozed;
mod typing;
mod view;
mod wanted;

use std::{
    collections::{BTreeSet, HashMap},
    marker::PhantomData,
    time::Duration,
};

use dondoc_shared::{
    id::AssignmentId,
    text::Lang,
    wire::{
        Page, TenantRef,
        assignment::{AssignmentDetail, AssignmentRow, Event, Queue},
    },
};
use jiff::civil::Date;

use self::{
    chosen::Chosen,
    exported::Exporting,
    filter_line::{FilterLine, History},
    listed::{Everything, whole},
    preview::Preview,
    snoozed::LeftOut,
    wanted::Wanted,
};
pub use self::{columns::Line, listed::Listed};
use crate::{
    keys::{Command, Key, Layer, Screen},
    net::Failure,
    step::{
        At, News, Step, With,
        handled::Target,
        screen::{self, Screen as _},
        waiting::{Arrived, Waiting},
    },
    ui::{
        Ui, body_of,
        list::{List, moved},
    },
};

/// The state of the list.
#[derive(Debug, Default)]
pub struct State<L = Everything> {
    /// The filter in force, as typed.
    pub filter: String,
    /// The filter line, while it is open.
    pub line: Option<FilterLine>,
    /// The filter whose rows are asked for; those of the one in force stay until they are here.
    pub wanted: Option<String>,
    /// The filter that the screen was opened with: what Esc leads back to, before it leads away.
    home: String,
    /// What was typed or in force before: ↑ brings it back.
    history: History,
    /// Was the language changed since the rows were read?
    is_stale: bool,
    /// The rows so far, in the order of the list as it was when it was asked for.
    pub rows: Vec<AssignmentRow>,
    places: HashMap<AssignmentId, usize>,
    /// The row that the person is on.
    pub list: List<AssignmentId>,
    next: Option<String>,
    /// How many rows the whole list has.
    pub total: Option<i64>,
    /// Is that only a lower bound?
    pub at_least: bool,
    /// What has been put off and is not among them.
    left_out: LeftOut,
    /// The date for which lateness was judged.
    pub today: Option<Date>,
    /// The page that is waited for.
    loading: Waiting<Page<AssignmentRow>>,
    /// Pages of a new list, until there are enough of them to take the place of the old one.
    incoming: Option<Vec<AssignmentRow>>,
    /// Is every page wanted, until the last row is here?
    to_end: bool,
    /// The row that the cursor is to be on in it.
    sought: Option<AssignmentId>,
    /// Why the last page did not come.
    pub failure: Option<Failure>,
    /// Rows that changed lately, and until when they are marked.
    pub marked: HashMap<AssignmentId, Duration>,
    /// Rows that are chosen to be acted upon together.
    chosen: Chosen,
    /// Changes that a new list would show: rows that moved or left, and rows that would come.
    pub moved: BTreeSet<AssignmentId>,
    /// Rows to be fetched again.
    dirty: BTreeSet<AssignmentId>,
    /// Rows that have left the queue that this list is, although they stand in it until it is read anew.
    left: BTreeSet<AssignmentId>,
    /// What was decided on rows that no longer wait.
    decided: HashMap<AssignmentId, Event>,
    /// The row that was acted upon here, until it is known what has become of it.
    acted: Option<AssignmentId>,
    refetch_at: Option<Duration>,
    fetching: Vec<Waiting<Box<AssignmentDetail>>>,
    /// What is known of the row under the cursor, beside the list.
    preview: Preview,
    /// The column under the cursor, while columns are chosen.
    choosing: Option<usize>,
    wanted_columns: Wanted,
    /// The list on its way into a file.
    exporting: Option<Exporting>,
    of: PhantomData<L>,
}

/// Lines below the table: a rule, and the row under the cursor in full.
fn strip_rows(height: u16) -> usize {
    if height >= 14 { 3 } else { 2 }
}

/// Rows of the table in a window of this size.
fn list_rows(size: (u16, u16)) -> usize {
    let body = body_of(size);
    usize::from(body.height).saturating_sub(1 + strip_rows(body.height))
}

impl<L: Listed> State<L> {
    /// Has no list been asked for yet?
    fn is_untouched(&self) -> bool {
        self.total.is_none() && !self.loading.is_open()
    }

    /// The row under the cursor.
    fn row_here(&self) -> Option<&AssignmentRow> {
        self.rows.get(self.cursor_place()?)
    }

    /// Where in the list this id stands.
    fn place(&self, id: AssignmentId) -> Option<usize> {
        self.places.get(&id).copied()
    }

    /// Where in the list the cursor stands.
    fn cursor_place(&self) -> Option<usize> {
        self.place(self.list.cursor?)
    }

    fn replace_rows(&mut self, rows: Vec<AssignmentRow>) {
        self.rows = rows;
        self.places = self.rows.iter().enumerate().map(|(place, row)| (row.id, place)).collect();
    }

    fn apply(&mut self, filter: String, step: &mut Step<'_>) {
        self.history.keep(self.filter.clone());
        (self.wanted, self.sought) = (Some(filter), None);
        self.reload(step);
    }

    /// The filter whose rows are here or on their way.
    fn wanted_or_in_force(&self) -> &String {
        self.wanted.as_ref().unwrap_or(&self.filter)
    }

    /// Stays with the filter in force.
    fn stop(&mut self) {
        (self.loading, self.incoming) = (Waiting::default(), None);
        (self.sought, self.to_end) = (None, false);
        if let Some(wanted) = self.wanted.take() {
            self.history.keep(wanted);
        }
    }

    /// Puts the cursor on a row, and asks for more of them near the end.
    fn go_to(&mut self, place: usize, step: &mut Step<'_>) {
        self.list.cursor = self.rows.get(place).map(|row| row.id);
        self.preview.moved(step);
        self.keep_in_view(step.size());
        self.more_if_near_end(step);
    }

    /// Somebody comes by keys or by a figure: a queue is read anew, so that what was decided elsewhere has left it.
    fn come(&mut self, step: &mut Step<'_>) {
        if L::QUEUE.is_some() { self.reload(step) } else { self.back(step) }
    }

    /// Shows the row under the cursor, or its evidence.
    fn open(&self, evidence: bool, step: &mut Step<'_>) {
        let Some(row) = self.row_here() else { return };
        let (id, code) = (row.id, row.code.clone());
        let with = if evidence { With::Evidence { id, code } } else { With::Assignment { id, code } };
        step.go(Screen::Item, with);
    }
}

impl<L: Listed> screen::Screen for State<L> {
    const LAYERS: &'static [Layer] = &[L::PAGE, L::LINE, L::COLUMNS];

    fn layer(&self) -> Layer {
        match (&self.line, self.choosing) {
            (Some(_), _) => L::LINE,
            (None, Some(_)) => L::COLUMNS,
            (None, None) => L::PAGE,
        }
    }

    fn tab(&self, lang: Lang) -> String {
        L::tab(lang).to_owned()
    }

    /// The backlog is asked for the first time only, or if another filter is wanted.
    fn enter(&mut self, with: With, step: &mut Step<'_>) {
        self.home = String::new();
        match with {
            With::Filter(filter) => {
                self.home.clone_from(&filter);
                if self.filter != filter {
                    return self.apply(filter, step);
                }
                // The rows of another filter, still on their way, would take the place of those that are here.
                if self.wanted.is_some() {
                    self.stop();
                }
                self.come(step);
            }
            _ => self.come(step),
        }
    }

    fn at(&self) -> At {
        At::Rows {
            filter: self.wanted_or_in_force().clone(),
            home: self.home.clone(),
            cursor: self.list.cursor,
        }
    }

    /// Other rows may have been on the screen meanwhile.
    fn back_to(&mut self, at: At, step: &mut Step<'_>) {
        let At::Rows { filter, home, cursor } = at else { return self.back(step) };
        self.home = home;
        if *self.wanted_or_in_force() == filter {
            return self.back(step);
        }
        self.apply(filter, step);
        self.sought = cursor;
    }

    /// What was read stays, unless it is in the other language or not all of it came.
    fn back(&mut self, step: &mut Step<'_>) {
        self.preview.fit(step.size());
        if self.is_untouched() || self.is_stale || self.failure.is_some() {
            self.reload(step);
        }
    }

    /// A row's clause is in the words of the server.
    fn reworded(&mut self, shown: bool, step: &mut Step<'_>) {
        self.is_stale = !self.is_untouched();
        if shown {
            self.reload(step);
        }
    }

    /// Asks for the list anew. What is shown stays until the answer is here.
    fn reload(&mut self, step: &mut Step<'_>) {
        self.is_stale = false;
        self.preview.fit(step.size());
        self.preview.try_again();
        self.incoming = Some(Vec::new());
        self.ask(None, step);
    }

    fn has_failed(&self) -> bool {
        self.failure.is_some()
    }

    fn is_blank(&self) -> bool {
        self.loading.is_open() && (self.total.is_none() || self.wanted.is_some())
    }

    fn signed_in(&mut self, shown: bool, step: &mut Step<'_>) {
        self.resync(step);
        if shown {
            self.reload(step);
        }
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        if self.line.is_some() {
            return self.line_command(command, step);
        }
        if self.choosing.is_some() {
            return self.choosing_command(command, step);
        }
        // Whoever moves on has seen that nothing was marked.
        self.chosen.refused = false;
        // Whoever moves elsewhere no longer goes to the end.
        self.to_end &= command == Command::Back;
        match command {
            Command::Filter => self.open_line(step),
            Command::Sort => self.open_order(step),
            Command::Views => {
                let filter = whole(L::ABOUT, &self.filter, &step.common.known.named_in(&self.filter));
                step.go(Screen::Views, With::Filter(filter));
            }
            Command::Refresh => self.reload(step),
            Command::Open => self.open(false, step),
            Command::NextWaiting | Command::PreviousWaiting => {
                self.go_to_waiting(command == Command::NextWaiting, step);
            }
            Command::Bottom if self.is_more() => self.go_to_end(step),
            Command::Preview => self.swap_preview(step),
            Command::Columns => self.choose_columns(step),
            Command::ExportList => self.export(step),
            Command::Back if self.exporting.is_some() => self.stop_export(step),
            Command::Back if std::mem::take(&mut self.to_end) => self.stop(),
            // Where nothing was read yet, there is nothing to stay with.
            Command::Back
                if self.total.is_some() && self.wanted.as_ref().is_some_and(|w| *w != self.home) =>
            {
                self.stop();
            }
            Command::Back if self.total.is_some() && self.wanted.is_none() && self.filter != self.home => {
                self.apply(self.home.clone(), step);
            }
            Command::Back | Command::Close => step.close(),
            Command::Mark | Command::MarkRange | Command::MarkAll | Command::ClearMarks => {
                self.mark_command(command, step);
            }
            command => {
                let here = self.cursor_place().unwrap_or(0);
                let to = moved(command, here, self.rows.len(), list_rows(step.size()));
                if let Some(to) = to.filter(|_| !self.rows.is_empty()) {
                    self.go_to(to, step);
                }
            }
        }
    }

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        let is_marked = !self.chosen.rows.is_empty() || self.chosen.finding.is_some() || self.chosen.refused;
        match command {
            Command::Mark | Command::MarkRange | Command::NextWaiting | Command::PreviousWaiting
                if self.row_here().is_none() =>
            {
                Some(lang.tui_nothing_selected().to_owned())
            }
            Command::ClearMarks if !is_marked => Some(lang.queues_nothing_marked().to_owned()),
            Command::Urge | Command::Claim | Command::Snooze => self.chosen.refusal(lang),
            _ => None,
        }
    }

    fn edit(&mut self, key: Key, step: &mut Step<'_>) {
        if let Some(line) = &mut self.line {
            line.edit(key, step);
        }
    }

    fn paste(&mut self, text: &str, step: &mut Step<'_>) -> bool {
        self.paste_into_line(text, step)
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        self.page_arrived(arrived, step);
        self.export_arrived(arrived, step);
        self.preview.answered(arrived);
        self.left_out.answered(arrived);
        if let Some(line) = &mut self.line {
            line.answered(arrived);
        }
        self.found(arrived, step);
        self.row_arrived(arrived, step);
    }

    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        match news {
            News::Changed(id) => self.changed(*id, step),
            News::Row(row) => self.told(row, step),
            News::Acted(id) => self.acted(*id, step),
            News::Resync => self.resync(step),
            News::Issued(plan) => self.unmark_urged(plan),
            News::CarriedOut(plan) => self.carried_out(plan, step),
            News::Handled(handled) => self.handled(handled, step),
            // Who came from another list goes on in that one.
            News::Next(sought) if step.common.list_behind() == Some(L::SCREEN) => self.go_on(*sought, step),
            _ => {}
        }
    }

    fn tick(&mut self, step: &mut Step<'_>) {
        if let Some(line) = &mut self.line {
            line.tick(step);
        }
        self.refetch(step);
        self.preview_fetch(step);
    }

    fn wake_at(&self, now: Duration) -> Option<Duration> {
        let soon = now.saturating_add(Duration::from_millis(1));
        let marks = self.marked.values().min().map(|until| (*until).max(soon));
        let refetch = self.refetch_at.map(|at| at.max(soon));
        let count = self.line.as_ref().and_then(FilterLine::wake_at).map(|at| at.max(soon));
        let preview = self.preview_wakes_at(now);
        marks.into_iter().chain(refetch).chain(count).chain(preview).min()
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        self.preview.fit(size);
        self.list.keep(self.cursor_place().unwrap_or(0), list_rows(size));
    }

    fn placed(&self) -> Option<AssignmentId> {
        self.selected()
    }

    fn selected(&self) -> Option<AssignmentId> {
        self.list.cursor
    }

    /// What is marked; the row under the cursor where nothing is.
    fn urged(&self, _: Command) -> Vec<(AssignmentId, Option<String>)> {
        let marked = self.chosen.items();
        if !marked.is_empty() {
            return marked;
        }
        self.row_here().map(|row| (row.id, Some(row.code.clone()))).into_iter().collect()
    }

    /// What is marked in a queue; in the backlog marks are there to be urged.
    fn decided(&self) -> Vec<(AssignmentId, String)> {
        let marked = self.chosen.rows.iter().filter(|_| L::QUEUE.is_some());
        marked.map(|(id, code)| (*id, code.clone())).collect()
    }

    fn tenant(&self) -> Option<&TenantRef> {
        self.row_here().map(|row| &row.tenant)
    }

    fn directive(&self) -> Option<&str> {
        self.row_here().map(|row| row.directive.as_str())
    }

    fn targets(&self) -> Vec<Target> {
        let known = |(id, code): (&AssignmentId, &String)| {
            self.row(*id).map_or_else(|| Target { id: *id, code: code.clone(), handling: None }, Target::of)
        };
        if self.chosen.rows.is_empty() {
            self.row_here().map(Target::of).into_iter().collect()
        } else {
            self.chosen.rows.iter().map(known).collect()
        }
    }

    fn row(&self, id: AssignmentId) -> Option<&AssignmentRow> {
        self.rows.get(self.place(id)?)
    }

    fn queue(&self) -> Option<Queue> {
        L::QUEUE
    }

    fn row_of(&self, id: AssignmentId) -> Option<(usize, i64)> {
        self.place(id).zip(self.total)
    }

    fn today(&self, _: Ui) -> Option<Date> {
        self.today
    }

    fn aside(&self, lang: Lang) -> Option<String> {
        // What was decided stands in the list until that is read anew, and is not to be done any more.
        let left = i64::try_from(self.left.len()).unwrap_or(i64::MAX);
        if left > 0 && !self.at_least {
            return Some(lang.queues_left(&lang.number(self.total?.saturating_sub(left))));
        }
        let total = lang.number(self.total?);
        Some(if self.at_least { lang.tui_total_at_least(&total) } else { lang.tui_total(&total) })
    }
}
