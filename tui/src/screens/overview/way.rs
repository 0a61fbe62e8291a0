//! The way of the cursor over the first page: the blocks above, the columns beside, the grid of tenants below.

use dondoc_shared::wire::national::Overview;

use super::{Spot, grid::Grid, side::Block};
use crate::{keys::Command, ui::list};

/// Where a row beside the tenants stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stand {
    line: usize,
    block: usize,
    spot: Spot,
}

/// The page as it is laid out.
pub struct Way<'a> {
    figures: &'a Overview,
    grid: &'a Grid,
    fixed: Vec<Spot>,
    /// The columns beside, from left to right.
    side: Vec<Vec<Stand>>,
    /// The row of the window in which the first line of the grid would stand, and how many lines are visible.
    grid_at: (usize, usize),
}

/// The rows of the columns on which the cursor can stand, each with its line.
fn stands(columns: &[Vec<Block>]) -> Vec<Vec<Stand>> {
    let mut number = 0;
    let mut all = Vec::new();
    for blocks in columns {
        let mut line = 0;
        let mut column = Vec::new();
        for block in blocks {
            for row in &block.rows {
                line += 1;
                column.extend(row.spot.clone().map(|spot| Stand { line, block: number, spot }));
            }
            line += 2;
            number += 1;
        }
        all.push(column);
    }
    all
}

/// The row of a column that stands nearest to a line.
fn nearest(column: &[Stand], line: usize) -> Option<Spot> {
    column.iter().min_by_key(|stand| stand.line.abs_diff(line)).map(|stand| stand.spot.clone())
}

impl<'a> Way<'a> {
    /// Over the page as it is laid out.
    pub fn over(
        (figures, grid): (&'a Overview, &'a Grid),
        columns: &[Vec<Block>],
        grid_at: (usize, usize),
    ) -> Self {
        Self { figures, grid, fixed: Spot::fixed(), side: stands(columns), grid_at }
    }

    fn beside(&self, spot: &Spot) -> Option<(usize, usize)> {
        let place = |column: &Vec<Stand>| column.iter().position(|stand| stand.spot == *spot);
        self.side.iter().enumerate().find_map(|(nth, column)| place(column).map(|place| (nth, place)))
    }

    /// Whether the cursor can stand there.
    pub fn has(&self, spot: &Spot) -> bool {
        self.fixed.contains(spot)
            || self.beside(spot).is_some()
            || self.grid.place(self.figures, spot).is_some()
    }

    /// The first spot of every block, in the order of Tab.
    fn heads(&self) -> Vec<Spot> {
        let mut heads: Vec<Spot> = Vec::new();
        let mut last = None;
        let fixed = self.fixed.iter().map(|spot| ((0, spot.block()), spot));
        let side = self.side.iter().flatten().map(|stand| ((1, stand.block), &stand.spot));
        for (block, spot) in fixed.chain(side) {
            if last.replace(block) != Some(block) {
                heads.push(spot.clone());
            }
        }
        heads.extend(self.grid.first(self.figures));
        heads
    }

    /// The place among the heads of the block in which a spot stands.
    fn block_of(&self, spot: &Spot, heads: usize) -> usize {
        if let Some(fixed) = self.fixed.iter().find(|fixed| *fixed == spot) {
            return fixed.block();
        }
        let blocks = |until: usize| {
            let mut all: Vec<usize> = self.side.iter().flatten().map(|stand| stand.block).collect();
            all.dedup();
            all.iter().filter(|block| **block < until).count()
        };
        let beside = self.beside(spot).and_then(|(column, place)| self.side.get(column)?.get(place));
        let above = self.fixed.last().map_or(0, |spot| spot.block() + 1);
        beside.map_or(heads.saturating_sub(1), |stand| above + blocks(stand.block))
    }

    fn tab(&self, from: &Spot, forward: bool) -> Option<Spot> {
        let heads = self.heads();
        let by = if forward { 1 } else { heads.len().saturating_sub(1) };
        let to = (self.block_of(from, heads.len()) + by).checked_rem(heads.len())?;
        heads.get(to).cloned()
    }

    /// Where a command leads from a spot; nowhere if it is no movement.
    pub fn moved(&self, from: &Spot, command: Command) -> Option<Spot> {
        if matches!(command, Command::NextPane | Command::PreviousPane) {
            return self.tab(from, command == Command::NextPane);
        }
        if let Some((column, place)) = self.beside(from) {
            return self.leaving_side(column, place, command);
        }
        if let Some(at) = self.grid.place(self.figures, from) {
            return self.leaving_grid(from, at, command);
        }
        let here = self.fixed.iter().position(|spot| spot == from).unwrap_or(0);
        let first = || self.grid.first(self.figures);
        match command {
            Command::Up => self.fixed.get(here.saturating_sub(1)).cloned(),
            Command::Down => self.fixed.get(here + 1).cloned().or_else(first),
            Command::Right if from.block() == self.fixed.last().map_or(0, Spot::block) => {
                // The rows of this block begin on the fifth row of the window.
                let line =
                    4 + self.fixed.iter().take(here).filter(|spot| spot.block() == from.block()).count();
                self.side.first().and_then(|column| nearest(column, line)).or_else(first)
            }
            Command::Right => self.tab(from, true),
            Command::Left => self.tab(from, false),
            Command::Bottom => {
                self.grid.at(self.figures, (self.grid.lines.len().saturating_sub(1), usize::MAX))
            }
            _ => None,
        }
    }

    fn leaving_side(&self, column: usize, place: usize, command: Command) -> Option<Spot> {
        let rows = self.side.get(column)?;
        let line = rows.get(place)?.line;
        let over = |column: Option<usize>| column.and_then(|column| nearest(self.side.get(column)?, line));
        match command {
            Command::Left if column == 0 => {
                let queues = self.fixed.last().map_or(0, Spot::block);
                self.fixed.iter().find(|spot| spot.block() == queues).cloned()
            }
            Command::Left => over(column.checked_sub(1)),
            Command::Right => over(column.checked_add(1)),
            command => {
                let to = list::moved(command, place, rows.len(), rows.len())?;
                rows.get(to).map(|stand| stand.spot.clone())
            }
        }
    }

    fn leaving_grid(&self, from: &Spot, (line, cell): (usize, usize), command: Command) -> Option<Spot> {
        let to = self.grid.moved(self.figures, (line, cell), command, self.grid_at.1);
        match command {
            Command::Up if line == 0 => self.fixed.last().cloned(),
            Command::Right => {
                let leaves = to
                    .as_ref()
                    .and_then(|to| self.grid.place(self.figures, to))
                    .is_none_or(|to| to.0 != line);
                let beside = || nearest(self.side.first()?, self.grid_at.0 + line);
                if leaves { beside().or(to) } else { to }
            }
            _ => to.or_else(|| Some(from.clone())),
        }
    }
}
