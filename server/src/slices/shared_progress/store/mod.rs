//! SQL of the copies.

pub mod held;

use std::collections::BTreeMap;

use diesel::{
    dsl::{count_star, exists, min, select},
    pg::Pg,
    prelude::*,
    sql_types::Bool,
    upsert::excluded,
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, TenantId},
    lateness,
    lifecycle::{Part, Status, WITH_TENANT},
    wire::{
        Cause, Precision, TenantRef,
        standing::{Block, BlockGroup, Standing},
    },
};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;
use uuid::Uuid;

use crate::domain::assignments::{Barrier, Loaded};
use dondoc_kernel::{
    clock,
    db::{Tx, WorkerTx, prepared, sql::conn},
    error::Result,
    schema::{assignments as a, blocks as b, standings as s, tasks},
};

/// The longest list of blocks.
pub const MAX_BLOCKS: i64 = 500;

/// A standing as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = s, check_for_backend(Pg), treat_none_as_null = true)]
pub(super) struct StandingRow {
    tenant_id: TenantId,
    task_id: Uuid,
    pub source_tenant_id: TenantId,
    pub part: Part,
    status: Status,
    percent: i16,
    due_on: Option<jiff_diesel::Date>,
    due_precision: Precision,
    late_from: Option<jiff_diesel::Date>,
    submitted_on: Option<jiff_diesel::Date>,
    last_report_on: Option<jiff_diesel::Date>,
    version: i32,
}

impl StandingRow {
    fn of(reader: TenantId, of: &Loaded) -> Self {
        let day = |at| clock::local_date(at, &clock::zone(clock::DEFAULT_ZONE)).to_diesel();
        Self {
            tenant_id: reader,
            task_id: of.task_id,
            source_tenant_id: of.tenant_id,
            part: of.part,
            status: of.status,
            percent: of.percent,
            due_on: of.due_on.map(ToDiesel::to_diesel),
            due_precision: of.due_precision,
            late_from: of.late_from().map(ToDiesel::to_diesel),
            submitted_on: of.submitted_on.map(ToDiesel::to_diesel),
            last_report_on: of.last_report_at.map(day),
            version: of.version,
        }
    }

    pub(super) fn standing(&self, today: Date) -> Standing {
        let date = |date: Option<jiff_diesel::Date>| date.map(jiff_diesel::Date::to_jiff);
        let (due_on, late_from) = (date(self.due_on), date(self.late_from));
        let class = lateness::class(self.status, due_on, late_from, date(self.submitted_on), today);
        Standing {
            status: self.status,
            // A contribution is in no rate.
            class: class.filter(|_| self.part == Part::Lead),
            percent: self.percent,
            due_on,
            due_precision: self.due_precision,
            days_overdue: lateness::days_overdue(late_from, today),
            last_report_on: date(self.last_report_on),
        }
    }
}

/// Tenants of the other part whose copies the source holds.
pub(super) async fn sources(tx: &mut WorkerTx, of: &Loaded) -> Result<Vec<TenantId>> {
    let found = s::table
        .filter(s::tenant_id.eq(tx.own()))
        .filter(s::task_id.eq(of.task_id))
        .filter(s::part.ne(of.part))
        .select(s::source_tenant_id)
        .load(conn(tx))
        .await?;
    Ok(found)
}

/// Whether the tenant of this transaction holds a copy of this assignment.
pub(super) async fn holds(tx: &mut WorkerTx, of: &Loaded) -> Result<bool> {
    let row = s::table.find((tx.own(), of.task_id, of.tenant_id));
    Ok(select(exists(row)).get_result(conn(tx)).await?)
}

/// Updates an existing copy, unless it is newer; returns whether there was one. It is live while its source is, and
/// while its reader has the other part.
pub(super) async fn renew_standing(tx: &mut WorkerTx, of: &Loaded) -> Result<bool> {
    let row = StandingRow::of(tx.own(), of);
    let follows = a::table
        .filter(a::tenant_id.eq(tx.own()))
        .filter(a::task_id.eq(of.task_id))
        .filter(a::part.ne(of.part))
        .filter(a::status.ne(Status::Withdrawn));
    let renew = diesel::update(s::table.find((tx.own(), of.task_id, of.tenant_id)))
        .filter(s::version.le(of.version))
        .set((&row, s::live.eq(exists(follows).and::<_, Bool>(of.status != Status::Withdrawn))));
    Ok(prepared(renew).execute(conn(tx)).await? == 1)
}

/// Writes the first copy. Where another worker has just done so, the newer one stays.
pub(super) async fn put_standing(tx: &mut WorkerTx, of: &Loaded) -> Result<()> {
    let row = StandingRow::of(tx.own(), of);
    let live = s::live.eq(of.status != Status::Withdrawn);
    let put = diesel::insert_into(s::table)
        .values((&row, live))
        .on_conflict(s::table.primary_key())
        .do_update()
        .set((&row, live));
    let put = diesel::query_dsl::methods::FilterDsl::filter(put, s::version.le(excluded(s::version)));
    prepared(put).execute(conn(tx)).await?;
    Ok(())
}

/// A tenant that has left a task no longer knows of the others.
pub(super) async fn forget(tx: &mut WorkerTx, of: &Loaded) -> Result<()> {
    let held = s::table.filter(s::tenant_id.eq(tx.own())).filter(s::task_id.eq(of.task_id));
    diesel::update(held).set(s::live.eq(false)).execute(conn(tx)).await?;
    Ok(())
}

/// What this reader knows of the others of its task.
pub(super) async fn of_task(tx: &mut Tx, reader: &Loaded) -> Result<Vec<StandingRow>> {
    let rows = s::table
        .filter(s::tenant_id.eq(reader.tenant_id))
        .filter(s::task_id.eq(reader.task_id))
        .filter(s::live)
        .select(StandingRow::as_select())
        .load(conn(tx))
        .await?;
    Ok(rows)
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = b, treat_none_as_null = true)]
struct NewBlock {
    tenant_id: TenantId,
    task_id: Uuid,
    source_tenant_id: TenantId,
    assignment_id: AssignmentId,
    part: Part,
    cause: Option<Cause>,
    since: jiff_diesel::Date,
    due_on: Option<jiff_diesel::Date>,
    due_precision: Precision,
    late_from: Option<jiff_diesel::Date>,
    live: bool,
    version: i32,
}

/// Writes that the source waits, unless a newer copy is there. Without a barrier it waits no more; that is kept as well, so that
/// an older copy still on its way loses.
pub(super) async fn put_block(tx: &mut WorkerTx, of: &Loaded, barrier: Option<Barrier>) -> Result<()> {
    let row = NewBlock {
        tenant_id: tx.own(),
        task_id: of.task_id,
        source_tenant_id: of.tenant_id,
        assignment_id: of.id,
        part: of.part,
        cause: barrier.and_then(|barrier| barrier.cause),
        since: barrier.map_or(tx.today(), |barrier| barrier.since).to_diesel(),
        due_on: of.due_on.map(ToDiesel::to_diesel),
        due_precision: of.due_precision,
        late_from: of.late_from().map(ToDiesel::to_diesel),
        live: barrier.is_some(),
        version: of.version,
    };
    let put =
        diesel::insert_into(b::table).values(&row).on_conflict(b::table.primary_key()).do_update().set(&row);
    let put = diesel::query_dsl::methods::FilterDsl::filter(put, b::version.le(excluded(b::version)));
    prepared(put).execute(conn(tx)).await?;
    Ok(())
}

/// How many assignments wait for this tenant.
pub async fn count_blocks(tx: &mut Tx, tenant: TenantId) -> Result<i64> {
    let live = b::table.filter(b::tenant_id.eq(tenant)).filter(b::live);
    Ok(live.count().get_result(conn(tx)).await?)
}

/// Tenants by their numbers, as a line shows them.
type Names = BTreeMap<TenantId, TenantRef>;

/// A block with what its line shows.
#[derive(Queryable)]
pub(super) struct BlockRow {
    source: TenantId,
    on: TenantId,
    asked: Option<AssignmentId>,
    task: String,
    title_vi: String,
    title_en: String,
    part: Part,
    cause: Option<Cause>,
    since: jiff_diesel::Date,
    due_on: Option<jiff_diesel::Date>,
    due_precision: Precision,
    late_from: Option<jiff_diesel::Date>,
}

impl BlockRow {
    pub(super) fn into_wire(self, today: Date, names: &Names) -> Option<Block> {
        let since = self.since.to_jiff();
        Some(Block {
            tenant: names.get(&self.source)?.clone(),
            on: names.get(&self.on)?.clone(),
            asked: self.asked,
            task: self.task,
            title_vi: self.title_vi,
            title_en: self.title_en,
            part: self.part,
            cause: self.cause,
            since,
            days: lateness::days_between(since, today).max(0),
            due_on: self.due_on.map(jiff_diesel::Date::to_jiff),
            due_precision: self.due_precision,
            days_overdue: lateness::days_overdue(self.late_from.map(jiff_diesel::Date::to_jiff), today),
        })
    }
}

/// Who waits for the tenant `on`, or for any, longest first.
pub(super) async fn blocks(tx: &mut Tx, on: Option<TenantId>) -> Result<Vec<BlockRow>> {
    let asked = a::tenant_id.eq(b::tenant_id).and(a::task_id.eq(b::task_id));
    // As the table of acts has it of an urge (R9).
    let asked = asked.and(a::part.eq(Part::Lead)).and(a::status.eq_any(WITH_TENANT));
    let mut query = b::table
        .inner_join(tasks::table.on(tasks::id.eq(b::task_id)))
        .left_join(a::table.on(asked))
        .filter(b::live)
        .into_boxed();
    if let Some(tenant) = on {
        query = query.filter(b::tenant_id.eq(tenant));
    }
    let rows = query
        .order((b::since, b::tenant_id, b::task_id, b::source_tenant_id))
        .limit(MAX_BLOCKS)
        .select((
            b::source_tenant_id,
            b::tenant_id,
            a::id.nullable(),
            tasks::code,
            tasks::title_vi,
            tasks::title_en,
            b::part,
            b::cause,
            b::since,
            b::due_on,
            b::due_precision,
            b::late_from,
        ))
        .load(conn(tx))
        .await?;
    Ok(rows)
}

/// How many wait for a tenant for one cause, and since when.
#[derive(Queryable)]
pub(super) struct GroupRow {
    on: TenantId,
    cause: Option<Cause>,
    count: i64,
    since: Option<jiff_diesel::Date>,
}

impl GroupRow {
    pub(super) fn into_wire(self, today: Date, names: &Names) -> Option<BlockGroup> {
        let since = self.since?.to_jiff();
        let days = lateness::days_between(since, today).max(0);
        Some(BlockGroup {
            on: names.get(&self.on)?.clone(),
            cause: self.cause,
            count: self.count,
            since,
            days,
        })
    }
}

/// All that wait for the tenant `on`, or for any, by who is waited for and why.
pub(super) async fn block_groups(tx: &mut Tx, on: Option<TenantId>) -> Result<Vec<GroupRow>> {
    let mut query = b::table
        .filter(b::live)
        .group_by((b::tenant_id, b::cause))
        .select((b::tenant_id, b::cause, count_star(), min(b::since)))
        .into_boxed();
    if let Some(tenant) = on {
        query = query.filter(b::tenant_id.eq(tenant));
    }
    Ok(query.load(conn(tx)).await?)
}
