//! To issue the urges of a plan.

use dondoc_shared::{
    text::{Both, Lang},
    wire::{
        plan::{ConfirmPlan, PartState},
        urge::plan::{UrgePlan, hold},
    },
};
use jiff::Timestamp;

use crate::{
    net::{Answer, Failure, Order, UrgingAnswer},
    step::{Agreement, News, Wish, WrongField},
    ui::theme::Token,
};

/// Of more assignments than these the number must be typed.
const FEW: usize = 10;

/// See the module.
#[derive(Debug)]
pub struct Issue {
    /// The plan, as it was on the screen: what of it is still only planned is issued.
    pub plan: UrgePlan,
    /// What its page says of it that gives pause.
    pub warnings: Vec<Both>,
}

impl Agreement for Issue {
    fn word(&self, _: Lang, _: &[String]) -> Option<String> {
        let (items, _) = self.plan.sums(PartState::Planned);
        (items > FEW).then(|| items.to_string())
    }

    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let (urges, (items, mails)) =
            (self.plan.count(PartState::Planned), self.plan.sums(PartState::Planned));
        let mut lines = vec![(Token::Title, lang.composer_agree_about(items, urges, mails))];
        lines.extend(self.warnings.iter().map(|text| (Token::Warn, text.get(lang).to_owned())));
        lines.push((Token::Muted, lang.composer_agree_undo(hold(self.plan.items()).as_mins())));
        lines
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.composer_agree()
    }

    fn given_up(&self, lang: Lang) -> String {
        let (items, mails) = self.plan.sums(PartState::Planned);
        lang.composer_given_up(&lang.composer_sum(items, self.plan.count(PartState::Planned), mails))
    }

    fn is_undone(&self) -> bool {
        true
    }

    fn is_of_plan(&self) -> bool {
        true
    }

    fn order(&self, _: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        Ok(Order::IssuePlan(self.plan.id, ConfirmPlan { items: self.plan.items() }))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let Answer::Urging(UrgingAnswer::Plan(plan)) = answer else { return None };
        let (done, failed) = (plan.count(PartState::Issued), plan.count(PartState::Failed));
        let text = Both::new(|lang| lang.composer_done(done, failed));
        Some((text, vec![Wish::Tell(News::Issued(plan.clone()))]))
    }

    /// Some of it may have been issued, and can be withdrawn: its page shows what.
    fn refused(&self, failure: &Failure) -> Option<Vec<Wish>> {
        let news = || News::IssueUnclear(Box::new(self.plan.clone()), failure.clone());
        (!failure.is_definite()).then(|| vec![Wish::Tell(news())])
    }
}
