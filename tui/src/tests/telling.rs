//! What is said: whole, true, in the reader's language; and what is typed, which is neither cut nor lost unsaid.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use dondoc_shared::{error::ErrorCode, text::Lang};
use std::time::Duration;

use super::{Desk, facts};
use crate::{
    app::msg::Msg,
    dialog::{Stop, form::MAX_TEXT},
    keys::Key,
    net::{Answer, Call, Failure, LinkNews, Reply},
};

/// In the form of a re-opening, listening.
fn reopening() -> Desk {
    let mut desk = Desk::on_item(Lang::Vi, 0);
    desk.text("O");
    desk.wait(400);
    desk
}

/// Puts the focus on the button that goes on.
fn to_go(desk: &mut Desk) {
    let dialog = desk.model.dialogs.open.as_mut().unwrap();
    dialog.focus = Stop::Go;
}

fn text(desk: &Desk) -> String {
    desk.model.dialogs.open.as_ref().unwrap().form.text()
}

/// The lines of the box on the screen, put together.
fn boxed(desk: &mut Desk, with: &str) -> String {
    let inside = |line: &str| line.split('│').nth(1).map(|line| line.trim().to_owned());
    desk.screen(80, 24).lines().filter_map(inside).collect::<Vec<_>>().join(with)
}

fn refused(desk: &mut Desk, retry_after: Option<u32>) {
    let Failure::Refused(mut problem) = facts::problem(ErrorCode::TooManyAttempts, 429) else {
        unreachable!()
    };
    problem.retry_after = retry_after;
    problem.detail = retry_after.map(|seconds| Lang::Vi.wait_seconds(seconds));
    desk.fail(Failure::Refused(problem));
}

#[test]
fn a_lock_out_is_said_once_counts_down_and_ends() {
    let mut desk = Desk::new(Lang::Vi);
    desk.text("mat khau");
    desk.key(KeyCode::Enter);
    refused(&mut desk, Some(4));
    assert!(
        boxed(&mut desk, " ")
            .contains("Đã thử sai quá nhiều lần. Hãy chờ rồi thử lại. Thử lại sau 4 giây.  ")
    );
    assert_eq!(desk.model.wake_at(desk.at), Some(desk.at + Duration::from_secs(1)));
    desk.wait(1_500);
    assert!(boxed(&mut desk, " ").contains("Thử lại sau 3 giây."));
    // What was said stays as a code: it follows the reader into the other language.
    desk.key(KeyCode::F(2));
    let said = boxed(&mut desk, " ");
    assert!(said.contains("Too many failed attempts. Wait, then try again. Try again in 3 s."), "{said}");
    desk.wait(3_000);
    assert!(!boxed(&mut desk, " ").contains("Try again in"));
    assert_eq!(desk.model.wake_at(desk.at), None, "nothing moves any more");
}

#[test]
fn what_was_said_follows_the_reader_into_the_other_language() {
    let mut desk = reopening();
    to_go(&mut desk);
    desk.key(KeyCode::Enter);
    assert!(desk.screen(80, 24).contains(ErrorCode::RemarkRequired.message(Lang::Vi)));
    desk.key(KeyCode::F(2));
    assert!(desk.screen(80, 24).contains(ErrorCode::RemarkRequired.message(Lang::En)));
    desk.key(KeyCode::Esc);
    desk.step(Msg::Saved(Ok("/x.csv".to_owned())));
    assert!(desk.screen(80, 24).contains("Written to /x.csv"));
    desk.text("L");
    assert!(desk.screen(80, 24).contains("Đã ghi /x.csv"));
    desk.text("gl");
    assert!(desk.screen(80, 24).contains("Đã ghi /x.csv"));
}

#[test]
fn the_other_language_is_asked_of_the_server_as_well() {
    let mut desk = Desk::on_item(Lang::Vi, 0);
    desk.text("L");
    assert!(matches!(desk.last().call, Call::Item(_)) && desk.last().lang == Lang::En);
    desk.answer(Answer::Item(Box::new(facts::detail(0))));
    // The list behind was read in the first language.
    desk.key(KeyCode::Esc);
    assert!(matches!(desk.last().call, Call::Page { .. }) && desk.last().lang == Lang::En);
    desk.text("gn");
    desk.answer(Answer::Run(Box::new(super::desk::run(super::desk::FRIDAY, None))));
    desk.text("L");
    assert!(matches!(desk.last().call, Call::Run { .. }) && desk.last().lang == Lang::Vi);
}

#[test]
fn a_message_of_any_length_can_be_read_whole() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    let path = format!("/{}/mo-phong-2024-07-26.csv", "thu-muc/".repeat(20));
    desk.step(Msg::Saved(Ok(path.clone())));
    let screen = desk.screen(80, 24);
    assert!(screen.contains("… g l: đọc hết") && !screen.contains("2024-07-26.csv"), "{screen}");
    for _ in 0..30 {
        desk.step(Msg::Saved(Err("không có chỗ".to_owned())));
    }
    desk.text("gl");
    desk.text("G");
    let read = boxed(&mut desk, "");
    assert!(read.contains(&path), "{read}");
}

#[test]
fn a_screen_that_could_not_be_read_says_why_and_never_that_it_loads() {
    let opened = |chord: &str| {
        let mut desk = Desk::signed_in(Lang::Vi);
        desk.text(chord);
        desk
    };
    for chord in ["gb", "gn", "gp", "gu", "gm", "gk", "gw"] {
        let mut desk = opened(chord);
        let first = desk.sent.iter().position(|request| request.ticket == desk.last().ticket).unwrap();
        let asked: Vec<_> =
            desk.sent[first.saturating_sub(3)..].iter().map(|request| request.ticket).collect();
        for ticket in asked {
            desk.reply(ticket, Err(Failure::TimedOut));
        }
        let screen = desk.screen(80, 24);
        assert!(screen.contains("Máy chủ không trả lời kịp; chưa tải được."), "{chord}: {screen}");
        assert!(!screen.contains("đang tải") && !screen.contains("đã được ghi"), "{chord}: {screen}");
        desk.step(Msg::Reply(Box::new(Reply::Link(LinkNews::Live))));
        assert!(!desk.model.common.asked.is_empty(), "{chord} is read again");
    }
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.key(KeyCode::Enter);
    desk.fail(Failure::TimedOut);
    let screen = desk.screen(80, 24);
    assert!(screen.contains("chưa tải được") && !screen.contains("đang tải"), "{screen}");
}

#[test]
fn a_session_that_is_over_is_not_called_live_and_leaves_no_word_behind() {
    let mut desk = reopening();
    desk.text("Đề nghị báo cáo");
    to_go(&mut desk);
    desk.key(KeyCode::Enter);
    desk.step(Msg::Reply(Box::new(Reply::SessionOver)));
    desk.fail(Failure::SessionOver);
    let screen = desk.screen(80, 24);
    assert!(screen.contains("○ Phiên đã hết") && !screen.contains("Trực tiếp"), "{screen}");
    desk.wait(400);
    desk.text("mat khau");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::SignedIn(facts::me()));
    let screen = desk.screen(80, 24);
    assert!(
        !screen.contains("chưa đăng nhập") && screen.contains("Chưa gửi gì: phiên làm việc đã hết"),
        "{screen}"
    );
    assert_eq!(text(&desk), "Đề nghị báo cáo");
}

#[test]
fn a_list_that_the_end_of_the_session_left_unread_is_read_by_whoever_comes_to_it() {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("gb");
    desk.fail(Failure::SessionOver);
    desk.text("gd");
    desk.answer(Answer::Overview(Box::new(facts::overview())));
    desk.text("gb");
    assert!(matches!(desk.last().call, Call::Page { .. }));
    assert!(desk.screen(80, 24).contains("đang tải"));
}

#[test]
fn what_does_not_fit_is_not_pasted_by_half_anywhere() {
    let mut desk = reopening();
    desk.text("Kính gửi ");
    desk.step(Msg::Paste("Văn ".repeat(MAX_TEXT / 4)));
    assert_eq!(text(&desk), "Kính gửi");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("Đoạn dán có 2000 ký tự, ô này chỉ còn 1991; không dán gì."), "{screen}");
    let mut desk = Desk::new(Lang::Vi);
    desk.step(Msg::Paste("x".repeat(201)));
    assert_eq!(desk.model.log_in.dots(), 0, "half a pass-phrase is none");
    assert!(desk.screen(80, 24).contains("Đoạn dán có 201 ký tự"));
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("/");
    desk.step(Msg::Paste("chữ ".repeat(400)));
    assert_eq!(desk.model.screens.backlog.line.as_ref().unwrap().value(), "");
    assert!(desk.screen(80, 24).contains("không dán gì"));
    let mut desk = super::desk::drafting(Lang::Vi);
    desk.press(crate::keys::Key::ctrl('t'));
    let before = super::desk::draft(&mut desk).body.value().to_owned();
    desk.step(Msg::Paste("x".repeat(4_001)));
    assert_eq!(super::desk::draft(&mut desk).body.value(), before);
    assert!(desk.screen(80, 24).contains("không dán gì"));
    let mut desk = super::mail::on_mail(Lang::Vi);
    desk.text("H");
    desk.wait(400);
    desk.step(Msg::Paste("x".repeat(61)));
    assert!(desk.model.agree.as_ref().unwrap().fields[0].value().is_empty());
    assert!(desk.screen(80, 24).contains("không dán gì"));
}

#[test]
fn a_draft_says_that_it_is_one_and_chooses_nothing_by_itself() {
    let mut desk = Desk::on_item(Lang::Vi, 0);
    desk.text("e");
    desk.wait(400);
    desk.key(KeyCode::Down);
    desk.key(KeyCode::Tab);
    desk.text("Đơn vị đã báo cáo");
    let picked = |desk: &Desk| desk.model.dialogs.open.as_ref().unwrap().form.picked();
    assert_eq!(picked(&desk), Some(1), "the proposal would be dropped");
    desk.key(KeyCode::Esc);
    assert!(desk.screen(80, 24).contains("có bản nháp chưa gửi: "), "{}", desk.screen(80, 24));
    desk.text("e");
    desk.wait(400);
    assert_eq!(desk.model.dialogs.open.as_ref().unwrap().form.text(), "Đơn vị đã báo cáo");
    assert_eq!(picked(&desk), None);
    let screen = desk.screen(80, 24);
    assert!(screen.contains("Bản nháp của bạn ở đây") && !screen.contains("(•)"), "{screen}");
    // Sending says what is missing; the choice is then the person's.
    let before = desk.sent.len();
    desk.model.dialogs.open.as_mut().unwrap().focus = Stop::Go;
    desk.key(KeyCode::Enter);
    assert!(desk.screen(80, 24).contains(Lang::Vi.tui_choose_first()), "{}", desk.screen(80, 24));
    assert_eq!((desk.sent.len(), picked(&desk)), (before, None));
    desk.key(KeyCode::Down);
    assert_eq!(picked(&desk), Some(1));
    // What was only looked at is no draft.
    let mut desk = Desk::on_item(Lang::Vi, 0);
    desk.text("e");
    desk.wait(400);
    desk.key(KeyCode::Down);
    desk.key(KeyCode::Esc);
    desk.text("e");
    assert!(!desk.screen(80, 24).contains("Bản nháp của bạn"));
    assert_eq!(picked(&desk), Some(0));
}

#[test]
fn leaving_names_what_was_not_sent() {
    let mut desk = reopening();
    desk.text("Đề nghị");
    desk.key(KeyCode::Esc);
    desk.press(Key::ctrl('c'));
    assert!(desk.screen(80, 24).contains("bỏ 1 bản nháp chưa gửi"));
    desk.text("gp");
    desk.answer(Answer::Policies(super::desk::policies()));
    desk.text("n");
    desk.key(KeyCode::BackTab);
    desk.text("Bớt thư");
    desk.key(KeyCode::Esc);
    desk.text("gdq");
    let screen = desk.screen(80, 24);
    for said in ["Sẽ mất 2 bản nháp chưa gửi:", "T24-01/ha-noi · Mở lại", "bản 3"] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    // At the end of a session the one on the screen counts as well.
    let mut desk = reopening();
    desk.text("Đề nghị");
    desk.step(Msg::Reply(Box::new(Reply::SessionOver)));
    desk.wait(400);
    desk.key(KeyCode::Esc);
    assert!(desk.screen(80, 24).contains("Sẽ mất 1 bản nháp chưa gửi:"));
}

#[test]
fn a_table_is_written_although_its_draft_became_a_version_meanwhile() {
    let mut desk = super::desk::simulated(Lang::Vi);
    desk.text("w");
    let table = desk.last().ticket;
    assert!(matches!(desk.last().call, Call::SimulationTable(_)));
    let draft = &mut desk.model.screens.draft;
    (draft.draft, draft.face) = (None, crate::screens::draft::Face::Form);
    desk.text("gb");
    desk.reply(table, Ok(Answer::Table("a,b".to_owned())));
    assert_eq!(desk.saved, [("mo-phong-2024-07-26.csv".to_owned(), "a,b".to_owned())]);
}

#[test]
fn ctrl_h_erases_in_every_field_and_ctrl_z_is_the_shells_everywhere() {
    let pressed = |c| Key::from(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL));
    let mut desk = Desk::new(Lang::Vi);
    desk.text("abc");
    desk.press(pressed('h'));
    assert_eq!(desk.model.log_in.dots(), 2);
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("/abc");
    desk.press(pressed('h'));
    assert_eq!(desk.model.screens.backlog.line.as_ref().unwrap().value(), "ab");
    let mut desk = reopening();
    desk.text("abc");
    desk.press(pressed('h'));
    assert_eq!(text(&desk), "ab");
    let desks: [fn() -> Desk; 3] = [|| Desk::new(Lang::Vi), || Desk::in_backlog(Lang::Vi), reopening];
    for mut desk in desks.map(|at| Box::new(at())) {
        desk.press(pressed('z'));
        assert_eq!(desk.suspended, 1);
    }
}
