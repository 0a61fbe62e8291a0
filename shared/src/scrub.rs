//! Which characters a text may carry.
//!
//! The server refuses what is [`forbidden`] at its edge; the console scrubs again whatever reaches it
//! (reliability.md, finding 9: a terminal acts on what it is sent).

/// Control characters other than line feed, bidirectional overrides and isolates, zero-width and other
/// invisible formatting characters.
pub fn forbidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// The text in one line, each forbidden character and line feed replaced by a space.
pub fn one_line(text: &str) -> String {
    text.chars().map(|c| if c == '\n' || forbidden(c) { ' ' } else { c }).collect()
}

/// The text with forbidden characters replaced by a space; line feeds stay.
pub fn lines(text: &str) -> String {
    text.chars().map(|c| if forbidden(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_sequence_loses_its_escape_and_an_override_its_force() {
        assert_eq!(one_line("a\u{1b}]52;c;x\u{7}b\u{202e}c\nd\u{9b}e"), "a ]52;c;x b c d e");
    }

    #[test]
    fn vietnamese_passes_unchanged() {
        let text = "Đôn đốc: nhiệm vụ quá hạn, ưu tiên xử lý";
        assert_eq!(lines(text), text);
    }
}
