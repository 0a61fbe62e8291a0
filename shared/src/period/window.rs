//! The days that a period covers.

use std::{fmt, str::FromStr};

use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

use super::{PeriodCode, Periodicity};
use crate::{coded::UnknownWord, lateness::days_between};

/// The last day of a month's window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClosingDay {
    /// This day of the month, 1 to 28: `day-14`.
    Day(i8),
    /// The last day of the month: `month-end`.
    MonthEnd,
}

impl ClosingDay {
    fn in_month(self, year: i16, month: i8) -> Date {
        // The first to the 28th exist in every month of the years that have periods.
        match self {
            Self::Day(day) => Date::new(year, month, day.clamp(1, 28)).unwrap_or_default(),
            Self::MonthEnd => Date::new(year, month, 1).unwrap_or_default().last_of_month(),
        }
    }
}

impl fmt::Display for ClosingDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "day-{day}"),
            Self::MonthEnd => f.write_str("month-end"),
        }
    }
}

impl FromStr for ClosingDay {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let found = match word.strip_prefix("day-") {
            Some(day) => Self::Day(day.parse().ok().filter(|day| (1..=28).contains(day)).ok_or(UnknownWord)?),
            None => Self::MonthEnd,
        };
        // Each rule has one word: "day-07" is refused, and so is any other word than "month-end".
        if found.to_string() == word { Ok(found) } else { Err(UnknownWord) }
    }
}

/// Which day closes a month's window, and from which month on (R125). A window begins on the day after the one before it closed,
/// so windows leave no gap and never overlap, also where the rule changes: the first window of a new rule is longer or shorter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowRules {
    first: ClosingDay,
    later: Vec<(PeriodCode, ClosingDay)>,
}

impl Default for WindowRules {
    /// From the 15th of the month before to the 14th (Decree 09/2019/NĐ-CP, article 12).
    fn default() -> Self {
        Self { first: ClosingDay::Day(14), later: Vec::new() }
    }
}

impl WindowRules {
    /// `first` counts from the beginning, each of `later` from its month on; none unless these are months in the order of time.
    pub fn new(first: ClosingDay, later: Vec<(PeriodCode, ClosingDay)>) -> Option<Self> {
        let months = later.iter().all(|(from, _)| from.periodicity() == Periodicity::Month);
        let in_order = later.is_sorted_by(|(a, _), (b, _)| a < b);
        (months && in_order).then_some(Self { first, later })
    }

    /// The last day of the window of this month, which may be that before the first year.
    fn closes(&self, year: i16, month: i8) -> Date {
        let counts = |from: &PeriodCode| (from.year(), from.months().0) <= (year, month);
        let rule =
            self.later.iter().rev().find(|(from, _)| counts(from)).map_or(self.first, |(_, rule)| *rule);
        rule.in_month(year, month)
    }

    /// The window of a period.
    pub fn window(&self, code: PeriodCode) -> Window {
        let (first, last) = code.months();
        let before = match first {
            1 => self.closes(code.year() - 1, 12),
            month => self.closes(code.year(), month - 1),
        };
        Window { code, from_on: before.tomorrow().unwrap_or(before), to_on: self.closes(code.year(), last) }
    }
}

/// The windows of every period of a year: twelve months, four quarters, two half-years, the year.
pub fn windows(rules: &WindowRules, year: i16) -> Vec<Window> {
    let codes = Periodicity::ALL.iter().flat_map(|periodicity| PeriodCode::of_year(year, *periodicity));
    codes.map(|code| rules.window(code)).collect()
}

/// The days that a period covers, the first and the last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Window {
    /// The period.
    pub code: PeriodCode,
    /// First day.
    pub from_on: Date,
    /// Last day.
    pub to_on: Date,
}

impl Window {
    /// Whether the day lies in it.
    pub fn contains(&self, date: Date) -> bool {
        (self.from_on..=self.to_on).contains(&date)
    }

    /// Number of days.
    pub fn days(&self) -> i32 {
        days_between(self.from_on, self.to_on) + 1
    }

    /// Whether a body that is in a group from `from_on` until `to_on`, or since then, owes the report of this period: whoever is a
    /// member on its last day does (R127).
    pub fn is_owed_by(&self, from_on: Date, to_on: Option<Date>) -> bool {
        from_on <= self.to_on && to_on.is_none_or(|last| self.to_on <= last)
    }

    /// As exports write it: first day and duration (ISO 8601), `2024-06-15/P1M`. It names the days themselves, because readers
    /// take a year that begins in December for the one after. A window of an odd length is given in days.
    pub fn time_range(&self) -> String {
        let months = self.code.periodicity().months();
        let duration = match self.code.periodicity() {
            Periodicity::Year => "P1Y".to_owned(),
            _ => format!("P{months}M"),
        };
        let after = self.from_on.checked_add(Span::new().months(i64::from(months)));
        if after.ok() == self.to_on.tomorrow().ok() {
            format!("{}/{duration}", self.from_on)
        } else {
            format!("{}/P{}D", self.from_on, self.days())
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn window(code: &str) -> Window {
        WindowRules::default().window(code.parse().unwrap())
    }

    #[test]
    fn a_month_is_counted_from_the_15th_before_to_the_14th() {
        for (code, from_on, to_on, days) in [
            ("2024-M02", date(2024, 1, 15), date(2024, 2, 14), 31),
            ("2024-M03", date(2024, 2, 15), date(2024, 3, 14), 29),
            ("2023-M03", date(2023, 2, 15), date(2023, 3, 14), 28),
            ("2024-M04", date(2024, 3, 15), date(2024, 4, 14), 31),
            ("2024-M01", date(2023, 12, 15), date(2024, 1, 14), 31),
            ("2024-Q1", date(2023, 12, 15), date(2024, 3, 14), 91),
            ("2024-S1", date(2023, 12, 15), date(2024, 6, 14), 183),
            ("2024-M07", date(2024, 6, 15), date(2024, 7, 14), 30),
            ("2024-A1", date(2023, 12, 15), date(2024, 12, 14), 366),
            ("2025-A1", date(2024, 12, 15), date(2025, 12, 14), 365),
        ] {
            let found = window(code);
            assert_eq!((found.from_on, found.to_on, found.days()), (from_on, to_on, days), "{code}");
            assert!(
                found.contains(from_on)
                    && found.contains(to_on)
                    && !found.contains(to_on.tomorrow().unwrap())
            );
        }
    }

    fn tile(rules: &WindowRules) {
        for periodicity in Periodicity::ALL {
            let codes = (2016..=2035).flat_map(|year| PeriodCode::of_year(year, *periodicity));
            let all: Vec<_> = codes.map(|code| rules.window(code)).collect();
            for pair in all.windows(2) {
                assert_eq!(
                    pair[0].to_on.tomorrow().unwrap(),
                    pair[1].from_on,
                    "{} {}",
                    pair[0].code,
                    pair[1].code
                );
            }
        }
        for year in 2016..=2035 {
            for whole in windows(rules, year) {
                let parts: Vec<_> = whole.code.parts().map(|code| rules.window(code)).collect();
                assert_eq!((parts[0].from_on, parts[parts.len() - 1].to_on), (whole.from_on, whole.to_on));
                assert_eq!(parts.iter().map(Window::days).sum::<i32>(), whole.days(), "{}", whole.code);
            }
        }
    }

    #[test]
    fn windows_leave_no_gap_and_never_overlap_also_where_the_rule_changes() {
        tile(&WindowRules::default());
        let months_end = vec![("2026-M04".parse().unwrap(), ClosingDay::MonthEnd)];
        let changed = WindowRules::new(ClosingDay::Day(14), months_end).unwrap();
        tile(&changed);
        let first = changed.window("2026-M04".parse().unwrap());
        assert_eq!((first.from_on, first.to_on), (date(2026, 3, 15), date(2026, 4, 30)));
        assert_eq!(first.time_range(), "2026-03-15/P47D");
    }

    #[test]
    fn rules_follow_each_other_in_time() {
        let from = |code: &str| (code.parse().unwrap(), ClosingDay::MonthEnd);
        assert!(WindowRules::new(ClosingDay::Day(14), vec![from("2026-M04"), from("2026-M04")]).is_none());
        assert!(WindowRules::new(ClosingDay::Day(14), vec![from("2026-M04"), from("2025-M04")]).is_none());
        assert!(WindowRules::new(ClosingDay::Day(14), vec![from("2026-Q2")]).is_none());
        assert_eq!("day-14".parse(), Ok(ClosingDay::Day(14)));
        assert_eq!("month-end".parse(), Ok(ClosingDay::MonthEnd));
        for word in ["day-014", "day-29", "day-0", "end", ""] {
            assert!(word.parse::<ClosingDay>().is_err(), "{word}");
        }
    }

    #[test]
    fn an_export_names_the_days_and_no_year() {
        for (code, range) in [
            ("2024-A1", "2023-12-15/P1Y"),
            ("2024-M07", "2024-06-15/P1M"),
            ("2024-Q1", "2023-12-15/P3M"),
            ("2024-S2", "2024-06-15/P6M"),
        ] {
            assert_eq!(window(code).time_range(), range);
        }
    }

    #[test]
    fn whoever_is_there_on_the_last_day_owes_the_report() {
        let merged_on = date(2025, 7, 1);
        let (old, new) = (Some(merged_on.yesterday().unwrap()), merged_on);
        let owes = |code, from_on, to_on| window(code).is_owed_by(from_on, to_on);
        assert!(owes("2025-M06", date(2000, 1, 1), old) && !owes("2025-M06", new, None));
        assert!(!owes("2025-M07", date(2000, 1, 1), old) && owes("2025-M07", new, None));
        assert!(owes("2024-M07", date(2024, 7, 14), Some(date(2024, 7, 14))));
    }
}
