//! A bound on what is done at the same time: a few inside, a few more in line, and everybody else is told to come back.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{Error, Result};

/// Lets a few in at a time. Clones share the bound.
#[derive(Clone)]
pub struct Gate {
    inside: Arc<Semaphore>,
    /// Places inside and in line together.
    all: Arc<Semaphore>,
    patience: Duration,
}

/// A place inside; dropping it makes room.
#[must_use]
pub struct Entered {
    _inside: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}

impl Gate {
    /// At most `at_once` inside and `in_line` waiting, each for at most `patience`.
    pub fn new((at_once, in_line): (usize, usize), patience: Duration) -> Self {
        let at_once = at_once.max(1);
        Self {
            inside: Arc::new(Semaphore::new(at_once)),
            all: Arc::new(Semaphore::new(at_once.saturating_add(in_line))),
            patience,
        }
    }

    /// Waits for a place inside.
    ///
    /// # Errors
    /// `too_many_requests` where the line is full or did not move.
    pub async fn enter(&self) -> Result<Entered> {
        let again = u32::try_from(self.patience.as_secs()).unwrap_or(1).max(1);
        let full = |_| Error::Busy(again);
        let place = Arc::clone(&self.all).try_acquire_owned().map_err(full)?;
        match tokio::time::timeout(self.patience, Arc::clone(&self.inside).acquire_owned()).await {
            Ok(Ok(inside)) => Ok(Entered { _inside: inside, _place: place }),
            _ => Err(Error::Busy(again)),
        }
    }
}

/// A gate for each key.
pub struct Gates<K> {
    of: Mutex<HashMap<K, Gate>>,
    bounds: (usize, usize),
    patience: Duration,
}

impl<K: Hash + Eq> Gates<K> {
    /// Each like [`Gate::new`].
    pub fn new(bounds: (usize, usize), patience: Duration) -> Self {
        Self { of: Mutex::default(), bounds, patience }
    }

    /// Waits for a place inside the gate of `key`.
    ///
    /// # Errors
    /// `too_many_requests` where its line is full or did not move.
    pub async fn enter(&self, key: K) -> Result<Entered> {
        let gate = {
            let mut gates = self.of.lock().unwrap_or_else(PoisonError::into_inner);
            if gates.len() >= IDLE {
                // Whoever is inside or in line holds the gate as well.
                gates.retain(|_, gate| Arc::strong_count(&gate.all) > 1);
            }
            gates.entry(key).or_insert_with(|| Gate::new(self.bounds, self.patience)).clone()
        };
        gate.enter().await
    }
}

/// With this many gates, those that nobody uses are thrown away.
const IDLE: usize = 10_000;

#[cfg(test)]
mod tests {
    use dondoc_shared::error::ErrorCode;

    use super::*;

    #[tokio::test]
    async fn some_are_inside_some_wait_and_the_rest_is_told_to_come_back() {
        let gate = Gate::new((1, 1), Duration::from_millis(500));
        let first = gate.enter().await.ok();
        let waiting = tokio::spawn({
            let gate = gate.clone();
            async move { gate.enter().await }
        });
        tokio::task::yield_now().await;
        let told = gate.enter().await.err().map(|error| error.code());
        assert_eq!(told, Some(ErrorCode::TooManyRequests), "the line is full");
        drop(first);
        let second = waiting.await.unwrap().ok();
        assert!(second.is_some(), "whoever waited is let in");
        let told = gate.enter().await.err().map(|error| error.code());
        assert_eq!(told, Some(ErrorCode::TooManyRequests), "the line did not move");
        drop(second);
        assert!(gate.enter().await.is_ok());
    }

    #[tokio::test]
    async fn each_key_has_a_gate_of_its_own_and_unused_ones_are_thrown_away() {
        let gates = Gates::new((1, 0), Duration::ZERO);
        let inside = gates.enter(0).await.ok();
        assert!(gates.enter(0).await.is_err());
        for key in 1..IDLE + 5 {
            assert!(gates.enter(key).await.is_ok());
        }
        assert!(gates.of.lock().unwrap().len() < 10);
        assert!(gates.enter(0).await.is_err(), "it is still inside");
        drop(inside);
    }
}
