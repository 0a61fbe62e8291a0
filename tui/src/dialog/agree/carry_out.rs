//! To make the decisions of a plan.

use dondoc_shared::{
    text::{Both, Lang},
    wire::{
        decision::DecisionPlan,
        plan::{ConfirmPlan, PartState},
    },
};
use jiff::Timestamp;

use crate::{
    net::{Answer, Failure, Order},
    step::{Agreement, News, Wish, WrongField},
    ui::theme::Token,
};

/// Of more assignments than these the number must be typed.
const FEW: usize = 10;

/// The lowest level of the ladder of which the number must always be typed.
const HIGH: i16 = 3;

/// Readers that are named; the rest is counted.
const NAMED: usize = 3;

/// See the module.
#[derive(Debug)]
pub struct CarryOut {
    /// The plan, as it was on the screen: what of it is still only planned is decided.
    pub plan: DecisionPlan,
    /// What its page says of it that gives pause.
    pub warnings: Vec<Both>,
}

impl Agreement for CarryOut {
    fn word(&self, _: Lang, _: &[String]) -> Option<String> {
        let planned = self.plan.count(PartState::Planned);
        let climbs = self.plan.items().any(|item| item.level.is_some_and(|level| level >= HIGH));
        (planned > FEW || climbs).then(|| planned.to_string())
    }

    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let (plan, planned) = (&self.plan, PartState::Planned);
        let parts = || plan.parts.iter().filter(|part| part.items.iter().any(|item| item.state == planned));
        let mut tenants: Vec<&str> = parts().map(|part| part.tenant.slug.as_str()).collect();
        tenants.dedup();
        let (items, mails) = (plan.count(planned), plan.mails(planned));
        let name = plan.decision.name(lang);
        let mut lines = vec![(Token::Title, lang.decisions_agree_about(name, items, tenants.len(), mails))];
        if !plan.remark.is_empty() {
            lines.push((Token::Text, lang.decisions_agree_remark(&plan.remark)));
        }
        let mut readers: Vec<&str> =
            parts().flat_map(|part| &part.recipients).map(|to| to.name.as_str()).collect();
        readers.sort_unstable();
        readers.dedup();
        let named = readers.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        if let Some(more) = readers.len().checked_sub(NAMED).filter(|more| *more > 0) {
            lines.push((
                Token::Text,
                lang.decisions_agree_readers(&lang.decisions_more_readers(&named, more)),
            ));
        } else if !named.is_empty() {
            lines.push((Token::Text, lang.decisions_agree_readers(&named)));
        }
        lines.extend(self.warnings.iter().map(|text| (Token::Warn, text.get(lang).to_owned())));
        lines.push((Token::Danger, lang.decisions_for_good().to_owned()));
        lines
    }

    fn go(&self, lang: Lang) -> &'static str {
        self.plan.decision.name(lang)
    }

    fn is_of_plan(&self) -> bool {
        true
    }

    fn order(&self, _: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        Ok(Order::CarryOut(self.plan.id, ConfirmPlan { items: self.plan.items().count() }))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let Answer::Deciding(plan) = answer else { return None };
        let (done, failed) = (plan.count(PartState::Decided), plan.count(PartState::Failed));
        let decision = plan.decision;
        let text = Both::new(|lang| lang.decisions_done(decision.name(lang), done, failed));
        Some((text, vec![Wish::Tell(News::CarriedOut(plan.clone()))]))
    }

    /// Some of it may have been decided: its page shows what.
    fn refused(&self, failure: &Failure) -> Option<Vec<Wish>> {
        let news = || News::CarryOutUnclear(Box::new(self.plan.clone()), failure.clone());
        (!failure.is_definite()).then(|| vec![Wish::Tell(news())])
    }
}
