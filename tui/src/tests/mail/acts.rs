//! What may be done to outgoing mail, and what may not.

use crossterm::event::KeyCode;
use dondoc_shared::{
    id::{HoldId, MessageId, SuspensionId},
    role::Role,
    text::Lang,
    wire::{
        mail::{CancelMessage, MailActed, MessageRow, MessageState, NewHold},
        session::Me,
    },
};
use uuid::Uuid;

use super::{all, asked, head, id, no_addresses, no_holds, on_mail, page, places, reply, row};
use crate::{
    keys::{Command, Key, Screen},
    net::{Answer, Call, Failure, MailAnswer, MailCall, Order, Request, asked::Asked},
    tests::{Desk, desk::refusal, facts},
};

fn orders(desk: &Desk) -> Vec<Order> {
    let order = |request: &Request| match &request.call {
        Call::Order { order, .. } => Some(order.clone()),
        _ => None,
    };
    desk.sent.iter().filter_map(order).collect()
}

fn acted() -> Answer {
    Answer::Acted(MailActed { id: Uuid::from_u128(9) })
}

#[test]
fn a_message_that_waits_is_cancelled_with_a_reason_and_no_other_message_can_be() {
    let mut desk = on_mail(Lang::Vi);
    desk.text("C");
    desk.wait(400);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    assert!(orders(&desk).is_empty(), "without a reason");
    assert!(desk.screen(80, 24).contains(Lang::Vi.post_reason_missing()));
    desk.text("gửi nhầm");
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    let cancel = CancelMessage { remark: "gửi nhầm".to_owned() };
    assert_eq!(orders(&desk), [Order::CancelMail(id(0), cancel)]);
    desk.answer(acted());
    assert!(desk.model.agree.is_none() && desk.screen(80, 24).contains(Lang::Vi.post_cancelled()));
    assert!(matches!(asked(&desk).last(), Some((_, MailCall::Addresses))), "read again");
    // The next one is being prepared, the one after is in doubt.
    for _ in 0..2 {
        desk.text("jC");
        assert!(desk.model.agree.is_none());
    }
    let said = Lang::Vi.post_cannot_cancel(MessageState::Ambiguous.name(Lang::Vi));
    assert!(desk.screen(80, 24).contains(&said), "{}", desk.screen(80, 24));
}

#[test]
fn what_was_given_up_goes_again_only_by_the_button_and_the_same_key_is_kept_for_a_second_try() {
    let mut desk = on_mail(Lang::Vi);
    desk.text("S");
    assert!(desk.model.agree.is_none(), "what waits goes by itself");
    desk.text("jjjjS");
    // Enter, held down, presses what does nothing; nothing counts before the box has been there for a while.
    for _ in 0..3 {
        desk.key(KeyCode::Enter);
    }
    desk.wait(400);
    desk.key(KeyCode::Enter);
    assert!(desk.model.agree.is_none() && orders(&desk).is_empty());
    desk.text("S");
    desk.wait(400);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    desk.fail(Failure::TimedOut);
    desk.key(KeyCode::Enter);
    let keys: Vec<Uuid> = desk
        .sent
        .iter()
        .filter_map(|request| match &request.call {
            Call::Order { key, order: Order::ResendMail(resent) } if *resent == id(4) => Some(*key),
            _ => None,
        })
        .collect();
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0], keys[1], "it may have been carried out");
}

#[test]
fn all_mail_is_held_only_by_a_word_and_a_tenants_by_its_key() {
    let mut desk = on_mail(Lang::Vi);
    desk.text("H");
    desk.wait(400);
    assert!(desk.screen(80, 24).contains(&Lang::Vi.tui_type_word("mọi thư")));
    desk.model.agree.as_mut().unwrap().fields[2] = tui_input::Input::new("sự cố".to_owned());
    // Tenant, until, why, the word, back, go.
    for _ in 0..5 {
        desk.key(KeyCode::Tab);
    }
    desk.key(KeyCode::Enter);
    assert!(orders(&desk).is_empty(), "without the word");
    assert!(
        desk.screen(80, 24).contains(&Lang::Vi.tui_type_word_first("mọi thư")),
        "and it says so where it is typed"
    );
    desk.text("moi thu");
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    let reason = "sự cố".to_owned();
    let all = NewHold { tenant: None, from: None, until: None, reason };
    assert_eq!(orders(&desk), [Order::HoldMail(all)]);
    desk.answer(acted());
    desk.text("H");
    desk.wait(400);
    desk.text("Ha-Noi");
    assert!(!desk.screen(80, 24).contains(&Lang::Vi.tui_type_word("mọi thư")));
    desk.key(KeyCode::Tab);
    desk.text("26/07/2024 17:00");
    desk.key(KeyCode::Tab);
    desk.text("đổi tên miền");
    for _ in 0..2 {
        desk.key(KeyCode::Tab);
    }
    desk.key(KeyCode::Enter);
    let until = Some("2024-07-26T10:00:00Z".parse().unwrap());
    let reason = "đổi tên miền".to_owned();
    let one = NewHold { tenant: Some("ha-noi".to_owned()), from: None, until, reason };
    assert_eq!(orders(&desk).last(), Some(&Order::HoldMail(one)));
}

#[test]
fn the_tenant_of_a_hold_is_known_by_each_of_its_names_and_a_slip_is_refused_with_the_nearest() {
    let hold = |typed: &str| {
        let mut desk = on_mail(Lang::Vi);
        desk.text("H");
        desk.wait(400);
        desk.text(typed);
        desk.model.agree.as_mut().unwrap().fields[2] = tui_input::Input::new("sự cố".to_owned());
        desk.model.agree.as_mut().unwrap().focus = crate::dialog::agree::Stop::Go;
        desk.key(KeyCode::Enter);
        desk
    };
    for typed in ["hno", "HNO", "ha-noi", "Hà Nội", "ủy ban nhân dân thành phố hà nội"] {
        let held = |order: &Order| matches!(order, Order::HoldMail(NewHold { tenant: Some(slug), .. }) if slug == "ha-noi");
        assert!(orders(&hold(typed)).last().is_some_and(held), "{typed}");
    }
    let mut desk = hold("ha-noii");
    assert!(orders(&desk).is_empty());
    assert!(desk.screen(80, 24).contains("có phải “ha-noi”?"), "{}", desk.screen(80, 24));
    let agree = desk.model.agree.as_ref().unwrap();
    assert_eq!(agree.focus, crate::dialog::agree::Stop::Field(0), "where it is mended");
}

#[test]
fn a_fault_of_a_field_names_it_as_the_box_does() {
    let mut desk = on_mail(Lang::Vi);
    desk.text("H");
    desk.wait(400);
    desk.text("HNO");
    desk.model.agree.as_mut().unwrap().fields[2] = tui_input::Input::new("sự cố".to_owned());
    desk.model.agree.as_mut().unwrap().focus = crate::dialog::agree::Stop::Go;
    desk.key(KeyCode::Enter);
    desk.fail(refusal(&[("reason", &Lang::Vi.field_too_long("reason", 500, 3))]));
    let screen = desk.screen(80, 24);
    assert!(screen.contains("“Lý do” dài quá 500 ký tự"), "{screen}");
    assert!(!screen.contains("reason"), "{screen}");
}

#[test]
fn no_key_however_often_it_is_pressed_does_anything_to_mail() {
    // `Y` says yes, and led to none of these boxes.
    for key in ('!'..='~').filter(|key| *key != 'Y').chain([' ']) {
        for (keys, open) in [("", "C"), ("jjjj", "S"), ("", "H"), ("\t", "U"), ("\t\t", "U")] {
            let mut desk = on_mail(Lang::Vi);
            for c in keys.chars() {
                desk.press(if c == '\t' { Key::code(KeyCode::Tab) } else { Key::char(c) });
            }
            desk.text(open);
            assert!(desk.model.agree.is_some(), "{keys:?} {open}");
            for _ in 0..3 {
                desk.press(Key::char(key));
                desk.key(KeyCode::Enter);
            }
            desk.wait(400);
            for _ in 0..6 {
                desk.press(Key::char(key));
                desk.key(KeyCode::Enter);
            }
            assert!(orders(&desk).is_empty(), "{keys:?} {open} {key}");
        }
    }
}

#[test]
fn one_key_says_yes_once_the_box_listens_and_the_box_says_so() {
    for lang in Lang::ALL {
        let mut desk = on_mail(*lang);
        desk.key(KeyCode::Tab);
        desk.text("UYY");
        assert!(orders(&desk).is_empty(), "typed ahead");
        desk.wait(400);
        assert!(desk.screen(80, 24).contains(lang.button_keys(true)), "{}", desk.screen(80, 24));
        desk.text("Y");
        assert_eq!(orders(&desk).len(), 1);
    }
}

#[test]
fn a_hold_is_lifted_and_an_address_restored_where_each_is_listed() {
    let mut desk = on_mail(Lang::En);
    desk.key(KeyCode::Tab);
    desk.text("jU");
    assert!(desk.model.agree.is_none() && desk.screen(80, 24).contains(Lang::En.post_cannot_lift()));
    desk.text("kU");
    desk.wait(400);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    assert_eq!(orders(&desk), [Order::LiftHold(HoldId(Uuid::from_u128(1)))]);
    desk.answer(acted());
    desk.key(KeyCode::Tab);
    desk.text("jjU");
    desk.wait(400);
    assert!(desk.screen(80, 24).contains("officer2@dak-lak.example"));
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    assert_eq!(orders(&desk).last(), Some(&Order::RestoreAddress(SuspensionId(Uuid::from_u128(2)))));
}

#[test]
fn a_suspended_address_leads_to_the_mail_that_came_back() {
    let mut desk = on_mail(Lang::Vi);
    desk.key(KeyCode::BackTab);
    desk.key(KeyCode::Enter);
    assert!(
        desk.model.screens.mail.open.is_none() && desk.screen(80, 24).contains(Lang::Vi.post_no_message())
    );
    desk.text("j");
    desk.key(KeyCode::Enter);
    assert!(asked(&desk).iter().any(|(_, call)| *call == MailCall::Why(id(1))));
}

#[test]
fn the_log_is_read_again_by_itself_and_keeps_cursor_and_what_lies_below() {
    let mut desk = on_mail(Lang::Vi);
    desk.key(KeyCode::End);
    reply(&mut desk, &[MailAnswer::Page(page(50..60, 60))]);
    desk.key(KeyCode::End);
    let before = desk.model.screens.mail.log.list.cursor;
    assert_eq!((desk.model.screens.mail.log.rows.len(), before), (60, Some(id(59))));
    let asked_before = asked(&desk).len();
    desk.wait(19_000);
    assert_eq!(asked(&desk).len(), asked_before);
    desk.wait(2_000);
    assert_eq!(asked(&desk).len(), asked_before + 4);
    // Meanwhile a message was sent, and the newest is a new one.
    let mut fresh = page(0..50, 60);
    fresh.items[0].state = MessageState::Sent;
    fresh.items.insert(0, MessageRow { id: MessageId(Uuid::from_u128(2_000)), ..row(0) });
    fresh.items.pop();
    reply(&mut desk, &[MailAnswer::Page(fresh)]);
    let rows = &desk.model.screens.mail.log.rows;
    assert_eq!(
        (rows.len(), rows[1].state, desk.model.screens.mail.log.list.cursor),
        (61, MessageState::Sent, before)
    );
    assert!(rows.is_sorted_by(|a, b| a.id > b.id));
    desk.text("gd");
    let asked_before = asked(&desk).len();
    desk.wait(60_000);
    assert_eq!(asked(&desk).len(), asked_before, "only while it is looked at");
}

#[test]
fn a_part_of_the_log_is_asked_for_and_left_again() {
    let mut desk = on_mail(Lang::Vi);
    desk.text("/DEAD ha-noi");
    desk.key(KeyCode::Enter);
    let asked_for = |desk: &Desk| {
        asked(desk).into_iter().rev().find_map(|(_, call)| match call {
            MailCall::Page { asked, .. } => Some(asked),
            _ => None,
        })
    };
    let state = Some(MessageState::Dead);
    let part = Asked { tenant: Some("ha-noi".to_owned()), state, ..Asked::default() };
    assert_eq!(asked_for(&desk), Some(part));
    reply(&mut desk, &[MailAnswer::Page(page(0..0, 0))]);
    assert!(desk.screen(80, 24).contains(Lang::Vi.post_log_none()));
    desk.key(KeyCode::Esc);
    assert_eq!((desk.model.common.screen, asked_for(&desk)), (Screen::Mail, Some(Asked::default())));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Overview);
}

#[test]
fn a_part_of_the_log_that_the_server_refuses_says_why_and_not_that_it_is_on_its_way() {
    let mut desk = on_mail(Lang::En);
    desk.text("/weekly khongco");
    desk.key(KeyCode::Enter);
    let log = asked(&desk).into_iter().rev().find(|(_, call)| matches!(call, MailCall::Page { .. }));
    let (ticket, _) = log.unwrap();
    desk.reply(ticket, Err(Failure::Unreachable));
    reply(&mut desk, &[MailAnswer::State(Box::new(head())), no_holds(), no_addresses()]);
    let screen = desk.screen(80, 24);
    assert!(!screen.contains(Lang::En.tui_loading()), "{screen}");
    let why: String = Failure::Unreachable.text(Lang::En).chars().take(20).collect();
    assert!(screen.contains(&why), "{screen}");
}

#[test]
fn who_may_not_manage_mail_reads_it_and_is_offered_no_act() {
    let mut desk = Desk::signed_in_as(Lang::En, Me { role: Role::Observer, ..facts::me() });
    desk.text("gm");
    reply(&mut desk, &all());
    for (keys, bar) in [("C", Lang::En.post_bar_cancel()), ("H", Lang::En.post_bar_hold())] {
        let screen = desk.screen(120, 24);
        assert!(!screen.lines().last().unwrap().contains(bar), "{screen}");
        desk.text(keys);
        assert!(desk.model.agree.is_none());
    }
    desk.text("?");
    assert!(!desk.screen(120, 40).contains(Lang::En.post_key_hold()));
}

#[test]
fn no_label_of_a_box_about_mail_is_cut_at_80x24() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            let Some(agree) = &desk.model.agree else { continue };
            let labels: Vec<&str> = agree.act.fields(*lang).into_iter().map(|(label, _)| label).collect();
            let keys = lang.button_keys(agree.layer().takes.contains(&Command::Yes));
            let screen = desk.screen(80, 24);
            for label in labels.iter().chain([&lang.tui_button_back(), &keys]) {
                assert!(screen.contains(label), "{name} {lang}: {label}\n{screen}");
            }
        }
    }
}
