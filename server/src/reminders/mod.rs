//! Reminders: who is told of which due date, on which day.
//!
//! | Module | Holds |
//! |---|---|
//! | [`schedule`] | the built-in policy; which due dates are owed something on a day (pure) |
//! | [`recipients`] | who is reminded of an item (pure) |
//! | [`plan`] | one list of lines for each person (pure) |
//! | [`digest`] | such a list as a mail |
//!
//! [`sweep`] queues, once a local date and tenant, one digest a person; [`preview`] says what it would queue; [`due_mail`]
//! looks again when the digest is about to leave. Exactly once rests on two unique keys in one transaction: the
//! occurrence (item, rule, day, person) and the message (person, date).

pub mod digest;
pub mod plan;
pub mod recipients;
pub mod schedule;
mod store;

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
    store::Tenant,
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

/// Is today's sweep of the tenant entered still to be done?
pub async fn is_due(tx: &mut WorkerTx) -> Result<bool> {
    let own = tx.own();
    let tenant = store::tenant(tx, own).await?;
    let today = clock::local_date(tx.now, &clock::zone(&tenant.zone));
    Ok(store::last_swept(tx).await?.is_none_or(|swept| swept < today))
}

/// Queues what is owed in the tenant entered since the last sweep up to today; how many people are told. A second sweep on
/// the same local date finds nothing to do.
pub async fn sweep(tx: &mut WorkerTx, calendar: &Calendar) -> Result<usize> {
    let own = tx.own();
    let tenant = store::tenant(tx, own).await?;
    let today = clock::local_date(tx.now, &clock::zone(&tenant.zone));
    // A tenant that was never swept is owed what falls on today and later.
    let swept = store::swept_to(tx, today.yesterday().unwrap_or(today)).await?;
    if swept >= today {
        return Ok(0);
    }
    let planned = plan_for(tx, calendar, &tenant, swept, today).await?;
    let mut told: Vec<AssignmentId> = Vec::new();
    for Planned { person, lines } in &planned {
        if let Some(message) = message_for(tx, calendar, person, today).await? {
            store::note(tx, message, person.id, lines).await?;
            told.extend(lines.iter().map(|line| line.item.id));
        }
    }
    told.sort_unstable();
    told.dedup();
    if !told.is_empty() {
        store::count(tx, &told).await?;
    }
    store::set_swept_to(tx, today).await?;
    Ok(planned.len())
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
                let day_before = date.yesterday().unwrap_or(date);
                let swept = store::last_swept(tx).await?.filter(|_| date <= today);
                plan_for(
                    tx,
                    &calendar,
                    &tenant,
                    swept.map_or(day_before, |swept| swept.min(day_before)),
                    date,
                )
                .await
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
        let falls = |(id, step, slot): &&(AssignmentId, schedule::Step, Date)| {
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
