//! Reads what somebody typed: `or` joins less closely than terms that stand side by side, `not` most closely.

use super::{
    BodyGroup, Bounds, DateField, Dates, Days, Filter, FilterError, FilterFault, Flag, MAX_CHARS, MAX_DEPTH,
    MAX_OPTIONS, NO_CAUSE, Named, Other, STALE_DAYS, Whose,
    day::{self, NoDates},
    fields::{FIELDS, Field, JOINED, LATE_OR_NOT, Takes, value_of},
    terms::{Placed, Term, Token, list, open_quote, operator, range, tokens},
    view_key,
};
use crate::{
    fold::{fold, nearest},
    lifecycle::{Part, Status},
    scrub,
    search::Phrase,
    text::Lang,
    wire::{Cause, view::View},
};

impl Filter {
    /// Reads what somebody typed. Text that is not blank never yields a filter that restricts nothing.
    ///
    /// # Errors
    /// The first term that does not parse, with its place.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        Self::parse_with(text, &[])
    }

    /// Reads what somebody typed who has these `views`.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_with(text: &str, views: &[View]) -> Result<Self, FilterError> {
        let fault = |at, fault| FilterError { at, term: String::new(), fault };
        if text.chars().count() > MAX_CHARS {
            return Err(fault(MAX_CHARS, FilterFault::TooLong));
        }
        // Invisible characters separate words as a space does.
        let scrubbed = scrub::lines(text);
        if let Some(at) = open_quote(&scrubbed) {
            return Err(fault(at, FilterFault::OpenQuote));
        }
        let tokens = tokens(&scrubbed).map_err(|at| fault(at, FilterFault::OpenBracket))?;
        if tokens.is_empty() {
            let term = scrub::one_line(text).trim().to_owned();
            let blank = term.is_empty() && text.trim().is_empty();
            return if blank {
                Ok(Self::default())
            } else {
                Err(FilterError { at: 0, term, fault: FilterFault::Nothing })
            };
        }
        let options = tokens.iter().filter(|placed| matches!(placed.token, Token::Or)).count();
        if options > MAX_OPTIONS {
            return Err(fault(0, FilterFault::TooMany));
        }
        Reader { tokens: &tokens, views, options, next: 0, depth: 0 }.any()
    }

    /// Reads what somebody of a tenant typed: what only the Working Group knows cannot be asked for.
    ///
    /// # Errors
    /// As [`Self::parse`], and the first term that asks for what is not told.
    pub fn parse_of_tenant(text: &str) -> Result<Self, FilterError> {
        let filter = Self::parse(text)?;
        let scrubbed = scrub::lines(text);
        let asks = |placed: &&Placed<'_>| {
            let Token::Term(term) = &placed.token else { return false };
            let mut alone = Self::default();
            alone.take(term).is_ok() && alone.says(Self::asks_the_working_group)
        };
        match tokens(&scrubbed).unwrap_or_default().iter().find(asks) {
            Some(Placed { at, text, .. }) => {
                Err(FilterError { at: *at, term: (*text).to_owned(), fault: FilterFault::NotTold })
            }
            None => Ok(filter),
        }
    }
}

/// Goes through the tokens, from the left to the right.
struct Reader<'a> {
    tokens: &'a [Placed<'a>],
    views: &'a [View],
    /// How often `or` stands in it so far, with those in its views.
    options: usize,
    next: usize,
    /// Brackets and negations around the token at hand.
    depth: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a Placed<'a>> {
        self.tokens.get(self.next)
    }

    /// The token at hand, or the last one where there is none: where a fault is shown.
    fn here(&self, fault: FilterFault) -> FilterError {
        let placed = self.peek().or_else(|| self.tokens.last());
        let (at, term) = placed.map_or((0, ""), |placed| (placed.at, placed.text));
        FilterError { at, term: term.to_owned(), fault }
    }

    /// Groups of which one must hold.
    fn any(&mut self) -> Result<Filter, FilterError> {
        let mut options = vec![self.all()?];
        while let Some(Placed { token: Token::Or, .. }) = self.peek() {
            self.next = self.next.saturating_add(1);
            options.push(self.all()?);
        }
        match options.len() {
            1 => Ok(options.remove(0)),
            _ => Ok(Filter { others: vec![Other::Any(options)], ..Filter::default() }),
        }
    }

    /// Terms that all must hold.
    fn all(&mut self) -> Result<Filter, FilterError> {
        let begun = self.next;
        let mut group = Filter::default();
        while let Some(placed) = self.peek() {
            match &placed.token {
                Token::Or | Token::Close => break,
                Token::And if self.next == begun || self.ends_after() => {
                    return Err(self.here(FilterFault::Alone));
                }
                Token::And => self.next = self.next.saturating_add(1),
                Token::Not | Token::Open => {
                    let inner = self.operand()?;
                    group.join(inner);
                }
                Token::Term(term) => {
                    match term.view() {
                        Some(key) => {
                            let view = self.view(term, key)?;
                            if group.is_empty() && self.is_alone() { group = view } else { group.add(view) }
                        }
                        None => group.take(term).map_err(|fault| error(term, fault))?,
                    }
                    self.next = self.next.saturating_add(1);
                }
            }
        }
        if self.next == begun {
            return Err(self.here(FilterFault::Alone));
        }
        group.settle();
        if group.is_empty() {
            let fault = |placed: &Placed<'_>| FilterError {
                at: placed.at,
                term: placed.text.to_owned(),
                fault: FilterFault::Nothing,
            };
            return Err(self.tokens.get(begun).map_or_else(|| self.here(FilterFault::Nothing), fault));
        }
        Ok(group)
    }

    /// Whether the token at hand is all of its group.
    fn is_alone(&self) -> bool {
        let after = self.tokens.get(self.next.saturating_add(1));
        after.is_none_or(|placed| matches!(placed.token, Token::Or | Token::Close))
    }

    /// Whether what joins terms here has none behind it.
    fn ends_after(&self) -> bool {
        let after = self.tokens.get(self.next.saturating_add(1));
        after.is_none_or(|placed| matches!(placed.token, Token::And | Token::Or | Token::Close))
    }

    /// A term, a group in brackets, or what must not hold.
    fn operand(&mut self) -> Result<Filter, FilterError> {
        let Some(placed) = self.peek() else { return Err(self.here(FilterFault::Alone)) };
        let is_group = matches!(placed.token, Token::Open | Token::Not);
        if is_group && self.depth >= MAX_DEPTH {
            return Err(self.here(FilterFault::TooDeep));
        }
        self.next = self.next.saturating_add(1);
        self.depth = self.depth.saturating_add(usize::from(is_group));
        let group = self.group(placed)?;
        self.depth = self.depth.saturating_sub(usize::from(is_group));
        Ok(group)
    }

    /// What begins with this token, behind it.
    fn group(&mut self, begun: &Placed<'a>) -> Result<Filter, FilterError> {
        match &begun.token {
            Token::Open => {
                let inner = self.any()?;
                self.next = self.next.saturating_add(1);
                Ok(inner)
            }
            Token::Not => {
                let inner = self.operand()?;
                Ok(Filter { others: vec![Other::Not(Box::new(inner))], ..Filter::default() })
            }
            Token::Term(term) => {
                if let Some(key) = term.view() {
                    return self.view(term, key);
                }
                let mut group = Filter::default();
                group.take(term).map_err(|fault| error(term, fault))?;
                group.settle();
                if group.is_empty() { Err(error(term, FilterFault::Nothing)) } else { Ok(group) }
            }
            Token::And | Token::Or | Token::Close => {
                self.next = self.next.saturating_sub(1);
                Err(self.here(FilterFault::Alone))
            }
        }
    }
}

impl Reader<'_> {
    /// What was saved under a name, which names no other: one of the terms around it, wherever it stands among them.
    fn view(&mut self, term: &Term<'_>, key: &str) -> Result<Filter, FilterError> {
        let key = view_key(key);
        let Some(view) = self.views.iter().find(|view| view.key == key) else {
            let known = self.views.iter().map(|view| view.key.as_str());
            return Err(error(term, FilterFault::UnknownView(nearest(&key, known).map(str::to_owned))));
        };
        let mut filter = Filter::parse(&view.filter).map_err(|inside| error(term, inside.fault))?;
        // A view is as much to look up as one more option.
        self.options = self.options.saturating_add(filter.options_inside()).saturating_add(1);
        if self.options > MAX_OPTIONS {
            return Err(error(term, FilterFault::TooMany));
        }
        filter.stand_at(term);
        Ok(filter)
    }
}

fn error(term: &Term<'_>, fault: FilterFault) -> FilterError {
    FilterError { at: term.at, term: term.text.to_owned(), fault }
}

/// The value of which one of its names is typed.
fn called<T: Copy>(word: &str, all: &[T], names: impl Fn(T) -> Vec<&'static str>) -> Option<T> {
    all.iter().copied().find(|one| names(*one).into_iter().any(|name| value_of(name) == word))
}

fn named(term: &Term<'_>, name: String) -> Named {
    Named { name, at: term.at, term: term.text.to_owned() }
}

impl Filter {
    /// The group must hold too, as one of the terms.
    fn add(&mut self, inner: Self) {
        if inner.has_no_terms() {
            self.others.extend(inner.others);
        } else {
            self.others.push(Other::Any(vec![inner]));
        }
    }

    /// What stood in brackets beside the terms must hold too.
    fn join(&mut self, inner: Self) {
        let is_words = inner == Self { words: inner.words.clone(), ..Self::default() };
        if self.is_empty() {
            *self = inner;
        } else if is_words {
            self.words.extend(inner.words);
        } else {
            self.add(inner);
        }
    }

    /// What is asked for in days overdue is overdue.
    fn settle(&mut self) {
        if self.overdue.at_most.is_some_and(|most| most > 0) {
            self.overdue.at_least.get_or_insert(1);
        }
    }

    fn take(&mut self, term: &Term<'_>) -> Result<(), FilterFault> {
        let Some((name, rest)) = term.split() else { return self.take_words(term) };
        let Some(field) = Field::of(&name) else {
            return Err(FilterFault::UnknownField(nearest(&name, FIELDS.iter().map(|(known, _)| *known))));
        };
        let (operator, value) = operator(rest).ok_or(FilterFault::Operator(field.example()))?;
        if operator == "!=" {
            let mut inner = Self::default();
            inner.take_field((field, ":", value), term)?;
            inner.settle();
            self.others.push(Other::Not(Box::new(inner)));
            return Ok(());
        }
        self.take_field((field, operator, value), term)
    }

    fn take_field(
        &mut self,
        (field, operator, value): (Field, &'static str, &str),
        term: &Term<'_>,
    ) -> Result<(), FilterFault> {
        match field.takes() {
            Takes::Numbers => self.take_number(field, operator, value),
            Takes::Dates => self.take_dates(field, operator, value),
            Takes::Words if operator != ":" => Err(FilterFault::Operator(field.example())),
            Takes::Words => {
                let values = list(value).ok_or(FilterFault::BadValue(field.example()))?;
                if self.has(field) {
                    return Err(FilterFault::Twice(field.example()));
                }
                // Of properties each is a term of its own, of which a list asks for one.
                if matches!(field, Field::Is | Field::Kind) && values.len() > 1 {
                    let option = |value| {
                        let mut option = Self::default();
                        option.take_value(field, value, term).map(|()| option)
                    };
                    let options = values.into_iter().map(option).collect::<Result<_, _>>()?;
                    self.others.push(Other::Any(options));
                    return Ok(());
                }
                values.into_iter().try_for_each(|value| self.take_value(field, value, term))?;
                self.settle_scope()
            }
        }
    }

    /// Whether the group has a list of values of the field already.
    fn has(&self, field: Field) -> bool {
        match field {
            Field::Tenant => !self.tenants.is_empty(),
            Field::Group => !self.groups.is_empty(),
            Field::Status => !self.statuses.is_empty(),
            Field::Directive => !self.directives.is_empty(),
            Field::Task => !self.tasks.is_empty(),
            Field::Part => !self.parts.is_empty(),
            Field::Assignee => !self.assignees.is_empty(),
            Field::Claimed => !self.claimed.is_empty(),
            Field::BlockedBy => !self.blocked_by.is_empty(),
            Field::Cause => !self.causes.is_empty(),
            _ => false,
        }
    }

    fn take_value(&mut self, field: Field, value: String, term: &Term<'_>) -> Result<(), FilterFault> {
        let word = value_of(&value);
        let wrong = |known: &[&'static str]| {
            FilterFault::BadValue(nearest(&word, known.iter().copied()).unwrap_or(field.example()))
        };
        match field {
            Field::Tenant => self.tenants.push(named(term, value)),
            Field::BlockedBy => self.blocked_by.push(named(term, value)),
            Field::Directive => self.directives.push(named(term, value)),
            Field::Task => self.tasks.push(named(term, value)),
            Field::Group => {
                let group =
                    called(&word, BodyGroup::ALL, |group| vec![group.as_str(), group.phrase(Lang::Vi)]);
                self.groups.push(group.ok_or_else(|| wrong(BodyGroup::WORDS))?);
            }
            Field::Status => {
                let names = |status: Status| {
                    let shown = Lang::ALL.iter().flat_map(|lang| [status.name(*lang), status.short(*lang)]);
                    shown.chain([status.as_str()]).collect()
                };
                self.statuses.push(called(&word, Status::ALL, names).ok_or_else(|| wrong(Status::WORDS))?);
            }
            Field::Cause if word == NO_CAUSE || word == "chua-neu" => self.causes.push(None),
            Field::Cause => {
                let names = |cause: Cause| {
                    Lang::ALL.iter().map(|lang| cause.name(*lang)).chain([cause.as_str()]).collect()
                };
                let cause = called(&word, Cause::ALL, names).ok_or_else(|| wrong(Cause::WORDS))?;
                self.causes.push(Some(cause));
            }
            Field::Part => {
                let part = called(&word, Part::ALL, |part| vec![part.as_str(), part.name(Lang::Vi)]);
                self.parts.push(part.ok_or_else(|| wrong(Part::WORDS))?);
            }
            Field::Assignee | Field::Claimed => {
                let whose = match word.as_str() {
                    "me" | "toi" => Whose::Me,
                    "none" | "nobody" | "khong" | "chua-co" => Whose::Nobody,
                    "any" | "anybody" | "da-co" => Whose::Anybody,
                    _ => return Err(wrong(Whose::WORDS)),
                };
                if field == Field::Claimed { &mut self.claimed } else { &mut self.assignees }.push(whose);
            }
            Field::Kind => match word.as_str() {
                "report" | "bao-cao" => self.take_flag(Flag::Report),
                "task" | "nhiem-vu" => {
                    self.others
                        .push(Other::Not(Box::new(Self { flags: vec![Flag::Report], ..Self::default() })));
                }
                _ => return Err(wrong(&["task", "report"])),
            },
            Field::Is => match word.as_str() {
                "open" | "mo" => self.take_closed(false)?,
                "closed" | "dong" => self.take_closed(true)?,
                "stale" | "khong-tin" => intersect(&mut self.stale, (Some(STALE_DAYS), None))?,
                word => {
                    let flag = called(word, Flag::ALL, |flag| vec![flag.as_str(), flag.name_vi()]);
                    self.take_flag(flag.ok_or_else(|| wrong(Flag::WORDS))?);
                }
            },
            _ => {}
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

    /// Of the states that are asked for one must be open or closed as the work is.
    fn settle_scope(&self) -> Result<(), FilterFault> {
        let is_other = |status: &Status| Some(!status.is_open()) != self.closed;
        let none = self.closed.is_some() && !self.statuses.is_empty() && self.statuses.iter().all(is_other);
        if none { Err(FilterFault::Contradiction) } else { Ok(()) }
    }

    /// Two bounds of a field both hold.
    fn take_number(&mut self, field: Field, operator: &str, value: &str) -> Result<(), FilterFault> {
        let wrong = FilterFault::BadValue(field.example());
        match field {
            Field::Level => intersect(&mut self.level, range(operator, value, "").ok_or(wrong)?),
            Field::Stale => intersect(&mut self.stale, range(operator, value, "d").ok_or(wrong)?),
            Field::Urges => intersect(&mut self.urges, range(operator, value, "").ok_or(wrong)?),
            _ => intersect(&mut self.overdue, range(operator, value, "d").ok_or(wrong)?),
        }
    }

    fn take_dates(&mut self, field: Field, operator: &str, value: &str) -> Result<(), FilterFault> {
        let of = match field {
            Field::LastUrge => DateField::LastUrge,
            Field::LastReport => DateField::LastReport,
            Field::Changed => DateField::Changed,
            _ => DateField::Due,
        };
        let dates = day::read(operator, value).map_err(|none| match none {
            NoDates::Unreadable => FilterFault::BadValue(field.example()),
            NoDates::Empty => FilterFault::Contradiction,
        })?;
        // Everything was written once.
        if of == DateField::Changed && dates == Dates::Never {
            return Err(FilterFault::BadValue(field.example()));
        }
        let excludes = |other: Dates| match (dates, other) {
            (Dates::Within(one), Dates::Within(other)) => {
                Days { from: one.from, to: other.to }.are_none()
                    || Days { from: other.from, to: one.to }.are_none()
            }
            (one, other) => one != other,
        };
        if self.dates.iter().any(|(known, other)| *known == of && excludes(*other)) {
            return Err(FilterFault::Contradiction);
        }
        self.dates.push((of, dates));
        Ok(())
    }

    /// Words, or the code of an assignment as it is shown everywhere, such as `T24-08/ha-noi`.
    fn take_words(&mut self, term: &Term<'_>) -> Result<(), FilterFault> {
        if Field::of(&term.bare()) == Some(Field::Overdue) {
            if !term.is_bare() {
                return Err(FilterFault::Operator(LATE_OR_NOT.0));
            }
            return self.take_number(Field::Overdue, ">=", "1");
        }
        // Signs of other filter languages stand alone; within a text they are punctuation.
        if term.text.starts_with(['|', '@', '>', '<', '=', ':', '~']) {
            return Err(FilterFault::Operator(JOINED.0));
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
}

fn intersect<N: Ord + Copy>(
    bounds: &mut Bounds<N>,
    (at_least, at_most): (Option<N>, Option<N>),
) -> Result<(), FilterFault> {
    bounds.at_least = bounds.at_least.max(at_least);
    bounds.at_most = match (bounds.at_most, at_most) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    if matches!((&bounds.at_least, &bounds.at_most), (Some(low), Some(high)) if low > high) {
        return Err(FilterFault::Contradiction);
    }
    Ok(())
}
