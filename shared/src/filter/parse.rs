//! Reads what somebody typed: `or` joins less closely than terms that stand side by side, `not` most closely.

use super::{
    Filter, FilterError, FilterFault, Flag, MAX_CHARS, MAX_DEPTH, MAX_OPTIONS, Named, Other,
    bounds::intersect,
    fields::{FIELDS, Field, JOINED, LATE_OR_NOT, Takes, no_field},
    printed::is_nothing,
    sort::{self, Sort},
    terms::{Placed, Term, Token, list, open_quote, operator, tokens},
    values::Value,
    view_key,
};
use crate::{
    fold::{fold, nearest},
    lifecycle::Status,
    scrub,
    search::Phrase,
    wire::view::View,
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
        let (sort, tokens) = sort::take(tokens)?;
        if sort.is_some() && tokens.is_empty() {
            return Ok(Self { sort, ..Self::default() });
        }
        let options = tokens.iter().filter(|placed| matches!(placed.token, Token::Or)).count();
        if options > MAX_OPTIONS {
            return Err(fault(0, FilterFault::TooMany));
        }
        let mut reader = Reader { tokens: &tokens, views, options, next: 0, depth: 0, sort: None };
        let filter = reader.any()?;
        Ok(Self { sort: sort.or(reader.sort), ..filter })
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
    /// The order of the first view that has one.
    sort: Option<Sort>,
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
        // A view may say no more than an order.
        let is_order = self.sort.is_some() && self.tokens.len() == 1;
        if group.is_empty() && !is_order {
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
        let sort = filter.sort.take().map(|sort| Sort { at: term.at, term: term.text.to_owned(), ..sort });
        self.sort = self.sort.take().or(sort);
        Ok(filter)
    }
}

fn error(term: &Term<'_>, fault: FilterFault) -> FilterError {
    FilterError { at: term.at, term: term.text.to_owned(), fault }
}

/// Whether a value can be the code of a task, and not words of its title.
fn is_code(value: &str) -> bool {
    !value.contains(char::is_whitespace) && value.contains(|c: char| c.is_ascii_digit())
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
            let unknown =
                || FilterFault::UnknownField(nearest(&name, FIELDS.iter().map(|(known, _)| *known)));
            return Err(no_field(&name).unwrap_or_else(unknown));
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
                let values = list(value).ok_or_else(|| field.bad_value(None))?;
                if self.has(field) {
                    return Err(FilterFault::Twice(field.example()));
                }
                // Of properties, titles and assignments each is a term of its own, of which a list asks for one.
                let is_term = match field {
                    Field::Is | Field::Kind => true,
                    Field::Task => !values.iter().all(|value| is_code(value) && !value.contains('/')),
                    _ => false,
                };
                if is_term && values.len() > 1 {
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
        if is_nothing(&value) && !matches!(field, Field::Assignee | Field::Claimed | Field::Cause) {
            return Err(field.bad_value(None));
        }
        match field {
            Field::Tenant => self.tenants.push(named(term, value)),
            Field::BlockedBy => self.blocked_by.push(named(term, value)),
            Field::Directive => self.directives.push(named(term, value)),
            Field::Task if is_code(&value) => match value.split_once('/') {
                // What lines and files print as a code is that of an assignment.
                Some((task, tenant)) => {
                    let [tasks, tenants] = [task, tenant].map(|name| vec![named(term, name.to_owned())]);
                    self.others.push(Other::Any(vec![Self { tenants, tasks, ..Self::default() }]));
                }
                None => self.tasks.push(named(term, value)),
            },
            Field::Task => self.words.push(Phrase::new(&value, true)),
            _ => {
                let typed = if is_nothing(&value) { "none" } else { value.as_str() };
                match Value::read(field, typed).map_err(|near| field.bad_value(near))? {
                    Value::Group(group) => self.groups.push(group),
                    Value::Status(status) => self.statuses.push(status),
                    Value::Part(part) => self.parts.push(part),
                    Value::Whose(whose) if field == Field::Claimed => self.claimed.push(whose),
                    Value::Whose(whose) => self.assignees.push(whose),
                    Value::Cause(cause) => self.causes.push(cause),
                    Value::Flag(flag) => self.take_flag(flag),
                    Value::Report(true) => self.take_flag(Flag::Report),
                    Value::Report(false) => {
                        let report = Self { flags: vec![Flag::Report], ..Self::default() };
                        self.others.push(Other::Not(Box::new(report)));
                    }
                    Value::Closed(closed) => self.take_closed(closed)?,
                    Value::Stale(days) => intersect(&mut self.stale, (Some(days), None))?,
                }
            }
        }
        Ok(())
    }

    /// Keeps each flag once and in one order, so that equal filters share one prepared statement.
    pub(super) fn take_flag(&mut self, flag: Flag) {
        if !self.flags.contains(&flag) {
            self.flags.push(flag);
            self.flags.sort_unstable_by_key(|flag| flag.as_str());
        }
    }

    pub(super) fn take_closed(&mut self, closed: bool) -> Result<(), FilterFault> {
        if self.closed == Some(!closed) {
            return Err(FilterFault::Contradiction);
        }
        self.closed = Some(closed);
        Ok(())
    }

    /// Of the states that are asked for one must be open or closed as the work is.
    pub(super) fn settle_scope(&self) -> Result<(), FilterFault> {
        let is_other = |status: &Status| Some(!status.is_open()) != self.closed;
        let none = self.closed.is_some() && !self.statuses.is_empty() && self.statuses.iter().all(is_other);
        if none { Err(FilterFault::Contradiction) } else { Ok(()) }
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
