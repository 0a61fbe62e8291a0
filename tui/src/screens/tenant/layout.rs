//! Where the blocks stand: below each other, or in columns side by side where the window is wide.

use dondoc_shared::{text::Lang, wire::national::TenantPage};

use super::rows::{Block, Counts, Row, Section, block};
use crate::ui::body_of;

/// The columns in windows of at least this many cells, from left to right.
const PLANS: [(u16, &[&[Section]]); 3] = [
    (
        170,
        &[
            &[Section::Work, Section::Figures, Section::Ageing, Section::Waiting],
            &[Section::People],
            &[Section::Answers, Section::Urges, Section::Acts],
        ],
    ),
    (
        110,
        &[
            &[Section::Work, Section::Figures, Section::Ageing, Section::Waiting, Section::Answers],
            &[Section::People, Section::Urges, Section::Acts],
        ],
    ),
    (
        0,
        &[&[
            Section::Work,
            Section::Figures,
            Section::Ageing,
            Section::Waiting,
            Section::People,
            Section::Answers,
            Section::Urges,
            Section::Acts,
        ]],
    ),
];

/// Lines above the blocks: name and kind of the tenant, a blank one.
pub const HEAD: usize = 2;

/// Lines of the blocks that a window of this size shows.
pub fn page_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(HEAD)
}

/// The page in a window.
#[derive(Debug)]
pub struct Laid {
    /// Blocks below each other, column by column.
    pub columns: Vec<Vec<Block>>,
    /// Cells of a column, the gap behind it left out.
    pub width: usize,
}

/// Where a row stands.
struct Stands {
    column: usize,
    block: usize,
    /// Its first line, that of the head of its block where it is the first row there, and the line after its last.
    line: usize,
    head: usize,
    end: usize,
}

impl Laid {
    /// The page in a window of this size.
    pub fn of(page: &TenantPage, counts: Counts<'_>, lang: Lang, size: (u16, u16)) -> Self {
        let plan = PLANS.iter().find(|(least, _)| size.0 >= *least).map_or(&[][..], |(_, plan)| *plan);
        // A blank before each column, and two more between them.
        let gaps = plan.len().saturating_mul(3);
        let width = usize::from(size.0).saturating_sub(gaps).checked_div(plan.len()).unwrap_or_default();
        let block = |section: &Section| block(*section, page, counts, (lang, width));
        let columns = plan.iter().map(|sections| sections.iter().map(block).collect());
        Self { columns: columns.collect(), width }
    }

    /// All rows, column by column.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.columns.iter().flatten().flat_map(|block| &block.rows)
    }

    /// Lines of the longest column.
    pub fn length(&self) -> usize {
        self.stands().iter().map(|row| row.end).max().unwrap_or(0)
    }

    fn stands(&self) -> Vec<Stands> {
        let mut all = Vec::new();
        let mut number = 0;
        for (column, blocks) in self.columns.iter().enumerate() {
            let mut line = 0;
            for block in blocks {
                // The head of the block, and behind its rows a blank line.
                let mut head = line;
                line += 1;
                for row in &block.rows {
                    let end = line + row.lines.len();
                    all.push(Stands { column, block: number, line, head, end });
                    (line, head) = (end, end);
                }
                line += 1;
                number += 1;
            }
        }
        all
    }

    /// The first line to be shown so that row `here` is visible, as near as can be to `top`.
    pub fn top(&self, top: usize, here: usize, size: (u16, u16)) -> usize {
        let (stands, page) = (self.stands(), page_rows(size));
        let Some(row) = stands.get(here) else { return top };
        let top = top.min(self.length().saturating_sub(page));
        // A row longer than the window is read from its beginning.
        top.max(row.end.saturating_sub(page)).min(row.head)
    }

    /// The first row of the block after or before that of row `here`; behind the last comes the first.
    pub fn block_beside(&self, here: usize, after: bool) -> usize {
        let stands = self.stands();
        let blocks = stands.last().map_or(1, |row| row.block + 1);
        let of = stands.get(here).map_or(0, |row| row.block);
        let wanted = if after { of + 1 } else { of + blocks - 1 } % blocks;
        stands.iter().position(|row| row.block == wanted).unwrap_or(0)
    }

    /// The row of the next column at the height of row `here`; none where there is no such column.
    pub fn beside(&self, here: usize, right: bool) -> Option<usize> {
        let stands = self.stands();
        let row = stands.get(here)?;
        let column = if right { row.column.checked_add(1)? } else { row.column.checked_sub(1)? };
        let there = stands.iter().enumerate().filter(|(_, other)| other.column == column);
        there.min_by_key(|(_, other)| other.line.abs_diff(row.line)).map(|(place, _)| place)
    }
}
