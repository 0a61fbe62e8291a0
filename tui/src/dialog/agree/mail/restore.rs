//! To let an address get mail again.

use dondoc_shared::{
    text::{Both, Lang},
    wire::mail::Suspension,
};
use jiff::Timestamp;

use super::done::done;
use crate::{
    net::{Answer, Order},
    step::{Agreement, Wish, WrongField},
    ui::theme::Token,
};

/// See the module.
#[derive(Debug)]
pub struct Restore(pub Suspension);

impl Agreement for Restore {
    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        vec![
            (Token::Title, self.0.address.clone()),
            (Token::Text, lang.post_restore_means().to_owned()),
            (Token::Muted, self.0.detail.clone()),
        ]
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.post_agree_restore()
    }

    fn order(&self, _: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        Ok(Order::RestoreAddress(self.0.id))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        done(answer, |lang| lang.post_restored(&self.0.address))
    }
}
