//! Reminders: who is told of which due date, on which day.
//!
//! | Module | Holds |
//! |---|---|
//! | [`schedule`] | the built-in policy; which due dates are owed something on a day (pure) |
//! | [`recipients`] | who is reminded of an item (pure) |
//! | [`plan`] | one list of lines for each person (pure) |
//! | [`digest`] | such a list as a mail |
//!
//! [`sweep`] queues one digest a person and local date, and adds to it while it waits; [`preview`] says what it would queue; [`due_mail`]
//! looks again when the digest is about to leave. Exactly once rests on two unique keys in one transaction: the
//! occurrence (item, rule, day, person) and the message (person, date).

pub mod digest;
pub mod plan;
pub mod recipients;
pub mod schedule;
mod store;

use std::collections::HashSet;

use dondoc_shared::{
    id::{AssignmentId, MessageId, TenantId},
    lateness::days_overdue,
};
use jiff::civil::Date;
use serde_json::json;
use url::Url;
use uuid::Uuid;

pub use self::{
    digest::DigestMail,
    plan::{Item, Line, Planned},
    recipients::{Person, Reason},
    schedule::Step,
    store::{Tenant, is_silent},
};
use crate::{
    calendar::{self, Calendar},
    clock,
    db::{Actor, Db, Tx, Worker, WorkerList, WorkerTx},
    error::Result,
    mail,
    outbox::{self, Kind, NewMessage},
};

/// The tenants, for a sweep over all of them.
pub async fn tenants(db: &Db) -> Result<Vec<Tenant>> {
    db.read(WorkerList, Actor::system("worker"), async |tx| store::tenants(tx).await).await
}

/// What a tenant's sweep would find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Nothing new.
    Nothing,
    /// A local date that has not been swept.
    Day,
    /// Changes of today, while what they owe can still leave today.
    Changes,
}

/// Is there something to sweep in the tenant entered?
pub async fn due(tx: &mut WorkerTx, calendar: &Calendar) -> Result<Due> {
    let own = tx.own();
    let zone = clock::zone(&store::tenant(tx, own).await?.zone);
    let today = clock::local_date(tx.now, &zone);
    if store::last_swept(tx).await?.is_none_or(|swept| swept < today) {
        return Ok(Due::Day);
    }
    let leaves_today = clock::local_date(calendar.send_time(tx.now, false), &zone) == today;
    Ok(if leaves_today && store::has_changed(tx).await? { Due::Changes } else { Due::Nothing })
}

/// Queues what is owed in the tenant entered since the last sweep up to today; how many people are told. What is noted
/// already is owed no more, so a second sweep finds only what became due since.
///
/// The last day swept is swept once more: what became due on it after a person's digest had left is not noted, because
/// nobody gets two a day, and goes into that person's next one.
pub async fn sweep(tx: &mut WorkerTx, calendar: &Calendar) -> Result<usize> {
    let own = tx.own();
    let tenant = store::tenant(tx, own).await?;
    let today = clock::local_date(tx.now, &clock::zone(&tenant.zone));
    // A tenant that was never swept is owed what falls on today and later.
    let last = store::begin(tx, today).await?.unwrap_or(today);
    if last > today {
        return Ok(0);
    }
    let planned = plan_for(tx, calendar, &tenant, day_before(last), today).await?;
    let (planned, known) = without_noted(tx, planned).await?;
    let mut told: Vec<AssignmentId> = Vec::new();
    let mut people = 0usize;
    for Planned { person, lines } in &planned {
        if let Some(message) = message_for(tx, calendar, person, today).await? {
            store::note(tx, message, person.id, lines).await?;
            people = people.saturating_add(1);
            // One reminder, however many are told of it and whenever each of them is.
            let is_new = |line: &&Line| line.steps.iter().any(|step| !known.contains(&(line.item.id, *step)));
            told.extend(lines.iter().filter(is_new).map(|line| line.item.id));
        }
    }
    told.sort_unstable();
    told.dedup();
    if !told.is_empty() {
        store::count(tx, &told).await?;
    }
    Ok(people)
}

fn day_before(date: Date) -> Date {
    date.yesterday().unwrap_or(date)
}

/// A plan without what the ledger knows to have been owed to the same person, and the steps it knows, whoever was told.
async fn without_noted(
    tx: &mut WorkerTx,
    planned: Vec<Planned>,
) -> Result<(Vec<Planned>, HashSet<(AssignmentId, (Step, Date))>)> {
    let lines = || planned.iter().flat_map(|planned| &planned.lines);
    let Some(first) = lines().flat_map(|line| &line.steps).map(|(_, slot)| *slot).min() else {
        return Ok((planned, HashSet::new()));
    };
    let ids: Vec<AssignmentId> = lines().map(|line| line.item.id).collect();
    let noted: HashSet<_> = store::noted_since(tx, &ids, first).await?.into_iter().collect();
    let known = noted.iter().map(|(item, step, _)| (*item, *step)).collect();
    let is_noted = |item, step, person| noted.contains(&(item, step, person));
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
    tx: &mut WorkerTx,
    calendar: &Calendar,
    tenant: &Tenant,
    swept: Date,
    today: Date,
) -> Result<Vec<Planned>> {
    let owed = schedule::owed_since(calendar, swept, today);
    let due: Vec<Date> = plan::by_due_date(&owed).into_keys().collect();
    if due.is_empty() {
        return Ok(vec![]);
    }
    let items = store::items_due(tx, tenant, &due).await?;
    if items.is_empty() {
        return Ok(vec![]);
    }
    let staff = store::staff(tx).await?;
    Ok(plan::plan(&owed, items, &staff, today))
}

/// What the run of `date` would queue in each tenant (or one), if nothing changed until then. Writes nothing. For today and
/// earlier it includes what was missed since the last sweep; a date already swept is shown as if it were not.
pub async fn preview(db: &Db, date: Date, only: Option<&str>) -> Result<Vec<(Tenant, Vec<Planned>)>> {
    let mut all = Vec::new();
    for tenant in tenants(db).await? {
        if only.is_some_and(|slug| slug != tenant.slug) {
            continue;
        }
        let id = tenant.id;
        let planned = db
            .read(Worker(id), Actor::system("reminders preview"), async |tx| {
                let calendar = calendar::load(tx).await?;
                let today = clock::local_date(tx.now, &clock::zone(&tenant.zone));
                let swept = store::last_swept(tx).await?.filter(|swept| *swept < date && date <= today);
                let planned =
                    plan_for(tx, &calendar, &tenant, day_before(swept.unwrap_or(date)), date).await?;
                if swept.is_none() {
                    return Ok(planned);
                }
                Ok(without_noted(tx, planned).await?.0)
            })
            .await?;
        if !planned.is_empty() {
            all.push((tenant, planned));
        }
    }
    Ok(all)
}

/// A digest as it is owed now: the lines whose item, rule and person are still right. None if none is.
pub async fn due_mail(
    tx: &mut WorkerTx,
    calendar: &Calendar,
    public_url: &Url,
    message: MessageId,
    person: &Person,
) -> Result<Option<DigestMail>> {
    let own = tx.own();
    let tenant = store::tenant(tx, own).await?;
    let today = clock::local_date(tx.now, &clock::zone(&tenant.zone));
    let noted = store::noted(tx, message).await?;
    let ids: Vec<AssignmentId> = noted.iter().map(|(id, ..)| *id).collect();
    let mut items = store::items(tx, &tenant, &ids).await?;
    items.sort_by(|a, b| (a.urgency_on, &a.code).cmp(&(b.urgency_on, &b.code)));
    let staff = store::staff(tx).await?;
    let mut lines = Vec::new();
    for item in items.into_iter().filter(|item| item.status.is_with_tenant()) {
        let days_overdue = days_overdue(item.late_from, today);
        let recipients = staff.recipients(item.status, item.assignee, days_overdue);
        let reason = recipients.iter().find(|(other, _)| other.id == person.id).map(|(_, reason)| *reason);
        // An extension since then has made another day of it.
        let falls = |(id, step, slot): &&(AssignmentId, Step, Date)| {
            *id == item.id && item.due_on.is_some_and(|due| step.falls_on(calendar, due, *slot))
        };
        let mut steps: Vec<_> = noted.iter().filter(falls).map(|(_, step, slot)| (*step, *slot)).collect();
        steps.sort_unstable_by_key(|(step, slot)| (*slot, *step));
        if let (Some(reason), false) = (reason, steps.is_empty()) {
            lines.push(Line { item, steps, reason, days_overdue });
        }
    }
    let link = match lines.as_slice() {
        [] => return Ok(None),
        [only] => mail::item_link(public_url, only.item.id),
        _ => mail::my_work_link(public_url),
    };
    let name = person.lang.pick(&tenant.name_vi, &tenant.name_en).to_owned();
    Ok(Some(DigestMail { tenant: name, today, lines, link }))
}

/// An active user or a contact of a tenant; none if they are gone.
pub async fn person(tx: &mut WorkerTx, id: Uuid) -> Result<Option<Person>> {
    store::person(tx, id).await
}

/// One lead item of a tenant, with the tenant; none if there is no such item.
pub async fn item(tx: &mut Tx, tenant: TenantId, id: AssignmentId) -> Result<Option<(Tenant, Item)>> {
    let tenant = store::tenant(tx, tenant).await?;
    let found = store::items(tx, &tenant, &[id]).await?.pop();
    Ok(found.map(|item| (tenant, item)))
}
