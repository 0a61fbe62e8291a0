//! What was typed and what it says, and what counts of what was filed (pure).

use std::collections::BTreeMap;

use dondoc_shared::{
    figures::{Cell, CellFault, CellState, Entry, Formula, NumberFault, NumberFormat, read_number},
    id::{AssignmentId, IndicatorId, PeriodId, TenantId, UserId},
    lifecycle::Status,
    text::Lang,
    wire::report::{CellPart, CellTrouble},
};

use jiff::civil::Date;

use dondoc_kernel::error::Fault;

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
    /// Who typed it last.
    pub entered_by: UserId,
    /// Their name.
    pub entered_name: String,
    /// Counts the changes of this cell, from 1.
    pub version: i32,
}

/// The part of a cell that is wrong, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// The text is no number in its format.
    Num(NumberFault),
    /// The same of the denominator.
    Den(NumberFault),
    /// The numbers do not fit each other, or the indicator.
    Cell(CellFault),
    /// Without a number there must be a reason.
    Reason,
}

impl Wrong {
    /// The part that is wrong.
    pub fn part(self) -> CellPart {
        match self {
            Self::Num(_) => CellPart::Num,
            Self::Den(_) => CellPart::Den,
            Self::Cell(_) => CellPart::Cell,
            Self::Reason => CellPart::Reason,
        }
    }

    /// The same as a fault of a field.
    pub fn fault(self) -> Fault {
        match self {
            Self::Num(fault) | Self::Den(fault) => Fault::Number(fault),
            Self::Cell(fault) => Fault::Cell(fault),
            Self::Reason => Fault::Missing,
        }
    }

    /// The stable word, and the sentence.
    pub fn told(self, lang: Lang) -> CellTrouble {
        let (code, message) = match self {
            Self::Num(fault) | Self::Den(fault) => (fault.as_str(), fault.message(lang)),
            Self::Cell(fault) => (fault.as_str(), fault.message(lang)),
            Self::Reason => ("reason_missing", lang.cell_reason_missing()),
        };
        CellTrouble { part: self.part(), code: code.to_owned(), message: message.to_owned() }
    }
}

impl Typed {
    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.state == CellState::Value && self.num.is_empty() && self.den.is_empty()
    }

    /// Whether both say the same, whoever typed it.
    pub fn says(&self, other: &Self) -> bool {
        (&self.num, &self.den, self.format, self.state, &self.reason, self.estimated)
            == (&other.num, &other.den, other.format, other.state, &other.reason, other.estimated)
    }

    /// What it says under the formula.
    ///
    /// # Errors
    /// The first part that is wrong.
    pub fn read(&self, formula: &Formula) -> Result<Entry, Wrong> {
        let number = |text: &str| match text.trim() {
            "" => Ok(None),
            text => read_number(text, self.format, formula.scale).map(|typed| Some(typed.stored)),
        };
        let entry = Entry {
            state: Some(self.state),
            num: number(&self.num).map_err(Wrong::Num)?,
            den: number(&self.den).map_err(Wrong::Den)?,
            estimated: self.estimated,
        };
        Cell::of(formula, entry).map_err(Wrong::Cell)?;
        let reasoned = matches!(self.state, CellState::NotApplicable | CellState::NotAvailable);
        if reasoned && self.reason.is_empty() { Err(Wrong::Reason) } else { Ok(entry) }
    }
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
    /// The version of its assignment.
    pub version: i32,
    /// The revision that counts: the newest that was neither taken back nor returned; 0 for none.
    pub filed: i32,
    /// The newest that is verified; 0 for none.
    pub verified: i32,
    entries: BTreeMap<(i32, IndicatorId), Entry>,
}

impl Filed {
    /// From each revision with what became of its submission, and the cells of all.
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
