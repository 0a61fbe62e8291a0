//! Workbooks of figures: the form of a report as a file that is filled in elsewhere, and what one that came back says (R155–R158).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::report::{DraftSaved, FindingRow};
use crate::{coded::coded, figures::CellState};

/// The largest workbook, in bytes.
pub const MAX_WORKBOOK: usize = 5 * 1024 * 1024;

coded! {
    /// Why a cell of a workbook cannot be taken as it stands.
    WorkbookFault {
        /// `1.234` as text, and nothing says whether that is a thousand.
        AmbiguousNumber = "ambiguous_number",
        /// Text, a date or a truth value where a number is asked for.
        NotANumber = "not_a_number",
        /// Separators that are not where thousands would be.
        BadThousands = "bad_thousands",
        /// A percentage, where numerator and denominator are asked for.
        PercentTyped = "percent_typed",
        /// More digits than are kept exactly.
        TooManyDigits = "too_many_digits",
        /// A formula that was never worked out, or ends in an error.
        FormulaWithoutValue = "formula_without_value",
        /// A number where the form asks for none.
        NotAsked = "not_asked",
        /// None of the words of the list.
        UnknownWord = "unknown_word",
        /// Longer than it may be, or with characters that no text of ours has.
        TextRefused = "text_refused",
        /// Part of cells that were merged.
        MergedCells = "merged_cells",
        /// In a row that is hidden.
        HiddenRow = "hidden_row",
        /// Something was written where the form has no cell.
        ExtraCell = "extra_cell",
        /// The form has no such row, or has it twice.
        ExtraRow = "extra_row",
        /// A row of the form is gone.
        MissingRow = "missing_row",
        /// The form of another body.
        OtherBody = "other_body",
        /// The form of another period.
        OtherPeriod = "other_period",
        /// The form was made before figures were filed that it does not know.
        OlderRevision = "older_revision",
    }
}

/// A cell of a workbook: `1!D14` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct CellAddress {
    /// The place of the sheet, from 1.
    pub sheet: u32,
    /// From 1.
    pub row: u32,
    /// From 1.
    pub column: u32,
}

impl CellAddress {
    /// The column and row as a spreadsheet writes them: `D14`.
    pub fn cell(self) -> String {
        let (mut letters, mut left) = (vec![], self.column);
        while left > 0 {
            let place = (left - 1) % 26;
            letters.push(char::from_u32(u32::from(b'A') + place).unwrap_or('?'));
            left = (left - 1) / 26;
        }
        letters.iter().rev().collect::<String>() + &self.row.to_string()
    }
}

impl fmt::Display for CellAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}!{}", self.sheet, self.cell()))
    }
}

impl From<CellAddress> for String {
    fn from(at: CellAddress) -> Self {
        at.to_string()
    }
}

impl TryFrom<String> for CellAddress {
    type Error = crate::coded::UnknownWord;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let read = || {
            let (sheet, cell) = text.split_once('!')?;
            let letters = cell.trim_end_matches(|c: char| c.is_ascii_digit());
            let row = cell.strip_prefix(letters)?.parse().ok()?;
            let column = letters.chars().try_fold(0u32, |column, letter| {
                let place = u32::from(letter).checked_sub(u32::from(b'A')).filter(|place| *place < 26)?;
                column.checked_mul(26)?.checked_add(place)?.checked_add(1)
            })?;
            Some(Self { sheet: sheet.parse().ok()?, row, column }).filter(|at| at.column > 0)
        };
        read().ok_or(crate::coded::UnknownWord)
    }
}

/// A cell that cannot be taken, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkbookFaultRow {
    /// `1!D14`: the sheet's place, and the cell.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub at: CellAddress,
    /// The stable word.
    pub code: WorkbookFault,
    /// What is wrong, in the reader's language.
    pub message: String,
}

/// A cell of the report that the workbook changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkbookChange {
    /// Code of the indicator.
    pub indicator: String,
    /// What it is called.
    pub name_vi: String,
    /// The same in English.
    pub name_en: String,
    /// The first cell of its row that was filled in: `1!G14`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub at: CellAddress,
    /// What stands in the draft, in the reader's language.
    pub old: String,
    /// What stands in the workbook, in the reader's language.
    pub new: String,
    /// The first number without thousands, as it will be written.
    pub num: String,
    /// The second number.
    pub den: String,
    /// Whether numbers are meant, or why there are none.
    pub state: CellState,
    /// Why there is no number.
    pub reason: String,
    /// Whether the number is an estimate.
    pub estimated: bool,
    /// The version of the cell that the workbook was made from.
    pub seen: i32,
    /// Who has changed it since; empty for nobody. Writing leaves it as they left it.
    pub changed_by: String,
    /// What the checks find in it: errors, with which the report could not be filed, before warnings and notices.
    pub findings: Vec<FindingRow>,
}

/// `POST /api/v1/reports/{id}/workbook`: what a workbook says, beside what stands in the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkbookRead {
    /// The cells that it changes, in the order of the form.
    pub changes: Vec<WorkbookChange>,
    /// Cells that it leaves as they are.
    pub unchanged: usize,
    /// What must be put right in the file before anything of it is written; at most 50.
    pub faults: Vec<WorkbookFaultRow>,
    /// The cells whose number a formula worked out.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub formulas: Vec<CellAddress>,
    /// What became of the draft; none while nothing was written.
    pub saved: Option<DraftSaved>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_written_as_a_spreadsheet_writes_it_and_read_back() {
        for (row, column, cell) in [(14, 4, "D14"), (1, 26, "Z1"), (9, 27, "AA9"), (2, 703, "AAA2")] {
            let at = CellAddress { sheet: 1, row, column };
            assert_eq!(at.cell(), cell);
            assert_eq!(CellAddress::try_from(at.to_string()), Ok(at));
        }
        for none in ["D14", "1!", "1!14", "1!d14", "x!D14", "1!D99999999999"] {
            assert!(CellAddress::try_from(none.to_owned()).is_err(), "{none}");
        }
    }
}
