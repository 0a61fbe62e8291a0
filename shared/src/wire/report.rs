//! Periods, and the reports that bodies owe for them: cells as they were typed, and as they are understood.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

pub use crate::figures::check::CellPart;
use crate::{
    error::ErrorCode,
    figures::{
        CellState, Direction, Entry, NumberFormat, OverBodies, OverTime,
        check::{CheckRule, FindingLevel, Judgement, Justification},
    },
    id::{AssignmentId, FindingId},
    lifecycle::Status,
    period::{ExceptionReason, PeriodState, ReportState, report_state},
    wire::{
        assignment::EventKind,
        correction::{Correction, CorrectionStep},
    },
};

/// The most cells of one request.
pub const MOST_CELLS: usize = 200;
/// The longest number, in characters.
pub const MAX_NUMBER: usize = 60;
/// The most justifications of one request.
pub const MOST_JUSTIFICATIONS: usize = MOST_CELLS * crate::figures::check::MAX_WARNINGS;
/// The longest text of a justification, in characters.
pub const MAX_JUSTIFICATION: usize = 500;
/// The longest `seen` of a justification, in characters.
pub const MAX_SEEN: usize = 64;
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
    /// Local date from which it counts as missed: its period had closed without it.
    pub missed_on: Option<Date>,
    /// Share of the compulsory cells that are filled.
    pub percent: i16,
    /// Whether what counts is that nothing happened (R151).
    pub nil: bool,
    /// How far a correction is that nobody has decided on.
    pub correction: Option<CorrectionStep>,
    /// Last day on which figures may be entered by an exception that counts (R150).
    pub exception_until: Option<Date>,
    /// Whether it was filed or proposed once, so that what comes back may be mended until the period closes (R128).
    pub came_back: bool,
    /// Version of the assignment.
    pub version: i32,
}

impl ReportRow {
    /// Whether its period closed without it (R138).
    pub fn is_missed(&self) -> bool {
        report_state(self.status) == Some(ReportState::Missed)
    }
}

/// `GET /api/v1/reports`: the reports that a body owes or has filed, the newest period first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reports {
    /// The reports.
    pub items: Vec<ReportRow>,
}

/// What a rule finds in a cell (R131). Errors come first, then warnings, then notices, each in the order of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindingRow {
    /// Code of the indicator.
    pub indicator: String,
    /// The rule.
    pub rule: CheckRule,
    /// How grave it is.
    pub level: FindingLevel,
    /// The part of the cell.
    pub part: CellPart,
    /// The stable word of what is wrong: that of the fault, or that of the rule.
    pub code: String,
    /// What was seen, and what to do.
    pub message_vi: String,
    /// The same in English.
    pub message_en: String,
    /// For a warning, what a justification names as what it is about: another once the numbers are others.
    pub seen: String,
    /// What was said to it; also what was said to another number, which then does not hold.
    pub justification: Option<JustificationRow>,
}

impl FindingRow {
    /// Whether the report cannot be filed before somebody says why the number is right.
    pub fn is_to_be_justified(&self) -> bool {
        self.level == FindingLevel::Warning && !self.justification.as_ref().is_some_and(|said| said.holds)
    }
}

/// Why a number at which a rule warns is right all the same, as a body says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JustificationRow {
    /// The reason; none while nobody has chosen one.
    pub code: Option<Justification>,
    /// What explains it.
    pub text: String,
    /// Who wrote it.
    pub by: String,
    /// Whether it is whole and about the number as it is.
    pub holds: bool,
    /// Counts its changes, from 1.
    pub version: i32,
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
    /// What the checks find in them.
    pub findings: Vec<FindingRow>,
    /// Why figures cannot be entered now.
    pub entry_refused: Option<ErrorCode>,
    /// Why this person cannot propose it now.
    pub propose_refused: Option<ErrorCode>,
    /// Why this person cannot file it now.
    pub file_refused: Option<ErrorCode>,
    /// Why this person cannot send its proposal back now.
    pub send_back_refused: Option<ErrorCode>,
    /// Why this person cannot file now that nothing happened.
    pub nil_refused: Option<ErrorCode>,
    /// Why no correction of it can be written now.
    pub correct_refused: Option<ErrorCode>,
    /// The newest correction that was filed.
    pub corrected: Option<Correction>,
    /// What was said when it was last handed over or came back, as long as somebody of the body has to do with it.
    pub last_word: Option<LastWord>,
}

/// What was said along with a hand-over of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LastWord {
    /// What happened.
    pub event: EventKind,
    /// Who did it.
    pub by: String,
    /// What they said.
    pub remark: String,
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
    /// Why numbers at which the checks warn are right, each warning once.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 600))]
    pub justifications: Vec<JustificationInput>,
}

/// Why a number at which a rule warns is right all the same. One that is not whole is kept, and justifies nothing yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct JustificationInput {
    /// Code of the indicator.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 24))]
    pub indicator: String,
    /// The rule that warns.
    pub rule: CheckRule,
    /// The part of the cell at which it warns.
    pub part: CellPart,
    /// The reason.
    #[serde(default)]
    pub code: Option<Justification>,
    /// What explains it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub text: String,
    /// What the finding named as `seen`: for other numbers it does not hold.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64))]
    pub seen: String,
    /// The version of the justification that its writer has seen; 0 for none.
    #[serde(default)]
    pub version: i32,
}

/// A justification that somebody else changed since its writer had seen it: it is as they left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JustificationConflict {
    /// Code of the indicator.
    pub indicator: String,
    /// The rule that warns.
    pub rule: CheckRule,
    /// The part of the cell at which it warns.
    pub part: CellPart,
    /// What they wrote; its version overwrites it.
    pub there: JustificationRow,
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
    /// Justifications that were not written.
    pub justification_conflicts: Vec<JustificationConflict>,
    /// What the checks find in the draft as it is now.
    pub findings: Vec<FindingRow>,
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

/// `GET /api/v1/reports/{id}/findings`: what the checks had found in a report when it was last filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportFindings {
    /// The newest revision filed; 0 before the first, and then nothing was found.
    pub revision: i32,
    /// Warnings before notices, each in the order of the form.
    pub items: Vec<FiledFinding>,
}

/// What a rule had found in a report when it was filed, what its body said to it, and what the Working Group thinks of that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FiledFinding {
    /// Its id, by which it is judged.
    pub id: FindingId,
    /// Code of the indicator.
    pub indicator: String,
    /// What it is called.
    pub name_vi: String,
    /// The same in English.
    pub name_en: String,
    /// The rule.
    pub rule: CheckRule,
    /// How grave it is; never an error.
    pub level: FindingLevel,
    /// The part of the cell.
    pub part: CellPart,
    /// What was seen.
    pub message_vi: String,
    /// The same in English.
    pub message_en: String,
    /// Why the number is right, as its body says; there for each warning.
    pub justification: Option<Justification>,
    /// What explains it.
    pub text: String,
    /// Who wrote it.
    pub justified_by: String,
    /// What the Working Group thinks of it.
    pub judged: Option<Judgement>,
    /// Who judged it.
    pub judged_by: String,
    /// When it was judged.
    pub judged_at: Option<Timestamp>,
    /// Counts the judgements, from 1 for none.
    pub version: i32,
}

/// `POST /api/v1/reports/{id}/findings/{finding}/judgement`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct JudgementInput {
    /// What the Working Group thinks of the justification.
    pub judgement: Judgement,
}

/// `GET /api/v1/checks`: how often each rule warned needlessly, over the newest two periods of each regime for which reports are
/// owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Noise {
    /// The periods: `CT-2024-M07`.
    pub periods: Vec<String>,
    /// The rules that warn, in the order in which their warnings matter.
    pub items: Vec<RuleNoise>,
}

/// How often a rule warned needlessly in the reports as they were last filed. A warning is needless where the Working Group
/// judges that its justification explains the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleNoise {
    /// The rule.
    pub rule: CheckRule,
    /// Its warnings.
    pub warnings: i64,
    /// Of these, those that were judged.
    pub judged: i64,
    /// Of these, the needless ones.
    pub needless: i64,
    /// Whether more than 30 % of those judged were needless, of at least 10.
    pub noisy: bool,
}

/// `POST /api/v1/reports/{id}/exceptions`: until when a body may enter its figures, whatever its due date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewException {
    /// The last day of entry.
    pub until: Date,
    /// Why.
    pub reason: ExceptionReason,
    /// The same in words, which the body reads; at most 2,000 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub text: String,
}

/// `POST /api/v1/reports/{id}/exceptions/cancel`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CancelException {
    /// What the body is told; at most 2,000 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub remark: String,
}

/// Until when a body may enter its figures now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExceptionSet {
    /// The last day by an exception; none where none counts.
    pub until: Option<Date>,
}
