//! Adding cells up over bodies, by difference: a revision takes the old cell out and puts the new one in.

use super::{Cell, CellState};

/// What the cells of a group of bodies come to (R114). Additions commute and can be taken back, so the order in which reports
/// arrive leaves no trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Bodies that owe the figure.
    pub expected: i64,
    /// Bodies with a number.
    pub value: i64,
    /// Bodies where nothing happened.
    pub nil: i64,
    /// Bodies whom the indicator does not concern; they are not expected.
    pub not_applicable: i64,
    /// Bodies that filed without the number.
    pub not_available: i64,
    /// Of the values, those marked as an estimate.
    pub estimated: i64,
    /// Of the values, those whose answer is yes.
    pub yes: i64,
    /// Sum of the numerators, or of the numbers.
    pub num: i64,
    /// Sum of the denominators.
    pub den: i64,
    /// Known weight of the bodies that owe the figure.
    pub weight_expected: i64,
    /// Of that, the weight of those that have said how much.
    pub weight_present: i64,
    /// Bodies that have not said how much and whose weight nobody knows: with one of them nobody knows what is missing.
    pub weightless: i64,
}

impl Tally {
    /// One body that owes the figure: its cell, or none while it has filed nothing; and its weight, or none if nobody knows it.
    pub fn of(cell: Option<&Cell>, weight: Option<i64>) -> Self {
        let weightless = i64::from(weight.is_none());
        let weight = weight.unwrap_or(0);
        let empty = Self { expected: 1, weight_expected: weight, weightless, ..Self::default() };
        let Some(cell) = cell else { return empty };
        let numbers = Self { num: cell.num(), den: cell.den().unwrap_or(0), ..empty };
        match cell.state() {
            CellState::Value => Self {
                value: 1,
                estimated: i64::from(cell.is_estimated()),
                yes: i64::from(cell.is_yes()),
                weight_present: weight,
                weightless: 0,
                ..numbers
            },
            CellState::Nil => Self { nil: 1, weight_present: weight, weightless: 0, ..numbers },
            CellState::NotAvailable => Self { not_available: 1, ..empty },
            CellState::NotApplicable => Self { not_applicable: 1, ..Self::default() },
        }
    }

    /// Both together; none where a sum does not fit.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.combine(other, i64::checked_add)
    }

    /// This without the other; none where a difference does not fit.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.combine(other, i64::checked_sub)
    }

    /// All of them together; none where a sum does not fit.
    pub fn sum(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        all.into_iter().try_fold(Self::default(), Self::plus)
    }

    fn combine(self, other: Self, with: impl Fn(i64, i64) -> Option<i64>) -> Option<Self> {
        Some(Self {
            expected: with(self.expected, other.expected)?,
            value: with(self.value, other.value)?,
            nil: with(self.nil, other.nil)?,
            not_applicable: with(self.not_applicable, other.not_applicable)?,
            not_available: with(self.not_available, other.not_available)?,
            estimated: with(self.estimated, other.estimated)?,
            yes: with(self.yes, other.yes)?,
            num: with(self.num, other.num)?,
            den: with(self.den, other.den)?,
            weight_expected: with(self.weight_expected, other.weight_expected)?,
            weight_present: with(self.weight_present, other.weight_present)?,
            weightless: with(self.weightless, other.weightless)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::figures::{
        Entry,
        tests::{RATIO, SUM, any_cell, formula},
    };

    fn cell(num: i64, den: Option<i64>) -> Tally {
        let kind = if den.is_some() { RATIO } else { SUM };
        let entry = Entry { num: Some(num), den, ..Entry::default() };
        Tally::of(Some(&Cell::of(&formula(kind), entry).unwrap()), None)
    }

    #[test]
    fn a_body_that_filed_nothing_is_expected_and_one_that_is_not_concerned_is_not() {
        let filed_nothing = Tally::of(None, Some(7));
        assert_eq!((filed_nothing.expected, filed_nothing.counts(0).missing), (1, 1));
        assert_eq!((filed_nothing.weight_expected, filed_nothing.weight_present), (7, 0));
        let state = |state| {
            let cell = Cell::of(&formula(RATIO), Entry { state: Some(state), ..Entry::default() }).unwrap();
            Tally::of(Some(&cell), Some(7))
        };
        assert_eq!(state(CellState::NotApplicable), Tally { not_applicable: 1, ..Tally::default() });
        let nothing_happened = state(CellState::Nil);
        assert_eq!((nothing_happened.weight_present, nothing_happened.counts(0).present()), (7, 1));
        let owed = state(CellState::NotAvailable).counts(0);
        assert_eq!((owed.expected, owed.not_available, owed.missing), (1, 1, 0));
    }

    #[test]
    fn a_sum_that_does_not_fit_is_none_and_never_a_wrong_number() {
        let large = Tally { num: i64::MAX, ..Tally::default() };
        assert_eq!(large.plus(Tally { num: 1, ..Tally::default() }), None);
        assert_eq!(
            Tally { num: i64::MIN, ..Tally::default() }.minus(Tally { num: 1, ..Tally::default() }),
            None
        );
    }

    #[test]
    fn a_flow_is_added_up_over_the_months_and_each_of_them_is_owed() {
        let months = [cell(50, Some(100)), Tally::of(None, None), cell(900, Some(1_000))];
        let flow = Tally::sum(months).unwrap();
        assert_eq!((flow.num, flow.den, flow.expected, flow.value), (950, 1_100, 3, 2));
    }

    #[test]
    fn bodies_that_became_one_are_added_and_never_averaged() {
        let one = cell(30, Some(100)).plus(cell(5, Some(10))).unwrap();
        assert_eq!((one.num, one.den), (35, 110));
    }

    fn bodies() -> impl Strategy<Value = Vec<(bool, Option<Cell>, Option<i64>)>> {
        proptest::collection::vec(
            (any::<bool>(), proptest::option::of(any_cell()), proptest::option::of(0i64..1_000)),
            0..93,
        )
    }

    proptest! {
        #[test]
        fn the_parts_of_a_group_add_up_to_the_whole(bodies in bodies()) {
            let tally = |wanted: Option<bool>| {
                let these = bodies.iter().filter(|(ministry, ..)| wanted.is_none_or(|wanted| wanted == *ministry));
                Tally::sum(these.map(|(_, cell, weight)| Tally::of(cell.as_ref(), *weight))).unwrap()
            };
            prop_assert_eq!(tally(Some(true)).plus(tally(Some(false))).unwrap(), tally(None));
        }

        #[test]
        fn the_order_of_reports_and_their_revisions_leave_no_trace(bodies in bodies(), old in any_cell()) {
            let plain = Tally::sum(bodies.iter().map(|(_, cell, w)| Tally::of(cell.as_ref(), *w))).unwrap();
            let mut kept = Tally::default();
            for (_, cell, weight) in bodies.iter().rev() {
                let first = Tally::of(Some(&old), *weight);
                kept = kept.plus(first).unwrap().minus(first).unwrap().plus(Tally::of(cell.as_ref(), *weight)).unwrap();
            }
            prop_assert_eq!(kept, plain);
        }

        #[test]
        fn whatever_bodies_file_their_counts_add_up(bodies in bodies()) {
            let tally = Tally::sum(bodies.iter().map(|(_, cell, w)| Tally::of(cell.as_ref(), *w))).unwrap();
            let counts = tally.counts(0);
            prop_assert_eq!(counts.expected, counts.present() + counts.unknown());
            prop_assert_eq!(i64::try_from(bodies.len()).unwrap(), counts.expected + counts.not_applicable);
        }
    }
}
