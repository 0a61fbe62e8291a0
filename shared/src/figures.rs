//! Figures: what bodies report in numbers, how that adds up over bodies and over time, and what may be said of the sum.
//!
//! A [`Cell`] is what one body says of one indicator in one period. A [`Tally`] adds cells up over bodies. A [`Figure`] is
//! a sum that carries its [`Coverage`]: it cannot be built without, and it cannot be printed without (R115, R122).
//! Everything here is pure and exact; the robust statistics of the checks alone use floating point.

use crate::{coded::coded, text::Both};

mod bounds;
mod cell;
mod change;
pub mod check;
mod coverage;
mod figure;
mod number;
mod series;
mod tally;
mod target;
#[cfg(test)]
pub(crate) mod tests;
mod typed;

pub use self::{
    bounds::{Bounds, Doubt, Outcome, Verdict},
    cell::{Cell, CellFault, CellState, Entry},
    change::{Change, gap_in_points, like_for_like},
    coverage::{Bodies, Counts, Coverage, CoverageFault, Dates, Record, Weight, WeightKind},
    figure::{Figure, FigureFault, Parts},
    number::{Decimal, MAX_PLACES, Quotient},
    series::{Line, Point, Run, Series, SeriesPoint},
    tally::Tally,
    target::{Goal, Op, Progress, Target, TargetFault},
    typed::{NumberFault, NumberFormat, Typed, keep_number, read_number},
};

coded! {
    /// How an indicator adds up over bodies (R114). There is no mean of percentages.
    OverBodies {
        /// The numbers are added.
        Sum = "sum",
        /// Numerators and denominators are added, each for itself.
        Ratio = "ratio",
        /// Bodies whose answer is yes, of all that owe one.
        CountOfTenants = "count_of_tenants",
        /// Different things, each counted once however many bodies name it.
        Distinct = "distinct",
        /// What its owner published; nothing is added up.
        Record = "record",
    }
}

coded! {
    /// How an indicator adds up over time (R113).
    OverTime {
        /// What happened in the period: months are added.
        Flow = "flow",
        /// How it stands: the last month counts.
        Stock = "stock",
    }
}

coded! {
    /// Which way is better.
    Direction {
        /// More is better.
        Up = "up",
        /// Less is better, as with a rank.
        Down = "down",
    }
}

coded! {
    /// In what a figure is read, and what its targets are given in.
    Unit {
        /// In percent of its denominator.
        Percent = "percent",
        /// As a number, with its denominator beside it if it has one.
        Number = "number",
    }
}

coded! {
    /// Which reports are in a figure (R116).
    Basis {
        /// All that were filed.
        Filed = "filed",
        /// Those that the Working Group has verified.
        Verified = "verified",
    }
}

/// How a figure is made and written: the part of an indicator's version that arithmetic needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// How it adds up over bodies.
    pub over_bodies: OverBodies,
    /// How it adds up over time; one rule for both parts of a ratio.
    pub over_time: OverTime,
    /// In what it is read.
    pub unit: Unit,
    /// Which way is better.
    pub direction: Direction,
    /// Decimal places printed, at most [`MAX_PLACES`].
    pub decimals: u8,
    /// Stored numbers are multiples of 10^-`scale`; at most [`MAX_PLACES`].
    pub scale: u8,
    /// Whether 0 ≤ numerator ≤ denominator holds, and no number is below zero. Without it there are no bounds for what is
    /// missing.
    pub bounded: bool,
    /// The reference weight that counts the same things as the denominator, if there is one.
    pub base: Option<WeightKind>,
    /// Version of the indicator, from 1.
    pub version: i32,
    /// The things counted: "doanh nghiệp", "businesses". Empty where the unit says it all.
    pub things: Both,
}

impl Formula {
    /// Whether a cell has a denominator of its own.
    pub fn has_whole(&self) -> bool {
        self.over_bodies == OverBodies::Ratio
    }
}
