//! What one body adds to the figures of its groups, and what changes when it files (pure).

use std::collections::BTreeMap;

use dondoc_shared::{
    figures::{Basis, Cell, Entry, Formula, Tally},
    id::{IndicatorId, TenantId},
};

use dondoc_kernel::error::{Error, Result};

/// Whose figures they are: the Working Group's, until a province counts its communes.
pub const READER: TenantId = TenantId::NATIONAL;

/// What a body that owes the number adds to a figure: its entry, or none while it has filed none; its last denominator, if one is
/// known.
pub fn share(formula: &Formula, entry: Option<Entry>, weight: Option<i64>) -> Result<Tally> {
    let cell = entry.map(|entry| Cell::of(formula, entry)).transpose();
    let cell = cell.map_err(|fault| Error::Internal(anyhow::anyhow!("a filed cell is wrong: {fault}")))?;
    // Only a ratio has a weight that anybody could miss.
    Ok(Tally::of(cell.as_ref(), if formula.has_whole() { weight } else { Some(0) }))
}

/// What is to be added to the figures of each group of a body.
#[derive(Debug, Default)]
pub struct Delta(BTreeMap<(IndicatorId, Basis), Tally>);

impl Delta {
    /// The body owes the number from now on, on either basis.
    pub fn owe(&mut self, indicator: IndicatorId, share: Tally) -> Result<()> {
        Basis::ALL.iter().try_for_each(|basis| self.replace(indicator, *basis, Tally::default(), share))
    }

    /// Takes one share out and puts another in.
    pub fn replace(&mut self, indicator: IndicatorId, basis: Basis, old: Tally, new: Tally) -> Result<()> {
        if old != new {
            let line = self.0.entry((indicator, basis)).or_default();
            let sum = line.plus(new).and_then(|sum| sum.minus(old));
            *line = sum
                .ok_or_else(|| Error::Internal(anyhow::anyhow!("a figure is larger than a number can be")))?;
        }
        Ok(())
    }

    /// What differs.
    pub fn lines(&self) -> impl Iterator<Item = (IndicatorId, Basis, Tally)> {
        self.0.iter().map(|((indicator, basis), share)| (*indicator, *basis, *share))
    }
}

#[cfg(test)]
mod tests {
    use dondoc_shared::{
        figures::{CellState, Direction, OverBodies, OverTime, Unit},
        text::Both,
    };

    use super::*;

    fn ratio() -> Formula {
        Formula {
            over_bodies: OverBodies::Ratio,
            over_time: OverTime::Stock,
            unit: Unit::Percent,
            direction: Direction::Up,
            decimals: 1,
            scale: 0,
            bounded: true,
            base: None,
            version: 1,
            things: Both::new(|_| String::new()),
        }
    }

    fn value(num: i64, den: i64) -> Entry {
        Entry { state: Some(CellState::Value), num: Some(num), den: Some(den), estimated: false }
    }

    fn only(delta: &Delta) -> Tally {
        delta.lines().next().map(|(.., tally)| tally).unwrap_or_default()
    }

    #[test]
    fn what_is_counted_is_taken_out_when_something_else_counts() {
        let share = |entry| share(&ratio(), entry, Some(90)).unwrap();
        let mut delta = Delta::default();
        delta.replace(IndicatorId(1), Basis::Filed, share(None), share(Some(value(60, 100)))).unwrap();
        let first = only(&delta);
        assert_eq!(
            (first.expected, first.value, first.num, first.den, first.weight_present),
            (0, 1, 60, 100, 90)
        );
        delta.replace(IndicatorId(1), Basis::Filed, share(Some(value(60, 100))), share(None)).unwrap();
        assert_eq!(only(&delta), Tally::default());
    }

    #[test]
    fn the_same_counted_again_changes_nothing() {
        let share = share(&ratio(), Some(value(60, 100)), None).unwrap();
        let mut delta = Delta::default();
        delta.replace(IndicatorId(1), Basis::Verified, share, share).unwrap();
        assert_eq!(delta.lines().count(), 0);
    }

    #[test]
    fn only_a_body_without_a_number_is_missed_for_its_unknown_denominator() {
        assert_eq!(share(&ratio(), None, None).unwrap().weightless, 1);
        assert_eq!(share(&ratio(), Some(value(1, 2)), None).unwrap().weightless, 0);
        let sum = Formula { over_bodies: OverBodies::Sum, unit: Unit::Number, ..ratio() };
        assert_eq!(share(&sum, None, None).unwrap().weightless, 0);
    }
}
