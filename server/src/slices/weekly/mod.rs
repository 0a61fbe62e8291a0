//! The weekly report by mail: the Working Group's over all tenants, and each tenant's own to its approvers and the head of
//! its steering committee, else to its mailbox.
//!
//! It is queued by the first sweep of an ISO week, once for each reader and week, with the figures as they then are; it
//! leaves at the begin of the next send window. One that has not left by the end of its week is not owed any more: the next
//! week's takes its place.

mod letter;
mod store;

use dondoc_shared::{id::TenantId, role::Role, wire::ContactRole};
use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

pub use self::{letter::Weekly, store::Longest};
use crate::{
    domain::{
        calendar::Calendar,
        recipients::{Directory, Person},
    },
    kernel::{
        clock,
        db::{Actor, Db, National, Tx, WorkerTx},
        error::{Error, Result},
        outbox::{self, Kind, NewMessage},
    },
    slices::{
        reminders,
        triage::{self, Figures},
    },
};

/// What the report of a week says: codes, dates and counts as they were when it was queued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The local date of its figures.
    pub on: Date,
    /// Rates, classes and ageing, as on the console's first page.
    pub figures: Figures,
    /// Open and overdue since less than seven days.
    pub newly_overdue: i64,
    /// Accepted in the last seven days.
    pub newly_done: i64,
    /// Open and without a report for longest.
    pub longest: Vec<Longest>,
    /// Submissions that wait for the Working Group.
    pub submitted: i64,
    /// Extension requests that wait for a decision.
    pub extensions: i64,
    /// Steps of the ladder that wait for a person.
    pub steps: i64,
    /// Assignments with an urge past its reply-by date and without an answer.
    pub urges_overdue: i64,
}

/// The Monday of a date's ISO week.
fn monday(date: Date) -> Date {
    let back = i32::from(date.weekday().to_monday_zero_offset());
    date.checked_sub(Span::new().days(back)).unwrap_or(date)
}

/// `2024-W31`.
fn week_of(date: Date) -> String {
    let week = date.iso_week_date();
    format!("{}-W{:02}", week.year(), week.week())
}

/// Does the mail of this report still belong to the week of this date?
pub fn is_of_week(report: &Report, today: Date) -> bool {
    monday(report.on) == monday(today)
}

/// Is this the day on which a week's reports leave?
fn leaves_on(calendar: &Calendar, date: Date) -> bool {
    calendar.next_working_day(monday(date)) == date
}

/// Who reads a tenant's report.
pub fn readers(tenant: TenantId, directory: &Directory) -> Vec<&Person> {
    let roles: &[Role] =
        if tenant.is_national() { &[Role::Lead, Role::NationalOfficer] } else { &[Role::Approver] };
    let takes_mail = |person: &&Person| person.takes_mail;
    let named = directory.holders(roles).chain(directory.office(ContactRole::SteeringHead));
    let mut readers: Vec<&Person> = named.filter(takes_mail).collect();
    if readers.is_empty() {
        readers.extend(directory.office(ContactRole::AgencyMailbox).filter(takes_mail));
    }
    readers
}

/// How many reports of a tenant a day's run brings.
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
        db.read(National, Actor::system("worker"), async |tx| report(tx, None, on).await).await?
    } else {
        db.keep_books(tenant, async |tx| report(tx, Some(tenant), on).await).await?
    };
    db.keep_books(tenant, async |tx| add(tx, calendar, &report).await).await
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
async fn report(tx: &mut Tx, only: Option<TenantId>, on: Date) -> Result<Report> {
    let week_ago = on.checked_sub(Span::new().days(7)).unwrap_or(on);
    let zone = clock::zone(clock::DEFAULT_ZONE);
    let since = week_ago.to_zoned(zone).map_or(tx.now, |zoned| zoned.timestamp());
    let waiting = triage::waiting(tx, only).await?;
    Ok(Report {
        on,
        figures: triage::figures(tx, only, on).await?,
        newly_overdue: store::newly_overdue(tx, only, (week_ago, on)).await?,
        newly_done: store::newly_done(tx, only, since).await?,
        longest: store::longest(tx, only, on).await?,
        submitted: waiting.submitted,
        extensions: waiting.extensions,
        steps: waiting.steps,
        urges_overdue: waiting.urges_overdue,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::calendar::{DayKind, Holiday};

    #[test]
    fn a_week_is_the_iso_week_also_where_the_year_turns() {
        assert_eq!(week_of(date(2024, 7, 29)), "2024-W31");
        assert_eq!(week_of(date(2024, 12, 30)), "2025-W01");
        assert_eq!(week_of(date(2027, 1, 3)), "2026-W53");
        assert_eq!(monday(date(2024, 8, 4)), date(2024, 7, 29));
    }

    #[test]
    fn reports_leave_on_the_first_working_day_of_the_week() {
        let off = |date| Holiday { date, kind: DayKind::Off };
        let calendar = Calendar::new([off(date(2024, 9, 2)), off(date(2024, 9, 3))]);
        let days: Vec<i8> = (1..=8).filter(|day| leaves_on(&calendar, date(2024, 9, *day))).collect();
        assert_eq!(days, [4]);
        assert!(leaves_on(&calendar, date(2024, 7, 29)) && !leaves_on(&calendar, date(2024, 7, 30)));
    }
}
