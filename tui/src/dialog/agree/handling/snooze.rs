//! To leave assignments alone until a date, or to take them up again before it.

use dondoc_shared::{
    day::is_no_such_day,
    fold::compose,
    text::{Both, Lang},
    wire::handling::{NewSnoozes, Snooze as Snoozed, Unsnoozed},
};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday},
};

use crate::{
    dialog::form::read_date,
    net::{Answer, Order},
    step::{
        Agreement, News, Subject, Wish, WrongField,
        handled::{Handled, Said, Target, named},
        wrong,
    },
    ui::{handling, theme::Token, time::date_of},
};

/// The fields, by their places.
const UNTIL: usize = 0;
const REASON: usize = 1;
/// The longest reason, in characters (the server's limit).
const MAX_REASON: usize = 300;

/// What can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Tomorrow,
    NextMonday,
    TwoWeeks,
    Typed,
    End,
}

/// See the module.
#[derive(Debug)]
pub struct Snooze {
    targets: Vec<Target>,
    /// Who says so, and when.
    by: (String, Timestamp),
    today: Date,
    choices: Vec<Choice>,
    picked: usize,
}

impl Snooze {
    /// What is left alone already can be taken up again; where all of it is, that comes first.
    pub fn on(targets: Vec<Target>, by: (String, Timestamp)) -> Self {
        let today = date_of(by.1);
        let mut choices = vec![Choice::Tomorrow, Choice::NextMonday, Choice::TwoWeeks, Choice::Typed];
        let live = |of: &Target| of.snooze().is_some_and(|snooze| snooze.is_live(today));
        if targets.iter().all(live) {
            choices.insert(0, Choice::End);
        } else if targets.iter().any(|of| of.snooze().is_some()) {
            choices.push(Choice::End);
        }
        Self { targets, by, today, choices, picked: 0 }
    }

    fn choice(&self) -> Choice {
        self.choices.get(self.picked).copied().unwrap_or(Choice::Typed)
    }

    /// The date that a choice stands for by itself.
    fn date(&self, choice: Choice) -> Option<Date> {
        match choice {
            Choice::Tomorrow => self.today.checked_add(1.day()).ok(),
            Choice::NextMonday => self.today.nth_weekday(1, Weekday::Monday).ok(),
            Choice::TwoWeeks => self.today.checked_add(2.weeks()).ok(),
            Choice::Typed | Choice::End => None,
        }
    }

    /// The date that is meant.
    fn until(&self, typed: &[String]) -> Option<Date> {
        let typed = typed.get(UNTIL).filter(|_| self.choice() == Choice::Typed);
        typed.map_or_else(|| self.date(self.choice()), |text| read_date(text))
    }
}

/// What stands in the field of the reason.
fn reason(typed: &[String]) -> String {
    compose(typed.get(REASON).map_or("", |text| text.trim()))
}

impl Agreement for Snooze {
    fn fields(&self, lang: Lang) -> Vec<(&'static str, usize)> {
        vec![(lang.handling_field_until(), 10), (lang.handling_field_reason(), MAX_REASON)]
    }

    fn subject(&self) -> Option<Subject> {
        Some(Subject::of("snooze", &self.targets))
    }

    fn uses(&self, place: usize) -> bool {
        match self.choice() {
            Choice::End => false,
            Choice::Typed => true,
            _ => place == REASON,
        }
    }

    fn place_of(&self, field: &str) -> Option<usize> {
        match field {
            "until" => Some(UNTIL),
            "reason" => Some(REASON),
            _ => None,
        }
    }

    fn options(&self, lang: Lang) -> Vec<String> {
        let named = |choice: &Choice| {
            let date = self.date(*choice).map(|date| lang.date(date)).unwrap_or_default();
            match choice {
                Choice::Tomorrow => lang.handling_tomorrow(&date),
                Choice::NextMonday => lang.handling_next_monday(&date),
                Choice::TwoWeeks => lang.handling_two_weeks(&date),
                Choice::Typed => lang.handling_other_date().to_owned(),
                Choice::End => lang.handling_option_end().to_owned(),
            }
        };
        self.choices.iter().map(named).collect()
    }

    fn picked(&self) -> Option<usize> {
        Some(self.picked)
    }

    fn pick(&mut self, option: usize) {
        self.picked = option;
    }

    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let mut lines = vec![(Token::Title, named(lang, &self.targets))];
        let said = |of: &Target| {
            let said = handling::snoozed(lang, of.snooze()?, Some(self.today));
            Some(if self.targets.len() > 1 { format!("{}: {said}", of.code) } else { said })
        };
        lines.extend(self.targets.iter().filter_map(said).map(|line| (Token::Text, line)));
        let means = if self.choice() == Choice::End {
            lang.handling_end_snooze_means()
        } else {
            lang.handling_snooze_means()
        };
        lines.push((Token::Muted, means.to_owned()));
        lines
    }

    fn go(&self, lang: Lang) -> &'static str {
        if self.choice() == Choice::End { lang.handling_end_snooze() } else { lang.handling_snooze() }
    }

    fn order(&self, typed: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        let assignments = self.targets.iter().map(|of| of.id).collect();
        if self.choice() == Choice::End {
            return Ok(Order::EndSnoozes(Unsnoozed { assignments }));
        }
        let Some(until) = self.until(typed) else {
            let is_missing = typed.get(UNTIL).is_some_and(|text| is_no_such_day(text));
            return Err(wrong(
                UNTIL,
                if is_missing { Lang::post_no_such_day } else { Lang::tui_date_unreadable },
            ));
        };
        let reason = reason(typed);
        if reason.is_empty() {
            return Err(wrong(REASON, Lang::post_reason_missing));
        }
        Ok(Order::Snooze(NewSnoozes { assignments, until, reason }))
    }

    fn done(&self, typed: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let Answer::Snoozed(_) = answer else { return None };
        let named = |lang| named(lang, &self.targets);
        let (said, text) = match self.until(typed).filter(|_| self.choice() != Choice::End) {
            Some(until) => {
                let (by, at) = self.by.clone();
                let snooze = Snoozed { until, reason: reason(typed), by, at };
                let text = Both::new(|lang| lang.handling_was_snoozed(&named(lang), &lang.date(until)));
                (Said::Snoozed(snooze), text)
            }
            None => (Said::TakenUp, Both::new(|lang| lang.handling_snooze_ended(&named(lang)))),
        };
        let ids = self.targets.iter().map(|of| of.id).collect();
        Some((text, vec![Wish::Tell(News::Handled(Handled { ids, said }))]))
    }
}
