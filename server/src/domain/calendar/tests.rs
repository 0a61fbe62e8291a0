//! Tables from the published calendar, and properties against a day-by-day oracle.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

/// Days off and make-up days of 2024 as published.
fn calendar_2024() -> Calendar {
    let off = |month, day| Holiday { date: date(2024, month, day), kind: DayKind::Off };
    let mut rows = vec![off(1, 1), off(4, 18), off(4, 29), off(4, 30), off(5, 1), off(9, 2), off(9, 3)];
    rows.extend((8..=14).map(|day| off(2, day)));
    rows.push(Holiday { date: date(2024, 5, 4), kind: DayKind::Work });
    Calendar::new(rows)
}

#[test]
fn a_weekday_is_worked_and_a_weekend_is_not_where_the_calendar_is_silent() {
    let calendar = Calendar::default();
    assert!(calendar.is_working_day(date(2031, 7, 25)));
    assert!(!calendar.is_working_day(date(2031, 7, 26)));
    assert!(!calendar.is_working_day(date(2031, 7, 27)));
}

#[test]
fn mail_owed_on_any_day_of_tet_2024_leaves_on_the_15th_of_february() {
    let calendar = calendar_2024();
    for day in 8..=14 {
        assert_eq!(calendar.send_day(date(2024, 2, day)), date(2024, 2, 15), "{day} February");
    }
    assert_eq!(calendar.send_day(date(2024, 2, 7)), date(2024, 2, 7));
}

#[test]
fn national_day_2024_makes_a_weekend_of_four_days() {
    let calendar = calendar_2024();
    assert_eq!(calendar.send_day(date(2024, 8, 31)), date(2024, 9, 4));
    assert_eq!(calendar.add_working_days(date(2024, 8, 30), 1), date(2024, 9, 4));
    assert_eq!(calendar.add_working_days(date(2024, 9, 4), -1), date(2024, 8, 30));
    assert_eq!(calendar.working_days_between(date(2024, 8, 30), date(2024, 9, 4)), 1);
}

#[test]
fn the_make_up_saturday_of_4_may_2024_is_worked_and_the_monday_it_pays_for_is_not() {
    let calendar = calendar_2024();
    assert!(calendar.is_working_day(date(2024, 5, 4)));
    assert!(!calendar.is_working_day(date(2024, 5, 5)));
    assert!(!calendar.is_working_day(date(2024, 4, 29)));
    assert_eq!(calendar.send_day(date(2024, 4, 27)), date(2024, 5, 2));
    assert_eq!(calendar.add_working_days(date(2024, 5, 3), 1), date(2024, 5, 4));
    assert_eq!(calendar.working_days_between(date(2024, 4, 26), date(2024, 5, 6)), 4);
}

#[test]
fn reminders_before_a_due_date_in_a_holiday_count_back_over_it() {
    let calendar = calendar_2024();
    // Due on 30 April, a holiday: 1, 3 and 7 working days before.
    let due = date(2024, 4, 30);
    let before = [-1, -3, -7].map(|days| calendar.add_working_days(due, days));
    assert_eq!(before, [date(2024, 4, 26), date(2024, 4, 24), date(2024, 4, 17)]);
}

#[test]
fn a_holiday_on_a_saturday_changes_nothing_and_a_later_row_takes_it_back() {
    let saturday = date(2024, 6, 1);
    let row = |kind| Holiday { date: saturday, kind };
    assert!(!Calendar::new([row(DayKind::Off)]).is_working_day(saturday));
    assert!(!Calendar::new([row(DayKind::Work), row(DayKind::Off)]).is_working_day(saturday));
    assert!(Calendar::new([row(DayKind::Off), row(DayKind::Work)]).is_working_day(saturday));
}

#[test]
fn a_tenants_calendar_is_its_own_where_it_has_one_and_the_nations_elsewhere() {
    use dondoc_shared::id::TenantId;

    let thursday = date(2024, 7, 25);
    let off = Calendar::new([Holiday { date: thursday, kind: DayKind::Off }]);
    let nation = Calendar::default().with_tenant(TenantId(7), Arc::new(off));
    assert!(!nation.of(TenantId(7)).is_working_day(thursday));
    assert!(nation.of(TenantId(8)).is_working_day(thursday) && nation.is_working_day(thursday));
    assert!(
        !nation.of(TenantId(7)).of(TenantId(7)).is_working_day(thursday),
        "asked of its own it is that one"
    );
}

#[test]
fn a_change_counts_from_tomorrow_wherever_the_calendar_counts() {
    use dondoc_shared::id::TenantId;

    // Thursday 25 July in Ha Noi, Friday in Kiritimati, Wednesday in Pago Pago.
    let now: Timestamp = "2024-07-25T10:00:00Z".parse().unwrap();
    let in_zone = |name| Arc::new(Calendar::default().in_zone(clock::zone(name)));
    let behind = Calendar::default().with_tenant(TenantId(7), in_zone("Pacific/Pago_Pago"));
    assert_eq!(behind.changeable_from(now), date(2024, 7, 26));
    let ahead = behind.with_tenant(TenantId(8), in_zone("Pacific/Kiritimati"));
    assert_eq!(ahead.changeable_from(now), date(2024, 7, 27));
}

#[test]
fn on_the_due_date_no_working_day_is_left() {
    for day in [date(2024, 7, 25), date(2024, 7, 27)] {
        assert_eq!(Calendar::default().working_days_between(day, day), 0);
    }
}

#[test]
fn the_ends_of_time_stop_the_walk() {
    let calendar = Calendar::new([Holiday { date: Date::MAX, kind: DayKind::Off }]);
    assert_eq!(calendar.next_working_day(Date::MAX), Date::MAX);
    assert_eq!(calendar.add_working_days(Date::MAX, 3), Date::MAX);
    assert_eq!(calendar.add_working_days(Date::MIN, -3), Date::MIN);
    assert_eq!(
        calendar.working_days_between(Date::MIN, Date::MAX),
        -calendar.working_days_between(Date::MAX, Date::MIN)
    );
}

/// Knows the rows as a list and days of the week by name; shares nothing with the calendar.
struct Oracle(Vec<Holiday>);

impl Oracle {
    fn works(&self, date: Date) -> bool {
        let listed = self.0.iter().rfind(|row| row.date == date);
        listed.map_or_else(
            || !["Sat", "Sun"].contains(&date.strftime("%a").to_string().as_str()),
            |row| row.kind == DayKind::Work,
        )
    }

    fn count(&self, after: Date, until: Date) -> usize {
        after
            .series(jiff::Span::new().days(1))
            .skip(1)
            .take_while(|d| *d <= until)
            .filter(|d| self.works(*d))
            .count()
    }
}

fn any_date() -> impl Strategy<Value = Date> {
    (2023i16..=2025, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| date(y, m, d))
}

fn any_rows() -> impl Strategy<Value = Vec<Holiday>> {
    let row = (any_date(), any::<bool>())
        .prop_map(|(date, off)| Holiday { date, kind: if off { DayKind::Off } else { DayKind::Work } });
    proptest::collection::vec(row, 0..120)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_day_is_worked_exactly_when_the_oracle_says_so(rows in any_rows(), day in any_date()) {
        let calendar = Calendar::new(rows.iter().copied());
        let oracle = Oracle(rows);
        for row in oracle.0.iter().map(|row| row.date).chain([day]) {
            prop_assert_eq!(calendar.is_working_day(row), oracle.works(row));
        }
    }

    #[test]
    fn the_count_between_two_days_is_the_oracles(rows in any_rows(), a in any_date(), b in any_date()) {
        let calendar = Calendar::new(rows.iter().copied());
        let (first, last) = (a.min(b), a.max(b));
        let counted = i32::try_from(Oracle(rows).count(first, last)).unwrap();
        prop_assert_eq!(calendar.working_days_between(first, last), counted);
        prop_assert_eq!(calendar.working_days_between(last, first), -counted);
    }

    #[test]
    fn mail_leaves_on_the_first_worked_day_from_its_date_on(rows in any_rows(), day in any_date()) {
        let send = Calendar::new(rows.iter().copied()).send_day(day);
        let oracle = Oracle(rows);
        prop_assert!(send >= day && oracle.works(send));
        prop_assert!(day.series(jiff::Span::new().days(1)).take_while(|d| *d < send).all(|d| !oracle.works(d)));
    }

    #[test]
    fn adding_working_days_lands_on_a_worked_day_with_that_many_behind_it(
        rows in any_rows(), from in any_date(), days in 1i32..60,
    ) {
        let calendar = Calendar::new(rows.iter().copied());
        let oracle = Oracle(rows);
        let wanted = usize::try_from(days).unwrap();
        let later = calendar.add_working_days(from, days);
        prop_assert!(oracle.works(later));
        prop_assert_eq!(oracle.count(from, later), wanted);
        let earlier = calendar.add_working_days(from, -days);
        prop_assert!(oracle.works(earlier));
        // From the day before `earlier` to the day before `from`: both ends moved by one.
        prop_assert_eq!(oracle.count(earlier.yesterday().unwrap(), from.yesterday().unwrap()), wanted);
        prop_assert_eq!(calendar.add_working_days(from, 0), from);
    }
}

/// What is owed on dates and leaves on working days, swept day by day while the table changes: on each day, before or after
/// its sweep, some day ahead becomes off or worked.
fn any_edits() -> impl Strategy<Value = Vec<(u8, bool, u8, bool)>> {
    proptest::collection::vec((0u8..60, any::<bool>(), 1u8..20, any::<bool>()), 0..20)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_owed_on_a_date_is_neither_dropped_nor_doubled_when_the_table_changes_on_the_way(edits in any_edits()) {
        use crate::{domain::policies::Book, slices::reminders::schedule::owed};
        use dondoc_shared::{id::TenantId, lifecycle::TaskKind, policy::{PolicyBody, ReminderPolicy, When}};
        let reports = PolicyBody::ReportReminders(ReminderPolicy::of_reports());
        let book = Book::default()
            .with_draft(None, PolicyBody::Reminders(ReminderPolicy::default()))
            .with_draft(None, reports);
        let start = date(2024, 4, 1);
        let day = |n: u8| start.saturating_add(jiff::Span::new().days(i64::from(n)));
        let mut calendar = Calendar::default();
        let mut sent = std::collections::HashMap::new();
        for n in 0..100 {
            let edit = |calendar: &mut Calendar, early: bool| {
                for (_, _, ahead, off) in edits.iter().filter(|(on, before, ..)| *on == n && *before == early) {
                    let kind = if *off { DayKind::Off } else { DayKind::Work };
                    let before = calendar.clone();
                    calendar.set(Holiday { date: day(n.saturating_add(*ahead)), kind });
                    // The rule that makes it true.
                    assert_eq!(before.changed_before(calendar, 2024, day(n).tomorrow().unwrap()), []);
                }
            };
            edit(&mut calendar, true);
            let today = owed(&calendar, &book, TenantId(7), Date::MIN, day(n)).unwrap();
            for owed in today.iter().filter(|owed| owed.step.of == TaskKind::Duty && !matches!(owed.step.when, When::Before(_))) {
                for due in owed.due.iter().filter(|due| **due >= start) {
                    *sent.entry((owed.step.when, owed.step.slot, *due)).or_insert(0) += 1;
                }
            }
            edit(&mut calendar, false);
        }
        prop_assert!(sent.values().all(|times| *times == 1), "{sent:?}");
        // Due on each of the first 30 days: on the day, 1, 3 and 7 days after, and weekly, all in time to have left by the end.
        let weekly = When::Every { from: 14, days: 7, doubling: false };
        let rules = [When::Due, When::Overdue(1), When::Overdue(3), When::Overdue(7), weekly];
        for due in (0..30).map(day) {
            for (when, after) in rules.into_iter().zip([0, 1, 3, 7, 14]) {
                let slot = due.saturating_add(jiff::Span::new().days(after));
                prop_assert!(sent.contains_key(&(when, slot, due)), "{when} of {due}");
            }
        }
    }
}
