//! What of a matrix a window has room for, what its cells say, and what a row or column has to be urged about.

use dondoc_shared::{
    id::AssignmentId,
    lifecycle::Status,
    wire::matrix::{DirectiveMatrix, MatrixCell, MatrixRow},
};

use crate::ui::{
    body_of,
    size::{is_cropped, is_one_column},
    text::width,
    theme::Token,
};

/// A row or a column, which is urged as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// One body, several tasks.
    Row,
    /// One task, several bodies.
    Column,
}

/// Cells of the frozen column at least: a short name, and how much is overdue.
const FROZEN: usize = 9;
/// The same at most: a whole name where there is room.
const WIDEST: usize = 44;
/// Days above which work is overdue for long.
const LONG: i32 = 30;

/// How the cells of a window are shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geometry {
    /// Rows above the bodies.
    pub above: usize,
    /// Rows below them.
    pub below: usize,
    /// Cells of the frozen column, behind a blank.
    pub frozen: usize,
    /// Cells of every other column, the blank before it counted.
    pub cell: usize,
    /// Bodies that are visible at once.
    pub rows: usize,
    /// Tasks that are visible at once.
    pub columns: usize,
}

impl Geometry {
    /// The matrix in a window of this size, the [`widest`] of whose cells is known.
    pub fn of(of: &DirectiveMatrix, widest: usize, size: (u16, u16)) -> Self {
        let (above, below) = match size {
            size if is_cropped(size) => (2, 2),
            size if is_one_column(size) => (3, 3),
            _ => (3, 4),
        };
        let all = usize::from(size.0).saturating_sub(1);
        let most = all.saturating_sub(FROZEN).max(1);
        let cell = (widest + 1).min(most);
        let columns = most.checked_div(cell).unwrap_or(0).clamp(1, of.columns.len().max(1));
        let frozen = all.saturating_sub(columns * cell).clamp(FROZEN.min(all), WIDEST);
        let rows = usize::from(body_of(size).height).saturating_sub(above + below);
        Self { above, below, frozen, cell, rows: rows.max(1), columns }
    }
}

/// The widest of what stands in the cells and above them.
pub fn widest(of: &DirectiveMatrix) -> usize {
    let cells = of.rows.iter().flat_map(|row| &row.cells).map(|cell| width(&content(cell).1));
    cells.chain(of.columns.iter().map(|column| width(&column.code))).max().unwrap_or(0)
}

/// The assignment of a body in a column; none where it does not lead the task.
pub fn cell_of(row: &MatrixRow, column: usize) -> Option<&MatrixCell> {
    let place = row.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
    row.cells.get(place)
}

/// What of a row or column, that of the cell `here`, is overdue and with the body: each with its code.
pub fn to_urge(
    of: &DirectiveMatrix,
    line: Line,
    here: (usize, usize),
) -> impl Iterator<Item = (AssignmentId, String)> {
    let is_in = move |row: usize, cell: &MatrixCell| match line {
        Line::Row => row == here.0,
        Line::Column => cell.column == here.1,
    };
    of.rows.iter().enumerate().flat_map(move |(place, row)| {
        let cells = row.cells.iter().filter(move |cell| is_in(place, cell) && cell.is_to_urge());
        cells.filter_map(|cell| {
            let task = of.columns.get(cell.column)?;
            Some((cell.assignment, format!("{}/{}", task.code, row.tenant.slug)))
        })
    })
}

/// How many assignments of a column are overdue.
pub fn overdue_in(of: &DirectiveMatrix, column: usize) -> usize {
    of.rows.iter().filter_map(|row| cell_of(row, column)).filter(|cell| cell.days_overdue > 0).count()
}

/// How many assignments of a row are overdue.
pub fn overdue_of(row: &MatrixRow) -> usize {
    row.cells.iter().filter(|cell| cell.days_overdue > 0).count()
}

/// The sign of a state: no two states share one, in ASCII neither.
fn sign(status: Status) -> &'static str {
    match status {
        Status::Assigned => "○",
        Status::Acknowledged => "•",
        Status::InProgress => "▸",
        Status::Proposed => "↑",
        Status::Submitted => "◆",
        Status::Returned => "‹",
        Status::Refused => "✗",
        Status::Suspended => "=",
        Status::Withdrawn => "–",
        Status::Accepted => "✓",
    }
}

/// What a cell says and how it looks: the sign of its state; days overdue, level and open urges as far as there are any. The
/// colour repeats what stands there.
pub fn content(cell: &MatrixCell) -> (Token, String) {
    let mut said = sign(cell.status).to_owned();
    if cell.days_overdue > 0 {
        said.push_str(&cell.days_overdue.to_string());
    }
    if cell.level > 0 && cell.status.is_open() {
        said.push_str(&format!("/{}", cell.level));
    }
    if cell.unanswered_urges > 0 {
        said.push('?');
    }
    let token = match cell.status {
        _ if cell.days_overdue > LONG => Token::Danger,
        _ if cell.days_overdue > 0 => Token::Warn,
        Status::Accepted => Token::Good,
        Status::Submitted => Token::Accent,
        Status::Returned | Status::Refused => Token::Warn,
        Status::Suspended | Status::Withdrawn => Token::Muted,
        _ => Token::Text,
    };
    (token, said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_states_have_the_same_sign_not_even_in_ascii() {
        use crate::ui::glyphs::Glyphs;
        use ratatui::{buffer::Buffer, layout::Rect, style::Style};
        let signs: Vec<&str> = Status::ALL.iter().map(|status| sign(*status)).collect();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
        buffer.set_string(0, 0, signs.concat(), Style::new());
        assert_eq!(signs.len(), buffer.content.len());
        Glyphs { ascii: true, spoken: false }.replace(&mut buffer);
        let ascii: std::collections::HashSet<&str> =
            buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(ascii.len(), signs.len(), "{ascii:?}");
        assert!(!ascii.contains("."), "the sign of a task that is not led");
    }
}
