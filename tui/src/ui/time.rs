//! Instants as the console shows them: in the Working Group's zone.

use dondoc_shared::{day::in_ha_noi, text::Lang, wire::calendar::SendWindow};
use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};

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

/// The hours of a send window.
pub fn hours(window: SendWindow) -> String {
    let clock = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
    format!("{}–{}", clock(window.opens), clock(window.closes))
}

/// Reads a time of day: 7:30 or 07:30.
pub fn read_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    let is_number =
        |text: &str, least| (least..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(hour, 1) || !is_number(minute, 2) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    #[test]
    fn a_time_of_day_is_read_with_its_minutes_and_never_guessed() {
        assert_eq!(read_time(" 7:30 "), Some(time(7, 30, 0, 0)));
        assert_eq!(read_time("17:05"), Some(time(17, 5, 0, 0)));
        for wrong in ["", "7", "7h30", "7:3", "24:00", "7:60", "+7:30", "07:30:00"] {
            assert_eq!(read_time(wrong), None, "{wrong}");
        }
    }
}
