//! To send again what was given up.

use dondoc_shared::{
    text::{Both, Lang},
    wire::mail::MessageRow,
};
use jiff::Timestamp;

use super::done::{done, message};
use crate::{
    net::{Answer, Order},
    step::{Agreement, Wish, WrongField},
    ui::theme::Token,
};

/// See the module.
#[derive(Debug)]
pub struct Resend(pub MessageRow);

impl Agreement for Resend {
    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let row = &self.0;
        // The relay may have what was handed over with an unknown outcome.
        let means =
            if row.ambiguous > 0 { lang.post_resend_means_same() } else { lang.post_resend_means_new() };
        let said = lang.mail_said(row.last_error.as_deref().unwrap_or_default()).to_owned();
        vec![message(lang, row), (Token::Text, means.to_owned()), (Token::Muted, said)]
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.post_agree_resend()
    }

    fn order(&self, _: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        Ok(Order::ResendMail(self.0.id))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        done(answer, Lang::post_resent)
    }
}
