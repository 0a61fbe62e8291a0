//! Getting about: back to where one was, to the end, several steps at once, keys that do nothing, and what is waited for.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    id::EventId,
    text::Lang,
    wire::assignment::{EventKind, Queue},
};
use uuid::Uuid;

use super::{Desk, facts};
use crate::{
    app::msg::Msg,
    keys::{Key, Screen},
    net::{Answer, Call, Failure, UrgingAnswer},
    step::{At, Place},
};

fn cursor(desk: &Desk) -> u32 {
    let list = &desk.model.screens.backlog.list;
    (0..500).find(|n| list.cursor == Some(facts::id(*n))).unwrap()
}

fn asked(desk: &Desk) -> (String, Option<String>, u16) {
    match &desk.last().call {
        Call::Page { filter, cursor, limit, .. } => (filter.clone(), cursor.clone(), *limit),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_step_back_from_a_jump_is_the_list_with_its_filter_and_the_row_that_one_was_on() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("/quahan>14");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..40, 40)));
    desk.text("12j");
    desk.text(":dak lak");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(2..3, 1)));
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Item(Box::new(facts::detail(2))));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.screens.backlog.filter, "tenant:dak-lak");
    desk.key(KeyCode::Esc);
    assert_eq!((desk.model.common.screen, asked(&desk).0.as_str()), (Screen::Backlog, "quahan>14"));
    desk.answer(Answer::Page(facts::page(0..40, 40)));
    assert_eq!(cursor(&desk), 12);
    // And on from there as if there had been no jump: to the whole list, then out.
    desk.key(KeyCode::Esc);
    assert_eq!(asked(&desk).0, "");
    desk.answer(Answer::Page(facts::page(0..60, 60)));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Overview);
}

#[test]
fn one_step_back_from_an_assignment_that_was_jumped_to_is_the_one_before() {
    let mut desk = Desk::on_item(Lang::Vi, 4);
    desk.text(":T24-09/tinh-8");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Item(Box::new(facts::detail(8))));
    assert_eq!(desk.model.screens.item.open.as_ref().unwrap().id, facts::id(8));
    desk.key(KeyCode::Esc);
    assert!(matches!(desk.last().call, Call::Item(id) if id == facts::id(4)));
    assert_eq!(desk.model.screens.item.open.as_ref().unwrap().code, "T24-05/tinh-4");
    desk.key(KeyCode::Esc);
    assert_eq!((desk.model.common.screen, cursor(&desk)), (Screen::Backlog, 4));
}

#[test]
fn the_end_of_the_list_is_its_last_row_and_esc_stops_on_the_way() {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("gb");
    desk.answer(Answer::Page(facts::page(0..100, 450)));
    desk.text("G");
    assert_eq!(asked(&desk), (String::new(), Some("100".to_owned()), 200));
    assert!(desk.screen(80, 24).contains("đang đi đến cuối: 100/450"));
    desk.answer(Answer::Page(facts::page(100..300, 450)));
    assert!(desk.screen(80, 24).contains("đang đi đến cuối: 300/450"));
    desk.answer(Answer::Page(facts::page(300..450, 450)));
    assert_eq!(cursor(&desk), 449);
    assert!(!desk.screen(80, 24).contains("đến cuối"));
    // Esc stops where one has got to, and leaves neither filter nor screen.
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("gb");
    desk.answer(Answer::Page(facts::page(0..100, 450)));
    desk.key(KeyCode::End);
    desk.answer(Answer::Page(facts::page(100..300, 450)));
    let late = desk.last().ticket;
    desk.key(KeyCode::Esc);
    desk.reply(late, Ok(Answer::Page(facts::page(300..450, 450))));
    assert_eq!((desk.model.common.screen, cursor(&desk)), (Screen::Backlog, 299));
    assert!(!desk.screen(80, 24).contains("đến cuối"));
    // So does a movement to elsewhere; and a page that does not come.
    desk.text("G");
    desk.text("k");
    desk.answer(Answer::Page(facts::page(300..450, 450)));
    assert_eq!(cursor(&desk), 298);
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("gb");
    desk.answer(Answer::Page(facts::page(0..100, 450)));
    desk.text("G");
    desk.fail(Failure::TimedOut);
    let screen = desk.screen(80, 24);
    assert!(screen.contains("chưa tải được") && !screen.contains("đến cuối"), "{screen}");
}

#[test]
fn a_number_before_a_movement_says_how_often_and_before_anything_else_does_nothing() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("1");
    assert!(desk.screen(80, 24).contains("1… phím di chuyển"));
    desk.text("5j");
    assert_eq!(cursor(&desk), 15);
    desk.text("3k");
    assert_eq!(cursor(&desk), 12);
    desk.text("j");
    assert_eq!(cursor(&desk), 13, "a number is used up");
    desk.text("9999j");
    assert_eq!(cursor(&desk), 59);
    desk.text("99k");
    // Nothing is acted upon by a number, and Esc only takes it back.
    let sent = desk.sent.len();
    desk.text("5V");
    assert!(desk.screen(80, 24).contains("5 V: số chỉ dùng trước phím di chuyển"));
    desk.text("5");
    desk.key(KeyCode::Esc);
    desk.text("j");
    assert_eq!((cursor(&desk), desk.sent.len(), desk.model.common.screen), (1, sent, Screen::Backlog));
    // In a line that is typed, digits are digits.
    desk.text("/5j");
    assert_eq!(desk.model.screens.backlog.line.as_ref().unwrap().value(), "5j");
}

#[test]
fn a_key_that_does_nothing_says_so_until_the_next_one_and_is_no_message() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    let messages = desk.model.common.toasts.len();
    desk.text("go");
    assert!(desk.screen(80, 24).contains("g o không phải phím lệnh ở đây; ? xem các phím"));
    desk.text("j");
    assert!(!desk.screen(80, 24).contains("không phải phím lệnh"));
    desk.text("Q");
    assert!(desk.screen(80, 24).contains("Q không phải phím lệnh"));
    assert_eq!(desk.model.common.toasts.len(), messages);
    // What an input method sends, and the end of a chord, are nobody's mistake.
    desk.key(KeyCode::Backspace);
    assert!(desk.model.stray.is_none());
    desk.text("g");
    desk.key(KeyCode::Esc);
    assert!(desk.model.stray.is_none() && desk.model.common.screen == Screen::Backlog);
}

#[test]
fn what_the_server_is_asked_for_long_is_said_and_how_long_already() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("R");
    let since = desk.at;
    let ms = std::time::Duration::from_millis;
    assert_eq!(desk.model.wake_at(desk.at), Some(since + ms(300)));
    assert!(!desk.screen(80, 24).contains("đang chờ máy chủ"));
    desk.wait(300);
    assert!(desk.screen(80, 24).contains("đang chờ máy chủ: Tồn đọng, 0 s"));
    assert_eq!(desk.model.wake_at(desk.at), Some(since + ms(1_000)));
    desk.wait(6_900);
    assert!(desk.screen(80, 24).contains("đang chờ máy chủ: Tồn đọng, 7 s"));
    desk.answer(Answer::Page(facts::page(0..60, 60)));
    assert!(!desk.screen(80, 24).contains("đang chờ máy chủ"));
    assert_eq!(desk.model.wake_at(desk.at), None, "nothing moves any more");
    // Nobody who reads the backlog waits for the overview.
    desk.text("gdgb");
    desk.wait(5_000);
    assert!(!desk.screen(80, 24).contains("đang chờ máy chủ"));
}

#[test]
fn equal_messages_in_a_row_are_one_and_use_the_width_of_the_window() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    for _ in 0..7 {
        desk.step(Msg::Saved(Err("không có chỗ".to_owned())));
    }
    desk.step(Msg::Saved(Ok("/x.csv".to_owned())));
    desk.step(Msg::Saved(Err("không có chỗ".to_owned())));
    let long = format!("/{}", "rất-dài-".repeat(11));
    desk.step(Msg::Saved(Ok(long.clone())));
    desk.text("gl");
    let screen = desk.screen(120, 34);
    assert_eq!(screen.matches("không có chỗ").count(), 2, "{screen}");
    assert_eq!(screen.matches("(7 lần)").count(), 1, "{screen}");
    assert!(screen.contains(&long), "{screen}");
}

#[test]
fn the_pane_before_is_the_first_figure_of_the_block_before() {
    let mut desk = Desk::signed_in(Lang::Vi);
    let mut forward = Vec::new();
    for _ in 0..5 {
        forward.push(desk.model.screens.overview.spot());
        desk.key(KeyCode::Tab);
    }
    for spot in forward.iter().rev() {
        desk.key(KeyCode::BackTab);
        assert_eq!(desk.model.screens.overview.spot(), *spot);
    }
}

#[test]
fn a_screen_that_the_role_may_not_see_has_no_tab_and_is_not_found() {
    let me = dondoc_shared::wire::session::Me {
        role: dondoc_shared::role::Role::SystemAdministrator,
        ..facts::me()
    };
    let mut desk = Desk::signed_in_as(Lang::En, me);
    assert!(!desk.screen(200, 24).contains("Backlog"), "{}", desk.screen(200, 24));
    desk.text(":backlog");
    desk.key(KeyCode::Enter);
    assert_eq!(desk.model.common.screen, Screen::Overview);
}

#[test]
fn what_was_looked_for_when_the_session_ended_is_not_done_after_it() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text(":dak lak");
    desk.step(Msg::Reply(Box::new(crate::net::Reply::SessionOver)));
    let asked = desk.sent.len();
    desk.key(KeyCode::Enter);
    assert!(desk.model.common.overlay.is_none());
    assert_eq!(desk.sent.len(), asked);
}

#[test]
fn a_change_behind_an_open_confirmation_is_told_at_once() {
    let (_, mut desk) =
        super::looks::places(Lang::Vi).into_iter().find(|(name, _)| name == "dialog_reopen_confirm").unwrap();
    let facts_again = |desk: &mut Desk, version: i32, refused: bool| {
        desk.step(super::browsing::changed(0));
        let ticket = desk.sent.iter().rev().find(|r| matches!(r.call, Call::Item(_))).unwrap().ticket;
        let mut detail = facts::detail(0);
        detail.row.version = version;
        if refused {
            for act in &mut detail.acts {
                act.refused = Some(ErrorCode::WrongState);
            }
        }
        desk.reply(ticket, Ok(Answer::Item(Box::new(detail))));
    };
    let version = desk.model.dialogs.open.as_ref().unwrap().version;
    facts_again(&mut desk, version, false);
    let dialog = |desk: &Desk| {
        let dialog = desk.model.dialogs.open.as_ref().unwrap();
        (dialog.stage, dialog.version, dialog.form.text())
    };
    let before = dialog(&desk);
    assert_eq!(before.0, crate::dialog::Stage::Confirm, "the own change is none of somebody else");
    facts_again(&mut desk, version + 1, false);
    assert_eq!(dialog(&desk), (crate::dialog::Stage::Edit, version + 1, before.2));
    assert!(desk.screen(80, 24).contains("Người khác vừa thay đổi việc này"));
    facts_again(&mut desk, version + 2, true);
    let screen = desk.screen(80, 24);
    assert!(screen.contains("nên không làm được nữa") && !screen.contains("rồi xác nhận"), "{screen}");
    desk.press(Key::code(KeyCode::Enter));
    assert!(desk.writes().is_empty());
}

#[test]
fn a_change_behind_an_open_dialog_says_who_made_it_and_what_it_was() {
    for lang in Lang::ALL {
        for gone in [false, true] {
            let mut desk = Desk::on_item(*lang, 0);
            desk.text("O");
            desk.wait(400);
            desk.step(super::browsing::changed(0));
            let ticket = desk.sent.iter().rev().find(|r| matches!(r.call, Call::Item(_))).unwrap().ticket;
            let mut detail = facts::detail(0);
            detail.row.version += 1;
            let mut event = detail.timeline[0].clone();
            (event.id, event.kind) = (EventId(Uuid::from_u128(99)), EventKind::Returned);
            event.by = "Chuyên viên Tổ công tác 2".to_owned();
            // Mail that the system sent because of it came after it, and is not what changed.
            let mut mail = event.clone();
            (mail.id, mail.kind) = (EventId(Uuid::from_u128(100)), EventKind::DecisionMailed);
            mail.by = "worker".to_owned();
            detail.timeline.splice(0..0, [mail, event]);
            if gone {
                detail.acts.iter_mut().for_each(|act| act.refused = Some(ErrorCode::WrongState));
            }
            desk.reply(ticket, Ok(Answer::Item(Box::new(detail))));
            let (by, what) = ("Chuyên viên Tổ công tác 2", lang.tui_event_returned());
            let said =
                if gone { lang.tui_done_and_gone(by, what) } else { lang.tui_done_meanwhile(by, what) };
            let screen = desk.screen(80, 24);
            let begins: String = said.chars().take(60).collect();
            assert!(screen.contains(&begins), "{begins}\n{screen}");
        }
    }
}

#[test]
fn esc_leads_from_an_item_to_the_queue_that_it_was_opened_in_and_then_on_the_way_that_one_came() {
    let mut desk = super::queues::in_queue(Lang::Vi, Queue::Submission);
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Item(Box::new(facts::detail(0))));
    desk.text("gx");
    desk.answer(super::queues::page(Queue::Extension, 9));
    desk.text("j");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Item(Box::new(facts::detail(1))));
    let mut way = Vec::new();
    for _ in 0..4 {
        desk.key(KeyCode::Esc);
        way.push(desk.model.common.screen);
    }
    assert_eq!(way, [Screen::Extensions, Screen::Item, Screen::Submissions, Screen::Overview]);
    assert_eq!(desk.model.screens.item.open.as_ref().unwrap().id, facts::id(0));
}

/// An urge about one assignment, on its page.
fn on_urge(lang: Lang) -> Desk {
    let mut desk = super::urges::on_urges(lang);
    desk.key(KeyCode::Enter);
    let Answer::Urging(UrgingAnswer::Urge(mut urge)) = super::urges::detail(0) else { panic!("an urge") };
    urge.assignments.truncate(1);
    desk.answer(Answer::Urging(UrgingAnswer::Urge(urge)));
    desk
}

/// Every screen from which an item may be opened, also from rows further down.
fn openers() -> Vec<(String, Desk)> {
    let mut all = super::looks::places(Lang::Vi);
    all.push(("urge of one".to_owned(), on_urge(Lang::Vi)));
    // What was done lately stands at the end of a tenant's page.
    all.extend((0..6).map(|rows| {
        let mut desk = super::tenant::on_page(Lang::Vi);
        desk.key(KeyCode::End);
        desk.text(&"k".repeat(rows));
        (format!("row {rows} from the end of a tenant"), desk)
    }));
    all
}

#[test]
fn esc_leads_back_from_an_item_to_whatever_screen_opened_it() {
    let mut seen = Vec::new();
    for key in ['\n', 'p'] {
        for (name, mut desk) in openers() {
            let (model, from) = (&desk.model, desk.model.common.screen);
            let is_covered = model.common.overlay.is_some() || model.agree.is_some() || model.log_in.covers;
            if is_covered || model.dialogs.open.is_some() || from == Screen::Item {
                continue;
            }
            // An item of another list was read on the way.
            let item = At::Assignment { id: facts::id(40), code: facts::row(40).code };
            let screens = [(Screen::FIRST, At::AsLeft), (Screen::Blocks, At::AsLeft), (Screen::Item, item)];
            desk.model.common.trail = screens.map(|(screen, at)| Place { screen, at }).to_vec();
            desk.press(if key == '\n' { Key::code(KeyCode::Enter) } else { Key::char(key) });
            if desk.model.common.screen != Screen::Item {
                continue;
            }
            // Evidence that is read is left first.
            for _ in 0..2 {
                if desk.model.common.screen == Screen::Item {
                    desk.key(KeyCode::Esc);
                }
            }
            assert_eq!(desk.model.common.screen, from, "{name} {key:?}");
            assert_eq!(desk.model.common.trail.len(), 3, "{name}: and on the way that led there");
            if !seen.contains(&from) {
                seen.push(from);
            }
        }
    }
    for screen in [
        Screen::Backlog,
        Screen::Submissions,
        Screen::Extensions,
        Screen::Steps,
        Screen::Rechecks,
        Screen::Matrix,
        Screen::Tenant,
        Screen::Urges,
        Screen::Report,
    ] {
        assert!(seen.contains(&screen), "{screen:?} opens no item here: {seen:?}");
    }
}
