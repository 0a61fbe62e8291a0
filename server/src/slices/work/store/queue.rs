//! What waits on the rows of a page: one statement a page, which looks up no more than its rows.

use std::collections::HashMap;

use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Date as SqlDate, Integer, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, SubmissionId, TenantId},
    lifecycle::Status,
    wire::{
        ExtensionReason,
        assignment::{Queue, Waits},
    },
};

use crate::{domain::assignments::Loaded, slices::escalations};
use dondoc_kernel::{
    db::{Tx, sql::conn},
    error::Result,
};

/// What waits on those of the rows on which something of this kind does. A step is told to the Working Group alone.
pub(super) async fn waits(
    tx: &mut Tx,
    queue: Option<Queue>,
    rows: &[&Loaded],
) -> Result<HashMap<AssignmentId, Waits>> {
    match queue {
        None => Ok(HashMap::new()),
        Some(Queue::Submission) => submissions(tx, rows).await,
        Some(Queue::Extension) => extensions(tx, rows).await,
        Some(Queue::Step) => {
            let keys: Vec<_> = rows.iter().map(|of| (of.tenant_id, of.id)).collect();
            escalations::waits(tx, &keys).await
        }
    }
}

#[derive(QueryableByName)]
struct SubmissionRow {
    #[diesel(sql_type = SqlUuid)]
    assignment_id: AssignmentId,
    #[diesel(sql_type = Timestamptz)]
    at: jiff_diesel::Timestamp,
    #[diesel(sql_type = Text)]
    submitted_name: String,
    #[diesel(sql_type = BigInt)]
    evidence: i64,
}

#[expect(clippy::disallowed_methods, reason = "unnest of several arrays has no name in the DSL")]
async fn submissions(tx: &mut Tx, rows: &[&Loaded]) -> Result<HashMap<AssignmentId, Waits>> {
    let submitted = rows.iter().filter(|of| of.status == Status::Submitted);
    let (tenants, ids): (Vec<TenantId>, Vec<SubmissionId>) =
        submitted.filter_map(|of| Some((of.tenant_id, of.submission_id?))).unzip();
    let sql = "select s.assignment_id, s.at, s.submitted_name,
          (select count(*) from dondoc.evidence e
            where e.tenant_id = s.tenant_id and e.assignment_id = s.assignment_id and e.removed_at is null) as evidence
        from unnest($1::int[], $2::uuid[]) as n (tenant_id, id)
        join dondoc.submissions s on s.tenant_id = n.tenant_id and s.id = n.id";
    let found: Vec<SubmissionRow> = diesel::sql_query(sql)
        .bind::<Array<Integer>, _>(tenants)
        .bind::<Array<SqlUuid>, _>(ids)
        .load(conn(tx))
        .await?;
    let waits = |row: SubmissionRow| {
        let one = Waits::Submission { at: row.at.to_jiff(), by: row.submitted_name, evidence: row.evidence };
        (row.assignment_id, one)
    };
    Ok(found.into_iter().map(waits).collect())
}

#[derive(QueryableByName)]
struct ExtensionRow {
    #[diesel(sql_type = SqlUuid)]
    assignment_id: AssignmentId,
    #[diesel(sql_type = Timestamptz)]
    at: jiff_diesel::Timestamp,
    #[diesel(sql_type = Text)]
    by_name: String,
    #[diesel(sql_type = SqlDate)]
    from_on: jiff_diesel::Date,
    #[diesel(sql_type = SqlDate)]
    to_on: jiff_diesel::Date,
    #[diesel(sql_type = Text)]
    reason: ExtensionReason,
    #[diesel(sql_type = Text)]
    text: String,
}

#[expect(clippy::disallowed_methods, reason = "unnest of several arrays has no name in the DSL")]
async fn extensions(tx: &mut Tx, rows: &[&Loaded]) -> Result<HashMap<AssignmentId, Waits>> {
    let asked = || rows.iter().filter(|of| of.extension_pending);
    let (tenants, ids): (Vec<TenantId>, Vec<AssignmentId>) = asked().map(|of| (of.tenant_id, of.id)).unzip();
    let sql = "select x.assignment_id, x.at, x.by_name, x.from_on, x.to_on, x.reason, x.text
        from unnest($1::int[], $2::uuid[]) as n (tenant_id, id)
        join dondoc.extension_requests x
          on x.tenant_id = n.tenant_id and x.assignment_id = n.id and x.state = 'pending'";
    let found: Vec<ExtensionRow> = diesel::sql_query(sql)
        .bind::<Array<Integer>, _>(tenants)
        .bind::<Array<SqlUuid>, _>(ids)
        .load(conn(tx))
        .await?;
    let granted: HashMap<AssignmentId, i32> = asked().map(|of| (of.id, of.extension_count)).collect();
    let waits = |row: ExtensionRow| {
        let one = Waits::Extension {
            at: row.at.to_jiff(),
            by: row.by_name,
            from: row.from_on.to_jiff(),
            to: row.to_on.to_jiff(),
            reason: row.reason,
            text: row.text,
            granted: granted.get(&row.assignment_id).copied().unwrap_or_default(),
        };
        (row.assignment_id, one)
    };
    Ok(found.into_iter().map(waits).collect())
}
