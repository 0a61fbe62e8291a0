//! Corrections (R147–R149, R160, R161): after the last day of entry a body says what figures should have been. An officer writes what
//! changes, an approver files it, and the Working Group decides; until it is accepted the old figures count, and the assignment stays
//! as it is.

use std::collections::BTreeMap;

use dondoc_shared::{
    error::ErrorCode,
    figures::{CellState, Decimal, Entry as Numbers},
    id::{AssignmentId, IndicatorId, UserId},
    period::{CorrectionState, Entering, ReportAct, ReportState, report_state},
    text::Lang,
    wire::{
        correcting::{
            CorrectionDetail, CorrectionInput, CorrectionSaved, MAX_CORRECTION_TEXT, SentBack,
            WaitingCorrection,
        },
        correction::{CorrectionDecided, CorrectionDecision, CorrectionFiled},
        report::{CellPart, DraftInput, FilingInput},
    },
};
use serde_json::json;

use super::{
    Opened, checked,
    checks::{self, Checked},
    corrected::{self, changes},
    detail, look,
    model::{Typed, sort},
    open,
    store::{
        self,
        corrections::{Cells, Corrects, Draft, Which, filed},
    },
};
use crate::domain::{
    assignments::{self, acts::MAX_REMARK, correcting},
    calendar::Calendar,
    indicators::{self, Catalogue, Indicator},
    periods,
};
use dondoc_kernel::{
    db::{
        Actor, NationalTx, TenantTx, Version,
        audit::{Entry, Logged},
    },
    error::{Error, Fault, FieldFault, Result},
    http::input::Checks,
    tenants,
};

/// A report with the correction that is being written.
struct Correcting {
    opened: Opened,
    /// The revision that it will be.
    revision: i32,
    draft: Draft,
    /// The cells that somebody has typed into it.
    typed: BTreeMap<IndicatorId, Typed>,
    /// The revision that counts; 0 for none, where the report was missed.
    replaces: i32,
    /// Its cells.
    counted: Cells,
    /// Whether one waits for the Working Group.
    waits: bool,
}

impl Correcting {
    async fn of(tx: &mut TenantTx, opened: Opened) -> Result<Self> {
        let (revision, draft, mut typed) = store::corrections::draft(tx, &opened.report).await?;
        let all = filed(tx, Which::Of(&opened.report)).await?;
        let waits = all.iter().any(|one| one.state == CorrectionState::Waiting);
        let came_late = all.iter().any(|one| one.late && one.state == CorrectionState::Accepted);
        let replaces = if opened.is_missed() && !came_late { 0 } else { opened.report.revision };
        let counted = store::cells(tx, &opened.report, replaces).await?;
        if replaces == 0 {
            // What was typed in time and never filed is where one begins.
            for (indicator, cell) in &opened.typed {
                typed.entry(*indicator).or_insert_with(|| cell.clone());
            }
        }
        Ok(Self { opened, revision, draft, typed, replaces, counted, waits })
    }

    /// Why nothing can be written into a correction today.
    fn refused(&self) -> Option<ErrorCode> {
        self.opened.correct_refused().or(self.waits.then_some(ErrorCode::CorrectionWaiting))
    }

    /// The form as it would stand: what counts, and what was typed over it.
    fn form(&self, owed: &[&Indicator], lang: Lang) -> BTreeMap<IndicatorId, Typed> {
        let stored = |indicator: &&Indicator| {
            let counted = self.counted.get(&indicator.id)?;
            Some((indicator.id, as_typed(counted, indicator.formula.scale, lang)))
        };
        let mut form: BTreeMap<IndicatorId, Typed> = owed.iter().filter_map(stored).collect();
        form.extend(self.typed.clone());
        form
    }

    /// What the checks find in it (R131), with what its body says to that. Of a cell that it leaves as it is holds what was said when
    /// it was filed (R160).
    fn checked(&self, owed: &[&Indicator], form: &BTreeMap<IndicatorId, Typed>) -> Checked {
        self.draft_of(owed, form).check(&self.opened.earlier, &self.opened.justified)
    }

    fn draft_of<'a>(
        &'a self,
        owed: &'a [&'a Indicator],
        typed: &'a BTreeMap<IndicatorId, Typed>,
    ) -> checks::Draft<'a> {
        checks::Draft { period: &self.opened.period, owed, typed }
    }

    /// What the report says once it is corrected, as far as it can be read.
    fn corrected(&self, owed: &[&Indicator]) -> Cells {
        let mut cells = self.counted.clone();
        let draft = self.draft_of(owed, &self.typed);
        for indicator in owed {
            if let (Some(entry), Some(typed)) = (draft.entry(indicator), self.typed.get(&indicator.id)) {
                cells.insert(indicator.id, (plain(entry), typed.reason.clone()));
            }
        }
        cells
    }

    /// Whether a cell of it says something else than what counts, right or wrong.
    fn differs(&self, owed: &[&Indicator]) -> bool {
        let draft = self.draft_of(owed, &self.typed);
        owed.iter().any(|indicator| {
            let counted = self.counted.get(&indicator.id);
            self.typed.get(&indicator.id).is_some_and(|typed| match draft.entry(indicator) {
                Some(entry) => counted != Some(&(plain(entry), typed.reason.clone())),
                None => !typed.is_empty() || counted.is_some(),
            })
        })
    }

    /// A cell as it stood before anybody typed into the correction: as it counts, or as it was typed in time and never filed.
    fn begun(&self, indicator: &Indicator) -> Typed {
        let nothing = (Numbers::default(), String::new());
        let counted = self.counted.get(&indicator.id).unwrap_or(&nothing);
        let in_time = self.opened.typed.get(&indicator.id).filter(|_| self.replaces == 0);
        in_time.cloned().unwrap_or_else(|| as_typed(counted, indicator.formula.scale, Lang::Vi))
    }

    /// The cells of the revision that it will be.
    ///
    /// # Errors
    /// `figures_incomplete` with each cell that is wrong; `nothing_corrected`; `justification_required` with each warning that nobody
    /// has justified; `invalid_input` without a reason.
    fn complete(&self, owed: &[&Indicator]) -> Result<Cells> {
        let form = self.form(owed, Lang::Vi);
        let checked = self.checked(owed, &form);
        let mut faults = checked.errors();
        // What was said is corrected to something, or to the reason for which there is no number.
        let emptied = owed.iter().filter(|indicator| {
            let is_empty = self.typed.get(&indicator.id).is_some_and(Typed::is_empty);
            is_empty && !indicator.compulsory && self.counted.contains_key(&indicator.id)
        });
        let missing = |indicator: &&Indicator| {
            FieldFault::new(&format!("cells[{}].{}", indicator.code, CellPart::Num), Fault::Missing)
        };
        faults.extend(emptied.map(missing));
        let cells = self.corrected(owed);
        if !faults.is_empty() {
            return Err(Error::Figures(faults));
        }
        if cells == self.counted {
            return Err(ErrorCode::NothingCorrected.into());
        }
        let unjustified = checked.unjustified();
        if !unjustified.is_empty() {
            return Err(Error::Unjustified(unjustified));
        }
        let missing = |field: &str, there: bool| (!there).then(|| FieldFault::new(field, Fault::Missing));
        let faults: Vec<FieldFault> = missing("reason", self.draft.reason.is_some())
            .into_iter()
            .chain(missing("text", !self.draft.text.is_empty()))
            .collect();
        if faults.is_empty() { Ok(cells) } else { Err(Error::Fields(faults)) }
    }

    /// Whether this person has typed any of its cells, also one that somebody has overwritten since, or justified one (R136, R142).
    fn entered_by(&self, actor: &Actor, owed: &[&Indicator]) -> bool {
        let is_hand = |author| actor.is_hand_of(Some(author), Some(self.opened.period.schedule.opens_on));
        self.typed.values().any(|typed| typed.authors.iter().copied().any(is_hand))
            || self.checked(owed, &self.form(owed, Lang::Vi)).is_justified_by(is_hand)
    }

    /// Why this person does not file it: what they wrote or proposed another person files.
    fn second_person(&self, catalogue: &Catalogue, actor: &Actor) -> Option<ErrorCode> {
        let regime = catalogue.regime(self.opened.period.regime);
        let two_people = regime.is_some_and(|regime| regime.two_people);
        let entered = two_people && self.entered_by(actor, &self.opened.owed(catalogue));
        let own = entered || actor.is_hand_of(self.draft.proposed_by, self.draft.proposed_on);
        own.then_some(ErrorCode::SecondPersonRequired)
    }

    /// What the trail says of an act on it.
    fn entry(
        &self,
        tx: &TenantTx,
        action: &'static str,
        (cells, justified): (&[String], &[String]),
    ) -> Entry {
        Entry {
            tenant: tx.own(),
            action,
            subject_kind: "report",
            subject_id: Some(self.opened.report.id.0),
            detail: json!({
                "period": self.opened.period.window.code.to_string(), "revision": self.revision, "cells": cells,
                "justified": justified, "reason": self.draft.reason,
            }),
        }
    }
}

impl Opened {
    /// Whether its period closed without it (R138): figures that come now are a correction of nothing.
    pub(super) fn is_missed(&self) -> bool {
        report_state(self.of.status) == Some(ReportState::Missed)
    }

    /// Why the report is not corrected today, whoever waits: it is filed, verified or missed, and its last day of entry is over (R129).
    pub(super) fn correct_refused(&self) -> Option<ErrorCode> {
        let schedule = &self.period.schedule;
        let entering =
            schedule.entering(self.today, self.of.due_on.unwrap_or(schedule.due_on), self.exception_until);
        match report_state(self.of.status) {
            Some(state) if state.allows(ReportAct::Correct, false, None) => {
                let over = matches!(entering, Entering::EndedOn(_));
                (!over).then_some(ErrorCode::NotCutOff)
            }
            _ => Some(ErrorCode::WrongState),
        }
    }
}

/// What an act answers that writes no cell.
fn at_version(version: i32) -> CorrectionSaved {
    CorrectionSaved { version, conflicts: vec![], justification_conflicts: vec![] }
}

/// An entry as it is stored: without a number there is nothing to estimate.
fn plain(entry: Numbers) -> Numbers {
    match entry.state {
        None | Some(CellState::Value) => entry,
        state => Numbers { state, num: None, den: None, estimated: false },
    }
}

/// What counts of a cell, as its reader would have typed it.
fn as_typed((entry, reason): &(Numbers, String), scale: u8, lang: Lang) -> Typed {
    let written = |number: Option<i64>| {
        let number = number.and_then(|number| Decimal::new(number, scale));
        number.map(|number| lang.decimal(number)).unwrap_or_default()
    };
    Typed {
        num: written(entry.num),
        den: written(entry.den),
        format: lang.number_format(),
        state: entry.state.unwrap_or(CellState::Value),
        reason: reason.clone(),
        estimated: entry.estimated,
        authors: vec![],
        entered_by: UserId(uuid::Uuid::nil()),
        entered_name: String::new(),
        version: 0,
    }
}

/// The correction that a body is writing, with those that it has filed.
pub async fn show(tx: &mut TenantTx, id: AssignmentId, lang: Lang) -> Result<CorrectionDetail> {
    let catalogue = indicators::current(tx).await?;
    let opened = look(tx, id).await?;
    let of = Correcting::of(tx, opened).await?;
    let owed = of.opened.owed(&catalogue);
    let on = of.opened.period.window.to_on;
    let form = of.form(&owed, lang);
    let draft = of.draft_of(&owed, &form);
    let cell = |indicator: &&Indicator| {
        let counted = of.counted.get(&indicator.id).map(|(entry, _)| *entry);
        let typed = (form.get(&indicator.id), draft.entry(indicator), on);
        detail::cell_row(indicator, lang, typed, [counted, None])
    };
    let write_refused = of.refused();
    let incomplete = of.complete(&owed).err().map(|error| error.code());
    let proposed = of.draft.proposed_by.is_some().then_some(ErrorCode::WrongState);
    let corrected = of.corrected(&owed);
    Ok(CorrectionDetail {
        cells: owed.iter().map(cell).collect(),
        findings: of.checked(&owed, &form).rows(),
        reason: of.draft.reason,
        text: of.draft.text.clone(),
        sent_back: of.draft.sent_back.clone(),
        version: of.draft.version,
        changes: changes(&catalogue, &of.counted, &corrected),
        write_refused,
        propose_refused: write_refused.or(proposed).or(incomplete),
        file_refused: write_refused.or_else(|| of.second_person(&catalogue, &tx.actor)).or(incomplete),
        filed: corrected::of_report(tx, &catalogue, &of.opened.report).await?,
        report: detail::one_row(tx, &catalogue, &of.opened).await?,
    })
}

/// Keeps what was typed into a correction, right or wrong. A cell or a justification that somebody else has changed since its writer
/// had seen it is left as it is and answered as a conflict. Whoever was asked to file it is asked anew.
///
/// # Errors
/// `nothing_corrected` where no cell would differ from what counts (R161).
pub async fn save_correction(
    tx: &mut TenantTx,
    id: AssignmentId,
    seen: Option<Version>,
    input: &CorrectionInput,
) -> Result<Logged<CorrectionSaved>> {
    let catalogue = indicators::current(tx).await?;
    let opened = open(tx, id).await?;
    let mut of = Correcting::of(tx, opened).await?;
    if let Some(code) = of.refused() {
        return Err(code.into());
    }
    let mut checks = Checks::default();
    let text = checks.text("text", &input.text, MAX_CORRECTION_TEXT);
    checks.finish()?;
    // The reason is one for all, so whoever changes it must have seen it.
    let reworded = of.draft.reason != input.reason || of.draft.text != text;
    match seen {
        None if reworded && of.draft.version > 0 && !of.draft.discarded => {
            return Err(ErrorCode::VersionRequired.into());
        }
        Some(seen) if reworded && seen.0 != of.draft.version => return Err(ErrorCode::VersionStale.into()),
        _ => {}
    }
    let owed = of.opened.owed(&catalogue);
    let typed = DraftInput {
        format: input.format,
        cells: input.cells.clone(),
        justifications: input.justifications.clone(),
    };
    let (cells, said) = checked(&typed, &owed)?;
    let (user, _) = tx.actor.person()?;
    let counts = |indicator| of.counted.contains_key(&indicator);
    let sorted = sort(cells, (input.format, (user, &tx.actor.name)), &of.typed, counts);
    for (indicator, typed) in &sorted.written {
        of.typed.insert(indicator.id, typed.clone());
    }
    // A conflict is told first: what somebody else has written differs.
    if sorted.conflicts.is_empty() && !of.differs(&owed) {
        return Err(ErrorCode::NothingCorrected.into());
    }
    let (justified, justification_conflicts) =
        checks::say(tx, &of.opened.report, &said, &mut of.opened.justified).await?;
    if reworded || !sorted.written.is_empty() || !justified.is_empty() {
        // Neither proposed nor sent back any more.
        let draft = Draft { reason: input.reason, text, version: of.draft.version, ..Draft::default() };
        store::corrections::keep_draft(tx, &of.opened.report, of.revision, &draft).await?;
        of.draft = Draft { version: draft.version.saturating_add(1), ..draft };
    }
    for (indicator, typed) in &sorted.written {
        store::corrections::keep_cell(tx, &of.opened.report, of.revision, indicator.id, typed).await?;
    }
    let entry = of.entry(tx, "write_correction", (&sorted.codes(), &justified));
    let conflicts = sorted.conflicts;
    let saved = CorrectionSaved { version: of.draft.version, conflicts, justification_conflicts };
    Ok(Logged::new(saved, entry))
}

/// Throws away what is written, proposed or not: each cell says again what counts, and whoever had typed into it has no part in the
/// next one.
pub async fn discard_correction(
    tx: &mut TenantTx,
    id: AssignmentId,
    seen: Version,
) -> Result<Logged<CorrectionSaved>> {
    let catalogue = indicators::current(tx).await?;
    let opened = open(tx, id).await?;
    let of = Correcting::of(tx, opened).await?;
    if let Some(code) = of.refused() {
        return Err(code.into());
    }
    if of.draft.version == 0 || of.draft.discarded {
        return Err(ErrorCode::NothingWaiting.into());
    }
    if of.draft.version != seen.0 {
        return Err(ErrorCode::VersionStale.into());
    }
    let owed = of.opened.owed(&catalogue);
    let mut codes = vec![];
    for indicator in &owed {
        let Some(typed) = of.typed.get(&indicator.id) else { continue };
        // Its version goes on, so that nobody writes over what comes next from an old page.
        let begun = Typed { version: typed.version.saturating_add(1), ..of.begun(indicator) };
        store::corrections::keep_cell(tx, &of.opened.report, of.revision, indicator.id, &begun).await?;
        codes.push(indicator.code.clone());
    }
    let entry = of.entry(tx, "discard_correction", (&codes, &[]));
    let draft = Draft { discarded: true, version: of.draft.version, ..Draft::default() };
    store::corrections::keep_draft(tx, &of.opened.report, of.revision, &draft).await?;
    Ok(Logged::new(at_version(draft.version.saturating_add(1)), entry))
}

/// An officer says that the correction is complete, and asks the approvers to file it.
pub async fn propose_correction(
    tx: &mut TenantTx,
    calendar: &Calendar,
    id: AssignmentId,
    seen: Version,
    input: &FilingInput,
) -> Result<Logged<CorrectionSaved>> {
    let catalogue = indicators::current(tx).await?;
    let opened = open(tx, id).await?;
    let mut of = Correcting::of(tx, opened).await?;
    if let Some(code) = of.refused() {
        return Err(code.into());
    }
    if of.draft.version != seen.0 {
        return Err(ErrorCode::VersionStale.into());
    }
    if of.draft.proposed_by.is_some() {
        return Err(ErrorCode::WrongState.into());
    }
    of.complete(&of.opened.owed(&catalogue))?;
    (of.draft.proposed_by, of.draft.sent_back) = (Some(tx.actor.person()?.0), None);
    of.draft.proposed_on = Some(tx.today());
    store::corrections::keep_draft(tx, &of.opened.report, of.revision, &of.draft).await?;
    let nth = store::corrections::step(tx, &of.opened.report).await?;
    correcting::proposed(tx, calendar, &of.opened.of, nth, &input.remark).await?;
    let saved = at_version(of.draft.version.saturating_add(1));
    Ok(Logged::new(saved, of.entry(tx, "propose_correction", (&[], &[]))))
}

/// An approver sends a proposed correction back to whoever proposed it.
pub async fn send_correction_back(
    tx: &mut TenantTx,
    calendar: &Calendar,
    id: AssignmentId,
    seen: Version,
    input: &FilingInput,
) -> Result<Logged<CorrectionSaved>> {
    let mut checks = Checks::default();
    let remark = checks.text("remark", &input.remark, MAX_REMARK);
    checks.finish()?;
    let opened = open(tx, id).await?;
    let mut of = Correcting::of(tx, opened).await?;
    if let Some(code) = of.refused() {
        return Err(code.into());
    }
    let author = of.draft.proposed_by.ok_or(ErrorCode::WrongState)?;
    if of.draft.version != seen.0 {
        return Err(ErrorCode::VersionStale.into());
    }
    if remark.is_empty() {
        return Err(ErrorCode::RemarkRequired.into());
    }
    let sent_back = SentBack { by: tx.actor.name.clone(), remark: remark.clone() };
    (of.draft.proposed_by, of.draft.sent_back) = (None, Some(sent_back));
    store::corrections::keep_draft(tx, &of.opened.report, of.revision, &of.draft).await?;
    let nth = store::corrections::step(tx, &of.opened.report).await?;
    correcting::sent_back(tx, calendar, &of.opened.of, nth, (author, &remark)).await?;
    let saved = at_version(of.draft.version.saturating_add(1));
    Ok(Logged::new(saved, of.entry(tx, "send_correction_back", (&[], &[]))))
}

/// An approver files the correction: a revision that waits for the Working Group. What counts stays as it is.
pub async fn file_correction(
    tx: &mut TenantTx,
    id: AssignmentId,
    seen: Version,
) -> Result<Logged<CorrectionFiled>> {
    let catalogue = indicators::current(tx).await?;
    let opened = open(tx, id).await?;
    let of = Correcting::of(tx, opened).await?;
    if let Some(code) = of.refused().or_else(|| of.second_person(&catalogue, &tx.actor)) {
        return Err(code.into());
    }
    if of.draft.version != seen.0 {
        return Err(ErrorCode::VersionStale.into());
    }
    let owed = of.opened.owed(&catalogue);
    let cells = of.complete(&owed)?;
    let found = of.checked(&owed, &of.form(&owed, Lang::Vi));
    let submission = of.opened.of.submission_id.filter(|_| !of.opened.is_missed());
    let Some(reason) = of.draft.reason.filter(|_| submission.is_some() || of.opened.is_missed()) else {
        return Err(ErrorCode::WrongState.into());
    };
    let codes: Vec<String> =
        changes(&catalogue, &of.counted, &cells).into_iter().map(|change| change.indicator).collect();
    let cells: Vec<_> = cells.into_iter().map(|(id, (entry, reason))| (id, entry, reason)).collect();
    let corrects =
        Corrects { submission, replaces: of.replaces, reason, text: &of.draft.text, on: of.opened.today };
    store::corrections::file(tx, &of.opened.report, of.revision, corrects, &cells).await?;
    checks::file(tx, &of.opened.report, of.revision, found.filed()).await?;
    correcting::filed(tx, &of.opened.of, &of.draft.text).await?;
    let entry = of.entry(tx, "file_correction", (&codes, &[]));
    Ok(Logged::new(CorrectionFiled { revision: of.revision }, entry))
}

/// The corrections that wait for the Working Group, the oldest first, with what the checks had found in each.
pub async fn corrections_waiting(tx: &mut NationalTx) -> Result<Vec<WaitingCorrection>> {
    let catalogue = indicators::current(tx).await?;
    let (bodies, all, today) = (tenants::refs(tx).await?, periods::all(tx).await?, tx.today());
    let waiting = filed(tx, Which::Waiting).await?;
    let keys: Vec<_> =
        waiting.iter().map(|one| (one.report.tenant_id, one.report.id, one.revision)).collect();
    let mut findings = checks::of_corrections(tx, &catalogue, &keys).await?;
    let mut items = vec![];
    for one in waiting {
        let period = all.iter().find(|period| period.id == one.report.period_id);
        let (Some(period), Some(tenant)) = (period, bodies.get(&one.report.tenant_id)) else { continue };
        items.push(WaitingCorrection {
            tenant: tenant.clone(),
            period: detail::period_row(&catalogue, period, today),
            assignment: one.report.assignment_id,
            findings: findings.remove(&(one.report.id, one.revision)).unwrap_or_default(),
            correction: corrected::row(&catalogue, one),
        });
    }
    Ok(items)
}

/// The Working Group accepts or refuses a correction, once. It counts from then on, or never.
pub async fn decide_correction(
    tx: &mut NationalTx,
    calendar: &Calendar,
    id: AssignmentId,
    revision: i32,
    input: &CorrectionDecision,
) -> Result<Logged<CorrectionDecided>> {
    let mut checks = Checks::default();
    let remark = checks.text("remark", &input.remark, MAX_REMARK);
    checks.finish()?;
    // Locked, so that the report does not come back meanwhile.
    let of = assignments::load(tx, id).await?;
    let report = store::of_assignment(tx, id).await?;
    let all = filed(tx, Which::Of(&report)).await?;
    let asked = all.into_iter().find(|one| one.revision == revision).ok_or(ErrorCode::NotFound)?;
    if !input.accept && remark.is_empty() {
        return Err(ErrorCode::RemarkRequired.into());
    }
    let (decision, state) = if input.accept {
        ("accepted", CorrectionState::Accepted)
    } else {
        ("refused", CorrectionState::Refused)
    };
    let waited = asked.state == CorrectionState::Waiting;
    if !waited || !store::corrections::decide(tx, &report, revision, (decision, &remark)).await? {
        return Err(ErrorCode::NothingWaiting.into());
    }
    let nth = store::corrections::step(tx, &report).await?;
    let decided =
        correcting::Decided { revision, filed_by: asked.filed_by, accepted: input.accept, remark: &remark };
    correcting::decided(tx, calendar, &of, nth, decided).await?;
    let period = periods::period(tx, report.period_id).await?;
    let entry = Entry {
        tenant: of.tenant_id,
        action: "decide_correction",
        subject_kind: "report",
        subject_id: Some(report.id.0),
        detail: json!({"period": period.window.code.to_string(), "revision": revision, "decision": decision}),
    };
    Ok(Logged::new(CorrectionDecided { revision, state }, entry))
}
