//! SQL of the reminders.

pub mod again;
pub mod ageing;
pub mod choice;
pub mod copies;

use diesel::{
    dsl::{case_when, exists},
    prelude::*,
    sql_types::{
        Array, BigInt, Date as SqlDate, Integer, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid,
    },
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, MessageId, PeriodId, PolicyId, TenantId, UserId},
    lifecycle::{Part, Status, TaskKind, WITH_TENANT},
    policy::When,
    wire::{Precision, assignment::EventKind},
};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;
use uuid::Uuid;

use super::facts::{DigestLine, Item, ReminderFacts, SWITCHED_OFF};
use crate::domain::{assignments::is_lead, policies::Caps};
use dondoc_kernel::{
    clock,
    db::{
        Tx, Words, WorkerTx, prepared,
        sql::{conn, lane},
        words,
    },
    error::Result,
    schema::{assignments, directives, events, outbox, reminder_occurrences as o, sweeps, tasks},
    tenants::Tenant,
};

/// Every transaction before this one has ended: what it changed can be read from now on.
fn horizon() -> Words<BigInt> {
    words("pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
}

/// Begins a sweep and returns the last local date whose reminders are queued; none before the first. The row is locked, so that two
/// sweeps of a tenant come one after the other, and says what will have been seen before anything is read.
pub async fn begin(tx: &mut WorkerTx, today: Date) -> Result<Option<Date>> {
    let first = (
        sweeps::tenant_id.eq(tx.own()),
        sweeps::swept_to.eq(today.to_diesel()),
        sweeps::seen_xid.eq(horizon()),
    );
    let added =
        diesel::insert_into(sweeps::table).values(first).on_conflict_do_nothing().execute(conn(tx)).await?;
    if added > 0 {
        return Ok(None);
    }
    let swept: jiff_diesel::Date =
        sweeps::table.find(tx.own()).select(sweeps::swept_to).for_update().first(conn(tx)).await?;
    let swept = swept.to_jiff();
    let begun = diesel::update(sweeps::table.find(tx.own()))
        .set((sweeps::swept_to.eq(swept.max(today).to_diesel()), sweeps::seen_xid.eq(horizon())));
    prepared(begun).execute(conn(tx)).await?;
    Ok(Some(swept))
}

/// Has anything but a reminder happened since the last sweep? One look into an index, whatever the tenant has.
pub async fn has_changed(tx: &mut WorkerTx) -> Result<bool> {
    let seen: i64 = sweeps::table.find(tx.own()).select(sweeps::seen_xid).first(conn(tx)).await?;
    let newer = events::table
        .filter(events::tenant_id.eq(tx.own()))
        .filter(events::xid.ge(seen))
        .filter(events::kind.ne_all(EventKind::MAIL));
    Ok(diesel::select(exists(newer)).get_result(conn(tx)).await?)
}

/// The last local date whose reminders are queued, if any were.
pub async fn last_swept(tx: &mut Tx, tenant: TenantId) -> Result<Option<Date>> {
    let swept: Option<jiff_diesel::Date> =
        sweeps::table.find(tenant).select(sweeps::swept_to).first(conn(tx)).await.optional()?;
    Ok(swept.map(jiff_diesel::Date::to_jiff))
}

type FactsRow = (
    (
        AssignmentId,
        Option<PeriodId>,
        Status,
        Option<UserId>,
        Option<jiff_diesel::Date>,
        Option<jiff_diesel::Date>,
    ),
    (jiff_diesel::Date, jiff_diesel::Date, i16, i16),
    (bool, i32, Option<UserId>, i16, Option<jiff_diesel::Timestamp>),
);

type FactsColumns = (
    (
        assignments::id,
        assignments::period_id,
        assignments::status,
        assignments::assignee_id,
        assignments::due_on,
        assignments::late_from,
    ),
    (assignments::urgency_on, assignments::assigned_on, assignments::level, assignments::reminders_at_level),
    (
        assignments::sent_back,
        assignments::unanswered_urges,
        assignments::proposed_by,
        assignments::percent,
        assignments::last_report_at,
    ),
);

const FACTS: FactsColumns = (
    (
        assignments::id,
        assignments::period_id,
        assignments::status,
        assignments::assignee_id,
        assignments::due_on,
        assignments::late_from,
    ),
    (assignments::urgency_on, assignments::assigned_on, assignments::level, assignments::reminders_at_level),
    (
        assignments::sent_back,
        assignments::unanswered_urges,
        assignments::proposed_by,
        assignments::percent,
        assignments::last_report_at,
    ),
);

fn facts((state, rest, work): FactsRow) -> ReminderFacts {
    let (id, period, status, assignee, due_on, late_from) = state;
    let (urgency_on, assigned_on, level, reminders_at_level) = rest;
    let (sent_back, urges, proposed_by, percent, last_report_at) = work;
    let local =
        |at: jiff_diesel::Timestamp| clock::local_date(at.to_jiff(), &clock::zone(clock::DEFAULT_ZONE));
    ReminderFacts {
        id,
        kind: if period.is_some() { TaskKind::Report } else { TaskKind::Duty },
        status,
        assignee,
        due_on: due_on.map(jiff_diesel::Date::to_jiff),
        late_from: late_from.map(jiff_diesel::Date::to_jiff),
        urgency_on: urgency_on.to_jiff(),
        assigned_on: assigned_on.to_jiff(),
        level,
        reminders_at_level,
        sent_back,
        urges,
        proposed_by,
        percent,
        reported_on: last_report_at.map(local),
    }
}

/// Open lead items for which the tenant owes the next step; with these due dates, or all.
pub async fn open_facts(tx: &mut Tx, tenant: TenantId, due: Option<&[Date]>) -> Result<Vec<ReminderFacts>> {
    let mut query = assignments::table
        .filter(assignments::tenant_id.eq(tenant))
        .filter(assignments::open)
        .filter(is_lead())
        .filter(assignments::status.eq_any(WITH_TENANT))
        .select(FACTS)
        .into_boxed();
    if let Some(due) = due {
        let due: Vec<jiff_diesel::Date> = due.iter().map(|due| due.to_diesel()).collect();
        query = query.filter(assignments::due_on.eq_any(due));
    }
    let rows: Vec<FactsRow> = query.load(conn(tx)).await?;
    Ok(rows.into_iter().map(facts).collect())
}

/// Open lead items of the tenant entered that wait for somebody on this date, most urgent first: new, urged, returned, sent
/// back, proposed or overdue.
pub async fn waiting(tx: &WorkerTx, today: Date) -> Result<Vec<ReminderFacts>> {
    let rows: Vec<FactsRow> = assignments::table
        .filter(assignments::tenant_id.eq(tx.own()))
        .filter(assignments::open)
        .filter(is_lead())
        .filter(assignments::status.eq_any(WITH_TENANT))
        .filter(assignments::assigned_on.le(today.to_diesel()))
        .filter(
            assignments::status
                .ne_all([Status::Acknowledged, Status::InProgress])
                .or(assignments::sent_back)
                .or(assignments::unanswered_urges.gt(0))
                .or(assignments::late_from
                    .is_not_null()
                    .and(assignments::late_from.le(today.to_diesel()).assume_not_null())),
        )
        .order((assignments::urgency_on, assignments::code_order, assignments::id))
        .select(FACTS)
        .load(&mut lane(tx))
        .await?;
    Ok(rows.into_iter().map(facts).collect())
}

/// The oldest due date of the tenant's open lead items; one look into the index on them.
pub async fn oldest_due(tx: &mut Tx, tenant: TenantId) -> Result<Option<Date>> {
    let oldest: Option<jiff_diesel::Date> = assignments::table
        .filter(assignments::tenant_id.eq(tenant))
        .filter(assignments::open)
        .filter(is_lead())
        .filter(assignments::due_on.is_not_null())
        .order(assignments::due_on)
        .select(assignments::due_on.assume_not_null())
        .first(conn(tx))
        .await
        .optional()?;
    Ok(oldest.map(jiff_diesel::Date::to_jiff))
}

/// Lead items by id, whatever their state.
pub async fn items(tx: &Tx, tenant: &Tenant, ids: &[AssignmentId]) -> Result<Vec<Item>> {
    let all = items_of_any_part(tx, tenant, ids).await?;
    Ok(all.into_iter().filter(|(_, part)| *part == Part::Lead).map(|(item, _)| item).collect())
}

/// The same with the contributions among them, each with its part.
pub async fn items_of_any_part(tx: &Tx, tenant: &Tenant, ids: &[AssignmentId]) -> Result<Vec<(Item, Part)>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    type Texts = (String, String, String, String, Precision);
    let rows: Vec<(FactsRow, Texts, Part)> = assignments::table
        .inner_join(tasks::table.on(tasks::id.eq(assignments::task_id)))
        .inner_join(directives::table.on(directives::id.eq(tasks::directive_id)))
        .filter(assignments::tenant_id.eq(tenant.id))
        .filter(assignments::id.eq_any(ids))
        .order((tasks::code_order, tasks::code))
        .select((
            FACTS,
            (tasks::code, tasks::title_vi, tasks::title_en, directives::number, assignments::due_precision),
            assignments::part,
        ))
        .load(&mut lane(tx))
        .await?;
    let item =
        |(row, (code, title_vi, title_en, directive, due_precision), part): (FactsRow, Texts, Part)| {
            let code = format!("{code}/{}", tenant.slug);
            (Item { facts: facts(row), code, title_vi, title_en, directive, due_precision }, part)
        };
    Ok(rows.into_iter().map(item).collect())
}

/// The person's digest that has not left yet and that nobody is sending. Locked, so that it stays so.
pub async fn waiting_digest(tx: &mut WorkerTx, recipient: Uuid) -> Result<Option<MessageId>> {
    let found = outbox::table
        .filter(outbox::tenant_id.eq(tx.own()))
        .filter(outbox::kind.eq("digest"))
        .filter(outbox::recipient_id.eq(recipient))
        .filter(outbox::state.eq("ready"))
        .filter(outbox::raw.is_null())
        .order((outbox::run_at, outbox::id))
        .select(outbox::id)
        .for_update()
        .skip_locked()
        .first(conn(tx))
        .await
        .optional()?;
    Ok(found)
}

/// The recorded steps of these items since `from`: for whom, and whether they were sent or switched off.
pub async fn noted_since(
    tx: &mut Tx,
    tenant: TenantId,
    ids: &[AssignmentId],
    from: Date,
) -> Result<Vec<(AssignmentId, When, Date, Uuid, bool)>> {
    let rows: Vec<(AssignmentId, String, jiff_diesel::Date, Uuid, bool)> = o::table
        .filter(o::tenant_id.eq(tenant))
        .filter(o::assignment_id.eq_any(ids))
        .filter(o::slot_date.ge(from.to_diesel()))
        .select((o::assignment_id, o::rule_id, o::slot_date, o::recipient_id, o::message_id.is_not_null()))
        .load(conn(tx))
        .await?;
    let known = |(id, rule, slot, person, told): (_, String, jiff_diesel::Date, _, _)| {
        Some((id, rule.parse().ok()?, slot.to_jiff(), person, told))
    };
    Ok(rows.into_iter().filter_map(known).collect())
}

/// Records the reminders in `message`; with no message, records them as opted out. What is recorded stays as it is. One
/// statement whose arrays hold the rows, because a sweep writes thousands.
#[expect(clippy::disallowed_methods, reason = "unnest of several arrays has no name in the DSL")]
pub async fn note(
    tx: &mut WorkerTx,
    message: Option<MessageId>,
    recipient: Uuid,
    lines: &[DigestLine],
) -> Result<()> {
    let rows: Vec<_> =
        lines.iter().flat_map(|line| line.steps.iter().map(move |step| (line, step))).collect();
    let statement = "insert into dondoc.reminder_occurrences
            (tenant_id, assignment_id, rule_id, slot_date, recipient_id, level, message_id, at, policy_id, reason, status, due_on)
        select $1, n.assignment_id, n.rule_id, n.slot_date, $2, n.level, $3, $4, n.policy_id, n.reason, n.status, n.due_on
        from unnest($5::uuid[], $6::text[], $7::date[], $8::smallint[], $9::uuid[], $10::text[], $11::text[],
            $12::date[])
            as n (assignment_id, rule_id, slot_date, level, policy_id, reason, status, due_on)
        on conflict do nothing";
    let note = diesel::sql_query(statement)
        .bind::<Integer, _>(tx.own())
        .bind::<SqlUuid, _>(recipient)
        .bind::<Nullable<SqlUuid>, _>(message)
        .bind::<Timestamptz, _>(tx.now.to_diesel())
        .bind::<Array<SqlUuid>, _>(rows.iter().map(|(line, _)| line.facts.id).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(rows.iter().map(|(_, step)| step.when.to_string()).collect::<Vec<_>>())
        .bind::<Array<SqlDate>, _>(rows.iter().map(|(_, step)| step.slot.to_diesel()).collect::<Vec<_>>())
        .bind::<Array<SmallInt>, _>(rows.iter().map(|(line, _)| line.facts.level).collect::<Vec<_>>())
        .bind::<Array<SqlUuid>, _>(rows.iter().map(|(_, step)| step.policy).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(
            rows.iter()
                .map(|(line, _)| message.map_or(SWITCHED_OFF, |_| line.reason.as_str()))
                .collect::<Vec<_>>(),
        )
        .bind::<Array<Text>, _>(rows.iter().map(|(line, _)| line.facts.status.as_str()).collect::<Vec<_>>())
        .bind::<Array<SqlDate>, _>(
            rows.iter()
                .map(|(line, step)| line.facts.due_on.unwrap_or(step.slot).to_diesel())
                .collect::<Vec<_>>(),
        );
    prepared(note).execute(conn(tx)).await?;
    Ok(())
}

/// A row of the ledger: what a message owes, and on what it rested when it was queued.
#[derive(Debug, Clone)]
pub struct NotedReminder {
    pub message: MessageId,
    pub item: AssignmentId,
    pub when: When,
    pub slot: Date,
    pub policy: PolicyId,
    pub reason: String,
    pub status: Status,
    pub due_on: Date,
    pub level: i16,
}

/// What these messages owe.
pub async fn noted(tx: &Tx, tenant: TenantId, messages: &[MessageId]) -> Result<Vec<NotedReminder>> {
    type Slot = (MessageId, AssignmentId, String, jiff_diesel::Date);
    type Basis = (PolicyId, String, Status, jiff_diesel::Date, i16);
    let rows: Vec<(Slot, Basis)> = o::table
        .filter(o::tenant_id.eq(tenant))
        .filter(o::message_id.eq_any(messages))
        .select((
            (o::message_id.assume_not_null(), o::assignment_id, o::rule_id, o::slot_date),
            (o::policy_id, o::reason, o::status, o::due_on, o::level),
        ))
        .load(&mut lane(tx))
        .await?;
    let known = |((message, item, rule, slot), (policy, reason, status, due_on, level)): (Slot, Basis)| {
        let (slot, due_on) = (slot.to_jiff(), due_on.to_jiff());
        Some(NotedReminder {
            message,
            item,
            when: rule.parse().ok()?,
            slot,
            policy,
            reason,
            status,
            due_on,
            level,
        })
    };
    Ok(rows.into_iter().filter_map(known).collect())
}

/// The cap of a row, by what is assigned. A macro and not a function, because nobody can write the type of what it makes.
macro_rules! cap {
    ($caps:expr) => {
        case_when(assignments::period_id.is_null(), $caps.duty.into_sql::<SmallInt>())
            .otherwise($caps.report.into_sql::<SmallInt>())
    };
}

/// Counts one reminder more for each of these items, and notes those that have had the last of `caps`. Not a change that a
/// person made: the version stays.
pub async fn count(tx: &mut WorkerTx, ids: &[AssignmentId], caps: Caps) -> Result<()> {
    let items = assignments::table.filter(assignments::tenant_id.eq(tx.own()));
    let count = diesel::update(items.filter(assignments::id.eq_any(ids))).set((
        assignments::reminders_at_level.eq(assignments::reminders_at_level + 1),
        assignments::silent.eq((assignments::reminders_at_level + 1).ge(cap!(caps))),
    ));
    prepared(count).execute(conn(tx)).await?;
    Ok(())
}

/// Works out again, after a change of the cap, whether each open item has had all its reminders.
pub async fn recount_silent(tx: &mut WorkerTx, caps: Caps) -> Result<()> {
    let silent = assignments::reminders_at_level.ge(cap!(caps));
    diesel::update(
        assignments::table
            .filter(assignments::tenant_id.eq(tx.own()))
            .filter(assignments::open)
            .filter(assignments::silent.ne(silent)),
    )
    .set(assignments::silent.eq(assignments::reminders_at_level.ge(cap!(caps))))
    .execute(conn(tx))
    .await?;
    Ok(())
}
