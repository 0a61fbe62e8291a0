//! The Working Group's own contacts: its administrator keeps the address to which the highest escalations go.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    id::SuspensionId,
    role::Role,
    text::Lang,
    wire::{
        ContactRole, Written,
        contact::{Contact, Contacts, NewContact},
        mail::{Suspension, SuspensionReason, Suspensions},
        session::Me,
    },
};
use tui_input::Input;
use uuid::Uuid;

use super::{Desk, facts};
use crate::{
    dialog::agree::{Agree, Stop},
    keys::Screen,
    net::{Answer, Call, Failure, MailAnswer, Order, Request, SettingOrder, SettingWritten, Ticket},
};

/// The screens, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let (mut failed, mut help) = (asked(lang), on_contacts(lang, contact(3)));
    for ticket in [Ticket(failed.last().ticket.0 - 1), failed.last().ticket] {
        failed.reply(ticket, Err(Failure::TimedOut));
    }
    help.text("?");
    let mut wrong = changing(lang, contact(3));
    type_in(&mut wrong, "Phó Chủ tịch thường trực", "vanthu@uy-ban");
    go(&mut wrong);
    let empty = Contact { office: String::new(), address: String::new(), verified_at: None, ..contact(0) };
    let named = vec![
        ("contacts", on_contacts(lang, contact(3))),
        ("contacts_none", on_contacts(lang, empty)),
        ("contacts_failed", failed),
        ("contacts_help", help),
        ("contacts_change", changing(lang, contact(3))),
        ("contacts_change_wrong", wrong),
    ];
    named.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

fn contact(version: i32) -> Contact {
    Contact {
        role: ContactRole::ViceChair,
        office: "Văn phòng Phó Thủ tướng".to_owned(),
        address: "vicechair@national.example".to_owned(),
        verified_at: Some(facts::now()),
        version,
    }
}

fn asked(lang: Lang) -> Desk {
    let me = Me { role: Role::SystemAdministrator, ..facts::me() };
    let mut desk = Desk::signed_in_as(lang, me);
    desk.text("ga");
    desk
}

/// Answers what was asked last: the addresses that take no mail, then the offices.
fn reply(desk: &mut Desk, contact: Contact, suspended: Vec<Suspension>) {
    let last = desk.last().ticket;
    let total = i64::try_from(suspended.len()).unwrap();
    let addresses = Suspensions { items: suspended, total, now: facts::now() };
    desk.reply(Ticket(last.0 - 1), Ok(Answer::Mail(MailAnswer::Addresses(addresses))));
    desk.reply(last, Ok(Answer::Contacts(Contacts { items: vec![contact] })));
}

fn on_contacts(lang: Lang, contact: Contact) -> Desk {
    let mut desk = asked(lang);
    reply(&mut desk, contact, vec![]);
    desk
}

fn changing(lang: Lang, contact: Contact) -> Desk {
    let mut desk = on_contacts(lang, contact);
    desk.text("c");
    desk.wait(400);
    desk
}

fn agree(desk: &mut Desk) -> &mut Agree {
    desk.model.agree.as_mut().unwrap()
}

fn type_in(desk: &mut Desk, office: &str, address: &str) {
    agree(desk).fields = [office, address].map(|text| Input::new(text.to_owned())).into();
}

fn go(desk: &mut Desk) {
    agree(desk).focus = Stop::Go;
    desk.key(KeyCode::Enter);
}

fn orders(desk: &Desk) -> Vec<SettingOrder> {
    let order = |request: &Request| match &request.call {
        Call::Order { order: Order::Setting(order), .. } => Some(order.clone()),
        _ => None,
    };
    desk.sent.iter().filter_map(order).collect()
}

#[test]
fn the_address_is_changed_with_the_version_that_was_read_and_the_list_is_read_again() {
    let mut desk = changing(Lang::Vi, contact(3));
    assert_eq!(agree(&mut desk).texts()[1], "vicechair@national.example");
    type_in(&mut desk, "Văn phòng Chính phủ", "pctt@chinhphu.example");
    assert!(desk.screen(80, 24).contains(Lang::Vi.contacts_new_address()));
    go(&mut desk);
    let body = NewContact {
        office: "Văn phòng Chính phủ".to_owned(),
        address: "pctt@chinhphu.example".to_owned(),
    };
    let role = ContactRole::ViceChair;
    assert_eq!(orders(&desk), [SettingOrder::Contact { role, version: 3, body }]);
    let written = Written { id: Uuid::from_u128(1), version: 4 };
    desk.answer(Answer::Setting(SettingWritten::Contact(written)));
    assert!(desk.model.agree.is_none());
    assert!(matches!(desk.last().call, Call::Contacts));
    let said = Lang::Vi.contacts_written(role.name(Lang::Vi), "pctt@chinhphu.example");
    assert!(desk.screen(120, 24).contains(&said), "{}", desk.screen(120, 24));
}

#[test]
fn what_is_no_address_is_said_at_its_field_and_an_address_is_never_emptied() {
    for (office, address, place) in
        [("", "a@x.example", 0), ("Văn phòng", "", 1), ("Văn phòng", "a@x.example, b@x.example", 1)]
    {
        let mut desk = changing(Lang::En, contact(3));
        type_in(&mut desk, office, address);
        go(&mut desk);
        assert!(orders(&desk).is_empty(), "{address}");
        let box_ = agree(&mut desk);
        assert_eq!(
            (box_.focus, box_.texts()),
            (Stop::Field(place), vec![office.to_owned(), address.to_owned()])
        );
    }
}

#[test]
fn somebody_elses_change_is_shown_beside_what_was_typed_and_written_over_only_once_more() {
    let mut desk = changing(Lang::Vi, contact(3));
    type_in(&mut desk, "Văn phòng Chính phủ", "pctt@chinhphu.example");
    go(&mut desk);
    desk.fail(facts::problem(ErrorCode::VersionStale, 412));
    let again = desk.sent.iter().find(|request| {
        matches!(request.call, Call::Contacts) && desk.model.common.asked.contains_key(&request.ticket)
    });
    let again = again.unwrap().ticket;
    let other = Contact { office: "Văn phòng Ủy ban".to_owned(), ..contact(4) };
    desk.reply(again, Ok(Answer::Contacts(Contacts { items: vec![other] })));
    let screen = desk.screen(80, 24);
    assert!(screen.contains("Văn phòng Ủy ban") && screen.contains("pctt@chinhphu.example"), "{screen}");
    assert_eq!((agree(&mut desk).focus, orders(&desk).len()), (Stop::Cancel, 1));
    desk.wait(400);
    go(&mut desk);
    assert!(matches!(orders(&desk)[..], [_, SettingOrder::Contact { version: 4, .. }]));
}

#[test]
fn an_address_that_takes_no_mail_is_said_to_beside_it() {
    let mut desk = asked(Lang::Vi);
    let suspended = Suspension {
        id: SuspensionId(Uuid::from_u128(5)),
        tenant: facts::tenant(99),
        address: "ViceChair@national.example".to_owned(),
        whose: None,
        stands_in: vec![],
        reason: SuspensionReason::Bounce,
        detail: "550 no such user".to_owned(),
        since: facts::now(),
        message_id: None,
    };
    reply(&mut desk, contact(3), vec![suspended]);
    assert!(desk.screen(120, 24).contains(Lang::Vi.tenant_takes_no_mail()), "{}", desk.screen(120, 24));
}

#[test]
fn nobody_but_the_administrator_comes_to_the_contacts() {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("ga");
    assert_eq!(desk.model.common.screen, Screen::Overview);
    assert!(desk.screen(80, 24).contains(ErrorCode::NotPermitted.message(Lang::Vi)));
}

#[test]
fn the_contacts_at_120x40() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            insta::assert_snapshot!(format!("{name}_120_{lang}"), desk.screen(120, 40));
        }
    }
}
