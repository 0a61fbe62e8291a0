//! A year's table on its way.

use dondoc_shared::{
    id::TenantId,
    wire::calendar::{CalendarDay, CalendarRemark},
};
use jiff::civil::Date;

/// A table about to be written.
#[derive(Debug)]
pub struct Draft {
    pub(super) tenant: TenantId,
    pub(super) year: i16,
    /// The version that it will be.
    pub version: i32,
    /// The first day on which it says something else than the version before.
    pub from_day: Date,
    /// What is worth a look.
    pub remarks: Vec<CalendarRemark>,
    /// Whether it says what is stored already.
    pub is_nothing: bool,
    /// The exceptions of the year, by date.
    pub days: Vec<CalendarDay>,
    /// Days that it would change although they are over, or today.
    pub past: Vec<Date>,
    /// The first day that may be changed.
    pub first: Date,
}
