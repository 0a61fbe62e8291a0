//! SQL of periods.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    day::in_ha_noi,
    error::ErrorCode,
    id::{IndicatorId, PeriodId, RegimeId, UserId},
    period::{PeriodCode, PeriodStatus, Schedule, Window},
};
use jiff_diesel::ToDiesel;

use super::Period;
use dondoc_kernel::{
    db::{NationalTx, Tx, Version, sql::conn},
    error::{Error, Result},
    schema::periods as p,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = p)]
struct Row {
    id: PeriodId,
    regime_id: RegimeId,
    code: String,
    from_on: jiff_diesel::Date,
    to_on: jiff_diesel::Date,
    opens_on: jiff_diesel::Date,
    due_on: jiff_diesel::Date,
    cutoff_on: jiff_diesel::Date,
    close_on: jiff_diesel::Date,
    status: PeriodStatus,
    simulated: bool,
    asks: Vec<i32>,
    version: i32,
}

impl Row {
    fn into_period(self) -> Result<Period> {
        let code = self.code.parse::<PeriodCode>();
        Ok(Period {
            id: self.id,
            regime: self.regime_id,
            window: Window {
                code: code.map_err(|_| Error::Internal(anyhow::anyhow!("the code of period {}", self.id)))?,
                from_on: self.from_on.to_jiff(),
                to_on: self.to_on.to_jiff(),
            },
            schedule: Schedule {
                opens_on: self.opens_on.to_jiff(),
                due_on: self.due_on.to_jiff(),
                cutoff_on: self.cutoff_on.to_jiff(),
                close_on: self.close_on.to_jiff(),
            },
            status: self.status,
            simulated: self.simulated,
            asks: self.asks.into_iter().map(IndicatorId).collect(),
            version: self.version,
        })
    }
}

/// All periods, the newest first.
pub async fn all(tx: &mut Tx) -> Result<Vec<Period>> {
    let rows: Vec<Row> =
        p::table.order((p::to_on.desc(), p::id.desc())).select(Row::as_select()).load(conn(tx)).await?;
    rows.into_iter().map(Row::into_period).collect()
}

/// One period.
pub async fn period(tx: &mut Tx, id: PeriodId) -> Result<Period> {
    let row: Row = p::table.find(id).select(Row::as_select()).first(conn(tx)).await?;
    row.into_period()
}

/// The period of a regime with this code.
pub async fn by_code(tx: &mut Tx, regime: RegimeId, code: PeriodCode) -> Result<Period> {
    let row: Row =
        p::table.find(Period::number(regime, code)).select(Row::as_select()).first(conn(tx)).await?;
    row.into_period()
}

/// Writes planned periods; those that are there already stay as they are. How many were new.
pub async fn insert(tx: &mut NationalTx, planned: &[Period]) -> Result<usize> {
    let (now, by, name) = (tx.now.to_diesel(), tx.actor.user, tx.actor.name.clone());
    let row = |period: &Period| {
        (
            p::id.eq(period.id),
            p::regime_id.eq(period.regime),
            p::code.eq(period.window.code.to_string()),
            (
                p::from_on.eq(period.window.from_on.to_diesel()),
                p::to_on.eq(period.window.to_on.to_diesel()),
                p::opens_on.eq(period.schedule.opens_on.to_diesel()),
                p::due_on.eq(period.schedule.due_on.to_diesel()),
                p::cutoff_on.eq(period.schedule.cutoff_on.to_diesel()),
                p::close_on.eq(period.schedule.close_on.to_diesel()),
            ),
            p::status.eq(PeriodStatus::Planned),
            p::simulated.eq(period.simulated),
            p::planned_by.eq(by.map(|by| by.0)),
            p::planned_name.eq(name.clone()),
            p::planned_at.eq(now),
        )
    };
    let rows: Vec<_> = planned.iter().map(row).collect();
    Ok(diesel::insert_into(p::table).values(rows).on_conflict_do_nothing().execute(conn(tx)).await?)
}

/// Notes that a period is open and what it asks for, if nobody has changed it in the meantime and another person planned it; what
/// an operator's command planned is opened by one.
pub async fn open(tx: &mut NationalTx, of: &Period, asks: &[IndicatorId], seen: Version) -> Result<()> {
    let by = tx.actor.user.map(|by| by.0);
    let (planner, planned_at, version): (Option<UserId>, jiff_diesel::Timestamp, i32) = p::table
        .find(of.id)
        .select((p::planned_by, p::planned_at, p::version))
        .for_update()
        .first(conn(tx))
        .await?;
    let planned_on = in_ha_noi(planned_at.to_jiff());
    if version != seen.0 {
        return Err(ErrorCode::VersionStale.into());
    }
    if tx.actor.is_hand_of(planner, Some(planned_on)) || planner.is_some() != by.is_some() {
        return Err(ErrorCode::SecondPersonRequired.into());
    }
    let opened = diesel::update(p::table.find(of.id))
        .filter(p::version.eq(seen.0))
        .filter(p::status.eq(PeriodStatus::Planned))
        .set((
            p::status.eq(PeriodStatus::Open),
            p::asks.eq(asks.iter().map(|indicator| indicator.0).collect::<Vec<_>>()),
            p::opened_by.eq(by),
            p::opened_name.eq(tx.actor.name.clone()),
            p::opened_at.eq(tx.now.to_diesel()),
            p::version.eq(p::version + 1),
        ))
        .execute(conn(tx))
        .await?;
    if opened == 1 { Ok(()) } else { Err(ErrorCode::VersionStale.into()) }
}
