//! An item as every mail about it names it.

use dondoc_shared::{
    id::{AssignmentId, TenantId},
    lifecycle::{Part, Status},
    text::{Both, Lang},
};
use jiff::civil::Date;
use url::Url;

use super::{facts::Item, store};
use crate::domain::calendar::Calendar;
use dondoc_kernel::{
    clock,
    db::Tx,
    error::Result,
    mail::{Sheet, SheetRow, item_link},
    tenants::{self, Tenant},
};

/// The item a mail is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Code of the assignment, `T24-08/ha-noi`.
    pub code: String,
    /// Title of the task.
    pub title: Both,
    /// Number and symbol of the directive.
    pub directive: String,
    /// The due date with its precision and how near or late it is.
    pub due: Both,
    /// Name of the tenant that it belongs to.
    pub tenant: Both,
    /// The item in the portal.
    pub link: String,
}

impl Subject {
    /// A sheet with nothing but what the item is.
    pub fn sheet(&self, lang: Lang) -> Sheet {
        let fact = |label: &str, value: &str| (label.to_owned(), value.to_owned());
        Sheet {
            facts: vec![
                fact(lang.mail_task(), &format!("{} · {}", self.code, self.title.get(lang))),
                fact(lang.mail_directive(), &self.directive),
                fact(lang.mail_due(), self.due.get(lang)),
            ],
            link: Some(fact(lang.mail_open_item(), &self.link)),
            ..Sheet::default()
        }
    }

    /// A line among several.
    pub fn row(&self, lang: Lang) -> SheetRow {
        let fact = |label: &str, value: &str| (label.to_owned(), value.to_owned());
        SheetRow {
            title: format!("{} · {}", self.code, self.title.get(lang)),
            facts: vec![
                fact(lang.mail_directive(), &self.directive),
                fact(lang.mail_due(), self.due.get(lang)),
            ],
            link: Some(fact(lang.mail_open_item(), &self.link)),
        }
    }

    /// The subject of mail about an item.
    pub fn of(item: &Item, (tenant, today): (&Tenant, Date), calendar: &Calendar, public_url: &Url) -> Self {
        Self {
            code: item.code.clone(),
            title: Both::new(|lang| lang.pick(&item.title_vi, &item.title_en).to_owned()),
            directive: item.directive.clone(),
            due: Both::new(|lang| item.due_words(lang, calendar, today)),
            tenant: Both::new(|lang| lang.pick(&tenant.name_vi, &tenant.name_en).to_owned()),
            link: item_link(public_url, item.facts.id),
        }
    }
}

/// The subject of mail about a lead item of a tenant, and the item; none if there is no such item.
pub async fn subject(
    tx: &mut Tx,
    calendar: &Calendar,
    public_url: &Url,
    tenant: TenantId,
    id: AssignmentId,
) -> Result<Option<(Subject, Item)>> {
    let tenant = tenants::by_id(tx, tenant).await?;
    let Some(item) = store::items(tx, &tenant, &[id]).await?.pop() else { return Ok(None) };
    let today = clock::local_date(tx.now, &clock::zone(&tenant.zone));
    Ok(Some((Subject::of(&item, (&tenant, today), calendar, public_url), item)))
}

/// What a tenant was newly assigned, and is still new: its leads and its contributions, each with its part.
pub async fn new_ones(
    tx: &mut Tx,
    calendar: &Calendar,
    public_url: &Url,
    tenant: &Tenant,
    ids: &[AssignmentId],
) -> Result<Vec<(Subject, AssignmentId, Part)>> {
    let today = clock::local_date(tx.now, &clock::zone(&tenant.zone));
    let all = store::items_of_any_part(tx, tenant, ids).await?;
    let new = all.into_iter().filter(|(item, _)| item.facts.status == Status::Assigned);
    let told = |(item, part): (Item, Part)| {
        (Subject::of(&item, (tenant, today), calendar, public_url), item.facts.id, part)
    };
    Ok(new.map(told).collect())
}

/// The code of a lead item of a tenant, `T24-08/ha-noi`; none if there is no such item.
pub async fn code(tx: &mut Tx, tenant: TenantId, id: AssignmentId) -> Result<Option<String>> {
    let tenant = tenants::by_id(tx, tenant).await?;
    Ok(store::items(tx, &tenant, &[id]).await?.pop().map(|item| item.code))
}
