//! Days as people and programs write them.

use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz,
};

/// The local date in Ha Noi, whose clocks have been seven hours ahead all year since 1975.
pub fn in_ha_noi(at: Timestamp) -> Date {
    tz::offset(7).to_datetime(at).date()
}

/// When the local date begins in Ha Noi.
pub fn begins_in_ha_noi(date: Date) -> Timestamp {
    tz::offset(7).to_timestamp(date.to_datetime(Time::midnight())).unwrap_or(Timestamp::MAX)
}

/// Whether the text is written as a day (31/02/2024, 2024-02-31) that no calendar has.
pub fn is_no_such_day(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-']).map(str::trim).collect();
    let (day, month, year) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (day, month, year),
        [day, month, year] if year.len() == 4 => (day, month, year),
        _ => return false,
    };
    let numbers = (year.parse(), month.parse(), day.parse());
    matches!(numbers, (Ok(year), Ok(month), Ok(day)) if Date::new(year, month, day).is_err())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_no_calendar_has_is_told_from_what_is_no_day_at_all() {
        for missing in ["31/02/2024", " 30.2.2024 ", "2023-02-29", "07/31/2024", "00/01/2024"] {
            assert!(is_no_such_day(missing), "{missing}");
        }
        for other in
            ["29/02/2024", "2024-07-31", "", "31/02", "31/02/24", "hôm nay", "1/2/3/2024", "a/b/2024"]
        {
            assert!(!is_no_such_day(other), "{other}");
        }
    }
}
