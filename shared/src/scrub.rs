//! Which characters a text may carry.
//!
//! The server turns what an office program pastes along into [`plain`] text and refuses what is still [`forbidden`] then (R92).
//! The console scrubs again whatever reaches it, because a terminal acts on the control sequences that it is sent.

/// Control characters other than line feed, bidirectional overrides and isolates, zero-width and other
/// invisible formatting characters.
pub fn forbidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// The text as it was meant: tabs are spaces, all line ends are line feeds, and what has no width and no meaning in
/// Vietnamese or English is gone.
pub fn plain(text: &str) -> String {
    let unseen =
        |c: &char| matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}');
    let meant = |c: char| match c {
        '\t' => ' ',
        '\u{B}' | '\u{C}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        c => c,
    };
    text.replace("\r\n", "\n").chars().filter(|c| !unseen(c)).map(meant).collect()
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
    fn what_an_office_program_pastes_along_is_made_plain() {
        let pasted = "\u{feff}Mục\t1\r\nMục\u{b}2\u{2028}Mục\u{c}3\u{85}x\u{200b}\u{200e}y\u{ad}z";
        assert_eq!(plain(pasted), "Mục 1\nMục\n2\nMục\n3\nxyz");
        assert!(!plain(pasted).chars().any(forbidden));
        for kept in ["a\u{0}b", "a\u{202e}b", "a\u{2066}b", "a\u{1b}b"] {
            assert!(plain(kept).chars().any(forbidden), "{kept:?} is refused, not mended");
        }
    }

    #[test]
    fn vietnamese_passes_unchanged() {
        let text = "Đôn đốc: nhiệm vụ quá hạn, ưu tiên xử lý";
        assert_eq!(lines(text), text);
    }
}
