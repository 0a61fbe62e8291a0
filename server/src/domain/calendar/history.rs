//! The calendars that were known on earlier days: a reminder "N working days before" must be neither lost nor repeated when
//! a holiday in between is added or taken away (R37).
//!
//! A version that was written on a day counts from the next. Whether a step "N working days before" has come by the
//! evening of a day is judged by the calendar of that day, and stays so whatever the table says later. So for each step the
//! due dates that it has come for are all dates up to one, which never goes back ([`History::reached`]).

use jiff::civil::Date;

/// The calendars of a span of time, one after the other.
#[derive(Debug, Clone)]
pub struct History<C> {
    first: C,
    /// Later ones, by the first day on which each counted.
    later: Vec<(Date, C)>,
}

impl<C> History<C> {
    /// A calendar and those that followed it, in the order of the first day on which each counted.
    pub fn new(first: C, later: Vec<(Date, C)>) -> Self {
        Self { first, later }
    }

    /// The last due date whose `days`-th working day before it has come by the evening of this day;
    /// `add` adds working days by a calendar.
    pub fn reached(&self, days: i32, day: Date, add: impl Fn(&C, Date, i32) -> Date) -> Date {
        let before = |date: Date| date.yesterday().unwrap_or(date);
        let ends = self.later.iter().map(|(from, _)| before(*from).min(day)).chain([day]);
        let calendars = [(Date::MIN, &self.first)];
        let calendars =
            calendars.into_iter().chain(self.later.iter().map(|(from, calendar)| (*from, calendar)));
        let reached = calendars
            .zip(ends)
            .filter(|((from, _), _)| *from <= day)
            .map(|((_, calendar), end)| add(calendar, end, days));
        reached.max().unwrap_or(day)
    }
}

#[cfg(test)]
mod tests {
    use jiff::{Span, civil::date};
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::{Calendar, DayKind, Holiday};

    fn reached(history: &History<Calendar>, days: i32, day: Date) -> Date {
        history.reached(days, day, Calendar::add_working_days)
    }

    fn next(day: Date, days: i64) -> Date {
        day.checked_add(Span::new().days(days)).unwrap()
    }

    #[test]
    fn a_holiday_added_between_neither_loses_nor_doubles_the_step_before_it() {
        // Due on Friday 17 May, one working day before: Thursday 16. On Wednesday evening the 16th is made a day off, so that
        // the step should have left on Wednesday: it leaves at the next sweep. Taken away again it does not come back.
        let (due, plain) = (date(2024, 5, 17), Calendar::default());
        let off = Calendar::new([Holiday { date: date(2024, 5, 16), kind: DayKind::Off }]);
        let history = History::new(plain.clone(), vec![(date(2024, 5, 16), off), (date(2024, 5, 17), plain)]);
        let came = |day: Date| {
            reached(&history, 1, day) >= due && reached(&history, 1, day.yesterday().unwrap()) < due
        };
        assert!(!came(date(2024, 5, 15)) && came(date(2024, 5, 16)) && !came(date(2024, 5, 17)));
    }

    #[test]
    fn a_holiday_taken_away_does_not_bring_a_step_a_second_time() {
        // Monday 20 May is off, so one working day before Tuesday 21 has come by the evening of Friday 17. That evening Monday
        // becomes a working day, which would bring the step again.
        let off = Calendar::new([Holiday { date: date(2024, 5, 20), kind: DayKind::Off }]);
        let history = History::new(off, vec![(date(2024, 5, 18), Calendar::default())]);
        let reached =
            [16, 17, 18, 19, 20, 21].map(|day| super::tests::reached(&history, 1, date(2024, 5, day)).day());
        assert_eq!(reached, [17, 21, 21, 21, 21, 22]);
    }

    /// Edits by the day they were written on: the day concerned, that many days later, and whether it is off.
    fn any_edits() -> impl Strategy<Value = Vec<(i64, i64, bool)>> {
        let edit = (0i64..40, 1i64..8, any::<bool>());
        proptest::collection::vec(edit, 0..60).prop_map(|mut all| {
            all.sort_unstable();
            all
        })
    }

    fn history(start: Date, edits: &[(i64, i64, bool)]) -> History<Calendar> {
        let mut rows: Vec<Holiday> = vec![];
        let mut later: Vec<(Date, Calendar)> = vec![];
        for (on, ahead, off) in edits {
            let written = next(start, *on);
            rows.retain(|row| row.date != next(written, *ahead));
            if *off {
                rows.push(Holiday { date: next(written, *ahead), kind: DayKind::Off });
            }
            later.retain(|(from, _)| *from != next(written, 1));
            later.push((next(written, 1), Calendar::new(rows.iter().copied())));
        }
        History::new(Calendar::default(), later)
    }

    fn on(history: &History<Calendar>, day: Date) -> &Calendar {
        history.later.iter().rfind(|(from, _)| *from <= day).map_or(&history.first, |(_, calendar)| calendar)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// The oracle is the rule in words: walk day by day with the calendar of the day, and note for each due date the first
        /// evening by which its step has come.
        #[test]
        fn each_step_comes_once_on_its_first_day_whatever_is_edited_and_whenever_it_is_swept(
            edits in any_edits(), days in 1i32..8, mut sweeps in proptest::collection::btree_set(1i64..90, 1..80),
        ) {
            let start = date(2024, 4, 1);
            let history = history(start, &edits);
            sweeps.insert(90);
            let mut fired: std::collections::BTreeMap<Date, Vec<Date>> = std::collections::BTreeMap::new();
            let mut swept = start;
            for sweep in sweeps {
                let day = next(start, sweep);
                let (from, to) = (reached(&history, days, swept), reached(&history, days, day));
                for due in from.series(Span::new().days(1)).skip(1).take_while(|due| *due <= to) {
                    fired.entry(due).or_default().push(swept);
                }
                swept = day;
            }
            for due in (0..120).map(|n| next(start, n)) {
                let came = |day: &Date| {
                    let back = (1..).map(|n| next(due, -n)).filter(|d| on(&history, *day).is_working_day(*d));
                    back.take(usize::try_from(days).unwrap()).last().unwrap() <= *day
                };
                let first = (0..=90).map(|n| next(start, n)).find(came);
                let expected = first.filter(|day| *day > start);
                let found = fired.get(&due).cloned().unwrap_or_default();
                prop_assert_eq!(found.len(), usize::from(expected.is_some()), "due {} came {:?}", due, expected);
                for swept in found {
                    prop_assert!(expected.unwrap() > swept, "{} came {:?} after the sweep of {}", due, expected, swept);
                }
            }
        }
    }
}
