//! What is not a story of one assignment: the worker's sweeps, and what the Working Group does with the steps up the ladder
//! that they propose.

use dondoc_shared::{id::TenantId, wire::assignment::EscalationDecision};
use jiff::civil::{Date, date};

use super::{
    case::{Case, later},
    cast::Cast,
    chance::Chance,
    words,
};
use crate::{
    domain::{assignments, calendar::Calendar, policies::Rules},
    slices::{escalations, reminders},
};
use dondoc_kernel::{
    db::{Actor, Db, National, NationalTx, Version, Worker, WorkerTx},
    error::Result,
};

/// Sweeps are played on Mondays (or the next day worked) of the weeks in which a plan's dates pass: from, to, and the step in
/// weeks. A later sweep covers everything since the last.
const MONDAYS: [(Date, Date, i32); 3] = [
    (date(2022, 4, 11), date(2022, 5, 23), 2),
    (date(2022, 12, 19), date(2023, 3, 13), 3),
    (date(2024, 4, 22), date(2024, 7, 15), 2),
];
/// And on the last days before the demo's own worker takes over.
const LAST: [Date; 4] = [date(2024, 7, 18), date(2024, 7, 22), date(2024, 7, 23), date(2024, 7, 24)];

/// The days with a sweep.
pub(super) fn days(calendar: &Calendar) -> Vec<Date> {
    let each = |(from, to, weeks): (Date, Date, i32)| {
        let next = move |day: &Date| Some(later(*day, weeks.saturating_mul(7)));
        std::iter::successors(Some(from), next).take_while(move |day| *day <= to)
    };
    let mondays = MONDAYS.into_iter().flat_map(each).map(|day| calendar.next_working_day(day));
    mondays.chain(LAST).collect()
}

/// What the worker does in a tenant once a day; how many steps up the ladder it proposed. Where nothing is overdue long
/// enough for a step it is not asked for one.
pub(super) async fn sweep(db: &Db, rules: &Rules<'_>, tenant: TenantId, overdue: bool) -> Result<usize> {
    let rules = Rules { calendar: rules.calendar.of(tenant), book: rules.book };
    let mut proposed = 0;
    if overdue {
        let propose = async |tx: &mut WorkerTx| escalations::job::propose(tx, &rules).await;
        proposed = db.write(Worker(tenant), Actor::system("worker"), propose).await?;
    }
    db.keep_books(tenant, async |tx| reminders::sweep(tx, &rules).await).await?;
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
        (_, false) => (22, 6),
        (_, true) => (4, 0),
    };
    match chance.between((1, 100)) {
        drawn if drawn <= taken => Fate::Signed,
        drawn if drawn <= taken + dropped => Fate::Dropped,
        _ => Fate::Waits,
    }
}

/// What came of a look.
#[derive(Debug, Default)]
pub(super) struct Looked {
    /// Whether somebody acted.
    pub acted: bool,
    /// A step still waits.
    pub waits: bool,
}

/// The Working Group looks at the step that waits for this assignment, if one does.
pub(super) async fn decide(
    db: &Db,
    cast: &Cast,
    calendar: &Calendar,
    case: &Case,
    today: Date,
) -> Result<Looked> {
    let id = case.id;
    let (version, steps) = db
        .read(National, cast.officer.clone(), async |tx| {
            let of = assignments::load(tx, id).await?;
            Ok((of.version, escalations::waiting(tx, &of).await?))
        })
        .await?;
    let Some(step) = steps.into_iter().next() else { return Ok(Looked::default()) };
    let mut chance = Chance::of(&format!("{} ladder {today}", case.code()));
    let is_signed = step.signed_by.is_some();
    let (release, remark) = match fate(&mut chance, step.level, is_signed) {
        Fate::Waits => return Ok(Looked { acted: false, waits: true }),
        Fate::Dropped => (false, words::dropped(&mut chance)),
        Fate::Signed => (true, String::new()),
    };
    let actor = if is_signed { &cast.lead } else { &cast.officer };
    let (seen, input) = (Version(version), EscalationDecision { step: step.id, release, remark });
    let decide = async |tx: &mut NationalTx| escalations::decide(tx, calendar, id, seen, &input).await;
    let written = db.write(National, actor.clone(), decide).await?;
    case.see(written.version);
    Ok(Looked { acted: true, waits: release && step.second_person && !is_signed })
}
