//! SQL of samples and of what was drawn.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, RecheckId, TenantId, UserId},
    wire::recheck::{RecheckOutcome, RecheckWaiting},
};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;

use crate::domain::assignments::Accepted;
use dondoc_kernel::{
    db::{
        NationalTx,
        sql::{self, conn},
    },
    error::Result,
    schema::{recheck_samples as s, rechecks as r},
};

/// Nobody else draws until the end of the transaction.
pub async fn draw_alone(tx: &mut NationalTx) -> Result<()> {
    sql::write_alone(tx, "dondoc.recheck_samples", 0).await
}

/// A sample as it is kept.
#[derive(Debug, Queryable)]
pub struct SampleRow {
    pub seed: String,
    pub accepted: i32,
    pub by: String,
    pub at: jiff_diesel::Timestamp,
}

/// The sample of a month.
pub async fn sample(tx: &mut NationalTx, month: Date) -> Result<Option<SampleRow>> {
    let row = s::table
        .find(month.to_diesel())
        .select((s::seed, s::accepted, s::by_name, s::at))
        .first(conn(tx))
        .await
        .optional()?;
    Ok(row)
}

/// Writes a sample with what was drawn of so many, in the order of the draw.
pub async fn insert(
    tx: &mut NationalTx,
    (month, seed): (Date, &str),
    accepted: usize,
    drawn: &[Accepted],
) -> Result<()> {
    let (user, _) = tx.actor.person()?;
    let month = month.to_diesel();
    let sample = (
        (s::month.eq(month), s::seed.eq(seed), s::accepted.eq(i32::try_from(accepted).unwrap_or(i32::MAX))),
        (s::by_id.eq(user), s::by_name.eq(tx.actor.name.clone()), s::at.eq(tx.now.to_diesel())),
    );
    diesel::insert_into(s::table).values(sample).execute(conn(tx)).await?;
    let row = |(place, one): (i32, &Accepted)| {
        (
            (r::tenant_id.eq(one.tenant), r::id.eq(RecheckId(tx.new_id())), r::month.eq(month)),
            (r::place.eq(place), r::assignment_id.eq(one.id), r::accepted_by.eq(one.by)),
            r::accepted_name.eq(one.name.clone().unwrap_or_default()),
            r::accepted_at.eq(one.at.unwrap_or(tx.now).to_diesel()),
        )
    };
    let rows: Vec<_> = (1..).zip(drawn).map(row).collect();
    diesel::insert_into(r::table).values(rows).execute(conn(tx)).await?;
    Ok(())
}

/// What was drawn, as it is kept.
#[derive(Debug, Queryable)]
pub struct RecheckRow {
    pub id: RecheckId,
    pub month: jiff_diesel::Date,
    pub tenant: TenantId,
    pub assignment: AssignmentId,
    pub accepted_by: Option<UserId>,
    pub accepted_name: String,
    pub accepted_at: jiff_diesel::Timestamp,
    pub outcome: Option<RecheckOutcome>,
    pub remark: String,
    pub by: Option<String>,
    pub decided_at: Option<jiff_diesel::Timestamp>,
}

#[diesel::dsl::auto_type]
fn columns() -> _ {
    (
        r::id,
        r::month,
        r::tenant_id,
        r::assignment_id,
        r::accepted_by,
        r::accepted_name,
        r::accepted_at,
        r::outcome,
        r::remark,
        r::by_name,
        r::decided_at,
    )
}

/// What was drawn of a month, in the order of the draw.
pub async fn drawn(tx: &mut NationalTx, month: Date) -> Result<Vec<RecheckRow>> {
    Ok(r::table
        .filter(r::month.eq(month.to_diesel()))
        .order(r::place)
        .select(columns())
        .load(conn(tx))
        .await?)
}

/// One that was drawn.
pub async fn one(tx: &mut NationalTx, id: RecheckId) -> Result<RecheckRow> {
    Ok(r::table.filter(r::id.eq(id)).select(columns()).first(conn(tx)).await?)
}

/// Writes what came of one, once. False where something has already.
pub async fn decide(
    tx: &mut NationalTx,
    (tenant, id): (TenantId, RecheckId),
    outcome: RecheckOutcome,
    remark: &str,
) -> Result<bool> {
    let (user, _) = tx.actor.person()?;
    let (name, now) = (tx.actor.name.clone(), tx.now.to_diesel());
    let rows = diesel::update(r::table.find((tenant, id)))
        .filter(r::outcome.is_null())
        .set((
            r::outcome.eq(outcome),
            r::remark.eq(remark),
            r::by_id.eq(user),
            r::by_name.eq(name),
            r::decided_at.eq(now),
        ))
        .execute(conn(tx))
        .await?;
    Ok(rows == 1)
}

/// The samples in which something waits, the oldest first.
pub async fn waiting(tx: &mut NationalTx) -> Result<Vec<RecheckWaiting>> {
    let rows: Vec<(jiff_diesel::Date, i64)> = r::table
        .filter(r::outcome.is_null())
        .group_by(r::month)
        .order(r::month)
        .select((r::month, diesel::dsl::count_star()))
        .load(conn(tx))
        .await?;
    Ok(rows.into_iter().map(|(month, items)| RecheckWaiting { month: month.to_jiff(), items }).collect())
}

/// How many wait for somebody to look at them again.
pub async fn count_waiting(tx: &mut NationalTx) -> Result<i64> {
    Ok(r::table.filter(r::outcome.is_null()).count().get_result(conn(tx)).await?)
}
