//! The copies that a reader holds, with their words: what mail about another tenant's assignment is owed for.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, TenantId, UserId},
    lifecycle::{Part, Status},
    text::Lang,
    wire::{Cause, Precision, standing::Matter},
};
use jiff::civil::Date;
use uuid::Uuid;

use dondoc_kernel::{
    db::{Tx, sql::conn},
    error::Result,
    schema::{assignments as a, blocks as b, directives, standings as s, tasks, tenants},
};

/// The reader's own part in a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own {
    /// The reader's own assignment in the task.
    pub id: AssignmentId,
    /// The person who works on it, if there is one.
    pub assignee: Option<UserId>,
    /// Local date since which the reader has it.
    pub assigned_on: Date,
}

/// A copy with a due date, in the words that a reader gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldCopy {
    /// Whether it is of a lead or of one that waits.
    pub matter: Matter,
    /// The task that it belongs to.
    pub task_id: Uuid,
    /// Whose assignment it is.
    pub source: TenantId,
    /// How far a lead is; a block does not say.
    pub status: Option<Status>,
    /// Its current due date.
    pub due_on: Date,
    /// How exactly it is known.
    pub due_precision: Precision,
    /// First local day overdue.
    pub late_from: Option<Date>,
    /// Since when somebody waits, and why.
    pub waits: Option<(Date, Option<Cause>)>,
    /// The reader's own part in the task, where it has one that is open.
    pub own: Option<Own>,
    /// Code of the assignment, `T24-08/bca`.
    pub code: String,
    /// The task's title, Vietnamese and English.
    pub titles: [String; 2],
    /// Number and symbol of the directive.
    pub directive: String,
    /// The name of the tenant whose assignment it is, Vietnamese and English.
    pub names: [String; 2],
}

type Words = ((String, String, String, String), (String, String, String));
type Dates = (Option<jiff_diesel::Date>, Precision, Option<jiff_diesel::Date>);
type OwnRow = (AssignmentId, Option<UserId>, jiff_diesel::Date);

impl HeldCopy {
    /// The task's title in a reader's language.
    pub fn title(&self, lang: Lang) -> &str {
        let [vi, en] = &self.titles;
        lang.pick(vi, en)
    }

    /// The name of the tenant whose assignment it is.
    pub fn name(&self, lang: Lang) -> &str {
        let [vi, en] = &self.names;
        lang.pick(vi, en)
    }

    fn read(
        (matter, task_id, source): (Matter, Uuid, TenantId),
        (due_on, due_precision, late_from): Dates,
        own: Option<OwnRow>,
        ((code, title_vi, title_en, directive), (slug, name_vi, name_en)): Words,
    ) -> Option<Self> {
        let own = own.map(|(id, assignee, on)| Own { id, assignee, assigned_on: on.to_jiff() });
        Some(Self {
            matter,
            task_id,
            source,
            status: None,
            due_on: due_on?.to_jiff(),
            due_precision,
            late_from: late_from.map(jiff_diesel::Date::to_jiff),
            waits: None,
            own,
            code: format!("{code}/{slug}"),
            titles: [title_vi, title_en],
            directive,
            names: [name_vi, name_en],
        })
    }
}

type WordColumns = (
    (tasks::code, tasks::title_vi, tasks::title_en, directives::number),
    (tenants::slug, tenants::name_vi, tenants::name_en),
);

const WORDS: WordColumns = (
    (tasks::code, tasks::title_vi, tasks::title_en, directives::number),
    (tenants::slug, tenants::name_vi, tenants::name_en),
);

/// The leads that this tenant knows of, where its own contribution is open; by task.
pub async fn leads(tx: &mut Tx, reader: TenantId) -> Result<Vec<HeldCopy>> {
    type Row = (Uuid, TenantId, Status, Dates, OwnRow, Words);
    let rows: Vec<Row> = s::table
        .inner_join(a::table.on(a::tenant_id.eq(s::tenant_id).and(a::task_id.eq(s::task_id))))
        .inner_join(tasks::table.on(tasks::id.eq(s::task_id)))
        .inner_join(directives::table.on(directives::id.eq(tasks::directive_id)))
        .inner_join(tenants::table.on(tenants::id.eq(s::source_tenant_id)))
        .filter(s::tenant_id.eq(reader))
        .filter(s::part.eq(Part::Lead))
        .filter(s::live)
        .filter(s::due_on.is_not_null())
        .filter(a::part.eq(Part::Coordinating))
        .filter(a::open)
        .order((s::task_id, s::source_tenant_id))
        .select((
            s::task_id,
            s::source_tenant_id,
            s::status,
            (s::due_on, s::due_precision, s::late_from),
            (a::id, a::assignee_id, a::assigned_on),
            WORDS,
        ))
        .load(conn(tx))
        .await?;
    let held = |(task, source, status, dates, own, words): Row| {
        let held = HeldCopy::read((Matter::Lead, task, source), dates, Some(own), words)?;
        Some(HeldCopy { status: Some(status), ..held })
    };
    Ok(rows.into_iter().filter_map(held).collect())
}

/// The leads of other tenants that wait for this one, longest first.
pub async fn waiting(tx: &mut Tx, reader: TenantId) -> Result<Vec<HeldCopy>> {
    type Row = (Uuid, TenantId, (jiff_diesel::Date, Option<Cause>), Dates, Option<OwnRow>, Words);
    let rows: Vec<Row> = b::table
        .left_join(a::table.on(a::tenant_id.eq(b::tenant_id).and(a::task_id.eq(b::task_id)).and(a::open)))
        .inner_join(tasks::table.on(tasks::id.eq(b::task_id)))
        .inner_join(directives::table.on(directives::id.eq(tasks::directive_id)))
        .inner_join(tenants::table.on(tenants::id.eq(b::source_tenant_id)))
        .filter(b::tenant_id.eq(reader))
        .filter(b::part.eq(Part::Lead))
        .filter(b::live)
        .filter(b::due_on.is_not_null())
        .order((b::since, b::task_id, b::source_tenant_id))
        .select((
            b::task_id,
            b::source_tenant_id,
            (b::since, b::cause),
            (b::due_on, b::due_precision, b::late_from),
            (a::id, a::assignee_id, a::assigned_on).nullable(),
            WORDS,
        ))
        .load(conn(tx))
        .await?;
    let held = |(task, source, (since, cause), dates, own, words): Row| {
        let held = HeldCopy::read((Matter::Block, task, source), dates, own, words)?;
        Some(HeldCopy { waits: Some((since.to_jiff(), cause)), ..held })
    };
    Ok(rows.into_iter().filter_map(held).collect())
}
