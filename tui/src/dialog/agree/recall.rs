//! To take back the urges of a plan whose mail has not left.

use dondoc_shared::{
    text::{Both, Lang},
    wire::{plan::PartState, urge::plan::UrgePlan},
};
use jiff::Timestamp;

use crate::{
    net::{Answer, Order, UrgingAnswer},
    step::{Agreement, News, Wish, WrongField},
    ui::theme::Token,
};

/// See the module.
#[derive(Debug)]
pub struct Recall {
    /// The plan, as it was on the screen.
    pub plan: UrgePlan,
}

impl Agreement for Recall {
    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let (urges, (items, mails)) = (self.plan.count(PartState::Issued), self.plan.sums(PartState::Issued));
        vec![
            (Token::Title, lang.composer_sum(items, urges, mails)),
            (Token::Text, lang.composer_recall_about().to_owned()),
        ]
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.composer_recall()
    }

    fn order(&self, _: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        Ok(Order::RecallPlan(self.plan.id))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let Answer::Urging(UrgingAnswer::Plan(plan)) = answer else { return None };
        let (done, left) = (plan.count(PartState::Withdrawn), plan.count(PartState::Issued));
        let text = Both::new(|lang| lang.composer_withdrawn(done, left));
        Some((text, vec![Wish::Tell(News::Issued(plan.clone()))]))
    }
}
