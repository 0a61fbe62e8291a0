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
pub(super) struct Cache(Arc<RwLock<HashMap<TypeId, Copy>>>);

type Copy = (Timestamp, Arc<dyn Any + Send + Sync>);

impl Cache {
    /// The copy of `T`, if there is one that is fresh at `now`.
    pub(super) fn fresh<T: Send + Sync + 'static>(&self, now: Timestamp) -> Option<Arc<T>> {
        let kept = self.0.read().ok()?;
        let (_, copy) = kept.get(&TypeId::of::<T>()).filter(|(at, _)| is_fresh(*at, now))?;
        Arc::clone(copy).downcast().ok()
    }

    /// Keeps `copy`, as read at `at`.
    pub(super) fn keep<T: Send + Sync + 'static>(&self, at: Timestamp, copy: Arc<T>) {
        if let Ok(mut kept) = self.0.write() {
            kept.insert(TypeId::of::<T>(), (at, copy));
        }
    }

    /// Forgets the copies of these types.
    pub(super) fn forget(&self, outdated: &[TypeId]) {
        if !outdated.is_empty()
            && let Ok(mut kept) = self.0.write()
        {
            kept.retain(|of, _| !outdated.contains(of));
        }
    }
}

/// A minute old at most, and no local midnight between: all lie on a quarter of an hour.
fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    let quarter = |at: Timestamp| at.as_second().div_euclid(900);
    now.duration_since(at).abs() < SignedDuration::from_mins(1) && quarter(at) == quarter(now)
}
