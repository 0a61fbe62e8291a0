//! The mail of an urge.

use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, TenantId, UrgeId},
    text::{Both, Lang},
};
use jiff::civil::Date;
use serde::Deserialize;
use url::Url;

use super::store;
use crate::{
    domain::{assignments::open_of_urge, calendar::Calendar},
    slices::reminders::item::{Subject, subject},
};
use dondoc_kernel::{
    db::{Tx, WorkerTx},
    error::Result,
    mail::{Group, Sheet},
};

/// What a row of the outbox of this kind names.
#[derive(Debug, Deserialize)]
pub struct UrgeArgs {
    /// The urge.
    pub urge: UrgeId,
}

/// The mail of an urge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrgeMail {
    /// The urge's number, `12/2024/TCT`.
    pub number: String,
    /// What the Working Group wrote for the tenant.
    pub text: Both,
    /// Answer due by the end of this local day.
    pub reply_by: Date,
    /// The assignment that it is about.
    pub about: Subject,
    /// The others, where it is about several.
    pub others: Vec<Subject>,
}

impl UrgeMail {
    /// The mail in the reader's language.
    pub fn sheet(&self, lang: Lang) -> Sheet {
        let (number, tenant) = (&self.number, self.about.tenant.get(lang));
        let sheet = Sheet {
            quote: Some((lang.urge_text().to_owned(), self.text.get(lang).to_owned())),
            closing: vec![lang.urge_reply_by(&lang.date(self.reply_by))],
            why: lang.urge_footer(tenant),
            ..self.about.sheet(lang)
        };
        if self.others.is_empty() {
            let opening = vec![lang.urge_opening(tenant, number)];
            return Sheet { subject: lang.urge_subject(number, &self.about.code), opening, ..sheet };
        }
        let rows: Vec<_> =
            std::iter::once(&self.about).chain(&self.others).map(|one| one.row(lang)).collect();
        Sheet {
            subject: lang.urge_of_several(number, rows.len()),
            opening: vec![lang.urge_opening_of_several(tenant, number, rows.len())],
            facts: vec![],
            link: None,
            groups: vec![Group { title: lang.urge_items().to_owned(), rows }],
            ..sheet
        }
    }
}

/// What the mail says, which items it tells of, and the urge's number. Owed until the urge is answered, or nothing is left that it asks about.
pub async fn owed(
    tx: &mut WorkerTx,
    calendar: &Calendar,
    public_url: &Url,
    lang: Lang,
    UrgeArgs { urge }: UrgeArgs,
) -> Result<Option<(Sheet, Vec<AssignmentId>, String)>> {
    let tenant = tx.own();
    let Some((number, words, reply_by)) = store::waiting(tx, tenant, urge).await? else { return Ok(None) };
    let (mut ids, mut abouts) = (vec![], vec![]);
    for id in open_of_urge(tx, tenant, urge).await? {
        let found = subject(tx, calendar, public_url, tenant, id).await?;
        if let Some((about, _)) = found.filter(|(_, item)| item.facts.status.is_with_tenant()) {
            ids.push(id);
            abouts.push(about);
        }
    }
    if abouts.is_empty() {
        return Ok(None);
    }
    let about = abouts.remove(0);
    let mail = UrgeMail { number: number.to_string(), text: words.both(), reply_by, about, others: abouts };
    Ok(Some((mail.sheet(lang), ids, mail.number)))
}

/// An urge before it is issued, which has no number yet; for the preview.
pub(super) async fn draft(
    tx: &mut Tx,
    calendar: &Calendar,
    public_url: &Url,
    (tenant, ids): (TenantId, &[AssignmentId]),
    (number, text, reply_by): (String, Both, Date),
) -> Result<UrgeMail> {
    let mut others = Vec::new();
    for id in ids {
        let found = subject(tx, calendar, public_url, tenant, *id).await?;
        others.push(found.ok_or(ErrorCode::NotFound)?.0);
    }
    if others.is_empty() {
        return Err(ErrorCode::NotFound.into());
    }
    let about = others.remove(0);
    Ok(UrgeMail { number, text, reply_by, about, others })
}
