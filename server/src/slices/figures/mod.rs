//! The nation's figures: copies of what bodies filed, added up by the worker as it is filed ([`job`]), read as one range of an
//! index, and never shown without what they cover (R115).

pub mod api;
mod csv;
mod export;
mod files;
pub mod job;
mod model;
mod recount;
mod rows;
mod sdmx;
mod store;

use std::collections::BTreeMap;

use dondoc_shared::{
    error::ErrorCode,
    figures::Basis,
    id::{PeriodId, TenantId},
    lifecycle::Status,
    period::PeriodStatus,
    text::Lang,
    wire::figure::{Figures, GroupRow, SourceRow, Sources},
};

pub use self::{
    export::{Export, export},
    files::Format,
    recount::{Difference, Recount, recount},
};
use self::{rows::Page, store::Counted};
use crate::{
    domain::{
        assignments::assign,
        indicators::{self, Catalogue, Group},
        periods::{self, Period},
    },
    slices::reports,
};
use dondoc_kernel::{
    db::NationalTx,
    error::{Error, Fault, Result},
    tenants,
};

/// Periods of a series.
const SERIES: usize = 12;

/// Which figures are asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// `CT-2024-M07`; the newest open one where nothing is said.
    pub period: Option<String>,
    /// `localities`; `all` where nothing is said.
    pub group: Option<String>,
    /// Filed where nothing is said.
    pub basis: Option<Basis>,
}

/// What was asked for, found.
struct Found<'a> {
    group: &'a Group,
    basis: Basis,
    /// Those that were opened, the newest first.
    open: Vec<Period>,
    /// The place of the one asked for among them.
    place: Option<usize>,
}

impl<'a> Found<'a> {
    async fn of(tx: &mut NationalTx, catalogue: &'a Catalogue, asked: &Asked) -> Result<Self> {
        let group = catalogue.group_by_code(asked.group.as_deref().unwrap_or("all"));
        let mut open = periods::all(tx).await?;
        open.retain(|period| period.status == PeriodStatus::Open);
        let place = match asked.period.as_deref() {
            None => (!open.is_empty()).then_some(0),
            Some(code) => Some(
                open.iter()
                    .position(|period| key(catalogue, period) == code)
                    .ok_or_else(|| Error::field("period", Fault::Malformed))?,
            ),
        };
        Ok(Self {
            group: group.ok_or_else(|| Error::field("group", Fault::Malformed))?,
            basis: asked.basis.unwrap_or(Basis::Filed),
            open,
            place,
        })
    }

    fn period(&self) -> Option<&Period> {
        self.open.get(self.place?)
    }

    /// The period and those of its regime before it, the oldest first.
    fn series(&self) -> Vec<&Period> {
        let Some(newest) = self.period() else { return vec![] };
        let mut series: Vec<&Period> = self
            .open
            .iter()
            .filter(|period| period.regime == newest.regime && period.id <= newest.id)
            .take(SERIES)
            .collect();
        series.reverse();
        series
    }
}

/// All figures of a period, over one group.
pub async fn show(tx: &mut NationalTx, asked: &Asked) -> Result<Figures> {
    let catalogue = indicators::current(tx).await?;
    let found = Found::of(tx, &catalogue, asked).await?;
    let page = page(tx, &catalogue, &found).await?;
    let [owing, filed, verified, nil] = match found.period() {
        Some(period) => {
            let owing = store::owing_reports(tx, found.group.id, period.id).await?;
            let states = reports::states_of(tx, period.id).await?;
            // What a missed report brings late is in the figures and stays missing among what was filed (R138).
            let missed =
                |body: &TenantId| states.get(body).is_some_and(|state| state.status == Status::Withdrawn);
            let count = |is: &dyn Fn(&Counted) -> bool| owing.iter().filter(|of| is(of)).count();
            let of_group = |(_, body): &(_, TenantId)| found.group.has(*body, period.window.to_on);
            let nil = reports::nil_returns(tx, &[period.id]).await?.into_iter().filter(of_group).count();
            [
                owing.len(),
                count(&|of| of.filed > 0 && !missed(&of.source)),
                count(&|of| of.verified > 0 && !missed(&of.source)),
                nil,
            ]
        }
        None => [0; 4],
    }
    .map(|n| i64::try_from(n).unwrap_or(i64::MAX));
    let today = tx.today();
    let period_row = |period: &Period| reports::period_row(&catalogue, period, today);
    Ok(Figures {
        period: found.period().map(period_row),
        periods: found.open.iter().map(period_row).collect(),
        groups: catalogue.groups.iter().map(group_row).collect(),
        group: found.group.code.clone(),
        basis: found.basis,
        owing,
        filed,
        nil,
        verified,
        items: catalogue
            .indicators
            .iter()
            .filter_map(|indicator| page.row(indicator))
            .collect::<Result<_>>()?,
        today,
        now: tx.now,
    })
}

fn group_row(group: &Group) -> GroupRow {
    let name = |lang| group.name.get(lang).to_owned();
    GroupRow { code: group.code.clone(), name_vi: name(Lang::Vi), name_en: name(Lang::En) }
}

/// What a period is called in addresses: `CT-2024-M07`.
fn key(catalogue: &Catalogue, period: &Period) -> String {
    let regime = catalogue.regime(period.regime).map_or("", |regime| &regime.code);
    Period::key(regime, period.window.code)
}

/// What the rows of a page are made from.
async fn page<'a>(tx: &mut NationalTx, catalogue: &'a Catalogue, found: &'a Found<'a>) -> Result<Page<'a>> {
    let series = found.series();
    let ids: Vec<PeriodId> = series.iter().map(|period| period.id).collect();
    let stored = store::of_periods(tx, found.group.id, found.basis, &ids).await?;
    let newest = found.period().map(|period| period.id);
    let verified = store::of_periods(tx, found.group.id, Basis::Verified, newest.as_slice()).await?;
    Ok(Page {
        catalogue,
        group: found.group,
        basis: found.basis,
        series,
        stored: stored.into_iter().map(|of| ((of.period, of.indicator), of.tally)).collect(),
        verified: verified.into_iter().map(|of| (of.indicator, of.tally.known())).collect(),
        today: tx.today(),
    })
}

/// The bodies that owe one number, those without it first, then as bodies are read (R103); who is unlike the others is marked (R166), and
/// who has finished its tasks and not reached their target (R174).
pub async fn sources(tx: &mut NationalTx, period: &str, indicator: &str, asked: &Asked) -> Result<Sources> {
    let catalogue = indicators::current(tx).await?;
    let asked = Asked { period: Some(period.to_owned()), ..asked.clone() };
    let found = Found::of(tx, &catalogue, &asked).await.map_err(|error| match error {
        // What stands in the path is there or not.
        Error::Fields(faults) if faults.iter().any(|fault| fault.field == "period") => {
            ErrorCode::NotFound.into()
        }
        error => error,
    })?;
    let (Some(period), Some(indicator)) = (found.period(), catalogue.by_code(indicator)) else {
        return Err(ErrorCode::NotFound.into());
    };
    let page = page(tx, &catalogue, &found).await?;
    let figure = page.row(indicator).ok_or(ErrorCode::NotFound)??;
    let owing = store::owing(tx, found.group.id, period.id, indicator.id).await?;
    let mut cells = reports::cells_of(tx, period.id, indicator.id).await?;
    let mut states = reports::states_of(tx, period.id).await?;
    let bodies = tenants::refs(tx).await?;
    let order: BTreeMap<TenantId, usize> =
        tenants::all(tx).await?.iter().enumerate().map(|(place, tenant)| (tenant.id, place)).collect();
    let formula = indicator.formula_on(period.window.to_on);
    // Tasks are known as they stand today, which says nothing of the numbers of a period before.
    let is_newest = !found.open.iter().any(|later| later.regime == period.regime && later.id > period.id);
    let target = page.target(indicator).filter(|_| is_newest);
    let target = target.and_then(|target| Some((target.judged?, &target.tasks)));
    let mut tasks = match target {
        Some((_, of)) => assign::accepted_of(tx, of).await?,
        None => BTreeMap::new(),
    };
    let mut items: Vec<(bool, Option<usize>, SourceRow)> = vec![];
    for owing in owing {
        let counted = if found.basis == Basis::Verified { owing.verified } else { owing.filed };
        let cell = cells.remove(&(owing.source, counted));
        let (Some(state), Some(tenant)) = (states.remove(&owing.source), bodies.get(&owing.source)) else {
            continue;
        };
        let mut row = rows::source(indicator, tenant, &owing, &state, (counted > 0, cell));
        row.paper_green = target
            .zip(tasks.remove(&owing.source))
            .and_then(|((target, _), tasks)| rows::paper_green(&formula, target, tasks, &row));
        items.push((row.num.is_some(), order.get(&owing.source).copied(), row));
    }
    items.sort_by_key(|(given, place, _)| (*given, *place));
    let mut items: Vec<SourceRow> = items.into_iter().map(|(_, _, row)| row).collect();
    rows::mark_unlike(&formula, &mut items);
    Ok(Sources { figure, items })
}
