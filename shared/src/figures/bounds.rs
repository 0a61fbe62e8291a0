//! What may be said of a figure while some of it is missing: bounds, and a verdict that may be "cannot say".

use jiff::civil::Date;

use super::{Dates, Quotient, Target};
use crate::coded::coded;

coded! {
    /// Whether a target is met (R118).
    Outcome {
        /// It is met, whatever the missing bodies will say.
        Met = "met",
        /// It is not met, whatever they will say, and its date is past.
        NotMet = "not_met",
        /// It is not met, and its date is to come.
        InProgress = "in_progress",
        /// What is missing decides.
        CannotSay = "cannot_say",
    }
}

coded! {
    /// Why nobody can say yet (R118).
    Doubt {
        /// Nobody has said how much.
        NoData = "no_data",
        /// There is nothing that could be a share of something.
        NothingToMeasure = "nothing_to_measure",
        /// The target lies between the worst and the best that the missing bodies can bring.
        BetweenBounds = "between_bounds",
        /// A sum can only grow, and no one knows how far.
        AtLeast = "at_least",
        /// Nobody knows how much the missing bodies weigh.
        WeightUnknown = "weight_unknown",
    }
}

/// What the whole can come to, the missing bodies taken at their worst and at their best (R117).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    pub(super) low: Quotient,
    pub(super) high: Option<Quotient>,
    pub(super) parts: Option<(i64, i64, i64)>,
}

impl Bounds {
    /// Bounds that meet, because nothing is missing.
    pub(super) fn exact(value: Quotient) -> Self {
        Self { low: value, high: Some(value), parts: None }
    }

    /// From `low` to `high` of `whole`, in percent; none of nothing.
    pub(super) fn shares(low: i64, high: i64, whole: i64) -> Option<Self> {
        Some(Self {
            low: Quotient::percent(low, whole)?,
            high: Some(Quotient::percent(high, whole)?),
            parts: Some((low, high, whole)),
        })
    }

    /// The least that it can come to.
    pub fn low(&self) -> Quotient {
        self.low
    }

    /// The most that it can come to; none where nothing bounds it.
    pub fn high(&self) -> Option<Quotient> {
        self.high
    }

    /// Both numerators and their denominator, where the bounds are shares.
    pub fn parts(&self) -> Option<(i64, i64, i64)> {
        self.parts
    }

    /// Whether nothing is open between them.
    pub fn meet(&self) -> bool {
        self.high == Some(self.low)
    }

    /// Whether the whole reaches `level` in the worst and in the best case, in this order. Without an upper bound the best of
    /// what rises is endless.
    fn reach(&self, target: &Target, level: Quotient) -> (bool, bool) {
        let low = target.holds(self.low, level);
        let high = self.high.map_or(target.rises(), |high| target.holds(high, level));
        if target.rises() { (low, high) } else { (high, low) }
    }
}

/// What is said of a target, and why (R118).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    outcome: Outcome,
    doubt: Option<Doubt>,
    provisional_to: Option<Date>,
    met_when_set: bool,
    stretch: Option<Outcome>,
}

impl Verdict {
    /// The verdict over `bounds`, or over the reason for which there are none.
    pub(super) fn of(target: &Target, bounds: Result<Bounds, Doubt>, dates: Dates) -> Self {
        let past = dates.today > target.due_on() || dates.as_of >= target.due_on();
        let judge = |level| match bounds {
            Err(doubt) => (Outcome::CannotSay, Some(doubt)),
            Ok(bounds) => match bounds.reach(target, level) {
                (true, _) => (Outcome::Met, None),
                (false, false) if past => (Outcome::NotMet, None),
                (false, false) => (Outcome::InProgress, None),
                (false, true) if bounds.high.is_none() => (Outcome::CannotSay, Some(Doubt::AtLeast)),
                (false, true) => (Outcome::CannotSay, Some(Doubt::BetweenBounds)),
            },
        };
        let (outcome, doubt) = judge(target.level());
        let judged = matches!(outcome, Outcome::Met | Outcome::NotMet);
        Self {
            outcome,
            doubt,
            provisional_to: (judged && dates.as_of < target.due_on()).then_some(dates.as_of),
            met_when_set: outcome == Outcome::Met && target.was_met_when_set(),
            stretch: target.stretch().map(|level| judge(level).0),
        }
    }

    /// Whether the target is met.
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// Why nobody can say, where nobody can.
    pub fn doubt(&self) -> Option<Doubt> {
        self.doubt
    }

    /// The date that the numbers speak of, where it is before that of the target: until then the verdict is provisional.
    pub fn provisional_to(&self) -> Option<Date> {
        self.provisional_to
    }

    /// Whether it was met already when it was set.
    pub fn was_met_when_set(&self) -> bool {
        self.met_when_set
    }

    /// What is said of the stretch, if the target is a range.
    pub fn stretch(&self) -> Option<Outcome> {
        self.stretch
    }
}
