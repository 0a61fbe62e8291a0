//! The sweep that proposes steps. It runs inside one tenant; running it twice, or on two workers, proposes nothing twice.

use dondoc_shared::{
    ladder::{LADDER, Level},
    lateness::{days_between, days_overdue},
    lifecycle::Act,
    text::Lang,
    wire::assignment::EventKind,
};
use jiff::{Span, Timestamp};

use super::store;
use crate::{
    assignments::Loaded,
    audit::{Entry, Logged},
    clock,
    db::WorkerTx,
    error::Result,
};

/// After an acknowledgement, progress, an extension or a drop the ladder rests so many days; silence re-arms it.
const REST: i32 = 7;

/// Proposes what is due in this tenant today; answers how many steps.
pub async fn propose(tx: &mut WorkerTx) -> Result<Logged<usize>> {
    let (tenant, today) = (tx.own(), tx.today());
    let mut entries = Vec::new();
    for level in LADDER {
        let back = Span::new().days(level.after_days.saturating_sub(1));
        let Ok(late_since) = today.checked_sub(back) else { continue };
        for (of, late_from) in store::due(tx, tenant, late_since, level.level).await? {
            if is_resting(tx, &of, level).await? {
                continue;
            }
            let days = days_overdue(late_from.map(jiff_diesel::Date::to_jiff), today);
            let Some(step) = store::propose(tx, &of, level.level, days).await? else { continue };
            let change = of.begin_by_system(Act::Escalate);
            let saved = change
                .save(tx, EventKind::EscalationProposed, &Lang::Vi.level(level.level), Some(step.0))
                .await?;
            entries.extend(saved.into_parts().1);
        }
    }
    let n = entries.len();
    let sweep = Entry {
        tenant,
        action: "propose_escalations",
        subject_kind: "tenant",
        subject_id: None,
        detail: serde_json::json!({"proposed": n}),
    };
    Ok(Logged::new(n, sweep).and(entries))
}

/// Has the tenant acknowledged or reported, has a person dropped a step, or released the one below, too recently?
async fn is_resting(tx: &mut WorkerTx, of: &Loaded, level: &Level) -> Result<bool> {
    let moved = store::acknowledged_at(tx, of).await?.max(of.last_report_at);
    let halted = store::last_decision(tx, of, &["dropped", "lapsed"]).await?.max(moved);
    let released = store::last_decision(tx, of, &["released"]).await?;
    let (zone, today) = (clock::zone(clock::DEFAULT_ZONE), tx.today());
    let within = |at: Timestamp, days: i32| days_between(clock::local_date(at, &zone), today) < days;
    Ok(halted.is_some_and(|at| within(at, REST))
        || released.is_some_and(|at| within(at, level.days_after_release())))
}
