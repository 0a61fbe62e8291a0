//! Instants as the console shows them: in the Working Group's zone.

use dondoc_shared::{day::in_ha_noi, text::Lang};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// The Working Group's zone.
pub fn zone() -> TimeZone {
    TimeZone::get("Asia/Ho_Chi_Minh").unwrap_or(TimeZone::UTC)
}

/// The day of an instant.
pub fn date_of(at: Timestamp) -> Date {
    in_ha_noi(at)
}

/// Its hours and minutes.
pub fn clock(at: Timestamp) -> String {
    let time = at.to_zoned(zone());
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Its hours, minutes and seconds.
pub fn to_the_second(at: Timestamp) -> String {
    format!("{}:{:02}", clock(at), at.to_zoned(zone()).second())
}

/// Its day and minute, without the year.
pub fn short(at: Timestamp) -> String {
    let day = date_of(at);
    format!("{:02}/{:02} {}", day.day(), day.month(), clock(at))
}

/// Its day, year and minute.
pub fn in_full(lang: Lang, at: Timestamp) -> String {
    format!("{} {}", lang.date(date_of(at)), clock(at))
}
