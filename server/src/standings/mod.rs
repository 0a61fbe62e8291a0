//! What one tenant knows of another: copies that the reader owns, of codes, dates and percents, never of a text.
//!
//! | Copy | Of whose assignment | Read by |
//! |---|---|---|
//! | standing | the lead's | each coordinating tenant of the same task |
//! | standing | a coordinating tenant's | each lead of the same task |
//! | block | one that waits for another tenant | the tenant that is waited for |
//!
//! Whatever changes what is shared calls [`tell`], which queues an errand in the source's own tenant; the worker carries the
//! copy over ([`job`]), the newest version wins, and a copy whose source is gone is no longer live.
//!
//! Who reads a standing is who the source itself holds one of: the two sides of a pair come to hold each other's in turn.
//! [`pair`] begins it, as the Working Group, which sees both. A tenant that takes its first copy of another's answers with its
//! own, and does so with its own assignment locked: a change of it is either in that answer, or finds the copy there and
//! is told.

pub mod api;
mod held;
pub mod job;
mod store;
pub mod web;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use dondoc_shared::{
    id::{AssignmentId, TaskId, TenantId},
    lifecycle::Part,
    wire::standing::{BlockGroup, Blocks, Standing},
};
use futures_util::join;
use serde::{Deserialize, Serialize};

pub use self::held::{Held, Own};
use crate::{
    assignments::{self, Loaded},
    db::{NationalTx, Tx},
    error::{Error, Result},
    outbox::{self, Kind, NewMessage},
    tenants,
};

/// What an errand of the kind `share` asks for: the copies of this assignment are to be brought up to date.
#[derive(Debug, Serialize, Deserialize)]
struct Errand {
    assignment: AssignmentId,
    /// Readers of its standing that it does not know of yet, each with the version of theirs that it holds.
    #[serde(default)]
    to: Vec<TenantId>,
    /// The version of the reader's assignment that the source has seen, in an answer to the reader's first copy.
    #[serde(default)]
    seen: Option<i32>,
    /// Who was waited for before, and is no longer.
    #[serde(default)]
    was: Option<TenantId>,
}

impl Errand {
    fn about(assignment: AssignmentId) -> Self {
        Self { assignment, to: vec![], seen: None, was: None }
    }
}

async fn queue(tx: &mut Tx, tenant: TenantId, key: String, errand: &Errand) -> Result<()> {
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
    let (is_followed, waits) = join!(store::is_followed(tx, of), assignments::newest_waits(tx, of));
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
    let parties = store::parties(tx, new.iter().map(|(_, task)| *task).collect()).await?;
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

/// What a tenant knows of the others of a task, by their numbers.
pub async fn of_task(tx: &mut Tx, reader: &Loaded) -> Result<BTreeMap<TenantId, (Part, Standing)>> {
    let today = tx.today();
    let rows = store::of_task(tx, reader).await?;
    Ok(rows.into_iter().map(|row| (row.source_tenant_id, (row.part, row.standing(today)))).collect())
}

/// Everything that waits for the tenant `on`, or for any: longest first, at most [`MAX_BLOCKS`] rows, with the count of all.
pub async fn blocks(tx: &mut Tx, on: Option<TenantId>) -> Result<Blocks> {
    let (today, now, names) = (tx.today(), tx.now, tenants::refs(tx).await?);
    let (groups, rows) = (store::block_groups(tx, on).await?, store::blocks(tx, on).await?);
    let mut groups: Vec<BlockGroup> =
        groups.into_iter().filter_map(|group| group.into_wire(today, &names)).collect();
    groups.sort_by_key(|group| (Reverse(group.count), group.since));
    let total = groups.iter().map(|group| group.count).sum();
    let items = rows.into_iter().filter_map(|row| row.into_wire(today, &names)).collect();
    Ok(Blocks { items, groups, total, today, now })
}

/// How many assignments wait for this tenant.
pub async fn count_blocks(tx: &mut Tx, tenant: TenantId) -> Result<i64> {
    store::count_blocks(tx, tenant).await
}

/// The longest list of blocks.
pub const MAX_BLOCKS: i64 = 500;

/// The copies with a due date that this tenant holds and that still count: what mail to a coordinating tenant and to one
/// that is waited for is owed for.
pub async fn held(tx: &mut Tx, tenant: TenantId) -> Result<Vec<Held>> {
    let (mut held, blocks) = (held::leads(tx, tenant).await?, held::waiting(tx, tenant).await?);
    held.extend(blocks);
    Ok(held)
}
