//! The report as mail.

use dondoc_shared::{
    lateness::Class,
    text::{Both, Lang},
};
use jiff::Timestamp;
use url::Url;

use super::report::{Longest, Report, is_of_week, readers};
use crate::domain::recipients::{Directory, Person};
use dondoc_kernel::{
    clock,
    mail::{Bar, Group, Picture, Sheet, SheetRow, item_link, my_work_link},
    tenants::Tenant,
};

/// The contents of the mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weekly {
    /// The figures as they were when it was queued.
    pub report: Report,
    /// The tenant that they are of; none for all tenants.
    pub tenant: Option<Both>,
    /// Where the portal is.
    pub public_url: Url,
}

/// The mail of a report for a person; none after its week, or if they are not a reader any more (R49).
pub fn owed(
    (tenant, directory): (&Tenant, &Directory),
    now: Timestamp,
    public_url: &Url,
    person: &Person,
    report: Report,
) -> Option<Sheet> {
    let today = clock::local_date(now, &clock::zone(&tenant.zone));
    let reads = readers(tenant.id, directory).iter().any(|reader| reader.id == person.id);
    if !reads || !is_of_week(&report, today) {
        return None;
    }
    let name = (!tenant.id.is_national())
        .then(|| Both::new(|lang| lang.pick(&tenant.name_vi, &tenant.name_en).to_owned()));
    Some(Weekly { report, tenant: name, public_url: public_url.clone() }.sheet(person.lang))
}

impl Weekly {
    /// The mail in the reader's language.
    pub fn sheet(&self, lang: Lang) -> Sheet {
        let Report { on, figures, newly_overdue, newly_done, longest, .. } = &self.report;
        let whose = self.tenant.as_ref().map_or(lang.weekly_all(), |tenant| tenant.get(lang));
        let (date, classes) = (lang.date(*on), &figures.classes);
        let fact = |label: &str, value: String| (label.to_owned(), value);
        let number = |label: &str, n: i64| fact(label, lang.number(n));
        let rate = |rate| lang.rate(rate);
        let row = |one: &Longest| SheetRow {
            title: format!("{} · {}", one.code, lang.pick(&one.title_vi, &one.title_en)),
            facts: vec![fact(lang.weekly_last_heard(), lang.weekly_days(i64::from(one.days)))],
            link: one.id.map(|id| fact(lang.mail_open_item(), item_link(&self.public_url, id))),
        };
        let rows: Vec<SheetRow> = longest.iter().map(row).collect();
        let group = Group { title: lang.weekly_longest().to_owned(), rows };
        let bars = figures.ageing.iter().zip(lang.ageing_names());
        let bars = bars.map(|(n, name)| Bar { label: name.to_owned(), n: *n, late: true }).collect();
        // What is new or waits is told where there is some of it.
        let news = [
            (lang.weekly_newly_overdue(), *newly_overdue),
            (lang.weekly_newly_done(), *newly_done),
            (lang.weekly_submitted(), self.report.submitted),
            (lang.weekly_extensions(), self.report.extensions),
            (lang.weekly_steps(), self.report.steps),
            (lang.weekly_urges_overdue(), self.report.urges_overdue),
            (lang.weekly_rechecks(), self.report.rechecks),
        ];
        let news = news.into_iter().filter(|(_, n)| *n > 0).map(|(label, n)| number(label, n));
        Sheet {
            subject: lang.weekly_subject(whose, &date),
            opening: vec![lang.weekly_opening(whose, &date)],
            facts: vec![
                fact(lang.weekly_completion(), rate(figures.completion)),
                fact(lang.weekly_on_time(), rate(figures.on_time)),
                fact(lang.weekly_on_time_original(), rate(figures.on_time_original)),
                number(Class::CompletedOnTime.name(lang), classes.completed_on_time),
                number(Class::CompletedLate.name(lang), classes.completed_late),
                number(Class::OpenInTime.name(lang), classes.open_in_time),
                number(Class::OpenOverdue.name(lang), classes.open_overdue),
                number(Class::NoDeadline.name(lang), classes.no_deadline),
            ]
            .into_iter()
            .chain(news)
            .collect(),
            picture: (classes.open_overdue > 0)
                .then(|| Picture { title: lang.weekly_ageing().to_owned(), bars }),
            groups: Some(group).filter(|group| !group.rows.is_empty()).into_iter().collect(),
            link: Some((lang.weekly_open().to_owned(), my_work_link(&self.public_url))),
            why: match &self.tenant {
                Some(_) => lang.weekly_footer(whose),
                None => lang.weekly_footer_national().to_owned(),
            },
            ..Sheet::default()
        }
    }
}
