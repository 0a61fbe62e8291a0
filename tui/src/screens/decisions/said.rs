//! What is said of a plan of decisions.

use dondoc_shared::{
    text::{Both, Lang},
    wire::{
        decision::{Decision, DecisionItem, DecisionPart, DecisionPlan},
        plan::PartState,
    },
};

use crate::ui::{theme::Token, time};

/// Says how many.
type Count = fn(Lang, usize) -> String;

/// What of a plan gives pause, and how much of what was asked for is not in it.
pub fn warnings(plan: &DecisionPlan) -> Vec<Both> {
    let planned = || plan.items().filter(|item| item.state == PartState::Planned);
    let returns = plan.decision == Decision::Return;
    let count = |is: &dyn Fn(&DecisionItem) -> bool| planned().filter(|item| is(item)).count();
    let counts: [(usize, Count); 6] = [
        (count(&|item| returns && item.days_overdue > 0), |lang, n| lang.decisions_late(n)),
        (count(&|item| item.only_signs), |lang, n| lang.decisions_signs(n)),
        (count(&|item| item.unopened), |lang, n| lang.decisions_unopened(n)),
        (count(&|item| item.claimed_by.is_some()), |lang, n| lang.decisions_claimed(n)),
        (count(&|item| item.snoozed_until.is_some()), |lang, n| lang.decisions_snoozed(n)),
        (plan.skipped.len(), |lang, n| lang.decisions_skipped(n)),
    ];
    let said = counts.into_iter().filter(|(n, _)| *n > 0);
    said.map(|(n, text)| Both::new(|lang| text(lang, n))).collect()
}

/// What a decision brings about, in a few words.
pub fn outcome(lang: Lang, decision: Decision, item: &DecisionItem) -> String {
    let level = item.level.unwrap_or(0);
    match decision {
        Decision::Accept => lang.decisions_outcome_accept().to_owned(),
        Decision::Return if item.days_overdue > 0 => lang.decisions_outcome_late(item.days_overdue),
        Decision::Return => lang.decisions_outcome_return().to_owned(),
        Decision::GrantExtension => {
            lang.decisions_outcome_grant(&item.due_on.map(|due| lang.date(due)).unwrap_or_default())
        }
        Decision::RefuseExtension => lang.decisions_outcome_refuse().to_owned(),
        Decision::ReleaseStep if item.only_signs => lang.decisions_outcome_sign(level),
        Decision::ReleaseStep => lang.decisions_outcome_release(level),
        Decision::DropStep => lang.decisions_outcome_drop(level),
    }
}

/// All that is known of a decision: what refused it, what it brings about, what gives pause, who gets mail about those of the body.
pub fn lines(
    lang: Lang,
    decision: Decision,
    part: &DecisionPart,
    item: &DecisionItem,
) -> Vec<(Token, String)> {
    let mut said = vec![];
    if let Some(why) = item.why {
        said.push((Token::Danger, why.message(lang).to_owned()));
    }
    said.push((Token::Title, format!("{} · {}", item.code, lang.pick(&item.title_vi, &item.title_en))));
    said.push((Token::Text, outcome(lang, decision, item)));
    if item.days_overdue > 0 {
        said.push((Token::Text, lang.decisions_overdue_then(item.days_overdue)));
    }
    let mut warn = |text: String| said.push((Token::Warn, text));
    if item.only_signs {
        warn(lang.decisions_second_signs().to_owned());
    }
    if item.unopened {
        warn(lang.decisions_unopened_here().to_owned());
    }
    if let Some(by) = &item.claimed_by {
        warn(lang.handling_has_claimed(by));
    }
    if let Some(until) = item.snoozed_until {
        warn(lang.handling_urge_until(&lang.date(until)));
    }
    if !part.recipients.is_empty() {
        let tenant = lang.pick(&part.tenant.name_vi, &part.tenant.name_en);
        said.push((Token::Title, lang.decisions_mail_of(tenant, part.recipients.len())));
        said.extend(part.recipients.iter().map(|to| (Token::Text, format!("{} <{}>", to.name, to.address))));
        let leaves = part
            .leaves_at
            .map_or_else(|| lang.decisions_held().to_owned(), |at| lang.decisions_leaves(&time::short(at)));
        said.push((Token::Muted, leaves));
    }
    said
}
