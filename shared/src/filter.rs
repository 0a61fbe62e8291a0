//! The filter language of the backlog: words to search for, and `field:value` or `field>number` terms, which all must hold unless
//! `or`, `not` and brackets say otherwise. Vietnamese names and values are accepted as the screens print them. What is not
//! understood is an error with its place and what is nearest, never a filter that asks for something else (R102).
//!
//! ```text
//! chuyển đổi số  "hồ sơ đất đai"  tenant:ha-noi,bca  overdue>14 overdue<=60  (level:2.. or not status:submitted,returned)
//! ```

mod bounds;
mod complete;
mod day;
mod fields;
mod parse;
mod printed;
mod row;
mod sort;
mod terms;
#[cfg(test)]
mod tests;
mod values;
mod views;

pub(crate) use self::fields::{field_names, in_vietnamese};
pub use self::{
    complete::{Completion, complete},
    day::{Dates, Day, Days},
    sort::{Sort, SortBy},
    terms::stray_bracket,
    views::{built_in, view_key, with_built_in},
};
use crate::{
    coded::coded,
    lifecycle::{Part, Status},
    search::Phrase,
    wire::{Cause, TenantKind},
};

/// A parsed filter: a group of terms which all must hold. Empty lists and open bounds do not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that the task's number, clause or title must all contain, or that name a body.
    pub words: Vec<Phrase>,
    /// Tenants as they were typed: by slug, short name or name.
    pub tenants: Vec<Named>,
    /// Groups of bodies, of one of which the tenant must be.
    pub groups: Vec<BodyGroup>,
    /// States, of which the assignment must have one.
    pub statuses: Vec<Status>,
    /// Calendar days overdue. `overdue>14` is stored as 15 at least; `overdue` alone as 1.
    pub overdue: Bounds<i32>,
    /// Level of the ladder.
    pub level: Bounds<i16>,
    /// Urges that were issued about it and not withdrawn.
    pub urges: Bounds<i32>,
    /// Those of them that have no answer.
    pub unanswered: Bounds<i32>,
    /// Progress in per cent by the newest report.
    pub percent: Bounds<i16>,
    /// Days for which nothing was heard of what is on track (R172).
    pub stale: Bounds<i32>,
    /// What its dates must be.
    pub dates: Vec<(DateField, Dates)>,
    /// Numbers of directives as they were typed.
    pub directives: Vec<Named>,
    /// Codes of tasks as they were typed.
    pub tasks: Vec<Named>,
    /// Parts, of which the tenant must have one in the task.
    pub parts: Vec<Part>,
    /// Who is to be named on it.
    pub assignees: Vec<Whose>,
    /// Who of the Working Group must have claimed it.
    pub claimed: Vec<Whose>,
    /// Waiting for one of these tenants, as they were typed.
    pub blocked_by: Vec<Named>,
    /// Waiting for somebody for one of these causes; none where the cause was not given.
    pub causes: Vec<Option<Cause>>,
    /// Closed assignments (true) or open ones, where `is:` says it.
    pub closed: Option<bool>,
    /// Properties that must hold.
    pub flags: Vec<Flag>,
    /// What else must hold.
    pub others: Vec<Other>,
    /// The order of its list, where it is not that of urgency. It asks for nothing.
    pub sort: Option<Sort>,
}

/// What must hold beside the terms of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Other {
    /// This must not.
    Not(Box<Filter>),
    /// One of these must.
    Any(Vec<Filter>),
}

/// Two inclusive bounds of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds<N> {
    /// The least.
    pub at_least: Option<N>,
    /// The most.
    pub at_most: Option<N>,
}

impl<N> Default for Bounds<N> {
    fn default() -> Self {
        Self { at_least: None, at_most: None }
    }
}

impl<N: Ord + Copy> Bounds<N> {
    /// Whether they restrict nothing.
    pub fn are_open(&self) -> bool {
        self.at_least.is_none() && self.at_most.is_none()
    }

    /// Whether the number lies between them.
    pub fn contain(&self, n: N) -> bool {
        self.at_least.is_none_or(|least| least <= n) && self.at_most.is_none_or(|most| n <= most)
    }
}

/// A body, a directive or a task as it was typed, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The value, without its quotes.
    pub name: String,
    /// Offset of its term, in characters.
    pub at: usize,
    /// The term that it stands in.
    pub term: String,
}

/// Which open or closed assignments a filter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The open ones.
    Open,
    /// The closed ones.
    Closed,
    /// Either, as its terms say.
    Both,
}

coded! {
    /// A group of bodies.
    BodyGroup {
        /// Ministries and agencies.
        Ministries = "ministries",
        /// Provinces and cities.
        Localities = "localities",
        /// Ministries alone.
        Ministry = "ministry",
        /// Ministerial-level agencies.
        MinisterialAgency = "ministerial-agency",
        /// Government agencies.
        GovernmentAgency = "government-agency",
        /// Provinces alone.
        Province = "province",
        /// Centrally-run cities.
        City = "city",
    }
}

impl BodyGroup {
    /// The kind of its bodies, where they are of one.
    pub fn kind(self) -> Option<TenantKind> {
        let mut kinds = TenantKind::ALL.iter().copied().filter(|kind| self.has(*kind));
        kinds.next().filter(|_| kinds.next().is_none())
    }

    /// Whether a body of this kind is of the group.
    pub fn has(self, kind: TenantKind) -> bool {
        use TenantKind as K;
        match self {
            Self::Ministries => matches!(kind, K::Ministry | K::MinisterialAgency | K::GovernmentAgency),
            Self::Localities => matches!(kind, K::Province | K::City),
            Self::Ministry => kind == K::Ministry,
            Self::MinisterialAgency => kind == K::MinisterialAgency,
            Self::GovernmentAgency => kind == K::GovernmentAgency,
            Self::Province => kind == K::Province,
            Self::City => kind == K::City,
        }
    }
}

coded! {
    /// A date of an assignment; local dates in Ha Noi.
    DateField {
        /// When it is due, as extended.
        Due = "due",
        /// When it was last urged and the urge was not withdrawn.
        LastUrge = "last-urge",
        /// When its last progress report was made.
        LastReport = "last-report",
        /// When anything about it last changed.
        Changed = "changed",
    }
}

coded! {
    /// Who works on an assignment.
    Whose {
        /// The reader.
        Me = "me",
        /// Nobody.
        Nobody = "none",
        /// Somebody.
        Anybody = "any",
    }
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
        /// An approver sent the proposal back, and nobody has reported since.
        SentBack = "sent-back",
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
        /// The report of a period; the Working Group's list leaves these out unless they are asked for.
        Report = "report",
        /// The Working Group looks at it again later; its list leaves these out unless they are asked for.
        Snoozed = "snoozed",
    }
}

impl Flag {
    /// What it is called in a Vietnamese filter.
    pub fn name_vi(self) -> &'static str {
        match self {
            Self::Extension => "chờ gia hạn",
            Self::Step => "chờ báo cáo cấp trên",
            Self::Urged => "có đôn đốc",
            Self::SentBack => "phê duyệt trả lại",
            Self::UrgeOverdue => "trễ trả lời",
            Self::Silent => "hết nhắc",
            Self::Counted => "tính tỷ lệ",
            Self::Dated => "có hạn",
            Self::Undated => "không hạn",
            Self::InTime => "trong hạn",
            Self::Unreachable => "không có người nhận",
            Self::Report => "báo cáo kỳ",
            Self::Snoozed => "hẹn xem lại",
        }
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
    /// There is no such field; the nearest one, if one is near.
    UnknownField(Option<&'static str>),
    /// A column is called so that no filter asks for; a term that comes near to it, if there is one.
    NoField(Option<&'static str>),
    /// The field does not take this value.
    BadValue {
        /// The value that is near, in English and in Vietnamese.
        nearest: Option<(&'static str, &'static str)>,
        /// What it takes: all values that there are, or terms that are right.
        takes: &'static str,
    },
    /// There is no such operator, or not for this field; a term that is right.
    Operator(&'static str),
    /// The field has been given already; how several values are written.
    Twice(&'static str),
    /// A second order of the list: it has one.
    OneOrder,
    /// Nothing stands beside it that it could join or negate.
    Alone,
    /// Nothing can be that and what the terms before it ask for.
    Contradiction,
    /// There is no such body; the nearest key, if one is near.
    UnknownTenant(Option<String>),
    /// There is no such directive; the nearest number, if one is near.
    UnknownDirective(Option<String>),
    /// There is no such task; the nearest code, if one is near.
    UnknownTask(Option<String>),
    /// There is no such view; the nearest key, if one is near.
    UnknownView(Option<String>),
    /// A quotation that begins here never ends.
    OpenQuote,
    /// A bracket that opens here never closes.
    OpenBracket,
    /// Brackets and negations stand in each other more often than anybody reads.
    TooDeep,
    /// More is joined by `or` than anybody reads.
    TooMany,
    /// More rows than are put in another order than that of urgency; so many are.
    TooManyToSort(i64),
    /// It asks for what the Working Group alone knows.
    NotTold,
    /// Nothing in it can be looked for.
    Nothing,
    /// More text than a filter may have.
    TooLong,
}

/// The longest filter, in characters.
pub const MAX_CHARS: usize = 300;

/// How many brackets and negations may stand in each other.
pub const MAX_DEPTH: usize = 8;

/// How often `or` may stand in a filter.
pub const MAX_OPTIONS: usize = 20;

/// After so many days without news what is on track is stale, where no other number is asked for.
pub const STALE_DAYS: i32 = 30;

/// The cause of a block that was not given.
pub const NO_CAUSE: &str = "none";

impl Filter {
    /// Whether it restricts nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether all that it asks for stands in what must hold beside its terms.
    fn has_no_terms(&self) -> bool {
        *self == Self { others: self.others.clone(), sort: self.sort.clone(), ..Self::default() }
    }

    /// Whether this group, or one inside it that may hold, is so.
    fn has_group(&self, is: &dyn Fn(&Self) -> bool) -> bool {
        is(self)
            || self.others.iter().any(|other| match other {
                Other::Any(options) => options.iter().any(|option| option.has_group(is)),
                Other::Not(_) => false,
            })
    }

    /// Whether it asks for what waits, or for the reports of periods by name: then those are in the Working Group's list too.
    pub fn asks_for_a_queue(&self) -> bool {
        let waits = [Flag::Report, Flag::Extension, Flag::Step, Flag::Urged, Flag::UrgeOverdue, Flag::Silent];
        self.has_group(&|group| {
            group.statuses.contains(&Status::Submitted) || group.flags.iter().any(|flag| waits.contains(flag))
        })
    }

    /// Whether it speaks of snoozes or claims: then what is snoozed is not left out of the Working Group's list.
    pub fn speaks_of_handling(&self) -> bool {
        self.says(|group| group.flags.contains(&Flag::Snoozed) || !group.claimed.is_empty())
    }

    /// Whether its own terms ask for what no tenant is told: what the Working Group has taken in hand, put off or proposed.
    fn asks_the_working_group(&self) -> bool {
        !self.claimed.is_empty() || self.flags.iter().any(|flag| matches!(flag, Flag::Snoozed | Flag::Step))
    }

    /// Whether it says of reports of periods that they are wanted or not, or of one's part in a task, wherever it says so.
    pub fn says(&self, what: fn(&Self) -> bool) -> bool {
        what(self) || self.others.iter().any(|other| other.groups().iter().any(|group| group.says(what)))
    }

    /// The groups of which one must hold, where that is all that is asked.
    pub fn options(&self) -> Option<&[Self]> {
        match self.others.as_slice() {
            [Other::Any(options)] if self.has_no_terms() => Some(options),
            _ => None,
        }
    }

    /// Whether it asks for assignments that wait for somebody.
    pub fn is_blocked(&self) -> bool {
        self.has_group(&|group| !group.blocked_by.is_empty() || !group.causes.is_empty())
    }

    /// Whether it is about open or closed assignments: open ones, where its terms do not say otherwise.
    pub fn scope(&self) -> Scope {
        let has = |open| self.statuses.iter().any(|status| status.is_open() == open);
        match (self.closed, has(true), has(false)) {
            (Some(true), ..) | (None, false, true) => Scope::Closed,
            (None, true, true) => Scope::Both,
            (None, false, false) if self.others.iter().any(|other| other.asks_for_closed(false)) => {
                Scope::Both
            }
            _ => Scope::Open,
        }
    }
}

impl Other {
    /// The groups in it.
    pub fn groups(&self) -> &[Filter] {
        match self {
            Self::Not(group) => std::slice::from_ref(&**group),
            Self::Any(options) => options,
        }
    }

    /// Whether it may hold of closed work that it names, and not only of whatever is not something else; `negated` where what
    /// it stands in must not hold.
    fn asks_for_closed(&self, negated: bool) -> bool {
        let negated = negated != matches!(self, Self::Not(_));
        self.groups().iter().any(|group| {
            group.closed == Some(!negated)
                || (!negated && group.statuses.iter().any(|status| !status.is_open()))
                || group.others.iter().any(|other| other.asks_for_closed(negated))
        })
    }
}
