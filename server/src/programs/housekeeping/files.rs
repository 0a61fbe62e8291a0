//! Sweeps the folder of evidence once a day, in a process that has it: files that no row names are deleted, rows whose file is
//! gone are an alarm.

use std::{collections::BTreeSet, time::Duration};

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::store;
use dondoc_kernel::{
    db::{Actor, Db, National},
    evidence::EvidenceStore,
    tenants,
};

const EACH: Duration = Duration::from_hours(24);
const FIRST: Duration = Duration::from_mins(10);

/// A file is written before its row: it may be nobody's for as long as an upload takes, and a good deal longer.
const AGE: SignedDuration = SignedDuration::from_hours(24);

/// What a sweep has found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Files that were deleted.
    pub deleted: usize,
    /// Files that rows name and that are not there.
    pub missing: usize,
}

/// Sweeps daily until `stop`, for the first time when the process has settled.
pub(crate) async fn daily(db: Db, evidence: EvidenceStore, stop: CancellationToken) {
    let mut pause = FIRST;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => pause = EACH,
        }
        match sweep(&db, &evidence).await {
            Ok(swept) => tracing::info!(swept.deleted, swept.missing, "the folder of evidence was swept"),
            Err(error) => tracing::error!("the folder of evidence cannot be swept: {error:#}"),
        }
    }
}

/// Sweeps once.
pub async fn sweep(db: &Db, evidence: &EvidenceStore) -> anyhow::Result<Swept> {
    let actor = || Actor::system("system:files");
    let tenants = db.read(National, actor(), async |tx| tenants::all(tx).await).await.context("tenants")?;
    let mut swept = Swept::default();
    for tenant in tenants {
        // The folder first: what arrives in between is too young to be deleted.
        let files = evidence.files(tenant.id).context("folder")?;
        let named = db.read(National, actor(), async |tx| store::objects(tx, tenant.id).await).await?;
        let named: BTreeSet<String> = named.into_iter().collect();
        let before = db.clock().now(0).checked_sub(AGE)?;
        let old = files
            .iter()
            .filter(|(name, changed)| {
                !named.contains(name) && Timestamp::try_from(*changed).is_ok_and(|at| at < before)
            })
            .map(|(name, _)| name.clone());
        let old: Vec<String> = old.collect();
        evidence.sweep(&old).context("folder")?;
        swept.deleted = swept.deleted.saturating_add(old.len());
        let there: BTreeSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        for object in named.iter().filter(|object| !there.contains(object.as_str())) {
            // A row that was written since the folder was read has its file.
            if !evidence.files(tenant.id).context("folder")?.iter().any(|(name, _)| name == object) {
                tracing::error!(object, "a file of evidence is gone");
                swept.missing = swept.missing.saturating_add(1);
            }
        }
    }
    metrics::gauge!("dondoc_evidence_missing").set(u32::try_from(swept.missing).unwrap_or(u32::MAX));
    Ok(swept)
}
