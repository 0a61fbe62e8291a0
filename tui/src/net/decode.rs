//! Where data enters the console: bytes to values, every text composed (NFC) and scrubbed on the way, once, so that
//! nothing further in can send a terminal what a tenant typed.

use dondoc_shared::{fold::compose, scrub};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads a JSON body.
///
/// # Errors
/// The body is not what was agreed.
pub fn decode<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<T> {
    let mut value: Value = serde_json::from_slice(body)?;
    clean(&mut value);
    serde_json::from_value(value)
}

fn clean(value: &mut Value) {
    match value {
        Value::String(text) => {
            if !text.is_ascii() || text.bytes().any(|b| b < b' ' || b == 0x7f) {
                *text = scrub::lines(&compose(text)).chars().map(drawn_alike).collect();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What terminals draw in as many cells as the console counts. A flag is two letters that some draw in two cells and some in four:
/// the letters say the same.
fn drawn_alike(c: char) -> char {
    let letter = u32::from(c).checked_sub(u32::from('\u{1F1E6}')).filter(|place| *place < 26);
    letter.and_then(|place| char::from_u32(u32::from('A') + place)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use dondoc_shared::wire::TenantRef;
    use proptest::prelude::*;

    use super::*;

    fn tenant(name: &str) -> String {
        let body = serde_json::json!({ "slug": "x", "short": "X", "name_vi": name, "name_en": "" });
        decode::<TenantRef>(body.to_string().as_bytes()).unwrap().name_vi
    }

    #[test]
    fn escapes_bidi_overrides_and_zero_widths_never_get_in() {
        for hostile in [
            "a\u{1b}]52;c;eA==\u{7}b",
            "a\u{9b}31mb",
            "a\u{202e}b",
            "a\u{2066}b\u{2069}",
            "a\u{200b}b",
            "a\u{feff}b",
            "a\u{0}b\u{7f}\u{85}",
            "a\r\u{8}b",
        ] {
            let text = tenant(hostile);
            assert!(!text.chars().any(scrub::forbidden), "{hostile:?} came through as {text:?}");
            assert!(text.starts_with('a') && text.contains('b'));
        }
    }

    #[test]
    fn a_flag_is_its_letters_which_every_terminal_draws_alike() {
        assert_eq!(tenant("Sở \u{1F1FB}\u{1F1F3} 🙂"), "Sở VN 🙂");
    }

    #[test]
    fn decomposed_text_is_composed() {
        assert_eq!(tenant("Hu\u{00ea}\u{0301}"), "Huế");
    }

    proptest! {
        #[test]
        fn nothing_forbidden_gets_in(name: String) {
            prop_assert!(!tenant(&name).chars().any(scrub::forbidden));
        }
    }
}
