//! A directive as a matrix of bodies and tasks.

use std::collections::HashMap;

use dondoc_shared::{
    error::ErrorCode,
    id::{DirectiveId, TenantId},
    lateness::days_overdue,
    wire::matrix::{DirectiveMatrix, Directives, MatrixCell, MatrixColumn, MatrixRow},
};

use super::store::matrix as store;
use dondoc_kernel::{db::NationalTx, error::Result, tenants};

/// The directives that name tasks, the newest first.
pub async fn directives(tx: &mut NationalTx) -> Result<Directives> {
    Ok(Directives { items: store::directives(tx, None).await?, now: tx.now })
}

/// How the lead assignments of a directive stand: one statement for all of them.
///
/// # Errors
/// `not_found` where no directive of that id names a task.
pub async fn matrix(tx: &mut NationalTx, id: DirectiveId) -> Result<DirectiveMatrix> {
    let directive = store::directives(tx, Some(id)).await?.into_iter().next().ok_or(ErrorCode::NotFound)?;
    let today = tx.today();
    let tasks = store::tasks(tx, id).await?;
    let places: HashMap<_, usize> = tasks.iter().map(|task| task.id).zip(0..).collect();
    let mut cells: HashMap<TenantId, Vec<MatrixCell>> = HashMap::new();
    for of in store::leads(tx, id).await? {
        // A task that was added since the tasks were read has no column.
        let Some(column) = places.get(&of.task_id).copied() else { continue };
        cells.entry(of.tenant_id).or_default().push(MatrixCell {
            column,
            assignment: of.id,
            status: of.status,
            due_on: of.due_on.map(jiff_diesel::Date::to_jiff),
            due_precision: of.due_precision,
            days_overdue: days_overdue(of.late_from.map(jiff_diesel::Date::to_jiff), today),
            level: of.level,
            unanswered_urges: of.unanswered_urges,
        });
    }
    let rows = tenants::all(tx).await?.into_iter().filter_map(|tenant| {
        let mut cells = cells.remove(&tenant.id)?;
        cells.sort_unstable_by_key(|cell| cell.column);
        Some(MatrixRow { kind: tenant.kind, tenant: tenant.into(), cells })
    });
    let rows = rows.collect();
    let columns = tasks.into_iter().map(|task| {
        let store::TaskRow { code, title_vi, title_en, .. } = task;
        MatrixColumn { code, title_vi, title_en }
    });
    Ok(DirectiveMatrix { directive, columns: columns.collect(), rows, today, now: tx.now })
}
