//! How text is searched (R101): by whole syllables, where a syllable typed without accents stands for all that look like
//! it, and one typed with accents for itself. Whatever is neither letter nor digit is a blank.

use std::fmt::Write;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The five tone marks of Vietnamese, as they stand in decomposed text.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
/// How far apart the parts of a text are put, so that no phrase reaches from one into the next.
const APART: usize = 1_000;
/// The last place that PostgreSQL keeps apart from others.
const LAST_PLACE: usize = 16_383;

/// The text in lower case, without diacritics, `đ` as `d`, white space folded to single spaces.
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text in its composed form (NFC), the only form that is stored.
pub fn compose(text: &str) -> String {
    text.nfc().collect()
}

/// A syllable, or a word of another language, as it is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Syllable {
    /// In lower case, decomposed, its tone at the end: `hòa` and `hoà` are one syllable.
    exact: String,
    /// Without accents.
    plain: String,
}

impl Syllable {
    /// A run of letters and digits.
    fn new(word: &str) -> Self {
        let lower: String = word.nfd().flat_map(char::to_lowercase).collect();
        let (mut exact, tones): (String, String) = (lower.replace(TONES, ""), lower.matches(TONES).collect());
        exact.push_str(&tones);
        Self { plain: fold(word), exact }
    }

    /// Without accents.
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// Whether it carries an accent or a barred `đ`.
    pub fn is_accented(&self) -> bool {
        self.exact != self.plain
    }

    /// What is looked up: itself with its accents, or all that look like it.
    pub fn wanted(&self) -> &str {
        &self.exact
    }

    /// Whether somebody who types this means that syllable.
    pub fn means(&self, there: &Self) -> bool {
        if self.is_accented() { self.exact == there.exact } else { self.plain == there.plain }
    }
}

/// The syllables of a text.
pub fn syllables(text: &str) -> Vec<Syllable> {
    text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        // A mark may be a letter to Unicode: alone it is no syllable.
        .filter(|word| word.chars().any(|c| c.is_alphanumeric() && !is_combining_mark(c)))
        .map(Syllable::new)
        .collect()
}

/// The text of a `tsvector` in which [`query`] finds the syllables of these parts: each with and without its accents, at
/// its place. No dictionary or collation of the database has a say in it.
pub fn index(parts: &[&str]) -> String {
    let mut text = String::new();
    for (part, words) in parts.iter().enumerate() {
        for (place, syllable) in syllables(words).iter().enumerate() {
            let place = part.saturating_mul(APART).saturating_add(place).saturating_add(1).min(LAST_PLACE);
            let both = [&syllable.plain, &syllable.exact];
            for lexeme in both.iter().take(if syllable.is_accented() { 2 } else { 1 }) {
                let blank = if text.is_empty() { "" } else { " " };
                let _ = write!(text, "{blank}'{lexeme}':{place}");
            }
        }
    }
    text
}

/// The text of a `tsquery`: all of these phrases, the syllables of each one after the other.
pub fn query<'a>(phrases: impl IntoIterator<Item = &'a [Syllable]>) -> String {
    let phrase = |phrase: &[Syllable]| {
        let quoted: Vec<String> = phrase.iter().map(|syllable| format!("'{}'", syllable.wanted())).collect();
        quoted.join(" <-> ")
    };
    let all: Vec<String> = phrases.into_iter().filter(|one| !one.is_empty()).map(phrase).collect();
    all.join(" & ")
}

/// The candidate that was probably meant: at most one letter in three is another, missing, or in another place.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let distance = |candidate: &&str| strsim::damerau_levenshtein(word, candidate);
    let near = candidates.into_iter().min_by_key(distance)?;
    (distance(&near).saturating_mul(3) <= word.chars().count()).then_some(near)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn means(typed: &str, there: &str) -> bool {
        let (typed, there) = (syllables(typed), syllables(there));
        typed.len() == there.len() && typed.iter().zip(&there).all(|(typed, there)| typed.means(there))
    }

    #[test]
    fn every_tone_and_the_barred_d_fold_to_plain_letters() {
        assert_eq!(fold("ĐẮK LẮK  Thừa Thiên Huế, chuyển đổi số"), "dak lak thua thien hue, chuyen doi so");
    }

    #[test]
    fn composed_and_decomposed_forms_fold_alike() {
        let composed = "Trần Quốc Toản";
        let decomposed: String = composed.nfd().collect();
        assert_ne!(composed, decomposed);
        assert_eq!(fold(composed), fold(&decomposed));
        assert_eq!(compose(&decomposed), composed);
        assert_eq!(syllables(composed), syllables(&decomposed));
    }

    #[test]
    fn a_syllable_with_accents_means_itself_and_one_without_all_that_look_alike() {
        for (typed, there, expected) in [
            ("đất", "ĐẤT", true),
            ("dat", "đất", true),
            ("dat", "data", false),
            ("đất", "dat", false),
            ("dương", "đường", false),
            ("đât", "đất", false),
            ("hoà", "Hòa", true),
            ("Thanh Hoá", "Thanh Hóa", true),
            ("so hoa", "số hóa", true),
            ("số hoa", "so hóa", false),
        ] {
            assert_eq!(means(typed, there), expected, "{typed} and {there}");
        }
    }

    #[test]
    fn what_is_neither_letter_nor_digit_is_a_blank() {
        let spelled = ["Bà Rịa - Vũng Tàu", "Bà Rịa–Vũng Tàu", "BÀ RỊA-VŨNG TÀU.", "“Bà Rịa”, Vũng/Tàu"];
        for text in spelled {
            assert_eq!(syllables(text), syllables("Bà Rịa Vũng Tàu"), "{text}");
        }
        assert!(syllables(" -–, ((“ \u{301} \u{64b} ").is_empty());
        let plain: Vec<String> =
            syllables("T24-08 58/QĐ-UBQGCĐS").iter().map(|one| one.plain().to_owned()).collect();
        assert_eq!(plain, ["t24", "08", "58", "qd", "ubqgcds"]);
    }

    #[test]
    fn an_index_has_each_syllable_at_its_place_and_its_parts_apart() {
        let expected = "'t24':1 '08':2 'so':1001 'so\u{302}\u{301}':1001 'hoa':1002 'hoa\u{301}':1002";
        assert_eq!(index(&["T24-08", "Số hóa"]), expected);
        assert_eq!(index(&["", "a"]), "'a':1001");
        let long = "a ".repeat(20_000);
        assert!(index(&[&long]).ends_with("'a':16383"));
    }

    #[test]
    fn a_query_asks_for_all_phrases() {
        let (one, other) = (syllables("đất dai"), syllables("kế"));
        let expected = "'đa\u{302}t\u{301}' <-> 'dai' & 'ke\u{302}\u{301}'";
        assert_eq!(query([&*one, &[], &*other]), expected);
        assert_eq!(query([]), "");
    }

    #[test]
    fn the_nearest_is_near_or_absent() {
        let known = ["tenant", "status", "is", "la", "dv"];
        for (typed, expected) in [
            ("tenent", Some("tenant")),
            ("stauts", Some("status")),
            ("foo", None),
            ("due", None),
            ("x", None),
            ("is", Some("is")),
        ] {
            assert_eq!(nearest(typed, known), expected, "{typed}");
        }
        assert_eq!(nearest("x", []), None);
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_can_end_a_lexeme(text in ".{0,40}") {
            for syllable in syllables(&text) {
                let both = format!("{}{}", syllable.plain(), syllable.wanted());
                prop_assert!(!both.contains(['\'', '\\', ' ', ':']) && !syllable.plain().is_empty(), "{:?}", both);
            }
        }
    }
}
