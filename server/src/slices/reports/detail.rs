//! A body's reports, and one of them with its cells as the form shows them.

use dondoc_shared::{
    error::ErrorCode,
    figures::{CellState, Entry},
    id::AssignmentId,
    lifecycle::{Act, Status},
    period::PeriodCode,
    text::{Both, Lang},
    wire::{
        assignment::EventKind,
        report::{CellRow, LastWord, PeriodRow, ReportDetail, ReportRow},
    },
};

use jiff::civil::Date;

use super::{
    Opened, came_back, corrected, look,
    model::Typed,
    nil::nil_cells,
    store::{
        self,
        corrections::{Standing, standings},
    },
};
use crate::domain::{
    assignments::{self, Loaded, filing},
    calendar,
    indicators::{self, Catalogue, Indicator},
    periods::{self, Period},
};
use dondoc_kernel::{
    db::{TenantTx, Tx},
    error::Result,
};

impl Opened {
    /// Why this person cannot file it now: what is missing in its cells is told there.
    pub(super) fn filing_refused(&self, catalogue: &Catalogue, tx: &Tx) -> Result<Option<ErrorCode>> {
        let (_, role) = tx.actor.person()?;
        // A proposal waits for its approver also after the cut-off: its cells were entered in time.
        let late = self.entry_refused().filter(|_| self.of.status != Status::Proposed);
        let two_people = catalogue.regime(self.period.regime).is_some_and(|regime| regime.two_people);
        let refused = filing::refusal(&self.of, &tx.actor, role, Act::Submit).or(late);
        let entered = two_people && self.entered_by(&tx.actor, &self.owed(catalogue));
        Ok(refused.or(entered.then_some(ErrorCode::SecondPersonRequired)))
    }
}

/// A period as clients see it.
pub fn period_row(catalogue: &Catalogue, period: &Period, today: Date) -> PeriodRow {
    let regime = catalogue.regime(period.regime);
    let name = |lang| regime.map(|regime| regime.name.get(lang).to_owned()).unwrap_or_default();
    PeriodRow {
        regime: regime.map(|regime| regime.code.clone()).unwrap_or_default(),
        regime_vi: name(Lang::Vi),
        regime_en: name(Lang::En),
        code: period.window.code.to_string(),
        from_on: period.window.from_on,
        to_on: period.window.to_on,
        opens_on: period.schedule.opens_on,
        due_on: period.schedule.due_on,
        cutoff_on: period.schedule.cutoff_on,
        close_on: period.schedule.close_on,
        state: period.state(today),
        simulated: period.simulated,
        version: period.version,
    }
}

fn report_row(
    catalogue: &Catalogue,
    opened: (&Period, &store::ReportRow, &Loaded),
    (standing, exception_until): (Standing, Option<Date>),
    today: Date,
) -> ReportRow {
    let (period, report, of) = opened;
    ReportRow {
        period: period_row(catalogue, period, today),
        assignment: of.id,
        status: of.status,
        due_on: of.due_on,
        revision: report.revision,
        first_filed_on: report.first_filed_on,
        missed_on: report.missed_on,
        percent: of.percent,
        nil: standing.nil,
        correction: standing.step,
        exception_until,
        came_back: came_back(report, of),
        version: of.version,
    }
}

/// The reports of the body, the newest period first.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<ReportRow>> {
    let catalogue = indicators::current(tx).await?;
    let (periods, reports) = (periods::all(tx).await?, store::all_own(tx).await?);
    let mut standings = standings(tx, None).await?;
    let exceptions = store::exceptions::own(tx).await?;
    let today = calendar::today(tx).await?;
    let mut rows = vec![];
    for report in reports {
        let of = assignments::look(tx, report.assignment_id).await?;
        if let Some(period) = periods.iter().find(|period| period.id == report.period_id) {
            let standing = standings.remove(&report.id).unwrap_or_default();
            let standing = (standing, exceptions.get(&report.id).copied());
            rows.push(report_row(&catalogue, (period, &report, &of), standing, today));
        }
    }
    Ok(rows)
}

/// One report of the body, with its cells.
pub async fn detail(tx: &mut TenantTx, id: AssignmentId, lang: Lang) -> Result<ReportDetail> {
    let catalogue = indicators::current(tx).await?;
    let opened = look(tx, id).await?;
    let Opened { period, report, of, typed, earlier, .. } = &opened;
    let on = period.window.to_on;
    let filed = |indicator: &indicators::Indicator, code: Option<PeriodCode>| {
        let cells = earlier.get(&indicator.id)?;
        cells.iter().find(|(window, _)| Some(window.code) == code).map(|(_, entry)| *entry)
    };
    let role = tx.actor.person()?.1;
    let owed = opened.owed(&catalogue);
    let draft = opened.draft(&owed);
    let incomplete = || opened.complete(&owed).err().map(|error| error.code());
    let proposing = filing::refusal(of, &tx.actor, role, Act::Propose);
    let cell = |indicator: &&Indicator| {
        let before = [period.window.code.previous(), period.window.code.year_before()];
        let before = before.map(|code| filed(indicator, code));
        cell_row(indicator, lang, (typed.get(&indicator.id), draft.entry(indicator), on), before)
    };
    Ok(ReportDetail {
        cells: owed.iter().map(cell).collect(),
        findings: opened.checked(&owed).rows(),
        entry_refused: opened.entry_refused(),
        propose_refused: proposing.or(opened.entry_refused()).or_else(incomplete),
        file_refused: opened.filing_refused(&catalogue, tx)?.or_else(incomplete),
        send_back_refused: filing::refusal(of, &tx.actor, role, Act::SendBack),
        nil_refused: opened
            .nil_refused(&catalogue, tx)?
            .or_else(|| nil_cells(&owed).err().map(|error| error.code())),
        correct_refused: opened.correct_refused(),
        corrected: corrected::of_report(tx, &catalogue, report).await?.into_iter().next(),
        last_word: last_word(tx, of).await?,
        report: one_row(tx, &catalogue, &opened).await?,
    })
}

/// What whoever has to do with it next is told: nothing once it is filed, or where nothing was said.
async fn last_word(tx: &mut TenantTx, of: &Loaded) -> Result<Option<LastWord>> {
    if !of.status.is_with_tenant() {
        return Ok(None);
    }
    let word = assignments::last_word(tx, of)
        .await?
        .filter(|(event, _, remark)| *event != EventKind::Submitted && !remark.is_empty());
    Ok(word.map(|(event, by, remark)| LastWord { event, by, remark }))
}

/// One report, without its cells.
pub(super) async fn one_row(tx: &mut TenantTx, catalogue: &Catalogue, of: &Opened) -> Result<ReportRow> {
    let standing = standings(tx, Some(of.report.id)).await?.remove(&of.report.id).unwrap_or_default();
    let standing = (standing, of.exception_until);
    Ok(report_row(catalogue, (&of.period, &of.report, &of.of), standing, of.today))
}

/// A cell as the form shows it on the last day `on` of its period, with what was said for the last period and a year ago.
pub(super) fn cell_row(
    indicator: &Indicator,
    lang: Lang,
    (typed, entry, on): (Option<&Typed>, Option<Entry>, Date),
    [last, year_ago]: [Option<Entry>; 2],
) -> CellRow {
    let formula = indicator.formula_on(on);
    let concept = |lang| indicator.version(on).map(|version| version.concept.get(lang).to_owned());
    let both = |text: &Both| (text.get(Lang::Vi).to_owned(), text.get(Lang::En).to_owned());
    let ((name_vi, name_en), (unit_vi, unit_en)) = (both(&indicator.name), both(&indicator.unit));
    let (numerator_vi, numerator_en) = both(&indicator.numerator);
    let (denominator_vi, denominator_en) = both(&indicator.denominator);
    CellRow {
        indicator: indicator.code.clone(),
        name_vi,
        name_en,
        unit_vi,
        unit_en,
        numerator_vi,
        numerator_en,
        denominator_vi,
        denominator_en,
        concept_vi: concept(Lang::Vi).unwrap_or_default(),
        concept_en: concept(Lang::En).unwrap_or_default(),
        over_bodies: formula.over_bodies,
        over_time: formula.over_time,
        direction: formula.direction,
        scale: formula.scale,
        compulsory: indicator.compulsory,
        num: typed.map(|typed| typed.num.clone()).unwrap_or_default(),
        den: typed.map(|typed| typed.den.clone()).unwrap_or_default(),
        format: typed.map_or(lang.number_format(), |typed| typed.format),
        state: typed.map_or(CellState::Value, |typed| typed.state),
        reason: typed.map(|typed| typed.reason.clone()).unwrap_or_default(),
        estimated: typed.is_some_and(|typed| typed.estimated),
        entered_name: typed.map(|typed| typed.entered_name.clone()).unwrap_or_default(),
        version: typed.map_or(0, |typed| typed.version),
        entry,
        last,
        year_ago,
    }
}
