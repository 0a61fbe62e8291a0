//! To lift a hold of mail.

use dondoc_shared::{
    text::{Both, Lang},
    wire::mail::Hold,
};
use jiff::Timestamp;

use super::done::done;
use crate::{
    net::{Answer, Order},
    step::{Agreement, Wish, WrongField},
    ui::{theme::Token, words},
};

/// See the module.
#[derive(Debug)]
pub struct Lift(pub Hold);

impl Agreement for Lift {
    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let who = words::held(lang, self.0.tenant.as_ref().map(|tenant| tenant.short.as_str()));
        vec![(Token::Text, lang.post_lift_means(&who)), (Token::Muted, self.0.reason.clone())]
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.post_agree_lift()
    }

    fn order(&self, _: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        Ok(Order::LiftHold(self.0.id))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let tenant = self.0.tenant.as_ref().map(|tenant| tenant.short.as_str());
        done(answer, |lang| lang.post_hold_gone(&words::held(lang, tenant)))
    }
}
