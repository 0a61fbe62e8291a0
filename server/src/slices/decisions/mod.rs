//! The same decision on many at once (R169): accept or return submissions, grant or refuse extensions, release or drop steps of the ladder.
//!
//! A plan is a rehearsal: each decision is made by the use case that makes it alone, and undone. So it says what that use case says.
//! Carried out, a part is one transaction about one tenant, in which a decision that is refused leaves the others made. What the
//! use cases would tell a reader in many mails is one. A decision is not undone: what takes back an acceptance is another act, with its
//! own reason (R9), and no act lowers the level of the ladder (R58). So nothing of it is held.

pub mod api;

use std::collections::{BTreeMap, BTreeSet};

use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, EscalationId, PlanId, TenantId},
    lateness::days_overdue,
    lifecycle::{Act, RULES},
    order,
    wire::{
        Written,
        assignment::{EscalationDecision, ExtensionDecision, NewReturn, PreviewRecipient, Remark},
        decision::{Decision, DecisionItem, DecisionPart, DecisionPlan, MOST_DECIDED, NewDecisionPlan},
        plan::{PartState, PlanKind, PlanSkipped},
    },
};
use serde_json::json;

use crate::{
    domain::{
        assignments::{self, Loaded, acts::MAX_REMARK, extension},
        calendar::Calendar,
        recipients::{Directory, Person},
    },
    slices::{
        escalations,
        handling::handling,
        plans::{self, NewPlan},
    },
};
use dondoc_kernel::{
    db::{NationalTx, Version, audit::Logged},
    error::{Error, Result, status_of},
    http::input::Checks,
    outbox::{self, QueuedMail, holds},
};

/// The most decisions of one part.
const MOST_OF_PART: usize = 50;

/// Mail by the level of the ladder that it is about; without one, of level 0. What goes to one reader there is one mail.
type MailByLevel = BTreeMap<i16, Vec<QueuedMail>>;

/// What is decided on an assignment of the version `seen`, and the step of the ladder that it is about.
struct Target {
    id: AssignmentId,
    seen: Version,
    step: Option<EscalationId>,
}

/// Makes the decision on one assignment as it is made on it alone.
async fn decide(
    tx: &mut NationalTx,
    calendar: &Calendar,
    (decision, remark): (Decision, &str),
    Target { id, seen, step }: Target,
) -> Result<Logged<Written>> {
    let remark = remark.to_owned();
    match decision {
        Decision::Accept => assignments::accept(tx, calendar, id, seen, &Remark { remark }).await,
        Decision::Return => {
            let body = NewReturn { remark, due_on: None };
            assignments::return_to_tenant(tx, calendar, id, seen, &body).await
        }
        Decision::GrantExtension | Decision::RefuseExtension => {
            let grant = decision == Decision::GrantExtension;
            let body = ExtensionDecision { grant, to: None, remark };
            extension::decide(tx, calendar, id, seen, &body).await
        }
        Decision::ReleaseStep | Decision::DropStep => {
            let step = step.ok_or(ErrorCode::NothingWaiting)?;
            let body = EscalationDecision { step, release: decision == Decision::ReleaseStep, remark };
            escalations::decide(tx, calendar, id, seen, &body).await
        }
    }
}

/// Refuses whoever may not make the decision on anything.
fn permit(tx: &NationalTx, decision: Decision) -> Result<()> {
    let (_, role) = tx.actor.person()?;
    let rule = RULES.iter().find(|rule| rule.act == decision.act()).ok_or(ErrorCode::NotPermitted)?;
    if role.may(rule.permission) { Ok(()) } else { Err(Error::NotHeld(rule.permission, TenantId::NATIONAL)) }
}

/// What refused the decision on one assignment; a fault that is none of the assignment's own is handed on.
fn refusal(decision: Decision, error: Error) -> Result<ErrorCode> {
    match error.code() {
        // Only its field for a later due date can be missing, where a period is over, and many are returned without one.
        ErrorCode::InvalidInput if decision == Decision::Return => Ok(ErrorCode::CutOffPassed),
        why if status_of(why).is_client_error() => Ok(why),
        _ => Err(error),
    }
}

/// Makes a plan. Nothing has happened afterwards, and nobody is told of anything by it.
///
/// # Errors
/// `not_permitted`; a remark that is missing or too long. An assignment that cannot be decided so is skipped, not refused.
pub async fn make(
    tx: &mut NationalTx,
    calendar: &Calendar,
    input: &NewDecisionPlan,
) -> Result<Logged<DecisionPlan>> {
    let decision = input.decision;
    permit(tx, decision)?;
    let mut checks = Checks::default();
    let asked = i64::try_from(input.assignments.len()).unwrap_or(i64::MAX);
    checks.range("assignments", asked, 1, i64::try_from(MOST_DECIDED).unwrap_or(i64::MAX));
    let remark = if decision.needs_remark() {
        checks.required("remark", &input.remark, MAX_REMARK)
    } else {
        checks.text("remark", &input.remark, MAX_REMARK)
    };
    checks.finish()?;
    let input = NewDecisionPlan { remark, ..input.clone() };
    let ids: BTreeSet<AssignmentId> = input.assignments.iter().copied().collect();
    let mut wanted: BTreeMap<TenantId, Vec<Loaded>> = BTreeMap::new();
    for of in assignments::look_at(tx, &ids.into_iter().collect::<Vec<_>>()).await? {
        wanted.entry(of.tenant_id).or_default().push(of);
    }
    let national = Directory::of(tx, TenantId::NATIONAL).await?;
    let mut found = Found::default();
    for (tenant, about) in wanted {
        found.sort_out(tx, calendar, &input, (tenant, &national), about).await?;
    }
    let Found { mut parts, skipped } = found;
    parts.sort_by_cached_key(|(_, part)| order::tenant(&part.tenant));
    let items = parts.iter().map(|(_, part)| part.items.len()).sum();
    let (kind, expires_at) = (PlanKind::Decisions, plans::expires_at(tx));
    let plan = NewPlan { kind, input: &input, items, skipped: &skipped, parts: &parts, expires_at };
    let id = plans::insert(tx, plan).await?;
    let detail = json!({"decision": decision, "items": items});
    let entry = plans::entry("plan_decisions", id, TenantId::NATIONAL, detail);
    let parts = parts.into_iter().map(|(_, part)| part).collect();
    let (remark, now) = (input.remark, tx.now);
    Ok(Logged::new(DecisionPlan { id, decision, remark, parts, skipped, expires_at, now }, entry))
}

#[derive(Default)]
struct Found {
    parts: Vec<(TenantId, DecisionPart)>,
    skipped: Vec<PlanSkipped>,
}

impl Found {
    /// What of a tenant's assignments can be decided so, and what would come of it; the rest with its reason.
    async fn sort_out(
        &mut self,
        tx: &mut NationalTx,
        calendar: &Calendar,
        input: &NewDecisionPlan,
        (tenant, national): (TenantId, &Directory),
        mut about: Vec<Loaded>,
    ) -> Result<()> {
        let ids: Vec<AssignmentId> = about.iter().map(|of| of.id).collect();
        let (name, printed) = plans::printed(tx, tenant, &ids).await?;
        let keys: Vec<_> = ids.iter().map(|id| (tenant, *id)).collect();
        let handling = handling(tx, &keys).await?;
        about.sort_by_key(|of| printed.iter().position(|one| one.id == of.id));
        let mut would = Vec::new();
        for of in about {
            let Some(one) = printed.iter().find(|one| one.id == of.id) else { continue };
            match rehearse(tx, calendar, input, &of).await? {
                Ok((item, mail)) => {
                    let handling = handling.get(&of.id);
                    let claim = handling.and_then(|handling| handling.claim.as_ref());
                    let snooze = handling.and_then(|handling| handling.snooze.as_ref());
                    let today = tx.today();
                    let item = DecisionItem {
                        code: one.code.clone(),
                        title_vi: one.title_vi.clone(),
                        title_en: one.title_en.clone(),
                        claimed_by: claim.filter(|claim| !claim.mine).map(|claim| claim.by.clone()),
                        snoozed_until: snooze
                            .filter(|snooze| snooze.is_live(today))
                            .map(|snooze| snooze.until),
                        ..item
                    };
                    would.push((item, mail));
                }
                Err(why) => self.skipped.push(PlanSkipped { id: of.id, code: one.code.clone(), why }),
            }
        }
        let own = Directory::of(tx, tenant).await?;
        let holds = holds::standing(tx).await?.of(Some(tenant));
        let leaving = calendar.of(tenant).leaving(tx.now, false, &holds);
        while !would.is_empty() {
            let rest = would.split_off(would.len().min(MOST_OF_PART));
            let mut mail = MailByLevel::new();
            let mut items = Vec::new();
            for (item, queued) in std::mem::replace(&mut would, rest) {
                mail.entry(item.level.unwrap_or(0)).or_default().extend(queued);
                items.push(item);
            }
            let recipients = readers(&mail, [&own, national]);
            let (leaves_at, held) = (leaving.at, leaving.held);
            self.parts
                .push((tenant, DecisionPart { tenant: name.clone(), items, recipients, leaves_at, held }));
        }
        Ok(())
    }
}

/// What the decision on an assignment would bring about, and the mail that would tell of it; or what refuses it.
async fn rehearse(
    tx: &mut NationalTx,
    calendar: &Calendar,
    input: &NewDecisionPlan,
    of: &Loaded,
) -> Result<std::result::Result<(DecisionItem, Vec<QueuedMail>), ErrorCode>> {
    let decision = input.decision;
    if decision.act() == Act::Accept && of.period_id.is_some() {
        return Ok(Err(ErrorCode::FiguresUnseen));
    }
    let step = match decision.act() {
        Act::Escalate => escalations::waiting(tx, of).await?.pop(),
        _ => None,
    };
    let (id, step, level) = (of.id, step.as_ref().map(|step| step.id), step.as_ref().map(|step| step.level));
    let rehearsed = tx
        .rehearse(async |tx| {
            let queued = tx.queued();
            let target = Target { id, seen: Version(of.version), step };
            decide(tx, calendar, (decision, &input.remark), target).await?;
            let mail = outbox::queued_since(tx, of.tenant_id, queued).await?;
            Ok((assignments::look(tx, id).await?, mail))
        })
        .await;
    let (after, mail) = match rehearsed {
        Ok(rehearsed) => rehearsed,
        Err(error) => return refusal(decision, error).map(Err),
    };
    let item = DecisionItem {
        id,
        code: String::new(),
        title_vi: String::new(),
        title_en: String::new(),
        version: of.version,
        due_on: after.due_on,
        days_overdue: days_overdue(after.late_from(), tx.today()),
        step,
        level,
        only_signs: decision == Decision::ReleaseStep && after.level == of.level,
        unopened: matches!(decision.act(), Act::Accept | Act::Return) && of.opened_at.is_none(),
        claimed_by: None,
        snoozed_until: None,
        state: PartState::Planned,
        why: None,
    };
    Ok(Ok((item, mail)))
}

/// The readers of mail, once for each mail that it is made into.
fn readers(mail: &MailByLevel, directories: [&Directory; 2]) -> Vec<PreviewRecipient> {
    let mut found = Vec::new();
    for queued in mail.values() {
        let mut seen = BTreeSet::new();
        for to in queued.iter().filter(|to| seen.insert(to.reader)) {
            let known = to.reader.and_then(|id| directories.iter().find_map(|directory| directory.find(id)));
            let address = to.address.clone().unwrap_or_default();
            let unknown = || PreviewRecipient { name: address.clone(), address: address.clone() };
            found.push(known.map_or_else(unknown, Person::previewed));
        }
    }
    found
}

/// A plan of the person who asks, as it stands.
pub async fn show(tx: &mut NationalTx, id: PlanId) -> Result<DecisionPlan> {
    let row = plans::own(tx, PlanKind::Decisions, id).await?;
    let mut parts = Vec::new();
    for part in plans::parts(tx, id).await? {
        parts.push(plans::read(part.shown)?);
    }
    let (skipped, expires_at) = (plans::read(row.skipped)?, row.expires_at.to_jiff());
    let NewDecisionPlan { assignments: _, decision, remark } = plans::read(row.input)?;
    Ok(DecisionPlan { id, decision, remark, parts, skipped, expires_at, now: tx.now })
}

/// Makes the decisions of one part of a plan. One that is refused is kept with its reason, and the others are made.
///
/// # Errors
/// `nothing_waiting` where they were made before; `not_permitted`.
pub async fn carry_out(
    tx: &mut NationalTx,
    calendar: &Calendar,
    id: PlanId,
    part: i32,
) -> Result<Logged<()>> {
    let plan = plans::own(tx, PlanKind::Decisions, id).await?;
    let row = plans::lock(tx, id, part, PartState::Planned).await?.ok_or(ErrorCode::NothingWaiting)?;
    let NewDecisionPlan { assignments: _, decision, remark } = plans::read(plan.input)?;
    permit(tx, decision)?;
    let mut shown: DecisionPart = plans::read(row.shown)?;
    let (mut entries, mut mail) = (Vec::new(), MailByLevel::new());
    // All are locked in the order in which every act about many locks them.
    let mut items: Vec<&mut DecisionItem> = shown.items.iter_mut().collect();
    items.sort_by_key(|item| item.id);
    for item in items {
        let (queued, target) =
            (tx.queued(), Target { id: item.id, seen: Version(item.version), step: item.step });
        let made = tx.attempt(async |tx| decide(tx, calendar, (decision, &remark), target).await).await;
        (item.state, item.why) = match made {
            Ok(made) => {
                entries.extend(made.into_parts().1);
                let told = outbox::queued_since(tx, row.tenant, queued).await?;
                mail.entry(item.level.unwrap_or(0)).or_default().extend(told);
                (PartState::Decided, None)
            }
            Err(error) => (PartState::Failed, Some(refusal(decision, error)?)),
        };
    }
    for (level, queued) in &mail {
        let matter = format!("decisions:{id}:{part}:{level}");
        outbox::make_one(tx, row.tenant, queued, &matter).await?;
    }
    let (own, national) =
        (Directory::of(tx, row.tenant).await?, Directory::of(tx, TenantId::NATIONAL).await?);
    shown.recipients = readers(&mail, [&own, &national]);
    let holds = holds::standing(tx).await?.of(Some(row.tenant));
    let leaving = calendar.of(row.tenant).leaving(tx.now, false, &holds);
    (shown.leaves_at, shown.held) = (leaving.at, leaving.held);
    plans::decided(tx, (id, part), &shown).await?;
    let refused = shown.items.iter().filter(|item| item.state == PartState::Failed).count();
    let detail = json!({
        "part": part, "decision": decision, "decided": shown.items.len() - refused, "refused": refused,
    });
    Ok(Logged::new((), plans::entry("carry_out_decisions", id, row.tenant, detail)).and(entries))
}
