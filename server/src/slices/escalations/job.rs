//! The sweep that moves the ladder. It runs inside one tenant; running it twice, or on two workers, proposes nothing twice,
//! because a step is written only while no other waits for the assignment.

use dondoc_shared::{ladder::Level, lateness::days_overdue, lifecycle::Act, wire::assignment::EventKind};
use jiff::{Span, Timestamp, civil::Date};

use super::{
    addressees::{queue, reached},
    model::{self, LadderPosition, Next},
    store::{self, LadderHistory},
};
use crate::domain::{
    assignments::{Loaded, lapse_steps},
    policies::{Rules, Version},
};
use dondoc_kernel::{
    clock,
    db::{
        WorkerTx,
        audit::{Entry, Logged},
    },
    error::{Error, Result},
};

/// Proposes what is due in this tenant today, and ends steps that have lost their ground; answers how many were proposed.
pub async fn propose(tx: &mut WorkerTx, rules: &Rules<'_>) -> Result<Logged<usize>> {
    let (tenant, today) = (tx.own(), tx.today());
    let version = rules.book.ladder(tenant, today)?;
    let first = version.policy.levels.iter().map(|level| level.after_days).min().unwrap_or(i32::MAX);
    let late_since = today.checked_sub(Span::new().days(first.saturating_sub(1))).unwrap_or(Date::MIN);
    let candidates = store::candidates(tx, late_since).await?;
    let mut known = store::known(tx, tenant, &candidates).await?;
    let (mut entries, mut n) = (Vec::new(), 0usize);
    for of in candidates {
        let facts = known.remove(&of.id).unwrap_or_default();
        let at = position(&of, &facts);
        match model::next(&version.policy, &at, today) {
            Next::Rest(_) => {}
            Next::Lapse => lapse_steps(tx, &of).await?,
            Next::Propose(level) => {
                let days = days_overdue(of.late_from(), today);
                if let Some(saved) = take(tx, rules, &of, version, level, days).await? {
                    entries.extend(saved);
                    n = n.saturating_add(1);
                }
            }
        }
    }
    let detail = serde_json::json!({"proposed": n, "policy": version.id});
    let sweep =
        Entry { tenant, action: "propose_escalations", subject_kind: "tenant", subject_id: None, detail };
    Ok(Logged::new(n, sweep).and(entries))
}

pub(super) fn position(of: &Loaded, facts: &LadderHistory) -> LadderPosition {
    let zone = clock::zone(clock::DEFAULT_ZONE);
    let on = |at: Option<Timestamp>| at.map(|at| clock::local_date(at, &zone));
    LadderPosition {
        status: of.status,
        late_from: of.late_from(),
        level: of.level,
        waiting: facts.waiting,
        moved_on: on(facts.acknowledged_at.max(of.last_report_at)),
        halted_on: on(facts.halted_at),
        halts: facts.halts.get(&of.level.saturating_add(1)).copied().unwrap_or(0),
        released_on: on(facts.released_at),
        steps: facts.steps,
    }
}

/// Writes the step: as a proposal, or as released where the policy says so and it reaches somebody. None where another
/// worker has done so.
async fn take(
    tx: &mut WorkerTx,
    rules: &Rules<'_>,
    of: &Loaded,
    version: &Version<dondoc_shared::ladder::LadderPolicy>,
    level: &Level,
    days: i32,
) -> Result<Option<Vec<Entry>>> {
    let addressees = match reached(tx, of, level.target).await {
        Ok(addressees) if level.automatic => addressees,
        Ok(_) | Err(Error::Refused(_)) => vec![],
        Err(error) => return Err(error),
    };
    let released = !addressees.is_empty();
    let Some(step) = store::propose(tx, of, version.id, level.level, days, released).await? else {
        return Ok(None);
    };
    let mut change = of.clone().begin_by_system(Act::Escalate.as_str());
    let kind = if released { EventKind::Escalated } else { EventKind::EscalationProposed };
    if released {
        change.after.level = level.level;
        queue(tx, rules.calendar, of, step, addressees).await?;
    }
    let saved = change.save(tx, kind, &level.level.to_string(), Some(step.0)).await?;
    Ok(Some(saved.into_parts().1))
}
