//! The working calendar: which days the state works, and arithmetic over them.
//!
//! Monday to Friday are working days (R32). The rows of the calendar are the
//! exceptions: public, lunar and swapped days off, days in lieu, and make-up Saturdays that are worked. A year
//! without rows has weekends only.
//!
//! A due date never moves for a holiday: only mail does ([`Calendar::send_day`]), and only "days left" and the steps
//! of a reminder count working days. Days overdue are calendar days and are counted elsewhere.
//!
//! The tables are national data with versions: a year is written whole, from tomorrow on ([`edit`]), and the newest version
//! counts. A tenant's calendar is the nation's and its own additions; it has its zone and may have a send window of its own.
//!
//! | Module | Holds |
//! |---|---|
//! | [`window`] | when mail may leave |
//! | [`year`] | what a year's table may change, and what is worth a look in it |
//! | [`lunar`] | the lunar new year and the Hùng Kings' day, computed |
//! | [`mod@history`] | the calendars known on earlier days, for counting back in working days |
//! | [`edit`] | reading and writing tables and windows |

use std::{
    collections::BTreeMap,
    ops::Bound::{Excluded, Included},
    sync::Arc,
};

use dondoc_shared::{
    id::TenantId,
    wire::calendar::{CalendarDay, HolidayKind, SendWindow},
};
use jiff::{
    Timestamp,
    civil::{Date, Weekday},
    tz::TimeZone,
};

use dondoc_kernel::clock;

pub mod api;
mod draft;
pub mod edit;
pub mod history;
pub mod lunar;
mod store;
#[cfg(test)]
mod tests;
pub mod window;
pub mod year;

use self::history::History;
pub use self::store::{current, load, today};

/// What the calendar says of a day that is not as its weekday is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// Not worked: public or lunar holiday, day in lieu, day swapped off.
    Off,
    /// Worked: a make-up Saturday or Sunday.
    Work,
}

impl From<HolidayKind> for DayKind {
    fn from(kind: HolidayKind) -> Self {
        match kind {
            HolidayKind::SwapWork => Self::Work,
            HolidayKind::Public | HolidayKind::Lunar | HolidayKind::Observed | HolidayKind::SwapOff => {
                Self::Off
            }
        }
    }
}

/// One row of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holiday {
    /// The local date that is an exception.
    pub date: Date,
    /// Whether it is worked.
    pub kind: DayKind,
}

impl From<&CalendarDay> for Holiday {
    fn from(row: &CalendarDay) -> Self {
        Self { date: row.day, kind: row.kind.into() }
    }
}

/// The loaded calendar: the nation's with those of the tenants that differ from it, or one tenant's. Without rows it knows
/// weekends only, the default window and the time of Ha Noi.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// Only the rows that change something: days off on weekdays, working days on weekends.
    exceptions: BTreeMap<Date, DayKind>,
    /// The send window from this day on.
    windows: BTreeMap<Date, SendWindow>,
    zone: TimeZone,
    tenants: BTreeMap<TenantId, Arc<Calendar>>,
    /// This calendar and those that counted before it, if it has been changed of late.
    history: Option<Arc<History<Calendar>>>,
}

impl Default for Calendar {
    fn default() -> Self {
        Self {
            exceptions: BTreeMap::new(),
            windows: BTreeMap::new(),
            zone: clock::zone(clock::DEFAULT_ZONE),
            tenants: BTreeMap::new(),
            history: None,
        }
    }
}

impl Calendar {
    /// Builds the calendar from its rows. Where two rows name one date the later row counts.
    pub fn new(rows: impl IntoIterator<Item = Holiday>) -> Self {
        let mut calendar = Self::default();
        for row in rows {
            calendar.set(row);
        }
        calendar
    }

    fn set(&mut self, Holiday { date, kind }: Holiday) {
        if is_weekday(date) == (kind == DayKind::Off) {
            self.exceptions.insert(date, kind);
        } else {
            self.exceptions.remove(&date);
        }
    }

    /// The same in another zone.
    #[must_use]
    pub fn in_zone(self, zone: TimeZone) -> Self {
        Self { zone, ..self }
    }

    /// The same with another send window from this day on.
    #[must_use]
    pub fn with_window(mut self, from: Date, window: SendWindow) -> Self {
        self.windows.insert(from, window);
        self
    }

    /// The same, changed to this one on the day after `written`.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn changed_on(self, written: Date, to: &Self) -> Self {
        let later = vec![(written.tomorrow().unwrap_or(written), to.clone())];
        Self { history: Some(Arc::new(History::new(self, later))), ..to.clone() }
    }

    /// The same with this calendar for this tenant.
    #[must_use]
    pub fn with_tenant(mut self, tenant: TenantId, calendar: Arc<Self>) -> Self {
        self.tenants.insert(tenant, calendar);
        self
    }

    /// The tenant's calendar, asked of the nation's; asked of the tenant's own it is that one.
    pub fn of(&self, tenant: TenantId) -> &Self {
        self.tenants.get(&tenant).map_or(self, |own| own)
    }

    /// The first day that a change may concern: tomorrow, wherever this calendar counts.
    pub fn changeable_from(&self, now: Timestamp) -> Date {
        let zones = self.tenants.values().map(|own| &own.zone).chain([&self.zone]);
        let today = zones.map(|zone| clock::local_date(now, zone)).max().unwrap_or_default();
        today.tomorrow().unwrap_or(today)
    }

    /// The zone whose local time counts.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Whether the day is worked.
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

    /// The local day on which mail that is owed on `date` leaves: a weekend or holiday moves it forward and never drops
    /// it (R35, R40).
    pub fn send_day(&self, date: Date) -> Date {
        self.next_working_day(date)
    }

    /// The `days`-th working day after `from`, or before it if `days` is negative; `from` itself, worked or not, if
    /// `days` is 0. Stays at the first or last date there is rather than leave the range.
    pub fn add_working_days(&self, from: Date, days: i32) -> Date {
        let step = if days.is_negative() { Date::yesterday } else { Date::tomorrow };
        let mut date = from;
        for _ in 0..days.unsigned_abs() {
            let Ok(next) = step(date) else { break };
            date = self.walk(next, step);
        }
        date
    }

    /// The last due date whose `days`-th working day before it has come by the evening of this day, by the calendars that
    /// counted until then. It never goes back, whatever is changed.
    pub fn reached(&self, days: i32, day: Date) -> Date {
        match &self.history {
            Some(history) => history.reached(days, day, Calendar::add_working_days),
            None => self.add_working_days(day, days),
        }
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

    /// The first worked day from `date` on in the direction of `step`; the last possible date if there is none.
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
