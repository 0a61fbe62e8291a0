//! SQL of giving tasks to tenants, many at once.

use std::collections::{BTreeMap, BTreeSet};

use diesel::{
    dsl::{self, count_star},
    prelude::*,
    upsert::excluded,
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{DirectiveId, PeriodId, TaskId, TenantId},
    lifecycle::{Part, Status},
    wire::{Precision, assignment::EventKind},
};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;

use super::{
    super::{
        model::Loaded,
        tally::{self, TallyLine},
    },
    columns,
};
use dondoc_kernel::{
    db::{NationalTx, sql::conn},
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
    /// The directive that names it.
    pub directive: DirectiveId,
    /// Its due date.
    pub due_on: Option<Date>,
    /// How exactly that is known.
    pub due_precision: Precision,
    /// The earlier task that it restates.
    pub restates: Option<TaskId>,
    /// The period whose report it is.
    pub period: Option<PeriodId>,
}

/// All tasks.
pub async fn tasks(tx: &mut NationalTx) -> Result<BTreeMap<TaskId, TaskRow>> {
    type Due = (Option<jiff_diesel::Date>, Precision);
    type Columns = (TaskId, String, DirectiveId, Due, Option<TaskId>, Option<PeriodId>);
    let rows: Vec<Columns> = t::table
        .select((
            t::id,
            t::code,
            t::directive_id,
            (t::due_on, t::due_precision),
            t::restates_id,
            t::period_id,
        ))
        .load(conn(tx))
        .await?;
    let read = |(id, code, directive, (due_on, due_precision), restates, period): Columns| {
        let due_on = due_on.map(jiff_diesel::Date::to_jiff);
        (id, TaskRow { code, directive, due_on, due_precision, restates, period })
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
        .load(conn(tx))
        .await?;
    Ok(rows.into_iter().map(|(tenant, task, part)| ((tenant, task), part)).collect())
}

/// Of each body that leads some of these tasks: how many of them are accepted, and how many it leads.
pub async fn accepted_of(tx: &mut NationalTx, of: &[TaskId]) -> Result<BTreeMap<TenantId, (i64, i64)>> {
    let is_accepted = assignments::status.eq(Status::Accepted);
    let rows: Vec<(TenantId, i64, i64)> = assignments::table
        .filter(assignments::task_id.eq_any(of))
        .filter(assignments::part.eq(Part::Lead))
        .group_by(assignments::tenant_id)
        .select((
            assignments::tenant_id,
            dsl::count(assignments::id).aggregate_filter(is_accepted),
            count_star(),
        ))
        .load(conn(tx))
        .await?;
    Ok(rows.into_iter().map(|(tenant, accepted, all)| (tenant, (accepted, all))).collect())
}

/// Writes new assignments, each with the first line of its timeline.
pub async fn insert(tx: &mut NationalTx, rows: &[Loaded]) -> Result<()> {
    for chunk in rows.chunks(CHUNK) {
        insert_chunk(tx, chunk).await?;
    }
    Ok(())
}

async fn insert_chunk(tx: &mut NationalTx, rows: &[Loaded]) -> Result<()> {
    columns::insert(tx, rows).await?;
    let now = tx.now.to_diesel();
    let lines: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                events::tenant_id.eq(row.tenant_id),
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
    diesel::insert_into(events::table).values(lines).execute(conn(tx)).await?;
    Ok(())
}

/// Adds new counted assignments to the tally, line by line in key order.
pub async fn count(tx: &mut NationalTx, rows: &[Loaded]) -> Result<()> {
    let mut lines: BTreeMap<(TenantId, TallyLine), i64> = BTreeMap::new();
    for row in rows {
        if let Some(line) = tally::line(row) {
            let n = lines.entry((row.tenant_id, line)).or_default();
            *n = n.saturating_add(1);
        }
    }
    let open = |((tenant, line), n)| match line {
        TallyLine::Open { has_due, status, late_from, original_late_from } => Some((
            tally_open::tenant_id.eq(tenant),
            tally_open::has_due.eq(has_due),
            tally_open::status.eq(status),
            tally_open::late_from.eq(late_from.to_diesel()),
            tally_open::original_late_from.eq(original_late_from.to_diesel()),
            tally_open::n.eq(n),
        )),
        TallyLine::Closed { .. } => None,
    };
    let values: Vec<_> = lines.into_iter().filter_map(open).collect();
    for chunk in values.chunks(CHUNK) {
        diesel::insert_into(tally_open::table)
            .values(chunk)
            .on_conflict(tally_open::table.primary_key())
            .do_update()
            .set(tally_open::n.eq(tally_open::n + excluded(tally_open::n)))
            .execute(conn(tx))
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
        .load(conn(tx))
        .await?;
    Ok(rows)
}

/// Says whether an assignment is in the figures.
pub async fn set_counted(tx: &mut NationalTx, of: &Loaded, counted: bool) -> Result<()> {
    diesel::update(assignments::table.find((of.tenant_id, of.id)))
        .set(assignments::counted.eq(counted))
        .execute(conn(tx))
        .await?;
    Ok(())
}
