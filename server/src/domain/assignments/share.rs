//! Telling other tenants of an assignment: the errands by which the worker brings their copies up to date.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_shared::{
    id::{AssignmentId, TaskId, TenantId},
    lifecycle::Part,
};
use futures_util::join;
use serde::{Deserialize, Serialize};

use super::{
    model::Loaded,
    store::{barrier, share},
};
use dondoc_kernel::{
    db::{NationalTx, Tx},
    error::{Error, Result},
    outbox::{self, Kind, NewMessage},
};

/// What an errand of the kind `share` asks for: the copies of this assignment are to be brought up to date.
#[derive(Debug, Serialize, Deserialize)]
pub struct Errand {
    /// The assignment.
    pub assignment: AssignmentId,
    /// Readers of its standing that it does not know of yet, each with the version of theirs that it holds.
    #[serde(default)]
    pub to: Vec<TenantId>,
    /// The version of the reader's assignment that the source has seen, in an answer to the reader's first copy.
    #[serde(default)]
    pub seen: Option<i32>,
    /// The tenant that was waited for before and is no longer.
    #[serde(default)]
    pub was: Option<TenantId>,
}

impl Errand {
    /// An errand to those who know of the assignment already.
    pub fn about(assignment: AssignmentId) -> Self {
        Self { assignment, to: vec![], seen: None, was: None }
    }
}

/// Queues an errand of this tenant; not a second one with the same key.
pub async fn queue(tx: &mut Tx, tenant: TenantId, key: String, errand: &Errand) -> Result<()> {
    let args = serde_json::to_value(errand).map_err(|error| Error::Internal(error.into()))?;
    let run_at = tx.now;
    let share = NewMessage { tenant, kind: Kind::Share, dedupe_key: key, args, run_at, recipient: None };
    outbox::enqueue(tx, share).await.map(drop)
}

/// Notes that what others know of this assignment has changed with this version. Where nobody knows anything of it, this is
/// two look-ups by key in one round trip.
///
/// A row of its own for each version, which only ever adds to the outbox: it waits for no lock of the worker's. The worker
/// takes the rows of one assignment together.
pub async fn tell(tx: &mut Tx, of: &Loaded, version: i32) -> Result<()> {
    let (is_followed, waits) = join!(share::is_followed(tx, of), barrier::newest_waits(tx, of));
    let ([newest, before], is_followed) = (waits?, is_followed?);
    if !is_followed && newest.is_none() && before.is_none() {
        return Ok(());
    }
    let was = before.filter(|_| before != newest);
    let errand = Errand { was, ..Errand::about(of.id) };
    queue(tx, of.tenant_id, format!("share:{}:{version}", of.id), &errand).await
}

/// Begins to share between leads and coordinating tenants of these tasks, among whom `new` have just been assigned.
pub async fn pair(tx: &mut NationalTx, new: &BTreeSet<(TenantId, TaskId)>) -> Result<()> {
    let parties = share::parties(tx, new.iter().map(|(_, task)| *task).collect()).await?;
    let mut coordinating: BTreeMap<TaskId, Vec<TenantId>> = BTreeMap::new();
    for party in parties.iter().filter(|party| party.part == Part::Coordinating) {
        coordinating.entry(party.task).or_default().push(party.tenant);
    }
    for lead in parties.iter().filter(|party| party.part == Part::Lead) {
        let is_new = |tenant: &TenantId| new.contains(&(*tenant, lead.task));
        let to = coordinating.get(&lead.task).into_iter().flatten().copied();
        let to: Vec<TenantId> = to.filter(|tenant| is_new(tenant) || is_new(&lead.tenant)).collect();
        if let Some(first) = to.first() {
            let key = format!("share:{}:{}:with:{first}", lead.id, lead.version);
            let errand = Errand { to, ..Errand::about(lead.id) };
            queue(tx, lead.tenant, key, &errand).await?;
        }
    }
    Ok(())
}
