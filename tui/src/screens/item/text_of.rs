//! The text of a file, made from its first bytes.

use dondoc_shared::{fold::compose, scrub};

use crate::net::Head;

/// What was read of a file that should be text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// Its text, or the beginning of it.
    Text {
        /// Composed and scrubbed.
        text: String,
        /// Is there no more?
        is_whole: bool,
    },
    /// It is no text in UTF-8.
    NotText,
}

impl From<Head> for Shown {
    fn from(Head { bytes, is_whole }: Head) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let read = match std::str::from_utf8(bytes) {
            // The last letter may have been cut in two.
            Err(error) if !is_whole && error.error_len().is_none() => {
                bytes.get(..error.valid_up_to()).and_then(|bytes| std::str::from_utf8(bytes).ok())
            }
            read => read.ok(),
        };
        match read.filter(|text| !text.contains('\0')) {
            Some(text) => Self::Text { text: scrub::lines(&compose(&scrub::plain(text))), is_whole },
            None => Self::NotText,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(bytes: &[u8], is_whole: bool) -> Shown {
        Head { bytes: bytes.to_vec(), is_whole }.into()
    }

    fn text(text: &str, is_whole: bool) -> Shown {
        Shown::Text { text: text.to_owned(), is_whole }
    }

    #[test]
    fn text_is_composed_its_lines_are_lines_and_nothing_in_it_is_obeyed() {
        assert_eq!(
            shown("\u{feff}Hu\u{ea}\u{301};12\r\nH\u{e0}\tN\u{1ed9}i".as_bytes(), true),
            text("Huế;12\nHà Nội", true)
        );
        let hostile = "a\u{1b}]52;c;eA==\u{7}b\u{202e}c\u{9b}31md";
        assert_eq!(shown(hostile.as_bytes(), true), text("a ]52;c;eA== b c 31md", true));
    }

    #[test]
    fn a_letter_that_is_cut_in_two_is_left_out_and_one_that_is_wrong_is_no_text() {
        let bytes = "Huế".as_bytes();
        assert_eq!(shown(&bytes[..bytes.len() - 1], false), text("Hu", false));
        assert_eq!(shown(&bytes[..bytes.len() - 1], true), Shown::NotText);
        assert_eq!(shown(b"\xff\xfeH\0u\0", false), Shown::NotText);
        assert_eq!(shown(b"PK\x03\x04\0\0", true), Shown::NotText);
    }

    proptest! {
        #[test]
        fn nothing_forbidden_is_ever_shown(bytes in prop::collection::vec(any::<u8>(), 0..200), is_whole: bool) {
            if let Shown::Text { text, .. } = shown(&bytes, is_whole) {
                prop_assert!(!text.chars().any(scrub::forbidden));
            }
        }
    }
}
