//! Whether a row can be in a filtered list, as far as its line tells; the server alone knows words, blocks and steps.

use super::{Filter, Flag, Named};
use crate::{
    fold::{Syllable, fold, syllables},
    wire::assignment::AssignmentRow,
};

impl Filter {
    /// Whether the row is certainly not in the list.
    pub fn excludes(&self, row: &AssignmentRow) -> bool {
        row.status.is_open() == self.wants_closed()
            || (!self.tenants.is_empty() && self.tenants.iter().all(|named| is_another(named, row)))
            || (!self.statuses.is_empty() && !self.statuses.contains(&row.status))
            || self.overdue_at_least.is_some_and(|least| least > 0 && row.days_overdue < least)
            || self
                .overdue_at_most
                .is_some_and(|most| row.days_overdue > most.max(0) || row.late_from.is_none())
            || self.level_at_least.is_some_and(|least| row.level < least)
            || self.level_at_most.is_some_and(|most| row.level > most)
            || self.flags.iter().any(|flag| lacks(*flag, row))
    }
}

/// Whether the row has not the property; of some the line does not tell.
fn lacks(flag: Flag, row: &AssignmentRow) -> bool {
    match flag {
        Flag::Extension => !row.extension_pending,
        Flag::Urged | Flag::UrgeOverdue => row.unanswered_urges == 0,
        Flag::Dated => row.due_on.is_none(),
        Flag::Undated => row.due_on.is_some(),
        Flag::InTime => row.days_overdue > 0,
        Flag::Unreachable => row.days_overdue == 0,
        Flag::Step | Flag::Silent | Flag::Counted | Flag::SentBack => false,
    }
}

/// Whether a key or a short name is another body's. What has blanks or accents is a name, which the server knows.
fn is_another(named: &Named, row: &AssignmentRow) -> bool {
    let (typed, slug) = (fold(&named.name), &row.tenant.slug);
    let is_name = syllables(&named.name).iter().any(Syllable::is_accented) || typed.contains(' ');
    !is_name && typed != *slug && typed != slug.replace('-', "") && typed != fold(&row.tenant.short)
}
