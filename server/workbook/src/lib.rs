//! Workbooks: the form of a report that is filled in elsewhere ([`form`]), what one that came back says ([`read`]), and the figures of a
//! period to take to a meeting ([`figures`]). Nothing is judged here but the file and its form (R155).
//!
//! | Module | Holds |
//! |---|---|
//! | [`form`] | writing the form, with what makes it known again |
//! | [`read`] | reading it back: answers, and faults by address |
//! | [`number`] | numbers of cells, as numbers or as text |
//! | `parts` | what a package holds that a form never does; hidden rows, merged cells |
//! | [`figures`] | the figures of a period, with what they cover first |

pub mod figures;
pub mod form;
pub mod number;
mod parts;
pub mod read;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Which report a form is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// Code of the regime: `CT`.
    pub regime: String,
    /// `2024-M07`
    pub period: String,
    /// Slug of the body.
    pub body: String,
    /// The newest revision filed when the form was made; 0 before the first.
    pub revision: i32,
}

/// The sheet that says which report the form is of; nobody sees it.
const KEY_SHEET: &str = "dondoc";
/// The form's own version: one of another is not ours.
const LAYOUT: &str = "1";

/// Places of the form, from 0.
pub mod place {

    pub const TITLE: u32 = 0;
    pub const BODY: u32 = 1;
    pub const SPELLING: (u32, u16) = (3, 2);
    pub const HEADS: u32 = 4;
    pub const CODE: u16 = 0;
    pub const NUM: u16 = 6;
    pub const DEN: u16 = 7;
    pub const STATE: u16 = 8;
    pub const REASON: u16 = 9;
    pub const ESTIMATED: u16 = 10;
    pub const COLUMNS: u16 = 11;
    /// Of the hidden sheet: the first row of its indicators.
    pub const KEYS: u32 = 6;
}

/// What makes a form known again: its key, its heads, and its indicators with the versions of their cells.
fn digest<'a>(
    key: &Key,
    heads: impl IntoIterator<Item = &'a str>,
    rows: impl IntoIterator<Item = (&'a str, i32)>,
) -> String {
    let mut hash = Sha256::new();
    let mut line = |text: &str| {
        hash.update(text.as_bytes());
        hash.update(b"\n");
    };
    for text in [LAYOUT, &key.regime, &key.period, &key.body, &key.revision.to_string()] {
        line(text);
    }
    heads.into_iter().for_each(&mut line);
    for (code, seen) in rows {
        line(&format!("{code} {seen}"));
    }
    hex(&hash.finalize())
}

/// Bytes as text.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// The height of a row whose texts are wrapped: not every program works it out.
fn height<'a>(cells: impl IntoIterator<Item = (&'a str, f64)>) -> f64 {
    let lines = cells.into_iter().map(|(text, width)| {
        let chars = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        (f64::from(chars) * 1.1 / width).ceil()
    });
    15.0 * lines.fold(1.0, f64::max).min(20.0)
}
