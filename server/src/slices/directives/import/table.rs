//! One CSV file into rows of cells: header, number of fields, and each cell by itself.
//!
//! A cell that is wrong is recorded once and read as absent, so that one mistake yields one fault and the rest of the
//! row is still checked.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
};

use csv::{ByteRecord, ReaderBuilder, Trim};
use dondoc_shared::text::Lang;

use super::{
    cells::{Cell, cleaned, plain, quoted},
    fault::{Fault, Wrong},
};

/// One file: its name, one of [`FILES`](super::FILES), and what it holds.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The file's name without its folder.
    pub name: &'a str,
    /// All of its bytes.
    pub bytes: &'a [u8],
}

/// A file larger than this is not read; the real ones have under 50 kB.
const MAX_BYTES: usize = 4 << 20;

/// The cells of a row of one of the files.
pub(super) trait Row: Sized {
    /// The row when every cell can be read.
    type Whole;

    /// The columns of its file.
    const COLUMNS: &'static [&'static str];

    /// Reads each cell and checks those that must fit each other.
    fn read(line: &mut Line<'_, '_>) -> Self;

    /// The row, where every cell could be read.
    fn whole(self) -> Option<Self::Whole>;

    /// Whether a cell that could be read is another than that of the row.
    fn differs(&self, whole: &Self::Whole) -> bool;
}

/// The rows. Where nothing is wrong, each cell could be read.
pub(super) fn whole<R: Row>(rows: Vec<(u64, R)>) -> Vec<R::Whole> {
    rows.into_iter().filter_map(|(_, row)| row.whole()).collect()
}

/// A file that was read.
pub(super) struct Table<'a, R> {
    pub(super) sheet: Sheet<'a>,
    /// Rows with the line on which each begins.
    pub(super) rows: Vec<(u64, R)>,
}

/// Where the columns of a file stand, and what is wrong in it.
pub(super) struct Sheet<'a> {
    file: &'a str,
    /// Was the file given at all?
    given: bool,
    /// The field of each column that the header has, from 0.
    columns: BTreeMap<&'static str, usize>,
    /// The line on which each value of a unique column stands first.
    seen: BTreeMap<(&'static str, String), u64>,
    pub(super) faults: Vec<Fault>,
}

/// One line of a sheet.
pub(super) struct Line<'s, 'a> {
    sheet: &'s mut Sheet<'a>,
    number: u64,
    record: &'s ByteRecord,
}

impl<'a, R: Row> Table<'a, R> {
    /// Reads the one of the sources that has the name; without it the table is empty.
    pub(super) fn read(sources: &[Source<'a>], file: &'a str) -> Self {
        let source = sources.iter().find(|source| source.name == file);
        let sheet = Sheet {
            file,
            given: source.is_some(),
            columns: BTreeMap::new(),
            seen: BTreeMap::new(),
            faults: Vec::new(),
        };
        let mut table = Self { sheet, rows: Vec::new() };
        match source {
            Some(source) if source.bytes.len() > MAX_BYTES => {
                table.sheet.fault(
                    1,
                    1,
                    "",
                    Wrong::new("file_too_large", |t| t.import_file_too_large(MAX_BYTES)),
                );
            }
            Some(source) => table.read_lines(source.bytes),
            None => {}
        }
        table
    }

    fn read_lines(&mut self, bytes: &[u8]) {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let open = open_quotation(bytes);
        if let Some(OpenQuotation { line, field, .. }) = open {
            let wrong = Wrong::new("open_quotation", Lang::import_open_quotation);
            self.sheet.fault(line, field, "", wrong);
        }
        // Of its row nothing can be said.
        let bytes = open.and_then(|open| bytes.get(..open.row)).unwrap_or(bytes);
        if open.is_some() && bytes.is_empty() {
            return;
        }
        let mut reader =
            ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(bytes);
        let mut lines = LineCounter { bytes, offset: 0, line: 1 };
        // Reading from memory fails for no other reason than the end of the file.
        let mut records = reader.byte_records().map_while(Result::ok).map(|record| {
            let number = lines.at(record.position().map_or(0, csv::Position::byte));
            (number, record)
        });
        let Some((number, header)) = records.next() else {
            return self.sheet.fault(1, 1, "", Wrong::new("no_header", Lang::import_no_header));
        };
        let expected = header.len();
        let records: Vec<(u64, ByteRecord)> = records.collect();
        // A header that fits no line is one mistake.
        let other = records.first().map(|(_, record)| record.len()).filter(|len| *len != expected);
        if let Some(other) = other.filter(|_| records.len() > 1)
            && records.iter().all(|(_, record)| record.len() == other)
        {
            let wrong = Wrong::new("field_count", |t| t.import_header_count(expected, other));
            return self.sheet.fault(number, 1, "", wrong);
        }
        self.sheet.header(number, &header, R::COLUMNS);
        for (number, record) in records {
            if record.len() == expected {
                let row = R::read(&mut Line { sheet: &mut self.sheet, number, record: &record });
                self.rows.push((number, row));
            } else {
                let wrong = Wrong::new("field_count", |t| t.import_field_count(expected, record.len()));
                self.sheet.fault(number, 1, "", wrong);
            }
        }
    }

    /// The values of a column, or none if they cannot be known: then nothing can be said of what refers to it.
    pub(super) fn keys(&self, column: &str, key: fn(&R) -> Option<&String>) -> Option<BTreeSet<&str>> {
        let lost = self.sheet.given && !self.sheet.columns.contains_key(column);
        let keys = || self.rows.iter().filter_map(|(_, row)| key(row)).map(String::as_str).collect();
        (!lost).then(keys)
    }
}

impl Sheet<'_> {
    /// Records a fault of a column of the row that begins on `line`.
    pub(super) fn fault_at(&mut self, line: u64, name: &str, wrong: Wrong) {
        let column = self.columns.get(name).map_or(1, |field| field.saturating_add(1));
        self.fault(line, column, name, wrong);
    }

    /// What is wrong, by line and column.
    pub(super) fn in_order(mut self) -> Vec<Fault> {
        self.take_faults()
    }

    /// The same, which the sheet then forgets.
    pub(super) fn take_faults(&mut self) -> Vec<Fault> {
        self.faults.sort_by_key(|fault| (fault.line, fault.column));
        std::mem::take(&mut self.faults)
    }

    fn fault(&mut self, line: u64, column: usize, field: &str, wrong: Wrong) {
        let column = u64::try_from(column).unwrap_or(u64::MAX);
        self.faults.push(Fault { file: self.file.to_owned(), line, column, field: field.to_owned(), wrong });
    }

    fn header(&mut self, line: u64, record: &ByteRecord, columns: &'static [&'static str]) {
        let mut unknown: Vec<(usize, String)> = Vec::new();
        for (field, name) in record.iter().enumerate() {
            // What cannot be seen makes another name of it, which is spelled out.
            let wrong = match cleaned(name) {
                Err(wrong) => wrong,
                Ok(name) => match columns.iter().find(|column| **column == name) {
                    Some(column) if !self.columns.contains_key(column) => {
                        self.columns.insert(column, field);
                        continue;
                    }
                    Some(column) => Wrong::new("duplicate_column", |t| t.import_duplicate_column(column)),
                    None => {
                        unknown.push((field, name));
                        continue;
                    }
                },
            };
            self.fault(line, field.saturating_add(1), "", wrong);
        }
        let mut missing: Vec<&'static str> =
            columns.iter().copied().filter(|name| !self.columns.contains_key(name)).collect();
        // One mistake is one fault: the column is read as the one that is meant.
        let is_only = unknown.len() == 1 && missing.len() == 1;
        for (field, name) in unknown {
            let meant = missing.iter().position(|column| is_only || alike(column, &name));
            let meant = meant.map(|place| missing.remove(place));
            if let Some(column) = meant {
                self.columns.insert(column, field);
            }
            let wrong = Wrong::new("unknown_column", |t| t.import_unknown_column(&quoted(&name), meant));
            self.fault(line, field.saturating_add(1), "", wrong);
        }
        for name in missing {
            self.fault(line, 1, "", Wrong::new("missing_column", |t| t.import_missing_column(name)));
        }
    }
}

/// Whether a name differs from a column's in case and separators alone.
fn alike(column: &str, name: &str) -> bool {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    letters(column) == letters(name)
}

/// A quotation that is still open at the end of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct OpenQuotation {
    /// The line on which it begins, from 1.
    line: u64,
    /// The field in its row, from 1.
    field: usize,
    /// Where its row begins.
    row: usize,
}

/// Looks for a quotation that never ends, which the reader would end with the file: of a file that was cut off it would read a part
/// as the whole.
fn open_quotation(bytes: &[u8]) -> Option<OpenQuotation> {
    enum State {
        Begin,
        Plain,
        Quoted(OpenQuotation),
        /// After a quotation mark in one: its end, or the first of a doubled mark.
        Ended(OpenQuotation),
    }
    let mut here = OpenQuotation { line: 1, field: 1, row: 0 };
    let mut state = State::Begin;
    for (place, byte) in bytes.iter().enumerate() {
        state = match (state, byte) {
            (State::Begin, b'"') => State::Quoted(here),
            (State::Quoted(from), b'"') => State::Ended(from),
            (State::Ended(from), b'"') | (State::Quoted(from), _) => State::Quoted(from),
            (_, b',') => {
                here.field = here.field.saturating_add(1);
                State::Begin
            }
            (_, b'\r' | b'\n') => {
                (here.field, here.row) = (1, place.saturating_add(1));
                State::Begin
            }
            _ => State::Plain,
        };
        here.line = here.line.saturating_add(u64::from(*byte == b'\n'));
    }
    match state {
        State::Quoted(from) => Some(from),
        _ => None,
    }
}

impl Line<'_, '_> {
    /// What the cell of a column holds; absent where the header lacks the column or the cell is wrong.
    pub(super) fn cell<T>(&mut self, column: &'static str, read: impl Fn(&str) -> Cell<T>) -> Option<T> {
        let cell = self.record.get(*self.sheet.columns.get(column)?)?;
        match plain(cell).and_then(|text| read(&text)) {
            Ok(value) => Some(value),
            Err(wrong) => {
                self.fault(column, wrong);
                None
            }
        }
    }

    /// Records a fault of the column where another row has the same value in it.
    pub(super) fn unique(&mut self, column: &'static str, value: Option<&impl Display>) {
        let Some(value) = value.map(ToString::to_string).filter(|value| !value.is_empty()) else { return };
        let first = *self.sheet.seen.entry((column, value.clone())).or_insert(self.number);
        if first != self.number {
            self.fault(column, Wrong::new("duplicate", |t| t.import_duplicate(&quoted(&value), first)));
        }
    }

    /// Records a fault of the column.
    pub(super) fn fault(&mut self, column: &str, wrong: Wrong) {
        self.sheet.fault_at(self.number, column, wrong);
    }
}

/// Turns byte offsets, asked for in ascending order, into lines.
///
/// The reader's own line numbers lag behind after `\r\n` and blank lines: an offset stands where the record before
/// ended.
struct LineCounter<'a> {
    bytes: &'a [u8],
    offset: usize,
    line: u64,
}

impl LineCounter<'_> {
    /// The line of the first byte at or after the offset that is no line end.
    fn at(&mut self, offset: u64) -> u64 {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        while let Some(byte) = self.bytes.get(self.offset)
            && (self.offset < offset || matches!(byte, b'\r' | b'\n'))
        {
            self.line = self.line.saturating_add(u64::from(*byte == b'\n'));
            self.offset = self.offset.saturating_add(1);
        }
        self.line
    }
}
