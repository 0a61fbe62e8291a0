//! To say what came of looking at an accepted assignment again: it holds, or it is returned to its body with a reason.

use dondoc_shared::{
    error::ErrorCode,
    fold::compose,
    text::{Both, Lang},
    wire::recheck::{NewOutcome, Recheck as Drawn, RecheckMonth},
};
use jiff::{Timestamp, civil::Date};

use crate::{
    dialog::form::MAX_TEXT,
    net::{Answer, Call, Failure, Order, RecheckAnswer, RecheckOrder},
    step::{Agreement, News, Subject, Wish, WrongField, wrong},
    ui::{theme::Token, time::in_full},
};

/// The options, by their places.
const HOLDS: usize = 0;
/// The other one, for those who may return what was accepted.
const FALLS: usize = 1;

/// See the module.
#[derive(Debug)]
pub struct Recheck {
    /// As it was on the screen.
    of: Drawn,
    /// The month that it was drawn in, and the date on which it was read.
    read: (Date, Date),
    may_return: bool,
    /// What is chosen: nothing to begin with, because one of the two goes back to the body.
    picked: Option<usize>,
}

impl Recheck {
    /// Nothing chosen yet.
    pub fn on(of: Drawn, month: &RecheckMonth, may_return: bool) -> Self {
        Self { of, read: (month.month, month.today), may_return, picked: None }
    }
}

impl Agreement for Recheck {
    fn fields(&self, lang: Lang) -> Vec<(&'static str, usize)> {
        vec![(lang.tui_label_remark(), MAX_TEXT)]
    }

    fn subject(&self) -> Option<Subject> {
        Some(Subject { act: "recheck", of: vec![self.of.id.0.to_string()], page: None })
    }

    fn options(&self, lang: Lang) -> Vec<String> {
        let falls = self.may_return.then(|| lang.rechecks_option_falls());
        [lang.rechecks_option_holds()].into_iter().chain(falls).map(str::to_owned).collect()
    }

    fn picked(&self) -> Option<usize> {
        self.picked
    }

    fn pick(&mut self, option: usize) {
        self.picked = Some(option);
    }

    fn place_of(&self, field: &str) -> Option<usize> {
        (field == "remark").then_some(0)
    }

    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let Drawn { code, title_vi, title_en, accepted_by, accepted_at, due_on, .. } = &self.of;
        let mut lines = vec![
            (Token::Title, format!("{code} · {}", lang.pick(title_vi, title_en))),
            (Token::Muted, lang.rechecks_accepted_by(accepted_by, &in_full(lang, *accepted_at))),
        ];
        if self.picked == Some(FALLS) {
            lines.push((Token::Text, lang.rechecks_body_reads().to_owned()));
            let late = due_on.filter(|due| *due < self.read.1);
            lines.extend(late.map(|due| (Token::Danger, lang.rechecks_overdue_at_once(&lang.date(due)))));
        } else if self.picked == Some(HOLDS) {
            lines.push((Token::Muted, lang.rechecks_internal().to_owned()));
        }
        if !self.may_return {
            lines.push((Token::Text, lang.rechecks_lead_returns().to_owned()));
        }
        lines
    }

    fn go(&self, lang: Lang) -> &'static str {
        match self.picked {
            Some(HOLDS) => lang.rechecks_holds(),
            Some(FALLS) => lang.rechecks_returns(),
            _ => lang.rechecks_decide(),
        }
    }

    fn order(&self, typed: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        let Some(picked) = self.picked else { return Err(wrong(0, Lang::tui_choose_first)) };
        let (holds, remark) = (picked == HOLDS, compose(typed.first().map_or("", |text| text.trim())));
        if !holds && remark.is_empty() {
            return Err(wrong(0, |lang| ErrorCode::RemarkRequired.message(lang)));
        }
        let (id, version) = (self.of.id, self.of.version);
        let outcome = NewOutcome { holds, remark };
        Ok(Order::Recheck(RecheckOrder::Decide { id, version, outcome }))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let Answer::Recheck(RecheckAnswer::Decided(decided)) = answer else { return None };
        let text = Both::new(|lang| {
            if decided.holds {
                lang.rechecks_held(&self.of.code)
            } else {
                lang.rechecks_returned(&self.of.code)
            }
        });
        Some((text, vec![Wish::Tell(News::Rechecked)]))
    }

    fn again(&self) -> Option<Call> {
        Some(Call::Rechecks(Some(self.read.0)))
    }

    fn renew(&mut self, answer: Answer) -> bool {
        let Answer::Recheck(RecheckAnswer::Month(month)) = answer else { return false };
        let items = month.sample.map(|sample| sample.items).unwrap_or_default();
        let Some(of) = items.into_iter().find(|of| of.id == self.of.id) else { return false };
        self.of = of;
        true
    }

    /// Something came of it already: there is nothing left to say in the box, and the list is another.
    fn refused(&self, failure: &Failure) -> Option<Vec<Wish>> {
        let is_gone = matches!(failure.code(), Some(ErrorCode::NothingWaiting | ErrorCode::NotFound));
        is_gone.then(|| vec![Wish::Tell(News::NotRechecked(failure.clone()))])
    }
}
