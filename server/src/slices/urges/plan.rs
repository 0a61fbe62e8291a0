//! Plans: urging many at once. What would be done is found out and shown first; then each tenant's urge is issued in a
//! transaction of its own, exactly as it was shown or not at all, and can be withdrawn as long as no mail of it has left.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, MessageId, PlanId, TenantId},
    lateness::days_overdue,
    lifecycle::Act,
    order,
    text::Lang,
    wire::{
        assignment::EventKind,
        plan::{PartState, PlanKind, PlanSkipped},
        urge::{
            MOST_ASSIGNMENTS, UrgeDraft, UrgeTarget,
            plan::{MOST_PLANNED, NewUrgePlan, PlanItem, PlanPart, Planned, UrgePlan, hold},
        },
    },
};
use serde_json::json;

use super::{
    Issuing, Plan, issue_at, matter, model, plan,
    store::{self, planned},
    unfit,
};
use crate::{
    domain::{
        assignments::{self, Loaded, open_of_urge},
        calendar::{Calendar, window::Leaving},
        recipients::Person,
    },
    slices::{
        handling::handling,
        plans::{self, NewPlan, PartRow},
    },
};
use dondoc_kernel::{
    db::{
        NationalTx, Version,
        audit::{Entry, Logged},
    },
    error::{Error, Result},
    http::input::Checks,
    outbox::{self, Kind, holds},
};

fn leave(shown: &mut Planned, Leaving { at, held }: Leaving) {
    (shown.leaves_at, shown.held) = (at, held);
}

/// What is asked, about these assignments.
fn draft(input: &NewUrgePlan, assignments: Vec<UrgeTarget>) -> UrgeDraft {
    let NewUrgePlan { assignments: _, addressee, template, text, reply_by, reply_in, now } = input.clone();
    UrgeDraft { assignments, addressee, template, text, reply_by, reply_in, now }
}

/// Makes a plan. Nobody is told of anything by it.
///
/// # Errors
/// What is wrong with the text, the template or the date; an assignment that cannot be urged is skipped, not refused.
pub async fn make(tx: &mut NationalTx, calendar: &Calendar, input: &NewUrgePlan) -> Result<Logged<UrgePlan>> {
    let mut checks = Checks::default();
    let asked = i64::try_from(input.assignments.len()).unwrap_or(i64::MAX);
    checks.range("assignments", asked, 1, i64::try_from(MOST_PLANNED).unwrap_or(i64::MAX));
    checks.finish()?;
    // What is asked is the same of each body, and looked at before any of them.
    let first = input.assignments.first().map(|id| UrgeTarget { id: *id, version: 0 });
    model::check(&draft(input, first.into_iter().collect()), tx.today(), calendar)?;
    let mut wanted: BTreeMap<TenantId, Vec<Loaded>> = BTreeMap::new();
    let ids: BTreeSet<AssignmentId> = input.assignments.iter().copied().collect();
    for of in assignments::look_at(tx, &ids.into_iter().collect::<Vec<_>>()).await? {
        wanted.entry(of.tenant_id).or_default().push(of);
    }
    let mut found = Found::default();
    for (tenant, about) in wanted {
        found.sort_out(tx, calendar, input, tenant, about).await?;
    }
    found.parts.sort_by_cached_key(|part| order::tenant(&part.shown.tenant));
    let items: usize = found.parts.iter().map(|part| part.shown.items.len()).sum();
    let (from, holds) = (plans::later(tx.now, hold(items)), holds::standing(tx).await?);
    let mut parts = Vec::new();
    for Part { tenant, mut shown } in found.parts {
        leave(&mut shown, calendar.of(tenant).leaving(from, input.now, &holds.of(Some(tenant))));
        parts.push((tenant, shown));
    }
    let (kind, skipped, expires_at) = (PlanKind::Urges, &found.skipped, plans::expires_at(tx));
    let plan = NewPlan { kind, input, items, skipped, parts: &parts, expires_at };
    let id = plans::insert(tx, plan).await?;
    let entry =
        plans::entry("plan_urges", id, TenantId::NATIONAL, json!({"items": items, "urges": parts.len()}));
    let part =
        |(_, shown)| PlanPart { shown, state: PartState::Planned, urge: None, number: None, why: None };
    let parts = parts.into_iter().map(part).collect();
    Ok(Logged::new(UrgePlan { id, parts, skipped: found.skipped, expires_at, now: tx.now }, entry))
}

struct Part {
    tenant: TenantId,
    shown: Planned,
}

#[derive(Default)]
struct Found {
    parts: Vec<Part>,
    skipped: Vec<PlanSkipped>,
}

impl Found {
    /// What of a tenant's assignments can be urged, in urges of as many as one may be about; the rest with its reason.
    async fn sort_out(
        &mut self,
        tx: &mut NationalTx,
        calendar: &Calendar,
        input: &NewUrgePlan,
        tenant: TenantId,
        about: Vec<Loaded>,
    ) -> Result<()> {
        let ids: Vec<AssignmentId> = about.iter().map(|of| of.id).collect();
        let (name, printed) = plans::printed(tx, tenant, &ids).await?;
        let recent = planned::recent(tx, tenant, &ids).await?;
        let keys: Vec<_> = ids.iter().map(|id| (tenant, *id)).collect();
        let handling = handling(tx, &keys).await?;
        let mut skip = |id: AssignmentId, why: ErrorCode| {
            let code = printed.iter().find(|one| one.id == id).map(|one| one.code.clone());
            self.skipped.push(PlanSkipped { id, code: code.unwrap_or_default(), why });
        };
        let mut may = Vec::new();
        for of in about {
            match of.clone().begin(tx, Act::Urge, Version(of.version)).await {
                Ok(_) => may.push(of),
                Err(error) => skip(of.id, error.code()),
            }
        }
        if let Some(code) = &input.template {
            let template = store::template(tx, code).await?.ok_or(ErrorCode::UnknownTemplate)?;
            for (id, why) in unfit(tx, &template, &may).await? {
                may.retain(|of| of.id != id);
                skip(id, why);
            }
        }
        may.sort_by_key(|of| printed.iter().position(|one| one.id == of.id));
        for about in may.chunks(MOST_ASSIGNMENTS) {
            let target = |of: &Loaded| UrgeTarget { id: of.id, version: of.version };
            let draft = draft(input, about.iter().map(target).collect());
            let asked = model::check(&draft, tx.today(), calendar)?;
            let Plan { words, recipients, .. } = match plan(tx, &draft, &asked, about).await {
                Ok(plan) => plan,
                Err(Error::Refused(why @ ErrorCode::NobodyToAddress)) => {
                    for of in about {
                        skip(of.id, why);
                    }
                    continue;
                }
                Err(error) => return Err(error),
            };
            let today = tx.today();
            let item = |of: &Loaded| {
                let one = printed.iter().find(|one| one.id == of.id)?;
                let handling = handling.get(&of.id);
                let claim = handling.and_then(|handling| handling.claim.as_ref());
                let snooze = handling.and_then(|handling| handling.snooze.as_ref());
                Some(PlanItem {
                    id: of.id,
                    code: one.code.clone(),
                    title_vi: one.title_vi.clone(),
                    title_en: one.title_en.clone(),
                    version: of.version,
                    days_overdue: days_overdue(of.late_from(), today),
                    unanswered_urges: of.unanswered_urges,
                    urged: recent.get(&of.id).cloned(),
                    claimed_by: claim.filter(|claim| !claim.mine).map(|claim| claim.by.clone()),
                    snoozed_until: snooze.filter(|snooze| snooze.is_live(today)).map(|snooze| snooze.until),
                })
            };
            let shown = Planned {
                tenant: name.clone(),
                items: about.iter().filter_map(item).collect(),
                text: words.vi,
                recipients: recipients.iter().map(Person::previewed).collect(),
                leaves_at: None,
                held: false,
                reply_by: asked.reply_by,
                reply_on_free_day: !calendar.of(tenant).is_working_day(asked.reply_by),
            };
            self.parts.push(Part { tenant, shown });
        }
        Ok(())
    }
}

/// A plan of the person who asks, as it stands.
pub async fn show(tx: &mut NationalTx, id: PlanId) -> Result<UrgePlan> {
    let row = plans::own(tx, PlanKind::Urges, id).await?;
    let mut parts = Vec::new();
    for part in plans::parts(tx, id).await? {
        let PartRow { shown, state, urge, number, why, .. } = part;
        parts.push(PlanPart { shown: plans::read(shown)?, state, urge, number, why });
    }
    let skipped = plans::read(row.skipped)?;
    Ok(UrgePlan { id, parts, skipped, expires_at: row.expires_at.to_jiff(), now: tx.now })
}

/// Issues one urge of a plan, as it was shown.
///
/// # Errors
/// `nothing_waiting` where it was issued before; `plan_stale` where its text or its readers are no longer those that were shown;
/// whatever forbids to urge one of its assignments as it was seen.
pub async fn issue(tx: &mut NationalTx, calendar: &Calendar, id: PlanId, part: i32) -> Result<Logged<()>> {
    let plan = plans::own(tx, PlanKind::Urges, id).await?;
    let row = plans::lock(tx, id, part, PartState::Planned).await?.ok_or(ErrorCode::NothingWaiting)?;
    let input: NewUrgePlan = plans::read(plan.input)?;
    let mut shown: Planned = plans::read(row.shown)?;
    let targets = shown.items.iter().map(|item| UrgeTarget { id: item.id, version: item.version }).collect();
    // The day that was read, also where midnight has moved what "in three working days" would mean.
    let draft = UrgeDraft { reply_by: Some(shown.reply_by), reply_in: None, ..draft(&input, targets) };
    let from = plans::later(tx.now, hold(usize::try_from(plan.items).unwrap_or(usize::MAX)));
    let (logged, messages): (_, Vec<MessageId>) =
        issue_at(tx, calendar, &draft, Issuing { from, shown: Some(&shown) }).await?;
    let (urge, holds) = (logged.result(), holds::standing(tx).await?.of(Some(row.tenant)));
    leave(&mut shown, calendar.of(row.tenant).leaving(from, input.now, &holds));
    plans::issued(tx, (id, part), (urge.id, &urge.number), &shown, &messages).await?;
    Ok(logged.map(|_| ()))
}

/// Takes one urge of a plan back: its mail is cancelled, and nobody is asked for anything any more.
///
/// # Errors
/// `mail_has_left`; `nothing_waiting` where it was answered, closed or withdrawn before.
pub async fn withdraw(tx: &mut NationalTx, id: PlanId, part: i32) -> Result<Logged<()>> {
    plans::own(tx, PlanKind::Urges, id).await?;
    let row = plans::lock(tx, id, part, PartState::Issued).await?.ok_or(ErrorCode::NothingWaiting)?;
    let (urge, number) = row.urge.zip(row.number).ok_or(ErrorCode::NothingWaiting)?;
    // Mail first, then assignments: in the order in which a worker locks them that has handed it over.
    if let Some(first) = row.messages.iter().min() {
        let why = outbox::steps::said(&format!("{}: {}", tx.actor.name, Lang::Vi.urge_withdrawn()));
        if !outbox::recall(tx, row.tenant, (Kind::Urge, &matter(urge), *first), &why).await? {
            return Err(ErrorCode::MailHasLeft.into());
        }
    }
    let mut changes = Vec::new();
    for about in planned::about(tx, row.tenant, urge).await? {
        changes.push(assignments::load(tx, about).await?.begin_by_system("withdraw_urge"));
    }
    // While this waited for the locks one of them may have been accepted, and no longer is asked about.
    let still = open_of_urge(tx, row.tenant, urge).await?;
    if !planned::withdraw(tx, row.tenant, urge).await? {
        return Err(ErrorCode::NothingWaiting.into());
    }
    plans::mark(tx, (id, part), PartState::Withdrawn, None).await?;
    let detail = json!({"plan": id, "number": number});
    let entry = Entry {
        tenant: row.tenant,
        action: "withdraw_urge",
        subject_kind: "urge",
        subject_id: Some(urge.0),
        detail,
    };
    let mut logged = Logged::new((), entry);
    let ids: Vec<AssignmentId> = changes.iter().map(|change| change.after.id).collect();
    let urged = planned::urged(tx, row.tenant, &ids).await?;
    for mut change in changes {
        let after = &mut change.after;
        if still.contains(&after.id) {
            after.unanswered_urges = after.unanswered_urges.saturating_sub(1);
        }
        let (urges, last) = urged.get(&after.id).map_or((0, None), |(urges, last)| (*urges, Some(*last)));
        (after.urges, after.last_urged_on) = (urges, last);
        let saved = change.save(tx, EventKind::UrgeWithdrawn, &number, Some(urge.0)).await?;
        logged = logged.and(saved.into_parts().1);
    }
    Ok(logged)
}
