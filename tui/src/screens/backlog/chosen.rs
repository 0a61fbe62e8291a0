//! Rows that are chosen to be acted upon together. They are ids, so neither another filter nor a new order changes which.

use std::collections::BTreeMap;

use dondoc_shared::{id::AssignmentId, text::Lang, wire::urge::plan::MOST_PLANNED};

use crate::step::finding::Finding;

/// The rows that are chosen.
#[derive(Debug, Default)]
pub struct Chosen {
    /// Each with its code.
    pub rows: BTreeMap<AssignmentId, String>,
    /// The row that was chosen last, where a stretch begins.
    pub last: Option<AssignmentId>,
    /// All that a filter finds, as far as it was read.
    pub finding: Option<Finding>,
    /// Were more rows meant last than can be acted upon together, or rows that could not be read?
    pub refused: bool,
}

impl Chosen {
    /// Whether this row is.
    pub fn has(&self, id: AssignmentId) -> bool {
        self.rows.contains_key(&id)
    }

    /// Why nothing can be done with what is chosen: what was meant is more than what is chosen, or not known yet.
    pub fn refusal(&self, lang: Lang) -> Option<String> {
        match &self.finding {
            Some(finding) => Some(lang.composer_marking(finding.read())),
            None => self.refused.then(|| lang.composer_not_marked(MOST_PLANNED)),
        }
    }

    /// The rows, each with its code.
    pub fn items(&self) -> Vec<(AssignmentId, Option<String>)> {
        self.rows.iter().map(|(id, code)| (*id, Some(code.clone()))).collect()
    }
}
