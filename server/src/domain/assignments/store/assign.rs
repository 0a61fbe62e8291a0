//! SQL of giving tasks to tenants, many at once.

use std::collections::{BTreeMap, BTreeSet};

use diesel::{prelude::*, upsert::excluded};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, TaskId, TenantId},
    lateness::{self, NEVER},
    lifecycle::{Part, Status},
    wire::assignment::EventKind,
};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;

use super::super::model::Loaded;
use crate::kernel::{
    db::NationalTx,
    error::Result,
    schema::{assignments, events, tally_open, tasks as t},
};

/// Rows in one statement: well below the 65,535 parameters that PostgreSQL takes.
const CHUNK: usize = 500;

/// An assignment to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewAssignment {
    /// The tenant that it belongs to.
    pub tenant: TenantId,
    /// The task to be done.
    pub task: TaskId,
    /// The tenant's part in the task.
    pub part: Part,
}

/// What the assignments of a task are made from.
pub struct TaskRow {
    /// `T24-08`.
    pub code: String,
    /// Its due date.
    pub due_on: Option<Date>,
    /// How exactly that is known.
    pub due_precision: String,
    /// The earlier task that it restates.
    pub restates: Option<TaskId>,
}

/// All tasks.
pub async fn tasks(tx: &mut NationalTx) -> Result<BTreeMap<TaskId, TaskRow>> {
    type Columns = (TaskId, String, Option<jiff_diesel::Date>, String, Option<TaskId>);
    let rows: Vec<Columns> = t::table
        .select((t::id, t::code, t::due_on, t::due_precision, t::restates_id))
        .load(&mut tx.conn)
        .await?;
    let read = |(id, code, due_on, due_precision, restates): Columns| {
        (id, TaskRow { code, due_on: due_on.map(jiff_diesel::Date::to_jiff), due_precision, restates })
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The assignments of these tasks that are there already.
pub async fn existing(
    tx: &mut NationalTx,
    of: impl Iterator<Item = TaskId>,
) -> Result<BTreeMap<(TenantId, TaskId), Part>> {
    let of: BTreeSet<TaskId> = of.collect();
    let rows: Vec<(TenantId, TaskId, Part)> = assignments::table
        .filter(assignments::task_id.eq_any(of))
        .select((assignments::tenant_id, assignments::task_id, assignments::part))
        .load(&mut tx.conn)
        .await?;
    Ok(rows.into_iter().map(|(tenant, task, part)| ((tenant, task), part)).collect())
}

/// A new assignment: nobody has looked at it yet.
pub struct NewRow {
    /// Its id.
    pub id: AssignmentId,
    /// An assignment to be made.
    pub of: NewAssignment,
    /// Whether it is in the figures.
    pub counted: bool,
    /// Its due date.
    pub due_on: Option<Date>,
    /// How exactly that is known.
    pub due_precision: String,
    /// First local day on which it counts as overdue (R22).
    pub late_from: Option<Date>,
}

/// Writes new assignments, each with the first line of its timeline.
pub async fn insert(tx: &mut NationalTx, rows: &[NewRow]) -> Result<()> {
    for chunk in rows.chunks(CHUNK) {
        insert_chunk(tx, chunk).await?;
    }
    Ok(())
}

async fn insert_chunk(tx: &mut NationalTx, rows: &[NewRow]) -> Result<()> {
    let (now, today) = (tx.now.to_diesel(), tx.today().to_diesel());
    let values: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                assignments::tenant_id.eq(row.of.tenant),
                assignments::id.eq(row.id),
                assignments::task_id.eq(row.of.task),
                assignments::part.eq(row.of.part),
                assignments::status.eq(Status::Assigned),
                assignments::open.eq(true),
                assignments::counted.eq(row.counted),
                assignments::due_on.eq(row.due_on.map(ToDiesel::to_diesel)),
                assignments::due_precision.eq(&row.due_precision),
                assignments::original_due_on.eq(row.due_on.map(ToDiesel::to_diesel)),
                assignments::late_from.eq(row.late_from.map(ToDiesel::to_diesel)),
                assignments::original_late_from.eq(row.late_from.map(ToDiesel::to_diesel)),
                assignments::urgency_on.eq(lateness::urgency_on(row.late_from, 0, 0).to_diesel()),
                assignments::assigned_on.eq(today),
                assignments::created_at.eq(now),
                assignments::updated_at.eq(now),
            )
        })
        .collect();
    diesel::insert_into(assignments::table).values(values).execute(&mut tx.conn).await?;
    let lines: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                events::tenant_id.eq(row.of.tenant),
                events::id.eq(tx.new_id()),
                events::assignment_id.eq(row.id),
                events::kind.eq(EventKind::Assigned),
                events::at.eq(now),
                events::actor_tenant_id.eq(tx.actor.tenant),
                events::actor_id.eq(tx.actor.user),
                events::actor_name.eq(tx.actor.name.clone()),
                events::detail.eq(""),
            )
        })
        .collect();
    diesel::insert_into(events::table).values(lines).execute(&mut tx.conn).await?;
    Ok(())
}

/// Adds new counted assignments to the tally, line by line in key order.
pub async fn count(tx: &mut NationalTx, rows: &[NewRow]) -> Result<()> {
    let mut lines: BTreeMap<(TenantId, bool, Date), i64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.counted) {
        let key = (row.of.tenant, row.due_on.is_some(), row.late_from.unwrap_or(NEVER));
        let n = lines.entry(key).or_default();
        *n = n.saturating_add(1);
    }
    let values: Vec<_> = lines
        .into_iter()
        .map(|((tenant, has_due, late_from), n)| {
            (
                tally_open::tenant_id.eq(tenant),
                tally_open::has_due.eq(has_due),
                tally_open::status.eq(Status::Assigned),
                tally_open::late_from.eq(late_from.to_diesel()),
                tally_open::original_late_from.eq(late_from.to_diesel()),
                tally_open::n.eq(n),
            )
        })
        .collect();
    for chunk in values.chunks(CHUNK) {
        diesel::insert_into(tally_open::table)
            .values(chunk)
            .on_conflict(tally_open::table.primary_key())
            .do_update()
            .set(tally_open::n.eq(tally_open::n + excluded(tally_open::n)))
            .execute(&mut tx.conn)
            .await?;
    }
    Ok(())
}

/// The lead assignments of these tasks that could be counted, locked.
pub async fn leads(tx: &mut NationalTx, of: BTreeSet<TaskId>) -> Result<Vec<Loaded>> {
    let rows = assignments::table
        .filter(assignments::task_id.eq_any(of))
        .filter(assignments::part.eq(Part::Lead))
        .filter(assignments::tenant_id.ne(TenantId::NATIONAL))
        .select(Loaded::as_select())
        .order((assignments::tenant_id, assignments::id))
        .for_update()
        .load(&mut tx.conn)
        .await?;
    Ok(rows)
}

/// Says whether an assignment is in the figures.
pub async fn set_counted(tx: &mut NationalTx, of: &Loaded, counted: bool) -> Result<()> {
    diesel::update(assignments::table.find((of.tenant_id, of.id)))
        .set(assignments::counted.eq(counted))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}
