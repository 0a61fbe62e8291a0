//! Periods, and the reports that bodies owe for them: cells as they were typed, and as they are understood.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    coded::coded,
    error::ErrorCode,
    figures::{CellState, Direction, Entry, NumberFormat, OverBodies, OverTime},
    id::AssignmentId,
    lifecycle::Status,
    period::PeriodState,
};

/// The most cells of one request.
pub const MOST_CELLS: usize = 200;
/// The longest number, in characters.
pub const MAX_NUMBER: usize = 60;
/// The longest reason for which there is no number, in characters.
pub const MAX_REASON: usize = 500;

/// A period of a regime. Dates are local dates; each day is included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PeriodRow {
    /// `CT`
    pub regime: String,
    /// What the regime is called.
    pub regime_vi: String,
    /// The same in English.
    pub regime_en: String,
    /// `2024-M07`
    pub code: String,
    /// First day of what is counted.
    pub from_on: Date,
    /// Last day of what is counted.
    pub to_on: Date,
    /// First day on which figures may be entered.
    pub opens_on: Date,
    /// Last day on which a report is in time.
    pub due_on: Date,
    /// Last day on which figures may be entered.
    pub cutoff_on: Date,
    /// Last day on which a report is waited for.
    pub close_on: Date,
    /// Whether reports are owed for it already.
    pub state: PeriodState,
    /// Whether its figures are invented.
    pub simulated: bool,
    /// Counts the acts on it, from 1.
    pub version: i32,
}

impl PeriodRow {
    /// What it is called in addresses: `CT-2024-M07`.
    pub fn key(&self) -> String {
        format!("{}-{}", self.regime, self.code)
    }
}

/// A report of a body, without its cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportRow {
    /// The period.
    pub period: PeriodRow,
    /// The assignment that the report is.
    pub assignment: AssignmentId,
    /// Its state, which is the report's.
    pub status: Status,
    /// When it is due, as extended.
    pub due_on: Option<Date>,
    /// The newest revision filed; 0 before the first.
    pub revision: i32,
    /// Local date on which it was first filed.
    pub first_filed_on: Option<Date>,
    /// Share of the compulsory cells that are filled.
    pub percent: i16,
    /// Version of the assignment.
    pub version: i32,
}

/// `GET /api/v1/reports`: the reports that a body owes or has filed, the newest period first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reports {
    /// The reports.
    pub items: Vec<ReportRow>,
}

coded! {
    /// The part of a cell that is wrong.
    CellPart {
        /// The numerator, or the number.
        Num = "num",
        /// The denominator.
        Den = "den",
        /// Both together, or the state.
        Cell = "cell",
        /// The reason for which there is no number.
        Reason = "reason",
    }
}

/// Why a cell cannot be filed yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CellTrouble {
    /// The part that is wrong.
    pub part: CellPart,
    /// The stable word of the fault.
    pub code: String,
    /// The fault in the reader's language.
    pub message: String,
}

/// A cell of a report: what is asked, what was typed, what it says, and what was said before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CellRow {
    /// Code of the indicator.
    pub indicator: String,
    /// What it is called.
    pub name_vi: String,
    /// The same in English.
    pub name_en: String,
    /// What it is counted in.
    pub unit_vi: String,
    /// The same in English.
    pub unit_en: String,
    /// What the first number counts.
    pub numerator_vi: String,
    /// The same in English.
    pub numerator_en: String,
    /// What the second number counts; empty where there is none.
    pub denominator_vi: String,
    /// The same in English.
    pub denominator_en: String,
    /// What counts, in a sentence.
    pub concept_vi: String,
    /// The same in English.
    pub concept_en: String,
    /// How it adds up over bodies.
    pub over_bodies: OverBodies,
    /// How it adds up over time.
    pub over_time: OverTime,
    /// Which way is better.
    pub direction: Direction,
    /// Stored numbers are ten to this power times as large.
    pub scale: u8,
    /// Whether the report cannot be filed without it.
    pub compulsory: bool,
    /// The first number as typed.
    pub num: String,
    /// The second number as typed.
    pub den: String,
    /// How these numbers are written.
    pub format: NumberFormat,
    /// Whether numbers are meant, or why there are none.
    pub state: CellState,
    /// Why there is no number.
    pub reason: String,
    /// Whether the number is an estimate.
    pub estimated: bool,
    /// Who typed it last; empty for nobody.
    pub entered_name: String,
    /// Counts the changes of the cell; 0 for one that nobody has touched.
    pub version: i32,
    /// What it is understood as, where it is right.
    pub entry: Option<Entry>,
    /// Why it cannot be filed yet; none also where nothing was typed and nothing must be.
    pub trouble: Option<CellTrouble>,
    /// What was filed for the period before.
    pub last: Option<Entry>,
    /// What was filed for the same period a year before.
    pub year_ago: Option<Entry>,
}

/// A report with its cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportDetail {
    /// The report.
    pub report: ReportRow,
    /// Its cells, in the order of the form.
    pub cells: Vec<CellRow>,
    /// Why figures cannot be entered now.
    pub entry_refused: Option<ErrorCode>,
    /// Why this person cannot propose it now.
    pub propose_refused: Option<ErrorCode>,
    /// Why this person cannot file it now.
    pub file_refused: Option<ErrorCode>,
}

/// What somebody typed into a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CellInput {
    /// Code of the indicator.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 24))]
    pub indicator: String,
    /// The numerator, or the number, in the format of the request.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 60))]
    pub num: String,
    /// The denominator.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 60))]
    pub den: String,
    /// Whether numbers are meant, or why there are none.
    #[serde(default = "value")]
    pub state: CellState,
    /// Why there is no number.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub reason: String,
    /// Whether the number is an estimate.
    #[serde(default)]
    pub estimated: bool,
    /// The version of the cell that its writer has seen; 0 for one that nobody had touched.
    pub seen: i32,
}

fn value() -> CellState {
    CellState::Value
}

/// `PUT /api/v1/reports/{id}/draft`: some or all cells. Nothing is refused for what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DraftInput {
    /// How its numbers are written.
    pub format: NumberFormat,
    /// The cells, each once.
    #[cfg_attr(feature = "openapi", schema(max_items = 200))]
    pub cells: Vec<CellInput>,
}

/// A cell that somebody else changed since its writer had seen it: it is as they left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CellConflict {
    /// Code of the indicator.
    pub indicator: String,
    /// Who changed it.
    pub by: String,
    /// The first number as they typed it.
    pub num: String,
    /// The second number as they typed it.
    pub den: String,
    /// The state that they chose.
    pub state: CellState,
    /// The version to name in order to overwrite it.
    pub version: i32,
}

/// What became of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DraftSaved {
    /// Version of the assignment.
    pub version: i32,
    /// Share of the compulsory cells that are filled.
    pub percent: i16,
    /// Cells that were not written.
    pub conflicts: Vec<CellConflict>,
}

/// `POST /api/v1/reports/{id}/propose` and `…/file`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FilingInput {
    /// A word along with it; at most 2,000 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub remark: String,
}

/// `POST /api/v1/periods`: the periods of a year to be planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PlanInput {
    /// Code of the regime: `CT`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 8))]
    pub regime: String,
    /// The year of the reports.
    #[cfg_attr(feature = "openapi", schema(minimum = 2000, maximum = 2100))]
    pub year: i16,
}

/// What planning did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlannedPeriods {
    /// Periods that were not there before.
    pub new: i64,
}

/// What opening did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenedPeriod {
    /// Bodies that owe a report now.
    pub bodies: i64,
}
