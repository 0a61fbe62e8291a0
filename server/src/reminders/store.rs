//! SQL of the reminders.

use diesel::{
    dsl::{exists, sql},
    expression::SqlLiteral,
    prelude::*,
    sql_types::{BigInt, Bool},
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, MessageId, TenantId, UserId},
    lifecycle::{Part, Status, WITH_TENANT},
    role::Role,
    text::Lang,
    wire::{Precision, assignment::EventKind},
};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;
use uuid::Uuid;

use super::{
    plan::{Item, Line},
    recipients::{Person, Staff},
    schedule::{CAP, Step},
};
use crate::{
    db::{Tx, WorkerTx},
    error::Result,
    schema::{
        assignments, contacts, directives, events, outbox, reminder_occurrences, sweeps, tasks, tenants,
        users,
    },
};

/// A tenant as its mail names it.
#[derive(Debug, Clone, Queryable)]
pub struct Tenant {
    /// Its number.
    pub id: TenantId,
    /// The key.
    pub slug: String,
    /// Vietnamese name.
    pub name_vi: String,
    /// English name.
    pub name_en: String,
    /// Time zone.
    pub zone: String,
}

const TENANT: (tenants::id, tenants::slug, tenants::name_vi, tenants::name_en, tenants::zone) =
    (tenants::id, tenants::slug, tenants::name_vi, tenants::name_en, tenants::zone);

/// All tenants.
pub(super) async fn tenants(tx: &mut Tx) -> Result<Vec<Tenant>> {
    Ok(tenants::table.order(tenants::id).select(TENANT).load(&mut tx.conn).await?)
}

/// One tenant.
pub(super) async fn tenant(tx: &mut Tx, id: TenantId) -> Result<Tenant> {
    Ok(tenants::table.find(id).select(TENANT).first(&mut tx.conn).await?)
}

/// Every transaction before this one has ended: what it changed can be read from now on.
fn horizon() -> SqlLiteral<BigInt> {
    sql("pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
}

/// Begins a sweep: the last local date whose reminders are queued; none before the first. The row is locked, so that two
/// sweeps of a tenant come one after the other, and says what will have been seen before anything is read.
pub(super) async fn begin(tx: &mut WorkerTx, today: Date) -> Result<Option<Date>> {
    let first = (
        sweeps::tenant_id.eq(tx.own()),
        sweeps::swept_to.eq(today.to_diesel()),
        sweeps::seen_xid.eq(horizon()),
    );
    let added = diesel::insert_into(sweeps::table)
        .values(first)
        .on_conflict_do_nothing()
        .execute(&mut tx.conn)
        .await?;
    if added > 0 {
        return Ok(None);
    }
    let swept: jiff_diesel::Date =
        sweeps::table.find(tx.own()).select(sweeps::swept_to).for_update().first(&mut tx.conn).await?;
    let swept = swept.to_jiff();
    diesel::update(sweeps::table.find(tx.own()))
        .set((sweeps::swept_to.eq(swept.max(today).to_diesel()), sweeps::seen_xid.eq(horizon())))
        .execute(&mut tx.conn)
        .await?;
    Ok(Some(swept))
}

/// Has anything but a reminder happened since the last sweep? One look into an index, whatever the tenant has.
pub(super) async fn has_changed(tx: &mut WorkerTx) -> Result<bool> {
    let seen: i64 = sweeps::table.find(tx.own()).select(sweeps::seen_xid).first(&mut tx.conn).await?;
    let newer = events::table
        .filter(events::tenant_id.eq(tx.own()))
        .filter(events::xid.ge(seen))
        .filter(events::kind.ne(EventKind::Reminded));
    Ok(diesel::select(exists(newer)).get_result(&mut tx.conn).await?)
}

/// The last local date whose reminders are queued, if any were.
pub(super) async fn last_swept(tx: &mut WorkerTx) -> Result<Option<Date>> {
    let swept: Option<jiff_diesel::Date> =
        sweeps::table.find(tx.own()).select(sweeps::swept_to).first(&mut tx.conn).await.optional()?;
    Ok(swept.map(jiff_diesel::Date::to_jiff))
}

type Facts = (
    (AssignmentId, String, String, String, String),
    (Status, Option<UserId>, Option<jiff_diesel::Date>, Precision, Option<jiff_diesel::Date>),
    (jiff_diesel::Date, jiff_diesel::Date, i16, i16),
);

fn item((task, state, rest): Facts, slug: &str) -> Item {
    let (id, code, title_vi, title_en, directive) = task;
    let (status, assignee, due_on, due_precision, late_from) = state;
    let (urgency_on, assigned_on, level, reminders_at_level) = rest;
    Item {
        id,
        code: format!("{code}/{slug}"),
        title_vi,
        title_en,
        directive,
        status,
        assignee,
        due_on: due_on.map(jiff_diesel::Date::to_jiff),
        due_precision,
        late_from: late_from.map(jiff_diesel::Date::to_jiff),
        urgency_on: urgency_on.to_jiff(),
        assigned_on: assigned_on.to_jiff(),
        level,
        reminders_at_level,
    }
}

macro_rules! facts {
    () => {
        (
            (assignments::id, tasks::code, tasks::title_vi, tasks::title_en, directives::number),
            (
                assignments::status,
                assignments::assignee_id,
                assignments::due_on,
                assignments::due_precision,
                assignments::late_from,
            ),
            (
                assignments::urgency_on,
                assignments::assigned_on,
                assignments::level,
                assignments::reminders_at_level,
            ),
        )
    };
}

macro_rules! source {
    () => {
        assignments::table
            .inner_join(tasks::table.on(tasks::id.eq(assignments::task_id)))
            .inner_join(directives::table.on(directives::id.eq(tasks::directive_id)))
    };
}

/// Open lead items with one of these due dates, for which the tenant owes the next step.
pub(super) async fn items_due(tx: &mut WorkerTx, tenant: &Tenant, due: &[Date]) -> Result<Vec<Item>> {
    let due: Vec<jiff_diesel::Date> = due.iter().map(|due| due.to_diesel()).collect();
    let rows: Vec<Facts> = source!()
        .filter(assignments::tenant_id.eq(tenant.id))
        .filter(assignments::open)
        // A word and not a parameter: a plan for every parameter could not use the partial index.
        .filter(sql::<Bool>("assignments.part = 'lead'"))
        .filter(assignments::due_on.eq_any(due))
        .filter(assignments::status.eq_any(WITH_TENANT))
        .select(facts!())
        .load(&mut tx.conn)
        .await?;
    Ok(rows.into_iter().map(|row| item(row, &tenant.slug)).collect())
}

/// Open items that had all their reminders at their level; in words for the same reason.
pub fn is_silent() -> SqlLiteral<Bool> {
    sql(&format!("assignments.open and assignments.reminders_at_level >= {CAP}"))
}

/// Lead items by id, whatever their state.
pub(super) async fn items(tx: &mut Tx, tenant: &Tenant, ids: &[AssignmentId]) -> Result<Vec<Item>> {
    let rows: Vec<Facts> = source!()
        .filter(assignments::tenant_id.eq(tenant.id))
        .filter(assignments::id.eq_any(ids))
        .filter(assignments::part.eq(Part::Lead))
        .select(facts!())
        .load(&mut tx.conn)
        .await?;
    Ok(rows.into_iter().map(|row| item(row, &tenant.slug)).collect())
}

/// The tenant's active people and its mailbox.
pub(super) async fn staff(tx: &mut WorkerTx) -> Result<Staff> {
    let people: Vec<(Uuid, String, String, Lang, Role)> = users::table
        .filter(users::tenant_id.eq(tx.own()))
        .filter(users::status.eq("active"))
        .order(users::id)
        .select((users::id, users::name, users::email, users::lang, users::role))
        .load(&mut tx.conn)
        .await?;
    let mailbox: Option<(Uuid, String, String)> = contacts::table
        .filter(contacts::tenant_id.eq(tx.own()))
        .filter(contacts::role.eq("agency_mailbox"))
        .select((contacts::id, contacts::office, contacts::address))
        .first(&mut tx.conn)
        .await
        .optional()?;
    let person = |(id, name, address, lang, role)| Person { id, name, address, lang, role: Some(role) };
    let office = |(id, name, address)| Person { id, name, address, lang: Lang::Vi, role: None };
    Ok(Staff { people: people.into_iter().map(person).collect(), mailbox: mailbox.map(office) })
}

/// An active user or a contact of the tenant entered.
pub(super) async fn person(tx: &mut WorkerTx, id: Uuid) -> Result<Option<Person>> {
    let user: Option<(Uuid, String, String, Lang, Role)> = users::table
        .find((tx.own(), id))
        .filter(users::status.eq("active"))
        .select((users::id, users::name, users::email, users::lang, users::role))
        .first(&mut tx.conn)
        .await
        .optional()?;
    if let Some((id, name, address, lang, role)) = user {
        return Ok(Some(Person { id, name, address, lang, role: Some(role) }));
    }
    let contact: Option<(String, String)> = contacts::table
        .find((tx.own(), id))
        .select((contacts::office, contacts::address))
        .first(&mut tx.conn)
        .await
        .optional()?;
    Ok(contact.map(|(name, address)| Person { id, name, address, lang: Lang::Vi, role: None }))
}

/// The person's digest that has not left yet and that nobody is sending. Locked, so that it stays so.
pub(super) async fn waiting_digest(tx: &mut WorkerTx, recipient: Uuid) -> Result<Option<MessageId>> {
    let found = outbox::table
        .filter(outbox::tenant_id.eq(tx.own()))
        .filter(outbox::kind.eq("digest"))
        .filter(outbox::recipient_id.eq(recipient))
        .filter(outbox::state.eq("ready"))
        .filter(outbox::raw.is_null())
        .order(outbox::run_at)
        .select(outbox::id)
        .for_update()
        .skip_locked()
        .first(&mut tx.conn)
        .await
        .optional()?;
    Ok(found)
}

/// What of these items' steps is noted since `from`, and for whom.
pub(super) async fn noted_since(
    tx: &mut WorkerTx,
    ids: &[AssignmentId],
    from: Date,
) -> Result<Vec<(AssignmentId, (Step, Date), Uuid)>> {
    let rows: Vec<(AssignmentId, String, jiff_diesel::Date, Uuid)> = reminder_occurrences::table
        .filter(reminder_occurrences::tenant_id.eq(tx.own()))
        .filter(reminder_occurrences::assignment_id.eq_any(ids))
        .filter(reminder_occurrences::slot_date.ge(from.to_diesel()))
        .select((
            reminder_occurrences::assignment_id,
            reminder_occurrences::rule_id,
            reminder_occurrences::slot_date,
            reminder_occurrences::recipient_id,
        ))
        .load(&mut tx.conn)
        .await?;
    let known = |(id, rule, slot, person): (_, String, jiff_diesel::Date, _)| {
        Some((id, (Step::parse(&rule)?, slot.to_jiff()), person))
    };
    Ok(rows.into_iter().filter_map(known).collect())
}

/// Notes what a message owes; what is noted already stays as it is.
pub(super) async fn note(
    tx: &mut WorkerTx,
    message: MessageId,
    recipient: Uuid,
    lines: &[Line],
) -> Result<()> {
    let (tenant, now) = (tx.own(), tx.now.to_diesel());
    let rows: Vec<_> = lines
        .iter()
        .flat_map(|line| line.steps.iter().map(move |(step, slot)| (line, step, slot)))
        .map(|(line, step, slot)| {
            (
                reminder_occurrences::tenant_id.eq(tenant),
                reminder_occurrences::assignment_id.eq(line.item.id),
                reminder_occurrences::rule_id.eq(step.id()),
                reminder_occurrences::slot_date.eq(slot.to_diesel()),
                reminder_occurrences::recipient_id.eq(recipient),
                reminder_occurrences::level.eq(line.item.level),
                reminder_occurrences::message_id.eq(message),
                reminder_occurrences::at.eq(now),
            )
        })
        .collect();
    // A statement takes at most 65,535 parameters.
    for rows in rows.chunks(4_000) {
        diesel::insert_into(reminder_occurrences::table)
            .values(rows)
            .on_conflict_do_nothing()
            .execute(&mut tx.conn)
            .await?;
    }
    Ok(())
}

/// What a message owes.
pub(super) async fn noted(tx: &mut WorkerTx, message: MessageId) -> Result<Vec<(AssignmentId, Step, Date)>> {
    let rows: Vec<(AssignmentId, String, jiff_diesel::Date)> = reminder_occurrences::table
        .filter(reminder_occurrences::tenant_id.eq(tx.own()))
        .filter(reminder_occurrences::message_id.eq(message))
        .select((
            reminder_occurrences::assignment_id,
            reminder_occurrences::rule_id,
            reminder_occurrences::slot_date,
        ))
        .load(&mut tx.conn)
        .await?;
    let known =
        |(id, rule, slot): (_, String, jiff_diesel::Date)| Some((id, Step::parse(&rule)?, slot.to_jiff()));
    Ok(rows.into_iter().filter_map(known).collect())
}

/// Counts one reminder more for each of these items. Not a change that a person made: the version stays.
pub(super) async fn count(tx: &mut WorkerTx, ids: &[AssignmentId]) -> Result<()> {
    diesel::update(
        assignments::table.filter(assignments::tenant_id.eq(tx.own())).filter(assignments::id.eq_any(ids)),
    )
    .set(assignments::reminders_at_level.eq(assignments::reminders_at_level + 1))
    .execute(&mut tx.conn)
    .await?;
    Ok(())
}
