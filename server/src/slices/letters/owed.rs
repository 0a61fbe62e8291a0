//! Looks at a row again just before the hand-over, in the tenant's transaction: whether it is still owed, to whom, and with
//! what contents. So nobody who left gets mail, and nobody is reminded of finished work (R42, R71).

use std::{collections::HashMap, time::Duration};

use anyhow::Context;
use dondoc_shared::{
    id::{AssignmentId, MessageId, UrgeId},
    text::Lang,
    wire::{assignment::EventKind, mail::MailReason},
};
use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned};
use tokio::join;
use url::Url;

use super::{access, assigned, decision, notice};
use crate::{
    domain::{
        policies::Rules,
        recipients::{Directory, Person},
    },
    slices::{
        escalations,
        reminders::{self, DigestMail, office::without_account},
        urges::{self, mail::UrgeArgs, official_letter},
        weekly,
    },
};
use dondoc_kernel::{
    auth::news::AccessNews,
    clock,
    db::WorkerTx,
    error::Result,
    mail::{Sheet, message::Recipient},
    outbox::{Kind, after, said, store::Claimed},
    tenants::{self, Tenant},
};

/// What becomes of a row that is about to be handed over.
#[derive(Debug)]
pub enum Owed {
    /// It is owed, and this is what it says.
    Letter(Box<Letter>),
    /// It is not, for this reason.
    Moot(MailReason),
    /// The same person reads at another address now.
    Elsewhere(String),
    /// Not before this instant, for this reason.
    Later(Timestamp, MailReason),
    /// Their address takes no mail: somebody stands in.
    Suspended,
}

/// A message about to be handed over.
#[derive(Debug)]
pub struct Letter {
    /// The reader, with address and language as of now.
    pub to: Recipient,
    /// Its contents, before they become text and HTML.
    pub sheet: Sheet,
    /// The items it tells of.
    pub about: Vec<AssignmentId>,
    /// The line that their timelines get once it has left.
    pub event: EventKind,
    /// What their timelines tell of it besides its reader: the number of the urge, what was decided, the level.
    pub told: Option<String>,
}

/// How long a digest waits for the day's sweep before it is looked at again.
const SWEEP: Duration = Duration::from_mins(1);

/// The sender's choice of "now"; whatever else there is obeys the send window.
#[derive(Deserialize)]
struct SenderChoice {
    #[serde(default)]
    now: bool,
}

/// What rows of one tenant that leave together are judged by, read once for all of them.
pub struct Desk<'a> {
    /// The calendar and the policies that count.
    pub rules: Rules<'a>,
    public_url: &'a Url,
    /// The tenant that they belong to.
    pub tenant: Tenant,
    inside: Directory,
    /// The Working Group's own tenant, which the transaction cannot see.
    outside: Directory,
    digests: HashMap<MessageId, DigestMail>,
    /// The links that mail about somebody's access brings.
    links: HashMap<MessageId, String>,
    /// Whether today's reminders are still to be queued.
    awaits_sweep: bool,
}

impl<'a> Desk<'a> {
    /// Reads what it takes to judge these rows.
    pub async fn open(
        tx: &mut WorkerTx,
        rules: Rules<'a>,
        public_url: &'a Url,
        rows: &[Claimed],
        (outside, links): (Directory, HashMap<MessageId, String>),
    ) -> Result<Self> {
        let own = tx.own();
        let (tenant, inside) = join!(tenants::by_id(tx, own), Directory::of(tx, own));
        let (tenant, inside) = (tenant?, inside?);
        let today = clock::local_date(tx.now, &clock::zone(&tenant.zone));
        let awaits_sweep = reminders::awaits_sweep(tx, own, today).await?;
        let digests: Vec<(MessageId, &Person)> = rows
            .iter()
            .filter(|row| row.kind == Kind::Digest.as_str())
            .filter_map(|row| Some((row.id, inside.find(row.recipient_id?)?)))
            .collect();
        let digests = reminders::due_mail(tx, &rules, public_url, (&tenant, &inside), &digests).await?;
        Ok(Self { rules, public_url, tenant, inside, outside, digests, links, awaits_sweep })
    }

    /// Looks at a row again.
    pub async fn owed(&mut self, tx: &mut WorkerTx, row: &Claimed) -> Result<Owed> {
        let (Some(id), Some(address)) = (row.recipient_id, &row.address) else {
            return Ok(Owed::Moot(MailReason::NoRecipient));
        };
        let found = self.inside.find(id).or_else(|| self.outside.find(id));
        let Some(person) = found else { return Ok(Owed::Moot(MailReason::RecipientLeft)) };
        if person.address != *address {
            return Ok(Owed::Elsewhere(person.address.clone()));
        }
        if !person.takes_mail {
            return Ok(Owed::Suspended);
        }
        let person = person.clone();
        // Held up since it was queued, it may have missed the window it was queued for.
        let calendar = self.rules.calendar;
        let at = calendar.send_time(tx.now, args::<SenderChoice>(row)?.now);
        if at > tx.now {
            return Ok(Owed::Later(at, MailReason::OutsideWindow));
        }
        // What the day owes goes with what waited. In doubt, the bytes are what they are.
        if self.awaits_sweep && row.kind == Kind::Digest.as_str() && row.raw.is_none() {
            return Ok(Owed::Later(after(tx.now, SWEEP), MailReason::AwaitsSweep));
        }
        // The timeline tells of what the rules remind of, not of all that a digest lists each day.
        let reminded = self.digests.get(&row.id).map(DigestMail::reminded);
        let Some((sheet, about, told)) = self.contents(tx, row, &person).await? else {
            return Ok(Owed::Moot(MailReason::NotOwed));
        };
        let kind = Kind::parse(&row.kind);
        let sheet = if person.role.is_none() {
            let urge = if kind == Some(Kind::Urge) { Some(args::<UrgeArgs>(row)?.urge) } else { None };
            self.for_office(tx, kind, person.lang, (&about, urge), sheet).await?
        } else {
            sheet
        };
        let sheet = if kind == Some(Kind::Access) { sheet } else { self.for_stand_in(&person, sheet) };
        let event = match kind {
            Some(Kind::Urge) => EventKind::UrgeMailed,
            Some(Kind::Escalation) => EventKind::EscalationMailed,
            Some(Kind::Decision) => EventKind::DecisionMailed,
            Some(Kind::Notice) => EventKind::NoticeMailed,
            Some(Kind::Assignments) => EventKind::AssignmentsMailed,
            Some(
                Kind::Digest
                | Kind::Report
                | Kind::Access
                | Kind::CloseContributions
                | Kind::Share
                | Kind::Figures
                | Kind::Forgotten,
            )
            | None => EventKind::Reminded,
        };
        let to = Recipient { name: person.name, address: person.address, lang: person.lang };
        let about = reminded.unwrap_or(about);
        Ok(Owed::Letter(Box::new(Letter { to, sheet, about, event, told })))
    }

    /// What the row says to this reader, the items that it tells of, and what their timelines tell of it; none if it is no longer owed.
    async fn contents(
        &mut self,
        tx: &mut WorkerTx,
        row: &Claimed,
        person: &Person,
    ) -> Result<Option<Contents>> {
        let (calendar, url, lang) = (self.rules.calendar, self.public_url, person.lang);
        let told = |(sheet, about, told)| (sheet, about, Some(told));
        let found = match Kind::parse(&row.kind) {
            Some(Kind::Digest) => {
                self.digests.remove(&row.id).map(|mail| (mail.sheet(lang, calendar), mail.about()))
            }
            Some(Kind::Urge) => {
                return Ok(urges::mail::owed(tx, calendar, url, lang, args(row)?).await?.map(told));
            }
            Some(Kind::Escalation) => {
                return Ok(escalations::mail::owed(tx, &self.rules, url, lang, each(row)?).await?.map(told));
            }
            Some(Kind::Decision) => {
                return Ok(decision::owed(tx, calendar, url, lang, each(row)?).await?.map(told));
            }
            Some(Kind::Notice) => notice::owed(tx, calendar, url, (person, &self.inside), row).await?,
            Some(Kind::Assignments) => {
                assigned::owed(tx, calendar, url, (&self.tenant, person), args(row)?).await?
            }
            Some(Kind::Report) => {
                let of = (&self.tenant, &self.inside);
                weekly::mail::owed(of, tx.now, url, person, args(row)?).map(|sheet| (sheet, vec![]))
            }
            Some(Kind::Access) => {
                // In doubt, the bytes are what they are, and their link as well.
                let link = self.link_of(row).or(row.raw.as_ref().map(|_| ""));
                let news = args::<AccessNews>(row)?;
                let name = lang.pick(&self.tenant.name_vi, &self.tenant.name_en);
                access::sheet(lang, url, name, &person.address, &news, link).map(|sheet| (sheet, vec![]))
            }
            Some(Kind::CloseContributions | Kind::Share | Kind::Figures | Kind::Forgotten) | None => None,
        };
        Ok(found.map(|(sheet, about)| (sheet, about, None)))
    }

    /// The one-time link that was made for this try of the row.
    pub fn link_of(&self, row: &Claimed) -> Option<&str> {
        self.links.get(&row.id).map(String::as_str)
    }

    /// The same to somebody who stands in for somebody else: some of it may be theirs.
    fn for_stand_in(&self, person: &Person, mut sheet: Sheet) -> Sheet {
        for (absent, last) in self.inside.absent_of(person.id) {
            let said = person.lang.mail_for_absent(&absent.name, &person.lang.date(last));
            sheet.why = format!("{} {said}", sheet.why);
        }
        sheet
    }

    /// The same to an office, which has no account: facts instead of links, and the official letter: of the urge that the mail
    /// is about, or of the newest one that a step up the ladder finds without an answer.
    async fn for_office(
        &self,
        tx: &mut WorkerTx,
        kind: Option<Kind>,
        lang: Lang,
        (about, urge): (&[AssignmentId], Option<UrgeId>),
        sheet: Sheet,
    ) -> Result<Sheet> {
        let own = tx.own();
        let mut sheet = without_account(tx, &self.inside, lang, (own, about, urge), sheet).await?;
        let of = match (kind, urge) {
            (_, Some(urge)) => Some(urge),
            (Some(Kind::Escalation), None) => official_letter::newest_open(tx, own, about).await?,
            _ => None,
        };
        if let Some(urge) = of {
            sheet.closing.push(lang.office_letter_attached().to_owned());
            sheet.attachments.push(official_letter::attached(tx, urge).await?);
        }
        Ok(sheet)
    }
}

/// A sheet, the items that it tells of, and what their timelines tell of it.
type Contents = (Sheet, Vec<AssignmentId>, Option<String>);

fn args<A: DeserializeOwned>(row: &Claimed) -> Result<A> {
    Ok(A::deserialize(&row.args).context("the row's arguments")?)
}

/// The arguments of all that a row tells of, where it may have been made of several.
fn each<A: DeserializeOwned>(row: &Claimed) -> Result<Vec<A>> {
    let all: serde_json::Result<_> = said(&row.args).into_iter().map(A::deserialize).collect();
    Ok(all.context("the row's arguments")?)
}
