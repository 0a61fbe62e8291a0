//! Copies of national tables that rarely change, kept by a process from one transaction to the next.
//!
//! A copy is at most a minute old, so a change that another process has made counts within a minute. Code that changes such a
//! table calls [`Tx::outdates`], and this process reads it again at once.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, RwLock},
};

use jiff::{SignedDuration, Timestamp};

use super::Tx;
use crate::error::Result;

/// What a process keeps, by type.
#[derive(Clone, Default)]
pub(super) struct Cache(Arc<RwLock<HashMap<TypeId, Copy>>>);

type Copy = (Timestamp, Arc<dyn Any + Send + Sync>);

impl Cache {
    fn fresh<T: Send + Sync + 'static>(&self, now: Timestamp) -> Option<Arc<T>> {
        let kept = self.0.read().ok()?;
        let (_, copy) = kept.get(&TypeId::of::<T>()).filter(|(at, _)| is_fresh(*at, now))?;
        Arc::clone(copy).downcast().ok()
    }

    fn keep<T: Send + Sync + 'static>(&self, at: Timestamp, copy: Arc<T>) {
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

impl Tx {
    /// Returns this process's copy of `T`; reads it with `load` if it is missing or older than a minute. After
    /// [`Tx::outdates`] the transaction reads its own and keeps nothing.
    pub async fn kept<T: Send + Sync + 'static>(
        &mut self,
        load: impl AsyncFnOnce(&mut Self) -> Result<T>,
    ) -> Result<Arc<T>> {
        if self.outdated.contains(&TypeId::of::<T>()) {
            return load(self).await.map(Arc::new);
        }
        if let Some(copy) = self.cache.fresh(self.now) {
            return Ok(copy);
        }
        let copy = Arc::new(load(self).await?);
        self.cache.keep(self.now, Arc::clone(&copy));
        Ok(copy)
    }

    /// Notes that this transaction changes what `T` is read from: once it has committed, this process's copy is gone.
    pub fn outdates<T: 'static>(&mut self) {
        self.outdated.push(TypeId::of::<T>());
    }
}

/// A minute old at most, and no local midnight between: all lie on a quarter of an hour.
fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    let quarter = |at: Timestamp| at.as_second().div_euclid(900);
    now.duration_since(at).abs() < SignedDuration::from_mins(1) && quarter(at) == quarter(now)
}
