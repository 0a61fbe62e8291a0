//! The seven tables as they are stored.

use diesel::{pg::Pg, prelude::*};
use dondoc_shared::{
    figures::{Direction, Op, OverBodies, OverTime},
    id::{DirectiveId, GroupId, IndicatorId, RegimeId, TaskId, TenantId},
    period::Periodicity,
    wire::{Known, Precision},
};

use dondoc_kernel::schema::{
    body_groups, figures_of_record, group_members, indicator_versions, indicators, regimes, targets,
};

/// A row of `body_groups`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, PartialEq)]
#[diesel(table_name = body_groups, check_for_backend(Pg), treat_none_as_null = true)]
pub struct GroupRow {
    pub id: GroupId,
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
}

/// A row of `group_members`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, PartialEq)]
#[diesel(table_name = group_members, primary_key(group_id, body_id), check_for_backend(Pg), treat_none_as_null = true)]
pub struct MemberRow {
    pub group_id: GroupId,
    pub body_id: TenantId,
    pub from_on: Option<jiff_diesel::Date>,
    pub to_on: Option<jiff_diesel::Date>,
}

/// A row of `regimes`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, PartialEq)]
#[diesel(table_name = regimes, check_for_backend(Pg), treat_none_as_null = true)]
pub struct RegimeRow {
    pub id: RegimeId,
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    pub periodicity: Periodicity,
    pub directive_id: DirectiveId,
    pub opens_before: i32,
    pub due_after: i32,
    pub cutoff_after: i32,
    pub two_people: bool,
    pub nil_allowed: bool,
    pub known: Known,
    pub source_note_vi: String,
    pub source_note_en: String,
}

/// A row of `indicators`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, PartialEq)]
#[diesel(table_name = indicators, check_for_backend(Pg), treat_none_as_null = true)]
pub struct IndicatorRow {
    pub id: IndicatorId,
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    pub unit_vi: String,
    pub unit_en: String,
    pub numerator_vi: String,
    pub numerator_en: String,
    pub denominator_vi: String,
    pub denominator_en: String,
    pub direction: Direction,
    pub decimals: i16,
    pub scale: i16,
    pub group_id: GroupId,
    pub over_bodies: OverBodies,
    pub over_time: OverTime,
    pub regime_id: Option<RegimeId>,
    pub place: i16,
    pub compulsory: bool,
    pub part_of: Option<IndicatorId>,
    pub known: Known,
    pub source_note_vi: String,
    pub source_note_en: String,
}

/// A row of `indicator_versions`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, PartialEq)]
#[diesel(table_name = indicator_versions, primary_key(indicator_id, version), check_for_backend(Pg), treat_none_as_null = true)]
pub struct VersionRow {
    pub indicator_id: IndicatorId,
    pub version: i16,
    pub from_on: Option<jiff_diesel::Date>,
    pub concept_vi: String,
    pub concept_en: String,
    pub breaks: bool,
}

/// A row of `targets`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, PartialEq)]
#[diesel(table_name = targets, primary_key(indicator_id, group_id, version), check_for_backend(Pg), treat_none_as_null = true)]
pub struct TargetRow {
    pub indicator_id: IndicatorId,
    pub group_id: GroupId,
    pub version: i16,
    pub op: Op,
    /// Digits behind the point of floor, stretch and baseline, which are whole numbers here.
    pub places: i16,
    pub floor: i64,
    pub stretch: Option<i64>,
    pub gain: bool,
    pub baseline: Option<i64>,
    pub baseline_on: Option<jiff_diesel::Date>,
    pub due_on: Option<jiff_diesel::Date>,
    pub directive_id: DirectiveId,
    pub clause_vi: String,
    pub clause_en: String,
    pub known: Known,
    pub source_note_vi: String,
    pub source_note_en: String,
    pub tasks: Vec<TaskId>,
}

/// A row of `figures_of_record`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, PartialEq)]
#[diesel(table_name = figures_of_record, check_for_backend(Pg))]
pub struct RecordRow {
    pub series: String,
    pub as_of: jiff_diesel::Date,
    pub revision: i16,
    pub as_of_precision: Precision,
    pub indicator_id: Option<IndicatorId>,
    pub leads: bool,
    pub name_vi: String,
    pub name_en: String,
    pub unit_vi: String,
    pub unit_en: String,
    /// Digits behind the point of the value, which is a whole number here.
    pub places: i16,
    pub value: i64,
    pub num: Option<i64>,
    pub den: Option<i64>,
    pub published_on: Option<jiff_diesel::Date>,
    pub source_note_vi: String,
    pub source_note_en: String,
    pub known: Known,
}
