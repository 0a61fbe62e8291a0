//! Reads a form that was filled in: an answer for each of its rows, and what must be put right first, by address. Whoever calls this
//! bounds its time and memory: the reader of cells is not ours (R157).

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Cursor,
};

use calamine::{DataRef, Reader, SheetType, Xlsx};
use dondoc_shared::{
    error::ErrorCode,
    figures::{CellState, NumberFormat},
    scrub::{clean, first_forbidden},
    text::Lang,
    wire::{
        report::MAX_REASON,
        workbook::{CellAddress, MAX_WORKBOOK, WorkbookFault},
    },
};
use serde::{Deserialize, Serialize};

use crate::{
    KEY_SHEET, Key, LAYOUT, digest,
    number::{is_percent, of_cell, of_text},
    parts::{self, Shown},
    place,
};

/// Rows of a sheet.
const MOST_ROWS: u32 = 10_000;
/// Cells of a sheet, empty ones included.
const MOST_CELLS: usize = 200_000;
/// Faults that are told at a time.
pub const MOST_FAULTS: usize = 50;

/// What a form says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// The report that it is of.
    pub key: Key,
    /// The place of its sheet, from 1.
    pub sheet: u32,
    /// One for each row, in the order of the form.
    pub answers: Vec<Answer>,
    /// What cannot be taken, in the order of the sheet.
    pub faults: Vec<(CellAddress, WorkbookFault)>,
    /// Cells whose answer a formula worked out.
    pub formulas: Vec<CellAddress>,
}

/// What a row says, as a draft holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Code of the indicator.
    pub indicator: String,
    /// The version of the cell that the form was made from.
    pub seen: i32,
    /// The first cell of the row that is filled in.
    pub at: CellAddress,
    /// The numerator or the number without thousands; empty for none.
    pub num: String,
    /// The denominator.
    pub den: String,
    /// What was chosen.
    pub state: CellState,
    /// Why there is no number.
    pub reason: String,
    /// Whether it is an estimate.
    pub estimated: bool,
}

/// A cell with something in it.
#[derive(Debug, Clone)]
enum Content {
    Number(f64),
    Text(String),
    /// A date, a truth value or an error.
    Other,
}

impl Content {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Other => String::new(),
        }
    }
}

#[derive(Debug)]
struct Cell {
    content: Content,
    percent: bool,
    formula: bool,
}

/// The cells of a sheet by row and column, from 0.
type Cells = BTreeMap<(u32, u16), Cell>;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

fn unreadable<E>(_: E) -> ErrorCode {
    ErrorCode::FileUnreadable
}

/// Reads a form.
///
/// # Errors
/// `too_large` and `file_empty` by its size; those of an Office file that cannot be opened; `workbook_foreign` for a workbook that is no
/// form of ours, or no longer as it was made.
pub fn read(content: &[u8]) -> Result<Filled, ErrorCode> {
    if content.is_empty() {
        return Err(ErrorCode::FileEmpty);
    }
    if content.len() > MAX_WORKBOOK {
        return Err(ErrorCode::TooLarge);
    }
    let parts = parts::judge(content)?;
    let mut book = Book::new(Cursor::new(content)).map_err(unreadable)?;
    let sheets: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    if !sheets.iter().any(|name| name == KEY_SHEET) {
        return Err(ErrorCode::WorkbookForeign);
    }
    let known = Known::of(&cells(&mut book, KEY_SHEET)?).ok_or(ErrorCode::WorkbookForeign)?;
    for (sheet, name) in (1..).zip(&sheets).filter(|(_, name)| *name != KEY_SHEET) {
        let cells = cells(&mut book, name)?;
        if known.is_form(&cells) {
            let shown = parts.sheets.get(name).cloned().unwrap_or_default();
            return Ok(
                Reading { sheet, cells, known: &known, faults: vec![], formulas: vec![] }.whole(&shown)
            );
        }
    }
    Err(ErrorCode::WorkbookForeign)
}

/// The cells of a sheet that hold something.
fn cells(book: &mut Book<'_>, sheet: &str) -> Result<Cells, ErrorCode> {
    let mut cells = Cells::new();
    let mut reader = book.worksheet_cells_reader(sheet).map_err(unreadable)?;
    let percent: BTreeSet<usize> = (0..)
        .zip(reader.styles())
        .filter(|(_, style)| {
            style.number_format.as_ref().is_some_and(|format| is_percent(&format.format_code))
        })
        .map(|(place, _)| place)
        .collect();
    let mut count = 0usize;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(unreadable)? {
        count = count.saturating_add(1);
        let (row, column) = cell.get_position();
        let content = match cell.get_value() {
            DataRef::Empty => None,
            DataRef::Int(number) => number.to_string().parse().ok().map(Content::Number),
            DataRef::Float(number) => Some(Content::Number(*number)),
            DataRef::String(text) => Some(Content::Text(text.clone())),
            DataRef::SharedString(text) => Some(Content::Text((*text).to_owned())),
            _ => Some(Content::Other),
        };
        let content =
            content.filter(|content| !matches!(content, Content::Text(text) if text.trim().is_empty()));
        if count > MOST_CELLS || (content.is_some() && row >= MOST_ROWS) {
            return Err(ErrorCode::FileTooMuchInside);
        }
        if let Some(content) = content {
            let column = u16::try_from(column).map_err(unreadable)?;
            cells.insert((row, column), Cell { content, percent: percent.contains(&style), formula: false });
        }
    }
    drop(reader);
    let mut reader = book.worksheet_cells_reader(sheet).map_err(unreadable)?;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(unreadable)? {
        let (row, column) = cell.pos;
        if cell.formula.is_some() && row < MOST_ROWS {
            let at = (row, u16::try_from(column).map_err(unreadable)?);
            let found = cells.entry(at);
            found.or_insert(Cell { content: Content::Other, percent: false, formula: true }).formula = true;
        }
    }
    Ok(cells)
}

fn text(cells: &Cells, at: (u32, u16)) -> String {
    cells.get(&at).map(|cell| cell.content.text()).unwrap_or_default()
}

/// What the hidden sheet says.
struct Known {
    key: Key,
    digest: String,
    /// Code and version of each indicator.
    rows: Vec<(String, i32)>,
}

impl Known {
    fn of(cells: &Cells) -> Option<Self> {
        let told = |row| text(cells, (row, 1));
        let key = Key { regime: told(1), period: told(2), body: told(3), revision: told(4).parse().ok()? };
        let rows = (place::KEYS..MOST_ROWS).map(|row| (text(cells, (row, 0)), told(row)));
        let rows = rows.take_while(|(code, _)| !code.is_empty());
        let rows: Option<Vec<_>> = rows.map(|(code, seen)| Some((code, seen.parse().ok()?))).collect();
        (told(0) == LAYOUT).then_some(Self { key, digest: told(5), rows: rows? })
    }

    /// Whether the heads are those that the form was made with.
    fn is_form(&self, cells: &Cells) -> bool {
        let heads: Vec<String> =
            (0..place::COLUMNS).map(|column| text(cells, (place::HEADS, column))).collect();
        let rows = self.rows.iter().map(|(code, seen)| (code.as_str(), *seen));
        digest(&self.key, heads.iter().map(String::as_str), rows) == self.digest
    }
}

/// A form that is being read.
struct Reading<'a> {
    sheet: u32,
    cells: Cells,
    known: &'a Known,
    faults: Vec<(CellAddress, WorkbookFault)>,
    formulas: Vec<CellAddress>,
}

impl Reading<'_> {
    fn at(&self, (row, column): (u32, u16)) -> CellAddress {
        let (row, column) = (row.saturating_add(1), u32::from(column).saturating_add(1));
        CellAddress { sheet: self.sheet, row, column }
    }

    fn fault(&mut self, at: (u32, u16), fault: WorkbookFault) {
        let at = self.at(at);
        self.faults.push((at, fault));
    }

    fn whole(mut self, shown: &Shown) -> Filled {
        self.look_at_what_is_shown(shown);
        let rows = self.rows();
        let declared = self.declared();
        let mut answers = vec![];
        let known = self.known;
        for (place, (code, seen)) in (place::HEADS + 1..).zip(&known.rows) {
            match rows.get(code.as_str()) {
                Some(row) => answers.push(self.answer(*row, code, *seen, declared)),
                None => self.fault((place, place::CODE), WorkbookFault::MissingRow),
            }
        }
        self.faults.sort_unstable();
        self.faults.dedup();
        self.faults.truncate(MOST_FAULTS);
        Filled {
            key: self.known.key.clone(),
            sheet: self.sheet,
            answers,
            faults: self.faults,
            formulas: self.formulas,
        }
    }

    /// What nobody can see is not taken for an answer, and of merged cells nobody knows whose answer it is.
    fn look_at_what_is_shown(&mut self, shown: &Shown) {
        for row in shown.hidden.iter().filter_map(|row| row.checked_sub(1)) {
            let filled = self.cells.range((row, 0)..=(row, u16::MAX)).next().is_some();
            if row >= place::HEADS && filled {
                self.fault((row, place::CODE), WorkbookFault::HiddenRow);
            }
        }
        let sheet = self.sheet;
        let corner = |cell: &str| CellAddress::try_from(format!("{sheet}!{cell}")).ok();
        for range in &shown.merged {
            let corners: Option<Vec<CellAddress>> = range.split(':').map(corner).collect();
            match corners.as_deref() {
                // Above the heads nothing is asked; what begins there may end among the answers.
                Some(corners) if corners.iter().all(|at| at.row <= place::HEADS) => {}
                Some([at, ..]) => self.faults.push((*at, WorkbookFault::MergedCells)),
                _ => self.fault((place::HEADS, place::CODE), WorkbookFault::MergedCells),
            }
        }
    }

    /// Where each indicator stands: by its code, so that blank rows move nothing.
    fn rows(&mut self) -> BTreeMap<String, u32> {
        let mut rows = BTreeMap::new();
        let filled: BTreeSet<u32> =
            self.cells.keys().map(|(row, _)| *row).filter(|row| *row > place::HEADS).collect();
        for row in filled {
            let code = text(&self.cells, (row, place::CODE));
            let asked = self.known.rows.iter().any(|(known, _)| *known == code);
            let columns: Vec<u16> =
                self.cells.range((row, 0)..=(row, u16::MAX)).map(|((_, column), _)| *column).collect();
            if code.is_empty() {
                for column in columns {
                    self.fault((row, column), WorkbookFault::ExtraCell);
                }
            } else if !asked || rows.contains_key(&code) {
                self.fault((row, place::CODE), WorkbookFault::ExtraRow);
            } else {
                for column in columns.into_iter().filter(|column| *column >= place::COLUMNS) {
                    self.fault((row, column), WorkbookFault::ExtraCell);
                }
                rows.insert(code, row);
            }
        }
        rows
    }

    /// How the form says that numbers are written where they are text.
    fn declared(&mut self) -> Option<NumberFormat> {
        let word = text(&self.cells, place::SPELLING);
        let told = |format: &NumberFormat| Lang::ALL.iter().any(|lang| format.name(*lang) == word);
        let found = NumberFormat::ALL.iter().copied().find(told);
        if found.is_some() {
            self.name_formula(place::SPELLING);
        } else if !word.is_empty() {
            self.fault(place::SPELLING, WorkbookFault::UnknownWord);
        }
        found
    }

    fn answer(&mut self, row: u32, code: &str, seen: i32, declared: Option<NumberFormat>) -> Answer {
        let first = (place::NUM..place::COLUMNS).find(|column| self.cells.contains_key(&(row, *column)));
        Answer {
            indicator: code.to_owned(),
            seen,
            at: self.at((row, first.unwrap_or(place::NUM))),
            num: self.number((row, place::NUM), declared),
            den: self.number((row, place::DEN), declared),
            state: self.state((row, place::STATE)),
            reason: self.reason((row, place::REASON)),
            estimated: self.estimated((row, place::ESTIMATED)),
        }
    }

    fn number(&mut self, at: (u32, u16), declared: Option<NumberFormat>) -> String {
        let Some(cell) = self.cells.get(&at) else { return String::new() };
        let read = match &cell.content {
            Content::Other if cell.formula => Err(WorkbookFault::FormulaWithoutValue),
            Content::Other => Err(WorkbookFault::NotANumber),
            _ if cell.percent => Err(WorkbookFault::PercentTyped),
            Content::Number(number) => of_cell(*number),
            Content::Text(text) => of_text(text, declared),
        };
        if read.is_ok() {
            self.name_formula(at);
        }
        read.unwrap_or_else(|fault| {
            self.fault(at, fault);
            String::new()
        })
    }

    /// Names a cell whose answer was taken, where a formula worked it out.
    fn name_formula(&mut self, at: (u32, u16)) {
        if self.cells.get(&at).is_some_and(|cell| cell.formula) {
            let at = self.at(at);
            self.formulas.push(at);
        }
    }

    fn state(&mut self, at: (u32, u16)) -> CellState {
        let word = self.word(at);
        let told = |state: &CellState| Lang::ALL.iter().any(|lang| state.name(*lang) == word);
        let found = CellState::ALL.iter().copied().find(told);
        if found.is_some() {
            self.name_formula(at);
        } else if !word.is_empty() {
            self.fault(at, WorkbookFault::UnknownWord);
        }
        found.unwrap_or(CellState::Value)
    }

    fn estimated(&mut self, at: (u32, u16)) -> bool {
        let word = self.word(at);
        let yes = Lang::ALL.iter().any(|lang| lang.workbook_yes() == word);
        if yes {
            self.name_formula(at);
        } else if !word.is_empty() {
            self.fault(at, WorkbookFault::UnknownWord);
        }
        yes
    }

    fn word(&mut self, at: (u32, u16)) -> String {
        if self.cells.get(&at).is_some_and(|cell| matches!(cell.content, Content::Other)) {
            self.fault(at, WorkbookFault::UnknownWord);
        }
        text(&self.cells, at).to_lowercase()
    }

    fn reason(&mut self, at: (u32, u16)) -> String {
        let reason = clean(&text(&self.cells, at));
        let bad = reason.chars().count() > MAX_REASON || first_forbidden(&reason).is_some();
        let other = self.cells.get(&at).is_some_and(|cell| matches!(cell.content, Content::Other));
        if bad || other {
            self.fault(at, WorkbookFault::TextRefused);
            return String::new();
        }
        self.name_formula(at);
        reason
    }
}
