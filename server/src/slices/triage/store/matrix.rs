//! SQL of the matrix of a directive. The reports of periods, which a directive asks for too, are not in it.

use diesel::{dsl::count_star, prelude::*};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, DirectiveId, TaskId, TenantId},
    lifecycle::Status,
    wire::{Precision, directive::DirectiveKind, matrix::DirectiveRow},
};

use crate::domain::assignments::is_lead;
use dondoc_kernel::{
    db::{NationalTx, sql::conn},
    error::Result,
    schema::{assignments, directives, tasks},
};

/// A task of a directive.
#[derive(Queryable, Selectable)]
#[diesel(table_name = tasks)]
pub struct TaskRow {
    pub id: TaskId,
    pub code: String,
    pub title_vi: String,
    pub title_en: String,
}

/// How a lead assignment stands.
#[derive(Queryable, Selectable)]
#[diesel(table_name = assignments)]
pub struct LeadRow {
    pub tenant_id: TenantId,
    pub task_id: TaskId,
    pub id: AssignmentId,
    pub status: Status,
    pub due_on: Option<jiff_diesel::Date>,
    pub due_precision: Precision,
    pub late_from: Option<jiff_diesel::Date>,
    pub level: i16,
    pub unanswered_urges: i32,
}

/// The directives that name tasks, the newest first; only this one where one is wanted.
pub async fn directives(tx: &mut NationalTx, only: Option<DirectiveId>) -> Result<Vec<DirectiveRow>> {
    use directives as d;
    type Columns = (DirectiveId, String, DirectiveKind, jiff_diesel::Date, Precision, String, String, i64);
    let mut query = d::table
        .inner_join(tasks::table.on(tasks::directive_id.eq(d::id)))
        .filter(tasks::period_id.is_null())
        .group_by(d::id)
        .order((d::issued_on.desc(), d::number))
        .select((
            d::id,
            d::number,
            d::kind,
            d::issued_on,
            d::issued_precision,
            d::title_vi,
            d::title_en,
            count_star(),
        ))
        .into_boxed();
    if let Some(only) = only {
        query = query.filter(d::id.eq(only));
    }
    let rows: Vec<Columns> = query.load(conn(tx)).await?;
    let read = |(id, number, kind, issued_on, issued_precision, title_vi, title_en, tasks): Columns| {
        let issued_on = issued_on.to_jiff();
        DirectiveRow { id, number, kind, issued_on, issued_precision, title_vi, title_en, tasks }
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The tasks of a directive, by the number in their codes.
pub async fn tasks(tx: &mut NationalTx, of: DirectiveId) -> Result<Vec<TaskRow>> {
    let rows = tasks::table
        .filter(tasks::directive_id.eq(of))
        .filter(tasks::period_id.is_null())
        .order((tasks::code_order, tasks::code))
        .select(TaskRow::as_select())
        .load(conn(tx))
        .await?;
    Ok(rows)
}

/// All lead assignments of a directive, open and closed.
pub async fn leads(tx: &mut NationalTx, of: DirectiveId) -> Result<Vec<LeadRow>> {
    let rows = assignments::table
        .inner_join(tasks::table.on(tasks::id.eq(assignments::task_id)))
        .filter(tasks::directive_id.eq(of))
        .filter(tasks::period_id.is_null())
        .filter(is_lead())
        .select(LeadRow::as_select())
        .load(conn(tx))
        .await?;
    Ok(rows)
}
