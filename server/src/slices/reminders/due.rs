//! Digests as they are owed when they are about to leave: what the rules of the day have brought, looked at again (R42), and
//! all else that waits for the reader (R107).

use std::collections::{HashMap, HashSet};

use dondoc_shared::{
    id::{AssignmentId, MessageId},
    lateness::days_overdue,
    lifecycle::Status,
    order,
    policy::Audience,
    role::Permission,
};
use jiff::civil::Date;
use tokio::join;
use url::Url;

use super::{
    Step, ageing, copies,
    digest::{DigestMail, MOST_LINES},
    facts::{CopyLine, DigestLine, Item, ReminderFacts},
    schedule,
    store::{self, NotedReminder},
};
use crate::domain::{
    assignments::{OpenUrge, told_urges},
    policies::Rules,
    recipients::{Audiences, Directory, Person, Reason},
};
use dondoc_kernel::{clock, db::WorkerTx, error::Result, mail, tenants::Tenant};

/// Whether this reminder is still right (R42): the rule of that version falls on that day for the item as it is now, and names
/// this person.
fn still_owed(
    rules: &Rules<'_>,
    directory: &Directory,
    person: &Person,
    facts: &ReminderFacts,
    noted: &NotedReminder,
) -> Option<(Step, Reason)> {
    if !person.takes(noted.when) {
        return None;
    }
    let version = rules.book.reminders_by_id(noted.policy)?;
    let step = Step::of(version, noted.when, noted.slot)?;
    // An extension since then has made another day of it.
    let falls =
        facts.due_on.is_some_and(|due| schedule::falls_on(noted.when, rules.calendar, due, noted.slot));
    let recipients = directory.reminded(facts.status, facts.assignee, step.to);
    let (_, reason) = recipients.into_iter().find(|(other, _)| falls && other.id == person.id)?;
    Some((step, reason))
}

/// One reader's digest before its items are read.
struct Draft<'a> {
    message: MessageId,
    person: &'a Person,
    /// The lines that are spelled out.
    lines: Vec<DigestLine>,
    copies: Vec<CopyLine>,
    /// How many own lines there are, and how many of them are overdue.
    own: usize,
    overdue: usize,
}

/// What all digests of a tenant are made from.
struct Desk<'a> {
    rules: &'a Rules<'a>,
    tenant: &'a Tenant,
    directory: &'a Directory,
    today: Date,
    public_url: &'a Url,
}

/// Digests as they are owed now, each to its reader: the lines whose item, rule and person are still right, and what else waits
/// for the reader. Not among them is one that no rule has brought any more.
pub async fn due_mail(
    tx: &mut WorkerTx,
    rules: &Rules<'_>,
    public_url: &Url,
    (tenant, directory): (&Tenant, &Directory),
    digests: &[(MessageId, &Person)],
) -> Result<HashMap<MessageId, DigestMail>> {
    if digests.is_empty() {
        return Ok(HashMap::new());
    }
    let own = tx.own();
    let today = clock::local_date(tx.now, &clock::zone(&tenant.zone));
    let messages: Vec<MessageId> = digests.iter().map(|(message, _)| *message).collect();
    let people = digests.iter().map(|(_, person)| person.id).collect();
    // All on their way at once.
    let (noted, of_copies, ageing, waiting) = join!(
        store::noted(tx, own, &messages),
        store::copies::noted(tx, own, &messages),
        ageing::Works::read(tx, people, today),
        store::waiting(tx, today)
    );
    let (noted, of_copies, ageing, waiting) = (noted?, of_copies?, ageing?, waiting?);
    let ids: Vec<AssignmentId> = noted.iter().map(|noted| noted.item).collect();
    let mut items = store::items(tx, tenant, &ids).await?;
    items.sort_by_cached_key(|item| (item.facts.urgency_on, order::code(&item.code)));
    let mut copies = copies::due(tx, rules, &of_copies, digests, (directory, today)).await?;
    let desk = Desk { rules, tenant, directory, today, public_url };
    let drafts = digests.iter().filter_map(|(message, person)| {
        let noted: Vec<&NotedReminder> = noted.iter().filter(|noted| noted.message == *message).collect();
        let copies = copies.remove(message).unwrap_or_default();
        desk.draft((*message, *person), &noted, &items, copies, &waiting)
    });
    let drafts: Vec<Draft<'_>> = drafts.collect();
    let told = drafts.iter().flat_map(|draft| &draft.lines).map(|line| &line.facts);
    let mut unread: Vec<AssignmentId> =
        told.clone().map(|facts| facts.id).filter(|id| !ids.contains(id)).collect();
    unread.sort_unstable();
    unread.dedup();
    let urged: Vec<AssignmentId> = told.filter(|facts| facts.urges > 0).map(|facts| facts.id).collect();
    items.extend(store::items(tx, tenant, &unread).await?);
    let items: HashMap<AssignmentId, Item> = items.into_iter().map(|item| (item.facts.id, item)).collect();
    let urges = told_urges(tx, own, &urged).await?;
    let mail = |draft: Draft<'_>| {
        let ageing = ageing.of(draft.person);
        (draft.message, desk.mail(draft, &items, &urges, ageing))
    };
    Ok(drafts.into_iter().map(mail).collect())
}

impl Desk<'_> {
    /// The lines of one digest; none if no rule has brought any.
    fn draft<'p>(
        &self,
        (message, person): (MessageId, &'p Person),
        noted: &[&NotedReminder],
        items: &[Item],
        copies: Vec<CopyLine>,
        waiting: &[ReminderFacts],
    ) -> Option<Draft<'p>> {
        let mut lines: Vec<DigestLine> = Vec::new();
        for facts in items.iter().map(|item| &item.facts).filter(|facts| facts.status.is_with_tenant()) {
            let own_rows = noted.iter().filter(|noted| noted.item == facts.id);
            let mut steps: Vec<_> = own_rows
                .filter_map(|noted| still_owed(self.rules, self.directory, person, facts, noted))
                .collect();
            steps.sort_unstable_by_key(|(step, _)| (step.slot, step.when));
            if let Some((_, reason)) = steps.last().copied() {
                let days_overdue = days_overdue(facts.late_from, self.today);
                let steps = steps.into_iter().map(|(step, _)| step).collect();
                lines.push(DigestLine { facts: facts.clone(), steps, reason, days_overdue });
            }
        }
        if lines.is_empty() && copies.is_empty() {
            return None;
        }
        self.add_waiting(&mut lines, waiting, person);
        let (own, overdue) = (lines.len(), lines.iter().filter(|line| line.days_overdue > 0).count());
        lines.sort_by_key(|line| (line.group(), line.facts.urgency_on));
        lines.truncate(MOST_LINES);
        Some(Draft { message, person, lines, copies, own, overdue })
    }

    /// Adds what waits for the reader beside what the rules of the day have brought. Nobody is told to approve what they
    /// proposed.
    fn add_waiting(&self, lines: &mut Vec<DigestLine>, waiting: &[ReminderFacts], person: &Person) {
        let known: HashSet<AssignmentId> = lines.iter().map(|line| line.facts.id).collect();
        let workers = Audiences::of(&[Audience::Assignee]);
        for facts in waiting.iter().filter(|facts| !known.contains(&facts.id)) {
            let is_own = self.directory.is_hand_of(person, facts.proposed_by);
            if is_own && facts.status == Status::Proposed {
                continue;
            }
            let recipients = self.directory.reminded(facts.status, facts.assignee, workers);
            if let Some((_, reason)) = recipients.into_iter().find(|(other, _)| other.id == person.id) {
                let days_overdue = days_overdue(facts.late_from, self.today);
                lines.push(DigestLine { facts: facts.clone(), steps: vec![], reason, days_overdue });
            }
        }
    }

    fn mail(
        &self,
        Draft { person, lines, copies, own, overdue, .. }: Draft<'_>,
        items: &HashMap<AssignmentId, Item>,
        urges: &HashMap<AssignmentId, Vec<OpenUrge>>,
        ageing: ageing::Ageing,
    ) -> DigestMail {
        let item = |line: DigestLine| Some((items.get(&line.facts.id)?.clone(), line));
        let mut lines: Vec<(Item, DigestLine)> = lines.into_iter().filter_map(item).collect();
        lines.sort_by_cached_key(|(item, line)| {
            (line.group(), line.facts.urgency_on, order::code(&item.code))
        });
        let link = match (lines.as_slice(), copies.as_slice()) {
            ([(only, _)], []) => mail::item_link(self.public_url, only.facts.id),
            _ => mail::my_work_link(self.public_url),
        };
        // The Working Group's own people work in the console.
        let acts =
            person.role.is_some_and(|role| role.may(Permission::ReportProgress) && !role.is_national());
        let of = |(item, _): &(Item, DigestLine)| Some((item.facts.id, urges.get(&item.facts.id)?.clone()));
        DigestMail {
            tenant: person.lang.pick(&self.tenant.name_vi, &self.tenant.name_en).to_owned(),
            today: self.today,
            urges: lines.iter().filter_map(of).collect(),
            lines,
            own,
            overdue,
            copies,
            ageing,
            portal: acts.then(|| self.public_url.clone()),
            link: person.role.map(|_| link),
        }
    }
}
