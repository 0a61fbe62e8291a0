//! SQL of assignments. Every statement on a tenant table carries the tenant where the transaction has one; row-level
//! security is the net, not the router.

pub mod accepted;
pub mod assign;
pub mod barrier;
pub mod beside;
pub mod columns;
pub mod held;
pub mod share;
pub mod tally;

use diesel::{
    dsl::{exists, max},
    prelude::*,
    sql_types,
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, EvidenceId, ExtensionId, ReportId, SubmissionId, TenantId, UserId},
    lifecycle::Part,
    wire::{
        ExtensionReason,
        assignment::{EventKind, ExtensionState, ReportBody},
    },
};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;

use super::{model::Loaded, words::is_waiting};
use dondoc_kernel::{
    db::{
        Tx, Version, WorkerTx, exactly_one, prepared,
        sql::{conn, lane},
        words,
    },
    error::Result,
    evidence::Stored,
    schema::{
        assignments, escalation_steps, events, evidence, extension_requests, progress_reports, submissions,
        tasks, tenants,
    },
};

/// Reads an assignment without a lock and without waiting for one: for previews, which write nothing.
pub async fn look(tx: &mut Tx, id: AssignmentId) -> Result<Loaded> {
    let mut query =
        assignments::table.filter(assignments::id.eq(id)).select(Loaded::as_select()).into_boxed();
    if let Some(tenant) = tx.tenant() {
        query = query.filter(assignments::tenant_id.eq(tenant));
    }
    Ok(query.first(conn(tx)).await?)
}

/// The same of several, in the order of their ids.
///
/// # Errors
/// `not_found` where one of them is not there.
pub async fn look_at(tx: &mut Tx, ids: &[AssignmentId]) -> Result<Vec<Loaded>> {
    let mut query =
        assignments::table.filter(assignments::id.eq_any(ids)).select(Loaded::as_select()).into_boxed();
    if let Some(tenant) = tx.tenant() {
        query = query.filter(assignments::tenant_id.eq(tenant));
    }
    let rows: Vec<Loaded> = query.order(assignments::id).load(conn(tx)).await?;
    if rows.len() == ids.len() { Ok(rows) } else { Err(ErrorCode::NotFound.into()) }
}

/// Locks an assignment. Another tenant's is not found, as if it did not exist (R82).
pub async fn load(tx: &mut Tx, id: AssignmentId) -> Result<Loaded> {
    let query = assignments::table.filter(assignments::id.eq(id)).select(Loaded::as_select());
    let row = match tx.tenant() {
        Some(tenant) => query.filter(assignments::tenant_id.eq(tenant)).for_update().first(conn(tx)).await?,
        None => query.for_update().first(conn(tx)).await?,
    };
    Ok(row)
}

/// What this tenant has to do in a task, if anything.
pub async fn own_of_task(tx: &mut WorkerTx, task: uuid::Uuid) -> Result<Option<Loaded>> {
    let row = assignments::table
        .filter(assignments::tenant_id.eq(tx.own()))
        .filter(assignments::task_id.eq(task))
        .select(Loaded::as_select())
        .first(conn(tx))
        .await
        .optional()?;
    Ok(row)
}

/// Adds a line to the timeline, which the event stream passes on.
pub async fn tell(tx: &mut Tx, row: &Loaded, kind: EventKind, detail: &str) -> Result<()> {
    let values = (
        events::tenant_id.eq(row.tenant_id),
        events::id.eq(tx.new_id()),
        events::assignment_id.eq(row.id),
        events::kind.eq(kind),
        events::at.eq(tx.now.to_diesel()),
        events::actor_tenant_id.eq(tx.actor.tenant),
        events::actor_id.eq(tx.actor.user),
        events::actor_name.eq(&tx.actor.name),
        events::detail.eq(detail),
    );
    diesel::insert_into(events::table).values(values).execute(&mut lane(tx)).await?;
    Ok(())
}

/// Notes in each item's timeline that mail about it left: what it was, and to whom. The rows travel in arrays, so the
/// statement's text is the same for any number of them.
#[expect(clippy::disallowed_methods, reason = "unnest of several arrays has no name in the DSL")]
pub async fn tell_of_mail<'a>(
    tx: &WorkerTx,
    sent: impl Iterator<Item = (&'a [AssignmentId], EventKind, String)>,
) -> Result<()> {
    let (mut items, mut kinds, mut details) = (vec![], vec![], vec![]);
    for (about, kind, detail) in sent {
        for id in about {
            items.push(*id);
            kinds.push(kind.as_str());
            details.push(detail.clone());
        }
    }
    if items.is_empty() {
        return Ok(());
    }
    let statement = "insert into dondoc.events (tenant_id, id, assignment_id, kind, at, actor_name, detail)
        select $1, n.id, n.assignment_id, n.kind, $2, $3, n.detail
        from unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[]) as n (id, assignment_id, kind, detail)";
    let tell = diesel::sql_query(statement)
        .bind::<sql_types::Integer, _>(tx.own())
        .bind::<sql_types::Timestamptz, _>(tx.now.to_diesel())
        .bind::<sql_types::Text, _>(&tx.actor.name)
        .bind::<sql_types::Array<sql_types::Uuid>, _>(items.iter().map(|_| tx.new_id()).collect::<Vec<_>>())
        .bind::<sql_types::Array<sql_types::Uuid>, _>(&items)
        .bind::<sql_types::Array<sql_types::Text>, _>(&kinds)
        .bind::<sql_types::Array<sql_types::Text>, _>(&details);
    prepared(tell).execute(&mut lane(tx)).await?;
    Ok(())
}

pub async fn count_evidence(tx: &mut Tx, row: &Loaded) -> Result<i64> {
    let n = evidence::table
        .filter(evidence::tenant_id.eq(row.tenant_id))
        .filter(evidence::assignment_id.eq(row.id))
        .filter(evidence::removed_at.is_null())
        .count()
        .get_result(conn(tx))
        .await?;
    Ok(n)
}

/// Whether evidence that is still there came after the proposal was last sent back (R140).
pub async fn has_evidence_since(tx: &mut Tx, row: &Loaded) -> Result<bool> {
    let sent_back = events::table
        .filter(events::tenant_id.eq(row.tenant_id))
        .filter(events::assignment_id.eq(row.id))
        .filter(events::kind.eq(EventKind::SentBack.as_str()))
        .select(max(events::at))
        .single_value();
    let newer = evidence::table
        .filter(evidence::tenant_id.eq(row.tenant_id))
        .filter(evidence::assignment_id.eq(row.id))
        .filter(evidence::removed_at.is_null())
        .filter(evidence::at.nullable().gt(sent_back));
    Ok(diesel::select(exists(newer)).get_result(conn(tx)).await?)
}

/// What was said along with the newest hand-over between the people of a body, or by the Working Group that returned the work: which,
/// by whom, and the remark.
pub async fn last_word(tx: &mut Tx, row: &Loaded) -> Result<Option<(EventKind, String, String)>> {
    use EventKind::{Proposed, Reopened, Returned, SentBack, Submitted};
    let handed = [Proposed, SentBack, Submitted, Returned, Reopened].map(EventKind::as_str);
    let newest: Option<(String, String, String)> = events::table
        .filter(events::tenant_id.eq(row.tenant_id))
        .filter(events::assignment_id.eq(row.id))
        .filter(events::kind.eq_any(handed))
        .order((events::at.desc(), events::id.desc()))
        .select((events::kind, events::actor_name, events::detail))
        .first(conn(tx))
        .await
        .optional()?;
    Ok(newest.and_then(|(kind, by, remark)| Some((kind.parse().ok()?, by, remark))))
}

pub async fn count_steps(tx: &mut Tx, row: &Loaded) -> Result<i64> {
    let n = escalation_steps::table
        .filter(escalation_steps::tenant_id.eq(row.tenant_id))
        .filter(escalation_steps::assignment_id.eq(row.id))
        .filter(is_waiting())
        .count()
        .get_result(conn(tx))
        .await?;
    Ok(n)
}

/// The number of the tenant with this key.
pub async fn tenant_by_slug(tx: &mut Tx, slug: &str) -> Result<Option<i32>> {
    let id =
        tenants::table.filter(tenants::slug.eq(slug)).select(tenants::id).first(conn(tx)).await.optional()?;
    Ok(id)
}

/// Whether there is a report that was not there in the version that was `seen`.
pub async fn is_reported_since(tx: &mut Tx, row: &Loaded, seen: Version) -> Result<bool> {
    let newer = progress_reports::table
        .filter(progress_reports::tenant_id.eq(row.tenant_id).and(progress_reports::assignment_id.eq(row.id)))
        .filter(progress_reports::version.gt(seen.0));
    Ok(diesel::select(diesel::dsl::exists(newer)).get_result(conn(tx)).await?)
}

pub async fn insert_report(
    tx: &mut Tx,
    row: &Loaded,
    by: UserId,
    body: &ReportBody,
    waiting_on: Option<i32>,
) -> Result<ReportId> {
    let id = ReportId(tx.new_id());
    let values = (
        progress_reports::tenant_id.eq(row.tenant_id),
        progress_reports::id.eq(id),
        progress_reports::assignment_id.eq(row.id),
        progress_reports::percent.eq(body.percent),
        progress_reports::results.eq(&body.results),
        progress_reports::figures.eq(&body.figures),
        progress_reports::limitations.eq(&body.limitations),
        progress_reports::barriers.eq(&body.barriers),
        progress_reports::cause.eq(body.cause),
        progress_reports::waiting_on.eq(waiting_on),
        progress_reports::next_step.eq(&body.next_step),
        progress_reports::by_id.eq(by),
        progress_reports::by_name.eq(&tx.actor.name),
        progress_reports::at.eq(tx.now.to_diesel()),
        progress_reports::version.eq(row.version.saturating_add(1)),
    );
    diesel::insert_into(progress_reports::table).values(values).execute(&mut lane(tx)).await?;
    Ok(id)
}

pub async fn insert_link(tx: &mut Tx, row: &Loaded, by: UserId, name: &str, url: &str) -> Result<EvidenceId> {
    let id = EvidenceId(tx.new_id());
    let values = (
        evidence::tenant_id.eq(row.tenant_id),
        evidence::id.eq(id),
        evidence::assignment_id.eq(row.id),
        evidence::kind.eq("link"),
        evidence::name.eq(name),
        evidence::url.eq(url),
        evidence::by_id.eq(by),
        evidence::by_name.eq(&tx.actor.name),
        evidence::at.eq(tx.now.to_diesel()),
    );
    diesel::insert_into(evidence::table).values(values).execute(&mut lane(tx)).await?;
    Ok(id)
}

pub async fn insert_file(
    tx: &mut Tx,
    row: &Loaded,
    by: UserId,
    name: &str,
    stored: &Stored,
) -> Result<EvidenceId> {
    let id = EvidenceId(tx.new_id());
    let values = (
        evidence::tenant_id.eq(row.tenant_id),
        evidence::id.eq(id),
        evidence::assignment_id.eq(row.id),
        evidence::kind.eq("file"),
        evidence::name.eq(name),
        evidence::media_type.eq(stored.media_type),
        evidence::size.eq(stored.size),
        evidence::sha256.eq(&stored.sha256),
        evidence::object.eq(&stored.object),
        evidence::by_id.eq(by),
        evidence::by_name.eq(&tx.actor.name),
        evidence::at.eq(tx.now.to_diesel()),
    );
    diesel::insert_into(evidence::table).values(values).execute(&mut lane(tx)).await?;
    Ok(id)
}

/// A sum of bigint is numeric, which diesel's sum() insists on.
type Sum = sql_types::Nullable<sql_types::BigInt>;

/// Files of an assignment and their bytes, removed ones too.
pub async fn files_of(tx: &mut Tx, row: &Loaded) -> Result<(i64, i64)> {
    let found: (i64, Option<i64>) = evidence::table
        .filter(evidence::tenant_id.eq(row.tenant_id))
        .filter(evidence::assignment_id.eq(row.id))
        .filter(evidence::kind.eq("file"))
        .select((words::<sql_types::BigInt>("count(*)"), words::<Sum>("sum(size)::bigint")))
        .first(conn(tx))
        .await?;
    Ok((found.0, found.1.unwrap_or(0)))
}

/// Bytes of all files of the assignment's tenant.
pub async fn bytes_of_tenant(tx: &mut Tx, row: &Loaded) -> Result<i64> {
    let found: Option<i64> = evidence::table
        .filter(evidence::tenant_id.eq(row.tenant_id))
        .select(words::<Sum>("sum(size)::bigint"))
        .first(conn(tx))
        .await?;
    Ok(found.unwrap_or(0))
}

/// Is this live evidence frozen? None if there is no such live evidence.
pub async fn evidence_frozen(tx: &mut Tx, row: &Loaded, id: EvidenceId) -> Result<Option<(bool, String)>> {
    let found = evidence::table
        .find((row.tenant_id, id))
        .filter(evidence::assignment_id.eq(row.id))
        .filter(evidence::removed_at.is_null())
        .select((evidence::frozen, evidence::name))
        .first(conn(tx))
        .await
        .optional()?;
    Ok(found)
}

pub async fn remove_evidence(tx: &mut Tx, row: &Loaded, id: EvidenceId, by: UserId) -> Result<()> {
    let now = tx.now.to_diesel();
    let rows = diesel::update(evidence::table.find((row.tenant_id, id)))
        .filter(evidence::frozen.eq(false))
        .filter(evidence::removed_at.is_null())
        .set((evidence::removed_at.eq(now), evidence::removed_by.eq(by)))
        .execute(conn(tx))
        .await?;
    exactly_one(rows)
}

/// What was submitted can only be added to.
pub async fn freeze_evidence(tx: &mut Tx, row: &Loaded, by: SubmissionId) -> Result<()> {
    diesel::update(evidence::table)
        .filter(evidence::tenant_id.eq(row.tenant_id))
        .filter(evidence::assignment_id.eq(row.id))
        .filter(evidence::removed_at.is_null())
        .filter(evidence::frozen.eq(false))
        .set((evidence::frozen.eq(true), evidence::frozen_by.eq(by)))
        .execute(conn(tx))
        .await?;
    Ok(())
}

/// Frees what the submission that waits has frozen; what an earlier one froze stays.
pub async fn free_evidence(tx: &mut Tx, row: &Loaded) -> Result<()> {
    diesel::update(evidence::table)
        .filter(evidence::tenant_id.eq(row.tenant_id))
        .filter(evidence::assignment_id.eq(row.id))
        .filter(evidence::frozen_by.eq(row.submission_id))
        .set((evidence::frozen.eq(false), evidence::frozen_by.eq(None::<SubmissionId>)))
        .execute(conn(tx))
        .await?;
    Ok(())
}

pub async fn insert_submission(
    tx: &mut Tx,
    row: &Loaded,
    by: UserId,
    on: Date,
    remark: &str,
) -> Result<SubmissionId> {
    let id = SubmissionId(tx.new_id());
    let values = (
        submissions::tenant_id.eq(row.tenant_id),
        submissions::id.eq(id),
        submissions::assignment_id.eq(row.id),
        submissions::proposed_by.eq(row.proposed_by),
        submissions::submitted_by.eq(by),
        submissions::submitted_name.eq(&tx.actor.name),
        submissions::submitted_on.eq(on.to_diesel()),
        submissions::at.eq(tx.now.to_diesel()),
        submissions::remark.eq(remark),
    );
    diesel::insert_into(submissions::table).values(values).execute(&mut lane(tx)).await?;
    Ok(id)
}

/// Ends a submission; a re-opening overwrites the acceptance (the timeline keeps both).
pub async fn decide_submission(tx: &mut Tx, row: &Loaded, decision: &str, remark: &str) -> Result<()> {
    let Some(id) = row.submission_id else { return exactly_one(0) };
    let now = tx.now.to_diesel();
    let rows = diesel::update(submissions::table.find((row.tenant_id, id)))
        .set((
            submissions::decision.eq(decision),
            submissions::decided_by.eq(tx.actor.user),
            submissions::decided_name.eq(tx.actor.name.clone()),
            submissions::decided_at.eq(now),
            submissions::decision_remark.eq(remark),
        ))
        .execute(conn(tx))
        .await?;
    exactly_one(rows)
}

pub async fn insert_extension(
    tx: &mut Tx,
    row: &Loaded,
    by: UserId,
    (from, to): (Date, Date),
    reason: ExtensionReason,
    text: &str,
) -> Result<ExtensionId> {
    let id = ExtensionId(tx.new_id());
    let values = (
        extension_requests::tenant_id.eq(row.tenant_id),
        extension_requests::id.eq(id),
        extension_requests::assignment_id.eq(row.id),
        extension_requests::from_on.eq(from.to_diesel()),
        extension_requests::to_on.eq(to.to_diesel()),
        extension_requests::reason.eq(reason),
        extension_requests::text.eq(text),
        extension_requests::by_id.eq(by),
        extension_requests::by_name.eq(&tx.actor.name),
        extension_requests::at.eq(tx.now.to_diesel()),
    );
    diesel::insert_into(extension_requests::table).values(values).execute(&mut lane(tx)).await?;
    Ok(id)
}

/// The request that waits: id, person and date asked for.
pub async fn pending_extension(tx: &mut Tx, row: &Loaded) -> Result<(ExtensionId, UserId, Date)> {
    let (id, by, to): (ExtensionId, UserId, jiff_diesel::Date) = extension_requests::table
        .filter(extension_requests::tenant_id.eq(row.tenant_id))
        .filter(extension_requests::assignment_id.eq(row.id))
        .filter(extension_requests::state.eq(ExtensionState::Pending))
        .select((extension_requests::id, extension_requests::by_id, extension_requests::to_on))
        .first(&mut lane(tx))
        .await?;
    Ok((id, by, to.to_jiff()))
}

/// Ends the request that waits: granted with the new date, refused, or lapsed.
pub async fn end_extension(
    tx: &mut Tx,
    row: &Loaded,
    state: ExtensionState,
    granted_to: Option<Date>,
    remark: &str,
) -> Result<()> {
    let now = tx.now.to_diesel();
    let rows = diesel::update(extension_requests::table)
        .filter(extension_requests::tenant_id.eq(row.tenant_id))
        .filter(extension_requests::assignment_id.eq(row.id))
        .filter(extension_requests::state.eq(ExtensionState::Pending))
        .set((
            extension_requests::state.eq(state),
            extension_requests::granted_to.eq(granted_to.to_diesel()),
            extension_requests::remark.eq(remark),
            extension_requests::decided_by.eq(tx.actor.user),
            extension_requests::decided_name.eq(tx.actor.name.clone()),
            extension_requests::decided_at.eq(now),
        ))
        .execute(conn(tx))
        .await?;
    exactly_one(rows)
}

/// The date of the last extension that was granted.
pub async fn last_grant(tx: &mut WorkerTx, assignment: AssignmentId) -> Result<Option<Date>> {
    let to: Option<Option<jiff_diesel::Date>> = extension_requests::table
        .filter(extension_requests::tenant_id.eq(tx.own()))
        .filter(extension_requests::assignment_id.eq(assignment))
        .filter(extension_requests::state.eq("granted"))
        .order((extension_requests::decided_at.desc(), extension_requests::id.desc()))
        .select(extension_requests::granted_to)
        .first(conn(tx))
        .await
        .optional()?;
    Ok(to.flatten().map(jiff_diesel::Date::to_jiff))
}

/// What a download needs.
pub async fn file(
    tx: &mut Tx,
    of: &Loaded,
    id: EvidenceId,
) -> Result<(String, Option<String>, Option<String>, Option<i64>, Option<Vec<u8>>)> {
    let row = evidence::table
        .find((of.tenant_id, id))
        .filter(evidence::assignment_id.eq(of.id))
        .filter(evidence::kind.eq("file"))
        .filter(evidence::removed_at.is_null())
        .select((evidence::name, evidence::media_type, evidence::object, evidence::size, evidence::sha256))
        .first(conn(tx))
        .await?;
    Ok(row)
}

/// Tenants whose contribution to this task is open, if this was its last open lead. The task's row is locked, so that of
/// two leads accepted at the same moment one sees the other.
pub async fn contributors(tx: &mut Tx, row: &Loaded) -> Result<Vec<TenantId>> {
    let _: uuid::Uuid = tasks::table.find(row.task_id).select(tasks::id).for_update().first(conn(tx)).await?;
    let open_of = |part: Part| {
        assignments::table
            .filter(assignments::task_id.eq(row.task_id))
            .filter(assignments::part.eq(part))
            .filter(assignments::open)
    };
    let leads: i64 =
        open_of(Part::Lead).filter(assignments::id.ne(row.id)).count().get_result(conn(tx)).await?;
    if leads > 0 {
        return Ok(vec![]);
    }
    let tenants = open_of(Part::Coordinating)
        .order(assignments::tenant_id)
        .select(assignments::tenant_id)
        .load(conn(tx))
        .await?;
    Ok(tenants)
}

/// This tenant's open contribution to a task, locked.
pub async fn lock_contribution(tx: &mut Tx, tenant: TenantId, task: uuid::Uuid) -> Result<Option<Loaded>> {
    let row = assignments::table
        .filter(assignments::tenant_id.eq(tenant))
        .filter(assignments::task_id.eq(task))
        .filter(assignments::part.eq(Part::Coordinating))
        .filter(assignments::open)
        .select(Loaded::as_select())
        .for_update()
        .first(conn(tx))
        .await
        .optional()?;
    Ok(row)
}
