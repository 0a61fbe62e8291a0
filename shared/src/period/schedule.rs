//! When a period opens, is due, is cut off and closes, and who may enter figures until when.

use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

use super::Window;
use crate::coded::coded;

/// A year of days that nobody works is no calendar: the search for a working day ends there.
const FARTHEST: i32 = 366;

/// The `days`-th working day after `from`; `from` itself for 0. None where no day is worked for a year, or where the dates end.
pub fn working_day_after(from: Date, days: u8, is_working_day: impl Fn(Date) -> bool) -> Option<Date> {
    let mut date = from;
    for _ in 0..days {
        let mut idle = 0;
        loop {
            date = date.tomorrow().ok()?;
            if is_working_day(date) {
                break;
            }
            idle += 1;
            if idle > FARTHEST {
                return None;
            }
        }
    }
    Some(date)
}

/// The first day on which the report of a period that ends on `to_on` may be due: the working day after it (Decree
/// 09/2019/NĐ-CP, article 8; R126).
pub fn earliest_due(to_on: Date, is_working_day: impl Fn(Date) -> bool) -> Option<Date> {
    working_day_after(to_on, 1, is_working_day)
}

/// How far the dates of a period lie from its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Offsets {
    /// Calendar days before it on which the period opens.
    pub opens: u8,
    /// Working days after it on which reports are due; at least 1.
    pub due: u8,
    /// Working days after it on which the period is cut off.
    pub cutoff: u8,
}

impl Default for Offsets {
    /// Our own choice: it opens nine days before, is due three working days after and cut off five after.
    fn default() -> Self {
        Self { opens: 9, due: 3, cutoff: 5 }
    }
}

coded! {
    /// Why dates cannot be those of a period (R126).
    ScheduleFault {
        /// Due before the first working day after its last day.
        DueTooEarly = "due_too_early",
        /// Not in the order: opens, due, cut off, closes.
        OutOfOrder = "out_of_order",
        /// Once it is open only cut-off and close move; for one body there are extensions.
        OpenAlready = "open_already",
        /// Once it is open a date moves to a later one only.
        NotLater = "not_later",
    }
}

/// The dates of a period. Each is a local day and counts until its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Schedule {
    /// From this day on figures can be entered.
    pub opens_on: Date,
    /// Reports are due.
    pub due_on: Date,
    /// Last day on which figures can be entered without an exception.
    pub cutoff_on: Date,
    /// What was not filed by the end of this day is missed.
    pub close_on: Date,
}

impl Schedule {
    /// The dates that follow from `offsets`; it closes when `next`, the period after it, is due. None where the calendar has no
    /// working day for a year.
    pub fn of(
        window: &Window,
        next: &Window,
        offsets: Offsets,
        is_working_day: impl Fn(Date) -> bool,
    ) -> Option<Self> {
        let after = |to_on, days| working_day_after(to_on, days, &is_working_day);
        Some(Self {
            opens_on: window.to_on.checked_sub(Span::new().days(i64::from(offsets.opens))).ok()?,
            due_on: after(window.to_on, offsets.due)?,
            cutoff_on: after(window.to_on, offsets.cutoff)?,
            close_on: after(next.to_on, offsets.due)?,
        })
    }

    /// Whether a period of this window can have these dates.
    ///
    /// # Errors
    /// [`ScheduleFault::DueTooEarly`], [`ScheduleFault::OutOfOrder`].
    pub fn check(&self, window: &Window, is_working_day: impl Fn(Date) -> bool) -> Result<(), ScheduleFault> {
        if earliest_due(window.to_on, is_working_day).is_none_or(|earliest| self.due_on < earliest) {
            return Err(ScheduleFault::DueTooEarly);
        }
        let in_order = self.opens_on <= self.due_on && self.due_on <= self.cutoff_on;
        if in_order && self.cutoff_on <= self.close_on { Ok(()) } else { Err(ScheduleFault::OutOfOrder) }
    }

    /// Whether a period that is open may get the dates `to` instead (R126); before it is open it may get any that pass
    /// [`Schedule::check`].
    ///
    /// # Errors
    /// [`ScheduleFault::OpenAlready`], [`ScheduleFault::NotLater`], [`ScheduleFault::OutOfOrder`].
    pub fn may_move(&self, to: &Self) -> Result<(), ScheduleFault> {
        if to.opens_on != self.opens_on || to.due_on != self.due_on {
            return Err(ScheduleFault::OpenAlready);
        }
        if to.cutoff_on < self.cutoff_on || to.close_on < self.close_on {
            return Err(ScheduleFault::NotLater);
        }
        if to.cutoff_on <= to.close_on { Ok(()) } else { Err(ScheduleFault::OutOfOrder) }
    }

    /// Whether a body may enter figures on its local day `today` (R128). `due_on` is the body's own current due date,
    /// `exception_until` the last day of an exception that counts.
    pub fn entering(&self, today: Date, due_on: Date, exception_until: Option<Date>) -> Entering {
        let last = due_on.max(self.cutoff_on);
        let last = exception_until.map_or(last, |until| last.max(until));
        if today < self.opens_on {
            Entering::NotBefore(self.opens_on)
        } else if today <= last {
            Entering::Until(last)
        } else {
            Entering::EndedOn(last)
        }
    }
}

/// Whether figures can be entered on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entering {
    /// They can, until the end of this day.
    Until(Date),
    /// The period opens on this day.
    NotBefore(Date),
    /// This was the last day.
    EndedOn(Date),
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::{Weekday, date};

    use super::*;
    use crate::period::{PeriodCode, Periodicity, WindowRules};

    /// The exceptions of the calendar that the repository ships: whether the day is worked.
    fn holidays() -> BTreeMap<Date, bool> {
        let rows = include_str!("../../../server/data/holidays.csv").lines().skip(1);
        rows.map(|row| {
            let mut fields = row.split(',');
            (fields.next().unwrap().parse().unwrap(), fields.next().unwrap() == "swap_work")
        })
        .collect()
    }

    fn is_working_day() -> impl Fn(Date) -> bool {
        let holidays = holidays();
        move |date| {
            let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
            holidays.get(&date).copied().unwrap_or(!weekend)
        }
    }

    fn period(code: &str) -> (Window, Schedule) {
        let code: PeriodCode = code.parse().unwrap();
        let rules = WindowRules::default();
        let (window, next) = (rules.window(code), rules.window(code.next().unwrap()));
        (window, Schedule::of(&window, &next, Offsets::default(), is_working_day()).unwrap())
    }

    #[test]
    fn reports_are_due_three_working_days_after_the_period_and_cut_off_after_five() {
        for (code, earliest, due_on, cutoff_on) in [
            ("2024-M02", date(2024, 2, 15), date(2024, 2, 19), date(2024, 2, 21)),
            ("2024-M04", date(2024, 4, 15), date(2024, 4, 17), date(2024, 4, 22)),
            ("2024-S1", date(2024, 6, 17), date(2024, 6, 19), date(2024, 6, 21)),
            ("2024-M07", date(2024, 7, 15), date(2024, 7, 17), date(2024, 7, 19)),
            ("2024-A1", date(2024, 12, 16), date(2024, 12, 18), date(2024, 12, 20)),
        ] {
            let (window, schedule) = period(code);
            assert_eq!(earliest_due(window.to_on, is_working_day()), Some(earliest), "{code}");
            assert_eq!((schedule.due_on, schedule.cutoff_on), (due_on, cutoff_on), "{code}");
            assert_eq!(schedule.check(&window, is_working_day()), Ok(()));
        }
        let (_, july) = period("2024-M07");
        assert_eq!((july.opens_on, july.close_on), (date(2024, 7, 5), date(2024, 8, 19)));
        assert_eq!(period("2024-M08").1.opens_on, date(2024, 8, 5));
    }

    #[test]
    fn every_schedule_of_the_calendars_that_are_known_is_lawful() {
        for year in 2022..=2026 {
            for periodicity in Periodicity::ALL {
                for code in PeriodCode::of_year(year, *periodicity) {
                    let (window, schedule) = period(&code.to_string());
                    assert_eq!(schedule.check(&window, is_working_day()), Ok(()), "{code}");
                }
            }
        }
    }

    #[test]
    fn a_report_is_never_due_before_the_first_working_day_after_its_period() {
        let (window, schedule) = period("2024-S1");
        let on = |due_on| Schedule { due_on, ..schedule }.check(&window, is_working_day());
        assert_eq!(on(date(2024, 6, 15)), Err(ScheduleFault::DueTooEarly));
        assert_eq!(on(date(2024, 6, 16)), Err(ScheduleFault::DueTooEarly));
        assert_eq!(on(date(2024, 6, 17)), Ok(()));
        assert_eq!(on(date(2024, 6, 22)), Err(ScheduleFault::OutOfOrder));
        assert_eq!(schedule.check(&window, |_| false), Err(ScheduleFault::DueTooEarly));
    }

    #[test]
    fn an_open_period_moves_its_cut_off_and_close_only_and_only_later() {
        let (_, july) = period("2024-M07");
        let later = july.cutoff_on.tomorrow().unwrap();
        let due = Schedule { due_on: july.due_on.tomorrow().unwrap(), ..july };
        assert_eq!(july.may_move(&due), Err(ScheduleFault::OpenAlready));
        let opens = Schedule { opens_on: july.opens_on.yesterday().unwrap(), ..july };
        assert_eq!(july.may_move(&opens), Err(ScheduleFault::OpenAlready));
        assert_eq!(july.may_move(&Schedule { cutoff_on: later, ..july }), Ok(()));
        assert_eq!(Schedule { cutoff_on: later, ..july }.may_move(&july), Err(ScheduleFault::NotLater));
        let too_late = Schedule { cutoff_on: date(2024, 9, 1), ..july };
        assert_eq!(july.may_move(&too_late), Err(ScheduleFault::OutOfOrder));
    }

    #[test]
    fn figures_are_entered_until_the_end_of_the_later_of_due_date_cut_off_and_exception() {
        let (_, half) = period("2024-S1");
        let until = Some(date(2024, 6, 28));
        assert_eq!(half.entering(date(2024, 6, 4), half.due_on, None), Entering::NotBefore(date(2024, 6, 5)));
        assert_eq!(half.entering(date(2024, 6, 5), half.due_on, None), Entering::Until(date(2024, 6, 21)));
        assert_eq!(half.entering(date(2024, 6, 21), half.due_on, None), Entering::Until(date(2024, 6, 21)));
        assert_eq!(half.entering(date(2024, 6, 22), half.due_on, None), Entering::EndedOn(date(2024, 6, 21)));
        assert_eq!(half.entering(date(2024, 6, 28), half.due_on, until), Entering::Until(date(2024, 6, 28)));
        assert_eq!(
            half.entering(date(2024, 6, 29), half.due_on, until),
            Entering::EndedOn(date(2024, 6, 28))
        );
        let extended = half.entering(date(2024, 6, 28), date(2024, 6, 28), None);
        assert_eq!(extended, Entering::Until(date(2024, 6, 28)));
        // An exception of before the cut-off takes nothing away.
        let early = half.entering(date(2024, 6, 21), half.due_on, Some(date(2024, 6, 20)));
        assert_eq!(early, Entering::Until(date(2024, 6, 21)));
    }
}
