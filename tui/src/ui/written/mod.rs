//! A list as it is written: lines, Markdown, CSV, JSON or a workbook, row by row.

mod columns;

use std::io::{self, Write};

use csv::QuoteStyle;
use dondoc_shared::{scrub::runs_in_spreadsheets, text::Lang, wire::assignment::AssignmentRow};
use jiff::civil::Date;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

pub use self::columns::Said;
use self::columns::{Cell, Columns, GAP};
use super::text::{cut, width};

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A line for each row, cut to so many cells if any.
    Lines(Option<usize>),
    /// A Markdown table.
    Markdown,
    /// CSV, with a byte order mark or without.
    Csv(bool),
    /// A JSON array.
    Json,
    /// A JSON object a line.
    JsonLines,
    /// An XLSX workbook.
    Workbook,
}

/// The most rows of a workbook, below its heads.
pub const MOST_IN_WORKBOOK: usize = 1_048_575;
/// A workbook opens with columns of this width; the last, what it is about, is wider.
const COLUMN: f64 = 14.0;
const TITLE: f64 = 80.0;

/// What is being written.
pub struct Sheet<W: Write> {
    lang: Lang,
    columns: Columns,
    body: Body<W>,
    /// Written so far.
    rows: u32,
}

enum Body<W: Write> {
    Lines(W, Option<usize>),
    Markdown(W),
    Csv(Box<csv::Writer<W>>, bool),
    Json(W),
    JsonLines(W),
    Workbook(W, Box<Workbook>),
}

impl<W: Write> Sheet<W> {
    /// Nothing is written yet: what cannot be read leaves no heads behind.
    pub fn new(out: W, kind: Kind, lang: Lang, said: Option<Said>) -> Self {
        let columns = match kind {
            Kind::Lines(cells) => Columns::of_lines(lang, said, cells),
            Kind::Markdown => Columns::of_lines(lang, said, None),
            _ => Columns::of_files(lang, said),
        };
        let body = match kind {
            Kind::Lines(cells) => Body::Lines(out, cells),
            Kind::Markdown => Body::Markdown(out),
            Kind::Csv(marked) => {
                let mut csv = csv::WriterBuilder::new();
                csv.quote_style(QuoteStyle::Necessary).terminator(csv::Terminator::CRLF);
                Body::Csv(Box::new(csv.from_writer(out)), marked)
            }
            Kind::Json => Body::Json(out),
            Kind::JsonLines => Body::JsonLines(out),
            Kind::Workbook => Body::Workbook(out, Box::default()),
        };
        Self { lang, columns, body, rows: 0 }
    }

    /// What stands above the first row.
    fn head(&mut self) -> io::Result<()> {
        let heads = self.columns.heads();
        let texts = || heads.iter().map(|head| (*head).to_owned()).collect::<Vec<_>>();
        match &mut self.body {
            Body::Lines(out, cells) => writeln!(out, "{}", line(&self.columns, &texts(), *cells)),
            Body::Markdown(out) => {
                writeln!(out, "{}", of_markdown(&texts()))?;
                writeln!(out, "|{}", "---|".repeat(heads.len()))
            }
            Body::Csv(csv, marked) => {
                let mark = if *marked { "\u{feff}" } else { "" };
                let marked = heads.iter().enumerate().map(|(place, head)| match place {
                    0 => format!("{mark}{head}"),
                    _ => (*head).to_owned(),
                });
                csv.write_record(marked).map_err(of_writer)
            }
            Body::Json(out) => write!(out, "["),
            Body::JsonLines(_) => Ok(()),
            Body::Workbook(_, book) => begin_workbook(book, &heads).map_err(io::Error::other),
        }
    }

    /// A row, as it was read on this local date.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn row(&mut self, row: &AssignmentRow, today: Date) -> io::Result<()> {
        if self.rows == 0 {
            self.head()?;
        }
        self.rows = self.rows.saturating_add(1);
        let (lang, columns) = (self.lang, &self.columns);
        let cells = || columns.row(row, today);
        let shown = || cells().iter().map(|cell| cell.shown(lang)).collect::<Vec<_>>();
        match &mut self.body {
            Body::Lines(out, cells) => writeln!(out, "{}", line(columns, &shown(), *cells)),
            Body::Markdown(out) => writeln!(out, "{}", of_markdown(&shown())),
            Body::Csv(csv, _) => csv.write_record(cells().iter().map(of_csv)).map_err(of_writer),
            Body::Json(out) => {
                out.write_all(if self.rows == 1 { b"\n" } else { b",\n" })?;
                Ok(serde_json::to_writer(out, row)?)
            }
            Body::JsonLines(out) => {
                serde_json::to_writer(&mut *out, row)?;
                writeln!(out)
            }
            Body::Workbook(_, book) => fill(book, self.rows, &cells()).map_err(io::Error::other),
        }
    }

    /// Ends it; answers what was written to.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn end(mut self) -> io::Result<W> {
        if self.rows == 0 {
            self.head()?;
        }
        let mut out = match self.body {
            Body::Lines(out, _) | Body::Markdown(out) | Body::JsonLines(out) => out,
            Body::Csv(mut csv, _) => {
                csv.flush()?;
                csv.into_inner().map_err(|error| io::Error::other(error.to_string()))?
            }
            Body::Json(mut out) => {
                writeln!(out, "{}]", if self.rows == 0 { "" } else { "\n" })?;
                out
            }
            Body::Workbook(mut out, mut book) => {
                let bytes = book.save_to_buffer().map_err(io::Error::other)?;
                out.write_all(&bytes)?;
                out
            }
        };
        out.flush()?;
        Ok(out)
    }
}

/// What lines and files call their columns, and print in them of a row.
#[cfg(test)]
pub fn heads_and_cells(lang: Lang, row: &AssignmentRow, today: Date) -> Vec<(String, String)> {
    let of = |columns: Columns| {
        let heads = columns.heads().into_iter().map(str::to_owned);
        heads.zip(columns.row(row, today).iter().map(|cell| cell.shown(lang))).collect::<Vec<_>>()
    };
    let said: Said = |_, _, _| Some("…".to_owned());
    [of(Columns::of_lines(lang, Some(said), None)), of(Columns::of_files(lang, Some(said)))].concat()
}

/// Cells one after the other, each filled up to its column, never cut but at the end of the line: a code that is cut is none.
fn line(columns: &Columns, shown: &[String], cells: Option<usize>) -> String {
    let mut line = String::new();
    for (place, text) in shown.iter().enumerate() {
        let text = text.replace('\n', " ");
        let column = columns.all.get(place).filter(|_| place + 1 < shown.len());
        let blanks = " ".repeat(column.map_or(0, |column| column.cells).saturating_sub(width(&text)));
        let is_right = column.is_some_and(|column| column.right);
        if place > 0 {
            line.push_str(&" ".repeat(GAP));
        }
        line.push_str(&if is_right { blanks + &text } else { text + &blanks });
    }
    let line = line.trim_end();
    cells.map_or_else(|| line.to_owned(), |cells| cut(line, cells))
}

fn of_markdown(cells: &[String]) -> String {
    let escaped = |cell: &String| cell.replace('\\', "\\\\").replace('|', "\\|").replace('\n', " ");
    format!("| {} |", cells.iter().map(escaped).collect::<Vec<_>>().join(" | "))
}

/// What a spreadsheet would run as a formula is marked as a text.
fn of_csv(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) if runs_in_spreadsheets(text) => format!("'{text}"),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Empty => String::new(),
    }
}

/// Whoever reads a pipe may have left, which is to be known as that.
fn of_writer(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn begin_workbook(book: &mut Workbook, heads: &[&str]) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    let bold = Format::new().set_bold();
    for (head, place) in heads.iter().zip(0u16..) {
        sheet.write_string_with_format(0, place, *head, &bold)?;
        let is_last = usize::from(place) + 1 == heads.len();
        sheet.set_column_width(place, if is_last { TITLE } else { COLUMN })?;
    }
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

fn fill(book: &mut Workbook, row: u32, cells: &[Cell]) -> Result<(), XlsxError> {
    let day_format = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.worksheet_from_index(0)?;
    for (cell, place) in cells.iter().zip(0u16..) {
        match cell {
            // As a text whatever it begins with: no formula comes of it.
            Cell::Text(text) => sheet.write_string(row, place, text)?,
            Cell::Number(number) => sheet.write_number(row, place, *number)?,
            Cell::Day(day) => sheet.write_datetime_with_format(row, place, *day, &day_format)?,
            Cell::Empty => continue,
        };
    }
    Ok(())
}
