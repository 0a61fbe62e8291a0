//! Coverage: who is in a figure, who is not, and since when.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Basis, Tally};
use crate::coded::coded;

coded! {
    /// How those who owe a figure are called together.
    Bodies {
        /// Any of the 93.
        All = "all",
        /// Ministries and agencies.
        Ministries = "ministries",
        /// Provinces and cities.
        Localities = "localities",
        /// Their reports, where a body owes one for each of several periods.
        Reports = "reports",
    }
}

coded! {
    /// Why counts are no coverage.
    CoverageFault {
        /// Expected is not the sum of value, nil, not available and missing.
        DoesNotAddUp = "does_not_add_up",
        /// A count below zero.
        Negative = "negative",
        /// More estimates than values.
        EstimatesBeyondValues = "estimates_beyond_values",
        /// More was verified than was filed.
        VerifiedBeyondFiled = "verified_beyond_filed",
        /// The weight present is more than the whole, or the whole is nothing.
        WeightBeyondWhole = "weight_beyond_whole",
        /// A figure of record without the name of its source.
        SourceMissing = "source_missing",
    }
}

coded! {
    /// What the weight of bodies is measured in (R116).
    WeightKind {
        /// The denominator that each body last reported.
        LastDenominator = "last_denominator",
        /// People.
        Population = "population",
        /// Adults.
        Adults = "adults",
        /// Households.
        Households = "households",
        /// Villages.
        Villages = "villages",
        /// Enterprises.
        Enterprises = "enterprises",
    }
}

/// For how much of the country the bodies in a figure stand (R116).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Weight {
    /// Weight of the bodies that have said how much.
    pub present: i64,
    /// Weight of all that owe it. Known for every one of them, or there is no weight at all.
    pub of: i64,
    /// What it is measured in.
    pub kind: WeightKind,
}

/// How many bodies said what. `expected` = `value` + `nil` + `not_available` + `missing`; `not_applicable` lies outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Counts {
    /// Bodies that owe the figure; known before anything is filed.
    pub expected: i64,
    /// With a number.
    pub value: i64,
    /// Where nothing happened.
    pub nil: i64,
    /// Whom the indicator does not concern.
    pub not_applicable: i64,
    /// That filed without the number.
    pub not_available: i64,
    /// That filed nothing, or were returned.
    pub missing: i64,
    /// Of the values, those marked as an estimate.
    pub estimated: i64,
    /// Of what was filed, what the Working Group has verified.
    pub verified: i64,
}

impl Counts {
    /// Bodies that have said how much: "có số liệu".
    pub fn present(self) -> i64 {
        self.value.saturating_add(self.nil)
    }

    /// Bodies whose number is not known: filed without it, or filed nothing.
    pub fn unknown(self) -> i64 {
        self.not_available.saturating_add(self.missing)
    }

    fn fault(self) -> Option<CoverageFault> {
        let all = [
            self.expected,
            self.value,
            self.nil,
            self.not_applicable,
            self.not_available,
            self.missing,
            self.estimated,
            self.verified,
        ];
        let filed = self.present().saturating_add(self.not_available);
        if all.iter().any(|n| *n < 0) {
            Some(CoverageFault::Negative)
        } else if filed.saturating_add(self.missing) != self.expected {
            Some(CoverageFault::DoesNotAddUp)
        } else if self.estimated > self.value {
            Some(CoverageFault::EstimatesBeyondValues)
        } else if self.verified > filed {
            Some(CoverageFault::VerifiedBeyondFiled)
        } else {
            None
        }
    }
}

/// The dates that a figure is read with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// The local date on which it is read; in an edition, that of its snapshot.
    pub today: Date,
    /// The date that the numbers speak of: the last day of the period, or an earlier one.
    pub as_of: Date,
    /// When the reports of the period are due.
    pub due_on: Date,
    /// When the period is cut off.
    pub cutoff_on: Date,
    /// The number of the edition that it stands in, if it stands in one.
    pub edition: Option<i32>,
}

/// Who published a figure of record, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Name of the source, in the source's own words.
    pub source: String,
    /// Day of publication.
    pub published_on: Date,
}

/// Who is in a figure. It always adds up (R115); nothing prints a figure that has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    who: Who,
    dates: Dates,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Who {
    Bodies { counts: Counts, called: Bodies, basis: Basis, weight: Option<Weight> },
    Record(Record),
}

impl Coverage {
    /// The coverage of a figure that bodies reported.
    ///
    /// # Errors
    /// The first of the rules that the counts or the weight break.
    pub fn of_bodies(
        counts: Counts,
        called: Bodies,
        basis: Basis,
        weight: Option<Weight>,
        dates: Dates,
    ) -> Result<Self, CoverageFault> {
        if let Some(fault) = counts.fault() {
            return Err(fault);
        }
        if weight.is_some_and(|w| w.present < 0 || w.of <= 0 || w.present > w.of) {
            return Err(CoverageFault::WeightBeyondWhole);
        }
        Ok(Self { who: Who::Bodies { counts, called, basis, weight }, dates })
    }

    /// The coverage of a figure of record: its source instead of bodies (R121).
    ///
    /// # Errors
    /// [`CoverageFault::SourceMissing`] where the source has no name.
    pub fn of_record(record: Record, dates: Dates) -> Result<Self, CoverageFault> {
        if record.source.trim().is_empty() {
            return Err(CoverageFault::SourceMissing);
        }
        Ok(Self { who: Who::Record(record), dates })
    }

    /// How many bodies said what; none of a figure of record.
    pub fn counts(&self) -> Option<Counts> {
        match &self.who {
            Who::Bodies { counts, .. } => Some(*counts),
            Who::Record(_) => None,
        }
    }

    /// How the bodies are called together; none of a figure of record.
    pub fn called(&self) -> Option<Bodies> {
        match &self.who {
            Who::Bodies { called, .. } => Some(*called),
            Who::Record(_) => None,
        }
    }

    /// Which reports are in it; none of a figure of record.
    pub fn basis(&self) -> Option<Basis> {
        match &self.who {
            Who::Bodies { basis, .. } => Some(*basis),
            Who::Record(_) => None,
        }
    }

    /// For how much of the country it stands, if every weight is known.
    pub fn weight(&self) -> Option<Weight> {
        match &self.who {
            Who::Bodies { weight, .. } => *weight,
            Who::Record(_) => None,
        }
    }

    /// Who published it; none of what bodies reported.
    pub fn record(&self) -> Option<&Record> {
        match &self.who {
            Who::Bodies { .. } => None,
            Who::Record(record) => Some(record),
        }
    }

    /// The dates that it is read with.
    pub fn dates(&self) -> Dates {
        self.dates
    }
}

impl Tally {
    /// Bodies that said anything: a value, that there was nothing, or that it is not known.
    pub fn known(&self) -> i64 {
        self.value.saturating_add(self.nil).saturating_add(self.not_available)
    }

    /// The counts of this tally. `verified` counts reports, of which the tally of cells knows nothing.
    pub fn counts(&self, verified: i64) -> Counts {
        Counts {
            expected: self.expected,
            value: self.value,
            nil: self.nil,
            not_applicable: self.not_applicable,
            not_available: self.not_available,
            missing: self.expected.saturating_sub(self.known()),
            estimated: self.estimated,
            verified,
        }
    }

    /// The weight of this tally in `kind`; none where that of one body is not known.
    pub fn weight(&self, kind: WeightKind) -> Option<Weight> {
        let known = self.weightless == 0 && self.weight_expected > 0;
        known.then_some(Weight { present: self.weight_present, of: self.weight_expected, kind })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::figures::tests::dates;

    fn coverage(counts: Counts, weight: Option<Weight>) -> Result<Coverage, CoverageFault> {
        Coverage::of_bodies(counts, Bodies::Localities, Basis::Filed, weight, dates())
    }

    fn of_61() -> Counts {
        Counts {
            expected: 61,
            value: 41,
            not_applicable: 2,
            not_available: 1,
            missing: 19,
            estimated: 3,
            verified: 29,
            ..Counts::default()
        }
    }

    #[test]
    fn those_who_owe_are_those_who_answered_and_those_who_did_not() {
        let counts = coverage(of_61(), None).unwrap().counts().unwrap();
        assert_eq!((counts.present(), counts.unknown()), (41, 20));
        assert_eq!(coverage(Counts { missing: 18, ..of_61() }, None), Err(CoverageFault::DoesNotAddUp));
        assert_eq!(coverage(Counts { expected: 63, ..of_61() }, None), Err(CoverageFault::DoesNotAddUp));
        assert_eq!(
            coverage(Counts { estimated: 42, ..of_61() }, None),
            Err(CoverageFault::EstimatesBeyondValues)
        );
        assert_eq!(
            coverage(Counts { verified: 43, ..of_61() }, None),
            Err(CoverageFault::VerifiedBeyondFiled)
        );
        assert_eq!(coverage(Counts { not_applicable: -1, ..of_61() }, None), Err(CoverageFault::Negative));
    }

    #[test]
    fn a_weight_lies_within_its_whole() {
        let weight = |present, of| Some(Weight { present, of, kind: WeightKind::LastDenominator });
        assert!(coverage(of_61(), weight(1_400, 2_000)).is_ok());
        for (present, of) in [(2_001, 2_000), (-1, 2_000), (0, 0)] {
            assert_eq!(coverage(of_61(), weight(present, of)), Err(CoverageFault::WeightBeyondWhole));
        }
    }

    #[test]
    fn a_figure_of_record_names_its_source() {
        let record = |source: &str| Record { source: source.to_owned(), published_on: date(2024, 4, 24) };
        assert_eq!(Coverage::of_record(record(" "), dates()), Err(CoverageFault::SourceMissing));
        let found = Coverage::of_record(record("Phiên họp lần thứ 8"), dates()).unwrap();
        assert_eq!((found.counts(), found.record().map(|r| r.published_on)), (None, Some(date(2024, 4, 24))));
    }
}
