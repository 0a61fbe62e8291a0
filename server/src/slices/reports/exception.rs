//! Exceptions (R150): the Working Group lets one body enter its figures until a day, and moves no due date.

use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    lifecycle::Status,
    period::PeriodStatus,
    wire::{
        assignment::EventKind,
        report::{CancelException, ExceptionSet, NewException},
    },
};
use serde_json::json;

use super::store::{self, ReportRow, corrections::step, exceptions};
use crate::domain::{
    assignments::{self, Loaded, acts::MAX_REMARK, excepting},
    calendar::Calendar,
    periods::{self, Period},
};
use dondoc_kernel::{
    db::{
        NationalTx,
        audit::{Entry, Logged},
    },
    error::{Error, Fault, Result},
    http::input::Checks,
};

/// Locks the report of a period, as the Working Group has it.
async fn open(tx: &mut NationalTx, id: AssignmentId) -> Result<(Loaded, ReportRow, Period)> {
    let of = assignments::load(tx, id).await?;
    let report = store::of_assignment(tx, id).await?;
    let period = periods::period(tx, report.period_id).await?;
    Ok((of, report, period))
}

fn entry(of: &Loaded, report: &ReportRow, action: &'static str, detail: serde_json::Value) -> Entry {
    let subject_id = Some(report.id.0);
    Entry { tenant: of.tenant_id, action, subject_kind: "report", subject_id, detail }
}

/// Lets the body enter its figures until the end of a day, which lies after the last one that it has, and not after the period's
/// close.
pub async fn grant_exception(
    tx: &mut NationalTx,
    calendar: &Calendar,
    id: AssignmentId,
    input: &NewException,
) -> Result<Logged<ExceptionSet>> {
    let mut checks = Checks::default();
    let text = checks.required("text", &input.text, MAX_REMARK);
    checks.finish()?;
    let (of, report, period) = open(tx, id).await?;
    let with_body = of.status.is_with_tenant() && of.status != Status::Refused;
    if !with_body || period.status != PeriodStatus::Open {
        return Err(ErrorCode::WrongState.into());
    }
    let schedule = period.schedule;
    let known = exceptions::of_report(tx, &report).await?;
    let last =
        of.due_on.unwrap_or(schedule.due_on).max(schedule.cutoff_on).max(known.unwrap_or(schedule.cutoff_on));
    // Until today is until today's end.
    let before = tx.today().yesterday().map_or(last, |yesterday| last.max(yesterday));
    if input.until <= before {
        return Err(Error::field("until", Fault::NotLater(before)));
    }
    if input.until > schedule.close_on {
        return Err(Error::field("until", Fault::TooLate(schedule.close_on)));
    }
    let new = NewException { text, ..input.clone() };
    exceptions::insert(tx, &report, &new).await?;
    let nth = step(tx, &report).await?;
    let told = (EventKind::ExceptionGranted, new.text.as_str(), Some(new.until));
    excepting::told(tx, calendar, &of, nth, told).await?;
    let detail = json!({"period": period.window.code.to_string(), "until": new.until, "reason": new.reason});
    let set = ExceptionSet { until: Some(new.until) };
    Ok(Logged::new(set, entry(&of, &report, "grant_exception", detail)))
}

/// Lets the body enter its figures no longer than everybody.
pub async fn cancel_exception(
    tx: &mut NationalTx,
    calendar: &Calendar,
    id: AssignmentId,
    input: &CancelException,
) -> Result<Logged<ExceptionSet>> {
    let mut checks = Checks::default();
    let remark = checks.text("remark", &input.remark, MAX_REMARK);
    checks.finish()?;
    if remark.is_empty() {
        return Err(ErrorCode::RemarkRequired.into());
    }
    let (of, report, period) = open(tx, id).await?;
    let live = exceptions::of_report(tx, &report).await?.filter(|until| *until >= tx.today());
    if live.is_none() || exceptions::cancel(tx, &report).await? == 0 {
        return Err(ErrorCode::NothingWaiting.into());
    }
    let nth = step(tx, &report).await?;
    excepting::told(tx, calendar, &of, nth, (EventKind::ExceptionCancelled, &remark, None)).await?;
    let detail = json!({"period": period.window.code.to_string(), "until": live});
    let set = ExceptionSet { until: None };
    Ok(Logged::new(set, entry(&of, &report, "cancel_exception", detail)))
}
