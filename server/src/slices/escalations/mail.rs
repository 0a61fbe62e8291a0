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
    mail::Sheet,
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
}

/// What the mail says, which item it tells of, and the level. Owed while the item is open and late, once the step is released.
pub async fn owed(
    tx: &mut WorkerTx,
    rules: &Rules<'_>,
    public_url: &Url,
    lang: Lang,
    StepArgs { step }: StepArgs,
) -> Result<Option<(Sheet, Vec<AssignmentId>, String)>> {
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
    Ok(mail.filter(|_| owed).map(|mail| (mail.sheet(lang), vec![id], mail.level.to_string())))
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
