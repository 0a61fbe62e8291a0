//! On which line of the counts of open and closed work an assignment stands (pure). Only counted assignments are on one.

use dondoc_shared::{
    lateness::{self, Class, NEVER},
    lifecycle::Status,
};
use jiff::civil::Date;

use super::model::Loaded;

/// The line an assignment is counted on. Lines are changed in this order, so that two acts cannot wait for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TallyLine {
    /// Open work.
    Open {
        /// Whether it has a due date.
        has_due: bool,
        /// Its state.
        status: Status,
        /// First day overdue.
        late_from: Date,
        /// First day overdue by the due date first set.
        original_late_from: Date,
    },
    /// Accepted work.
    Closed {
        /// The local year of its submission.
        year: i32,
        /// Its class.
        class: Class,
        /// Its class by the due date first set.
        original_class: Class,
    },
}

/// The line of an assignment; none if it is not counted, or suspended, or withdrawn.
pub fn line(row: &Loaded) -> Option<TallyLine> {
    if !row.counted {
        return None;
    }
    if row.status.is_open() {
        return Some(TallyLine::Open {
            has_due: row.due_on.is_some(),
            status: row.status,
            late_from: row.late_from().unwrap_or(NEVER),
            original_late_from: row.original_late_from().unwrap_or(NEVER),
        });
    }
    let submitted_on = row.submitted_on?;
    let class = |due| lateness::class(row.status, due, None, row.submitted_on, submitted_on);
    Some(TallyLine::Closed {
        year: i32::from(submitted_on.year()),
        class: class(row.due_on)?,
        original_class: class(row.original_due_on)?,
    })
}
