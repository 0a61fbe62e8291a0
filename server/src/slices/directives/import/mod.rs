//! Import of national data from CSV files: tenants, directives, tasks and the calendar.
//!
//! Everything here is pure. [`plan()`] takes the bytes of the files and what the database already holds, and answers a
//! [`Plan`] to be written in one transaction, or every [`Fault`] with file, line and column. The format is described
//! in `server/data/README.md`.
//!
//! | Module | Holds |
//! |---|---|
//! | [`words`] | the enumerations whose words stand in the files |
//! | [`fault`] | what can be wrong, with its code and its text in both languages |
//! | `cells` | one CSV file into checked cells |
//! | [`rows`] | the rows of the four files |
//! | `read` | cells into rows |
//! | [`plan`](mod@plan) | rows, checked against each other, into assignments |
//! | `year` | the table of one year by itself, checked against what is stored |

mod cells;
pub mod fault;
pub mod plan;
mod read;
pub mod rows;
pub mod words;
mod year;

#[cfg(test)]
mod tests;

pub use fault::{Fault, FaultKind};
pub use plan::{Known, KnownDirective, KnownTenant, Plan, PlannedAssignment, name, plan};
pub use rows::{Directive, FILES, Source, Task, Tenant};
pub use year::{KnownCalendar, YearFile, calendar_year};

macro_rules! carried {
    ($($name:literal)+) => {
        [$(Source { name: $name, bytes: include_bytes!(concat!("../../../../data/", $name)) }),+]
    };
}

/// The real data that the program carries: `server/data`.
pub const CARRIED: [Source<'static>; 4] = carried!["tenants.csv" "directives.csv" "tasks.csv" "holidays.csv"];
