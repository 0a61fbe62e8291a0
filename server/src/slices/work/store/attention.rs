//! SQL of what waits for a tenant's people, line by line of their first page.

use std::collections::BTreeMap;

use diesel::{dsl::count, prelude::*};
use diesel_async::RunQueryDsl;
use dondoc_shared::{id::TenantId, lifecycle::Status, turn::ToDo};
use jiff_diesel::ToDiesel;

use dondoc_kernel::{
    db::{Tx, sql::conn},
    error::Result,
    schema::assignments as a,
};

/// How much of a tenant's open work waits in each line; in one look.
pub async fn waiting(tx: &mut Tx, tenant: TenantId) -> Result<BTreeMap<ToDo, i64>> {
    let today = tx.today().to_diesel();
    let of = |status: Status| count(a::id).aggregate_filter(a::status.eq(status));
    let counts: (i64, i64, i64, i64, i64, i64) = a::table
        .filter(a::tenant_id.eq(tenant))
        .filter(a::open)
        .select((
            count(a::id).aggregate_filter(a::unanswered_urges.gt(0)),
            of(Status::Returned),
            count(a::id).aggregate_filter(a::sent_back),
            of(Status::Proposed),
            count(a::id).aggregate_filter(a::late_from.le(today).assume_not_null()),
            of(Status::Assigned),
        ))
        .first(conn(tx))
        .await?;
    let (answer, amend, rework, approve, overdue, acknowledge) = counts;
    Ok(BTreeMap::from([
        (ToDo::Answer, answer),
        (ToDo::Amend, amend),
        (ToDo::Rework, rework),
        (ToDo::Approve, approve),
        (ToDo::Overdue, overdue),
        (ToDo::Acknowledge, acknowledge),
    ]))
}
