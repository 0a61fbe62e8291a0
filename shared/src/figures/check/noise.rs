//! What may be said of a rule by how its warnings were judged (R144).

/// Judgements below which nothing is said of a rule: the share of a handful tells of that handful. Of ten it takes four needless
/// warnings to call a rule noisy, and three are none; of one it would take that one.
pub const LEAST_JUDGED: i64 = 10;

/// Percent of the judged warnings beyond which a rule is noisy.
pub const NOISY_PERCENT: i64 = 30;

/// What may be said of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleVerdict {
    /// Fewer than [`LEAST_JUDGED`] of its warnings were judged.
    TooFew,
    /// Hardly ever needless.
    Useful,
    /// Needless too often: its thresholds want a look.
    Noisy,
}

impl RuleVerdict {
    /// By how many warnings were judged, and how many of these were needless.
    pub const fn of(judged: i64, needless: i64) -> Self {
        if judged < LEAST_JUDGED {
            Self::TooFew
        } else if needless.saturating_mul(100) > judged.saturating_mul(NOISY_PERCENT) {
            Self::Noisy
        } else {
            Self::Useful
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_of_a_rule_before_ten_of_its_warnings_were_judged() {
        for (judged, needless) in [(0, 0), (1, 1), (4, 2), (9, 9)] {
            assert_eq!(RuleVerdict::of(judged, needless), RuleVerdict::TooFew, "{needless} of {judged}");
        }
        assert_eq!(RuleVerdict::of(LEAST_JUDGED, LEAST_JUDGED), RuleVerdict::Noisy);
    }

    #[test]
    fn a_rule_is_noisy_beyond_thirty_percent_and_not_at_it() {
        for (judged, needless, verdict) in [
            (10, 3, RuleVerdict::Useful),
            (10, 4, RuleVerdict::Noisy),
            (1_000, 300, RuleVerdict::Useful),
            (1_000, 301, RuleVerdict::Noisy),
        ] {
            assert_eq!(RuleVerdict::of(judged, needless), verdict, "{needless} of {judged}");
        }
    }
}
