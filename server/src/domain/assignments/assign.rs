//! Giving tasks to tenants: many assignments in one transaction, with lateness, timeline, tally and trail.
//!
//! The import of a directive is the one case in which a transaction writes several tenants.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_shared::{
    id::{AssignmentId, PeriodId, TaskId, TenantId},
    lifecycle::Part,
    wire::Precision,
};
use serde_json::json;

pub use super::store::assign::{NewAssignment, accepted_of, existing};
use super::{
    model::Loaded,
    notify, share,
    store::assign::{TaskRow, count, insert, leads, set_counted, tasks},
    store::tally::shift,
    tally,
};
use dondoc_kernel::{
    db::{NationalTx, audit::Entry},
    error::Result,
};

/// The assignments that were made, with an audit entry for each.
#[derive(Debug, Default)]
pub struct Created {
    /// Ids of the new assignments, in the order of what was wanted.
    pub ids: Vec<AssignmentId>,
    /// For the trail of each tenant.
    pub entries: Vec<Entry>,
}

/// Makes the assignments that are not there yet. Pairs of tenant and task that exist are left as they are, whatever
/// their part. Each tenant is told of what it gets, with one mail for each directive.
///
/// A lead assignment counts in the rates unless it is the Working Group's own, the report of a period, or a later task that
/// restates this one is led by the same tenant: what is restated is counted once, and the later one leads.
pub async fn create(tx: &mut NationalTx, wanted: &[NewAssignment]) -> Result<Created> {
    let known = Tasks(tasks(tx).await?);
    let there = existing(tx, wanted.iter().map(|w| w.task)).await?;
    let new: Vec<NewAssignment> =
        wanted.iter().filter(|w| !there.contains_key(&(w.tenant, w.task))).copied().collect();
    if new.is_empty() {
        return Ok(Created::default());
    }
    let leads: BTreeSet<(TenantId, TaskId)> =
        new.iter().filter(|w| w.part == Part::Lead).map(|w| (w.tenant, w.task)).collect();
    let restated: BTreeSet<(TenantId, TaskId)> =
        leads.iter().flat_map(|(tenant, task)| known.restated_by(*task).map(|t| (*tenant, t))).collect();
    let restating = existing(tx, new.iter().flat_map(|w| known.restating(w.task))).await?;
    let counts = |w: &NewAssignment| {
        let led_later =
            || known.restating(w.task).iter().any(|t| restating.get(&(w.tenant, *t)) == Some(&Part::Lead));
        w.part == Part::Lead
            && !w.tenant.is_national()
            && known.period_of(w.task).is_none()
            && !restated.contains(&(w.tenant, w.task))
            && !led_later()
    };
    let rows: Vec<Loaded> = new.iter().map(|w| assigned(tx, w, counts(w), &known)).collect();
    insert(tx, &rows).await?;
    count(tx, &rows).await?;
    settle(tx, &known, restated.into_iter().map(|(_, task)| task).collect()).await?;
    let directive_of = |task: TaskId| known.0.get(&task).map(|task| task.directive);
    notify::announce(tx, &rows, directive_of).await?;
    share::pair(tx, &new.iter().map(|w| (w.tenant, w.task)).collect()).await?;
    let entries = rows.iter().map(|row| entry(row, &known)).collect();
    Ok(Created { ids: rows.iter().map(|row| row.id).collect(), entries })
}

/// The tasks that there are, and which of them restates which.
struct Tasks(BTreeMap<TaskId, TaskRow>);

impl Tasks {
    /// The earlier tasks that this one restates, directly or through others.
    fn restated_by(&self, task: TaskId) -> impl Iterator<Item = TaskId> {
        let restates = |task: &TaskId| self.0.get(task).and_then(|fact| fact.restates);
        // References never lead round in a circle (the import refuses that); the bound is for a database that was
        // written to by other means.
        std::iter::successors(restates(&task), restates).take(self.0.len())
    }

    /// The period whose report the task is.
    fn period_of(&self, task: TaskId) -> Option<PeriodId> {
        self.0.get(&task)?.period
    }

    /// The later tasks that restate this one.
    fn restating(&self, task: TaskId) -> Vec<TaskId> {
        self.0.keys().filter(|later| self.restated_by(**later).any(|t| t == task)).copied().collect()
    }
}

/// A new assignment of a task as it is.
fn assigned(tx: &NationalTx, of: &NewAssignment, counted: bool, known: &Tasks) -> Loaded {
    let task = known.0.get(&of.task);
    let due = task.map_or((None, Precision::None), |task| (task.due_on, task.due_precision));
    let what = (of.task, known.period_of(of.task), of.part);
    Loaded::assigned((of.tenant, AssignmentId(tx.new_id())), what, counted, due, tx.today())
}

fn entry(row: &Loaded, known: &Tasks) -> Entry {
    Entry {
        tenant: row.tenant_id,
        action: "assign",
        subject_kind: "assignment",
        subject_id: Some(row.id.0),
        detail: json!({
            "task": known.0.get(&TaskId(row.task_id)).map(|task| &task.code),
            "part": row.part,
            "due_on": row.due_on,
        }),
    }
}

/// Recounts the assignments of tasks that begin or cease to be restated, and of the tasks that these restate in turn.
pub async fn recount(tx: &mut NationalTx, restated: &BTreeSet<TaskId>) -> Result<()> {
    let known = Tasks(tasks(tx).await?);
    let earlier = restated.iter().flat_map(|task| known.restated_by(*task));
    let of = earlier.chain(restated.iter().copied()).collect();
    settle(tx, &known, of).await
}

/// If a task is restated, counts each tenant once: a tenant that also leads the later task is not counted for the earlier one.
async fn settle(tx: &mut NationalTx, known: &Tasks, of: BTreeSet<TaskId>) -> Result<()> {
    let later: BTreeMap<TaskId, Vec<TaskId>> =
        of.iter().map(|task| (*task, known.restating(*task))).collect();
    let there = existing(tx, later.values().flatten().copied()).await?;
    for before in leads(tx, of).await? {
        let mut later = later.get(&TaskId(before.task_id)).into_iter().flatten();
        let counted = !later.any(|task| there.get(&(before.tenant_id, *task)) == Some(&Part::Lead));
        if counted == before.counted {
            continue;
        }
        set_counted(tx, &before, counted).await?;
        let after = Loaded { counted, ..before.clone() };
        shift(tx, before.tenant_id, tally::line(&before), tally::line(&after)).await?;
    }
    Ok(())
}
