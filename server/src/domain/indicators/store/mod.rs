//! SQL of what is measured: the catalogue as it is read, and the tables as an import writes them.

mod read;
mod rows;
mod write;

pub use self::{
    read::{current, load},
    rows::{GroupRow, IndicatorRow, MemberRow, RecordRow, RegimeRow, TargetRow, VersionRow},
    write::{Changes, Stored, Summary},
};
