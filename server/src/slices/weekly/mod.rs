//! The weekly report by mail: the Working Group's over all tenants, and each tenant's own to its approvers and the head of
//! its steering committee, else to its mailbox.
//!
//! It is queued by the first sweep of an ISO week, once for each reader and week, with the figures as they then are; it
//! leaves at the begin of the next send window. One that has not left by the end of its week is not owed any more: the next
//! week's takes its place.

pub mod mail;
pub mod report;
mod store;

use dondoc_shared::{id::TenantId, wire::national::WeekFigure};
use jiff::{Span, Timestamp, civil::Date};

use self::report::{Report, monday, readers, week_of};
use crate::{
    domain::{calendar::Calendar, recipients::Directory},
    slices::{rechecks, reminders, triage},
};
use dondoc_kernel::{
    clock,
    db::{Actor, Db, National, Tx, WorkerTx},
    error::{Error, Result},
    outbox::{self, Kind, NewMessage},
};

/// Whether reports of a week leave on this day.
fn leaves_on(calendar: &Calendar, date: Date) -> bool {
    calendar.next_working_day(monday(date)) == date
}

/// Number of reports that a day's run queues for a tenant.
pub async fn expected(tx: &mut Tx, calendar: &Calendar, tenant: TenantId, date: Date) -> Result<usize> {
    if !leaves_on(calendar, date) {
        return Ok(0);
    }
    Ok(readers(tenant, &Directory::of(tx, tenant).await?).len())
}

/// Queues the reports of the week that has begun since the tenant's last sweep; none of a week in which it had one. Comes
/// before the reminders' sweep, which notes the day: what a crash leaves undone is done by the next.
pub async fn queue(db: &Db, tenant: TenantId, calendar: &Calendar) -> Result<usize> {
    let begins = db.keep_books(tenant, begins).await?;
    let Some(on) = begins else { return Ok(0) };
    let report = if tenant.is_national() {
        // The Working Group's report is about all tenants: read in its name.
        db.read(National, Actor::system("worker"), async |tx| {
            let rechecks = rechecks::count_waiting(tx).await?;
            Ok(Report { rechecks, ..figures(tx, None, on).await? })
        })
        .await?
    } else {
        db.keep_books(tenant, async |tx| figures(tx, Some(tenant), on).await).await?
    };
    let queue = async |tx: &mut WorkerTx| {
        if !tenant.is_national() {
            let (overdue, closed) = (report.figures.classes.open_overdue, report.newly_done);
            triage::note_week(tx, &WeekFigure { week_of: monday(on), overdue, closed }).await?;
        }
        add(tx, calendar, &report).await
    };
    db.keep_books(tenant, queue).await
}

/// Notes the week of a tenant that has begun by `on` without reporting it, for a past that is played.
pub async fn note(tx: &mut WorkerTx, on: Date) -> Result<()> {
    let own = tx.own();
    let overdue = triage::figures_of(tx, Some(own), on).await?.classes.open_overdue;
    let since = week_before(on, tx.now);
    let closed = store::newly_done(tx, Some(own), since).await?;
    triage::note_week(tx, &WeekFigure { week_of: monday(on), overdue, closed }).await
}

/// The beginning of the seven days before a date.
fn week_before(on: Date, now: Timestamp) -> Timestamp {
    let week_ago = on.checked_sub(Span::new().days(7)).unwrap_or(on);
    week_ago.to_zoned(clock::zone(clock::DEFAULT_ZONE)).map_or(now, |zoned| zoned.timestamp())
}

/// The local date, if it is the first of its week on which the tenant is swept.
async fn begins(tx: &mut WorkerTx) -> Result<Option<Date>> {
    let own = tx.own();
    let (today, last) = reminders::swept(tx, own).await?;
    let monday = monday(today);
    // A tenant that was never swept begins with a whole week.
    let begins = last.map_or(today == monday, |last| last < monday);
    Ok(begins.then_some(today))
}

async fn add(tx: &mut WorkerTx, calendar: &Calendar, report: &Report) -> Result<usize> {
    let (tenant, week) = (tx.own(), week_of(report.on));
    let directory = Directory::of(tx, tenant).await?;
    let args = serde_json::to_value(report).map_err(|error| Error::Internal(error.into()))?;
    let run_at = calendar.send_time(tx.now, false);
    let mut queued = 0usize;
    for reader in readers(tenant, &directory) {
        let message = NewMessage {
            tenant,
            kind: Kind::Report,
            dedupe_key: format!("report:{week}:{}", reader.id),
            args: args.clone(),
            run_at,
            recipient: Some((reader.id, reader.address.clone())),
        };
        queued = queued.saturating_add(outbox::enqueue(tx, message).await?.map_or(0, |_| 1));
    }
    Ok(queued)
}

/// The figures of one tenant, or of all.
async fn figures(tx: &mut Tx, only: Option<TenantId>, on: Date) -> Result<Report> {
    let week_ago = on.checked_sub(Span::new().days(7)).unwrap_or(on);
    let since = week_before(on, tx.now);
    let waiting = triage::waiting(tx, only).await?;
    Ok(Report {
        on,
        figures: triage::figures_of(tx, only, on).await?,
        newly_overdue: store::newly_overdue(tx, only, (week_ago, on)).await?,
        newly_done: store::newly_done(tx, only, since).await?,
        longest: store::longest(tx, only, on).await?,
        submitted: waiting.submitted,
        extensions: waiting.extensions,
        steps: waiting.steps,
        urges_overdue: waiting.urges_overdue,
        rechecks: 0,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::calendar::{DayKind, Holiday};

    #[test]
    fn reports_leave_on_the_first_working_day_of_the_week() {
        let off = |date| Holiday { date, kind: DayKind::Off };
        let calendar = Calendar::new([off(date(2024, 9, 2)), off(date(2024, 9, 3))]);
        let days: Vec<i8> = (1..=8).filter(|day| leaves_on(&calendar, date(2024, 9, *day))).collect();
        assert_eq!(days, [4]);
        assert!(leaves_on(&calendar, date(2024, 7, 29)) && !leaves_on(&calendar, date(2024, 7, 30)));
    }
}
