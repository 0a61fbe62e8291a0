//! SQL of the ladder.

use diesel::{dsl::sql, expression::SqlLiteral, prelude::*, sql_types::Bool};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{EscalationId, TenantId, UserId},
    lifecycle::WITH_TENANT,
    role::Role,
    wire::{ContactRole, assignment::EventKind},
};
use jiff_diesel::ToDiesel;

use super::Addressee;
use crate::{
    assignments::Loaded,
    db::{Tx, exactly_one},
    error::Result,
    schema::{contacts, escalation_steps as s, events, users},
};

/// A step that waits.
#[derive(Debug, Queryable)]
pub(super) struct StepRow {
    pub id: EscalationId,
    pub level: i16,
    pub state: String,
    pub proposed_on: jiff_diesel::Date,
    pub days_overdue: i32,
    pub signed_by: Option<UserId>,
    pub signed_name: Option<String>,
}

/// A person has still to decide on the step. Words and not parameters: a plan for every parameter could not use the partial
/// index.
pub fn is_waiting() -> SqlLiteral<Bool> {
    sql("escalation_steps.state in ('proposed', 'signed')")
}

/// The one step that waits, if any.
pub(super) async fn waiting(tx: &mut Tx, of: &Loaded) -> Result<Option<StepRow>> {
    let row = s::table
        .filter(s::tenant_id.eq(of.tenant_id))
        .filter(s::assignment_id.eq(of.id))
        .filter(is_waiting())
        .select((s::id, s::level, s::state, s::proposed_on, s::days_overdue, s::signed_by, s::signed_name))
        .first(&mut tx.conn)
        .await
        .optional()?;
    Ok(row)
}

pub(super) async fn lapse(tx: &mut Tx, of: &Loaded) -> Result<()> {
    let now = tx.now.to_diesel();
    diesel::update(s::table)
        .filter(s::tenant_id.eq(of.tenant_id))
        .filter(s::assignment_id.eq(of.id))
        .filter(is_waiting())
        .set((s::state.eq("lapsed"), s::decided_at.eq(now)))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

/// The first of two signatures.
pub(super) async fn sign(tx: &mut Tx, of: &Loaded, row: &StepRow) -> Result<()> {
    let now = tx.now.to_diesel();
    let rows = diesel::update(s::table.find((of.tenant_id, row.id)))
        .filter(s::state.eq("proposed"))
        .set((
            s::state.eq("signed"),
            s::signed_by.eq(tx.actor.user),
            s::signed_name.eq(tx.actor.name.clone()),
            s::signed_at.eq(now),
        ))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)
}

/// Ends the step, if its state is still the one that was read.
pub(super) async fn decide(tx: &mut Tx, of: &Loaded, row: &StepRow, state: &str, remark: &str) -> Result<()> {
    let now = tx.now.to_diesel();
    let rows = diesel::update(s::table.find((of.tenant_id, row.id)))
        .filter(s::state.eq(row.state.clone()))
        .set((
            s::state.eq(state),
            s::decided_by.eq(tx.actor.user),
            s::decided_name.eq(tx.actor.name.clone()),
            s::decided_at.eq(now),
            s::remark.eq(remark),
        ))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)
}

/// Who approves; of the Working Group's own work, its leads.
pub(super) async fn approvers(tx: &mut Tx, tenant: TenantId) -> Result<Vec<Addressee>> {
    let rows: Vec<(uuid::Uuid, String, String)> = users::table
        .filter(users::tenant_id.eq(tenant))
        .filter(users::role.eq_any([Role::Approver, Role::Lead]))
        .filter(users::status.eq("active"))
        .order(users::id)
        .select((users::id, users::name, users::email))
        .load(&mut tx.conn)
        .await?;
    Ok(rows.into_iter().map(|(id, name, address)| Addressee { id, name, address }).collect())
}

pub(super) async fn contact(tx: &mut Tx, tenant: TenantId, role: ContactRole) -> Result<Vec<Addressee>> {
    let rows: Vec<(uuid::Uuid, String, String)> = contacts::table
        .filter(contacts::tenant_id.eq(tenant))
        .filter(contacts::role.eq(role))
        .select((contacts::id, contacts::office, contacts::address))
        .load(&mut tx.conn)
        .await?;
    Ok(rows.into_iter().map(|(id, name, address)| Addressee { id, name, address }).collect())
}

/// Open leads without a waiting step, overdue at least this long, and not yet at this level.
pub(super) async fn due(
    tx: &mut Tx,
    tenant: TenantId,
    late_since: jiff::civil::Date,
    level: i16,
) -> Result<Vec<(Loaded, Option<jiff_diesel::Date>)>> {
    use crate::schema::assignments as a;
    let rows = a::table
        .filter(a::tenant_id.eq(tenant))
        .filter(a::open)
        .filter(a::part.eq("lead"))
        .filter(a::status.eq_any(WITH_TENANT))
        .filter(a::late_from.le(late_since.to_diesel()))
        .filter(a::level.eq(level.saturating_sub(1)))
        .filter(diesel::dsl::not(diesel::dsl::exists(
            s::table
                .filter(s::tenant_id.eq(a::tenant_id))
                .filter(s::assignment_id.eq(a::id))
                .filter(is_waiting()),
        )))
        .order(a::id)
        .select((Loaded::as_select(), a::late_from))
        .for_update()
        .skip_locked()
        .load(&mut tx.conn)
        .await?;
    Ok(rows)
}

/// When a step last came to one of these ends.
pub(super) async fn last_decision(
    tx: &mut Tx,
    of: &Loaded,
    ends: &[&str],
) -> Result<Option<jiff::Timestamp>> {
    let at: Option<Option<jiff_diesel::Timestamp>> = s::table
        .filter(s::tenant_id.eq(of.tenant_id))
        .filter(s::assignment_id.eq(of.id))
        .filter(s::state.eq_any(ends))
        .order(s::decided_at.desc())
        .select(s::decided_at)
        .first(&mut tx.conn)
        .await
        .optional()?;
    Ok(at.flatten().map(jiff_diesel::Timestamp::to_jiff))
}

/// When the tenant last acknowledged; where no step waited then, only the timeline knows.
pub(super) async fn acknowledged_at(tx: &mut Tx, of: &Loaded) -> Result<Option<jiff::Timestamp>> {
    let at: Option<jiff_diesel::Timestamp> = events::table
        .filter(events::tenant_id.eq(of.tenant_id))
        .filter(events::assignment_id.eq(of.id))
        .filter(events::kind.eq(EventKind::Acknowledged))
        .order(events::id.desc())
        .select(events::at)
        .first(&mut tx.conn)
        .await
        .optional()?;
    Ok(at.map(jiff_diesel::Timestamp::to_jiff))
}

/// Proposes a step; none where another worker has done so since the rows were read.
pub(super) async fn propose(
    tx: &mut Tx,
    of: &Loaded,
    level: i16,
    days_overdue: i32,
) -> Result<Option<EscalationId>> {
    let id = EscalationId(tx.new_id());
    let today = tx.today().to_diesel();
    let rows = diesel::insert_into(s::table)
        .values((
            s::tenant_id.eq(of.tenant_id),
            s::id.eq(id),
            s::assignment_id.eq(of.id),
            s::level.eq(level),
            s::state.eq("proposed"),
            s::proposed_on.eq(today),
            s::days_overdue.eq(days_overdue),
        ))
        .on_conflict_do_nothing()
        .execute(&mut tx.conn)
        .await?;
    Ok((rows == 1).then_some(id))
}
