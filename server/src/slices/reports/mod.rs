//! The reports of periods: a body enters its figures, one person proposes, another files (R136). A report is an assignment
//! ([`filing`]); what is typed stands in a draft that is never refused for what it says, and what was filed is never changed.

pub mod api;
pub mod checks;
mod corrected;
mod correction;
mod detail;
mod exception;
mod history;
pub mod job;
mod model;
pub mod national;
mod next;
mod nil;
mod store;
pub mod web;
pub mod workbook;

use std::collections::{BTreeMap, BTreeSet};

use dondoc_shared::{
    error::ErrorCode,
    figures::Entry as Numbers,
    id::{AssignmentId, IndicatorId, PeriodId, TenantId},
    lifecycle::Status,
    period::{Entering, RevisionKind},
    wire::{
        Written,
        report::{CellInput, DraftInput, DraftSaved, FilingInput, MAX_NUMBER, MAX_REASON, MOST_CELLS},
    },
};
use jiff::civil::Date;
use serde_json::json;

use self::{
    checks::{Checked, Draft, Earlier, Justified},
    model::{Typed, percent, sort},
    store::ReportRow as Stored,
};
pub use self::{
    correction::{
        corrections_waiting, decide_correction, discard_correction, file_correction, propose_correction,
        save_correction, send_correction_back, show as show_correction,
    },
    detail::{detail, list, period_row},
    exception::{cancel_exception, grant_exception},
    history::{History, history},
    model::{Filed, State, Weights},
    next::{NextReport, next_report},
    nil::file_nil,
    store::{
        corrections::{correction_by, count_proposed, count_sent_back, count_waiting, is_back, nil_returns},
        of_indicator as cells_of, of_period as all_cells_of, states as states_of,
    },
};
use crate::domain::{
    assignments::{self, Loaded, errand, filing},
    calendar::{self, Calendar},
    indicators::{self, Catalogue, Indicator},
    periods::{self, Period},
};
use dondoc_kernel::{
    db::{
        Actor, NationalTx, TenantTx, Version, WorkerTx,
        audit::{Entry, Logged},
    },
    error::{Error, Fault, Result},
    http::input::Checks,
};

/// A report with what its rules ask about.
struct Opened {
    period: Period,
    report: Stored,
    of: Loaded,
    typed: BTreeMap<IndicatorId, Typed>,
    /// What the body filed for earlier periods.
    earlier: Earlier,
    justified: Justified,
    /// The last day of entry by an exception (R150).
    exception_until: Option<Date>,
    /// The date where the body is (R25).
    today: Date,
}

/// Writes the reports that are owed for a period, and lets the figures know of each.
pub async fn owe(tx: &mut NationalTx, period: PeriodId, owed: &[(TenantId, AssignmentId)]) -> Result<()> {
    store::insert(tx, period, owed).await?;
    for (_, assignment) in owed {
        let of = assignments::look(tx, *assignment).await?;
        errand::count(tx, &of, of.version).await?;
    }
    Ok(())
}

/// What counts of a report, for whoever adds it up.
pub async fn filed(tx: &mut WorkerTx, assignment: AssignmentId) -> Result<Filed> {
    let of = assignments::look(tx, assignment).await?;
    store::filed(tx, &of).await
}

/// The last day on which figures of this report may be entered by an exception that counts.
pub async fn exception_until(tx: &mut WorkerTx, assignment: AssignmentId) -> Result<Option<Date>> {
    let report = store::of_assignment(tx, assignment).await?;
    store::exceptions::of_report(tx, &report).await
}

/// The denominators that the body filed last before this period.
pub async fn last_denominators(tx: &mut WorkerTx, of: &Filed) -> Result<Weights> {
    store::last_denominators(tx, of.period, Period::first_of_regime(of.period)).await
}

/// Locks the body's own report of a period, with what was typed.
async fn open(tx: &mut TenantTx, id: AssignmentId) -> Result<Opened> {
    let of = assignments::load(tx, id).await?;
    beside(tx, of).await
}

/// The same without a lock.
async fn look(tx: &mut TenantTx, id: AssignmentId) -> Result<Opened> {
    let of = assignments::look(tx, id).await?;
    beside(tx, of).await
}

async fn beside(tx: &mut TenantTx, of: Loaded) -> Result<Opened> {
    let report = store::of_assignment(tx, of.id).await?;
    let period = periods::period(tx, report.period_id).await?;
    let mut typed = store::typed(tx, &report).await?;
    store::corrections::overlay(tx, &report, &mut typed).await?;
    let (earlier, justified) = (checks::earlier(tx, &period).await?, checks::justified(tx, &report).await?);
    let exception_until = store::exceptions::of_report(tx, &report).await?;
    let today = calendar::today(tx).await?;
    Ok(Opened { period, report, of, typed, earlier, justified, exception_until, today })
}

/// Whether a report was filed or proposed once, so that it came back to whoever enters its figures.
fn came_back(report: &Stored, of: &Loaded) -> bool {
    report.revision > 0 || of.proposed_by.is_some()
}

impl Opened {
    /// Why figures cannot be entered today (R128). Each day is included, by the clock of the server and the zone of the body.
    fn entry_refused(&self) -> Option<ErrorCode> {
        let is_entered = matches!(
            self.of.status,
            Status::Assigned | Status::Acknowledged | Status::InProgress | Status::Returned
        );
        let schedule = &self.period.schedule;
        // What was in time once and came back may be mended until nobody waits for it any more.
        let longer = came_back(&self.report, &self.of).then_some(schedule.close_on).max(self.exception_until);
        let entering = schedule.entering(self.today, self.of.due_on.unwrap_or(schedule.due_on), longer);
        match entering {
            _ if !is_entered => Some(ErrorCode::WrongState),
            Entering::Until(_) => None,
            Entering::NotBefore(_) => Some(ErrorCode::PeriodNotOpen),
            Entering::EndedOn(_) => Some(ErrorCode::CutOffPassed),
        }
    }

    /// Whether what is filed today is on time.
    fn in_time(&self) -> bool {
        self.of.due_on.is_none_or(|due_on| self.today <= due_on)
    }

    /// What the form asks of the body, in its order.
    fn owed<'a>(&self, catalogue: &'a Catalogue) -> Vec<&'a Indicator> {
        self.period.owed(catalogue, self.report.tenant_id)
    }

    fn draft<'a>(&'a self, owed: &'a [&'a Indicator]) -> Draft<'a> {
        Draft { period: &self.period, owed, typed: &self.typed }
    }

    /// What the checks find in what was typed, whichever door it came through (R131).
    fn checked(&self, owed: &[&Indicator]) -> Checked {
        self.draft(owed).check(&self.earlier, &self.justified)
    }

    /// The cells that make the report.
    ///
    /// # Errors
    /// `figures_incomplete`, with each cell that keeps it from being filed; `justification_required`, with each warning that nobody
    /// has justified.
    fn complete(&self, owed: &[&Indicator]) -> Result<Vec<(IndicatorId, Numbers, String)>> {
        let checked = self.checked(owed);
        let (errors, unjustified) = (checked.errors(), checked.unjustified());
        if !errors.is_empty() {
            return Err(Error::Figures(errors));
        }
        if !unjustified.is_empty() {
            return Err(Error::Unjustified(unjustified));
        }
        let draft = self.draft(owed);
        let cell = |indicator: &&Indicator| {
            let reason = self.typed.get(&indicator.id)?.reason.clone();
            Some((indicator.id, draft.entry(indicator)?, reason))
        };
        Ok(owed.iter().filter_map(cell).collect())
    }

    /// The share of the compulsory cells that say something right.
    fn percent(&self, owed: &[&Indicator]) -> i16 {
        let draft = self.draft(owed);
        let compulsory = owed.iter().filter(|indicator| indicator.compulsory);
        let right = compulsory.clone().filter(|indicator| draft.entry(indicator).is_some());
        percent(right.count(), compulsory.count())
    }

    /// Whether this person has typed any of its cells, also one that somebody has overwritten since, or justified one (R136). When a
    /// cell was typed is not kept: since the period opened, at the earliest (R186).
    fn entered_by(&self, actor: &Actor, owed: &[&Indicator]) -> bool {
        let is_hand = |author| actor.is_hand_of(Some(author), Some(self.period.schedule.opens_on));
        self.typed.values().any(|typed| typed.authors.iter().copied().any(is_hand))
            || self.checked(owed).is_justified_by(is_hand)
    }
}

/// Keeps what was typed, whatever it says (R137), and says what the checks find in it. A cell or a justification that somebody else
/// has changed since its writer had seen it is left as it is and answered as a conflict.
pub async fn save(tx: &mut TenantTx, id: AssignmentId, input: &DraftInput) -> Result<Logged<DraftSaved>> {
    let catalogue = indicators::current(tx).await?;
    let mut opened = open(tx, id).await?;
    if let Some(code) = opened.entry_refused() {
        return Err(code.into());
    }
    let owed = opened.owed(&catalogue);
    let (cells, said) = checked(input, &owed)?;
    let (user, _) = tx.actor.person()?;
    let sorted = sort(cells, (input.format, (user, &tx.actor.name)), &opened.typed, |_| false);
    let written = sorted.codes();
    let cells: Vec<_> = sorted.written.iter().map(|(indicator, typed)| (indicator.id, typed)).collect();
    store::keep(tx, &opened.report, &cells).await?;
    opened.typed.extend(sorted.written.into_iter().map(|(indicator, typed)| (indicator.id, typed)));
    let (justified, justification_conflicts) =
        checks::say(tx, &opened.report, &said, &mut opened.justified).await?;
    let (percent, findings) = (opened.percent(&owed), opened.checked(&owed).rows());
    let version = opened.of.version;
    let entry = Entry {
        tenant: tx.own(),
        action: "enter_figures",
        subject_kind: "report",
        subject_id: Some(opened.report.id.0),
        detail: json!({
            "period": opened.period.window.code.to_string(), "cells": written, "justified": justified, "percent": percent,
        }),
    };
    // What was returned and is right as it is goes on by being saved as it is.
    let unchanged = written.is_empty() && justified.is_empty();
    let (version, entries) = if unchanged && opened.of.status != Status::Returned {
        (version, vec![])
    } else {
        let (written, entries) = filing::enter(tx, opened.of, percent).await?.into_parts();
        (written.version, entries)
    };
    let conflicts = sorted.conflicts;
    let saved = DraftSaved { version, percent, conflicts, justification_conflicts, findings };
    Ok(Logged::new(saved, entry).and(entries))
}

/// The cells of a draft with their indicators.
type Cells<'a> = Vec<(&'a Indicator, CellInput)>;

/// The cells of a draft and its justifications with what they are about, cleaned as all text is.
fn checked<'a>(input: &DraftInput, owed: &[&'a Indicator]) -> Result<(Cells<'a>, Vec<checks::Said>)> {
    let mut checks = Checks::default();
    if input.cells.len() > MOST_CELLS {
        checks.fault("cells", Fault::OutOfRange(0, i64::try_from(MOST_CELLS).unwrap_or(i64::MAX)));
    }
    let mut seen = BTreeSet::new();
    let mut cells = vec![];
    for (place, cell) in input.cells.iter().take(MOST_CELLS).enumerate() {
        let at = |part: &str| format!("cells[{place}].{part}");
        let Some(indicator) = owed.iter().find(|indicator| indicator.code == cell.indicator) else {
            checks.fault(&at("indicator"), Fault::NotAsked);
            continue;
        };
        if !seen.insert(indicator.id) {
            checks.fault(&at("indicator"), Fault::Repeated);
        }
        let cell = CellInput {
            num: checks.text(&at("num"), &cell.num, MAX_NUMBER),
            den: checks.text(&at("den"), &cell.den, MAX_NUMBER),
            reason: checks.text(&at("reason"), &cell.reason, MAX_REASON),
            ..cell.clone()
        };
        cells.push((*indicator, cell));
    }
    let said = checks::cleaned(&mut checks, &input.justifications, owed);
    checks.finish().map(|()| (cells, said))
}

/// An officer says that the figures are complete, and asks an approver to file them.
pub async fn propose(
    tx: &mut TenantTx,
    calendar: &Calendar,
    id: AssignmentId,
    seen: Version,
    input: &FilingInput,
) -> Result<Logged<Written>> {
    let catalogue = indicators::current(tx).await?;
    let opened = open(tx, id).await?;
    if let Some(code) = opened.entry_refused() {
        return Err(code.into());
    }
    opened.complete(&opened.owed(&catalogue))?;
    filing::propose(tx, calendar, id, seen, &input.remark).await
}

/// An approver files the figures: a revision that nobody changes any more. Under a regime of two people they entered none of them.
pub async fn file(
    tx: &mut TenantTx,
    id: AssignmentId,
    seen: Version,
    input: &FilingInput,
) -> Result<Logged<Written>> {
    let catalogue = indicators::current(tx).await?;
    let opened = open(tx, id).await?;
    if let Some(code) = opened.filing_refused(&catalogue, tx)? {
        return Err(code.into());
    }
    let owed = opened.owed(&catalogue);
    let cells = opened.complete(&owed)?;
    let (submission, logged) = filing::file(tx, id, seen, &input.remark).await?;
    let in_time = opened.in_time();
    let kind = (RevisionKind::Figures, in_time, opened.today);
    let revision = store::file(tx, &opened.report, submission, kind, &cells).await?;
    store::corrections::end_draft(tx, &opened.report, revision).await?;
    checks::file(tx, &opened.report, revision, opened.checked(&owed).filed()).await?;
    let entry = Entry {
        tenant: tx.own(),
        action: "file_figures",
        subject_kind: "report",
        subject_id: Some(opened.report.id.0),
        detail: json!({
            "period": opened.period.window.code.to_string(), "revision": revision, "cells": cells.len(), "in_time": in_time,
        }),
    };
    Ok(logged.and([entry]))
}
