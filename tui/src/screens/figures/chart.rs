//! The chart of a series: lines in braille dots, a hole where a period is missing, a rule where what is counted changed, and
//! the target as a line with its label.

use dondoc_shared::{
    figures::{Point, Series},
    wire::figure::FigureRow,
};
use ratatui::text::{Line, Span};

use super::trend::{PARTIAL, in_unit, is_partial, level, partial_words};
use crate::ui::{Ui, text, theme::Token, words};

/// The narrowest window that has charts.
pub const LEAST: u16 = 60;
/// Rows below the plot: its foot, the first and the last period.
const FOOT: usize = 2;
/// The bits of a braille cell, by column and row of its dots.
const DOTS: [[u32; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

/// Whether a chart can tell anything of this series.
pub fn tells(series: &Series) -> bool {
    series.points.iter().filter(|point| point.point != Point::Missing).count() > 1
}

/// Whether there is room and colour for one.
pub fn fits(ui: Ui) -> bool {
    ui.size.0 >= LEAST && ui.looks.has_charts()
}

/// What stands in a cell of the plot.
type Mark = Option<(char, Token)>;

/// The plot: dots, and what lies over them.
struct Plot {
    width: usize,
    dots: Vec<Vec<u32>>,
    over: Vec<Vec<Mark>>,
}

impl Plot {
    fn new(width: usize, rows: usize) -> Self {
        Self { width, dots: vec![vec![0; width]; rows], over: vec![vec![None; width]; rows] }
    }

    /// The column of dots in which point `index` of `count` stands.
    fn x(&self, index: usize, count: usize) -> usize {
        let last = (self.width * 2).saturating_sub(1);
        (index * last).checked_div(count.saturating_sub(1)).unwrap_or(0)
    }

    /// Sets a dot, counted from the top left.
    fn dot(&mut self, x: usize, y: usize) {
        let bit = DOTS.get(x % 2).and_then(|column| column.get(y % 4)).copied().unwrap_or(0);
        if let Some(cell) = self.dots.get_mut(y / 4).and_then(|row| row.get_mut(x / 2)) {
            *cell |= bit;
        }
    }

    /// A line between two dots, without holes where it is steep.
    fn join(&mut self, (x0, y0): (usize, usize), (x1, y1): (usize, usize)) {
        let wide = x1.saturating_sub(x0).max(1);
        let (low, high) = (y0.min(y1), y0.max(y1));
        let mut before = y0;
        for x in x0..=x1 {
            let gone = (high - low) * (x - x0) / wide;
            let y = if y1 >= y0 { y0 + gone } else { y0.saturating_sub(gone) };
            for between in before.min(y)..=before.max(y) {
                self.dot(x, between);
            }
            before = y;
        }
    }

    /// Lays a mark over a cell; `yields` leaves what is there already.
    fn mark(&mut self, (column, row): (usize, usize), mark: (char, Token), yields: bool) {
        let has_dots = self.dots.get(row).and_then(|dots| dots.get(column)).is_some_and(|dots| *dots > 0);
        if let Some(cell) = self.over.get_mut(row).and_then(|row| row.get_mut(column))
            && !(yields && (has_dots || cell.is_some()))
        {
            *cell = Some(mark);
        }
    }

    fn row(&self, row: usize) -> impl Iterator<Item = (char, Token)> {
        let dots = self.dots.get(row).into_iter().flatten();
        let over = self.over.get(row).into_iter().flatten();
        dots.zip(over).map(|(dots, over)| match over {
            Some(mark) => *mark,
            None if *dots == 0 => (' ', Token::Text),
            None => (char::from_u32(0x2800 + dots).unwrap_or(' '), Token::Accent),
        })
    }
}

/// Spans of the same token as one.
fn spans(ui: Ui, cells: impl Iterator<Item = (char, Token)>) -> Vec<Span<'static>> {
    let mut runs: Vec<(Token, String)> = Vec::new();
    for (c, token) in cells {
        match runs.last_mut() {
            Some((last, run)) if *last == token => run.push(c),
            _ => runs.push((token, c.to_string())),
        }
    }
    runs.into_iter().map(|(token, run)| ui.span(token, run)).collect()
}

/// The chart in `height` lines of at most `width` cells.
pub fn lines(
    ui: Ui,
    row: &FigureRow,
    series: &Series,
    (width, height): (usize, usize),
) -> Vec<Line<'static>> {
    let Some(extent) = series.extent() else { return Vec::new() };
    let lang = ui.lang;
    let legend = legend(ui, row, series, width.saturating_sub(2));
    let rows = height.saturating_sub(FOOT + legend.len()).max(3);
    let [low, high] = [extent.0, extent.1].map(|end| in_unit(lang, row, end.rounded(series.decimals)));
    let left = text::width(&low).max(text::width(&high)).min(width / 4);
    let target = level(row).map(|(_, level)| lang.figures_chart_target(&in_unit(lang, row, level)));
    let right = target.as_deref().map_or(0, |label| text::width(label) + 1).min(width / 3);
    let mut plot = Plot::new(width.saturating_sub(left + right + 3).max(4), rows);
    let steps = u16::try_from(rows * 4).unwrap_or(u16::MAX).saturating_sub(1);
    let down = |height: u16| usize::from(steps.saturating_sub(height));
    let heights = series.heights(extent, steps);
    let count = heights.len();
    // What the newest period comes to while bodies are missing from it is no step from the one before.
    let joined = count.saturating_sub(usize::from(row.series.last().is_some_and(is_partial)));
    for run in series.runs() {
        let places: Vec<(usize, usize)> = (run.first..(run.first + run.values.len()).min(joined))
            .filter_map(|index| {
                heights.get(index).copied().flatten().map(|height| (plot.x(index, count), down(height)))
            })
            .collect();
        for (from, to) in places.iter().zip(places.iter().skip(1)) {
            plot.join(*from, *to);
        }
    }
    for (index, (point, height)) in series.points.iter().zip(&heights).enumerate() {
        let Some(height) = height else { continue };
        let mark = match point.point {
            Point::Value { partial: true, .. } => (PARTIAL, Token::Warn),
            Point::Value { estimated: true, .. } => ('○', Token::Accent),
            _ => ('●', Token::Accent),
        };
        plot.mark((plot.x(index, count) / 2, down(*height) / 4), mark, false);
    }
    for index in series.breaks().into_iter().filter(|index| *index > 0) {
        let column = usize::midpoint(plot.x(index - 1, count), plot.x(index, count)) / 2;
        for row in 0..rows {
            plot.mark((column, row), ('┊', Token::Muted), true);
        }
    }
    let line_row = series.line_heights(extent, steps).last().map(|height| down(*height) / 4);
    if let Some(row) = line_row {
        for column in 0..plot.width {
            plot.mark((column, row), ('╌', Token::Warn), true);
        }
    }
    let mut lines: Vec<Line<'static>> = (0..rows)
        .map(|at| {
            let scale = match at {
                0 => high.as_str(),
                at if at + 1 == rows => low.as_str(),
                _ => "",
            };
            let mut line = vec![ui.span(Token::Muted, format!(" {} │", text::fit_right(scale, left)))];
            line.extend(spans(ui, plot.row(at)));
            if let Some(label) = target.as_deref().filter(|_| line_row == Some(at)) {
                line.push(ui.span(Token::Warn, format!(" {}", text::cut(label, right.saturating_sub(1)))));
            }
            Line::from(line)
        })
        .collect();
    let mut foot = vec!['─'; plot.width];
    for (index, _) in heights.iter().enumerate().filter(|(_, height)| height.is_none()) {
        if let Some(cell) = foot.get_mut(plot.x(index, count) / 2) {
            *cell = '×';
        }
    }
    let foot: String = foot.into_iter().collect();
    lines.push(ui.line(Token::Muted, format!(" {} └{foot}", " ".repeat(left))));
    let ends =
        [series.points.first(), series.points.last()].map(|point| Some(words::period(lang, &point?.label)));
    if let [Some(first), Some(last)] = ends {
        let gap = plot.width.saturating_sub(text::width(&first) + text::width(&last)).max(1);
        let ends = format!(" {}  {first}{}{last}", " ".repeat(left), " ".repeat(gap));
        lines.push(ui.line(Token::Muted, text::cut(&ends, width)));
    }
    lines.extend(legend.into_iter().map(|piece| ui.line(Token::Muted, format!(" {piece}"))));
    lines
}

/// What the marks that are in the chart mean.
fn legend(ui: Ui, row: &FigureRow, series: &Series, width: usize) -> Vec<String> {
    let lang = ui.lang;
    let any = |is_so: fn(&Point) -> bool| series.points.iter().any(|point| is_so(&point.point));
    let whole = |of: &Point| matches!(of, Point::Value { estimated: false, partial: false, .. });
    let estimated = |of: &Point| matches!(of, Point::Value { estimated: true, partial: false, .. });
    let partial = row.series.iter().rfind(|point| is_partial(point));
    let marks = [
        any(whole).then(|| ('●', lang.figures_point().to_owned())),
        any(estimated).then(|| ('○', lang.figures_point_estimated().to_owned())),
        partial.map(|point| (PARTIAL, partial_words(lang, row, point))),
        any(|point| *point == Point::Missing).then(|| ('×', lang.figures_point_missing().to_owned())),
        (!series.breaks().is_empty()).then(|| ('┊', lang.figures_legend_break().to_owned())),
    ];
    let shown = marks.into_iter().flatten().map(|(mark, means)| format!("{mark} {means}"));
    text::lines(&shown.collect::<Vec<_>>().join("  "), width, 2)
}

/// The lines that chart and table have both, so that what follows stays where it is when they are swapped.
pub fn height(series: &Series) -> usize {
    if tells(series) { (series.points.len() + 1).max(12) } else { series.points.len() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_a_dot_in_every_column_and_no_hole_where_it_is_steep() {
        let mut plot = Plot::new(2, 2);
        plot.join((0, 7), (3, 0));
        let cells: Vec<String> =
            (0..2).map(|row| plot.row(row).map(|(c, _)| c).collect::<String>()).collect();
        assert_eq!(cells, [" ⣸", "⣰⠃"]);
        assert_eq!((plot.x(0, 1), plot.x(0, 2), plot.x(1, 2)), (0, 0, 3));
    }

    #[test]
    fn a_mark_that_yields_covers_nothing() {
        let mut plot = Plot::new(2, 1);
        plot.dot(0, 0);
        plot.mark((0, 0), ('╌', Token::Warn), true);
        plot.mark((1, 0), ('╌', Token::Warn), true);
        plot.mark((1, 0), ('●', Token::Accent), false);
        assert_eq!(plot.row(0).map(|(c, _)| c).collect::<String>(), "⠁●");
    }
}
