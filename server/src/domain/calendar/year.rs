//! A year's table: what it may change, and what is worth a look in it (pure).

use dondoc_shared::wire::calendar::{CalendarDay, CalendarRemark, HolidayKind, RemarkKind};
use jiff::{Span, civil::Date};

use super::{Calendar, DayKind, Holiday, lunar};

/// How far before and after the first day of the lunar year its holiday may reach.
const AROUND: (i32, i32) = (5, 10);

impl Calendar {
    /// The same with another table for the year: of these days, and what `base` says of all others. The nation's table stands
    /// on weekends alone, a tenant's on the nation's.
    #[must_use]
    pub fn with_year(&self, year: i16, base: Option<&Self>, days: &[CalendarDay]) -> Self {
        let mut changed = self.clone();
        changed.exceptions.retain(|day, _| day.year() != year);
        let under = base.into_iter().flat_map(|base| base.exceptions.iter());
        changed.exceptions.extend(under.filter(|(day, _)| day.year() == year));
        days.iter().filter(|row| row.day.year() == year).for_each(|row| changed.set(Holiday::from(row)));
        changed
    }

    /// The days of the year before `first` that are worked in one of the two calendars only: what a change would turn back
    /// the clock for.
    pub fn changed_before(&self, other: &Self, year: i16, first: Date) -> Vec<Date> {
        days_of(year).take_while(|day| *day < first).filter(|day| self.differs(other, *day)).collect()
    }

    /// The first day of the year that is worked in one of the two calendars only.
    pub fn first_change(&self, other: &Self, year: i16) -> Option<Date> {
        days_of(year).find(|day| self.differs(other, *day))
    }

    fn differs(&self, other: &Self, day: Date) -> bool {
        self.is_working_day(day) != other.is_working_day(day)
    }
}

/// The days of a year.
fn days_of(year: i16) -> impl Iterator<Item = Date> {
    let first = Date::new(year, 1, 1).unwrap_or_default();
    first.series(Span::new().days(1)).take_while(move |day| day.year() == year)
}

/// What is worth a look in the table, by date. `base` is what the days would be without it.
pub fn remarks(days: &[CalendarDay], base: &Calendar) -> Vec<CalendarRemark> {
    let idle =
        |row: &&CalendarDay| base.is_working_day(row.day) == (DayKind::from(row.kind) == DayKind::Work);
    let remark = |kind, day| CalendarRemark { kind, day };
    let mut found: Vec<_> =
        days.iter().filter(idle).map(|row| remark(RemarkKind::ChangesNothing, row.day)).collect();
    found.sort_by_key(|remark| remark.day);
    found
}

/// Compares the lunar holidays of the nation's table with the computed ones; remarks on those that differ.
pub fn lunar_remarks(year: i16, days: &[CalendarDay], calendar: &Calendar) -> Vec<CalendarRemark> {
    let (Some(new_year), Some(hung_kings)) = (lunar::new_year(year), lunar::hung_kings(year)) else {
        return vec![];
    };
    let away = |days: i32| new_year.saturating_add(Span::new().days(days));
    // Whatever days the notice of a year names, the eve and the first three are among them.
    let worked = (-1..=2).map(away).filter(|day| calendar.is_working_day(*day));
    let mut found: Vec<_> =
        worked.map(|day| CalendarRemark { kind: RemarkKind::LunarNewYearWorked, day }).collect();
    if calendar.is_working_day(hung_kings) {
        found.push(CalendarRemark { kind: RemarkKind::HungKingsWorked, day: hung_kings });
    }
    let around = away(-AROUND.0)..=away(AROUND.1);
    let elsewhere = days
        .iter()
        .filter(|row| row.kind == HolidayKind::Lunar && row.day != hung_kings && !around.contains(&row.day));
    found.extend(elsewhere.map(|row| CalendarRemark { kind: RemarkKind::LunarDayElsewhere, day: row.day }));
    found.sort_by_key(|remark| remark.day);
    found
}

#[cfg(test)]
mod tests {
    use dondoc_shared::wire::calendar::Certainty;
    use jiff::civil::date;

    use super::*;

    fn row(day: Date, kind: HolidayKind) -> CalendarDay {
        CalendarDay {
            day,
            kind,
            name_vi: "Ngày nghỉ".to_owned(),
            name_en: "Day off".to_owned(),
            certainty: Certainty::Verified,
            source_note_vi: String::new(),
            source_note_en: String::new(),
        }
    }

    fn tet_2024() -> Vec<CalendarDay> {
        let mut rows: Vec<_> = (8..=14).map(|day| row(date(2024, 2, day), HolidayKind::Lunar)).collect();
        rows.push(row(date(2024, 4, 18), HolidayKind::Lunar));
        rows
    }

    fn looked_at(rows: &[CalendarDay]) -> Vec<(RemarkKind, Date)> {
        let calendar = Calendar::default().with_year(2024, None, rows);
        lunar_remarks(2024, rows, &calendar).into_iter().map(|remark| (remark.kind, remark.day)).collect()
    }

    #[test]
    fn a_table_whose_lunar_holidays_lie_where_they_are_computed_passes() {
        assert_eq!(looked_at(&tet_2024()), []);
    }

    #[test]
    fn a_lunar_new_year_of_another_year_is_noticed() {
        // 2024's table with the days of 2025.
        let mut rows: Vec<_> = (27..=31).map(|day| row(date(2024, 1, day), HolidayKind::Lunar)).collect();
        rows.push(row(date(2024, 4, 7), HolidayKind::Lunar));
        let found = looked_at(&rows);
        assert!(found.contains(&(RemarkKind::LunarNewYearWorked, date(2024, 2, 9))), "{found:?}");
        assert!(found.contains(&(RemarkKind::LunarNewYearWorked, date(2024, 2, 12))), "{found:?}");
        assert!(found.contains(&(RemarkKind::HungKingsWorked, date(2024, 4, 18))), "{found:?}");
        assert!(found.contains(&(RemarkKind::LunarDayElsewhere, date(2024, 1, 27))), "{found:?}");
        assert!(found.contains(&(RemarkKind::LunarDayElsewhere, date(2024, 4, 7))), "{found:?}");
    }

    #[test]
    fn a_day_that_is_so_by_itself_is_noted() {
        let rows = [
            row(date(2024, 6, 1), HolidayKind::Public),
            row(date(2024, 6, 3), HolidayKind::SwapWork),
            row(date(2024, 6, 4), HolidayKind::SwapOff),
            row(date(2024, 6, 8), HolidayKind::SwapWork),
        ];
        let noted: Vec<_> = remarks(&rows, &Calendar::default()).iter().map(|remark| remark.day).collect();
        assert_eq!(noted, [date(2024, 6, 1), date(2024, 6, 3)]);
    }

    #[test]
    fn a_new_table_replaces_the_year_and_nothing_else() {
        let before = Calendar::default().with_year(2024, None, &tet_2024());
        let next = Calendar::with_year(&before, 2025, None, &[row(date(2025, 1, 29), HolidayKind::Lunar)]);
        assert!(!next.is_working_day(date(2024, 2, 12)) && !next.is_working_day(date(2025, 1, 29)));
        let emptied = next.with_year(2024, None, &[]);
        assert!(emptied.is_working_day(date(2024, 2, 12)) && !emptied.is_working_day(date(2025, 1, 29)));
        assert_eq!(
            next.changed_before(&emptied, 2024, date(2024, 2, 12)),
            [date(2024, 2, 8), date(2024, 2, 9)]
        );
        assert_eq!(next.first_change(&emptied, 2024), Some(date(2024, 2, 8)));
        assert_eq!(next.first_change(&emptied, 2025), None);
    }

    #[test]
    fn a_tenants_table_stands_on_the_nations() {
        let nation = Calendar::default().with_year(2024, None, &tet_2024());
        let own =
            [row(date(2024, 10, 10), HolidayKind::Public), row(date(2024, 2, 14), HolidayKind::SwapWork)];
        let tenant = nation.with_year(2024, Some(&nation), &own);
        assert!(!tenant.is_working_day(date(2024, 10, 10)) && !tenant.is_working_day(date(2024, 2, 13)));
        assert!(tenant.is_working_day(date(2024, 2, 14)));
    }
}
