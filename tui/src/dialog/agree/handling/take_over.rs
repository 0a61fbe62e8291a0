//! To take over what somebody else has claimed.

use dondoc_shared::{
    text::{Both, Lang},
    wire::handling::{Claim, NewClaims},
};
use jiff::Timestamp;

use crate::{
    net::{Answer, Order},
    step::{
        Agreement, News, Wish, WrongField,
        handled::{Handled, Said, Target, named},
    },
    ui::{handling, theme::Token},
};

/// See the module.
#[derive(Debug)]
pub struct TakeOver {
    /// What others have claimed.
    pub held: Vec<Target>,
    /// The claim that it becomes.
    pub claim: Claim,
}

impl Agreement for TakeOver {
    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let line = |of: &Target| {
            let claim = of.claim().map(|claim| handling::claimed(lang, claim)).unwrap_or_default();
            (Token::Title, format!("{}: {claim}", of.code))
        };
        let means = (Token::Text, lang.handling_take_over_means().to_owned());
        std::iter::once(means).chain(self.held.iter().map(line)).collect()
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.handling_take_over()
    }

    fn order(&self, _: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        let assignments = self.held.iter().map(|of| of.id).collect();
        Ok(Order::Claim(NewClaims { assignments, take_over: true }))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let Answer::Claimed(_) = answer else { return None };
        let ids = self.held.iter().map(|of| of.id).collect();
        let handled = Handled { ids, said: Said::Claimed(self.claim.clone()) };
        let text = Both::new(|lang| lang.handling_taken_over(&named(lang, &self.held)));
        Some((text, vec![Wish::Tell(News::Handled(handled))]))
    }
}
