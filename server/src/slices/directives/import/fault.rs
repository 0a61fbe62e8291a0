//! What is wrong with an imported file, and where.

use dondoc_shared::text::Lang;

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// Line on which the row begins, from 1.
    pub line: u64,
    /// Field in that line, from 1.
    pub column: u64,
    /// Name of the column, empty where the fault is not about one.
    pub field: String,
    /// What is wrong.
    pub(super) wrong: Wrong,
}

/// What is wrong: a stable code, and the text in both languages. What it quotes of a file was checked for characters
/// that could harm a terminal and cut to a readable length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    code: &'static str,
    texts: [String; 2],
}

impl Wrong {
    pub(super) fn new<S: Into<String>>(code: &'static str, text: impl Fn(Lang) -> S) -> Self {
        Self { code, texts: [Lang::Vi, Lang::En].map(|lang| text(lang).into()) }
    }
}

impl Fault {
    /// The stable word of the fault.
    pub const fn code(&self) -> &'static str {
        self.wrong.code
    }

    /// Place and sentence in one line.
    pub fn message(&self, lang: Lang) -> String {
        let [vi, en] = &self.wrong.texts;
        let text = lang.pick(vi, en);
        if self.field.is_empty() {
            lang.import_fault(&self.file, self.line, self.column, text)
        } else {
            lang.import_fault_in(&self.file, self.line, self.column, &self.field, text)
        }
    }
}
