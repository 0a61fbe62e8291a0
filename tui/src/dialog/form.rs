//! The fields of a dialog: text, a line, a date, yes or no, one of several.

use crossterm::event::KeyCode;
use dondoc_shared::{
    fold::compose,
    scrub,
    text::{Both, Lang},
};
use jiff::civil::Date;
use tui_input::{Input, InputRequest};

use crate::{keys::Key, ui::text};

/// A field of a form, and what was typed or chosen in it.
#[derive(Debug, Clone)]
pub enum Field {
    /// Text of several lines.
    Text(Input),
    /// Text in one line, of at most so many characters.
    Line(Input, usize),
    /// A date as dd/mm/yyyy.
    Date(Input),
    /// Yes or no.
    Toggle(bool),
    /// One of several.
    Choice {
        /// How many there are.
        of: usize,
        /// Which is chosen; none where it must be chosen anew.
        picked: Option<usize>,
    },
}

impl Field {
    /// A line of at most `max` characters, with `text` in it.
    pub fn line(text: &str, max: usize) -> Self {
        Self::Line(Input::new(text.to_owned()), max)
    }

    /// An empty text.
    pub fn text() -> Self {
        Self::Text(Input::default())
    }

    /// One of `of` options, the first of them.
    pub fn choice(of: usize) -> Self {
        Self::Choice { of, picked: Some(0) }
    }

    /// A date, this one to begin with.
    pub fn date(date: Option<Date>) -> Self {
        Self::Date(Input::new(date.map(|date| Lang::Vi.date(date)).unwrap_or_default()))
    }
}

/// The longest text of a remark or an urge, in characters (the server's limit).
pub const MAX_TEXT: usize = 2_000;
const MAX_DATE: usize = 10;

/// The fields, in the order of Tab.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// In the order of Tab.
    pub fields: Vec<Field>,
}

impl Form {
    /// The first text, trimmed.
    pub fn text(&self) -> String {
        let found = self.fields.iter().find_map(|field| match field {
            Field::Text(input) => Some(compose(input.value().trim())),
            _ => None,
        });
        found.unwrap_or_default()
    }

    /// What was typed in the field of this place, trimmed.
    pub fn typed(&self, place: usize) -> String {
        match self.fields.get(place) {
            Some(Field::Text(input) | Field::Line(input, _) | Field::Date(input)) => {
                compose(input.value().trim())
            }
            _ => String::new(),
        }
    }

    /// Writes the first text.
    pub fn write(&mut self, text: &str) {
        let input = self.fields.iter_mut().find_map(|field| match field {
            Field::Text(input) => Some(input),
            _ => None,
        });
        if let Some(input) = input {
            input.reset();
            // A text of ours, within the limit.
            let _ = insert(input, text, MAX_TEXT, true);
        }
    }

    /// Takes over what was typed in a form of the same act. What was chosen is chosen anew, and nothing until then: a text
    /// that says why something goes back must not be found under an acceptance.
    pub fn restore(&mut self, draft: &Self) {
        for (field, typed) in self.fields.iter_mut().zip(&draft.fields) {
            match (field, typed) {
                (Field::Choice { of, picked }, _) if *of > 1 => *picked = None,
                (field, Field::Text(_) | Field::Line(..) | Field::Date(_)) => *field = typed.clone(),
                _ => {}
            }
        }
    }

    /// Whether it has text or a date that is not in `fresh`.
    pub fn is_written_beyond(&self, fresh: &Self) -> bool {
        self.fields.iter().zip(&fresh.fields).any(|fields| match fields {
            (Field::Text(typed), Field::Text(fresh))
            | (Field::Line(typed, _), Field::Line(fresh, _))
            | (Field::Date(typed), Field::Date(fresh)) => typed.value().trim() != fresh.value().trim(),
            _ => false,
        })
    }

    /// The first date, if what is typed is one.
    pub fn date(&self) -> Option<Date> {
        self.fields.iter().find_map(|field| match field {
            Field::Date(input) => read_date(input.value()),
            _ => None,
        })
    }

    /// Whether nothing stands in the first date.
    pub fn is_undated(&self) -> bool {
        let date = self.fields.iter().find_map(|field| match field {
            Field::Date(input) => Some(input.value().trim().is_empty()),
            _ => None,
        });
        date.unwrap_or(true)
    }

    /// Chooses an option of the first choice.
    pub fn pick(&mut self, option: usize) {
        for field in &mut self.fields {
            if let Field::Choice { of, picked } = field {
                *picked = Some(option.min(of.saturating_sub(1)));
                return;
            }
        }
    }

    /// The first choice; none where there is none, or nothing is chosen.
    pub fn picked(&self) -> Option<usize> {
        self.fields.iter().find_map(|field| match field {
            Field::Choice { picked, .. } => *picked,
            _ => None,
        })
    }

    /// The place of the first choice in which nothing is chosen.
    pub fn unchosen(&self) -> Option<usize> {
        self.fields.iter().position(|field| matches!(field, Field::Choice { picked: None, .. }))
    }

    /// The first yes-or-no.
    pub fn is_on(&self) -> bool {
        self.fields.iter().any(|field| matches!(field, Field::Toggle(true)))
    }

    /// The place of the first text.
    pub fn text_place(&self) -> usize {
        self.fields.iter().position(|field| matches!(field, Field::Text(_))).unwrap_or(0)
    }

    /// The place of the first date.
    pub fn date_place(&self) -> usize {
        self.fields.iter().position(|field| matches!(field, Field::Date(_))).unwrap_or(0)
    }
}

/// Reads a date: 5/8/2024, 05/08/2024 or 2024-08-05; day before month, as it is shown.
pub fn read_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let parts: Vec<&str> = text.split('/').collect();
    let [day, month, year] = parts.as_slice() else { return text.parse().ok() };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A key for a field. `width` is that of a line of text, for moving up and down in it.
pub fn press(field: &mut Field, key: Key, width: usize) {
    match field {
        Field::Text(input) => match key.code {
            KeyCode::Enter => type_line_feed(input, MAX_TEXT),
            KeyCode::Up => move_line(input, width, false),
            KeyCode::Down => move_line(input, width, true),
            _ => type_in_line(input, key, MAX_TEXT),
        },
        Field::Line(input, max) => type_key(input, key, *max),
        Field::Date(input) => {
            if key.typed().is_none_or(is_of_date) {
                type_key(input, key, MAX_DATE);
            }
        }
        Field::Toggle(on) => {
            if matches!(key.code, KeyCode::Char(' ') | KeyCode::Left | KeyCode::Right) {
                *on = !*on;
            }
        }
        Field::Choice { of, picked } => {
            let last = of.saturating_sub(1);
            let at = picked.unwrap_or(0);
            *picked = Some(match key.code {
                KeyCode::Up | KeyCode::Left => at.saturating_sub(1),
                KeyCode::Down | KeyCode::Right => at.saturating_add(1).min(last),
                // It marks what the cursor is on; only the arrows go to another.
                KeyCode::Char(' ') => at,
                _ => return,
            });
        }
    }
}

/// What is said where a key was typed into a field that takes no more, or no such character.
pub fn full(field: &Field, key: Key) -> Option<Both> {
    match field {
        Field::Text(input) if key.code == KeyCode::Enter => full_line(input, Key::char(' '), MAX_TEXT),
        Field::Text(input) => full_line(input, key, MAX_TEXT),
        Field::Line(input, max) => full_line(input, key, *max),
        Field::Date(input) => {
            let types = key.typed().is_some_and(|c| !is_of_date(c) || is_full(input, MAX_DATE));
            types.then(|| Both::new(|lang| lang.tui_date_takes().to_owned()))
        }
        Field::Toggle(_) | Field::Choice { .. } => None,
    }
}

/// The same of a line of at most `max` characters.
pub fn full_line(input: &Input, key: Key, max: usize) -> Option<Both> {
    (key.typed().is_some() && is_full(input, max)).then(|| Both::new(|lang| lang.tui_field_full(max)))
}

fn is_full(input: &Input, max: usize) -> bool {
    fits(input.value(), " ", max).is_err()
}

fn is_of_date(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '/' | '-')
}

/// Text pasted into a field.
///
/// # Errors
/// It does not fit.
pub fn paste(field: &mut Field, text: &str) -> Result<(), TooLong> {
    match field {
        Field::Text(input) => insert(input, text, MAX_TEXT, true),
        Field::Line(input, max) => insert(input, text.trim(), *max, false),
        Field::Date(input) => insert(input, text.trim(), MAX_DATE, false),
        Field::Toggle(_) | Field::Choice { .. } => Ok(()),
    }
}

/// Moves the cursor to the line above or below; `width` is that of a line.
pub fn move_line(input: &mut Input, width: usize, down: bool) {
    let pieces = text::wrap(input.value(), width);
    let cursor = input.cursor();
    let line = pieces.iter().rposition(|piece| piece.start <= cursor).unwrap_or(0);
    let Some(column) = pieces.get(line).map(|piece| cursor.saturating_sub(piece.start)) else { return };
    let target = if down { line.checked_add(1) } else { line.checked_sub(1) };
    if let Some(piece) = target.and_then(|target| pieces.get(target)) {
        let to = piece.start.saturating_add(column.min(piece.text.chars().count()));
        input.handle(InputRequest::SetCursor(to));
    }
}

/// [`type_key`] for a text of several lines: what goes to an end, or deletes up to it, means that of the line.
pub fn type_in_line(input: &mut Input, key: Key, max: usize) {
    let Some(asked) = request(key) else { return type_key(input, key, max) };
    let cursor = input.cursor();
    let before = input.value().chars().take(cursor).collect::<Vec<_>>();
    let back = before.iter().rev().take_while(|c| **c != '\n').count();
    let ahead = input.value().chars().skip(cursor).take_while(|c| *c != '\n').count();
    let mut repeat = |asked: InputRequest, times: usize| {
        for _ in 0..times {
            input.handle(asked);
        }
    };
    match asked {
        InputRequest::GoToStart => repeat(InputRequest::SetCursor(cursor.saturating_sub(back)), 1),
        InputRequest::GoToEnd => repeat(InputRequest::SetCursor(cursor.saturating_add(ahead)), 1),
        InputRequest::DeleteFromStart => repeat(InputRequest::DeletePrevChar, back),
        InputRequest::DeleteTillEnd => repeat(InputRequest::DeleteNextChar, ahead),
        other => repeat(other, 1),
    }
}

/// A line feed, if it fits: the count beside the field tells when it is full.
pub fn type_line_feed(input: &mut Input, max: usize) {
    let _ = insert(input, "\n", max, true);
}

/// A key for a line of text: readline's keys, and characters up to `max`.
pub fn type_key(input: &mut Input, key: Key, max: usize) {
    if let Some(c) = key.typed() {
        let _ = insert(input, c.encode_utf8(&mut [0; 4]), max, false);
    } else if let Some(request) = request(key) {
        input.handle(request);
    }
}

/// Why a text was not inserted: it has more characters than the field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong {
    /// Characters of the text.
    pub given: usize,
    /// Characters that the field still takes.
    pub free: usize,
}

impl TooLong {
    /// What is said about it to the person.
    pub fn text(self, lang: Lang) -> String {
        lang.tui_paste_too_long(self.given, self.free)
    }
}

/// Inserts text at the cursor, if the whole then has at most `max` characters; forbidden characters become spaces.
///
/// # Errors
/// It has more, and nothing was inserted: a letter must not end in the middle of a word.
pub fn insert(input: &mut Input, text: &str, max: usize, several_lines: bool) -> Result<(), TooLong> {
    let clean = if several_lines { scrub::lines(text) } else { scrub::one_line(text) };
    fits(input.value(), &clean, max)?;
    for c in clean.chars() {
        input.handle(InputRequest::InsertChar(c));
    }
    Ok(())
}

/// Whether `text` fits into a field of at most `max` characters that holds `held`.
///
/// # Errors
/// It does not.
pub fn fits(held: &str, text: &str, max: usize) -> Result<(), TooLong> {
    let (given, free) = (text.chars().count(), max.saturating_sub(held.chars().count()));
    if given > free { Err(TooLong { given, free }) } else { Ok(()) }
}

/// What a key asks of a line of text, beyond typing.
pub fn request(key: Key) -> Option<InputRequest> {
    Some(match (key.code, key.ctrl) {
        (KeyCode::Backspace, false) => InputRequest::DeletePrevChar,
        (KeyCode::Delete, _) => InputRequest::DeleteNextChar,
        (KeyCode::Left, false) => InputRequest::GoToPrevChar,
        (KeyCode::Right, false) => InputRequest::GoToNextChar,
        (KeyCode::Left, true) => InputRequest::GoToPrevWord,
        (KeyCode::Right, true) => InputRequest::GoToNextWord,
        (KeyCode::Home, _) | (KeyCode::Char('a'), true) => InputRequest::GoToStart,
        (KeyCode::End, _) | (KeyCode::Char('e'), true) => InputRequest::GoToEnd,
        (KeyCode::Char('w'), true) => InputRequest::DeletePrevWord,
        (KeyCode::Char('u'), true) => InputRequest::DeleteFromStart,
        (KeyCode::Char('k'), true) => InputRequest::DeleteTillEnd,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_date_is_read_day_first_or_in_the_international_form_and_never_guessed() {
        assert_eq!(read_date(" 5/8/2024 "), Some(date(2024, 8, 5)));
        assert_eq!(read_date("2024-08-05"), Some(date(2024, 8, 5)));
        for wrong in ["", "31/02/2024", "5/8/24", "13/13/2024", "hôm nay", "1/2/3/2024"] {
            assert_eq!(read_date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_field_that_takes_no_more_or_no_such_character_says_so() {
        let said = |field: &Field, key| full(field, Key::char(key)).is_some();
        let whole = Field::date(Some(date(2024, 8, 5)));
        assert!(said(&whole, '1') && said(&whole, 'x') && said(&Field::date(None), 'x'));
        assert!(!said(&Field::date(None), '1') && full(&whole, Key::code(KeyCode::Backspace)).is_none());
        assert!(said(&Field::line("ab", 2), 'c') && !said(&Field::line("a", 2), 'c'));
    }

    #[test]
    fn in_a_text_of_lines_the_ends_are_those_of_the_line() {
        let text = "một\nhai ba\nbốn";
        let pressed = |keys: &[Key]| {
            let mut input = Input::new(text.to_owned());
            input.handle(InputRequest::SetCursor(8));
            for key in keys {
                type_in_line(&mut input, *key, 100);
            }
            (input.value().to_owned(), input.cursor())
        };
        assert_eq!(pressed(&[Key::code(KeyCode::Home)]), (text.to_owned(), 4));
        assert_eq!(pressed(&[Key::code(KeyCode::End)]), (text.to_owned(), 10));
        assert_eq!(pressed(&[Key::ctrl('k')]), ("một\nhai \nbốn".to_owned(), 8));
        assert_eq!(pressed(&[Key::ctrl('u')]), ("một\nba\nbốn".to_owned(), 4));
        assert_eq!(pressed(&[Key::char('x')]).0, "một\nhai xba\nbốn");
    }

    #[test]
    fn an_input_method_that_rewrites_by_backspace_leaves_the_right_word() {
        let mut input = Input::default();
        for c in ["t", "i", "e"] {
            insert(&mut input, c, 100, true).unwrap();
        }
        type_key(&mut input, Key::code(KeyCode::Backspace), 100);
        insert(&mut input, "ế", 100, true).unwrap();
        insert(&mut input, "ng", 100, true).unwrap();
        assert_eq!(input.value(), "tiếng");
    }

    #[test]
    fn a_text_that_does_not_fit_is_not_cut_but_refused_and_none_takes_an_escape() {
        let mut field = Field::Text(Input::default());
        assert_eq!(
            paste(&mut field, &"\u{1b}é\n".repeat(MAX_TEXT)),
            Err(TooLong { given: 6_000, free: 2_000 })
        );
        assert_eq!(paste(&mut field, "\u{1b}Văn"), Ok(()));
        assert_eq!(paste(&mut field, &"é".repeat(1_997)), Err(TooLong { given: 1_997, free: 1_996 }));
        assert_eq!(paste(&mut field, &"é".repeat(1_996)), Ok(()));
        press(&mut field, Key::char('x'), 40);
        let Field::Text(input) = &field else { unreachable!() };
        assert!(input.value().starts_with(" Văné") && input.value().chars().count() == MAX_TEXT);
    }
}
