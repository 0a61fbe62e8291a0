//! A figure: a sum that cannot be without its coverage.

use super::{
    Bounds, Counts, Coverage, Decimal, Doubt, Formula, MAX_PLACES, OverBodies, Quotient, Tally, Target, Unit,
    Verdict, WeightKind,
};
use crate::coded::coded;

coded! {
    /// Why numbers and coverage make no figure.
    FigureFault {
        /// A ratio without a denominator.
        HalfRatio = "half_ratio",
        /// A denominator where the formula has none.
        WholeNotAsked = "whole_not_asked",
        /// The part is larger than the whole, or below zero.
        PartAboveWhole = "part_above_whole",
        /// A sum that is bounded by zero, and lies below it.
        Negative = "negative",
        /// Numbers, and nobody who reported them.
        NumbersOfNobody = "numbers_of_nobody",
        /// Reported by bodies and published by an owner at once, or neither.
        WrongCoverage = "wrong_coverage",
        /// A percentage without anything that it is a share of.
        PercentOfNothing = "percent_of_nothing",
        /// A ratio that is not read in percent.
        RatioNotInPercent = "ratio_not_in_percent",
        /// More decimal places or a larger scale than numbers have here.
        TooManyPlaces = "too_many_places",
    }
}

/// The numbers of a figure: scaled integers, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// The sum, the numerator, the bodies that say yes, the different things, or what was published.
    pub num: i64,
    /// The denominator of a ratio; the number of things that there are, or the denominator that was published, if known. The
    /// denominator of `count_of_tenants` is the number of bodies expected and is not repeated here.
    pub den: Option<i64>,
}

impl Tally {
    /// The numbers of this tally under `formula`. Different things and what was published are no sum of cells: none.
    pub fn parts(&self, formula: &Formula) -> Option<Parts> {
        match formula.over_bodies {
            OverBodies::Sum => Some(Parts { num: self.num, den: None }),
            OverBodies::Ratio => Some(Parts { num: self.num, den: Some(self.den) }),
            OverBodies::CountOfTenants => Some(Parts { num: self.yes, den: None }),
            OverBodies::Distinct | OverBodies::Record => None,
        }
    }
}

/// A figure with everything that must be said with it (R115). It has no `Display`: a sentence comes from [`Figure::words`], the
/// short form of tables from [`Figure::short`], both with the coverage in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    formula: Formula,
    parts: Parts,
    coverage: Coverage,
    target: Option<Target>,
}

impl Figure {
    /// A figure of `parts` over the bodies that `coverage` speaks of.
    ///
    /// # Errors
    /// The first reason for which these numbers cannot be what `formula` makes of that coverage.
    pub fn of(formula: Formula, parts: Parts, coverage: Coverage) -> Result<Self, FigureFault> {
        if formula.decimals > MAX_PLACES || formula.scale > MAX_PLACES {
            return Err(FigureFault::TooManyPlaces);
        }
        let of_record = formula.over_bodies == OverBodies::Record;
        if of_record != coverage.record().is_some() {
            return Err(FigureFault::WrongCoverage);
        }
        let counts = coverage.counts().unwrap_or_default();
        if !of_record && counts.present() == 0 && (parts.num != 0 || parts.den.unwrap_or(0) != 0) {
            // A number of things that there are is known before anybody reports.
            if formula.over_bodies != OverBodies::Distinct || parts.num != 0 {
                return Err(FigureFault::NumbersOfNobody);
            }
        }
        let whole = match formula.over_bodies {
            OverBodies::Sum if formula.unit == Unit::Percent => return Err(FigureFault::PercentOfNothing),
            OverBodies::Sum | OverBodies::CountOfTenants if parts.den.is_some() => {
                return Err(FigureFault::WholeNotAsked);
            }
            OverBodies::Ratio if formula.unit == Unit::Number => return Err(FigureFault::RatioNotInPercent),
            OverBodies::Ratio if parts.den.is_none() => return Err(FigureFault::HalfRatio),
            OverBodies::Distinct if formula.unit == Unit::Percent && parts.den.is_none() => {
                return Err(FigureFault::PercentOfNothing);
            }
            OverBodies::CountOfTenants => Some(counts.value),
            _ => parts.den,
        };
        if formula.bounded && parts.num < 0 {
            return Err(FigureFault::Negative);
        }
        if whole.is_some_and(|whole| whole < 0 || (formula.bounded && parts.num > whole)) {
            return Err(FigureFault::PartAboveWhole);
        }
        Ok(Self { formula, parts, coverage, target: None })
    }

    /// The same figure beside its target, which decides how many digits are printed (R112).
    #[must_use]
    pub fn against(self, target: Target) -> Self {
        Self { target: Some(target), ..self }
    }

    /// How it was made.
    pub fn formula(&self) -> &Formula {
        &self.formula
    }

    /// Its numbers, as stored.
    pub fn parts(&self) -> Parts {
        self.parts
    }

    /// Who is in it.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The target that it stands beside.
    pub fn target(&self) -> Option<&Target> {
        self.target.as_ref()
    }

    /// What stands under the line, whichever way it adds up: of `count_of_tenants` the bodies that owe an answer.
    pub fn whole(&self) -> Option<i64> {
        match self.formula.over_bodies {
            OverBodies::CountOfTenants => Some(self.counts().expected),
            _ => self.parts.den,
        }
    }

    /// What it comes to in its unit; none where nobody has said how much, or where there is nothing to be a share of.
    pub fn value(&self) -> Option<Quotient> {
        let published = self.formula.over_bodies == OverBodies::Record;
        if !published && self.counts().present() == 0 {
            return None;
        }
        match (self.formula.unit, self.whole()) {
            (Unit::Percent, Some(whole)) => Quotient::percent(self.parts.num, whole),
            (Unit::Percent, None) | (Unit::Number, _) => {
                Some(Quotient::scaled(self.parts.num, self.number_scale()))
            }
        }
    }

    /// [`Figure::value`] as it is printed: rounded, with as many more digits as it takes to lie on the side of its target on which
    /// it truly lies, and never as 100 % while something is open (R112).
    pub fn printed(&self) -> Option<Decimal> {
        self.value().map(|value| self.print(value))
    }

    /// Another value of this figure, such as a bound, printed by the same rule.
    pub fn print(&self, value: Quotient) -> Decimal {
        let levels = self.target.map(|target| (target, [Some(target.level()), target.stretch()]));
        let full = Quotient::scaled(100, 0);
        let says_what_is = |printed: Quotient| {
            let same_side = levels.is_none_or(|(target, levels)| {
                levels
                    .into_iter()
                    .flatten()
                    .all(|level| target.holds(printed, level) == target.holds(value, level))
            });
            same_side && (self.formula.unit == Unit::Number || (printed == full) == (value == full))
        };
        let decimals = self.formula.decimals;
        (decimals..=MAX_PLACES)
            .map(|places| value.rounded(places))
            .find(|printed| says_what_is((*printed).into()))
            .unwrap_or_else(|| value.rounded(MAX_PLACES))
    }

    /// What it can come to once the missing bodies have reported (R117).
    ///
    /// # Errors
    /// Why there are no bounds.
    pub fn bounds(&self) -> Result<Bounds, Doubt> {
        let Some(value) = self.value() else {
            let somebody = self.counts().present() > 0 || self.coverage.record().is_some();
            return Err(if somebody { Doubt::NothingToMeasure } else { Doubt::NoData });
        };
        let (unknown, expected) = (self.counts().unknown(), self.counts().expected);
        if unknown == 0 || self.formula.over_bodies == OverBodies::Record {
            return Ok(Bounds::exact(value));
        }
        if !self.formula.bounded {
            return Err(Doubt::WeightUnknown);
        }
        let num = self.parts.num;
        match (self.formula.over_bodies, self.parts.den) {
            (OverBodies::Ratio, Some(den)) => {
                let missing = self.missing_weight().ok_or(Doubt::WeightUnknown)?;
                let reach =
                    num.checked_add(missing).zip(den.checked_add(missing)).ok_or(Doubt::WeightUnknown)?;
                Bounds::shares(num, reach.0, reach.1).ok_or(Doubt::NothingToMeasure)
            }
            (OverBodies::CountOfTenants, _) => self.counted(num.saturating_add(unknown), expected),
            (OverBodies::Distinct, Some(things)) => self.counted(things, things),
            _ => Ok(Bounds { low: value, high: None, parts: None }),
        }
    }

    /// From the number counted to `high`, of `whole`, in the unit of the figure.
    fn counted(&self, high: i64, whole: i64) -> Result<Bounds, Doubt> {
        let shares = Bounds::shares(self.parts.num, high, whole).ok_or(Doubt::NothingToMeasure)?;
        if self.formula.unit == Unit::Percent {
            return Ok(shares);
        }
        let number = |n| Quotient::scaled(n, self.number_scale());
        Ok(Bounds { low: number(self.parts.num), high: Some(number(high)), ..shares })
    }

    /// What is said of the target; none without one.
    pub fn verdict(&self) -> Option<Verdict> {
        self.target.map(|target| Verdict::of(&target, self.bounds(), self.coverage.dates()))
    }

    /// Scale of the numbers that are printed: bodies are counted whole.
    pub(crate) fn number_scale(&self) -> u8 {
        if self.formula.over_bodies == OverBodies::CountOfTenants { 0 } else { self.formula.scale }
    }

    /// Weight of the bodies that are missing, in the things that the denominator counts; none where that is not known.
    fn missing_weight(&self) -> Option<i64> {
        let weight = self.coverage.weight()?;
        let counts_the_same =
            weight.kind == WeightKind::LastDenominator || self.formula.base == Some(weight.kind);
        counts_the_same.then(|| weight.of.saturating_sub(weight.present))
    }

    fn counts(&self) -> Counts {
        self.coverage.counts().unwrap_or_default()
    }
}
