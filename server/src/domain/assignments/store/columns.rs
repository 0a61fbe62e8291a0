//! The columns of an assignment that change in its life, each said once with its value in a row, and the two statements
//! that write them.

use diesel::{dsl, expression::AsExpression, prelude::*, sql_types::SqlType};
use diesel_async::RunQueryDsl;
use dondoc_shared::id::TaskId;
use jiff_diesel::ToDiesel;

use super::super::model::Loaded;
use dondoc_kernel::{
    db::{NationalTx, Tx, exactly_one, sql::conn},
    error::Result,
    schema::{assignments, tasks},
};

/// Each column that changes. A macro and not a function, because nobody can write the type of what it makes.
macro_rules! columns {
    ($row:expr) => {{
        let row = $row;
        (
            row.set(assignments::status, |row| row.status),
            row.set(assignments::open, |row| row.status.is_open()),
            row.set(assignments::counted, |row| row.counted),
            row.set(assignments::due_on, |row| row.due_on.map(ToDiesel::to_diesel)),
            row.set(assignments::due_precision, |row| row.due_precision),
            row.set(assignments::late_from, |row| row.late_from().map(ToDiesel::to_diesel)),
            row.set(assignments::original_late_from, |row| row.original_late_from().map(ToDiesel::to_diesel)),
            row.set(assignments::urgency_on, |row| row.urgency_on().to_diesel()),
            row.set(assignments::percent, |row| row.percent),
            row.set(assignments::level, |row| row.level),
            row.set(assignments::unanswered_urges, |row| row.unanswered_urges),
            row.set(assignments::urges, |row| row.urges),
            row.set(assignments::last_urged_on, |row| row.last_urged_on.map(ToDiesel::to_diesel)),
            row.set(assignments::reminders_at_level, |row| row.reminders_at_level),
            row.set(assignments::silent, |row| row.silent),
            row.set(assignments::extension_count, |row| row.extension_count),
            row.set(assignments::extension_pending, |row| row.extension_pending),
            row.set(assignments::assignee_id, |row| row.assignee_id),
            row.set(assignments::proposed_by, |row| row.proposed_by),
            row.set(assignments::proposed_on, |row| row.proposed_on.map(ToDiesel::to_diesel)),
            row.set(assignments::sent_back, |row| row.sent_back),
            row.set(assignments::submission_id, |row| row.submission_id),
            row.set(assignments::submitted_by, |row| row.submitted_by),
            row.set(assignments::submitted_on, |row| row.submitted_on.map(ToDiesel::to_diesel)),
            row.set(assignments::opened_at, |row| row.opened_at.map(ToDiesel::to_diesel)),
            row.set(assignments::last_report_at, |row| row.last_report_at.map(ToDiesel::to_diesel)),
            row.set(assignments::heard_on, |row| row.heard_on.map(ToDiesel::to_diesel)),
            row.set(assignments::barrier_open, |row| row.barrier_open),
        )
    }};
}

/// A row to write, beside what is stored, if anything is.
struct Written<'a> {
    before: Option<&'a Loaded>,
    after: &'a Loaded,
}

impl Written<'_> {
    /// The column, if it differs from what is stored: one that a role may not write is not named unless it changes.
    fn set<C, V>(&self, column: C, value: impl Fn(&Loaded) -> V) -> Option<dsl::Eq<C, V>>
    where
        C: ExpressionMethods<SqlType: SqlType>,
        V: AsExpression<C::SqlType> + PartialEq,
    {
        let after = value(self.after);
        let same = self.before.is_some_and(|before| value(before) == after);
        (!same).then(|| column.eq(after))
    }
}

/// Writes the columns that differ, if nobody else has in the meantime.
pub async fn update(tx: &mut Tx, before: &Loaded, after: &Loaded, version: i32) -> Result<()> {
    let now = tx.now.to_diesel();
    let differing = columns!(Written { before: Some(before), after });
    // Not kept prepared: its text depends on which of the columns differ.
    let rows = diesel::update(assignments::table.find((before.tenant_id, before.id)))
        .filter(assignments::version.eq(before.version))
        .set((differing, assignments::version.eq(version), assignments::updated_at.eq(now)))
        .execute(conn(tx))
        .await?;
    exactly_one(rows)
}

/// Writes new rows.
pub async fn insert(tx: &mut NationalTx, rows: &[Loaded]) -> Result<()> {
    let now = tx.now.to_diesel();
    let values = |row: &Loaded| {
        (
            assignments::tenant_id.eq(row.tenant_id),
            assignments::id.eq(row.id),
            assignments::task_id.eq(TaskId(row.task_id)),
            assignments::code_order.eq(tasks::table
                .find(TaskId(row.task_id))
                .select(tasks::code_order)
                .single_value()
                .assume_not_null()),
            assignments::period_id.eq(row.period_id),
            assignments::part.eq(row.part),
            assignments::original_due_on.eq(row.original_due_on.map(ToDiesel::to_diesel)),
            assignments::assigned_on.eq(row.assigned_on.to_diesel()),
            assignments::created_at.eq(now),
            assignments::updated_at.eq(now),
            columns!(Written { before: None, after: row }),
        )
    };
    let values: Vec<_> = rows.iter().map(values).collect();
    diesel::insert_into(assignments::table).values(values).execute(conn(tx)).await?;
    Ok(())
}
