//! SQL of plans: what was shown, and what became of each part.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, MessageId, PlanId, TenantId, UrgeId},
    wire::{
        TenantRef,
        plan::{PartState, PlanKind, PlanSkipped},
    },
};
use jiff::Timestamp;
use jiff_diesel::ToDiesel;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use dondoc_kernel::{
    db::{NationalTx, Tx, exactly_one, sql::conn},
    error::{Error, Result},
    schema::{assignments as a, plan_parts as r, plans as p, tasks, tenants},
};

/// A plan as it is kept.
#[derive(Debug, Queryable)]
pub struct PlanRow {
    pub input: Value,
    pub skipped: Value,
    /// The assignments of all its parts.
    pub items: i32,
    pub expires_at: jiff_diesel::Timestamp,
}

/// A part as it is kept.
#[derive(Debug, Queryable)]
pub struct PartRow {
    pub part: i32,
    pub tenant: TenantId,
    pub shown: Value,
    pub state: PartState,
    pub urge: Option<UrgeId>,
    pub number: Option<String>,
    pub messages: Vec<MessageId>,
    pub why: Option<ErrorCode>,
}

/// What is kept as it was shown, read again.
pub fn read<T: DeserializeOwned>(kept: Value) -> Result<T> {
    serde_json::from_value(kept).map_err(|error| Error::Internal(error.into()))
}

fn kept<T: Serialize>(shown: &T) -> Result<Value> {
    serde_json::to_value(shown).map_err(|error| Error::Internal(error.into()))
}

/// A plan about to be kept.
#[derive(Debug)]
pub struct NewPlan<'a, I, S> {
    /// What it is about.
    pub kind: PlanKind,
    /// What was asked for, as sent.
    pub input: &'a I,
    /// The assignments of all its parts.
    pub items: usize,
    /// What was asked for and is not in it.
    pub skipped: &'a [PlanSkipped],
    /// What is shown of each part.
    pub parts: &'a [(TenantId, S)],
    /// Until when it can be carried out.
    pub expires_at: Timestamp,
}

/// Writes a plan with its parts.
pub async fn insert<I: Serialize, S: Serialize>(
    tx: &mut NationalTx,
    NewPlan { kind, input, items, skipped, parts, expires_at }: NewPlan<'_, I, S>,
) -> Result<PlanId> {
    let id = PlanId(tx.new_id());
    let (user, _) = tx.actor.person()?;
    let plan = (
        p::id.eq(id),
        p::kind.eq(kind),
        p::input.eq(kept(input)?),
        p::skipped.eq(kept(&skipped)?),
        p::by_id.eq(user),
        p::by_name.eq(tx.actor.name.clone()),
        p::items.eq(i32::try_from(items).unwrap_or(i32::MAX)),
        p::made_at.eq(tx.now.to_diesel()),
        p::expires_at.eq(expires_at.to_diesel()),
    );
    diesel::insert_into(p::table).values(plan).execute(conn(tx)).await?;
    let mut rows = Vec::new();
    for (part, (tenant, shown)) in (0_i32..).zip(parts) {
        rows.push((
            r::plan_id.eq(id),
            r::part.eq(part),
            r::for_tenant.eq(*tenant),
            r::shown.eq(kept(shown)?),
        ));
    }
    diesel::insert_into(r::table).values(rows).execute(conn(tx)).await?;
    Ok(id)
}

/// The plan of the person who acts; another's is not found.
pub async fn own(tx: &mut NationalTx, kind: PlanKind, id: PlanId) -> Result<PlanRow> {
    let (user, _) = tx.actor.person()?;
    let row = p::table
        .find(id)
        .filter(p::by_id.eq(user))
        .filter(p::kind.eq(kind))
        .select((p::input, p::skipped, p::items, p::expires_at))
        .first(conn(tx))
        .await?;
    Ok(row)
}

/// Its parts, in their order.
pub async fn parts(tx: &mut NationalTx, id: PlanId) -> Result<Vec<PartRow>> {
    let rows = r::table
        .filter(r::plan_id.eq(id))
        .order(r::part)
        .select((r::part, r::for_tenant, r::shown, r::state, r::urge_id, r::number, r::messages, r::why))
        .load(conn(tx))
        .await?;
    Ok(rows)
}

/// A part that stands so, locked; none where somebody was faster.
pub async fn lock(tx: &mut NationalTx, id: PlanId, part: i32, state: PartState) -> Result<Option<PartRow>> {
    let row = r::table
        .find((id, part))
        .filter(r::state.eq(state))
        .select((r::part, r::for_tenant, r::shown, r::state, r::urge_id, r::number, r::messages, r::why))
        .for_update()
        .first(conn(tx))
        .await
        .optional()?;
    Ok(row)
}

/// The urge that a part has become, and its mail.
pub async fn issued(
    tx: &mut NationalTx,
    (id, part): (PlanId, i32),
    (urge, number): (UrgeId, &str),
    shown: &impl Serialize,
    messages: &[MessageId],
) -> Result<()> {
    let rows = diesel::update(r::table.find((id, part)))
        .set((
            r::state.eq(PartState::Issued),
            r::shown.eq(kept(shown)?),
            r::urge_id.eq(urge),
            r::number.eq(number),
            r::messages.eq(messages.to_vec()),
        ))
        .execute(conn(tx))
        .await?;
    exactly_one(rows)
}

/// What became of the decisions of a part.
pub async fn decided(tx: &mut NationalTx, (id, part): (PlanId, i32), shown: &impl Serialize) -> Result<()> {
    let rows = diesel::update(r::table.find((id, part)))
        .set((r::state.eq(PartState::Decided), r::shown.eq(kept(shown)?)))
        .execute(conn(tx))
        .await?;
    exactly_one(rows)
}

/// Where a part stands, and why.
pub async fn mark(
    tx: &mut NationalTx,
    (id, part): (PlanId, i32),
    state: PartState,
    why: Option<ErrorCode>,
) -> Result<()> {
    let rows = diesel::update(r::table.find((id, part)))
        .set((r::state.eq(state), r::why.eq(why)))
        .execute(conn(tx))
        .await?;
    exactly_one(rows)
}

/// An assignment as a plan prints it.
#[derive(Debug, Clone, Queryable)]
pub struct Printed {
    pub id: AssignmentId,
    pub code: String,
    pub title_vi: String,
    pub title_en: String,
}

/// Names of a tenant and of these assignments of it, by the order of their codes.
pub async fn printed(
    tx: &mut Tx,
    tenant: TenantId,
    ids: &[AssignmentId],
) -> Result<(TenantRef, Vec<Printed>)> {
    let (slug, short, name_vi, name_en): (String, String, String, String) = tenants::table
        .find(tenant)
        .select((tenants::slug, tenants::short, tenants::name_vi, tenants::name_en))
        .first(conn(tx))
        .await?;
    let mut rows: Vec<Printed> = a::table
        .inner_join(tasks::table.on(tasks::id.eq(a::task_id)))
        .filter(a::tenant_id.eq(tenant))
        .filter(a::id.eq_any(ids))
        .order((tasks::code_order, tasks::code))
        .select((a::id, tasks::code, tasks::title_vi, tasks::title_en))
        .load(conn(tx))
        .await?;
    for row in &mut rows {
        row.code = format!("{}/{slug}", row.code);
    }
    Ok((TenantRef { slug, short, name_vi, name_en }, rows))
}
