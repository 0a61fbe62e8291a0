//! A later due date: asked for by the tenant, decided by the Working Group. The original date never changes.

use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    lifecycle::Act,
    wire::{
        Precision, Written,
        assignment::{EventKind, ExtensionDecision, ExtensionState, NewExtension},
    },
};
use jiff::civil::Date;

use super::{
    model::Loaded,
    notify::{Dates, inform},
    store::{self, beside::lapse_steps, load},
};
use crate::domain::{
    calendar::{self, Calendar},
    periods,
};
use dondoc_kernel::{
    db::{NationalTx, TenantTx, Tx, Version, audit::Logged},
    error::{Error, Fault, Result},
    http::input::Checks,
};

/// Asks for a later due date.
pub async fn request(
    tx: &mut TenantTx,
    id: AssignmentId,
    seen: Version,
    input: &NewExtension,
) -> Result<Logged<Written>> {
    let mut checks = Checks::default();
    let text = checks.required("text", &input.text, 2000);
    checks.finish()?;
    let mut change = load(tx, id).await?.begin(tx, Act::RequestExtension, seen).await?;
    let due = change.after.due_on.ok_or(ErrorCode::NoDueDate)?;
    let today = calendar::today(tx).await?;
    if input.to <= due || input.to <= today {
        return Err(ErrorCode::DateNotLater.into());
    }
    within_reason(input.to, today)?;
    let (user, _) = tx.actor.person()?;
    let dates = (due, input.to);
    let request = store::insert_extension(tx, &change.after, user, dates, input.reason, &text).await?;
    change.after.extension_pending = true;
    change.save(tx, EventKind::ExtensionRequested, &input.to.to_string(), Some(request.0)).await
}

fn extend(of: &mut Loaded, to: Date) {
    of.due_on = Some(to);
    of.due_precision = Precision::Day;
    of.extension_count = of.extension_count.saturating_add(1);
}

/// Sets a later due date that nobody asked for: it counts as an extension (R154).
pub(super) fn postpone(of: &mut Loaded, to: Date, today: Date) -> Result<()> {
    let due = of.due_on.ok_or(ErrorCode::NoDueDate)?;
    if to <= due || to <= today {
        return Err(ErrorCode::DateNotLater.into());
    }
    if is_beyond_reason(to, today) {
        return Err(Error::field("due_on", Fault::Malformed));
    }
    extend(of, to);
    Ok(())
}

/// Whether a report that comes back today could be mended no more (R128): its period has closed, and so has whatever day it was extended
/// to. Never true of a duty.
pub(super) async fn is_over(tx: &mut Tx, of: &Loaded) -> Result<bool> {
    let Some(period) = of.period_id else { return Ok(false) };
    let close_on = periods::period(tx, period).await?.schedule.close_on;
    Ok(close_on.max(of.due_on.unwrap_or(close_on)) < calendar::today(tx).await?)
}

/// A due date more than ten years away is a slip of the finger.
fn is_beyond_reason(to: Date, today: Date) -> bool {
    i32::from(to.year()) > i32::from(today.year()).saturating_add(10)
}

fn within_reason(to: Date, today: Date) -> Result<()> {
    if is_beyond_reason(to, today) { Err(Error::field("to", Fault::Malformed)) } else { Ok(()) }
}

/// Grants or refuses the request that waits. A grant sets the current due date; another date than the one asked for,
/// and a refusal, need a remark.
pub async fn decide(
    tx: &mut NationalTx,
    calendar: &Calendar,
    id: AssignmentId,
    seen: Version,
    input: &ExtensionDecision,
) -> Result<Logged<Written>> {
    let mut checks = Checks::default();
    let remark = checks.text("remark", &input.remark, 2000);
    checks.finish()?;
    let mut change = load(tx, id).await?.begin(tx, Act::DecideExtension, seen).await?;
    let (request, by, asked) = store::pending_extension(tx, &change.after).await?;
    let granted = input.grant.then(|| input.to.unwrap_or(asked));
    if remark.is_empty() && granted != Some(asked) {
        return Err(ErrorCode::RemarkRequired.into());
    }
    let before = change.after.due_on;
    if granted.is_some_and(|to| Some(to) <= before) {
        return Err(ErrorCode::DateNotLater.into());
    }
    within_reason(granted.unwrap_or(asked), tx.today())?;
    let state = if granted.is_some() { ExtensionState::Granted } else { ExtensionState::Refused };
    store::end_extension(tx, &change.after, state, granted, &remark).await?;
    change.after.extension_pending = false;
    let kind = match granted {
        Some(to) => {
            lapse_steps(tx, &change.after).await?;
            extend(&mut change.after, to);
            EventKind::ExtensionGranted
        }
        None => EventKind::ExtensionRefused,
    };
    let mut addressed = change.after.clone();
    addressed.submitted_by = Some(by);
    let dates = Dates { asked: before.map(|due| (due, asked)), new_due: None };
    inform(tx, calendar, &addressed, kind, &remark, dates).await?;
    let date = granted.map(|to| to.to_string()).unwrap_or_default();
    let detail = [date, remark].join(" ");
    change.save(tx, kind, detail.trim(), Some(request.0)).await
}
