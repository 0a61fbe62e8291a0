//! What a filter that is being typed can go on with.

use super::{
    day,
    fields::{Field, Takes, field_names},
    sort,
    terms::open_quote,
    values,
};
use crate::{fold::fold, text::Lang};

/// What the word before the caret can become.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completion {
    /// Where the text begins that an option takes the place of, in characters.
    pub from: usize,
    /// The texts that can stand there; empty where nothing is known that begins so.
    pub options: Vec<String>,
}

/// What can stand where the text ends: names of fields, and values of those that have a list of them, in the words of the page,
/// whichever of its names was begun; the nearest value, where none begins so. Bodies are known by these `keys`.
pub fn complete<'a>(text: &str, lang: Lang, keys: impl Iterator<Item = &'a str>) -> Completion {
    let word = text.rsplit([' ', '\t', '(']).next().unwrap_or_default().trim_start_matches('!');
    // What is quoted is the typist's own.
    if open_quote(text).is_some() {
        return Completion::default();
    }
    let begins = |rest: &str| text.chars().count().saturating_sub(rest.chars().count());
    let Some(at) = word.find([':', '=', '<', '>', '!']) else {
        let names = field_names().map(|(en, vi)| format!("{}:", lang.pick(vi, en)));
        return Completion { from: begins(word), options: starting(word, names) };
    };
    let (name, rest) = word.split_at_checked(at).unwrap_or((word, ""));
    let whole = rest.trim_start_matches([':', '=', '<', '>', '!']);
    let value = whole.rsplit(',').next().unwrap_or(whole);
    let value = value.rsplit_once("..").map_or(value, |(_, high)| high);
    // That there is no date can only be said by itself.
    let is_alone = value == whole && rest.starts_with([':', '=']);
    let options = match Field::of(name) {
        Some(Field::Tenant | Field::BlockedBy) => starting(value, keys.map(str::to_owned)),
        Some(Field::Sort) => starting(value, sort::offered(lang)),
        Some(field) if field.takes() == Takes::Dates => {
            // Everything was written once.
            let may_be_none = is_alone && field != Field::Changed;
            let words = day::WORDS.iter().filter(|(en, _)| may_be_none || *en != "none");
            starting(value, words.map(|(en, vi)| lang.pick(vi, en).to_owned()))
        }
        Some(field) if field.takes() == Takes::Words && field.lists_its_values() => {
            values::offered(field, value, lang).into_iter().map(str::to_owned).collect()
        }
        _ => vec![],
    };
    Completion { from: begins(value), options }
}

/// Those that begin as the text does, in any case and with or without accents; each once.
fn starting(typed: &str, known: impl Iterator<Item = String>) -> Vec<String> {
    let typed = fold(typed);
    let mut found: Vec<String> = vec![];
    for option in known {
        if fold(&option).starts_with(&typed) && !found.contains(&option) {
            found.push(option);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::Filter;

    fn options(text: &str, lang: Lang) -> Vec<String> {
        complete(text, lang, ["ha-noi", "ha-nam", "bca"].into_iter()).options
    }

    #[test]
    fn a_field_is_named_in_the_words_of_the_page() {
        assert_eq!(options("overdue ca", Lang::En), ["cause:"]);
        assert_eq!(options("tr", Lang::Vi), ["trangthai:"]);
        assert_eq!(options("(Tr", Lang::Vi), ["trangthai:"]);
        assert!(options("", Lang::En).contains(&"tenant:".to_owned()));
        assert!(options("zzz", Lang::En).is_empty());
    }

    #[test]
    fn a_value_is_one_that_the_field_takes_and_takes_the_place_of_what_was_typed_of_it() {
        assert_eq!(options("tt:cho", Lang::Vi), ["chờ-phê-duyệt", "chờ-thẩm-tra"]);
        assert_eq!(options("status:submitted,re", Lang::En), ["returned", "refused"]);
        assert_eq!(options("dv:HA", Lang::Vi), ["ha-noi", "ha-nam"]);
        assert_eq!(options("due<=next-w", Lang::En), ["next-week"]);
        assert_eq!(
            options("due:today..th", Lang::En),
            ["this-week", "this-month", "this-quarter", "this-year"]
        );
        assert_eq!(options("status!=sub", Lang::En), ["submitted"]);
        assert_eq!(options("due:n", Lang::En), ["next-week", "next-month", "none"]);
        assert_eq!(options("due<n", Lang::En), ["next-week", "next-month"]);
        assert!(options("due:today..no", Lang::En).is_empty());
        assert!(options("dv:\"Hà N", Lang::Vi).is_empty());
        assert_eq!(complete("đất tt:bi", Lang::Vi, [].into_iter()).from, 7);
        assert!(options("level:", Lang::En).is_empty() && options("nosuch:x", Lang::En).is_empty());
    }

    #[test]
    fn whatever_is_offered_for_a_list_of_values_is_read() {
        for lang in Lang::ALL {
            for field in options("", *lang) {
                for value in options(&field, *lang) {
                    let text = format!("{field}{value}");
                    assert!(Filter::parse(&text).is_ok(), "{text}");
                }
            }
        }
    }
}
