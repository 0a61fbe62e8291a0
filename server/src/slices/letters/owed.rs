//! Looks at a row again just before the hand-over, in the tenant's transaction: whether it is still owed, to whom, and with
//! what contents. So nobody who left gets mail, and nobody is reminded of finished work (R42, R71).

use std::{collections::HashMap, time::Duration};

use anyhow::Context;
use dondoc_shared::id::{AssignmentId, MessageId};
use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned};
use tokio::join;
use url::Url;

use super::decision;
use crate::{
    domain::{
        policies::Rules,
        recipients::{Directory, Person},
    },
    slices::{
        escalations,
        reminders::{self, DigestMail},
        urges, weekly,
    },
};
use dondoc_kernel::{
    clock,
    db::WorkerTx,
    error::Result,
    mail::{Sheet, message::Recipient},
    outbox::{Kind, after, store::Claimed},
    tenants::{self, Tenant},
};

/// What becomes of a row that is about to be handed over.
#[derive(Debug)]
pub enum Owed {
    /// It is owed, and this is what it says.
    Letter(Box<Letter>),
    /// It is not, for this reason.
    Moot(&'static str),
    /// The same person reads at another address now.
    Elsewhere(String),
    /// Not before this instant, for this reason.
    Later(Timestamp, &'static str),
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
        outside: Directory,
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
        Ok(Self { rules, public_url, tenant, inside, outside, digests, awaits_sweep })
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
        let at = calendar.send_time(tx.now, args::<SenderChoice>(row)?.now);
        if at > tx.now {
            return Ok(Owed::Later(at, "outside the send window"));
        }
        // What the day owes goes with what waited. In doubt, the bytes are what they are.
        if self.awaits_sweep && row.kind == Kind::Digest.as_str() && row.raw.is_none() {
            return Ok(Owed::Later(after(tx.now, SWEEP), "the day's reminders come first"));
        }
        let lang = person.lang;
        let url = self.public_url;
        let found = match Kind::parse(&row.kind) {
            Some(Kind::Digest) => {
                self.digests.remove(&row.id).map(|mail| (mail.sheet(lang, calendar), mail.about()))
            }
            Some(Kind::Urge) => urges::mail::owed(tx, calendar, url, lang, args(row)?).await?,
            Some(Kind::Escalation) => escalations::mail::owed(tx, &self.rules, url, lang, args(row)?).await?,
            Some(Kind::Decision) => decision::owed(tx, calendar, url, lang, args(row)?).await?,
            Some(Kind::Report) => {
                let of = (&self.tenant, &self.inside);
                weekly::mail::owed(of, tx.now, url, &person, args(row)?).map(|sheet| (sheet, vec![]))
            }
            Some(Kind::CloseContributions | Kind::Share) | None => None,
        };
        let to = Recipient { name: person.name, address: person.address, lang };
        Ok(match found {
            Some((sheet, about)) => Owed::Letter(Box::new(Letter { to, sheet, about })),
            None => Owed::Moot("no longer owed"),
        })
    }
}

fn args<A: DeserializeOwned>(row: &Claimed) -> Result<A> {
    Ok(A::deserialize(&row.args).context("the row's arguments")?)
}
