//! Which due dates are owed a reminder on which day (pure).
//!
//! A rule falls on a *slot*, a local date that follows from the due date and, for working days before it, from the calendars
//! that counted until then. What falls on a day that is not worked is owed on the next one that is, under the policy that
//! counted on the slot. [`falls_on`] says it for one due date, [`owed`] turns it round for the sweep.

use std::ops::RangeInclusive;

use dondoc_shared::{
    id::{PolicyId, TenantId},
    lateness::days_between,
    lifecycle::TaskKind,
    policy::{ReminderPolicy, When},
    text::Lang,
};
use jiff::{Span, civil::Date};

use crate::domain::{
    calendar::Calendar,
    policies::{Book, Version},
    recipients::Audiences,
};
use dondoc_kernel::error::Result;

/// How far back rules that repeat reach, in calendar days: ten years.
const FARTHEST: i32 = 3_650;

/// A missed sweep is made up for this many days back. Whatever was owed earlier and is still open has been owed a repeated
/// reminder since, because no policy pauses longer than 28 days; so nobody is left out.
const CATCH_UP: i32 = 60;

/// Whether this rule falls on this day for an item with this due date (R38).
pub fn falls_on(when: When, calendar: &Calendar, due: Date, slot: Date) -> bool {
    let after = days_between(due, slot);
    match when {
        When::Before(days) => comes(calendar, days, slot).contains(&due),
        When::Due => after == 0,
        When::Overdue(days) => after == days,
        When::Every { .. } => repeats(when).take_while(|days| *days <= after).any(|days| days == after),
    }
}

/// The due dates whose `days`-th working day before them comes on this day, and had not come by the evening before: by the
/// calendar that counted then, so that a holiday added or taken away in between neither loses nor repeats it.
fn comes(calendar: &Calendar, days: i32, slot: Date) -> RangeInclusive<Date> {
    let came = before(slot, 1).map_or(Date::MIN, |yesterday| calendar.reached(days, yesterday));
    came.tomorrow().unwrap_or(came)..=calendar.reached(days, slot)
}

/// The days after the due date on which a rule falls that does so again and again.
fn repeats(when: When) -> impl Iterator<Item = i32> {
    let (first, mut pause, factor) = match when {
        When::Every { from, days, doubling } => (Some(from), days, if doubling { 2 } else { 1 }),
        _ => (None, 1, 1),
    };
    let next = move |day: &i32| {
        let next = day.saturating_add(pause);
        pause = pause.saturating_mul(factor);
        Some(next)
    };
    std::iter::successors(first, next).take_while(|day| *day <= FARTHEST)
}

/// The due dates, not before `oldest`, for which this rule falls on `slot`.
fn due_dates(when: When, calendar: &Calendar, slot: Date, oldest: Date) -> Vec<Date> {
    match when {
        When::Before(days) => {
            let comes = comes(calendar, days, slot);
            let dates = slot.series(Span::new().days(1)).skip(1).take_while(|due| due <= comes.end());
            dates.filter(|due| comes.contains(due)).collect()
        }
        When::Due => vec![slot],
        When::Overdue(days) => before(slot, days).into_iter().collect(),
        When::Every { .. } => {
            let dates = repeats(when).map_while(|days| before(slot, days));
            dates.take_while(|due| *due >= oldest).collect()
        }
    }
}

/// A rule on the day it falls on, and the version of the policy that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Step {
    /// What it reminds of.
    pub of: TaskKind,
    /// The version of the policy that has the rule.
    pub policy: PolicyId,
    /// Number of the version, from 1.
    pub version: i32,
    /// Whether it is the tenant's own version rather than the nation's.
    pub own: bool,
    /// The rule that falls on the slot.
    pub when: When,
    /// The local date that it falls on; it never changes, whenever the mail leaves.
    pub slot: Date,
    /// The audiences that the rule reminds.
    pub to: Audiences,
}

impl Step {
    /// A rule of this version on a day; none if the version has no such rule.
    pub fn of((of, version): (TaskKind, &Version<ReminderPolicy>), when: When, slot: Date) -> Option<Self> {
        let rule = version.policy.rules.iter().find(|rule| rule.when == when)?;
        let (to, own) = (Audiences::of(&rule.to), version.tenant.is_some());
        Some(Self { of, policy: version.id, version: version.number, own, when, slot, to })
    }

    /// The rule and its version in words.
    pub fn words(&self, lang: Lang) -> String {
        format!(
            "{} ({})",
            lang.reminder_rule(self.when),
            lang.policy_version(self.of, self.version, self.own)
        )
    }
}

/// What is owed to the items with these due dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The rule and its day.
    pub step: Step,
    /// The due dates concerned.
    pub due: Vec<Date>,
}

/// What a tenant owes on this day: nothing on a day off, and on the next working day also what fell on the days off before it
/// (R40). Rules that repeat look back to due dates from `oldest` on.
pub fn owed(
    calendar: &Calendar,
    book: &Book,
    tenant: TenantId,
    oldest: Date,
    date: Date,
) -> Result<Vec<Owed>> {
    if !calendar.is_working_day(date) {
        return Ok(vec![]);
    }
    let idle =
        date.series(Span::new().days(-1)).skip(1).take_while(|earlier| !calendar.is_working_day(*earlier));
    let mut all = Vec::new();
    for slot in idle.chain([date]) {
        for of in TaskKind::ALL {
            let version = book.reminders(*of, tenant, slot)?;
            let rules = version.policy.rules.iter().filter_map(|rule| {
                let step = Step::of((*of, version), rule.when, slot)?;
                Some(Owed { step, due: due_dates(rule.when, calendar, slot, oldest) })
            });
            all.extend(rules.filter(|owed| !owed.due.is_empty()));
        }
    }
    Ok(all)
}

/// What is owed on all days after `swept` up to and including `date`.
pub fn owed_since(
    calendar: &Calendar,
    book: &Book,
    tenant: TenantId,
    oldest: Date,
    (swept, date): (Date, Date),
) -> Result<Vec<Owed>> {
    let first = before(date, CATCH_UP).map_or(swept, |earliest| earliest.max(swept));
    let days = first.series(Span::new().days(1)).skip(1).take_while(|day| *day <= date);
    let owed: Vec<_> = days.map(|day| owed(calendar, book, tenant, oldest, day)).collect::<Result<_>>()?;
    Ok(owed.concat())
}

fn before(date: Date, days: i32) -> Option<Date> {
    date.checked_sub(Span::new().days(days)).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use dondoc_shared::policy::{Audience, PolicyBody, ReminderPolicy, ReminderRule};

    use super::*;
    use crate::domain::calendar::{DayKind, Holiday};

    /// Two holidays, a long Tết, and a make-up Saturday.
    fn calendar() -> Calendar {
        let off =
            [date(2024, 4, 18), date(2024, 4, 29), date(2024, 4, 30), date(2024, 5, 1), date(2024, 9, 2)];
        let tet = date(2024, 2, 8).series(Span::new().days(1)).take(7);
        let rows = off.into_iter().chain(tet).map(|date| Holiday { date, kind: DayKind::Off });
        Calendar::new(rows.chain([Holiday { date: date(2024, 5, 4), kind: DayKind::Work }]))
    }

    const TENANT: TenantId = TenantId(7);

    fn book_of(body: ReminderPolicy) -> Book {
        let reports = PolicyBody::ReportReminders(ReminderPolicy::of_reports());
        Book::default().with_draft(None, PolicyBody::Reminders(body)).with_draft(None, reports)
    }

    fn book() -> Book {
        book_of(ReminderPolicy::default())
    }

    fn of(kind: TaskKind, mut owed: Vec<Owed>) -> Vec<Owed> {
        owed.retain(|owed| owed.step.of == kind);
        owed
    }

    fn owed(calendar: &Calendar, day: Date) -> Vec<Owed> {
        of(TaskKind::Duty, super::owed(calendar, &book(), TENANT, Date::MIN, day).unwrap())
    }

    fn owed_since(calendar: &Calendar, swept: Date, day: Date) -> Vec<Owed> {
        let owed = super::owed_since(calendar, &book(), TENANT, Date::MIN, (swept, day)).unwrap();
        of(TaskKind::Duty, owed)
    }

    fn policy() -> impl Iterator<Item = When> {
        ReminderPolicy::default().rules.into_iter().map(|rule| rule.when)
    }

    /// The slow way: ask of one due date and one day whether a rule that falls on any earlier day moved to it.
    fn slow(calendar: &Calendar, due: Date, day: Date) -> Vec<(When, Date)> {
        let mut found = Vec::new();
        for when in policy() {
            for back in 0..20 {
                let slot = day.checked_sub(Span::new().days(back)).unwrap();
                if falls_on(when, calendar, due, slot) && calendar.next_working_day(slot) == day {
                    found.push((when, slot));
                }
            }
        }
        found.sort_unstable();
        found
    }

    fn on(calendar: &Calendar, due: Date, day: Date) -> Vec<String> {
        let owed = owed(calendar, day).into_iter().filter(|owed| owed.due.contains(&due));
        owed.map(|owed| owed.step.when.to_string()).collect()
    }

    #[test]
    fn a_holiday_made_on_the_eve_of_a_step_loses_it_for_nobody_and_one_unmade_brings_none_twice() {
        let (plain, due) = (Calendar::default(), date(2024, 5, 17));
        let off = Calendar::new([Holiday { date: date(2024, 5, 16), kind: DayKind::Off }]);
        let one_before = |calendar: &Calendar| {
            let days = date(2024, 5, 10).series(Span::new().days(1)).take(12);
            let sweeps = days.filter(|day| on(calendar, due, *day).contains(&When::Before(1).to_string()));
            sweeps.map(Date::day).collect::<Vec<_>>()
        };
        // The day before Friday 17 is Thursday; made a day off on Wednesday evening, what falls on it leaves on Friday.
        assert_eq!(one_before(&plain), [16]);
        assert_eq!(one_before(&off), [15]);
        assert_eq!(one_before(&plain.clone().changed_on(date(2024, 5, 15), &off)), [17]);
        // It was sent on Wednesday, and Thursday is worked after all.
        assert_eq!(one_before(&off.changed_on(date(2024, 5, 15), &plain)), [15]);
    }

    #[test]
    fn the_policy_is_7_3_1_working_days_before_the_day_1_3_7_days_after_then_weekly() {
        let due = date(2024, 7, 24); // A Wednesday.
        let plain = Calendar::default();
        let mut days = Vec::new();
        for day in date(2024, 7, 1).series(Span::new().days(1)).take_while(|day| *day < date(2024, 8, 20)) {
            days.extend(on(&plain, due, day).into_iter().map(|step| (day.month(), day.day(), step)));
        }
        let expected = [
            (7, 15, "before-7"),
            (7, 19, "before-3"),
            (7, 23, "before-1"),
            (7, 24, "due"),
            (7, 25, "overdue-1"),
            // Three days after is a Saturday.
            (7, 29, "overdue-3"),
            (7, 31, "overdue-7"),
            (8, 7, "every-7-from-14"),
            (8, 14, "every-7-from-14"),
        ];
        assert_eq!(days, expected.map(|(month, day, step)| (month, day, step.to_owned())));
    }

    #[test]
    fn a_report_is_reminded_of_3_working_days_before_on_the_day_and_1_and_3_days_after_and_no_duty_with_it() {
        let due = date(2024, 6, 19); // A Wednesday.
        let days = date(2024, 6, 1).series(Span::new().days(1)).take(60);
        let owed = days.flat_map(|day| {
            let owed = super::owed(&Calendar::default(), &book(), TENANT, Date::MIN, day).unwrap();
            let owed = of(TaskKind::Report, owed).into_iter().filter(|owed| owed.due.contains(&due));
            owed.map(|owed| (day.day(), owed.step.when.to_string())).collect::<Vec<_>>()
        });
        // Three days after is a Saturday.
        let expected = [(14, "before-3"), (19, "due"), (20, "overdue-1"), (24, "overdue-3")];
        assert_eq!(owed.collect::<Vec<_>>(), expected.map(|(day, step)| (day, step.to_owned())));
    }

    #[test]
    fn a_pause_that_doubles_falls_after_14_21_35_63_days() {
        let due = date(2024, 3, 1);
        let doubling = When::Every { from: 14, days: 7, doubling: true };
        let days = due
            .series(Span::new().days(1))
            .take(130)
            .filter(|day| falls_on(doubling, &calendar(), due, *day));
        let days: Vec<_> = days.map(|day| days_between(due, day)).collect();
        assert_eq!(days, [14, 21, 35, 63, 119]);
    }

    #[test]
    fn what_falls_on_an_idle_day_is_owed_under_the_policy_of_that_day() {
        let monday = date(2024, 7, 22);
        let rule = |when| ReminderRule { when, to: vec![Audience::Assignee] };
        let new = ReminderPolicy { rules: vec![rule(When::Overdue(2))], cap: 5 };
        let mut book = book();
        book.begin_reminders(monday, new);
        let due = |day: Date, back| {
            of(TaskKind::Duty, super::owed(&Calendar::default(), &book, TENANT, Date::MIN, day).unwrap())
                .into_iter()
                .filter(|owed| owed.due.contains(&date(2024, 7, 22i8.saturating_sub(back))))
                .map(|owed| owed.step.when.to_string())
                .collect::<Vec<_>>()
        };
        // Due on Saturday: the older version owes the day itself and Sunday's, and the new one Monday's.
        assert_eq!(due(monday, 2), ["overdue-1", "due", "overdue-2"]);
        assert_eq!(due(date(2024, 7, 23), 2), Vec::<String>::new());
    }

    #[test]
    fn two_steps_that_fall_on_idle_days_are_owed_on_the_next_working_day() {
        let due = date(2024, 4, 27); // A Saturday before four days off in a row; 4 May is a make-up Saturday.
        assert_eq!(on(&calendar(), due, date(2024, 4, 29)), Vec::<String>::new());
        assert_eq!(on(&calendar(), due, date(2024, 5, 2)), ["overdue-3", "overdue-1", "due"]);
        assert_eq!(on(&calendar(), due, date(2024, 5, 4)), ["overdue-7"]);
    }

    #[test]
    fn catching_up_owes_each_day_once_and_no_more_than_the_days_apart() {
        let (calendar, swept, today) = (calendar(), date(2024, 7, 22), date(2024, 7, 25));
        let all = owed_since(&calendar, swept, today);
        let days = [23, 24, 25].map(|day| owed(&calendar, date(2024, 7, day)));
        assert_eq!(all, days.concat());
        assert_eq!(owed_since(&calendar, today, today), []);
        // Sixty days back is Sunday 26 May, whose steps belong to the day before the first that is made up for.
        let oldest = owed_since(&calendar, date(2020, 1, 1), today).iter().map(|owed| owed.step.slot).min();
        assert_eq!(oldest, Some(date(2024, 5, 25)), "Monday 27 May owes the weekend before it");
    }

    #[test]
    fn a_step_is_told_by_its_rule_and_by_the_version_that_has_it() {
        let book = book();
        let version = (TaskKind::Duty, book.reminders(TaskKind::Duty, TENANT, date(2024, 7, 24)).unwrap());
        let step = Step::of(version, When::Due, date(2024, 7, 24)).unwrap();
        let step = Step { version: 3, own: true, ..step };
        assert_eq!(
            step.words(Lang::En),
            "reminder on the due date (the body's own reminder policy, version 3)"
        );
        let of_report = Step { of: TaskKind::Report, own: false, ..step };
        assert_eq!(of_report.words(Lang::Vi), "nhắc vào ngày đến hạn (quy định nhắc báo cáo chung bản 3)");
        assert_eq!(Step::of(version, When::Overdue(2), date(2024, 7, 24)), None);
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (0i32..420).prop_map(|days| date(2024, 1, 1).checked_add(Span::new().days(days)).unwrap())
    }

    /// A due date, and a day from three weeks before it to six weeks after it.
    fn any_day_near_a_due_date() -> impl Strategy<Value = (Date, Date)> {
        (any_day(), -21i32..42)
            .prop_map(|(due, days)| (due, due.checked_add(Span::new().days(days)).unwrap()))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_sweep_owes_exactly_what_the_slow_way_owes((due, day) in any_day_near_a_due_date()) {
            let calendar = calendar();
            let swept = owed(&calendar, day).into_iter().filter(|owed| owed.due.contains(&due));
            let mut fast: Vec<_> = swept.map(|owed| (owed.step.when, owed.step.slot)).collect();
            fast.sort_unstable();
            prop_assert_eq!(fast, slow(&calendar, due, day));
        }

        #[test]
        fn every_step_of_every_due_date_is_owed_on_one_day_and_one_only(due in any_day()) {
            let calendar = calendar();
            let begin = due.checked_sub(Span::new().days(40)).unwrap();
            let days = begin.series(Span::new().days(1)).take(70);
            let all: Vec<_> = days.flat_map(|day| owed(&calendar, day))
                .filter(|owed| owed.due.contains(&due)).map(|owed| (owed.step.when, owed.step.slot)).collect();
            for step in policy() {
                let times = all.iter().filter(|(known, _)| *known == step).count();
                let expected = if matches!(step, When::Every { .. }) { 1..4 } else { 1..2 };
                prop_assert!(expected.contains(&times), "{} {} times", step, times);
            }
            let mut slots = all.clone();
            slots.sort_unstable();
            slots.dedup();
            prop_assert_eq!(slots.len(), all.len());
        }
    }
}
