//! To draw the sample of a month, once.

use dondoc_shared::{
    error::ErrorCode,
    text::{Both, Lang},
    wire::{
        Precision,
        recheck::{MOST_DRAWN, NewSample},
    },
};
use jiff::{Timestamp, civil::Date};

use crate::{
    net::{Answer, Failure, Order, RecheckAnswer, RecheckOrder},
    step::{Agreement, News, Wish, WrongField},
    ui::theme::Token,
};

/// How many are drawn where nobody says otherwise.
const USUAL: i64 = 20;

/// See the module.
#[derive(Debug)]
pub struct Draw {
    month: Date,
    /// How many stand accepted.
    accepted: i64,
}

impl Draw {
    /// Of a month in which so many were accepted.
    pub fn of(month: Date, accepted: i64) -> Self {
        Self { month, accepted }
    }

    fn named(&self, lang: Lang) -> String {
        lang.due_date(self.month, Precision::Month)
    }
}

impl Agreement for Draw {
    fn fields(&self, lang: Lang) -> Vec<(&'static str, usize)> {
        vec![(lang.rechecks_field_items(), 3)]
    }

    fn typed(&self) -> Vec<String> {
        vec![USUAL.min(self.accepted).to_string()]
    }

    fn place_of(&self, field: &str) -> Option<usize> {
        (field == "items").then_some(0)
    }

    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        vec![
            (Token::Title, lang.rechecks_title(&self.named(lang))),
            (Token::Text, lang.rechecks_not_drawn(self.accepted)),
            (Token::Muted, lang.rechecks_draw_means().to_owned()),
        ]
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.rechecks_draw()
    }

    fn order(&self, typed: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        let items = typed.first().and_then(|text| text.trim().parse().ok());
        match items.filter(|items| (1..=MOST_DRAWN).contains(items)) {
            Some(items) => Ok(Order::Recheck(RecheckOrder::Draw(NewSample { month: self.month, items }))),
            None => Err((0, Both::new(|lang| lang.rechecks_items_wrong(MOST_DRAWN)))),
        }
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let Answer::Recheck(RecheckAnswer::Month(month)) = answer else { return None };
        let drawn = month.sample.as_ref().map_or(0, |sample| sample.items.len());
        let text = Both::new(|lang| lang.rechecks_drawn_now(drawn, &self.named(lang)));
        Some((text, vec![Wish::Tell(News::Rechecked)]))
    }

    /// Somebody was faster: there is nothing left to draw.
    fn refused(&self, failure: &Failure) -> Option<Vec<Wish>> {
        let is_drawn = failure.code() == Some(ErrorCode::AlreadyDrawn);
        is_drawn.then(|| vec![Wish::Tell(News::NotRechecked(failure.clone()))])
    }
}
