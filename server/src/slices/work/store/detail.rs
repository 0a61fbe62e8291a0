//! The whole item, as the reader's side may see it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, EvidenceId, ExtensionId, ReportId, UrgeId},
    lateness,
    lifecycle::{Act, Part, RULES, check},
    role::{Permission, Role},
    text::Lang,
    wire::{
        Cause, ExtensionReason, LeadBasis, Precision,
        assignment::{
            AllowedAct, AssignmentDetail, Event, EventKind, Evidence, EvidenceKind, ExtensionRequest,
            ExtensionState, ExtensionTotal, ProposedStep, Report, ReportBody, TaskFacts, Urge, UrgeAnswer,
        },
    },
};
use uuid::Uuid;

use super::{list, others};
use crate::{
    domain::{
        assignments::{Beside, Loaded, has_evidence_since},
        calendar::Calendar,
    },
    slices::{escalations, handling, urges::Number},
};
use dondoc_kernel::{
    db::{Tx, sql::conn},
    error::Result,
    schema::{
        assignments, directives, events, evidence, extension_requests, progress_reports, tasks, tenants,
        urge_assignments, urges,
    },
    secret,
};

/// The item. Its parts are read one after another in one transaction, so they agree with each other.
pub async fn detail(
    tx: &mut Tx,
    calendar: &Calendar,
    lang: Lang,
    id: AssignmentId,
) -> Result<AssignmentDetail> {
    let (full, row) = list::one(tx, calendar, lang, id).await?;
    let of = &full.of;
    let (task, lead, coordinating) = task(tx, of, lang).await?;
    let reports = reports(tx, of).await?;
    let evidence = evidence_of(tx, of).await?;
    let proposed_steps = steps(tx, of).await?;
    let beside = Beside {
        evidence: count(evidence.iter().filter(|e| e.removed_at.is_none())),
        evidence_since: of.sent_back && has_evidence_since(tx, of).await?,
        proposed_steps: count(proposed_steps.iter()),
    };
    let acts = acts(tx, of, beside);
    let days = match (of.original_due_on, of.due_on) {
        (Some(original), Some(due)) => lateness::days_between(original, due),
        _ => 0,
    };
    Ok(AssignmentDetail {
        task,
        today: tx.today(),
        now: tx.now,
        extensions: ExtensionTotal { count: of.extension_count, days },
        acts,
        others: others::others(tx, of, &lead, &coordinating).await?,
        waiting: others::waiting(tx, of).await?,
        reports,
        evidence,
        urges: urges_of(tx, of).await?,
        extension_requests: extensions(tx, of).await?,
        proposed_steps,
        notes: match row.handling.as_ref().filter(|handling| handling.notes > 0) {
            Some(_) => handling::notes(tx, (of.tenant_id, of.id)).await?,
            None => vec![],
        },
        timeline: timeline(tx, of).await?,
        row,
    })
}

/// The step that waits. To its tenant it is not told before it is released, and its addressees only to those who can.
async fn steps(tx: &mut Tx, of: &Loaded) -> Result<Vec<ProposedStep>> {
    let Some(role) = tx.actor.role.filter(|role| role.is_national()) else { return Ok(vec![]) };
    let mut steps = escalations::waiting(tx, of).await?;
    if !role.may(Permission::Escalate) {
        for step in &mut steps {
            step.addressees.clear();
        }
    }
    Ok(steps)
}

/// Acts of the reader's side with the reason why one cannot be done now; acts no reader of this side ever does are
/// absent, as are those that the role or the part rules out for good.
fn acts(tx: &Tx, of: &Loaded, beside: Beside) -> Vec<AllowedAct> {
    let Some(role) = tx.actor.role else { return vec![] };
    let facts = of.facts(&tx.actor, beside);
    let own = tx.actor.tenant == Some(of.tenant_id);
    RULES
        .iter()
        .filter(|rule| role.may(rule.permission))
        .filter(|rule| of.part == Part::Lead || rule.coordinating)
        .filter(|rule| own || is_national(rule.act))
        .map(|rule| {
            let figures = of.speaks_in_figures(rule.act).then_some(ErrorCode::FiguresInstead);
            let refused = figures.or_else(|| check(rule.act, role, of.part, of.status, &facts).err());
            AllowedAct { act: rule.act, refused }
        })
        .collect()
}

fn count<T>(all: impl Iterator<Item = T>) -> i64 {
    i64::try_from(all.count()).unwrap_or(i64::MAX)
}

/// Whether the act is the Working Group's on a tenant's assignment.
fn is_national(act: Act) -> bool {
    RULES
        .iter()
        .any(|rule| rule.act == act && Role::ALL.iter().all(|r| r.is_national() || !r.may(rule.permission)))
}

#[derive(Queryable)]
struct TaskRow {
    code: String,
    product: (String, String),
    due_text: (String, String),
    due_precision: Precision,
    starts_on: Option<jiff_diesel::Date>,
    lead: String,
    coordinating: String,
    lead_basis: LeadBasis,
    source_note: (String, String),
    restates_id: Option<Uuid>,
    directive: (String, String),
    issued_on: jiff_diesel::Date,
}

async fn task(tx: &mut Tx, of: &Loaded, lang: Lang) -> Result<(TaskFacts, String, String)> {
    let row: TaskRow = tasks::table
        .inner_join(directives::table.on(directives::id.eq(tasks::directive_id)))
        .filter(tasks::id.eq(of.task_id))
        .select((
            tasks::code,
            (tasks::product_vi, tasks::product_en),
            (tasks::due_text_vi, tasks::due_text_en),
            tasks::due_precision,
            tasks::starts_on,
            tasks::lead,
            tasks::coordinating,
            tasks::lead_basis,
            (tasks::source_note_vi, tasks::source_note_en),
            tasks::restates_id,
            (directives::title_vi, directives::title_en),
            directives::issued_on,
        ))
        .first(conn(tx))
        .await?;
    let restates = tasks::table
        .filter(tasks::restates_id.eq(of.task_id).or(tasks::id.nullable().eq(row.restates_id)))
        .select(tasks::code)
        .first(conn(tx))
        .await
        .optional()?;
    // A source that exists in one language only is shown in that language rather than not at all.
    let pick =
        |(vi, en): &(String, String)| if vi.is_empty() { en.clone() } else { lang.pick(vi, en).to_owned() };
    let facts = TaskFacts {
        code: row.code,
        product: pick(&row.product),
        due_text: pick(&row.due_text),
        due_precision: row.due_precision,
        starts_on: row.starts_on.map(jiff_diesel::Date::to_jiff),
        directive_vi: row.directive.0,
        directive_en: row.directive.1,
        issued_on: row.issued_on.to_jiff(),
        lead_basis: row.lead_basis,
        source_note: pick(&row.source_note),
        restates,
    };
    Ok((facts, row.lead, row.coordinating))
}

#[derive(Queryable)]
struct ReportRow {
    id: ReportId,
    at: jiff_diesel::Timestamp,
    by: String,
    percent: i16,
    results: String,
    figures: String,
    limitations: String,
    barriers: String,
    cause: Option<Cause>,
    waiting_on: Option<String>,
    next_step: String,
}

async fn reports(tx: &mut Tx, of: &Loaded) -> Result<Vec<Report>> {
    use progress_reports as r;
    let rows: Vec<ReportRow> = r::table
        .left_join(tenants::table.on(tenants::id.nullable().eq(r::waiting_on)))
        .filter(r::tenant_id.eq(of.tenant_id))
        .filter(r::assignment_id.eq(of.id))
        .order(r::id.desc())
        .limit(20)
        .select((
            r::id,
            r::at,
            r::by_name,
            r::percent,
            r::results,
            r::figures,
            r::limitations,
            r::barriers,
            r::cause,
            tenants::slug.nullable(),
            r::next_step,
        ))
        .load(conn(tx))
        .await?;
    let into_wire = |row: ReportRow| Report {
        id: row.id,
        at: row.at.to_jiff(),
        by: row.by,
        body: ReportBody {
            percent: row.percent,
            results: row.results,
            figures: row.figures,
            limitations: row.limitations,
            barriers: row.barriers,
            cause: row.cause,
            waiting_on: row.waiting_on,
            next_step: row.next_step,
        },
    };
    Ok(rows.into_iter().map(into_wire).collect())
}

#[derive(Queryable)]
struct EvidenceRow {
    id: EvidenceId,
    kind: EvidenceKind,
    name: String,
    url: Option<String>,
    size: Option<i64>,
    sha256: Option<Vec<u8>>,
    at: jiff_diesel::Timestamp,
    by: String,
    frozen: bool,
    removed_at: Option<jiff_diesel::Timestamp>,
}

async fn evidence_of(tx: &mut Tx, of: &Loaded) -> Result<Vec<Evidence>> {
    use evidence as e;
    let rows: Vec<EvidenceRow> = e::table
        .filter(e::tenant_id.eq(of.tenant_id))
        .filter(e::assignment_id.eq(of.id))
        .order(e::id)
        .select((
            e::id,
            e::kind,
            e::name,
            e::url,
            e::size,
            e::sha256,
            e::at,
            e::by_name,
            e::frozen,
            e::removed_at,
        ))
        .load(conn(tx))
        .await?;
    let into_wire = |row: EvidenceRow| Evidence {
        id: row.id,
        kind: row.kind,
        name: row.name,
        url: row.url,
        size: row.size,
        sha256: row.sha256.as_deref().map(secret::hex),
        at: row.at.to_jiff(),
        by: row.by,
        frozen: row.frozen,
        removed_at: row.removed_at.map(jiff_diesel::Timestamp::to_jiff),
    };
    Ok(rows.into_iter().map(into_wire).collect())
}

#[derive(Queryable)]
struct UrgeRow {
    id: UrgeId,
    year: i32,
    number: i32,
    symbol: String,
    at: jiff_diesel::Timestamp,
    by: String,
    text: String,
    reply_by: jiff_diesel::Date,
    answer: Option<String>,
    answered_name: Option<String>,
    answered_at: Option<jiff_diesel::Timestamp>,
    /// The answer as this assignment shows it; none if it was accepted before the answer.
    lapsed_at: Option<jiff_diesel::Timestamp>,
    withdrawn: bool,
}

async fn urges_of(tx: &mut Tx, of: &Loaded) -> Result<Vec<Urge>> {
    use urge_assignments as l;
    use urges as u;
    let rows: Vec<UrgeRow> = l::table
        .inner_join(u::table.on(u::tenant_id.eq(l::tenant_id).and(u::id.eq(l::urge_id))))
        .filter(l::tenant_id.eq(of.tenant_id))
        .filter(l::assignment_id.eq(of.id))
        .order(l::urge_id.desc())
        .limit(50)
        .select((
            u::id,
            u::year,
            u::number,
            u::symbol,
            u::at,
            u::by_name,
            u::text,
            u::reply_by,
            u::answer,
            u::answered_name,
            u::answered_at,
            l::lapsed_at,
            u::withdrawn_at.is_not_null(),
        ))
        .load(conn(tx))
        .await?;
    let ids: Vec<UrgeId> = rows.iter().map(|row| row.id).collect();
    let others: Vec<(UrgeId, String)> = l::table
        .inner_join(
            assignments::table
                .on(assignments::tenant_id.eq(l::tenant_id).and(assignments::id.eq(l::assignment_id))),
        )
        .inner_join(tasks::table.on(tasks::id.eq(assignments::task_id)))
        .filter(l::tenant_id.eq(of.tenant_id))
        .filter(l::urge_id.eq_any(ids))
        .filter(l::assignment_id.ne(of.id))
        .order((tasks::code_order, tasks::code))
        .select((l::urge_id, tasks::code))
        .load(conn(tx))
        .await?;
    let today = tx.today();
    let into_wire = |row: UrgeRow| {
        let reply_by = row.reply_by.to_jiff();
        let answer = row.answer.zip(row.answered_at).filter(|_| row.lapsed_at.is_none()).map(|(text, at)| {
            UrgeAnswer { at: at.to_jiff(), by: row.answered_name.unwrap_or_default(), text }
        });
        let number = Number { number: row.number, year: row.year, symbol: row.symbol };
        Urge {
            id: row.id,
            number: number.to_string(),
            at: row.at.to_jiff(),
            by: row.by,
            text: row.text,
            others: others.iter().filter(|(id, _)| *id == row.id).map(|(_, code)| code.clone()).collect(),
            reply_by,
            days_overdue: if answer.is_some() || row.lapsed_at.is_some() {
                0
            } else {
                lateness::days_between(reply_by, today).max(0)
            },
            answer,
            lapsed_at: row.lapsed_at.map(jiff_diesel::Timestamp::to_jiff),
            withdrawn: row.withdrawn,
        }
    };
    Ok(rows.into_iter().map(into_wire).collect())
}

#[derive(Queryable)]
struct ExtensionRow {
    id: ExtensionId,
    at: jiff_diesel::Timestamp,
    by: String,
    from: jiff_diesel::Date,
    to: jiff_diesel::Date,
    reason: ExtensionReason,
    text: String,
    state: ExtensionState,
    granted_to: Option<jiff_diesel::Date>,
    remark: Option<String>,
    decided_at: Option<jiff_diesel::Timestamp>,
    decided_by: Option<String>,
}

async fn extensions(tx: &mut Tx, of: &Loaded) -> Result<Vec<ExtensionRequest>> {
    use extension_requests as x;
    let rows: Vec<ExtensionRow> = x::table
        .filter(x::tenant_id.eq(of.tenant_id))
        .filter(x::assignment_id.eq(of.id))
        .order(x::id.desc())
        .limit(50)
        .select((
            x::id,
            x::at,
            x::by_name,
            x::from_on,
            x::to_on,
            x::reason,
            x::text,
            x::state,
            x::granted_to,
            x::remark,
            x::decided_at,
            x::decided_name,
        ))
        .load(conn(tx))
        .await?;
    let into_wire = |row: ExtensionRow| ExtensionRequest {
        id: row.id,
        at: row.at.to_jiff(),
        by: row.by,
        from: row.from.to_jiff(),
        to: row.to.to_jiff(),
        reason: row.reason,
        text: row.text,
        state: row.state,
        granted_to: row.granted_to.map(jiff_diesel::Date::to_jiff),
        remark: row.remark,
        decided_at: row.decided_at.map(jiff_diesel::Timestamp::to_jiff),
        decided_by: row.decided_by,
    };
    Ok(rows.into_iter().map(into_wire).collect())
}

async fn timeline(tx: &mut Tx, of: &Loaded) -> Result<Vec<Event>> {
    type EventRow =
        (dondoc_shared::id::EventId, jiff_diesel::Timestamp, EventKind, String, Option<i32>, String);
    let rows: Vec<EventRow> = events::table
        .filter(events::tenant_id.eq(of.tenant_id))
        .filter(events::assignment_id.eq(of.id))
        .order((events::at.desc(), events::xid.desc(), events::id.desc()))
        .limit(100)
        .select((
            events::id,
            events::at,
            events::kind,
            events::actor_name,
            events::actor_tenant_id,
            events::detail,
        ))
        .load(conn(tx))
        .await?;
    // Why the Working Group dropped a step is for itself.
    let is_national = tx.actor.role.is_some_and(Role::is_national);
    let told = |kind, detail| {
        if kind == EventKind::EscalationDropped && !is_national { String::new() } else { detail }
    };
    Ok(rows
        .into_iter()
        .map(|(id, at, kind, by, actor, detail)| Event {
            id,
            at: at.to_jiff(),
            kind,
            by,
            by_working_group: actor == Some(0),
            detail: told(kind, detail),
        })
        .collect())
}
