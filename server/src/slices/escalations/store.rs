//! SQL of the ladder.

use std::collections::HashMap;

use diesel::{
    prelude::*,
    sql_types::{
        Array, Bool, Date as SqlDate, Integer, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid,
    },
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, EscalationId, PolicyId, TenantId, UserId},
    lifecycle::WITH_TENANT,
    wire::assignment::EventKind,
};
use jiff_diesel::ToDiesel;

use crate::domain::assignments::{Loaded, is_waiting};
use dondoc_kernel::{
    db::{Tx, WorkerTx, exactly_one, sql::conn},
    error::Result,
    schema::{assignments as a, escalation_steps as s, events},
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
    pub signed_at: Option<jiff_diesel::Timestamp>,
    pub policy: PolicyId,
}

/// The one step that waits, if any.
pub(super) async fn waiting(tx: &mut Tx, of: &Loaded) -> Result<Option<StepRow>> {
    let row = s::table
        .filter(s::tenant_id.eq(of.tenant_id))
        .filter(s::assignment_id.eq(of.id))
        .filter(is_waiting())
        .select((
            s::id,
            s::level,
            s::state,
            s::proposed_on,
            s::days_overdue,
            s::signed_by,
            s::signed_name,
            s::signed_at,
            s::policy_id,
        ))
        .first(conn(tx))
        .await
        .optional()?;
    Ok(row)
}

/// A step that waits on an assignment of a page.
#[derive(Debug, QueryableByName)]
pub(super) struct PageRow {
    #[diesel(sql_type = SqlUuid)]
    pub assignment_id: AssignmentId,
    #[diesel(sql_type = SmallInt)]
    pub level: i16,
    #[diesel(sql_type = SqlDate)]
    pub proposed_on: jiff_diesel::Date,
    #[diesel(sql_type = Bool)]
    pub second_person: bool,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub signed_by: Option<UserId>,
    #[diesel(sql_type = Nullable<Text>)]
    pub signed_name: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub signed_at: Option<jiff_diesel::Timestamp>,
}

/// The steps that wait on these assignments.
#[expect(clippy::disallowed_methods, reason = "unnest of several arrays has no name in the DSL")]
pub(super) async fn waiting_on(tx: &mut Tx, keys: &[(TenantId, AssignmentId)]) -> Result<Vec<PageRow>> {
    let (tenants, ids): (Vec<TenantId>, Vec<AssignmentId>) = keys.iter().copied().unzip();
    let sql = "select s.assignment_id, s.level, s.proposed_on, l.second_person, s.signed_by, s.signed_name, s.signed_at
        from unnest($1::int[], $2::uuid[]) as n (tenant_id, id)
        join dondoc.escalation_steps s
          on s.tenant_id = n.tenant_id and s.assignment_id = n.id and s.state in ('proposed', 'signed')
        join dondoc.ladder_levels l on l.policy_id = s.policy_id and l.level = s.level";
    let rows = diesel::sql_query(sql)
        .bind::<Array<Integer>, _>(tenants)
        .bind::<Array<SqlUuid>, _>(ids)
        .load(conn(tx))
        .await?;
    Ok(rows)
}

/// Item, level and policy of a step of the tenant entered, once it is released.
pub(super) async fn released(
    tx: &mut WorkerTx,
    step: EscalationId,
) -> Result<Option<(AssignmentId, i16, PolicyId)>> {
    let row = s::table
        .find((tx.own(), step))
        .filter(s::state.eq("released"))
        .select((s::assignment_id, s::level, s::policy_id))
        .first(conn(tx))
        .await
        .optional()?;
    Ok(row)
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
        .execute(conn(tx))
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
        .execute(conn(tx))
        .await?;
    exactly_one(rows)
}

/// The tenant's assignments that the sweep looks at: open leads that it owes the next step of and that are late since this
/// date or longer, and whatever a step waits for. Locked; what somebody else holds is left for the next sweep.
pub(super) async fn candidates(tx: &mut WorkerTx, late_since: jiff::civil::Date) -> Result<Vec<Loaded>> {
    let tenant = tx.own();
    let waiting: Vec<AssignmentId> = s::table
        .filter(s::tenant_id.eq(tenant))
        .filter(is_waiting())
        .select(s::assignment_id)
        .load(conn(tx))
        .await?;
    let late = a::open
        .and(a::part.eq("lead"))
        .and(a::status.eq_any(WITH_TENANT))
        .and(a::late_from.is_not_null())
        .and(a::late_from.assume_not_null().le(late_since.to_diesel()));
    let rows = a::table
        .filter(a::tenant_id.eq(tenant))
        .filter(late.or(a::id.eq_any(waiting)))
        .order(a::id)
        .select(Loaded::as_select())
        .for_update()
        .skip_locked()
        .load(conn(tx))
        .await?;
    Ok(rows)
}

/// Open leads that the tenant owes the next step of and that will be late by this date.
pub(super) async fn late_by(tx: &mut Tx, tenant: TenantId, date: jiff::civil::Date) -> Result<Vec<Loaded>> {
    let rows = a::table
        .filter(a::tenant_id.eq(tenant))
        .filter(a::open)
        .filter(a::part.eq("lead"))
        .filter(a::status.eq_any(WITH_TENANT))
        .filter(a::late_from.le(date.to_diesel()))
        .select(Loaded::as_select())
        .load(conn(tx))
        .await?;
    Ok(rows)
}

/// What the ladder did with an assignment, and what the tenant did.
#[derive(Debug, Default)]
pub(super) struct LadderHistory {
    /// The step that waits: its level, and since which local date.
    pub waiting: Option<(i16, jiff::civil::Date)>,
    /// The last step that was dropped or lapsed.
    pub halted_at: Option<jiff::Timestamp>,
    /// How many were, by level.
    pub halts: HashMap<i16, i32>,
    /// The last step that was released.
    pub released_at: Option<jiff::Timestamp>,
    /// Number of steps ever proposed.
    pub steps: i32,
    /// When the tenant last acknowledged; where no step waited then, only the timeline knows.
    pub acknowledged_at: Option<jiff::Timestamp>,
}

/// What is known of assignments beside their rows.
type ById = HashMap<AssignmentId, LadderHistory>;

/// The same for all of them in two statements.
pub(super) async fn known(tx: &mut Tx, tenant: TenantId, of: &[Loaded]) -> Result<ById> {
    type Row = (AssignmentId, i16, String, jiff_diesel::Date, Option<jiff_diesel::Timestamp>);
    let ids: Vec<AssignmentId> = of.iter().map(|of| of.id).collect();
    let steps: Vec<Row> = s::table
        .filter(s::tenant_id.eq(tenant))
        .filter(s::assignment_id.eq_any(&ids))
        .select((s::assignment_id, s::level, s::state, s::proposed_on, s::decided_at))
        .load(conn(tx))
        .await?;
    let acknowledged: Vec<(AssignmentId, Option<jiff_diesel::Timestamp>)> = events::table
        .filter(events::tenant_id.eq(tenant))
        .filter(events::assignment_id.eq_any(&ids))
        .filter(events::kind.eq(EventKind::Acknowledged))
        .group_by(events::assignment_id)
        .select((events::assignment_id, diesel::dsl::max(events::at)))
        .load(conn(tx))
        .await?;
    let mut known = ById::new();
    for (id, level, state, proposed_on, decided_at) in steps {
        let known = known.entry(id).or_default();
        let decided_at = decided_at.map(jiff_diesel::Timestamp::to_jiff);
        known.steps = known.steps.saturating_add(1);
        match state.as_str() {
            "proposed" | "signed" => known.waiting = Some((level, proposed_on.to_jiff())),
            "released" => known.released_at = known.released_at.max(decided_at),
            _ => {
                known.halted_at = known.halted_at.max(decided_at);
                let halts = known.halts.entry(level).or_default();
                *halts = halts.saturating_add(1);
            }
        }
    }
    for (id, at) in acknowledged {
        known.entry(id).or_default().acknowledged_at = at.map(jiff_diesel::Timestamp::to_jiff);
    }
    Ok(known)
}

/// Writes a step, as proposed or as released by the system; none where another worker has done so since the rows were read.
pub(super) async fn propose(
    tx: &mut WorkerTx,
    of: &Loaded,
    policy: PolicyId,
    level: i16,
    days_overdue: i32,
    released: bool,
) -> Result<Option<EscalationId>> {
    let id = EscalationId(tx.new_id());
    let today = tx.today().to_diesel();
    let rows = diesel::insert_into(s::table)
        .values((
            s::tenant_id.eq(of.tenant_id),
            s::id.eq(id),
            s::assignment_id.eq(of.id),
            s::level.eq(level),
            s::state.eq(if released { "released" } else { "proposed" }),
            s::proposed_on.eq(today),
            s::days_overdue.eq(days_overdue),
            s::policy_id.eq(policy),
            s::decided_name.eq(released.then(|| tx.actor.name.clone())),
            s::decided_at.eq(released.then(|| tx.now.to_diesel())),
        ))
        .on_conflict_do_nothing()
        .execute(conn(tx))
        .await?;
    Ok((rows == 1).then_some(id))
}
