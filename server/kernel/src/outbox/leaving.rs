//! When a message that is queued now leaves, with the holds that keep it back (pure).

use jiff::Timestamp;

/// The time of a hold: from an instant until another, or until somebody lifts it.
pub type Hold = (Timestamp, Option<Timestamp>);

/// When mail leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaving {
    /// The instant; none if a hold lasts until it is lifted.
    pub at: Option<Timestamp>,
    /// Whether a hold keeps the mail back.
    pub is_held: bool,
}

impl Leaving {
    /// Passes one hold after the other. From `now`, and from the end of each hold, the mail waits for the send window, which
    /// `window` finds.
    pub fn new(holds: &[Hold], now: Timestamp, window: impl Fn(Timestamp) -> Timestamp) -> Self {
        let mut leaving = Self { at: Some(window(now)), is_held: false };
        while let Some(at) = leaving.at {
            let keeps = |(from, until): &&Hold| *from <= at && until.is_none_or(|until| until > at);
            let Some((_, until)) = holds.iter().find(keeps) else { break };
            leaving = Self { at: until.map(&window), is_held: true };
        }
        leaving
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// A window that is open in the second half of every hundred seconds.
    fn window(from: Timestamp) -> Timestamp {
        let second = from.as_second();
        at(if second % 100 < 50 { second - second % 100 + 50 } else { second })
    }

    fn leaves(holds: &[(i64, Option<i64>)]) -> (Option<i64>, bool) {
        let holds: Vec<Hold> = holds.iter().map(|(from, until)| (at(*from), until.map(at))).collect();
        let leaving = Leaving::new(&holds, at(120), window);
        (leaving.at.map(Timestamp::as_second), leaving.is_held)
    }

    #[test]
    fn mail_leaves_in_the_window_after_every_hold_on_its_way() {
        assert_eq!(leaves(&[]), (Some(150), false));
        // Over before the window, or not yet begun.
        assert_eq!(leaves(&[(0, Some(140)), (0, Some(150)), (151, Some(160))]), (Some(150), false));
        assert_eq!(leaves(&[(150, Some(151))]), (Some(151), true));
        assert_eq!(leaves(&[(0, Some(210))]), (Some(250), true));
        // The second begins while the first lasts, and a third covers the window that would follow.
        assert_eq!(leaves(&[(250, Some(270)), (140, Some(180)), (170, Some(205))]), (Some(270), true));
    }

    #[test]
    fn a_hold_without_an_end_keeps_mail_back_until_it_is_lifted() {
        assert_eq!(leaves(&[(0, None)]), (None, true));
        assert_eq!(leaves(&[(0, Some(210)), (240, None)]), (None, true));
        assert_eq!(leaves(&[(151, None)]), (Some(150), false));
    }
}
