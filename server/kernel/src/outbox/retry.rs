//! When to try again (pure).
//!
//! A relay that greylists wants the second try after five minutes or so; a mail host that is away for a weekend should
//! cost nobody a message (RFC 5321 4.5.4.1 asks for four to five days).

use std::time::Duration;

/// The first pauses; from then on [`LONG`].
const SHORT: [Duration; 4] =
    [Duration::from_mins(1), Duration::from_mins(5), Duration::from_mins(15), Duration::from_hours(1)];
const LONG: Duration = Duration::from_hours(4);
/// Five days of pauses: the short ones, and as many long ones as fit.
pub const MOST_ATTEMPTS: i32 = 34;

/// How long to wait after the `attempts`-th attempt failed; none when it was the last. `jitter` is any number: it adds up
/// to a quarter of the pause, so that what failed together does not come back together.
pub fn pause(attempts: i32, jitter: u32) -> Option<Duration> {
    if attempts >= MOST_ATTEMPTS {
        return None;
    }
    let index = usize::try_from(attempts.saturating_sub(1)).unwrap_or(0);
    let pause = SHORT.get(index).copied().unwrap_or(LONG);
    Some(pause.saturating_add(pause.saturating_mul(jitter % 256) / 1024))
}

/// The most attempts at an errand: with their pauses about eight hours, in which a person has seen the alarm.
pub const MOST_ATTEMPTS_AT_AN_ERRAND: i32 = 20;

/// How long an errand waits after its `attempts`-th attempt failed: twice as long each time, from a second to an hour. None
/// after the last attempt.
pub fn pause_of_errand(attempts: i32) -> Option<Duration> {
    let doubled = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0);
    let pause = Duration::from_secs(1).saturating_mul(2u32.saturating_pow(doubled));
    (attempts < MOST_ATTEMPTS_AT_AN_ERRAND).then_some(pause.min(Duration::from_hours(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pauses_are_1_5_15_and_60_minutes_then_4_hours_for_up_to_five_days() {
        let minutes = |attempts| pause(attempts, 0).map(|pause| pause.as_secs() / 60);
        assert_eq!([1, 2, 3, 4, 5, 6].map(minutes), [1, 5, 15, 60, 240, 240].map(Some));
        assert_eq!(minutes(MOST_ATTEMPTS), None);
        let total: Duration = (1..).map_while(|attempts| pause(attempts, 0)).sum();
        assert!(total <= Duration::from_hours(120) && total > Duration::from_hours(112), "{total:?}");
    }

    #[test]
    fn an_errand_is_put_off_for_twice_as_long_each_time_and_given_up_after_eight_hours() {
        let seconds = |attempts| pause_of_errand(attempts).map(|pause| pause.as_secs());
        assert_eq!([1, 2, 3, 12, 13, 19].map(seconds), [1, 2, 4, 2048, 3600, 3600].map(Some));
        assert_eq!([MOST_ATTEMPTS_AT_AN_ERRAND, i32::MAX].map(seconds), [None, None]);
        let total: Duration = (1..).map_while(pause_of_errand).sum();
        assert!(total > Duration::from_hours(7) && total < Duration::from_hours(9), "{total:?}");
    }

    #[test]
    fn jitter_only_lengthens_and_by_a_quarter_at_most() {
        for attempts in 1..MOST_ATTEMPTS {
            let plain = pause(attempts, 0).unwrap();
            for jitter in [1, 255, 256, u32::MAX] {
                let pause = pause(attempts, jitter).unwrap();
                assert!(plain <= pause && pause <= plain + plain / 4);
            }
        }
    }
}
