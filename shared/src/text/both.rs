//! A text whose reader is not known yet.

use super::Lang;

/// A text in both languages: who reads it is not known yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Both {
    vi: String,
    en: String,
}

impl Both {
    /// What `say` says in each language.
    pub fn new(say: impl Fn(Lang) -> String) -> Self {
        Self { vi: say(Lang::Vi), en: say(Lang::En) }
    }

    /// For this reader.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.vi, &self.en)
    }
}
