//! What is said of a plan of urges, wherever it is shown.

use dondoc_shared::{
    text::{Both, Lang},
    wire::{
        plan::PlanSkipped,
        urge::plan::{PlanItem, PlanPart, UrgePlan},
    },
};
use jiff::Timestamp;

use crate::{step::LeftOut, ui::theme::Token};

/// What was asked for and cannot be urged, by its code and with the reason.
pub fn left_out(plan: &UrgePlan) -> Vec<LeftOut> {
    let left_out = |one: &PlanSkipped| LeftOut {
        who: Both::new(|_| one.code.clone()),
        why: Both::new(|lang| one.why.message(lang).to_owned()),
    };
    plan.skipped.iter().map(left_out).collect()
}

/// What of a plan gives pause.
pub fn doubts(plan: &UrgePlan) -> Vec<Both> {
    let items = || plan.parts.iter().flat_map(|part| &part.shown.items);
    let (recent, open) = (
        items().filter(|item| item.urged.is_some()).count(),
        items().filter(|item| item.unanswered_urges > 0).count(),
    );
    let (claimed, snoozed) = (
        items().filter(|item| item.claimed_by.is_some()).count(),
        items().filter(|item| item.snoozed_until.is_some()).count(),
    );
    let mut said = Vec::new();
    if recent > 0 {
        said.push(Both::new(|lang| lang.composer_recent(recent)));
    }
    if claimed > 0 {
        said.push(Both::new(|lang| lang.handling_urge_claimed(claimed)));
    }
    if snoozed > 0 {
        said.push(Both::new(|lang| lang.handling_urge_snoozed(snoozed)));
    }
    if open > 0 {
        said.push(Both::new(|lang| lang.composer_unanswered(open)));
    }
    if let Some(part) = plan.parts.iter().find(|part| part.shown.reply_on_free_day) {
        said.push(Both::new(|lang| lang.tui_reply_on_free_day(&lang.date(part.shown.reply_by))));
    }
    said
}

/// All that is known of one urge of a plan: its assignments, what is asked, who gets mail.
pub fn part_lines(lang: Lang, part: &PlanPart, now: Option<Timestamp>) -> Vec<(Token, String)> {
    let shown = &part.shown;
    let mut said = vec![];
    if let Some(why) = part.why {
        said.push((Token::Danger, why.message(lang).to_owned()));
    }
    for item in &shown.items {
        let late = (item.days_overdue > 0).then(|| lang.tui_late_short(item.days_overdue));
        let title = lang.pick(&item.title_vi, &item.title_en).to_owned();
        let parts = [Some(item.code.clone()), late, Some(title)];
        said.push((Token::Text, parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")));
        said.extend(urged_before(lang, item, now));
        said.extend(handled_by_others(lang, item));
    }
    said.push((Token::Title, lang.tui_label_urge_text().to_owned()));
    said.push((Token::Text, shown.text.clone()));
    said.push((Token::Title, lang.tui_preview_recipients(shown.recipients.len())));
    said.extend(shown.recipients.iter().map(|to| (Token::Text, format!("{} <{}>", to.name, to.address))));
    said
}

/// Who urged it within the last day, and how many urges wait for an answer: nobody urges twice unawares.
fn urged_before(lang: Lang, item: &PlanItem, now: Option<Timestamp>) -> Option<(Token, String)> {
    let ago =
        item.urged.as_ref().zip(now).map(|(last, now)| {
            lang.tui_urged_ago(now.duration_since(last.at).as_mins(), lang.actor(&last.by))
        });
    let open = (item.unanswered_urges > 0).then(|| lang.tui_unanswered_urges(item.unanswered_urges));
    let said: Vec<String> = ago.into_iter().chain(open).collect();
    (!said.is_empty()).then(|| (Token::Warn, format!("  {}", said.join(" · "))))
}

/// Who else has claimed it, and until when it is to be left alone.
fn handled_by_others(lang: Lang, item: &PlanItem) -> Option<(Token, String)> {
    let claimed = item.claimed_by.as_ref().map(|by| lang.handling_has_claimed(by));
    let snoozed = item.snoozed_until.map(|until| lang.handling_urge_until(&lang.date(until)));
    let said: Vec<String> = claimed.into_iter().chain(snoozed).collect();
    (!said.is_empty()).then(|| (Token::Warn, format!("  {}", said.join(" · "))))
}
