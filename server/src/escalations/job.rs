//! The sweep that proposes steps. It runs inside one tenant; running it twice, or on two workers, proposes nothing twice.

use dondoc_shared::{
    ladder::LADDER, lateness::days_overdue, lifecycle::Act, text::Lang, wire::assignment::EventKind,
};
use jiff::{SignedDuration, Span};

use super::store;
use crate::{
    assignments::Loaded,
    audit::{Entry, Logged},
    db::WorkerTx,
    error::Result,
};

/// After progress, an extension or a drop the ladder rests this long; silence re-arms it.
const REST: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Proposes what is due in this tenant today; answers how many steps.
pub async fn propose(tx: &mut WorkerTx) -> Result<Logged<usize>> {
    let (tenant, today) = (tx.own(), tx.today());
    let mut entries = Vec::new();
    for level in LADDER {
        let back = Span::new().days(level.after_days.saturating_sub(1));
        let Ok(late_since) = today.checked_sub(back) else { continue };
        for (of, late_from) in store::due(tx, tenant, late_since, level.level).await? {
            if is_resting(tx, &of).await? {
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

/// Has the tenant reported, or has a person dropped a step, too recently?
async fn is_resting(tx: &mut WorkerTx, of: &Loaded) -> Result<bool> {
    let last = store::last_halt(tx, of).await?.max(of.last_report_at);
    Ok(last.is_some_and(|at| tx.now.duration_since(at) < REST))
}
