//! `urge` and `undo`: a plan of urges, issued only as it was confirmed, and withdrawn while its mail is held.

use std::io::Write;

use dondoc_shared::{
    id::{AssignmentId, PlanId},
    text::Lang,
    wire::{
        plan::{ConfirmPlan, PartState},
        urge::{
            UrgeAddressee, UrgeTemplates,
            plan::{MOST_PLANNED, NewUrgePlan, PlanPart, UrgePlan},
        },
    },
};
use jiff::Timestamp;

use super::{
    args::{Urge, Which},
    desk::{Desk, say},
    find::Question,
    stop::{End, Stop},
};
use crate::{
    net::{Call, Failure, Order, UrgingCall, key::fresh_key},
    screens::composer::said::{doubts, part_lines},
    ui::time::{date_of, to_the_second},
};

pub(super) async fn run(desk: &Desk, asked: &Urge, out: &mut dyn Write) -> Result<(), Stop> {
    let lang = desk.lang;
    let found = found(desk, &asked.filter).await?;
    check_template(desk, &asked.template).await?;
    if found.is_empty() {
        return match asked.confirm {
            None | Some(0) => Err(Stop::new(End::Refused, lang.verbs_urge_nothing())),
            Some(confirmed) => Err(Stop::new(End::PlanDiffers, lang.verbs_urge_differs(confirmed, 0))),
        };
    }
    let plan = NewUrgePlan {
        assignments: found,
        addressee: UrgeAddressee::Responsible,
        template: Some(asked.template.clone()),
        text: String::new(),
        reply_by: None,
        reply_in: Some(asked.reply_in),
        now: false,
    };
    let call = UrgingCall::Plan { key: fresh_key(), asked: plan };
    let plan: Box<UrgePlan> = desk.ask(Call::Urging(call)).await?;
    let items = plan.items();
    match asked.confirm {
        None => {
            say(out, lang, &planned(lang, &plan))?;
            if items == 0 { Err(Stop::new(End::Refused, lang.composer_nothing_planned())) } else { Ok(()) }
        }
        Some(confirmed) if confirmed != items => {
            Err(Stop::new(End::PlanDiffers, lang.verbs_urge_differs(confirmed, items)))
        }
        Some(_) if items == 0 => Err(Stop::new(End::Refused, lang.composer_nothing_planned())),
        Some(_) => issue(desk, &plan, out).await,
    }
}

/// What the filter finds; no more than one plan takes.
async fn found(desk: &Desk, filter: &str) -> Result<Vec<AssignmentId>, Stop> {
    let question = Question::new(desk, Which::Backlog, filter).await?;
    let mut found = Vec::new();
    let each = &mut |row: &dondoc_shared::wire::assignment::AssignmentRow, _: &_| {
        if found.len() == MOST_PLANNED {
            return Err(Stop::new(End::Refused, desk.lang.composer_too_many(MOST_PLANNED)));
        }
        found.push(row.id);
        Ok(())
    };
    question.rows(desk, None, each).await?;
    Ok(found)
}

/// The server would only say that there is no such template.
async fn check_template(desk: &Desk, code: &str) -> Result<(), Stop> {
    let templates: UrgeTemplates = desk.ask(Call::Urging(UrgingCall::Templates)).await?;
    if templates.items.iter().any(|one| one.code == code) {
        return Ok(());
    }
    let known: Vec<&str> = templates.items.iter().map(|one| one.code.as_str()).collect();
    let code = dondoc_shared::scrub::one_line(code);
    Err(Stop::new(End::Refused, desk.lang.verbs_urge_no_template(&code, &known.join(", "))))
}

/// Who would be asked for what, who would get mail and when, and what cannot be urged.
fn planned(lang: Lang, plan: &UrgePlan) -> Vec<String> {
    let (items, mails) = plan.sums(PartState::Planned);
    let sum = lang.composer_sum(items, plan.count(PartState::Planned), mails);
    let reply = plan.parts.first().map(|part| lang.composer_reply_due(&lang.date(part.shown.reply_by)));
    let mut lines =
        vec![lang.verbs_urge_plan(&[sum].into_iter().chain(reply).collect::<Vec<_>>().join(" · "))];
    lines.extend(doubts(plan).iter().map(|warning| format!("! {}", warning.get(lang))));
    for part in &plan.parts {
        lines.push(String::new());
        lines.push(name(lang, part));
        let said = part_lines(lang, part, Some(plan.now)).into_iter().map(|(_, line)| line);
        let leaves = match part.shown.leaves_at {
            Some(at) => lang.verbs_urge_leaves(&moment(lang, at)),
            None => lang.verbs_urge_held().to_owned(),
        };
        let text = said.chain([leaves]).collect::<Vec<_>>().join("\n");
        lines.extend(text.lines().map(|line| format!("  {line}").trim_end().to_owned()));
    }
    if !plan.skipped.is_empty() {
        lines.extend([String::new(), lang.verbs_urge_skipped(plan.skipped.len())]);
        let skipped = plan.skipped.iter();
        lines.extend(skipped.map(|one| format!("  {}: {}", one.code, one.why.message(lang))));
    }
    if items > 0 {
        lines.extend([String::new(), lang.verbs_urge_not_issued(items)]);
    }
    lines
}

/// To the second: a minute may be all that there is to withdraw it.
fn moment(lang: Lang, at: Timestamp) -> String {
    format!("{} {}", to_the_second(at), lang.date(date_of(at)))
}

fn name(lang: Lang, part: &PlanPart) -> String {
    let tenant = &part.shown.tenant;
    format!("{} ({})", lang.pick(&tenant.name_vi, &tenant.name_en), tenant.slug)
}

/// Issues a plan as it was read.
async fn issue(desk: &Desk, plan: &UrgePlan, out: &mut dyn Write) -> Result<(), Stop> {
    let lang = desk.lang;
    let order = Order::IssuePlan(plan.id, ConfirmPlan { items: plan.items() });
    let answer = desk.try_ask::<Box<UrgePlan>>(Call::Order { key: fresh_key(), order }).await;
    let issued = answer.map_err(|failure| in_doubt(&failure, plan.id, lang))?;
    let (items, _) = issued.sums(PartState::Issued);
    let done = issued.count(PartState::Issued);
    let mut lines = vec![lang.verbs_urge_issued(done, items)];
    let parts = || issued.parts.iter().filter(|part| part.state == PartState::Issued);
    let numbered =
        parts().map(|part| format!("  {}  {}", part.number.as_deref().unwrap_or_default(), name(lang, part)));
    lines.extend(numbered);
    if done > 0 {
        let id = issued.id.to_string();
        let first = parts().filter_map(|part| part.shown.leaves_at).min();
        lines.push(match first {
            Some(at) => lang.verbs_urge_undo_until(&moment(lang, at), &id),
            None => lang.verbs_urge_undo_held(&id),
        });
    }
    say(out, lang, &lines)?;
    let failed: Vec<&PlanPart> = issued.parts.iter().filter(|part| part.state == PartState::Failed).collect();
    if failed.is_empty() {
        return Ok(());
    }
    let why = |part: &&PlanPart| {
        let why = part.why.map(|why| why.message(lang)).unwrap_or_default();
        format!("\n  {}: {why}", name(lang, part))
    };
    let reasons: String = failed.iter().map(why).collect();
    Err(Stop::new(End::Refused, lang.verbs_urge_failed(failed.len()) + &reasons))
}

/// What may have been issued although no answer came can still be withdrawn.
fn in_doubt(failure: &Failure, plan: PlanId, lang: Lang) -> Stop {
    let stop = Stop::of(failure, lang);
    if failure.is_definite() {
        return stop;
    }
    Stop::new(stop.end, format!("{}\n{}", stop.said, lang.verbs_urge_in_doubt(&plan.to_string())))
}

/// Withdraws what of a plan was issued and has not left.
pub(super) async fn undo(desk: &Desk, plan: PlanId, out: &mut dyn Write) -> Result<(), Stop> {
    let lang = desk.lang;
    let call = Call::Order { key: fresh_key(), order: Order::RecallPlan(plan) };
    let plan: Box<UrgePlan> = desk.ask(call).await?;
    let (done, left) = (plan.count(PartState::Withdrawn), plan.count(PartState::Issued));
    let said = lang.composer_withdrawn(done, left);
    if left > 0 {
        return Err(Stop::new(End::Refused, said));
    }
    say(out, lang, &[said])
}
