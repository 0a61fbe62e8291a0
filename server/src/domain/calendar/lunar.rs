//! The lunar new year and the Hùng Kings' day, computed: a check on the table, which alone counts.
//!
//! The Vietnamese lunar calendar is the one of the Chinese rule at the meridian 105° east (UTC+7, since 1968): a month
//! begins on the local day of the new moon; month 11 holds the winter solstice; of thirteen months between two such, the
//! first in which the sun enters no new sign is a leap month; the year begins with month 1. New moon and longitude of the
//! sun by Jean Meeus, *Astronomical Algorithms* (1998), chapters 49 (first edition's series) and 25, as in Hồ Ngọc Đức's
//! *Computing the Vietnamese lunar calendar*. Good to some minutes, which has decided no date between 2000 and 2050.

use dondoc_shared::lateness::days_between;
use jiff::{SignedDuration, Timestamp, civil::Date, tz::Offset};

/// The meridian of the calendar.
const MERIDIAN: Offset = Offset::constant(7);

/// The day of the new moon that is counted as number 0.
const FIRST_NEW_MOON: Date = Date::constant(1900, 1, 1);

/// Julian day of 1 January 1970, 00:00 UTC.
const UNIX_EPOCH: f64 = 2_440_587.5;

const SECONDS_A_DAY: f64 = 86_400.0;

/// The first day of the lunar year that begins in this year.
pub fn new_year(year: i16) -> Option<Date> {
    month_begins(year, 1)
}

/// The tenth of the third month: the Hùng Kings' commemoration.
pub fn hung_kings(year: i16) -> Option<Date> {
    month_begins(year, 3)?.checked_add(SignedDuration::from_hours(9 * 24)).ok()
}

/// The first day of an ordinary month, 1 to 10, of the lunar year that begins in this year.
fn month_begins(year: i16, month: i32) -> Option<Date> {
    let solstice = month_11(year.checked_sub(1)?)?;
    let has_leap = month_11(year)? - solstice == 13;
    let after = month + 1;
    let leap = if has_leap { leap_after(solstice)? } else { i32::MAX };
    new_moon_day(solstice + after + i32::from(leap <= after))
}

/// Number of the new moon with which the month of the year's winter solstice begins.
fn month_11(year: i16) -> Option<i32> {
    let last_day = Date::new(year, 12, 31).ok()?;
    // More than enough: a month has more than 29 days.
    let most = days_between(FIRST_NEW_MOON, last_day).div_euclid(29);
    // The last one of the year before the sun is in the ninth sign, from the solstice at 270 degrees on.
    let is_before = |day: Date| day.year() == year && sign(day).is_some_and(|sign| sign < 9);
    (0..=most).rev().find(|moon| new_moon_day(*moon).is_some_and(is_before))
}

/// The number of months from the solstice's to the first one in which the sun enters no new sign.
fn leap_after(solstice: i32) -> Option<i32> {
    let sign_at = |after: i32| sign(new_moon_day(solstice + after)?);
    for after in 1..13 {
        if sign_at(after)? == sign_at(after + 1)? {
            return Some(after);
        }
    }
    None
}

/// The local day of the new moon of this number, from [`FIRST_NEW_MOON`] on.
fn new_moon_day(number: i32) -> Option<Date> {
    Some(MERIDIAN.to_datetime(new_moon(number)?).date())
}

/// A polynomial, its coefficients from the constant up.
fn polynomial(t: f64, coefficients: &[f64]) -> f64 {
    coefficients.iter().rfold(0.0, |sum, coefficient| sum * t + coefficient)
}

fn sine(degrees: f64) -> f64 {
    degrees.to_radians().sin()
}

/// How the new moon strays from its mean, in days: the amplitude as a polynomial, and how often the anomaly of the sun, that of the
/// moon, the argument of the node and that of the last, slow term go into the angle.
const STRAYS: [(&[f64], [f64; 4]); 14] = [
    (&[0.1734, -0.000_393], [1.0, 0.0, 0.0, 0.0]),
    (&[0.0021], [2.0, 0.0, 0.0, 0.0]),
    (&[-0.4068], [0.0, 1.0, 0.0, 0.0]),
    (&[0.0161], [0.0, 2.0, 0.0, 0.0]),
    (&[-0.0004], [0.0, 3.0, 0.0, 0.0]),
    (&[0.0104], [0.0, 0.0, 2.0, 0.0]),
    (&[-0.0051], [1.0, 1.0, 0.0, 0.0]),
    (&[-0.0074], [1.0, -1.0, 0.0, 0.0]),
    (&[0.0004], [1.0, 0.0, 2.0, 0.0]),
    (&[-0.0004], [-1.0, 0.0, 2.0, 0.0]),
    (&[-0.0006], [0.0, 1.0, 2.0, 0.0]),
    (&[0.0010], [0.0, -1.0, 2.0, 0.0]),
    (&[0.0005], [1.0, 2.0, 0.0, 0.0]),
    (&[0.000_33], [0.0, 0.0, 0.0, 1.0]),
];

/// The instant of the new moon (Meeus).
fn new_moon(number: i32) -> Option<Timestamp> {
    let k = f64::from(number);
    let t = k / 1236.85;
    // What grows by so much a month, and slowly besides.
    let grown = |a_month: f64, slowly: &[f64]| a_month * k + polynomial(t, slowly);
    let angles = [
        grown(29.105_356_08, &[359.2242, 0.0, -0.000_033_3, -0.000_003_47]),
        grown(385.816_918_06, &[306.0253, 0.0, 0.010_730_6, 0.000_012_36]),
        grown(390.670_506_46, &[21.2964, 0.0, -0.001_652_8, -0.000_002_39]),
        polynomial(t, &[166.56, 132.87, -0.009_173]),
    ];
    let stray = |(amplitude, times): &(&[f64], [f64; 4])| {
        let angle = angles.iter().zip(times).map(|(angle, times)| angle * times).sum();
        polynomial(t, amplitude) * sine(angle)
    };
    let days = [
        grown(29.530_588_68, &[2_415_020.759_33, 0.0, 0.000_117_8, -0.000_000_155]),
        STRAYS.iter().map(stray).sum(),
        // From the time of the planets to that of the clocks.
        polynomial(t, &[0.000_278, -0.000_265, -0.000_262]),
        -UNIX_EPOCH,
    ];
    let seconds = days.iter().sum::<f64>() * SECONDS_A_DAY;
    Timestamp::from_duration(SignedDuration::try_from_secs_f64(seconds).ok()?).ok()
}

/// How far the sun is ahead of its mean, in degrees: the amplitude as a polynomial, and how often its anomaly goes into the angle.
const AHEAD: [(&[f64], f64); 3] =
    [(&[1.914_600, -0.004_817, -0.000_014], 1.0), (&[0.019_993, -0.000_101], 2.0), (&[0.000_290], 3.0)];

/// The sign of the zodiac, 0 to 11 from the vernal equinox, in which the sun stands as the local day begins (Meeus).
fn sign(day: Date) -> Option<i32> {
    let begins = MERIDIAN.to_timestamp(day.to_datetime(jiff::civil::Time::midnight())).ok()?;
    let t = (begins.as_duration().as_secs_f64() / SECONDS_A_DAY + UNIX_EPOCH - 2_451_545.0) / 36_525.0;
    let anomaly = polynomial(t, &[357.529_10, 35_999.050_30, -0.000_155_9, -0.000_000_48]);
    let ahead = AHEAD.iter().map(|(amplitude, times)| polynomial(t, amplitude) * sine(anomaly * times));
    let mean = polynomial(t, &[280.466_45, 36_000.769_83, 0.000_303_2]);
    let longitude = (mean + ahead.sum::<f64>()).rem_euclid(360.0);
    (0..12).rev().find(|sign| longitude >= 30.0 * f64::from(*sign))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// Month and day of the first day of the Vietnamese lunar year, 2000 to 2050.
    const NEW_YEARS: [(i8, i8); 51] = [
        (2, 5),
        (1, 24),
        (2, 12),
        (2, 1),
        (1, 22),
        (2, 9),
        (1, 29),
        (2, 17),
        (2, 7),
        (1, 26),
        (2, 14),
        (2, 3),
        (1, 23),
        (2, 10),
        (1, 31),
        (2, 19),
        (2, 8),
        (1, 28),
        (2, 16),
        (2, 5),
        (1, 25),
        (2, 12),
        (2, 1),
        (1, 22),
        (2, 10),
        (1, 29),
        (2, 17),
        (2, 6),
        (1, 26),
        (2, 13),
        (2, 2),
        (1, 23),
        (2, 11),
        (1, 31),
        (2, 19),
        (2, 8),
        (1, 28),
        (2, 15),
        (2, 4),
        (1, 24),
        (2, 12),
        (2, 1),
        (1, 22),
        (2, 10),
        (1, 30),
        (2, 17),
        (2, 6),
        (1, 26),
        (2, 14),
        (2, 2),
        (1, 23),
    ];

    #[test]
    fn the_lunar_year_of_viet_nam_begins_on_the_known_day_from_2000_to_2050() {
        for (year, (month, day)) in (2000..).zip(NEW_YEARS) {
            assert_eq!(new_year(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn where_viet_nam_and_china_differ_the_day_is_that_of_viet_nam() {
        // China: 20 February 1985, 18 February 2007, 3 February 2030.
        assert_eq!(new_year(1985), Some(date(1985, 1, 21)));
        assert_eq!(new_year(2007), Some(date(2007, 2, 17)));
        assert_eq!(new_year(2030), Some(date(2030, 2, 2)));
    }

    #[test]
    fn the_hung_kings_day_is_the_tenth_of_the_third_month() {
        // 2023 had a leap second month, which puts it late.
        for (year, month, day) in
            [(2022, 4, 10), (2023, 4, 29), (2024, 4, 18), (2025, 4, 7), (2026, 4, 26), (2027, 4, 16)]
        {
            assert_eq!(hung_kings(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn the_sun_enters_a_sign_on_the_published_day_also_within_an_hour_of_midnight() {
        // Local times: 00:28, 23:30, 00:47, 00:32, 00:16, 23:38.
        for (day, entered) in [
            (date(2000, 9, 23), 6),
            (date(2004, 9, 22), 6),
            (date(2009, 12, 22), 9),
            (date(2010, 3, 21), 0),
            (date(2011, 6, 22), 3),
            (date(2015, 6, 21), 3),
        ] {
            let around = [day, day.tomorrow().unwrap()].map(|day| sign(day).unwrap());
            assert_eq!(around, [(entered + 11) % 12, entered], "{day}");
        }
    }

    #[test]
    fn the_new_moons_of_2000_lie_within_three_minutes_of_the_published_ones() {
        let published = [
            "2000-01-06T18:14Z",
            "2000-02-05T13:03Z",
            "2000-03-06T05:17Z",
            "2000-04-04T18:12Z",
            "2000-05-04T04:12Z",
            "2000-06-02T12:14Z",
            "2000-07-01T19:20Z",
            "2000-07-31T02:25Z",
            "2000-08-29T10:19Z",
            "2000-09-27T19:53Z",
            "2000-10-27T07:58Z",
            "2000-11-25T23:11Z",
            "2000-12-25T17:22Z",
        ];
        for (number, at) in (1237..).zip(published) {
            let (computed, at): (_, Timestamp) = (new_moon(number).unwrap(), at.parse().unwrap());
            assert!(computed.duration_since(at).abs() < SignedDuration::from_mins(3), "{computed} for {at}");
        }
    }
}
