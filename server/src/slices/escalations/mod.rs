//! The ladder: steps are proposed by the sweep, released or dropped by a person, and lapse when the tenant moves.
//!
//! The policy that counts says when ([`crate::domain::policies`]; R58–R65). State lives in the database. Each step is claimed by
//! comparing its state and level with those on the screen, so a step is never taken twice, nor after the reason for it is gone.

mod addressees;
pub mod api;
pub mod job;
pub mod mail;
pub mod model;
mod store;

use std::collections::HashMap;

use dondoc_shared::{
    day::in_ha_noi,
    error::ErrorCode,
    id::{AssignmentId, TenantId, UserId},
    lifecycle::Act,
    role::{Permission, Role},
    text::Lang,
    wire::{
        Written,
        assignment::{EscalationDecision, EventKind, Preview, PreviewRecipient, ProposedStep, Waits},
    },
};
use jiff::civil::Date;
use url::Url;

use self::{
    addressees::{addressees, queue, reached},
    model::LadderPosition,
};
use crate::{
    domain::{
        assignments::{self, Loaded},
        calendar::{Calendar, window::Leaving},
        policies,
        recipients::Directory,
    },
    slices::reminders::office::without_account,
};
use dondoc_kernel::{
    db::{NationalTx, Tx, Version, audit::Logged},
    error::Result,
    http::input::Checks,
    outbox::holds,
};

/// The step that waits, with the addresses it would go to.
pub async fn waiting(tx: &mut Tx, of: &Loaded) -> Result<Vec<ProposedStep>> {
    let Some(row) = store::waiting(tx, of).await? else { return Ok(vec![]) };
    let (level, version) = policies::level(tx, row.policy, row.level).await?;
    let addressees = addressees(tx, of, level.target).await?;
    let release_refused = release_refused(tx, level.second_person, (row.signed_by, row.signed_at));
    Ok(vec![ProposedStep {
        id: row.id,
        level: row.level,
        on: row.proposed_on.to_jiff(),
        days_overdue: row.days_overdue,
        target: level.target,
        policy_version: version,
        signed_by: row.signed_name,
        second_person: level.second_person,
        release_refused,
        addressees: addressees.into_iter().map(|a| format!("{} <{}>", a.name, a.address)).collect(),
    }])
}

/// The steps that wait on these assignments, without the addresses they would go to. To a tenant none is told before it is
/// released.
pub async fn waits(tx: &mut Tx, keys: &[(TenantId, AssignmentId)]) -> Result<HashMap<AssignmentId, Waits>> {
    if !tx.actor.role.is_some_and(Role::is_national) {
        return Ok(HashMap::new());
    }
    let rows = store::waiting_on(tx, keys).await?;
    let one = |row: store::PageRow| {
        let waits = Waits::Step {
            level: row.level,
            on: row.proposed_on.to_jiff(),
            second_person: row.second_person,
            release_refused: release_refused(tx, row.second_person, (row.signed_by, row.signed_at)),
            signed_by: row.signed_name,
        };
        (row.assignment_id, waits)
    };
    Ok(rows.into_iter().map(one).collect())
}

/// The reason for which the actor cannot release or sign the step, of which this is the first signature and its instant; none if they can.
/// Nobody signs twice (R63).
fn release_refused(
    tx: &Tx,
    second_person: bool,
    (signed_by, signed_at): (Option<UserId>, Option<jiff_diesel::Timestamp>),
) -> Option<ErrorCode> {
    let Ok((_, role)) = tx.actor.person() else { return Some(ErrorCode::NotPermitted) };
    let is_second = second_person && signed_by.is_some();
    let may = role.may(Permission::Escalate) && (!is_second || role.may(Permission::ConfirmEscalation));
    if may {
        tx.actor
            .is_hand_of(signed_by, signed_at.map(|at| in_ha_noi(at.to_jiff())))
            .then_some(ErrorCode::SecondPersonRequired)
    } else {
        Some(ErrorCode::NotPermitted)
    }
}

/// Checks the remark.
fn checked(input: &EscalationDecision) -> Result<String> {
    let mut checks = Checks::default();
    let remark = checks.text("remark", &input.remark, 2000);
    checks.finish()?;
    Ok(remark)
}

/// What releasing the waiting step would send, as its first recipient will read it.
pub async fn preview(
    tx: &mut NationalTx,
    calendar: &Calendar,
    public_url: &Url,
    id: AssignmentId,
    input: &EscalationDecision,
) -> Result<Preview> {
    checked(input)?;
    let of = assignments::look(tx, id).await?;
    let row = store::waiting(tx, &of).await?.filter(|row| row.id == input.step);
    let row = row.ok_or(ErrorCode::NothingWaiting)?;
    let (level, _) = policies::level(tx, row.policy, row.level).await?;
    let recipients = reached(tx, &of, level.target).await?;
    let about = (of.tenant_id, id);
    let calendar = calendar.of(of.tenant_id);
    let sheet = mail::draft(tx, calendar, public_url, about, &level).await?;
    let (name, lang) = recipients.first().map_or(("", Lang::Vi), |a| (a.name.as_str(), a.lang));
    let mut sheet = sheet.sheet(lang);
    if recipients.first().is_some_and(|first| first.role.is_none()) {
        let directory = Directory::of(tx, of.tenant_id).await?;
        sheet = without_account(tx, &directory, lang, (of.tenant_id, &[id], None), sheet).await?;
        if of.unanswered_urges > 0 {
            sheet.closing.push(lang.office_letter_attached().to_owned());
        }
    }
    let (subject, text) = sheet.preview(lang, name)?;
    let recipients =
        recipients.into_iter().map(|a| PreviewRecipient { name: a.name, address: a.address }).collect();
    let holds = holds::standing(tx).await?.of(Some(of.tenant_id));
    let Leaving { at: leaves_at, held } = calendar.leaving(tx.now, false, &holds);
    Ok(Preview { recipients, subject, text, leaves_at, held, reply_on_free_day: false })
}

/// Where a tenant's assignments that are late by this date stand on the ladder; for a simulation.
pub async fn positions(
    tx: &mut Tx,
    tenant: TenantId,
    by: Date,
) -> Result<Vec<(AssignmentId, LadderPosition)>> {
    let late = store::late_by(tx, tenant, by).await?;
    let mut known = store::known(tx, tenant, &late).await?;
    let one = |of: &Loaded| (of.id, job::position(of, &known.remove(&of.id).unwrap_or_default()));
    Ok(late.iter().map(one).collect())
}

/// Releases the step, gives it its first signature, or drops it.
pub async fn decide(
    tx: &mut NationalTx,
    calendar: &Calendar,
    id: AssignmentId,
    seen: Version,
    input: &EscalationDecision,
) -> Result<Logged<Written>> {
    let remark = checked(input)?;
    let mut change = assignments::load(tx, id).await?.begin(tx, Act::Escalate, seen).await?;
    let of = change.after.clone();
    let row = store::waiting(tx, &of).await?.filter(|row| row.id == input.step);
    let row = row.ok_or(ErrorCode::NothingWaiting)?;
    let (level, _) = policies::level(tx, row.policy, row.level).await?;
    if !input.release {
        if remark.is_empty() {
            return Err(ErrorCode::RemarkRequired.into());
        }
        store::decide(tx, &of, &row, "dropped", &remark).await?;
        return change.save(tx, EventKind::EscalationDropped, &remark, Some(row.id.0)).await;
    }
    let addressees = reached(tx, &of, level.target).await?;
    if level.second_person && row.signed_by.is_none() {
        store::sign(tx, &of, &row).await?;
        let detail = row.level.to_string();
        return change.save(tx, EventKind::EscalationSigned, &detail, Some(row.id.0)).await;
    }
    if let Some(refused) = release_refused(tx, level.second_person, (row.signed_by, row.signed_at)) {
        return Err(refused.into());
    }
    store::decide(tx, &of, &row, "released", &remark).await?;
    change.after.level = row.level;
    queue(tx, calendar, &of, row.id, addressees).await?;
    change.save(tx, EventKind::Escalated, &row.level.to_string(), Some(row.id.0)).await
}
