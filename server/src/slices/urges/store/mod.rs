//! SQL of issuing, answering and closing urges.

pub mod planned;
pub mod register;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, TenantId, UrgeId},
    wire::urge::{UrgeAddressee, UrgeTemplate},
};
use jiff::{Timestamp, civil::Date};
use jiff_diesel::ToDiesel;
use uuid::Uuid;

use super::model::{Number, Words};
use crate::domain::assignments::Loaded;
use dondoc_kernel::{
    db::{
        Tx, exactly_one,
        sql::{conn, lane},
    },
    error::Result,
    schema::{
        assignments as a, blocks as b, settings, tasks, tenants, urge_assignments as l, urge_numbers as n,
        urge_templates as t, urges as u,
    },
};

/// A setting that an administrator has made, else `default`.
pub(super) async fn setting(tx: &mut Tx, key: &str, default: &str) -> Result<String> {
    let value: Option<String> =
        settings::table.find(key).select(settings::value).first(conn(tx)).await.optional()?;
    Ok(value.filter(|value| !value.trim().is_empty()).unwrap_or_else(|| default.to_owned()))
}

/// The next number of the year. The row is locked until the end of the transaction, so numbers have no gap.
pub(super) async fn next_number(tx: &mut Tx, year: i32, symbol: &str) -> Result<i32> {
    let number = diesel::insert_into(n::table)
        .values((n::year.eq(year), n::symbol.eq(symbol), n::last.eq(1)))
        .on_conflict((n::year, n::symbol))
        .do_update()
        .set(n::last.eq(n::last + 1))
        .returning(n::last)
        .get_result(conn(tx))
        .await?;
    Ok(number)
}

/// An urge about to be written.
pub(super) struct NewUrgeRow<'a> {
    pub tenant: TenantId,
    pub number: &'a Number,
    pub addressee: UrgeAddressee,
    pub template: Option<&'a str>,
    pub words: &'a Words,
    pub reply_by: Date,
    pub about: &'a [Loaded],
    /// Until then no mail tells of it; none where it may at once.
    pub mail_from: Option<Timestamp>,
}

pub(super) async fn insert(tx: &mut Tx, row: &NewUrgeRow<'_>) -> Result<UrgeId> {
    let id = UrgeId(tx.new_id());
    let (user, role) = tx.actor.person()?;
    let values = (
        u::tenant_id.eq(row.tenant),
        u::id.eq(id),
        u::year.eq(row.number.year),
        u::symbol.eq(&row.number.symbol),
        u::number.eq(row.number.number),
        u::addressee.eq(row.addressee),
        u::template.eq(row.template),
        u::text.eq(&row.words.vi),
        u::text_en.eq(&row.words.en),
        u::reply_by.eq(row.reply_by.to_diesel()),
        u::by_id.eq(user),
        u::by_name.eq(&tx.actor.name),
        u::by_role.eq(role),
        u::at.eq(tx.now.to_diesel()),
        u::issued_on.eq(tx.today().to_diesel()),
        u::mail_from.eq(row.mail_from.map(Timestamp::to_diesel)),
    );
    diesel::insert_into(u::table).values(values).execute(&mut lane(tx)).await?;
    let link = |of: &Loaded| {
        (
            l::tenant_id.eq(row.tenant),
            l::urge_id.eq(id),
            l::assignment_id.eq(of.id),
            l::due_on.eq(of.due_on.to_diesel()),
            l::due_precision.eq(of.due_precision),
        )
    };
    let links: Vec<_> = row.about.iter().map(link).collect();
    diesel::insert_into(l::table).values(links).execute(conn(tx)).await?;
    Ok(id)
}

/// Names of the tenant, and the codes of the tasks of these assignments, in order.
pub(super) async fn names(
    tx: &mut Tx,
    tenant: TenantId,
    ids: &[AssignmentId],
) -> Result<(String, String, Vec<String>)> {
    let (vi, en) =
        tenants::table.find(tenant).select((tenants::name_vi, tenants::name_en)).first(conn(tx)).await?;
    let codes = a::table
        .inner_join(tasks::table.on(tasks::id.eq(a::task_id)))
        .filter(a::tenant_id.eq(tenant))
        .filter(a::id.eq_any(ids))
        .order((tasks::code_order, tasks::code))
        .select(tasks::code)
        .load(conn(tx))
        .await?;
    Ok((vi, en, codes))
}

/// A tenant that waits for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WaitingTenant {
    pub name_vi: String,
    pub name_en: String,
    /// Codes of the assignments that it waits with, in order.
    pub codes: Vec<String>,
    /// Their tasks.
    pub tasks: Vec<Uuid>,
}

/// The bodies that wait for this tenant with these tasks, longest first.
pub(super) async fn who_waits(tx: &mut Tx, tenant: TenantId, tasks: Vec<Uuid>) -> Result<Vec<WaitingTenant>> {
    let rows: Vec<(TenantId, String, String, String, Uuid)> = b::table
        .inner_join(tenants::table.on(tenants::id.eq(b::source_tenant_id)))
        .inner_join(tasks::table.on(tasks::id.eq(b::task_id)))
        .filter(b::tenant_id.eq(tenant))
        .filter(b::task_id.eq_any(tasks))
        .filter(b::live)
        .order((b::since, b::source_tenant_id, tasks::code_order))
        .select((b::source_tenant_id, tenants::name_vi, tenants::name_en, tasks::code, tasks::id))
        .load(conn(tx))
        .await?;
    let mut found: Vec<(TenantId, WaitingTenant)> = Vec::new();
    for (of, name_vi, name_en, code, task) in rows {
        if let Some((_, waiting)) = found.iter_mut().find(|(known, _)| *known == of) {
            waiting.codes.push(code);
            waiting.tasks.push(task);
        } else {
            found.push((of, WaitingTenant { name_vi, name_en, codes: vec![code], tasks: vec![task] }));
        }
    }
    Ok(found.into_iter().map(|(_, waiting)| waiting).collect())
}

pub(super) async fn template(tx: &mut Tx, code: &str) -> Result<Option<UrgeTemplate>> {
    let row = t::table.find(code).select(UrgeTemplateRow::as_select()).first(conn(tx)).await.optional()?;
    Ok(row.map(UrgeTemplateRow::into_wire))
}

pub(super) async fn templates(tx: &mut Tx) -> Result<Vec<UrgeTemplate>> {
    let rows: Vec<UrgeTemplateRow> =
        t::table.order(t::code).select(UrgeTemplateRow::as_select()).load(conn(tx)).await?;
    Ok(rows.into_iter().map(UrgeTemplateRow::into_wire).collect())
}

/// A template as it is kept.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = t)]
pub(super) struct UrgeTemplateRow {
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    pub text_vi: String,
    pub text_en: String,
    pub version: i32,
}

impl UrgeTemplateRow {
    pub(super) fn into_wire(self) -> UrgeTemplate {
        let Self { code, name_vi, name_en, text_vi, text_en, version } = self;
        UrgeTemplate { code, name_vi, name_en, text_vi, text_en, version }
    }
}

/// Writes a template over the version that was seen, or a new one over none. False where somebody else was faster.
pub(super) async fn put_template(tx: &mut Tx, row: &UrgeTemplateRow, seen: i32) -> Result<bool> {
    let rows = if seen == 0 {
        diesel::insert_into(t::table).values(row).on_conflict_do_nothing().execute(conn(tx)).await?
    } else {
        let held = t::table.find(&row.code).filter(t::version.eq(seen));
        diesel::update(held).set(row).execute(conn(tx)).await?
    };
    Ok(rows == 1)
}

/// The urge that waits for an answer about this assignment: the one that is wanted, else the oldest.
pub(super) async fn open_one(
    tx: &mut Tx,
    tenant: TenantId,
    id: AssignmentId,
    wanted: Option<UrgeId>,
) -> Result<Option<(UrgeId, Number)>> {
    let mut query = l::table
        .inner_join(u::table.on(u::tenant_id.eq(l::tenant_id).and(u::id.eq(l::urge_id))))
        .filter(l::tenant_id.eq(tenant))
        .filter(l::assignment_id.eq(id))
        .filter(l::lapsed_at.is_null())
        .filter(u::answered_at.is_null())
        .filter(u::lapsed_at.is_null())
        .order(u::id)
        .select((u::id, u::number, u::year, u::symbol))
        .into_boxed();
    if let Some(wanted) = wanted {
        query = query.filter(u::id.eq(wanted));
    }
    let row: Option<(UrgeId, i32, i32, String)> = query.first(conn(tx)).await.optional()?;
    Ok(row.map(|(id, number, year, symbol)| (id, Number { number, year, symbol })))
}

/// Number, words and reply-by date of an urge that waits for its answer.
pub(super) async fn waiting(
    tx: &mut Tx,
    tenant: TenantId,
    id: UrgeId,
) -> Result<Option<(Number, Words, Date)>> {
    type Row = (i32, i32, String, String, Option<String>, jiff_diesel::Date);
    let row: Option<Row> = u::table
        .find((tenant, id))
        .filter(u::answered_at.is_null())
        .filter(u::lapsed_at.is_null())
        .select((u::number, u::year, u::symbol, u::text, u::text_en, u::reply_by))
        .first(conn(tx))
        .await
        .optional()?;
    Ok(row.map(|(number, year, symbol, vi, en, reply_by)| {
        (Number { number, year, symbol }, Words { vi, en }, reply_by.to_jiff())
    }))
}

pub(super) async fn answer(tx: &mut Tx, tenant: TenantId, id: UrgeId, text: &str) -> Result<()> {
    let (now, today) = (tx.now.to_diesel(), tx.today().to_diesel());
    let rows = diesel::update(u::table.find((tenant, id)))
        .filter(u::answered_at.is_null())
        .filter(u::lapsed_at.is_null())
        .set((
            u::answer.eq(text),
            u::answered_by.eq(tx.actor.user),
            u::answered_name.eq(tx.actor.name.clone()),
            u::answered_at.eq(now),
            u::answered_on.eq(today),
        ))
        .execute(conn(tx))
        .await?;
    exactly_one(rows)
}
