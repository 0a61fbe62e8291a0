//! Rows that are chosen to be acted upon together. They are ids, so neither another filter nor a new order changes which.

use std::collections::BTreeMap;

use dondoc_shared::id::AssignmentId;

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
}

impl Chosen {
    /// Whether this row is.
    pub fn has(&self, id: AssignmentId) -> bool {
        self.rows.contains_key(&id)
    }

    /// The rows, each with its code.
    pub fn items(&self) -> Vec<(AssignmentId, Option<String>)> {
        self.rows.iter().map(|(id, code)| (*id, Some(code.clone()))).collect()
    }
}
