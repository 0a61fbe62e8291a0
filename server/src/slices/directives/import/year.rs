//! The calendar's rows against what is stored: the table of one year by itself, and the rows of an import.

use std::collections::BTreeSet;

use dondoc_shared::wire::calendar::{CalendarDay, HolidayKind};
use jiff::civil::Date;

use super::{
    fault::{Fault, Wrong},
    rows::HolidayCells,
    table::{Row, Sheet, Source, Table},
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
    pub(super) fn check(&self, table: &mut Table<'_, HolidayCells>) {
        for (line, row) in &table.rows {
            let (Some(day), Some(kind)) = (row.date, row.kind) else { continue };
            let fixed = day < self.first && self.years.contains(&day.year());
            if fixed && self.calendar.is_working_day(day) != (kind == HolidayKind::SwapWork) {
                table.sheet.fault_at(*line, "date", past(self.first));
            }
        }
    }
}

fn past(first: Date) -> Wrong {
    Wrong::new("day_past", |t| t.import_day_past(first))
}

/// The file of one year's table.
pub struct YearFile<'a> {
    sheet: Sheet<'a>,
    rows: Vec<(u64, CalendarDay)>,
}

/// Reads the table of one year, which has the columns of `holidays.csv`.
pub fn calendar_year(source: Source<'_>, year: i16) -> Result<YearFile<'_>, Vec<Fault>> {
    let Table { mut sheet, rows } = Table::<HolidayCells>::read(&[source], source.name);
    for (line, _) in rows.iter().filter(|(_, row)| row.date.is_some_and(|day| day.year() != year)) {
        sheet.fault_at(*line, "date", Wrong::new("other_year", |t| t.import_other_year(year)));
    }
    if !sheet.faults.is_empty() {
        return Err(sheet.in_order());
    }
    let rows = rows.into_iter().filter_map(|(line, row)| Some((line, row.whole()?.into()))).collect();
    Ok(YearFile { sheet, rows })
}

impl YearFile<'_> {
    /// The exceptions of the year, by date.
    pub fn days(&self) -> Vec<CalendarDay> {
        self.rows.iter().map(|(_, row)| row.clone()).collect()
    }

    /// The faults of a file that would change these days, which lie before the first that may be changed.
    pub fn past(mut self, days: &[Date], first: Date) -> Vec<Fault> {
        for day in days {
            let (line, wrong) = match self.rows.iter().find(|(_, row)| row.day == *day) {
                Some((line, _)) => (*line, past(first)),
                None => (1, Wrong::new("day_left_out", |t| t.import_day_left_out(*day, first))),
            };
            self.sheet.fault_at(line, "date", wrong);
        }
        self.sheet.in_order()
    }
}
