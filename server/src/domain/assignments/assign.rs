//! Giving tasks to tenants: many assignments in one transaction, with lateness, timeline, tally and trail.
//!
//! The import of a directive is the one case in which a transaction writes several tenants (architecture.md section 11).

use std::collections::{BTreeMap, BTreeSet};

use diesel::{prelude::*, upsert::excluded};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, TaskId, TenantId},
    lifecycle::Part,
    wire::{Precision, assignment::EventKind},
};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;
use serde_json::json;

use super::{
    Loaded, columns,
    tally::{self, Line},
};
use crate::{
    kernel::{
        db::{NationalTx, audit::Entry},
        error::Result,
        schema::{assignments, events, tally_open, tasks},
    },
    slices::standings,
};

/// Rows in one statement: well below the 65,535 parameters that PostgreSQL takes.
const CHUNK: usize = 500;

/// Who shall do what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewAssignment {
    /// The tenant.
    pub tenant: TenantId,
    /// The task.
    pub task: TaskId,
    /// Its part.
    pub part: Part,
}

/// What was made, and the entries that tell of it, one for each assignment.
#[derive(Debug, Default)]
pub struct Created {
    /// The new assignments.
    pub ids: Vec<AssignmentId>,
    /// For the trail of each tenant.
    pub entries: Vec<Entry>,
}

/// Makes the assignments that are not there yet. Pairs of tenant and task that exist are left as they are, whatever
/// their part.
///
/// A lead assignment counts in the figures unless it is the Working Group's own, or a later task that restates this one
/// is led by the same tenant: what is restated is counted once, and the later one leads (product.md section 3).
pub async fn create(tx: &mut NationalTx, wanted: &[NewAssignment]) -> Result<Created> {
    let facts = facts(tx).await?;
    let there = existing(tx, wanted.iter().map(|w| w.task)).await?;
    let new: Vec<NewAssignment> =
        wanted.iter().filter(|w| !there.contains_key(&(w.tenant, w.task))).copied().collect();
    if new.is_empty() {
        return Ok(Created::default());
    }
    let leads: BTreeSet<(TenantId, TaskId)> =
        new.iter().filter(|w| w.part == Part::Lead).map(|w| (w.tenant, w.task)).collect();
    let restated: BTreeSet<(TenantId, TaskId)> =
        leads.iter().flat_map(|(tenant, task)| facts.restated_by(*task).map(|t| (*tenant, t))).collect();
    let restating = existing(tx, new.iter().flat_map(|w| facts.restating(w.task))).await?;
    let counts = |w: &NewAssignment| {
        let led_later =
            || facts.restating(w.task).iter().any(|t| restating.get(&(w.tenant, *t)) == Some(&Part::Lead));
        w.part == Part::Lead
            && !w.tenant.is_national()
            && !restated.contains(&(w.tenant, w.task))
            && !led_later()
    };
    let rows: Vec<Loaded> = new.iter().map(|w| assigned(tx, w, counts(w), &facts)).collect();
    for chunk in rows.chunks(CHUNK) {
        insert(tx, chunk).await?;
    }
    count(tx, &rows).await?;
    settle(tx, &facts, restated.into_iter().map(|(_, task)| task).collect()).await?;
    standings::pair(tx, &new.iter().map(|w| (w.tenant, w.task)).collect()).await?;
    let entries = rows.iter().map(|row| entry(row, &facts)).collect();
    Ok(Created { ids: rows.iter().map(|row| row.id).collect(), entries })
}

/// What the assignments of a task are made from.
struct Fact {
    code: String,
    due_on: Option<Date>,
    due_precision: Precision,
    restates: Option<TaskId>,
}

struct Facts(BTreeMap<TaskId, Fact>);

impl Facts {
    /// The earlier tasks that this one restates, directly or through others.
    fn restated_by(&self, task: TaskId) -> impl Iterator<Item = TaskId> {
        let restates = |task: &TaskId| self.0.get(task).and_then(|fact| fact.restates);
        // References never lead round in a circle (the import refuses that); the bound is for a database that was
        // written to by other means.
        std::iter::successors(restates(&task), restates).take(self.0.len())
    }

    /// The later tasks that restate this one.
    fn restating(&self, task: TaskId) -> Vec<TaskId> {
        self.0.keys().filter(|later| self.restated_by(**later).any(|t| t == task)).copied().collect()
    }
}

async fn facts(tx: &mut NationalTx) -> Result<Facts> {
    type Columns = (TaskId, String, Option<jiff_diesel::Date>, Precision, Option<TaskId>);
    let rows: Vec<Columns> = tasks::table
        .select((tasks::id, tasks::code, tasks::due_on, tasks::due_precision, tasks::restates_id))
        .load(&mut tx.conn)
        .await?;
    let fact = |(id, code, due_on, due_precision, restates): Columns| {
        (id, Fact { code, due_on: due_on.map(jiff_diesel::Date::to_jiff), due_precision, restates })
    };
    Ok(Facts(rows.into_iter().map(fact).collect()))
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

/// A new assignment of a task as it is.
fn assigned(tx: &NationalTx, of: &NewAssignment, counted: bool, facts: &Facts) -> Loaded {
    let fact = facts.0.get(&of.task);
    let due = fact.map_or((None, Precision::None), |fact| (fact.due_on, fact.due_precision));
    Loaded::assigned((of.tenant, AssignmentId(tx.new_id())), (of.task, of.part), counted, due, tx.today())
}

fn entry(row: &Loaded, facts: &Facts) -> Entry {
    Entry {
        tenant: row.tenant_id,
        action: "assign",
        subject_kind: "assignment",
        subject_id: Some(row.id.0),
        detail: json!({
            "task": facts.0.get(&TaskId(row.task_id)).map(|fact| &fact.code),
            "part": row.part,
            "due_on": row.due_on,
        }),
    }
}

/// Writes assignments and the first line of their timelines.
async fn insert(tx: &mut NationalTx, rows: &[Loaded]) -> Result<()> {
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
    diesel::insert_into(events::table).values(lines).execute(&mut tx.conn).await?;
    Ok(())
}

/// Adds new counted assignments to the tally, line by line in key order.
async fn count(tx: &mut NationalTx, rows: &[Loaded]) -> Result<()> {
    let mut lines: BTreeMap<(TenantId, Line), i64> = BTreeMap::new();
    for row in rows {
        if let Some(line) = tally::line(row) {
            let n = lines.entry((row.tenant_id, line)).or_default();
            *n = n.saturating_add(1);
        }
    }
    let open = |((tenant, line), n)| match line {
        Line::Open { has_due, status, late_from, original_late_from } => Some((
            tally_open::tenant_id.eq(tenant),
            tally_open::has_due.eq(has_due),
            tally_open::status.eq(status),
            tally_open::late_from.eq(late_from.to_diesel()),
            tally_open::original_late_from.eq(original_late_from.to_diesel()),
            tally_open::n.eq(n),
        )),
        Line::Closed { .. } => None,
    };
    let values: Vec<_> = lines.into_iter().filter_map(open).collect();
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

/// Counts anew the assignments of tasks that begin or cease to be restated, and of what these restate in turn.
pub async fn recount(tx: &mut NationalTx, restated: &BTreeSet<TaskId>) -> Result<()> {
    let facts = facts(tx).await?;
    let earlier = restated.iter().flat_map(|task| facts.restated_by(*task));
    let of = earlier.chain(restated.iter().copied()).collect();
    settle(tx, &facts, of).await
}

/// Of a task that is restated, who leads the later one too leaves the figures, and who does not is in them.
async fn settle(tx: &mut NationalTx, facts: &Facts, of: BTreeSet<TaskId>) -> Result<()> {
    let later: BTreeMap<TaskId, Vec<TaskId>> =
        of.iter().map(|task| (*task, facts.restating(*task))).collect();
    let there = existing(tx, later.values().flatten().copied()).await?;
    let rows: Vec<Loaded> = assignments::table
        .filter(assignments::task_id.eq_any(of))
        .filter(assignments::part.eq(Part::Lead))
        .filter(assignments::tenant_id.ne(TenantId::NATIONAL))
        .select(Loaded::as_select())
        .order((assignments::tenant_id, assignments::id))
        .for_update()
        .load(&mut tx.conn)
        .await?;
    for before in rows {
        let mut later = later.get(&TaskId(before.task_id)).into_iter().flatten();
        let counted = !later.any(|task| there.get(&(before.tenant_id, *task)) == Some(&Part::Lead));
        if counted == before.counted {
            continue;
        }
        diesel::update(assignments::table.find((before.tenant_id, before.id)))
            .set(assignments::counted.eq(counted))
            .execute(&mut tx.conn)
            .await?;
        let after = Loaded { counted, ..before.clone() };
        tally::shift(tx, before.tenant_id, tally::line(&before), tally::line(&after)).await?;
    }
    Ok(())
}
