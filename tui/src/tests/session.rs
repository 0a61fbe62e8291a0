//! Log-in, the end of a session, a lost link, and answers that come late.

use crossterm::event::KeyCode;
use dondoc_shared::{error::ErrorCode, role::Role, text::Lang, wire::session::Me};
use secrecy::ExposeSecret;
use std::time::Duration;

use super::{Desk, facts};
use crate::{
    app::msg::Msg,
    net::{Answer, Call, Failure, LinkNews, Reply},
};

#[test]
fn the_pass_phrase_is_shown_as_dots_and_forgotten_when_it_was_wrong() {
    let mut desk = Desk::new(Lang::Vi);
    desk.text("bí mật lắm");
    let screen = desk.screen(80, 24);
    assert!(screen.contains(&"•".repeat(10)) && !screen.contains("bí mật lắm"));
    desk.key(KeyCode::Enter);
    assert!(!format!("{:?}", desk.model).contains("bí mật lắm"), "no secret in a debug print");
    desk.fail(facts::problem(ErrorCode::LogInFailed, 401));
    assert!(desk.screen(80, 24).contains("mật khẩu không đúng"));
    assert_eq!(desk.model.log_in.dots(), 0);
}

#[test]
fn a_code_is_asked_for_once_the_pass_phrase_was_right_and_the_pass_phrase_is_not_typed_twice() {
    for lang in [Lang::Vi, Lang::En] {
        let mut desk = Desk::new(lang);
        assert!(!desk.screen(80, 24).contains(lang.second_factor_code()));
        desk.text("bí mật lắm");
        desk.key(KeyCode::Enter);
        desk.fail(facts::problem(ErrorCode::SecondFactorRequired, 401));
        assert!(desk.screen(80, 24).contains(lang.second_factor_code()));
        assert_eq!(desk.model.log_in.dots(), 10);
        let sent = desk.sent.len();
        desk.key(KeyCode::Enter);
        assert_eq!(desk.sent.len(), sent, "no code yet");
        desk.text("123456");
        for size in [(80, 24), (60, 15)] {
            assert!(desk.screen(size.0, size.1).contains("123456"), "{size:?}");
        }
        desk.key(KeyCode::Enter);
        let Call::LogIn(shown) = &desk.last().call else { panic!("{:?}", desk.last()) };
        assert_eq!(
            shown.code.as_ref().map(|code| code.expose_secret().to_owned()),
            Some("123456".to_owned())
        );
        desk.fail(facts::problem(ErrorCode::SecondFactorWrong, 401));
        assert!(!desk.screen(80, 24).contains("123456"), "the next one is typed anew");
        // It may be spent though its answer got lost: nothing is sent again by itself.
        desk.text("222222");
        desk.key(KeyCode::Enter);
        let sent = desk.sent.len();
        desk.fail(Failure::Unreachable);
        desk.wait(120_000);
        assert!(desk.sent.len() == sent && !desk.screen(80, 24).contains("222222"));
        // Round and round, and back to the code.
        for _ in 0..3 {
            desk.key(KeyCode::Tab);
        }
        desk.text("654321");
        desk.key(KeyCode::Enter);
        desk.answer(Answer::SignedIn(facts::me()));
        assert!(!desk.screen(80, 24).contains("654321"));
    }
}

#[test]
fn a_log_in_that_is_given_up_while_its_answer_is_on_the_way_leaves_no_session() {
    let mut desk = Desk::new(Lang::Vi);
    desk.text("mat khau");
    desk.key(KeyCode::Enter);
    desk.key(KeyCode::Esc);
    assert!(!desk.left && matches!(desk.last().call, Call::LogOut));
}

#[test]
fn an_unreachable_server_is_tried_again_after_a_countdown() {
    let mut desk = Desk::new(Lang::Vi);
    desk.text("mat khau");
    desk.key(KeyCode::Enter);
    desk.fail(Failure::Unreachable);
    assert!(desk.screen(80, 24).contains("Tự thử lại sau"));
    let before = desk.sent.len();
    let next = desk.model.wake_at(desk.at).unwrap();
    assert!(next <= desk.at + Duration::from_secs(1), "the countdown counts");
    desk.wait(31_000);
    assert_eq!(desk.sent.len(), before + 1);
    assert!(matches!(desk.last().call, Call::LogIn(_)));
}

#[test]
fn a_tenants_person_is_sent_to_the_portal() {
    let mut desk = Desk::new(Lang::Vi);
    desk.text("mat khau");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::SignedIn(Me { role: Role::Officer, ..facts::me() }));
    assert!(desk.screen(80, 24).contains("chỉ dành cho Tổ công tác"));
    assert!(matches!(desk.last().call, Call::LogOut));
}

#[test]
fn when_the_session_ends_the_draft_survives_and_nothing_is_written_again_by_itself() {
    let mut desk = Desk::on_item(Lang::Vi, 0);
    desk.text("O");
    desk.wait(400);
    desk.text("Đề nghị báo cáo");
    desk.step(Msg::Reply(Box::new(Reply::SessionOver)));
    assert!(desk.screen(80, 24).contains("Phiên làm việc đã hết"));
    desk.text(" tiến độ");
    assert_eq!(desk.model.log_in.dots(), 0, "what was typed on is no pass-phrase");
    desk.wait(400);
    desk.key(KeyCode::Esc);
    assert!(desk.model.common.overlay.is_some(), "leaving is asked, because the draft is behind the box");
    desk.key(KeyCode::Esc);
    desk.text("mat khau");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::SignedIn(facts::me()));
    let screen = desk.screen(80, 24);
    assert!(screen.contains("Đề nghị báo cáo"), "{screen}");
    assert!(desk.writes().is_empty());
    assert!(matches!(desk.last().call, Call::Item(_)), "reads are made again");
}

#[test]
fn another_person_after_the_session_finds_nothing_of_the_first() {
    let mut desk = Desk::on_item(Lang::Vi, 0);
    desk.text("O");
    desk.wait(400);
    desk.text("riêng của tôi");
    desk.step(Msg::Reply(Box::new(Reply::SessionOver)));
    desk.wait(400);
    desk.text("mat khau");
    desk.key(KeyCode::Enter);
    let other = Me { id: dondoc_shared::id::UserId(uuid::Uuid::from_u128(4)), ..facts::me() };
    desk.answer(Answer::SignedIn(other));
    assert!(
        desk.model.dialogs.open.is_none()
            && desk.model.dialogs.drafts.is_empty()
            && desk.model.screens.item.open.is_none()
    );
}

#[test]
fn a_list_that_could_not_be_read_is_read_when_the_server_is_there_again() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("R");
    desk.fail(Failure::Unreachable);
    let before = desk.last().ticket;
    desk.step(Msg::Reply(Box::new(Reply::Link(LinkNews::Live))));
    assert!(desk.last().ticket != before && matches!(desk.last().call, Call::Page { .. }));
}

#[test]
fn an_answer_to_an_earlier_question_is_dropped_and_counted() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("R");
    let early = desk.last().ticket;
    desk.text("R");
    desk.reply(early, Ok(Answer::Page(facts::page(20..30, 30))));
    assert_eq!(desk.model.dropped, 1);
    assert_eq!(desk.model.screens.backlog.rows.len(), 60);
    desk.answer(Answer::Page(facts::page(0..5, 5)));
    assert_eq!(desk.model.screens.backlog.rows.len(), 5);
}

#[test]
fn a_lost_link_is_shown_with_its_countdown_and_tried_at_once_on_demand() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    assert!(desk.screen(80, 24).contains("● Trực tiếp"));
    let lost = LinkNews::Lost { attempt: 3, retry_in: Duration::from_secs(6) };
    desk.step(Msg::Reply(Box::new(Reply::Link(lost))));
    assert!(desk.screen(80, 24).contains("thử lại 6s (lần 3)"));
    desk.wait(1_500);
    assert!(desk.screen(80, 24).contains("thử lại 5s (lần 3)"));
    desk.text("R");
    assert!(desk.sent.iter().any(|request| matches!(request.call, Call::RetryNow)));
}

#[test]
fn leaving_takes_two_deliberate_steps_and_ends_the_session() {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("qqq");
    desk.key(KeyCode::Enter);
    assert!(!desk.left, "typed ahead");
    desk.wait(400);
    desk.key(KeyCode::Enter);
    assert!(!desk.left && desk.model.common.overlay.is_none(), "the focus begins on staying");
    desk.text("q");
    desk.wait(400);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    assert!(desk.left && matches!(desk.last().call, Call::LogOut));
}

#[test]
fn ctrl_c_leaves_only_when_pressed_twice_within_two_seconds() {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.press(crate::keys::Key::ctrl('c'));
    desk.wait(2_500);
    desk.press(crate::keys::Key::ctrl('c'));
    assert!(!desk.left);
    desk.wait(500);
    desk.press(crate::keys::Key::ctrl('c'));
    assert!(desk.left);
}

#[test]
fn a_panic_in_the_background_is_a_message_on_an_intact_screen() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.step(Msg::TaskPanicked("src/x.rs:1".to_owned()));
    let screen = desk.screen(80, 24);
    assert!(screen.contains("src/x.rs:1") && screen.contains("T24-01/ha-noi"));
}

#[test]
fn an_answer_goes_to_the_screen_that_asked_and_to_no_other_whichever_is_shown() {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("gn");
    let of_run = desk.last().ticket;
    desk.text("gp");
    let of_policies = desk.last().ticket;
    desk.text("gb");
    desk.reply(of_run, Ok(Answer::Run(Box::new(super::desk::run(super::desk::FRIDAY, None)))));
    desk.reply(of_policies, Err(Failure::TimedOut));
    let screens = &desk.model.screens;
    assert!(screens.run.run.value.is_some() && !screens.run.run.has_failed());
    assert!(screens.policies.versions.has_failed() && screens.backlog.failure.is_none());
    assert!(!screens.urges.statistics.has_failed() && !screens.to_assign.tasks.has_failed());
    assert_eq!(desk.model.dropped, 0);
    desk.reply(of_run, Err(Failure::TimedOut));
    assert!(!desk.model.screens.run.run.has_failed(), "it was answered already");
    assert_eq!(desk.model.dropped, 1);
}
