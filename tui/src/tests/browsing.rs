//! The backlog: pages, the frozen order, changes in place, the filter line, the input method.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    id::EvidenceId,
    lifecycle::Status,
    text::Lang,
    wire::{
        Changed, Count,
        assignment::{AssignmentDetail, EventKind, Evidence, EvidenceKind},
    },
};
use proptest::prelude::*;

use super::{Desk, facts};
use crate::{
    app::msg::Msg,
    keys::Screen,
    net::{Answer, Call, Failure, Reply},
    step::{common::counted, screen::Screen as _},
};

pub fn changed(n: u32) -> Msg {
    let changed = Changed {
        assignment: facts::id(n),
        code: String::new(),
        kind: EventKind::Reported,
        at: facts::now(),
    };
    Msg::Reply(Box::new(Reply::Changed(changed)))
}

#[test]
fn the_next_page_is_asked_for_before_the_end_is_reached_and_never_twice() {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("gb");
    desk.answer(Answer::Page(facts::page(0..60, 64)));
    let pages = |desk: &Desk| desk.sent.iter().filter(|r| matches!(r.call, Call::Page { .. })).count();
    assert_eq!(pages(&desk), 1);
    desk.text("jjjjjjjjjjjjjjjjjjjjjjjjj");
    assert_eq!(pages(&desk), 2, "one, however many keys");
    assert!(matches!(&desk.last().call, Call::Page { cursor: Some(cursor), .. } if cursor == "60"));
    desk.answer(Answer::Page(facts::page(59..64, 64)));
    assert_eq!(desk.model.screens.backlog.rows.len(), 64, "a row that came twice stands once");
}

#[test]
fn a_change_is_shown_in_place_without_moving_anything_until_asked() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("jj");
    let order: Vec<_> = desk.model.screens.backlog.rows.iter().map(|row| row.id).collect();
    for _ in 0..50 {
        desk.step(changed(2));
    }
    desk.wait(500);
    let fetched = desk.sent.iter().filter(|r| matches!(r.call, Call::Item(id) if id == facts::id(2))).count();
    assert_eq!(fetched, 1, "fifty changes of one row are one question");
    let mut newer = facts::detail(2);
    newer.row.version = 4;
    newer.row.percent = 95;
    newer.row.status = Status::Accepted;
    newer.row.late_from = None;
    newer.row.days_overdue = 0;
    desk.answer(Answer::Item(Box::new(newer)));
    let list = &desk.model.screens.backlog;
    assert_eq!(list.rows.iter().map(|row| row.id).collect::<Vec<_>>(), order);
    assert_eq!((list.rows[2].percent, list.list.cursor), (95, Some(facts::id(2))));
    let screen = desk.screen(80, 24);
    assert!(screen.contains('Δ') && screen.contains("↻ 1 thay đổi"), "{screen}");
}

/// What an assignment that the list does not have is, once it was asked for: this urgent, in this state, of this body.
fn elsewhere(desk: &mut Desk, n: u32, late_from: jiff::civil::Date, status: Status, body: u32) {
    desk.step(changed(n));
    desk.wait(500);
    assert!(matches!(desk.last().call, Call::Item(id) if id == facts::id(n)));
    let mut detail = facts::detail(n);
    detail.row.late_from = Some(late_from);
    detail.row.status = status;
    detail.row.days_overdue = 40;
    detail.row.part = dondoc_shared::lifecycle::Part::Lead;
    detail.row.tenant = facts::tenant(body);
    desk.answer(Answer::Item(Box::new(detail)));
}

#[test]
fn a_row_that_the_stream_brings_stands_at_once_and_is_not_fetched() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    let (mut newer, mut older) = (facts::row(2), facts::row(3));
    (newer.version, newer.percent, older.version, older.percent) = (4, 95, 1, 5);
    let before = desk.sent.len();
    for row in [newer.clone(), older] {
        desk.step(changed(if row.id == facts::id(2) { 2 } else { 3 }));
        desk.step(Msg::Reply(Box::new(Reply::Row(Box::new(row)))));
    }
    let rows = &desk.model.screens.backlog.rows;
    assert_eq!((rows[2].percent, rows[3].percent), (95, 60), "older facts never replace newer ones");
    assert!(desk.screen(80, 24).contains('Δ'));
    desk.wait(3_000);
    assert_eq!(desk.sent.len(), before, "what has come is not asked for");
    // In a queue a row alone does not say what waits on it.
    desk.text("gv");
    desk.answer(Answer::Page(facts::page(0..10, 10)));
    desk.step(changed(2));
    newer.version = 5;
    desk.step(Msg::Reply(Box::new(Reply::Row(Box::new(newer)))));
    desk.wait(500);
    assert!(matches!(desk.last().call, Call::Item(id) if id == facts::id(2)));
}

#[test]
fn only_changes_that_a_new_list_would_show_are_counted() {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("gb");
    let slug = facts::tenant(3).slug;
    desk.text(&format!("/tenant:{slug} overdue>30"));
    desk.key(KeyCode::Enter);
    let mut page = facts::page(0..60, 200);
    for row in &mut page.items {
        (row.level, row.unanswered_urges, row.late_from) = (0, 0, Some(jiff::civil::date(2024, 6, 1)));
    }
    desk.answer(Answer::Page(page));
    let (early, late) = (jiff::civil::date(2024, 1, 1), jiff::civil::date(2024, 7, 1));
    elsewhere(&mut desk, 101, early, Status::InProgress, 4);
    elsewhere(&mut desk, 102, early, Status::Accepted, 3);
    elsewhere(&mut desk, 103, late, Status::InProgress, 3);
    let screen = desk.screen(80, 24);
    assert!(!screen.contains('↻'), "another body, closed work, and what stands below: {screen}");
    elsewhere(&mut desk, 104, early, Status::InProgress, 3);
    let screen = desk.screen(80, 24);
    assert!(screen.contains("↻ 1 thay đổi"), "{screen}");
}

#[test]
fn in_the_order_of_changes_what_changes_comes_first_or_last_and_moves_where_it_stands() {
    for (sort, comes) in [("sort:-changed", true), ("sort:changed", false)] {
        let mut desk = Desk::signed_in(Lang::Vi);
        desk.text(&format!("gb/{sort}"));
        desk.key(KeyCode::Enter);
        desk.answer(Answer::Page(facts::page(0..60, 200)));
        elsewhere(&mut desk, 104, jiff::civil::date(2024, 1, 1), Status::InProgress, 3);
        assert_eq!(desk.screen(80, 24).contains("↻ 1 thay đổi"), comes, "{sort}: {}", desk.screen(80, 24));
        desk.step(changed(5));
        desk.wait(500);
        let mut newer = facts::detail(5);
        newer.row.version = 9;
        desk.answer(Answer::Item(Box::new(newer)));
        let n = if comes { 2 } else { 1 };
        assert!(desk.screen(80, 24).contains(&format!("↻ {n} thay đổi")), "{sort}: {}", desk.screen(80, 24));
    }
}

#[test]
fn what_is_pasted_is_a_term_beside_those_of_the_filter_in_force() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.step(Msg::Paste("quahan>14".to_owned()));
    desk.key(KeyCode::Enter);
    assert!(matches!(&desk.last().call, Call::Page { filter, .. } if filter == "quahan>14"));
    desk.answer(Answer::Page(facts::page(0..60, 60)));
    desk.step(Msg::Paste("cap>=1".to_owned()));
    desk.key(KeyCode::Enter);
    assert!(matches!(&desk.last().call, Call::Page { filter, .. } if filter == "quahan>14 cap>=1"));
}

#[test]
fn an_older_version_never_replaces_a_newer_one() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.step(changed(0));
    desk.wait(500);
    let mut older = facts::detail(0);
    older.row.version = 2;
    older.row.percent = 1;
    desk.answer(Answer::Item(Box::new(older)));
    assert_eq!(desk.model.screens.backlog.rows[0].percent, 60);
}

#[test]
fn a_reload_keeps_the_cursor_on_its_row_or_says_that_it_has_left() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("jjj");
    desk.text("R");
    let mut page = facts::page(0..60, 60);
    page.items.reverse();
    desk.answer(Answer::Page(page));
    assert_eq!(desk.model.screens.backlog.list.cursor, Some(facts::id(3)));
    desk.text("R");
    desk.answer(Answer::Page(facts::page(10..60, 50)));
    assert!(desk.screen(80, 24).contains("không còn trong danh sách"));
}

#[test]
fn a_filter_that_does_not_parse_is_not_applied_and_shows_where_and_what_is_nearest() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("/quahan>14 tenent:x");
    let screen = desk.screen(80, 24);
    let line = screen.lines().position(|line| line.contains("tenent")).unwrap();
    let text: Vec<&str> = screen.lines().collect();
    let caret = text[line + 1].chars().position(|c| c == '^').unwrap();
    let before = text[line].split("tenent").next().unwrap();
    assert_eq!(caret, before.chars().count());
    assert!(text[line + 1].contains("“tenant”"));
    let before = desk.sent.len();
    desk.key(KeyCode::Enter);
    assert_eq!(desk.sent.len(), before);
    desk.key(KeyCode::Esc);
    desk.text("/");
    let line = |desk: &Desk| desk.model.screens.backlog.line.as_ref().unwrap().value().to_owned();
    assert_eq!(line(&desk), "", "the filter in force");
    desk.key(KeyCode::Up);
    assert_eq!(line(&desk), "quahan>14 tenent:x", "what was typed is not lost");
}

#[test]
fn a_filter_keeps_the_rows_until_those_of_the_next_are_here_and_what_is_typed_ahead_is_about_these() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("/status:submitted");
    desk.key(KeyCode::Enter);
    let page = desk.last().ticket;
    desk.key(KeyCode::Enter);
    let screen = desk.screen(80, 24);
    assert!(screen.contains("T24-01/ha-noi") && screen.contains("phím vừa bấm"), "{screen}");
    desk.reply(page, Ok(Answer::Page(facts::page(8..20, 12))));
    assert!(matches!(desk.last().call, Call::Item(id) if id == facts::id(8)), "the first of the new rows");
    assert_eq!(desk.model.common.screen, Screen::Item);
}

#[test]
fn a_filter_that_is_refused_leaves_the_one_in_force_and_its_rows() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("/tenant:khongco");
    desk.key(KeyCode::Enter);
    desk.fail(facts::problem(ErrorCode::InvalidFilter, 422));
    let screen = desk.screen(80, 24);
    assert!(screen.contains("T24-01/ha-noi") && screen.contains("✗"), "{screen}");
    assert!(desk.model.screens.backlog.filter.is_empty());
    desk.text("/");
    desk.key(KeyCode::Up);
    assert!(desk.screen(80, 24).contains("tenant:khongco"));
}

#[test]
fn escape_stays_with_the_rows_while_others_are_on_their_way() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("/quahan>14");
    desk.key(KeyCode::Enter);
    let page = desk.last().ticket;
    desk.key(KeyCode::Esc);
    desk.reply(page, Ok(Answer::Page(facts::page(8..20, 12))));
    let list = &desk.model.screens.backlog;
    assert_eq!((list.rows.len(), list.filter.as_str(), desk.model.common.screen), (60, "", Screen::Backlog));
}

#[test]
fn a_figure_shows_its_rows_although_those_of_another_filter_were_still_on_their_way() {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..9, 9)));
    desk.text("/ quahan>14");
    desk.key(KeyCode::Enter);
    assert!(matches!(&desk.last().call, Call::Page { filter, .. } if filter.ends_with(" quahan>14")));
    let other = desk.last().ticket;
    desk.text("gd");
    assert_eq!(desk.model.common.screen, Screen::Overview);
    desk.key(KeyCode::Enter);
    desk.reply(other, Ok(Answer::Page(facts::page(20..23, 3))));
    let list = &desk.model.screens.backlog;
    assert_eq!(
        (list.rows.len(), list.filter.as_str()),
        (9, "tenant:ha-noi is:counted overdue>=1 claimed:any,none")
    );
    assert_eq!((desk.model.common.screen, &list.wanted), (Screen::Backlog, &None));
}

#[test]
fn one_goes_back_to_where_one_came_from() {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..9, 9)));
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Item(Box::new(facts::detail(0))));
    let pages = |desk: &Desk| desk.sent.iter().filter(|r| matches!(r.call, Call::Page { .. })).count();
    let before = pages(&desk);
    for screen in [Screen::Backlog, Screen::Overview] {
        desk.key(KeyCode::Esc);
        assert_eq!(desk.model.common.screen, screen);
    }
    assert_eq!(pages(&desk), before, "the whole backlog is nobody's wish");
    // From the urges to a list and back; who goes there and back again finds the way out all the same.
    let mut desk = super::urges::on_urges(Lang::Vi);
    desk.key(KeyCode::Enter);
    desk.answer(super::urges::detail(1));
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..3, 3)));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Urges);
    desk.text("gbgugbgu");
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Overview);
    // A filter of one's own leads to the one that the list came with, and then back.
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..9, 9)));
    desk.text("/quahan>14");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..3, 3)));
    desk.key(KeyCode::Esc);
    assert!(
        matches!(&desk.last().call, Call::Page { filter, .. } if filter.ends_with("overdue>=1 claimed:any,none"))
    );
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Overview);
}

#[test]
fn what_is_typed_after_a_filter_key_that_does_not_apply_is_not_obeyed() {
    for mut desk in [Box::new(super::desk::on_run(Lang::Vi)), Box::new(Desk::signed_in(Lang::Vi))] {
        let (screen, before) = (desk.model.common.screen, desk.sent.len());
        desk.text("/is:extension gb");
        assert_eq!((desk.model.common.screen, desk.sent.len()), (screen, before));
        assert!(desk.model.dialogs.open.is_none());
        assert!(desk.screen(80, 24).contains("ở đây không lọc được"));
        desk.key(KeyCode::Enter);
        assert!(desk.model.dialogs.open.is_none() && desk.sent.len() == before);
        desk.text("?");
        assert!(desk.model.common.overlay.is_some(), "keys are obeyed again");
    }
}

#[test]
fn a_command_given_while_a_screen_loads_is_obeyed_there_and_what_follows_nowhere_else() {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("gpn");
    let policies = desk.last().ticket;
    desk.text("gnq");
    assert_eq!(desk.last().ticket, policies, "what was meant for the draft leads to no other screen");
    assert!(desk.screen(80, 24).contains("phím vừa bấm sẽ được làm"));
    desk.reply(policies, Ok(Answer::Policies(super::desk::policies())));
    assert_eq!(desk.model.common.screen, Screen::Draft);
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("gpn");
    let policies = desk.last().ticket;
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Policies, "only the command is not wanted any more");
    desk.reply(policies, Ok(Answer::Policies(super::desk::policies())));
    assert_eq!(desk.model.common.screen, Screen::Policies);
}

#[test]
fn a_filter_is_echoed_sent_and_cleared_by_escape() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("/quahan>14");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("= … · quá hạn từ 15 ngày"), "{screen}");
    desk.wait(200);
    assert!(matches!(&desk.last().call, Call::Count(filter) if filter == "quahan>14"));
    desk.answer(Answer::Count(Count { total: 1284, at_least: false }));
    let screen = desk.screen(80, 24);
    assert!(screen.contains("= 1.284 việc · quá hạn từ 15 ngày"), "{screen}");
    desk.key(KeyCode::Enter);
    assert!(matches!(&desk.last().call, Call::Page { filter, .. } if filter == "quahan>14"));
    desk.answer(Answer::Page(facts::page(0..3, 3)));
    desk.key(KeyCode::Esc);
    assert!(matches!(&desk.last().call, Call::Page { filter, .. } if filter.is_empty()));
}

#[test]
fn the_overview_leads_to_the_backlog_with_the_filter_of_what_was_chosen() {
    for (keys, expected) in [
        ("", counted("tenant:ha-noi is:counted overdue>=1")),
        ("l", counted("tenant:thua-thien-hue is:counted overdue>=1")),
        ("\t", counted("is:closed is:counted is:dated status:accepted")),
        ("\t\tj", counted("is:counted overdue>=1")),
        ("\t\t\tj", counted("is:counted overdue:8..14")),
        // A queue has what waits, snoozed or not.
        ("\t\t\t\t", "status:submitted".to_owned()),
        ("k", counted("is:silent")),
    ] {
        let mut desk = Desk::signed_in(Lang::Vi);
        for c in keys.chars() {
            if c == '\t' { desk.key(KeyCode::Tab) } else { desk.text(&c.to_string()) }
        }
        desk.key(KeyCode::Enter);
        assert!(matches!(&desk.last().call, Call::Page { filter, .. } if *filter == expected), "{keys:?}");
    }
}

#[test]
fn an_input_method_that_is_left_on_is_noticed_once_and_does_no_harm() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    let before = desk.sent.len();
    desk.text("g");
    desk.key(KeyCode::Backspace);
    desk.text("á");
    desk.text("d");
    assert_eq!(desk.sent.len(), before, "the chord was cancelled");
    assert!(desk.screen(80, 24).contains("Bộ gõ tiếng Việt đang bật"));
    desk.wait(9_000);
    desk.text("á");
    assert!(!desk.screen(80, 24).contains("Bộ gõ"));
}

#[test]
fn a_list_that_cannot_be_loaded_says_why_and_a_failed_reload_keeps_the_rows() {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("gb");
    desk.fail(Failure::Unreachable);
    assert!(desk.screen(80, 24).contains("Không kết nối được máy chủ"));
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("R");
    desk.fail(Failure::TimedOut);
    assert_eq!(desk.model.screens.backlog.rows.len(), 60);
}

/// What can happen while somebody browses.
#[derive(Debug, Clone)]
enum Event {
    Key(char),
    Enter,
    Escape,
    Changed(u32),
    Resync,
    Page(u32, u32),
    Row(u32, i32, bool),
    Fail,
    Wait(u64),
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        8 => prop::sample::select("jkGgdbRJKnNVfxeOpsyc/LYlh?q".chars().collect::<Vec<_>>()).prop_map(Event::Key),
        2 => Just(Event::Enter),
        2 => Just(Event::Escape),
        3 => (0u32..70).prop_map(Event::Changed),
        1 => Just(Event::Resync),
        3 => (0u32..40, 1u32..60).prop_map(|(from, n)| Event::Page(from, n)),
        4 => (0u32..60, 1i32..9, any::<bool>()).prop_map(|(n, version, open)| Event::Row(n, version, open)),
        1 => Just(Event::Fail),
        3 => (1u64..900).prop_map(Event::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_cursor_is_on_a_row_and_an_act_is_about_what_its_dialog_shows(
        events in prop::collection::vec(any_event(), 1..60),
    ) {
        let mut desk = Desk::in_backlog(Lang::Vi);
        for event in events {
            let shown = desk.model.dialogs.open.as_ref().map(|dialog| (dialog.detail.row.id, dialog.version));
            let before = desk.writes().len();
            match event {
                Event::Key(c) => desk.text(&c.to_string()),
                Event::Enter => desk.key(KeyCode::Enter),
                Event::Escape => desk.key(KeyCode::Esc),
                Event::Changed(n) => { desk.step(changed(n)); }
                Event::Resync => { desk.step(Msg::Reply(Box::new(Reply::Resync))); }
                Event::Page(from, n) => desk.answer(Answer::Page(facts::page(from..from + n, 100))),
                Event::Row(n, version, open) => {
                    let mut detail = facts::detail(n);
                    detail.row.version = version;
                    if !open { detail.row.status = Status::Accepted; }
                    desk.answer(Answer::Item(Box::new(detail)));
                }
                Event::Fail => desk.fail(Failure::Unreachable),
                Event::Wait(ms) => desk.wait(ms),
            }
            let list = &desk.model.screens.backlog;
            prop_assert_eq!(list.list.cursor.is_none(), list.rows.is_empty());
            if let Some(cursor) = list.list.cursor {
                prop_assert!(list.row(cursor).is_some_and(|row| row.id == cursor));
            }
            let writes = desk.writes();
            if writes.len() > before {
                let Call::Write { id, version, .. } = writes[before] else { unreachable!() };
                prop_assert_eq!(Some((*id, *version)), shown);
            }
            prop_assert_eq!(desk.screen(80, 24).split('\n').count(), 24);
        }
    }
}

#[test]
fn a_list_that_is_come_to_by_its_chord_is_the_whole_one_once_its_filter_is_gone() {
    let mut desk = Desk::signed_in(Lang::Vi);
    for _ in 0..2 {
        desk.key(KeyCode::Tab);
    }
    desk.text("j");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..3, 3)));
    desk.key(KeyCode::Esc);
    desk.text("gb");
    assert_eq!(desk.model.common.screen, Screen::Backlog);
    desk.key(KeyCode::Esc);
    assert!(matches!(&desk.last().call, Call::Page { filter, .. } if filter.is_empty()));
    assert_eq!(desk.model.common.screen, Screen::Backlog);
    // Who leaves before anything was read and comes again finds it loading, and the way out.
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.key(KeyCode::Enter);
    desk.key(KeyCode::Esc);
    desk.text("gb");
    assert!(desk.screen(80, 24).contains("đang tải"));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Overview);
}

#[test]
fn the_files_of_the_evidence_are_kept_under_names_that_name_no_other_folder() {
    let mut desk = Desk::on_item(Lang::Vi, 0);
    let mut detail = facts::detail(0);
    let file = |n: u128, name: &str| Evidence {
        id: EvidenceId(uuid::Uuid::from_u128(n)),
        kind: EvidenceKind::File,
        name: name.to_owned(),
        url: None,
        ..detail.evidence[0].clone()
    };
    let removed = Evidence { removed_at: Some(facts::now()), ..file(3, "cũ.pdf") };
    detail.evidence = vec![file(1, "Báo cáo; quý II.pdf"), file(2, "../../.bashrc"), removed];
    desk.text("R");
    desk.answer(Answer::Item(Box::new(detail)));
    desk.text("s");
    desk.text("s");
    let asked = |desk: &Desk| desk.sent.iter().filter(|one| matches!(one.call, Call::Evidence(..))).count();
    assert_eq!(asked(&desk), 1, "one file at a time, and none twice");
    desk.answer(Answer::File(b"hai".to_vec()));
    assert_eq!(asked(&desk), 2);
    desk.answer(Answer::File("một".as_bytes().to_vec()));
    assert_eq!(asked(&desk), 2, "what was removed is not asked for");
    let kept = [("T24-01-ha-noi-..-..-.bashrc", "hai"), ("T24-01-ha-noi-Báo cáo- quý II.pdf", "một")];
    assert_eq!(desk.saved, kept.map(|(name, text)| (name.to_owned(), text.to_owned())));
    let mut none = Desk::on_item(Lang::Vi, 1);
    none.text("R");
    none.answer(Answer::Item(Box::new(AssignmentDetail { evidence: vec![], ..facts::detail(1) })));
    none.text("s");
    assert!(none.screen(80, 24).contains("Không có tệp minh chứng"), "{}", none.screen(80, 24));
}

#[test]
fn an_order_is_offered_by_its_key_and_takes_the_place_of_the_one_before() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("/quahan");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..60, 60)));
    desk.text("S");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("quahan sapxep:han") && screen.contains("⇥ han  -han"), "{screen}");
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..60, 60)));
    assert_eq!(desk.model.screens.backlog.filter, "quahan sapxep:-han");
    desk.text("S");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..60, 60)));
    assert_eq!(desk.model.screens.backlog.filter, "quahan sapxep:han");
}

#[test]
fn in_another_order_a_row_has_moved_where_what_it_is_sorted_by_has_changed() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("/sapxep:tiendo");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..60, 60)));
    let mut newer = facts::row(2);
    (newer.version, newer.level) = (newer.version + 1, newer.level + 1);
    desk.step(Msg::Reply(Box::new(Reply::Row(Box::new(newer.clone())))));
    assert!(desk.model.screens.backlog.moved.is_empty(), "urgency is not what it is sorted by");
    (newer.version, newer.percent) = (newer.version + 1, newer.percent + 1);
    desk.step(Msg::Reply(Box::new(Reply::Row(Box::new(newer)))));
    assert_eq!(desk.model.screens.backlog.moved.len(), 1);
}
