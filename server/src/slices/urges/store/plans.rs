//! SQL of plans: what was shown, and what became of each part.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, MessageId, PlanId, TenantId, UrgeId},
    wire::{
        TenantRef,
        urge::plan::{PartState, PlanSkipped, Planned, RecentUrge},
    },
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use jiff_diesel::ToDiesel;
use serde_json::Value;

use dondoc_kernel::{
    db::{NationalTx, Tx, exactly_one, sql::conn},
    error::{Error, Result},
    schema::{
        assignments as a, tasks, tenants, urge_assignments as l, urge_plan_parts as r, urge_plans as p,
        urges as u,
    },
};

/// An urge so young is told of, whoever issued it.
const RECENT: SignedDuration = SignedDuration::from_hours(24);

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
pub fn read<T: serde::de::DeserializeOwned>(kept: Value) -> Result<T> {
    serde_json::from_value(kept).map_err(|error| Error::Internal(error.into()))
}

fn kept<T: serde::Serialize>(shown: &T) -> Result<Value> {
    serde_json::to_value(shown).map_err(|error| Error::Internal(error.into()))
}

/// Writes a plan with its parts.
pub async fn insert(
    tx: &mut NationalTx,
    (input, items): (&impl serde::Serialize, usize),
    skipped: &[PlanSkipped],
    parts: &[(TenantId, Planned)],
    expires_at: Timestamp,
) -> Result<PlanId> {
    let id = PlanId(tx.new_id());
    let (user, _) = tx.actor.person()?;
    let plan = (
        p::id.eq(id),
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
pub async fn own(tx: &mut NationalTx, id: PlanId) -> Result<PlanRow> {
    let (user, _) = tx.actor.person()?;
    let row = p::table
        .find(id)
        .filter(p::by_id.eq(user))
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
    shown: &Planned,
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

/// The newest urge of the last day about each of these assignments of a tenant, whoever issued it.
pub async fn recent(
    tx: &mut Tx,
    tenant: TenantId,
    ids: &[AssignmentId],
) -> Result<HashMap<AssignmentId, RecentUrge>> {
    let since = tx.now.saturating_sub(RECENT).map_err(|error| Error::Internal(error.into()))?;
    let rows: Vec<(AssignmentId, jiff_diesel::Timestamp, String)> = l::table
        .inner_join(u::table.on(u::tenant_id.eq(l::tenant_id).and(u::id.eq(l::urge_id))))
        .filter(l::tenant_id.eq(tenant))
        .filter(l::assignment_id.eq_any(ids))
        .filter(u::at.gt(since.to_diesel()))
        .filter(u::withdrawn_at.is_null())
        .order(u::id)
        .select((l::assignment_id, u::at, u::by_name))
        .load(conn(tx))
        .await?;
    // The last of equal keys stays, which is the newest.
    Ok(rows.into_iter().map(|(id, at, by)| (id, RecentUrge { at: at.to_jiff(), by })).collect())
}

/// What an urge was issued about.
pub async fn about(tx: &mut NationalTx, tenant: TenantId, urge: UrgeId) -> Result<Vec<AssignmentId>> {
    let of_urge = l::table.filter(l::tenant_id.eq(tenant)).filter(l::urge_id.eq(urge));
    Ok(of_urge.order(l::assignment_id).select(l::assignment_id).load(conn(tx)).await?)
}

/// How many urges were issued about each of these and not withdrawn, and the local date of the last.
pub async fn urged(
    tx: &mut NationalTx,
    tenant: TenantId,
    ids: &[AssignmentId],
) -> Result<BTreeMap<AssignmentId, (i32, Date)>> {
    let rows: Vec<(AssignmentId, jiff_diesel::Date)> = l::table
        .inner_join(u::table.on(u::tenant_id.eq(l::tenant_id).and(u::id.eq(l::urge_id))))
        .filter(l::tenant_id.eq(tenant))
        .filter(l::assignment_id.eq_any(ids))
        .filter(u::withdrawn_at.is_null())
        .select((l::assignment_id, u::issued_on))
        .load(conn(tx))
        .await?;
    let mut urged = BTreeMap::new();
    for (id, issued_on) in rows {
        let (n, last) = urged.entry(id).or_insert((0_i32, issued_on.to_jiff()));
        (*n, *last) = (n.saturating_add(1), issued_on.to_jiff().max(*last));
    }
    Ok(urged)
}

/// Closes an urge that nobody has answered, as withdrawn. False where it was answered or closed before.
pub async fn withdraw(tx: &mut NationalTx, tenant: TenantId, urge: UrgeId) -> Result<bool> {
    let now = tx.now.to_diesel();
    let rows = diesel::update(u::table.find((tenant, urge)))
        .filter(u::answered_at.is_null())
        .filter(u::lapsed_at.is_null())
        .set((u::lapsed_at.eq(now), u::withdrawn_at.eq(now)))
        .execute(conn(tx))
        .await?;
    diesel::update(l::table)
        .filter(l::tenant_id.eq(tenant))
        .filter(l::urge_id.eq(urge))
        .filter(l::lapsed_at.is_null())
        .set(l::lapsed_at.eq(now))
        .execute(conn(tx))
        .await?;
    Ok(rows == 1)
}
