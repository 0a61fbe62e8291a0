//! Outgoing mail as it is shown.

mod acts;
mod budget;

use crossterm::event::KeyCode;
use dondoc_shared::{
    id::{HoldId, MessageId, SuspensionId},
    text::Lang,
    wire::{
        mail::{
            Hold, Holds, MailReason, MailState, MessageDetail, MessageRow, MessageState, MessageStep,
            Messages, OverBudget, RelayPause, Returned, Suspension, SuspensionReason, Suspensions,
        },
        national::MailFigures,
        policy::{Why, WhyLine},
    },
};
use jiff::{SignedDuration, civil::date};
use uuid::Uuid;

use super::{Desk, desk::refusal, facts};
use crate::net::{Answer, Call, Failure, MailAnswer, MailCall, Request, Ticket};

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
    named.into_iter().chain(budget::places(lang)).map(|(name, desk)| (name.to_owned(), desk)).collect()
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
        steps: if is_sent {
            vec![
                step(-20, MessageState::Ready, "451 4.7.1 greylisted, try again in 5 minutes"),
                step(-5, MessageState::Sent, "250 2.0.0 Ok: queued as 4F1C2"),
            ]
        } else {
            vec![]
        },
        returned: is_sent.then(|| Returned {
            at: facts::now(),
            reason: SuspensionReason::Bounce,
            detail: "550 5.1.1 no such user".to_owned(),
        }),
        now: facts::now(),
        row,
    }
}

fn step(minutes: i64, state: MessageState, said: &str) -> MessageStep {
    MessageStep { at: facts::now() + SignedDuration::from_mins(minutes), state, said: Some(said.to_owned()) }
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

#[test]
fn why_a_message_did_not_leave_is_read_in_the_readers_language_and_a_relays_words_as_they_came() {
    let mut desk = opened(Lang::Vi);
    let ours = MessageRow { last_error: Some(MailReason::TakenAlong.to_string()), ..row(5) };
    let messages = Messages { items: vec![ours.clone()], ..page(0..1, 1) };
    reply(&mut desk, &[MailAnswer::State(Box::new(head())), MailAnswer::Page(messages)]);
    assert!(desk.screen(160, 24).contains("đã gộp vào thư báo trước đó"), "{}", desk.screen(160, 24));
    desk.key(KeyCode::Enter);
    let steps =
        vec![step(3, MessageState::Ready, "451 4.2.2 full"), step(9, MessageState::Cancelled, "taken_along")];
    let told = MessageDetail { row: ours, steps, ..detail(5) };
    reply(&mut desk, &[MailAnswer::Message(Box::new(told)), MailAnswer::Why(Box::new(why()))]);
    let screen = desk.screen(160, 40);
    assert!(screen.contains("đã hủy: đã gộp vào thư báo") && screen.contains("451 4.2.2 full"), "{screen}");
    desk.key(KeyCode::F(2));
    let screen = desk.screen(160, 40);
    assert!(screen.contains("joined to an earlier notice") && !screen.contains("taken_along"), "{screen}");
}

#[test]
fn the_end_of_the_log_is_its_last_message_and_esc_stops_on_the_way() {
    let opened_with_more = || {
        let mut desk = opened(Lang::Vi);
        reply(&mut desk, &[MailAnswer::State(Box::new(head())), MailAnswer::Page(page(0..50, 120))]);
        desk.text("G");
        desk.answer(Answer::Mail(MailAnswer::Page(page(50..100, 120))));
        desk
    };
    let mut desk = opened_with_more();
    assert!(desk.screen(80, 24).contains("đang đi đến cuối: 100"), "{}", desk.screen(80, 24));
    desk.answer(Answer::Mail(MailAnswer::Page(page(100..120, 120))));
    assert_eq!(desk.model.screens.mail.log.selected().map(|row| row.id), Some(row(119).id));
    assert!(!desk.screen(80, 24).contains("đến cuối"));
    let mut desk = opened_with_more();
    desk.key(KeyCode::Esc);
    desk.answer(Answer::Mail(MailAnswer::Page(page(100..120, 120))));
    assert_eq!(desk.model.screens.mail.log.selected().map(|row| row.id), Some(row(99).id));
}

pub fn on_mail(lang: Lang) -> Desk {
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
