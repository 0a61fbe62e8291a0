//! The figures added up anew, in one statement over what was filed: what the worker keeps by difference must equal it.

use dondoc_shared::id::PeriodId;

use super::store;
pub use super::store::recount::Difference;
use crate::domain::{indicators, periods};
use dondoc_kernel::{
    db::NationalTx,
    error::{Error, Fault, Result},
    outbox::{Kind, figures},
};

/// What a recount found.
pub struct Recount {
    /// Figures compared.
    pub compared: usize,
    /// Those that are not what was filed.
    pub differences: Vec<Difference>,
    /// Errands that wait: until they are done, a difference is no error.
    pub waiting: i64,
}

/// Recounts the figures of a period such as `CT-2024-M07`, or of all.
pub async fn recount(tx: &mut NationalTx, period: Option<&str>) -> Result<Recount> {
    let period = match period {
        Some(key) => Some(period_of(tx, key).await?),
        None => None,
    };
    let lines = store::recount::lines(tx, period).await?;
    let waiting = figures::errands_waiting(tx, Kind::Figures).await?;
    let compared = lines.len();
    let differences = lines.into_iter().filter_map(store::recount::Line::difference).collect();
    Ok(Recount { compared, differences, waiting })
}

async fn period_of(tx: &mut NationalTx, key: &str) -> Result<PeriodId> {
    let catalogue = indicators::current(tx).await?;
    let periods = periods::all(tx).await?;
    let found = periods.iter().find(|period| super::key(&catalogue, period) == key);
    found.map(|period| period.id).ok_or_else(|| Error::field("period", Fault::Malformed))
}
