//! The parts of a filter: terms and what joins them, each with its place; operators, lists and ranges.

use std::{iter::once, str::FromStr};

use super::{
    fields::{Field, no_field},
    printed::{self, is_nothing},
};
use crate::fold::{fold, syllables};

const QUOTES: [char; 4] = ['"', '“', '”', '„'];
/// What stands between a field and its value; `~` does nothing and is refused.
const OPERATORS: [char; 6] = [':', '=', '<', '>', '~', '!'];

/// What stands between blanks, a quotation being one, without the brackets around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term<'a> {
    pub(super) text: &'a str,
    /// Offset in characters.
    pub(super) at: usize,
}

/// A term, or what joins terms.
#[derive(Debug, Clone, Copy)]
pub(super) enum Token<'a> {
    Term(Term<'a>),
    And,
    Or,
    Not,
    Open,
    Close,
}

/// A token with its place, in characters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) token: Token<'a>,
    pub(super) at: usize,
    pub(super) text: &'a str,
}

impl Term<'_> {
    pub(super) fn is_quoted(&self) -> bool {
        self.text.starts_with(QUOTES)
    }

    /// The name before the first operator, folded, and the rest. A `~` or `!` after anything but a field is punctuation, and so
    /// is any operator behind a quotation that is not the name of a column.
    pub(super) fn split(&self) -> Option<(String, &str)> {
        if let Some((name, rest)) = self.text.strip_prefix(QUOTES).and_then(|text| text.split_once(QUOTES)) {
            let is_head = || Field::of(name).is_some() || no_field(name).is_some();
            let is_field = rest.starts_with(OPERATORS) && is_head();
            return is_field.then(|| (fold(name), rest));
        }
        let end = self.text.find(QUOTES).unwrap_or(self.text.len());
        let at = self.text.get(..end)?.find(OPERATORS)?;
        let (name, rest) = self.text.split_at_checked(at)?;
        let name = fold(name);
        let is_field = !name.is_empty() && (!rest.starts_with(['~', '!']) || Field::of(&name).is_some());
        is_field.then_some((name, rest))
    }

    /// The name of a view, if it is one.
    pub(super) fn view(&self) -> Option<&str> {
        self.text.strip_prefix('@').filter(|key| key.chars().any(char::is_alphanumeric))
    }

    /// The term without the punctuation around it, folded; empty for a quotation.
    pub(super) fn bare(&self) -> String {
        if self.is_quoted() { String::new() } else { fold(self.inside()) }
    }

    pub(super) fn is_bare(&self) -> bool {
        self.inside() == self.text
    }

    fn inside(&self) -> &str {
        self.text.trim_matches(|c: char| !c.is_alphanumeric())
    }

    /// Whether it asks for a value of a field, and not for words.
    fn is_of_a_field(&self) -> bool {
        let name = self.split().map(|(name, _)| name);
        name.is_some_and(|name| Field::of(&name).is_some()) || Field::of(&self.bare()) == Some(Field::Overdue)
    }

    /// The task's and the tenant's part; none for other words with a slash, such as the number of a directive.
    pub(super) fn assignment_code(&self) -> Option<(&str, &str)> {
        let (task, tenant) = self.text.split_once('/')?;
        let (year, number) = task.strip_prefix(['t', 'T'])?.split_once('-')?;
        let is_code = year.parse::<u8>().is_ok() && number.starts_with(|c: char| c.is_ascii_digit());
        let is_key = !tenant.is_empty() && tenant.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        (is_code && is_key).then_some((task, tenant))
    }
}

/// Where a quotation begins that never ends, in characters.
pub(super) fn open_quote(text: &str) -> Option<usize> {
    let quotes = text.chars().enumerate().filter(|(_, c)| QUOTES.contains(c)).map(|(place, _)| place);
    quotes.fold(None, |open, place| if open.is_some() { None } else { Some(place) })
}

/// The terms of a text and what joins them; or where a bracket opens that never closes.
pub(super) fn tokens(text: &str) -> Result<Vec<Placed<'_>>, usize> {
    let mut found: Vec<Placed<'_>> = vec![];
    let mut opened = vec![];
    for Term { text: mut rest, mut at } in terms(text) {
        while let Some(token) = prefix(rest) {
            found.push(Placed { token, at, text: rest.get(..1).unwrap_or_default() });
            if matches!(token, Token::Open) {
                opened.push(at);
            }
            (rest, at) = (rest.get(1..).unwrap_or_default(), at.saturating_add(1));
        }
        // A bracket that closes none is punctuation, as in `a)` at the head of a clause.
        let closing = closing(rest).min(opened.len());
        let kept = rest.get(..rest.len().saturating_sub(closing)).unwrap_or_default();
        if !kept.is_empty() {
            let term = Term { text: kept, at };
            found.push(Placed { token: joins(&term).unwrap_or(Token::Term(term)), at, text: kept });
        }
        let end = at.saturating_add(kept.chars().count());
        for place in 0..closing {
            opened.pop();
            found.push(Placed { token: Token::Close, at: end.saturating_add(place), text: ")" });
        }
    }
    match opened.first() {
        Some(at) => Err(*at),
        None => Ok(words_among_words(found)),
    }
}

/// Where a bracket closes none that opens, in characters: punctuation that would close one put around the text.
pub fn stray_bracket(text: &str) -> Option<usize> {
    let (mut quoted, mut depth) = (false, 0_usize);
    text.chars().position(|c| {
        quoted ^= QUOTES.contains(&c);
        let closes_none = c == ')' && !quoted && depth == 0;
        match c {
            '(' if !quoted => depth = depth.saturating_add(1),
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        closes_none
    })
}

/// What opens or negates at the head of a text.
fn prefix(text: &str) -> Option<Token<'static>> {
    match text.strip_prefix('!') {
        Some(rest) if !rest.starts_with('=') => Some(Token::Not),
        _ => text.starts_with('(').then_some(Token::Open),
    }
}

/// How many brackets at its end close one that does not open in it.
fn closing(text: &str) -> usize {
    let end = text.len().saturating_sub(text.trim_end_matches(')').len());
    let (mut quoted, mut depth) = (false, 0_usize);
    for c in text.chars().take(text.chars().count().saturating_sub(end)) {
        quoted ^= QUOTES.contains(&c);
        match c {
            '(' if !quoted => depth = depth.saturating_add(1),
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    end.saturating_sub(depth)
}

/// What the term joins or negates, if it can be read so.
fn joins(term: &Term<'_>) -> Option<Token<'static>> {
    match term.text {
        "|" | "||" => return Some(Token::Or),
        "&&" => return Some(Token::And),
        _ if term.is_quoted() => return None,
        _ => {}
    }
    match fold(term.text).as_str() {
        "or" | "hoac" => Some(Token::Or),
        "not" | "khong" => Some(Token::Not),
        "and" | "va" | "&" => Some(Token::And),
        _ => None,
    }
}

/// Words for "and" and a Vietnamese "not" are words of titles too: they join only where a term of a field or a bracket stands
/// beside them.
fn words_among_words(mut tokens: Vec<Placed<'_>>) -> Vec<Placed<'_>> {
    let is_asked = |placed: Option<&Placed<'_>>, bracket: fn(&Token<'_>) -> bool| {
        placed.is_some_and(|placed| match &placed.token {
            Token::Term(term) => term.is_of_a_field(),
            Token::Not => true,
            token => bracket(token),
        })
    };
    let opens = |token: &Token<'_>| matches!(token, Token::Open);
    // From the right to the left: whether a word negates depends on what it would negate.
    for place in (0..tokens.len()).rev() {
        let before = place.checked_sub(1).and_then(|place| tokens.get(place));
        let after = is_asked(tokens.get(place.saturating_add(1)), opens);
        let Some(placed) = tokens.get(place) else { continue };
        let is_word = match placed.token {
            Token::And if placed.text != "&&" => {
                let before = before.filter(|placed| !matches!(placed.token, Token::Not));
                !after && !is_asked(before, |token| matches!(token, Token::Close))
            }
            Token::Not => fold(placed.text) == "khong" && !after,
            _ => false,
        };
        let term = Term { text: placed.text, at: placed.at };
        if let Some(placed) = tokens.get_mut(place).filter(|_| is_word) {
            placed.token = Token::Term(term);
        }
    }
    tokens
}

/// Terms with their offset in characters.
fn terms(text: &str) -> Vec<Term<'_>> {
    let mut found = Vec::new();
    let (mut begun, mut quoted) = (None, false);
    let ends = text.char_indices().chain(once((text.len(), ' ')));
    for (place, (byte, c)) in ends.enumerate() {
        quoted ^= QUOTES.contains(&c);
        if quoted || !c.is_whitespace() {
            begun.get_or_insert((place, byte));
        } else if let Some((at, from)) = begun.take() {
            found.extend(text.get(from..byte).map(|text| Term { text, at }));
        }
    }
    found
}

/// A value without its quotes.
pub(super) fn unquoted(value: &str) -> String {
    value.replace(QUOTES, "").trim().to_owned()
}

/// The values between commas, without their quotes; none if one is empty.
pub(super) fn list(value: &str) -> Option<Vec<String>> {
    let mut quoted = false;
    let between = |c: char| {
        quoted ^= QUOTES.contains(&c);
        c == ',' && !quoted
    };
    let values: Vec<String> = value.split(between).map(unquoted).collect();
    values.iter().all(|value| is_nothing(value) || !syllables(value).is_empty()).then_some(values)
}

/// The operator, `=` as `:`, and the value; none for an operator that does not exist.
pub(super) fn operator(rest: &str) -> Option<(&'static str, &str)> {
    let known = [("!=", "!="), (">=", ">="), ("<=", "<="), (">", ">"), ("<", "<"), (":", ":"), ("=", ":")];
    let (operator, value) = known.iter().find_map(|(op, means)| Some((*means, rest.strip_prefix(op)?)))?;
    (!value.starts_with(OPERATORS)).then_some((operator, value))
}

/// Both bounds, inclusive; none where the text is neither a number nor a range, or a range follows a comparison.
pub(super) fn range<N>(field: Field, operator: &str, value: &str) -> Option<(Option<N>, Option<N>)>
where
    N: FromStr + Copy + TryFrom<i32>,
    i32: From<N>,
{
    let step = |n: N, by: i32| N::try_from(i32::from(n).checked_add(by)?).ok();
    let number = |text: &str| printed::number::<N>(field, text);
    let value = &unquoted(value);
    if let Some((low, high)) = value.split_once("..") {
        let bound = |text: &str| if text.is_empty() { Some(None) } else { number(text).map(Some) };
        let (low, high) = (bound(low)?, bound(high)?);
        let is_one = operator == ":" && (low.is_some() || high.is_some());
        return is_one.then_some((low, high));
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
