//! What a door fills in: what is asked, what was written, and what it is held against.

use std::collections::BTreeMap;

use crate::{
    coded::coded,
    figures::{Cell, CellState, Decimal, Formula, NumberFormat, Target},
    period::PeriodCode,
};

coded! {
    /// Whether an indicator is asked of the body.
    Asked {
        /// The report cannot be filed without it.
        Compulsory = "compulsory",
        /// It may be left empty.
        Voluntary = "voluntary",
        /// It is asked of others.
        NotInScope = "not_in_scope",
    }
}

/// What was written where a number belongs, as the door saw it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Written {
    /// Nothing.
    #[default]
    Blank,
    /// Text, to be read in the format of its answer.
    Text(String),
    /// A number that is no text: of JSON, or of a cell of a workbook.
    Number(Decimal),
    /// A cell that its workbook shows as a percentage: 0.71 never becomes 71.
    Percentage,
}

/// One indicator of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Code of the indicator: `I24-01`.
    pub indicator: String,
    /// How its figures are made.
    pub formula: Formula,
    /// Whether it is asked of the body.
    pub asked: Asked,
    /// Code of the indicator that it is a part of.
    pub part_of: Option<String>,
    /// Whether what is counted changed with this period: then there is no history.
    pub break_now: bool,
    /// What the body is to reach.
    pub target: Option<Target>,
    /// Tasks of the body that serve the indicator: finished, and all.
    pub tasks: (i64, i64),
    /// Weight of the body, by which a number without a denominator is compared with those of others.
    pub weight: Option<i64>,
}

/// What was entered for one indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Code of the indicator.
    pub indicator: String,
    /// The period that the answer names; the form's own where it names none.
    pub period: PeriodCode,
    /// The state chosen, if one was.
    pub state: Option<CellState>,
    /// The numerator, or the number.
    pub num: Written,
    /// The denominator.
    pub den: Written,
    /// Whether it is marked as an estimate.
    pub estimated: bool,
    /// Whether it says why there is no number.
    pub reasoned: bool,
    /// How its numbers are written.
    pub format: NumberFormat,
}

/// A report as one body enters it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The period of the report.
    pub period: PeriodCode,
    /// What is asked, in the order of the form.
    pub items: Vec<Item>,
    /// What was entered; findings name an answer by its place here.
    pub answers: Vec<Answer>,
    /// The values at which rules speak.
    pub thresholds: Thresholds,
}

/// What the body reported in an earlier period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// The period.
    pub period: PeriodCode,
    /// The cell; none if nothing was reported.
    pub cell: Option<Cell>,
    /// Whether what is counted changed with that period.
    pub break_before: bool,
}

/// Earlier cells of the body by indicator, in the order of time.
pub type History = BTreeMap<String, Vec<Past>>;

/// The newest cells of comparable bodies by indicator, without the body's own.
pub type Peers = BTreeMap<String, Vec<Peer>>;

/// The values at which rules speak. They are a version of their own and change with a period, never within one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// Points by which a ratio may move.
    pub ratio_points: i64,
    /// Below this change of the numerator a ratio may move by more.
    pub ratio_count: i64,
    /// Percent by which a denominator that only stands may move.
    pub base_percent: i64,
    /// Below this size of the larger of two values history says nothing.
    pub least_value: i64,
    /// Periods in which one value may stand before it is noticed.
    pub same_periods: usize,
    /// Hundredths of the score of own history above which a value is flagged.
    pub own_score: u32,
    /// Hundredths of the score among peers above which a value is flagged.
    pub peer_score: u32,
}

impl Default for Thresholds {
    /// What the rules begin with.
    fn default() -> Self {
        Self {
            ratio_points: 15,
            ratio_count: 20,
            base_percent: 10,
            least_value: 100,
            same_periods: 3,
            own_score: 500,
            peer_score: 350,
        }
    }
}

/// The newest cell of a comparable body: its ratio, or its number and its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// The numerator, or the number.
    pub num: i64,
    /// The denominator, or the weight of the body.
    pub den: i64,
}

impl Item {
    /// A stored number as it is read.
    pub(super) fn number(&self, n: i64) -> Decimal {
        Decimal::new(n, self.formula.scale).unwrap_or(Decimal::whole(n))
    }
}
