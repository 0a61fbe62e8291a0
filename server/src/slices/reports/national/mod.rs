//! The Working Group's side of reports: how each period was filed, where the reports of one stand, and what a body filed (R130,
//! R152, R153). What a body typed and did not file is its own: nothing here reads it.

pub mod api;
mod rows;
mod store;

use std::collections::BTreeMap;

use dondoc_shared::{
    error::ErrorCode,
    id::{PeriodId, TenantId},
    period::{Filing, FilingCounts, PeriodCode, PeriodStatus, RevisionKind},
    wire::filing::{FiledReport, FilingRates, PeriodReports, ReportsShown},
};
use serde::{Deserialize, Serialize};

use self::rows::{Listed, Rank, Read};
use super::{detail::period_row, model::counting, store::corrections::nil_returns};
use crate::domain::{
    indicators::{self, Catalogue},
    periods::{self, Period},
};
use dondoc_kernel::{
    db::{NationalTx, Tx},
    error::Result,
    http::cursor,
    tenants,
};

/// How these periods were filed, each that was opened.
pub async fn rates(tx: &mut NationalTx, of: &[Period]) -> Result<BTreeMap<PeriodId, FilingRates>> {
    let open = of.iter().filter(|period| is_opened(period)).map(|period| period.id);
    let mut counts: BTreeMap<PeriodId, FilingCounts> =
        open.map(|period| (period, FilingCounts::default())).collect();
    let (ids, today) = (counts.keys().copied().collect::<Vec<_>>(), tx.today());
    for (period, status, due_on, submitted_on, reports) in store::alike(tx, &ids).await? {
        let filing = Filing::of(status, due_on, submitted_on, today);
        counts.entry(period).or_default().add(filing, reports);
    }
    for (period, _) in nil_returns(tx, &ids).await? {
        let nil = &mut counts.entry(period).or_default().nil;
        *nil = nil.saturating_add(1);
    }
    Ok(counts.into_iter().map(|(period, counts)| (period, counts.into())).collect())
}

fn is_opened(period: &Period) -> bool {
    period.status == PeriodStatus::Open
}

/// The period with this key: `CT-2024-M07`.
async fn find(tx: &mut Tx, catalogue: &Catalogue, key: &str) -> Result<Period> {
    let (regime, code) = key.split_once('-').ok_or(ErrorCode::NotFound)?;
    let regime = catalogue.regime_by_code(regime).ok_or(ErrorCode::NotFound)?;
    let code: PeriodCode = code.parse().map_err(|_| ErrorCode::NotFound)?;
    periods::by_code(tx, regime.id, code).await
}

/// Where a page ended, bound to what it is a page of.
#[derive(Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the place among the bodies as they are read")]
struct Place {
    period: PeriodId,
    show: ReportsShown,
    rank: Rank,
    place: usize,
}

/// How a period was filed, and a page of its reports, in the order in which they are taken up (R152).
pub async fn show(
    tx: &mut NationalTx,
    key: &str,
    show: ReportsShown,
    cursor: Option<&str>,
    limit: i64,
) -> Result<PeriodReports> {
    let catalogue = indicators::current(tx).await?;
    let period = find(tx, &catalogue, key).await?;
    let after = cursor.map(|text| {
        let place = cursor::decode::<Place>(text).filter(|at| (at.period, at.show) == (period.id, show));
        place.ok_or(ErrorCode::InvalidCursor)
    });
    let after = after.transpose()?.map(|at| (at.rank, at.place));
    let today = tx.today();
    let mut counts = FilingCounts::default();
    let mut listed: Vec<Listed> = vec![];
    let mut standings: BTreeMap<TenantId, store::Standing> = BTreeMap::new();
    for standing in store::standings(tx, period.id).await? {
        counts.add(Filing::of(standing.status, standing.due_on, standing.submitted_on, today), 1);
        standings.insert(standing.tenant_id, standing);
    }
    let nil: Vec<TenantId> = nil_returns(tx, &[period.id]).await?.into_iter().map(|(_, body)| body).collect();
    counts.nil = i64::try_from(nil.len()).unwrap_or(i64::MAX);
    // As bodies are read (R103).
    for (place, tenant) in tenants::all(tx).await?.into_iter().enumerate() {
        if let Some(standing) = standings.remove(&tenant.id) {
            let is_nil = nil.contains(&tenant.id);
            listed.push(Listed::new(place, tenant, &standing, is_nil, today));
        }
    }
    listed.retain(|one| one.is_shown(show));
    listed.sort_by_key(Listed::order);
    let total = i64::try_from(listed.len()).unwrap_or(i64::MAX);
    let mut rest = listed.into_iter().filter(|one| after.is_none_or(|after| one.order() > after));
    let items: Vec<Listed> = rest.by_ref().take(usize::try_from(limit).unwrap_or(usize::MAX)).collect();
    let next = match (rest.next(), items.last().map(Listed::order)) {
        (Some(_), Some((rank, place))) => {
            Some(cursor::encode(&Place { period: period.id, show, rank, place })?)
        }
        _ => None,
    };
    Ok(PeriodReports {
        filing: is_opened(&period).then(|| counts.into()),
        period: period_row(&catalogue, &period, today),
        show,
        items: items.into_iter().map(|one| one.row).collect(),
        next,
        total,
        today,
        now: tx.now,
    })
}

/// What a body filed for a period: its newest revision beside what counted before (R153). A revision that was taken back is the
/// body's own again, and a correction is none before it is accepted.
pub async fn filed(tx: &mut NationalTx, key: &str, body: &str) -> Result<FiledReport> {
    let catalogue = indicators::current(tx).await?;
    let period = find(tx, &catalogue, key).await?;
    let tenant = tenants::by_slug(tx, body).await?.ok_or(ErrorCode::NotFound)?;
    let standing = store::standing(tx, period.id, tenant.id).await?;
    let code = period.window.code;
    let [last, year_ago] =
        [code.previous(), code.year_before()].map(|code| code.map(|code| period.number_of(code)));
    let wanted: Vec<PeriodId> = [Some(period.id), last, year_ago].into_iter().flatten().collect();
    let revisions = store::revisions(tx, tenant.id, &wanted).await?;
    let of = |period: Option<PeriodId>| revisions.iter().filter(move |one| Some(one.period) == period);
    let decided = |period| of(period).map(|one| (one.revision, one.fate.as_deref()));
    let counted = |period| {
        let (filed, _) = counting(decided(period));
        of(period).find(|one| one.revision == filed).map(|one| (one.report, one.revision))
    };
    let is_shown = |one: &&store::Revision| !matches!(one.fate.as_deref(), Some("taken_back" | "uncounted"));
    let newest = of(Some(period.id)).rfind(is_shown);
    let is_checked = |one: &&store::Revision| {
        one.kind != RevisionKind::Correction && one.fate.as_deref() != Some("taken_back")
    };
    let checked = of(Some(period.id)).rfind(is_checked).map_or(0, |one| one.revision);
    let shown = newest.map(|one| (one.report, one.revision));
    let before = [counted(last), counted(year_ago)];
    let pairs: Vec<_> = [shown].into_iter().chain(before).flatten().collect();
    let mut cells = store::cells(tx, tenant.id, &pairs).await?;
    let mut take = |of: Option<_>| of.and_then(|of| cells.remove(&of)).unwrap_or_default();
    let read = Read { now: take(shown), last: take(before[0]), year_ago: take(before[1]) };
    let is_nil = nil_returns(tx, &[period.id]).await?.contains(&(period.id, tenant.id));
    let owed = period.owed(&catalogue, tenant.id);
    let on = period.window.to_on;
    let (counted, verified) = counting(decided(Some(period.id)));
    let is_returned = |one: &&store::Revision| matches!(one.fate.as_deref(), Some("returned" | "reopened"));
    Ok(FiledReport {
        cells: owed.iter().map(|indicator| read.cell(indicator, on)).collect(),
        filed: newest.map(rows::filed),
        checked,
        counted,
        verified,
        returned: of(Some(period.id)).rfind(is_returned).and_then(rows::returned),
        report: Listed::new(0, tenant, &standing, is_nil, tx.today()).row,
        period: period_row(&catalogue, &period, tx.today()),
        today: tx.today(),
        now: tx.now,
    })
}
