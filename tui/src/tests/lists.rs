//! What a list can show beside its rows and of them, and the file that it is written to.

use crossterm::event::KeyCode;
use dondoc_shared::{text::Lang, wire::assignment::Queue};

use super::{
    Desk, facts,
    queues::{in_queue, page},
};
use crate::{
    keys::Screen,
    net::{Answer, Call, Failure},
};

/// In the backlog with the preview on, in a wide window, what the first row says being there.
fn previewing(lang: Lang, size: (u16, u16)) -> Desk {
    let mut desk = Desk::in_backlog(lang);
    let _ = desk.screen(size.0, size.1);
    desk.text("P");
    desk.wait(200);
    desk.answer(Answer::Item(Box::new(facts::detail(0))));
    desk
}

/// Every face, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let mut columns = Desk::in_backlog(lang);
    columns.text("c");
    columns.key(KeyCode::Down);
    columns.text(" ");
    let mut exporting = Desk::in_backlog(lang);
    exporting.text("w");
    let all = [
        ("list_preview", previewing(lang, (120, 34))),
        ("list_columns", columns),
        ("list_exporting", exporting),
    ];
    all.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

#[test]
fn lists_at_120x34_and_200x50() {
    for lang in Lang::ALL {
        for size in [(120, 34), (200, 50)] {
            for (name, mut desk) in places(*lang).into_iter().take(2) {
                if name == "list_preview" {
                    desk = previewing(*lang, size);
                }
                insta::assert_snapshot!(format!("{name}_{}_{lang}", size.0), desk.screen(size.0, size.1));
            }
        }
    }
}

fn items(desk: &Desk) -> Vec<&Call> {
    desk.sent.iter().map(|one| &one.call).filter(|call| matches!(call, Call::Item(_))).collect()
}

#[test]
fn the_preview_follows_the_cursor_with_one_question_once_it_rests() {
    let mut desk = previewing(Lang::En, (120, 34));
    assert_eq!(items(&desk).len(), 1);
    assert!(desk.screen(120, 34).contains(Lang::En.preview_last_report()));
    desk.text("jjjj");
    assert_eq!(items(&desk).len(), 1, "no question for each key");
    assert!(desk.screen(120, 34).contains(Lang::En.tui_loading()), "what is shown is never of another row");
    desk.wait(100);
    desk.text("j");
    desk.wait(100);
    assert_eq!(items(&desk).len(), 1, "it does not rest yet");
    desk.wait(60);
    assert!(matches!(items(&desk)[1], Call::Item(id) if *id == facts::id(5)));
    // An answer that comes late does not take the place of what is asked for since.
    let late = desk.last().ticket;
    desk.text("j");
    desk.wait(200);
    desk.reply(late, Ok(Answer::Item(Box::new(facts::detail(5)))));
    assert!(desk.screen(120, 34).contains(Lang::En.tui_loading()));
    desk.answer(Answer::Item(Box::new(facts::detail(6))));
    assert!(desk.screen(120, 34).contains(Lang::En.preview_last_report()));
    let asked = items(&desk).len();
    desk.text("kkkkkk");
    desk.wait(200);
    assert_eq!(items(&desk).len(), asked, "what was read is kept");
    assert!(desk.screen(120, 34).contains(Lang::En.preview_last_report()));
}

#[test]
fn the_preview_is_there_only_where_it_has_room_and_somebody_wants_it() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("P");
    assert!(desk.screen(80, 24).contains("120 cột"), "it says from which width on");
    desk.wait(1_000);
    assert!(items(&desk).is_empty(), "nothing is asked for that is not shown");
    let mut desk = previewing(Lang::Vi, (120, 34));
    desk.text("P");
    assert!(!desk.screen(120, 34).contains(Lang::Vi.preview_next()));
    desk.text("gdgb");
    desk.text("P");
    assert!(desk.screen(120, 34).contains(Lang::Vi.preview_next()), "what was read is still known");
    // Another screen asks for nothing in its name.
    let asked = items(&desk).len();
    desk.text("jgd");
    desk.wait(1_000);
    assert_eq!(desk.model.common.screen, Screen::Overview);
    assert_eq!(items(&desk).len(), asked);
    desk.text("gb");
    desk.wait(1_000);
    assert_eq!(items(&desk).len(), asked + 1, "until somebody comes back");
    desk.fail(Failure::TimedOut);
    assert!(desk.screen(120, 34).contains("không trả lời kịp"), "{}", desk.screen(120, 34));
    desk.wait(5_000);
    assert_eq!(items(&desk).len(), asked + 1, "what failed is asked for again on demand alone");
    desk.text("R");
    desk.wait(1_000);
    assert_eq!(items(&desk).len(), asked + 2);
}

#[test]
fn columns_are_chosen_for_each_list_and_stay_until_the_console_ends() {
    let head =
        |desk: &mut Desk, columns| desk.screen(columns, 34).lines().nth(2).unwrap_or_default().to_owned();
    let mut desk = Desk::in_backlog(Lang::Vi);
    assert!(head(&mut desk, 120).contains("ĐƠN VỊ") && !head(&mut desk, 120).contains("VĂN BẢN"));
    // The fourth column is the body.
    desk.text("c");
    (0..3).for_each(|_| desk.key(KeyCode::Down));
    desk.text(" ");
    desk.key(KeyCode::Enter);
    assert!(!head(&mut desk, 120).contains("ĐƠN VỊ"), "{}", head(&mut desk, 120));
    desk.text("c");
    let screen = desk.screen(120, 34);
    let mut heads = screen.lines().filter(|line| line.contains("[x]") || line.contains("[ ]"));
    let place = heads.position(|line| line.contains("VĂN BẢN")).unwrap();
    (0..place).for_each(|_| desk.key(KeyCode::Down));
    desk.text(" ");
    desk.key(KeyCode::Esc);
    let wide = head(&mut desk, 120);
    assert!(wide.contains("VĂN BẢN") && wide.contains("NỘI DUNG"), "{wide}");
    assert_eq!(desk.model.common.screen, Screen::Backlog, "Esc closes the box alone");
    desk.text("gdgb");
    assert!(head(&mut desk, 120).contains("VĂN BẢN"), "it is remembered");
    assert!(head(&mut in_queue(Lang::Vi, Queue::Step), 120).contains("ĐƠN VỊ"), "of this list alone");
    let mut narrow = Desk::in_backlog(Lang::Vi);
    let _ = narrow.screen(50, 20);
    narrow.text("c");
    assert!(narrow.screen(50, 20).contains(Lang::Vi.choosing_one_column()));
}

#[test]
fn a_wide_window_uses_its_width_for_what_an_officer_asks_of_a_row() {
    let head = Desk::in_backlog(Lang::En).screen(200, 50).lines().nth(2).unwrap_or_default().to_owned();
    for column in ["LVL", "DIRECTIVE", "ASSIGNEE", "CLAIMED BY", "REPORTED", "URGED"] {
        assert!(head.contains(column), "{column}: {head}");
    }
}

#[test]
fn a_list_is_written_to_a_file_page_by_page_with_its_filter_and_can_be_stopped() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("/quahan>14");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..60, 300)));
    desk.text("w");
    let asks = |desk: &Desk, cursor: Option<&str>| match &desk.last().call {
        Call::Page { filter, cursor: asked, limit: 200, .. } => {
            filter == "quahan>14" && asked.as_deref() == cursor
        }
        _ => false,
    };
    assert!(asks(&desk, None), "{:?}", desk.last().call);
    desk.answer(Answer::Page(facts::page(0..200, 300)));
    assert!(desk.screen(80, 24).contains("200/300"), "{}", desk.screen(80, 24));
    assert!(asks(&desk, Some("200")) && desk.saved.is_empty());
    // A row that moved down meanwhile stands on both pages.
    desk.answer(Answer::Page(facts::page(199..300, 300)));
    let [(name, text)] = desk.saved.as_slice() else { panic!("{:?}", desk.saved.len()) };
    assert_eq!(name, "ton-dong-2024-07-25.csv");
    assert_eq!(text.lines().count(), 301, "a head and each row once");
    assert!(text.starts_with('\u{feff}') && text.contains("T24-01/ha-noi"), "{text}");
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("w");
    let page = desk.last().ticket;
    desk.key(KeyCode::Esc);
    assert!(desk.screen(80, 24).contains(Lang::Vi.export_stopped()));
    assert_eq!(desk.model.common.screen, Screen::Backlog);
    desk.reply(page, Ok(Answer::Page(facts::page(0..60, 60))));
    assert!(desk.saved.is_empty(), "what comes late is nobody's");
    desk.text("w");
    desk.fail(Failure::TimedOut);
    assert!(desk.saved.is_empty() && desk.screen(80, 24).contains("Chưa ghi được tệp"));
}

#[test]
fn every_queue_is_written_with_what_waits_in_it() {
    for (queue, waits, name) in [
        (Queue::Submission, "Trình", "tham-tra"),
        (Queue::Extension, "Xin đến", "gia-han"),
        (Queue::Step, "Lên cấp", "cap-tren"),
    ] {
        let mut desk = in_queue(Lang::Vi, queue);
        desk.text("w");
        assert!(matches!(desk.last().call, Call::Page { with, .. } if with == Some(queue)));
        desk.answer(page(queue, 9));
        let [(file, text)] = desk.saved.as_slice() else { panic!("{queue}") };
        assert!(file.starts_with(name) && text.contains(waits), "{file}: {text}");
    }
}
