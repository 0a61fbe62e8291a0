//! One cell: what one body says about one indicator in one period.

use serde::{Deserialize, Serialize};

use super::{Formula, OverBodies, OverTime};
use crate::coded::coded;

coded! {
    /// What a cell says (R110).
    CellState {
        /// It carries numbers; zero is a number.
        Value = "value",
        /// Nothing happened in the period: 0 of a flow, counted apart.
        Nil = "nil",
        /// The indicator does not concern the body.
        NotApplicable = "not_applicable",
        /// The body owes the number and does not have it yet.
        NotAvailable = "not_available",
    }
}

coded! {
    /// Why an entry makes no cell (R110, R111).
    CellFault {
        /// Neither a number nor a state: an empty cell is missing, not zero.
        Empty = "empty",
        /// A ratio with only one of its two parts.
        HalfRatio = "half_ratio",
        /// 0 of 0: "not applicable" or "nil" says what is meant.
        ZeroOfZero = "zero_of_zero",
        /// A part of a whole of zero.
        PartOfZero = "part_of_zero",
        /// The part is larger than the whole.
        PartAboveWhole = "part_above_whole",
        /// Below zero.
        Negative = "negative",
        /// A denominator where the indicator has none.
        WholeNotAsked = "whole_not_asked",
        /// Neither 0 nor 1 where the answer is yes or no.
        NotYesOrNo = "not_yes_or_no",
        /// A stock is never "nil": it is zero, or it has a value.
        NilOfStock = "nil_of_stock",
        /// Numbers beside a state that has none.
        NumbersBesideState = "numbers_beside_state",
        /// Estimated, and nothing to estimate.
        NothingEstimated = "nothing_estimated",
        /// Two cells together are larger than a stored number can be.
        TooLarge = "too_large",
    }
}

/// What was entered, before it is judged. Numbers are scaled integers: 27 at the scale 1 is 2.7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    /// The state chosen; none means that numbers are meant, or nothing.
    #[serde(default)]
    pub state: Option<CellState>,
    /// The numerator, or the number of an indicator without a denominator.
    #[serde(default)]
    pub num: Option<i64>,
    /// The denominator.
    #[serde(default)]
    pub den: Option<i64>,
    /// Whether the body marked it as an estimate.
    #[serde(default)]
    pub estimated: bool,
}

/// A cell that may be counted: its state and its numbers fit each other and the indicator (R110, R111).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    state: CellState,
    num: i64,
    den: Option<i64>,
    estimated: bool,
}

impl Cell {
    /// The cell that `entry` makes under `formula`.
    ///
    /// # Errors
    /// The first fault, in the order in which a person would mend them: what is missing before what does not fit.
    pub fn of(formula: &Formula, entry: Entry) -> Result<Self, CellFault> {
        match entry.state {
            None if entry.num.is_none() && entry.den.is_none() => Err(CellFault::Empty),
            None | Some(CellState::Value) => Self::with_numbers(formula, entry),
            Some(CellState::Nil) if formula.over_time == OverTime::Stock => Err(CellFault::NilOfStock),
            Some(_) if entry.num.is_some() || entry.den.is_some() => Err(CellFault::NumbersBesideState),
            Some(_) if entry.estimated => Err(CellFault::NothingEstimated),
            Some(state) => {
                let whole = (formula.over_bodies == OverBodies::Ratio).then_some(0);
                Ok(Self { state, num: 0, den: whole, estimated: false })
            }
        }
    }

    fn with_numbers(formula: &Formula, entry: Entry) -> Result<Self, CellFault> {
        let cell = |num| Self { state: CellState::Value, num, den: entry.den, estimated: entry.estimated };
        if formula.has_whole() {
            return match (entry.num, entry.den) {
                (Some(num), Some(den)) => parts_fit(formula, num, den).map(|()| cell(num)),
                (None, None) => Err(CellFault::Empty),
                _ => Err(CellFault::HalfRatio),
            };
        }
        if entry.den.is_some() {
            return Err(CellFault::WholeNotAsked);
        }
        match entry.num.ok_or(CellFault::Empty)? {
            num if formula.over_bodies == OverBodies::CountOfTenants && !(0..=1).contains(&num) => {
                Err(CellFault::NotYesOrNo)
            }
            num if formula.bounded && num < 0 => Err(CellFault::Negative),
            num => Ok(cell(num)),
        }
    }

    /// Its state.
    pub fn state(&self) -> CellState {
        self.state
    }

    /// The numerator, or the number; 0 in every state but "value".
    pub fn num(&self) -> i64 {
        self.num
    }

    /// The denominator of a ratio; 0 in every state but "value".
    pub fn den(&self) -> Option<i64> {
        self.den
    }

    /// Whether the body marked it as an estimate.
    pub fn is_estimated(&self) -> bool {
        self.estimated
    }

    /// Whether the body has said how much: a value, or nil.
    pub fn is_present(&self) -> bool {
        matches!(self.state, CellState::Value | CellState::Nil)
    }

    /// Whether the answer is yes: the whole of a ratio, or any number above zero. Counted by `count_of_tenants`.
    pub fn is_yes(&self) -> bool {
        self.state == CellState::Value && self.den.map_or(self.num > 0, |den| den > 0 && self.num == den)
    }
}

fn parts_fit(formula: &Formula, num: i64, den: i64) -> Result<(), CellFault> {
    match (num, den) {
        (_, den) if den < 0 => Err(CellFault::Negative),
        (num, _) if num < 0 && formula.bounded => Err(CellFault::Negative),
        (0, 0) => Err(CellFault::ZeroOfZero),
        (_, 0) => Err(CellFault::PartOfZero),
        (num, den) if num > den && formula.bounded => Err(CellFault::PartAboveWhole),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::tests::{COUNT, RATIO, STOCK, SUM, formula};

    fn entry(num: Option<i64>, den: Option<i64>) -> Entry {
        Entry { num, den, ..Entry::default() }
    }

    fn state(state: CellState) -> Entry {
        Entry { state: Some(state), ..Entry::default() }
    }

    #[test]
    fn zero_is_a_number_and_an_empty_cell_is_none() {
        let cell = Cell::of(&formula(RATIO), entry(Some(0), Some(1_200))).unwrap();
        assert!(cell.is_present() && cell.state() == CellState::Value);
        assert_eq!(Cell::of(&formula(RATIO), Entry::default()), Err(CellFault::Empty));
        assert_eq!(Cell::of(&formula(SUM), Entry::default()), Err(CellFault::Empty));
        assert_eq!(Cell::of(&formula(SUM), state(CellState::Value)), Err(CellFault::Empty));
    }

    #[test]
    fn a_ratio_needs_both_parts_and_the_part_fits_in_the_whole() {
        for (num, den, fault) in [
            (Some(5), None, CellFault::HalfRatio),
            (None, Some(5), CellFault::HalfRatio),
            (Some(0), Some(0), CellFault::ZeroOfZero),
            (Some(5), Some(0), CellFault::PartOfZero),
            (Some(120), Some(100), CellFault::PartAboveWhole),
            (Some(-1), Some(100), CellFault::Negative),
            (Some(1), Some(-100), CellFault::Negative),
        ] {
            assert_eq!(Cell::of(&formula(RATIO), entry(num, den)), Err(fault), "{num:?}/{den:?}");
        }
        let mut free = formula(RATIO);
        free.bounded = false;
        assert!(Cell::of(&free, entry(Some(120), Some(100))).is_ok());
        assert_eq!(Cell::of(&free, entry(Some(5), Some(0))), Err(CellFault::PartOfZero));
    }

    #[test]
    fn an_answer_is_yes_or_no_and_a_sum_has_no_whole() {
        assert_eq!(Cell::of(&formula(COUNT), entry(Some(2), None)), Err(CellFault::NotYesOrNo));
        assert_eq!(Cell::of(&formula(COUNT), entry(Some(-1), None)), Err(CellFault::NotYesOrNo));
        assert!(Cell::of(&formula(COUNT), entry(Some(1), None)).unwrap().is_yes());
        assert!(!Cell::of(&formula(COUNT), entry(Some(0), None)).unwrap().is_yes());
        assert_eq!(Cell::of(&formula(SUM), entry(Some(1), Some(2))), Err(CellFault::WholeNotAsked));
        assert_eq!(Cell::of(&formula(SUM), entry(Some(-1), None)), Err(CellFault::Negative));
    }

    #[test]
    fn nil_is_zero_of_a_flow_and_never_of_a_stock() {
        let nil = Cell::of(&formula(SUM), state(CellState::Nil)).unwrap();
        assert_eq!((nil.num(), nil.is_present(), nil.is_yes()), (0, true, false));
        assert_eq!(Cell::of(&formula(STOCK), state(CellState::Nil)), Err(CellFault::NilOfStock));
    }

    #[test]
    fn a_state_carries_no_numbers_and_no_estimate() {
        for word in [CellState::Nil, CellState::NotApplicable, CellState::NotAvailable] {
            let with = Entry { num: Some(0), ..state(word) };
            assert_eq!(Cell::of(&formula(RATIO), with), Err(CellFault::NumbersBesideState), "{word}");
            let guessed = Entry { estimated: true, ..state(word) };
            assert_eq!(Cell::of(&formula(RATIO), guessed), Err(CellFault::NothingEstimated), "{word}");
        }
    }
}
