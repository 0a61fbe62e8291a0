//! The mail of what a directive has newly assigned to a tenant: one for each directive, with a line for each task.

use dondoc_shared::{
    id::{AssignmentId, DirectiveId},
    lifecycle::Part,
    text::Lang,
};
use serde::Deserialize;
use url::Url;

use crate::{
    domain::{calendar::Calendar, recipients::Person},
    slices::reminders::item::{Subject, new_ones},
};
use dondoc_kernel::{
    db::WorkerTx,
    error::Result,
    mail::{Group, Sheet, acknowledge_link, my_work_link},
    tenants::Tenant,
};

/// What a row of the outbox of this kind names.
#[derive(Debug, Deserialize)]
pub(super) struct AssignedArgs {
    #[expect(dead_code, reason = "for what reads the queue; the tasks name their directive")]
    pub directive: DirectiveId,
    pub assignments: Vec<AssignmentId>,
}

/// New tasks of a directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignedMail {
    /// Name of the tenant in the reader's language.
    pub tenant: String,
    /// The tasks, each with its acknowledgement's page; never empty.
    pub tasks: Vec<(Subject, Part, String)>,
    /// The reader's list of work.
    pub my_work: String,
}

impl AssignedMail {
    /// The mail in the reader's language.
    pub fn sheet(&self, lang: Lang) -> Sheet {
        let directive = self.tasks.first().map_or("", |(about, ..)| about.directive.as_str());
        let n = self.tasks.len();
        let group = |(part, title): (Part, &str)| {
            let of = self.tasks.iter().filter(|(_, of, _)| *of == part);
            let row = |(about, _, acknowledge): &(Subject, Part, String)| {
                let mut row = about.row(lang);
                row.link = Some((lang.mail_acknowledge().to_owned(), acknowledge.clone()));
                row
            };
            Group { title: title.to_owned(), rows: of.map(row).collect() }
        };
        let parts = [(Part::Lead, lang.lead_part()), (Part::Coordinating, lang.coordinating_part())];
        Sheet {
            subject: lang.assigned_subject(n, directive, &self.tenant),
            opening: vec![lang.assigned_opening(n, directive, &self.tenant)],
            groups: parts.into_iter().map(group).filter(|group| !group.rows.is_empty()).collect(),
            link: Some((lang.mail_open_my_work().to_owned(), self.my_work.clone())),
            why: lang.assigned_footer(&self.tenant),
            ..Sheet::default()
        }
    }
}

/// What the mail says and which items it tells of: those that nobody has acknowledged yet.
pub(super) async fn owed(
    tx: &mut WorkerTx,
    calendar: &Calendar,
    public_url: &Url,
    (tenant, reader): (&Tenant, &Person),
    AssignedArgs { assignments, .. }: AssignedArgs,
) -> Result<Option<(Sheet, Vec<AssignmentId>)>> {
    let mut new = new_ones(tx, calendar, public_url, tenant, &assignments).await?;
    if new.is_empty() {
        return Ok(None);
    }
    new.sort_by_key(|(_, _, part)| *part != Part::Lead);
    let ids = new.iter().map(|(_, id, _)| *id).collect();
    let task = |(about, id, part)| (about, part, acknowledge_link(public_url, id));
    let mail = AssignedMail {
        tenant: reader.lang.pick(&tenant.name_vi, &tenant.name_en).to_owned(),
        tasks: new.into_iter().map(task).collect(),
        my_work: my_work_link(public_url),
    };
    Ok(Some((mail.sheet(reader.lang), ids)))
}
