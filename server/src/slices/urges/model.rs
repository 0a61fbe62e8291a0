//! What an urge asks for and what a template says, as rules without SQL.

use std::fmt;

use dondoc_shared::{
    error::ErrorCode,
    text::Both,
    wire::urge::{MOST_ASSIGNMENTS, UrgeDraft, UrgeTarget, UrgeTemplate},
};
use jiff::civil::Date;

use crate::domain::calendar::Calendar;
use dondoc_kernel::{
    error::{Error, Fault, Result},
    http::input::Checks,
};

/// The furthest reply-by date that is given in working days.
const MOST_WORKING_DAYS: i32 = 60;

/// The number of an urge: running number, year and the issuing body's symbol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Runs within the year and the symbol.
    pub number: i32,
    /// The local year of issue.
    pub year: i32,
    /// The issuing body's document symbol.
    pub symbol: String,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.number, self.year, self.symbol)
    }
}

/// A checked draft, ready to be issued.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// In the order in which they are locked.
    pub targets: Vec<UrgeTarget>,
    /// The reply-by date, worked out where it was given in working days.
    pub reply_by: Date,
    pub text: Text,
}

/// Where the text comes from.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Text {
    Free(String),
    /// The code of a template.
    Template(String),
}

/// What is said, in Vietnamese and, where a template has it, in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub vi: String,
    pub en: Option<String>,
}

impl Words {
    /// For a reader whose language is not known yet.
    pub(super) fn both(&self) -> Both {
        Both::new(|lang| lang.pick(&self.vi, self.en.as_deref().unwrap_or_default()).to_owned())
    }
}

/// Checks a draft on a local date.
pub(super) fn check(draft: &UrgeDraft, today: Date, calendar: &Calendar) -> Result<Asked> {
    let mut checks = Checks::default();
    let count = i64::try_from(draft.assignments.len()).unwrap_or(i64::MAX);
    checks.range("assignments", count, 1, i64::try_from(MOST_ASSIGNMENTS).unwrap_or(i64::MAX));
    let mut targets = draft.assignments.clone();
    targets.sort_by_key(|target| target.id);
    targets.dedup_by_key(|target| target.id);
    if targets.len() != draft.assignments.len() {
        checks.fault("assignments", Fault::Malformed);
    }
    let text = match &draft.template {
        None => Text::Free(checks.required("text", &draft.text, 2000)),
        Some(code) => {
            if !draft.text.is_empty() {
                checks.fault("text", Fault::Malformed);
            }
            Text::Template(checks.line("template", code, 60))
        }
    };
    let reply_by = match (draft.reply_by, draft.reply_in) {
        (Some(date), None) => date,
        (None, Some(days)) => {
            checks.range("reply_in", days.into(), 1, MOST_WORKING_DAYS.into());
            calendar.add_working_days(today, days.clamp(1, MOST_WORKING_DAYS))
        }
        (None, None) => {
            checks.fault("reply_by", Fault::Missing);
            today
        }
        (Some(_), Some(_)) => {
            checks.fault("reply_in", Fault::Malformed);
            today
        }
    };
    checks.finish()?;
    if reply_by <= today {
        return Err(ErrorCode::ReplyByPast.into());
    }
    if i32::from(reply_by.year()) > i32::from(today.year()).saturating_add(2) {
        return Err(Error::field("reply_by", Fault::Malformed));
    }
    Ok(Asked { targets, reply_by, text })
}

/// A placeholder that stands for how late the latest task is.
pub(super) const DAYS_OVERDUE: &str = "{days_overdue}";

/// A placeholder that stands for the bodies that wait for the one addressed.
pub(super) const WAITING: &str = "{waiting}";

/// Whether the text of a template has this placeholder, in either language.
pub(super) fn says(template: &UrgeTemplate, placeholder: &str) -> bool {
    [&template.text_vi, &template.text_en].iter().any(|text| text.contains(placeholder))
}

/// What a template's placeholders stand for in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Placeholders {
    pub tenant: String,
    pub tasks: String,
    pub days_overdue: String,
    pub reply_by: String,
    pub waiting: String,
}

/// The text with its placeholders filled, each once: what a value says is never read as a placeholder.
///
/// # Errors
/// `unknown_placeholder` for one that nothing fills, and for a brace that is part of none.
pub(super) fn fill(template: &str, facts: &Placeholders) -> Result<String, ErrorCode> {
    let stray = |text: &str| text.contains(['{', '}']);
    let mut parts = template.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    if stray(&text) {
        return Err(ErrorCode::UnknownPlaceholder);
    }
    for part in parts {
        let (name, rest) = part.split_once('}').ok_or(ErrorCode::UnknownPlaceholder)?;
        text.push_str(match name {
            "tenant" => &facts.tenant,
            "tasks" => &facts.tasks,
            "days_overdue" => &facts.days_overdue,
            "reply_by" => &facts.reply_by,
            "waiting" => &facts.waiting,
            _ => return Err(ErrorCode::UnknownPlaceholder),
        });
        if stray(rest) {
            return Err(ErrorCode::UnknownPlaceholder);
        }
        text.push_str(rest);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use dondoc_shared::{id::AssignmentId, wire::urge::UrgeAddressee};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::calendar::{DayKind, Holiday};

    const TODAY: Date = Date::constant(2024, 8, 29);

    fn draft() -> UrgeDraft {
        let target = |n| UrgeTarget { id: AssignmentId(Uuid::from_u128(n)), version: 1 };
        UrgeDraft {
            assignments: vec![target(2), target(1)],
            addressee: UrgeAddressee::Responsible,
            template: None,
            text: "Đề nghị báo cáo".to_owned(),
            reply_by: Some(date(2024, 9, 5)),
            reply_in: None,
            now: false,
        }
    }

    fn faults(draft: &UrgeDraft) -> Vec<String> {
        match check(draft, TODAY, &Calendar::default()) {
            Err(Error::Fields(faults)) => faults.into_iter().map(|fault| fault.field).collect(),
            Err(error) => vec![error.code().to_string()],
            Ok(_) => vec![],
        }
    }

    #[test]
    fn working_days_to_reply_in_jump_over_weekends_and_holidays() {
        // Independence Day of 2024 is a Monday, with the Tuesday.
        let off = |day| Holiday { date: date(2024, 9, day), kind: DayKind::Off };
        let calendar = Calendar::new([off(2), off(3)]);
        let of = |days| {
            let draft = UrgeDraft { reply_by: None, reply_in: Some(days), ..draft() };
            check(&draft, TODAY, &calendar).unwrap().reply_by
        };
        assert_eq!([of(1), of(2), of(3)], [date(2024, 8, 30), date(2024, 9, 4), date(2024, 9, 5)]);
    }

    #[test]
    fn assignments_are_locked_in_one_order_and_none_is_named_twice() {
        let asked = check(&draft(), TODAY, &Calendar::default()).unwrap();
        assert!(asked.targets.is_sorted_by_key(|target| target.id) && asked.targets.len() == 2);
        let twice = UrgeDraft { assignments: [draft().assignments, draft().assignments].concat(), ..draft() };
        assert_eq!(faults(&twice), ["assignments"]);
        assert_eq!(faults(&UrgeDraft { assignments: vec![], ..draft() }), ["assignments"]);
    }

    #[test]
    fn text_and_reply_by_are_given_exactly_once() {
        assert_eq!(faults(&UrgeDraft { text: " ".to_owned(), ..draft() }), ["text"]);
        assert_eq!(faults(&UrgeDraft { template: Some("overdue".to_owned()), ..draft() }), ["text"]);
        assert_eq!(faults(&UrgeDraft { reply_by: None, ..draft() }), ["reply_by"]);
        assert_eq!(faults(&UrgeDraft { reply_in: Some(3), ..draft() }), ["reply_in"]);
        for days in [0, -1, 61, i32::MAX, i32::MIN] {
            assert_eq!(
                faults(&UrgeDraft { reply_by: None, reply_in: Some(days), ..draft() }),
                ["reply_in"],
                "{days}"
            );
        }
        assert_eq!(faults(&UrgeDraft { reply_by: Some(TODAY), ..draft() }), ["reply_by_past"]);
        assert_eq!(faults(&UrgeDraft { reply_by: Some(Date::MAX), ..draft() }), ["reply_by"]);
    }

    #[test]
    fn placeholders_are_filled_once_and_nothing_else_may_stand_in_braces() {
        let facts = Placeholders {
            tenant: "{tasks}".to_owned(),
            tasks: "T24-08".to_owned(),
            days_overdue: "12".to_owned(),
            reply_by: "01/08/2024".to_owned(),
            waiting: "Hà Nội".to_owned(),
        };
        let filled = fill("{waiting}, {tenant}: {tasks}, {days_overdue} ngày, {reply_by}.", &facts);
        assert_eq!(filled.unwrap(), "Hà Nội, {tasks}: T24-08, 12 ngày, 01/08/2024.");
        for wrong in ["{ten}", "{tenant", "tenant}", "{{tenant}}", "{}", "a } b", "{tenant}}", "{ tenant }"] {
            assert_eq!(fill(wrong, &facts), Err(ErrorCode::UnknownPlaceholder), "{wrong}");
        }
    }
}
