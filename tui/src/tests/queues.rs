//! The queues: what each says of its rows, what is decided from the row, and the way there and back.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    id::EventId,
    lifecycle::Status,
    role::{Permission, Role},
    text::Lang,
    wire::{
        ExtensionReason, Page, Written,
        assignment::{AssignmentDetail, AssignmentRow, Event, EventKind, ExtensionState, Queue, Waits},
        session::Me,
    },
};
use jiff::{ToSpan, civil::date};
use uuid::Uuid;

use super::{Desk, browsing::changed, facts};
use crate::{
    dialog::{Stop, kind::Kind},
    keys::Screen,
    net::{Answer, Call, Deed},
};

const QUEUES: [(Queue, &str, Screen, &str); 3] = [
    (Queue::Submission, "gv", Screen::Submissions, "status:submitted"),
    (Queue::Extension, "gx", Screen::Extensions, "is:extension"),
    (Queue::Step, "ge", Screen::Steps, "is:step"),
];

/// Row `n` of a queue, each with another thing to be weighed.
pub fn row(queue: Queue, n: u32) -> AssignmentRow {
    let days = i64::from(n) * 3 + 1;
    let ago = facts::now() - (days * 24).hours();
    let by = format!("Người phê duyệt {}", facts::tenant(n).short);
    let waits = match queue {
        Queue::Submission => Waits::Submission { at: ago, by, evidence: i64::from(n) + 1 },
        Queue::Extension => Waits::Extension {
            at: ago,
            by,
            from: date(2024, 5, 22),
            to: date(2024, 9, 30),
            reason: ExtensionReason::OtherBody,
            text: "Bộ Công an chưa ban hành hướng dẫn kết nối nên chưa có căn cứ để làm tiếp.".to_owned(),
            granted: i32::try_from(n).unwrap() % 3,
        },
        Queue::Step => Waits::Step {
            level: if n == 0 { 2 } else { 3 },
            on: facts::TODAY.saturating_sub(days.days()),
            second_person: n > 0,
            signed_by: (n > 1).then(|| "Chuyên viên Tổ công tác 2".to_owned()),
            release_refused: (n == 2).then_some(ErrorCode::SecondPersonRequired),
        },
    };
    let status = if queue == Queue::Submission { Status::Submitted } else { Status::InProgress };
    let extension_pending = queue == Queue::Extension;
    AssignmentRow { waits: Some(waits), status, extension_pending, ..facts::row(n) }
}

pub fn page(queue: Queue, rows: u32) -> Answer {
    let items = (0..rows).map(|n| row(queue, n)).collect();
    Answer::Page(Page { items, next: None, ..facts::page(0..0, rows) })
}

/// In a queue of nine rows, come by its keys.
pub fn in_queue(lang: Lang, queue: Queue) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text(QUEUES.iter().find(|(of, ..)| *of == queue).unwrap().1);
    desk.answer(page(queue, 9));
    desk
}

/// Every face of the queues, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let mut all = Vec::new();
    for (queue, keys, ..) in QUEUES {
        let (mut none, mut help, mut third) =
            (Desk::signed_in(lang), in_queue(lang, queue), in_queue(lang, queue));
        none.text(keys);
        none.answer(page(queue, 0));
        help.text("?");
        third.text("jj");
        let mut add = |name: &str, desk| all.push((format!("queue_{queue}{name}"), desk));
        add("", in_queue(lang, queue));
        add("_none", none);
        add("_help", help);
        add("_third", third);
    }
    all
}

#[test]
fn every_queue_at_120x34_and_200x50() {
    for lang in Lang::ALL {
        for (queue, ..) in QUEUES {
            let mut desk = in_queue(*lang, queue);
            insta::assert_snapshot!(format!("queue_{queue}_120_{lang}"), desk.screen(120, 34));
            insta::assert_snapshot!(format!("queue_{queue}_200_{lang}"), desk.screen(200, 50));
        }
    }
}

/// The last line of the screen: what can be done.
fn bar(desk: &mut Desk, size: (u16, u16)) -> String {
    desk.screen(size.0, size.1).lines().last().unwrap_or_default().to_owned()
}

#[test]
fn the_act_of_a_queue_has_room_in_the_narrowest_bar_also_with_marks() {
    let acts = [Lang::tui_bar_verify, Lang::tui_bar_extension, Lang::tui_bar_escalate];
    for lang in Lang::ALL {
        for ((queue, ..), act) in QUEUES.iter().zip(acts) {
            let mut desk = in_queue(*lang, *queue);
            assert!(bar(&mut desk, (80, 24)).contains(act(*lang)), "{}", bar(&mut desk, (80, 24)));
            desk.text("  ");
            assert!(bar(&mut desk, (80, 24)).contains(act(*lang)), "{}", bar(&mut desk, (80, 24)));
        }
        let mut first = Desk::signed_in(*lang);
        assert!(bar(&mut first, (80, 24)).contains(lang.tui_bar_go_backlog()));
        // The second row has nothing to verify.
        let mut list = Desk::in_backlog(*lang);
        list.text("j");
        assert!(
            bar(&mut list, (120, 34)).contains(lang.handling_bar_claim()),
            "{}",
            bar(&mut list, (120, 34))
        );
    }
}

#[test]
fn one_column_says_what_waits_and_not_how_late_the_item_is() {
    for (queue, said) in [
        (Queue::Submission, "24/07/2024"),
        (Queue::Extension, "30/09/2024 +131"),
        (Queue::Step, "C2 24/07/2024"),
    ] {
        let screen = in_queue(Lang::Vi, queue).screen(40, 12);
        assert!(screen.contains(said) && !screen.contains("quá 64"), "{screen}");
    }
}

/// The detail that says the same as the row.
fn detail(queue: Queue, n: u32) -> AssignmentDetail {
    let mut detail = facts::detail(n);
    detail.row = AssignmentRow { waits: None, version: 4, ..row(queue, n) };
    detail
}

#[test]
fn a_queue_is_asked_for_with_what_waits_and_leads_back_to_where_one_came_from() {
    for (queue, keys, screen, about) in QUEUES {
        let mut desk = in_queue(Lang::Vi, queue);
        let asks_for_it = |call: &Call| matches!(call, Call::Page { filter, with, .. } if filter == about && *with == Some(queue));
        assert!(asks_for_it(&desk.last().call), "{:?}", desk.last().call);
        assert_eq!(desk.model.common.screen, screen);
        desk.key(KeyCode::Esc);
        assert_eq!(desk.model.common.screen, Screen::Overview);
        // From the urges, and over an item.
        let mut desk = super::urges::on_urges(Lang::Vi);
        desk.text(keys);
        desk.answer(page(queue, 9));
        desk.text("j");
        desk.key(KeyCode::Enter);
        desk.answer(Answer::Item(Box::new(detail(queue, 1))));
        for back in [screen, Screen::Urges] {
            desk.key(KeyCode::Esc);
            assert_eq!(desk.model.common.screen, back);
        }
    }
}

#[test]
fn a_queue_of_the_overview_leads_to_its_screen_and_its_tab_says_where_one_is() {
    for (tabs, downs, screen, tab) in [
        (4, 0, Screen::Submissions, "[Thẩm tra]"),
        (4, 1, Screen::Extensions, "[Gia hạn]"),
        (4, 3, Screen::Steps, "[Cấp trên]"),
    ] {
        let mut desk = Desk::signed_in(Lang::Vi);
        (0..tabs).for_each(|_| desk.key(KeyCode::Tab));
        (0..downs).for_each(|_| desk.key(KeyCode::Down));
        assert!(
            desk.screen(80, 24).contains("Enter (g "),
            "what Enter does, and the keys that do it from anywhere"
        );
        desk.key(KeyCode::Enter);
        assert_eq!(desk.model.common.screen, screen);
        assert!(desk.screen(80, 24).lines().nth(1).unwrap().contains(tab));
    }
}

#[test]
fn each_queue_says_at_80x24_what_is_weighed_and_more_where_there_is_room() {
    let said = |queue, columns| in_queue(Lang::En, queue).screen(columns, 24);
    for (queue, narrow, wide) in [
        (
            Queue::Submission,
            ["SINCE", "24/07/2024", "REPORTED"],
            ["SUBMITTED BY", "Người phê duyệt TTH", "late 63 d"],
        ),
        (Queue::Extension, ["ASKED", "+131", "30/09/2024"], ["TASK", "Connect the land", "late 63 d"]),
        (
            Queue::Step,
            ["SIGNATURE", "two must sign", "signed: Chuyên viên"],
            ["late 63 d", "signed: Chuyên viên Tổ công tác 2", "DUE DATE"],
        ),
    ] {
        let screen = said(queue, 80);
        for text in narrow.iter().chain(&["HNO", "TTH", "T24-02"]) {
            assert!(screen.contains(text), "{text}\n{screen}");
        }
        let screen = said(queue, 200);
        for text in narrow.iter().chain(&wide) {
            assert!(screen.contains(text), "{text}\n{screen}");
        }
    }
}

#[test]
fn a_body_has_one_abbreviation_in_every_column() {
    let mut desks: Vec<Desk> = QUEUES.iter().map(|(queue, ..)| in_queue(Lang::Vi, *queue)).collect();
    desks.push(Desk::in_backlog(Lang::Vi));
    for desk in &mut desks {
        for columns in [80, 200] {
            let screen = desk.screen(columns, 24);
            // Below the rule stands the row in full, with the code as it is typed.
            let table =
                screen.lines().take_while(|line| !line.starts_with('─')).collect::<Vec<_>>().join("\n");
            assert!(table.contains("HNO") && table.contains("DLK"), "{table}");
            assert!(!table.contains("ha-noi") && !table.contains("dak-lak"), "{table}");
            assert!(screen.contains("T24-01/ha-noi"), "{screen}");
        }
    }
}

#[test]
fn what_a_row_rules_out_is_not_offered_and_says_why_without_asking_anybody() {
    for (queue, works, others) in [
        (Queue::Submission, 'V', [('x', ErrorCode::NothingWaiting), ('e', ErrorCode::WrongState)]),
        (Queue::Extension, 'x', [('V', ErrorCode::WrongState), ('O', ErrorCode::WrongState)]),
        (Queue::Step, 'e', [('V', ErrorCode::WrongState), ('x', ErrorCode::NothingWaiting)]),
    ] {
        let mut desk = in_queue(Lang::En, queue);
        let before = desk.sent.len();
        let bar = |desk: &mut Desk| desk.screen(200, 24).lines().last().unwrap().to_owned();
        for (key, code) in others {
            assert!(!bar(&mut desk).contains(&format!(" {key} ")), "{key}: {}", bar(&mut desk));
            desk.text(&key.to_string());
            assert!(desk.screen(200, 24).contains(code.message(Lang::En)), "{key}");
        }
        assert_eq!(desk.sent.len(), before, "{queue}");
        assert!(bar(&mut desk).contains(&format!(" {works} ")), "{}", bar(&mut desk));
        desk.text(&works.to_string());
        assert!(matches!(desk.last().call, Call::Item(id) if id == facts::id(0)));
    }
}

#[test]
fn whoever_signed_first_reads_on_the_row_that_the_second_is_another() {
    for lang in Lang::ALL {
        let mut desk = in_queue(*lang, Queue::Step);
        assert!(desk.screen(80, 24).contains(lang.queues_needs_one()));
        desk.text("j");
        assert!(desk.screen(80, 24).contains(lang.queues_needs_two()));
        desk.text("j");
        let screen = desk.screen(120, 24);
        assert!(screen.contains(lang.queues_signed_by_reader()), "{screen}");
        assert!(screen.contains(lang.queues_not_the_reader()), "{screen}");
        desk.text("j");
        let by = lang.queues_needs_second("Chuyên viên Tổ công tác 2");
        assert!(desk.screen(120, 24).contains(&by));
    }
}

/// Accepts what the dialog on the screen is about.
fn accept(desk: &mut Desk) {
    let press_go = |desk: &mut Desk| {
        let dialog = desk.model.dialogs.open.as_mut().unwrap();
        dialog.focus = Stop::Go;
        desk.wait(400);
        desk.key(KeyCode::Enter);
    };
    press_go(desk);
    desk.answer(Answer::Written(Written { id: uuid::Uuid::from_u128(1), version: 4 }));
    let dialog = desk.model.dialogs.open.as_mut().unwrap();
    dialog.focus = Stop::Field(0);
    desk.wait(400);
    desk.key(KeyCode::Down);
    desk.key(KeyCode::Up);
    press_go(desk);
    desk.answer(Answer::Readers(facts::readers()));
    desk.wait(400);
    desk.text("Y");
    assert!(matches!(&desk.last().call, Call::Write { deed: Deed::Accept(_), .. }), "{:?}", desk.last().call);
    desk.answer(Answer::Written(Written { id: uuid::Uuid::from_u128(1), version: 5 }));
}

#[test]
fn after_a_decision_the_cursor_goes_on_and_what_waits_no_more_stays_where_it_was() {
    let mut desk = in_queue(Lang::Vi, Queue::Submission);
    desk.text("jV");
    let mut opened = facts::detail(1);
    opened.row = AssignmentRow { waits: None, ..row(Queue::Submission, 1) };
    desk.answer(Answer::Item(Box::new(opened)));
    assert_eq!(desk.model.dialogs.open.as_ref().unwrap().kind, Kind::Verify);
    accept(&mut desk);
    desk.wait(500);
    let mut done = detail(Queue::Submission, 1);
    (done.row.status, done.row.version) = (Status::Accepted, 6);
    let asked =
        desk.sent.iter().rfind(|request| matches!(request.call, Call::Item(id) if id == facts::id(1)));
    let ticket = asked.unwrap().ticket;
    desk.reply(ticket, Ok(Answer::Item(Box::new(done))));
    let list = &desk.model.screens.submissions;
    assert_eq!((list.list.cursor, list.rows.len()), (Some(facts::id(2)), 9));
    assert_eq!(list.rows[1].waits, None);
    // What was done is said first.
    desk.wait(9_000);
    assert!(desk.screen(80, 24).contains("↻ 1 thay đổi"), "{}", desk.screen(80, 24));
    desk.text("k");
    let before = desk.sent.len();
    desk.text("V");
    assert_eq!(desk.sent.len(), before, "there is nothing left to verify on it");
}

#[test]
fn a_step_that_is_gone_is_not_decided_from_its_row() {
    let mut desk = in_queue(Lang::Vi, Queue::Step);
    desk.step(changed(0));
    desk.wait(500);
    let gone = AssignmentDetail { proposed_steps: vec![], ..detail(Queue::Step, 0) };
    desk.answer(Answer::Item(Box::new(gone)));
    let before = desk.sent.len();
    desk.text("e");
    assert_eq!(desk.sent.len(), before);
    assert!(desk.screen(80, 24).contains(ErrorCode::NothingWaiting.message(Lang::Vi)));
}

#[test]
fn a_change_elsewhere_changes_what_is_weighed_in_place() {
    let mut desk = in_queue(Lang::Vi, Queue::Extension);
    desk.step(changed(0));
    desk.wait(500);
    let mut other = detail(Queue::Extension, 0);
    let (mut asked, mut refused) = (dondoc_samples::extension(), dondoc_samples::extension());
    (asked.to, refused.state) = (date(2024, 12, 31), ExtensionState::Refused);
    other.extension_requests = vec![asked, refused];
    other.row.due_on = Some(date(2024, 7, 31));
    desk.answer(Answer::Item(Box::new(other)));
    let screen = desk.screen(80, 24);
    assert!(screen.contains("+153") && screen.contains("31/12/2024"), "{screen}");
    // Work that comes to wait is one change to sort in; work that waits for nothing of the kind is none.
    for (n, extension_requests, changes) in [(40, vec![], 0), (41, vec![dondoc_samples::extension()], 1)] {
        desk.step(changed(n));
        desk.wait(500);
        let mut other = AssignmentDetail { extension_requests, ..detail(Queue::Extension, n) };
        other.row.late_from = Some(date(2024, 1, 1));
        desk.answer(Answer::Item(Box::new(other)));
        assert_eq!(desk.model.screens.extensions.moved.contains(&facts::id(n)), changes == 1);
    }
}

#[test]
fn a_filter_in_a_queue_narrows_it_and_a_fault_is_marked_where_it_was_typed() {
    let mut desk = in_queue(Lang::Vi, Queue::Submission);
    desk.text("/tenent:x");
    let screen = desk.screen(80, 24);
    let lines: Vec<&str> = screen.lines().collect();
    let at = lines.iter().position(|line| line.contains("tenent")).unwrap();
    let column = |line: &str, what: &str| line.split(what).next().unwrap().chars().count();
    assert_eq!(column(lines[at + 1], "^"), column(lines[at], "tenent"), "{screen}");
    (0.."tenent:x".len()).for_each(|_| desk.key(KeyCode::Backspace));
    desk.text("tenant:ha-noi");
    desk.key(KeyCode::Enter);
    let asked = |desk: &Desk, wanted: &str| {
        matches!(&desk.last().call, Call::Page { filter, with, .. }
            if filter == wanted && *with == Some(Queue::Submission))
    };
    assert!(asked(&desk, "status:submitted tenant:ha-noi"), "{:?}", desk.last().call);
    desk.answer(page(Queue::Submission, 1));
    desk.key(KeyCode::Esc);
    assert!(asked(&desk, "status:submitted"));
    assert_eq!(desk.model.common.screen, Screen::Submissions);
    // What is marked with M is what the queue finds, not the backlog.
    desk.answer(page(Queue::Submission, 9));
    desk.text("M");
    assert!(matches!(&desk.last().call, Call::Page { filter, .. } if filter == "status:submitted"));
}

#[test]
fn a_figure_opens_all_that_it_counts_although_the_queue_was_narrowed_before() {
    let mut desk = in_queue(Lang::Vi, Queue::Submission);
    desk.text("/tenant:ha-noi");
    desk.key(KeyCode::Enter);
    desk.answer(page(Queue::Submission, 1));
    desk.text("gd");
    (0..4).for_each(|_| desk.key(KeyCode::Tab));
    desk.key(KeyCode::Enter);
    assert!(matches!(&desk.last().call, Call::Page { filter, .. } if filter == "status:submitted"));
}

#[test]
fn the_next_item_and_its_place_are_those_of_the_queue_that_led_to_it() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("gx");
    desk.answer(page(Queue::Extension, 9));
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Item(Box::new(detail(Queue::Extension, 0))));
    assert!(desk.screen(80, 24).contains("dòng 1/9"), "{}", desk.screen(80, 24));
    desk.text("J");
    assert!(matches!(desk.last().call, Call::Item(id) if id == facts::id(1)));
    desk.answer(Answer::Item(Box::new(detail(Queue::Extension, 1))));
    assert!(desk.screen(80, 24).contains("dòng 2/9"));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Extensions);
    assert_eq!(desk.model.screens.backlog.list.cursor, Some(facts::id(0)), "the backlog stays where it was");
}

/// Row `n` of a queue after a decision on it at 08:02 of the day.
fn decided(queue: Queue, n: u32) -> AssignmentDetail {
    let mut detail = facts::detail(n);
    let (kind, status) = match queue {
        Queue::Submission => (EventKind::Accepted, Status::Accepted),
        Queue::Extension => (EventKind::ExtensionGranted, Status::InProgress),
        Queue::Step => (EventKind::Escalated, Status::InProgress),
    };
    (detail.row.status, detail.row.version, detail.proposed_steps) = (status, 99, Vec::new());
    detail.extension_requests.clear();
    detail.row.extension_pending = false;
    let at = facts::now() + 2.minutes();
    let by = "Lãnh đạo Tổ công tác 1".to_owned();
    let event = Event {
        id: EventId(Uuid::from_u128(9)),
        at,
        kind,
        by,
        by_working_group: true,
        detail: String::new(),
    };
    detail.timeline.insert(0, event);
    detail
}

#[test]
fn a_row_that_is_decided_says_what_was_decided_and_there_is_one_less_to_decide() {
    for lang in Lang::ALL {
        for (queue, name) in [
            (Queue::Submission, lang.tui_event_accepted()),
            (Queue::Extension, lang.tui_event_extension_granted()),
            (Queue::Step, lang.tui_event_escalated()),
        ] {
            let mut desk = in_queue(*lang, queue);
            assert!(desk.screen(80, 24).contains(&lang.tui_total("9")), "{queue}");
            desk.step(changed(0));
            desk.wait(500);
            desk.answer(Answer::Item(Box::new(decided(queue, 0))));
            for (columns, said) in [(80, name.chars().take(12).collect()), (200, format!("08:02 {name}"))] {
                let screen = desk.screen(columns, 24);
                let row = screen.lines().nth(3).unwrap();
                assert!(row.contains(&said), "{queue} {columns}: {row}\n{screen}");
                assert!(screen.contains(&lang.queues_left("8")), "{queue}: {screen}");
            }
            let by = format!("{name} · ");
            assert!(
                desk.screen(120, 24).contains(&by) && desk.screen(120, 24).contains("Lãnh đạo Tổ công tác 1")
            );
            insta::assert_snapshot!(format!("queue_{queue}_decided_{lang}"), desk.screen(80, 24));
            insta::assert_snapshot!(format!("queue_{queue}_decided_120_{lang}"), desk.screen(120, 34));
        }
    }
}

#[test]
fn who_may_not_decide_is_told_in_queue_item_and_answer_who_does() {
    for lang in Lang::ALL {
        let said = lang.decided_by(Permission::DecideExtension);
        assert!(said.contains(Role::Lead.name(*lang)) && !said.contains(Role::NationalOfficer.name(*lang)));
        for (role, is_told) in [(Role::NationalOfficer, true), (Role::Lead, false)] {
            let mut desk = Desk::signed_in_as(*lang, Me { role, ..facts::me() });
            desk.text("gx");
            desk.answer(page(Queue::Extension, 3));
            assert_eq!(desk.screen(80, 24).contains(&said), is_told, "{}", desk.screen(80, 24));
            desk.text("x");
            let refused = lang.not_permitted(Permission::DecideExtension);
            assert_eq!(desk.screen(160, 24).contains(&refused), is_told, "{}", desk.screen(160, 24));
            if is_told {
                desk.key(KeyCode::Enter);
                let mut detail = facts::detail(0);
                detail.row = row(Queue::Extension, 0);
                desk.answer(Answer::Item(Box::new(detail)));
                assert!(desk.screen(120, 60).contains(&said), "{}", desk.screen(120, 60));
            }
        }
    }
}

#[test]
fn a_list_says_by_what_it_is_ordered_and_which_key_ends_a_filter_that_it_has_kept() {
    for lang in Lang::ALL {
        let (order, ends) = (lang.tui_ordered_by_urgency(), lang.tui_filter_esc(""));
        let foot = |desk: &mut Desk| desk.screen(160, 24).lines().nth(22).unwrap().to_owned();
        let mut desk = Desk::signed_in(*lang);
        desk.text("gv");
        desk.answer(page(Queue::Submission, 3));
        assert!(foot(&mut desk).contains(order) && !foot(&mut desk).contains(&ends), "{}", foot(&mut desk));
        desk.text("/tenant:ha-noi");
        desk.key(KeyCode::Enter);
        desk.answer(page(Queue::Submission, 2));
        desk.text("gdgv");
        desk.answer(page(Queue::Submission, 2));
        assert!(
            foot(&mut desk).contains(&ends) && foot(&mut desk).contains("tenant:ha-noi"),
            "{}",
            foot(&mut desk)
        );
        desk.text("/ sort:-due");
        desk.key(KeyCode::Enter);
        desk.answer(page(Queue::Submission, 2));
        assert!(!foot(&mut desk).contains(order), "{}", foot(&mut desk));
        desk.key(KeyCode::Esc);
        desk.answer(page(Queue::Submission, 3));
        assert!(!foot(&mut desk).contains(&ends), "{}", foot(&mut desk));
    }
}
