//! A series as a picture (R124), from the same value as the console's chart. The table of the same numbers stands beside it, so the
//! picture has a title and no numbers that are nowhere else. No style attribute: the content policy forbids them.

use askama::Template;
use dondoc_shared::{
    figures::{Decimal, Point, Series, SeriesPoint, Unit},
    text::Lang,
};

const WIDTH: u16 = 640;
const HEIGHT: u16 = 240;
/// Room for the numbers at the left, and for the names of periods below.
const LEFT: u16 = 96;
const RIGHT: u16 = 24;
const TOP: u16 = 24;
const BOTTOM: u16 = 40;

/// Where a point stands, in the units of the picture.
type Place = (u16, u16);

/// The picture of a series.
#[derive(Template)]
#[template(path = "parts/chart.html")]
pub struct Chart {
    t: Lang,
    title: String,
    /// The picture in words: how many values and gaps, the first and the last value.
    said: String,
    /// Height of the line on which the picture stands.
    floor: u16,
    high: String,
    low: String,
    /// What a line joins.
    runs: Vec<Vec<Place>>,
    solid: Vec<Place>,
    /// Points with an estimate in them.
    hollow: Vec<Place>,
    gaps: Vec<u16>,
    breaks: Vec<u16>,
    /// The target's line, and what it is called.
    target: Option<(Vec<Place>, String)>,
    first: String,
    last: String,
}

impl Chart {
    /// The picture; none of fewer than two values, which tell nothing that the table does not.
    pub fn of(t: Lang, title: &str, series: &Series, name: impl Fn(&str) -> String) -> Option<Self> {
        let values = series.points.iter().filter(|point| point.point != Point::Missing).count();
        let extent = series.extent().filter(|_| values > 1)?;
        let (floor, steps) = (HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP);
        let count = series.points.len();
        let x = |index: usize| across(index, count);
        let y = |height: u16| floor.saturating_sub(height);
        let heights = series.heights(extent, steps);
        let at = |index: usize| Some((x(index), y(heights.get(index).copied().flatten()?)));
        let run = |run: &dondoc_shared::figures::Run| {
            (run.first..run.first + run.values.len()).filter_map(at).collect::<Vec<_>>()
        };
        let of = |is_so: fn(&Point) -> bool| {
            let points = series.points.iter().enumerate().filter(move |(_, point)| is_so(&point.point));
            points.map(|(index, _)| index).collect::<Vec<_>>()
        };
        let places = |indexes: Vec<usize>| indexes.into_iter().filter_map(at).collect();
        let number = |number: Decimal| match series.unit {
            Unit::Percent => t.figure_percent(&t.decimal(number)),
            Unit::Number => t.decimal(number),
        };
        let value = |point: &SeriesPoint| match point.point {
            Point::Value { value, .. } => {
                Some(format!("{}: {}", name(&point.label), number(value.rounded(series.decimals))))
            }
            Point::Missing => None,
        };
        let missing = count.saturating_sub(values);
        let said = [
            Some(format!("{}: {values}", t.figures_point())),
            (missing > 0).then(|| format!("{}: {missing}", t.figures_point_missing())),
            series.points.iter().find_map(value),
            series.points.iter().rev().find_map(value),
        ];
        let line: Vec<Place> =
            series.line_heights(extent, steps).into_iter().enumerate().map(|(i, h)| (x(i), y(h))).collect();
        let level = series.line.map(|line| match line {
            dondoc_shared::figures::Line::Level(level) => level,
            dondoc_shared::figures::Line::Rising { to, .. } => to,
        });
        Some(Self {
            t,
            title: title.to_owned(),
            said: said.into_iter().flatten().collect::<Vec<_>>().join("; "),
            floor,
            high: number(extent.1.rounded(series.decimals)),
            low: number(extent.0.rounded(series.decimals)),
            runs: series.runs().iter().map(run).filter(|run| run.len() > 1).collect(),
            solid: places(of(|point| matches!(point, Point::Value { estimated: false, .. }))),
            hollow: places(of(|point| matches!(point, Point::Value { estimated: true, .. }))),
            gaps: of(|point| *point == Point::Missing).into_iter().map(x).collect(),
            breaks: series
                .breaks()
                .into_iter()
                .filter(|index| *index > 0)
                .map(|i| u16::midpoint(x(i.saturating_sub(1)), x(i)))
                .collect(),
            target: level.map(|level| (line, t.figures_chart_target(&number(level)))),
            first: series.points.first().map(|point| name(&point.label)).unwrap_or_default(),
            last: series.points.last().map(|point| name(&point.label)).unwrap_or_default(),
        })
    }

    /// The places of a line, as SVG has them.
    fn path(line: &[Place]) -> String {
        line.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
    }
}

/// How far from the left the point at `index` of `count` stands.
fn across(index: usize, count: usize) -> u16 {
    let room = usize::from(WIDTH - LEFT - RIGHT);
    let gone = room.saturating_mul(index).checked_div(count.saturating_sub(1)).unwrap_or(room / 2);
    LEFT.saturating_add(u16::try_from(gone).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use dondoc_shared::figures::{Line, Quotient};
    use jiff::civil::date;

    use super::*;

    fn point(month: i8, value: Option<(i64, bool)>, break_before: bool) -> SeriesPoint {
        let point = value.map_or(Point::Missing, |(value, estimated)| Point::Value {
            value: Quotient::scaled(value, 0),
            estimated,
            partial: false,
        });
        SeriesPoint { label: format!("2024-M{month:02}"), on: date(2024, month, 14), point, break_before }
    }

    fn chart(points: Vec<SeriesPoint>, line: Option<Line>) -> Option<String> {
        let series = Series { unit: Unit::Percent, decimals: 1, points, line };
        Chart::of(Lang::Vi, "Thôn <được> phủ sóng", &series, str::to_owned)
            .map(|chart| chart.render().unwrap())
    }

    #[test]
    fn no_line_crosses_a_gap_or_a_break_and_an_estimate_is_hollow() {
        let points = vec![
            point(1, Some((10, false)), false),
            point(2, Some((20, false)), false),
            point(3, None, false),
            point(4, Some((30, true)), false),
            point(5, Some((15, false)), true),
            point(6, Some((20, false)), false),
        ];
        let svg = chart(points, Some(Line::Level(Decimal::whole(60)))).unwrap();
        assert_eq!(svg.matches("class=\"chart-line\"").count(), 2, "two stretches of two: {svg}");
        assert_eq!(svg.matches("class=\"chart-dot\"").count(), 4);
        assert_eq!(svg.matches("class=\"chart-hollow\"").count(), 1);
        assert_eq!(svg.matches("class=\"chart-gap\"").count(), 1);
        assert_eq!(svg.matches("class=\"chart-break\"").count(), 1);
        assert!(svg.contains("mục tiêu 60%") && svg.contains("Thôn &#60;được&#62; phủ sóng"), "{svg}");
        assert!(!svg.contains("style="), "{svg}");
    }

    #[test]
    fn who_does_not_see_the_picture_is_told_how_many_values_and_gaps_it_has_and_where_it_begins_and_ends() {
        let points = vec![
            point(1, None, false),
            point(2, Some((10, false)), false),
            point(3, None, false),
            point(4, Some((30, true)), false),
            point(5, Some((20, false)), true),
        ];
        let svg = chart(points, None).unwrap();
        let said = "số liệu: 3; chưa có số liệu: 2; 2024-M02: 10,0%; 2024-M05: 20,0%";
        assert!(svg.contains(&format!("<desc id=\"chart-said\">{said}</desc>")), "{svg}");
        assert!(svg.contains("aria-describedby=\"chart-said\""), "{svg}");
    }

    #[test]
    fn fewer_than_two_values_are_no_picture() {
        assert!(chart(vec![point(1, Some((10, false)), false), point(2, None, false)], None).is_none());
    }
}
