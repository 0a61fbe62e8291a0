//! Which characters a text may carry.
//!
//! The server turns what an office program pastes along into [`plain`] text and refuses what is still [`forbidden`] then (R92).
//! The console scrubs again whatever reaches it, because a terminal acts on the control sequences that it is sent.

use crate::fold::compose;

/// Control characters other than line feed, bidirectional overrides and isolates, zero-width and other invisible formatting
/// characters, and letters that look like nothing.
pub fn forbidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}')
}

/// The first forbidden character with its line and its place in it, both from 1.
pub fn first_forbidden(text: &str) -> Option<(char, usize, usize)> {
    text.lines().zip(1..).find_map(|(line, number)| {
        line.chars().zip(1..).find(|(c, _)| forbidden(*c)).map(|(c, place)| (c, number, place))
    })
}

/// The text as it is stored: [`plain`], without blanks at its ends, and composed (R101). Every text that comes in goes through here.
pub fn clean(text: &str) -> String {
    compose(plain(text).trim())
}

/// The text as it was meant: tabs and blanks that do not break are spaces, all line ends are line feeds, and what has no width and no
/// meaning in Vietnamese or English is gone.
pub fn plain(text: &str) -> String {
    let unseen =
        |c: &char| matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}');
    let meant = |c: char| match c {
        '\t' | '\u{A0}' | '\u{2007}' | '\u{202F}' => ' ',
        '\u{B}' | '\u{C}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        c => c,
    };
    text.replace("\r\n", "\n").chars().filter(|c| !unseen(c)).map(meant).collect()
}

/// The text with every character that looks like a blank, or like nothing, spelled out: "ends with U+3000".
pub fn spelled_out(text: &str) -> String {
    let looks_like_nothing = |c: char| {
        (c.is_whitespace() && c != ' ')
            || forbidden(c)
            || matches!(c, '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{FE00}'..='\u{FE0F}')
    };
    let spelled =
        |c: char| if looks_like_nothing(c) { format!("‹U+{:04X}›", u32::from(c)) } else { c.to_string() };
    text.chars().map(spelled).collect()
}

/// Whether a spreadsheet would run the text, or what begins in its first cell, as a formula (R159).
pub fn runs_in_spreadsheets(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
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
    fn what_is_forbidden_is_found_by_its_line_and_its_place() {
        assert_eq!(first_forbidden("một\nhai\u{202e}ba\u{0}"), Some(('\u{202e}', 2, 4)));
        assert_eq!(first_forbidden("một\nhai"), None);
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
    fn what_comes_in_is_composed_and_has_no_blank_of_any_kind_at_its_ends() {
        assert_eq!(clean("\u{a0}Tra\u{302}\u{300}n\u{a0}Hưng \u{3000}\u{202f}\n"), "Trần Hưng");
    }

    #[test]
    fn what_cannot_be_seen_is_spelled_out() {
        assert_eq!(spelled_out("lead\u{3164}"), "lead‹U+3164›");
        assert_eq!(spelled_out("a\u{3000}b\nc"), "a‹U+3000›b‹U+000A›c");
        assert_eq!(spelled_out("Đôn đốc"), "Đôn đốc");
    }

    #[test]
    fn vietnamese_passes_unchanged() {
        let text = "Đôn đốc: nhiệm vụ quá hạn, ưu tiên xử lý";
        assert_eq!(lines(text), text);
    }
}
