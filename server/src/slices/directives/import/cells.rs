//! What the text of a cell may be, and what is read from it.

use std::str::FromStr;

use dondoc_shared::{
    coded::Coded,
    figures::Decimal,
    scrub,
    text::Lang,
    wire::{Precision, TenantKind},
};
use jiff::civil::Date;

use super::fault::Wrong;

/// The slug of the Working Group's own tenant, which no file may define; its kind has the same word.
pub const NATIONAL: &str = "national";

/// Its abbreviation, as the first migration gives it.
const NATIONAL_SHORT: &str = "TCT";

/// Words of `lead` and `coordinating` that stand for sets of tenants.
pub const ALL: &str = "all";
/// All ministries, ministerial agencies and government agencies.
pub const ALL_MINISTRIES: &str = "all-ministries";
/// All provinces and cities.
pub const ALL_LOCALITIES: &str = "all-localities";

/// Whether the word stands for a set or for the Working Group.
pub(super) fn is_reserved(word: &str) -> bool {
    is_set(word) || word == NATIONAL
}

/// Whether the word stands for a set of tenants.
pub(super) fn is_set(word: &str) -> bool {
    [ALL, ALL_MINISTRIES, ALL_LOCALITIES].contains(&word)
}

/// Characters of a key, and how much of a wrong text a fault quotes.
pub(super) const KEY: usize = 60;
/// As long as the database takes them; see the checks of the migrations.
const SLUG: usize = 40;
const SHORT: usize = 6;
const CODE: usize = 20;
const GROUP: usize = 40;
const REGIME: usize = 8;
const INDICATOR: usize = 24;
pub(super) const NAME: usize = 200;
pub(super) const TEXT: usize = 1000;
pub(super) const NOTE: usize = 2000;
/// Every slug of the 93 in one cell.
const LIST: usize = 4000;

/// What a cell holds, or why it cannot be read.
pub(super) type Cell<T> = Result<T, Wrong>;

/// The start of a text, short enough to be quoted, with what cannot be seen spelled out.
pub(super) fn quoted(text: &str) -> String {
    scrub::spelled_out(&text.chars().take(KEY).collect::<String>())
}

/// The bytes as text that is cleaned like every other that comes in.
pub(super) fn cleaned(cell: &[u8]) -> Cell<String> {
    let text = std::str::from_utf8(cell).map_err(|_| Wrong::new("not_utf8", Lang::import_not_utf8))?;
    Ok(scrub::clean(text))
}

/// The same in one line, of characters that a text may carry.
pub(super) fn plain(cell: &[u8]) -> Cell<String> {
    let text = cleaned(cell)?;
    match text.chars().find(|c| *c == '\n' || scrub::forbidden(*c)) {
        Some(c) => Err(Wrong::new("forbidden_character", |t| t.import_forbidden_character(c))),
        None => Ok(text),
    }
}

/// A text of at most so many characters; empty where the cell is.
pub(super) fn optional<const LIMIT: usize>(text: &str) -> Cell<String> {
    if text.chars().count() > LIMIT {
        return Err(Wrong::new("too_long", |t| t.import_too_long(LIMIT)));
    }
    Ok(text.to_owned())
}

/// The same, which may not be empty.
pub(super) fn required<const LIMIT: usize>(text: &str) -> Cell<String> {
    match optional::<LIMIT>(text)? {
        text if text.is_empty() => Err(Wrong::new("required", Lang::import_required)),
        text => Ok(text),
    }
}

/// The key of something else, or nothing where the cell is empty.
pub(super) fn reference(text: &str) -> Cell<Option<String>> {
    optional::<KEY>(text).map(|key| Some(key).filter(|key| !key.is_empty()))
}

/// A slug: two or more small letters, digits, single hyphens; none that stands for a set or for the Working Group.
pub(super) fn slug(text: &str) -> Cell<String> {
    unless_reserved(lowercase(required::<SLUG>(text)?)?, is_reserved)
}

fn lowercase(slug: String) -> Cell<String> {
    let fits =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if slug.len() >= 2 && slug.split('-').all(fits) {
        return Ok(slug);
    }
    Err(Wrong::new("wrong_slug", |t| t.import_wrong_slug(&slug)))
}

/// The abbreviation of a tenant.
pub(super) fn short(text: &str) -> Cell<String> {
    let short = coded::<SHORT>(text, 2)?;
    unless_reserved(short, |short| short == NATIONAL_SHORT)
}

fn unless_reserved(word: String, is_reserved: fn(&str) -> bool) -> Cell<String> {
    if is_reserved(&word) {
        Err(Wrong::new("reserved_word", |t| t.import_reserved_word(&word)))
    } else {
        Ok(word)
    }
}

/// The code of a task. It stands in addresses and before a `/` (`T24-08/ha-noi`).
pub(super) fn code(text: &str) -> Cell<String> {
    coded::<CODE>(text, 1)
}

/// The code of a group of bodies, which may be a word that stands for a set.
pub(super) fn group(text: &str) -> Cell<String> {
    lowercase(required::<GROUP>(text)?)
}

/// The code of a regime: capitals and digits, because it stands in the codes of its reports.
pub(super) fn regime(text: &str) -> Cell<String> {
    let code = coded::<REGIME>(text, 1)?;
    if code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        return Ok(code);
    }
    Err(Wrong::new("wrong_regime", |t| t.import_wrong_regime(&code)))
}

/// The code of an indicator, or of a series of published figures.
pub(super) fn indicator(text: &str) -> Cell<String> {
    coded::<INDICATOR>(text, 1)
}

/// Letters, digits and single hyphens, at least so many.
fn coded<const LIMIT: usize>(text: &str, least: usize) -> Cell<String> {
    let code = required::<LIMIT>(text)?;
    let fits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
    if code.len() >= least && code.split('-').all(fits) {
        return Ok(code);
    }
    Err(Wrong::new("wrong_code", |t| t.import_wrong_code(&code)))
}

/// A word of the enumeration.
pub(super) fn word<T: Coded>(text: &str) -> Cell<T> {
    one_of(text, T::WORDS)
}

/// What a tenant is; only a migration makes the Working Group's.
pub(super) fn kind(text: &str) -> Cell<TenantKind> {
    let bodies: Vec<&str> = TenantKind::WORDS.iter().copied().filter(|word| *word != NATIONAL).collect();
    one_of(text, &bodies)
}

fn one_of<T: FromStr>(text: &str, words: &[&str]) -> Cell<T> {
    let found = required::<KEY>(text)?;
    let word = found.parse().ok().filter(|_| words.contains(&found.as_str()));
    word.ok_or_else(|| Wrong::new("unknown_word", |t| t.import_unknown_word(&found, &words.join(", "))))
}

/// How exactly a date is known that must be known.
pub(super) fn precision(text: &str) -> Cell<Precision> {
    match word(text)? {
        Precision::None => Err(Wrong::new("precision_mismatch", Lang::import_precision_mismatch)),
        precision => Ok(precision),
    }
}

/// A whole number from 1 to 32767.
pub(super) fn number(text: &str) -> Cell<i32> {
    within::<1, { i16::MAX }>(text).map(i32::from)
}

/// A whole number from one to another.
pub(super) fn within<const LEAST: i16, const MOST: i16>(text: &str) -> Cell<i16> {
    let found = required::<KEY>(text)?;
    let digits = Some(&found).filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
    let number = digits.and_then(|text| text.parse().ok()).filter(|number| (LEAST..=MOST).contains(number));
    number.ok_or_else(|| Wrong::new("wrong_number", |t| t.import_wrong_number(&found, LEAST, MOST)))
}

/// Digits behind the point that a number of the figures may have.
const PLACES: u8 = 6;

/// A decimal number as programs write it, that fits into the database.
pub(super) fn decimal(text: &str) -> Cell<Decimal> {
    let found = required::<KEY>(text)?;
    let number = found.parse().ok().filter(|number: &Decimal| number.places() <= PLACES);
    number.ok_or_else(|| Wrong::new("wrong_decimal", |t| t.import_wrong_decimal(&found, PLACES)))
}

/// A decimal number, or nothing where the cell is empty.
pub(super) fn optional_decimal(text: &str) -> Cell<Option<Decimal>> {
    if text.is_empty() { Ok(None) } else { decimal(text).map(Some) }
}

/// A whole number that is not negative, or nothing where the cell is empty.
pub(super) fn optional_whole(text: &str) -> Cell<Option<i64>> {
    if text.is_empty() {
        return Ok(None);
    }
    let number = decimal(text)?;
    let whole = Some(number.units()).filter(|units| number.places() == 0 && *units >= 0);
    let whole = whole.and_then(|units| i64::try_from(units).ok());
    whole.map(Some).ok_or_else(|| Wrong::new("wrong_whole", |t| t.import_wrong_whole(&number.to_string())))
}

/// `yes` or `no`.
pub(super) fn yes_no(text: &str) -> Cell<bool> {
    const WORDS: [&str; 2] = ["yes", "no"];
    let found = required::<KEY>(text)?;
    match found.as_str() {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Wrong::new("unknown_word", |t| t.import_unknown_word(&found, &WORDS.join(", ")))),
    }
}

/// A date of the years 2000 to 2100 written `YYYY-MM-DD`, and no other of the many forms that a date parser accepts.
pub(super) fn date(text: &str) -> Cell<Date> {
    let found = required::<KEY>(text)?;
    let shape = found.bytes().map(|b| if b.is_ascii_digit() { b'0' } else { b });
    let date = found.parse::<Date>().ok().filter(|_| shape.eq(*b"0000-00-00"));
    let date = date.filter(|date| (2000..=2100).contains(&date.year()));
    date.ok_or_else(|| Wrong::new("wrong_date", |t| t.import_wrong_date(&found)))
}

/// A date, or nothing where the cell is empty.
pub(super) fn optional_date(text: &str) -> Cell<Option<Date>> {
    if text.is_empty() { Ok(None) } else { date(text).map(Some) }
}

/// The words of a list separated by semicolons, each once; none where the cell is empty.
pub(super) fn list(text: &str) -> Cell<Vec<String>> {
    let text = optional::<LIST>(text)?;
    let mut words: Vec<String> = Vec::new();
    for word in text.split(';').map(str::trim).filter(|_| !text.is_empty()) {
        if words.iter().any(|earlier| earlier == word) {
            return Err(Wrong::new("named_twice", |t| t.import_named_twice(&quoted(word))));
        }
        words.push(word.to_owned());
    }
    Ok(words)
}

/// The same, at least one.
pub(super) fn members(text: &str) -> Cell<Vec<String>> {
    required::<LIST>(text).and_then(|text| list(&text))
}
