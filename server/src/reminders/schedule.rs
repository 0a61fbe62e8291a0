//! Which due dates are owed a reminder on which day (pure).
//!
//! A step falls on a *slot*, a local date that follows from the due date alone; what falls on a day that is not worked
//! is owed on the next one that is. [`Step::falls_on`] says it for one due date, [`owed`] turns it round for the sweep.

use std::fmt;

use dondoc_shared::{lateness::days_between, text::Lang};
use jiff::{Span, civil::Date};

use crate::calendar::Calendar;

/// One reminder of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// This many working days before the due date.
    Before(i32),
    /// The due date itself.
    Due,
    /// This many calendar days after the due date.
    Overdue(i32),
    /// Every seventh calendar day after that.
    Weekly,
}

/// The built-in policy, in the order of time.
pub const POLICY: &[Step] = &[
    Step::Before(7),
    Step::Before(3),
    Step::Before(1),
    Step::Due,
    Step::Overdue(1),
    Step::Overdue(3),
    Step::Overdue(7),
    Step::Weekly,
];

/// Reminders at one level before silence (product.md section 3).
pub const CAP: i16 = 5;

/// From so many calendar days overdue approvers are reminded too.
pub const APPROVERS_FROM: i32 = 7;

/// How far back weekly reminders reach, in weeks: ten years.
const WEEKS: i32 = 520;

/// A missed sweep is made up for this many days back. Whatever was owed earlier and is still open has been owed a weekly
/// reminder since, so nobody is left out.
const CATCH_UP: i32 = 60;

impl Step {
    /// The rule's id in the ledger: `before-7`, `due`, `overdue-3`, `overdue-weekly`.
    pub fn id(self) -> String {
        self.to_string()
    }

    /// The step of an id.
    pub fn parse(id: &str) -> Option<Self> {
        POLICY.iter().copied().find(|step| step.id() == id)
    }

    /// Does this step of an item with this due date fall on this day?
    pub fn falls_on(self, calendar: &Calendar, due: Date, slot: Date) -> bool {
        let after = days_between(due, slot);
        match self {
            Self::Before(days) => after < 0 && calendar.add_working_days(due, days.saturating_neg()) == slot,
            Self::Due => after == 0,
            Self::Overdue(days) => after == days,
            Self::Weekly => after > 7 && after % 7 == 0,
        }
    }

    /// The rule in words.
    pub fn words(self, lang: Lang) -> String {
        match self {
            Self::Before(days) => lang.reminder_before(i64::from(days)),
            Self::Due => lang.reminder_due().to_owned(),
            Self::Overdue(days) => lang.reminder_overdue(i64::from(days)),
            Self::Weekly => lang.reminder_weekly().to_owned(),
        }
    }

    /// The due dates for which this step falls on `slot`.
    fn due_dates(self, calendar: &Calendar, slot: Date) -> Vec<Date> {
        match self {
            Self::Before(days) => {
                let last = calendar.add_working_days(slot, days);
                let dates = slot.series(Span::new().days(1)).skip(1).take_while(|due| *due <= last);
                dates.filter(|due| self.falls_on(calendar, *due, slot)).collect()
            }
            Self::Due => vec![slot],
            Self::Overdue(days) => before(slot, days).into_iter().collect(),
            Self::Weekly => (2..WEEKS).filter_map(|weeks| before(slot, weeks.saturating_mul(7))).collect(),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Before(days) => write!(f, "before-{days}"),
            Self::Due => f.write_str("due"),
            Self::Overdue(days) => write!(f, "overdue-{days}"),
            Self::Weekly => f.write_str("overdue-weekly"),
        }
    }
}

/// What is owed to the items with these due dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The rule.
    pub step: Step,
    /// The local date it falls on; the same for ever, whenever the mail leaves.
    pub slot: Date,
    /// The due dates concerned.
    pub due: Vec<Date>,
}

/// What is owed on this day: nothing on a day that is not worked, and on the next one that is what fell on it as well.
pub fn owed(calendar: &Calendar, date: Date) -> Vec<Owed> {
    if !calendar.is_working_day(date) {
        return vec![];
    }
    let idle =
        date.series(Span::new().days(-1)).skip(1).take_while(|earlier| !calendar.is_working_day(*earlier));
    let slots: Vec<Date> = idle.chain([date]).collect();
    let steps = POLICY.iter().flat_map(|step| slots.iter().map(|slot| (*step, *slot)));
    steps
        .map(|(step, slot)| Owed { step, slot, due: step.due_dates(calendar, slot) })
        .filter(|owed| !owed.due.is_empty())
        .collect()
}

/// What is owed on all days after `swept` up to and including `date`.
pub fn owed_since(calendar: &Calendar, swept: Date, date: Date) -> Vec<Owed> {
    let first = before(date, CATCH_UP).map_or(swept, |earliest| earliest.max(swept));
    let days = first.series(Span::new().days(1)).skip(1).take_while(|day| *day <= date);
    days.flat_map(|day| owed(calendar, day)).collect()
}

fn before(date: Date, days: i32) -> Option<Date> {
    date.checked_sub(Span::new().days(days)).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::{DayKind, Holiday};

    /// Two holidays, a long Tết, and a make-up Saturday.
    fn calendar() -> Calendar {
        let off =
            [date(2024, 4, 18), date(2024, 4, 29), date(2024, 4, 30), date(2024, 5, 1), date(2024, 9, 2)];
        let tet = date(2024, 2, 8).series(Span::new().days(1)).take(7);
        let rows = off.into_iter().chain(tet).map(|date| Holiday { date, kind: DayKind::Off });
        Calendar::new(rows.chain([Holiday { date: date(2024, 5, 4), kind: DayKind::Work }]))
    }

    /// The slow way: ask of one due date and one day whether a step that falls on any earlier day moved to it.
    fn slow(calendar: &Calendar, due: Date, day: Date) -> Vec<(Step, Date)> {
        let mut found = Vec::new();
        for step in POLICY {
            for back in 0..20 {
                let slot = day.checked_sub(Span::new().days(back)).unwrap();
                if step.falls_on(calendar, due, slot) && calendar.next_working_day(slot) == day {
                    found.push((*step, slot));
                }
            }
        }
        found.sort_unstable();
        found
    }

    fn on(calendar: &Calendar, due: Date, day: Date) -> Vec<String> {
        let owed = owed(calendar, day).into_iter().filter(|owed| owed.due.contains(&due));
        owed.map(|owed| owed.step.id()).collect()
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
            (8, 7, "overdue-weekly"),
            (8, 14, "overdue-weekly"),
        ];
        assert_eq!(days, expected.map(|(month, day, step)| (month, day, step.to_owned())));
    }

    #[test]
    fn two_steps_that_fall_on_idle_days_are_owed_on_the_next_working_day() {
        let due = date(2024, 4, 27); // A Saturday before four days off in a row; 4 May is a make-up Saturday.
        assert_eq!(on(&calendar(), due, date(2024, 4, 29)), Vec::<String>::new());
        assert_eq!(on(&calendar(), due, date(2024, 5, 2)), ["due", "overdue-1", "overdue-3"]);
        assert_eq!(on(&calendar(), due, date(2024, 5, 4)), ["overdue-7"]);
    }

    #[test]
    fn an_id_reads_back_as_its_step() {
        for step in POLICY {
            assert_eq!(Step::parse(&step.id()), Some(*step));
        }
        assert_eq!(Step::parse("before-2"), None);
    }

    #[test]
    fn catching_up_owes_each_day_once_and_no_more_than_the_days_apart() {
        let (calendar, swept, today) = (calendar(), date(2024, 7, 22), date(2024, 7, 25));
        let all = owed_since(&calendar, swept, today);
        let days = [23, 24, 25].map(|day| owed(&calendar, date(2024, 7, day)));
        assert_eq!(all, days.concat());
        assert_eq!(owed_since(&calendar, today, today), []);
        assert!(
            owed_since(&calendar, date(2020, 1, 1), today).iter().all(|owed| owed.slot > date(2024, 5, 20))
        );
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (0i32..420).prop_map(|days| date(2024, 1, 1).checked_add(Span::new().days(days)).unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_sweep_owes_exactly_what_the_slow_way_owes(due in any_day(), day in any_day()) {
            let calendar = calendar();
            let swept = owed(&calendar, day).into_iter().filter(|owed| owed.due.contains(&due));
            let mut fast: Vec<_> = swept.map(|owed| (owed.step, owed.slot)).collect();
            fast.sort_unstable();
            prop_assert_eq!(fast, slow(&calendar, due, day));
        }

        #[test]
        fn every_step_of_every_due_date_is_owed_on_one_day_and_one_only(due in any_day()) {
            let calendar = calendar();
            let begin = due.checked_sub(Span::new().days(40)).unwrap();
            let days = begin.series(Span::new().days(1)).take(70);
            let all: Vec<_> = days.flat_map(|day| owed(&calendar, day))
                .filter(|owed| owed.due.contains(&due)).map(|owed| (owed.step, owed.slot)).collect();
            for step in POLICY {
                let times = all.iter().filter(|(known, _)| known == step).count();
                let expected = if *step == Step::Weekly { 1..4 } else { 1..2 };
                prop_assert!(expected.contains(&times), "{} {} times", step, times);
            }
            let mut slots = all.clone();
            slots.sort_unstable();
            slots.dedup();
            prop_assert_eq!(slots.len(), all.len());
        }
    }
}
