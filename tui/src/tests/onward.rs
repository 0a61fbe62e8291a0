//! From one assignment of a queue to the next that still waits.

use crossterm::event::KeyCode;
use dondoc_shared::{
    lifecycle::Status,
    text::Lang,
    wire::{Written, assignment::AssignmentDetail},
};
use uuid::Uuid;

use super::{Desk, browsing::changed, facts};
use crate::{
    dialog::Stop,
    keys::Screen,
    net::{Answer, Call},
};

/// Facts on row `n`, which waits for verification or has been accepted.
fn submission(n: u32, status: Status) -> AssignmentDetail {
    let mut detail = facts::detail(n);
    (detail.row.status, detail.row.version) = (status, 9);
    detail
}

/// Among the submissions to verify.
fn in_queue() -> Desk {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("gb");
    desk.answer(Answer::Page(facts::page(0..60, 60)));
    desk.text("/status:submitted");
    desk.key(KeyCode::Enter);
    let mut page = facts::page(0..20, 20);
    page.items.iter_mut().for_each(|row| row.status = Status::Submitted);
    desk.answer(Answer::Page(page));
    desk
}

/// Accepts what `V` is pressed on, whose facts are on their way or here.
fn accept(desk: &mut Desk, n: u32) {
    desk.text("V");
    if desk.model.dialogs.open.is_none() {
        desk.answer(Answer::Item(Box::new(submission(n, Status::Submitted))));
    }
    for answer in [
        Answer::Written(Written { id: Uuid::from_u128(1), version: 9 }),
        Answer::Readers(facts::readers()),
        Answer::Written(Written { id: Uuid::from_u128(1), version: 10 }),
    ] {
        desk.wait(400);
        let dialog = desk.model.dialogs.open.as_mut().unwrap();
        dialog.form.pick(0);
        dialog.focus = Stop::Go;
        desk.key(KeyCode::Enter);
        desk.answer(answer);
    }
    assert!(desk.model.dialogs.open.is_none());
}

/// Answers every question about row `n` that has not been answered: it is accepted.
fn row_comes(desk: &mut Desk, n: u32) {
    let asked: Vec<_> = desk
        .sent
        .iter()
        .filter(|one| matches!(one.call, Call::Item(id) if id == facts::id(n)))
        .map(|one| one.ticket)
        .collect();
    for ticket in asked {
        desk.reply(ticket, Ok(Answer::Item(Box::new(submission(n, Status::Accepted)))));
    }
}

fn cursor(desk: &Desk) -> Option<u32> {
    let cursor = desk.model.screens.backlog.list.cursor;
    (0..60).find(|n| Some(facts::id(*n)) == cursor)
}

fn shown(desk: &Desk) -> u32 {
    let open = desk.model.screens.item.open.as_ref().unwrap().id;
    (0..60).find(|n| facts::id(*n) == open).unwrap()
}

#[test]
fn after_an_act_on_the_list_the_next_row_is_under_the_cursor_and_named() {
    let mut desk = in_queue();
    desk.text("jj");
    accept(&mut desk, 2);
    row_comes(&mut desk, 2);
    assert_eq!(cursor(&desk), Some(3));
    let screen = desk.screen(100, 24);
    assert!(
        screen.contains("Đã xong") && screen.contains(&format!("đang chọn {}", facts::row(3).code)),
        "{screen}"
    );
    desk.text("k");
    assert_eq!(cursor(&desk), Some(2), "what was done can be looked at");
    desk.text("n");
    desk.text("N");
    assert_eq!(cursor(&desk), Some(1), "and is passed over by n and N");
}

#[test]
fn after_an_act_on_an_item_n_is_offered_and_leads_to_the_next_that_still_waits() {
    let mut desk = in_queue();
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Item(Box::new(submission(0, Status::Submitted))));
    // A colleague decides on the next one meanwhile.
    desk.step(changed(1));
    accept(&mut desk, 0);
    desk.wait(500);
    row_comes(&mut desk, 1);
    row_comes(&mut desk, 0);
    let screen = desk.screen(100, 24);
    assert!(screen.contains(&format!("n: việc kế tiếp {}", facts::row(2).code)), "{screen}");
    assert_eq!((shown(&desk), cursor(&desk)), (0, Some(2)), "what was done stays on the screen");
    desk.text("n");
    assert_eq!((shown(&desk), cursor(&desk)), (2, Some(2)));
    desk.answer(Answer::Item(Box::new(submission(2, Status::Submitted))));
    desk.text("K");
    assert_eq!(shown(&desk), 1, "K is the one right before, whatever became of it");
    desk.answer(Answer::Item(Box::new(submission(1, Status::Accepted))));
    desk.text("N");
    assert_eq!(shown(&desk), 1, "nothing waits before it");
    assert!(desk.screen(100, 24).contains("Trước việc này không còn"));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Backlog);
}

#[test]
fn the_next_row_is_found_by_its_id_while_the_list_moves() {
    let mut desk = in_queue();
    desk.text("jjjjj");
    accept(&mut desk, 5);
    let fetched = desk.sent.iter().rev().find(|one| matches!(one.call, Call::Item(_))).unwrap().ticket;
    // Before it is known what became of it, the list comes anew: in another order, and without some rows above.
    desk.text("R");
    let mut page = facts::page(0..20, 18);
    page.items.retain(|row| ![facts::id(1), facts::id(2), facts::id(5)].contains(&row.id));
    page.items.iter_mut().for_each(|row| row.status = Status::Submitted);
    page.items.rotate_left(10);
    desk.answer(Answer::Page(page));
    assert_eq!(cursor(&desk), Some(6));
    desk.reply(fetched, Ok(Answer::Item(Box::new(submission(5, Status::Accepted)))));
    assert_eq!(cursor(&desk), Some(6));
}

#[test]
fn what_was_read_before_the_act_moves_no_cursor_and_brings_nothing_back() {
    let mut desk = in_queue();
    accept(&mut desk, 0);
    let fetched = desk.sent.iter().rev().find(|one| matches!(one.call, Call::Item(_))).unwrap().ticket;
    desk.reply(fetched, Ok(Answer::Item(Box::new(facts::detail(0)))));
    assert_eq!(cursor(&desk), Some(0));
    // The event of the act comes as well.
    desk.step(changed(0));
    desk.wait(500);
    row_comes(&mut desk, 0);
    assert_eq!(cursor(&desk), Some(1));
    desk.step(changed(0));
    desk.wait(500);
    let fetched = desk.last().ticket;
    desk.reply(fetched, Ok(Answer::Item(Box::new(facts::detail(0)))));
    desk.text("N");
    assert_eq!(cursor(&desk), Some(1), "an older version says nothing of what waits");
}

#[test]
fn from_what_has_left_the_list_one_goes_on_with_the_row_in_its_place() {
    let mut desk = in_queue();
    desk.text("jj");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Item(Box::new(submission(2, Status::Submitted))));
    // The list comes anew behind the page, without it.
    desk.key(KeyCode::Esc);
    desk.text("R");
    let page = desk.last().ticket;
    desk.key(KeyCode::Enter);
    let mut rows = facts::page(0..20, 19);
    rows.items.remove(2);
    desk.reply(page, Ok(Answer::Page(rows)));
    assert_eq!((shown(&desk), cursor(&desk)), (2, Some(3)));
    desk.text("n");
    assert_eq!((shown(&desk), cursor(&desk)), (3, Some(3)), "none is passed over");
}

#[test]
fn a_cursor_that_was_moved_meanwhile_is_left_where_it_is() {
    let mut desk = in_queue();
    accept(&mut desk, 0);
    desk.text("jjj");
    row_comes(&mut desk, 0);
    assert_eq!(cursor(&desk), Some(3));
}

#[test]
fn an_act_that_leaves_the_row_in_its_list_leaves_the_cursor_too() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    accept(&mut desk, 0);
    let asked = desk.sent.iter().rev().find(|one| matches!(one.call, Call::Item(_))).unwrap().ticket;
    desk.reply(asked, Ok(Answer::Item(Box::new(submission(0, Status::Returned)))));
    assert_eq!(cursor(&desk), Some(0));
}

#[test]
fn a_step_that_is_released_has_left_the_queue_of_steps_although_its_row_does_not_tell() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("/is:step");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..20, 20)));
    desk.step(changed(1));
    desk.wait(500);
    let mut released = facts::detail(1);
    (released.row.version, released.proposed_steps) = (9, Vec::new());
    desk.answer(Answer::Item(Box::new(released)));
    desk.text("n");
    assert_eq!(cursor(&desk), Some(2));
}

#[test]
fn who_accepts_while_reading_the_evidence_finds_the_next_row_under_the_cursor_of_the_list() {
    let mut desk = in_queue();
    desk.text("jp");
    desk.answer(Answer::Item(Box::new(submission(1, Status::Submitted))));
    accept(&mut desk, 1);
    row_comes(&mut desk, 1);
    assert!(desk.screen(100, 24).contains(&Lang::Vi.tui_next_waits(&facts::row(2).code)));
    desk.key(KeyCode::Esc);
    assert_eq!((desk.model.common.screen, cursor(&desk)), (Screen::Backlog, Some(2)));
}

#[test]
fn where_no_list_led_to_an_item_nothing_after_it_is_offered() {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text(":T24-03/dak-lak");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..9, 9)));
    desk.answer(Answer::Item(Box::new(facts::detail(2))));
    assert_eq!(desk.model.common.screen, Screen::Item);
    for key in ["J", "K", "n", "N"] {
        let bar = desk.screen(160, 40);
        assert!(!bar.contains("J sau") && !bar.contains("n còn chờ"), "{bar}");
        desk.text(key);
        assert!(desk.screen(160, 40).contains(Lang::Vi.tui_no_list_behind()), "{key}");
        desk.wait(20_000);
    }
    let mut desk = in_queue();
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Item(Box::new(submission(0, Status::Submitted))));
    let bar = desk.screen(160, 40);
    assert!(bar.contains("J sau") && bar.contains("n còn chờ"), "{bar}");
    desk.text("K");
    assert!(desk.screen(160, 40).contains(Lang::Vi.tui_first_of_list()));
}

#[test]
fn where_nothing_waits_any_more_it_is_said() {
    let mut desk = in_queue();
    desk.text("G");
    desk.text("n");
    assert_eq!(cursor(&desk), Some(19));
    assert!(desk.screen(100, 24).contains("Sau việc này không còn việc nào chờ"));
    accept(&mut desk, 19);
    row_comes(&mut desk, 19);
    assert!(desk.screen(140, 24).contains("Sau việc này không còn việc nào chờ"));
}
