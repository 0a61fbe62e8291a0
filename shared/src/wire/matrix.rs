//! A directive as a matrix: the bodies that lead its tasks, the tasks, and how each of these assignments stands.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Precision, TenantKind, TenantRef, directive::DirectiveKind};
use crate::{
    id::{AssignmentId, DirectiveId},
    lifecycle::Status,
};

/// `GET /api/v1/directives`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Directives {
    /// The directives that name tasks, the newest first.
    pub items: Vec<DirectiveRow>,
    /// When this was read.
    pub now: Timestamp,
}

/// A directive that names tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectiveRow {
    /// Finds the directive again.
    pub id: DirectiveId,
    /// Number and symbol, `58/QĐ-UBQGCĐS`.
    pub number: String,
    /// What kind of document it is.
    pub kind: DirectiveKind,
    /// Date of issue.
    pub issued_on: Date,
    /// How exactly the date of issue is known.
    pub issued_precision: Precision,
    /// What it is about, in Vietnamese.
    pub title_vi: String,
    /// What it is about, in English.
    pub title_en: String,
    /// Number of its tasks, without the reports of periods.
    pub tasks: i64,
}

/// `GET /api/v1/directives/{id}/matrix`: its lead assignments, open and closed, without the reports of periods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectiveMatrix {
    /// The directive.
    pub directive: DirectiveRow,
    /// Its tasks, in the order of their codes.
    pub columns: Vec<MatrixColumn>,
    /// The bodies that lead one of them, in the order in which bodies are read (R103).
    pub rows: Vec<MatrixRow>,
    /// The local date for which lateness was judged.
    pub today: Date,
    /// When this was read.
    pub now: Timestamp,
}

/// A task of the directive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MatrixColumn {
    /// Code of the task, `T24-08`.
    pub code: String,
    /// Its title in Vietnamese.
    pub title_vi: String,
    /// Its title in English.
    pub title_en: String,
}

/// A body, and how it stands with each task that it leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MatrixRow {
    /// The body.
    pub tenant: TenantRef,
    /// What kind of body it is.
    pub kind: TenantKind,
    /// Its assignments in the order of the columns; none where it does not lead the task.
    pub cells: Vec<MatrixCell>,
}

/// One lead assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MatrixCell {
    /// The place of its task among the columns, from 0.
    pub column: usize,
    /// The assignment.
    pub assignment: AssignmentId,
    /// Where it stands in the life cycle.
    pub status: Status,
    /// Due date as extended, if it has one.
    pub due_on: Option<Date>,
    /// How exactly the due date is known.
    pub due_precision: Precision,
    /// Calendar days overdue; 0 if not (R23).
    pub days_overdue: i32,
    /// Level of the ladder, 0 to 4.
    pub level: i16,
    /// Urges without an answer.
    pub unanswered_urges: i32,
}

impl MatrixCell {
    /// Whether it is overdue and the body owes the next step, so that the body can be urged about it (R9).
    pub fn is_to_urge(&self) -> bool {
        self.days_overdue > 0 && self.status.is_with_tenant()
    }
}
