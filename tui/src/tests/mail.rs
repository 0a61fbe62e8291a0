//! Outgoing mail: what is shown, and that nothing is done to it by accident.

use crossterm::event::KeyCode;
use dondoc_shared::{
    id::{HoldId, MessageId, SuspensionId},
    role::Role,
    text::Lang,
    wire::{
        mail::{
            CancelMessage, Hold, Holds, MailActed, MailState, MessageDetail, MessageRow, MessageState,
            Messages, NewHold, OverBudget, RelayPause, Returned, Suspension, SuspensionReason, Suspensions,
        },
        national::MailFigures,
        policy::{Why, WhyLine},
        session::Me,
    },
};
use jiff::{SignedDuration, civil::date};
use uuid::Uuid;

use super::{Desk, facts};
use crate::{
    app::Screen,
    keys::Key,
    net::{Answer, Call, Failure, MailAnswer, MailCall, Order, Request, Ticket},
    screens::mail::asked::Asked,
};

/// The screens, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let with = |keys: &str| {
        let mut desk = on_mail(lang);
        desk.text(keys);
        desk.wait(400);
        desk
    };
    let (mut none, mut failed) = (opened(lang), opened(lang));
    reply(&mut none, &[quiet(), MailAnswer::Page(page(0..0, 0)), no_holds(), no_addresses()]);
    for (ticket, _) in asked(&failed) {
        failed.reply(ticket, Err(Failure::Unreachable));
    }
    let (mut holds, mut addresses, mut hold_help) = (on_mail(lang), on_mail(lang), on_mail(lang));
    holds.key(KeyCode::Tab);
    addresses.key(KeyCode::BackTab);
    hold_help.key(KeyCode::Tab);
    hold_help.text("?");
    let (mut lift, mut restore) = (on_mail(lang), on_mail(lang));
    lift.key(KeyCode::Tab);
    restore.key(KeyCode::BackTab);
    for desk in [&mut lift, &mut restore] {
        desk.text("U");
        desk.wait(400);
    }
    let mut filtered = with("/ha-noi dead");
    filtered.key(KeyCode::Enter);
    reply(&mut filtered, &[MailAnswer::Page(page(4..5, 5))]);
    let mut held_back = with("H");
    held_back.text("ha-noi");
    held_back.key(KeyCode::Enter);
    held_back.text("26/7");
    held_back.key(KeyCode::Tab);
    held_back.text("Sửa mẫu thư");
    held_back.key(KeyCode::Tab);
    held_back.key(KeyCode::Tab);
    held_back.key(KeyCode::Enter);
    let (mut end, mut unsent) = (on_message(lang, 3), on_message(lang, 0));
    end.key(KeyCode::End);
    unsent.key(KeyCode::Home);
    let named = vec![
        ("mail", on_mail(lang)),
        ("mail_none", none),
        ("mail_failed", failed),
        ("mail_filter", with("/")),
        ("mail_filter_wrong", with("/dead sent")),
        ("mail_filtered", filtered),
        ("mail_holds", holds),
        ("mail_addresses", addresses),
        ("mail_message", on_message(lang, 3)),
        ("mail_message_end", end),
        ("mail_message_unsent", unsent),
        ("mail_cancel", with("C")),
        ("mail_resend", with("jjjjS")),
        ("mail_hold", with("H")),
        ("mail_hold_wrong", held_back),
        ("mail_lift", lift),
        ("mail_restore", restore),
        ("mail_help", hold_help),
    ];
    named.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

fn id(n: u32) -> MessageId {
    // The newest has the greatest.
    MessageId(Uuid::from_u128(u128::from(1_000 - n)))
}

fn row(n: u32) -> MessageRow {
    let kinds = ["digest", "urge", "escalation", "decision"];
    let states = [
        MessageState::Ready,
        MessageState::Leased,
        MessageState::Ambiguous,
        MessageState::Sent,
        MessageState::Dead,
        MessageState::Cancelled,
        MessageState::Intent,
    ];
    let place = usize::try_from(n).unwrap();
    let state = states[place % states.len()];
    let created_at = facts::now() - SignedDuration::from_mins(7 * i64::from(n));
    let tried = matches!(state, MessageState::Ambiguous | MessageState::Dead | MessageState::Sent);
    MessageRow {
        id: id(n),
        tenant: facts::tenant(n),
        kind: kinds[place % kinds.len()].to_owned(),
        state,
        recipient: (n % 5 != 4).then(|| format!("Chuyên viên {n}")),
        address: Some(format!("officer{n}@{}.example", facts::tenant(n).slug)),
        created_at,
        run_at: created_at,
        attempts: i32::from(tried) * 3,
        ambiguous: i32::from(state == MessageState::Ambiguous),
        finished_at: (state == MessageState::Sent).then_some(created_at),
        last_error: (state == MessageState::Dead).then(|| "550 5.7.1 relaying denied".to_owned()),
    }
}

fn page(rows: std::ops::Range<u32>, total: u32) -> Messages {
    let next = (rows.end < total).then(|| rows.end.to_string());
    Messages { items: rows.map(row).collect(), next, now: facts::now() }
}

fn figures() -> MailFigures {
    let oldest_due = Some(facts::now() - SignedDuration::from_mins(50));
    MailFigures { waiting: 1_204, retrying: 31, ambiguous: 2, dead: 4, oldest_due }
}

fn head() -> MailState {
    MailState {
        now: facts::now(),
        figures: figures(),
        pauses: vec![RelayPause {
            relay: "smtp.nation.example:587".to_owned(),
            until: facts::now() + SignedDuration::from_mins(3),
            error: "421 4.7.0 too many connections".to_owned(),
            at: facts::now(),
        }],
        holds: vec![hold(1, Some(1))],
        suspended: 3,
        digests_a_day: 60,
        over_budget: vec![OverBudget { tenant: facts::tenant(0), sent: 60, budget: 60, waiting: 12 }],
    }
}

fn quiet() -> MailAnswer {
    let figures = MailFigures::default();
    MailAnswer::State(Box::new(MailState {
        figures,
        pauses: vec![],
        holds: vec![],
        suspended: 0,
        over_budget: vec![],
        ..head()
    }))
}

fn hold(n: u128, tenant: Option<u32>) -> Hold {
    Hold {
        id: HoldId(Uuid::from_u128(n)),
        tenant: tenant.map(facts::tenant),
        from: facts::now() - SignedDuration::from_hours(2),
        until: tenant.map(|_| facts::now() + SignedDuration::from_hours(6)),
        reason: "Địa phương đang đổi tên miền thư điện tử".to_owned(),
        by: "Lãnh đạo (Tổ công tác)".to_owned(),
        at: facts::now() - SignedDuration::from_hours(2),
        lifted_at: None,
        lifted_by: None,
        in_force: true,
    }
}

fn holds() -> Holds {
    let lifted = Hold {
        lifted_at: Some(facts::now()),
        lifted_by: Some("Chuyên viên (Tổ công tác)".to_owned()),
        in_force: false,
        ..hold(2, None)
    };
    Holds { items: vec![hold(1, Some(1)), lifted], now: facts::now() }
}

fn no_holds() -> MailAnswer {
    MailAnswer::Holds(Holds { items: vec![], now: facts::now() })
}

fn addresses() -> Suspensions {
    let one = |n: u32, reason| Suspension {
        id: SuspensionId(Uuid::from_u128(u128::from(n))),
        tenant: facts::tenant(n),
        address: format!("officer{n}@{}.example", facts::tenant(n).slug),
        whose: Some(format!("Chuyên viên {n}")),
        stands_in: (n > 0).then(|| "Lãnh đạo phê duyệt".to_owned()).into_iter().collect(),
        reason,
        detail: "550 5.1.1 no such user".to_owned(),
        since: facts::now() - SignedDuration::from_hours(30),
        message_id: (n > 0).then(|| id(n)),
    };
    let items = vec![
        one(0, SuspensionReason::Bounce),
        one(1, SuspensionReason::Complaint),
        one(2, SuspensionReason::Bounce),
    ];
    Suspensions { items, total: 3, now: facts::now() }
}

fn no_addresses() -> MailAnswer {
    MailAnswer::Addresses(Suspensions { items: vec![], total: 0, now: facts::now() })
}

fn detail(n: u32) -> MessageDetail {
    let row = row(n);
    let is_sent = row.state == MessageState::Sent;
    let lines: Vec<String> =
        (1..=20).map(|n| format!("{n}. Kết nối cơ sở dữ liệu đất đai: quá hạn 7 ngày")).collect();
    MessageDetail {
        message_id: format!("1.{n}.c0ffee"),
        subject: is_sent.then(|| "Kết quả xử lý hồ sơ T24-08/ha-noi".to_owned()),
        text: is_sent.then(|| format!("Kính gửi anh/chị,\n\n{}\n", lines.join("\n"))),
        held: n == 0,
        returned: is_sent.then(|| Returned {
            at: facts::now(),
            reason: SuspensionReason::Bounce,
            detail: "550 5.1.1 no such user".to_owned(),
        }),
        now: facts::now(),
        row,
    }
}

fn why() -> Why {
    let line = |code: &str, reproduced| WhyLine {
        code: code.to_owned(),
        rule: "overdue-7".to_owned(),
        slot: date(2024, 7, 25),
        policy: "bản 1 toàn quốc".to_owned(),
        facts: vec![
            ("Tình trạng".to_owned(), "đang thực hiện".to_owned()),
            ("Hạn".to_owned(), "18/07/2024".to_owned()),
            ("Quá hạn".to_owned(), "7 ngày".to_owned()),
        ],
        reproduced,
    };
    Why {
        kind: "digest".to_owned(),
        queued_at: facts::now(),
        told: vec!["Bản nhắc việc của ngày 25/07/2024, lập bởi đợt quét lúc 05:00.".to_owned()],
        lines: vec![line("T24-08/ha-noi", true), line("T24-09/ha-noi", false)],
    }
}

fn opened(lang: Lang) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text("gm");
    desk
}

/// What was asked about mail since the screen was opened, with the tickets.
fn asked(desk: &Desk) -> Vec<(Ticket, MailCall)> {
    let mail = |request: &Request| match &request.call {
        Call::Mail(call) => Some((request.ticket, call.clone())),
        _ => None,
    };
    desk.sent.iter().filter_map(mail).collect()
}

/// Answers the newest question of each answer's kind.
fn reply(desk: &mut Desk, answers: &[MailAnswer]) {
    for answer in answers {
        let (is_it, answer): (fn(&MailCall) -> bool, _) = match answer {
            MailAnswer::State(x) => (|c| matches!(c, MailCall::State), MailAnswer::State(x.clone())),
            MailAnswer::Page(x) => (|c| matches!(c, MailCall::Page { .. }), MailAnswer::Page(x.clone())),
            MailAnswer::Holds(x) => (|c| matches!(c, MailCall::Holds), MailAnswer::Holds(x.clone())),
            MailAnswer::Addresses(x) => {
                (|c| matches!(c, MailCall::Addresses), MailAnswer::Addresses(x.clone()))
            }
            MailAnswer::Message(x) => (|c| matches!(c, MailCall::Message(_)), MailAnswer::Message(x.clone())),
            MailAnswer::Why(x) => (|c| matches!(c, MailCall::Why(_)), MailAnswer::Why(x.clone())),
        };
        let (ticket, _) = asked(desk).into_iter().rfind(|(_, call)| is_it(call)).unwrap();
        desk.reply(ticket, Ok(Answer::Mail(answer)));
    }
}

fn all() -> [MailAnswer; 4] {
    [
        MailAnswer::State(Box::new(head())),
        MailAnswer::Page(page(0..50, 60)),
        MailAnswer::Holds(holds()),
        MailAnswer::Addresses(addresses()),
    ]
}

fn on_mail(lang: Lang) -> Desk {
    let mut desk = opened(lang);
    reply(&mut desk, &all());
    desk
}

fn on_message(lang: Lang, n: u32) -> Desk {
    let mut desk = on_mail(lang);
    for _ in 0..n {
        desk.text("j");
    }
    desk.key(KeyCode::Enter);
    let why = MailAnswer::Why(Box::new(why()));
    reply(&mut desk, &[MailAnswer::Message(Box::new(detail(n))), why]);
    desk
}

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
    assert!(desk.screen(80, 24).contains(&Lang::Vi.tui_type_word("all")));
    desk.model.agree.as_mut().unwrap().fields[2] = tui_input::Input::new("sự cố".to_owned());
    // Tenant, until, why, the word, back, go.
    for _ in 0..5 {
        desk.key(KeyCode::Tab);
    }
    desk.key(KeyCode::Enter);
    assert!(orders(&desk).is_empty(), "without the word");
    desk.key(KeyCode::BackTab);
    desk.key(KeyCode::BackTab);
    desk.text("all");
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
    assert!(!desk.screen(80, 24).contains(&Lang::Vi.tui_type_word("all")));
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
fn no_key_however_often_it_is_pressed_does_anything_to_mail() {
    for key in ('!'..='~').chain([' ']) {
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
    assert!(desk.model.mail.open.is_none() && desk.screen(80, 24).contains(Lang::Vi.post_no_message()));
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
    let before = desk.model.mail.log.id;
    assert_eq!((desk.model.mail.rows.len(), before), (60, Some(id(59))));
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
    let rows = &desk.model.mail.rows;
    assert_eq!((rows.len(), rows[1].state, desk.model.mail.log.id), (61, MessageState::Sent, before));
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
    assert_eq!((desk.model.screen, asked_for(&desk)), (Screen::Mail, Some(Asked::default())));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.screen, Screen::Overview);
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
            let labels: Vec<&str> = agree.subject.fields(*lang).into_iter().map(|(label, _)| label).collect();
            let screen = desk.screen(80, 24);
            for label in labels.iter().chain([&lang.tui_button_back(), &lang.tui_confirm_keys()]) {
                assert!(screen.contains(label), "{name} {lang}: {label}\n{screen}");
            }
        }
    }
}
