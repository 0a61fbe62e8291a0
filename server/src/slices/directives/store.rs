//! SQL of the national data: what is there, and writing what an import changes.

use std::collections::BTreeMap;

use diesel::{pg::Pg, prelude::*};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    fold,
    id::{DirectiveId, PeriodId, TaskId, TenantId},
    lifecycle::{Part, TaskKind},
    order,
    wire::{
        LeadBasis, Precision, TenantKind,
        calendar::CalendarDay,
        directive::{CodeStatus, DirectiveKind, Recurrence, Scope},
    },
};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;

use super::import::{self, Known, KnownCalendar, KnownMeasured, KnownTenant};
use crate::domain::{calendar, indicators};
use dondoc_kernel::{
    db::{Difference, NationalTx, exactly_one, sql::conn},
    error::Result,
    schema::{directives, tasks, tenants},
};

/// The columns of a tenant that a file gives.
#[derive(Queryable, Selectable, Insertable, AsChangeset, PartialEq)]
#[diesel(table_name = tenants, check_for_backend(Pg), treat_none_as_null = true)]
pub(super) struct TenantRow {
    pub id: TenantId,
    pub slug: String,
    short: String,
    kind: TenantKind,
    name_vi: String,
    name_en: String,
    /// One of [`Region`](dondoc_shared::wire::directive::Region); empty for the Working Group, which no file gives.
    region: String,
    code: String,
    code_status: CodeStatus,
    pub valid_from: Option<jiff_diesel::Date>,
    pub valid_to: Option<jiff_diesel::Date>,
    source_note_vi: String,
    source_note_en: String,
}

impl From<import::Tenant> for TenantRow {
    fn from(t: import::Tenant) -> Self {
        Self {
            id: TenantId(t.id),
            slug: t.slug,
            short: t.short,
            kind: t.kind,
            name_vi: t.name_vi,
            name_en: t.name_en,
            region: t.region.as_str().to_owned(),
            code: t.code,
            code_status: t.code_status,
            valid_from: t.valid_from.map(ToDiesel::to_diesel),
            valid_to: t.valid_to.map(ToDiesel::to_diesel),
            source_note_vi: t.source_note_vi,
            source_note_en: t.source_note_en,
        }
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset, PartialEq)]
#[diesel(table_name = directives, check_for_backend(Pg), treat_none_as_null = true)]
pub(super) struct DirectiveRow {
    pub id: DirectiveId,
    pub number: String,
    kind: DirectiveKind,
    issuer_vi: String,
    issuer_en: String,
    pub issued_on: jiff_diesel::Date,
    issued_precision: Precision,
    title_vi: String,
    title_en: String,
    source_note_vi: String,
    source_note_en: String,
}

impl DirectiveRow {
    pub(super) fn new(id: DirectiveId, d: import::Directive) -> Self {
        Self {
            id,
            number: d.number,
            kind: d.kind,
            issuer_vi: d.issuer_vi,
            issuer_en: d.issuer_en,
            issued_on: d.issued_on.to_diesel(),
            issued_precision: d.issued_precision,
            title_vi: d.title_vi,
            title_en: d.title_en,
            source_note_vi: d.source_note_vi,
            source_note_en: d.source_note_en,
        }
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset, PartialEq)]
#[diesel(table_name = tasks, check_for_backend(Pg), treat_none_as_null = true)]
pub(super) struct TaskRow {
    pub id: TaskId,
    pub code: String,
    pub directive_id: DirectiveId,
    clause_vi: String,
    clause_en: String,
    title_vi: String,
    title_en: String,
    product_vi: String,
    product_en: String,
    pub scope: Scope,
    pub lead: String,
    pub coordinating: String,
    lead_basis: LeadBasis,
    due_on: Option<jiff_diesel::Date>,
    due_precision: Precision,
    due_text_vi: String,
    due_text_en: String,
    starts_on: Option<jiff_diesel::Date>,
    recurrence: Recurrence,
    parent_id: Option<TaskId>,
    pub restates_id: Option<TaskId>,
    chair_title_vi: String,
    chair_title_en: String,
    words: String,
    code_order: String,
    source_note_vi: String,
    source_note_en: String,
}

/// The ids that a task's row refers to.
pub(super) struct TaskIds {
    pub id: TaskId,
    pub directive: DirectiveId,
    pub parent: Option<TaskId>,
    pub restates: Option<TaskId>,
}

impl TaskRow {
    pub(super) fn new(ids: &TaskIds, t: import::Task) -> Self {
        let searched = [&t.code, &t.directive, &t.clause_vi, &t.clause_en, &t.title_vi, &t.title_en];
        Self {
            id: ids.id,
            words: fold::index(&searched.map(String::as_str)),
            code_order: order::code(&t.code),
            code: t.code,
            directive_id: ids.directive,
            clause_vi: t.clause_vi,
            clause_en: t.clause_en,
            title_vi: t.title_vi,
            title_en: t.title_en,
            product_vi: t.product_vi,
            product_en: t.product_en,
            scope: t.scope,
            lead: t.lead.join(";"),
            coordinating: t.coordinating.join(";"),
            lead_basis: t.lead_basis,
            due_on: t.due_on.map(ToDiesel::to_diesel),
            due_precision: t.due_precision,
            due_text_vi: t.due_text_vi,
            due_text_en: t.due_text_en,
            starts_on: t.starts_on.map(ToDiesel::to_diesel),
            recurrence: t.recurrence,
            parent_id: ids.parent,
            restates_id: ids.restates,
            chair_title_vi: t.chair_title_vi,
            chair_title_en: t.chair_title_en,
            source_note_vi: t.source_note_vi,
            source_note_en: t.source_note_en,
        }
    }
}

/// Everything that an import may refer to or change.
pub(super) struct Stored {
    pub tenants: Vec<TenantRow>,
    pub directives: Vec<DirectiveRow>,
    pub tasks: Vec<TaskRow>,
    /// The nation's newest table of each year that has one.
    pub calendar: BTreeMap<i16, Vec<CalendarDay>>,
    known_calendar: KnownCalendar,
    /// What is measured.
    pub measured: indicators::store::Stored,
}

impl Stored {
    pub(super) async fn load(tx: &mut NationalTx) -> Result<Self> {
        let tables = calendar::edit::national_tables(tx).await?;
        let calendar = calendar::load(tx).await?;
        let first = calendar.changeable_from(tx.now);
        Ok(Self {
            known_calendar: KnownCalendar { calendar, years: tables.keys().copied().collect(), first },
            calendar: tables,
            tenants: tenants::table.select(TenantRow::as_select()).load(conn(tx)).await?,
            directives: directives::table.select(DirectiveRow::as_select()).load(conn(tx)).await?,
            // The report of a period is written when that is opened, and no file speaks of it.
            tasks: tasks::table
                .filter(tasks::kind.eq(TaskKind::Duty))
                .select(TaskRow::as_select())
                .load(conn(tx))
                .await?,
            measured: indicators::store::Stored::load(tx).await?,
        })
    }

    /// The same as the pure plan wants it, without what is measured.
    pub(super) fn known(&self, there: &BTreeMap<(TenantId, TaskId), Part>) -> Known {
        let led_by = |task: &TaskRow| {
            let leads = self.tenants.iter().filter(|t| there.get(&(t.id, task.id)) == Some(&Part::Lead));
            (task.code.clone(), leads.map(|t| t.slug.clone()).collect())
        };
        let date = |date: Option<jiff_diesel::Date>| date.map(jiff_diesel::Date::to_jiff);
        let tenant = |t: &TenantRow| {
            let (valid_from, valid_to) = (date(t.valid_from), date(t.valid_to));
            (
                t.slug.clone(),
                KnownTenant { id: t.id.0, short: t.short.clone(), kind: t.kind, valid_from, valid_to },
            )
        };
        Known {
            // No file may name the national tenant as its own.
            tenants: self.tenants.iter().filter(|t| !t.id.is_national()).map(tenant).collect(),
            issued: self.directives.iter().map(|d| (d.number.clone(), d.issued_on.to_jiff())).collect(),
            tasks: self.tasks.iter().map(|t| t.code.clone()).collect(),
            calendar: self.known_calendar.clone(),
            measured: KnownMeasured::default(),
            named: self.tasks.iter().filter(|task| task.lead.is_empty()).map(led_by).collect(),
        }
    }
}

macro_rules! writers {
    ($($name:ident: $row:ty => $table:ident, $key:ident;)+) => {$(
        /// Writes what is new and what has changed.
        pub(super) async fn $name(tx: &mut NationalTx, difference: &Difference<$row>) -> Result<()> {
            // Far fewer columns times rows than the 65,535 parameters that one statement takes.
            for chunk in difference.new.chunks(500) {
                diesel::insert_into($table::table).values(chunk).execute(conn(tx)).await?;
            }
            for row in &difference.changed {
                exactly_one(diesel::update($table::table.find(row.$key)).set(row).execute(conn(tx)).await?)?;
            }
            Ok(())
        }
    )+};
}

writers! {
    write_tenants: TenantRow => tenants, id;
    write_directives: DirectiveRow => directives, id;
    write_tasks: TaskRow => tasks, id;
}

/// The report of a period as a task.
pub struct NewReportTask {
    /// `CT-2024-M07`
    pub code: String,
    /// The directive that asks for it.
    pub directive: DirectiveId,
    /// The period.
    pub period: PeriodId,
    /// What it is called.
    pub title_vi: String,
    /// The same in English.
    pub title_en: String,
    /// From when it can be written.
    pub starts_on: Date,
    /// Until when it is in time.
    pub due_on: Date,
    /// How the regime is known.
    pub source_note_vi: String,
    /// The same in English.
    pub source_note_en: String,
}

/// Writes a task that no file gives; an import leaves it alone.
pub(super) async fn insert_report(tx: &mut NationalTx, id: TaskId, report: &NewReportTask) -> Result<()> {
    let values = (
        (tasks::id.eq(id), tasks::code.eq(&report.code), tasks::directive_id.eq(report.directive)),
        (tasks::title_vi.eq(&report.title_vi), tasks::title_en.eq(&report.title_en)),
        // Who owes it stands in the regime's groups; no file names them.
        (tasks::scope.eq(Scope::Subset), tasks::lead_basis.eq(LeadBasis::Inferred)),
        (tasks::due_on.eq(report.due_on.to_diesel()), tasks::due_precision.eq(Precision::Day)),
        tasks::starts_on.eq(report.starts_on.to_diesel()),
        tasks::words.eq(fold::index(&[&report.code, &report.title_vi, &report.title_en])),
        tasks::code_order.eq(order::code(&report.code)),
        (tasks::source_note_vi.eq(&report.source_note_vi), tasks::source_note_en.eq(&report.source_note_en)),
        (tasks::kind.eq(TaskKind::Report), tasks::period_id.eq(report.period)),
    );
    diesel::insert_into(tasks::table).values(values).execute(conn(tx)).await?;
    Ok(())
}
