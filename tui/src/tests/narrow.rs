//! Windows with room for one column, and those with room for nothing.

use crossterm::event::KeyCode;
use dondoc_shared::text::Lang;
use ratatui::style::Modifier;

use super::{Desk, appearance::drawn, facts, looks::places};
use crate::net::{Answer, Call};

/// The sizes that are looked at: the smallest, a phone held upright, one that has rows enough, one that has columns enough.
const SIZES: [(u16, u16); 4] = [(30, 6), (40, 12), (45, 30), (80, 8)];

#[test]
fn the_main_screens_in_narrow_and_in_low_windows() {
    let shown = [
        "log_in",
        "overview",
        "backlog",
        "item",
        "filter",
        "help",
        "palette_typed",
        "quit",
        "dialog_reopen",
        "dialog_reopen_confirm",
        "agree_make",
        "urge",
        "queue_extension",
        "matrix",
    ];
    let all = Lang::ALL.iter().flat_map(|lang| places(*lang).into_iter().map(move |place| (lang, place)));
    for (lang, (name, mut desk)) in all.filter(|(_, (name, _))| shown.contains(&name.as_str())) {
        let drawn: Vec<String> = SIZES
            .iter()
            .map(|(columns, rows)| {
                let screen = desk.screen(*columns, *rows);
                let lines: Vec<String> = screen.lines().map(|line| format!("|{line}")).collect();
                format!("{columns}x{rows}\n{}", lines.join("\n"))
            })
            .collect();
        insta::assert_snapshot!(format!("narrow_{name}_{lang}"), drawn.join("\n"));
    }
}

#[test]
fn a_filter_stands_with_its_reading_also_where_few_rows_are_shown() {
    for lang in Lang::ALL {
        for size in [(30, 6), (40, 12), (80, 8), (80, 14)] {
            let mut desk = Desk::in_backlog(*lang);
            desk.text("/overdue>14");
            let screen = desk.screen(size.0, size.1);
            assert!(screen.contains("overdue>14") && screen.contains(" = …"), "{size:?}\n{screen}");
            desk.text(" khong:co");
            let screen = desk.screen(size.0, size.1);
            assert!(screen.lines().any(|line| line.trim_start().starts_with('v')), "{size:?}\n{screen}");
        }
    }
}

#[test]
fn the_rows_of_a_list_say_what_is_late_of_whom_and_how_late() {
    for lang in Lang::ALL {
        let mut desk = Desk::in_backlog(*lang);
        desk.key(KeyCode::Down);
        let row = &mut desk.model.screens.backlog.rows[1];
        row.days_overdue = 847;
        let row = row.clone();
        for (columns, rows) in [(30, 6), (36, 10), (59, 24)] {
            let screen = desk.screen(columns, rows);
            let line =
                screen.lines().find(|line| line.contains("T24-02")).unwrap_or_else(|| panic!("{screen}"));
            assert!(line.contains(&row.tenant.short), "{line}");
            assert!(line.contains(&lang.tui_late_short(row.days_overdue)), "{line}");
        }
    }
}

#[test]
fn what_the_cursor_is_on_is_shown_however_low_the_window() {
    let is_marked = |desk: &mut Desk, size: (u16, u16)| {
        let (buffer, cursor) = drawn(desk, size);
        let row = (0..size.0).map(|x| &buffer[(x, cursor.y)]);
        cursor.y > 0 && row.into_iter().any(|cell| cell.modifier.contains(Modifier::REVERSED))
    };
    let mut marked = 0;
    for (name, mut desk) in places(Lang::Vi) {
        if is_marked(&mut desk, (40, 15)) {
            for rows in 6..15 {
                assert!(is_marked(&mut desk, (40, rows)), "{name} {rows}\n{}", desk.screen(40, rows));
            }
            marked += 1;
        }
    }
    assert!(marked > 40, "{marked}");
}

/// Every line that is seen while the box or text is scrolled through to its end, in a window of this size.
fn read_through(desk: &mut Desk, (columns, rows): (u16, u16)) -> String {
    let mut seen = desk.screen(columns, rows);
    for _ in 0..200 {
        desk.key(KeyCode::PageDown);
        seen.push_str(&desk.screen(columns, rows));
    }
    seen
}

#[test]
fn what_an_act_brings_about_can_be_read_whole_and_the_act_be_done_in_the_smallest_window() {
    let mut desk = Desk::on_item(Lang::En, 0);
    desk.screen(30, 6);
    desk.text("O");
    desk.wait(400);
    desk.text("Please add the figures.");
    assert!(desk.screen(30, 6).contains("figures."), "{}", desk.screen(30, 6));
    desk.key(KeyCode::BackTab);
    desk.key(KeyCode::BackTab);
    for _ in 0..20 {
        let dialog = desk.model.dialogs.open.as_ref().unwrap();
        if dialog.stop() == crate::dialog::Stop::Go {
            break;
        }
        desk.key(KeyCode::Tab);
    }
    assert!(desk.screen(30, 6).contains("[ Review ]"), "{}", desk.screen(30, 6));
    desk.key(KeyCode::Enter);
    assert!(matches!(desk.last().call, Call::Readers { .. }));
    desk.answer(Answer::Readers(facts::readers()));
    desk.wait(400);
    let seen = read_through(&mut desk, (30, 6));
    for said in ["Please add the", "officer1@ha-noi", "approver1@ha-noi", "overdue"] {
        assert!(seen.contains(said), "{said}");
    }
    desk.text("Y");
    assert!(matches!(desk.last().call, Call::Write { .. }), "{:?}", desk.last());
}

#[test]
fn an_item_is_read_from_its_first_line_to_its_last_in_the_smallest_window() {
    let mut desk = Desk::on_item(Lang::En, 0);
    let whole = desk.screen(59, 400);
    desk.screen(59, 6);
    let seen = read_through(&mut desk, (59, 6));
    for line in whole.lines().skip(2).take(whole.lines().count() - 4).filter(|line| !line.trim().is_empty()) {
        assert!(seen.contains(line), "{line}");
    }
}

#[test]
fn a_window_with_room_for_nothing_has_keys_for_help_and_leaving_alone() {
    let mut desk = Desk::in_backlog(Lang::En);
    let sent = desk.sent.len();
    desk.screen(40, 5);
    desk.text("gdVfj/:.L");
    desk.key(KeyCode::Enter);
    desk.key(KeyCode::Esc);
    assert_eq!((desk.sent.len(), desk.left), (sent, false));
    assert!(desk.screen(40, 1).contains("Window too small (30x6 needed)"));
    desk.text("?");
    assert!(desk.screen(40, 2).contains("Make it 30x6, or press q twice to leave"), "{}", desk.screen(40, 2));
    assert!(desk.screen(80, 24).contains("T24-01"));
    desk.screen(10, 3);
    desk.text("q");
    assert!(!desk.left);
    desk.text("q");
    assert!(desk.left);
}
