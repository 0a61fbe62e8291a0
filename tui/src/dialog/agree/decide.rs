//! To decide on a correction of a report: it counts from now on, or it is refused with a remark.

use dondoc_shared::{
    error::ErrorCode,
    fold::compose,
    text::{Both, Lang},
    wire::{correcting::WaitingCorrection, correction::CorrectionDecision},
};
use jiff::Timestamp;

use crate::{
    dialog::form::MAX_TEXT,
    net::{Answer, Failure, Order},
    step::{Agreement, News, Subject, Wish, WrongField, wrong},
    ui::{correction_words, theme::Token},
};

/// The options, by their places.
const ACCEPT: usize = 0;
/// The other one.
const REFUSE: usize = 1;

/// See the module.
#[derive(Debug)]
pub struct Decide {
    /// The correction, as it was on the screen.
    correction: WaitingCorrection,
    /// What is chosen: nothing to begin with, because either changes what the body reads and nobody takes it back.
    picked: Option<usize>,
}

impl Decide {
    /// Nothing chosen yet.
    pub fn on(correction: WaitingCorrection) -> Self {
        Self { correction, picked: None }
    }
}

impl Agreement for Decide {
    fn fields(&self, lang: Lang) -> Vec<(&'static str, usize)> {
        vec![(lang.tui_label_remark(), MAX_TEXT)]
    }

    /// Another correction of the same report is another text.
    fn subject(&self) -> Option<Subject> {
        let WaitingCorrection { assignment, correction, .. } = &self.correction;
        let of = vec![assignment.0.to_string(), correction.revision.to_string()];
        Some(Subject { act: "decide", of, page: None })
    }

    fn options(&self, lang: Lang) -> Vec<String> {
        [lang.corrections_option_accept(), lang.corrections_option_refuse()].map(str::to_owned).to_vec()
    }

    fn picked(&self) -> Option<usize> {
        self.picked
    }

    fn pick(&mut self, option: usize) {
        self.picked = Some(option);
    }

    /// Every change stands here whole with what the checks warn of in it: who decides has read what counts from then on, and judges
    /// the warnings by it (R160).
    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let of = &self.correction.correction;
        let mut lines = vec![
            (Token::Title, correction_words::of(lang, &self.correction)),
            (Token::Muted, correction_words::filed(lang, of)),
        ];
        for (cell, below) in correction_words::cells(lang, &self.correction) {
            lines.push((Token::Title, cell));
            lines.extend(below);
        }
        lines.push((Token::Text, correction_words::reason(lang, of)));
        lines.push((Token::Muted, lang.corrections_body_reads().to_owned()));
        lines
    }

    fn go(&self, lang: Lang) -> &'static str {
        match self.picked {
            Some(ACCEPT) => lang.corrections_accept(),
            Some(REFUSE) => lang.corrections_refuse(),
            _ => lang.corrections_decide(),
        }
    }

    fn order(&self, typed: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        let Some(picked) = self.picked else { return Err(wrong(0, Lang::tui_choose_first)) };
        let (accept, remark) = (picked == ACCEPT, compose(typed.first().map_or("", |text| text.trim())));
        if !accept && remark.is_empty() {
            return Err(wrong(0, |lang| ErrorCode::RemarkRequired.message(lang)));
        }
        Ok(Order::DecideCorrection {
            id: self.correction.assignment,
            revision: self.correction.correction.revision,
            decision: CorrectionDecision { accept, remark },
        })
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let Answer::Decided(_) = answer else { return None };
        let text = Both::new(|lang| {
            let of = correction_words::of(lang, &self.correction);
            if self.picked == Some(ACCEPT) {
                lang.corrections_accepted(&of)
            } else {
                lang.corrections_refused(&of)
            }
        });
        Some((text, vec![Wish::Tell(News::Decided)]))
    }

    /// Somebody was faster: there is nothing left to decide in the box, and the list is another.
    fn refused(&self, failure: &Failure) -> Option<Vec<Wish>> {
        let is_gone = matches!(failure.code(), Some(ErrorCode::NothingWaiting | ErrorCode::NotFound));
        is_gone.then(|| vec![Wish::Tell(News::NotDecided(failure.clone()))])
    }
}
