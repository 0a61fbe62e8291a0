//! When mail may leave: between 07:30 and 17:00 local time of a working day.

use jiff::{Timestamp, civil::Time};

use super::Calendar;
use crate::clock;

/// The send window of a working day, local time of Ha Noi.
pub const WINDOW: (Time, Time) = (Time::constant(7, 30, 0, 0), Time::constant(17, 0, 0, 0));

impl Calendar {
    /// The earliest instant at or after `now` inside the window; `now` itself where the sender chose "now".
    pub fn send_time(&self, now: Timestamp, immediate: bool) -> Timestamp {
        if immediate {
            return now;
        }
        let zone = clock::zone(clock::DEFAULT_ZONE);
        let local = zone.to_datetime(now);
        let (opens, closes) = WINDOW;
        let day = match local.time() {
            time if time >= closes => local.date().tomorrow().unwrap_or(local.date()),
            _ => local.date(),
        };
        let send_day = self.send_day(day);
        if send_day == local.date() && local.time() >= opens {
            return now;
        }
        send_day.to_datetime(opens).to_zoned(zone).map_or(now, |zoned| zoned.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;
    use crate::calendar::{DayKind, Holiday};

    #[test]
    fn mail_waits_for_the_window_and_for_a_working_day() {
        let holiday = Holiday { date: date(2024, 9, 2), kind: DayKind::Off };
        let calendar = Calendar::new([holiday]);
        let at = |day: Date, hour, minute| {
            day.at(hour, minute, 0, 0).in_tz(clock::DEFAULT_ZONE).unwrap().timestamp()
        };
        let thursday = date(2024, 7, 25);
        assert_eq!(calendar.send_time(at(thursday, 8, 0), false), at(thursday, 8, 0));
        assert_eq!(calendar.send_time(at(thursday, 6, 0), false), at(thursday, 7, 30));
        assert_eq!(calendar.send_time(at(thursday, 17, 0), false), at(date(2024, 7, 26), 7, 30));
        assert_eq!(calendar.send_time(at(date(2024, 7, 26), 18, 0), false), at(date(2024, 7, 29), 7, 30));
        assert_eq!(calendar.send_time(at(date(2024, 8, 31), 9, 0), false), at(date(2024, 9, 3), 7, 30));
        assert_eq!(calendar.send_time(at(thursday, 23, 0), true), at(thursday, 23, 0));
    }
}
