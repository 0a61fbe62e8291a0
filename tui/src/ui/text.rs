//! The only place that measures, cuts, pads or wraps text: by grapheme cluster and terminal cell, with the same
//! widths as ratatui.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Cells that a text takes.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text in at most `cells` cells, cut between graphemes with `…` where it does not fit. Line feeds become
/// spaces.
pub fn cut(text: &str, cells: usize) -> String {
    let text = text.replace('\n', " ");
    if width(&text) <= cells {
        return text;
    }
    let Some(room) = cells.checked_sub(1) else { return String::new() };
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += width(grapheme);
        if used > room {
            break;
        }
        out.push_str(grapheme);
    }
    out.push('…');
    out
}

/// The parts that say something, one after the other: where one is empty, what would join it is left out too.
pub fn joined(parts: &[&str], between: &str) -> String {
    let said = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    said.collect::<Vec<_>>().join(between)
}

/// [`cut`] and filled with spaces on the right: exactly `cells` cells.
pub fn fit(text: &str, cells: usize) -> String {
    let mut out = cut(text, cells);
    out.push_str(&" ".repeat(cells.saturating_sub(width(&out))));
    out
}

/// [`cut`] and filled with spaces on the left: exactly `cells` cells.
pub fn fit_right(text: &str, cells: usize) -> String {
    let cut = cut(text, cells);
    format!("{}{cut}", " ".repeat(cells.saturating_sub(width(&cut))))
}

/// The right end of a text, in at most `cells` cells: for a field whose cursor is at its end.
pub fn tail(text: &str, cells: usize) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut used = 0;
    for grapheme in text.graphemes(true).rev() {
        used += width(grapheme);
        if used > cells {
            break;
        }
        kept.push(grapheme);
    }
    kept.iter().rev().copied().collect()
}

/// What of a text is seen once its first `cells` cells are scrolled away: a letter is never cut in two.
pub fn behind(text: &str, cells: usize) -> &str {
    let mut used = 0;
    let seen = text.grapheme_indices(true).find(|(_, grapheme)| {
        let is_seen = used >= cells;
        used += width(grapheme);
        is_seen
    });
    seen.and_then(|(at, _)| text.get(at..)).unwrap_or_default()
}

/// A line of a wrapped text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it begins, in characters of the whole.
    pub start: usize,
    /// What it says.
    pub text: String,
}

/// The text in lines of at most `cells` cells, broken at spaces where there are any and at every line feed. Never
/// empty.
pub fn wrap(text: &str, cells: usize) -> Vec<Piece> {
    let cells = cells.max(1);
    let mut pieces = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        wrap_line(line, start, cells, &mut pieces);
        start += line.chars().count() + 1;
    }
    pieces
}

/// The text as it is read, in lines of at most `cells` cells: what goes on in the next line stands as far in as its first.
pub fn hanging(text: &str, cells: usize) -> Vec<String> {
    let lines = text.split('\n').flat_map(|line| {
        let blanks = line.chars().take_while(|c| *c == ' ').count().min(cells / 2);
        let (indent, said) = line.split_at_checked(blanks).unwrap_or(("", line));
        let pieces = wrap(said, cells.saturating_sub(blanks)).into_iter();
        pieces.map(move |piece| format!("{indent}{}", piece.text).trim_end().to_owned())
    });
    lines.collect()
}

/// The text in at most `rows` lines of `cells` cells; `…` ends the last where there is more.
pub fn lines(text: &str, cells: usize, rows: usize) -> Vec<String> {
    let pieces = wrap(text, cells);
    let hidden = pieces.len() > rows;
    let mut lines: Vec<String> =
        pieces.into_iter().take(rows).map(|piece| piece.text.trim_end().to_owned()).collect();
    if let Some(last) = lines.last_mut().filter(|_| hidden) {
        *last = cut(&format!("{last} …"), cells);
    }
    lines
}

fn wrap_line(line: &str, start: usize, cells: usize, pieces: &mut Vec<Piece>) {
    let mut piece = Piece { start, text: String::new() };
    let mut used = 0;
    for word in words(line) {
        let wide = width(word);
        let blank = word.trim().is_empty();
        if used + wide > cells && used > 0 && !blank {
            let next = piece.start + piece.text.chars().count();
            pieces.push(std::mem::replace(&mut piece, Piece { start: next, text: String::new() }));
            used = 0;
        }
        if wide <= cells || blank {
            piece.text.push_str(word);
            used += wide;
            continue;
        }
        for grapheme in word.graphemes(true) {
            if used + width(grapheme) > cells && used > 0 {
                let next = piece.start + piece.text.chars().count();
                pieces.push(std::mem::replace(&mut piece, Piece { start: next, text: String::new() }));
                used = 0;
            }
            piece.text.push_str(grapheme);
            used += width(grapheme);
        }
    }
    pieces.push(piece);
}

/// Runs of blanks and of anything else, in turn: a date or an address is not broken.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split_inclusive(' ').flat_map(|run| {
        let word = run.trim_end_matches(' ');
        run.split_at_checked(word.len()).map_or([run, ""], |(word, blanks)| [word, blanks])
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_vietnamese_title_is_cut_between_letters_not_inside_them() {
        assert_eq!(cut("Chuyển đổi số quốc gia", 9), "Chuyển đ…");
        // Decomposed: letter, circumflex and tone are one cell and stay together.
        assert_eq!(cut("đê\u{0302}\u{0301}n nơi", 3), "đê\u{0302}\u{0301}…");
        assert_eq!(fit("Huế", 5), "Huế  ");
        assert_eq!(fit_right("12", 4), "  12");
    }

    #[test]
    fn a_line_is_scrolled_by_cells_and_not_by_letters() {
        assert_eq!(behind("漢字漢字", 0), "漢字漢字");
        assert_eq!(behind("漢字漢字", 4), "漢字");
        assert_eq!(behind("漢字漢字", 3), "漢字", "half a letter is none");
        assert_eq!(behind("đê\u{0302}\u{0301}n", 1), "ê\u{0302}\u{0301}n");
        assert_eq!(behind("abc", 3), "");
    }

    #[test]
    fn what_has_no_room_says_that_there_is_more() {
        assert_eq!(lines("mười hai từ ba bốn", 8, 2), ["mười hai", "từ ba …"]);
        assert_eq!(lines("mười hai mười hai mười", 8, 2), ["mười hai", "mười ha…"]);
        assert_eq!(lines("mười hai từ", 8, 2), ["mười hai", "từ"]);
    }

    #[test]
    fn what_goes_on_in_the_next_line_stands_as_far_in_as_the_first() {
        assert_eq!(hanging("  mười hai từ\nba", 10), ["  mười hai", "  từ", "ba"]);
        assert_eq!(hanging("  mười-hai-mười-hai", 8), ["  mười-h", "  ai-mườ", "  i-hai"]);
        assert_eq!(hanging("", 8), [""]);
    }

    #[test]
    fn wrapping_breaks_at_spaces_and_keeps_places() {
        let pieces = wrap("mười hai từ\nba", 8);
        let texts: Vec<&str> = pieces.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(texts, ["mười hai ", "từ", "ba"]);
        assert_eq!(pieces.iter().map(|p| p.start).collect::<Vec<_>>(), [0, 9, 12]);
        assert_eq!(wrap("", 8).len(), 1);
    }

    proptest! {
        #[test]
        fn nothing_is_ever_wider_than_asked(text: String, cells in 0usize..40) {
            prop_assert!(width(&cut(&text, cells)) <= cells);
            prop_assert!(width(&tail(&text, cells)) <= cells);
        }

        #[test]
        fn wrapped_pieces_put_together_are_the_text(text in "[a-zđếộ \n]{0,80}", cells in 1usize..20) {
            let pieces = wrap(&text, cells);
            for piece in &pieces {
                let expected: String = text.chars().skip(piece.start).take(piece.text.chars().count()).collect();
                prop_assert_eq!(&piece.text, &expected);
                prop_assert!(width(piece.text.trim_end()) <= cells);
            }
        }
    }
}
