//! One person's reminders of one day, as a sheet.

use dondoc_shared::{
    id::AssignmentId, lateness::days_between, lifecycle::Status, policy::When, text::Lang,
    wire::standing::Matter,
};
use jiff::civil::Date;
use url::Url;

use super::{
    ageing::Ageing,
    facts::{CopyLine, DigestLine, DueDate, Item},
};
use crate::domain::calendar::Calendar;
use dondoc_kernel::mail::{Group, Sheet, SheetRow, acknowledge_link, choice_link};

/// Lines that are spelled out; the rest is counted.
pub const MOST_LINES: usize = 30;

/// The contents of the mail.
#[derive(Debug, Clone)]
pub struct DigestMail {
    /// The tenant's name in the reader's language.
    pub tenant: String,
    /// The reader's local date, for which lateness is told.
    pub today: Date,
    /// All lines with their items, most urgent first.
    pub lines: Vec<(Item, DigestLine)>,
    /// What other tenants' assignments concern the reader.
    pub copies: Vec<CopyLine>,
    /// The reader's open work.
    pub ageing: Ageing,
    /// Where the reader may acknowledge; none for readers who do not work in the portal.
    pub portal: Option<Url>,
    /// The reader's list of work, or the item where there is only one.
    pub link: String,
}

/// Kinds of lines, in the order in which they appear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ToDo {
    Overdue,
    Approve,
    Soon,
    Unblock,
    Coordinate,
}

/// A line of the mail.
enum SpelledOut<'a> {
    Own(&'a Item, &'a DigestLine),
    Copy(&'a CopyLine),
}

impl SpelledOut<'_> {
    fn to_do(&self) -> ToDo {
        match self {
            Self::Copy(line) => match line.held.matter {
                Matter::Block => ToDo::Unblock,
                Matter::Lead => ToDo::Coordinate,
            },
            Self::Own(_, line) if line.facts.status == Status::Proposed => ToDo::Approve,
            Self::Own(_, line) if line.days_overdue > 0 => ToDo::Overdue,
            Self::Own(..) => ToDo::Soon,
        }
    }
}

impl DigestMail {
    /// The tenant's items that the mail spells out.
    pub fn about(&self) -> Vec<AssignmentId> {
        let own = |told: &SpelledOut<'_>| match told {
            SpelledOut::Own(item, _) => Some(item.facts.id),
            SpelledOut::Copy(_) => None,
        };
        self.told().iter().filter_map(own).collect()
    }

    /// Whether it has nothing but reminders before the due date.
    fn may_be_switched_off(&self) -> bool {
        let own = self.lines.iter().flat_map(|(_, line)| &line.steps);
        let mut steps = own.chain(self.copies.iter().flat_map(|line| &line.steps));
        steps.all(|step| matches!(step.when, When::Before(_)))
    }

    /// The lines that are spelled out, by kind.
    fn told(&self) -> Vec<SpelledOut<'_>> {
        let own = self.lines.iter().map(|(item, line)| SpelledOut::Own(item, line));
        let mut lines: Vec<_> = own.chain(self.copies.iter().map(SpelledOut::Copy)).collect();
        lines.sort_by_key(SpelledOut::to_do);
        lines.truncate(MOST_LINES);
        lines
    }

    /// The mail in the reader's language.
    pub fn sheet(&self, lang: Lang, calendar: &Calendar) -> Sheet {
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let (own, copies) = (self.lines.len(), self.copies.len());
        let all = own.saturating_add(copies);
        let overdue = self.lines.iter().filter(|(_, line)| line.days_overdue > 0).count();
        let mut groups: Vec<(ToDo, Group)> = Vec::new();
        for told in self.told() {
            let (to_do, row) = (told.to_do(), self.row(&told, lang, calendar));
            match groups.last_mut().filter(|(known, _)| *known == to_do) {
                Some((_, group)) => group.rows.push(row),
                None => groups.push((to_do, Group { title: title(to_do, lang).to_owned(), rows: vec![row] })),
            }
        }
        let more = all.saturating_sub(MOST_LINES);
        let is_one = (own, copies) == (1, 0);
        let label = if is_one { lang.mail_open_item() } else { lang.mail_open_my_work() };
        let of_own = (own > 0).then(|| lang.digest_opening(count(own), &self.tenant));
        let of_others = (copies > 0).then(|| lang.digest_copies(count(copies), &self.tenant));
        Sheet {
            subject: lang.digest_subject(
                count(overdue),
                count(all.saturating_sub(overdue)),
                &self.tenant,
                &lang.date(self.today),
            ),
            opening: of_own.into_iter().chain(of_others).collect(),
            switch_off: self
                .portal
                .as_ref()
                .filter(|_| self.may_be_switched_off())
                .map(|url| (lang.mail_switch_off().to_owned(), choice_link(url))),
            picture: self.ageing.picture(lang, &self.tenant),
            groups: groups.into_iter().map(|(_, group)| group).collect(),
            closing: (more > 0).then(|| lang.mail_and_more(count(more))).into_iter().collect(),
            link: (label.to_owned(), self.link.clone()),
            why: lang.digest_footer(&self.tenant),
            ..Sheet::default()
        }
    }

    fn row(&self, told: &SpelledOut<'_>, lang: Lang, calendar: &Calendar) -> SheetRow {
        let fact = |label: &str, value: String| (label.to_owned(), value);
        match told {
            SpelledOut::Own(item, line) => SheetRow {
                title: format!("{} · {}", item.code, lang.pick(&item.title_vi, &item.title_en)),
                facts: vec![
                    fact(lang.mail_directive(), item.directive.clone()),
                    fact(lang.mail_due(), item.due_words(lang, calendar, self.today)),
                    fact(lang.mail_next_step(), lang.next_step_in(item.facts.status).to_owned()),
                    fact(lang.mail_why(), line.why(lang)),
                ],
                link: self
                    .portal
                    .as_ref()
                    .filter(|_| item.facts.status == Status::Assigned)
                    .map(|url| fact(lang.mail_acknowledge(), acknowledge_link(url, item.facts.id))),
            },
            SpelledOut::Copy(line) => {
                let held = &line.held;
                let due = DueDate {
                    on: Some(held.due_on),
                    precision: held.due_precision,
                    late_from: held.late_from,
                };
                let mut facts = vec![
                    fact(lang.mail_directive(), held.directive.clone()),
                    fact(lang.mail_lead(), held.name(lang).to_owned()),
                    fact(lang.mail_due(), due.words(lang, calendar, self.today)),
                ];
                if let Some((since, cause)) = held.waits {
                    let days = i64::from(days_between(since, self.today).max(0));
                    let since = lang.mail_waits_since(&lang.date(since), days);
                    let cause = cause.map(|cause| format!("; {}", cause.name(lang))).unwrap_or_default();
                    facts.push(fact(lang.mail_waits(), since + &cause));
                }
                let next = match held.matter {
                    Matter::Lead => lang.next_step_to_coordinate(),
                    Matter::Block => lang.next_step_to_unblock(),
                };
                facts.push(fact(lang.mail_next_step(), next.to_owned()));
                facts.push(fact(lang.mail_why(), line.why(lang)));
                SheetRow { title: format!("{} · {}", held.code, held.title(lang)), facts, link: None }
            }
        }
    }
}

fn title(to_do: ToDo, lang: Lang) -> &'static str {
    match to_do {
        ToDo::Overdue => lang.digest_overdue(),
        ToDo::Approve => lang.digest_to_approve(),
        ToDo::Soon => lang.digest_due(),
        ToDo::Unblock => lang.digest_blocking(),
        ToDo::Coordinate => lang.digest_coordinating(),
    }
}
