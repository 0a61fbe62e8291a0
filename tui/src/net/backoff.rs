//! How long to wait before the next try: 0.5 s doubled up to 30 s, with jitter, so that consoles which lost the
//! server together do not come back together.

use std::time::Duration;

const FIRST: u64 = 500;
const MOST: u64 = 30_000;

/// The wait before try number `attempt` (1 is the first after a loss). `chance` is any number; it places the wait
/// between half of the doubled time and the whole of it.
pub fn wait(attempt: u32, chance: u128) -> Duration {
    let doublings = attempt.saturating_sub(1).min(16);
    let full = FIRST.saturating_mul(1u64 << doublings).min(MOST);
    let half = full / 2;
    let extra = u64::try_from(chance % u128::from(half.max(1))).unwrap_or(0);
    Duration::from_millis(half.saturating_add(extra).max(FIRST / 2))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_wait_grows_and_never_leaves_its_bounds(attempt in 0u32..1000, chance: u128) {
            let wait = wait(attempt, chance);
            prop_assert!(wait >= Duration::from_millis(250) && wait <= Duration::from_secs(30));
        }
    }

    #[test]
    fn the_sixth_failure_waits_much_longer_than_the_first() {
        assert!(wait(6, 0) > wait(1, u128::MAX) * 8);
    }
}
