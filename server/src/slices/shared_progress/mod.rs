//! What one tenant knows of another: copies that the reader owns, of codes, dates and percents, never of a text.
//!
//! | Copy | Of whose assignment | Read by |
//! |---|---|---|
//! | standing | the lead's | each coordinating tenant of the same task |
//! | standing | a coordinating tenant's | each lead of the same task |
//! | block | one that waits for another tenant | the tenant that is waited for |
//!
//! A change of shared columns queues an errand in the source's own tenant ([`crate::domain::assignments::share`]), by which the
//! worker carries the copy over ([`job`]). The newest version wins, and a copy whose source is gone is no longer live.
//!
//! Copies come in pairs: a tenant's readers are the tenants of which it holds a copy itself. The Working Group, which sees both
//! sides, begins a pair. A tenant that receives its first copy of another answers with its own, with its own assignment
//! locked: a change is either in that answer, or finds the copy in place and is told.

pub mod api;
pub mod job;
mod store;
pub mod web;

use std::{cmp::Reverse, collections::BTreeMap};

use dondoc_shared::{
    id::TenantId,
    lifecycle::Part,
    wire::standing::{BlockGroup, Blocks, Standing},
};

pub use self::store::{
    count_blocks,
    held::{HeldCopy, Own},
};
use crate::domain::assignments::Loaded;
use dondoc_kernel::{db::Tx, error::Result, tenants};

/// What a tenant knows of the others of a task, by their numbers.
pub async fn of_task(tx: &mut Tx, reader: &Loaded) -> Result<BTreeMap<TenantId, (Part, Standing)>> {
    let today = tx.today();
    let rows = store::of_task(tx, reader).await?;
    Ok(rows.into_iter().map(|row| (row.source_tenant_id, (row.part, row.standing(today)))).collect())
}

/// Everything that waits for the tenant `on`, or for any: longest first, at most [`MAX_BLOCKS`](store::MAX_BLOCKS) rows, with
/// the count of all.
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

/// The copies with a due date that this tenant holds and that still count: what mail to a coordinating tenant and to one
/// that is waited for is owed for.
pub async fn held(tx: &mut Tx, tenant: TenantId) -> Result<Vec<HeldCopy>> {
    let (mut held, blocks) = (store::held::leads(tx, tenant).await?, store::held::waiting(tx, tenant).await?);
    held.extend(blocks);
    Ok(held)
}
