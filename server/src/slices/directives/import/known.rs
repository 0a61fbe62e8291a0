//! What a file may refer to beyond itself, and the words that stand for sets of tenants.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_shared::{
    figures::{Direction, OverBodies, OverTime},
    wire::TenantKind,
};
use jiff::civil::Date;

use super::{
    cells::{ALL, ALL_LOCALITIES, ALL_MINISTRIES, NATIONAL},
    figure_rows::Record,
    rows::TenantCells,
    year::KnownCalendar,
};

/// What a file may refer to: what the database holds, and then what the files say in its place.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// All tenants but the national one, by their keys.
    pub tenants: BTreeMap<String, KnownTenant>,
    /// The local date of issue of each directive, by its number.
    pub issued: BTreeMap<String, Date>,
    /// The codes of all tasks.
    pub tasks: Vec<String>,
    /// By code of the task: the leads named later, where the directive leaves them open.
    pub named: BTreeMap<String, Vec<String>>,
    /// The national calendar in the database.
    pub calendar: KnownCalendar,
    /// What is measured, in the database.
    pub measured: KnownMeasured,
}

/// A tenant in the database or in a file.
#[derive(Debug, Clone)]
pub struct KnownTenant {
    /// The tenant's number; ours, never re-used.
    pub id: i32,
    /// At most four letters, for grids and filters.
    pub short: String,
    /// Ministry, agency, province, city, or the Working Group.
    pub kind: TenantKind,
    /// First local day of its existence, if known.
    pub valid_from: Option<Date>,
    /// Last local day of its existence, if known or ended.
    pub valid_to: Option<Date>,
}

impl KnownTenant {
    pub(super) fn of(row: &TenantCells) -> Option<(String, Self)> {
        let (valid_from, valid_to) = (row.valid_from?, row.valid_to?);
        let tenant = Self { id: row.id?, short: row.short.clone()?, kind: row.kind?, valid_from, valid_to };
        Some((row.slug.clone()?, tenant))
    }

    pub(super) fn exists_on(&self, date: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= date) && self.valid_to.is_none_or(|to| date <= to)
    }
}

/// What the database holds of what is measured.
#[derive(Debug, Clone, Default)]
pub struct KnownMeasured {
    /// Slugs of the members of each group, by its code.
    pub groups: BTreeMap<String, BTreeSet<String>>,
    /// Codes of the regimes.
    pub regimes: BTreeSet<String>,
    /// The indicators by code.
    pub indicators: BTreeMap<String, KnownIndicator>,
    /// The first day of each version of an indicator, by its code.
    pub versions: BTreeMap<(String, i32), Option<Date>>,
    /// The published values; none of them ever changes.
    pub records: Vec<Record>,
}

/// An indicator in the database.
#[derive(Debug, Clone)]
pub struct KnownIndicator {
    /// Which way is better.
    pub direction: Direction,
    /// Code of the indicator that it is a part of.
    pub part_of: Option<String>,
    /// What cannot change any more, of one that an opened period asks for.
    pub fixed: Option<Fixed>,
}

/// What figures that were filed rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// How the numbers of bodies become the nation's.
    pub over_bodies: OverBodies,
    /// How the numbers of months become a year's.
    pub over_time: OverTime,
    /// Stored numbers are ten to this power times as large.
    pub scale: i16,
    /// Code of the group that it is about.
    pub scope: String,
}

impl Known {
    /// The tenants that the words stand for, by id. A set has those of its kind that exist on the day of issue.
    pub(super) fn expand<'s>(&'s self, words: &'s [String], directive: &str) -> BTreeSet<(i32, &'s str)> {
        let issued_on = self.issued.get(directive).copied();
        let set_of = |is: fn(TenantKind) -> bool| {
            self.tenants
                .iter()
                .filter(move |(_, entry)| is(entry.kind) && issued_on.is_none_or(|on| entry.exists_on(on)))
                .map(|(slug, entry)| (entry.id, slug.as_str()))
                .collect::<Vec<_>>()
        };
        words
            .iter()
            .flat_map(|word| match word.as_str() {
                ALL => set_of(|_| true),
                ALL_MINISTRIES => set_of(|kind| !kind.is_locality()),
                ALL_LOCALITIES => set_of(TenantKind::is_locality),
                NATIONAL => vec![(0, NATIONAL)],
                slug => self.tenants.get(slug).map(|entry| (entry.id, slug)).into_iter().collect(),
            })
            .collect()
    }
}
