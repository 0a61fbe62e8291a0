//! The report of a period as an assignment (R129): its figures are its progress and its evidence, so that lateness, reminders,
//! urges, extensions and the ladder hold for it as for any duty.

use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, SubmissionId},
    lifecycle::{Act, Status, check},
    role::Role,
    wire::{Written, assignment::EventKind},
};

use super::{
    acts::{hand_in, hand_up, lapse_beside, remark},
    model::{Beside, Loaded},
    notify,
    store::{beside::lapse_steps, load},
};
use crate::domain::calendar::Calendar;
use dondoc_kernel::{
    db::{Actor, TenantTx, Version, WorkerTx, audit::Logged},
    error::Result,
};

/// What is entered stands in the cells; the assignment knows the share of the compulsory ones that are filled. Each entry makes a
/// version, so that nobody files what they have not seen.
pub async fn enter(tx: &mut TenantTx, of: Loaded, percent: i16) -> Result<Logged<Written>> {
    let seen = Version(of.version);
    let mut change = of.begin_beside(tx, Act::Report, seen, Beside::default())?;
    lapse_steps(tx, &change.after).await?;
    let after = &mut change.after;
    after.percent = percent;
    after.last_report_at = Some(tx.now);
    after.sent_back = false;
    after.assignee_id = after.assignee_id.or(tx.actor.whose());
    change.save(tx, EventKind::Reported, &format!("{percent}%"), None).await
}

/// An officer says that the figures are complete, and asks an approver to file them. Whether they are is for the caller to know.
pub async fn propose(
    tx: &mut TenantTx,
    calendar: &Calendar,
    id: AssignmentId,
    seen: Version,
    text: &str,
) -> Result<Logged<Written>> {
    let text = remark(text, false)?;
    let change = complete(tx, id).await?.begin_beside(tx, Act::Propose, seen, FIGURES)?;
    hand_up(tx, calendar, change, &text).await
}

/// An approver files the figures: the submission to the Working Group. Whether they are complete is for the caller to know.
pub async fn file(
    tx: &mut TenantTx,
    id: AssignmentId,
    seen: Version,
    text: &str,
) -> Result<(SubmissionId, Logged<Written>)> {
    let text = remark(text, false)?;
    let change = complete(tx, id).await?.begin_beside(tx, Act::Submit, seen, FIGURES)?;
    hand_in(tx, change, &text).await
}

/// Nobody waits for the report any more: its period has closed, and nothing was filed that stands (R138).
pub async fn miss(tx: &mut WorkerTx, calendar: &Calendar, of: Loaded) -> Result<Logged<Written>> {
    lapse_steps(tx, &of).await?;
    let mut change = of.begin_by_system("miss_report");
    lapse_beside(tx, &mut change.after).await?;
    notify::inform_body(tx, calendar, &change.after, EventKind::Missed, ("", None)).await?;
    change.after.status = Status::Withdrawn;
    change.save(tx, EventKind::Missed, "", None).await
}

/// Why this person cannot propose or file now, whatever the cells say.
pub fn refusal(of: &Loaded, actor: &Actor, role: Role, act: Act) -> Option<ErrorCode> {
    let facts = Loaded { percent: 100, ..of.clone() }.facts(actor, FIGURES);
    check(act, role, of.part, of.status, &facts).err()
}

/// The cells are the evidence.
const FIGURES: Beside = Beside { evidence: 1, evidence_since: true, proposed_steps: 0 };

async fn complete(tx: &mut TenantTx, id: AssignmentId) -> Result<Loaded> {
    Ok(Loaded { percent: 100, ..load(tx, id).await? })
}
