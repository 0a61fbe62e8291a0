//! What the words of a filter look for (R101): tasks by their words, and bodies by their names and usual short forms.

use crate::{
    fold::{self, Syllable, fold, syllables},
    order,
    wire::TenantKind,
};

/// The longest name of a body, in syllables.
const LONGEST: usize = 24;

/// Syllables that were typed without a blank between them, or in quotes: they stand one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// As it was typed, without quotes.
    pub typed: String,
    /// What it is made of.
    pub syllables: Vec<Syllable>,
    /// Whether it stood in quotes, and so names no body.
    pub is_quoted: bool,
}

impl Phrase {
    /// Reads a term.
    pub fn new(text: &str, is_quoted: bool) -> Self {
        let typed = fold::compose(text.trim_matches(['"', '“', '”', '„']));
        Self { syllables: syllables(&typed), typed, is_quoted }
    }
}

/// How people write the name of a body.
#[derive(Debug)]
pub struct Spelling {
    /// The key and the short name, in lower case.
    keys: [String; 2],
    /// Names in full, with and without the word for the kind of body.
    names: Vec<Vec<Syllable>>,
    /// First letters, without accents: `btttt`.
    initials: Vec<String>,
}

impl Spelling {
    /// The spellings of a body, from what is stored of it.
    pub fn new(kind: TenantKind, [slug, short]: [&str; 2], [name_vi, name_en]: [&str; 2]) -> Self {
        // `Hanoi` is written in one word, too.
        let mut names = vec![syllables(name_vi), syllables(name_en), syllables(&slug.replace('-', ""))];
        let mut abbreviated = vec![];
        match kind {
            TenantKind::Province | TenantKind::City => {
                let proper = order::proper(name_vi);
                let english = fold(name_en);
                let short_english = [" province", " city"].iter().find_map(|kind| english.strip_suffix(kind));
                names.extend([Some(proper), short_english].into_iter().flatten().map(syllables));
                if kind == TenantKind::City {
                    names.push(syllables(&format!("TP {proper}")));
                    abbreviated.push(format!("tp{}", initials(proper)));
                }
            }
            TenantKind::Ministry => {
                abbreviated.push(initials(name_vi));
                abbreviated.extend(name_vi.strip_prefix("Bộ ").map(|name| format!("bo{}", initials(name))));
            }
            TenantKind::MinisterialAgency | TenantKind::GovernmentAgency => {
                let usual = name_vi.strip_suffix(" Việt Nam");
                names.extend(usual.map(syllables));
                abbreviated.extend([Some(name_vi), usual].into_iter().flatten().map(initials));
            }
            TenantKind::National => {}
        }
        names.retain(|name| !name.is_empty());
        // Fewer letters are syllables as well.
        abbreviated.retain(|letters| letters.len() > 2);
        Self { keys: [fold(slug), fold(short)], names, initials: abbreviated }
    }

    /// Whether the words of a filter name the body so. Short names are not among them: several are syllables.
    pub fn is(&self, typed: &[Syllable]) -> bool {
        let is_name = |name: &Vec<Syllable>| {
            name.len() == typed.len() && typed.iter().zip(name).all(|(typed, there)| typed.means(there))
        };
        self.names.iter().any(is_name) || self.initials.contains(&typed.iter().map(Syllable::plain).collect())
    }

    /// Whether a value of a field names the body: by its key, its short name or its name.
    pub fn is_value(&self, value: &str) -> bool {
        self.keys.contains(&fold(value)) || self.is(&syllables(value))
    }
}

/// The first letters of a name, as abbreviations have them: "và" is left out.
fn initials(name: &str) -> String {
    let syllables = syllables(name);
    let words = syllables.iter().map(Syllable::plain).filter(|word| *word != "va");
    words.filter_map(|word| word.chars().next()).collect()
}

/// What words ask for: `all` of them in a task, or the `rest` of them in a task of a body that is `named`.
#[derive(Debug, PartialEq, Eq)]
pub struct Search<T> {
    /// For all words, as the text of a `tsquery`.
    pub all: String,
    /// For the words as one phrase: what contains it comes first. None for a single phrase, and where a body is named.
    pub phrase: Option<String>,
    /// The bodies that words name.
    pub named: Vec<T>,
    /// For the words that name no body; none if all do.
    pub rest: Option<String>,
}

impl<T: Copy> Search<T> {
    /// Reads the words, in which bodies are known by these spellings; of two names at one place the longer one counts.
    pub fn new(words: &[Phrase], bodies: &[(T, Spelling)]) -> Self {
        let typed: Vec<Syllable> = words.iter().flat_map(|phrase| phrase.syllables.clone()).collect();
        let places: Vec<(bool, bool)> = words
            .iter()
            .flat_map(|phrase| (0..phrase.syllables.len()).map(|place| (place == 0, phrase.is_quoted)))
            .collect();
        // Pieces that stand one after the other in a task, and whether the piece names a body.
        let (mut pieces, mut named): (Vec<(Vec<Syllable>, bool)>, Vec<T>) = (vec![], vec![]);
        let mut at = 0;
        while let (Some(here), Some((begins, _))) = (typed.get(at), places.get(at)) {
            let outside = places.iter().skip(at).take_while(|(_, is_quoted)| !is_quoted).count();
            let found = (1..=outside.min(LONGEST)).rev().find_map(|length| {
                let name = typed.get(at..)?.get(..length)?;
                let bearers: Vec<T> =
                    bodies.iter().filter(|(_, one)| one.is(name)).map(|(id, _)| *id).collect();
                (!bearers.is_empty()).then(|| (name.to_vec(), bearers))
            });
            at = at.saturating_add(found.as_ref().map_or(1, |(name, _)| name.len()));
            if let Some((name, bearers)) = found {
                pieces.push((name, true));
                named.extend(bearers);
            } else if let Some((piece, false)) = pieces.last_mut().filter(|_| !begins) {
                piece.push(here.clone());
            } else {
                pieces.push((vec![here.clone()], false));
            }
        }
        let text = |all: bool| {
            let wanted = pieces.iter().filter(|(_, is_name)| all || !is_name);
            fold::query(wanted.map(|(piece, _)| piece.as_slice()))
        };
        Self {
            all: text(true),
            phrase: (named.is_empty() && pieces.len() > 1).then(|| fold::query([typed.as_slice()])),
            rest: Some(text(false)).filter(|rest| !rest.is_empty()),
            named,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::Filter;

    fn bodies() -> Vec<(usize, Spelling)> {
        [
            (TenantKind::City, ["ha-noi", "HNO"], ["Thành phố Hà Nội", "Ha Noi City"]),
            (TenantKind::City, ["ho-chi-minh", "HCM"], ["Thành phố Hồ Chí Minh", "Ho Chi Minh City"]),
            (
                TenantKind::Province,
                ["ba-ria-vung-tau", "BRVT"],
                ["Tỉnh Bà Rịa - Vũng Tàu", "Ba Ria - Vung Tau Province"],
            ),
            (
                TenantKind::Province,
                ["thua-thien-hue", "TTH"],
                ["Tỉnh Thừa Thiên Huế", "Thua Thien Hue Province"],
            ),
            (
                TenantKind::Ministry,
                ["btttt", "BTT"],
                ["Bộ Thông tin và Truyền thông", "Ministry of Information and Communications"],
            ),
            (
                TenantKind::Ministry,
                ["bgddt", "BGD"],
                ["Bộ Giáo dục và Đào tạo", "Ministry of Education and Training"],
            ),
            (
                TenantKind::MinisterialAgency,
                ["nhnn", "NHN"],
                ["Ngân hàng Nhà nước Việt Nam", "State Bank of Vietnam"],
            ),
            (
                TenantKind::GovernmentAgency,
                ["bqll", "LCT"],
                ["Ban Quản lý Lăng Chủ tịch Hồ Chí Minh", "Management Board of the Ho Chi Minh Mausoleum"],
            ),
            (TenantKind::Province, ["khanh-hoa", "KHO"], ["Tỉnh Khánh Hòa", "Khanh Hoa Province"]),
        ]
        .into_iter()
        .enumerate()
        .map(|(id, (kind, keys, names))| (id, Spelling::new(kind, keys, names)))
        .collect()
    }

    fn search(text: &str) -> Search<usize> {
        Search::new(&Filter::parse(text).unwrap().words, &bodies())
    }

    #[test]
    fn a_body_is_known_by_its_name_in_any_spelling_and_by_its_usual_short_forms() {
        for (id, spellings) in [
            (
                0,
                &[
                    "Hà Nội",
                    "ha noi",
                    "Hanoi",
                    "HÀ-NỘI",
                    "Thành phố Hà Nội",
                    "TP Hà Nội",
                    "TPHN",
                    "Ha Noi City",
                ][..],
            ),
            (
                1,
                &[
                    "TP. Hồ Chí Minh",
                    "TP Hồ Chí Minh",
                    "TPHCM",
                    "TP.HCM",
                    "tp hcm",
                    "Ho Chi Minh City",
                    "hồ chí minh",
                ],
            ),
            (
                2,
                &[
                    "Bà Rịa Vũng Tàu",
                    "Bà Rịa-Vũng Tàu",
                    "Bà Rịa–Vũng Tàu",
                    "Bà Rịa - Vũng Tàu",
                    "tỉnh bà rịa vũng tàu",
                ],
            ),
            (3, &["Thừa Thiên - Huế", "Thừa Thiên Huế", "thua thien hue"]),
            (
                4,
                &[
                    "Bộ TT&TT",
                    "BTTTT",
                    "Bộ TTTT",
                    "bộ thông tin và truyền thông",
                    "Ministry of Information and Communications",
                ],
            ),
            (5, &["Bộ GD&ĐT", "Bộ GDĐT", "BGDĐT"]),
            (6, &["Ngân hàng Nhà nước", "NHNN", "NHNNVN", "State Bank of Vietnam"]),
            (8, &["Khánh Hoà", "Khánh Hòa"]),
        ] {
            for spelling in spellings {
                let found = search(spelling);
                assert_eq!((found.named, found.rest, found.phrase), (vec![id], None, None), "{spelling}");
            }
        }
    }

    #[test]
    fn what_only_looks_like_a_name_or_is_a_part_of_one_names_nobody() {
        for words in [
            "hạ nội",
            "kho",
            "KHO dữ liệu",
            "thông tin",
            "giáo dục",
            "Chủ tịch",
            "\"Hà Nội\"",
            "nhà nước",
            "hà",
        ] {
            assert!(search(words).named.is_empty(), "{words}");
        }
    }

    #[test]
    fn a_body_is_found_among_other_words() {
        for words in ["Hà Nội kế hoạch", "kế hoạch Hà Nội"] {
            let found = search(words);
            assert_eq!(found.named, [0], "{words}");
            assert_eq!(found.rest.unwrap(), fold::query([&*syllables("kế"), &*syllables("hoạch")]));
            assert!(found.all.contains(&fold::query([&*syllables("Hà Nội")])), "{}", found.all);
        }
        let road = search("đường Hà Nội-Hồ Chí Minh");
        assert_eq!((road.named, road.rest), (vec![0, 1], Some(fold::query([&*syllables("đường")]))));
    }

    #[test]
    fn the_longest_name_counts() {
        assert_eq!(search("Ban Quản lý Lăng Chủ tịch Hồ Chí Minh").named, [7]);
    }

    #[test]
    fn what_is_written_without_a_blank_or_in_quotes_stands_together() {
        assert_eq!(search("T24-08").all, "'t24' <-> '08'");
        assert_eq!(search("số T24-08").all, format!("{} & 't24' <-> '08'", fold::query([&*syllables("số")])));
        assert_eq!(search("\"ke hoach\" nam").all, "'ke' <-> 'hoach' & 'nam'");
        assert_eq!(search("ke hoach \"ha noi\"").all, "'ke' & 'hoach' & 'ha' <-> 'noi'");
    }

    #[test]
    fn several_words_are_also_looked_for_as_one_phrase_and_one_word_is_not() {
        assert_eq!(search("ke hoach nam").phrase.unwrap(), "'ke' <-> 'hoach' <-> 'nam'");
        assert_eq!(search("kế").phrase, None);
        assert_eq!(search("T24-08").phrase, None);
    }

    #[test]
    fn a_value_names_a_body_by_key_short_name_or_name() {
        let bodies = bodies();
        let named = |value: &str| {
            bodies.iter().filter(|(_, one)| one.is_value(value)).map(|(id, _)| *id).collect::<Vec<_>>()
        };
        for value in ["ha-noi", "Ha-Noi", "HNO", "hno", "hanoi", "Hà Nội"] {
            assert_eq!(named(value), [0], "{value}");
        }
        assert_eq!((named("khongco"), named("KHO")), (vec![], vec![8]));
    }
}
