//! Which rule, which version and which facts owed each line of a digest.

use dondoc_shared::{
    id::{AssignmentId, MessageId, TenantId},
    lateness::days_between,
    order,
    policy::When,
    text::Lang,
    wire::policy::WhyLine,
};

use super::{
    schedule,
    store::{self, NotedReminder},
};
use crate::domain::{policies::Rules, recipients::Reason};
use dondoc_kernel::{clock, db::Tx, error::Result, tenants};

/// What owed each line of a digest, and whether rules and facts still yield it.
pub async fn why(
    tx: &mut Tx,
    rules: &Rules<'_>,
    lang: Lang,
    tenant: TenantId,
    message: MessageId,
) -> Result<Vec<WhyLine>> {
    let noted = store::noted(tx, tenant, &[message]).await?;
    let tenant = tenants::by_id(tx, tenant).await?;
    let ids: Vec<AssignmentId> = noted.iter().map(|noted| noted.item).collect();
    let items = store::items(tx, &tenant, &ids).await?;
    let code =
        |id| items.iter().find(|item| item.facts.id == id).map_or_else(String::new, |item| item.code.clone());
    let copied = store::copies::noted(tx, tenant.id, &[message]).await?;
    let own = noted.into_iter().map(|noted| (noted.when, noted.told(rules, lang, code(noted.item))));
    let copied = copied.iter().map(|noted| (noted.when, noted.told(rules, lang)));
    let off_since = store::choice::off_since(tx, tenant.id, message).await?;
    let told = |(when, mut line): (When, WhyLine)| {
        if let (When::Before(_), Some(since)) = (when, off_since) {
            let since = clock::local_date(since, &clock::zone(&tenant.zone));
            line.facts.push((lang.early_label().to_owned(), lang.why_switched_off(&lang.date(since))));
            line.reproduced = false;
        }
        line
    };
    let mut lines: Vec<WhyLine> = own.chain(copied).map(told).collect();
    lines.sort_by_cached_key(|line| (order::code(&line.code), line.slot));
    Ok(lines)
}

impl NotedReminder {
    fn told(&self, rules: &Rules<'_>, lang: Lang, code: String) -> WhyLine {
        let version = rules.book.reminders_by_id(self.policy);
        let stands = version
            .is_some_and(|(_, version)| version.policy.rules.iter().any(|rule| rule.when == self.when));
        let falls = schedule::falls_on(self.when, rules.calendar, self.due_on, self.slot);
        let reason = Reason::parse(&self.reason).map_or("", |reason| reason.words(lang));
        let overdue = days_between(self.due_on, self.slot).max(0);
        let fact = |label: &str, value: String| (label.to_owned(), value);
        WhyLine {
            code,
            rule: self.when.to_string(),
            slot: self.slot,
            policy: version.map_or_else(String::new, |(_, version)| {
                lang.policy_of(version.number, version.tenant.is_some())
            }),
            facts: vec![
                fact(lang.mail_why(), lang.reminder_rule(self.when)),
                fact(lang.mail_due(), lang.date(self.due_on)),
                fact(lang.why_overdue(), lang.days_overdue(i64::from(overdue))),
                fact(lang.why_status(), self.status.name(lang).to_owned()),
                fact(lang.why_level(), lang.level(self.level)),
                fact(lang.why_reason(), reason.to_owned()),
            ],
            reproduced: stands && falls,
        }
    }
}
