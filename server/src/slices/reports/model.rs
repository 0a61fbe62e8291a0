//! What was typed and what it says, and what counts of what was filed (pure).

use std::collections::BTreeMap;

use dondoc_shared::{
    figures::{CellState, Entry, NumberFormat},
    id::{AssignmentId, IndicatorId, PeriodId, TenantId, UserId},
    lifecycle::Status,
    wire::report::{CellConflict, CellInput},
};
use jiff::civil::Date;

use crate::domain::indicators::Indicator;

/// The last denominators of a body.
pub type Weights = BTreeMap<IndicatorId, i64>;

/// A cell as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The numerator, or the number.
    pub num: String,
    /// The denominator.
    pub den: String,
    /// How numbers are written in it.
    pub format: NumberFormat,
    /// Whether numbers are meant, or why there are none.
    pub state: CellState,
    /// Why there is no number.
    pub reason: String,
    /// Whether the number is an estimate.
    pub estimated: bool,
    /// Everybody who has typed it, also those whose entry somebody has overwritten.
    pub authors: Vec<UserId>,
    /// Who typed it last.
    pub entered_by: UserId,
    /// Their name.
    pub entered_name: String,
    /// Counts the changes of this cell, from 1.
    pub version: i32,
}

impl Typed {
    /// As `by` types it over what is `there`.
    pub fn of(cell: &CellInput, format: NumberFormat, by: (UserId, &str), there: Option<&Self>) -> Self {
        Self {
            num: cell.num.clone(),
            den: cell.den.clone(),
            format,
            state: cell.state,
            reason: cell.reason.clone(),
            estimated: cell.estimated,
            authors: Self::authors_with(there, by.0),
            entered_by: by.0,
            entered_name: by.1.to_owned(),
            version: there.map_or(1, |there| there.version.saturating_add(1)),
        }
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.state == CellState::Value && self.num.is_empty() && self.den.is_empty()
    }

    /// The authors of the cell once this person has typed it.
    fn authors_with(there: Option<&Self>, user: UserId) -> Vec<UserId> {
        let mut authors = there.map(|there| there.authors.clone()).unwrap_or_default();
        if !authors.contains(&user) {
            authors.push(user);
        }
        authors
    }

    /// Whether both say the same, whoever typed it.
    pub fn says(&self, other: &Self) -> bool {
        (&self.num, &self.den, self.format, self.state, &self.reason, self.estimated)
            == (&other.num, &other.den, other.format, other.state, &other.reason, other.estimated)
    }
}

/// What of typed cells is to be written.
#[derive(Debug, Default)]
pub struct Sorted<'a> {
    /// What says something new.
    pub written: Vec<(&'a Indicator, Typed)>,
    /// What somebody else has changed since its writer had seen it; it stays as it is.
    pub conflicts: Vec<CellConflict>,
}

impl Sorted<'_> {
    /// The codes of what is written.
    pub fn codes(&self) -> Vec<String> {
        self.written.iter().map(|(indicator, _)| indicator.code.clone()).collect()
    }
}

/// Sorts cells that `by` typed in a number format. `there` is what was typed before; what `counts` is said by emptying its cell,
/// anything else is not.
pub fn sort<'a>(
    cells: Vec<(&'a Indicator, CellInput)>,
    (format, by): (NumberFormat, (UserId, &str)),
    there: &BTreeMap<IndicatorId, Typed>,
    counts: impl Fn(IndicatorId) -> bool,
) -> Sorted<'a> {
    let mut sorted = Sorted::default();
    for (indicator, cell) in cells {
        let there = there.get(&indicator.id);
        let typed = Typed::of(&cell, format, by, there);
        match there {
            None if typed.is_empty() && !counts(indicator.id) => {}
            Some(there) if there.says(&typed) => {}
            Some(there) if there.version != cell.seen => sorted.conflicts.push(CellConflict {
                indicator: indicator.code.clone(),
                by: there.entered_name.clone(),
                num: there.num.clone(),
                den: there.den.clone(),
                state: there.state,
                version: there.version,
            }),
            _ => sorted.written.push((indicator, typed)),
        }
    }
    sorted
}

/// The assignment that a report is.
#[derive(Debug, Clone, Copy)]
pub struct State {
    /// The assignment.
    pub assignment: AssignmentId,
    /// Its version.
    pub version: i32,
    /// Its state, which is the report's.
    pub status: Status,
    /// When it is due, as extended.
    pub due_on: Option<Date>,
    /// Urges without an answer.
    pub unanswered_urges: i32,
}

/// Of revisions with what became of each: the newest that was neither taken back nor returned, and the newest that was accepted
/// (R135); 0 for none.
pub fn counting<'a>(decided: impl Iterator<Item = (i32, Option<&'a str>)>) -> (i32, i32) {
    decided.fold((0, 0), |(filed, verified), (revision, decision)| match decision {
        None => (filed.max(revision), verified),
        Some("accepted") => (filed.max(revision), verified.max(revision)),
        Some(_) => (filed, verified),
    })
}

/// What counts of a report, and all that was ever filed of it.
#[derive(Debug, Clone)]
pub struct Filed {
    /// The body.
    pub source: TenantId,
    /// The period.
    pub period: PeriodId,
    /// The version of its assignment and that of the report together: neither ever falls, and one of them rises with each act that
    /// changes what counts.
    pub version: i32,
    /// The revision that counts: the newest that was neither taken back nor returned; 0 for none.
    pub filed: i32,
    /// The newest that is verified; 0 for none.
    pub verified: i32,
    entries: BTreeMap<(i32, IndicatorId), Entry>,
}

impl Filed {
    /// From each revision that is no correction or an accepted one, with what became of its submission, and the cells of all.
    pub fn new(
        (source, period, version): (TenantId, PeriodId, i32),
        decided: &[(i32, Option<String>)],
        entries: BTreeMap<(i32, IndicatorId), Entry>,
    ) -> Self {
        let (filed, verified) =
            counting(decided.iter().map(|(revision, decision)| (*revision, decision.as_deref())));
        Self { source, period, version, filed, verified, entries }
    }

    /// The cell of an indicator in a revision.
    pub fn entry(&self, revision: i32, indicator: IndicatorId) -> Option<Entry> {
        self.entries.get(&(revision, indicator)).copied()
    }
}

/// The share of the compulsory cells that say something right, in percent, rounded down.
pub fn percent(right: usize, compulsory: usize) -> i16 {
    let percent = right.saturating_mul(100).checked_div(compulsory).unwrap_or(100);
    i16::try_from(percent.min(100)).unwrap_or(100)
}
