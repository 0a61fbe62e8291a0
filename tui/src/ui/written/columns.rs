//! The columns of a list outside of the screens: of the lines that people read, and of files.

use dondoc_shared::{text::Lang, wire::assignment::AssignmentRow};
use jiff::civil::Date;

use crate::ui::{time::date_of, words};

/// What waits on a row, in a sentence.
pub type Said = fn(Lang, &AssignmentRow, Option<Date>) -> Option<String>;

/// Blanks between two columns.
pub const GAP: usize = 2;
/// Cells that what it is about has in a window, before a column less is shown.
const TITLE: usize = 30;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A number, which a spreadsheet can add up.
    Number(i32),
    /// A day.
    Day(Date),
    /// Nothing.
    Empty,
}

impl Cell {
    fn of<T: Into<Self>>(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }

    /// As a person reads it.
    pub fn shown(&self, lang: Lang) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => lang.date(*day),
            Self::Empty => String::new(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i32> for Cell {
    fn from(number: i32) -> Self {
        Self::Number(number)
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

/// A column.
pub struct Column {
    /// What it is called.
    pub head: &'static str,
    /// Cells of a line that it fills at least; none for the last.
    pub cells: usize,
    /// Written against its right edge.
    pub right: bool,
    /// Its place among those that get room; the first ones always have it.
    rank: u8,
    cell: fn(Lang, &AssignmentRow) -> Cell,
}

impl Column {
    fn new(head: &'static str, cells: usize, cell: fn(Lang, &AssignmentRow) -> Cell) -> Self {
        Self { head, cells, right: false, rank: 0, cell }
    }

    fn right(self) -> Self {
        Self { right: true, ..self }
    }

    fn rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }
}

/// The columns of a list.
pub struct Columns {
    lang: Lang,
    /// From left to right.
    pub all: Vec<Column>,
    said: Option<Said>,
}

impl Columns {
    /// Those of lines, of so many cells if that matters: what is chosen by, then what it is about.
    pub fn of_lines(lang: Lang, said: Option<Said>, cells: Option<usize>) -> Self {
        let mut all = vec![
            Column::new(lang.tui_column_code(), 24, |_, row| row.code.as_str().into()),
            Column::new(lang.verbs_column_body(), 6, |_, row| row.tenant.short.as_str().into()).rank(6),
            Column::new(lang.tui_column_status(), 12, |lang, row| row.status.short(lang).into()).rank(1),
            Column::new("%", 4, |_, row| i32::from(row.percent).into()).right().rank(4),
            Column::new(lang.tui_column_late(), 22, |lang, row| {
                let open = words::lateness(lang, row).filter(|_| row.status.is_open());
                let none = || if row.status.is_open() { lang.no_deadline() } else { lang.tui_closed_short() };
                open.map_or_else(|| none().to_owned(), |(_, late)| late).into()
            }),
            Column::new(lang.tui_column_due(), 14, |lang, row| {
                Cell::of(row.due_on.map(|due| lang.due_date(due, row.due_precision)))
            })
            .rank(5),
            Column::new(lang.tui_column_level(), 3, |_, row| i32::from(row.level).into()).right().rank(2),
            Column::new(lang.tui_column_urges(), 3, |_, row| row.unanswered_urges.into()).right().rank(3),
            title(lang),
        ];
        if let Some(cells) = cells {
            let wide = |all: &[Column]| all.iter().map(|column| column.cells + GAP).sum::<usize>();
            for rank in (1..=6).rev() {
                if wide(&all) + TITLE > cells {
                    all.retain(|column| column.rank != rank);
                }
            }
        }
        Self { lang, all, said }
    }

    /// Those of files: whatever can be counted, sorted or added up there.
    pub fn of_files(lang: Lang, said: Option<Said>) -> Self {
        let all = vec![
            Column::new(lang.tui_column_code(), 0, |_, row| row.code.as_str().into()),
            Column::new(lang.verbs_column_body_key(), 0, |_, row| row.tenant.slug.as_str().into()),
            Column::new(lang.verbs_column_body(), 0, |lang, row| {
                lang.pick(&row.tenant.name_vi, &row.tenant.name_en).into()
            }),
            Column::new(lang.verbs_column_part(), 0, |lang, row| row.part.name(lang).into()),
            Column::new(lang.tui_column_status(), 0, |lang, row| row.status.name(lang).into()),
            Column::new(lang.verbs_column_percent(), 0, |_, row| i32::from(row.percent).into()),
            Column::new(lang.tui_column_due(), 0, |_, row| Cell::of(row.due_on)),
            Column::new(lang.verbs_column_original_due(), 0, |_, row| Cell::of(row.original_due_on)),
            Column::new(lang.verbs_column_days_overdue(), 0, |_, row| row.days_overdue.into()),
            Column::new(lang.verbs_column_days_left(), 0, |_, row| Cell::of(row.working_days_left)),
            Column::new(lang.verbs_column_level(), 0, |_, row| i32::from(row.level).into()),
            Column::new(lang.verbs_column_urges(), 0, |_, row| row.urges.into()),
            Column::new(lang.verbs_column_unanswered(), 0, |_, row| row.unanswered_urges.into()),
            Column::new(lang.verbs_column_last_urge(), 0, |_, row| Cell::of(row.last_urged_on)),
            Column::new(lang.verbs_column_last_report(), 0, |_, row| {
                Cell::of(row.last_report_at.map(date_of))
            }),
            Column::new(lang.verbs_column_completed(), 0, |_, row| Cell::of(row.completed_on)),
            Column::new(lang.tui_column_assignee(), 0, |_, row| Cell::of(row.assignee.as_deref())),
            Column::new(lang.tui_column_directive(), 0, |_, row| row.directive.as_str().into()),
            Column::new(lang.verbs_column_clause(), 0, |_, row| row.clause.as_str().into()),
            title(lang),
        ];
        Self { lang, all, said }
    }

    /// What they are called, and that of what waits, which stands before what it is about.
    pub fn heads(&self) -> Vec<&'static str> {
        let mut heads: Vec<&'static str> = self.all.iter().map(|column| column.head).collect();
        if self.said.is_some() {
            heads.insert(heads.len().saturating_sub(1), self.lang.verbs_column_waits());
        }
        heads
    }

    /// A row of it.
    pub fn row(&self, row: &AssignmentRow, today: Date) -> Vec<Cell> {
        let mut cells: Vec<Cell> = self.all.iter().map(|column| (column.cell)(self.lang, row)).collect();
        if let Some(said) = self.said {
            let waits = Cell::of(said(self.lang, row, Some(today)));
            cells.insert(cells.len().saturating_sub(1), waits);
        }
        cells
    }
}

fn title(lang: Lang) -> Column {
    Column::new(lang.tui_column_title(), 0, |lang, row| lang.pick(&row.title_vi, &row.title_en).into())
}
