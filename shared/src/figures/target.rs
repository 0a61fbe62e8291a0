//! Targets: what a figure must reach by a date, and how far it has come.

use jiff::civil::Date;

use super::{Decimal, Direction, Quotient};
use crate::coded::coded;

coded! {
    /// How a figure is compared with its target.
    Op {
        /// At least.
        Ge = "ge",
        /// More than: "over 90 %".
        Gt = "gt",
        /// At most.
        Le = "le",
    }
}

coded! {
    /// Why a target can be no target.
    TargetFault {
        /// The stretch is not further than the floor.
        StretchNotBeyondFloor = "stretch_not_beyond_floor",
        /// A gain has to be measured from a baseline.
        GainWithoutBaseline = "gain_without_baseline",
        /// A gain above zero is asked for, whichever way is better.
        GainNotPositive = "gain_not_positive",
        /// "At most" where more is better, or "at least" where less is.
        AgainstDirection = "against_direction",
    }
}

/// What is to be reached, in the unit of the figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// A level: the floor must be reached, the stretch should be.
    Level {
        /// What must be reached.
        floor: Decimal,
        /// What should be reached, if the target is a range.
        stretch: Option<Decimal>,
    },
    /// So much better than the baseline: five places gained.
    Gain(Decimal),
}

/// A target (R119). What it asks for fits the direction of its indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    op: Op,
    goal: Goal,
    direction: Direction,
    baseline: Option<(Decimal, Date)>,
    due_on: Date,
}

impl Target {
    /// A target of an indicator that gets better in `direction`; `baseline` is the value when it was set, with its date.
    ///
    /// # Errors
    /// The first of the rules that it breaks.
    pub fn of(
        direction: Direction,
        op: Op,
        goal: Goal,
        baseline: Option<(Decimal, Date)>,
        due_on: Date,
    ) -> Result<Self, TargetFault> {
        let less_is_asked = op == Op::Le;
        let against = match goal {
            Goal::Level { .. } => less_is_asked != (direction == Direction::Down),
            Goal::Gain(_) => less_is_asked,
        };
        if against {
            return Err(TargetFault::AgainstDirection);
        }
        match goal {
            Goal::Level { floor, stretch: Some(stretch) }
                if stretch == floor || (stretch < floor) != less_is_asked =>
            {
                return Err(TargetFault::StretchNotBeyondFloor);
            }
            Goal::Gain(by) if by <= Decimal::whole(0) => return Err(TargetFault::GainNotPositive),
            Goal::Gain(_) if baseline.is_none() => return Err(TargetFault::GainWithoutBaseline),
            Goal::Level { .. } | Goal::Gain(_) => {}
        }
        Ok(Self { op, goal, direction, baseline, due_on })
    }

    /// How it compares.
    pub fn op(&self) -> Op {
        self.op
    }

    /// What is to be reached.
    pub fn goal(&self) -> Goal {
        self.goal
    }

    /// The value when it was set, with its date.
    pub fn baseline(&self) -> Option<(Decimal, Date)> {
        self.baseline
    }

    /// By when.
    pub fn due_on(&self) -> Date {
        self.due_on
    }

    /// The level that must be reached: the floor, or the baseline and the gain.
    pub fn level(&self) -> Quotient {
        match (self.goal, self.baseline) {
            (Goal::Level { floor, .. }, _) => floor.into(),
            (Goal::Gain(by), base) => {
                let (base, by) =
                    (Quotient::from(base.map_or(Decimal::whole(0), |(value, _)| value)), by.into());
                let moved = if self.direction == Direction::Up { base.plus(by) } else { base.minus(by) };
                moved.unwrap_or(base)
            }
        }
    }

    /// The level that should be reached, if the target is a range.
    pub fn stretch(&self) -> Option<Quotient> {
        match self.goal {
            Goal::Level { stretch, .. } => stretch.map(Quotient::from),
            Goal::Gain(_) => None,
        }
    }

    /// Whether more is better.
    pub(crate) fn rises(&self) -> bool {
        self.direction == Direction::Up
    }

    /// Whether `value` is where the target wants it, `level` being the one that is asked for.
    pub(super) fn holds(&self, value: Quotient, level: Quotient) -> bool {
        let better = if self.rises() { value > level } else { value < level };
        better || (value == level && self.op != Op::Gt)
    }

    /// Whether `value` reaches what must be reached.
    pub fn is_met_by(&self, value: Quotient) -> bool {
        self.holds(value, self.level())
    }

    /// Whether it was met already when it was set.
    pub fn was_met_when_set(&self) -> bool {
        matches!(self.goal, Goal::Level { .. })
            && self.baseline.is_some_and(|(value, _)| self.is_met_by(value.into()))
    }

    /// How far `now` is on the way from the baseline to the target; none without a baseline, and none where there was no way to
    /// go.
    pub fn progress(&self, now: Quotient) -> Option<Progress> {
        let (base, level) = (Quotient::from(self.baseline?.0), self.level());
        let (gone, of) = if self.rises() {
            (now.minus(base)?, level.minus(base)?)
        } else {
            (base.minus(now)?, base.minus(level)?)
        };
        (of > Quotient::scaled(0, 0)).then_some(Progress { gone, of })
    }
}

/// The way from a baseline to a target (R119).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    gone: Quotient,
    of: Quotient,
}

impl Progress {
    /// What was gained since the baseline, in the unit of the figure; below zero where it fell behind.
    pub fn gone(&self) -> Quotient {
        self.gone
    }

    /// What had to be gained, above zero.
    pub fn of(&self) -> Quotient {
        self.of
    }

    /// The share of the way in percent, as it is: below 0 and above 100 too.
    pub fn share(&self) -> Option<Quotient> {
        self.gone.in_percent_of(self.of)
    }

    /// The share of the way in whole percent for a bar, which ends at 0 and at 100.
    pub fn bar(&self) -> u8 {
        let share = self.share().map_or(0, |share| share.rounded(0).units());
        u8::try_from(share.clamp(0, 100)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn at_least(op: Op, floor: &str, stretch: Option<&str>) -> Target {
        let goal = Goal::Level { floor: number(floor), stretch: stretch.map(number) };
        Target::of(Direction::Up, op, goal, None, date(2024, 12, 31)).unwrap()
    }

    #[test]
    fn over_ninety_is_more_than_ninety() {
        let over = at_least(Op::Gt, "90", None);
        assert!(!over.is_met_by(Quotient::percent(90, 100).unwrap()));
        assert!(over.is_met_by(Quotient::percent(90_001, 100_000).unwrap()));
        assert!(at_least(Op::Ge, "90", None).is_met_by(Quotient::percent(90, 100).unwrap()));
    }

    #[test]
    fn a_range_has_a_floor_and_a_stretch() {
        let range = at_least(Op::Ge, "65", Some("70"));
        let found = Quotient::percent(66, 100).unwrap();
        assert!(range.is_met_by(found) && !range.holds(found, range.stretch().unwrap()));
        let goal = Goal::Level { floor: number("70"), stretch: Some(number("70")) };
        let refused = Target::of(Direction::Up, Op::Ge, goal, None, date(2024, 12, 31));
        assert_eq!(refused, Err(TargetFault::StretchNotBeyondFloor));
    }

    #[test]
    fn places_are_gained_downwards() {
        let baseline = Some((Decimal::whole(86), date(2022, 9, 28)));
        let gain = |by| Target::of(Direction::Down, Op::Ge, Goal::Gain(by), baseline, date(2024, 12, 31));
        let target = gain(Decimal::whole(5)).unwrap();
        let rank = |n| Quotient::scaled(n, 0);
        assert!(target.is_met_by(rank(71)) && target.is_met_by(rank(81)) && !target.is_met_by(rank(82)));
        assert_eq!(target.progress(rank(71)).unwrap().gone(), rank(15));
        assert_eq!(gain(Decimal::whole(0)), Err(TargetFault::GainNotPositive));
        let none =
            Target::of(Direction::Down, Op::Ge, Goal::Gain(Decimal::whole(5)), None, date(2024, 12, 31));
        assert_eq!(none, Err(TargetFault::GainWithoutBaseline));
    }

    #[test]
    fn a_rank_that_was_good_enough_when_it_was_asked_for_has_no_way_to_go() {
        let goal = Goal::Level { floor: Decimal::whole(30), stretch: None };
        let baseline = Some((Decimal::whole(25), date(2021, 6, 29)));
        let target = Target::of(Direction::Down, Op::Le, goal, baseline, date(2024, 12, 31)).unwrap();
        assert!(target.was_met_when_set() && target.is_met_by(Quotient::scaled(17, 0)));
        assert_eq!(target.progress(Quotient::scaled(17, 0)), None);
        let upward = Target::of(Direction::Up, Op::Le, goal, baseline, date(2024, 12, 31));
        assert_eq!(upward, Err(TargetFault::AgainstDirection));
    }

    #[test]
    fn the_way_is_measured_from_the_baseline_and_its_bar_ends_at_both_ends() {
        let goal = Goal::Level { floor: Decimal::whole(60), stretch: None };
        let baseline = Some((Decimal::whole(40), date(2023, 12, 31)));
        let target = Target::of(Direction::Up, Op::Ge, goal, baseline, date(2024, 12, 31)).unwrap();
        for (now, share, bar) in [(45, 25, 25), (35, -25, 0), (65, 125, 100), (60, 100, 100)] {
            let progress = target.progress(Quotient::scaled(now, 0)).unwrap();
            assert_eq!(progress.share(), Some(Quotient::scaled(share, 0)), "{now}");
            assert_eq!(progress.bar(), bar, "{now}");
        }
    }
}
