//! One person's reminders of one day, as a sheet.

use std::collections::HashMap;

use dondoc_shared::{
    id::AssignmentId,
    lateness::days_between,
    lifecycle::{Status, TaskKind},
    policy::When,
    text::Lang,
    turn::ToDo,
    wire::standing::Matter,
};
use jiff::civil::Date;
use url::Url;

use super::{
    ageing::Ageing,
    facts::{CopyLine, DigestLine, DueDate, Item},
};
use crate::domain::{assignments::OpenUrge, calendar::Calendar};
use dondoc_kernel::mail::{
    Group, Sheet, SheetRow, acknowledge_link, answer_link, choice_link, item_link, report_link,
    waiting_on_us_link,
};

/// Lines that are spelled out; the rest is counted.
pub const MOST_LINES: usize = 30;

/// The contents of the mail.
#[derive(Debug, Clone)]
pub struct DigestMail {
    /// The tenant's name in the reader's language.
    pub tenant: String,
    /// The reader's local date, for which lateness is told.
    pub today: Date,
    /// The tenant's own lines that are spelled out, with their items: by what is to be done, most urgent first.
    pub lines: Vec<(Item, DigestLine)>,
    /// How many own lines there are, with those that are only counted.
    pub own: usize,
    /// How many of them are overdue.
    pub overdue: usize,
    /// Urges about the lines.
    pub urges: HashMap<AssignmentId, Vec<OpenUrge>>,
    /// What other tenants' assignments concern the reader.
    pub copies: Vec<CopyLine>,
    /// The reader's open work.
    pub ageing: Ageing,
    /// Where the reader may acknowledge; none for readers who do not work in the portal.
    pub portal: Option<Url>,
    /// The reader's list of work, or the item where there is only one; none for a reader without an account.
    pub link: Option<String>,
}

/// Groups of lines, in the order in which they appear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DigestGroup {
    ToDo(ToDo),
    Soon,
    Unblock,
    Coordinate,
}

impl DigestLine {
    /// The group in which the line stands.
    pub(super) fn group(&self) -> DigestGroup {
        self.facts.waiting(self.days_overdue).line().map_or(DigestGroup::Soon, DigestGroup::ToDo)
    }
}

/// A line of the mail.
enum SpelledOut<'a> {
    Own(&'a Item, &'a DigestLine),
    Copy(&'a CopyLine),
}

impl SpelledOut<'_> {
    fn group(&self) -> DigestGroup {
        match self {
            Self::Copy(line) => match line.held.matter {
                Matter::Block => DigestGroup::Unblock,
                Matter::Lead => DigestGroup::Coordinate,
            },
            Self::Own(_, line) => line.group(),
        }
    }
}

impl DigestMail {
    /// The tenant's items that the mail spells out.
    pub fn about(&self) -> Vec<AssignmentId> {
        self.items(|_| true)
    }

    /// Those among them that a rule of the day reminds of.
    pub fn reminded(&self) -> Vec<AssignmentId> {
        self.items(|line| !line.steps.is_empty())
    }

    fn items(&self, which: impl Fn(&DigestLine) -> bool) -> Vec<AssignmentId> {
        let own = |told: &SpelledOut<'_>| match told {
            SpelledOut::Own(item, line) => which(line).then_some(item.facts.id),
            SpelledOut::Copy(_) => None,
        };
        self.told().iter().filter_map(own).collect()
    }

    /// Whether it has nothing but reminders before the due date.
    fn may_be_switched_off(&self) -> bool {
        let own = self.lines.iter().flat_map(|(_, line)| &line.steps);
        let mut steps = own.chain(self.copies.iter().flat_map(|line| &line.steps));
        let waits = self.lines.iter().any(|(_, line)| line.steps.is_empty());
        !waits && steps.all(|step| matches!(step.when, When::Before(_)))
    }

    /// The lines that are spelled out, by kind.
    fn told(&self) -> Vec<SpelledOut<'_>> {
        let own = self.lines.iter().map(|(item, line)| SpelledOut::Own(item, line));
        let mut lines: Vec<_> = own.chain(self.copies.iter().map(SpelledOut::Copy)).collect();
        lines.sort_by_key(SpelledOut::group);
        lines.truncate(MOST_LINES);
        lines
    }

    /// The mail in the reader's language.
    pub fn sheet(&self, lang: Lang, calendar: &Calendar) -> Sheet {
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let (own, copies) = (self.own, self.copies.len());
        let all = own.saturating_add(copies);
        let mut groups: Vec<(DigestGroup, Group)> = Vec::new();
        let told = self.told();
        for told in &told {
            let (place, row) = (told.group(), self.row(told, lang, calendar));
            match groups.last_mut().filter(|(known, _)| *known == place) {
                Some((_, group)) => group.rows.push(row),
                None => {
                    groups
                        .push((place, Group { title: self.title(place, lang).to_owned(), rows: vec![row] }));
                }
            }
        }
        // Of a single line the link below is enough.
        if let [(_, Group { rows, .. })] = groups.as_mut_slice()
            && let [only] = rows.as_mut_slice()
            && only.link.as_ref().map(|(_, to)| to) == self.link.as_ref()
        {
            only.link = None;
        }
        let more = all.saturating_sub(told.len());
        let is_one = (own, copies) == (1, 0);
        let label = if is_one { lang.mail_open_item() } else { lang.mail_open_my_work() };
        let of_own = (own > 0).then(|| lang.digest_opening(count(own), count(self.overdue), &self.tenant));
        let of_others = (copies > 0).then(|| lang.digest_copies(count(copies), &self.tenant));
        Sheet {
            subject: lang.digest_subject(
                count(self.overdue),
                count(all.saturating_sub(self.overdue)),
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
            link: self.link.clone().map(|link| (label.to_owned(), link)),
            why: lang.digest_footer(&self.tenant),
            ..Sheet::default()
        }
    }

    /// The heading of a group. Each line stands once, so the group of what is overdue may not have all that is.
    fn title(&self, group: DigestGroup, lang: Lang) -> &'static str {
        let overdue = DigestGroup::ToDo(ToDo::Overdue);
        let above = |(_, line): &(Item, DigestLine)| line.days_overdue > 0 && line.group() < overdue;
        match group {
            DigestGroup::ToDo(ToDo::Overdue) if self.lines.iter().any(above) => lang.digest_overdue_besides(),
            DigestGroup::ToDo(line) => line.heading(lang),
            DigestGroup::Soon => lang.digest_due(),
            DigestGroup::Unblock => lang.digest_blocking(),
            DigestGroup::Coordinate => lang.digest_coordinating(),
        }
    }

    fn row(&self, told: &SpelledOut<'_>, lang: Lang, calendar: &Calendar) -> SheetRow {
        let fact = |label: &str, value: String| (label.to_owned(), value);
        match told {
            SpelledOut::Own(item, line) => {
                let urges = self.urges.get(&item.facts.id).map(Vec::as_slice).unwrap_or_default();
                let urge = |urge: &OpenUrge| lang.digest_urge(&urge.number, &lang.date(urge.reply_by));
                let urged = (!urges.is_empty())
                    .then(|| fact(lang.mail_urges(), urges.iter().map(urge).collect::<Vec<_>>().join("; ")));
                let is_report = item.facts.kind == TaskKind::Report;
                let next = if is_report { Lang::next_step_of_report } else { Lang::next_step_in };
                let facts = [
                    fact(lang.mail_directive(), item.directive.clone()),
                    fact(lang.mail_due(), item.due_words(lang, calendar, self.today)),
                ]
                .into_iter()
                .chain(urged)
                .chain([
                    fact(lang.mail_next_step(), next(lang, item.facts.status).to_owned()),
                    fact(lang.mail_why(), line.why(lang)),
                ]);
                SheetRow {
                    title: format!("{} · {}", item.code, lang.pick(&item.title_vi, &item.title_en)),
                    facts: facts.collect(),
                    link: self.portal.as_ref().map(|url| match urges.first() {
                        Some(urge) => fact(lang.mail_answer_urge(), answer_link(url, item.facts.id, urge.id)),
                        None if is_report => fact(lang.mail_open_report(), report_link(url, item.facts.id)),
                        None if item.facts.status == Status::Assigned => {
                            fact(lang.mail_acknowledge(), acknowledge_link(url, item.facts.id))
                        }
                        None => fact(lang.mail_open_item(), item_link(url, item.facts.id)),
                    }),
                }
            }
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
                let link = self.portal.as_ref().and_then(|url| match (held.matter, &held.own) {
                    (Matter::Block, _) => Some(fact(lang.mail_open_item(), waiting_on_us_link(url))),
                    (Matter::Lead, Some(own)) => Some(fact(lang.mail_open_item(), item_link(url, own.id))),
                    (Matter::Lead, None) => None,
                });
                SheetRow { title: format!("{} · {}", held.code, held.title(lang)), facts, link }
            }
        }
    }
}
