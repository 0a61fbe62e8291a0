//! Reminders of another tenant's assignment: a lead on whose task the reader's tenant coordinates, and one that waits for
//! it. Both are owed by copies that the reader's tenant holds, so its sweep never leaves it, and no text of the other
//! tenant is in them.

use std::collections::{BTreeMap, HashMap};

use dondoc_shared::{
    id::{MessageId, TenantId},
    lateness::{days_between, days_overdue},
    lifecycle::{Status, TaskKind},
    policy::{Audience, When},
    text::Lang,
    wire::{policy::WhyLine, standing::Matter},
};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::{
    facts::{CopyLine, FollowedItem, Planned},
    plan,
    schedule::{self, Owed, Step},
    store::copies::{Key, NotedCopy, told_of},
};
use crate::{
    domain::{
        policies::{Book, Rules},
        recipients::{Directory, Person, Reason},
    },
    slices::shared_progress::{self, HeldCopy},
};
use dondoc_kernel::{
    db::{Tx, WorkerTx},
    error::Result,
};

fn audience(matter: Matter) -> Audience {
    match matter {
        Matter::Lead => Audience::Coordinating,
        Matter::Block => Audience::Blocking,
    }
}

fn recipients<'a>(directory: &'a Directory, held: &HeldCopy) -> Vec<(&'a Person, Reason)> {
    let assignee = held.own.and_then(|own| own.assignee);
    match held.matter {
        Matter::Lead => directory.of_lead(assignee),
        Matter::Block => directory.of_block(assignee),
    }
}

/// Does the tenant of the assignment owe the next step? A block is live only while it does.
fn is_owed(held: &HeldCopy) -> bool {
    held.status.is_none_or(Status::is_with_tenant)
}

/// Nothing is owed for days before the reader had to do with it.
fn begins(held: &HeldCopy) -> Date {
    let since = match held.matter {
        Matter::Lead => held.own.map(|own| own.assigned_on),
        Matter::Block => held.waits.map(|(since, _)| since),
    };
    since.unwrap_or(Date::MIN)
}

/// Adds the lines owed for copies to the lists (pure). Copies that had `cap` reminders are silent.
pub fn add(
    planned: &mut Vec<Planned>,
    owed: &[Owed],
    copies: &[FollowedItem],
    directory: &Directory,
    (cap, today): (i16, Date),
) {
    if copies.is_empty() {
        return;
    }
    let steps = plan::by_due_date(owed);
    for FollowedItem { held, told, .. } in copies {
        if *told >= cap || !is_owed(held) {
            continue;
        }
        let (from, audience) = (begins(held), audience(held.matter));
        let owed = steps.get(&(TaskKind::Duty, held.due_on)).into_iter().flatten();
        let owed: Vec<Step> =
            owed.filter(|step| step.to.has(audience) && step.slot >= from).copied().collect();
        if owed.is_empty() {
            continue;
        }
        for (person, reason) in recipients(directory, held) {
            let line = CopyLine {
                held: held.clone(),
                steps: owed.clone(),
                reason,
                days_overdue: days_overdue(held.late_from, today),
            };
            match planned.iter_mut().find(|planned| planned.person.id == person.id) {
                Some(known) => known.copies.push(line),
                None => {
                    planned.push(Planned { person: person.clone(), lines: vec![], copies: vec![line] });
                }
            }
        }
    }
}

/// Removes the steps that a person was reminded of already, then lines without steps.
pub(super) fn leave_out(planned: &mut [Planned], copies: &[FollowedItem]) {
    for Planned { person, copies: lines, .. } in planned {
        for line in lines.iter_mut() {
            let copy = copies.iter().find(|copy| key(&copy.held) == key(&line.held));
            let is_noted = |step: &Step| {
                copy.is_some_and(|copy| copy.noted.contains(&(step.when, step.slot, person.id)))
            };
            line.steps.retain(|step| !is_noted(step));
        }
        lines.retain(|line| !line.steps.is_empty());
    }
}

fn key(held: &HeldCopy) -> Key {
    (held.task_id, held.source, held.matter)
}

/// The copies of a tenant for which the policies could owe something; none while no policy names their audience.
pub(super) async fn held(tx: &mut Tx, book: &Book, tenant: TenantId) -> Result<Vec<FollowedItem>> {
    if ![Audience::Coordinating, Audience::Blocking].into_iter().any(|to| book.reminds(tenant, to)) {
        return Ok(vec![]);
    }
    let held = shared_progress::held(tx, tenant).await?;
    if held.is_empty() {
        return Ok(vec![]);
    }
    let tasks: Vec<Uuid> = held.iter().map(|held| held.task_id).collect();
    let mut noted: HashMap<Key, Vec<_>> = HashMap::new();
    for (key, (rule, slot, person), (at, status, due_on, message)) in told_of(tx, tenant, tasks).await? {
        let Ok(when) = rule.parse::<When>() else { continue };
        let told = (when, slot.to_jiff(), person, at.to_jiff(), status, due_on.to_jiff(), message);
        noted.entry(key).or_default().push(told);
    }
    let copy = |held: HeldCopy| {
        let noted = noted.remove(&key(&held)).unwrap_or_default();
        let now =
            noted.iter().filter(|told| (told.4, told.5) == (held.status, held.due_on) && told.6.is_some());
        // One reminder counts once, however many people get it and whenever each does.
        let mut firsts: BTreeMap<(When, Date), Timestamp> = BTreeMap::new();
        for (when, slot, _, at, ..) in now {
            firsts.entry((*when, *slot)).and_modify(|first| *first = (*first).min(*at)).or_insert(*at);
        }
        let mut times: Vec<Timestamp> = firsts.into_values().collect();
        times.sort_unstable();
        times.dedup();
        let told = i16::try_from(times.len()).unwrap_or(i16::MAX);
        FollowedItem { held, told, noted: noted.into_iter().map(|told| (told.0, told.1, told.2)).collect() }
    };
    Ok(held.into_iter().map(copy).collect())
}

impl NotedCopy {
    /// What owed it, and whether rules and facts still yield it.
    pub(super) fn told(&self, rules: &Rules<'_>, lang: Lang) -> WhyLine {
        let version = rules.book.reminders_by_id(self.policy);
        let step = version.and_then(|version| Step::of(version, self.when, self.slot));
        let (_, _, matter) = self.key;
        let reason = Reason::parse(&self.reason).map_or("", |reason| reason.words(lang));
        let overdue = days_between(self.due_on, self.slot).max(0);
        let fact = |label: &str, value: String| (label.to_owned(), value);
        let mut facts = vec![
            fact(lang.mail_why(), format!("{}; {}", lang.copy_reason(matter), lang.reminder_rule(self.when))),
            fact(lang.mail_due(), lang.date(self.due_on)),
            fact(lang.why_overdue(), lang.days_overdue(i64::from(overdue))),
        ];
        facts.extend(self.status.map(|status| fact(lang.why_status(), status.name(lang).to_owned())));
        facts.push(fact(lang.why_reason(), reason.to_owned()));
        WhyLine {
            code: self.code.clone(),
            rule: self.when.to_string(),
            slot: self.slot,
            policy: version.map_or_else(String::new, |(_, v)| lang.policy_of(v.number, v.tenant.is_some())),
            facts,
            reproduced: step.is_some_and(|step| step.to.has(audience(matter)))
                && schedule::falls_on(self.when, rules.calendar, self.due_on, self.slot),
        }
    }
}

/// The lines of each message that are still right: the copy still counts, the rule of that version still falls on that day for
/// its date, and still names the person.
pub(super) async fn due(
    tx: &mut WorkerTx,
    rules: &Rules<'_>,
    noted: &[NotedCopy],
    digests: &[(MessageId, &Person)],
    (directory, today): (&Directory, Date),
) -> Result<HashMap<MessageId, Vec<CopyLine>>> {
    let mut lines: HashMap<MessageId, Vec<CopyLine>> = HashMap::new();
    if noted.is_empty() {
        return Ok(lines);
    }
    let own = tx.own();
    for held in shared_progress::held(tx, own).await?.into_iter().filter(is_owed) {
        let recipients = recipients(directory, &held);
        for (message, person) in digests {
            let step = |noted: &NotedCopy| {
                let version = rules.book.reminders_by_id(noted.policy)?;
                let step = Step::of(version, noted.when, noted.slot)?;
                let falls = schedule::falls_on(noted.when, rules.calendar, held.due_on, noted.slot);
                (falls && person.takes(noted.when) && step.to.has(audience(held.matter))).then_some(step)
            };
            let own_rows = noted.iter().filter(|noted| noted.message == *message && noted.key == key(&held));
            let mut steps: Vec<Step> = own_rows.filter_map(step).collect();
            steps.sort_unstable_by_key(|step| (step.slot, step.when));
            let reason = recipients.iter().find(|(other, _)| other.id == person.id);
            if let (Some((_, reason)), false) = (reason, steps.is_empty()) {
                let days_overdue = days_overdue(held.late_from, today);
                let line = CopyLine { held: held.clone(), steps, reason: *reason, days_overdue };
                lines.entry(*message).or_default().push(line);
            }
        }
    }
    Ok(lines)
}
