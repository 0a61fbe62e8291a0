//! Where something stands in a text on the screen: accents and case do not matter, nor where a line is broken.

use dondoc_shared::fold::fold;
use ratatui::{Frame, layout::Rect, style::Style};
use unicode_segmentation::UnicodeSegmentation;

use super::text::width;

/// A text on a screen that is longer than the window may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its lines, as they are drawn.
    pub lines: Vec<String>,
    /// The first line shown.
    pub top: usize,
    /// How many lines are shown.
    pub rows: usize,
    /// Where in the body of the window its first line and its first cell stand: column and row.
    pub at: (u16, u16),
}

impl Text {
    /// Lines of which `rows` are shown from line `top` on, `at` a place of the body.
    pub fn of(lines: Vec<String>, top: usize, rows: usize, at: (u16, u16)) -> Self {
        let top = top.min(lines.len().saturating_sub(rows));
        Self { lines, top, rows, at }
    }

    /// The line that can be the first one shown where this one is wanted.
    pub fn first(&self, line: usize) -> usize {
        line.min(self.lines.len().saturating_sub(self.rows))
    }
}

/// A piece of a line: which, from which cell on, and how many cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// The line.
    pub line: usize,
    from: usize,
    cells: usize,
}

/// A letter of the text without its marks, and where it stands.
struct Letter {
    plain: char,
    line: usize,
    from: usize,
    cells: usize,
}

/// The letters of a text. Blanks count as one, also those around the end of a line.
fn letters(lines: &[String]) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    let mut push = |plain: char, line: usize, from: usize, cells: usize| {
        let is_blank = plain.is_whitespace();
        if !is_blank || letters.last().is_some_and(|last| last.plain != ' ') {
            letters.push(Letter { plain: if is_blank { ' ' } else { plain }, line, from, cells });
        }
    };
    for (line, text) in lines.iter().enumerate() {
        let mut from = 0;
        for grapheme in text.graphemes(true) {
            let cells = width(grapheme);
            let folded = fold(grapheme);
            if folded.is_empty() {
                push(' ', line, from, cells);
            }
            folded.chars().for_each(|plain| push(plain, line, from, cells));
            from += cells;
        }
        push(' ', line, from, 0);
    }
    letters
}

/// Where `wanted` stands in the lines, in pieces where a line is broken within it. Nothing where nothing is wanted.
pub fn hits(lines: &[String], wanted: &str) -> Vec<Vec<Piece>> {
    let wanted: Vec<char> = fold(wanted.trim()).chars().collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let letters = letters(lines);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(here) = letters.get(at..at + wanted.len()) {
        if here.iter().map(|letter| letter.plain).eq(wanted.iter().copied()) {
            found.push(pieces(here));
            at += wanted.len();
        } else {
            at += 1;
        }
    }
    found
}

fn pieces(letters: &[Letter]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for Letter { line, from, cells, .. } in letters {
        match pieces.last_mut().filter(|piece| piece.line == *line) {
            Some(piece) => piece.cells = (from + cells).saturating_sub(piece.from),
            None => pieces.push(Piece { line: *line, from: *from, cells: *cells }),
        }
    }
    pieces
}

/// Marks a piece of a text in the body of the window, as far as it is shown. Answers where it begins.
pub fn mark(
    frame: &mut Frame<'_>,
    body: Rect,
    text: &Text,
    piece: Piece,
    style: Style,
) -> Option<(u16, u16)> {
    let row = piece.line.checked_sub(text.top).filter(|row| *row < text.rows)?;
    let (column, above) = text.at;
    let x = body.x.saturating_add(column).saturating_add(u16::try_from(piece.from).ok()?);
    let y = body.y.saturating_add(above).saturating_add(u16::try_from(row).ok()?);
    let cells = u16::try_from(piece.cells).ok()?.min(body.right().saturating_sub(x));
    let place = Rect { x, y, width: cells, height: 1 }.intersection(body);
    frame.buffer_mut().set_style(place, style);
    (!place.is_empty()).then_some((x, y))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(text: &[&str]) -> Vec<String> {
        text.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn accents_case_and_broken_lines_do_not_matter() {
        let text = lines(&["Kế hoạch chuyển đổi", "      số của ĐẮK LẮK", "", "chuyen  doi so"]);
        for wanted in ["chuyển đổi số", "CHUYEN DOI SO", " chuyen doi so "] {
            let found = hits(&text, wanted);
            assert_eq!(found.len(), 2, "{wanted}");
            assert_eq!(found[0].iter().map(|piece| piece.line).collect::<Vec<_>>(), [0, 1]);
        }
        assert_eq!(hits(&text, "dak lak")[0], [Piece { line: 1, from: 13, cells: 7 }]);
        assert_eq!(hits(&text, "đ").len(), 3);
        assert!(hits(&text, "  ").is_empty() && hits(&text, "không có").is_empty());
        assert_eq!(hits(&lines(&["aaaa"]), "aa").len(), 2, "what is found is not found again within itself");
    }

    proptest! {
        #[test]
        fn what_is_found_lies_within_its_line(text in proptest::collection::vec("\\PC{0,30}", 0..6), wanted in "\\PC{0,6}") {
            for piece in hits(&text, &wanted).into_iter().flatten() {
                prop_assert!(piece.from + piece.cells <= width(&text[piece.line]));
            }
        }
    }
}
