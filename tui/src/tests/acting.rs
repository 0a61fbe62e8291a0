//! No tenant is ever sent anything by accident, or the wrong thing.

use std::time::Duration;

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    role::Role,
    text::Lang,
    wire::{Written, assignment::EventKind},
};
use uuid::Uuid;

use super::{Desk, facts};
use crate::{
    dialog::{Draft, Stage, Stop, form::Field, kind::Kind, press::DRAFTS},
    keys::{Key, Screen},
    net::{Answer, Call, Deed, Failure},
};

fn command_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Verify => "V",
        Kind::Reopen => "O",
        Kind::Extension => "x",
        Kind::Escalate => "e",
    }
}

fn written(version: i32) -> Answer {
    Answer::Written(Written { id: Uuid::from_u128(1), version })
}

/// A dialog, armed, at its form.
fn form(kind: Kind) -> Desk {
    let mut desk = Desk::on_item(Lang::Vi, 0);
    desk.text(command_key(kind));
    desk.wait(400);
    if kind == Kind::Verify {
        desk.key(KeyCode::Tab);
        desk.key(KeyCode::Enter);
        desk.answer(written(4));
        desk.wait(400);
    }
    desk
}

fn fill(desk: &mut Desk, text: &str) {
    let dialog = desk.model.dialogs.open.as_mut().unwrap();
    let place = dialog.form.text_place();
    // A first signature keeps no remark.
    if dialog.is_used(place) {
        dialog.focus = Stop::Field(place);
        desk.text(text);
    }
}

/// Puts the focus on the button that goes on and presses it.
fn go(desk: &mut Desk) {
    let dialog = desk.model.dialogs.open.as_mut().unwrap();
    dialog.focus = Stop::Go;
    desk.key(KeyCode::Enter);
}

/// A dialog at its confirmation, not yet armed.
fn confirmation(kind: Kind) -> Desk {
    let mut desk = form(kind);
    fill(&mut desk, "Đề nghị bổ sung");
    go(&mut desk);
    if desk.model.dialogs.open.as_ref().unwrap().needs_preview() {
        desk.answer(Answer::Preview(Box::new(facts::preview())));
    } else if matches!(desk.last().call, Call::Readers { .. }) {
        desk.answer(Answer::Readers(facts::readers()));
    }
    assert_eq!(desk.model.dialogs.open.as_ref().unwrap().stage, Stage::Confirm, "{kind:?}");
    desk
}

fn every_key() -> Vec<Key> {
    let named = [
        KeyCode::Enter,
        KeyCode::Tab,
        KeyCode::Esc,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Up,
        KeyCode::Down,
    ];
    (' '..='~').map(Key::char).chain(named.map(Key::code)).collect()
}

#[test]
fn hammering_any_key_three_times_in_fifty_milliseconds_sends_nothing_anywhere() {
    for key in every_key() {
        let mut places =
            vec![Desk::in_backlog(Lang::Vi), Desk::on_item(Lang::Vi, 0), Desk::signed_in(Lang::Vi)];
        places.extend(Kind::ALL.map(|kind| {
            let mut desk = Desk::on_item(Lang::Vi, 0);
            desk.text(command_key(kind));
            desk
        }));
        places.extend(Kind::ALL.map(confirmation));
        for mut desk in places {
            let before = desk.writes().len();
            for _ in 0..3 {
                desk.press(key);
                desk.at += Duration::from_millis(16);
            }
            assert_eq!(desk.writes().len(), before, "{key:?}");
        }
    }
}

#[test]
fn the_key_that_opens_a_dialog_never_ends_it_however_often_it_is_pressed() {
    for kind in Kind::ALL {
        let mut desk = Desk::on_item(Lang::Vi, 0);
        for _ in 0..20 {
            desk.text(command_key(kind));
            desk.wait(100);
        }
        assert!(desk.writes().is_empty(), "{kind:?}");
    }
}

#[test]
fn enter_alone_sends_nothing_through_a_whole_dialog() {
    for kind in Kind::ALL {
        let mut desk = Desk::on_item(Lang::Vi, 0);
        desk.text(command_key(kind));
        for _ in 0..20 {
            desk.wait(400);
            desk.key(KeyCode::Enter);
        }
        assert!(desk.writes().is_empty(), "{kind:?}");
    }
}

#[test]
fn each_act_is_sent_once_with_the_id_and_version_that_were_shown() {
    for kind in Kind::ALL {
        let mut desk = confirmation(kind);
        let version = desk.model.dialogs.open.as_ref().unwrap().version;
        desk.wait(400);
        if desk.model.dialogs.open.as_ref().unwrap().required_word().is_some() {
            desk.text("t24-01/HA-NOI");
        }
        let before = desk.writes().len();
        go(&mut desk);
        go(&mut desk);
        desk.text("Y");
        let writes = desk.writes();
        assert_eq!(writes.len(), before + 1, "{kind:?}");
        let Call::Write { id, version: sent, .. } = writes[before] else { unreachable!() };
        assert_eq!((*id, *sent), (facts::id(0), version), "{kind:?}");
        desk.answer(written(version + 1));
        assert!(desk.model.dialogs.open.is_none(), "{kind:?}");
    }
}

#[test]
fn the_highest_levels_are_not_released_without_the_word() {
    let mut desk = confirmation(Kind::Escalate);
    desk.wait(400);
    desk.text("T24-01/lao-cai");
    go(&mut desk);
    assert!(desk.writes().is_empty(), "another tenant's part of the same task");
    desk.model.dialogs.open.as_mut().unwrap().focus = Stop::Field(0);
    for _ in 0.."lao-cai".len() {
        desk.key(KeyCode::Backspace);
    }
    desk.text("ha-noi");
    go(&mut desk);
    assert_eq!(desk.writes().len(), 1);
}

#[test]
fn who_signed_first_is_not_offered_the_second_signature_but_may_drop_the_step() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.key(KeyCode::Enter);
    let mut detail = facts::detail(0);
    detail.proposed_steps[0].signed_by = Some("Lãnh đạo Tổ công tác 1".to_owned());
    detail.proposed_steps[0].release_refused = Some(ErrorCode::SecondPersonRequired);
    desk.answer(Answer::Item(Box::new(detail)));
    desk.text("e");
    desk.wait(400);
    let screen = desk.screen(80, 24);
    assert!(!screen.contains(Lang::Vi.tui_option_second_signature()), "{screen}");
    assert!(screen.contains(ErrorCode::SecondPersonRequired.message(Lang::Vi)), "{screen}");
    fill(&mut desk, "Đơn vị đã có báo cáo");
    go(&mut desk);
    desk.wait(400);
    desk.text("Y");
    let writes = desk.writes();
    let [Call::Write { deed: Deed::Escalation(decision), .. }] = writes.as_slice() else {
        panic!("{writes:?}")
    };
    assert!(!decision.release);
}

#[test]
fn a_preview_that_comes_late_is_not_confirmed_by_keys_from_before_it_was_there() {
    let mut desk = form(Kind::Reopen);
    fill(&mut desk, "Đề nghị bổ sung");
    go(&mut desk);
    desk.wait(5000);
    desk.text("Y");
    desk.answer(Answer::Readers(facts::readers()));
    desk.text("Y");
    assert!(desk.writes().is_empty());
    desk.wait(400);
    desk.text("Y");
    assert_eq!(desk.writes().len(), 1);
}

#[test]
fn a_retry_of_the_same_act_carries_the_same_key_and_another_text_another() {
    let key = |desk: &Desk| match &desk.last().call {
        Call::Write { key, .. } => *key,
        other => panic!("{other:?}"),
    };
    let mut desk = confirmation(Kind::Reopen);
    desk.wait(400);
    desk.text("Y");
    let first = key(&desk);
    desk.fail(Failure::TimedOut.of_write());
    assert!(desk.screen(80, 24).contains("chưa rõ thao tác đã được ghi"));
    desk.text("Y");
    assert_eq!(key(&desk), first);
    desk.fail(Failure::TimedOut.of_write());
    desk.key(KeyCode::Esc);
    desk.wait(400);
    fill(&mut desk, "!");
    go(&mut desk);
    desk.answer(Answer::Readers(facts::readers()));
    desk.wait(400);
    desk.text("Y");
    assert_ne!(key(&desk), first);
}

#[test]
fn a_stale_version_reloads_the_facts_keeps_the_text_and_asks_again() {
    let mut desk = confirmation(Kind::Reopen);
    desk.wait(400);
    desk.text("Y");
    desk.fail(facts::problem(ErrorCode::VersionStale, 412));
    assert!(matches!(desk.last().call, Call::Item(id) if id == facts::id(0)));
    let mut newer = facts::detail(0);
    newer.row.version = 9;
    desk.answer(Answer::Item(Box::new(newer)));
    let dialog = desk.model.dialogs.open.as_ref().unwrap();
    assert_eq!((dialog.version, dialog.stage), (9, Stage::Edit));
    assert_eq!(dialog.form.text(), "Đề nghị bổ sung");
    assert!(desk.screen(80, 24).contains("Người khác vừa thay đổi"));
    assert_eq!(desk.writes().len(), 1);
}

#[test]
fn an_act_that_has_become_impossible_meanwhile_cannot_be_confirmed() {
    let mut desk = confirmation(Kind::Reopen);
    desk.wait(400);
    desk.text("Y");
    desk.fail(facts::problem(ErrorCode::VersionStale, 412));
    let mut gone = facts::detail(0);
    gone.acts.iter_mut().for_each(|act| act.refused = Some(ErrorCode::WrongState));
    desk.answer(Answer::Item(Box::new(gone)));
    desk.wait(400);
    let before = desk.sent.len();
    go(&mut desk);
    assert_eq!(desk.sent.len(), before);
    assert!(desk.screen(80, 24).contains("Không làm được ở trạng thái hiện tại"));
}

#[test]
fn verifying_opens_first_then_accepts_with_the_version_that_opening_made() {
    let mut desk = confirmation(Kind::Verify);
    desk.wait(400);
    desk.text("Y");
    let deeds: Vec<(i32, &Deed)> = desk
        .writes()
        .into_iter()
        .filter_map(
            |call| if let Call::Write { version, deed, .. } = call { Some((*version, deed)) } else { None },
        )
        .collect();
    assert_eq!(deeds[0], (3, &Deed::Open));
    assert!(matches!(deeds[1], (4, Deed::Accept(_))));
}

#[test]
fn a_submission_that_is_open_already_is_not_opened_again() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.key(KeyCode::Enter);
    let mut opened = facts::detail(0);
    opened.timeline.insert(0, facts::event(EventKind::Opened, ""));
    desk.answer(Answer::Item(Box::new(opened)));
    desk.text("V");
    assert_eq!(desk.model.dialogs.open.as_ref().unwrap().stage, Stage::Edit);
}

#[test]
fn a_return_after_the_due_date_says_that_it_will_be_overdue_at_once() {
    let mut desk = form(Kind::Verify);
    desk.model.dialogs.open.as_mut().unwrap().focus = Stop::Field(0);
    desk.key(KeyCode::Down);
    go(&mut desk);
    assert!(desk.screen(80, 24).contains("Cần ghi rõ lý do"), "a return needs a remark");
    fill(&mut desk, "Thiếu số liệu");
    go(&mut desk);
    desk.wait(400);
    assert!(desk.screen(80, 24).contains("quá hạn ngay 64 ngày"));
}

#[test]
fn a_text_typed_for_a_return_never_comes_back_under_an_acceptance() {
    let mut desk = form(Kind::Verify);
    desk.model.dialogs.open.as_mut().unwrap().focus = Stop::Field(0);
    desk.key(KeyCode::Down);
    fill(&mut desk, "Thiếu số liệu quý II");
    desk.key(KeyCode::Esc);
    let mut opened = facts::detail(0);
    opened.timeline.insert(0, facts::event(EventKind::Opened, ""));
    desk.answer(Answer::Item(Box::new(opened)));
    desk.text("V");
    desk.wait(400);
    let dialog = desk.model.dialogs.open.as_ref().unwrap();
    assert_eq!((dialog.form.picked(), dialog.form.text().as_str()), (None, "Thiếu số liệu quý II"));
    let before = desk.sent.len();
    go(&mut desk);
    assert!(desk.screen(80, 24).contains("Chưa chọn quyết định nào"), "{}", desk.screen(80, 24));
    assert_eq!(desk.sent.len(), before);
}

#[test]
fn escape_keeps_the_draft_and_another_item_does_not_get_it() {
    let mut desk = form(Kind::Reopen);
    fill(&mut desk, "Đề nghị");
    desk.key(KeyCode::Esc);
    assert!(desk.model.dialogs.open.is_none());
    desk.text("O");
    assert_eq!(desk.model.dialogs.open.as_ref().unwrap().form.text(), "Đề nghị");
    desk.key(KeyCode::Esc);
    desk.text("J");
    desk.answer(Answer::Item(Box::new(facts::detail(1))));
    desk.text("O");
    assert_eq!(desk.model.dialogs.open.as_ref().unwrap().form.text(), "");
}

#[test]
fn of_too_many_drafts_the_oldest_goes_and_none_for_the_sake_of_one_that_is_kept_already() {
    let mut desk = form(Kind::Reopen);
    fill(&mut desk, "Đề nghị");
    desk.key(KeyCode::Esc);
    let first = desk.model.dialogs.drafts[&(facts::id(0), Kind::Reopen)].clone();
    for n in (100_u32..).take(DRAFTS - 1) {
        let since = first.since + Duration::from_millis(u64::from(n));
        let draft = Draft { since, ..first.clone() };
        desk.model.dialogs.drafts.insert((facts::id(n), Kind::Reopen), draft);
    }
    let is_kept = |desk: &Desk, n| desk.model.dialogs.drafts.contains_key(&(facts::id(n), Kind::Reopen));
    desk.wait(5_000);
    desk.text("O");
    desk.wait(400);
    fill(&mut desk, "!");
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.dialogs.drafts.len(), DRAFTS);
    assert!(is_kept(&desk, 0) && is_kept(&desk, 100));
    desk.text("J");
    desk.answer(Answer::Item(Box::new(facts::detail(1))));
    desk.text("O");
    desk.wait(400);
    fill(&mut desk, "Đề nghị");
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.dialogs.drafts.len(), DRAFTS);
    assert!([0, 1, 101].into_iter().all(|n| is_kept(&desk, n)) && !is_kept(&desk, 100));
}

#[test]
fn pasting_every_command_letter_into_a_list_emits_nothing() {
    let desks: [fn() -> Desk; 3] =
        [|| Desk::in_backlog(Lang::Vi), || Desk::on_item(Lang::Vi, 0), || Desk::signed_in(Lang::Vi)];
    for mut desk in desks.map(|at| Box::new(at())) {
        let emitted = desk.step(crate::app::msg::Msg::Paste("VfxeORqgdYJKL".to_owned()));
        assert_eq!(emitted, 0);
        assert!(desk.model.dialogs.open.is_none() && desk.model.common.overlay.is_none());
    }
}

#[test]
fn a_dialog_from_the_list_is_about_the_row_it_was_asked_for_or_does_not_open() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("V");
    let ticket = desk.last().ticket;
    let screen = desk.screen(80, 24);
    assert!(
        screen.contains("› đang mở: Thẩm tra hồ sơ · T24-01/ha-noi… chưa nhận phím; Esc: thôi"),
        "a sign of life: {screen}"
    );
    // What was typed on was meant for the dialog: it goes nowhere else.
    let before = desk.sent.len();
    desk.text("jVgnq/O");
    assert_eq!(desk.sent.len(), before);
    assert_eq!(desk.model.screens.backlog.list.cursor, Some(facts::id(0)));
    desk.reply(ticket, Ok(Answer::Item(Box::new(facts::detail(0)))));
    assert_eq!(desk.model.dialogs.open.as_ref().unwrap().detail.row.id, facts::id(0));
    desk.key(KeyCode::Esc);
    desk.text("V");
    let ticket = desk.last().ticket;
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Backlog, "only the dialog is not wanted any more");
    desk.text("j");
    desk.reply(ticket, Ok(Answer::Item(Box::new(facts::detail(0)))));
    assert!(desk.model.dialogs.open.is_none());
    assert_eq!(desk.model.screens.backlog.list.cursor, Some(facts::id(1)));
}

#[test]
fn what_the_list_knows_to_be_impossible_is_said_without_asking_anybody() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    // The first waits for verification and asks for an extension, the second does neither.
    desk.text("j");
    let before = desk.sent.len();
    for (key, code) in
        [("V", ErrorCode::WrongState), ("x", ErrorCode::NothingWaiting), ("O", ErrorCode::WrongState)]
    {
        desk.text(key);
        let screen = desk.screen(80, 24);
        assert!(screen.contains(code.message(Lang::Vi)), "{key}");
        let names_state = screen.contains(&format!("đang: {}", facts::row(1).status.name(Lang::Vi)));
        assert_eq!(names_state, code == ErrorCode::WrongState, "{key}: {screen}");
    }
    assert_eq!(desk.sent.len(), before);
    desk.text("kV");
    assert_eq!(desk.sent.len(), before + 1);
}

#[test]
fn an_observer_has_no_acts_and_is_told_so() {
    let observer = dondoc_shared::wire::session::Me { role: Role::Observer, ..facts::me() };
    let mut desk = Desk::signed_in_as(Lang::Vi, observer);
    desk.text("gb");
    desk.answer(Answer::Page(facts::page(0..9, 9)));
    let before = desk.sent.len();
    for kind in Kind::ALL {
        desk.text(command_key(kind));
    }
    assert_eq!(desk.sent.len(), before);
    let screen = desk.screen(80, 24);
    assert!(screen.contains("Vai trò của bạn không được làm việc này") && !screen.contains("đôn đốc"));
}

#[test]
fn a_date_is_asked_for_only_where_another_date_is_granted() {
    let mut desk = form(Kind::Extension);
    let dates = |desk: &Desk| {
        let dialog = desk.model.dialogs.open.as_ref().unwrap();
        let used =
            |place: &usize| dialog.is_used(*place) && matches!(dialog.form.fields[*place], Field::Date(_));
        (0..3).filter(used).count()
    };
    assert_eq!(dates(&desk), 0);
    desk.key(KeyCode::Down);
    assert_eq!(dates(&desk), 1);
}
