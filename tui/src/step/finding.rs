//! All that a filter finds, to be urged about together.

use dondoc_shared::{
    id::AssignmentId,
    wire::{Page, assignment::AssignmentRow, urge::plan::MOST_PLANNED},
};

use super::{
    Step,
    waiting::{Arrived, Waiting},
};
use crate::net::{Call, Failure};

/// Rows read at a time.
const PAGE: u16 = 200;

/// All that a filter finds, as far as it was read.
#[derive(Debug)]
pub struct Finding {
    filter: String,
    /// Each with its code.
    rows: Vec<(AssignmentId, String)>,
    page: Waiting<Page<AssignmentRow>>,
}

/// What a filter has found.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// Each with its code.
    All(Vec<(AssignmentId, String)>),
    /// More than can be urged about at once.
    TooMany,
}

impl Finding {
    /// Begins to read.
    pub fn new(filter: String, step: &mut Step<'_>) -> Self {
        let mut finding = Self { filter, rows: Vec::new(), page: Waiting::default() };
        finding.ask(None, step);
        finding
    }

    /// How many rows have been read.
    pub fn read(&self) -> usize {
        self.rows.len()
    }

    fn ask(&mut self, cursor: Option<String>, step: &mut Step<'_>) {
        let filter = self.filter.clone();
        self.page = step.ask(Call::Page { filter, with: None, cursor, limit: PAGE });
    }

    /// Takes an answer: what was found, or why that is not known. None while there is more to read.
    pub fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) -> Option<Result<Found, Failure>> {
        let page = match self.page.take(arrived)? {
            Ok(page) => page,
            Err(failure) => return Some(Err(failure)),
        };
        self.rows.extend(page.items.into_iter().map(|row| (row.id, row.code)));
        let most = i64::try_from(MOST_PLANNED).unwrap_or(i64::MAX);
        if page.total > most || self.rows.len() > MOST_PLANNED {
            return Some(Ok(Found::TooMany));
        }
        if page.next.is_some() {
            self.ask(page.next, step);
            return None;
        }
        Some(Ok(Found::All(std::mem::take(&mut self.rows))))
    }
}
