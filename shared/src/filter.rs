//! The filter language of the backlog: words to search for, and `field:value` or `field>number` terms, all of
//! which must hold. Vietnamese aliases are accepted. What is not understood is an error with its place and what is
//! nearest, never a filter that asks for something else (R102).
//!
//! ```text
//! chuyển đổi số  "hồ sơ đất đai"  tenant:ha-noi,bca  overdue>14 overdue<=60  level:2..  status:submitted,returned
//! ```

mod row;
mod terms;
#[cfg(test)]
mod tests;

pub(crate) use self::terms::in_vietnamese;
use self::terms::{
    ALL_HOLD, BOTH_HOLD, FIELDS, Field, LATE_OR_NOT, Term, is_connective, list, open_quote, operator, range,
    terms, value_of,
};
use crate::{
    coded::coded,
    fold::{fold, nearest},
    lifecycle::Status,
    scrub,
    search::Phrase,
    text::Lang,
    wire::Cause,
};

/// A parsed filter. Empty lists and `None` do not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that the task's number, clause or title must all contain, or that name a body.
    pub words: Vec<Phrase>,
    /// Tenants as they were typed: by slug, short name or name.
    pub tenants: Vec<Named>,
    /// States, of which the assignment must have one; all of them open or all of them closed.
    pub statuses: Vec<Status>,
    /// Calendar days overdue at least this many. `overdue>14` is stored as 15; `overdue` alone as 1.
    pub overdue_at_least: Option<i32>,
    /// Calendar days overdue at most this many.
    pub overdue_at_most: Option<i32>,
    /// Lowest level of the ladder.
    pub level_at_least: Option<i16>,
    /// Highest level of the ladder.
    pub level_at_most: Option<i16>,
    /// Waiting for one of these tenants, as they were typed.
    pub blocked_by: Vec<Named>,
    /// Waiting for somebody for one of these causes; none where the cause was not given.
    pub causes: Vec<Option<Cause>>,
    /// Closed assignments (true) or open ones, where it is said.
    pub closed: Option<bool>,
    /// Properties that must hold.
    pub flags: Vec<Flag>,
}

/// A body as it was typed, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The value, without its quotes.
    pub name: String,
    /// Offset of its term, in characters.
    pub at: usize,
    /// The term that it stands in.
    pub term: String,
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
    /// The field does not take this value; what it takes, or the value that is near.
    BadValue(&'static str),
    /// There is no such operator, or not for this field; a term that is right.
    Operator(&'static str),
    /// The field has been given already; how several values are written.
    Twice(&'static str),
    /// Nothing can be that and what the terms before it ask for.
    Contradiction,
    /// There is no such body; the nearest key, if one is near.
    UnknownTenant(Option<String>),
    /// A quotation that begins here never ends.
    OpenQuote,
    /// Nothing in it can be looked for.
    Nothing,
    /// More text than a filter may have.
    TooLong,
}

/// The longest filter, in characters.
pub const MAX_CHARS: usize = 300;

/// The cause of a block that was not given.
pub const NO_CAUSE: &str = "none";

impl Filter {
    /// Whether it asks for what waits, or for the reports of periods by name: then those are in the Working Group's list too.
    pub fn asks_for_a_queue(&self) -> bool {
        let waits = [Flag::Report, Flag::Extension, Flag::Step, Flag::Urged, Flag::UrgeOverdue, Flag::Silent];
        self.statuses.contains(&Status::Submitted) || self.flags.iter().any(|flag| waits.contains(flag))
    }

    /// Reads what somebody typed. Text that is not blank never yields a filter that restricts nothing.
    ///
    /// # Errors
    /// The first term that does not parse, with its place.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        if text.chars().count() > MAX_CHARS {
            return Err(FilterError { at: MAX_CHARS, term: String::new(), fault: FilterFault::TooLong });
        }
        let mut filter = Self::default();
        // Invisible characters separate words as a space does.
        let scrubbed = scrub::lines(text);
        if let Some(at) = open_quote(&scrubbed) {
            return Err(FilterError { at, term: String::new(), fault: FilterFault::OpenQuote });
        }
        let all = terms(&scrubbed);
        for (place, term) in all.iter().enumerate() {
            let before = place.checked_sub(1).and_then(|place| all.get(place));
            let beside = [before, all.get(place.saturating_add(1))];
            filter.take(term, beside).map_err(|fault| error(term, fault))?;
        }
        // What is asked for in days overdue is overdue.
        if filter.overdue_at_most.is_some_and(|most| most > 0) {
            filter.overdue_at_least.get_or_insert(1);
        }
        if filter == Self::default() && !text.trim().is_empty() {
            let term = scrub::one_line(text).trim().to_owned();
            return Err(FilterError { at: 0, term, fault: FilterFault::Nothing });
        }
        Ok(filter)
    }

    fn take(&mut self, term: &Term<'_>, beside: [Option<&Term<'_>>; 2]) -> Result<(), FilterFault> {
        if is_connective(term, beside.map(|term| term.is_some_and(Term::is_of_a_field))) {
            return Err(FilterFault::Operator(ALL_HOLD.0));
        }
        let Some((name, rest)) = term.split() else { return self.take_words(term) };
        let Some(field) = Field::of(&name) else {
            return Err(FilterFault::UnknownField(nearest(&name, FIELDS.iter().map(|(known, _)| *known))));
        };
        let (operator, value) = operator(rest).ok_or(FilterFault::Operator(field.takes()))?;
        if !field.is_number() && operator != ":" {
            return Err(FilterFault::Operator(field.takes()));
        }
        if field.is_number() {
            return self.take_number(field, operator, value);
        }
        let values = list(value).ok_or(FilterFault::BadValue(field.takes()))?;
        let is_given = match field {
            Field::Tenant => !self.tenants.is_empty(),
            Field::Status => !self.statuses.is_empty(),
            Field::BlockedBy => !self.blocked_by.is_empty(),
            Field::Cause => !self.causes.is_empty(),
            // A comma means "one of these", and of properties all must hold.
            Field::Is if values.len() > 1 => return Err(FilterFault::Operator(BOTH_HOLD.0)),
            Field::Overdue | Field::Level | Field::Is => false,
        };
        if is_given {
            return Err(FilterFault::Twice(field.takes()));
        }
        for value in values {
            self.take_value(field, value, term)?;
        }
        Ok(())
    }

    fn take_value(&mut self, field: Field, value: String, term: &Term<'_>) -> Result<(), FilterFault> {
        let word = value_of(&value);
        let wrong = |known: &[&'static str]| {
            FilterFault::BadValue(nearest(&word, known.iter().copied()).unwrap_or(field.takes()))
        };
        match field {
            Field::Tenant => self.tenants.push(named(term, value)),
            Field::BlockedBy => self.blocked_by.push(named(term, value)),
            Field::Status => {
                let shown = |status: Status| {
                    Lang::ALL.iter().flat_map(move |lang| [status.name(*lang), status.short(*lang)])
                };
                let is_called = |status: &&Status| {
                    shown(**status).chain([status.as_str()]).any(|name| value_of(name) == word)
                };
                let status = *Status::ALL.iter().find(is_called).ok_or_else(|| wrong(Status::WORDS))?;
                self.take_closed(!status.is_open())?;
                self.statuses.push(status);
            }
            Field::Cause if word == NO_CAUSE || word == "chua-neu" => self.causes.push(None),
            Field::Cause => {
                let shown = |cause: Cause| Lang::ALL.iter().map(move |lang| cause.name(*lang));
                let is_called = |cause: &&Cause| {
                    shown(**cause).chain([cause.as_str()]).any(|name| value_of(name) == word)
                };
                self.causes
                    .push(Some(*Cause::ALL.iter().find(is_called).ok_or_else(|| wrong(Cause::WORDS))?));
            }
            Field::Is => match word.as_str() {
                "open" | "mo" => self.take_closed(false)?,
                "closed" | "dong" => self.take_closed(true)?,
                word => {
                    let is_called = |flag: &&Flag| flag.as_str() == word || value_of(flag.name_vi()) == word;
                    self.take_flag(*Flag::ALL.iter().find(is_called).ok_or_else(|| wrong(Flag::WORDS))?);
                }
            },
            Field::Overdue | Field::Level => {}
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

    fn take_closed(&mut self, closed: bool) -> Result<(), FilterFault> {
        if self.closed == Some(!closed) {
            return Err(FilterFault::Contradiction);
        }
        self.closed = Some(closed);
        Ok(())
    }

    /// Two bounds of a field both hold.
    fn take_number(&mut self, field: Field, operator: &str, value: &str) -> Result<(), FilterFault> {
        let wrong = FilterFault::BadValue(field.takes());
        let unit = if field == Field::Overdue { "d" } else { "" };
        if field == Field::Overdue {
            let new = range::<i32>(operator, value, unit).ok_or(wrong)?;
            intersect((&mut self.overdue_at_least, &mut self.overdue_at_most), new)
        } else {
            let new = range::<i16>(operator, value, unit).ok_or(wrong)?;
            intersect((&mut self.level_at_least, &mut self.level_at_most), new)
        }
    }

    /// Words, or the code of an assignment as it is shown everywhere, such as `T24-08/ha-noi`.
    fn take_words(&mut self, term: &Term<'_>) -> Result<(), FilterFault> {
        if Field::of(&term.bare()) == Some(Field::Overdue) {
            if !term.is_bare() {
                return Err(FilterFault::Operator(LATE_OR_NOT.0));
            }
            return self.take_number(Field::Overdue, ">=", "1");
        }
        if let Some((task, tenant)) = term.assignment_code() {
            // It may stand beside the body that it names, and beside no other.
            let is_it = |known: &Named| fold(&known.name) == fold(tenant);
            if !self.tenants.is_empty() && !self.tenants.iter().any(is_it) {
                return Err(FilterFault::Contradiction);
            }
            self.tenants = vec![named(term, tenant.to_owned())];
            self.words.push(Phrase::new(task, true));
            return Ok(());
        }
        let phrase = Phrase::new(term.text, term.is_quoted());
        if !phrase.syllables.is_empty() {
            self.words.push(phrase);
        }
        Ok(())
    }

    /// Whether closed assignments are wanted instead of open ones.
    pub fn wants_closed(&self) -> bool {
        self.closed == Some(true)
    }

    /// Whether only assignments are wanted that wait for somebody.
    pub fn is_blocked(&self) -> bool {
        !self.blocked_by.is_empty() || !self.causes.is_empty()
    }
}

fn error(term: &Term<'_>, fault: FilterFault) -> FilterError {
    FilterError { at: term.at, term: term.text.to_owned(), fault }
}

fn named(term: &Term<'_>, name: String) -> Named {
    Named { name, at: term.at, term: term.text.to_owned() }
}

fn intersect<N: Ord + Copy>(
    (low, high): (&mut Option<N>, &mut Option<N>),
    (at_least, at_most): (Option<N>, Option<N>),
) -> Result<(), FilterFault> {
    *low = (*low).max(at_least);
    *high = match (*high, at_most) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    if matches!((&low, &high), (Some(low), Some(high)) if low > high) {
        return Err(FilterFault::Contradiction);
    }
    Ok(())
}
