//! SQL of what the Working Group reads of reports: where each of a period stands, and what was filed. Nothing here reads a draft.

use std::collections::BTreeMap;

use diesel::{dsl::count_star, prelude::*};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    figures::{CellState, Entry},
    id::{AssignmentId, IndicatorId, PeriodId, ReportId, TenantId},
    lifecycle::Status,
    period::RevisionKind,
};
use jiff::{Timestamp, civil::Date};

use crate::slices::reports::store::{entry, fate, of_submission};
use dondoc_kernel::{
    db::{NationalTx, Tx, sql::conn},
    error::Result,
    schema::{assignments as a, measurements as m, report_revisions as rr, reports as r, submissions as s},
};

/// Reports of a period that are alike: state, due date, day of filing, and how many they are.
pub type Alike = (PeriodId, Status, Option<Date>, Option<Date>, i64);

/// How many reports of these periods are alike, in one statement over all of them.
pub async fn alike(tx: &mut NationalTx, periods: &[PeriodId]) -> Result<Vec<Alike>> {
    type Row = (Option<PeriodId>, Status, Option<jiff_diesel::Date>, Option<jiff_diesel::Date>, i64);
    let rows: Vec<Row> = a::table
        .filter(a::period_id.eq_any(periods))
        .group_by((a::period_id, a::status, a::due_on, a::submitted_on))
        .select((a::period_id, a::status, a::due_on, a::submitted_on, count_star()))
        .load(conn(tx))
        .await?;
    let date = |on: Option<jiff_diesel::Date>| on.map(jiff_diesel::Date::to_jiff);
    let read = |(period, status, due_on, submitted_on, n): Row| {
        period.map(|period| (period, status, date(due_on), date(submitted_on), n))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Where a report stands.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = a)]
pub struct Standing {
    /// The body that owes it.
    pub tenant_id: TenantId,
    /// The assignment that it is.
    pub id: AssignmentId,
    /// Its state, which is the report's.
    pub status: Status,
    /// When it is due, as extended.
    #[diesel(deserialize_as = jiff_diesel::NullableDate)]
    pub due_on: Option<Date>,
    /// When it was first due.
    #[diesel(deserialize_as = jiff_diesel::NullableDate)]
    pub original_due_on: Option<Date>,
    /// Local date of the submission that waits or was accepted.
    #[diesel(deserialize_as = jiff_diesel::NullableDate)]
    pub submitted_on: Option<Date>,
    /// Share of the compulsory cells that are filled.
    pub percent: i16,
    /// Urges without an answer.
    pub unanswered_urges: i32,
    /// Whether a request for a later due date waits.
    pub extension_pending: bool,
    /// Version of the assignment.
    pub version: i32,
    /// The newest revision filed; 0 before the first.
    #[diesel(select_expression = r::revision)]
    pub revision: i32,
    /// Local date on which it was first filed.
    #[diesel(select_expression = r::first_filed_on, deserialize_as = jiff_diesel::NullableDate)]
    pub first_filed_on: Option<Date>,
}

#[diesel::dsl::auto_type]
fn owed() -> _ {
    r::table.inner_join(a::table.on(a::tenant_id.eq(r::tenant_id).and(a::id.eq(r::assignment_id))))
}

/// Where all reports of a period stand.
pub async fn standings(tx: &mut NationalTx, period: PeriodId) -> Result<Vec<Standing>> {
    let rows = owed().filter(r::period_id.eq(period)).select(Standing::as_select());
    Ok(rows.load(conn(tx)).await?)
}

/// Where the report of one body stands.
pub async fn standing(tx: &mut NationalTx, period: PeriodId, body: TenantId) -> Result<Standing> {
    let row = owed().filter(r::tenant_id.eq(body)).filter(r::period_id.eq(period));
    Ok(row.select(Standing::as_select()).first(conn(tx)).await?)
}

/// A filed revision, and what became of it.
#[derive(Debug, Clone, Queryable)]
#[expect(clippy::struct_field_names, reason = "it is called so wherever it is counted")]
pub struct Revision {
    /// The period.
    pub period: PeriodId,
    /// The report.
    pub report: ReportId,
    /// Its number, from 1.
    pub revision: i32,
    /// What it is.
    pub kind: RevisionKind,
    /// Whether it was filed by the due date of that day.
    pub in_time: bool,
    /// Local date of the filing.
    #[diesel(deserialize_as = jiff_diesel::Date)]
    pub filed_on: Date,
    /// When it was filed.
    #[diesel(deserialize_as = jiff_diesel::Timestamp)]
    pub at: Timestamp,
    /// Who filed it.
    pub by: String,
    /// Why figures were corrected, in a correction.
    pub text: String,
    /// What was said along with what was filed.
    pub remark: Option<String>,
    /// What became of it: `accepted`, `returned`, `taken_back`, `reopened`; `uncounted` of a correction that is not accepted; none
    /// while it waits.
    pub fate: Option<String>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    #[diesel(deserialize_as = jiff_diesel::NullableTimestamp)]
    pub decided_at: Option<Timestamp>,
    /// What was said along with the decision.
    pub decision_remark: Option<String>,
}

/// All that a body filed for these periods, the oldest first.
pub async fn revisions(tx: &mut Tx, body: TenantId, periods: &[PeriodId]) -> Result<Vec<Revision>> {
    let of = r::tenant_id.eq(rr::tenant_id).and(r::id.eq(rr::report_id));
    let rows = rr::table
        .inner_join(r::table.on(of))
        .left_join(s::table.on(of_submission()))
        .filter(rr::tenant_id.eq(body))
        .filter(r::period_id.eq_any(periods))
        .order((r::period_id, rr::revision))
        .select((
            r::period_id,
            r::id,
            rr::revision,
            rr::kind,
            rr::in_time,
            rr::filed_on,
            rr::at,
            rr::filed_name,
            rr::text,
            s::remark.nullable(),
            fate(),
            s::decided_name.nullable(),
            s::decided_at.nullable(),
            s::decision_remark.nullable(),
        ))
        .load(conn(tx))
        .await?;
    Ok(rows)
}

/// Cells of a body's report, with the reason where there is no number.
pub type Cells = BTreeMap<IndicatorId, (Entry, String)>;

/// The cells of single revisions of a body's reports.
pub async fn cells(
    tx: &mut Tx,
    body: TenantId,
    of: &[(ReportId, i32)],
) -> Result<BTreeMap<(ReportId, i32), Cells>> {
    type Row = ((ReportId, i32, IndicatorId), (CellState, Option<i64>, Option<i64>, bool), String);
    let (reports, revisions): (Vec<ReportId>, Vec<i32>) = of.iter().copied().unzip();
    let rows: Vec<Row> = m::table
        .filter(m::tenant_id.eq(body))
        .filter(m::report_id.eq_any(&reports))
        .filter(m::revision.eq_any(&revisions))
        .select((
            (m::report_id, m::revision, m::indicator_id),
            (m::state, m::num, m::den, m::estimated),
            m::reason,
        ))
        .load(conn(tx))
        .await?;
    let mut found: BTreeMap<(ReportId, i32), Cells> = BTreeMap::new();
    for ((report, revision, indicator), (state, num, den, estimated), reason) in rows {
        let cell = (entry(state, num, den, estimated), reason);
        found.entry((report, revision)).or_default().insert(indicator, cell);
    }
    Ok(found)
}
