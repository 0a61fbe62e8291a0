//! SQL of what a message was made from.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::id::{EscalationId, MessageId, PolicyId, TenantId, UrgeId};
use serde_json::Value;
use uuid::Uuid;

use dondoc_kernel::{
    db::{NationalTx, sql::conn},
    error::Result,
    schema::{contacts, escalation_steps as s, outbox, urges, users},
    tenants,
};

/// The columns of the outbox that tell where a message comes from.
#[derive(Debug, Queryable)]
pub struct RowOfMessage {
    /// The tenant that it belongs to.
    pub tenant: TenantId,
    /// The kind of message: `digest`, `urge`, ….
    pub kind: String,
    /// Ids and frozen facts.
    pub args: Value,
    /// The user or contact.
    pub recipient: Option<Uuid>,
    /// When it was queued.
    pub at: jiff_diesel::Timestamp,
}

/// The row of a message.
pub async fn row(tx: &mut NationalTx, id: MessageId) -> Result<RowOfMessage> {
    // The tenants are named, because the key of the table begins with them.
    let all: Vec<TenantId> = tenants::all(tx).await?.into_iter().map(|tenant| tenant.id).collect();
    let row = outbox::table
        .filter(outbox::tenant_id.eq_any(all))
        .filter(outbox::id.eq(id))
        .select((outbox::tenant_id, outbox::kind, outbox::args, outbox::recipient_id, outbox::created_at))
        .first(conn(tx))
        .await?;
    Ok(row)
}

/// The name of a person or an office, also after the person has left.
pub async fn name(tx: &mut NationalTx, tenant: TenantId, id: Option<Uuid>) -> Result<String> {
    let Some(id) = id else { return Ok(String::new()) };
    let user = users::table.find((tenant, id)).select(users::name).first(conn(tx)).await.optional()?;
    if let Some(name) = user {
        return Ok(name);
    }
    let office = contacts::table.filter(contacts::tenant_id.eq(tenant)).filter(contacts::id.eq(id));
    Ok(office.select(contacts::office).first(conn(tx)).await.optional()?.unwrap_or_default())
}

/// Year and number of an urge, who issued it and when.
pub async fn urge(
    tx: &mut NationalTx,
    tenant: TenantId,
    id: UrgeId,
) -> Result<(i32, i32, String, jiff_diesel::Timestamp)> {
    let row = urges::table
        .find((tenant, id))
        .select((urges::year, urges::number, urges::by_name, urges::at))
        .first(conn(tx))
        .await?;
    Ok(row)
}

/// Who signed a step, and when; nobody has to.
type Signed = (Option<String>, Option<jiff_diesel::Timestamp>);

/// The columns of a step that its mail goes back to.
#[derive(Debug, Queryable)]
pub struct StepOfMessage {
    /// Its level.
    pub level: i16,
    /// The local date on which it was proposed.
    pub proposed_on: jiff_diesel::Date,
    /// Calendar days overdue on that date.
    pub days: i32,
    /// The version of the ladder.
    pub policy: PolicyId,
    /// The first of two signatures.
    pub first: Signed,
    /// Who decided.
    pub last: Signed,
}

/// A step up the ladder.
pub async fn step(tx: &mut NationalTx, tenant: TenantId, id: EscalationId) -> Result<StepOfMessage> {
    let row = s::table
        .find((tenant, id))
        .select((
            s::level,
            s::proposed_on,
            s::days_overdue,
            s::policy_id,
            (s::signed_name, s::signed_at),
            (s::decided_name, s::decided_at),
        ))
        .first(conn(tx))
        .await?;
    Ok(row)
}
