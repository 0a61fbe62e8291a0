//! How the Working Group shares its work on assignments (R167): who has taken one in hand or reads it, what is left alone until a date,
//! and what is to be remembered. Tenants are told of none of it, and nothing of it changes an assignment.

pub mod api;
mod store;

use std::collections::{BTreeSet, HashMap};

use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, TenantId},
    role::Permission,
    wire::handling::{
        Claimed, Handling, LONGEST_SNOOZE, MOST_HANDLED, NewClaims, NewNote, NewPresence, NewSnoozes, Note,
        Others, Snoozed, Unsnoozed,
    },
};
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::{Value, json};

pub use self::store::{held, notes};
use crate::domain::assignments;
use dondoc_kernel::{
    db::{
        NationalTx, Tx,
        audit::{Entry, Logged},
    },
    error::{Fault, Result},
    http::input::Checks,
};

/// For how long somebody is taken to read what they last said they read.
const OPEN_FOR: SignedDuration = SignedDuration::from_mins(10);

/// What has been said about these assignments, of those about which anything has; nothing inside a tenant.
pub async fn handling(
    tx: &mut Tx,
    keys: &[(TenantId, AssignmentId)],
) -> Result<HashMap<AssignmentId, Handling>> {
    if tx.tenant().is_some() || keys.is_empty() {
        Ok(HashMap::new())
    } else {
        store::handling(tx, keys).await
    }
}

/// Takes assignments in hand. What somebody else has is left to them, unless it is to be taken over.
pub async fn claim(tx: &mut NationalTx, input: &NewClaims) -> Result<Logged<Claimed>> {
    let keys = keys_alone(tx, &input.assignments, Checks::default()).await?;
    let done = store::claim(tx, &keys, input.take_over).await?;
    let claimed = Claimed { done: count(done), held: store::held(tx, &keys).await? };
    Ok(Logged::new(claimed, entry("claim", &keys, json!({"take_over": input.take_over}))))
}

/// Gives assignments back. Another's claim is ended by a lead alone.
pub async fn release(tx: &mut NationalTx, input: &NewClaims) -> Result<Logged<Claimed>> {
    let keys = keys_alone(tx, &input.assignments, Checks::default()).await?;
    let (_, role) = tx.actor.person()?;
    let of = (!(input.take_over && role.may(Permission::Reopen))).then_some(store::claimant(tx)?);
    let done = store::release(tx, &keys, of).await?;
    let released = Claimed { done: count(done), held: store::held(tx, &keys).await? };
    Ok(Logged::new(released, entry("release_claim", &keys, json!({"take_over": of.is_none()}))))
}

/// Leaves assignments alone until a date.
pub async fn snooze(tx: &mut NationalTx, input: &NewSnoozes) -> Result<Logged<Snoozed>> {
    let mut checks = Checks::default();
    let (today, until) = (tx.today(), input.until);
    let last = today.saturating_add(LONGEST_SNOOZE.days());
    if until <= today {
        checks.fault("until", Fault::NotLater(today));
    } else if until > last {
        checks.fault("until", Fault::TooLate(last));
    }
    let reason = checks.line("reason", &input.reason, 300);
    if reason.is_empty() {
        checks.fault("reason", Fault::Missing);
    }
    let keys = keys_alone(tx, &input.assignments, checks).await?;
    let done = store::snooze(tx, &keys, &NewSnoozes { reason, ..input.clone() }).await?;
    Ok(Logged::new(Snoozed { done: count(done) }, entry("snooze", &keys, json!({"until": until}))))
}

/// Takes assignments up again before their date, or clears what says why they came back.
pub async fn end_snoozes(tx: &mut NationalTx, input: &Unsnoozed) -> Result<Logged<Snoozed>> {
    let keys = keys_alone(tx, &input.assignments, Checks::default()).await?;
    let done = store::end_snoozes(tx, &keys).await?;
    Ok(Logged::new(Snoozed { done: count(done) }, entry("end_snooze", &keys, json!({}))))
}

/// Writes a note about an assignment.
pub async fn note(tx: &mut NationalTx, assignment: AssignmentId, input: &NewNote) -> Result<Logged<Note>> {
    let mut checks = Checks::default();
    let text = checks.required("text", &input.text, 2_000);
    let keys = keys(tx, &[assignment], checks).await?;
    let Some(key) = keys.first() else { return Err(ErrorCode::NotFound.into()) };
    let id = store::note(tx, *key, &text).await?;
    let note = Note { id, by: tx.actor.name.clone(), at: tx.now, text };
    Ok(Logged::new(note, entry("add_note", &keys, json!({"note": id}))))
}

/// Notes that somebody reads an assignment, or no longer, and says who else does.
pub async fn be_present(
    tx: &mut NationalTx,
    assignment: AssignmentId,
    input: NewPresence,
) -> Result<Logged<Others>> {
    let keys = keys(tx, &[assignment], Checks::default()).await?;
    let until = input.reading.then(|| tx.now.checked_add(OPEN_FOR).unwrap_or(Timestamp::MAX));
    store::be_present(tx, &keys, until).await?;
    let present = store::handling(tx, &keys).await?.remove(&assignment).and_then(|handling| handling.present);
    let action = if input.reading { "be_present" } else { "leave" };
    Ok(Logged::new(Others { present }, entry(action, &keys, json!({}))))
}

/// The assignments that are meant, each once.
///
/// # Errors
/// What is wrong with the rest of the request; none or too many of them; `not_found` where one is not there.
async fn keys(
    tx: &mut NationalTx,
    assignments: &[AssignmentId],
    mut checks: Checks,
) -> Result<Vec<(TenantId, AssignmentId)>> {
    checks.range("assignments", count(assignments.len()), 1, count(MOST_HANDLED));
    checks.finish()?;
    let ids: BTreeSet<AssignmentId> = assignments.iter().copied().collect();
    let found = assignments::look_at(tx, &ids.into_iter().collect::<Vec<_>>()).await?;
    Ok(found.iter().map(|of| (of.tenant_id, of.id)).collect())
}

/// The same, while nobody else writes a claim or a snooze.
async fn keys_alone(
    tx: &mut NationalTx,
    assignments: &[AssignmentId],
    checks: Checks,
) -> Result<Vec<(TenantId, AssignmentId)>> {
    let keys = keys(tx, assignments, checks).await?;
    store::write_alone(tx).await?;
    Ok(keys)
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// In the Working Group's own trail: what is national is in no tenant's.
fn entry(action: &'static str, keys: &[(TenantId, AssignmentId)], mut detail: Value) -> Entry {
    let ids: Vec<AssignmentId> = keys.iter().map(|(_, id)| *id).collect();
    let subject_id = if let [only] = ids.as_slice() { Some(only.0) } else { None };
    if let (Some(detail), None) = (detail.as_object_mut(), subject_id) {
        detail.insert("assignments".to_owned(), json!(ids));
    }
    Entry { tenant: TenantId::NATIONAL, action, subject_kind: "assignment", subject_id, detail }
}
