//! What a window has room for. Below the size in which things stand beside each other there is one column; below a dozen rows
//! as many of them are shown as there is room for, around the cursor.

/// The smallest window in which anything is shown, in columns and rows.
pub const SMALLEST: (u16, u16) = (30, 6);
/// The smallest one with boxes, tabs, and things beside each other.
pub const ROOMY: (u16, u16) = (60, 15);
/// The rows that everything is laid out for where the window has fewer than those of [`ROOMY`].
const ROWS: u16 = ROOMY.1 - 1;
/// Rows of header, status and bar.
const FRAME: u16 = 3;

/// Whether nothing can be shown in a window.
pub fn is_too_small((columns, rows): (u16, u16)) -> bool {
    columns < SMALLEST.0 || rows < SMALLEST.1
}

/// The size that everything is laid out for. What is read aloud is read line by line: whatever stands beside something else in
/// a wide window does not do so there, although each line may be as long as the window is wide.
pub fn laid_out((columns, rows): (u16, u16), is_spoken: bool) -> (u16, u16) {
    let columns = if is_spoken { columns.min(ROOMY.0 - 1) } else { columns };
    (columns, if rows < ROOMY.1 { ROWS } else { rows })
}

/// Whether everything of this size stands in one column.
pub fn is_one_column((columns, rows): (u16, u16)) -> bool {
    columns < ROOMY.0 || rows < ROOMY.1
}

/// Whether only a part of what is laid out for a window is shown in it.
pub fn is_cropped((_, rows): (u16, u16)) -> bool {
    rows < ROOMY.1
}

/// How many rows between header and status are shown in a window.
pub fn shown(window: (u16, u16)) -> usize {
    if is_cropped(window) { usize::from(window.1.saturating_sub(FRAME)) } else { usize::MAX }
}
