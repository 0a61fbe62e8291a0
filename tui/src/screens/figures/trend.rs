//! A figure over its periods: the geometry that every chart of it shares, a spark of a few cells, and the table of the same
//! numbers.

use dondoc_shared::{
    figures::{Decimal, Goal, Line as TargetLine, Point, Quotient, Series, SeriesPoint, Target, Unit},
    text::Lang,
    wire::figure::{FigureRow, PointRow, TargetRow},
};
use ratatui::text::Line;

use crate::ui::{Ui, bars::BARS, text, theme::Token, words};

/// What stands in a spark for a period of which nobody said how much.
const HOLE: char = '·';
/// What stands for the newest period while bodies are missing from it: it is no bar that others can be read against.
pub const PARTIAL: char = '◇';
/// Cells of a period's name.
const PERIOD: usize = 18;
/// Cells of its last day.
const UNTIL: usize = 10;
/// Cells of what it comes to.
const VALUE: usize = 16;

/// Whether the figure is read in percent: then a number of it never stands without the sign.
fn is_percent(row: &FigureRow) -> bool {
    row.unit_vi == "%"
}

/// A number in the unit of the figure.
pub fn in_unit(lang: Lang, row: &FigureRow, number: Decimal) -> String {
    let written = lang.decimal(number);
    if is_percent(row) { lang.figure_percent(&written) } else { written }
}

/// The level that a target asks for; none if the target can be none.
pub fn level(row: &FigureRow) -> Option<(Target, Decimal)> {
    let of = row.target.as_ref()?;
    let TargetRow { op, floor, stretch, gain, baseline, baseline_on, due_on } = *of;
    let goal = if gain { Goal::Gain(floor) } else { Goal::Level { floor, stretch } };
    let target = Target::of(row.direction, op, goal, baseline.zip(baseline_on), due_on).ok()?;
    let places = [Some(floor), baseline].into_iter().flatten().map(Decimal::places).max().unwrap_or(0);
    Some((target, target.level().rounded(places).shortest()))
}

/// The series in the form that charts are drawn from, with the target's line.
pub fn series(row: &FigureRow) -> Series {
    let values = row.series.iter().filter_map(|point| point.value);
    Series {
        unit: if is_percent(row) { Unit::Percent } else { Unit::Number },
        decimals: values.map(Decimal::places).max().unwrap_or(0),
        points: row.series.iter().map(point).collect(),
        // Each period stands for itself, so the target is as high in every one of them.
        line: level(row).map(|(_, level)| TargetLine::Level(level)),
    }
}

fn point(row: &PointRow) -> SeriesPoint {
    let (estimated, partial) = (row.estimated, row.partial);
    let point =
        row.value.map_or(Point::Missing, |value| Point::Value { value: value.into(), estimated, partial });
    SeriesPoint { label: row.period.clone(), on: row.on, point, break_before: row.break_before }
}

/// The newest periods as bars of one cell each, which stand on zero; a hole where a period is missing.
pub fn spark(row: &FigureRow, cells: usize) -> String {
    let mut series = Series { line: None, ..series(row) };
    series.points.drain(..series.points.len().saturating_sub(cells));
    let steps = u16::try_from(BARS.len().saturating_sub(1)).unwrap_or(0);
    // Nothing but zeros has no height: its bars are the lowest.
    let zero = Quotient::scaled(0, 0);
    let (low, high) = series.extent_from_zero().unwrap_or((zero, zero));
    let heights = series.heights((low, high), if low == high { 0 } else { steps });
    let bar = |height: u16| BARS.get(usize::from(height)).copied().unwrap_or(HOLE);
    let mut bars: Vec<char> = heights.into_iter().map(|height| height.map_or(HOLE, bar)).collect();
    if let (true, Some(last)) = (row.series.last().is_some_and(is_partial), bars.last_mut()) {
        *last = PARTIAL;
    }
    bars.into_iter().collect()
}

/// Whether it says how much, and a body is missing from that.
pub fn is_partial(point: &PointRow) -> bool {
    point.partial && point.value.is_some()
}

/// That bodies are missing from a period, and of the newest from how many there is a number.
pub fn partial_words(lang: Lang, row: &FigureRow, point: &PointRow) -> String {
    let is_newest = row.series.last().is_some_and(|newest| newest.period == point.period);
    row.coverage.filter(|_| is_newest).map_or_else(
        || lang.figures_point_partial().to_owned(),
        |counts| lang.figures_point_partial_of(counts.present(), counts.expected),
    )
}

/// What is to be said of a period besides its number.
fn note(lang: Lang, row: &FigureRow, point: &PointRow) -> String {
    let notes = [
        is_partial(point).then(|| partial_words(lang, row, point)),
        point.estimated.then(|| lang.figures_point_estimated().to_owned()),
        point.break_before.then(|| lang.figures_point_break().to_owned()),
    ];
    notes.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The periods as a table, the oldest first, in lines that fit `width` cells.
pub fn table(ui: Ui, row: &FigureRow, width: usize) -> Vec<Line<'static>> {
    let lang = ui.lang;
    let line = |token, cells: [&str; 4]| {
        let [period, until, value, note] = cells;
        let before = format!(
            " {} {} {} ",
            text::fit(period, PERIOD),
            text::fit(until, UNTIL),
            text::fit_right(value, VALUE)
        );
        let room = width.saturating_sub(text::width(&before));
        ui.line(token, format!("{before} {}", text::cut(note, room.saturating_sub(1))))
    };
    let head = [
        lang.figures_table_period(),
        lang.figures_table_until(),
        lang.figures_table_value(),
        lang.figures_table_note(),
    ];
    let rows = row.series.iter().map(|point| {
        let value = point
            .value
            .map_or_else(|| lang.figures_point_missing().to_owned(), |value| in_unit(lang, row, value));
        let token = if point.value.is_some() { Token::Text } else { Token::Muted };
        let (name, until) = (words::period(lang, &point.period), lang.date(point.on));
        line(token, [&name, &until, &value, &note(lang, row, point)])
    });
    std::iter::once(line(Token::Muted, head)).chain(rows).collect()
}
