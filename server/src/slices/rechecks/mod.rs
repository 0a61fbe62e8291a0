//! The random re-check (R173): a lead draws some of the duties that were accepted in a month, by chance, and each of them is looked at
//! again by somebody who did not accept it. One that does not hold is returned by the act that re-opens an assignment.

pub mod api;
mod model;
mod store;

use std::collections::HashMap;

use dondoc_shared::{
    day::{begins_in_ha_noi, in_ha_noi},
    error::ErrorCode,
    id::{AssignmentId, RecheckId, TenantId},
    lateness::Rate,
    lifecycle::Status,
    wire::{
        assignment::NewReturn,
        recheck::{
            MOST_DRAWN, NewOutcome, NewSample, Recheck, RecheckMonth, RecheckOutcome, RecheckSample,
            RecheckWaiting, Rechecked,
        },
    },
};
use jiff::{Timestamp, ToSpan, civil::Date};
use serde_json::json;

use crate::domain::{
    assignments::{self, Named, acts::MAX_REMARK},
    calendar::Calendar,
};
use dondoc_kernel::{
    db::{
        Actor, NationalTx, Version,
        audit::{Entry, Logged},
    },
    error::{Error, Fault, Result},
    http::input::Checks,
    secret,
};

/// Before any directive of ours.
const FIRST: Date = jiff::civil::date(2000, 1, 1);

/// The sample of a month, or what it could be drawn from; where no month is named, of the oldest month in which something waits or
/// which waits for its sample, else of the last one that is over.
///
/// # Errors
/// What is no first day of a month that is over.
pub async fn month(tx: &mut NationalTx, named: Option<Date>) -> Result<RecheckMonth> {
    let mut waiting = store::waiting(tx).await?;
    waiting.extend(undrawn(tx).await?.map(|month| RecheckWaiting { month, items: 0 }));
    let oldest = waiting.first().map(|of| of.month);
    let month = named.or(oldest).unwrap_or_else(|| last_over(tx.today()));
    if let Some(fault) = fault_of(month, tx.today()) {
        return Err(Error::field("month", fault));
    }
    let sample = sample(tx, month).await?;
    let accepted = match &sample {
        Some(sample) => sample.accepted,
        None => assignments::count_accepted(tx, within(month)).await?,
    };
    Ok(RecheckMonth { month, accepted, sample, waiting, today: tx.today(), now: tx.now })
}

/// How many wait for somebody to look at them again, and one where the last month waits for its sample.
pub async fn count_waiting(tx: &mut NationalTx) -> Result<i64> {
    let drawn = store::count_waiting(tx).await?;
    Ok(drawn.saturating_add(i64::from(undrawn(tx).await?.is_some())))
}

/// The last month that is over, where something was accepted in it and nothing drawn of that.
async fn undrawn(tx: &mut NationalTx) -> Result<Option<Date>> {
    let month = last_over(tx.today());
    let is_due =
        store::sample(tx, month).await?.is_none() && assignments::any_accepted(tx, within(month)).await?;
    Ok(is_due.then_some(month))
}

/// The last month that is over.
fn last_over(today: Date) -> Date {
    today.first_of_month().saturating_sub(1.month())
}

/// Why no sample can be drawn of a month.
fn fault_of(month: Date, today: Date) -> Option<Fault> {
    let last = last_over(today);
    if month < FIRST {
        Some(Fault::NotLater(FIRST.yesterday().unwrap_or(FIRST)))
    } else if month > last {
        Some(Fault::TooLate(last))
    } else {
        (month.day() != 1).then_some(Fault::Malformed)
    }
}

/// The instants at which a month begins and ends in Ha Noi.
fn within(month: Date) -> (Timestamp, Timestamp) {
    (begins_in_ha_noi(month), begins_in_ha_noi(month.saturating_add(1.month())))
}

/// Whether the person accepted it who acts, or somebody whose acts count as theirs.
fn is_own(actor: &Actor, row: &store::RecheckRow) -> bool {
    actor.is_hand_of(row.accepted_by, Some(in_ha_noi(row.accepted_at.to_jiff())))
}

async fn sample(tx: &mut NationalTx, month: Date) -> Result<Option<RecheckSample>> {
    let Some(sample) = store::sample(tx, month).await? else { return Ok(None) };
    let drawn = store::drawn(tx, month).await?;
    let ids: Vec<AssignmentId> = drawn.iter().map(|row| row.assignment).collect();
    let named = assignments::named(tx, &ids).await?;
    let mut named: HashMap<AssignmentId, Named> = named.into_iter().map(|of| (of.id, of)).collect();
    let actor = tx.actor.clone();
    let count = |outcome| drawn.iter().filter(|row| row.outcome == Some(outcome)).count();
    let (held, fallen) = (count(RecheckOutcome::Holds), count(RecheckOutcome::DoesNotHold));
    let wide = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let held = Rate { part: wide(held), whole: wide(held.saturating_add(fallen)) };
    let read = |row: store::RecheckRow| {
        let of = named.remove(&row.assignment)?;
        Some(Recheck {
            id: row.id,
            assignment: of.id,
            code: of.code,
            tenant: of.tenant,
            title_vi: of.title_vi,
            title_en: of.title_en,
            due_on: of.due_on,
            mine: is_own(&actor, &row),
            accepted_by: row.accepted_name,
            accepted_at: row.accepted_at.to_jiff(),
            outcome: row.outcome,
            remark: row.remark,
            by: row.by,
            at: row.decided_at.map(jiff_diesel::Timestamp::to_jiff),
            version: of.version,
        })
    };
    Ok(Some(RecheckSample {
        seed: sample.seed,
        accepted: sample.accepted.into(),
        by: sample.by,
        at: sample.at.to_jiff(),
        held,
        items: drawn.into_iter().filter_map(read).collect(),
    }))
}

/// Draws the sample of a month, once. The seed is chance's, and nobody's who draws.
///
/// # Errors
/// A month that is not over, or too many; `already_drawn`; `nothing_accepted` where there is nothing to draw from.
pub async fn draw(tx: &mut NationalTx, input: &NewSample) -> Result<Logged<RecheckMonth>> {
    let NewSample { month, items } = *input;
    let mut checks = Checks::default();
    if let Some(fault) = fault_of(month, tx.today()) {
        checks.fault("month", fault);
    }
    checks.range("items", items, 1, MOST_DRAWN);
    checks.finish()?;
    store::draw_alone(tx).await?;
    if store::sample(tx, month).await?.is_some() {
        return Err(ErrorCode::AlreadyDrawn.into());
    }
    let accepted = assignments::accepted(tx, within(month)).await?;
    if accepted.is_empty() {
        return Err(ErrorCode::NothingAccepted.into());
    }
    let (seed, pool, digest) =
        (secret::random_hex(), accepted.len(), model::digest(accepted.iter().map(|one| one.id)));
    let items = usize::try_from(items).unwrap_or_default();
    let drawn = model::draw(&seed, accepted, |one| one.id, items);
    store::insert(tx, (month, &seed), pool, &drawn).await?;
    // Whatever was being re-opened meanwhile has its re-check by now, or never had it.
    assignments::lapse_moved_rechecks(tx, month).await?;
    let ids: Vec<AssignmentId> = drawn.iter().map(|one| one.id).collect();
    let entry = Entry {
        tenant: TenantId::NATIONAL,
        action: "draw_recheck_sample",
        subject_kind: "recheck_sample",
        subject_id: None,
        detail: json!({"month": month, "seed": seed, "accepted": pool, "pool": digest, "drawn": ids}),
    };
    Ok(Logged::new(self::month(tx, Some(month)).await?, entry))
}

/// Says what came of looking at an accepted assignment again. One that does not hold is returned as re-opening returns it: the same
/// reason, mail and trail.
///
/// # Errors
/// `remark_required` where it does not hold; `second_person_required` for whoever accepted it; `nothing_waiting` once something came
/// of it; what re-opening is refused with.
pub async fn decide(
    tx: &mut NationalTx,
    calendar: &Calendar,
    id: RecheckId,
    seen: Version,
    input: &NewOutcome,
) -> Result<Logged<Rechecked>> {
    let mut checks = Checks::default();
    let remark = checks.text("remark", &input.remark, MAX_REMARK);
    checks.finish()?;
    if !input.holds && remark.is_empty() {
        return Err(ErrorCode::RemarkRequired.into());
    }
    let row = store::one(tx, id).await?;
    // Locked before the row is written, as re-opening locks it.
    let of = assignments::load(tx, row.assignment).await?;
    if row.outcome.is_some() || of.status != Status::Accepted {
        return Err(ErrorCode::NothingWaiting.into());
    }
    if is_own(&tx.actor, &row) {
        return Err(ErrorCode::SecondPersonRequired.into());
    }
    if of.version != seen.0 {
        return Err(ErrorCode::VersionStale.into());
    }
    let outcome = if input.holds { RecheckOutcome::Holds } else { RecheckOutcome::DoesNotHold };
    if !store::decide(tx, (row.tenant, id), outcome, &remark).await? {
        return Err(ErrorCode::NothingWaiting.into());
    }
    let mut rechecked = Rechecked { id, holds: input.holds, version: of.version };
    let mut entries = vec![];
    if !input.holds {
        let back = NewReturn { remark, due_on: None };
        let (written, more) =
            assignments::reopen(tx, calendar, row.assignment, seen, &back).await?.into_parts();
        rechecked.version = written.version;
        entries = more;
    }
    // In the Working Group's own trail: that something holds is told to no tenant.
    let entry = Entry {
        tenant: TenantId::NATIONAL,
        action: "recheck",
        subject_kind: "assignment",
        subject_id: Some(row.assignment.0),
        detail: json!({"recheck": id, "month": row.month.to_jiff(), "outcome": outcome.as_str()}),
    };
    Ok(Logged::new(rechecked, entry).and(entries))
}
