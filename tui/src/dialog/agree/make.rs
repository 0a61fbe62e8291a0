//! To make a version of a policy.

use dondoc_shared::{
    text::{Both, Lang},
    wire::policy::{NewPolicy, Pair},
};
use jiff::Timestamp;

use crate::{
    keys::Screen,
    net::{Answer, Failure, Order},
    step::{Agreement, News, Wish, With, WrongField},
    ui::{theme::Token, words},
};

/// Sums of a simulation, which are said once more before a version is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Digests.
    pub mails: Pair,
    /// Lines in them.
    pub lines: Pair,
    /// The most digests on one day.
    pub most_a_day: Pair,
    /// Steps up the ladder.
    pub steps: Pair,
    /// Assignments that would fall silent.
    pub silent: Pair,
}

/// See the module.
#[derive(Debug)]
pub struct Make {
    /// The version.
    pub version: NewPolicy,
    /// What its simulation showed.
    pub sums: Sums,
}

impl Agreement for Make {
    /// The tenant that the policy is for, or for all tenants what it is about.
    fn word(&self, lang: Lang, _: &[String]) -> Option<String> {
        let kind = self.version.body.kind().name(lang);
        Some(self.version.tenant.as_deref().unwrap_or(kind).to_owned())
    }

    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let Self { version, sums } = self;
        let scope = words::scope(lang, version.tenant.as_deref());
        let [mails, lines, steps] = [sums.mails, sums.lines, sums.steps].map(|sum| words::pair(lang, sum));
        vec![
            (Token::Title, version.body.kind().name(lang).to_owned()),
            (Token::Text, lang.desk_make_counts(&lang.date(version.from), &scope)),
            (Token::Text, lang.desk_make_brings(&mails, &lines, &steps)),
            (Token::Muted, version.note.clone()),
        ]
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.desk_agree_make()
    }

    fn order(&self, _: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        Ok(Order::MakePolicy(self.version.clone()))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let Answer::Written(written) = answer else { return None };
        let text = Both::new(|lang| lang.desk_made(self.version.body.kind().name(lang), written.version));
        Some((text, vec![Wish::Tell(News::Made), Wish::Go(Screen::Policies, With::Nothing)]))
    }

    /// What is said against its fields is said in the draft, at the lines that it means.
    fn refused(&self, failure: &Failure) -> Option<Vec<Wish>> {
        let about_fields = matches!(failure, Failure::Refused(problem) if !problem.errors.is_empty());
        about_fields.then(|| vec![Wish::Tell(News::NotMade(failure.clone()))])
    }
}
