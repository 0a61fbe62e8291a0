//! The order in which lists are read (R103). Keys are text that sorts byte by byte, so that Rust and a column with the
//! collation "C" put rows in the same order; no collation of the database is asked.

use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;

use crate::wire::{TenantKind, TenantRef};

/// The five marks of the tones in the order of Vietnamese dictionaries, after the level tone, which has none.
const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

/// Names in the order of a Vietnamese dictionary: syllable by syllable, first by letter (a ă â b c d đ e ê …), then by tone.
pub fn name(text: &str) -> String {
    let mut key = String::new();
    let lower: String = text.nfc().flat_map(char::to_lowercase).collect();
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let mut tone = 0;
        for c in word.nfd() {
            match c {
                'đ' => key.push_str("d1"),
                '\u{306}' | '\u{302}' | '\u{31B}' => {
                    // The plain letter has been written: it becomes the later one.
                    key.pop();
                    key.push(if key.ends_with('a') && c == '\u{302}' || c == '\u{31B}' { '2' } else { '1' });
                }
                c if TONES.contains(&c) => {
                    tone =
                        TONES.iter().position(|tone| *tone == c).map_or(0, |place| place.saturating_add(1));
                }
                c => {
                    let _ = write!(key, "{c}0");
                }
            }
        }
        // Below every letter, so that "Hà Tĩnh" stands before "Hải Dương".
        let _ = write!(key, " {tone} ");
    }
    key
}

/// People by their given name, which is the last syllable, then by the whole name.
pub fn person(text: &str) -> String {
    let given = text.split_whitespace().next_back().unwrap_or_default();
    name(given) + &name(text)
}

/// Bodies as official lists have them: ministries, agencies, then provinces and cities among each other, each by name
/// without the word for what it is. The Working Group stands first.
pub fn body(kind: TenantKind, name_vi: &str) -> (u8, String) {
    let (group, proper) = match kind {
        TenantKind::National => (0, name_vi),
        TenantKind::Ministry => (1, name_vi),
        TenantKind::MinisterialAgency => (2, name_vi),
        TenantKind::GovernmentAgency => (3, name_vi),
        TenantKind::Province | TenantKind::City => (4, proper(name_vi)),
    };
    (group, name(proper))
}

/// Bodies among each other by name alone, without the word for the kind of body: where only this is known of them.
pub fn tenant(of: &TenantRef) -> String {
    name(proper(&of.name_vi))
}

/// The name of a province or a city without the word for what it is.
pub fn proper(name_vi: &str) -> &str {
    let kinds = ["Tỉnh ", "Thành phố "];
    kinds.iter().find_map(|kind| name_vi.strip_prefix(kind)).unwrap_or(name_vi)
}

/// Codes as people count: `T24-2` before `T24-10`. Each number is written without leading zeros, after the number of its
/// digits; a code has at most 24 characters.
pub fn code(text: &str) -> String {
    let mut key = String::new();
    let mut digits = String::new();
    for c in text.chars().map(Some).chain([None]) {
        if let Some(digit) = c.filter(char::is_ascii_digit) {
            digits.push(digit);
            continue;
        }
        if !digits.is_empty() {
            let number = digits.trim_start_matches('0');
            let length = u8::try_from(number.len()).unwrap_or(u8::MAX).saturating_add(b'0');
            let _ = write!(key, "{}{number}", char::from(length));
            digits.clear();
        }
        key.extend(c.map(|c| c.to_ascii_lowercase()));
    }
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn are_in_order(names: &[&str], key: impl Fn(&str) -> String) {
        for pair in names.windows(2) {
            if let [before, after] = pair {
                assert!(key(before) < key(after), "{before} before {after}");
            }
        }
    }

    #[test]
    fn provinces_are_read_in_vietnamese_order() {
        let names = [
            "An Giang",
            "Bà Rịa - Vũng Tàu",
            "Bạc Liêu",
            "Bắc Giang",
            "Bắc Kạn",
            "Bắc Ninh",
            "Bến Tre",
            "Bình Dương",
            "Bình Định",
            "Bình Phước",
            "Bình Thuận",
            "Cà Mau",
            "Cao Bằng",
            "Cần Thơ",
            "Đà Nẵng",
            "Đắk Lắk",
            "Đắk Nông",
            "Điện Biên",
            "Đồng Nai",
            "Đồng Tháp",
            "Gia Lai",
            "Hà Giang",
            "Hà Nam",
            "Hà Nội",
            "Hà Tĩnh",
            "Hải Dương",
            "Hải Phòng",
            "Hậu Giang",
            "Hòa Bình",
            "Hồ Chí Minh",
            "Hưng Yên",
            "Lai Châu",
            "Lạng Sơn",
            "Lào Cai",
            "Lâm Đồng",
            "Long An",
            "Quảng Nam",
            "Quảng Ngãi",
            "Quảng Ninh",
            "Sóc Trăng",
            "Sơn La",
            "Yên Bái",
        ];
        are_in_order(&names, name);
    }

    #[test]
    fn letters_come_before_tones_and_tones_in_the_order_of_dictionaries() {
        are_in_order(
            &["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mâ", "me", "mê", "mo", "mô", "mơ", "mu", "mư"],
            name,
        );
        are_in_order(&["da", "dư", "đa"], name);
        are_in_order(&["hà nội", "há anh", "hai"], name);
    }

    #[test]
    fn composed_and_decomposed_names_and_those_with_other_signs_stand_in_one_place() {
        let decomposed: String = "Bà Rịa - Vũng Tàu".nfd().collect();
        assert_eq!(name(&decomposed), name("bà rịa-vũng tàu"));
    }

    #[test]
    fn people_stand_by_their_given_name() {
        are_in_order(&["Trần Văn An", "Nguyễn Thị Bình", "Phạm Bình", "Lê Đức", "Nguyễn Ý"], person);
    }

    #[test]
    fn bodies_stand_by_their_kind_and_localities_by_their_proper_name() {
        let bodies = [
            (TenantKind::National, "Tổ công tác"),
            (TenantKind::Ministry, "Bộ Y tế"),
            (TenantKind::MinisterialAgency, "Văn phòng Chính phủ"),
            (TenantKind::GovernmentAgency, "Bảo hiểm xã hội Việt Nam"),
            (TenantKind::Province, "Tỉnh Hà Nam"),
            (TenantKind::City, "Thành phố Hà Nội"),
            (TenantKind::Province, "Tỉnh Hà Tĩnh"),
        ];
        let keys = bodies.map(|(kind, name)| body(kind, name));
        assert!(keys.is_sorted_by(|before, after| before < after), "{keys:?}");
    }

    #[test]
    fn bodies_of_which_only_the_name_is_known_stand_by_it_without_the_word_for_what_they_are() {
        let named = |name_vi: &str| {
            tenant(&TenantRef {
                slug: String::new(),
                short: String::new(),
                name_vi: name_vi.to_owned(),
                name_en: String::new(),
            })
        };
        are_in_order(&["Tỉnh Bắc Ninh", "Bộ Y tế", "Thành phố Hà Nội", "Tỉnh Hà Tĩnh"], named);
    }

    #[test]
    fn codes_are_counted_and_not_spelled() {
        are_in_order(&["T22-9", "T24-02", "T24-2a", "T24-2b", "T24-10", "T24-100", "T100-1"], code);
        assert_eq!(code("T24-02"), code("t24-2"));
        assert_eq!(code("T24-02"), "t224-12");
        assert_eq!(code("a-0"), "a-0");
        are_in_order(&["a0", "a1", "a123456789", "a1234567890", "a12345678901"], code);
    }

    proptest! {
        #[test]
        fn numbers_of_any_length_are_counted(a in 0u64.., b in 0u64..) {
            prop_assert_eq!(a.cmp(&b), code(&format!("x{a}y")).cmp(&code(&format!("x{b}y"))));
        }
    }
}
