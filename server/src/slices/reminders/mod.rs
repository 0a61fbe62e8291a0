//! Reminders: which people are told of which due dates, on which day (R38–R50).
//!
//! | Module | Holds |
//! |---|---|
//! | [`facts`], [`mod@item`] | what sweeps work on, and what every mail about an item says of it |
//! | [`schedule`] | which due dates are owed something on a day, under which version of the policy (pure) |
//! | [`plan`] | one list of lines for each person (pure) |
//! | [`copies`] | what is owed for another tenant's assignment, by copies of it |
//! | [`choice`] | switching off reminders before the due date |
//! | `due` | a digest as it is owed when it leaves |
//! | `enrolment` | who must soon have a second factor |
//! | [`digest`], [`ageing`] | such a list as a mail, with a picture of the reader's open work |
//! | [`office`] | mail to a reader without an account |
//!
//! [`sweep`] queues one digest a person and local date, and adds to it while it waits; [`preview()`] shows what it would
//! queue; [`due_mail`] looks again when the digest is about to leave. Exactly once rests on two unique keys in one transaction: the
//! occurrence (item, rule, day, person) and the message (person, date).

pub mod ageing;
pub mod choice;
pub mod copies;
pub mod digest;
mod due;
mod enrolment;
pub mod facts;
pub mod item;
pub mod office;
pub mod plan;
pub mod schedule;
mod store;
mod why;

use std::collections::{HashMap, HashSet};

use dondoc_shared::{
    id::{AssignmentId, MessageId, TenantId},
    order,
    policy::When,
};
use jiff::civil::Date;
use serde_json::json;

pub use self::{
    digest::DigestMail,
    due::due_mail,
    facts::{CopyLine, DigestLine, FollowedItem, Item, Planned, ReminderFacts},
    schedule::Step,
    store::again::sweep_again,
    why::why,
};
use crate::domain::{
    calendar::{self, Calendar, window::Leaving},
    policies::{self, Book, Rules},
    recipients::{Directory, Person},
};
use dondoc_kernel::{
    clock,
    db::{Actor, Db, Tx, Worker, WorkerList, WorkerTx},
    error::Result,
    outbox::{self, Kind, NewMessage, holds},
    tenants::{self, Tenant},
};

/// The tenants, for a sweep over all of them.
pub async fn tenants(db: &Db) -> Result<Vec<Tenant>> {
    db.read(WorkerList, Actor::system("worker"), async |tx| tenants::all(tx).await).await
}

/// What a tenant's sweep would find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SweepDue {
    /// Nothing became due since the last sweep.
    Nothing,
    /// A local date that has not been swept.
    Day,
    /// Changes of today, while what they owe can still leave today.
    Changes,
}

/// Whether there is something to sweep in the tenant entered.
pub async fn due(tx: &mut WorkerTx, calendar: &Calendar) -> Result<SweepDue> {
    let own = tx.own();
    let zone = clock::zone(&tenants::by_id(tx, own).await?.zone);
    let today = clock::local_date(tx.now, &zone);
    if store::last_swept(tx, own).await?.is_none_or(|swept| swept < today) {
        return Ok(SweepDue::Day);
    }
    let leaves_today = clock::local_date(calendar.send_time(tx.now, false), &zone) == today;
    Ok(if leaves_today && store::has_changed(tx).await? { SweepDue::Changes } else { SweepDue::Nothing })
}

/// Queues the reminders owed in the tenant entered since the last sweep up to today, and returns the number of people told.
/// Recorded reminders are not owed again, so a second sweep finds only what became due since.
///
/// The last day swept is swept once more: what became due on it after a person's digest had left is not noted, because
/// nobody gets two a day, and goes into that person's next one.
pub async fn sweep(tx: &mut WorkerTx, rules: &Rules<'_>) -> Result<usize> {
    let own = tx.own();
    let tenant = tenants::by_id(tx, own).await?;
    let today = clock::local_date(tx.now, &clock::zone(&tenant.zone));
    // A tenant that was never swept is owed what falls on today and later.
    let last = store::begin(tx, today).await?.unwrap_or(today);
    if last > today {
        return Ok(0);
    }
    enrolment::tell(tx, today).await?;
    let caps = rules.book.caps(own, today)?;
    if rules.book.reminders_change(own, last, today) {
        store::recount_silent(tx, caps).await?;
    }
    let planned = plan_for(tx, rules, own, day_before(last), today).await?;
    let (planned, known) = without_noted(tx, own, planned).await?;
    let (planned, unwanted) = plan::without_unwanted(planned);
    for Planned { person, lines, copies } in &unwanted {
        store::note(tx, None, person.id, lines).await?;
        store::copies::note(tx, None, person.id, copies).await?;
    }
    let mut told: Vec<AssignmentId> = Vec::new();
    let mut people = 0usize;
    for Planned { person, lines, copies } in &planned {
        if let Some(message) = message_for(tx, rules.calendar, person, today).await? {
            store::note(tx, Some(message), person.id, lines).await?;
            store::copies::note(tx, Some(message), person.id, copies).await?;
            people = people.saturating_add(1);
            // One reminder counts once, however many people get it and whenever each does.
            let is_new = |line: &&DigestLine| {
                line.steps.iter().any(|step| !known.contains(&(line.facts.id, step.when, step.slot)))
            };
            told.extend(lines.iter().filter(is_new).map(|line| line.facts.id));
        }
    }
    told.sort_unstable();
    told.dedup();
    if !told.is_empty() {
        store::count(tx, &told, caps).await?;
    }
    Ok(people)
}

fn day_before(date: Date) -> Date {
    date.yesterday().unwrap_or(date)
}

/// Item, rule and day of reminders that somebody got.
type KnownSteps = HashSet<(AssignmentId, When, Date)>;

/// Removes from a plan the reminders that the ledger has for the same person; also returns the steps it has for anybody.
async fn without_noted(
    tx: &mut Tx,
    tenant: TenantId,
    (mut planned, copies): (Vec<Planned>, Vec<FollowedItem>),
) -> Result<(Vec<Planned>, KnownSteps)> {
    copies::leave_out(&mut planned, &copies);
    let lines = || planned.iter().flat_map(|planned| &planned.lines);
    let Some(first) = lines().flat_map(|line| &line.steps).map(|step| step.slot).min() else {
        return Ok((plan::leave_out(planned, |_, _, _| false), HashSet::new()));
    };
    let mut ids: Vec<AssignmentId> = lines().map(|line| line.facts.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = store::noted_since(tx, tenant, &ids, first).await?;
    // A reminder that was switched off does not count as the first one.
    let told = rows.iter().filter(|(.., told)| *told);
    let known = told.map(|(item, when, slot, ..)| (*item, *when, *slot)).collect();
    let noted: HashSet<_> =
        rows.iter().map(|(item, when, slot, person, _)| (*item, *when, *slot, *person)).collect();
    let is_noted = |item, step: &Step, person| noted.contains(&(item, step.when, step.slot, person));
    Ok((plan::leave_out(planned, is_noted), known))
}

/// The digest that still waits, else a new one; none if today's has left already, because nobody gets two a day.
async fn message_for(
    tx: &mut WorkerTx,
    calendar: &Calendar,
    person: &Person,
    today: Date,
) -> Result<Option<MessageId>> {
    if let Some(waiting) = store::waiting_digest(tx, person.id).await? {
        return Ok(Some(waiting));
    }
    let message = NewMessage {
        tenant: tx.own(),
        kind: Kind::Digest,
        dedupe_key: format!("digest:{}:{today}", person.id),
        args: json!({}),
        run_at: calendar.send_time(tx.now, false),
        recipient: Some((person.id, person.address.clone())),
    };
    outbox::enqueue(tx, message).await
}

async fn plan_for(
    tx: &mut Tx,
    rules: &Rules<'_>,
    tenant: TenantId,
    swept: Date,
    today: Date,
) -> Result<(Vec<Planned>, Vec<FollowedItem>)> {
    let copies = copies::held(tx, rules.book, tenant).await?;
    let oldest = store::oldest_due(tx, tenant).await?;
    let Some(oldest) = oldest.into_iter().chain(copies.iter().map(|copy| copy.held.due_on)).min() else {
        return Ok((vec![], vec![]));
    };
    let owed = schedule::owed_since(rules.calendar, rules.book, tenant, oldest, (swept, today))?;
    let due: Vec<Date> = owed.iter().flat_map(|owed| owed.due.iter().copied()).collect();
    if due.is_empty() {
        return Ok((vec![], copies));
    }
    let items = store::open_facts(tx, tenant, Some(&due)).await?;
    if items.is_empty() && copies.is_empty() {
        return Ok((vec![], vec![]));
    }
    let directory = Directory::of(tx, tenant).await?;
    let caps = rules.book.caps(tenant, today)?;
    let mut planned = plan::plan(&owed, items, &directory, caps, today);
    copies::add(&mut planned, &owed, &copies, &directory, (caps.duty, today));
    Ok((planned, copies))
}

/// What a day's run would queue in one tenant.
#[derive(Debug)]
pub struct Preview {
    /// The tenant that the run is about.
    pub tenant: Tenant,
    /// The people and what each gets; never empty in a list of previews.
    pub people: Vec<Planned>,
    /// The items that the lines name.
    pub items: HashMap<AssignmentId, Item>,
    /// When they leave.
    pub leaves: Leaving,
}

/// What the run of `date` would queue in a tenant, if nothing changed until then. Writes nothing. For today and earlier it
/// includes what was missed since the last sweep; a date already swept is shown as if it were not.
pub async fn preview(tx: &mut Tx, rules: &Rules<'_>, tenant: Tenant, date: Date) -> Result<Preview> {
    let today = clock::local_date(tx.now, &clock::zone(&tenant.zone));
    let last = store::last_swept(tx, tenant.id).await?;
    let swept = last.filter(|swept| *swept < date && date <= today);
    let planned = plan_for(tx, rules, tenant.id, day_before(swept.unwrap_or(date)), date).await?;
    let people = match swept {
        Some(_) => without_noted(tx, tenant.id, planned).await?.0,
        None => planned.0,
    };
    let (mut people, _) = plan::without_unwanted(people);
    let lines = people.iter().flat_map(|planned| &planned.lines);
    let ids: Vec<AssignmentId> = lines.map(|line| line.facts.id).collect();
    let items = store::items(tx, &tenant, &ids).await?;
    let items: HashMap<_, _> = items.into_iter().map(|item| (item.facts.id, item)).collect();
    for planned in &mut people {
        planned.lines.sort_by_cached_key(|line| {
            (line.facts.urgency_on, items.get(&line.facts.id).map(|item: &Item| order::code(&item.code)))
        });
    }
    people.sort_by_cached_key(|planned| (order::person(&planned.person.name), planned.person.id));
    let begins = date.to_zoned(rules.calendar.zone().clone()).map_or(tx.now, |day| day.timestamp());
    let holds = holds::standing(tx).await?.of(Some(tenant.id));
    let leaves = rules.calendar.leaving(begins.max(tx.now), false, &holds);
    Ok(Preview { tenant, people, items, leaves })
}

/// The preview of every tenant (or one) that has something, each read in its own name.
pub async fn previews(db: &Db, date: Date, only: Option<&str>) -> Result<Vec<Preview>> {
    let mut all = Vec::new();
    for tenant in tenants(db).await? {
        if only.is_some_and(|slug| slug != tenant.slug) {
            continue;
        }
        let preview = db
            .read(Worker(tenant.id), Actor::system("reminders preview"), async |tx| {
                let (calendar, book) = (calendar::load(tx).await?, policies::load(tx).await?);
                preview(tx, &Rules { calendar: &calendar, book: &book }, tenant, date).await
            })
            .await?;
        if !preview.people.is_empty() {
            all.push(preview);
        }
    }
    Ok(all)
}

/// One lead item of a tenant, with the tenant; none if there is no such item.
pub async fn item(tx: &mut Tx, tenant: TenantId, id: AssignmentId) -> Result<Option<(Tenant, Item)>> {
    let tenant = tenants::by_id(tx, tenant).await?;
    let found = store::items(tx, &tenant, &[id]).await?.pop();
    Ok(found.map(|item| (tenant, item)))
}

/// Whether the reminders of this date are still to be queued in a tenant that was swept before. Until then no digest leaves
/// there: what waited and what the day owes are one mail (R41).
pub async fn awaits_sweep(tx: &mut Tx, tenant: TenantId, date: Date) -> Result<bool> {
    Ok(store::last_swept(tx, tenant).await?.is_some_and(|swept| swept < date))
}

/// The tenant's local date, and the last one that was swept.
pub async fn swept(tx: &mut Tx, tenant: TenantId) -> Result<(Date, Option<Date>)> {
    let zone = clock::zone(&tenants::by_id(tx, tenant).await?.zone);
    Ok((clock::local_date(tx.now, &zone), store::last_swept(tx, tenant).await?))
}

/// What a tenant's reminders rest on: its open items and its people; for a simulation.
pub async fn backlog(
    tx: &mut Tx,
    book: &Book,
    tenant: TenantId,
) -> Result<(Vec<ReminderFacts>, Vec<FollowedItem>, Directory)> {
    let copies = copies::held(tx, book, tenant).await?;
    Ok((store::open_facts(tx, tenant, None).await?, copies, Directory::of(tx, tenant).await?))
}
