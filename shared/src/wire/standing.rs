//! What one tenant knows of another: codes, dates and percents.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Cause, Precision, TenantRef};
use crate::{
    id::AssignmentId,
    lateness::Class,
    lifecycle::{Part, Status},
};

/// How far the other side of a task is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Standing {
    /// State of the other side's assignment.
    pub status: Status,
    /// Official class; none for a contribution, and where none applies (suspended, withdrawn).
    pub class: Option<Class>,
    /// Progress, 0 to 100.
    pub percent: i16,
    /// Current due date of the other side.
    pub due_on: Option<Date>,
    /// Precision of the due date.
    pub due_precision: Precision,
    /// Calendar days overdue; 0 if not.
    pub days_overdue: i32,
    /// Local date of the last report.
    pub last_report_on: Option<Date>,
}

/// An assignment that waits for another tenant: to a tenant, one of those that wait for it; to the Working Group, any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Block {
    /// The tenant that waits.
    pub tenant: TenantRef,
    /// Who is waited for.
    pub on: TenantRef,
    /// The assignment in the same task about which the tenant that is waited for can be urged; none if it does not lead there or owes
    /// no next step.
    pub asked: Option<AssignmentId>,
    /// Code of the task: `T24-08`.
    pub task: String,
    /// The task's title in Vietnamese.
    pub title_vi: String,
    /// The task's title in English.
    pub title_en: String,
    /// The waiting tenant's part in the task.
    pub part: Part,
    /// Why it waits, if it said so.
    pub cause: Option<Cause>,
    /// Local date of the first report that said so without a break.
    pub since: Date,
    /// Calendar days since then.
    pub days: i32,
    /// Due date of what waits.
    pub due_on: Option<Date>,
    /// Precision of that due date.
    pub due_precision: Precision,
    /// Calendar days for which what waits is overdue; 0 if it is not.
    pub days_overdue: i32,
}

/// Assignments that wait for one tenant for the same cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BlockGroup {
    /// Who is waited for.
    pub on: TenantRef,
    /// Why, if that was said.
    pub cause: Option<Cause>,
    /// How many wait.
    pub count: i64,
    /// Local date since when the first of them waits.
    pub since: Date,
    /// Calendar days since then.
    pub days: i32,
}

/// `GET /api/v1/blocks`: what waits for the caller's own tenant; to the Working Group, what waits for any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Blocks {
    /// The waiting assignments, longest first; at most 500.
    pub items: Vec<Block>,
    /// All of them by who is waited for and why, the largest number first.
    pub groups: Vec<BlockGroup>,
    /// Number of waiting assignments, listed or not.
    pub total: i64,
    /// The local date for which days were counted.
    pub today: Date,
    /// When this was read.
    pub now: Timestamp,
}

/// The tenant that an assignment waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Waiting {
    /// The tenant that is waited for.
    pub tenant: TenantRef,
    /// Why, if the report said so.
    pub cause: Option<Cause>,
    /// Local date of the report that first said so.
    pub since: Date,
}

crate::coded::coded! {
    /// What a copy tells its reader.
    Matter {
        /// The lead of a task on which the reader coordinates.
        Lead = "lead",
        /// Somebody waits for the reader.
        Block = "block",
    }
}
