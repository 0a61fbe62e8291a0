//! What ends without its act says so, what can be taken back says for how long, and a message ends with its screen.

use std::time::Duration;

use crossterm::event::KeyCode;
use dondoc_shared::{
    text::{Both, Lang},
    wire::{assignment::Queue, decision::Decision},
};

use super::{Desk, composer, decisions, facts, queues};
use crate::{
    keys::Screen,
    net::{Answer, Failure},
    step::toast::Tone,
};

/// The status row of a window of 80 columns: the last line but one.
fn status(desk: &mut Desk) -> String {
    let screen = desk.screen(80, 24);
    screen.lines().rev().nth(1).unwrap_or_default().trim().to_owned()
}

/// What was said last.
fn said(desk: &Desk) -> String {
    let last = desk.model.common.toasts.newest_first().next();
    last.map(|toast| toast.text.get(desk.model.common.lang).to_owned()).unwrap_or_default()
}

#[test]
fn an_urge_that_is_left_at_any_face_is_not_issued_and_that_is_said() {
    for lang in Lang::ALL {
        let given_up = lang.composer_given_up("");
        let mut desk = composer::planned(*lang, &composer::plan(4));
        desk.text("Y");
        desk.wait(400);
        desk.key(KeyCode::Esc);
        assert!(status(&mut desk).contains(&given_up), "{}", desk.screen(80, 24));
        desk.wait(9_000);
        desk.key(KeyCode::Esc);
        assert!(status(&mut desk).contains(&given_up), "from the plan: {}", desk.screen(80, 24));
        desk.wait(9_000);
        desk.key(KeyCode::Esc);
        assert_eq!(desk.model.common.screen, Screen::Backlog);
        assert!(status(&mut desk).contains(&given_up), "from the form: {}", desk.screen(80, 24));
    }
}

#[test]
fn a_decision_that_is_left_at_any_face_is_not_made_and_that_is_said() {
    let lang = Lang::Vi;
    let mut desk = decisions::planned(lang, &decisions::plan(Decision::Accept, 4));
    desk.key(KeyCode::Esc);
    assert!(status(&mut desk).contains(&lang.decisions_given_up("")), "{}", desk.screen(80, 24));
    desk.wait(9_000);
    desk.key(KeyCode::Esc);
    assert!(status(&mut desk).contains(&lang.decisions_given_up("")), "{}", desk.screen(80, 24));
}

#[test]
fn a_dialog_that_is_closed_says_that_nothing_was_done_and_whether_it_keeps_what_was_typed() {
    let lang = Lang::Vi;
    let mut desk = Desk::on_item(lang, 0);
    desk.text("O");
    desk.wait(400);
    desk.key(KeyCode::Esc);
    assert!(said(&desk).starts_with(&lang.tui_not_done("")), "{}", said(&desk));
    assert!(said(&desk).contains(&facts::row(0).code));
    desk.text("O");
    desk.wait(400);
    desk.text("Số liệu chưa khớp");
    desk.key(KeyCode::Esc);
    assert!(said(&desk).contains("bản nháp"), "{}", said(&desk));
}

#[test]
fn keys_typed_while_a_dialog_is_on_its_way_answer_nothing_and_the_screen_says_what_it_waits_for() {
    let lang = Lang::Vi;
    let mut desk = Desk::in_backlog(lang);
    desk.text("V");
    desk.text("YYY");
    desk.key(KeyCode::Enter);
    let waits = status(&mut desk);
    assert!(waits.contains("chưa nhận phím") && waits.contains(&facts::row(0).code), "{waits}");
    desk.fail(Failure::TimedOut);
    assert!(desk.model.dialogs.open.is_none() && desk.writes().is_empty());
    assert!(said(&desk).contains(lang.tui_server_timed_out()), "{}", said(&desk));
    assert!(said(&desk).contains("Chưa làm được"), "and of which act: {}", said(&desk));
    // Stopped by hand, it says so too.
    desk.text("V");
    desk.key(KeyCode::Esc);
    assert!(status(&mut desk).contains("Chưa làm: ") && status(&mut desk).contains(&facts::row(0).code));
}

#[test]
fn a_key_that_comes_before_a_box_listens_is_no_answer_and_the_box_says_so() {
    let lang = Lang::Vi;
    let mut desk = composer::planned(lang, &composer::plan(4));
    desk.text("Y");
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    assert!(desk.model.agree.as_ref().is_some_and(|agree| !agree.is_waiting()));
    assert!(desk.screen(80, 24).contains(lang.tui_too_early()), "{}", desk.screen(80, 24));
    let mut desk = Desk::on_item(lang, 0);
    desk.text("OY");
    assert!(desk.screen(80, 24).contains(lang.tui_too_early()), "{}", desk.screen(80, 24));
}

#[test]
fn a_command_that_waits_for_a_list_and_is_stopped_says_that_it_was_not_done() {
    let lang = Lang::Vi;
    let mut desk = Desk::signed_in(lang);
    desk.text("gbV");
    desk.key(KeyCode::Esc);
    assert!(said(&desk).starts_with(&lang.tui_not_done("")), "{}", said(&desk));
}

#[test]
fn what_can_be_withdrawn_says_the_time_left_each_second_and_nothing_wakes_the_console_after_it() {
    for (lang, left, later) in [(Lang::Vi, "Còn 1:00", "Còn 0:08"), (Lang::En, "1:00 left", "0:08 left")] {
        let mut desk = composer::issued(lang);
        assert!(desk.screen(80, 24).contains(left), "{}", desk.screen(80, 24));
        let wakes = desk.model.wake_at(desk.at).unwrap();
        assert!(wakes <= desk.at + Duration::from_secs(1), "the next second");
        desk.wait(52_000);
        assert!(desk.screen(80, 24).contains(later), "{}", desk.screen(80, 24));
        let wakes = desk.model.wake_at(desk.at).unwrap();
        assert_eq!(wakes, desk.at + Duration::from_secs(1));
        desk.wait(8_000);
        assert!(desk.screen(80, 24).contains(lang.composer_undo_over()), "{}", desk.screen(80, 24));
        assert_eq!(desk.model.wake_at(desk.at), None, "nothing counts down any more");
    }
}

#[test]
fn no_countdown_runs_elsewhere_nor_where_the_screen_is_read_aloud() {
    let mut desk = composer::issued(Lang::En);
    desk.model.common.looks.glyphs.spoken = true;
    desk.wait(9_000);
    let before = desk.screen(80, 24);
    assert!(before.contains("08:01:00") && !before.contains(" left · "), "{before}");
    assert_eq!(desk.model.wake_at(desk.at), None);
    desk.wait(2_000);
    assert_eq!(desk.screen(80, 24), before, "nothing is read anew");
    let mut desk = composer::issued(Lang::En);
    desk.text("gd");
    desk.answer(Answer::Overview(Box::new(facts::overview())));
    desk.wait(9_000);
    assert_eq!(desk.model.wake_at(desk.at), None);
}

#[test]
fn a_message_ends_with_the_screen_that_it_is_about() {
    let mut desk = queues::in_queue(Lang::Vi, Queue::Submission);
    let at = desk.at;
    desk.model.common.toasts.push(Tone::Done, Both::new(|_| "Đã xong: thử".to_owned()), None, at);
    desk.text("j");
    assert!(status(&mut desk).contains("Đã xong: thử"), "it stays on its screen");
    desk.text("gx");
    desk.answer(queues::page(Queue::Extension, 9));
    assert!(!status(&mut desk).contains("Đã xong"), "{}", desk.screen(80, 24));
    assert!(said(&desk).contains("Đã xong: thử"), "it is among the messages");
}

#[test]
fn a_message_of_one_item_ends_where_the_next_is_opened() {
    let mut desk = Desk::on_item(Lang::Vi, 0);
    let at = desk.at;
    desk.model.common.toasts.push(Tone::Done, Both::new(|_| "Đã xong: thử".to_owned()), None, at);
    desk.text("J");
    desk.answer(Answer::Item(Box::new(facts::detail(1))));
    assert!(!status(&mut desk).contains("Đã xong"), "{}", desk.screen(80, 24));
}

#[test]
fn what_can_still_be_undone_is_said_on_other_screens_too() {
    let mut desk = composer::issued(Lang::Vi);
    let issued = Lang::Vi.composer_done(3, 1);
    assert!(status(&mut desk).contains(&issued));
    desk.text("gd");
    desk.answer(Answer::Overview(Box::new(facts::overview())));
    assert!(status(&mut desk).contains(&issued), "{}", desk.screen(80, 24));
}

#[test]
fn what_is_said_while_another_screen_opens_is_seen_there() {
    let mut desk = composer::planned(Lang::Vi, &composer::plan(4));
    desk.text("q");
    assert_eq!(desk.model.common.screen, Screen::Backlog);
    assert!(status(&mut desk).contains(&Lang::Vi.composer_given_up("")), "{}", desk.screen(80, 24));
}
