//! A list on its way into a file.

use std::collections::HashSet;

use dondoc_shared::{
    id::AssignmentId,
    wire::{Page, assignment::AssignmentRow},
};

use crate::step::waiting::Waiting;

/// What was read of the list so far.
#[derive(Debug)]
pub struct Exporting {
    /// What the whole list is asked for by.
    pub filter: String,
    /// The rows, in the order of the list.
    pub rows: Vec<AssignmentRow>,
    /// A row that moves down meanwhile stands on two pages.
    pub seen: HashSet<AssignmentId>,
    /// How many rows there are.
    pub total: i64,
    /// The page that is waited for.
    pub page: Waiting<Page<AssignmentRow>>,
}
