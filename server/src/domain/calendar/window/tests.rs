//! The window by table, and against an oracle that walks minute by minute, in zones that put their clocks forward and back.

use jiff::{
    civil::{date, time},
    tz::TimeZone,
};
use proptest::prelude::*;

use super::*;
use crate::domain::calendar::{DayKind, Holiday};
use dondoc_kernel::clock;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn at(zone: &TimeZone, day: Date, hour: i8, minute: i8) -> Timestamp {
    day.at(hour, minute, 0, 0).to_zoned(zone.clone()).unwrap().timestamp()
}

#[test]
fn mail_waits_for_the_window_and_for_a_working_day() {
    let holiday = Holiday { date: date(2024, 9, 2), kind: DayKind::Off };
    let calendar = Calendar::new([holiday]);
    let hanoi = zone(clock::DEFAULT_ZONE);
    let at = |day: Date, hour, minute| at(&hanoi, day, hour, minute);
    let thursday = date(2024, 7, 25);
    assert_eq!(calendar.send_time(at(thursday, 8, 0), false), at(thursday, 8, 0));
    assert_eq!(calendar.send_time(at(thursday, 6, 0), false), at(thursday, 7, 30));
    assert_eq!(calendar.send_time(at(thursday, 17, 0), false), at(date(2024, 7, 26), 7, 30));
    assert_eq!(calendar.send_time(at(date(2024, 7, 26), 18, 0), false), at(date(2024, 7, 29), 7, 30));
    assert_eq!(calendar.send_time(at(date(2024, 8, 31), 9, 0), false), at(date(2024, 9, 3), 7, 30));
    assert_eq!(calendar.send_time(at(thursday, 23, 0), true), at(thursday, 23, 0));
}

#[test]
fn held_mail_leaves_in_the_first_window_after_every_hold_and_at_no_known_time_before_an_open_one_is_lifted() {
    let hanoi = zone(clock::DEFAULT_ZONE);
    let on = |day: i8, hour| at(&hanoi, date(2024, 7, day), hour, 0);
    let span = |from, until| Span { from, until };
    let leaving = |from, now, holds: &[Span]| {
        let Leaving { at, held } = Calendar::default().leaving(from, now, holds);
        (at, held)
    };
    let [morning, evening, friday] = [on(25, 8), on(25, 20), at(&hanoi, date(2024, 7, 26), 7, 30)];
    let over = span(on(25, 9), Some(on(25, 16)));
    assert_eq!(leaving(morning, false, &[]), (Some(morning), false));
    assert_eq!(leaving(morning, false, &[over]), (Some(morning), false), "it begins later");
    assert_eq!(leaving(on(25, 9), false, &[over]), (Some(on(25, 16)), true));
    assert_eq!(leaving(evening, true, &[span(on(25, 9), Some(on(25, 23)))]), (Some(on(25, 23)), true));
    assert_eq!(leaving(evening, false, &[span(on(25, 9), Some(on(25, 23)))]), (Some(friday), false));
    // Two that overlap, the second over the weekend.
    let two = [span(on(25, 7), Some(on(26, 9))), span(on(26, 8), Some(on(27, 12)))];
    assert_eq!(leaving(morning, false, &two), (Some(at(&hanoi, date(2024, 7, 29), 7, 30)), true));
    // One that begins before the window opens, until somebody lifts it.
    assert_eq!(leaving(evening, false, &[span(on(26, 6), None)]), (None, true));
}

#[test]
fn a_window_counts_from_its_day_on() {
    let early = SendWindow { opens: time(6, 0, 0, 0), closes: time(9, 0, 0, 0) };
    let calendar = Calendar::default().with_window(date(2024, 7, 26), early);
    let hanoi = zone(clock::DEFAULT_ZONE);
    let at = |day, hour, minute| at(&hanoi, day, hour, minute);
    let (thursday, friday) = (date(2024, 7, 25), date(2024, 7, 26));
    assert_eq!(calendar.send_time(at(thursday, 6, 30), false), at(thursday, 7, 30));
    assert_eq!(calendar.send_time(at(thursday, 16, 59), false), at(thursday, 16, 59));
    assert_eq!(calendar.send_time(at(thursday, 17, 0), false), at(friday, 6, 0));
    assert_eq!(calendar.send_time(at(friday, 9, 0), false), at(date(2024, 7, 29), 6, 0));
}

#[test]
fn the_day_is_that_of_the_zone_from_14_hours_ahead_to_11_behind() {
    // Thursday 25 July 2024, 17:00 in Ha Noi: Friday 00:00 in Kiritimati, Wednesday 23:00 in Pago Pago.
    let now: Timestamp = "2024-07-25T10:00:00Z".parse().unwrap();
    for (name, day) in [("Pacific/Kiritimati", date(2024, 7, 26)), ("Pacific/Pago_Pago", date(2024, 7, 25))] {
        let zone = zone(name);
        let sent = Calendar::default().in_zone(zone.clone()).send_time(now, false);
        assert_eq!(sent, at(&zone, day, 7, 30), "{name}");
    }
}

#[test]
fn a_day_that_the_zone_skips_is_no_day_to_send() {
    // Samoa went from Thursday 29 to Saturday 31 December 2011.
    let apia = zone("Pacific/Apia");
    let calendar = Calendar::default().in_zone(apia.clone());
    let evening = at(&apia, date(2011, 12, 29), 18, 0);
    assert_eq!(calendar.send_time(evening, false), at(&apia, date(2012, 1, 2), 7, 30));
}

#[test]
fn the_window_keeps_its_local_time_when_the_clock_changes() {
    for (name, before, after) in [
        ("Europe/Berlin", date(2024, 3, 29), date(2024, 4, 1)),
        ("America/New_York", date(2024, 11, 1), date(2024, 11, 4)),
        ("Australia/Lord_Howe", date(2024, 4, 5), date(2024, 4, 8)),
    ] {
        let zone = zone(name);
        let calendar = Calendar::default().in_zone(zone.clone());
        let sent = calendar.send_time(at(&zone, before, 17, 0), false);
        assert_eq!(zone.to_datetime(sent), after.at(7, 30, 0, 0), "{name}");
    }
}

#[test]
fn a_beginning_that_the_clock_jumps_over_moves_forward_to_the_end_of_the_jump() {
    // Put forward from 07:15 to 08:15 on Tuesday 9 April 2024.
    let zone = TimeZone::posix("AAA-7BBB,J99/7:15,J300/12").unwrap();
    let calendar = Calendar::default().in_zone(zone.clone());
    let tuesday = date(2024, 4, 9);
    let sent = calendar.send_time(at(&zone, tuesday, 6, 0), false);
    assert_eq!(zone.to_datetime(sent), tuesday.at(8, 15, 0, 0));
}

#[test]
fn a_beginning_that_comes_twice_opens_the_window_twice() {
    // Put back from 08:00 to 07:00 on Tuesday 9 April 2024: 07:30 comes at 23:30 UTC of Monday and at 00:30.
    let zone = TimeZone::posix("AAA-7BBB,J1/0,J99/8").unwrap();
    let calendar = Calendar::default().in_zone(zone);
    let [before, first, between, second]: [Timestamp; 4] =
        ["2024-04-08T22:00Z", "2024-04-08T23:30Z", "2024-04-09T00:10Z", "2024-04-09T00:30Z"]
            .map(|at| at.parse().unwrap());
    assert_eq!(calendar.send_time(before, false), first);
    assert_eq!(calendar.send_time(between, false), second, "it is 07:10 again");
}

#[test]
fn a_window_that_the_clock_jumps_over_as_a_whole_does_not_open_at_its_end() {
    // Put forward from 07:15 to 09:30 on Tuesday 9 April 2024.
    let zone = TimeZone::posix("AAA-7BBB-9:15,J99/7:15,J300/12").unwrap();
    let window = SendWindow { opens: time(7, 30, 0, 0), closes: time(9, 30, 0, 0) };
    let calendar = Calendar::default().in_zone(zone.clone()).with_window(date(2024, 1, 1), window);
    let sent = calendar.send_time(at(&zone, date(2024, 4, 9), 6, 0), false);
    assert_eq!(zone.to_datetime(sent), date(2024, 4, 10).at(7, 30, 0, 0));
}

#[test]
fn a_window_outside_the_bounds_too_short_or_finer_than_a_minute_is_refused() {
    let window = |opens: &str, closes: &str| SendWindow {
        opens: opens.parse().unwrap(),
        closes: closes.parse().unwrap(),
    };
    for (opens, closes) in [("06:00", "20:00"), ("07:30", "17:00"), ("18:00", "20:00")] {
        assert!(check(window(opens, closes)).is_ok(), "{opens}-{closes}");
    }
    for (opens, closes) in [
        ("05:59", "17:00"),
        ("07:30", "20:01"),
        ("09:00", "10:59"),
        ("17:00", "07:30"),
        ("07:30:01", "17:00"),
    ] {
        assert!(check(window(opens, closes)).is_err(), "{opens}-{closes}");
    }
}

/// Zones that change their clocks within the hours of a window, by half an hour to two hours.
fn any_zone() -> impl Strategy<Value = TimeZone> {
    (-11i32..=14, 1u16..=3, 5u8..20, 5u8..20, 0u8..60).prop_map(|(east, halves, on, off, minute)| {
        let standard = -east * 60;
        let summer = standard - i32::from(halves) * 30;
        let text = |minutes: i32| {
            let sign = if minutes < 0 { "-" } else { "" };
            format!("{sign}{}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        };
        let (standard, summer) = (text(standard), text(summer));
        TimeZone::posix(&format!("AAA{standard}BBB{summer},J100/{on}:{minute:02},J103/{off}:{minute:02}"))
            .unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn mail_leaves_in_the_first_minute_that_is_inside(
        zone in any_zone(), off in 8i8..=16, start in 0i32..(8 * 1440), opens in 6i8..=17, length in 2i8..=8,
    ) {
        let window = SendWindow { opens: time(opens, 0, 0, 0), closes: time((opens + length).min(20), 0, 0, 0) };
        let holiday = Holiday { date: date(2024, 4, off), kind: DayKind::Off };
        let calendar = Calendar::new([holiday]).in_zone(zone.clone()).with_window(date(2024, 1, 1), window);
        let minute = |n: i32| at(&zone, date(2024, 4, 7), 0, 0) + SignedDuration::from_mins(n.into());
        let is_inside = |at: Timestamp| {
            let local = zone.to_datetime(at);
            let weekend = ["Sat", "Sun"].contains(&local.strftime("%a").to_string().as_str());
            !weekend && local.date() != holiday.date && local.time() >= window.opens && local.time() < window.closes
        };
        let expected = (start..start + 14 * 1440).map(minute).find(|at| is_inside(*at)).unwrap();
        prop_assert_eq!(calendar.send_time(minute(start), false), expected, "{:?}", zone);
    }
}
