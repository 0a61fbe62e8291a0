//! Plans, whatever they are about: made and shown first, then carried out part by part, each in a transaction of its own, by whoever
//! made them, as they were confirmed. What a part does is the business of the slice that makes the plan.
//!
//! | Module | Holds |
//! |---|---|
//! | [`each()`] | one part after the other, for what answers a request |
//! | `store` | SQL: what was shown, and what became of each part |

mod each;
mod store;

use dondoc_shared::{
    error::ErrorCode,
    id::{PlanId, TenantId},
    wire::plan::{ConfirmPlan, PartState, PlanKind},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

pub use self::{
    each::each,
    store::{NewPlan, PartRow, Printed, decided, insert, issued, lock, mark, own, parts, printed, read},
};
use dondoc_kernel::{
    db::{
        NationalTx,
        audit::{Entry, Logged},
    },
    error::Result,
};

/// How long a plan can be carried out after it was made: what it shows grows old.
const VALID: SignedDuration = SignedDuration::from_mins(10);

/// How long one that was begun can be ended, where it was cut off in the middle.
const ENDS: SignedDuration = SignedDuration::from_hours(1);

/// The instant `by` after `now`.
pub fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// Until when a plan that is made now can be carried out.
pub fn expires_at(tx: &NationalTx) -> Timestamp {
    later(tx.now, VALID)
}

/// The parts that stand so, for the person who made the plan.
pub async fn that_are(
    tx: &mut NationalTx,
    (kind, id): (PlanKind, PlanId),
    state: PartState,
) -> Result<Vec<i32>> {
    store::own(tx, kind, id).await?;
    let parts = store::parts(tx, id).await?;
    Ok(parts.into_iter().filter(|part| part.state == state).map(|part| part.part).collect())
}

/// The parts that are still to be carried out. A plan that was begun can be ended for an hour after it has grown old: nothing in it
/// has changed, or it is refused there.
///
/// # Errors
/// `plan_stale` where it is too old, or about another number of assignments than the person confirms.
pub async fn begin(
    tx: &mut NationalTx,
    (kind, id): (PlanKind, PlanId),
    confirmed: ConfirmPlan,
) -> Result<Vec<i32>> {
    let plan = store::own(tx, kind, id).await?;
    let parts = store::parts(tx, id).await?;
    let is_begun = parts.iter().any(|part| !matches!(part.state, PartState::Planned | PartState::Failed));
    let expires_at = plan.expires_at.to_jiff();
    let until = if is_begun { later(expires_at, ENDS) } else { expires_at };
    if usize::try_from(plan.items) != Ok(confirmed.items) || tx.now > until {
        return Err(ErrorCode::PlanStale.into());
    }
    that_are(tx, (kind, id), PartState::Planned).await
}

/// Keeps why a part could not be carried out, or not be withdrawn.
pub async fn refused(
    tx: &mut NationalTx,
    (id, part): (PlanId, i32),
    from: PartState,
    why: ErrorCode,
) -> Result<Logged<()>> {
    let row = store::lock(tx, id, part, from).await?.ok_or(ErrorCode::NothingWaiting)?;
    let to = if from == PartState::Planned { PartState::Failed } else { from };
    store::mark(tx, (id, part), to, Some(why)).await?;
    Ok(Logged::new((), entry("refuse_plan_part", id, row.tenant, json!({"part": part, "why": why}))))
}

/// What the trail says of a plan.
pub fn entry(action: &'static str, id: PlanId, tenant: TenantId, detail: serde_json::Value) -> Entry {
    Entry { tenant, action, subject_kind: "plan", subject_id: Some(id.0), detail }
}
