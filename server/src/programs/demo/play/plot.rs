//! The story of one assignment, from beginning to end, as a pure function of the assignment and its tenant's temper. It may end
//! after the played past: the rest is not played, so that every state occurs on the last day.

use dondoc_shared::{
    lateness::days_between,
    lifecycle::Part,
    wire::assignment::{ExtensionDecision, HandIn, NewExtension, NewReturn, NewUrge, NewUrgeAnswer, Remark},
};
use jiff::civil::{Date, date};

use super::{
    case::{Case, Deed, Diary, Step, later},
    chance::Chance,
    temper::{Habit, Temper},
    words,
};
use crate::domain::calendar::Calendar;

/// The last played day.
const LAST: Date = date(2024, 7, 25);
/// The plans of 2024 begin.
const THIS_YEAR: Date = date(2024, 1, 1);
/// A task with fewer days to go leaves no time for anything but doing it.
const SHORT: i32 = 30;
/// Overdue on the last day, for the demo's accounts to work on.
const UNFINISHED: [&str; 2] = ["T24-15/ha-noi", "T24-15/lao-cai"];
/// Reports on a task that is never finished; after them there is silence.
const LAST_REPORT: usize = 4;

/// Plans what happens to one assignment, by the temper of its tenant.
pub(super) fn plot(case: &Case, temper: Temper, calendar: &Calendar) -> Vec<Step> {
    let chance = Chance::of(&case.code());
    let diary = Diary::new(calendar, chance, case.assigned_on);
    if case.assigned_on == LAST {
        return first_looks(case, temper);
    }
    match case.part {
        Part::Lead => Lead { case, temper, habit: temper.habit(), diary }.story(),
        Part::Coordinating => contribution(case, temper, diary),
    }
}

/// What arrives on the last morning has been looked at by the earliest at most.
fn first_looks(case: &Case, temper: Temper) -> Vec<Step> {
    let mut chance = Chance::of(&case.code());
    if temper > Temper::Steady || case.part == Part::Coordinating || !chance.hits(9) {
        return vec![];
    }
    let minute = i8::try_from(chance.between((42, 58))).unwrap_or(50);
    vec![Step { at: LAST.at(7, minute, 0, 0), deed: Deed::Acknowledge }]
}

/// A contribution is reported once or never.
fn contribution(case: &Case, temper: Temper, mut diary: Diary<'_>) -> Vec<Step> {
    let habit = temper.habit();
    if temper != Temper::Silent && diary.chance.hits(70) {
        diary.after(habit.looks_after, Deed::Acknowledge);
        if diary.chance.hits(45) {
            let percent = diary.chance.between((3, 10)).saturating_mul(10);
            let body = words::report(&mut diary.chance, case, percent, false);
            diary.after((10, 45), Deed::Report(body));
            if diary.chance.hits(40) {
                let link = words::link(&mut diary.chance, case, 1);
                diary.after((0, 0), Deed::Link(link));
            }
        }
    }
    diary.close()
}

struct Lead<'a> {
    case: &'a Case,
    temper: Temper,
    habit: Habit,
    diary: Diary<'a>,
}

/// What happens before the submission, in no order yet.
#[derive(Default)]
struct Course {
    /// First look; none if nobody does.
    looked: Option<Date>,
    /// The submission; none if it never comes.
    finished: Option<Date>,
    /// The due date after a grant.
    due: Option<Date>,
    entries: Vec<(Date, Deed)>,
}

impl Lead<'_> {
    fn story(mut self) -> Vec<Step> {
        let mut course = self.aim();
        // The Working Group neither urges itself nor asks itself for time.
        let watched = !self.case.tenant.is_national();
        if watched {
            self.ask_for_time(&mut course);
        }
        self.report_on_the_way(&mut course);
        if watched {
            self.be_urged(&mut course);
        }
        // What would come after the submission did not happen.
        let until = course.finished.unwrap_or(Date::MAX);
        course.entries.retain(|(day, _)| *day < until);
        if let Some(day) = course.looked
            && self.diary.chance.hits(65)
        {
            course.entries.insert(0, (day, Deed::Acknowledge));
        }
        course.entries.sort_by_key(|(day, _)| *day);
        for (day, deed) in course.entries {
            let urged = matches!(deed, Deed::Urge(_));
            self.diary.on(day, deed);
            if urged {
                // Urges are numbered in the evening, one after another.
                self.diary.end_of_day();
            }
        }
        if let Some(day) = course.finished {
            self.finish(day);
        }
        self.diary.close()
    }

    fn is_recent(&self) -> bool {
        self.case.assigned_on >= THIS_YEAR
    }

    /// When the work is looked at and when it is done.
    fn aim(&mut self) -> Course {
        let chance = &mut self.diary.chance;
        let (assigned, recent) = (self.case.assigned_on, self.case.assigned_on >= THIS_YEAR);
        if self.temper == Temper::Silent && recent {
            return Course { due: self.case.due_on, ..Course::default() };
        }
        let days = chance.between(self.habit.looks_after);
        let looked = self.diary.calendar.add_working_days(assigned, days);
        let mut percent = |range| chance.between(range);
        let finished = match self.case.due_on {
            None if recent => {
                Some(later(assigned, percent((60, 130)).saturating_mul(self.habit.pace.0) / 20))
            }
            None => (percent((1, 100)) <= 70).then(|| later(assigned, percent((90, 420)))),
            Some(due) => {
                let window = days_between(assigned, due);
                let short = window <= SHORT;
                let odds = usize::from(short && recent);
                let on_time = self.habit.on_time.get(odds).copied().unwrap_or_default();
                let late = self.habit.late.get(odds).copied().unwrap_or_default();
                let drawn = percent((1, 100));
                if recent && !short {
                    Some(later(assigned, window.saturating_mul(percent(self.habit.pace)) / 100))
                } else if drawn <= on_time && window > 2 {
                    Some(later(due, percent((0, window.saturating_mul(4) / 10)).saturating_neg()))
                } else if drawn <= on_time.saturating_add(late) {
                    Some(later(due.max(assigned), percent(self.habit.late_by)))
                } else {
                    None
                }
            }
        };
        // Nothing is submitted before somebody has looked.
        let finished = finished.filter(|_| !UNFINISHED.contains(&self.case.code().as_str()));
        let finished = finished.map(|day| day.max(later(looked, 1)));
        Course { looked: Some(looked), finished, due: self.case.due_on, entries: vec![] }
    }

    /// A tenant that sees that it will be late may ask for a later date; some ask in July 2024 and wait for the answer.
    fn ask_for_time(&mut self, course: &mut Course) {
        let (Some(due), Some(looked)) = (course.due, course.looked) else { return };
        let chance = &mut self.diary.chance;
        let late = course.finished.is_none_or(|day| day > due);
        let ahead = due > LAST;
        let asked = if ahead && chance.hits(7) {
            later(LAST, chance.between((2, 16)).saturating_neg())
        } else if late && !ahead && chance.hits(35) {
            later(due, chance.between((-12, 6)))
        } else {
            return;
        };
        let asked = self.diary.calendar.next_working_day(asked.max(later(looked, 1)));
        let beyond = course.finished.filter(|day| *day > due && chance.hits(60));
        let to = match beyond {
            Some(day) => later(day, chance.between((1, 6))),
            None => later(due.max(asked), chance.between((20, 70))),
        };
        let decided = self.diary.calendar.add_working_days(asked, chance.between((2, 8)));
        if course.finished.is_some_and(|day| day <= decided) {
            return;
        }
        let (reason, text) = words::reason(chance);
        let outcome = chance.between((1, 100));
        let shorter = later(due, days_between(due, to) / 2);
        let (granted, input) = match outcome {
            1..=60 => (Some(to), ExtensionDecision { grant: true, to: None, remark: String::new() }),
            61..=72 if shorter > due => {
                let remark = words::decision(chance, Some(shorter));
                (Some(shorter), ExtensionDecision { grant: true, to: Some(shorter), remark })
            }
            _ => (None, ExtensionDecision { grant: false, to: None, remark: words::decision(chance, None) }),
        };
        course.entries.push((asked, Deed::RequestExtension(NewExtension { to, reason, text })));
        course.entries.push((decided, Deed::Decide(input)));
        course.due = granted.or(course.due);
    }

    fn report_on_the_way(&mut self, course: &mut Course) {
        let Some(mut day) = course.looked else { return };
        let chance = &mut self.diary.chance;
        let until = course.finished.unwrap_or(LAST);
        let mut days = Vec::new();
        loop {
            day = later(day, chance.between(self.habit.reports_every) / if days.is_empty() { 2 } else { 1 });
            if day >= until || days.len() == LAST_REPORT {
                break;
            }
            days.push(day);
        }
        // Never finished: it stops somewhere.
        let summit = if course.finished.is_some() { 92 } else { chance.between((35, 85)) };
        let reports = i32::try_from(days.len()).unwrap_or(1);
        let mut percent = 0;
        for (day, number) in days.into_iter().zip(1..) {
            let even = summit.saturating_mul(number) / reports.saturating_add(1);
            percent = even.saturating_add(chance.between((-5, 5))).clamp(percent.max(5), 95);
            let overdue = course.due.is_some_and(|due| day > due);
            let troubled = chance.hits(if overdue { 60 } else { self.habit.troubled });
            let body = words::report(chance, self.case, percent, troubled);
            course.entries.push((day, Deed::Report(body)));
        }
    }

    /// Up to three urges while it is late, each with its answer in time, late, or never.
    fn be_urged(&mut self, course: &mut Course) {
        let Some(due) = course.due else { return };
        let recent = self.is_recent();
        let chance = &mut self.diary.chance;
        let mut day = later(due.max(self.case.assigned_on), chance.between((5, 14)));
        for odds in [if recent { 75 } else { 40 }, 45, 30] {
            if !chance.hits(odds) || course.finished.is_some_and(|finished| finished <= day) {
                return;
            }
            let issued = self.diary.calendar.next_working_day(day);
            let reply_by = self.diary.calendar.add_working_days(issued, 5);
            let text = words::urge(chance, self.case);
            course.entries.push((issued, Deed::Urge(NewUrge { text, reply_by, now: false })));
            let [in_time, late] = self.habit.answers;
            let drawn = chance.between((1, 100));
            let answered = if drawn <= in_time {
                Some(chance.between((1, 4)))
            } else if drawn <= in_time.saturating_add(late) {
                Some(chance.between((7, 14)))
            } else {
                None
            };
            if let Some(days) = answered {
                let on = self.diary.calendar.add_working_days(issued, days);
                let text = words::answer(chance);
                course.entries.push((on, Deed::Answer(NewUrgeAnswer { text, urge: None })));
            }
            day = later(day, chance.between((18, 30)));
        }
    }

    fn finish(&mut self, day: Date) {
        let links = self.diary.chance.between((1, 2));
        // A proposal may wait for days; a slow approver lets it wait longer.
        let waits = match self.temper {
            Temper::Prompt => (0, 1),
            Temper::Steady => (0, 5),
            Temper::Slow | Temper::Silent => (2, 14),
        };
        let begins = later(day, self.diary.chance.between(waits).saturating_neg());
        self.hand_in(begins.max(self.diary.today()), day, 1, links);
        if self.diary.chance.hits(2) {
            self.diary.after((1, 1), Deed::TakeBack);
            self.hand_in(self.diary.today(), self.diary.today(), 3, 1);
        }
        self.open((1, 7));
        if self.diary.chance.hits(18) {
            let remark = words::returned(&mut self.diary.chance);
            self.diary.after((0, 2), Deed::Return(NewReturn { remark, due_on: None }));
            let again = self.diary.chance.between((6, 30));
            let again = later(self.diary.today(), again);
            self.hand_in(again, again, 4, 1);
            self.open((1, 6));
        }
        self.accept();
        if self.diary.chance.hits(2) {
            self.diary.after((20, 60), Deed::Reopen(NewReturn { remark: words::reopened(), due_on: None }));
            let again = self.diary.chance.between((15, 45));
            let again = later(self.diary.today(), again);
            self.hand_in(again, again, 5, 1);
            self.open((1, 6));
            self.accept();
        }
    }

    /// Some submissions are opened first, some are decided on from the list.
    fn open(&mut self, working_days: (i32, i32)) {
        let days = self.diary.chance.between(working_days);
        let day = self.diary.calendar.add_working_days(self.diary.today(), days);
        if self.diary.chance.hits(40) {
            self.diary.on(day, Deed::Open);
        } else {
            self.diary.wait_until(day);
        }
    }

    fn accept(&mut self) {
        let remark = words::accepted(&mut self.diary.chance);
        self.diary.after((0, 3), Deed::Accept(Remark { remark }));
    }

    /// The last report, its evidence, and the submission, mostly by way of a proposal.
    fn hand_in(&mut self, begins: Date, day: Date, number: i32, links: i32) {
        let report = words::report(&mut self.diary.chance, self.case, 100, false);
        self.diary.on(begins, Deed::Report(report));
        for n in 0..links {
            let link = words::link(&mut self.diary.chance, self.case, number.saturating_add(n));
            self.diary.on(begins, Deed::Link(link));
        }
        if self.diary.chance.hits(80) {
            self.propose();
            if self.diary.chance.hits(9) {
                let remark = words::send_back(&mut self.diary.chance);
                self.diary.after((0, 2), Deed::SendBack(Remark { remark }));
                let report = words::report(&mut self.diary.chance, self.case, 100, false);
                self.diary.after((0, 2), Deed::Report(report));
                self.propose();
            }
        }
        let remark = words::submission(&mut self.diary.chance);
        self.diary.on(day, Deed::Submit(HandIn { remark, report: None }));
    }

    fn propose(&mut self) {
        let remark = words::submission(&mut self.diary.chance);
        self.diary.after((0, 0), Deed::Propose(HandIn { remark, report: None }));
    }
}
