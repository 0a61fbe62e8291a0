//! The nation's figures, each with what it covers, and the rows that a figure is made of.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{TenantRef, report::PeriodRow};
use crate::{
    coded::coded,
    figures::{
        Basis, CellState, Counts, Decimal, Direction, Doubt, Op, Outcome, OverBodies, OverTime, Weight,
        check::Unlike,
    },
    id::AssignmentId,
    lifecycle::Status,
};

/// A group of bodies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupRow {
    /// `localities`
    pub code: String,
    /// What it is called.
    pub name_vi: String,
    /// The same in English.
    pub name_en: String,
}

/// What is to be reached, in the unit of the figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TargetRow {
    /// How it is compared.
    pub op: Op,
    /// What must be reached; what must be gained where `gain` says so.
    pub floor: Decimal,
    /// What should be reached.
    pub stretch: Option<Decimal>,
    /// Whether both are meant beyond the baseline.
    pub gain: bool,
    /// The value when the target was set.
    pub baseline: Option<Decimal>,
    /// The date of that value.
    pub baseline_on: Option<Date>,
    /// The local date by which it must be reached.
    pub due_on: Date,
}

/// One period of a figure's series; none of the values where nobody said how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PointRow {
    /// `2024-M07`
    pub period: String,
    /// Last day of the period.
    pub on: Date,
    /// What it comes to.
    pub value: Option<Decimal>,
    /// Whether an estimate is in it.
    pub estimated: bool,
    /// Whether a body is missing from it.
    pub partial: bool,
    /// Whether what is counted changed since the period before.
    pub break_before: bool,
}

/// What a flow comes to since the start of the year: its periods added up, this one among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct YearRow {
    /// Code of the first period that is in it.
    pub from: String,
    /// Periods in it.
    pub periods: i64,
    /// Periods of the year up to this one, also those that were never opened.
    pub of: i64,
    /// Sum or numerator, as large as in the figure.
    pub num: i64,
    /// Sum of the denominators.
    pub den: Option<i64>,
    /// What it comes to; none where nobody said how much.
    pub value: Option<Decimal>,
    /// Reports that owe it, one for each body and period.
    pub expected: i64,
    /// Of these, those that say how much.
    pub present: i64,
    /// The same with what it covers, in a sentence.
    pub words_vi: String,
    /// The same in English.
    pub words_en: String,
}

/// A figure published by its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordRow {
    /// The figure with its source and date, in a sentence.
    pub words_vi: String,
    /// The same in English.
    pub words_en: String,
    /// The date that it speaks of.
    pub as_of: Date,
}

/// A figure: what it is, what it comes to, what it covers, and what may be said of its target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FigureRow {
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
    /// What counts.
    pub concept_vi: String,
    /// The same in English.
    pub concept_en: String,
    /// How it adds up over bodies.
    pub over_bodies: OverBodies,
    /// How it adds up over time.
    pub over_time: OverTime,
    /// Which way is better.
    pub direction: Direction,
    /// Version of the indicator.
    pub version: i32,
    /// Sum, numerator, or bodies that say yes; none where bodies are not asked. Ten to the power of `scale` times as large.
    pub num: Option<i64>,
    /// Sum of the denominators.
    pub den: Option<i64>,
    /// Power of ten of both.
    pub scale: u8,
    /// What it comes to; none where nobody said how much.
    pub value: Option<Decimal>,
    /// Who is in it; none of a figure of record.
    pub coverage: Option<Counts>,
    /// For how much the bodies in it stand.
    pub weight: Option<Weight>,
    /// The least that the whole can come to, once the missing bodies have reported.
    pub low: Option<Decimal>,
    /// The most.
    pub high: Option<Decimal>,
    /// Its target.
    pub target: Option<TargetRow>,
    /// Whether that is met.
    pub outcome: Option<Outcome>,
    /// Why nobody can say.
    pub doubt: Option<Doubt>,
    /// The figure with what it covers, in a sentence.
    pub words_vi: String,
    /// The same in English.
    pub words_en: String,
    /// The same for a cell of a table.
    pub short_vi: String,
    /// The same in English.
    pub short_en: String,
    /// The verdict with its reason; empty without a target.
    pub verdict_vi: String,
    /// The same in English.
    pub verdict_en: String,
    /// The periods up to this one, the oldest first.
    pub series: Vec<PointRow>,
    /// The same since the start of the year; none of a stock, of the first period of a year, and since a period before which what is
    /// counted changed.
    #[serde(default)]
    pub year: Option<YearRow>,
    /// What its owner published, where that stands beside it.
    pub record: Option<RecordRow>,
}

/// `GET /api/v1/figures`: all indicators in one period, over one group of bodies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figures {
    /// The period; none while none has been opened.
    pub period: Option<PeriodRow>,
    /// The periods that are open or were, the newest first.
    pub periods: Vec<PeriodRow>,
    /// The groups that can be asked for.
    pub groups: Vec<GroupRow>,
    /// The group that was asked for.
    pub group: String,
    /// Which reports are in the figures.
    pub basis: Basis,
    /// Bodies of the group that owe a report.
    pub owing: i64,
    /// Of these, those whose report is filed.
    pub filed: i64,
    /// Of what is filed, nil returns.
    #[serde(default)]
    pub nil: i64,
    /// Of these, those whose report is verified.
    pub verified: i64,
    /// The figures, in the order of the catalogue.
    pub items: Vec<FigureRow>,
    /// Local date in Ha Noi.
    pub today: Date,
    /// The server's clock.
    pub now: Timestamp,
}

coded! {
    /// Why nothing counts of a body.
    Absence {
        /// It has filed, and the figures asked for are of what is verified, which this is not yet.
        Waiting = "waiting",
        /// It has filed and left the cell empty.
        LeftOut = "left_out",
        /// It has not filed.
        Missing = "missing",
    }
}

/// What one body adds to a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SourceRow {
    /// The body.
    pub tenant: TenantRef,
    /// The assignment that its report is.
    pub assignment: AssignmentId,
    /// Version of that assignment.
    pub version: i32,
    /// The state of the report.
    pub status: Status,
    /// When it is due, as extended.
    pub due_on: Option<Date>,
    /// What its cell says; none where nothing counts.
    pub state: Option<CellState>,
    /// Why nothing counts; none where its cell says something.
    #[serde(default)]
    pub absence: Option<Absence>,
    /// The numerator, or the number.
    pub num: Option<i64>,
    /// The denominator.
    pub den: Option<i64>,
    /// Whether it is an estimate.
    pub estimated: bool,
    /// Why there is no number.
    pub reason: String,
    /// Whether it is verified.
    pub verified: bool,
    /// Urges about the report without an answer.
    pub unanswered_urges: i32,
    /// Its last denominator when the period was opened, where one is known.
    pub weight: Option<i64>,
    /// How far its number lies from those of the other bodies on the page; none where it is like them or has no such others, and in
    /// every export. A notice to the Working Group: nothing is asked of the body, and nothing is taken out of the figure.
    #[serde(default)]
    pub unlike: Option<Unlike>,
    /// How many of its tasks have the target for their product, where all of them are accepted and its own number does not reach the
    /// target; none everywhere else, and in every export. A notice to the Working Group as well.
    #[serde(default)]
    pub paper_green: Option<i64>,
    /// The cell in a few words.
    pub short_vi: String,
    /// The same in English.
    pub short_en: String,
}

/// `GET /api/v1/figures/{period}/{indicator}/sources`: the bodies that owe a number, those without one first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sources {
    /// The figure that they make.
    pub figure: FigureRow,
    /// The bodies.
    pub items: Vec<SourceRow>,
}
