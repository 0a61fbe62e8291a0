//! Import of national data from CSV files: tenants, directives, tasks, the calendar, and what is measured.
//!
//! Everything here is pure. [`plan()`] takes the bytes of the files and what the database already holds, and answers a
//! [`Plan`] to be written in one transaction, or every [`Fault`] with file, line and column. The format is described
//! in `server/data/README.md`.
//!
//! | Module | Holds |
//! |---|---|
//! | [`rows`], [`figure_rows`] | the files: each column once, with what its cells hold |
//! | `cells` | what the text of a cell may be |
//! | `table` | one CSV file into rows of cells |
//! | `fault` | what is wrong, and where |
//! | [`plan`](mod@plan) | rows, checked against each other, into assignments |
//! | `known` | what the database holds, and who the words for sets are |
//! | `measured` | rows of what is measured, checked against each other |
//! | `year` | the table of one year by itself, checked against what is stored |

mod cells;
mod fault;
pub mod figure_rows;
mod known;
mod measured;
pub mod plan;
pub mod rows;
mod table;
mod year;

#[cfg(test)]
mod tests;

pub use fault::Fault;
pub use known::{Fixed, Known, KnownIndicator, KnownMeasured, KnownTenant};
pub use measured::Measured;
pub use plan::{Plan, PlannedAssignment, plan};
pub use rows::{Directive, FILES, Task, Tenant};
pub use table::Source;
pub use year::{KnownCalendar, YearFile, calendar_year};

macro_rules! carried {
    ($($name:literal)+) => {
        [$(Source { name: $name, bytes: include_bytes!(concat!("../../../../data/", $name)) }),+]
    };
}

/// The real data that the program carries: `server/data`.
pub const CARRIED: [Source<'static>; 10] = carried![
    "tenants.csv" "directives.csv" "tasks.csv" "holidays.csv" "groups.csv" "regimes.csv" "indicators.csv"
    "indicator_versions.csv" "targets.csv" "figures_of_record.csv"
];
