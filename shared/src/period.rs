//! Reporting periods: their codes, the windows of days that they cover, the dates on which they open, are due and close, and the
//! states that follow from those dates.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::coded::{UnknownWord, coded};

mod filing;
mod schedule;
mod state;
mod window;

pub use self::{
    filing::{Filing, days_late},
    schedule::{Entering, Offsets, Schedule, ScheduleFault, earliest_due, working_day_after},
    state::{
        CorrectionReason, CorrectionState, ExceptionReason, FilingCounts, PeriodState, PeriodStatus,
        ReportAct, ReportState, RevisionKind, period_state, report_state,
    },
    window::{ClosingDay, Window, WindowRules, windows},
};

/// The first and the last year that has periods, as the calendar has (R34).
pub const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

coded! {
    /// How often a regime asks.
    Periodicity {
        /// Each month: `2024-M07`.
        Month = "month",
        /// Each quarter: `2024-Q3`.
        Quarter = "quarter",
        /// Each half-year: `2024-S1`.
        HalfYear = "half_year",
        /// Each year: `2024-A1`.
        Year = "year",
    }
}

impl Periodicity {
    /// The letter of its codes.
    pub const fn letter(self) -> char {
        match self {
            Self::Month => 'M',
            Self::Quarter => 'Q',
            Self::HalfYear => 'S',
            Self::Year => 'A',
        }
    }

    /// Months in one period of it.
    pub const fn months(self) -> i8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }

    /// Periods of it in a year.
    pub const fn in_a_year(self) -> i8 {
        12 / self.months()
    }
}

/// The code of a period: `2024-M07`, `2024-Q3`, `2024-S1`, `2024-A1` (R125). Ordered by year, then by length, then by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PeriodCode {
    year: i16,
    periodicity: Periodicity,
    number: i8,
}

impl PeriodCode {
    /// The `number`-th period of `periodicity` in `year`, counted from 1; none where there is no such period.
    pub fn new(year: i16, periodicity: Periodicity, number: i8) -> Option<Self> {
        let there_is = YEARS.contains(&year) && (1..=periodicity.in_a_year()).contains(&number);
        there_is.then_some(Self { year, periodicity, number })
    }

    /// Every period of `periodicity` in `year`, in the order of time; none outside [`YEARS`].
    pub fn of_year(year: i16, periodicity: Periodicity) -> impl Iterator<Item = Self> {
        (1..=periodicity.in_a_year()).filter_map(move |number| Self::new(year, periodicity, number))
    }

    /// The year of the report, which begins in the December before it.
    pub fn year(self) -> i16 {
        self.year
    }

    /// How long it is.
    pub fn periodicity(self) -> Periodicity {
        self.periodicity
    }

    /// Its number in the year, from 1.
    pub fn number(self) -> i8 {
        self.number
    }

    /// Its first and its last month, 1 to 12.
    pub fn months(self) -> (i8, i8) {
        let months = self.periodicity.months();
        ((self.number - 1) * months + 1, self.number * months)
    }

    /// The period of the same length after it; none after the last year.
    pub fn next(self) -> Option<Self> {
        Self::new(self.year, self.periodicity, self.number + 1)
            .or_else(|| Self::new(self.year + 1, self.periodicity, 1))
    }

    /// The period of the same length before it; none before the first year.
    pub fn previous(self) -> Option<Self> {
        Self::new(self.year, self.periodicity, self.number - 1)
            .or_else(|| Self::new(self.year - 1, self.periodicity, self.periodicity.in_a_year()))
    }

    /// The same period of the year before; none before the first year.
    pub fn year_before(self) -> Option<Self> {
        Self::new(self.year - 1, self.periodicity, self.number)
    }

    /// Whether `shorter` lies in it, or is the same: a longer period is derived from those that lie in it (R113).
    pub fn contains(self, shorter: Self) -> bool {
        let ((first, last), (from, to)) = (self.months(), shorter.months());
        self.year == shorter.year && first <= from && to <= last
    }

    /// The months that it is derived from, in the order of time.
    pub fn parts(self) -> impl Iterator<Item = Self> {
        let (first, last) = self.months();
        (first..=last).filter_map(move |month| Self::new(self.year, Periodicity::Month, month))
    }
}

impl fmt::Display for PeriodCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = if self.periodicity == Periodicity::Month { 2 } else { 1 };
        f.pad(&format!("{}-{}{:0width$}", self.year, self.periodicity.letter(), self.number))
    }
}

impl FromStr for PeriodCode {
    type Err = UnknownWord;

    /// Each period has one code: `2024-M7` is refused.
    fn from_str(code: &str) -> Result<Self, UnknownWord> {
        let (year, rest) = code.split_once('-').ok_or(UnknownWord)?;
        let mut chars = rest.chars();
        let letter = chars.next().ok_or(UnknownWord)?;
        let periodicity =
            Periodicity::ALL.iter().copied().find(|p| p.letter() == letter).ok_or(UnknownWord)?;
        let number = chars.as_str().parse().map_err(|_| UnknownWord)?;
        let year = year.parse().map_err(|_| UnknownWord)?;
        let found = Self::new(year, periodicity, number).ok_or(UnknownWord)?;
        if found.to_string() == code { Ok(found) } else { Err(UnknownWord) }
    }
}

impl Serialize for PeriodCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PeriodCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        word.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for PeriodCode {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some(r"^(20\d\d|2100)-(M(0[1-9]|1[0-2])|Q[1-4]|S[12]|A1)$"))
            .description(Some("`2024-M07`, `2024-Q3`, `2024-S1` or `2024-A1`"))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for PeriodCode {}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> PeriodCode {
        text.parse().unwrap()
    }

    #[test]
    fn each_period_has_one_code() {
        for text in ["2024-M07", "2024-M12", "2024-Q3", "2024-S1", "2024-A1", "2000-M01", "2100-A1"] {
            assert_eq!(code(text).to_string(), text);
        }
        for text in [
            "2024-M7", "2024-M13", "2024-M00", "2024-Q5", "2024-S3", "2024-A2", "2024-A01", "1999-M01",
            "2024-m07", "",
        ] {
            assert!(text.parse::<PeriodCode>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_period_knows_its_neighbours() {
        assert_eq!(code("2024-M12").next(), Some(code("2025-M01")));
        assert_eq!(code("2024-S1").previous(), Some(code("2023-S2")));
        assert_eq!(code("2024-Q3").year_before(), Some(code("2023-Q3")));
        assert_eq!((code("2100-A1").next(), code("2000-M01").previous()), (None, None));
    }

    #[test]
    fn months_lie_in_quarters_quarters_in_halves_and_halves_in_years() {
        for year in [2023, 2024] {
            let all = |periodicity| PeriodCode::of_year(year, periodicity);
            for (longer, shorter) in [
                (Periodicity::Quarter, Periodicity::Month),
                (Periodicity::HalfYear, Periodicity::Quarter),
                (Periodicity::Year, Periodicity::HalfYear),
            ] {
                for part in all(shorter) {
                    assert_eq!(all(longer).filter(|whole| whole.contains(part)).count(), 1, "{part}");
                }
            }
        }
        assert!(!code("2024-Q1").contains(code("2024-M04")) && !code("2024-Q1").contains(code("2023-M01")));
        assert!(!code("2024-M01").contains(code("2024-Q1")));
        let parts: Vec<_> = code("2024-Q3").parts().map(|part| part.to_string()).collect();
        assert_eq!(parts, ["2024-M07", "2024-M08", "2024-M09"]);
    }
}
