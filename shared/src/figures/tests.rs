//! The targets of the plans of 2022 and 2024, worked to the printed digit, and the rules by their examples.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::text::Lang;

pub(crate) const SUM: (OverBodies, OverTime) = (OverBodies::Sum, OverTime::Flow);
pub(crate) const STOCK: (OverBodies, OverTime) = (OverBodies::Sum, OverTime::Stock);
pub(crate) const RATIO: (OverBodies, OverTime) = (OverBodies::Ratio, OverTime::Flow);
pub(crate) const COUNT: (OverBodies, OverTime) = (OverBodies::CountOfTenants, OverTime::Stock);

mod rules;
mod targets;

pub(crate) fn formula((over_bodies, over_time): (OverBodies, OverTime)) -> Formula {
    let in_percent = matches!(over_bodies, OverBodies::Ratio | OverBodies::CountOfTenants);
    Formula {
        over_bodies,
        over_time,
        unit: if in_percent { Unit::Percent } else { Unit::Number },
        direction: Direction::Up,
        decimals: u8::from(in_percent),
        scale: 0,
        bounded: true,
        base: None,
        version: 1,
        things: things("doanh nghiệp", "businesses"),
    }
}

pub(crate) fn things(vi: &str, en: &str) -> Both {
    Both::new(|lang| lang.pick(vi, en).to_owned())
}

/// July 2024, read after its cut-off.
pub(crate) fn dates() -> Dates {
    Dates {
        today: date(2024, 7, 25),
        as_of: date(2024, 7, 14),
        due_on: date(2024, 7, 17),
        cutoff_on: date(2024, 7, 19),
        edition: None,
    }
}

pub(crate) fn any_cell() -> impl Strategy<Value = Cell> {
    let numbers = (0i64..1_000, 1i64..1_000, any::<bool>()).prop_map(|(num, more, estimated)| {
        let entry = Entry { num: Some(num), den: Some(num + more), estimated, ..Entry::default() };
        Cell::of(&formula(RATIO), entry).unwrap()
    });
    let state = proptest::sample::select(&CellState::ALL[1..]).prop_map(|state| {
        Cell::of(&formula(RATIO), Entry { state: Some(state), ..Entry::default() }).unwrap()
    });
    prop_oneof![3 => numbers, 1 => state]
}

/// A group of localities: cells in, figure out.
#[derive(Debug)]
struct Group {
    formula: Formula,
    tally: Tally,
    verified: i64,
    called: Bodies,
    dates: Dates,
}

impl Group {
    fn of(formula: Formula) -> Self {
        Self { formula, tally: Tally::default(), verified: 0, called: Bodies::Localities, dates: dates() }
    }

    fn add(mut self, cell: Option<Cell>, weight: Option<i64>) -> Self {
        self.tally = self.tally.plus(Tally::of(cell.as_ref(), weight)).unwrap();
        self
    }

    /// Bodies with a numerator and a denominator, each weighing its denominator.
    fn shares(self, parts: &[(i64, i64)]) -> Self {
        parts.iter().fold(self, |group, (num, den)| {
            let entry = Entry { num: Some(*num), den: Some(*den), ..Entry::default() };
            let cell = Cell::of(&group.formula, entry).unwrap();
            group.add(Some(cell), Some(*den))
        })
    }

    /// Bodies with a number.
    fn numbers(self, numbers: &[i64]) -> Self {
        numbers.iter().fold(self, |group, num| {
            let cell = Cell::of(&group.formula, Entry { num: Some(*num), ..Entry::default() }).unwrap();
            group.add(Some(cell), None)
        })
    }

    /// So many bodies that filed nothing, each of this weight.
    fn missing(self, bodies: usize, weight: Option<i64>) -> Self {
        (0..bodies).fold(self, |group, _| group.add(None, weight))
    }

    fn state(self, bodies: usize, state: CellState) -> Self {
        let cell = Cell::of(&self.formula, Entry { state: Some(state), ..Entry::default() }).unwrap();
        (0..bodies).fold(self, |group, _| group.add(Some(cell), Some(0)))
    }

    fn on(self, dates: Dates) -> Self {
        Self { dates, ..self }
    }

    fn figure(&self) -> Figure {
        let weight = self.tally.weight(WeightKind::LastDenominator);
        let counts = self.tally.counts(self.verified);
        let coverage = Coverage::of_bodies(counts, self.called, Basis::Filed, weight, self.dates).unwrap();
        Figure::of(self.formula.clone(), self.tally.parts(&self.formula).unwrap(), coverage).unwrap()
    }
}

fn at_least(floor: &str, due_on: Date) -> Target {
    let goal = Goal::Level { floor: floor.parse().unwrap(), stretch: None };
    Target::of(Direction::Up, Op::Ge, goal, None, due_on).unwrap()
}

fn end_of_2024() -> Date {
    date(2024, 12, 31)
}

/// After the year's numbers have come to its last day.
fn after_the_year() -> Dates {
    Dates {
        today: date(2025, 1, 10),
        as_of: end_of_2024(),
        due_on: date(2025, 1, 6),
        cutoff_on: date(2025, 1, 8),
        edition: None,
    }
}

fn record(num: i64, scale: u8, den: Option<i64>, unit: Unit, direction: Direction) -> Figure {
    let formula = Formula {
        unit,
        direction,
        scale,
        decimals: scale,
        bounded: false,
        things: things("", ""),
        ..formula((OverBodies::Record, OverTime::Stock))
    };
    let source = Record { source: "Phiên họp lần thứ 8".to_owned(), published_on: date(2024, 4, 24) };
    let coverage = Coverage::of_record(source, Dates { as_of: date(2024, 4, 24), ..dates() }).unwrap();
    Figure::of(formula, Parts { num, den }, coverage).unwrap()
}

fn outcome(figure: Figure, target: Target) -> Outcome {
    figure.against(target).verdict().unwrap().outcome()
}

fn like(formula: &Formula, before: &[(char, i64)], now: &[(char, i64)]) -> Option<Change> {
    let cells = |pairs: &[(char, i64)]| -> BTreeMap<char, Cell> {
        let cell = |num| Cell::of(formula, Entry { num: Some(num), ..Entry::default() }).unwrap();
        pairs.iter().map(|(body, num)| (*body, cell(*num))).collect()
    };
    like_for_like(formula, &cells(before), &cells(now))
}

/// Whether every percentage of a text is followed by what it is a share of, is asked for, or is in points.
fn names_its_denominators(text: &str) -> bool {
    // The lower of two bounds is followed by the upper one, which carries the denominator of both.
    let needs_none = ["≥", ">", "≤", "đấu", "stretch", "giữa", "between"];
    let parts: Vec<&str> = text.split('%').collect();
    parts.windows(2).all(|pair| {
        let in_points = pair[0].ends_with("điểm ");
        let word_before = pair[0].rsplit(' ').nth(1).unwrap_or_default();
        in_points || pair[1].starts_with(" (") || needs_none.contains(&word_before)
    })
}

#[test]
fn a_percentage_without_its_denominator_is_seen() {
    assert!(names_its_denominators("71,4% (1.000/1.400), mục tiêu ≥ 60%, +1,9 điểm %"));
    assert!(!names_its_denominators("71,4% · 41/61"));
    assert!(!names_its_denominators("71,4% (1/2) chiếm 70% dân số"));
}
