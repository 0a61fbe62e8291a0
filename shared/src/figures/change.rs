//! Change from one period to the next, over the same bodies in both (R120).

use std::collections::BTreeMap;

use super::{Cell, Figure, Formula, OverBodies, Parts, Quotient, Tally, Unit};

/// How much moved over the bodies that are in both periods. There is no other change: one over a changed set of bodies measures
/// who reported, not what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The numbers before.
    pub before: Parts,
    /// The numbers now.
    pub now: Parts,
    /// Bodies that are in both.
    pub bodies: i64,
    /// The difference: in points of two percentages, else in percent of the number before. None where the number before is zero.
    pub by: Option<Quotient>,
    /// Whether `by` is in points.
    pub in_points: bool,
    /// Scale of the numbers.
    pub scale: u8,
}

/// The change over the bodies (keys) that have said how much in both periods; none where there is no such body, where the
/// indicator does not add up over bodies, or where a sum does not fit.
pub fn like_for_like<K: Ord>(
    formula: &Formula,
    before: &BTreeMap<K, Cell>,
    now: &BTreeMap<K, Cell>,
) -> Option<Change> {
    let both = || {
        let pairs = before.iter().filter_map(|(body, old)| Some((old, now.get(body)?)));
        pairs.filter(|(old, new)| old.is_present() && new.is_present())
    };
    let old = Tally::sum(both().map(|(old, _)| Tally::of(Some(old), None)))?;
    let new = Tally::sum(both().map(|(_, new)| Tally::of(Some(new), None)))?;
    if old.expected == 0 {
        return None;
    }
    let parts = old.parts(formula).zip(new.parts(formula))?;
    let in_points = formula.unit == Unit::Percent;
    let by = if in_points {
        let share = |parts: Parts| match formula.over_bodies {
            OverBodies::CountOfTenants => Quotient::percent(parts.num, old.expected),
            _ => Quotient::percent(parts.num, parts.den?),
        };
        share(parts.1)?.minus(share(parts.0)?)
    } else {
        let number = |parts: Parts| Quotient::scaled(parts.num, 0);
        number(parts.1).minus(number(parts.0))?.in_percent_of(number(parts.0))
    };
    let scale = if formula.over_bodies == OverBodies::CountOfTenants { 0 } else { formula.scale };
    Some(Change { before: parts.0, now: parts.1, bodies: old.expected, by, in_points, scale })
}

/// By how many points `this` lies above `other`, such as a figure of record above what bodies report (R121); none unless
/// both are in percent and say how much.
pub fn gap_in_points(this: &Figure, other: &Figure) -> Option<Quotient> {
    let in_percent = [this, other].iter().all(|figure| figure.formula().unit == Unit::Percent);
    if in_percent { this.value()?.minus(other.value()?) } else { None }
}
