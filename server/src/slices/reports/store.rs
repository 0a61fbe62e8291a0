//! SQL of reports: what a body typed, and what it filed; [`corrections`] of what it corrects,
//! [`exceptions`] of until when it may enter figures.

pub mod corrections;
pub mod exceptions;

use std::collections::BTreeMap;

use diesel::{
    prelude::*,
    sql_types::{Bool, Nullable, Text},
    upsert::excluded,
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    figures::{CellState, Entry, NumberFormat},
    id::{AssignmentId, IndicatorId, PeriodId, RegimeId, ReportId, SubmissionId, TenantId, UserId},
    lifecycle::{Status, WITH_TENANT},
    period::RevisionKind,
};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;

use super::model::{Filed, State, Typed, Weights};
use crate::domain::assignments::Loaded;
use dondoc_kernel::{
    db::{NationalTx, TenantTx, Tx, Words, WorkerTx, exactly_one, sql::conn, words},
    error::Result,
    schema::{
        assignments as a, measurements as m, periods as p, report_drafts as d, report_revisions as rr,
        reports as r, submissions,
    },
};

/// A report as it is stored; its state is that of its assignment.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = r)]
pub struct ReportRow {
    /// The body that owes it.
    pub tenant_id: TenantId,
    /// Unique also over bodies.
    pub id: ReportId,
    /// The period.
    pub period_id: PeriodId,
    /// The assignment that it is.
    pub assignment_id: AssignmentId,
    /// The newest revision filed; a correction, once it is accepted; 0 before the first.
    pub revision: i32,
    /// The local date on which it was first filed.
    #[diesel(deserialize_as = jiff_diesel::NullableDate)]
    pub first_filed_on: Option<Date>,
    /// The local date on which it was missed (R138).
    #[diesel(deserialize_as = jiff_diesel::NullableDate)]
    pub missed_on: Option<Date>,
    /// Counts the filings and what is done with corrections, from 1.
    pub version: i32,
}

/// Writes the reports that are owed for a period: one for each new assignment.
pub async fn insert(tx: &mut NationalTx, period: PeriodId, owed: &[(TenantId, AssignmentId)]) -> Result<()> {
    let rows: Vec<_> = owed
        .iter()
        .map(|(tenant, assignment)| {
            (
                r::tenant_id.eq(*tenant),
                r::id.eq(ReportId(tx.new_id())),
                r::period_id.eq(period),
                r::assignment_id.eq(*assignment),
            )
        })
        .collect();
    for chunk in rows.chunks(500) {
        diesel::insert_into(r::table).values(chunk).execute(conn(tx)).await?;
    }
    Ok(())
}

/// The body's reports that nobody waits for any more and that were not filed, or came back: their period has closed, and so has
/// whatever day they were extended to.
pub async fn unfiled(tx: &mut WorkerTx, today: Date) -> Result<Vec<AssignmentId>> {
    let ids = a::table
        .inner_join(p::table.on(a::period_id.eq(p::id.nullable())))
        .filter(a::tenant_id.eq(tx.own()))
        .filter(a::open)
        .filter(a::status.eq_any(WITH_TENANT))
        .filter(p::close_on.lt(today.to_diesel()))
        .filter(a::due_on.lt(today.to_diesel()))
        .order(a::id)
        .select(a::id)
        .load(conn(tx))
        .await?;
    Ok(ids)
}

/// A report that waits for its body: the assignment, when it is due, and its period by regime and code.
pub type Due = (AssignmentId, Option<Date>, RegimeId, String);

/// The report that is due first of those that wait for the body.
pub async fn next_due(tx: &mut Tx, tenant: TenantId) -> Result<Option<Due>> {
    type Row = (AssignmentId, Option<jiff_diesel::Date>, RegimeId, String);
    let next: Option<Row> = a::table
        .inner_join(p::table.on(a::period_id.eq(p::id.nullable())))
        .filter(a::tenant_id.eq(tenant))
        .filter(a::open)
        .filter(a::status.eq_any(WITH_TENANT))
        .order((a::due_on, a::id))
        .select((a::id, a::due_on, p::regime_id, p::code))
        .first(conn(tx))
        .await
        .optional()?;
    let read = |(assignment, due_on, regime, code): Row| {
        (assignment, due_on.map(jiff_diesel::Date::to_jiff), regime, code)
    };
    Ok(next.map(read))
}

/// Notes that a report was missed.
pub async fn miss(tx: &mut WorkerTx, id: AssignmentId, today: Date) -> Result<()> {
    let rows = diesel::update(r::table.filter(r::tenant_id.eq(tx.own())).filter(r::assignment_id.eq(id)))
        .set(r::missed_on.eq(today.to_diesel()))
        .execute(conn(tx))
        .await?;
    exactly_one(rows)
}

/// All reports of the body, the newest period first.
pub async fn all_own(tx: &mut TenantTx) -> Result<Vec<ReportRow>> {
    let rows = r::table
        .filter(r::tenant_id.eq(tx.own()))
        .order(r::period_id.desc())
        .select(ReportRow::as_select())
        .load(conn(tx))
        .await?;
    Ok(rows)
}

/// The report that an assignment is.
pub async fn of_assignment(tx: &mut Tx, id: AssignmentId) -> Result<ReportRow> {
    let mut query = r::table.filter(r::assignment_id.eq(id)).select(ReportRow::as_select()).into_boxed();
    if let Some(tenant) = tx.tenant() {
        query = query.filter(r::tenant_id.eq(tenant));
    }
    Ok(query.first(conn(tx)).await?)
}

type DraftColumns = (
    IndicatorId,
    (String, String, NumberFormat),
    CellState,
    String,
    bool,
    (Vec<UserId>, UserId, String, i32),
);

/// A row of a draft's cells.
fn as_typed(row: DraftColumns) -> (IndicatorId, Typed) {
    let (indicator, (num, den, format), state, reason, estimated, by) = row;
    let (authors, entered_by, entered_name, version) = by;
    let typed =
        Typed { num, den, format, state, reason, estimated, authors, entered_by, entered_name, version };
    (indicator, typed)
}

/// What was typed, by indicator.
pub async fn typed(tx: &mut TenantTx, of: &ReportRow) -> Result<BTreeMap<IndicatorId, Typed>> {
    let rows: Vec<DraftColumns> = d::table
        .filter(d::tenant_id.eq(of.tenant_id))
        .filter(d::report_id.eq(of.id))
        .select((
            d::indicator_id,
            (d::num, d::den, d::format),
            d::state,
            d::reason,
            d::estimated,
            (d::authors, d::entered_by, d::entered_name, d::version),
        ))
        .load(conn(tx))
        .await?;
    Ok(rows.into_iter().map(as_typed).collect())
}

/// Keeps what somebody typed into cells, each another one.
pub async fn keep(tx: &mut TenantTx, of: &ReportRow, cells: &[(IndicatorId, &Typed)]) -> Result<()> {
    let now = tx.now.to_diesel();
    let row = |(indicator, cell): &(IndicatorId, &Typed)| {
        (
            (d::tenant_id.eq(of.tenant_id), d::report_id.eq(of.id), d::indicator_id.eq(*indicator)),
            (d::num.eq(cell.num.clone()), d::den.eq(cell.den.clone()), d::format.eq(cell.format)),
            (d::state.eq(cell.state), d::reason.eq(cell.reason.clone()), d::estimated.eq(cell.estimated)),
            (d::authors.eq(cell.authors.clone()), d::entered_by.eq(cell.entered_by)),
            (d::entered_name.eq(cell.entered_name.clone()), d::at.eq(now), d::version.eq(cell.version)),
        )
    };
    let rows: Vec<_> = cells.iter().map(row).collect();
    for chunk in rows.chunks(500) {
        diesel::insert_into(d::table)
            .values(chunk)
            .on_conflict((d::tenant_id, d::report_id, d::indicator_id))
            .do_update()
            .set((
                (d::num.eq(excluded(d::num)), d::den.eq(excluded(d::den)), d::format.eq(excluded(d::format))),
                (d::state.eq(excluded(d::state)), d::reason.eq(excluded(d::reason))),
                (d::estimated.eq(excluded(d::estimated)), d::authors.eq(excluded(d::authors))),
                (d::entered_by.eq(excluded(d::entered_by)), d::entered_name.eq(excluded(d::entered_name))),
                (d::at.eq(excluded(d::at)), d::version.eq(excluded(d::version))),
            ))
            .execute(conn(tx))
            .await?;
    }
    Ok(())
}

/// The number of the revision that comes next.
pub async fn next_revision(tx: &mut TenantTx, of: &ReportRow) -> Result<i32> {
    let newest: Option<i32> = rr::table
        .filter(rr::tenant_id.eq(of.tenant_id))
        .filter(rr::report_id.eq(of.id))
        .order(rr::revision.desc())
        .select(rr::revision)
        .first(conn(tx))
        .await
        .optional()?;
    Ok(newest.unwrap_or(0).saturating_add(1))
}

/// Writes a revision with its cells: only ever added to.
pub async fn file(
    tx: &mut TenantTx,
    of: &ReportRow,
    submission: SubmissionId,
    (kind, in_time, today): (RevisionKind, bool, Date),
    cells: &[(IndicatorId, Entry, String)],
) -> Result<i32> {
    let (revision, today) = (next_revision(tx, of).await?, today.to_diesel());
    let (by, _) = tx.actor.person()?;
    let row = (
        rr::tenant_id.eq(of.tenant_id),
        rr::report_id.eq(of.id),
        rr::revision.eq(revision),
        rr::submission_id.eq(submission),
        rr::kind.eq(kind),
        rr::in_time.eq(in_time),
        rr::filed_on.eq(today),
        rr::filed_by.eq(by),
        rr::filed_name.eq(tx.actor.name.clone()),
        rr::at.eq(tx.now.to_diesel()),
    );
    diesel::insert_into(rr::table).values(row).execute(conn(tx)).await?;
    write_cells(tx, of, revision, cells).await?;
    let filed = diesel::update(r::table.find((of.tenant_id, of.id)))
        .filter(r::version.eq(of.version))
        .set((
            r::revision.eq(revision),
            r::version.eq(r::version + 1),
            of.first_filed_on.is_none().then(|| r::first_filed_on.eq(today)),
        ))
        .execute(conn(tx))
        .await?;
    exactly_one(filed).map(|()| revision)
}

async fn write_cells(
    tx: &mut TenantTx,
    of: &ReportRow,
    revision: i32,
    cells: &[(IndicatorId, Entry, String)],
) -> Result<()> {
    let cell = |(indicator, entry, reason): &(IndicatorId, Entry, String)| {
        (
            (m::tenant_id.eq(of.tenant_id), m::report_id.eq(of.id), m::revision.eq(revision)),
            m::indicator_id.eq(*indicator),
            m::period_id.eq(of.period_id),
            m::state.eq(entry.state.unwrap_or(CellState::Value)),
            m::num.eq(entry.num.or((entry.state == Some(CellState::Nil)).then_some(0))),
            m::den.eq(entry.den),
            m::reason.eq(reason.clone()),
            m::estimated.eq(entry.estimated),
        )
    };
    let cells: Vec<_> = cells.iter().map(cell).collect();
    diesel::insert_into(m::table).values(cells).execute(conn(tx)).await?;
    Ok(())
}

type CellColumns = (IndicatorId, CellState, Option<i64>, Option<i64>, bool);

/// What was entered, as it is stored.
pub(super) fn entry(state: CellState, num: Option<i64>, den: Option<i64>, estimated: bool) -> Entry {
    // Of nil the numbers are known and are not typed.
    match state {
        CellState::Value => Entry { state: Some(state), num, den, estimated },
        _ => Entry { state: Some(state), num: None, den: None, estimated: false },
    }
}

/// The cells of one revision of a report, with the reason where there is no number.
pub async fn cells(
    tx: &mut Tx,
    of: &ReportRow,
    revision: i32,
) -> Result<BTreeMap<IndicatorId, (Entry, String)>> {
    let rows: Vec<(CellColumns, String)> = m::table
        .filter(m::tenant_id.eq(of.tenant_id))
        .filter(m::report_id.eq(of.id))
        .filter(m::revision.eq(revision))
        .select(((m::indicator_id, m::state, m::num, m::den, m::estimated), m::reason))
        .load(conn(tx))
        .await?;
    let read = |((indicator, state, num, den, estimated), reason): (CellColumns, String)| {
        (indicator, (entry(state, num, den, estimated), reason))
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The submission that a revision is or corrects; none where the report was missed.
#[diesel::dsl::auto_type]
pub(super) fn of_submission() -> _ {
    submissions::tenant_id.eq(rr::tenant_id).and(submissions::id.nullable().eq(rr::submission_id))
}

/// What became of a revision: that of its submission. A correction is out until it is accepted (R149); that of a report that was
/// missed is verified with it.
pub(super) fn fate() -> Words<Nullable<Text>> {
    words(
        "case when report_revisions.kind = 'correction' and report_revisions.decision is distinct from 'accepted' then 'uncounted' \
         when report_revisions.submission_id is null then report_revisions.decision else submissions.decision end",
    )
}

/// Whether a revision is among those of which the newest counts (R135).
pub(super) fn may_count() -> Words<Bool> {
    words(
        "(report_revisions.kind <> 'correction' or report_revisions.decision = 'accepted') \
         and (submissions.decision is null or submissions.decision = 'accepted')",
    )
}

/// What counts of a report, and all that was ever filed of it.
pub async fn filed(tx: &mut WorkerTx, of: &Loaded) -> Result<Filed> {
    let report = of_assignment(tx, of.id).await?;
    let decided: Vec<(i32, Option<String>)> = rr::table
        .left_join(submissions::table.on(of_submission()))
        .filter(rr::tenant_id.eq(of.tenant_id))
        .filter(rr::report_id.eq(report.id))
        .select((rr::revision, fate()))
        .load(conn(tx))
        .await?;
    let rows: Vec<(i32, CellColumns)> = m::table
        .filter(m::tenant_id.eq(of.tenant_id))
        .filter(m::report_id.eq(report.id))
        .select((m::revision, (m::indicator_id, m::state, m::num, m::den, m::estimated)))
        .load(conn(tx))
        .await?;
    let cell = |(revision, (indicator, state, num, den, estimated)): (i32, CellColumns)| {
        ((revision, indicator), entry(state, num, den, estimated))
    };
    Ok(Filed::new(
        // Read before the revisions: what is seen of them is at least as new.
        (of.tenant_id, report.period_id, of.version.saturating_add(report.version)),
        &decided,
        rows.into_iter().map(cell).collect(),
    ))
}

/// The denominators that the body last filed before a period of the same regime, by indicator.
pub async fn last_denominators(tx: &mut WorkerTx, before: PeriodId, first: PeriodId) -> Result<Weights> {
    let filed_by =
        rr::tenant_id.eq(m::tenant_id).and(rr::report_id.eq(m::report_id)).and(rr::revision.eq(m::revision));
    let newest = m::table
        .inner_join(rr::table.on(filed_by))
        .left_join(submissions::table.on(of_submission()))
        .filter(m::tenant_id.eq(tx.own()))
        .filter(m::period_id.ge(first))
        .filter(m::period_id.lt(before))
        .filter(m::den.is_not_null())
        // What was taken back or returned weighs nothing.
        .filter(may_count())
        .distinct_on(m::indicator_id)
        .order((m::indicator_id, m::period_id.desc(), m::revision.desc()))
        .select((m::indicator_id, m::den.assume_not_null()));
    let rows: Vec<(IndicatorId, i64)> = newest.load(conn(tx)).await?;
    Ok(rows.into_iter().collect())
}

/// All cells of an indicator that were filed for a period, by body and revision.
pub async fn of_indicator(
    tx: &mut NationalTx,
    period: PeriodId,
    indicator: IndicatorId,
) -> Result<BTreeMap<(TenantId, i32), (Entry, String)>> {
    type Row = ((TenantId, i32), (CellState, Option<i64>, Option<i64>, bool), String);
    let rows: Vec<Row> = m::table
        .filter(m::period_id.eq(period))
        .filter(m::indicator_id.eq(indicator))
        .select(((m::tenant_id, m::revision), (m::state, m::num, m::den, m::estimated), m::reason))
        .load(conn(tx))
        .await?;
    let read =
        |(key, (state, num, den, estimated), reason): Row| (key, (entry(state, num, den, estimated), reason));
    Ok(rows.into_iter().map(read).collect())
}

/// All cells that were filed for a period, by indicator, body and revision.
pub async fn of_period(
    tx: &mut NationalTx,
    period: PeriodId,
) -> Result<BTreeMap<(IndicatorId, TenantId, i32), (Entry, String)>> {
    type Row = ((IndicatorId, TenantId, i32), (CellState, Option<i64>, Option<i64>, bool), String);
    let rows: Vec<Row> = m::table
        .filter(m::period_id.eq(period))
        .select((
            (m::indicator_id, m::tenant_id, m::revision),
            (m::state, m::num, m::den, m::estimated),
            m::reason,
        ))
        .load(conn(tx))
        .await?;
    let read =
        |(key, (state, num, den, estimated), reason): Row| (key, (entry(state, num, den, estimated), reason));
    Ok(rows.into_iter().map(read).collect())
}

/// The assignments that the reports of a period are, by body.
pub async fn states(tx: &mut NationalTx, period: PeriodId) -> Result<BTreeMap<TenantId, State>> {
    type Row = (TenantId, AssignmentId, i32, Status, Option<jiff_diesel::Date>, i32);
    let rows: Vec<Row> = a::table
        .filter(a::period_id.eq(period))
        .select((a::tenant_id, a::id, a::version, a::status, a::due_on, a::unanswered_urges))
        .load(conn(tx))
        .await?;
    let read = |(body, assignment, version, status, due_on, unanswered_urges): Row| {
        let due_on = due_on.map(jiff_diesel::Date::to_jiff);
        (body, State { assignment, version, status, due_on, unanswered_urges })
    };
    Ok(rows.into_iter().map(read).collect())
}
