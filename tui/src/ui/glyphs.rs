//! The signs that the console draws, and what stands in their place where a terminal lacks them or they are read aloud.

use ratatui::{buffer::Buffer, layout::Position};

/// What a sign is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It only divides or pictures what is said in words or numbers too.
    Drawing,
    /// It marks something, such as a row.
    Mark,
    /// It belongs to a text.
    Text,
}

/// Every sign beyond letters and ASCII, what it is for, and what stands for it in ASCII: in its cell and, where that is blank,
/// the one behind it.
const SIGNS: &[(char, Use, &str)] = &[
    ('─', Use::Drawing, "-"),
    ('│', Use::Drawing, "|"),
    ('┌', Use::Drawing, "+"),
    ('┐', Use::Drawing, "+"),
    ('└', Use::Drawing, "+"),
    ('┘', Use::Drawing, "+"),
    ('├', Use::Drawing, "|"),
    ('┤', Use::Drawing, "|"),
    ('▁', Use::Drawing, "_"),
    ('▂', Use::Drawing, ":"),
    ('▃', Use::Drawing, "-"),
    ('▄', Use::Drawing, "="),
    ('▅', Use::Drawing, "+"),
    ('▆', Use::Drawing, "*"),
    ('▇', Use::Drawing, "%"),
    ('█', Use::Drawing, "#"),
    ('✓', Use::Mark, "+"),
    ('✗', Use::Mark, "x"),
    ('▸', Use::Mark, ">"),
    ('›', Use::Mark, ">"),
    ('‹', Use::Mark, "<"),
    ('●', Use::Mark, "*"),
    ('○', Use::Mark, "o"),
    ('◌', Use::Mark, "?"),
    ('◆', Use::Mark, "@"),
    ('◇', Use::Mark, "?"),
    ('•', Use::Mark, "*"),
    ('↻', Use::Mark, "&"),
    ('⇥', Use::Mark, ">"),
    ('Δ', Use::Mark, "^"),
    ('·', Use::Text, "."),
    ('…', Use::Text, "~"),
    ('–', Use::Text, "-"),
    ('—', Use::Text, "-"),
    ('“', Use::Text, "\""),
    ('”', Use::Text, "\""),
    ('‘', Use::Text, "'"),
    ('’', Use::Text, "'"),
    ('↑', Use::Text, "^"),
    ('↓', Use::Text, "v"),
    ('→', Use::Text, ">"),
    ('≥', Use::Text, ">="),
    ('≤', Use::Text, "<="),
    ('×', Use::Text, "x"),
    ('∞', Use::Text, "?"),
];

/// Which signs are drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Glyphs {
    /// Those of ASCII alone.
    pub ascii: bool,
    /// Those alone that tell something when they are read aloud.
    pub spoken: bool,
}

impl Glyphs {
    /// What stands in the place of a sign; none if it stays.
    fn instead_of(self, sign: &str) -> Option<&'static str> {
        let mut chars = sign.chars();
        let (Some(sign), None) = (chars.next(), chars.next()) else { return None };
        if sign.is_ascii() || self == Self::default() {
            return None;
        }
        let (_, used, ascii) = SIGNS.iter().find(|(drawn, ..)| *drawn == sign)?;
        match used {
            Use::Drawing if self.spoken => Some(" "),
            Use::Text if !self.ascii => None,
            _ => Some(ascii),
        }
    }

    /// Puts what is to be shown in the place of every sign.
    pub fn replace(self, buffer: &mut Buffer) {
        for (x, y) in buffer.area.positions().map(|at| (at.x, at.y)) {
            let Some(cell) = buffer.cell_mut(Position { x, y }) else { continue };
            let Some(shown) = self.instead_of(cell.symbol()) else { continue };
            let mut chars = shown.chars();
            cell.set_char(chars.next().unwrap_or(' '));
            let behind = Position { x: x.saturating_add(1), y };
            if let (Some(more), Some(cell)) = (chars.next(), buffer.cell_mut(behind))
                && cell.symbol() == " "
            {
                cell.set_char(more);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::*;

    fn shown(glyphs: Glyphs, text: &str) -> String {
        let width = u16::try_from(text.chars().count()).unwrap();
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        buffer.set_string(0, 0, text, ratatui::style::Style::new());
        glyphs.replace(&mut buffer);
        buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn signs_become_ascii_and_letters_stay() {
        let ascii = Glyphs { ascii: true, spoken: false };
        assert_eq!(shown(ascii, "┌─ Đôn đốc ─┐ ≥ 60% · ≤7"), "+- Đôn đốc -+ >=60% . <7");
        assert_eq!(shown(Glyphs::default(), "│ ≥ 60% · …"), "│ ≥ 60% · …");
    }

    #[test]
    fn what_is_read_aloud_has_no_drawings_and_its_texts_as_they_are() {
        let spoken = Glyphs { ascii: false, spoken: true };
        assert_eq!(shown(spoken, "▸ “Hà Nội” ██▄ │ ≥ 60%"), "> “Hà Nội”       ≥ 60%");
        let both = Glyphs { ascii: true, spoken: true };
        assert_eq!(shown(both, "▸ “Hà Nội” ██▄ │ ≥ 60%"), "> \"Hà Nội\"       >=60%");
    }

    #[test]
    fn no_sign_stands_for_two_things_and_each_has_one_cell() {
        for (place, (sign, _, ascii)) in SIGNS.iter().enumerate() {
            assert!(SIGNS[..place].iter().all(|(other, ..)| other != sign), "{sign}");
            assert!(ascii.is_ascii() && (1..=2).contains(&ascii.len()), "{sign}");
            assert_eq!(crate::ui::text::width(&sign.to_string()), 1, "{sign}");
        }
    }
}
