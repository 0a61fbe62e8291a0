//! The mail that tells of a decision.

use dondoc_shared::{id::AssignmentId, lifecycle::Status, text::Lang, wire::assignment::EventKind};
use jiff::civil::Date;
use serde::Deserialize;
use url::Url;

use crate::{
    domain::{assignments, calendar::Calendar},
    slices::{
        reminders::item::{Subject, subject},
        reports,
    },
};
use dondoc_kernel::{
    db::WorkerTx,
    error::Result,
    mail::{Group, Sheet, SheetRow, my_work_link},
};

/// What a row of the outbox of this kind names.
#[derive(Debug, Deserialize)]
pub(super) struct DecisionArgs {
    pub assignment: AssignmentId,
    pub event: EventKind,
    #[serde(default)]
    pub remark: String,
    /// The due date before a decision on an extension, and the one that was asked for.
    #[serde(default)]
    pub asked: Option<(Date, Date)>,
    /// The last day of entry by an exception.
    #[serde(default)]
    pub until: Option<Date>,
    /// The due date that came with a return.
    #[serde(default)]
    pub new_due: Option<Date>,
}

/// A submission accepted, returned or re-opened, or an extension decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionMail {
    /// `accepted`, `returned`, `reopened`, `missed`, `extension_granted` or `extension_refused`.
    pub event: EventKind,
    /// What the Working Group remarked; both sides read it.
    pub remark: String,
    /// The new due date, where an extension was granted or one came with a return.
    pub new_due: Option<Date>,
    /// The due date before a decision on an extension, and the one that was asked for.
    pub asked: Option<(Date, Date)>,
    /// The last day of entry, where an exception was granted.
    pub until: Option<Date>,
    /// The assignment that it is about.
    pub about: Subject,
}

impl DecisionMail {
    /// The mail in the reader's language.
    pub fn sheet(&self, lang: Lang) -> Sheet {
        let sheet = self.about.sheet(lang);
        Sheet {
            subject: lang.decision_subject(self.event, &self.about.code),
            opening: vec![lang.decision_opening(self.event)],
            quote: (!self.remark.is_empty()).then(|| (lang.mail_remark().to_owned(), self.remark.clone())),
            why: lang.decision_footer(self.about.tenant.get(lang)),
            facts: self.facts(lang, sheet.facts),
            ..sheet
        }
    }

    /// One mail of what was decided on many for one reason, or of the only one.
    pub fn sheet_of_all(all: &[Self], lang: Lang, public_url: &Url) -> Sheet {
        let [first, _, ..] = all else {
            return all.first().map(|only| only.sheet(lang)).unwrap_or_default();
        };
        let row = |mail: &Self| {
            let row = mail.about.row(lang);
            SheetRow { facts: mail.facts(lang, row.facts), ..row }
        };
        let title = first.about.tenant.get(lang).to_owned();
        Sheet {
            subject: lang.decision_subject_of_several(first.event, all.len()),
            groups: vec![Group { title, rows: all.iter().map(row).collect() }],
            link: Some((lang.mail_open_my_work().to_owned(), my_work_link(public_url))),
            facts: vec![],
            ..first.sheet(lang)
        }
    }

    /// What the item is; of a decision on an extension the three dates stand for the one.
    fn facts(&self, lang: Lang, mut facts: Vec<(String, String)>) -> Vec<(String, String)> {
        facts.extend(self.until.map(|until| (lang.decision_entry_until().to_owned(), lang.date(until))));
        let Some((before, asked)) = self.asked else {
            if let Some(due) = self.new_due {
                facts.retain(|(label, _)| label != lang.mail_due());
                facts.push((lang.decision_new_due().to_owned(), lang.date(due)));
            }
            return facts;
        };
        facts.retain(|(label, _)| label != lang.mail_due());
        let mut fact = |label: &str, date: Date| facts.push((label.to_owned(), lang.date(date)));
        fact(if self.new_due.is_some() { lang.decision_due_before() } else { lang.mail_due() }, before);
        fact(lang.decision_asked(), asked);
        self.new_due.into_iter().for_each(|due| fact(lang.decision_new_due(), due));
        facts
    }
}

/// What the mail says, which items it tells of, and what was decided. Each is owed unless the opposite has been decided since.
pub(super) async fn owed(
    tx: &mut WorkerTx,
    calendar: &Calendar,
    public_url: &Url,
    lang: Lang,
    all: Vec<DecisionArgs>,
) -> Result<Option<(Sheet, Vec<AssignmentId>, String)>> {
    let (mut ids, mut mails) = (vec![], vec![]);
    for args in all {
        let id = args.assignment;
        if let Some(mail) = one(tx, calendar, public_url, args).await? {
            ids.push(id);
            mails.push(mail);
        }
    }
    let Some(told) = mails.first().map(|mail| mail.event.to_string()) else { return Ok(None) };
    Ok(Some((DecisionMail::sheet_of_all(&mails, lang, public_url), ids, told)))
}

async fn one(
    tx: &mut WorkerTx,
    calendar: &Calendar,
    public_url: &Url,
    DecisionArgs { assignment, event, remark, asked, until, new_due }: DecisionArgs,
) -> Result<Option<DecisionMail>> {
    let tenant = tx.own();
    let found = subject(tx, calendar, public_url, tenant, assignment).await?;
    let Some((about, item)) = found else { return Ok(None) };
    let holds = match event {
        EventKind::Accepted => item.facts.status == Status::Accepted,
        EventKind::Missed => item.facts.status == Status::Withdrawn,
        EventKind::Returned | EventKind::Reopened => item.facts.status != Status::Accepted,
        // Who has filed meanwhile has nothing to enter.
        EventKind::ExceptionGranted => {
            item.facts.status.is_with_tenant() && reports::exception_until(tx, assignment).await? >= until
        }
        EventKind::ExceptionCancelled => reports::exception_until(tx, assignment).await?.is_none(),
        _ => true,
    };
    let granted = event == EventKind::ExtensionGranted;
    let new_due = if granted { assignments::last_grant(tx, assignment).await? } else { new_due };
    Ok(holds.then_some(DecisionMail { event, remark, new_due, asked, until, about }))
}
