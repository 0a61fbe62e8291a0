//! The form of a report as a workbook, and what one that was filled in would change in the draft (R155–R157).
//!
//! | Module | Holds |
//! |---|---|
//! | [`process`] | the process of its own in which a workbook is read |
//! | [`api`] | the file, and JSON |

pub mod api;
pub mod process;

use dondoc_shared::{
    figures::{CellState, Entry as Numbers, NumberFormat, OverBodies, OverTime, read_number},
    id::{AssignmentId, TenantId},
    scrub::clean,
    text::Lang,
    wire::{
        report::{CellInput, CellRow, DraftInput, FindingRow, ReportDetail},
        workbook::{CellAddress, WorkbookChange, WorkbookFault, WorkbookFaultRow, WorkbookRead},
    },
};
use dondoc_workbook::{
    Key,
    form::{Form, Number, Row},
    place,
    read::{Answer, Filled, MOST_FAULTS},
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{checks::Draft, detail::detail, look, model::Typed, save};
use crate::domain::indicators::{self, Indicator};
use dondoc_kernel::{
    db::{
        TenantTx,
        audit::{Entry, Logged},
    },
    error::{Error, Fault, FieldFault, Result},
    secret,
    tenants::{self, Tenant},
};

/// Which report a form must be of.
fn key_of(of: &ReportDetail, body: &Tenant) -> Key {
    Key {
        regime: of.report.period.regime.clone(),
        period: of.report.period.code.clone(),
        body: body.slug.clone(),
        revision: of.report.revision,
    }
}

/// The form of the report, filled in with what stands in the draft, and the name of its file.
pub async fn form(tx: &mut TenantTx, id: AssignmentId, t: Lang) -> Result<(String, Form)> {
    let of = detail(tx, id, t).await?;
    let body = tenants::by_id(tx, tx.own()).await?;
    let (key, period) = (key_of(&of, &body), &of.report.period);
    let named = period.code.parse::<dondoc_shared::period::PeriodCode>();
    let named = named.map_or_else(|_| period.code.clone(), |code| code.name(t));
    let window = t.report_from_to(&t.date(period.from_on), &t.date(period.to_on));
    let due_on = t.date(of.report.due_on.unwrap_or(period.due_on));
    let titles = [
        t.report_of_period(t.pick(&period.regime_vi, &period.regime_en), &named),
        t.workbook_body(t.pick(&body.name_vi, &body.name_en)),
        format!("{window} · {} {due_on}", t.due_date_label()),
    ];
    let file = format!("dondoc-{}-{}-{}.xlsx", key.regime, key.period, key.body);
    let rows = of.cells.iter().map(|cell| row(t, cell)).collect();
    Ok((file, Form { lang: t, key, titles, rows, made_on: tx.today() }))
}

fn row(t: Lang, cell: &CellRow) -> Row {
    let number = |text: &str| match read_number(text, cell.format, cell.scale) {
        _ if text.trim().is_empty() => Number::Empty,
        Ok(read) => Number::Known(read.read_as),
        Err(_) => Number::Typed(text.to_owned()),
    };
    let has_whole = cell.over_bodies == OverBodies::Ratio;
    let (what, whole) =
        (t.pick(&cell.numerator_vi, &cell.numerator_en), t.pick(&cell.denominator_vi, &cell.denominator_en));
    let counted = if has_whole {
        format!("{}; {}; {}", t.cell_numerator(what), t.cell_denominator(whole), cell.over_time.name(t))
    } else {
        [what, cell.over_time.name(t)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("; ")
    };
    let before = |entry: Option<Numbers>| {
        entry.map_or_else(
            || t.cell_none_before().to_owned(),
            |entry| entry.words(t, cell.over_bodies, cell.scale),
        )
    };
    Row {
        indicator: cell.indicator.clone(),
        seen: cell.version,
        told: [
            t.pick(&cell.name_vi, &cell.name_en).to_owned(),
            t.pick(&cell.unit_vi, &cell.unit_en).to_owned(),
            counted,
        ],
        before: [before(cell.last), before(cell.year_ago)],
        num: number(&cell.num),
        den: has_whole.then(|| number(&cell.den)),
        scale: cell.scale,
        stock: cell.over_time == OverTime::Stock,
        state: cell.state,
        reason: cell.reason.clone(),
        estimated: cell.estimated,
    }
}

/// What a form would change in the draft. Writes nothing.
pub async fn compare(tx: &mut TenantTx, id: AssignmentId, t: Lang, filled: &Filled) -> Result<WorkbookRead> {
    let of = detail(tx, id, t).await?;
    let body = tenants::by_id(tx, tx.own()).await?;
    let mut faults = filled.faults.clone();
    let own = key_of(&of, &body);
    let foreign = misfits(&filled.key, &own)
        .map(|(row, fault)| (CellAddress { sheet: filled.sheet, row, column: 1 }, fault));
    drop(faults.splice(0..0, foreign));
    let (mut changes, mut unchanged) = (vec![], 0usize);
    // Of another report nothing is set beside this one.
    let is_own = faults.iter().all(|(_, fault)| !FOREIGN.contains(fault));
    if is_own {
        let catalogue = indicators::current(tx).await?;
        let opened = look(tx, id).await?;
        let owed = opened.owed(&catalogue);
        let (user, _) = tx.actor.person()?;
        let by = (user, tx.actor.name.as_str());
        let (mut typed, mut differing) = (opened.typed.clone(), vec![]);
        for answer in &filled.answers {
            let cell = of.cells.iter().find(|cell| cell.indicator == answer.indicator);
            let (Some(cell), Some(indicator)) = (cell, catalogue.by_code(&answer.indicator)) else {
                faults.push((answer.at, WorkbookFault::ExtraRow));
                continue;
            };
            if cell.over_bodies != OverBodies::Ratio && !answer.den.is_empty() {
                faults.push((
                    CellAddress { column: u32::from(place::DEN) + 1, ..answer.at },
                    WorkbookFault::NotAsked,
                ));
            }
            if says_the_same(cell, answer) {
                unchanged = unchanged.saturating_add(1);
            } else {
                let there = opened.typed.get(&indicator.id);
                typed.insert(indicator.id, Typed::of(&input_of(answer), NumberFormat::Plain, by, there));
                differing.push((cell, indicator, answer));
            }
        }
        let draft = Draft { period: &opened.period, owed: &owed, typed: &typed };
        let findings = draft.check(&opened.earlier, &opened.justified).rows();
        let change = |(cell, indicator, answer): (&CellRow, &Indicator, &Answer)| {
            let found = findings.iter().filter(|found| found.indicator == cell.indicator).cloned();
            change(t, cell, answer, draft.entry(indicator), found.collect())
        };
        changes.extend(differing.into_iter().map(change));
    }
    faults.truncate(MOST_FAULTS);
    let fault = |(at, fault): (CellAddress, WorkbookFault)| WorkbookFaultRow {
        at,
        code: fault,
        message: fault.message(t).to_owned(),
    };
    let faults = faults.into_iter().map(fault).collect();
    Ok(WorkbookRead { changes, unchanged, faults, formulas: filled.formulas.clone(), saved: None })
}

/// What says that the form is not of this report, or no longer.
pub(super) const FOREIGN: [WorkbookFault; 3] =
    [WorkbookFault::OtherBody, WorkbookFault::OtherPeriod, WorkbookFault::OlderRevision];

/// Why a form is not of this report, and the row of its head that says so.
fn misfits(form: &Key, report: &Key) -> impl Iterator<Item = (u32, WorkbookFault)> {
    let period = (&form.regime, &form.period) != (&report.regime, &report.period);
    let found = [
        (form.body != report.body, place::BODY + 1, WorkbookFault::OtherBody),
        (period, place::TITLE + 1, WorkbookFault::OtherPeriod),
        (!period && form.revision != report.revision, place::TITLE + 1, WorkbookFault::OlderRevision),
    ];
    found.into_iter().filter(|(misfit, ..)| *misfit).map(|(_, row, fault)| (row, fault))
}

/// Whether both say the same, however it is written. What is a number on one side alone says something else, also as the same text.
fn says_the_same(cell: &CellRow, answer: &Answer) -> bool {
    let same = |old: &str, new: &str| {
        let old_number = read_number(old, cell.format, cell.scale).map(|read| read.stored);
        let new_number = read_number(new, NumberFormat::Plain, cell.scale).map(|read| read.stored);
        match (old_number, new_number) {
            (Ok(old), Ok(new)) => old == new,
            (Err(_), Err(_)) => old.trim() == new.trim(),
            _ => false,
        }
    };
    same(&cell.num, &answer.num)
        && same(&cell.den, &answer.den)
        && clean(&cell.reason) == answer.reason
        && (cell.state, cell.estimated) == (answer.state, answer.estimated)
}

/// An answer as if it had been typed into the form.
fn input_of(answer: &Answer) -> CellInput {
    CellInput {
        indicator: answer.indicator.clone(),
        num: answer.num.clone(),
        den: answer.den.clone(),
        state: answer.state,
        reason: answer.reason.clone(),
        estimated: answer.estimated,
        seen: answer.seen,
    }
}

/// What an answer changes in a cell: what it says as far as it can be read, and what the checks find in it.
fn change(
    t: Lang,
    cell: &CellRow,
    answer: &Answer,
    entry: Option<Numbers>,
    findings: Vec<FindingRow>,
) -> WorkbookChange {
    let words = |entry: Option<Numbers>, parts: [&str; 2], state: CellState| {
        entry.map_or_else(|| as_typed(t, parts, state), |entry| entry.words(t, cell.over_bodies, cell.scale))
    };
    let overtaken = cell.version != answer.seen;
    WorkbookChange {
        indicator: cell.indicator.clone(),
        name_vi: cell.name_vi.clone(),
        name_en: cell.name_en.clone(),
        at: answer.at,
        old: words(cell.entry, [&cell.num, &cell.den], cell.state),
        new: words(entry, [&answer.num, &answer.den], answer.state),
        num: answer.num.clone(),
        den: answer.den.clone(),
        state: answer.state,
        reason: answer.reason.clone(),
        estimated: answer.estimated,
        seen: answer.seen,
        changed_by: if overtaken { cell.entered_name.clone() } else { String::new() },
        findings,
    }
}

/// What stands in a cell that is wrong or empty, as it was written.
fn as_typed(t: Lang, [num, den]: [&str; 2], state: CellState) -> String {
    let shown = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
    match (num, den) {
        ("", "") if state == CellState::Value => t.cell_is_empty().to_owned(),
        ("", "") => state.name(t).to_owned(),
        (num, "") => num.to_owned(),
        (num, den) => t.figure_of(&shown(num), &shown(den)),
    }
}

/// Writes what a form changes into the draft, as if it had been typed (R137): all of it, or, where a cell of the file cannot be taken,
/// nothing.
///
/// # Errors
/// `workbook_faulty` with each cell by its address, and what refuses a draft.
pub async fn write(
    tx: &mut TenantTx,
    id: AssignmentId,
    t: Lang,
    (filled, digest): (&Filled, &str),
) -> Result<Logged<WorkbookRead>> {
    let read = compare(tx, id, t, filled).await?;
    if !read.faults.is_empty() {
        let fault = |row: &WorkbookFaultRow| FieldFault::new(&row.at.to_string(), Fault::Workbook(row.code));
        return Err(Error::Workbook(read.faults.iter().map(fault).collect()));
    }
    let (saved, entries) = save(tx, id, &input(&read)).await?.into_parts();
    let entry = entry(tx.own(), id, digest);
    Ok(Logged::new(WorkbookRead { saved: Some(saved), ..read }, entry).and(entries))
}

/// That what was written came out of a file, and of which.
pub(super) fn entry(own: TenantId, id: AssignmentId, digest: &str) -> Entry {
    Entry {
        tenant: own,
        action: "import_workbook",
        subject_kind: "assignment",
        subject_id: Some(id.0),
        detail: json!({"sha256": digest}),
    }
}

/// The changes as a draft that somebody typed.
fn input(read: &WorkbookRead) -> DraftInput {
    let cell = |change: &WorkbookChange| CellInput {
        indicator: change.indicator.clone(),
        num: change.num.clone(),
        den: change.den.clone(),
        state: change.state,
        reason: change.reason.clone(),
        estimated: change.estimated,
        seen: change.seen,
    };
    DraftInput {
        format: NumberFormat::Plain,
        cells: read.changes.iter().map(cell).collect(),
        justifications: vec![],
    }
}

/// What names a file in the trail.
pub(super) fn digest_of(content: &[u8]) -> String {
    secret::hex(&Sha256::digest(content))
}
