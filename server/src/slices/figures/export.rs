//! The figures of a period with all the cells that they are made of, read at once (R158).

use std::collections::BTreeMap;

use dondoc_shared::{
    figures::Basis,
    id::TenantId,
    text::Lang,
    wire::{
        TenantRef,
        figure::{FigureRow, SourceRow},
        report::PeriodRow,
    },
};
use jiff::civil::Date;

use super::{Asked, Found, page, rows, store};
use crate::{domain::indicators, slices::reports};
use dondoc_kernel::{
    db::NationalTx,
    error::{Error, Fault, Result},
    tenants,
};

/// What is exported.
#[derive(Debug)]
pub struct Export {
    /// The period.
    pub period: PeriodRow,
    /// Code of the group, and what it is called in either language.
    pub group: String,
    pub name: [String; 2],
    /// Which reports are in the figures.
    pub basis: Basis,
    /// The figures that bodies report, in the order of the catalogue, each with the bodies that owe it, those without a number first.
    pub made: Vec<(FigureRow, Vec<SourceRow>)>,
    /// The local date.
    pub today: Date,
}

/// Reads everything in a handful of statements, however many indicators there are.
pub async fn export(tx: &mut NationalTx, asked: &Asked) -> Result<Export> {
    let catalogue = indicators::current(tx).await?;
    let found = Found::of(tx, &catalogue, asked).await?;
    let Some(period) = found.period() else { return Err(Error::field("period", Fault::Missing)) };
    let page = page(tx, &catalogue, &found).await?;
    let mut owing = store::owing_of_period(tx, found.group.id, period.id).await?;
    let mut cells = reports::all_cells_of(tx, period.id).await?;
    let states = reports::states_of(tx, period.id).await?;
    let bodies: BTreeMap<TenantId, (usize, TenantRef)> =
        (0..).zip(tenants::all(tx).await?).map(|(place, of)| (of.id, (place, of.into()))).collect();
    let mut made = vec![];
    for indicator in &catalogue.indicators {
        let Some(figure) = page.row(indicator).transpose()? else { continue };
        if figure.coverage.is_none() {
            continue;
        }
        let mut sources = vec![];
        for owing in owing.remove(&indicator.id).unwrap_or_default() {
            let counted = if found.basis == Basis::Verified { owing.verified } else { owing.filed };
            let cell = cells.remove(&(indicator.id, owing.source, counted));
            if let (Some(state), Some((place, tenant))) =
                (states.get(&owing.source), bodies.get(&owing.source))
            {
                let row = rows::source(indicator, tenant, &owing, state, (counted > 0, cell));
                sources.push((row.num.is_some(), *place, row));
            }
        }
        sources.sort_by_key(|(given, place, _)| (*given, *place));
        made.push((figure, sources.into_iter().map(|(.., row)| row).collect()));
    }
    Ok(Export {
        period: reports::period_row(&catalogue, period, tx.today()),
        group: found.group.code.clone(),
        name: [Lang::Vi, Lang::En].map(|lang| found.group.name.get(lang).to_owned()),
        basis: found.basis,
        made,
        today: tx.today(),
    })
}

/// Made-up figures for tests of the formats.
#[cfg(test)]
pub(super) mod sample {
    use dondoc_shared::{
        figures::{CellState, Counts, Decimal, Direction, OverBodies, OverTime},
        id::AssignmentId,
        lifecycle::Status,
        period::PeriodState,
        wire::figure::Absence,
    };
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    /// One figure in percent, everybody in it, before the cut-off.
    pub fn export(over_bodies: OverBodies, sources: Vec<SourceRow>) -> Export {
        let value = Decimal::new(7_140, 2);
        let text = String::new;
        let figure = FigureRow {
            indicator: "I24-02".to_owned(),
            name_vi: text(),
            name_en: text(),
            unit_vi: "%".to_owned(),
            unit_en: "%".to_owned(),
            concept_vi: text(),
            concept_en: text(),
            over_bodies,
            over_time: OverTime::Flow,
            direction: Direction::Up,
            version: 1,
            num: Some(714),
            den: Some(1_000),
            scale: 0,
            value,
            coverage: Some(Counts { expected: 2, value: 2, ..Counts::default() }),
            weight: None,
            low: value,
            high: value,
            target: None,
            outcome: None,
            doubt: None,
            words_vi: text(),
            words_en: text(),
            short_vi: text(),
            short_en: text(),
            verdict_vi: text(),
            verdict_en: text(),
            series: vec![],
            year: None,
            record: None,
        };
        let period = PeriodRow {
            regime: "CT".to_owned(),
            regime_vi: text(),
            regime_en: text(),
            code: "2024-M07".to_owned(),
            from_on: date(2024, 6, 15),
            to_on: date(2024, 7, 14),
            opens_on: date(2024, 7, 8),
            due_on: date(2024, 7, 17),
            cutoff_on: date(2024, 7, 19),
            close_on: date(2024, 8, 19),
            state: PeriodState::Open,
            simulated: true,
            version: 1,
        };
        Export {
            period,
            group: "all".to_owned(),
            name: [text(), text()],
            basis: Basis::Filed,
            made: vec![(figure, sources)],
            today: date(2024, 7, 15),
        }
    }

    /// A body with what its cell says.
    pub fn source(state: Option<CellState>, num: Option<i64>, den: Option<i64>) -> SourceRow {
        SourceRow {
            tenant: TenantRef {
                slug: "ha-noi".to_owned(),
                short: "Hà Nội".to_owned(),
                name_vi: "Hà Nội".to_owned(),
                name_en: "Ha Noi".to_owned(),
            },
            assignment: AssignmentId(Uuid::from_u128(7)),
            version: 1,
            status: Status::Submitted,
            due_on: None,
            state,
            absence: state.is_none().then_some(Absence::Missing),
            num,
            den,
            estimated: false,
            reason: String::new(),
            verified: false,
            unanswered_urges: 0,
            weight: None,
            unlike: None,
            paper_green: None,
            short_vi: String::new(),
            short_en: String::new(),
        }
    }
}
