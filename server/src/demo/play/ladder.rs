//! What is not a story of one assignment: the worker's sweeps, and what the Working Group does with the steps up the ladder
//! that they propose.

use dondoc_shared::{id::TenantId, wire::assignment::EscalationDecision};
use jiff::civil::{Date, Weekday, date};

use super::{
    case::{Case, later},
    cast::Cast,
    chance::Chance,
    words,
};
use crate::{
    assignments,
    calendar::Calendar,
    db::{Actor, Db, National, Version, Worker, WorkerTx},
    error::Result,
    escalations, reminders,
};

/// Sweeps are played on the Mondays (or the next day worked) of the weeks in which a plan's dates pass; a later sweep covers
/// everything since the last.
const WEEKLY: [(Date, Date); 3] = [
    (date(2022, 4, 1), date(2022, 6, 15)),
    (date(2022, 12, 15), date(2023, 3, 31)),
    (date(2024, 4, 22), date(2024, 7, 15)),
];
/// And on each of the last days worked before the demo's own worker takes over.
const DAILY: (Date, Date) = (date(2024, 7, 16), date(2024, 7, 24));

/// The days with a sweep.
pub(super) fn days(calendar: &Calendar) -> Vec<Date> {
    let each = |(from, to): (Date, Date)| {
        std::iter::successors(Some(from), |day| Some(later(*day, 1))).take_while(move |day| *day <= to)
    };
    let mondays = WEEKLY.into_iter().flat_map(each).filter(|day| day.weekday() == Weekday::Monday);
    let mut days: Vec<Date> = mondays.map(|day| calendar.next_working_day(day)).collect();
    days.extend(each(DAILY).filter(|day| calendar.is_working_day(*day)));
    days.dedup();
    days
}

/// What the worker does in a tenant once a day; how many steps up the ladder it proposed.
pub(super) async fn sweep(db: &Db, calendar: &Calendar, tenant: TenantId) -> Result<usize> {
    let propose = async |tx: &mut WorkerTx| escalations::job::propose(tx).await;
    let proposed = db.write(Worker(tenant), Actor::system("worker"), propose).await?;
    db.keep_books(tenant, async |tx| reminders::sweep(tx, calendar).await).await?;
    Ok(proposed)
}

/// What becomes of a step that waits.
enum Fate {
    Waits,
    Dropped,
    /// Signed first, released, or released second.
    Signed,
}

/// In percent: a step of this level is taken today, or dropped. The higher, the longer it is thought about.
fn fate(chance: &mut Chance, level: i16, is_signed: bool) -> Fate {
    let (taken, dropped) = match (level, is_signed) {
        (1, _) => (55, 6),
        (2, _) => (42, 8),
        (3, false) => (40, 6),
        (3, true) => (30, 0),
        (_, false) => (30, 6),
        (_, true) => (12, 0),
    };
    match chance.between((1, 100)) {
        drawn if drawn <= taken => Fate::Signed,
        drawn if drawn <= taken + dropped => Fate::Dropped,
        _ => Fate::Waits,
    }
}

/// The Working Group looks at the step that waits for this assignment, if one does; true if it acted.
pub(super) async fn decide(
    db: &Db,
    cast: &Cast,
    calendar: &Calendar,
    case: &Case,
    today: Date,
) -> Result<bool> {
    let id = case.id;
    let waiting = db
        .read(National, cast.officer.clone(), async |tx| {
            let of = assignments::load(tx, id).await?;
            Ok((of.version, escalations::waiting(tx, &of).await?))
        })
        .await?;
    let (version, steps) = waiting;
    let Some(step) = steps.into_iter().next() else { return Ok(false) };
    let mut chance = Chance::of(&format!("{} ladder {today}", case.code()));
    let input = match fate(&mut chance, step.level, step.signed_by.is_some()) {
        Fate::Waits => return Ok(false),
        Fate::Dropped => {
            EscalationDecision { step: step.id, release: false, remark: words::dropped(&mut chance) }
        }
        Fate::Signed => EscalationDecision { step: step.id, release: true, remark: String::new() },
    };
    let actor = if step.signed_by.is_some() { &cast.lead } else { &cast.officer };
    let seen = Version(version);
    db.write(National, actor.clone(), async |tx| escalations::decide(tx, calendar, id, seen, &input).await)
        .await?;
    Ok(true)
}
