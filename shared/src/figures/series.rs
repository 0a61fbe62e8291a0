//! A figure over its periods, as charts draw it: in SVG and in a terminal from the same numbers (R124).

use jiff::civil::Date;

use super::{Decimal, Figure, Quotient, Unit};

/// One period of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesPoint {
    /// Code of the period: `2024-M07`.
    pub label: String,
    /// Last day of the period.
    pub on: Date,
    /// What is known of it.
    pub point: Point,
    /// Whether what is counted changed between the period before and this one: no line crosses, no change is drawn.
    pub break_before: bool,
}

/// What is known of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// A value, in the unit of the series.
    Value {
        /// What it comes to.
        value: Quotient,
        /// Whether an estimate is in it.
        estimated: bool,
        /// Whether a body is missing from it.
        partial: bool,
    },
    /// Nobody has said how much: a gap, never a line through it and never zero.
    Missing,
}

impl SeriesPoint {
    /// The point of one figure.
    pub fn of(label: &str, on: Date, figure: &Figure, break_before: bool) -> Self {
        let counts = figure.coverage().counts().unwrap_or_default();
        let point = figure.value().map_or(Point::Missing, |value| Point::Value {
            value,
            estimated: counts.estimated > 0,
            partial: counts.unknown() > 0,
        });
        Self { label: label.to_owned(), on, point, break_before }
    }

    fn value(&self) -> Option<Quotient> {
        match self.point {
            Point::Value { value, .. } => Some(value),
            Point::Missing => None,
        }
    }
}

/// The target's line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// The same at all times.
    Level(Decimal),
    /// Rising evenly, where the series itself adds up over the year.
    Rising {
        /// Where it begins: nothing yet.
        from_on: Date,
        /// The date of the target.
        due_on: Date,
        /// The target.
        to: Decimal,
    },
}

impl Line {
    /// Its height on `on`: nothing before it begins, the target from its date on.
    pub fn at(&self, on: Date) -> Quotient {
        let (from_on, due_on, to) = match *self {
            Self::Level(level) => return level.into(),
            Self::Rising { from_on, due_on, to } => (from_on, due_on, Quotient::from(to)),
        };
        let days = |until| i64::from(crate::lateness::days_between(from_on, until));
        let (gone, all) = (days(on).clamp(0, days(due_on).max(0)), days(due_on));
        let share = Quotient::percent(gone, all).and_then(|share| to.times_percent(share));
        share.unwrap_or(to)
    }
}

/// Points that a line may join: no gap and no break lies between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Index of the first point in the series.
    pub first: usize,
    /// The values from there on, at least one.
    pub values: Vec<Quotient>,
}

/// A figure over its periods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// In what it is read.
    pub unit: Unit,
    /// Decimal places printed.
    pub decimals: u8,
    /// The periods in the order of time.
    pub points: Vec<SeriesPoint>,
    /// The target's line, with a label of its own beside it.
    pub line: Option<Line>,
}

impl Series {
    /// The stretches that a line may join.
    pub fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut joined = false;
        for (index, point) in self.points.iter().enumerate() {
            match (point.value(), runs.last_mut()) {
                (Some(value), Some(run)) if joined && !point.break_before => run.values.push(value),
                (Some(value), _) => runs.push(Run { first: index, values: vec![value] }),
                (None, _) => {}
            }
            joined = point.value().is_some();
        }
        runs
    }

    /// Indexes of the points before which a rule stands for a break.
    pub fn breaks(&self) -> Vec<usize> {
        let marked = self.points.iter().enumerate().filter(|(_, point)| point.break_before);
        marked.map(|(index, _)| index).collect()
    }

    /// The least and the greatest of values and target line; none where there is nothing to draw.
    pub fn extent(&self) -> Option<(Quotient, Quotient)> {
        let line = self.line.iter().flat_map(|line| self.points.iter().map(|point| line.at(point.on)));
        let all: Vec<_> = self.points.iter().filter_map(SeriesPoint::value).chain(line).collect();
        all.iter().min().copied().zip(all.iter().max().copied())
    }

    /// The extent for bars, which stand on zero.
    pub fn extent_from_zero(&self) -> Option<(Quotient, Quotient)> {
        let zero = Quotient::scaled(0, 0);
        self.extent().map(|(low, high)| (low.min(zero), high.max(zero)))
    }

    /// Where each point stands in `extent` on a scale from 0 to `steps`; none at a gap. All stand in the middle where the
    /// extent has no height.
    pub fn heights(&self, extent: (Quotient, Quotient), steps: u16) -> Vec<Option<u16>> {
        self.points.iter().map(|point| point.value().map(|value| height(value, extent, steps))).collect()
    }

    /// Where the target's line stands at each point, on the same scale; empty without a target.
    pub fn line_heights(&self, extent: (Quotient, Quotient), steps: u16) -> Vec<u16> {
        let line = self.line.iter().flat_map(|line| self.points.iter().map(|point| line.at(point.on)));
        line.map(|value| height(value, extent, steps)).collect()
    }
}

fn height(value: Quotient, (low, high): (Quotient, Quotient), steps: u16) -> u16 {
    let above = value.minus(low).zip(high.minus(low));
    let share = above.and_then(|(above, all)| above.in_percent_of(all));
    let middle = Quotient::scaled(50, 0);
    let place = Quotient::scaled(i64::from(steps), 0).times_percent(share.unwrap_or(middle));
    let place = place.map_or(0, |place| place.rounded(0).units().clamp(0, i128::from(steps)));
    u16::try_from(place).unwrap_or(steps)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn point(month: i8, value: Option<i64>, break_before: bool) -> SeriesPoint {
        let point = value.map_or(Point::Missing, |value| Point::Value {
            value: Quotient::scaled(value, 0),
            estimated: false,
            partial: false,
        });
        SeriesPoint { label: format!("2024-M{month:02}"), on: date(2024, month, 14), point, break_before }
    }

    fn series(line: Option<Line>) -> Series {
        let points = vec![
            point(1, Some(10), false),
            point(2, Some(20), false),
            point(3, None, false),
            point(4, Some(30), false),
            point(5, Some(15), true),
            point(6, Some(20), false),
        ];
        Series { unit: Unit::Number, decimals: 0, points, line }
    }

    #[test]
    fn no_line_crosses_a_gap_or_a_break() {
        let runs: Vec<_> = series(None).runs().iter().map(|run| (run.first, run.values.len())).collect();
        assert_eq!(runs, [(0, 2), (3, 1), (4, 2)]);
        assert_eq!(series(None).breaks(), [4]);
    }

    #[test]
    fn a_gap_has_no_height_and_zero_has_one() {
        let series = series(None);
        let extent = series.extent_from_zero().unwrap();
        assert_eq!(series.heights(extent, 30), [Some(10), Some(20), None, Some(30), Some(15), Some(20)]);
        let lines = series.extent().unwrap();
        assert_eq!(series.heights(lines, 20), [Some(0), Some(10), None, Some(20), Some(5), Some(10)]);
    }

    #[test]
    fn the_target_is_inside_the_picture_and_rises_where_the_series_adds_up() {
        let level = series(Some(Line::Level(Decimal::whole(60))));
        assert_eq!(level.extent().unwrap().1, Quotient::scaled(60, 0));
        let line =
            Line::Rising { from_on: date(2023, 12, 31), due_on: date(2024, 12, 31), to: Decimal::whole(366) };
        for (on, expected) in [
            (date(2023, 12, 1), 0),
            (date(2024, 1, 1), 1),
            (date(2024, 1, 31), 31),
            (date(2024, 12, 31), 366),
            (date(2025, 6, 1), 366),
        ] {
            assert_eq!(line.at(on), Quotient::scaled(expected, 0), "{on}");
        }
    }

    #[test]
    fn a_flat_series_stands_in_the_middle_and_an_empty_one_nowhere() {
        let flat =
            Series { points: vec![point(1, Some(7), false), point(2, Some(7), false)], ..series(None) };
        assert_eq!(flat.heights(flat.extent().unwrap(), 8), [Some(4), Some(4)]);
        let empty = Series { points: vec![point(1, None, false)], ..series(None) };
        assert_eq!((empty.extent(), empty.runs().len()), (None, 0));
    }
}
