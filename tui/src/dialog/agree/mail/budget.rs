//! To set how many digests of reminders leave on a day, to each tenant or to one.

use dondoc_shared::{
    text::{Both, Lang},
    wire::mail::{MailState, NewBudget},
};
use jiff::Timestamp;

use super::tenant::tenant_typed;
use crate::{
    keys::Screen,
    net::{Answer, Order, SettingOrder, SettingWritten},
    step::{Agreement, Subject, Wish, With, WrongField, common::Body, wrong},
    ui::{theme::Token, words},
};

/// The fields, by their places.
const TENANT: usize = 0;
const NUMBER: usize = 1;
/// The least and the most digests (the server's limits).
const RANGE: (i32, i32) = (1, 100_000);

/// See the module.
#[derive(Debug)]
pub struct SetBudget {
    /// How outgoing mail stands.
    pub head: Box<MailState>,
    /// Every tenant.
    pub tenants: Vec<Body>,
}

impl SetBudget {
    /// The budget that was typed.
    fn budget(&self, typed: &[String]) -> Result<NewBudget, WrongField> {
        let tenant = tenant_typed(&self.tenants, typed, TENANT)?;
        let text = typed.get(NUMBER).map_or("", |text| text.trim());
        if text.is_empty() && tenant.is_some() {
            return Ok(NewBudget { tenant, digests_a_day: None });
        }
        let number = text.parse().ok().filter(|n| (RANGE.0..=RANGE.1).contains(n));
        let Some(number) = number else {
            return Err(wrong(NUMBER, |lang| {
                lang.field_out_of_range(lang.post_field_number(), RANGE.0.into(), RANGE.1.into())
            }));
        };
        Ok(NewBudget { tenant, digests_a_day: Some(number) })
    }
}

/// What a budget is, for whom.
fn said(lang: Lang, budget: &NewBudget) -> String {
    let whose = words::scope(lang, budget.tenant.as_deref());
    match budget.digests_a_day {
        Some(number) => lang.post_budget_is(&whose, &lang.number(number.into())),
        None => lang.post_budget_common(&whose),
    }
}

impl Agreement for SetBudget {
    fn fields(&self, lang: Lang) -> Vec<(&'static str, usize)> {
        vec![(lang.post_field_whose(), 60), (lang.post_field_number(), 6)]
    }

    fn subject(&self) -> Option<Subject> {
        Some(Subject { act: "budget", of: Vec::new(), page: None })
    }

    fn place_of(&self, field: &str) -> Option<usize> {
        match field {
            "tenant" => Some(TENANT),
            "digests_a_day" => Some(NUMBER),
            _ => None,
        }
    }

    /// What every tenant gets is changed by no accident.
    fn word(&self, lang: Lang, typed: &[String]) -> Option<String> {
        let is_for_all = typed.get(TENANT).is_none_or(|tenant| tenant.trim().is_empty());
        is_for_all.then(|| lang.desk_everyone().to_owned())
    }

    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let head = &self.head;
        let mut lines = vec![(Token::Text, lang.post_budget_now(&lang.number(head.digests_a_day.into())))];
        for over in &head.over_budget {
            let n = |number: i32| lang.number(number.into());
            let (sent, budget, waiting) = (n(over.sent), n(over.budget), lang.number(over.waiting));
            let said = lang.post_over_one(&over.tenant.short, &sent, &budget, &waiting);
            lines.push((Token::Warn, lang.post_over_budget(&said)));
        }
        lines.push((Token::Muted, lang.post_budget_means().to_owned()));
        lines.push((Token::Muted, lang.post_budget_hint().to_owned()));
        lines
    }

    fn brings(&self, lang: Lang, typed: &[String]) -> Vec<(Token, String)> {
        vec![match self.budget(typed) {
            Ok(budget) => (Token::Accent, said(lang, &budget)),
            Err(_) => (Token::Muted, lang.post_budget_unknown().to_owned()),
        }]
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.post_agree_budget()
    }

    fn order(&self, typed: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        self.budget(typed).map(|budget| Order::Setting(SettingOrder::Budget(budget)))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let Answer::Setting(SettingWritten::Budget(budget)) = answer else { return None };
        let text = Both::new(|lang| lang.post_budget_set(&said(lang, budget)));
        Some((text, vec![Wish::Go(Screen::Mail, With::Nothing)]))
    }
}
