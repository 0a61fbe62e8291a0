//! One person's reminders of one day, as a sheet.

use dondoc_shared::{id::AssignmentId, lifecycle::Status, text::Lang};
use jiff::civil::Date;

use super::plan::{Item, Line};
use crate::{
    calendar::Calendar,
    mail::{Group, Row, Sheet},
};

/// Lines that are spelled out; the rest is counted.
pub const MOST_LINES: usize = 30;

/// What the mail says.
#[derive(Debug, Clone)]
pub struct DigestMail {
    /// The tenant's name in the reader's language.
    pub tenant: String,
    /// The local date.
    pub today: Date,
    /// All lines with their items, most urgent first.
    pub lines: Vec<(Item, Line)>,
    /// The reader's list of work, or the item where there is only one.
    pub link: String,
}

/// What is to be done, in the order in which it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ToDo {
    Overdue,
    Approve,
    Soon,
}

fn to_do(line: &Line) -> ToDo {
    match line.facts.status {
        Status::Proposed => ToDo::Approve,
        _ if line.days_overdue > 0 => ToDo::Overdue,
        _ => ToDo::Soon,
    }
}

impl DigestMail {
    /// The items that the mail spells out.
    pub fn about(&self) -> Vec<AssignmentId> {
        self.told().map(|(item, _)| item.facts.id).collect()
    }

    fn told(&self) -> impl Iterator<Item = &(Item, Line)> {
        let mut lines: Vec<_> = self.lines.iter().collect();
        lines.sort_by_key(|(_, line)| to_do(line));
        lines.into_iter().take(MOST_LINES)
    }

    /// The mail in the reader's language.
    pub fn sheet(&self, lang: Lang, calendar: &Calendar) -> Sheet {
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let all = self.lines.len();
        let overdue = self.lines.iter().filter(|(_, line)| line.days_overdue > 0).count();
        let mut groups: Vec<(ToDo, Group)> = Vec::new();
        for (item, line) in self.told() {
            let to_do = to_do(line);
            let row = self.row(item, line, lang, calendar);
            match groups.last_mut().filter(|(known, _)| *known == to_do) {
                Some((_, group)) => group.rows.push(row),
                None => groups.push((to_do, Group { title: title(to_do, lang).to_owned(), rows: vec![row] })),
            }
        }
        let more = all.saturating_sub(MOST_LINES);
        let label = if all == 1 { lang.mail_open_item() } else { lang.mail_open_my_work() };
        Sheet {
            subject: lang.digest_subject(
                count(overdue),
                count(all.saturating_sub(overdue)),
                &self.tenant,
                &lang.date(self.today),
            ),
            opening: vec![lang.digest_opening(count(all), &self.tenant)],
            groups: groups.into_iter().map(|(_, group)| group).collect(),
            closing: (more > 0).then(|| lang.mail_and_more(count(more))).into_iter().collect(),
            link: (label.to_owned(), self.link.clone()),
            why: lang.digest_footer(&self.tenant),
            ..Sheet::default()
        }
    }

    fn row(&self, item: &Item, line: &Line, lang: Lang, calendar: &Calendar) -> Row {
        let fact = |label: &str, value: String| (label.to_owned(), value);
        Row {
            title: format!("{} · {}", item.code, lang.pick(&item.title_vi, &item.title_en)),
            facts: vec![
                fact(lang.mail_directive(), item.directive.clone()),
                fact(lang.mail_due(), item.due_words(lang, calendar, self.today)),
                fact(lang.mail_next_step(), lang.next_step_in(item.facts.status).to_owned()),
                fact(lang.mail_why(), line.why(lang)),
            ],
        }
    }
}

fn title(to_do: ToDo, lang: Lang) -> &'static str {
    match to_do {
        ToDo::Overdue => lang.digest_overdue(),
        ToDo::Approve => lang.digest_to_approve(),
        ToDo::Soon => lang.digest_due(),
    }
}
