//! Whether it is shown beside a list what is known of the row under the cursor, and what was read of it.

use dondoc_shared::{
    id::AssignmentId,
    wire::{TenantRef, assignment::AssignmentDetail},
};

use crate::step::rested::Rested;

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
}
