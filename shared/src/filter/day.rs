//! Dates as a filter names them: a day, a month or a year, and days and spans counted from today.

use jiff::{Error, Span as Length, civil::Date};

use super::printed;
use crate::fold::fold;

/// A local date, as far as it is known before somebody says which day it is today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    base: Base,
    /// Days after it.
    plus: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    On(Date),
    Today,
    /// Months from today.
    Months(i32),
    /// Day and month of this year.
    ThisYear(i8, i8),
    /// First day of the span so many spans from that of today.
    First(Span, i32),
}

/// What people count time in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    /// From Monday.
    Week,
    Month,
    Quarter,
    Year,
}

/// Dates between two days, each of which is included; none is no bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Days {
    /// The first.
    pub from: Option<Day>,
    /// The last.
    pub to: Option<Day>,
}

/// What a date must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dates {
    /// There must be none.
    Never,
    /// One of these.
    Within(Days),
}

/// Words for what is near today, in English and Vietnamese, as they are offered while somebody types.
pub(super) const WORDS: &[(&str, &str)] = &[
    ("today", "hôm-nay"),
    ("tomorrow", "ngày-mai"),
    ("yesterday", "hôm-qua"),
    ("this-week", "tuần-này"),
    ("next-week", "tuần-sau"),
    ("last-week", "tuần-trước"),
    ("this-month", "tháng-này"),
    ("next-month", "tháng-sau"),
    ("last-month", "tháng-trước"),
    ("this-quarter", "quý-này"),
    ("last-quarter", "quý-trước"),
    ("this-year", "năm-nay"),
    ("last-year", "năm-trước"),
    ("none", "không"),
];

/// Far from both ends of what a database can hold.
const FIRST: Date = jiff::civil::date(1000, 1, 1);
const LAST: Date = jiff::civil::date(9998, 12, 31);

impl Day {
    fn plus(self, days: i32) -> Self {
        Self { plus: self.plus.saturating_add(days), ..self }
    }

    fn is_far_back(self) -> bool {
        self.plus < 0 || matches!(self.base, Base::Months(n) | Base::First(_, n) if n < 0)
    }

    /// The date, where it is `today` in Ha Noi.
    pub fn at(self, today: Date) -> Date {
        let after = |date: Date, length: Result<Length, Error>| {
            let reached = length.and_then(|length| date.checked_add(length));
            reached.unwrap_or(if self.is_far_back() { FIRST } else { LAST })
        };
        let (days, months) = (|n: i32| Length::new().try_days(n), |n: i32| Length::new().try_months(n));
        let base = match self.base {
            Base::On(date) => date,
            Base::Today => today,
            Base::Months(n) => after(today, months(n)),
            Base::ThisYear(day, month) => Date::new(today.year(), month, day)
                .or_else(|_| Date::new(today.year(), month, 1).map(Date::last_of_month))
                .unwrap_or(today),
            Base::First(span, n) => match span {
                Span::Week => {
                    let monday = i32::from(today.weekday().to_monday_zero_offset());
                    after(today, days(n.saturating_mul(7).saturating_sub(monday)))
                }
                Span::Month => after(today.first_of_month(), months(n)),
                Span::Quarter => {
                    let into = i32::from(today.month().saturating_sub(1) % 3);
                    after(today.first_of_month(), months(n.saturating_mul(3).saturating_sub(into)))
                }
                Span::Year => after(today.first_of_year(), months(n.saturating_mul(12))),
            },
        };
        after(base, days(self.plus)).clamp(FIRST, LAST)
    }
}

impl Days {
    /// Whether the date lies between them, where it is `today`.
    pub fn contain(self, date: Date, today: Date) -> bool {
        self.from.is_none_or(|from| from.at(today) <= date) && self.to.is_none_or(|to| date <= to.at(today))
    }

    /// Whether no day lies between them, whatever day it is today.
    pub(super) fn are_none(self) -> bool {
        let (Some(from), Some(to)) = (self.from, self.to) else { return false };
        let keep_their_order = match (from.base, to.base) {
            (Base::First(one, _), Base::First(other, _)) => one == other,
            (one, other) => std::mem::discriminant(&one) == std::mem::discriminant(&other),
        };
        // Those of one kind stand to each other on any day as on this one.
        let any = jiff::civil::date(2024, 7, 25);
        keep_their_order && from.at(any) > to.at(any)
    }
}

/// Why a value is no date to compare with.
pub(super) enum NoDates {
    /// It is written like none.
    Unreadable,
    /// No day lies between its ends.
    Empty,
}

/// Reads what stands after a field of dates.
pub(super) fn read(operator: &str, value: &str) -> Result<Dates, NoDates> {
    let value = fold(value).replace(' ', "-");
    if operator == ":" && matches!(value.as_str(), "none" | "never" | "khong" | "chua" | "chua-co") {
        return Ok(Dates::Never);
    }
    let days = if let Some((low, high)) = value.split_once("..") {
        let end = |text: &str| if text.is_empty() { Some(None) } else { period(text).map(Some) };
        let (low, high) = end(low).zip(end(high)).ok_or(NoDates::Unreadable)?;
        if operator != ":" || (low.is_none() && high.is_none()) {
            return Err(NoDates::Unreadable);
        }
        Days { from: low.map(|(first, _)| first), to: high.map(|(_, last)| last) }
    } else {
        let (first, last) = period(&value).ok_or(NoDates::Unreadable)?;
        match operator {
            ">" => Days { from: Some(last.plus(1)), to: None },
            ">=" => Days { from: Some(first), to: None },
            "<" => Days { from: None, to: Some(first.plus(-1)) },
            "<=" => Days { from: None, to: Some(last) },
            _ => Days { from: Some(first), to: Some(last) },
        }
    };
    if days.are_none() { Err(NoDates::Empty) } else { Ok(Dates::Within(days)) }
}

/// First and last day of what is named.
fn period(text: &str) -> Option<(Day, Day)> {
    let day = |base| Day { base, plus: 0 };
    let one = |base, plus| Some((Day { base, plus }, Day { base, plus }));
    match text {
        "today" | "hom-nay" | "nay" => return one(Base::Today, 0),
        "tomorrow" | "ngay-mai" | "mai" => return one(Base::Today, 1),
        "yesterday" | "hom-qua" | "qua" => return one(Base::Today, -1),
        _ => {}
    }
    if let Some((span, n)) = near(text) {
        return Some((
            day(Base::First(span, n)),
            Day { base: Base::First(span, n.checked_add(1)?), plus: -1 },
        ));
    }
    if text.starts_with(['+', '-']) {
        let at = text.find(|c: char| c.is_ascii_alphabetic())?;
        let (number, unit) = text.split_at_checked(at)?;
        let n: i32 = number.trim_end_matches('-').parse().ok().filter(|n| (-36_500..=36_500).contains(n))?;
        return match unit {
            "d" | "ngay" => one(Base::Today, n),
            "w" | "tuan" => one(Base::Today, n.checked_mul(7)?),
            "m" | "thang" => one(Base::Months(n), 0),
            "y" | "nam" => one(Base::Months(n.checked_mul(12)?), 0),
            _ => None,
        };
    }
    let on = |date| day(Base::On(date));
    written(text).or_else(|| printed::period(text).map(|(first, last)| (on(first), on(last))))
}

/// `this-week`, `tuan-sau`, and the like.
fn near(text: &str) -> Option<(Span, i32)> {
    let (one, other) = text.split_once('-')?;
    let span = |word| match word {
        "week" | "tuan" => Some(Span::Week),
        "month" | "thang" => Some(Span::Month),
        "quarter" | "quy" => Some(Span::Quarter),
        "year" | "nam" => Some(Span::Year),
        _ => None,
    };
    let step = |word| match word {
        "this" | "nay" => Some(0),
        "next" | "sau" | "toi" => Some(1),
        "last" | "truoc" | "ngoai" => Some(-1),
        _ => None,
    };
    // English puts the step first, Vietnamese the span.
    step(one).zip(span(other)).or_else(|| step(other).zip(span(one))).map(|(n, span)| (span, n))
}

/// `31/12/2024`, `2024-12-31`, `31/12`, `12/2024`, `2024-12` and `2024`.
fn written(text: &str) -> Option<(Day, Day)> {
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    if parts.iter().any(|part| part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let on = |date: Date| Day { base: Base::On(date), plus: 0 };
    let is_year = |text: &str| text.len() == 4;
    let date = |year: &str, month: &str, day: &str| {
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    };
    match parts.as_slice() {
        [year] if is_year(year) => {
            let first = date(year, "1", "1")?;
            Some((on(first), on(first.last_of_year())))
        }
        [year, month] | [month, year] if is_year(year) => {
            let first = date(year, month, "1")?;
            Some((on(first), on(first.last_of_month())))
        }
        [day, month] => {
            let (day, month): (i8, i8) = (day.parse().ok()?, month.parse().ok()?);
            // In a leap year each day of a year has a place.
            Date::new(2024, month, day).ok()?;
            let day = Day { base: Base::ThisYear(day, month), plus: 0 };
            Some((day, day))
        }
        [year, month, day] | [day, month, year] if is_year(year) => {
            let date = date(year, month, day)?;
            Some((on(date), on(date)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// A Thursday.
    const TODAY: Date = date(2024, 7, 25);

    fn ends(operator: &str, value: &str) -> Option<(Option<Date>, Option<Date>)> {
        match read(operator, value).ok()? {
            Dates::Never => None,
            Dates::Within(days) => {
                Some((days.from.map(|day| day.at(TODAY)), days.to.map(|day| day.at(TODAY))))
            }
        }
    }

    fn both(value: &str) -> (Date, Date) {
        match ends(":", value) {
            Some((Some(from), Some(to))) => (from, to),
            other => panic!("{value}: {other:?}"),
        }
    }

    #[test]
    fn a_day_a_month_and_a_year_are_read_as_they_are_written() {
        for text in ["31/12/2024", "2024-12-31", "31.12.2024", "31/12"] {
            assert_eq!(both(text), (date(2024, 12, 31), date(2024, 12, 31)), "{text}");
        }
        assert_eq!(both("02/2024"), (date(2024, 2, 1), date(2024, 2, 29)));
        assert_eq!(both("2024-02"), both("02/2024"));
        assert_eq!(both("2025"), (date(2025, 1, 1), date(2025, 12, 31)));
    }

    #[test]
    fn what_is_near_today_is_counted_from_it_in_either_language() {
        for (text, vi, from, to) in [
            ("today", "hôm-nay", date(2024, 7, 25), date(2024, 7, 25)),
            ("tomorrow", "ngày-mai", date(2024, 7, 26), date(2024, 7, 26)),
            ("this-week", "tuần-này", date(2024, 7, 22), date(2024, 7, 28)),
            ("next-week", "tuần-sau", date(2024, 7, 29), date(2024, 8, 4)),
            ("last-month", "tháng-trước", date(2024, 6, 1), date(2024, 6, 30)),
            ("this-quarter", "quý-này", date(2024, 7, 1), date(2024, 9, 30)),
            ("last-quarter", "quý-trước", date(2024, 4, 1), date(2024, 6, 30)),
            ("this-year", "năm-nay", date(2024, 1, 1), date(2024, 12, 31)),
            ("last-year", "năm-ngoái", date(2023, 1, 1), date(2023, 12, 31)),
            ("-7d", "-7ngày", date(2024, 7, 18), date(2024, 7, 18)),
            ("+2w", "+2tuần", date(2024, 8, 8), date(2024, 8, 8)),
            ("+7m", "+7tháng", date(2025, 2, 25), date(2025, 2, 25)),
        ] {
            assert_eq!(both(text), (from, to), "{text}");
            assert_eq!(both(vi), (from, to), "{vi}");
        }
    }

    #[test]
    fn a_comparison_leaves_out_the_whole_of_what_it_names() {
        assert_eq!(ends("<", "this-week"), Some((None, Some(date(2024, 7, 21)))));
        assert_eq!(ends("<=", "this-week"), Some((None, Some(date(2024, 7, 28)))));
        assert_eq!(ends(">", "2024"), Some((Some(date(2025, 1, 1)), None)));
        assert_eq!(ends(">=", "07/2024"), Some((Some(date(2024, 7, 1)), None)));
        assert_eq!(ends(":", "-7d..today"), Some((Some(date(2024, 7, 18)), Some(TODAY))));
        assert_eq!(ends(":", "..31/12/2024"), Some((None, Some(date(2024, 12, 31)))));
    }

    #[test]
    fn what_is_no_date_and_what_has_no_day_in_it_are_told_apart() {
        for text in [
            "",
            "..",
            "7",
            "7d",
            "31/02/2024",
            "30/02",
            "13/2024",
            "soon",
            "2024-1-1-1",
            "+7x",
            "+99999d",
            "-2147483648d",
        ] {
            assert!(matches!(read(":", text), Err(NoDates::Unreadable)), "{text}");
        }
        for text in ["31/12/2024..1/1/2024", "+7d..-7d", "next-week..this-week", "31/12..1/1"] {
            assert!(matches!(read(":", text), Err(NoDates::Empty)), "{text}");
        }
        // On another day there are days between them.
        for text in ["01/09..today", "today..30/06", "+4d..this-week", "15/12..this-month"] {
            assert!(read(":", text).is_ok(), "{text}");
        }
        assert!(matches!(read(">", "-7d..today"), Err(NoDates::Unreadable)));
        assert!(matches!(read(":", "chưa"), Ok(Dates::Never)));
    }

    #[test]
    fn no_day_lies_outside_what_a_database_can_hold() {
        for base in [Base::Months(-99_999), Base::Months(99_999), Base::On(Date::MAX), Base::On(Date::MIN)] {
            for plus in [i32::MIN, 0, i32::MAX] {
                assert!((FIRST..=LAST).contains(&Day { base, plus }.at(TODAY)));
            }
        }
    }
}
