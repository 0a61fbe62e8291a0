//! The filter language of the backlog: words to search for, and `field:value` or `field>number` terms, all of
//! which must hold. Vietnamese aliases are accepted; an unknown field is an error with its place and the nearest
//! name (R102).
//!
//! ```text
//! chuyen doi so  tenant:ha-noi,bca  overdue>14  level>=2  status:submitted,returned
//! ```

use serde::{Deserialize, Serialize};

use crate::{coded::coded, fold::fold, lifecycle::Status, scrub, wire::Cause};

/// A parsed filter. Empty lists and `None` do not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Filter {
    /// Words that the task's number, clause or title must all contain, folded.
    pub words: Vec<String>,
    /// Tenants by slug or short name, folded.
    pub tenants: Vec<String>,
    /// States, of which the assignment must have one.
    pub statuses: Vec<Status>,
    /// Calendar days overdue at least this many. `overdue>14` is stored as 15; `overdue` alone as 1.
    pub overdue_at_least: Option<i32>,
    /// Calendar days overdue at most this many.
    pub overdue_at_most: Option<i32>,
    /// Lowest level of the ladder.
    pub level_at_least: Option<i16>,
    /// Highest level of the ladder.
    pub level_at_most: Option<i16>,
    /// Waiting for one of these tenants, by slug or short name, folded.
    pub blocked_by: Vec<String>,
    /// Waiting for somebody for one of these causes; none where the cause was not given.
    pub causes: Vec<Option<Cause>>,
    /// Closed assignments instead of open ones.
    pub closed: bool,
    /// Properties that must hold.
    pub flags: Vec<Flag>,
}

coded! {
    /// A property that `is:` asks for.
    Flag {
        /// A request for a later due date waits.
        Extension = "extension",
        /// A step of the ladder waits for a person.
        Step = "step",
        /// An urge waits for its answer.
        Urged = "urged",
        /// An urge has not been answered by its reply-by date.
        UrgeOverdue = "urge-overdue",
        /// All reminders of this level have been sent.
        Silent = "silent",
        /// In the official figures: lead, of the 93, and not restated by a later task.
        Counted = "counted",
        /// Has a due date.
        Dated = "dated",
        /// Has no due date.
        Undated = "undated",
        /// Not overdue.
        InTime = "in-time",
        /// Overdue, and nobody can be reminded: the tenant has nobody active who could act and no agency mailbox.
        Unreachable = "unreachable",
    }
}

/// Why a filter does not parse, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterError {
    /// Offset of the offending term, in characters.
    pub at: usize,
    /// The term as it was typed.
    pub term: String,
    /// Why it was not understood.
    pub fault: FilterFault,
}

/// What is wrong with a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilterFault {
    /// There is no such field; the nearest one.
    UnknownField(&'static str),
    /// The field does not take this value; what it takes.
    BadValue(&'static str),
    /// More text than a filter may have.
    TooLong,
}

/// The longest filter, in characters.
pub const MAX_CHARS: usize = 300;

const FIELDS: &[(&str, Field)] = &[
    ("tenant", Field::Tenant),
    ("donvi", Field::Tenant),
    ("dv", Field::Tenant),
    ("status", Field::Status),
    ("trangthai", Field::Status),
    ("tt", Field::Status),
    ("overdue", Field::Overdue),
    ("quahan", Field::Overdue),
    ("qh", Field::Overdue),
    ("level", Field::Level),
    ("cap", Field::Level),
    ("is", Field::Is),
    ("la", Field::Is),
    ("blocked-by", Field::BlockedBy),
    ("cho", Field::BlockedBy),
    ("cause", Field::Cause),
    ("nguyennhan", Field::Cause),
    ("nn", Field::Cause),
];

/// The cause of a block that was not given.
pub const NO_CAUSE: &str = "none";

#[derive(Clone, Copy)]
enum Field {
    Tenant,
    Status,
    Overdue,
    Level,
    Is,
    BlockedBy,
    Cause,
}

impl Filter {
    /// Reads what somebody typed.
    ///
    /// # Errors
    /// The first term that does not parse, with its place.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        if text.chars().count() > MAX_CHARS {
            return Err(FilterError { at: MAX_CHARS, term: String::new(), fault: FilterFault::TooLong });
        }
        let mut filter = Self::default();
        // Invisible characters separate words as a space does.
        let text = &scrub::lines(text);
        for (at, term) in terms(text) {
            filter.take(term).map_err(|fault| FilterError { at, term: term.to_owned(), fault })?;
        }
        Ok(filter)
    }

    fn take(&mut self, term: &str) -> Result<(), FilterFault> {
        let split = term.find([':', '=', '<', '>']).filter(|at| *at > 0);
        let Some((name, rest)) = split.and_then(|at| term.split_at_checked(at)) else {
            let word = fold(term);
            match FIELDS.iter().find(|(name, _)| *name == word) {
                Some((_, Field::Overdue)) => self.overdue_at_least = Some(1),
                _ if word.is_empty() => {}
                _ => self.take_word(word),
            }
            return Ok(());
        };
        let name = fold(name);
        let Some((_, field)) = FIELDS.iter().find(|(known, _)| *known == name) else {
            return Err(FilterFault::UnknownField(nearest(&name)));
        };
        let (operator, value) = operator(rest);
        match field {
            Field::Tenant => self.tenants.extend(list(value).map(|v| fold(&v))),
            Field::Status => self.take_status(value)?,
            Field::Overdue => {
                (self.overdue_at_least, self.overdue_at_most) = bounds::<i32>(operator, value)
                    .ok_or(FilterFault::BadValue("overdue>14, overdue:7..30"))?;
            }
            Field::Level => {
                (self.level_at_least, self.level_at_most) =
                    bounds::<i16>(operator, value).ok_or(FilterFault::BadValue("level>=2, level:1..3"))?;
            }
            Field::BlockedBy if list(value).next().is_none() => {
                return Err(FilterFault::BadValue("blocked-by:bca"));
            }
            Field::BlockedBy => self.blocked_by.extend(list(value).map(|v| fold(&v))),
            Field::Cause => self.take_causes(value)?,
            Field::Is => match value {
                "open" | "mo" => self.closed = false,
                "closed" | "dong" => self.closed = true,
                word => self.take_flag(word.parse().map_err(|_| {
                    FilterFault::BadValue(
                        "is:closed, is:extension, is:step, is:urged, is:urge-overdue, is:silent, is:counted, is:dated, is:undated, is:in-time, is:unreachable",
                    )
                })?),
            },
        }
        Ok(())
    }

    /// Keeps each flag once and in one order, so that equal filters share one prepared statement.
    fn take_flag(&mut self, flag: Flag) {
        if !self.flags.contains(&flag) {
            self.flags.push(flag);
            self.flags.sort_unstable_by_key(|flag| flag.as_str());
        }
    }

    /// A word, or the code of an assignment as it is shown everywhere, such as `T24-08/ha-noi`.
    fn take_word(&mut self, word: String) {
        match assignment_code(&word) {
            Some((task, tenant)) => {
                self.words.push(task.to_owned());
                self.tenants.push(tenant.to_owned());
            }
            None => self.words.push(word),
        }
    }

    fn take_causes(&mut self, value: &str) -> Result<(), FilterFault> {
        let takes = FilterFault::BadValue(
            "institution, funding, procurement, people, technology, data, coordination, other, none",
        );
        let read = |word: String| if word == NO_CAUSE { Ok(None) } else { word.parse().map(Some) };
        let causes: Vec<Option<Cause>> =
            list(value).map(read).collect::<Result<_, _>>().map_err(|_| takes.clone())?;
        if causes.is_empty() {
            return Err(takes);
        }
        self.causes.extend(causes);
        Ok(())
    }

    /// Are only assignments wanted that wait for somebody?
    pub fn is_blocked(&self) -> bool {
        !self.blocked_by.is_empty() || !self.causes.is_empty()
    }

    fn take_status(&mut self, value: &str) -> Result<(), FilterFault> {
        for word in list(value) {
            let status = word.parse().map_err(|_| {
                FilterFault::BadValue(
                    "assigned, acknowledged, in_progress, proposed, submitted, returned, accepted",
                )
            })?;
            self.statuses.push(status);
        }
        Ok(())
    }
}

/// The task's and the tenant's part; none for other words with a slash, such as the number of a directive.
fn assignment_code(word: &str) -> Option<(&str, &str)> {
    let (task, tenant) = word.split_once('/')?;
    let (year, number) = task.strip_prefix('t')?.split_once('-')?;
    let is_code = year.parse::<u8>().is_ok() && number.starts_with(|c: char| c.is_ascii_digit());
    (is_code && !tenant.is_empty()).then_some((task, tenant))
}

/// Terms with their offset in characters.
fn terms(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(|term| {
        let bytes = term.as_ptr().addr().saturating_sub(text.as_ptr().addr());
        (text.get(..bytes).map_or(0, |before| before.chars().count()), term)
    })
}

fn list(value: &str) -> impl Iterator<Item = String> {
    value.split(',').filter(|v| !v.is_empty()).map(str::to_owned)
}

fn operator(rest: &str) -> (&str, &str) {
    [">=", "<=", ">", "<", ":", "="]
        .iter()
        .find_map(|op| rest.strip_prefix(op).map(|value| (*op, value)))
        .unwrap_or(("", rest))
}

/// Both bounds, inclusive; none where the text is not a number or a range.
fn bounds<N>(operator: &str, value: &str) -> Option<(Option<N>, Option<N>)>
where
    N: std::str::FromStr + Copy + PartialOrd + TryFrom<i32>,
    i32: From<N>,
{
    let step = |n: N, by: i32| N::try_from(i32::from(n).checked_add(by)?).ok();
    let number = |text: &str| text.trim_end_matches('d').parse::<N>().ok();
    if let Some((low, high)) = value.split_once("..") {
        return Some((Some(number(low)?), Some(number(high)?)));
    }
    let n = number(value)?;
    Some(match operator {
        ">" => (Some(step(n, 1)?), None),
        ">=" => (Some(n), None),
        "<" => (None, Some(step(n, -1)?)),
        "<=" => (None, Some(n)),
        _ => (Some(n), Some(n)),
    })
}

fn nearest(name: &str) -> &'static str {
    let shared = |a: &str| a.chars().zip(name.chars()).take_while(|(x, y)| x == y).count();
    FIELDS.iter().map(|(known, _)| *known).max_by_key(|known| shared(known)).unwrap_or("tenant")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_terms_are_told_apart() {
        let filter =
            Filter::parse("Chuyển ĐỔI tenant:Ha-Noi,BCA overdue>14 level>=2 status:submitted").unwrap();
        assert_eq!(filter.words, ["chuyen", "doi"]);
        assert_eq!(filter.tenants, ["ha-noi", "bca"]);
        assert_eq!(filter.overdue_at_least, Some(15));
        assert_eq!(filter.level_at_least, Some(2));
        assert_eq!(filter.statuses, [Status::Submitted]);
    }

    #[test]
    fn the_code_of_an_assignment_finds_it_and_the_number_of_a_directive_is_a_word() {
        let filter = Filter::parse("T24-32a/ha-noi 58/QĐ-UBQGCĐS").unwrap();
        assert_eq!(filter.words, ["t24-32a", "58/qd-ubqgcds"]);
        assert_eq!(filter.tenants, ["ha-noi"]);
    }

    #[test]
    fn vietnamese_aliases_mean_the_same() {
        assert_eq!(
            Filter::parse("donvi:hno quahan:7..30 cap:1"),
            Filter::parse("tenant:hno overdue:7..30 level:1")
        );
        assert_eq!(Filter::parse("quahan").unwrap().overdue_at_least, Some(1));
    }

    #[test]
    fn what_waits_is_asked_for_by_who_is_waited_for_and_why() {
        let filter = Filter::parse("blocked-by:BCA,ha-noi cause:data,none").unwrap();
        assert_eq!(filter.blocked_by, ["bca", "ha-noi"]);
        assert_eq!(filter.causes, [Some(Cause::Data), None]);
        assert!(filter.is_blocked() && !Filter::default().is_blocked());
        assert_eq!(Filter::parse("cho:bca nn:data"), Filter::parse("blocked-by:bca cause:data"));
        for wrong in ["blocked-by:", "cause:", "cause:,", "cause:weather"] {
            assert!(matches!(Filter::parse(wrong).unwrap_err().fault, FilterFault::BadValue(_)), "{wrong}");
        }
        for cause in Cause::ALL {
            assert_eq!(Filter::parse(&format!("cause:{cause}")).unwrap().causes, [Some(*cause)]);
        }
    }

    #[test]
    fn an_unknown_field_is_an_error_with_its_place_and_the_nearest_name() {
        let error = Filter::parse("đất tenent:x").unwrap_err();
        assert_eq!((error.at, error.fault), (4, FilterFault::UnknownField("tenant")));
        assert_eq!(Filter::parse("is:extension").unwrap().flags, [Flag::Extension]);
        assert!(Filter::parse("is:done").is_err());
        assert!(Filter::parse("status:done").is_err());
        assert!(Filter::parse("overdue>x").is_err());
        assert!(Filter::parse(&"x".repeat(301)).is_err());
    }
}
