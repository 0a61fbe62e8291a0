//! Conditions on assignments and their steps in words of SQL. With parameters instead, a plan for every parameter could use
//! none of the partial indexes.

use diesel::sql_types::Bool;

use dondoc_kernel::db::{Words, words};

/// Lead assignments.
pub fn is_lead() -> Words<Bool> {
    words("assignments.part = 'lead'")
}

/// A person has still to decide on the step.
pub fn is_waiting() -> Words<Bool> {
    words("escalation_steps.state in ('proposed', 'signed')")
}

/// Open items that had all their reminders at their level.
pub fn is_silent() -> Words<Bool> {
    words("assignments.open and assignments.silent")
}
