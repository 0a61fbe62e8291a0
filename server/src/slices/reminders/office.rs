//! Mail to an office, which has no account: it stands by itself. It tells how far the work is, what was asked and not answered,
//! who is in charge and how to answer, and has no link that its reader cannot open.

use dondoc_shared::{
    id::{AssignmentId, TenantId, UrgeId},
    role::Role,
    text::Lang,
};

use super::{facts::Item, store};
use crate::domain::{
    assignments::{OpenUrge, told_urges},
    recipients::Directory,
};
use dondoc_kernel::{db::Tx, error::Result, mail::Sheet, tenants};

/// How an item stands, for a reader who cannot look it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    item: Item,
    urges: Vec<OpenUrge>,
    in_charge: Option<String>,
}

impl Standing {
    /// The facts, as label and value.
    fn facts(&self, lang: Lang) -> Vec<(String, String)> {
        let facts = &self.item.facts;
        let progress = match facts.reported_on {
            Some(on) => lang.office_progress_of(facts.percent, &lang.date(on)),
            None => lang.office_no_report().to_owned(),
        };
        let urge = |urge: &OpenUrge| lang.digest_urge(&urge.number, &lang.date(urge.reply_by));
        let urges = match self.urges.as_slice() {
            [] => lang.office_no_urges().to_owned(),
            urges => urges.iter().map(urge).collect::<Vec<_>>().join("; "),
        };
        let in_charge = self.in_charge.as_deref().unwrap_or(lang.no_assignee());
        [
            (lang.office_progress(), progress.as_str()),
            (lang.mail_urges(), urges.as_str()),
            (lang.office_in_charge(), in_charge),
        ]
        .map(|(label, value)| (label.to_owned(), value.to_owned()))
        .to_vec()
    }
}

/// Changes a sheet about these items of a tenant into one that stands by itself. Where it has rows, the first ones are these
/// items in this order. `but` is the urge that the mail itself is about.
pub async fn without_account(
    tx: &mut Tx,
    directory: &Directory,
    lang: Lang,
    (tenant, about, but): (TenantId, &[AssignmentId], Option<UrgeId>),
    mut sheet: Sheet,
) -> Result<Sheet> {
    sheet.link = None;
    let rows = sheet.groups.iter_mut().flat_map(|group| &mut group.rows);
    rows.for_each(|row| row.link = None);
    if about.is_empty() {
        return Ok(sheet);
    }
    let tenant = tenants::by_id(tx, tenant).await?;
    let items = store::items(tx, &tenant, about).await?;
    let mut urges = told_urges(tx, tenant.id, about).await?;
    let mut standing: Vec<Option<Standing>> = Vec::new();
    for id in about {
        let item = items.iter().find(|item| item.facts.id == *id);
        standing.push(item.map(|item| {
            let in_charge = item.facts.assignee.and_then(|id| directory.find(id.0));
            Standing {
                item: item.clone(),
                urges: urges.remove(id).into_iter().flatten().filter(|urge| Some(urge.id) != but).collect(),
                in_charge: in_charge.map(|person| person.name.clone()),
            }
        }));
    }
    if sheet.groups.is_empty() {
        sheet.facts.extend(standing.iter().flatten().flat_map(|standing| standing.facts(lang)));
    } else {
        let rows = sheet.groups.iter_mut().flat_map(|group| &mut group.rows);
        for (row, standing) in rows.zip(standing.iter()) {
            row.facts.extend(standing.iter().flat_map(|standing| standing.facts(lang)));
        }
    }
    let roles = [Role::Officer, Role::Approver, Role::NationalOfficer, Role::Lead];
    let names: Vec<&str> = directory.holders(&roles).map(|person| person.name.as_str()).collect();
    sheet.closing.push(if names.is_empty() {
        lang.office_answers_by_letter().to_owned()
    } else {
        lang.office_answers(&names.join(", "))
    });
    Ok(sheet)
}
