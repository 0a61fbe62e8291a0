//! Is a row still owed, to whom, and what does it say? Asked in the tenant's transaction just before the hand-over, so
//! nobody who left gets mail, and nobody is reminded of what is done.

use std::collections::HashMap;

use diesel::{prelude::*, sql_types};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, EscalationId, MessageId, PolicyId, TenantId, UrgeId},
    ladder::Level,
    lateness::days_overdue,
    lifecycle::Status,
    text::Lang,
    wire::assignment::EventKind,
};
use jiff::{Timestamp, civil::Date};
use jiff_diesel::ToDiesel;
use serde::{Deserialize, de::DeserializeOwned};
use tokio::join;
use url::Url;

use super::{Kind, store::Claimed};
use crate::{
    domain::{
        calendar::Calendar,
        policies::Rules,
        recipients::{Directory, Person},
    },
    kernel::{
        clock,
        db::{Tx, WorkerTx, prepared},
        error::Result,
        mail::{
            Sheet,
            content::{Both, Content, DecisionMail, EscalationMail, Subject, UrgeMail},
            item_link,
            message::Recipient,
            my_work_link,
        },
        schema::{escalation_steps, extension_requests},
        tenants::{self, Tenant},
    },
    slices::{
        reminders::{self, DigestMail, Item},
        urges, weekly,
    },
};

/// What becomes of a row that is about to be handed over.
#[derive(Debug)]
pub enum Owed {
    /// It is owed.
    Letter(Box<Letter>),
    /// It is not, for this reason.
    Moot(&'static str),
    /// The same person reads at another address now.
    Elsewhere(String),
    /// Not before this instant.
    Later(Timestamp),
    /// Their address takes no mail: somebody stands in.
    Suspended,
}

/// A message to be.
#[derive(Debug)]
pub struct Letter {
    /// Who gets it.
    pub to: Recipient,
    /// What it says.
    pub sheet: Sheet,
    /// The items it tells of.
    pub about: Vec<AssignmentId>,
}

/// The sender's choice of "now"; whatever else there is obeys the send window.
#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    now: bool,
}

/// What a row of the kind names.
#[derive(Deserialize)]
pub(super) struct UrgeArgs {
    pub urge: UrgeId,
}

/// What a row of the kind names.
#[derive(Deserialize)]
pub(super) struct EscalationArgs {
    pub step: EscalationId,
}

/// What a row of the kind names.
#[derive(Deserialize)]
pub(super) struct DecisionArgs {
    pub assignment: AssignmentId,
    pub event: EventKind,
    #[serde(default)]
    pub remark: String,
}

/// What rows of one tenant that leave together are judged by, read once for all of them.
pub struct Desk<'a> {
    /// Calendar and policies.
    pub rules: Rules<'a>,
    public_url: &'a Url,
    /// Whose matters they are.
    pub tenant: Tenant,
    inside: Directory,
    /// The Working Group's own tenant, which the transaction cannot see.
    outside: Directory,
    digests: HashMap<MessageId, DigestMail>,
}

impl<'a> Desk<'a> {
    /// Reads what it takes to judge these rows.
    pub async fn open(
        tx: &mut WorkerTx,
        rules: Rules<'a>,
        public_url: &'a Url,
        rows: &[Claimed],
        outside: Directory,
    ) -> Result<Self> {
        let own = tx.own();
        let (tenant, inside) = join!(tenants::by_id(tx, own), Directory::of(tx, own));
        let (tenant, inside) = (tenant?, inside?);
        let digests: Vec<(MessageId, &Person)> = rows
            .iter()
            .filter(|row| row.is_digest())
            .filter_map(|row| Some((row.id, inside.find(row.recipient_id?)?)))
            .collect();
        let digests = reminders::due_mail(tx, &rules, public_url, (&tenant, &inside), &digests).await?;
        Ok(Self { rules, public_url, tenant, inside, outside, digests })
    }

    /// Looks at a row again.
    pub async fn owed(&mut self, tx: &mut WorkerTx, row: &Claimed) -> Result<Owed> {
        let (Some(id), Some(address)) = (row.recipient_id, &row.address) else {
            return Ok(Owed::Moot("no recipient"));
        };
        let found = self.inside.find(id).or_else(|| self.outside.find(id));
        let Some(person) = found else { return Ok(Owed::Moot("the recipient has left")) };
        if person.address != *address {
            return Ok(Owed::Elsewhere(person.address.clone()));
        }
        if !person.takes_mail {
            return Ok(Owed::Suspended);
        }
        let person = person.clone();
        // Held up since it was queued, it may have missed the window it was queued for.
        let calendar = self.rules.calendar;
        let at = calendar.send_time(tx.now, args::<Choice>(row)?.now);
        if at > tx.now {
            return Ok(Owed::Later(at));
        }
        let lang = person.lang;
        let found = match Kind::parse(&row.kind) {
            Some(Kind::Digest) => {
                self.digests.remove(&row.id).map(|mail| (mail.sheet(lang, calendar), mail.about()))
            }
            Some(Kind::Urge) => sheet(lang, urge(tx, calendar, self.public_url, row).await?),
            Some(Kind::Escalation) => sheet(lang, escalation(tx, &self.rules, self.public_url, row).await?),
            Some(Kind::Decision) => sheet(lang, decision(tx, calendar, self.public_url, row).await?),
            Some(Kind::Report) => sheet(lang, self.report(tx.now, row, &person)?),
            Some(Kind::CloseContributions | Kind::Share) | None => None,
        };
        Ok(match found {
            Some((sheet, about)) => Owed::Letter(Box::new(Letter { to: recipient(person), sheet, about })),
            None => Owed::Moot("no longer owed"),
        })
    }

    /// Owed within its week, to who still reads it.
    fn report(&self, now: Timestamp, row: &Claimed, person: &Person) -> Result<Found> {
        let report: weekly::Report = args(row)?;
        let tenant = &self.tenant;
        let today = clock::local_date(now, &clock::zone(&tenant.zone));
        let reads = weekly::readers(row.tenant, &self.inside).iter().any(|reader| reader.id == person.id);
        if !reads || !weekly::is_of_week(&report, today) {
            return Ok(None);
        }
        let name = (!row.tenant.is_national())
            .then(|| Both::new(|lang| lang.pick(&tenant.name_vi, &tenant.name_en).to_owned()));
        let mail = weekly::Weekly { report, tenant: name, link: my_work_link(self.public_url) };
        Ok(Some((Content::Weekly(Box::new(mail)), vec![])))
    }
}

fn sheet(lang: Lang, found: Found) -> Option<(Sheet, Vec<AssignmentId>)> {
    found.map(|(content, about)| (content.sheet(lang), about))
}

fn recipient(person: Person) -> Recipient {
    Recipient { name: person.name, address: person.address, lang: person.lang }
}

fn args<A: DeserializeOwned>(row: &Claimed) -> Result<A> {
    use anyhow::Context;
    Ok(A::deserialize(&row.args).context("the row's arguments")?)
}

type Found = Option<(Content, Vec<AssignmentId>)>;

/// Owed until it is answered, or nothing is left that it asks about.
async fn urge(tx: &mut WorkerTx, calendar: &Calendar, public_url: &Url, row: &Claimed) -> Result<Found> {
    let UrgeArgs { urge } = args(row)?;
    let Some((number, text, reply_by, ids)) = urges::waiting(tx, row.tenant, urge).await? else {
        return Ok(None);
    };
    let mut found = Vec::new();
    for id in ids {
        let item = subject(tx, calendar, public_url, row.tenant, id).await?;
        found.extend(
            item.filter(|(_, item)| item.facts.status.is_with_tenant()).map(|(about, _)| (id, about)),
        );
    }
    let (ids, mut abouts): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    if abouts.is_empty() {
        return Ok(None);
    }
    let about = abouts.remove(0);
    let mail = UrgeMail { number: number.to_string(), text, reply_by, about, others: abouts };
    Ok(Some((Content::Urge(mail), ids)))
}

/// An urge before it is issued, which has no number yet; for the preview.
pub async fn draft_urge(
    tx: &mut Tx,
    calendar: &Calendar,
    public_url: &Url,
    (tenant, ids): (TenantId, &[AssignmentId]),
    (number, text, reply_by): (String, Both, Date),
) -> Result<Content> {
    let mut others = Vec::new();
    for id in ids {
        let found = subject(tx, calendar, public_url, tenant, *id).await?;
        others.push(found.ok_or(ErrorCode::NotFound)?.0);
    }
    if others.is_empty() {
        return Err(ErrorCode::NotFound.into());
    }
    let about = others.remove(0);
    Ok(Content::Urge(UrgeMail { number, text, reply_by, about, others }))
}

/// Owed while the item is open and late, once a person has released the step.
async fn escalation(tx: &mut WorkerTx, rules: &Rules<'_>, public_url: &Url, row: &Claimed) -> Result<Found> {
    let EscalationArgs { step } = args(row)?;
    let step: Option<(AssignmentId, i16, PolicyId)> = escalation_steps::table
        .find((row.tenant, step))
        .filter(escalation_steps::state.eq("released"))
        .select((escalation_steps::assignment_id, escalation_steps::level, escalation_steps::policy_id))
        .first(&mut tx.conn)
        .await
        .optional()?;
    let Some((id, level, policy)) = step else { return Ok(None) };
    let Some((about, item)) = subject(tx, rules.calendar, public_url, row.tenant, id).await? else {
        return Ok(None);
    };
    let version = rules.book.ladder_by_id(policy);
    let mail = version
        .and_then(|version| version.policy.level(level))
        .map(|level| step_mail(tx, about, &item, level));
    let owed =
        item.facts.status.is_with_tenant() && item.facts.late_from.is_some_and(|from| from <= tx.today());
    Ok(mail.filter(|_| owed).map(|mail| (mail, vec![id])))
}

/// A step up the ladder before it is released; for the preview.
pub async fn draft_escalation(
    tx: &mut Tx,
    calendar: &Calendar,
    public_url: &Url,
    (tenant, id): (TenantId, AssignmentId),
    level: &Level,
) -> Result<Content> {
    let found = subject(tx, calendar, public_url, tenant, id).await?;
    let (about, item) = found.ok_or(ErrorCode::NotFound)?;
    Ok(step_mail(tx, about, &item, level))
}

fn step_mail(tx: &Tx, about: Subject, item: &Item, level: &Level) -> Content {
    let days_overdue = days_overdue(item.facts.late_from, tx.today());
    let note = Both::new(|lang| lang.pick(&level.text_vi, &level.text_en).to_owned());
    Content::Escalation(EscalationMail {
        level: level.level,
        target: level.target,
        days_overdue,
        note,
        about,
    })
}

/// Owed unless the opposite has been decided since.
async fn decision(tx: &mut WorkerTx, calendar: &Calendar, public_url: &Url, row: &Claimed) -> Result<Found> {
    let DecisionArgs { assignment, event, remark } = args(row)?;
    let found = subject(tx, calendar, public_url, row.tenant, assignment).await?;
    let Some((about, item)) = found else { return Ok(None) };
    let holds = match event {
        EventKind::Accepted => item.facts.status == Status::Accepted,
        EventKind::Returned | EventKind::Reopened => item.facts.status != Status::Accepted,
        _ => true,
    };
    let new_due = if event == EventKind::ExtensionGranted { granted(tx, assignment).await? } else { None };
    let mail = DecisionMail { event, remark, new_due, about };
    Ok(holds.then_some((Content::Decision(mail), vec![assignment])))
}

/// The date of the last extension that was granted.
async fn granted(tx: &mut WorkerTx, assignment: AssignmentId) -> Result<Option<Date>> {
    let to: Option<Option<jiff_diesel::Date>> = extension_requests::table
        .filter(extension_requests::tenant_id.eq(tx.own()))
        .filter(extension_requests::assignment_id.eq(assignment))
        .filter(extension_requests::state.eq("granted"))
        .order(extension_requests::decided_at.desc())
        .select(extension_requests::granted_to)
        .first(&mut tx.conn)
        .await
        .optional()?;
    Ok(to.flatten().map(jiff_diesel::Date::to_jiff))
}

async fn subject(
    tx: &mut Tx,
    calendar: &Calendar,
    public_url: &Url,
    tenant: TenantId,
    id: AssignmentId,
) -> Result<Option<(Subject, Item)>> {
    let Some((tenant, item)) = reminders::item(tx, tenant, id).await? else { return Ok(None) };
    let today = clock::local_date(tx.now, &clock::zone(&tenant.zone));
    let subject = Subject {
        code: item.code.clone(),
        title: Both::new(|lang| lang.pick(&item.title_vi, &item.title_en).to_owned()),
        directive: item.directive.clone(),
        due: Both::new(|lang| item.due_words(lang, calendar, today)),
        tenant: Both::new(|lang| lang.pick(&tenant.name_vi, &tenant.name_en).to_owned()),
        link: item_link(public_url, item.facts.id),
    };
    Ok(Some((subject, item)))
}

/// Tells in each item's timeline that mail about it left, and to whom. One statement whose arrays hold the rows: its text is
/// the same however many there are.
#[expect(clippy::disallowed_methods, reason = "unnest of several arrays has no name in the DSL")]
pub async fn tell<'a>(
    tx: &WorkerTx,
    sent: impl Iterator<Item = (&'a [AssignmentId], &'a str)>,
) -> Result<()> {
    let told = sent.flat_map(|(about, recipient)| about.iter().map(move |id| (*id, recipient)));
    let (items, recipients): (Vec<AssignmentId>, Vec<&str>) = told.unzip();
    if items.is_empty() {
        return Ok(());
    }
    let statement = "insert into dondoc.events (tenant_id, id, assignment_id, kind, at, actor_name, detail)
        select $1, n.id, n.assignment_id, $2, $3, $4, n.detail
        from unnest($5::uuid[], $6::uuid[], $7::text[]) as n (id, assignment_id, detail)";
    let tell = diesel::sql_query(statement)
        .bind::<sql_types::Integer, _>(tx.own())
        .bind::<sql_types::Text, _>(EventKind::Reminded)
        .bind::<sql_types::Timestamptz, _>(tx.now.to_diesel())
        .bind::<sql_types::Text, _>(&tx.actor.name)
        .bind::<sql_types::Array<sql_types::Uuid>, _>(items.iter().map(|_| tx.new_id()).collect::<Vec<_>>())
        .bind::<sql_types::Array<sql_types::Uuid>, _>(&items)
        .bind::<sql_types::Array<sql_types::Text>, _>(&recipients);
    prepared(tell).execute(&mut &*tx.conn).await?;
    Ok(())
}
