//! SQL of the pairs that share an assignment (R84).

use diesel::{
    dsl::{exists, select},
    prelude::*,
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, TaskId, TenantId},
    lifecycle::{Part, Status},
};

use super::super::model::Loaded;
use dondoc_kernel::{
    db::{
        NationalTx, Tx,
        sql::{conn, lane},
    },
    error::Result,
    schema::{assignments as a, standings as s},
};

/// Whether any tenant holds a copy of this assignment. Copies come in pairs, so holding theirs means they hold ours.
pub async fn is_followed(tx: &Tx, of: &Loaded) -> Result<bool> {
    let held = s::table.filter(s::tenant_id.eq(of.tenant_id)).filter(s::task_id.eq(of.task_id));
    Ok(select(exists(held)).get_result(&mut lane(tx)).await?)
}

/// A tenant with a part in a task.
#[derive(Queryable)]
pub struct Party {
    pub tenant: TenantId,
    pub id: AssignmentId,
    pub task: TaskId,
    pub part: Part,
    pub version: i32,
}

/// The parties of those tasks that somebody coordinates.
pub async fn parties(tx: &mut NationalTx, of: Vec<TaskId>) -> Result<Vec<Party>> {
    let shared: Vec<TaskId> = a::table
        .filter(a::task_id.eq_any(of))
        .filter(a::part.eq(Part::Coordinating))
        .select(a::task_id)
        .distinct()
        .load(conn(tx))
        .await?;
    let parties = a::table
        .filter(a::task_id.eq_any(shared))
        .filter(a::status.ne(Status::Withdrawn))
        .order((a::task_id, a::tenant_id))
        .select((a::tenant_id, a::id, a::task_id, a::part, a::version))
        .load(conn(tx))
        .await?;
    Ok(parties)
}
