//! One CSV file into checked cells: header, number of fields, UTF-8, characters and length.
//!
//! A cell that is wrong is recorded once and read as absent, so that one mistake yields one fault and the rest of the
//! row is still checked.

use csv::{ByteRecord, ReaderBuilder, Trim};
use jiff::civil::Date;

use super::{
    fault::{Fault, FaultKind},
    words::Word,
};

/// A file larger than this is not read; the real ones have under 50 kB.
const MAX_BYTES: usize = 4 << 20;

/// How much of a wrong text a fault quotes.
const QUOTED: usize = 60;

/// The file that is being read, and what was found wrong in it.
pub(super) struct Sheet<'a> {
    file: &'a str,
    columns: &'static [&'static str],
    /// Whether there was a header line at all.
    read: bool,
    /// For each column the index of its field, absent if the header lacks it.
    fields: Vec<Option<usize>>,
    pub(super) faults: Vec<Fault>,
}

/// One line of a sheet.
pub(super) struct Line<'s, 'a> {
    sheet: &'s mut Sheet<'a>,
    number: u64,
    record: ByteRecord,
}

/// Reads the file and hands each of its lines to `each`; answers the sheet for faults that are found later.
pub(super) fn read<'a>(
    file: &'a str,
    bytes: &[u8],
    columns: &'static [&'static str],
    mut each: impl FnMut(&mut Line<'_, 'a>),
) -> Sheet<'a> {
    let mut sheet = Sheet::absent(file, columns);
    if bytes.len() > MAX_BYTES {
        sheet.fault(1, 1, "", FaultKind::FileTooLarge { limit: MAX_BYTES });
        return sheet;
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(bytes);
    let mut lines = LineCounter { bytes, offset: 0, line: 1 };
    let mut width = None;
    // Reading from memory fails for no other reason than the end of the file.
    for record in reader.byte_records().map_while(Result::ok) {
        let number = lines.at(record.position().map_or(0, csv::Position::byte));
        let Some(width) = width else {
            width = Some(record.len());
            sheet.read = true;
            sheet.header(number, &record);
            continue;
        };
        if record.len() == width {
            each(&mut Line { sheet: &mut sheet, number, record });
        } else {
            let kind = FaultKind::FieldCount { expected: width, found: record.len() };
            sheet.fault(number, 1, "", kind);
        }
    }
    if width.is_none() {
        sheet.fault(1, 1, "", FaultKind::NoHeader);
    }
    sheet
}

impl<'a> Sheet<'a> {
    /// The sheet of a file that was not given.
    pub(super) fn absent(file: &'a str, columns: &'static [&'static str]) -> Self {
        Self { file, columns, read: false, fields: Vec::new(), faults: Vec::new() }
    }

    /// Whether the column could be read. If not, references to it cannot be checked.
    pub(super) fn has(&self, name: &str) -> bool {
        self.read && self.field(name).is_some()
    }

    /// Records a fault of a column of the row that begins on `line`.
    pub(super) fn fault_at(&mut self, line: u64, name: &str, kind: FaultKind) {
        let column = self.field(name).map_or(1, |field| field.saturating_add(1));
        self.fault(line, column, name, kind);
    }

    fn field(&self, name: &str) -> Option<usize> {
        let column = self.columns.iter().position(|column| *column == name)?;
        self.fields.get(column).copied().flatten()
    }

    fn fault(&mut self, line: u64, column: usize, field: &str, kind: FaultKind) {
        let column = u64::try_from(column).unwrap_or(u64::MAX);
        self.faults.push(Fault { file: self.file.to_owned(), line, column, field: field.to_owned(), kind });
    }

    fn header(&mut self, line: u64, record: &ByteRecord) {
        let mut found: Vec<&str> = Vec::new();
        for (name, column) in record.iter().zip(1..) {
            match checked(name, QUOTED) {
                Err(kind) => self.fault(line, column, "", kind),
                Ok(name) if found.contains(&name) => {
                    self.fault(line, column, "", FaultKind::DuplicateColumn { name: name.to_owned() });
                }
                Ok(name) if !self.columns.contains(&name) => {
                    self.fault(line, column, "", FaultKind::UnknownColumn { name: name.to_owned() });
                }
                Ok(name) => found.push(name),
            }
        }
        for &name in self.columns {
            let field = record.iter().position(|field| field == name.as_bytes());
            if field.is_none() {
                self.fault(line, 1, "", FaultKind::MissingColumn { name });
            }
            self.fields.push(field);
        }
    }
}

impl Line<'_, '_> {
    /// The line on which the row begins, from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Records a fault of the column.
    pub(super) fn fault(&mut self, name: &str, kind: FaultKind) {
        self.sheet.fault_at(self.number, name, kind);
    }

    /// The text, at most `limit` characters; empty where the cell is.
    pub(super) fn optional(&mut self, name: &str, limit: usize) -> Option<String> {
        let cell = self.record.get(self.sheet.field(name)?)?;
        match checked(cell, limit).map(str::to_owned) {
            Ok(text) => Some(text),
            Err(kind) => {
                self.fault(name, kind);
                None
            }
        }
    }

    /// The text, which may not be empty.
    pub(super) fn required(&mut self, name: &str, limit: usize) -> Option<String> {
        let text = self.optional(name, limit)?;
        if text.is_empty() {
            self.fault(name, FaultKind::Required);
            return None;
        }
        Some(text)
    }

    /// A text that `is` accepts; if not, what `wrong` makes of it.
    pub(super) fn shaped(
        &mut self,
        name: &str,
        limit: usize,
        is: fn(&str) -> bool,
        wrong: fn(String) -> FaultKind,
    ) -> Option<String> {
        let text = self.required(name, limit)?;
        if is(&text) {
            return Some(text);
        }
        self.fault(name, wrong(quoted(&text)));
        None
    }

    /// A word of the enumeration.
    pub(super) fn word<T: Word>(&mut self, name: &str) -> Option<T> {
        let text = self.required(name, QUOTED)?;
        let word = text.parse().ok();
        if word.is_none() {
            self.fault(name, FaultKind::UnknownWord { found: text, expected: T::WORDS });
        }
        word
    }

    /// A whole number from 1 to 32767.
    pub(super) fn number_of(&mut self, name: &str) -> Option<i32> {
        let text = self.required(name, QUOTED)?;
        let number = Some(text.as_str()).filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
        let number = number.and_then(|text| text.parse::<i16>().ok()).filter(|number| *number > 0);
        if number.is_none() {
            self.fault(name, FaultKind::WrongNumber { found: text });
        }
        number.map(i32::from)
    }

    /// Reads a date, `2024-07-25`.
    pub(super) fn date(&mut self, name: &str) -> Option<Date> {
        let text = self.required(name, QUOTED)?;
        let date = iso_date(&text);
        if date.is_none() {
            self.fault(name, FaultKind::WrongDate { found: text });
        }
        date
    }

    /// A date, or nothing where the cell is empty.
    #[expect(clippy::option_option, reason = "the outer level says whether the cell could be read")]
    pub(super) fn optional_date(&mut self, name: &str) -> Option<Option<Date>> {
        if self.optional(name, QUOTED)?.is_empty() { Some(None) } else { self.date(name).map(Some) }
    }

    /// The words of a list separated by semicolons; none where the cell is empty.
    pub(super) fn list(&mut self, name: &str, limit: usize) -> Option<Vec<String>> {
        let text = self.optional(name, limit)?;
        let words: Vec<String> =
            text.split(';').map(|word| word.trim().to_owned()).filter(|_| !text.is_empty()).collect();
        for (at, word) in words.iter().enumerate() {
            if words.iter().take(at).any(|earlier| earlier == word) {
                self.fault(name, FaultKind::NamedTwice { value: quoted(word) });
            }
        }
        Some(words)
    }
}

/// The start of a text, short enough to be quoted.
pub(super) fn quoted(text: &str) -> String {
    text.chars().take(QUOTED).collect()
}

fn checked(cell: &[u8], limit: usize) -> Result<&str, FaultKind> {
    let text = std::str::from_utf8(cell).map_err(|_| FaultKind::NotUtf8)?;
    if let Some(c) = text.chars().find(|c| forbidden(*c)) {
        return Err(FaultKind::ForbiddenCharacter { code_point: u32::from(c) });
    }
    if text.chars().count() > limit { Err(FaultKind::TooLong { limit }) } else { Ok(text) }
}

/// Control characters and line breaks, bidirectional overrides and isolates, invisible formatting characters.
fn forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Reads `YYYY-MM-DD` and no other of the many forms that a date parser accepts.
fn iso_date(text: &str) -> Option<Date> {
    let shape = text.bytes().map(|b| if b.is_ascii_digit() { b'0' } else { b });
    let date: Date = text.parse().ok().filter(|_| shape.eq(*b"0000-00-00"))?;
    Some(date).filter(|date| (2000..=2100).contains(&date.year()))
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
