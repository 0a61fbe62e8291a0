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
    let bodies: BTreeMap<TenantId, (usize, TenantRef)> = (0..)
        .zip(tenants::all(tx).await?)
        .map(|(place, of)| {
            let named =
                TenantRef { slug: of.slug, short: of.short, name_vi: of.name_vi, name_en: of.name_en };
            (of.id, (place, named))
        })
        .collect();
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
