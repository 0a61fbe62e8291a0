//! The working calendar: which days the state works, and arithmetic over them.
//!
//! Monday to Friday are working days (state sector, 40 hours; domain.md part g). The rows of the calendar are the
//! exceptions: public, lunar and swapped days off, days in lieu, and make-up Saturdays that are worked. A year
//! without rows has weekends only.
//!
//! A due date never moves for a holiday: only mail does ([`Calendar::send_day`]), and only "days left" and the steps
//! of a reminder count working days. Days overdue are calendar days and are counted elsewhere.

use std::{
    collections::BTreeMap,
    ops::Bound::{Excluded, Included},
};

use jiff::civil::{Date, Weekday};

mod store;
#[cfg(test)]
mod tests;
pub mod window;

pub use self::store::{CalendarCache, load};

/// What the calendar says of a day that is not as its weekday is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// Not worked: public or lunar holiday, day in lieu, day swapped off.
    Off,
    /// Worked: a make-up Saturday or Sunday.
    Work,
}

/// One row of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holiday {
    /// The local date.
    pub date: Date,
    /// Whether it is worked.
    pub kind: DayKind,
}

/// The loaded calendar. Without rows it knows weekends only.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    /// Only the rows that change something: days off on weekdays, working days on weekends.
    exceptions: BTreeMap<Date, DayKind>,
}

impl Calendar {
    /// Builds the calendar from its rows. Where two rows name one date the later row counts.
    pub fn new(rows: impl IntoIterator<Item = Holiday>) -> Self {
        let mut exceptions = BTreeMap::new();
        for Holiday { date, kind } in rows {
            if is_weekday(date) == (kind == DayKind::Off) {
                exceptions.insert(date, kind);
            } else {
                exceptions.remove(&date);
            }
        }
        Self { exceptions }
    }

    /// Is the day worked?
    pub fn is_working_day(&self, date: Date) -> bool {
        match self.exceptions.get(&date) {
            Some(kind) => *kind == DayKind::Work,
            None => is_weekday(date),
        }
    }

    /// The day itself if it is worked, else the next one that is.
    pub fn next_working_day(&self, on_or_after: Date) -> Date {
        self.walk(on_or_after, Date::tomorrow)
    }

    /// The local day on which mail that is owed on `date` leaves: a weekend or holiday moves it forward, never drops
    /// it (product.md section 3, reminders).
    pub fn send_day(&self, date: Date) -> Date {
        self.next_working_day(date)
    }

    /// The `days`-th working day after `from`, or before it if `days` is negative; `from` itself, worked or not, if
    /// `days` is 0. Stays at the first or last date there is rather than leave the range.
    pub fn add_working_days(&self, from: Date, days: i32) -> Date {
        let step = if days < 0 { Date::yesterday } else { Date::tomorrow };
        let mut date = from;
        for _ in 0..days.unsigned_abs() {
            let Ok(next) = step(date) else { break };
            date = self.walk(next, step);
        }
        date
    }

    /// Working days after `from` up to and including `to`: what is left on the evening of `from`. Negative, and
    /// counted from `to`, if `to` is earlier.
    pub fn working_days_between(&self, from: Date, to: Date) -> i32 {
        if to < from {
            return self.working_days_between(to, from).saturating_neg();
        }
        self.exceptions.range((Excluded(from), Included(to))).fold(
            weekdays_until(to).saturating_sub(weekdays_until(from)),
            |count, (_, kind)| match kind {
                DayKind::Off => count.saturating_sub(1),
                DayKind::Work => count.saturating_add(1),
            },
        )
    }

    /// The first worked day from `date` on in the direction of `step`; the last date there is if none is.
    fn walk(&self, mut date: Date, step: impl Fn(Date) -> Result<Date, jiff::Error>) -> Date {
        while !self.is_working_day(date)
            && let Ok(next) = step(date)
        {
            date = next;
        }
        date
    }
}

fn is_weekday(date: Date) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Mondays to Fridays from a fixed Monday up to and including the date; negative before it. Only differences mean
/// anything.
fn weekdays_until(date: Date) -> i32 {
    const MONDAY: Date = Date::constant(2024, 1, 1);
    // Two dates are at most 7.3 million days apart: neither the span nor the products below can overflow.
    let days = MONDAY.until(date).map_or(0, |span| span.get_days());
    let in_week = days.rem_euclid(7).saturating_add(1).min(5);
    days.div_euclid(7).saturating_mul(5).saturating_add(in_week)
}
