//! SQL of corrections: what is typed, what was filed, what was decided.

use std::collections::BTreeMap;

use diesel::{dsl::exists, prelude::*, sql_types::Bool};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    figures::Entry,
    id::{AssignmentId, IndicatorId, PeriodId, ReportId, SubmissionId, TenantId, UserId},
    lifecycle::Status,
    period::{CorrectionReason, CorrectionState, RevisionKind},
    wire::{correcting::SentBack, correction::CorrectionStep},
};
use jiff::{Timestamp, civil::Date};
use jiff_diesel::ToDiesel;

use super::{super::model::Typed, ReportRow, entry, next_revision, of_submission, write_cells};
use dondoc_kernel::{
    db::{NationalTx, TenantTx, Tx, Words, WorkerTx, exactly_one, sql::conn, words},
    error::Result,
    schema::{
        assignments as a, correction_cells as c, correction_drafts as cd, measurements as m,
        report_drafts as d, report_revisions as rr, reports as r, submissions,
    },
};

/// A correction on which nobody has decided, in the words of its index.
fn is_undecided() -> Words<Bool> {
    words("report_revisions.kind = 'correction' and report_revisions.decision is null")
}

/// What a revision corrects or is still counts: it was neither taken back nor returned. What was missed stays missed.
fn is_live() -> Words<Bool> {
    words("(submissions.decision is null or submissions.decision = 'accepted')")
}

/// A correction that an approver is asked to file, in the words of its index.
fn is_proposed() -> Words<Bool> {
    words("correction_drafts.proposed_by is not null and not correction_drafts.filed")
}

/// A correction that an approver sent back, in the words of its index.
fn is_sent_back() -> Words<Bool> {
    words("correction_drafts.sent_back is not null and not correction_drafts.filed")
}

/// The states of a report that is corrected; withdrawn is missed.
const CORRECTED: [Status; 3] = [Status::Submitted, Status::Accepted, Status::Withdrawn];

/// How a report stands beside its assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Whether what counts is a nil return.
    pub nil: bool,
    /// How far a correction is that nobody has decided on.
    pub step: Option<CorrectionStep>,
}

/// How the reports of the body stand, or one of them.
pub async fn standings(tx: &mut TenantTx, only: Option<ReportId>) -> Result<BTreeMap<ReportId, Standing>> {
    type Revision = (ReportId, i32, i32, RevisionKind, Option<String>, Option<String>);
    let own = tx.own();
    let mut revisions = rr::table
        .inner_join(r::table.on(r::tenant_id.eq(rr::tenant_id).and(r::id.eq(rr::report_id))))
        .left_join(submissions::table.on(of_submission()))
        .filter(rr::tenant_id.eq(own))
        .order((rr::report_id, rr::revision))
        .select((
            rr::report_id,
            rr::revision,
            r::revision,
            rr::kind,
            rr::decision,
            submissions::decision.nullable(),
        ))
        .into_boxed();
    let mut drafts = cd::table
        .filter(cd::tenant_id.eq(own))
        .filter(cd::filed.eq(false))
        .select((cd::report_id, cd::revision, cd::proposed_by))
        .into_boxed();
    if let Some(report) = only {
        revisions = revisions.filter(rr::report_id.eq(report));
        drafts = drafts.filter(cd::report_id.eq(report));
    }
    let revisions: Vec<Revision> = revisions.load(conn(tx)).await?;
    let drafts: Vec<(ReportId, i32, Option<UserId>)> = drafts.load(conn(tx)).await?;
    let mut standings = BTreeMap::<ReportId, Standing>::new();
    let mut newest = BTreeMap::<ReportId, i32>::new();
    for (report, revision, counts, kind, decision, submission) in revisions {
        let standing = standings.entry(report).or_default();
        newest.insert(report, revision);
        let live = matches!(submission.as_deref(), None | Some("accepted"));
        standing.nil |= kind == RevisionKind::Nil && revision == counts && live;
        if kind == RevisionKind::Correction && decision.is_none() && live {
            standing.step = Some(CorrectionStep::Waiting);
        }
    }
    for (report, revision, proposed_by) in drafts {
        let next = newest.get(&report).copied().unwrap_or(0).saturating_add(1);
        let standing = standings.entry(report).or_default();
        if revision == next && standing.step.is_none() {
            let step = if proposed_by.is_some() { CorrectionStep::Proposed } else { CorrectionStep::Draft };
            standing.step = Some(step);
        }
    }
    Ok(standings)
}

/// A correction that is being written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// Why figures are corrected, once it is chosen.
    pub reason: Option<CorrectionReason>,
    /// The same in words.
    pub text: String,
    /// Who asked an approver to file it as it is.
    pub proposed_by: Option<UserId>,
    /// On which local date they did.
    pub proposed_on: Option<Date>,
    /// Which approver sent it back, and why; none once it was changed or proposed again.
    pub sent_back: Option<SentBack>,
    /// Whether it was thrown away, and nothing was written since.
    pub discarded: bool,
    /// Counts its changes; 0 before the first.
    pub version: i32,
}

/// What stands in the draft of the next revision, and its number.
pub async fn draft(tx: &mut TenantTx, of: &ReportRow) -> Result<(i32, Draft, BTreeMap<IndicatorId, Typed>)> {
    let revision = next_revision(tx, of).await?;
    type Columns = (
        (Option<CorrectionReason>, String),
        (Option<UserId>, Option<jiff_diesel::Date>),
        (i32, bool),
        (Option<String>, Option<String>),
    );
    let row: Option<Columns> = cd::table
        .find((of.tenant_id, of.id, revision))
        .select((
            (cd::reason, cd::text),
            (cd::proposed_by, cd::proposed_on),
            // Of the revision that comes next nothing was filed: what has ended was thrown away.
            (cd::version, cd::filed),
            (cd::sent_back_name, cd::sent_back),
        ))
        .first(conn(tx))
        .await
        .optional()?;
    let draft = row
        .map(|((reason, text), (proposed_by, proposed_on), (version, discarded), (by, remark))| {
            let sent_back = by.zip(remark).map(|(by, remark)| SentBack { by, remark });
            let proposed_on = proposed_on.map(jiff_diesel::Date::to_jiff);
            Draft { reason, text, proposed_by, proposed_on, sent_back, discarded, version }
        })
        .unwrap_or_default();
    let cells: Vec<super::DraftColumns> = c::table
        .filter(c::tenant_id.eq(of.tenant_id))
        .filter(c::report_id.eq(of.id))
        .filter(c::revision.eq(revision))
        .select((
            c::indicator_id,
            (c::num, c::den, c::format),
            c::state,
            c::reason,
            c::estimated,
            (c::authors, c::entered_by, c::entered_name, c::version),
        ))
        .load(conn(tx))
        .await?;
    Ok((revision, draft, cells.into_iter().map(super::as_typed).collect()))
}

/// Keeps what is said about the draft; its version rises by one.
pub async fn keep_draft(tx: &mut TenantTx, of: &ReportRow, revision: i32, draft: &Draft) -> Result<()> {
    let what = (
        cd::reason.eq(draft.reason),
        cd::text.eq(&draft.text),
        cd::proposed_by.eq(draft.proposed_by),
        cd::proposed_on.eq(draft.proposed_on.map(ToDiesel::to_diesel)),
        cd::filed.eq(draft.discarded),
        cd::version.eq(draft.version.saturating_add(1)),
        cd::sent_back.eq(draft.sent_back.as_ref().map(|sent| &sent.remark)),
        cd::sent_back_name.eq(draft.sent_back.as_ref().map(|sent| &sent.by)),
    );
    let key = (cd::tenant_id.eq(of.tenant_id), cd::report_id.eq(of.id), cd::revision.eq(revision));
    diesel::insert_into(cd::table)
        .values((key, what))
        .on_conflict((cd::tenant_id, cd::report_id, cd::revision))
        .do_update()
        .set(what)
        .execute(conn(tx))
        .await?;
    Ok(())
}

/// Keeps what somebody typed into a cell of the draft.
pub async fn keep_cell(
    tx: &mut TenantTx,
    of: &ReportRow,
    revision: i32,
    indicator: IndicatorId,
    cell: &Typed,
) -> Result<()> {
    let what = (
        c::num.eq(&cell.num),
        c::den.eq(&cell.den),
        c::format.eq(cell.format),
        c::state.eq(cell.state),
        c::reason.eq(&cell.reason),
        c::estimated.eq(cell.estimated),
        c::authors.eq(&cell.authors),
        c::entered_by.eq(cell.entered_by),
        c::entered_name.eq(&cell.entered_name),
        c::version.eq(cell.version),
    );
    let key = (
        c::tenant_id.eq(of.tenant_id),
        c::report_id.eq(of.id),
        c::revision.eq(revision),
        c::indicator_id.eq(indicator),
    );
    diesel::insert_into(c::table)
        .values((key, what))
        .on_conflict((c::tenant_id, c::report_id, c::revision, c::indicator_id))
        .do_update()
        .set(what)
        .execute(conn(tx))
        .await?;
    Ok(())
}

/// Puts what was accepted in the place of what was typed before: a report that comes back begins with what counted.
pub async fn overlay(
    tx: &mut TenantTx,
    of: &ReportRow,
    typed: &mut BTreeMap<IndicatorId, Typed>,
) -> Result<()> {
    let accepted =
        rr::tenant_id.eq(c::tenant_id).and(rr::report_id.eq(c::report_id)).and(rr::revision.eq(c::revision));
    let draft = d::tenant_id
        .eq(c::tenant_id)
        .and(d::report_id.eq(c::report_id))
        .and(d::indicator_id.eq(c::indicator_id));
    let cells: Vec<super::DraftColumns> = c::table
        .inner_join(rr::table.on(accepted))
        .left_join(d::table.on(draft))
        .filter(c::tenant_id.eq(of.tenant_id))
        .filter(c::report_id.eq(of.id))
        .filter(rr::decision.eq("accepted"))
        // What was typed after it stands.
        .filter(d::at.nullable().is_null().or(d::at.nullable().lt(rr::decided_at)))
        .order(c::revision)
        .select((
            c::indicator_id,
            (c::num, c::den, c::format),
            c::state,
            c::reason,
            c::estimated,
            (c::authors, c::entered_by, c::entered_name, c::version),
        ))
        .load(conn(tx))
        .await?;
    for (indicator, mut cell) in cells.into_iter().map(super::as_typed).filter(|(_, cell)| !cell.is_empty()) {
        let before = typed.get(&indicator);
        cell.version = before.map_or(1, |before| before.version.saturating_add(1));
        let authors = before.into_iter().flat_map(|before| before.authors.iter().copied());
        let authors: Vec<UserId> = authors.filter(|author| !cell.authors.contains(author)).collect();
        cell.authors.extend(authors);
        typed.insert(indicator, cell);
    }
    Ok(())
}

/// What is written down with the cells of a correction.
#[derive(Debug, Clone, Copy)]
pub struct Corrects<'a> {
    /// The submission whose figures it corrects; none where the report was missed.
    pub submission: Option<SubmissionId>,
    /// The revision that counts until it is accepted; 0 for none.
    pub replaces: i32,
    /// Why.
    pub reason: CorrectionReason,
    /// The same in words.
    pub text: &'a str,
    /// The local date of the filing.
    pub on: Date,
}

/// Writes a correction with all cells of the report as they are to be: only ever added to. What counts stays as it is.
pub async fn file(
    tx: &mut TenantTx,
    of: &ReportRow,
    revision: i32,
    corrects: Corrects<'_>,
    cells: &[(IndicatorId, Entry, String)],
) -> Result<()> {
    let (by, _) = tx.actor.person()?;
    let row = (
        (rr::tenant_id.eq(of.tenant_id), rr::report_id.eq(of.id), rr::revision.eq(revision)),
        rr::submission_id.eq(corrects.submission),
        rr::kind.eq(RevisionKind::Correction),
        rr::replaces.eq(corrects.replaces),
        rr::reason.eq(corrects.reason),
        rr::text.eq(corrects.text),
        rr::in_time.eq(false),
        rr::filed_on.eq(corrects.on.to_diesel()),
        rr::filed_by.eq(by),
        rr::filed_name.eq(tx.actor.name.clone()),
        rr::at.eq(tx.now.to_diesel()),
    );
    diesel::insert_into(rr::table).values(row).execute(conn(tx)).await?;
    write_cells(tx, of, revision, cells).await?;
    let done = diesel::update(cd::table.find((of.tenant_id, of.id, revision)))
        .set((cd::filed.eq(true), cd::version.eq(cd::version + 1)))
        .execute(conn(tx))
        .await?;
    exactly_one(done)?;
    step(tx, of).await.map(drop)
}

/// Counts one more thing done with the report's corrections; returns the version after it.
pub async fn step(tx: &mut Tx, of: &ReportRow) -> Result<i32> {
    let stepped = diesel::update(r::table.find((of.tenant_id, of.id)))
        .filter(r::version.eq(of.version))
        .set(r::version.eq(r::version + 1))
        .execute(conn(tx))
        .await?;
    exactly_one(stepped).map(|()| of.version.saturating_add(1))
}

/// A correction that was filed.
#[derive(Debug, Clone)]
pub struct FiledCorrection {
    /// The report that it corrects.
    pub report: ReportRow,
    /// The revision that it is.
    pub revision: i32,
    /// Whether it brings figures of a report that was missed.
    pub late: bool,
    /// What became of it.
    pub state: CorrectionState,
    /// Why.
    pub reason: CorrectionReason,
    /// The same in words.
    pub text: String,
    /// Who filed it.
    pub filed_by: UserId,
    /// Their name.
    pub filed_name: String,
    /// Local date of the filing.
    pub filed_on: Date,
    /// When it was filed.
    pub at: Timestamp,
    /// Who decided on it.
    pub decided_name: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// What was remarked.
    pub remark: String,
    /// The cells before it.
    pub old: Cells,
    /// Its own.
    pub new: Cells,
}

/// Cells of a revision, with the reason where there is no number.
pub type Cells = BTreeMap<IndicatorId, (Entry, String)>;

/// Which corrections are asked for.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// Those of one report, the newest first.
    Of(&'a ReportRow),
    /// Those that wait, of all bodies, the oldest first.
    Waiting,
}

type Why = (Option<CorrectionReason>, String);
type ByWhom = (UserId, String, jiff_diesel::Date, jiff_diesel::Timestamp);
type Verdict = (Option<String>, Option<String>, Option<jiff_diesel::Timestamp>, String, Option<String>);
type FiledRow = (ReportRow, (i32, i32, Option<SubmissionId>), Why, ByWhom, Verdict);

/// Corrections that were filed, with what they change.
pub async fn filed(tx: &mut Tx, which: Which<'_>) -> Result<Vec<FiledCorrection>> {
    let mut query = rr::table
        .inner_join(r::table.on(r::tenant_id.eq(rr::tenant_id).and(r::id.eq(rr::report_id))))
        .left_join(submissions::table.on(of_submission()))
        .filter(rr::kind.eq(RevisionKind::Correction))
        .select((
            ReportRow::as_select(),
            (rr::revision, rr::replaces.assume_not_null(), rr::submission_id),
            (rr::reason, rr::text),
            (rr::filed_by, rr::filed_name, rr::filed_on, rr::at),
            (rr::decision, rr::decided_name, rr::decided_at, rr::remark, submissions::decision.nullable()),
        ))
        .into_boxed();
    query = match which {
        Which::Of(report) => query
            .filter(rr::tenant_id.eq(report.tenant_id))
            .filter(rr::report_id.eq(report.id))
            .order(rr::revision.desc()),
        Which::Waiting => query.filter(is_undecided()).filter(is_live()).order((rr::at, rr::report_id)),
    };
    let rows: Vec<FiledRow> = query.load(conn(tx)).await?;
    let mut cells = cells_of(tx, which).await?;
    let mut found = vec![];
    for (report, (revision, replaces, submission_id), (reason, text), by, verdict) in rows {
        let (filed_by, filed_name, filed_on, at) = by;
        let (decision, decided_name, decided_at, remark, submission) = verdict;
        let live = matches!(submission.as_deref(), None | Some("accepted"));
        let state = match decision.as_deref() {
            Some("accepted") => CorrectionState::Accepted,
            Some(_) => CorrectionState::Refused,
            None if live => CorrectionState::Waiting,
            None => CorrectionState::Lapsed,
        };
        let Some(reason) = reason else { continue };
        found.push(FiledCorrection {
            old: cells.get(&(report.id, replaces)).cloned().unwrap_or_default(),
            new: cells.remove(&(report.id, revision)).unwrap_or_default(),
            report,
            revision,
            late: submission_id.is_none(),
            state,
            reason,
            text,
            filed_by,
            filed_name,
            filed_on: filed_on.to_jiff(),
            at: at.to_jiff(),
            decided_name,
            decided_at: decided_at.map(jiff_diesel::Timestamp::to_jiff),
            remark,
        });
    }
    Ok(found)
}

/// The cells of these corrections and of what they replace, by report and revision.
async fn cells_of(tx: &mut Tx, which: Which<'_>) -> Result<BTreeMap<(ReportId, i32), Cells>> {
    type Row = ((ReportId, i32), super::CellColumns, String);
    let of_report = m::tenant_id.eq(rr::tenant_id).and(m::report_id.eq(rr::report_id));
    let of_revision = m::revision.eq(rr::revision).or(m::revision.nullable().eq(rr::replaces));
    let mut query = rr::table
        .inner_join(m::table.on(of_report.and(of_revision)))
        .filter(rr::kind.eq(RevisionKind::Correction))
        .select((
            (m::report_id, m::revision),
            (m::indicator_id, m::state, m::num, m::den, m::estimated),
            m::reason,
        ))
        .into_boxed();
    query = match which {
        Which::Of(report) => {
            query.filter(rr::tenant_id.eq(report.tenant_id)).filter(rr::report_id.eq(report.id))
        }
        Which::Waiting => query.filter(is_undecided()),
    };
    let rows: Vec<Row> = query.load(conn(tx)).await?;
    let mut cells = BTreeMap::<(ReportId, i32), Cells>::new();
    for (key, (indicator, state, num, den, estimated), reason) in rows {
        cells.entry(key).or_default().insert(indicator, (entry(state, num, den, estimated), reason));
    }
    Ok(cells)
}

/// Decides on a correction, once. False where somebody has decided already.
pub async fn decide(
    tx: &mut NationalTx,
    of: &ReportRow,
    revision: i32,
    (decision, remark): (&str, &str),
) -> Result<bool> {
    let (by, _) = tx.actor.person()?;
    let (now, name) = (tx.now.to_diesel(), tx.actor.name.clone());
    let decided = diesel::update(rr::table.find((of.tenant_id, of.id, revision)))
        .filter(is_undecided())
        .set((
            rr::decision.eq(decision),
            rr::decided_by.eq(by),
            rr::decided_name.eq(name),
            rr::decided_at.eq(now),
            rr::remark.eq(remark),
        ))
        .execute(conn(tx))
        .await?;
    if decided == 1 && decision == "accepted" {
        let counts = diesel::update(r::table.find((of.tenant_id, of.id)))
            .set(r::revision.eq(revision))
            .execute(conn(tx))
            .await?;
        exactly_one(counts)?;
    }
    Ok(decided == 1)
}

/// Corrections that wait for the Working Group.
pub async fn count_waiting(tx: &mut NationalTx) -> Result<i64> {
    let waiting = rr::table.left_join(submissions::table.on(of_submission()));
    Ok(waiting.filter(is_undecided()).filter(is_live()).count().get_result(conn(tx)).await?)
}

/// Nobody is asked any more to file what corrects the report that this assignment was.
pub async fn end_proposal(tx: &mut WorkerTx, of: AssignmentId) -> Result<()> {
    let report = r::table
        .filter(r::tenant_id.eq(cd::tenant_id))
        .filter(r::id.eq(cd::report_id))
        .filter(r::assignment_id.eq(of));
    diesel::update(cd::table.filter(cd::tenant_id.eq(tx.own())).filter(is_proposed()).filter(exists(report)))
        .set((cd::proposed_by.eq(None::<UserId>), cd::version.eq(cd::version + 1)))
        .execute(conn(tx))
        .await?;
    Ok(())
}

/// Ends the draft of a correction whose number a filing has taken.
pub async fn end_draft(tx: &mut TenantTx, of: &ReportRow, revision: i32) -> Result<()> {
    diesel::update(cd::table.find((of.tenant_id, of.id, revision)))
        .set(cd::filed.eq(true))
        .execute(conn(tx))
        .await?;
    Ok(())
}

/// Corrections that are written, with their reports and assignments.
#[diesel::dsl::auto_type]
fn drafts(which: Words<Bool>) -> _ {
    let of_report = r::tenant_id.eq(cd::tenant_id).and(r::id.eq(cd::report_id));
    let of_assignment = a::tenant_id.eq(r::tenant_id).and(a::id.eq(r::assignment_id));
    cd::table.inner_join(r::table.on(of_report)).inner_join(a::table.on(of_assignment)).filter(which)
}

/// How many of a body's corrections are so, of reports that are filed, verified or missed.
async fn count(tx: &mut Tx, tenant: TenantId, which: Words<Bool>) -> Result<i64> {
    let waiting = drafts(which).filter(cd::tenant_id.eq(tenant)).filter(a::status.eq_any(CORRECTED));
    Ok(waiting.count().get_result(conn(tx)).await?)
}

/// Corrections of a body that its approvers are asked to file.
pub async fn count_proposed(tx: &mut Tx, tenant: TenantId) -> Result<i64> {
    count(tx, tenant, is_proposed()).await
}

/// Corrections of a body that came back to whoever writes them.
pub async fn count_sent_back(tx: &mut Tx, tenant: TenantId) -> Result<i64> {
    count(tx, tenant, is_sent_back()).await
}

/// Whether a correction of the report that this assignment is came back and was not taken up again.
pub async fn is_back(tx: &mut WorkerTx, assignment: AssignmentId) -> Result<bool> {
    let waiting = drafts(is_sent_back())
        .filter(cd::tenant_id.eq(tx.own()))
        .filter(r::assignment_id.eq(assignment))
        .filter(a::status.eq_any(CORRECTED));
    let waiting: i64 = waiting.count().get_result(conn(tx)).await?;
    Ok(waiting > 0)
}

/// Who proposed the correction that waits to be filed, of the report that this assignment is.
pub async fn correction_by(tx: &mut WorkerTx, assignment: AssignmentId) -> Result<Option<UserId>> {
    let by: Option<Option<UserId>> = drafts(is_proposed())
        .filter(cd::tenant_id.eq(tx.own()))
        .filter(r::assignment_id.eq(assignment))
        .filter(a::status.eq_any(CORRECTED))
        .select(cd::proposed_by)
        .first(conn(tx))
        .await
        .optional()?;
    Ok(by.flatten())
}

/// The bodies whose report of one of these periods counts as a nil return.
pub async fn nil_returns(tx: &mut NationalTx, periods: &[PeriodId]) -> Result<Vec<(PeriodId, TenantId)>> {
    let counts =
        rr::tenant_id.eq(r::tenant_id).and(rr::report_id.eq(r::id)).and(rr::revision.eq(r::revision));
    let bodies = r::table
        .inner_join(rr::table.on(counts))
        .inner_join(submissions::table.on(of_submission()))
        .filter(r::period_id.eq_any(periods))
        .filter(rr::kind.eq(RevisionKind::Nil))
        .filter(is_live())
        .select((r::period_id, r::tenant_id))
        .load(conn(tx))
        .await?;
    Ok(bodies)
}
