//! The worker's part: what a body has filed is counted into its reader's figures, by difference.
//!
//! Of a report the figures count one revision on each basis, and `figure_sources` says which. The worker looks at the report
//! inside its body, then, with that row locked inside the reader, takes out what was counted and puts in what counts now. What it
//! looked at is as old as the version of the assignment: an older look changes nothing. So the order of errands, their
//! repetition and a worker that ends half-way leave no trace (R135).

use std::sync::Arc;

use dondoc_shared::{
    figures::Basis,
    id::{AssignmentId, GroupId, IndicatorId, TenantId},
};
use serde::Deserialize;

use super::{
    model::{Delta, READER, share},
    store,
};
use crate::{
    domain::{assignments::errand::Errand, indicators, periods},
    slices::reports::{self, Filed, Weights},
};
use dondoc_kernel::{
    db::{Db, WorkerTx},
    error::{Error, Result},
    outbox::store::Claimed,
};

/// Brings the figures up to date as these rows of one tenant ask, and returns each row's fate, in their order.
pub async fn count(db: &Db, tenant: TenantId, rows: &[Claimed]) -> Vec<Result<()>> {
    let mut fates = Vec::with_capacity(rows.len());
    for row in rows {
        fates.push(count_one(db, tenant, &row.args).await);
    }
    fates
}

async fn count_one(db: &Db, source: TenantId, args: &serde_json::Value) -> Result<()> {
    let errand = Errand::deserialize(args).map_err(|error| Error::Internal(error.into()))?;
    let filed = look(db, source, errand.assignment).await?;
    carry(db, &filed).await
}

/// What counts of a report now.
pub async fn look(db: &Db, source: TenantId, assignment: AssignmentId) -> Result<Filed> {
    db.keep_books(source, async |tx| reports::filed(tx, assignment).await).await
}

/// Carries what was looked at into the figures; nothing where they know of a newer state already.
pub async fn carry(db: &Db, filed: &Filed) -> Result<()> {
    if db.keep_books(READER, async |tx| take(tx, filed, None).await).await? {
        return Ok(());
    }
    // The first time: what the body owes is written down, with what it weighs.
    let weights = db.keep_books(filed.source, async |tx| reports::last_denominators(tx, filed).await).await?;
    db.keep_books(READER, async |tx| take(tx, filed, Some(&weights)).await).await.map(drop)
}

/// Inside the reader; false where the report has not been counted before and its weights are not known.
async fn take(tx: &mut WorkerTx, filed: &Filed, weights: Option<&Weights>) -> Result<bool> {
    // The first time not the kept one: the period may ask for what has just been imported.
    let catalogue = match weights {
        Some(_) => Arc::new(indicators::load(tx).await?),
        None => indicators::current(tx).await?,
    };
    let period = periods::period(tx, filed.period).await?;
    let formula = |id: IndicatorId| {
        let indicator = catalogue.indicator(id);
        let formula = indicator.map(|indicator| indicator.formula_on(period.window.to_on));
        formula.ok_or_else(|| Error::Internal(anyhow::anyhow!("indicator {id} is not in the catalogue")))
    };
    let (source, owed) = if let Some(source) = store::lock_source(tx, filed).await? {
        if source.version >= filed.version {
            return Ok(true);
        }
        store::add_alone(tx, filed).await?;
        (source, store::owed(tx, filed).await?)
    } else {
        let Some(weights) = weights else { return Ok(false) };
        let owed: Vec<(IndicatorId, Option<i64>)> = period
            .owed(&catalogue, filed.source)
            .into_iter()
            .map(|indicator| (indicator.id, weights.get(&indicator.id).copied()))
            .collect();
        let groups: Vec<GroupId> =
            catalogue.groups_of(filed.source, period.window.to_on).map(|group| group.id).collect();
        let mut delta = Delta::default();
        for (indicator, weight) in &owed {
            delta.owe(*indicator, share(&formula(*indicator)?, None, *weight)?)?;
        }
        // First, so that of two workers at once the second finds out at its first statement.
        let source = store::insert_source(tx, filed, &groups).await?;
        store::add_alone(tx, filed).await?;
        store::insert_weights(tx, filed, &owed).await?;
        store::owe(tx, filed, &groups, &delta).await?;
        (source, owed)
    };
    let mut delta = Delta::default();
    for (indicator, weight) in &owed {
        let formula = formula(*indicator)?;
        let share = |revision: i32| share(&formula, filed.entry(revision, *indicator), *weight);
        delta.replace(*indicator, Basis::Filed, share(source.filed)?, share(filed.filed)?)?;
        delta.replace(*indicator, Basis::Verified, share(source.verified)?, share(filed.verified)?)?;
    }
    store::add(tx, filed, &source.groups, &delta).await?;
    store::count_source(tx, filed).await?;
    Ok(true)
}
