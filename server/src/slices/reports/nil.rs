//! The nil return (R151): one act, no figures. It says of each flow that nothing happened, and is counted apart.

use dondoc_shared::{
    error::ErrorCode,
    figures::{
        CellFault, CellState, Entry as Numbers, OverTime,
        check::{CheckRule, Seen},
    },
    id::{AssignmentId, IndicatorId},
    lifecycle::{Act, Status},
    period::{ReportAct, ReportState, RevisionKind, report_state},
    wire::{
        Written,
        report::{CellPart, FilingInput},
    },
};
use serde_json::json;

use super::{Opened, open, store};
use crate::domain::{
    assignments::{Loaded, filing},
    indicators::{self, Catalogue, Indicator},
};
use dondoc_kernel::{
    db::{
        TenantTx, Tx, Version,
        audit::{Entry, Logged},
    },
    error::{Error, Fault, FieldFault, Result},
};

impl Opened {
    /// Why this person cannot file now that nothing happened. Whether a stock is asked is told by [`nil_cells`].
    pub(super) fn nil_refused(&self, catalogue: &Catalogue, tx: &Tx) -> Result<Option<ErrorCode>> {
        let (_, role) = tx.actor.person()?;
        let regime = catalogue.regime(self.period.regime);
        let allowed = |state: ReportState| state.allows(ReportAct::FileNil, true, None);
        let by_state = (!report_state(self.of.status).is_some_and(allowed)).then_some(ErrorCode::WrongState);
        // Nothing has to be entered before.
        let begun = Loaded { status: Status::InProgress, sent_back: false, ..self.of.clone() };
        let owed = self.owed(catalogue);
        let two_people = regime.is_some_and(|regime| regime.two_people) && self.entered_by(&tx.actor, &owed);
        Ok(by_state
            .or_else(|| self.entry_refused())
            .or_else(|| {
                (!regime.is_some_and(|regime| regime.nil_allowed)).then_some(ErrorCode::NilNotAllowed)
            })
            .or_else(|| filing::refusal(&begun, &tx.actor, role, Act::Submit))
            .or_else(|| two_people.then_some(ErrorCode::SecondPersonRequired)))
    }
}

/// What a nil return says: nil of each flow; of a stock that may be left out, nothing.
///
/// # Errors
/// `figures_incomplete`, with each compulsory stock: how things stand is never nothing.
pub fn nil_cells(owed: &[&Indicator]) -> Result<Vec<(IndicatorId, Numbers, String)>> {
    let stands = |indicator: &&&Indicator| indicator.formula.over_time == OverTime::Stock;
    let faults: Vec<FieldFault> = owed
        .iter()
        .filter(stands)
        .filter(|indicator| indicator.compulsory)
        .map(|indicator| {
            let field = format!("cells[{}].{}", indicator.code, CellPart::Cell);
            FieldFault::new(&field, Fault::Check(CheckRule::Complete, Seen::Cell(CellFault::NilOfStock)))
        })
        .collect();
    if !faults.is_empty() {
        return Err(Error::Figures(faults));
    }
    let nil = Numbers { state: Some(CellState::Nil), num: None, den: None, estimated: false };
    let flows = owed.iter().filter(|indicator| !stands(indicator));
    Ok(flows.map(|indicator| (indicator.id, nil, String::new())).collect())
}

/// An approver files that nothing happened. What was typed stays in the draft and is not filed.
pub async fn file_nil(
    tx: &mut TenantTx,
    id: AssignmentId,
    seen: Version,
    input: &FilingInput,
) -> Result<Logged<Written>> {
    let catalogue = indicators::current(tx).await?;
    let opened = open(tx, id).await?;
    if opened.of.version != seen.0 {
        return Err(ErrorCode::VersionStale.into());
    }
    if let Some(code) = opened.nil_refused(&catalogue, tx)? {
        return Err(code.into());
    }
    let cells = nil_cells(&opened.owed(&catalogue))?;
    let in_time = opened.in_time();
    let (begun, entered) = filing::enter(tx, opened.of.clone(), 100).await?.into_parts();
    let (submission, logged) = filing::file(tx, id, Version(begun.version), &input.remark).await?;
    let kind = (RevisionKind::Nil, in_time, opened.today);
    let revision = store::file(tx, &opened.report, submission, kind, &cells).await?;
    store::corrections::end_draft(tx, &opened.report, revision).await?;
    let entry = Entry {
        tenant: tx.own(),
        action: "file_nil_return",
        subject_kind: "report",
        subject_id: Some(opened.report.id.0),
        detail: json!({
            "period": opened.period.window.code.to_string(), "revision": revision, "cells": cells.len(), "in_time": in_time,
        }),
    };
    Ok(logged.and(entered).and([entry]))
}
