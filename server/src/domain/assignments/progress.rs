//! Progress reports.

use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    lifecycle::Act,
    wire::{
        Written,
        assignment::{EventKind, ReportBody},
    },
};

use super::store::{self, beside::lapse_steps, load};
use dondoc_kernel::{
    db::{TenantTx, Version, audit::Logged},
    error::{Error, Fault, Result},
    http::input::Checks,
};

/// The longest text of one part of a report, in characters.
pub const MAX_TEXT: usize = 4000;

/// Reports progress; acknowledges on the way. Going back in percent needs a word under limitations. A report is in conflict
/// with a newer report than its writer has `seen`, and with nothing else.
pub async fn report(
    tx: &mut TenantTx,
    id: AssignmentId,
    seen: Option<Version>,
    input: &ReportBody,
) -> Result<Logged<Written>> {
    let body = checked(input)?;
    let of = load(tx, id).await?;
    // Nothing is newer than the present version.
    if let Some(seen) = seen.filter(|seen| seen.0 < of.version)
        && store::is_reported_since(tx, &of, seen).await?
    {
        return Err(ErrorCode::VersionStale.into());
    }
    let mut change = of.append(tx, Act::Report).await?;
    if body.percent < change.after.percent && body.limitations.is_empty() {
        return Err(ErrorCode::ReasonForLowerPercent.into());
    }
    let waiting_on = match &body.waiting_on {
        None => None,
        Some(slug) => {
            let found = store::tenant_by_slug(tx, slug).await?.filter(|id| *id != tx.own().0);
            Some(found.ok_or_else(|| Error::field("waiting_on", Fault::Malformed))?)
        }
    };
    let (user, _) = tx.actor.person()?;
    let report = store::insert_report(tx, &change.after, user, &body, waiting_on).await?;
    lapse_steps(tx, &change.after).await?;
    let after = &mut change.after;
    after.percent = body.percent;
    after.last_report_at = Some(tx.now);
    after.barrier_open = !body.barriers.is_empty() || waiting_on.is_some();
    after.sent_back = false;
    after.assignee_id = after.assignee_id.or(tx.actor.whose());
    change.save(tx, EventKind::Reported, &format!("{}%", body.percent), Some(report.0)).await
}

fn checked(input: &ReportBody) -> Result<ReportBody> {
    let mut checks = Checks::default();
    checks.range("percent", i64::from(input.percent), 0, 100);
    let body = ReportBody {
        percent: input.percent,
        results: checks.required("results", &input.results, MAX_TEXT),
        figures: checks.text("figures", &input.figures, MAX_TEXT),
        limitations: checks.text("limitations", &input.limitations, MAX_TEXT),
        barriers: checks.text("barriers", &input.barriers, MAX_TEXT),
        cause: input.cause,
        waiting_on: input
            .waiting_on
            .as_deref()
            .filter(|s| !s.is_empty())
            .map(|s| checks.line("waiting_on", s, 40)),
        next_step: checks.text("next_step", &input.next_step, MAX_TEXT),
    };
    // Whoever is waited for reads why.
    let waits = body.waiting_on.is_some();
    if waits && body.barriers.is_empty() {
        checks.fault("barriers", Fault::Missing);
    }
    if (waits || !body.barriers.is_empty()) && body.cause.is_none() {
        checks.fault("cause", Fault::Missing);
    }
    checks.finish()?;
    Ok(body)
}
