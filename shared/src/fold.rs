//! Search without accents (R101): "chuyen doi so" finds "Chuyển đổi số".

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

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

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}
