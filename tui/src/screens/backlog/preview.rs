//! Whether it is shown beside a list what is known of the row under the cursor, and what was read of it.

use dondoc_shared::{
    id::AssignmentId,
    wire::{TenantRef, assignment::AssignmentDetail},
};

use crate::step::{Step, brought::Brought, rested::Rested, waiting::Arrived};

/// From this many columns on there is room for it.
pub const WIDE: u16 = 120;
/// Its cells, at least and at most, the line before it counted.
const CELLS: (u16, u16) = (48, 76);
/// What is known of the row under the cursor.
#[derive(Debug, Default)]
pub struct Preview {
    /// Was it switched on?
    pub is_on: bool,
    /// What was read of the rows.
    pub details: Rested<AssignmentId, Box<AssignmentDetail>>,
    /// The figures of those that are reports.
    pub figures: Brought,
    /// The tenants that a report may name by their keys.
    pub tenants: Vec<TenantRef>,
    /// What everything is laid out for.
    pub size: (u16, u16),
    /// Does nobody look at the list, so that nothing is asked for?
    pub is_asleep: bool,
}

impl Preview {
    /// Somebody looks at the list, in a window of this size.
    pub fn fit(&mut self, size: (u16, u16)) {
        (self.size, self.is_asleep) = (size, false);
    }

    /// Its cells in the window; none where it is not there.
    pub fn cells(&self) -> u16 {
        let columns = self.size.0;
        if self.is_on && columns >= WIDE { (columns * 2 / 5).clamp(CELLS.0, CELLS.1) } else { 0 }
    }

    /// The cursor moved.
    pub fn moved(&mut self, step: &Step<'_>) {
        self.details.moved(step);
        self.figures.moved(step);
    }

    /// Takes an answer, if it is waited for.
    pub fn answered(&mut self, arrived: &mut Arrived) {
        self.details.answered(arrived);
        self.figures.answered(arrived);
    }

    /// Asks again for what did not come.
    pub fn try_again(&mut self) {
        self.details.try_again();
        self.figures.try_again();
    }

    /// A row changed: a report may bring other figures. What else is known of it stays beside the list until there is something newer.
    pub fn forget(&mut self, id: AssignmentId) {
        self.figures.drop(id);
        if !self.is_on {
            self.details.drop(id);
        }
    }
}
