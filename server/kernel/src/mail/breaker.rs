//! When to leave a relay alone: after a 421 or five failures in a row, for longer each time. It is about the relay, not
//! about a message: while it is open nothing is claimed, so no message loses an attempt.

use std::time::Duration;

use tokio::time::Instant;

/// Failures in a row that open it.
const PATIENCE: u32 = 5;

/// Opens after failures; lets one try through when the pause is over.
#[derive(Debug)]
pub struct Breaker {
    pause: Duration,
    failures: u32,
    /// Times it opened without a success in between.
    opened: u32,
    until: Option<Instant>,
}

impl Breaker {
    /// `pause` is the first one; it doubles up to 32 times its length.
    pub fn new(pause: Duration) -> Self {
        Self { pause, failures: 0, opened: 0, until: None }
    }

    /// How much longer to wait.
    pub fn wait(&self, now: Instant) -> Option<Duration> {
        self.until.and_then(|until| until.checked_duration_since(now)).filter(|wait| !wait.is_zero())
    }

    /// Notes a success; returns whether the breaker had opened before.
    pub fn succeeded(&mut self) -> bool {
        let opened = self.opened > 0;
        *self = Self::new(self.pause);
        opened
    }

    /// Notes a failure, `at_once` for a 421, with which the relay asks to be left alone; returns whether the breaker opens.
    pub fn failed(&mut self, now: Instant, at_once: bool) -> bool {
        self.failures = self.failures.saturating_add(1);
        // Once it has opened, the first failure after the pause opens it again.
        let opens = at_once || self.failures >= PATIENCE || self.opened > 0;
        if opens {
            let pause = self.pause.saturating_mul(2u32.saturating_pow(self.opened.min(5)));
            self.until = now.checked_add(pause);
            self.opened = self.opened.saturating_add(1);
            self.failures = 0;
        }
        opens
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_or_one_421_open_it_and_a_success_closes_it() {
        let now = Instant::now();
        let mut breaker = Breaker::new(Duration::from_secs(30));
        assert!((0..4).all(|_| !breaker.failed(now, false)));
        assert_eq!(breaker.wait(now), None);
        assert!(breaker.failed(now, false));
        assert_eq!(breaker.wait(now), Some(Duration::from_secs(30)));
        let later = now + Duration::from_secs(30);
        assert_eq!(breaker.wait(later), None);
        assert!(breaker.failed(later, false));
        assert_eq!(breaker.wait(later), Some(Duration::from_mins(1)));
        assert!(breaker.succeeded() && !breaker.succeeded());
        assert_eq!(breaker.wait(later), None);
        assert!(breaker.failed(later, true));
        assert_eq!(breaker.wait(later), Some(Duration::from_secs(30)));
    }

    #[test]
    fn the_pause_has_an_upper_bound() {
        let now = Instant::now();
        let mut breaker = Breaker::new(Duration::from_secs(30));
        assert!((0..100).all(|_| breaker.failed(now, true)));
        assert_eq!(breaker.wait(now), Some(Duration::from_mins(16)));
    }
}
