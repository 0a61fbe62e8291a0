//! What a figure can still come to, in words and as a bar with the target on it.

use dondoc_shared::{
    figures::{Decimal, Line as TargetLine, Point, Quotient, Series, SeriesPoint, Unit},
    text::Lang,
    wire::figure::FigureRow,
};
use ratatui::text::Line;

use super::trend::{in_unit, level};
use crate::ui::{Ui, text, theme::Token};

/// The widest bar, in cells.
const WIDEST: usize = 60;
/// The narrowest that tells anything.
const NARROWEST: usize = 20;

/// The bounds in words; empty where nothing bounds the figure.
pub fn words(lang: Lang, row: &FigureRow) -> String {
    let print = |number| in_unit(lang, row, number);
    // Whom nobody is waited for is no question where no body is asked.
    if row.coverage.is_none() {
        return String::new();
    }
    match (row.low, row.high) {
        (Some(low), Some(high)) if low == high => lang.figures_exactly(&print(low)),
        (Some(low), Some(high)) => lang.figures_between(&print(low), &print(high)),
        (Some(low), None) => lang.figures_from(&print(low)),
        (None, _) => String::new(),
    }
}

/// The same as a bar of at most `width` cells, with what its marks mean; none where there is no room for it or nothing to show.
pub fn bar(ui: Ui, row: &FigureRow, width: usize) -> Vec<Line<'static>> {
    let is_open = row.coverage.is_some() && row.high != row.low;
    let Some(low) = row.low.filter(|_| is_open && !ui.looks.is_spoken()) else { return Vec::new() };
    let (lang, percent) = (ui.lang, row.unit_vi == "%");
    let target = level(row).map(|(_, level)| level);
    let shown = [Some(low), row.high, row.value];
    let series = Series {
        unit: if percent { Unit::Percent } else { Unit::Number },
        decimals: 0,
        points: shown.iter().map(|value| place(row, *value)).collect(),
        line: target.map(TargetLine::Level),
    };
    let Some((least, most)) = series.extent_from_zero() else { return Vec::new() };
    // A share is read against the whole.
    let most = if percent { most.max(Quotient::from(Decimal::whole(100))) } else { most };
    // Where nobody knows the most, the picture goes on beyond everything that is known.
    let beyond = Quotient::scaled(125, 0);
    let most = if row.high.is_none() { most.times_percent(beyond).unwrap_or(most) } else { most };
    let places = shown.iter().flatten().chain(&target).map(|number| number.places()).max().unwrap_or(0);
    let [from, to] = [least, most].map(|end| in_unit(lang, row, end.rounded(places).shortest()));
    let cells = width.saturating_sub(text::width(&from) + text::width(&to) + 2).min(WIDEST);
    if cells < NARROWEST {
        return Vec::new();
    }
    let steps = u16::try_from(cells).unwrap_or(u16::MAX).saturating_sub(1);
    let places: Vec<Option<usize>> =
        series.heights((least, most), steps).into_iter().map(|height| height.map(usize::from)).collect();
    let at = |index: usize| places.get(index).copied().flatten();
    let (start, end) = (at(0).unwrap_or(0), at(1));
    let mut bar = vec!['·'; cells];
    for (cell, c) in bar.iter_mut().enumerate().skip(start) {
        *c = match end {
            _ if cell == start => '├',
            Some(end) if cell == end => '┤',
            Some(end) if cell > end => '·',
            // Nobody knows where it ends.
            None if cell + 1 == cells => '▸',
            _ => '─',
        };
    }
    let mut put = |place: Option<usize>, mark| {
        if let Some(cell) = place.and_then(|place| bar.get_mut(place)) {
            *cell = mark;
        }
    };
    put(at(2), '●');
    put(series.line_heights((least, most), steps).first().map(|height| usize::from(*height)), '◆');
    let bar: String = bar.into_iter().collect();
    vec![
        ui.line(Token::Accent, format!("{from} {bar} {to}")),
        ui.line(Token::Muted, text::cut(lang.figures_bar_legend(), width)),
    ]
}

fn place(row: &FigureRow, value: Option<Decimal>) -> SeriesPoint {
    let value = value.map(Quotient::from);
    let point =
        value.map_or(Point::Missing, |value| Point::Value { value, estimated: false, partial: false });
    // Only heights are asked of it: neither name nor date matters.
    let on = row.series.last().map(|point| point.on).unwrap_or_default();
    SeriesPoint { label: String::new(), on, point, break_before: false }
}
