//! Acts on the working calendar and the send window.

pub mod day;
pub mod remove;
pub mod window;

use dondoc_shared::{
    text::{Both, Lang},
    wire::calendar::{CalendarDay, CalendarYear, HolidayKind, NewCalendarYear},
};
use jiff::civil::{Date, Weekday};

use crate::{
    net::{Answer, CalendarCall, Call, Order, SettingOrder, SettingWritten},
    step::{News, Subject, Wish},
};

/// A year's newest table, which an act changes one part of and writes whole.
#[derive(Debug, Clone)]
pub struct Table {
    /// The table.
    pub year: Box<CalendarYear>,
    /// Whose it is, by name.
    pub whose: Both,
}

impl Table {
    /// What it is called.
    fn title(&self, lang: Lang) -> String {
        match self.year.version {
            0 => lang.almanac_title_none(self.year.year, self.whose.get(lang)),
            version => lang.almanac_title(self.year.year, self.whose.get(lang), version),
        }
    }

    /// Whether `day` may become another kind of day than it is. The nation's first table of a year may also name days that are
    /// over.
    pub fn is_changeable(&self, day: Date) -> bool {
        day >= self.year.changeable_from || (self.year.tenant.is_none() && self.year.version == 0)
    }

    /// What an act on one of its days, or on a new one, is about.
    fn subject(&self, act: &'static str, day: Option<Date>) -> Subject {
        let CalendarYear { year, tenant, .. } = &*self.year;
        let day = day.map_or_else(|| year.to_string(), |day| day.to_string());
        Subject { act, of: std::iter::once(day).chain(tenant.clone()).collect(), page: None }
    }

    /// Its row for a day.
    pub fn row(&self, day: Date) -> Option<&CalendarDay> {
        self.year.days.iter().find(|row| row.day == day)
    }

    /// Writes it with these `days` instead.
    fn order(&self, mut days: Vec<CalendarDay>, source_note: String) -> Order {
        days.sort_by_key(|row| row.day);
        let CalendarYear { year, tenant, version, .. } = &*self.year;
        Order::Setting(SettingOrder::Year {
            year: *year,
            tenant: tenant.clone(),
            version: *version,
            body: NewCalendarYear { days, source_note },
        })
    }

    /// What is read again where somebody was faster.
    fn again(&self) -> Call {
        let CalendarYear { year, tenant, .. } = &*self.year;
        Call::Calendar(CalendarCall::Year { year: *year, tenant: tenant.clone(), version: None })
    }

    /// Takes the table as somebody else has written it.
    fn renew(&mut self, answer: Answer) -> bool {
        let read = Box::<CalendarYear>::try_from(answer).ok();
        let of = (self.year.year, &self.year.tenant);
        let Some(read) = read.filter(|read| (read.year, &read.tenant) == of) else { return false };
        self.year = read;
        true
    }
}

/// Says which version a table has become and from when it counts, if `answer` is one to an act on a table.
fn done(answer: &Answer) -> Option<(Both, Vec<Wish>)> {
    let Answer::Setting(SettingWritten::Year(written)) = answer else { return None };
    let said =
        Both::new(|lang| lang.almanac_written(written.version, written.from_day, written.remarks.len()));
    Some((said, vec![Wish::Tell(News::SettingWritten)]))
}

/// Whether a kind of day is worked.
fn is_worked(kind: HolidayKind) -> bool {
    kind == HolidayKind::SwapWork
}

/// Whether a day is worked where no table says otherwise.
fn is_weekday(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// A day with its weekday.
fn named(lang: Lang, day: Date) -> String {
    format!("{} {}", lang.weekday(day.weekday()), lang.date(day))
}
