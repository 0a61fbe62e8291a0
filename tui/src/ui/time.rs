//! Instants as the console shows them: in the Working Group's zone.

use std::time::Duration;

use dondoc_shared::{day::in_ha_noi, text::Lang, wire::calendar::SendWindow};
use jiff::{
    SignedDuration, Timestamp,
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

/// What is further away than this is told by its day and hour.
const COUNTED: SignedDuration = SignedDuration::from_hours(1);

/// The time left from `now` until `at`, as `0:52`; none where it is over, or too long to be counted down.
pub fn left(at: Timestamp, now: Timestamp) -> Option<String> {
    let left = at.duration_since(now);
    let seconds = left.as_secs() + i64::from(left.subsec_nanos() > 0);
    (left.is_positive() && left <= COUNTED).then(|| minutes(seconds.unsigned_abs()))
}

/// Seconds as `0:52`.
pub fn minutes(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// The next moment at which what is left until `at` reads otherwise, both counted from the start of the console.
pub fn next_change(at: Duration, now: Duration) -> Option<Duration> {
    let begins = Duration::try_from(COUNTED).ok().and_then(|counted| at.checked_sub(counted));
    begins.filter(|begins| *begins > now).or_else(|| next_second(at, now))
}

/// The next moment at which whole seconds towards `at` are one less.
pub fn next_second(at: Duration, now: Duration) -> Option<Duration> {
    let left = at.checked_sub(now)?;
    let part = left.subsec_millis();
    let step = if part == 0 { 1000 } else { part };
    (!left.is_zero()).then(|| now.saturating_add(Duration::from_millis(u64::from(step))))
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

    #[test]
    fn what_is_left_is_counted_down_within_the_hour_and_changes_each_second() {
        let at = |seconds: i64| Timestamp::from_second(seconds).unwrap();
        for (end, said) in [(52, "0:52"), (60, "1:00"), (3_600, "60:00")] {
            assert_eq!(left(at(end), at(0)).as_deref(), Some(said));
        }
        for none in [3_601, 0, -1] {
            assert_eq!(left(at(none), at(0)), None, "{none}");
        }
        let (second, hour) = (Duration::from_secs(1), Duration::from_hours(1));
        assert_eq!(next_change(hour * 2, Duration::ZERO), Some(hour), "when it begins to be counted");
        assert_eq!(next_change(hour * 2, hour), Some(hour + second));
        assert_eq!(next_change(hour, hour), None);
    }
}
