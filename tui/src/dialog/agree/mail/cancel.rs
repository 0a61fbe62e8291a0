//! To cancel a message that waits.

use dondoc_shared::{
    fold::compose,
    text::{Both, Lang},
    wire::mail::{CancelMessage, MessageRow},
};
use jiff::Timestamp;

use super::done::{done, message};
use crate::{
    net::{Answer, Order},
    step::{Agreement, Subject, Wish, WrongField, wrong},
    ui::theme::Token,
};

/// See the module.
#[derive(Debug)]
pub struct Cancel(pub MessageRow);

impl Agreement for Cancel {
    fn fields(&self, lang: Lang) -> Vec<(&'static str, usize)> {
        vec![(lang.post_field_remark(), 200)]
    }

    fn subject(&self) -> Option<Subject> {
        Some(Subject { act: "cancel", of: vec![self.0.id.0.to_string()], page: None })
    }

    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        vec![message(lang, &self.0), (Token::Text, lang.post_cancel_means().to_owned())]
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.post_agree_cancel()
    }

    fn order(&self, typed: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        let remark = compose(typed.first().map_or("", |text| text.trim()));
        if remark.is_empty() {
            return Err(wrong(0, Lang::post_reason_missing));
        }
        Ok(Order::CancelMail(self.0.id, CancelMessage { remark }))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        done(answer, Lang::post_cancelled)
    }
}
