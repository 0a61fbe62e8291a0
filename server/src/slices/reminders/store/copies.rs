//! SQL of the ledger of reminders that are owed for copies of other tenants' assignments.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{MessageId, PolicyId, TenantId},
    lifecycle::Status,
    policy::When,
    wire::standing::Matter,
};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;
use uuid::Uuid;

use super::super::facts::{CopyLine, SWITCHED_OFF};
use dondoc_kernel::{
    db::{
        Tx, WorkerTx,
        sql::{conn, lane},
    },
    error::Result,
    schema::{copy_occurrences as o, tasks, tenants},
};

/// Which copy: its task, whose assignment it is, and what it tells.
pub type Key = (Uuid, TenantId, Matter);

/// Rule and day, reader, when it was noted, state and due date of the copy then, and the message if the reader was told.
pub type ToldRow = (
    Key,
    (String, jiff_diesel::Date, Uuid),
    (jiff_diesel::Timestamp, Option<Status>, jiff_diesel::Date, Option<MessageId>),
);

/// What is noted of copies of these tasks.
pub async fn told_of(tx: &mut Tx, tenant: TenantId, tasks: Vec<Uuid>) -> Result<Vec<ToldRow>> {
    let rows = o::table
        .filter(o::tenant_id.eq(tenant))
        .filter(o::task_id.eq_any(tasks))
        .select((
            (o::task_id, o::source_tenant_id, o::matter),
            (o::rule_id, o::slot_date, o::recipient_id),
            (o::at, o::status, o::due_on, o::message_id),
        ))
        .load(conn(tx))
        .await?;
    Ok(rows)
}

/// Records the reminders in `message`; with no message, records them as opted out. What is recorded stays as it is.
pub async fn note(
    tx: &mut WorkerTx,
    message: Option<MessageId>,
    recipient: Uuid,
    lines: &[CopyLine],
) -> Result<()> {
    let steps = lines.iter().flat_map(|line| line.steps.iter().map(move |step| (line, step)));
    let rows: Vec<_> = steps
        .map(|(line, step)| {
            (
                o::tenant_id.eq(tx.own()),
                o::task_id.eq(line.held.task_id),
                o::source_tenant_id.eq(line.held.source),
                o::matter.eq(line.held.matter),
                o::rule_id.eq(step.when.to_string()),
                o::slot_date.eq(step.slot.to_diesel()),
                o::recipient_id.eq(recipient),
                o::message_id.eq(message),
                o::at.eq(tx.now.to_diesel()),
                o::policy_id.eq(step.policy),
                o::reason.eq(message.map_or(SWITCHED_OFF, |_| line.reason.as_str())),
                o::status.eq(line.held.status),
                o::due_on.eq(line.held.due_on.to_diesel()),
            )
        })
        .collect();
    diesel::insert_into(o::table).values(rows).on_conflict_do_nothing().execute(conn(tx)).await?;
    Ok(())
}

/// A row of the ledger: what a message owes, and on what it rested when it was queued.
#[derive(Debug)]
pub struct NotedCopy {
    pub message: MessageId,
    pub key: Key,
    pub when: When,
    pub slot: Date,
    pub policy: PolicyId,
    pub reason: String,
    pub status: Option<Status>,
    pub due_on: Date,
    /// Code of the assignment, `T24-08/bca`.
    pub code: String,
}

/// What messages owe for copies.
pub async fn noted(tx: &Tx, tenant: TenantId, messages: &[MessageId]) -> Result<Vec<NotedCopy>> {
    type Row = (
        MessageId,
        (Uuid, TenantId, Matter),
        (String, jiff_diesel::Date, PolicyId),
        (String, Option<Status>, jiff_diesel::Date),
        (String, String),
    );
    let rows: Vec<Row> = o::table
        .inner_join(tasks::table.on(tasks::id.eq(o::task_id)))
        .inner_join(tenants::table.on(tenants::id.eq(o::source_tenant_id)))
        .filter(o::tenant_id.eq(tenant))
        .filter(o::message_id.eq_any(messages))
        .select((
            o::message_id.assume_not_null(),
            (o::task_id, o::source_tenant_id, o::matter),
            (o::rule_id, o::slot_date, o::policy_id),
            (o::reason, o::status, o::due_on),
            (tasks::code, tenants::slug),
        ))
        .load(&mut lane(tx))
        .await?;
    let read = |(message, key, (rule, slot, policy), (reason, status, due_on), (task, slug)): Row| {
        let (slot, due_on, code) = (slot.to_jiff(), due_on.to_jiff(), format!("{task}/{slug}"));
        Some(NotedCopy { message, key, when: rule.parse().ok()?, slot, policy, reason, status, due_on, code })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}
