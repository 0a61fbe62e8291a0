//! To withdraw a version of a policy.

use dondoc_shared::{
    text::{Both, Lang},
    wire::policy::Policy,
};
use jiff::{Timestamp, civil::Date};

use crate::{
    keys::Screen,
    net::{Answer, Order},
    step::{Agreement, News, Wish, With, WrongField},
    ui::{theme::Token, words},
};

/// See the module.
#[derive(Debug)]
pub struct Withdraw {
    /// The version.
    pub policy: Policy,
    /// The server's local date.
    pub today: Date,
}

impl Agreement for Withdraw {
    /// The tenant that the policy is for, or for all tenants what it is about.
    fn word(&self, lang: Lang, _: &[String]) -> Option<String> {
        let tenant = self.policy.tenant.as_ref().map(|tenant| tenant.slug.as_str());
        Some(tenant.unwrap_or(self.policy.body.kind().name(lang)).to_owned())
    }

    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let Self { policy, today } = self;
        let tomorrow = today.tomorrow().unwrap_or(*today);
        let effect = if policy.from >= tomorrow {
            lang.desk_withdraw_ahead().to_owned()
        } else {
            lang.desk_withdraw_counting(&lang.date(tomorrow))
        };
        vec![
            (Token::Title, words::policy(lang, policy)),
            (Token::Text, effect),
            (Token::Muted, policy.note.clone()),
        ]
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.desk_agree_withdraw()
    }

    fn order(&self, _: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        Ok(Order::WithdrawPolicy(self.policy.id))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let Answer::Written(_) = answer else { return None };
        let text = Both::new(|lang| lang.desk_withdrawn(&words::policy(lang, &self.policy)));
        Some((text, vec![Wish::Tell(News::Withdrawn), Wish::Go(Screen::Policies, With::Nothing)]))
    }
}
