//! The mail of a step up the ladder.

use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, EscalationId, TenantId},
    ladder::{LadderTarget, Level},
    lateness::days_overdue,
    text::{Both, Lang},
};
use serde::Deserialize;
use url::Url;

use super::store;
use crate::{
    domain::{calendar::Calendar, policies::Rules},
    slices::reminders::{
        Item,
        item::{Subject, subject},
    },
};
use dondoc_kernel::{
    db::{Tx, WorkerTx},
    error::Result,
    mail::{Group, Sheet, my_work_link},
};

/// What a row of the outbox of this kind names.
#[derive(Debug, Deserialize)]
pub struct StepArgs {
    /// The step.
    pub step: EscalationId,
}

/// A step up the ladder that a person released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EscalationMail {
    /// Level of the ladder, 1 to 4.
    pub level: i16,
    /// The people or office that the level addresses.
    pub target: LadderTarget,
    /// Calendar days overdue when it leaves.
    pub days_overdue: i32,
    /// What the policy adds at this level; may be empty.
    pub note: Both,
    /// The assignment that it is about.
    pub about: Subject,
}

impl EscalationMail {
    /// The mail in the reader's language.
    pub fn sheet(&self, lang: Lang) -> Sheet {
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

    /// One mail of many steps to a level that were released together, or of the only one. What policies add is said once.
    pub fn sheet_of_all(all: &[Self], lang: Lang, public_url: &Url) -> Sheet {
        let [first, _, ..] = all else {
            return all.first().map(|only| only.sheet(lang)).unwrap_or_default();
        };
        let mut closing = vec![lang.escalation_ask().to_owned()];
        for note in all.iter().map(|mail| mail.note.get(lang)).filter(|note| !note.is_empty()) {
            if closing.iter().all(|said| said != note) {
                closing.push(note.to_owned());
            }
        }
        let title = first.about.tenant.get(lang);
        Sheet {
            subject: lang.escalation_subject_of_several(first.level, all.len(), title),
            opening: vec![lang.escalation_opening_of_several(
                first.level,
                first.target.name(lang),
                all.len(),
                title,
            )],
            groups: vec![Group {
                title: title.to_owned(),
                rows: all.iter().map(|mail| mail.about.row(lang)).collect(),
            }],
            closing,
            link: Some((lang.mail_open_my_work().to_owned(), my_work_link(public_url))),
            facts: vec![],
            ..first.sheet(lang)
        }
    }
}

/// What the mail says, which items it tells of, and the level. Each is owed while the item is open and late, once its step is
/// released.
pub async fn owed(
    tx: &mut WorkerTx,
    rules: &Rules<'_>,
    public_url: &Url,
    lang: Lang,
    steps: Vec<StepArgs>,
) -> Result<Option<(Sheet, Vec<AssignmentId>, String)>> {
    let (mut ids, mut mails) = (vec![], vec![]);
    for StepArgs { step } in steps {
        if let Some((id, mail)) = one(tx, rules, public_url, step).await? {
            ids.push(id);
            mails.push(mail);
        }
    }
    let Some(told) = mails.first().map(|mail| mail.level.to_string()) else { return Ok(None) };
    Ok(Some((EscalationMail::sheet_of_all(&mails, lang, public_url), ids, told)))
}

async fn one(
    tx: &mut WorkerTx,
    rules: &Rules<'_>,
    public_url: &Url,
    step: EscalationId,
) -> Result<Option<(AssignmentId, EscalationMail)>> {
    let Some((id, level, policy)) = store::released(tx, step).await? else { return Ok(None) };
    let tenant = tx.own();
    let Some((about, item)) = subject(tx, rules.calendar, public_url, tenant, id).await? else {
        return Ok(None);
    };
    let version = rules.book.ladder_by_id(policy);
    let mail = version
        .and_then(|version| version.policy.level(level))
        .map(|level| step_mail(tx, about, &item, level));
    let owed =
        item.facts.status.is_with_tenant() && item.facts.late_from.is_some_and(|from| from <= tx.today());
    Ok(mail.filter(|_| owed).map(|mail| (id, mail)))
}

/// A step up the ladder before it is released; for the preview.
pub(super) async fn draft(
    tx: &mut Tx,
    calendar: &Calendar,
    public_url: &Url,
    (tenant, id): (TenantId, AssignmentId),
    level: &Level,
) -> Result<EscalationMail> {
    let found = subject(tx, calendar, public_url, tenant, id).await?;
    let (about, item) = found.ok_or(ErrorCode::NotFound)?;
    Ok(step_mail(tx, about, &item, level))
}

fn step_mail(tx: &Tx, about: Subject, item: &Item, level: &Level) -> EscalationMail {
    let days_overdue = days_overdue(item.facts.late_from, tx.today());
    let note = Both::new(|lang| lang.pick(&level.text_vi, &level.text_en).to_owned());
    EscalationMail { level: level.level, target: level.target, days_overdue, note, about }
}
