//! What a person of the Working Group sends to a tenant, as sheets: urge, escalation, decision.
//!
//! None of these carries a word of a report.

use dondoc_shared::{ladder::LadderTarget, text::Lang, wire::assignment::EventKind};
use jiff::civil::Date;

use super::{Group, Row, Sheet};
use crate::slices::weekly::Weekly;

/// A text in both languages: who reads it is not known yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Both {
    vi: String,
    en: String,
}

impl Both {
    /// What `say` says in each language.
    pub fn new(say: impl Fn(Lang) -> String) -> Self {
        Self { vi: say(Lang::Vi), en: say(Lang::En) }
    }

    /// For this reader.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.vi, &self.en)
    }
}

/// The item a mail is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// `T24-08/ha-noi`.
    pub code: String,
    /// The task's title.
    pub title: Both,
    /// Number and symbol of the directive.
    pub directive: String,
    /// The due date with its precision and how near or late it is.
    pub due: Both,
    /// The tenant's name.
    pub tenant: Both,
    /// The item in the portal.
    pub link: String,
}

/// An urge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrgeMail {
    /// `12/2024/TCT`.
    pub number: String,
    /// What the Working Group wrote for the tenant.
    pub text: Both,
    /// Answer due by the end of this local day.
    pub reply_by: Date,
    /// The item.
    pub about: Subject,
    /// The others, where it is about several.
    pub others: Vec<Subject>,
}

/// A step up the ladder that a person released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EscalationMail {
    /// 1 to 4.
    pub level: i16,
    /// Whom the level addresses.
    pub target: LadderTarget,
    /// Calendar days overdue.
    pub days_overdue: i32,
    /// What the policy adds at this level; may be empty.
    pub note: Both,
    /// The item.
    pub about: Subject,
}

/// A submission accepted, returned or re-opened, or an extension decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionMail {
    /// `accepted`, `returned`, `reopened`, `extension_granted` or `extension_refused`.
    pub event: EventKind,
    /// What the Working Group remarked; both sides read it.
    pub remark: String,
    /// The new due date, where an extension was granted.
    pub new_due: Option<Date>,
    /// The item.
    pub about: Subject,
}

/// A mail that is no digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// An urge.
    Urge(UrgeMail),
    /// A step up the ladder.
    Escalation(EscalationMail),
    /// A decision.
    Decision(DecisionMail),
    /// A weekly report; nobody's act, but of the week.
    Weekly(Box<Weekly>),
}

impl Content {
    /// Subject and plain text as `name` would get them: what a person sees before they send.
    pub fn preview_text(&self, lang: Lang, name: &str) -> anyhow::Result<(String, String)> {
        let sheet = self.sheet(lang).scrubbed();
        let text = sheet.text(lang, name)?;
        Ok((sheet.subject, text))
    }

    /// The mail in the reader's language.
    pub fn sheet(&self, lang: Lang) -> Sheet {
        match self {
            Self::Urge(urge) => urge.sheet(lang),
            Self::Escalation(step) => step.sheet(lang),
            Self::Decision(decision) => decision.sheet(lang),
            Self::Weekly(weekly) => weekly.sheet(lang),
        }
    }
}

impl Subject {
    fn sheet(&self, lang: Lang) -> Sheet {
        let fact = |label: &str, value: &str| (label.to_owned(), value.to_owned());
        Sheet {
            facts: vec![
                fact(lang.mail_task(), &format!("{} · {}", self.code, self.title.get(lang))),
                fact(lang.mail_directive(), &self.directive),
                fact(lang.mail_due(), self.due.get(lang)),
            ],
            link: fact(lang.mail_open_item(), &self.link),
            ..Sheet::default()
        }
    }
}

impl Subject {
    /// A line among several.
    fn row(&self, lang: Lang) -> Row {
        let fact = |label: &str, value: &str| (label.to_owned(), value.to_owned());
        Row {
            title: format!("{} · {}", self.code, self.title.get(lang)),
            facts: vec![
                fact(lang.mail_directive(), &self.directive),
                fact(lang.mail_due(), self.due.get(lang)),
            ],
            link: None,
        }
    }
}

impl UrgeMail {
    fn sheet(&self, lang: Lang) -> Sheet {
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
            groups: vec![Group { title: lang.urge_items().to_owned(), rows }],
            ..sheet
        }
    }
}

impl EscalationMail {
    fn sheet(&self, lang: Lang) -> Sheet {
        let target = self.target.name(lang);
        Sheet {
            subject: lang.escalation_subject(self.level, &self.about.code, self.days_overdue),
            opening: vec![lang.escalation_opening(self.level, target, self.about.tenant.get(lang))],
            closing: [lang.escalation_ask(), self.note.get(lang)]
                .into_iter()
                .filter(|sentence| !sentence.is_empty())
                .map(str::to_owned)
                .collect(),
            why: lang.escalation_footer(target),
            ..self.about.sheet(lang)
        }
    }
}

impl DecisionMail {
    fn sheet(&self, lang: Lang) -> Sheet {
        Sheet {
            subject: lang.decision_subject(self.event, &self.about.code),
            opening: vec![lang.decision_opening(self.event)],
            quote: (!self.remark.is_empty()).then(|| (lang.mail_remark().to_owned(), self.remark.clone())),
            closing: self.new_due.iter().map(|due| lang.decision_new_due(&lang.date(*due))).collect(),
            why: lang.decision_footer(self.about.tenant.get(lang)),
            ..self.about.sheet(lang)
        }
    }
}
