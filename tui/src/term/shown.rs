//! What the terminal shows, so that rows which only move are moved by the terminal itself and not written again.

use std::{
    cmp::Reverse,
    hash::{DefaultHasher, Hash, Hasher},
};

use ratatui::buffer::Cell;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Rows that move within a stretch of the screen. The rows that come in are blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scroll {
    /// First row of the stretch.
    pub top: usize,
    /// Last row of it.
    pub bottom: usize,
    /// How far they move.
    pub by: usize,
    /// Towards the first row?
    pub up: bool,
}

impl Scroll {
    /// The row whose content comes to `row`; none where a blank one comes in.
    fn source(self, row: usize) -> Option<usize> {
        let from = if self.up { row.checked_add(self.by) } else { row.checked_sub(self.by) }?;
        (self.top..=self.bottom).contains(&from).then_some(from)
    }
}

/// A frame as it is cheapest: a scroll, then what still differs.
#[derive(Debug)]
pub struct Scrolled {
    /// What the terminal moves.
    pub scroll: Scroll,
    /// What is written after it.
    pub cells: Vec<(u16, u16, Cell)>,
}

/// A row of cells; none is the second half of a wide sign.
type Row = Vec<Option<Cell>>;

/// What the terminal shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    columns: usize,
    rows: Vec<Row>,
}

impl Shown {
    /// A terminal of this size that shows nothing.
    pub fn blank(columns: u16, rows: u16) -> Self {
        let columns = usize::from(columns);
        Self { columns, rows: vec![blank_row(columns); usize::from(rows)] }
    }

    /// Takes over what is to be written. Where it is less to scroll first, answers what then is left to be written.
    pub fn change(&mut self, cells: &[(u16, u16, Cell)]) -> Option<Scrolled> {
        // A row or two is never worth a scroll.
        if cells.len() <= self.columns * 2 {
            self.write(cells);
            return None;
        }
        let before = self.clone();
        self.write(cells);
        let scroll = before.scroll_to(self)?;
        let left = before.scrolled(scroll).differences(self);
        (left.len() + self.columns < cells.len()).then_some(Scrolled { scroll, cells: left })
    }

    /// Writes as the terminal does: half of a wide sign is a blank.
    fn write(&mut self, cells: &[(u16, u16, Cell)]) {
        for (x, y, cell) in cells {
            let Some(row) = self.rows.get_mut(usize::from(*y)) else { continue };
            let mut at = usize::from(*x);
            for sign in cell.symbol().graphemes(true) {
                let wide = sign.width();
                if wide == 0 {
                    continue;
                }
                if row.get(at).is_some_and(Option::is_none) {
                    clear_lead(row, at);
                }
                let end = at.saturating_add(wide);
                if row.get(end).is_some_and(Option::is_none)
                    && let Some(rest) = row.get_mut(end)
                {
                    *rest = Some(Cell::EMPTY);
                }
                for place in at..end {
                    if let Some(slot) = row.get_mut(place) {
                        *slot = (place == at).then(|| {
                            let mut shown = cell.clone();
                            shown.set_symbol(sign);
                            shown
                        });
                    }
                }
                at = end;
            }
        }
    }

    /// The scroll by which most rows come to where `after` has them.
    fn scroll_to(&self, after: &Self) -> Option<Scroll> {
        let (old, new): (Vec<u64>, Vec<u64>) =
            self.rows.iter().zip(&after.rows).map(|(old, new)| (digest(old), digest(new))).unzip();
        let moved = |by: usize, up: bool| {
            let pairs =
                old.iter().skip(if up { by } else { 0 }).zip(new.iter().skip(if up { 0 } else { by }));
            // In `new` a row stands `by` rows above or below its place in `old`.
            let from = if up { 0 } else { by };
            pairs.enumerate().filter(|(_, (old, new))| old == new).map(move |(place, _)| place + from)
        };
        let gain = |by: usize, up: bool| moved(by, up).filter(|row| old.get(*row) != new.get(*row)).count();
        let ways = (1..=old.len() / 2).flat_map(|by| [(by, true), (by, false)]);
        let (by, up) = ways.max_by_key(|(by, up)| (gain(*by, *up), Reverse(*by)))?;
        let mut rows = moved(by, up).filter(|row| old.get(*row) != new.get(*row));
        let first = rows.next()?;
        let last = rows.next_back().unwrap_or(first);
        Some(if up {
            Scroll { top: first, bottom: last + by, by, up }
        } else {
            Scroll { top: first.checked_sub(by)?, bottom: last, by, up }
        })
    }

    /// The same after a scroll.
    fn scrolled(&self, scroll: Scroll) -> Self {
        let row = |place: usize| {
            if !(scroll.top..=scroll.bottom).contains(&place) {
                return self.rows.get(place).cloned();
            }
            scroll.source(place).and_then(|from| self.rows.get(from).cloned())
        };
        let rows = (0..self.rows.len()).map(|place| row(place).unwrap_or_else(|| blank_row(self.columns)));
        Self { columns: self.columns, rows: rows.collect() }
    }

    /// What must be written so that this becomes `after`.
    fn differences(&self, after: &Self) -> Vec<(u16, u16, Cell)> {
        let mut left = Vec::new();
        for (y, (old, new)) in self.rows.iter().zip(&after.rows).enumerate() {
            for (x, cell) in new.iter().enumerate() {
                let Some(cell) = cell else { continue };
                let is_wide = new.get(x + 1).is_some_and(Option::is_none);
                let was_wide = old.get(x + 1).is_some_and(Option::is_none);
                let is_there = old.get(x).and_then(Option::as_ref) == Some(cell) && is_wide == was_wide;
                if !is_there && let (Ok(x), Ok(y)) = (u16::try_from(x), u16::try_from(y)) {
                    left.push((x, y, cell.clone()));
                }
            }
        }
        left
    }
}

fn blank_row(columns: usize) -> Row {
    vec![Some(Cell::EMPTY); columns]
}

/// The first half of a wide sign whose second half is written over.
fn clear_lead(row: &mut Row, at: usize) {
    if let Some(lead) = at.checked_sub(1).and_then(|lead| row.get_mut(lead)) {
        *lead = Some(Cell::EMPTY);
    }
}

fn digest(row: &Row) -> u64 {
    let mut hasher = DefaultHasher::new();
    for cell in row {
        let seen = cell.as_ref().map(|cell| (cell.symbol(), cell.fg, cell.bg, cell.modifier));
        seen.hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lines: &[&str]) -> Shown {
        let mut shown = Shown::blank(12, u16::try_from(lines.len()).unwrap());
        shown.write(&cells(lines));
        shown
    }

    fn cells(lines: &[&str]) -> Vec<(u16, u16, Cell)> {
        let mut cells = Vec::new();
        for (y, line) in (0..).zip(lines) {
            let mut x = 0;
            for sign in line.graphemes(true) {
                let mut cell = Cell::EMPTY;
                cell.set_symbol(sign);
                cells.push((x, y, cell));
                x += u16::try_from(sign.width()).unwrap();
            }
        }
        cells
    }

    #[test]
    fn rows_that_move_up_are_scrolled_and_the_one_that_comes_in_is_written() {
        let mut before =
            shown(&["đầu trang   ", "một         ", "hai         ", "ba          ", "cuối        "]);
        let after = cells(&["đầu trang   ", "hai         ", "ba          ", "bốn         ", "cuối        "]);
        let scrolled = before.change(&after).unwrap();
        assert_eq!(scrolled.scroll, Scroll { top: 1, bottom: 3, by: 1, up: true });
        assert_eq!(
            scrolled.cells.iter().map(|(x, y, _)| (*x, *y)).collect::<Vec<_>>(),
            [(0, 3), (1, 3), (2, 3)]
        );
        let back = cells(&["đầu trang   ", "một         ", "hai         ", "ba          ", "cuối        "]);
        let scrolled = before.change(&back).unwrap();
        assert_eq!(scrolled.scroll, Scroll { top: 1, bottom: 3, by: 1, up: false });
    }

    #[test]
    fn where_nothing_moves_nothing_is_scrolled() {
        let mut before = shown(&["một", "hai", "ba", "bốn"]);
        assert!(
            before
                .change(&cells(&["năm         ", "sáu         ", "bảy         ", "tám         "]))
                .is_none()
        );
        assert!(before.change(&cells(&["x"])).is_none());
    }

    #[test]
    fn what_covers_half_of_a_wide_sign_leaves_a_blank_of_the_other_half() {
        let mut shown = shown(&["漢字"]);
        let mut cell = Cell::EMPTY;
        cell.set_symbol("a");
        shown.write(&[(1, 0, cell.clone()), (2, 0, cell)]);
        let signs: Vec<_> =
            shown.rows[0].iter().take(5).map(|cell| cell.as_ref().map(Cell::symbol)).collect();
        assert_eq!(signs, [Some(" "), Some("a"), Some("a"), Some(" "), Some(" ")]);
    }
}
