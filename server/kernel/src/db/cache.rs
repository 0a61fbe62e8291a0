//! Copies of national tables that rarely change, kept by a process from one transaction to the next.
//!
//! A copy is at most a minute old, so a change that another process has made counts within a minute. Code that changes such a
//! table calls [`Tx::outdates`](super::Tx::outdates), and this process reads it again at once.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, RwLock},
};

use jiff::{SignedDuration, Timestamp};

/// What a process keeps, by type.
#[derive(Clone, Default)]
pub(super) struct Cache(Arc<RwLock<Kept>>);

#[derive(Default)]
struct Kept {
    copies: HashMap<TypeId, Copy>,
    /// How often something was forgotten.
    forgotten: u64,
}

type Copy = (Timestamp, Arc<dyn Any + Send + Sync>);

impl Cache {
    /// The copy of `T`, if there is one that is fresh at `now`.
    pub(super) fn fresh<T: Send + Sync + 'static>(&self, now: Timestamp) -> Option<Arc<T>> {
        let kept = self.0.read().ok()?;
        let (_, copy) = kept.copies.get(&TypeId::of::<T>()).filter(|(at, _)| is_fresh(*at, now))?;
        Arc::clone(copy).downcast().ok()
    }

    /// How often something was forgotten so far: to be asked before a copy is read.
    pub(super) fn forgotten(&self) -> u64 {
        self.0.read().map_or(0, |kept| kept.forgotten)
    }

    /// Keeps `copy`, as read at `at`, unless something was forgotten since `forgotten` was asked: the copy may be older than
    /// what was changed.
    pub(super) fn keep<T: Send + Sync + 'static>(&self, at: Timestamp, copy: Arc<T>, forgotten: u64) {
        if let Ok(mut kept) = self.0.write()
            && kept.forgotten == forgotten
        {
            kept.copies.insert(TypeId::of::<T>(), (at, copy));
        }
    }

    /// Forgets the copies of these types.
    pub(super) fn forget(&self, outdated: &[TypeId]) {
        if !outdated.is_empty()
            && let Ok(mut kept) = self.0.write()
        {
            kept.copies.retain(|of, _| !outdated.contains(of));
            kept.forgotten = kept.forgotten.wrapping_add(1);
        }
    }
}

/// A minute old at most, and no local midnight between: all lie on a quarter of an hour.
fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    let quarter = |at: Timestamp| at.as_second().div_euclid(900);
    now.duration_since(at).abs() < SignedDuration::from_mins(1) && quarter(at) == quarter(now)
}
