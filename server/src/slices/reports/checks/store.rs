//! SQL of the checks: what a body filed before, its justifications, and what was found in what it filed.

use std::collections::BTreeMap;

use diesel::{
    dsl::{count_star, max},
    prelude::*,
    sql_types::Bool,
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    error::ErrorCode,
    figures::{
        CellState, Entry,
        check::{CellPart, CheckRule, FindingLevel, Judgement, Justification},
    },
    id::{FindingId, IndicatorId, PeriodId, ReportId, TenantId, UserId},
    period::RevisionKind,
};
use jiff_diesel::ToDiesel;

use super::{
    super::store::{ReportRow, may_count, of_submission},
    model::{Found, Justified, Key, Said},
};
use dondoc_kernel::{
    db::{NationalTx, TenantTx, Version, Words, exactly_one, sql::conn, words},
    error::Result,
    schema::{
        findings as f, measurements as m, report_justifications as j, report_revisions as rr, reports as r,
        submissions,
    },
};

/// The cells that count of each period of the body in `[from, before)`, in the order of the periods: of each report the newest
/// revision that was neither taken back nor returned, and is no correction that waits.
pub async fn earlier(
    tx: &mut TenantTx,
    from: PeriodId,
    before: PeriodId,
) -> Result<Vec<(PeriodId, IndicatorId, Entry)>> {
    type Row = (PeriodId, i32, (IndicatorId, CellState, Option<i64>, Option<i64>, bool));
    let revisions = rr::tenant_id.eq(r::tenant_id).and(rr::report_id.eq(r::id));
    let cells =
        m::tenant_id.eq(rr::tenant_id).and(m::report_id.eq(rr::report_id)).and(m::revision.eq(rr::revision));
    let rows: Vec<Row> = r::table
        .inner_join(rr::table.on(revisions))
        .left_join(submissions::table.on(of_submission()))
        .inner_join(m::table.on(cells))
        .filter(r::tenant_id.eq(tx.own()))
        .filter(r::period_id.ge(from))
        .filter(r::period_id.lt(before))
        .filter(may_count())
        .order((r::period_id, m::indicator_id))
        .select((r::period_id, rr::revision, (m::indicator_id, m::state, m::num, m::den, m::estimated)))
        .load(conn(tx))
        .await?;
    let mut newest: BTreeMap<PeriodId, i32> = BTreeMap::new();
    for (period, revision, _) in &rows {
        let newest = newest.entry(*period).or_default();
        *newest = (*newest).max(*revision);
    }
    let counts = |(period, revision, _): &Row| newest.get(period) == Some(revision);
    let read = |(period, _, (indicator, state, num, den, estimated)): Row| {
        // Of nil the numbers are known and are not typed.
        let entry = match state {
            CellState::Value => Entry { state: Some(state), num, den, estimated },
            _ => Entry { state: Some(state), ..Entry::default() },
        };
        (period, indicator, entry)
    };
    Ok(rows.into_iter().filter(counts).map(read).collect())
}

/// What was said to the warnings of a draft.
pub async fn justified(tx: &mut TenantTx, of: &ReportRow) -> Result<Justified> {
    type Row = (Key, (Option<Justification>, String, String), (UserId, String, i32));
    let rows: Vec<Row> = j::table
        .filter(j::tenant_id.eq(of.tenant_id))
        .filter(j::report_id.eq(of.id))
        .select((
            (j::indicator_id, j::rule, j::part),
            (j::code, j::text, j::seen),
            (j::by_id, j::by_name, j::version),
        ))
        .load(conn(tx))
        .await?;
    let read = |(key, (code, text, seen), (by, by_name, version)): Row| {
        (key, Said { code, text, seen, by, by_name, version })
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Keeps what somebody says to a warning of a draft.
pub async fn say(tx: &mut TenantTx, of: &ReportRow, key: Key, said: &Said) -> Result<()> {
    let what = (
        j::code.eq(said.code),
        j::text.eq(&said.text),
        j::seen.eq(&said.seen),
        j::by_id.eq(said.by),
        j::by_name.eq(&said.by_name),
        j::at.eq(tx.now.to_diesel()),
        j::version.eq(said.version),
    );
    let (indicator, rule, part) = key;
    let key = (
        j::tenant_id.eq(of.tenant_id),
        j::report_id.eq(of.id),
        j::indicator_id.eq(indicator),
        j::rule.eq(rule),
        j::part.eq(part),
    );
    diesel::insert_into(j::table)
        .values((key, what))
        .on_conflict((j::tenant_id, j::report_id, j::indicator_id, j::rule, j::part))
        .do_update()
        .set(what)
        .execute(conn(tx))
        .await?;
    Ok(())
}

/// Writes down what was found in a revision: only ever added to.
pub async fn file(tx: &mut TenantTx, of: &ReportRow, revision: i32, found: &[Found]) -> Result<()> {
    let mut rows = vec![];
    for found in found {
        let seen = serde_json::to_value(found.finding.seen).map_err(anyhow::Error::from)?;
        let said = found.justification();
        rows.push((
            (f::tenant_id.eq(of.tenant_id), f::id.eq(FindingId(tx.new_id()))),
            (f::report_id.eq(of.id), f::revision.eq(revision), f::indicator_id.eq(found.indicator)),
            (
                f::rule.eq(found.finding.rule),
                f::part.eq(found.finding.place()),
                f::level.eq(found.finding.level),
            ),
            f::seen.eq(seen),
            (
                f::code.eq(said.and_then(|said| said.code)),
                f::text.eq(said.map(|said| said.text.clone()).unwrap_or_default()),
                f::justified_by.eq(said.map(|said| said.by)),
                f::justified_name.eq(said.map(|said| said.by_name.clone()).unwrap_or_default()),
            ),
        ));
    }
    for chunk in rows.chunks(500) {
        diesel::insert_into(f::table).values(chunk).execute(conn(tx)).await?;
    }
    Ok(())
}

/// A finding as it was filed.
pub struct Filed {
    pub id: FindingId,
    pub indicator: IndicatorId,
    pub rule: CheckRule,
    pub part: CellPart,
    pub level: FindingLevel,
    pub seen: serde_json::Value,
    pub code: Option<Justification>,
    pub text: String,
    pub justified_by: String,
    pub judged: Option<Judgement>,
    pub judged_by: String,
    pub judged_at: Option<jiff::Timestamp>,
    pub version: i32,
}

type FiledColumns = (
    (FindingId, IndicatorId, CheckRule, CellPart, FindingLevel, serde_json::Value),
    (Option<Justification>, String, String),
    (Option<Judgement>, String, Option<jiff_diesel::Timestamp>, i32),
);

/// Of the newest filing that was not taken back. A correction is none: whoever decides on it judges its warnings (R160).
fn is_of_newest_filing() -> Words<Bool> {
    words(
        "findings.revision = (select max(v.revision) from dondoc.report_revisions v \
           join dondoc.submissions u on u.tenant_id = v.tenant_id and u.id = v.submission_id \
          where v.tenant_id = findings.tenant_id and v.report_id = findings.report_id \
            and v.kind <> 'correction' and u.decision is distinct from 'taken_back')",
    )
}

/// The newest filing of a report that was not taken back; 0 for none.
pub async fn newest_filing(tx: &mut NationalTx, of: &ReportRow) -> Result<i32> {
    let newest: Option<i32> = rr::table
        .inner_join(submissions::table.on(of_submission()))
        .filter(rr::tenant_id.eq(of.tenant_id))
        .filter(rr::report_id.eq(of.id))
        .filter(rr::kind.ne(RevisionKind::Correction))
        .filter(submissions::decision.is_distinct_from("taken_back"))
        .select(max(rr::revision))
        .get_result(conn(tx))
        .await?;
    Ok(newest.unwrap_or(0))
}

/// What was found in the newest filing of a report.
pub async fn filed(tx: &mut NationalTx, of: &ReportRow) -> Result<Vec<Filed>> {
    let rows: Vec<FiledColumns> = f::table
        .filter(f::tenant_id.eq(of.tenant_id))
        .filter(f::report_id.eq(of.id))
        .filter(is_of_newest_filing())
        .select((
            (f::id, f::indicator_id, f::rule, f::part, f::level, f::seen),
            (f::code, f::text, f::justified_name),
            (f::judged, f::judged_name, f::judged_at, f::version),
        ))
        .load(conn(tx))
        .await?;
    Ok(rows.into_iter().map(as_filed).collect())
}

/// A row of what was found.
fn as_filed((found, (code, text, justified_by), judgement): FiledColumns) -> Filed {
    let (id, indicator, rule, part, level, seen) = found;
    let (judged, judged_by, judged_at, version) = judgement;
    let judged_at = judged_at.map(jiff_diesel::Timestamp::to_jiff);
    Filed {
        id,
        indicator,
        rule,
        part,
        level,
        seen,
        code,
        text,
        justified_by,
        judged,
        judged_by,
        judged_at,
        version,
    }
}

/// What was found in each of these revisions.
pub async fn of_revisions(
    tx: &mut NationalTx,
    of: &[(TenantId, ReportId, i32)],
) -> Result<BTreeMap<(ReportId, i32), Vec<Filed>>> {
    let bodies: Vec<TenantId> = of.iter().map(|(body, ..)| *body).collect();
    let reports: Vec<ReportId> = of.iter().map(|(_, report, _)| *report).collect();
    let rows: Vec<((ReportId, i32), FiledColumns)> = f::table
        .filter(f::tenant_id.eq_any(bodies))
        .filter(f::report_id.eq_any(reports))
        .select((
            (f::report_id, f::revision),
            (
                (f::id, f::indicator_id, f::rule, f::part, f::level, f::seen),
                (f::code, f::text, f::justified_name),
                (f::judged, f::judged_name, f::judged_at, f::version),
            ),
        ))
        .load(conn(tx))
        .await?;
    let mut found = BTreeMap::<(ReportId, i32), Vec<Filed>>::new();
    for ((report, revision), row) in rows {
        if of.iter().any(|(_, asked, nth)| (*asked, *nth) == (report, revision)) {
            found.entry((report, revision)).or_default().push(as_filed(row));
        }
    }
    Ok(found)
}

/// Writes what the Working Group thinks of a justification, if nobody has judged it in the meantime. Its version from then on.
///
/// # Errors
/// `not_found`; `nothing_waiting` of what needs no justification; `version_stale`.
pub async fn judge(
    tx: &mut NationalTx,
    of: &ReportRow,
    id: FindingId,
    judgement: Judgement,
    seen: Version,
) -> Result<i32> {
    let one = f::table.find((of.tenant_id, id)).filter(f::report_id.eq(of.id)).filter(is_of_newest_filing());
    let (code, version): (Option<Justification>, i32) =
        one.select((f::code, f::version)).for_update().first(conn(tx)).await?;
    if code.is_none() {
        return Err(ErrorCode::NothingWaiting.into());
    }
    if version != seen.0 {
        return Err(ErrorCode::VersionStale.into());
    }
    let (by, _) = tx.actor.person()?;
    let version = version.saturating_add(1);
    let judged = diesel::update(f::table.find((of.tenant_id, id)))
        .set((
            f::judged.eq(judgement),
            f::judged_by.eq(by),
            f::judged_name.eq(tx.actor.name.clone()),
            f::judged_at.eq(tx.now.to_diesel()),
            f::version.eq(version),
        ))
        .execute(conn(tx))
        .await?;
    exactly_one(judged).map(|()| version)
}

/// By rule the warnings of these periods' reports as they were last filed, how many were judged, and how many were needless.
pub async fn noise(tx: &mut NationalTx, periods: &[PeriodId]) -> Result<Vec<(CheckRule, i64, i64, i64)>> {
    let of_report = f::tenant_id.eq(r::tenant_id).and(f::report_id.eq(r::id));
    let rows: Vec<(CheckRule, Option<Judgement>, i64)> = r::table
        .inner_join(f::table.on(of_report))
        .filter(r::period_id.eq_any(periods))
        .filter(is_of_newest_filing())
        .filter(f::level.eq(FindingLevel::Warning))
        .group_by((f::rule, f::judged))
        .select((f::rule, f::judged, count_star()))
        .load(conn(tx))
        .await?;
    let mut found: BTreeMap<CheckRule, (i64, i64, i64)> = BTreeMap::new();
    for (rule, judged, count) in rows {
        let (warnings, all_judged, needless) = found.entry(rule).or_default();
        *warnings += count;
        *all_judged += if judged.is_some() { count } else { 0 };
        *needless += if judged == Some(Judgement::Ok) { count } else { 0 };
    }
    Ok(found
        .into_iter()
        .map(|(rule, (warnings, judged, needless))| (rule, warnings, judged, needless))
        .collect())
}
