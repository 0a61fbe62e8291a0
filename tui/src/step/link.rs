//! The state of the way to the server, as the header shows it.

use std::time::Duration;

use crate::net::LinkNews;

/// The state of the event stream.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Link {
    /// Not asked for yet.
    #[default]
    Idle,
    /// Being made.
    Connecting,
    /// Changes arrive as they happen.
    Live,
    /// There is none for this person's role.
    Absent,
    /// Lost; tried again at this time.
    Retrying {
        /// When it is tried again.
        at: Duration,
        /// How many tries have failed in a row.
        attempt: u32,
    },
}

impl Link {
    /// The state after this news.
    pub fn after(news: LinkNews, now: Duration) -> Self {
        match news {
            LinkNews::Connecting => Self::Connecting,
            LinkNews::Live => Self::Live,
            LinkNews::Absent => Self::Absent,
            LinkNews::Lost { attempt, retry_in } => {
                Self::Retrying { at: now.saturating_add(retry_in), attempt }
            }
        }
    }

    /// Whole seconds until the next try, rounded up.
    pub fn seconds_left(at: Duration, now: Duration) -> u64 {
        at.saturating_sub(now).as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::time::next_second;

    #[test]
    fn a_countdown_is_woken_once_a_second_and_ends() {
        let at = Duration::from_millis(2500);
        assert_eq!(next_second(at, Duration::ZERO), Some(Duration::from_millis(500)));
        assert_eq!(next_second(at, Duration::from_millis(500)), Some(Duration::from_millis(1500)));
        assert_eq!(next_second(at, at), None);
        assert_eq!(Link::seconds_left(at, Duration::from_millis(600)), 2);
    }
}
