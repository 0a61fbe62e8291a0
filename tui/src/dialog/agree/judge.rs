//! To judge how a body justified a warning of the checks: it explains the number, or it does not (R143).

use dondoc_shared::{
    error::ErrorCode,
    figures::check::Judgement,
    id::AssignmentId,
    text::{Both, Lang},
    wire::report::{FiledFinding, JudgementInput},
};
use jiff::Timestamp;

use crate::{
    net::{Answer, Failure, Order},
    step::{Agreement, News, Wish, WrongField, wrong},
    ui::{report_words, theme::Token},
};

/// The options, in their order.
const OPTIONS: [Judgement; 2] = [Judgement::Ok, Judgement::NotOk];

/// See the module.
#[derive(Debug)]
pub struct Judge {
    /// The assignment that the report is.
    id: AssignmentId,
    /// The warning, as it was on the screen.
    finding: FiledFinding,
    /// What is chosen: nothing to begin with.
    picked: Option<usize>,
}

impl Judge {
    /// Nothing chosen yet.
    pub fn on(id: AssignmentId, finding: FiledFinding) -> Self {
        Self { id, finding, picked: None }
    }

    fn judgement(&self) -> Option<Judgement> {
        self.picked.and_then(|option| OPTIONS.get(option)).copied()
    }
}

impl Agreement for Judge {
    fn options(&self, lang: Lang) -> Vec<String> {
        OPTIONS.iter().map(|judgement| judgement.explained(lang).to_owned()).collect()
    }

    fn picked(&self) -> Option<usize> {
        self.picked
    }

    fn pick(&mut self, option: usize) {
        self.picked = Some(option);
    }

    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let Self { finding, .. } = self;
        let cell = lang.corrections_cell(&finding.indicator, lang.pick(&finding.name_vi, &finding.name_en));
        let mut lines = vec![
            (Token::Title, cell),
            (Token::Warn, lang.pick(&finding.message_vi, &finding.message_en).to_owned()),
        ];
        lines.extend(report_words::justified(lang, finding).map(|said| (Token::Text, said)));
        lines.extend(report_words::judged(lang, finding).map(|said| (Token::Muted, said)));
        lines.push((Token::Muted, lang.checks_judged_moves_nothing().to_owned()));
        lines
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.checks_judge()
    }

    fn order(&self, _: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        let Some(judgement) = self.judgement() else { return Err(wrong(0, Lang::tui_choose_first)) };
        Ok(Order::Judge {
            id: self.id,
            finding: self.finding.id,
            version: self.finding.version,
            judgement: JudgementInput { judgement },
        })
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let Answer::Written(_) = answer else { return None };
        let judgement = self.judgement()?;
        let text = Both::new(|lang| lang.checks_was_judged(&self.finding.indicator, judgement.name(lang)));
        Some((text, vec![Wish::Tell(News::Judged)]))
    }

    /// Somebody was faster: what they think of it is read first.
    fn refused(&self, failure: &Failure) -> Option<Vec<Wish>> {
        (failure.code() == Some(ErrorCode::VersionStale)).then(|| vec![Wish::Tell(News::Judged)])
    }
}
