//! Who is left out where many are urged together.

use dondoc_shared::text::{Both, Lang};

/// Somebody who owes something as well and is not urged with the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Who.
    pub who: Both,
    /// Why.
    pub why: Both,
}

impl LeftOut {
    /// Both in a line.
    pub fn line(&self, lang: Lang) -> String {
        format!("{}: {}", self.who.get(lang), self.why.get(lang))
    }
}
