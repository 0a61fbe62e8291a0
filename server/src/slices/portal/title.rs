//! A heading that exists in one language or in two.

use dondoc_shared::text::Lang;

/// A title in the reader's language, or in the one there is.
pub struct Title {
    /// The title.
    pub text: String,
    /// The language that it is in.
    pub lang: Lang,
}

impl Title {
    /// The title for a reader of the language `t`.
    pub fn of(t: Lang, vi: &str, en: &str) -> Self {
        let lang = if en.is_empty() { Lang::Vi } else { t };
        Self { text: t.pick(vi, en).to_owned(), lang }
    }
}
