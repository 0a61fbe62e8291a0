//! The ladder: steps are proposed by the sweep, released or dropped by a person, and lapse when the tenant moves.
//!
//! The policy that counts says when ([`crate::domain::policies`]). State lives in the database; each step is claimed by comparing its state and level with what was on the screen, so a
//! step is never taken twice nor after the reason for it is gone. The two highest levels need two people.

pub mod api;
pub mod job;
pub mod model;
mod store;

use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, EscalationId, TenantId},
    ladder::{LadderTarget, Level},
    lifecycle::Act,
    role::{Permission, Role},
    text::Lang,
    wire::{
        ContactRole, Written,
        assignment::{EscalationDecision, EventKind, Preview, PreviewRecipient, ProposedStep},
    },
};
use jiff::civil::Date;
use serde_json::json;
use url::Url;

use self::model::Standing;

use crate::{
    domain::{
        assignments::{self, Loaded},
        calendar::Calendar,
        policies,
        recipients::{Directory, Person},
    },
    kernel::{
        db::{NationalTx, Tx, Version, audit::Logged},
        error::Result,
        http::input::Checks,
        outbox::{self, Kind, NewMessage, letter},
    },
};

pub use self::store::is_waiting;

/// Waiting steps of an assignment lapse: the tenant has moved, or its due date has.
pub async fn lapse(tx: &mut Tx, of: &Loaded) -> Result<()> {
    store::lapse(tx, of).await
}

/// The step that waits, with the addresses it would go to.
pub async fn waiting(tx: &mut Tx, of: &Loaded) -> Result<Vec<ProposedStep>> {
    let Some(row) = store::waiting(tx, of).await? else { return Ok(vec![]) };
    let (level, version) = policies::level(tx, row.policy, row.level).await?;
    let addressees = addressees(tx, of, level.target).await?;
    let release_refused = release_refused(tx, &row, &level);
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

/// Why who acts cannot release the step, or sign it first; none if they can. Nobody signs twice, and nobody who may not.
fn release_refused(tx: &Tx, row: &store::StepRow, level: &Level) -> Option<ErrorCode> {
    let Ok((user, role)) = tx.actor.person() else { return Some(ErrorCode::NotPermitted) };
    let is_second = level.second_person && row.signed_by.is_some();
    let may = role.may(Permission::Escalate) && (!is_second || role.may(Permission::ConfirmEscalation));
    if may {
        (row.signed_by == Some(user)).then_some(ErrorCode::SecondPersonRequired)
    } else {
        Some(ErrorCode::NotPermitted)
    }
}

/// A step that reaches nobody is not taken: the ladder would stand higher, and nobody would know.
async fn reached(tx: &mut Tx, of: &Loaded, target: LadderTarget) -> Result<Vec<Person>> {
    let found = addressees(tx, of, target).await?;
    if found.is_empty() { Err(ErrorCode::NobodyToAddress.into()) } else { Ok(found) }
}

/// Whom a level addresses, or who stands in for them.
async fn addressees(tx: &mut Tx, of: &Loaded, target: LadderTarget) -> Result<Vec<Person>> {
    let own = Directory::of(tx, of.tenant_id).await?;
    let national = match target {
        LadderTarget::ViceChair => Directory::of(tx, TenantId::NATIONAL).await?,
        _ => Directory::default(),
    };
    let approvers = own.holders(&[Role::Approver, Role::Lead]);
    let addressed: Vec<&Person> = match target {
        LadderTarget::Approvers => approvers.chain(own.office(ContactRole::AgencyMailbox)).collect(),
        LadderTarget::FocalHead => own.office(ContactRole::FocalHead).into_iter().collect(),
        LadderTarget::SteeringHead => own.office(ContactRole::SteeringHead).into_iter().collect(),
        LadderTarget::ViceChair => national.office(ContactRole::ViceChair).into_iter().collect(),
    };
    Ok(own.reachable(addressed))
}

/// The remark, fit to be kept.
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
    let content = letter::draft_escalation(tx, calendar, public_url, about, &level).await?;
    let (name, lang) = recipients.first().map_or(("", Lang::Vi), |a| (a.name.as_str(), a.lang));
    let (subject, text) = content.preview_text(lang, name)?;
    let recipients =
        recipients.into_iter().map(|a| PreviewRecipient { name: a.name, address: a.address }).collect();
    Ok(Preview { recipients, subject, text, leaves_at: calendar.send_time(tx.now, false) })
}

/// Where a tenant's assignments that are late by this date stand on the ladder; for a simulation.
pub async fn standings(tx: &mut Tx, tenant: TenantId, by: Date) -> Result<Vec<(AssignmentId, Standing)>> {
    let late = store::late_by(tx, tenant, by).await?;
    let mut known = store::known(tx, tenant, &late).await?;
    let one = |of: &Loaded| (of.id, job::standing(of, &known.remove(&of.id).unwrap_or_default()));
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
        let detail = Lang::Vi.level(row.level);
        return change.save(tx, EventKind::EscalationSigned, &detail, Some(row.id.0)).await;
    }
    if let Some(refused) = release_refused(tx, &row, &level) {
        return Err(refused.into());
    }
    store::decide(tx, &of, &row, "released", &remark).await?;
    change.after.level = row.level;
    queue(tx, calendar, &of, row.id, addressees).await?;
    change.save(tx, EventKind::Escalated, &Lang::Vi.level(row.level), Some(row.id.0)).await
}

async fn queue(
    tx: &mut Tx,
    calendar: &Calendar,
    of: &Loaded,
    step: EscalationId,
    addressees: Vec<Person>,
) -> Result<()> {
    let run_at = calendar.of(of.tenant_id).send_time(tx.now, false);
    for addressee in addressees {
        let message = NewMessage {
            tenant: of.tenant_id,
            kind: Kind::Escalation,
            dedupe_key: format!("escalation:{step}:{}", addressee.id),
            args: json!({"step": step}),
            run_at,
            recipient: Some((addressee.id, addressee.address)),
        };
        outbox::enqueue(tx, message).await?;
    }
    Ok(())
}
