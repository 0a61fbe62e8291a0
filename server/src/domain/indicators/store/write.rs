//! The tables as an import finds and writes them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::rows::{GroupRow, IndicatorRow, MemberRow, RecordRow, RegimeRow, TargetRow, VersionRow};
use crate::domain::indicators::model::Catalogue;
use dondoc_kernel::{
    db::{Counts, Difference, NationalTx, Tx, exactly_one, sql::conn},
    error::{Error, Result},
    schema::{
        body_groups as g, figures_of_record as f, group_members as m, indicator_versions as v,
        indicators as i, regimes as r, targets as t,
    },
};

/// Everything that is stored.
#[derive(Debug, Clone, Default)]
pub struct Stored {
    /// Groups of bodies.
    pub groups: Vec<GroupRow>,
    /// Who belongs to them.
    pub members: Vec<MemberRow>,
    /// Regimes.
    pub regimes: Vec<RegimeRow>,
    /// Indicators.
    pub indicators: Vec<IndicatorRow>,
    /// Their versions.
    pub versions: Vec<VersionRow>,
    /// Their targets.
    pub targets: Vec<TargetRow>,
    /// Published values.
    pub records: Vec<RecordRow>,
}

impl Stored {
    /// Reads it, each table by its key.
    pub async fn load(tx: &mut Tx) -> Result<Self> {
        Ok(Self {
            groups: g::table.order(g::id).select(GroupRow::as_select()).load(conn(tx)).await?,
            members: m::table
                .order((m::group_id, m::body_id))
                .select(MemberRow::as_select())
                .load(conn(tx))
                .await?,
            regimes: r::table.order(r::id).select(RegimeRow::as_select()).load(conn(tx)).await?,
            indicators: i::table.order(i::id).select(IndicatorRow::as_select()).load(conn(tx)).await?,
            versions: v::table
                .order((v::indicator_id, v::version))
                .select(VersionRow::as_select())
                .load(conn(tx))
                .await?,
            targets: t::table
                .order((t::indicator_id, t::group_id, t::version))
                .select(TargetRow::as_select())
                .load(conn(tx))
                .await?,
            records: f::table
                .order((f::series, f::as_of, f::revision))
                .select(RecordRow::as_select())
                .load(conn(tx))
                .await?,
        })
    }
}

/// What an import is about to write.
#[derive(Debug)]
pub struct Changes {
    /// Groups of bodies.
    pub groups: Difference<GroupRow>,
    /// Who belongs to them.
    pub members: Difference<MemberRow>,
    /// Regimes.
    pub regimes: Difference<RegimeRow>,
    /// Indicators, each behind the one that it is a part of.
    pub indicators: Difference<IndicatorRow>,
    /// Their versions.
    pub versions: Difference<VersionRow>,
    /// Their targets.
    pub targets: Difference<TargetRow>,
    /// Published values, which never change.
    pub records: Difference<RecordRow>,
}

/// How many rows of each table an import touches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Groups of bodies.
    pub groups: Counts,
    /// Who belongs to them.
    pub members: Counts,
    /// Regimes.
    pub regimes: Counts,
    /// Indicators.
    pub indicators: Counts,
    /// Their versions.
    pub versions: Counts,
    /// Their targets.
    pub targets: Counts,
    /// Published values.
    pub records: Counts,
}

impl Summary {
    /// The tables' counts, in the order in which they are told.
    pub fn all(&self) -> [Counts; 7] {
        [self.groups, self.members, self.regimes, self.indicators, self.versions, self.targets, self.records]
    }
}

/// Writes what is new and what has changed in one table.
macro_rules! write_table {
    ($tx:ident, $table:ident, $difference:expr, $row:ident => $key:expr) => {
        // Far fewer columns times rows than the 65,535 parameters that one statement takes.
        for chunk in $difference.new.chunks(500) {
            diesel::insert_into($table::table).values(chunk).execute(conn($tx)).await?;
        }
        for $row in &$difference.changed {
            exactly_one(diesel::update($table::table.find($key)).set($row).execute(conn($tx)).await?)?;
        }
    };
}

impl Changes {
    /// How many rows it touches.
    pub fn summary(&self) -> Summary {
        Summary {
            groups: self.groups.counts(),
            members: self.members.counts(),
            regimes: self.regimes.counts(),
            indicators: self.indicators.counts(),
            versions: self.versions.counts(),
            targets: self.targets.counts(),
            records: self.records.counts(),
        }
    }

    /// Writes it. What it refers to stands before.
    pub async fn write(&self, tx: &mut NationalTx) -> Result<()> {
        if !self.records.changed.is_empty() {
            return Err(Error::Internal(anyhow::anyhow!("a published value would change")));
        }
        write_table!(tx, g, self.groups, row => row.id);
        write_table!(tx, m, self.members, row => (row.group_id, row.body_id));
        write_table!(tx, r, self.regimes, row => row.id);
        write_table!(tx, i, self.indicators, row => row.id);
        write_table!(tx, v, self.versions, row => (row.indicator_id, row.version));
        write_table!(tx, t, self.targets, row => (row.indicator_id, row.group_id, row.version));
        for chunk in self.records.new.chunks(500) {
            diesel::insert_into(f::table).values(chunk).execute(conn(tx)).await?;
        }
        tx.outdates::<Catalogue>();
        Ok(())
    }
}
