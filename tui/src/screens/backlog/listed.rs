//! What tells one list of assignments from another: the whole backlog from a queue of what waits for one kind of decision.

use std::fmt;

use dondoc_shared::{
    filter::{Filter, FilterError, FilterFault, MAX_CHARS, stray_bracket},
    text::Lang,
    wire::{
        assignment::{AssignmentRow, Queue},
        view::View,
    },
};
use jiff::civil::Date;

use super::columns::{self, Brief, Line};
use crate::{
    keys::{Command, Layer, Screen, layer::ABOUT_LISTS},
    ui::list::Column,
};

/// A list of assignments.
pub trait Listed: fmt::Debug + Default + 'static {
    /// Its screen.
    const SCREEN: Screen;
    /// The layer of its rows.
    const PAGE: Layer;
    /// The layer of its filter line.
    const LINE: Layer;
    /// The layer of the box in which its columns are chosen.
    const COLUMNS: Layer;
    /// What waits on each of its rows.
    const QUEUE: Option<Queue>;
    /// What all of its rows have, in the filter language.
    const ABOUT: &'static str;

    /// The title of its tab.
    fn tab(lang: Lang) -> &'static str;

    /// What is said where it has no row at all.
    fn none(lang: Lang) -> &'static str;

    /// Its columns in a window of this many cells, from left to right; `code` cells are for the code of a task.
    fn columns<'a>(lang: Lang, width: usize, code: usize) -> Vec<Column<'static, Line<'a>>>;

    /// What it says of a row where there is room for one column of text alone.
    fn brief(lang: Lang) -> Brief {
        columns::lateness_of(lang)
    }

    /// What waits on a row, in a sentence, on this local date; none where nothing does.
    fn said(lang: Lang, row: &AssignmentRow, today: Option<Date>) -> Option<String>;
}

/// What every list takes.
pub const TAKES: &[Command] = &[
    Command::Open,
    Command::Filter,
    Command::Sort,
    Command::Verify,
    Command::Urge,
    Command::Extension,
    Command::Escalate,
    Command::Reopen,
    Command::Evidence,
    Command::NextWaiting,
    Command::PreviousWaiting,
    Command::TenantPage,
    Command::DirectiveMatrix,
    Command::Views,
    Command::Claim,
    Command::Snooze,
    Command::Note,
    Command::CopyCode,
    Command::CopyAddress,
    Command::Mark,
    Command::MarkRange,
    Command::MarkAll,
    Command::ClearMarks,
    Command::Preview,
    Command::Columns,
    Command::ExportList,
];
/// What every filter line takes.
pub const TYPED: &[Command] =
    &[Command::Confirm, Command::Up, Command::Down, Command::NextPane, Command::PreviousPane];

/// What every box takes in which columns are chosen.
pub const CHOSEN: &[Command] = &[Command::Confirm, Command::SwapColumn, Command::Up, Command::Down];

/// The backlog: all that is open.
#[derive(Debug, Default)]
pub struct Everything;

impl Listed for Everything {
    const SCREEN: Screen = Screen::Backlog;
    const PAGE: Layer = Layer::page(Screen::Backlog, "backlog", TAKES).led_by(&[
        Command::Open,
        Command::Filter,
        Command::Verify,
        Command::Urge,
        Command::Extension,
        Command::Escalate,
        Command::Mark,
        Command::MarkAll,
        Command::Claim,
    ]);
    const LINE: Layer = Layer::typed("filter", TYPED).explained(ABOUT_LISTS);
    const COLUMNS: Layer = Layer::pressed("columns", CHOSEN);
    const QUEUE: Option<Queue> = None;
    const ABOUT: &'static str = "";

    fn tab(lang: Lang) -> &'static str {
        lang.tui_tab_backlog()
    }

    fn none(lang: Lang) -> &'static str {
        lang.tui_list_empty()
    }

    fn columns<'a>(lang: Lang, width: usize, code: usize) -> Vec<Column<'static, Line<'a>>> {
        columns::of_backlog(lang, width, code)
    }

    fn said(_: Lang, _: &AssignmentRow, _: Option<Date>) -> Option<String> {
        None
    }
}

/// What all rows of a list have, with what was typed into its filter line: in brackets where that joins terms in its own way.
pub fn whole(about: &str, typed: &str, views: &[View]) -> String {
    let joins = || Filter::parse_with(typed, views).is_ok_and(|filter| !filter.others.is_empty());
    match (about, typed) {
        ("", _) => typed.to_owned(),
        (about, "") => about.to_owned(),
        (about, _) if joins() => format!("{about} ({typed})"),
        (about, _) => format!("{about} {typed}"),
    }
}

/// What was typed into the filter line of a list, read as the server will.
///
/// # Errors
/// The first term that does not parse, with its place in what was typed.
pub fn read(about: &str, typed: &str, views: &[View]) -> Result<Filter, FilterError> {
    let own = Filter::parse_with(typed, views)?;
    // It would close the bracket that stands around what joins terms.
    if let Some(at) = stray_bracket(typed).filter(|_| !about.is_empty() && !own.others.is_empty()) {
        return Err(FilterError { at, term: ")".to_owned(), fault: FilterFault::Alone });
    }
    let whole = whole(about, typed, views);
    let before = whole.chars().count().saturating_sub(typed.chars().count());
    let before = if own.others.is_empty() { before } else { before.saturating_sub(1) };
    let error = |error: FilterError| FilterError { at: error.at.saturating_sub(before), ..error };
    Filter::parse_with(&whole, views).map_err(error)
}

/// The longest text of the filter line of a list, in characters.
pub fn most_typed(about: &str) -> usize {
    // A blank and two brackets stand around it.
    if about.is_empty() {
        MAX_CHARS
    } else {
        MAX_CHARS.saturating_sub(about.chars().count()).saturating_sub(3)
    }
}
