//! How many digests of reminders leave on a day is set for all by a word, for one tenant by its name.

use crossterm::event::KeyCode;
use dondoc_shared::{role::Role, text::Lang, wire::mail::NewBudget, wire::session::Me};
use tui_input::Input;

use super::{all, asked, on_mail, refusal, reply};
use crate::{
    dialog::agree::{Agree, Stop},
    keys::Screen,
    net::{Answer, Call, Order, Request, SettingOrder, SettingWritten},
    tests::{Desk, facts},
};

fn agree(desk: &mut Desk) -> &mut Agree {
    desk.model.agree.as_mut().unwrap()
}

/// The box with these fields, the button that acts pressed.
fn set(lang: Lang, tenant: &str, number: &str) -> Desk {
    let mut desk = on_mail(lang);
    desk.text("B");
    desk.wait(400);
    agree(&mut desk).fields = [tenant, number].map(|text| Input::new(text.to_owned())).into();
    go(&mut desk);
    desk
}

fn go(desk: &mut Desk) {
    agree(desk).focus = Stop::Go;
    desk.key(KeyCode::Enter);
}

fn budgets(desk: &Desk) -> Vec<NewBudget> {
    let budget = |request: &Request| match &request.call {
        Call::Order { order: Order::Setting(SettingOrder::Budget(budget)), .. } => Some(budget.clone()),
        _ => None,
    };
    desk.sent.iter().filter_map(budget).collect()
}

/// The boxes, with a name.
pub fn places(lang: Lang) -> Vec<(&'static str, Desk)> {
    let mut begun = on_mail(lang);
    begun.text("B");
    begun.wait(400);
    vec![("mail_budget", begun), ("mail_budget_wrong", set(lang, "HNO", "0"))]
}

#[test]
fn what_every_tenant_gets_is_set_by_a_word_and_what_one_gets_by_its_name() {
    let mut desk = set(Lang::Vi, "", "150");
    assert!(budgets(&desk).is_empty());
    assert_eq!(agree(&mut desk).focus, Stop::Word);
    desk.text("moi don vi");
    go(&mut desk);
    let all_of_them = NewBudget { tenant: None, digests_a_day: Some(150) };
    assert_eq!(budgets(&desk), std::slice::from_ref(&all_of_them));
    desk.answer(Answer::Setting(SettingWritten::Budget(all_of_them)));
    assert!(desk.model.agree.is_none() && desk.model.common.screen == Screen::Mail);
    let said = Lang::Vi.post_budget_set(&Lang::Vi.post_budget_is(Lang::Vi.desk_everyone(), "150"));
    assert!(desk.screen(80, 24).contains(&said), "{}", desk.screen(80, 24));
    assert!(!asked(&desk).is_empty(), "what is shown is read again");
    let (short, slug) = (facts::tenant(0).short, facts::tenant(0).slug);
    let one = |number| NewBudget { tenant: Some(slug.clone()), digests_a_day: number };
    assert_eq!(budgets(&set(Lang::Vi, &short.to_lowercase(), "5")), [one(Some(5))]);
    assert_eq!(budgets(&set(Lang::Vi, &slug, "")), [one(None)], "the common number again");
}

#[test]
fn a_number_that_cannot_be_is_said_at_its_field_and_stays_to_be_mended() {
    for (tenant, number) in
        [("", ""), ("ha-noi", "0"), ("ha-noi", "100001"), ("ha-noi", "-3"), ("ha-noi", "hai")]
    {
        let mut desk = set(Lang::En, tenant, number);
        if tenant.is_empty() {
            desk.text("all tenants");
            go(&mut desk);
        }
        assert!(budgets(&desk).is_empty(), "{number}");
        let box_ = agree(&mut desk);
        assert_eq!((box_.focus, box_.texts()), (Stop::Field(1), vec![tenant.to_owned(), number.to_owned()]));
    }
    let mut unknown = set(Lang::En, "khong-co", "7");
    unknown.fail(refusal(&[("tenant", "There is no such body.")]));
    assert_eq!(agree(&mut unknown).focus, Stop::Field(0));
    assert!(unknown.screen(80, 24).contains("There is no such body."));
}

#[test]
fn an_observer_sets_no_budget() {
    let me = Me { role: Role::Observer, ..facts::me() };
    let mut desk = Desk::signed_in_as(Lang::Vi, me);
    desk.text("gm");
    reply(&mut desk, &all());
    desk.text("B");
    assert!(desk.model.agree.is_none());
}
