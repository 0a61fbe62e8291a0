//! Chance that always falls the same way: each matter draws from a stream of its own, named by a key, so that a change to
//! one story leaves all others as they were.

use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use sha2::{Digest, Sha256};

/// Another seed is another past.
const SEED: &str = "dondoc 2024";

/// A stream of choices.
pub(super) struct Chance(StdRng);

impl Chance {
    /// The stream of this key.
    pub(super) fn of(key: &str) -> Self {
        Self(StdRng::from_seed(Sha256::digest(format!("{SEED} {key}")).into()))
    }

    /// True with this probability in percent.
    pub(super) fn hits(&mut self, percent: i32) -> bool {
        self.between((1, 100)) <= percent
    }

    /// A number within these bounds, inclusive; the lower one where they are crossed.
    pub(super) fn between(&mut self, (from, to): (i32, i32)) -> i32 {
        self.0.random_range(from..=to.max(from))
    }

    /// Picks one of these; none if there are none.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        from.choose(&mut self.0).copied()
    }

    /// One of these texts.
    pub(super) fn text(&mut self, from: &[&'static str]) -> &'static str {
        self.pick(from).unwrap_or_default()
    }
}
