//! The calendar's rows against what is stored: the table of one year by itself, and the rows of an import.

use std::collections::BTreeSet;

use dondoc_shared::wire::calendar::{CalendarDay, HolidayKind};
use jiff::civil::Date;

use super::{
    fault::{Fault, FaultKind},
    read::{self, Table},
    rows::Source,
};
use crate::domain::calendar::Calendar;

/// The calendar that an import must not change backwards.
#[derive(Debug, Clone, Default)]
pub struct KnownCalendar {
    /// The nation's calendar as it would be.
    pub calendar: Calendar,
    /// The years that have a table; the first table of a year may name days that are over.
    pub years: BTreeSet<i16>,
    /// The first day that may be changed.
    pub first: Date,
}

impl KnownCalendar {
    /// Records a fault for each row that would change a day that is over, or today.
    pub(super) fn check(&self, table: &mut Table<'_, CalendarDay>) {
        let Table { sheet, rows, .. } = table;
        for (line, row) in rows {
            let fixed = row.day < self.first && self.years.contains(&row.day.year());
            if fixed && self.calendar.is_working_day(row.day) != (row.kind == HolidayKind::SwapWork) {
                sheet.fault_at(*line, "date", FaultKind::DayPast { first: self.first });
            }
        }
    }
}

/// The file of one year's table.
pub struct YearFile<'a>(Table<'a, CalendarDay>);

/// Reads the table of one year, which has the columns of `holidays.csv`.
pub fn calendar_year(source: Source<'_>, year: i16) -> Result<YearFile<'_>, Vec<Fault>> {
    let mut table = read::holidays(&[source], source.name);
    for (line, _) in table.rows.iter().filter(|(_, row)| row.day.year() != year) {
        table.sheet.fault_at(*line, "date", FaultKind::OtherYear { year });
    }
    let file = YearFile(table);
    if file.0.sheet.faults.is_empty() { Ok(file) } else { Err(file.faults()) }
}

impl YearFile<'_> {
    /// The exceptions of the year, by date.
    pub fn days(&self) -> Vec<CalendarDay> {
        self.0.rows.iter().map(|(_, row)| row.clone()).collect()
    }

    /// The faults of a file that would change these days, which lie before the first that may be changed.
    pub fn past(mut self, days: &[Date], first: Date) -> Vec<Fault> {
        for day in days {
            match self.0.rows.iter().find(|(_, row)| row.day == *day) {
                Some((line, _)) => self.0.sheet.fault_at(*line, "date", FaultKind::DayPast { first }),
                None => self.0.sheet.fault_at(1, "date", FaultKind::DayLeftOut { day: *day, first }),
            }
        }
        self.faults()
    }

    fn faults(self) -> Vec<Fault> {
        let mut faults = self.0.sheet.faults;
        faults.sort_by_key(|fault| (fault.line, fault.column));
        faults
    }
}
