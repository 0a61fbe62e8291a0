//! The worker's part: reads an assignment inside its tenant, then writes each copy inside its reader's.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_shared::{
    id::{AssignmentId, TenantId},
    lifecycle::Status,
};
use serde::Deserialize;

use super::store;
use crate::domain::assignments::{
    self, Barrier, Loaded,
    share::{Errand, queue},
};
use dondoc_kernel::{
    db::{Db, WorkerTx},
    error::{Error, Result},
    outbox::store::Claimed,
};

/// An assignment as other tenants may know it, and the tenants that hold a copy.
struct ToldAssignment {
    of: Loaded,
    barrier: Option<Barrier>,
    readers: BTreeMap<TenantId, CopyFor>,
}

/// What one reader gets of it.
#[derive(Default)]
struct CopyFor {
    standing: bool,
    /// The version of the reader's own assignment that the source knows of.
    seen: Option<i32>,
    block: bool,
}

/// Updates the copies that these rows of one tenant ask for, and returns each row's fate, in their order. Doing it
/// twice, or in another order, leaves the same.
pub async fn share(db: &Db, tenant: TenantId, rows: &[Claimed]) -> Vec<Result<()>> {
    let errands: Vec<Option<Errand>> = rows.iter().map(|row| Errand::deserialize(&row.args).ok()).collect();
    let mut by_assignment: BTreeMap<AssignmentId, Vec<&Errand>> = BTreeMap::new();
    for errand in errands.iter().flatten() {
        by_assignment.entry(errand.assignment).or_default().push(errand);
    }
    let mut failed: BTreeMap<AssignmentId, String> = BTreeMap::new();
    let looked = db.keep_books(tenant, async |tx| {
        let mut told: Vec<ToldAssignment> = vec![];
        for (id, errands) in &by_assignment {
            match look(tx, *id, errands).await {
                Ok(one) => told.push(one),
                // Nothing of the others depends on it.
                Err(Error::Refused(code)) => drop(failed.insert(*id, code.to_string())),
                Err(error) => return Err(error),
            }
        }
        Ok(told)
    });
    let mut told = match looked.await {
        Ok(told) => told,
        Err(error) => {
            failed.extend(by_assignment.keys().map(|id| (*id, error.to_string())));
            vec![]
        }
    };
    // All writers of a tenant lock in the order of tasks, so that they never wait for each other.
    told.sort_by_key(|told| told.of.task_id);
    let readers: BTreeSet<TenantId> = told.iter().flat_map(|told| told.readers.keys().copied()).collect();
    for reader in readers {
        let copies = told.iter().filter_map(|told| Some((told, told.readers.get(&reader)?)));
        let written = db.keep_books(reader, async |tx| {
            for (told, copy) in copies.clone() {
                take(tx, told, copy).await?;
            }
            Ok(())
        });
        if let Err(error) = written.await {
            failed.extend(copies.map(|(told, _)| (told.of.id, format!("to tenant {reader}: {error}"))));
        }
    }
    let fate = |errand: &Option<Errand>| {
        let errand =
            errand.as_ref().ok_or_else(|| Error::Internal(anyhow::anyhow!("not an errand of ours")))?;
        match failed.get(&errand.assignment) {
            Some(why) => Err(Error::Internal(anyhow::anyhow!("{why}"))),
            None => Ok(()),
        }
    };
    errands.iter().map(fate).collect()
}

/// Inside the source's tenant.
async fn look(tx: &mut WorkerTx, id: AssignmentId, errands: &[&Errand]) -> Result<ToldAssignment> {
    let of = assignments::look(tx, id).await?;
    let mut readers: BTreeMap<TenantId, CopyFor> = BTreeMap::new();
    let known = store::sources(tx, &of).await?;
    for reader in errands.iter().flat_map(|errand| errand.to.iter().copied()).chain(known) {
        readers.entry(reader).or_default().standing = true;
    }
    for errand in errands {
        for reader in &errand.to {
            let copy = readers.entry(*reader).or_default();
            copy.seen = copy.seen.max(errand.seen);
        }
    }
    // Also if it no longer counts: a tenant that is no longer waited for must learn of it.
    let waits = assignments::newest_waits(tx, &of).await?;
    for reader in errands.iter().filter_map(|errand| errand.was).chain(waits.into_iter().flatten()) {
        readers.entry(reader).or_default().block = true;
    }
    let [newest, _] = waits;
    let barrier = if newest.is_some() { assignments::barrier(tx, &of).await? } else { None };
    if of.status == Status::Withdrawn {
        store::forget(tx, &of).await?;
    }
    readers.remove(&of.tenant_id);
    Ok(ToldAssignment { of, barrier, readers })
}

/// Inside the reader's tenant.
async fn take(tx: &mut WorkerTx, told: &ToldAssignment, copy: &CopyFor) -> Result<()> {
    if copy.standing {
        take_standing(tx, &told.of, copy.seen).await?;
    }
    if copy.block {
        let barrier = told.barrier.filter(|barrier| barrier.on == tx.own());
        store::put_block(tx, &told.of, barrier).await?;
    }
    Ok(())
}

async fn take_standing(tx: &mut WorkerTx, of: &Loaded, seen: Option<i32>) -> Result<()> {
    if store::renew_standing(tx, of).await? || store::holds(tx, of).await? {
        return Ok(());
    }
    let own = assignments::own_of_task(tx, of.task_id).await?;
    let follower = own.filter(|own| own.part != of.part && own.status != Status::Withdrawn);
    let Some(own) = follower else { return Ok(()) };
    // Locked, so that a change of it is either seen here or finds the copy there.
    let own = assignments::load(tx, own.id).await?;
    store::put_standing(tx, of).await?;
    if seen.is_none_or(|seen| seen < own.version) {
        let key = format!("share:{}:{}:to:{}", own.id, own.version, of.tenant_id);
        let errand = Errand { to: vec![of.tenant_id], seen: Some(of.version), ..Errand::about(own.id) };
        queue(tx, own.tenant_id, key, &errand).await?;
    }
    Ok(())
}
