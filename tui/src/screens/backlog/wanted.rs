//! The columns of a list that somebody has chosen.

use std::collections::BTreeMap;

use super::columns::Line;
use crate::ui::list::Column;

/// The columns that were chosen or left out, by their places; the others stand where there is room for them.
pub type Wanted = BTreeMap<usize, bool>;

/// The columns with what was chosen of them.
pub fn chosen<'a>(
    columns: Vec<Column<'static, Line<'a>>>,
    wanted: &Wanted,
) -> Vec<Column<'static, Line<'a>>> {
    let columns = columns.into_iter().enumerate();
    let with = columns.filter_map(|(place, column)| match wanted.get(&place) {
        Some(true) => Some(column.wanted()),
        Some(false) => None,
        None => Some(column),
    });
    with.collect()
}
