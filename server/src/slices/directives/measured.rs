//! What is measured: what the files say of it, as rows with the ids that are stored.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use dondoc_shared::{
    figures::Decimal,
    id::{DirectiveId, GroupId, IndicatorId, RegimeId, TaskId, TenantId},
};
use jiff_diesel::ToDiesel;

use super::{
    import::{
        Fixed, KnownIndicator, KnownMeasured, Measured,
        figure_rows::{Group, Indicator, IndicatorVersion, Record, Regime, Target},
    },
    store::TenantRow,
};
use crate::domain::indicators::store::{
    Changes, GroupRow, IndicatorRow, MemberRow, RecordRow, RegimeRow, Stored, TargetRow, VersionRow,
};
use dondoc_kernel::{db::Difference, error::Result};

/// What is stored, as the pure plan wants it; `asked` are the indicators that opened periods ask for.
pub(super) fn known(stored: &Stored, tenants: &[TenantRow], asked: &BTreeSet<IndicatorId>) -> KnownMeasured {
    let slugs: BTreeMap<TenantId, &str> = tenants.iter().map(|t| (t.id, t.slug.as_str())).collect();
    let codes: BTreeMap<IndicatorId, &str> =
        stored.indicators.iter().map(|row| (row.id, row.code.as_str())).collect();
    let code = |id: IndicatorId| codes.get(&id).map(|code| (*code).to_owned());
    let members = |group: &GroupRow| {
        let members = stored.members.iter().filter(|member| member.group_id == group.id);
        members.filter_map(|member| slugs.get(&member.body_id)).map(|slug| (*slug).to_owned()).collect()
    };
    let indicator = |row: &IndicatorRow| {
        let scope = stored.groups.iter().find(|group| group.id == row.group_id);
        let fixed = scope.filter(|_| asked.contains(&row.id)).map(|scope| Fixed {
            over_bodies: row.over_bodies,
            over_time: row.over_time,
            scale: row.scale,
            scope: scope.code.clone(),
        });
        let part_of = row.part_of.and_then(code);
        (row.code.clone(), KnownIndicator { direction: row.direction, part_of, fixed })
    };
    let version = |row: &VersionRow| {
        let from_on = row.from_on.map(jiff_diesel::Date::to_jiff);
        Some(((code(row.indicator_id)?, i32::from(row.version)), from_on))
    };
    KnownMeasured {
        groups: stored.groups.iter().map(|group| (group.code.clone(), members(group))).collect(),
        regimes: stored.regimes.iter().map(|row| row.code.clone()).collect(),
        indicators: stored.indicators.iter().map(indicator).collect(),
        versions: stored.versions.iter().filter_map(version).collect(),
        records: stored
            .records
            .iter()
            .filter_map(|row| record_of(row, row.indicator_id.and_then(code)))
            .collect(),
    }
}

fn record_of(row: &RecordRow, indicator: Option<String>) -> Option<Record> {
    Some(Record {
        series: row.series.clone(),
        as_of: row.as_of.to_jiff(),
        revision: i32::from(row.revision),
        as_of_precision: row.as_of_precision,
        indicator,
        leads: row.leads,
        name_vi: row.name_vi.clone(),
        name_en: row.name_en.clone(),
        unit_vi: row.unit_vi.clone(),
        unit_en: row.unit_en.clone(),
        value: Decimal::new(row.value, u8::try_from(row.places).ok()?)?,
        num: row.num,
        den: row.den,
        published_on: row.published_on.map(jiff_diesel::Date::to_jiff),
        known: row.known,
        source_note_vi: row.source_note_vi.clone(),
        source_note_en: row.source_note_en.clone(),
    })
}

/// The ids of what the files refer to.
struct Ids<'a> {
    groups: BTreeMap<String, GroupId>,
    regimes: BTreeMap<String, RegimeId>,
    indicators: BTreeMap<String, IndicatorId>,
    directives: &'a BTreeMap<String, DirectiveId>,
    tasks: &'a BTreeMap<String, TaskId>,
}

/// A typed id as a number, and back.
type Numbering<I> = (fn(I) -> i32, fn(i32) -> I);

/// The id of each key: as stored, and for new keys the next numbers in the order of the file.
fn ids<'r, I: Copy>(
    stored: impl Iterator<Item = (&'r String, I)> + Clone,
    planned: impl Iterator<Item = &'r String>,
    (number, id): Numbering<I>,
) -> BTreeMap<String, I> {
    let mut last = stored.clone().map(|(_, id)| number(id)).max().unwrap_or(0);
    let mut ids: BTreeMap<String, I> = stored.map(|(key, id)| (key.clone(), id)).collect();
    for key in planned {
        ids.entry(key.clone()).or_insert_with(|| {
            last = last.saturating_add(1);
            id(last)
        });
    }
    ids
}

fn of<I: Copy>(ids: &BTreeMap<String, I>, key: &str) -> Result<I> {
    Ok(*ids.get(key).with_context(|| format!("the plan refers to an unknown {key:?}"))?)
}

fn small(number: i32) -> Result<i16> {
    Ok(i16::try_from(number).context("a number of a file")?)
}

/// What of it is new or has changed. `tenants` are all bodies as they will be.
pub(super) fn compare(
    planned: Measured,
    stored: &Stored,
    (directives, tasks): (&BTreeMap<String, DirectiveId>, &BTreeMap<String, TaskId>),
    tenants: &BTreeMap<&str, &TenantRow>,
) -> Result<Changes> {
    let ids = Ids {
        groups: ids(
            stored.groups.iter().map(|row| (&row.code, row.id)),
            planned.groups.iter().map(|row| &row.code),
            (|id| id.0, GroupId),
        ),
        regimes: ids(
            stored.regimes.iter().map(|row| (&row.code, row.id)),
            planned.regimes.iter().map(|row| &row.code),
            (|id| id.0, RegimeId),
        ),
        indicators: ids(
            stored.indicators.iter().map(|row| (&row.code, row.id)),
            planned.indicators.iter().map(|row| &row.code),
            (|id| id.0, IndicatorId),
        ),
        directives,
        tasks,
    };
    let members = members(&planned, stored, &ids, tenants)?;
    let groups = planned.groups.into_iter().map(|row| ids.group(row)).collect::<Result<_>>()?;
    let regimes = planned.regimes.into_iter().map(|row| ids.regime(row)).collect::<Result<_>>()?;
    let indicators = planned.indicators.into_iter().map(|row| ids.indicator(row)).collect::<Result<_>>()?;
    let versions = planned.versions.into_iter().map(|row| ids.version(row)).collect::<Result<_>>()?;
    let targets = planned.targets.into_iter().map(|row| ids.target(row)).collect::<Result<_>>()?;
    let records = planned.records.into_iter().map(|row| ids.record(row)).collect::<Result<_>>()?;
    Ok(Changes {
        groups: Difference::new(groups, &stored.groups, |a, b| a.id == b.id),
        members: Difference::new(members, &stored.members, |a, b| {
            (a.group_id, a.body_id) == (b.group_id, b.body_id)
        }),
        regimes: Difference::new(regimes, &stored.regimes, |a, b| a.id == b.id),
        indicators: Difference::new(wholes_first(indicators), &stored.indicators, |a, b| a.id == b.id),
        versions: Difference::new(versions, &stored.versions, |a, b| {
            (a.indicator_id, a.version) == (b.indicator_id, b.version)
        }),
        targets: Difference::new(targets, &stored.targets, |a, b| {
            (a.indicator_id, a.group_id, a.version) == (b.indicator_id, b.group_id, b.version)
        }),
        records: Difference::new(records, &stored.records, |a, b| {
            (&a.series, a.as_of, a.revision) == (&b.series, b.as_of, b.revision)
        }),
    })
}

/// The members that the file names, and those stored whose body has other dates now: nobody belongs to a group before or after
/// their time.
fn members(
    planned: &Measured,
    stored: &Stored,
    ids: &Ids<'_>,
    tenants: &BTreeMap<&str, &TenantRow>,
) -> Result<Vec<MemberRow>> {
    let row = |group_id, body: &TenantRow| MemberRow {
        group_id,
        body_id: body.id,
        from_on: body.valid_from,
        to_on: body.valid_to,
    };
    let mut rows = Vec::new();
    for (group, slug) in &planned.members {
        let body = tenants.get(slug.as_str()).with_context(|| format!("the member {slug:?}"))?;
        rows.push(row(of(&ids.groups, group)?, body));
    }
    let by_id: BTreeMap<TenantId, &TenantRow> = tenants.values().map(|body| (body.id, *body)).collect();
    for there in &stored.members {
        let is_planned =
            rows.iter().any(|row| (row.group_id, row.body_id) == (there.group_id, there.body_id));
        let Some(now) = by_id.get(&there.body_id).map(|body| row(there.group_id, body)) else { continue };
        if !is_planned && now != *there {
            rows.push(now);
        }
    }
    Ok(rows)
}

/// Each row behind the one that it is a part of.
fn wholes_first(rows: Vec<IndicatorRow>) -> Vec<IndicatorRow> {
    let parts: BTreeMap<IndicatorId, IndicatorId> =
        rows.iter().filter_map(|row| Some((row.id, row.part_of?))).collect();
    let depth = |row: &IndicatorRow| {
        std::iter::successors(parts.get(&row.id), |whole| parts.get(whole)).take(parts.len()).count()
    };
    let mut rows = rows;
    rows.sort_by_key(depth);
    rows
}

/// The numbers with as many digits behind the point as the one that has the most, and how many these are.
fn at_one_scale<const N: usize>(numbers: [Option<Decimal>; N]) -> Result<([Option<i64>; N], i16)> {
    let places = numbers.iter().flatten().map(|number| number.places()).max().unwrap_or(0);
    let units = numbers.map(|number| {
        let Some(number) = number else { return Ok(None) };
        let more = u32::from(places.saturating_sub(number.places()));
        let units = 10i128.checked_pow(more).and_then(|power| number.units().checked_mul(power));
        units.and_then(|units| i64::try_from(units).ok()).map(Some).context("a number too large to be stored")
    });
    let mut found = [None; N];
    for (place, number) in found.iter_mut().zip(units) {
        *place = number?;
    }
    Ok((found, i16::from(places)))
}

impl Ids<'_> {
    fn group(&self, g: Group) -> Result<GroupRow> {
        Ok(GroupRow { id: of(&self.groups, &g.code)?, code: g.code, name_vi: g.name_vi, name_en: g.name_en })
    }

    fn regime(&self, r: Regime) -> Result<RegimeRow> {
        Ok(RegimeRow {
            id: of(&self.regimes, &r.code)?,
            code: r.code,
            name_vi: r.name_vi,
            name_en: r.name_en,
            periodicity: r.periodicity,
            directive_id: of(self.directives, &r.directive)?,
            opens_before: r.opens_before.into(),
            due_after: r.due_after.into(),
            cutoff_after: r.cutoff_after.into(),
            two_people: r.two_people,
            nil_allowed: r.nil_allowed,
            known: r.known,
            source_note_vi: r.source_note_vi,
            source_note_en: r.source_note_en,
        })
    }

    fn indicator(&self, i: Indicator) -> Result<IndicatorRow> {
        Ok(IndicatorRow {
            id: of(&self.indicators, &i.code)?,
            code: i.code,
            name_vi: i.name_vi,
            name_en: i.name_en,
            unit_vi: i.unit_vi,
            unit_en: i.unit_en,
            numerator_vi: i.numerator_vi,
            numerator_en: i.numerator_en,
            denominator_vi: i.denominator_vi,
            denominator_en: i.denominator_en,
            direction: i.direction,
            decimals: i.decimals,
            scale: i.scale,
            group_id: of(&self.groups, &i.scope)?,
            over_bodies: i.over_bodies,
            over_time: i.over_time,
            regime_id: i.regime.map(|code| of(&self.regimes, &code)).transpose()?,
            place: small(i.place)?,
            compulsory: i.compulsory,
            part_of: i.part_of.map(|code| of(&self.indicators, &code)).transpose()?,
            known: i.known,
            source_note_vi: i.source_note_vi,
            source_note_en: i.source_note_en,
        })
    }

    fn version(&self, v: IndicatorVersion) -> Result<VersionRow> {
        Ok(VersionRow {
            indicator_id: of(&self.indicators, &v.code)?,
            version: small(v.version)?,
            from_on: v.from_on.map(ToDiesel::to_diesel),
            concept_vi: v.concept_vi,
            concept_en: v.concept_en,
            breaks: v.breaks,
        })
    }

    fn target(&self, t: Target) -> Result<TargetRow> {
        let ([floor, stretch, baseline], places) = at_one_scale([Some(t.floor), t.stretch, t.baseline])?;
        Ok(TargetRow {
            indicator_id: of(&self.indicators, &t.indicator)?,
            group_id: of(&self.groups, &t.group)?,
            version: small(t.version)?,
            op: t.op,
            places,
            floor: floor.context("a target's floor")?,
            stretch,
            gain: t.gain,
            baseline,
            baseline_on: t.baseline_on.map(ToDiesel::to_diesel),
            due_on: t.due_on.map(ToDiesel::to_diesel),
            directive_id: of(self.directives, &t.directive)?,
            clause_vi: t.clause_vi,
            clause_en: t.clause_en,
            known: t.known,
            source_note_vi: t.source_note_vi,
            source_note_en: t.source_note_en,
            tasks: t.tasks.iter().map(|code| of(self.tasks, code)).collect::<Result<_>>()?,
        })
    }

    fn record(&self, r: Record) -> Result<RecordRow> {
        let ([value], places) = at_one_scale([Some(r.value)])?;
        Ok(RecordRow {
            series: r.series,
            as_of: r.as_of.to_diesel(),
            revision: small(r.revision)?,
            as_of_precision: r.as_of_precision,
            indicator_id: r.indicator.map(|code| of(&self.indicators, &code)).transpose()?,
            leads: r.leads,
            name_vi: r.name_vi,
            name_en: r.name_en,
            unit_vi: r.unit_vi,
            unit_en: r.unit_en,
            places,
            value: value.context("a published value")?,
            num: r.num,
            den: r.den,
            published_on: r.published_on.map(ToDiesel::to_diesel),
            source_note_vi: r.source_note_vi,
            source_note_en: r.source_note_en,
            known: r.known,
        })
    }
}
