//! SQL of the figures: the copies that their reader owns.

pub mod recount;

use std::collections::BTreeMap;

use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Integer, Text},
    upsert::excluded,
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    figures::{Basis, Tally},
    id::{GroupId, IndicatorId, PeriodId, TenantId},
};

use super::model::{Delta, READER};
use crate::slices::reports::Filed;
use dondoc_kernel::{
    db::{
        NationalTx, WorkerTx,
        sql::{conn, write_alone},
    },
    error::{Error, Result},
    schema::{figure_sources as s, figure_weights as w, figures as f},
};

/// What the figures count of one body's report.
pub struct Source {
    /// The groups in whose figures it is.
    pub groups: Vec<GroupId>,
    /// The version of its assignment at the last look; 0 before the first.
    pub version: i32,
    /// The revision counted; 0 for none.
    pub filed: i32,
    /// Of those verified, the revision counted; 0 for none.
    pub verified: i32,
}

/// Locks what the figures count of this report, if it has been counted before.
pub async fn lock_source(tx: &mut WorkerTx, of: &Filed) -> Result<Option<Source>> {
    type Row = (Vec<i32>, i32, i32, i32);
    let row: Option<Row> = s::table
        .find((tx.own(), of.period, of.source))
        .select((s::groups, s::version, s::filed, s::verified))
        .for_update()
        .first(conn(tx))
        .await
        .optional()?;
    Ok(row.map(|(groups, version, filed, verified)| Source {
        groups: groups.into_iter().map(GroupId).collect(),
        version,
        filed,
        verified,
    }))
}

/// Nobody else adds to the figures of this period until the end of the transaction.
pub async fn add_alone(tx: &mut WorkerTx, of: &Filed) -> Result<()> {
    write_alone(tx, "dondoc.figures", of.period.0).await
}

/// Begins to count a report, in the figures of these groups.
pub async fn insert_source(tx: &mut WorkerTx, of: &Filed, groups: &[GroupId]) -> Result<Source> {
    let numbers: Vec<i32> = groups.iter().map(|group| group.0).collect();
    let values = (
        s::tenant_id.eq(tx.own()),
        s::period_id.eq(of.period),
        s::source_id.eq(of.source),
        s::groups.eq(numbers),
        s::version.eq(0),
        s::filed.eq(0),
        s::verified.eq(0),
    );
    diesel::insert_into(s::table).values(values).execute(conn(tx)).await?;
    Ok(Source { groups: groups.to_vec(), version: 0, filed: 0, verified: 0 })
}

/// Notes what is counted now.
pub async fn count_source(tx: &mut WorkerTx, of: &Filed) -> Result<()> {
    diesel::update(s::table.find((tx.own(), of.period, of.source)))
        .set((s::version.eq(of.version), s::filed.eq(of.filed), s::verified.eq(of.verified)))
        .execute(conn(tx))
        .await?;
    Ok(())
}

/// Writes down what the body owes, with its last denominators.
pub async fn insert_weights(
    tx: &mut WorkerTx,
    of: &Filed,
    owed: &[(IndicatorId, Option<i64>)],
) -> Result<()> {
    let tenant = tx.own();
    let row = |(indicator, weight): &(IndicatorId, Option<i64>)| {
        (
            w::tenant_id.eq(tenant),
            w::period_id.eq(of.period),
            w::source_id.eq(of.source),
            w::indicator_id.eq(*indicator),
            w::weight.eq(*weight),
        )
    };
    let rows: Vec<_> = owed.iter().map(row).collect();
    diesel::insert_into(w::table).values(rows).execute(conn(tx)).await?;
    Ok(())
}

/// What the body owes, as it was written down.
pub async fn owed(tx: &mut WorkerTx, of: &Filed) -> Result<Vec<(IndicatorId, Option<i64>)>> {
    let rows = w::table
        .filter(w::tenant_id.eq(tx.own()))
        .filter(w::period_id.eq(of.period))
        .filter(w::source_id.eq(of.source))
        .order(w::indicator_id)
        .select((w::indicator_id, w::weight))
        .load(conn(tx))
        .await?;
    Ok(rows)
}

/// A line of a figure, and what is to be added to it.
type Line = (IndicatorId, GroupId, Basis, Tally);

/// Begins the figures of these groups that are not there yet, and adds what the body owes to each.
pub async fn owe(tx: &mut WorkerTx, of: &Filed, groups: &[GroupId], delta: &Delta) -> Result<()> {
    let tenant = tx.own();
    let row = |(indicator, group, basis, share): &Line| {
        (
            f::tenant_id.eq(tenant),
            f::period_id.eq(of.period),
            f::indicator_id.eq(*indicator),
            f::group_id.eq(*group),
            f::basis.eq(*basis),
            f::expected.eq(share.expected),
            f::w_expected.eq(share.weight_expected),
            f::n_weightless.eq(share.weightless),
        )
    };
    let rows: Vec<_> = lines(groups, delta).iter().map(row).collect();
    for chunk in rows.chunks(500) {
        diesel::insert_into(f::table)
            .values(chunk)
            .on_conflict((f::tenant_id, f::period_id, f::indicator_id, f::group_id, f::basis))
            .do_update()
            .set((
                f::expected.eq(f::expected + excluded(f::expected)),
                f::w_expected.eq(f::w_expected + excluded(f::w_expected)),
                f::n_weightless.eq(f::n_weightless + excluded(f::n_weightless)),
            ))
            .execute(conn(tx))
            .await?;
    }
    Ok(())
}

/// Adds what differs to the figures of these groups; a row that would fall below nothing is refused by the table. Whoever adds to
/// a period's figures does it alone: every body is in those of all bodies, so two would wait for each other at every row, and
/// without an order of rows for ever.
#[expect(clippy::disallowed_methods, reason = "unnest of several arrays has no name in the DSL")]
pub async fn add(tx: &mut WorkerTx, of: &Filed, groups: &[GroupId], delta: &Delta) -> Result<()> {
    let lines = lines(groups, delta);
    if lines.is_empty() {
        return Ok(());
    }
    let indicators: Vec<IndicatorId> = lines.iter().map(|(indicator, ..)| *indicator).collect();
    let column = |read: fn(&Tally) -> i64| lines.iter().map(|(.., share)| read(share)).collect::<Vec<_>>();
    let statement = "update dondoc.figures f set expected = f.expected + d.expected, n_value = f.n_value + d.n_value,
            n_nil = f.n_nil + d.n_nil, n_na = f.n_na + d.n_na, n_none = f.n_none + d.n_none,
            n_estimated = f.n_estimated + d.n_estimated, n_yes = f.n_yes + d.n_yes, num = f.num + d.num, den = f.den + d.den,
            w_expected = f.w_expected + d.w_expected, w_present = f.w_present + d.w_present,
            n_weightless = f.n_weightless + d.n_weightless
        from unnest($3::int[], $4::int[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[],
            $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[])
            as d (indicator_id, group_id, basis, expected, n_value, n_nil, n_na, n_none, n_estimated, n_yes, num, den, w_expected,
                w_present, n_weightless)
        where f.tenant_id = $1 and f.period_id = $2 and f.indicator_id = d.indicator_id and f.group_id = d.group_id
            and f.basis = d.basis";
    let mut update = diesel::sql_query(statement)
        .into_boxed()
        .bind::<Integer, _>(tx.own())
        .bind::<Integer, _>(of.period)
        .bind::<Array<Integer>, _>(indicators)
        .bind::<Array<Integer>, _>(lines.iter().map(|(_, group, ..)| *group).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(lines.iter().map(|(.., basis, _)| basis.as_str()).collect::<Vec<_>>());
    let columns: [fn(&Tally) -> i64; 12] = [
        |share| share.expected,
        |share| share.value,
        |share| share.nil,
        |share| share.not_applicable,
        |share| share.not_available,
        |share| share.estimated,
        |share| share.yes,
        |share| share.num,
        |share| share.den,
        |share| share.weight_expected,
        |share| share.weight_present,
        |share| share.weightless,
    ];
    for read in columns {
        update = update.bind::<Array<BigInt>, _>(column(read));
    }
    if update.execute(conn(tx)).await? == lines.len() {
        Ok(())
    } else {
        Err(Error::Internal(anyhow::anyhow!("a figure to be added to is not there")))
    }
}

/// What differs for each group, in the order of the keys.
fn lines(groups: &[GroupId], delta: &Delta) -> Vec<Line> {
    let of_group =
        |(indicator, basis, share)| groups.iter().map(move |group| (indicator, *group, basis, share));
    let mut lines: Vec<Line> = delta.lines().flat_map(of_group).collect();
    lines.sort_by_key(|(indicator, group, basis, _)| (*indicator, *group, basis.as_str()));
    lines
}

/// A figure as it is stored.
#[derive(Debug, Clone, Queryable)]
pub struct Stored {
    /// The period.
    pub period: PeriodId,
    /// The indicator.
    pub indicator: IndicatorId,
    /// What the cells add up to.
    pub tally: Tally,
}

/// The figures of a group in these periods, on one basis.
pub async fn of_periods(
    tx: &mut NationalTx,
    group: GroupId,
    basis: Basis,
    periods: &[PeriodId],
) -> Result<Vec<Stored>> {
    type Counts = (i64, i64, i64, i64, i64, i64, i64);
    type Sums = (i64, i64, i64, i64, i64);
    let rows: Vec<(PeriodId, IndicatorId, Counts, Sums)> = f::table
        .filter(f::tenant_id.eq(READER))
        .filter(f::group_id.eq(group))
        .filter(f::basis.eq(basis))
        .filter(f::period_id.eq_any(periods))
        .select((
            f::period_id,
            f::indicator_id,
            (f::expected, f::n_value, f::n_nil, f::n_na, f::n_none, f::n_estimated, f::n_yes),
            (f::num, f::den, f::w_expected, f::w_present, f::n_weightless),
        ))
        .load(conn(tx))
        .await?;
    let read = |(period, indicator, counts, sums)| {
        let (expected, value, nil, not_applicable, not_available, estimated, yes): Counts = counts;
        let (num, den, weight_expected, weight_present, weightless): Sums = sums;
        let tally = Tally {
            expected,
            value,
            nil,
            not_applicable,
            not_available,
            estimated,
            yes,
            num,
            den,
            weight_expected,
            weight_present,
            weightless,
        };
        Stored { period, indicator, tally }
    };
    Ok(rows.into_iter().map(read).collect())
}

/// What the figures count of a body's report.
#[derive(Debug, Queryable)]
pub struct Counted {
    /// The body.
    pub source: TenantId,
    /// The revision counted; 0 for none.
    pub filed: i32,
    /// Of those verified; 0 for none.
    pub verified: i32,
}

/// The bodies of a group that owe a report for the period.
pub async fn owing_reports(tx: &mut NationalTx, group: GroupId, period: PeriodId) -> Result<Vec<Counted>> {
    let rows = s::table
        .filter(s::tenant_id.eq(READER))
        .filter(s::period_id.eq(period))
        .filter(s::groups.contains(vec![group.0]))
        .select((s::source_id, s::filed, s::verified))
        .load(conn(tx))
        .await?;
    Ok(rows)
}

/// A body that owes a number: its last denominator, and which revisions of its report count.
pub struct Owing {
    /// The body.
    pub source: TenantId,
    /// Its last denominator when the period was opened.
    pub weight: Option<i64>,
    /// The revision counted; 0 for none.
    pub filed: i32,
    /// Of those verified; 0 for none.
    pub verified: i32,
}

/// The bodies of a group that owe a number.
pub async fn owing(
    tx: &mut NationalTx,
    group: GroupId,
    period: PeriodId,
    indicator: IndicatorId,
) -> Result<Vec<Owing>> {
    let rows: Vec<(TenantId, Option<i64>, i32, i32)> = w::table
        .inner_join(
            s::table.on(s::tenant_id
                .eq(w::tenant_id)
                .and(s::period_id.eq(w::period_id))
                .and(s::source_id.eq(w::source_id))),
        )
        .filter(w::tenant_id.eq(READER))
        .filter(w::period_id.eq(period))
        .filter(w::indicator_id.eq(indicator))
        .filter(s::groups.contains(vec![group.0]))
        .select((w::source_id, w::weight, s::filed, s::verified))
        .load(conn(tx))
        .await?;
    let read = |(source, weight, filed, verified)| Owing { source, weight, filed, verified };
    Ok(rows.into_iter().map(read).collect())
}

/// The same of every number that is owed for a period.
pub async fn owing_of_period(
    tx: &mut NationalTx,
    group: GroupId,
    period: PeriodId,
) -> Result<BTreeMap<IndicatorId, Vec<Owing>>> {
    let rows: Vec<(IndicatorId, TenantId, Option<i64>, i32, i32)> = w::table
        .inner_join(
            s::table.on(s::tenant_id
                .eq(w::tenant_id)
                .and(s::period_id.eq(w::period_id))
                .and(s::source_id.eq(w::source_id))),
        )
        .filter(w::tenant_id.eq(READER))
        .filter(w::period_id.eq(period))
        .filter(s::groups.contains(vec![group.0]))
        .select((w::indicator_id, w::source_id, w::weight, s::filed, s::verified))
        .load(conn(tx))
        .await?;
    let mut owing = BTreeMap::<IndicatorId, Vec<Owing>>::new();
    for (indicator, source, weight, filed, verified) in rows {
        owing.entry(indicator).or_default().push(Owing { source, weight, filed, verified });
    }
    Ok(owing)
}
