//! The catalogue as it is read.

use std::{collections::BTreeMap, sync::Arc};

use anyhow::Context;
use dondoc_shared::{
    figures::{self, Decimal, Formula, Goal, OverBodies, Unit},
    id::{GroupId, IndicatorId},
    text::Both,
    wire::Known,
};
use jiff::civil::Date;

use super::{
    rows::{GroupRow, IndicatorRow, MemberRow, RecordRow, RegimeRow, TargetRow, VersionRow},
    write::Stored,
};
use crate::domain::indicators::model::{
    Catalogue, Group, Indicator, Member, Provenance, Record, Regime, Target, Version,
};
use dondoc_kernel::{db::Tx, error::Result};

/// Returns the catalogue as this process keeps it, at most a minute old.
pub async fn current(tx: &mut Tx) -> Result<Arc<Catalogue>> {
    tx.kept(load).await
}

/// Reads the catalogue.
pub async fn load(tx: &mut Tx) -> Result<Catalogue> {
    let stored = Stored::load(tx).await?;
    let mut members: BTreeMap<GroupId, Vec<Member>> = BTreeMap::new();
    for row in stored.members {
        members.entry(row.group_id).or_default().push(member(&row));
    }
    let mut versions: BTreeMap<IndicatorId, Vec<Version>> = BTreeMap::new();
    for row in stored.versions {
        versions.entry(row.indicator_id).or_default().push(version(&row));
    }
    let groups = stored.groups.into_iter().map(|row| {
        let members = members.remove(&row.id).unwrap_or_default();
        group(row, members)
    });
    let indicators = stored.indicators.into_iter().map(|row| {
        let versions = versions.remove(&row.id).unwrap_or_default();
        indicator(row, versions)
    });
    let indicators: Vec<Indicator> = indicators.collect::<anyhow::Result<_>>()?;
    let direction: BTreeMap<IndicatorId, figures::Direction> =
        indicators.iter().map(|indicator| (indicator.id, indicator.formula.direction)).collect();
    let targets = stored.targets.into_iter().map(|row| {
        let direction = direction.get(&row.indicator_id).copied().context("a target's indicator")?;
        target(&row, direction)
    });
    let targets = targets.collect::<anyhow::Result<_>>()?;
    let records = stored.records.into_iter().map(record).collect::<anyhow::Result<_>>()?;
    let regimes = stored.regimes.into_iter().map(regime).collect();
    Ok(Catalogue::new(groups.collect(), regimes, indicators, targets, records))
}

fn both(vi: &str, en: &str) -> Both {
    Both::new(|lang| lang.pick(vi, en).to_owned())
}

fn provenance(known: Known, vi: &str, en: &str) -> Provenance {
    Provenance { known, note: both(vi, en) }
}

fn date(date: Option<jiff_diesel::Date>) -> Option<Date> {
    date.map(jiff_diesel::Date::to_jiff)
}

fn member(row: &MemberRow) -> Member {
    Member { body: row.body_id, from_on: date(row.from_on), to_on: date(row.to_on) }
}

fn group(row: GroupRow, members: Vec<Member>) -> Group {
    Group { id: row.id, code: row.code, name: both(&row.name_vi, &row.name_en), members }
}

fn regime(row: RegimeRow) -> Regime {
    Regime {
        id: row.id,
        code: row.code,
        name: both(&row.name_vi, &row.name_en),
        periodicity: row.periodicity,
        directive: row.directive_id,
        opens_before: row.opens_before,
        due_after: row.due_after,
        cutoff_after: row.cutoff_after,
        two_people: row.two_people,
        nil_allowed: row.nil_allowed,
        provenance: provenance(row.known, &row.source_note_vi, &row.source_note_en),
    }
}

fn version(row: &VersionRow) -> Version {
    Version {
        version: i32::from(row.version),
        from_on: date(row.from_on),
        concept: both(&row.concept_vi, &row.concept_en),
        breaks: row.breaks,
    }
}

/// The unit in which a figure is a share.
const PERCENT: &str = "%";

fn indicator(row: IndicatorRow, versions: Vec<Version>) -> anyhow::Result<Indicator> {
    let unit = if row.unit_vi == PERCENT { Unit::Percent } else { Unit::Number };
    let denominator = both(&row.denominator_vi, &row.denominator_en);
    let unit_name = both(&row.unit_vi, &row.unit_en);
    // What is counted follows the number in a sentence; of a share without parts the sign says it all.
    let things = match (row.over_bodies, unit) {
        (OverBodies::Ratio, _) => denominator.clone(),
        (_, Unit::Number) => unit_name.clone(),
        (_, Unit::Percent) => Both::new(|_| String::new()),
    };
    let formula = Formula {
        over_bodies: row.over_bodies,
        over_time: row.over_time,
        unit,
        direction: row.direction,
        decimals: u8::try_from(row.decimals)?,
        scale: u8::try_from(row.scale)?,
        bounded: true,
        base: None,
        version: versions.iter().map(|version| version.version).max().unwrap_or(1),
        things,
    };
    Ok(Indicator {
        id: row.id,
        code: row.code,
        name: both(&row.name_vi, &row.name_en),
        unit: unit_name,
        numerator: both(&row.numerator_vi, &row.numerator_en),
        denominator,
        formula,
        group: row.group_id,
        regime: row.regime_id,
        place: row.place,
        compulsory: row.compulsory,
        part_of: row.part_of,
        versions,
        provenance: provenance(row.known, &row.source_note_vi, &row.source_note_en),
    })
}

fn decimal(units: i64, places: i16) -> anyhow::Result<Decimal> {
    u8::try_from(places).ok().and_then(|places| Decimal::new(units, places)).context("the places of a number")
}

fn target(row: &TargetRow, direction: figures::Direction) -> anyhow::Result<Target> {
    let number = |units| decimal(units, row.places);
    let floor = number(row.floor)?;
    let goal = if row.gain {
        Goal::Gain(floor)
    } else {
        Goal::Level { floor, stretch: row.stretch.map(number).transpose()? }
    };
    let baseline = row.baseline.map(number).transpose()?.zip(date(row.baseline_on));
    let due_on = date(row.due_on);
    let judged = due_on.map(|due_on| figures::Target::of(direction, row.op, goal, baseline, due_on));
    // The import refuses every other.
    let judged = judged.transpose().map_err(|fault| anyhow::anyhow!("a target that is {fault}"))?;
    Ok(Target {
        indicator: row.indicator_id,
        group: row.group_id,
        version: i32::from(row.version),
        op: row.op,
        goal,
        baseline,
        due_on,
        directive: row.directive_id,
        clause: both(&row.clause_vi, &row.clause_en),
        tasks: row.tasks.clone(),
        judged,
        provenance: provenance(row.known, &row.source_note_vi, &row.source_note_en),
    })
}

fn record(row: RecordRow) -> anyhow::Result<Record> {
    Ok(Record {
        series: row.series,
        as_of: row.as_of.to_jiff(),
        as_of_precision: row.as_of_precision,
        revision: i32::from(row.revision),
        indicator: row.indicator_id,
        leads: row.leads,
        name: both(&row.name_vi, &row.name_en),
        unit: both(&row.unit_vi, &row.unit_en),
        value: decimal(row.value, row.places)?,
        parts: row.num.zip(row.den),
        published_on: date(row.published_on),
        provenance: provenance(row.known, &row.source_note_vi, &row.source_note_en),
    })
}
