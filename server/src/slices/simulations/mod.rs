//! Simulation: what a draft policy would do with today's backlog over the next days, beside the policies in force.
//!
//! It runs the very functions that sweep and ladder run ([`reminders::plan`], [`model::next`]), over the backlog as it is now,
//! and writes nothing. It supposes that nobody does anything: no report, no decision; only what is automatic happens.

pub mod api;
pub mod run;
pub mod run_api;
mod table;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use dondoc_shared::{
    id::{AssignmentId, TenantId},
    order,
    wire::{
        TenantRef,
        policy::{Draft, Pair, SimulatedDay, SimulatedPerson, SimulatedTenant, Simulation},
    },
};
use jiff::{Span, civil::Date};
use uuid::Uuid;

pub use self::table::csv;
use crate::{
    domain::{
        calendar::Calendar,
        policies::{self, Book, Rules},
        recipients::Directory,
    },
    slices::{
        escalations::{
            self,
            model::{self, LadderPosition, Next},
        },
        reminders::{self, CopyLine, FollowedItem, ReminderFacts, plan, schedule},
    },
};
use dondoc_kernel::{db::NationalTx, error::Result, tenants};

/// Days that are simulated.
const DAYS: i32 = 30;
/// People who are named.
const MOST_PEOPLE: usize = 20;

/// A tenant as it is now.
struct Scene {
    items: Vec<ReminderFacts>,
    copies: Vec<FollowedItem>,
    directory: Directory,
    positions: Vec<(AssignmentId, LadderPosition)>,
}

/// What one day brings.
struct Day {
    mails: i64,
    lines: i64,
    steps: i64,
}

/// The result of a simulated run.
#[derive(Default)]
struct Outcome {
    days: Vec<Day>,
    /// Name, mails and lines of each person.
    people: BTreeMap<Uuid, (String, i64, i64)>,
    silent: i64,
}

/// Runs the draft and the policies in force side by side.
pub async fn simulate(
    tx: &mut NationalTx,
    calendar: &Calendar,
    book: &Book,
    draft: &Draft,
) -> Result<Simulation> {
    let of = policies::tenant_of(tx, draft.tenant.as_deref()).await?;
    let from = tx.today().tomorrow().unwrap_or(tx.today());
    policies::check(&draft.body, of, book, from)?;
    let drafted = book.with_draft(of, draft.body.clone());
    let dates: Vec<Date> =
        from.series(Span::new().days(1)).take(usize::try_from(DAYS).unwrap_or(0)).collect();
    let none = Pair::default();
    let days =
        dates.iter().map(|on| SimulatedDay { on: *on, mails: none, lines: none, steps: none }).collect();
    let mut all = Simulation { from, days, tenants: vec![], people: vec![] };
    for tenant in tenants::all(tx).await?.into_iter().filter(|tenant| of.is_none_or(|of| of == tenant.id)) {
        let (items, copies, directory) = reminders::backlog(tx, &drafted, tenant.id).await?;
        let positions = escalations::positions(tx, tenant.id, dates.last().copied().unwrap_or(from)).await?;
        let scene = Scene { items, copies, directory, positions };
        let calendar = calendar.of(tenant.id);
        let now = scene.play(&Rules { calendar, book }, tenant.id, &dates)?;
        let draft = scene.play(&Rules { calendar, book: &drafted }, tenant.id, &dates)?;
        add(&mut all, tenant.into(), &now, &draft);
    }
    all.tenants.sort_by_cached_key(|t| (Reverse((t.mails.draft, t.mails.now)), order::tenant(&t.tenant)));
    all.people.sort_by_cached_key(|p| {
        (Reverse((p.lines.draft, p.lines.now)), p.tenant.clone(), order::person(&p.name), p.name.clone())
    });
    all.people.truncate(MOST_PEOPLE);
    Ok(all)
}

/// Sums `of` over the days.
fn sum(outcome: &Outcome, of: fn(&Day) -> i64) -> i64 {
    outcome.days.iter().map(of).sum()
}

/// One tenant's outcomes, side by side.
fn add(all: &mut Simulation, tenant: TenantRef, now: &Outcome, draft: &Outcome) {
    let pair = |of: fn(&Outcome) -> i64| Pair { now: of(now), draft: of(draft) };
    for (day, (now, draft)) in all.days.iter_mut().zip(now.days.iter().zip(&draft.days)) {
        let add = |pair: &mut Pair, of: fn(&Day) -> i64| {
            pair.now = pair.now.saturating_add(of(now));
            pair.draft = pair.draft.saturating_add(of(draft));
        };
        add(&mut day.mails, |day| day.mails);
        add(&mut day.lines, |day| day.lines);
        add(&mut day.steps, |day| day.steps);
    }
    let everyone: BTreeSet<&Uuid> = now.people.keys().chain(draft.people.keys()).collect();
    for id in everyone {
        let of = |outcome: &Outcome| outcome.people.get(id).cloned().unwrap_or_default();
        let ((name, mails, lines), (new_name, new_mails, new_lines)) = (of(now), of(draft));
        all.people.push(SimulatedPerson {
            tenant: tenant.slug.clone(),
            name: if name.is_empty() { new_name } else { name },
            mails: Pair { now: mails, draft: new_mails },
            lines: Pair { now: lines, draft: new_lines },
        });
    }
    let tenant = SimulatedTenant {
        tenant,
        mails: pair(|outcome| sum(outcome, |day| day.mails)),
        lines: pair(|outcome| sum(outcome, |day| day.lines)),
        most_a_day: pair(|outcome| outcome.days.iter().map(|day| day.mails).max().unwrap_or(0)),
        steps: pair(|outcome| sum(outcome, |day| day.steps)),
        silent: pair(|outcome| outcome.silent),
    };
    let nothing = Pair::default();
    if tenant.mails != nothing || tenant.steps != nothing {
        all.tenants.push(tenant);
    }
}

impl Scene {
    /// Day after day, as if nobody did anything.
    fn play(&self, rules: &Rules<'_>, tenant: TenantId, dates: &[Date]) -> Result<Outcome> {
        let mut items: HashMap<AssignmentId, ReminderFacts> =
            self.items.iter().map(|item| (item.id, item.clone())).collect();
        let mut by_due: HashMap<Date, Vec<AssignmentId>> = HashMap::new();
        for item in &self.items {
            if let Some(due) = item.due_on {
                by_due.entry(due).or_default().push(item.id);
            }
        }
        let mut positions = self.positions.clone();
        let mut copies = self.copies.clone();
        let oldest = by_due.keys().copied().chain(copies.iter().map(|copy| copy.held.due_on)).min();
        let oldest = oldest.unwrap_or(Date::MAX);
        let mut outcome = Outcome::default();
        for today in dates {
            let steps = climb(rules, tenant, &mut positions, &mut items, *today)?;
            let owed = schedule::owed(rules.calendar, rules.book, tenant, oldest, *today)?;
            let caps = rules.book.caps(tenant, *today)?;
            let mut due: Vec<Date> = owed.iter().flat_map(|owed| owed.due.iter().copied()).collect();
            due.sort_unstable();
            due.dedup();
            let concerned = due.iter().filter_map(|due| by_due.get(due)).flatten();
            let concerned: Vec<ReminderFacts> = concerned.filter_map(|id| items.get(id).cloned()).collect();
            let mut planned = plan::plan(&owed, concerned, &self.directory, caps, *today);
            reminders::copies::add(&mut planned, &owed, &copies, &self.directory, (caps.duty, *today));
            let (planned, _) = plan::without_unwanted(planned);
            let mut lines = 0i64;
            let mut told: Vec<AssignmentId> = Vec::new();
            for one in &planned {
                let n = one.lines.len().saturating_add(one.copies.len());
                let n = i64::try_from(n).unwrap_or(i64::MAX);
                lines = lines.saturating_add(n);
                let person =
                    outcome.people.entry(one.person.id).or_insert_with(|| (one.person.name.clone(), 0, 0));
                person.1 = person.1.saturating_add(1);
                person.2 = person.2.saturating_add(n);
                told.extend(one.lines.iter().map(|line| line.facts.id));
            }
            for copy in &mut copies {
                let is_told = |line: &CopyLine| line.held == copy.held;
                let told = planned.iter().any(|one| one.copies.iter().any(is_told));
                copy.told = copy.told.saturating_add(i16::from(told));
            }
            told.sort_unstable();
            told.dedup();
            for id in told {
                if let Some(item) = items.get_mut(&id) {
                    item.reminders_at_level = item.reminders_at_level.saturating_add(1);
                    outcome.silent = outcome
                        .silent
                        .saturating_add(i64::from(item.reminders_at_level == caps.of(item.kind)));
                }
            }
            let mails = i64::try_from(planned.len()).unwrap_or(i64::MAX);
            outcome.days.push(Day { mails, lines, steps });
        }
        Ok(outcome)
    }
}

/// Moves the ladder by a day and returns the number of proposed steps. Automatic steps are released.
fn climb(
    rules: &Rules<'_>,
    tenant: TenantId,
    positions: &mut [(AssignmentId, LadderPosition)],
    items: &mut HashMap<AssignmentId, ReminderFacts>,
    today: Date,
) -> Result<i64> {
    let policy = &rules.book.ladder(tenant, today)?.policy;
    let mut steps = 0i64;
    for (id, at) in positions {
        match model::next(policy, at, today) {
            Next::Rest(_) => {}
            Next::Lapse => {
                at.halts = at.halts.saturating_add(1);
                (at.waiting, at.halted_on) = (None, Some(today));
            }
            Next::Propose(level) => {
                steps = steps.saturating_add(1);
                at.steps = at.steps.saturating_add(1);
                if level.automatic {
                    (at.level, at.released_on, at.halts) = (level.level, Some(today), 0);
                    if let Some(item) = items.get_mut(id) {
                        (item.level, item.reminders_at_level) = (level.level, 0);
                    }
                } else {
                    at.waiting = Some((level.level, today));
                }
            }
        }
    }
    Ok(steps)
}
