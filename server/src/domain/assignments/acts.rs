//! The life cycle: acknowledge, propose, submit, take back, verify. Who may do what, from which state, stands in
//! [`dondoc_shared::lifecycle::RULES`]; here is what else happens.

use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, SubmissionId},
    lifecycle::{Act, Status},
    wire::{
        Written,
        assignment::{EventKind, ExtensionState, FinalReport, HandIn, NewReturn, Remark, ReportBody},
    },
};
use jiff::civil::Date;
use serde_json::json;
use uuid::Uuid;

use super::{
    change::Change,
    extension::{is_over, postpone},
    model::Loaded,
    notify::{self, Dates},
    progress,
    store::{
        self,
        beside::{end_rechecks, lapse_steps, lapse_urges},
        load,
    },
};
use crate::domain::calendar::{self, Calendar};
use dondoc_kernel::{
    db::{
        NationalTx, TenantTx, Tx, Version, WorkerTx,
        audit::{Entry, Logged},
    },
    error::{Error, Fault, Result},
    http::input::Checks,
    outbox::{self, Kind, NewMessage},
};

/// The longest remark, in characters.
pub const MAX_REMARK: usize = 2000;

pub(super) fn remark(text: &str, required: bool) -> Result<String> {
    let mut checks = Checks::default();
    let text = checks.text("remark", text, MAX_REMARK);
    checks.finish()?;
    if required && text.is_empty() { Err(ErrorCode::RemarkRequired.into()) } else { Ok(text) }
}

/// Acknowledges that the assignment has been received. The person becomes its assignee if there is none (R10).
pub async fn acknowledge(tx: &mut TenantTx, id: AssignmentId, seen: Version) -> Result<Logged<Written>> {
    let mut change = load(tx, id).await?.begin(tx, Act::Acknowledge, seen).await?;
    change.after.assignee_id = change.after.assignee_id.or(tx.actor.whose());
    lapse_steps(tx, &change.after).await?;
    change.save(tx, EventKind::Acknowledged, "", None).await
}

/// Writes the last report that comes with an act of handing in (R12), and returns the version after it.
async fn finish(
    tx: &mut TenantTx,
    id: AssignmentId,
    seen: Version,
    report: Option<&FinalReport>,
) -> Result<(Version, Vec<Entry>)> {
    let Some(FinalReport { results, figures }) = report else { return Ok((seen, vec![])) };
    let body = ReportBody {
        percent: 100,
        results: results.clone(),
        figures: figures.clone(),
        ..ReportBody::default()
    };
    // A report alone would follow whatever was written since; what it comes with would not.
    if load(tx, id).await?.version != seen.0 {
        return Err(ErrorCode::VersionStale.into());
    }
    let (written, entries) = progress::report(tx, id, Some(seen), &body).await?.into_parts();
    Ok((Version(written.version), entries))
}

/// An officer says that the work is finished, and asks an approver to submit it.
pub async fn propose(
    tx: &mut TenantTx,
    calendar: &Calendar,
    id: AssignmentId,
    seen: Version,
    input: &HandIn,
) -> Result<Logged<Written>> {
    let remark = remark(&input.remark, false)?;
    let (seen, reported) = finish(tx, id, seen, input.report.as_ref()).await?;
    let change = load(tx, id).await?.begin(tx, Act::Propose, seen).await?;
    Ok(hand_up(tx, calendar, change, &remark).await?.and(reported))
}

/// To the approvers.
pub(super) async fn hand_up(
    tx: &mut TenantTx,
    calendar: &Calendar,
    mut change: Change,
    remark: &str,
) -> Result<Logged<Written>> {
    (change.after.proposed_by, change.after.proposed_on) = (Some(tx.actor.person()?.0), Some(tx.today()));
    notify::tell_approvers(tx, calendar, &change.after, EventKind::Proposed, remark).await?;
    change.save(tx, EventKind::Proposed, remark, None).await
}

/// Whoever proposed takes the proposal back.
pub async fn take_proposal_back(
    tx: &mut TenantTx,
    id: AssignmentId,
    seen: Version,
) -> Result<Logged<Written>> {
    // Who proposed is remembered here as well.
    let change = load(tx, id).await?.begin(tx, Act::TakeProposalBack, seen).await?;
    change.save(tx, EventKind::ProposalTakenBack, "", None).await
}

/// The approver sends the proposal back.
pub async fn send_back(
    tx: &mut TenantTx,
    calendar: &Calendar,
    id: AssignmentId,
    seen: Version,
    input: &Remark,
) -> Result<Logged<Written>> {
    let remark = remark(&input.remark, true)?;
    // Who proposed is remembered, so that nobody submits their own proposal by way of sending it back.
    let mut change = load(tx, id).await?.begin(tx, Act::SendBack, seen).await?;
    let author = change.after.proposed_by;
    change.after.sent_back = true;
    notify::tell_author(tx, calendar, &change.after, author, (EventKind::SentBack, &remark)).await?;
    change.save(tx, EventKind::SentBack, &remark, None).await
}

/// The approver says that the work is finished, and submits it to the Working Group. The local date of this act is the one that counts; evidence freezes.
pub async fn submit(
    tx: &mut TenantTx,
    id: AssignmentId,
    seen: Version,
    input: &HandIn,
) -> Result<Logged<Written>> {
    let remark = remark(&input.remark, false)?;
    let (seen, reported) = finish(tx, id, seen, input.report.as_ref()).await?;
    let change = load(tx, id).await?.begin(tx, Act::Submit, seen).await?;
    Ok(hand_in(tx, change, &remark).await?.1.and(reported))
}

/// To the Working Group.
pub(super) async fn hand_in(
    tx: &mut TenantTx,
    mut change: Change,
    remark: &str,
) -> Result<(SubmissionId, Logged<Written>)> {
    let (user, today) = (tx.actor.person()?.0, calendar::today(tx).await?);
    let submission = store::insert_submission(tx, &change.after, user, today, remark).await?;
    store::freeze_evidence(tx, &change.after, submission).await?;
    lapse_steps(tx, &change.after).await?;
    let after = &mut change.after;
    after.submission_id = Some(submission);
    after.submitted_by = Some(user);
    after.submitted_on = Some(today);
    after.opened_at = None;
    Ok((submission, change.save(tx, EventKind::Submitted, remark, Some(submission.0)).await?))
}

/// The tenant takes the submission back before the Working Group has opened it, and with it the evidence that it froze.
pub async fn take_back(tx: &mut TenantTx, id: AssignmentId, seen: Version) -> Result<Logged<Written>> {
    let mut change = load(tx, id).await?.begin(tx, Act::TakeBack, seen).await?;
    if is_over(tx, &change.after).await? {
        return Err(ErrorCode::CutOffPassed.into());
    }
    store::decide_submission(tx, &change.after, "taken_back", "").await?;
    store::free_evidence(tx, &change.after).await?;
    forget_submission(&mut change.after);
    change.save(tx, EventKind::TakenBack, "", None).await
}

fn forget_submission(row: &mut Loaded) {
    row.submission_id = None;
    row.submitted_by = None;
    row.submitted_on = None;
    row.opened_at = None;
}

/// The Working Group begins to verify; from now on the tenant cannot take the submission back. Opening twice is
/// opening once: the version that a colleague has on the screen stays good.
pub async fn open(tx: &mut NationalTx, id: AssignmentId, seen: Version) -> Result<Logged<Written>> {
    let mut change = load(tx, id).await?.begin(tx, Act::Open, seen).await?;
    if change.after.opened_at.is_some() {
        return Ok(change.leave());
    }
    change.after.opened_at = Some(tx.now);
    change.save(tx, EventKind::Opened, "", None).await
}

/// The Working Group accepts. The completion date is the date of the submission; what stood beside the work lapses: a
/// request for a later due date that nobody has decided on, and urges that nobody has answered.
pub async fn accept(
    tx: &mut NationalTx,
    calendar: &Calendar,
    id: AssignmentId,
    seen: Version,
    input: &Remark,
) -> Result<Logged<Written>> {
    let remark = remark(&input.remark, false)?;
    let mut change = load(tx, id).await?.begin(tx, Act::Accept, seen).await?;
    let row = change.after.clone();
    store::decide_submission(tx, &row, "accepted", &remark).await?;
    lapse_beside(tx, &mut change.after).await?;
    notify::inform(tx, calendar, &row, EventKind::Accepted, &remark, Dates::default()).await?;
    let tenants = store::contributors(tx, &row).await?;
    if !tenants.is_empty() {
        // One transaction writes one tenant: the worker closes the contributions, each inside its own.
        let close = NewMessage {
            tenant: row.tenant_id,
            kind: Kind::CloseContributions,
            dedupe_key: format!("close:{}:{}", row.id, row.version),
            args: json!({"task": row.task_id, "tenants": tenants}),
            run_at: tx.now,
            recipient: None,
        };
        outbox::enqueue(tx, close).await?;
    }
    change.save(tx, EventKind::Accepted, &remark, None).await
}

/// Ends what stands beside work for which nobody waits any more.
pub(super) async fn lapse_beside(tx: &mut Tx, row: &mut Loaded) -> Result<()> {
    if row.extension_pending {
        store::end_extension(tx, row, ExtensionState::Lapsed, None, "").await?;
        row.extension_pending = false;
    }
    if row.unanswered_urges > 0 {
        lapse_urges(tx, row).await?;
        row.unanswered_urges = 0;
    }
    Ok(())
}

/// The Working Group returns the submission; after the due date the assignment is overdue at once, unless a later one comes with the
/// return, which counts as an extension (R154).
pub async fn return_to_tenant(
    tx: &mut NationalTx,
    calendar: &Calendar,
    id: AssignmentId,
    seen: Version,
    input: &NewReturn,
) -> Result<Logged<Written>> {
    let NewReturn { remark, due_on } = input;
    back(tx, calendar, id, seen, (Act::Return, "returned", EventKind::Returned), (remark, *due_on)).await
}

/// A lead returns what was accepted; the earlier submission date stays in the history and no longer counts. A later due date may come
/// with it, as with a return (R154).
pub async fn reopen(
    tx: &mut NationalTx,
    calendar: &Calendar,
    id: AssignmentId,
    seen: Version,
    input: &NewReturn,
) -> Result<Logged<Written>> {
    let NewReturn { remark, due_on } = input;
    back(tx, calendar, id, seen, (Act::Reopen, "reopened", EventKind::Reopened), (remark, *due_on)).await
}

async fn back(
    tx: &mut NationalTx,
    calendar: &Calendar,
    id: AssignmentId,
    seen: Version,
    (act, decision, kind): (Act, &str, EventKind),
    (why, due_on): (&str, Option<Date>),
) -> Result<Logged<Written>> {
    let remark = remark(why, true)?;
    let mut change = load(tx, id).await?.begin(tx, act, seen).await?;
    if due_on.is_none() && is_over(tx, &change.after).await? {
        // Nobody could enter anything, and it would be missed at once.
        return Err(Error::field("due_on", Fault::Missing));
    }
    if let Some(to) = due_on {
        postpone(&mut change.after, to, tx.today())?;
        store::tell(tx, &change.after, EventKind::ExtensionGranted, &to.to_string()).await?;
    }
    let row = change.after.clone();
    store::decide_submission(tx, &row, decision, &remark).await?;
    if act == Act::Reopen {
        end_rechecks(tx, &row, &remark).await?;
    }
    let dates = Dates { asked: None, new_due: due_on };
    notify::inform(tx, calendar, &row, kind, &remark, dates).await?;
    forget_submission(&mut change.after);
    // What comes next is proposed anew.
    (change.after.proposed_by, change.after.proposed_on) = (None, None);
    change.save(tx, kind, &remark, None).await
}

/// Closes this tenant's contribution to a task whose leads are all accepted. Doing it twice changes nothing.
pub async fn close_contribution(tx: &mut WorkerTx, task: Uuid) -> Result<Logged<()>> {
    let tenant = tx.own();
    let entry = Entry {
        tenant,
        action: "close_contribution",
        subject_kind: "task",
        subject_id: Some(task),
        detail: json!({}),
    };
    let Some(row) = store::lock_contribution(tx, tenant, task).await? else {
        return Ok(Logged::new((), entry));
    };
    let mut change = row.begin_by_system(Act::Accept.as_str());
    change.after.status = Status::Accepted;
    let saved = change.save(tx, EventKind::ContributionClosed, "", None).await?;
    Ok(Logged::new((), entry).and(saved.into_parts().1))
}
