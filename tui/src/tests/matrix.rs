//! A directive as a matrix: how one is chosen, moved over, opened, and urged by its rows and columns.

use crossterm::event::KeyCode;
use dondoc_samples::uuid;
use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, DirectiveId},
    lifecycle::Status,
    role::Role,
    text::Lang,
    wire::{
        Precision, TenantKind,
        directive::DirectiveKind,
        matrix::{DirectiveMatrix, DirectiveRow, Directives, MatrixCell, MatrixColumn, MatrixRow},
        session::Me,
    },
};
use jiff::{ToSpan, civil::date};

use super::{Desk, appearance::styled, browsing, facts};
use crate::{
    keys::Screen,
    net::{Answer, Call, Failure},
    step::screen::Screen as _,
};

/// The screens, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let (mut failed, mut none, mut empty, mut long) =
        (on_list(lang), Desk::signed_in(lang), on_list(lang), on_list(lang));
    failed.key(KeyCode::Enter);
    failed.fail(Failure::TimedOut);
    none.text("gt");
    none.answer(Answer::Directives(Directives { items: vec![], now: facts::now() }));
    empty.key(KeyCode::Enter);
    empty.answer(Answer::Matrix(Box::new(DirectiveMatrix { rows: vec![], ..matrix(93, 40) })));
    long.key(KeyCode::Enter);
    long.answer(Answer::Matrix(Box::new(hostile())));
    let (mut help, mut far, mut not_led) = (on_matrix(lang), on_matrix(lang), on_matrix(lang));
    help.text("?");
    far.text("G");
    far.text("30l");
    not_led.text("jl");
    let (mut row, mut column) = (on_matrix(lang), on_matrix(lang));
    row.text("f");
    column.text("F");
    let named = vec![
        ("directives", on_list(lang)),
        ("directives_none", none),
        ("matrix", on_matrix(lang)),
        ("matrix_far", far),
        ("matrix_not_led", not_led),
        ("matrix_none", empty),
        ("matrix_failed", failed),
        ("matrix_hostile", long),
        ("matrix_help", help),
        ("matrix_urge_row", row),
        ("matrix_urge_column", column),
    ];
    named.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

fn directive(n: u32) -> DirectiveRow {
    let (number, kind, issued_on) = match n {
        0 => ("58/QĐ-UBQGCĐS", DirectiveKind::Decision, date(2024, 4, 19)),
        1 => ("17/QĐ-UBQGCĐS", DirectiveKind::Decision, date(2023, 4, 4)),
        _ => ("344/TB-VPCP", DirectiveKind::Notice, date(2024, 7, 1)),
    };
    DirectiveRow {
        id: DirectiveId(uuid(700 + n)),
        number: number.to_owned(),
        kind,
        issued_on,
        issued_precision: if n == 2 { Precision::Month } else { Precision::Day },
        title_vi: format!("Kế hoạch hoạt động của Ủy ban Quốc gia về chuyển đổi số năm {}", 2024 - n),
        title_en: format!(
            "Plan of work of the National Committee for Digital Transformation for {}",
            2024 - n
        ),
        tasks: i64::from(40 - n),
    }
}

fn directives() -> Directives {
    Directives { items: vec![directive(2), directive(0), directive(1)], now: facts::now() }
}

/// The assignment of a body in a column.
fn cell_id(row: u32, column: u32) -> AssignmentId {
    AssignmentId(uuid(10_000 + row * 100 + column))
}

/// Bodies by tasks; of three cells one is not led, the states go round, and what is open is overdue every other time.
fn matrix(bodies: u32, tasks: u32) -> DirectiveMatrix {
    let cell = |row: u32, column: u32| {
        let n = row * 7 + column * 3;
        let status = Status::ALL[usize::try_from(n).unwrap() % Status::ALL.len()];
        let is_late = n.is_multiple_of(2) && status.is_open();
        let days = if is_late { i32::try_from(1 + (row * 13 + column * 29) % 190).unwrap() } else { 0 };
        MatrixCell {
            column: usize::try_from(column).unwrap(),
            assignment: cell_id(row, column),
            status,
            due_on: (!n.is_multiple_of(11)).then(|| facts::TODAY.checked_sub(days.days()).unwrap()),
            due_precision: if n.is_multiple_of(11) { Precision::None } else { Precision::Day },
            days_overdue: if n.is_multiple_of(11) { 0 } else { days },
            level: i16::try_from(n % 4).unwrap(),
            unanswered_urges: i32::from(n.is_multiple_of(5)),
        }
    };
    let row = |n: u32| {
        let columns = (0..tasks).filter(|column| (n + column) % 3 != 2);
        MatrixRow {
            tenant: facts::tenant(n),
            kind: TenantKind::Province,
            cells: columns.map(|column| cell(n, column)).collect(),
        }
    };
    let column = |n: u32| MatrixColumn {
        code: format!("T24-{:02}", n + 1),
        title_vi: format!("Kết nối hệ thống thông tin số {} với Cơ sở dữ liệu quốc gia về dân cư", n + 1),
        title_en: format!("Connect information system {} with the national population database", n + 1),
    };
    DirectiveMatrix {
        directive: directive(0),
        columns: (0..tasks).map(column).collect(),
        rows: (0..bodies).map(row).collect(),
        today: facts::TODAY,
        now: facts::now(),
    }
}

/// Everything as long as it can be.
fn hostile() -> DirectiveMatrix {
    let mut of = matrix(93, 40);
    of.directive.title_vi = of.directive.title_vi.repeat(9);
    of.directive.title_en = of.directive.title_en.repeat(9);
    for column in &mut of.columns {
        column.code = column.code.repeat(9);
        column.title_vi = column.title_vi.repeat(9);
        column.title_en = column.title_en.repeat(9);
    }
    for row in &mut of.rows {
        row.tenant.name_vi = row.tenant.name_vi.repeat(9);
        row.tenant.name_en = row.tenant.name_en.repeat(9);
        row.tenant.short = row.tenant.short.repeat(9);
        for cell in &mut row.cells {
            cell.days_overdue = i32::MAX;
            cell.unanswered_urges = i32::MAX;
        }
    }
    of
}

fn on_list(lang: Lang) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text("gt");
    desk.answer(Answer::Directives(directives()));
    desk.text("j");
    desk
}

fn on_matrix(lang: Lang) -> Desk {
    let mut desk = on_list(lang);
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Matrix(Box::new(matrix(93, 40))));
    desk
}

fn composing(desk: &Desk) -> Vec<AssignmentId> {
    assert_eq!(desk.model.common.screen, Screen::Composer);
    desk.model.screens.composer.asking.items.iter().map(|(id, _)| *id).collect()
}

/// What is overdue and with the body of the cells that are wanted.
fn overdue(of: &DirectiveMatrix, wanted: impl Fn(usize, &MatrixCell) -> bool) -> Vec<AssignmentId> {
    let rows = of.rows.iter().enumerate();
    let cells = rows.flat_map(|(row, of)| of.cells.iter().map(move |cell| (row, cell)));
    let is = |(row, cell): &(usize, &MatrixCell)| {
        let with_body = !matches!(
            cell.status,
            Status::Submitted | Status::Accepted | Status::Suspended | Status::Withdrawn | Status::Refused
        );
        wanted(*row, cell) && cell.days_overdue > 0 && with_body
    };
    cells.filter(is).map(|(_, cell)| cell.assignment).collect()
}

#[test]
fn a_directive_is_chosen_from_a_list_and_one_step_back_leads_to_it_again() {
    let mut desk = on_list(Lang::En);
    let screen = desk.screen(80, 24);
    for said in ["58/QĐ-UBQGCĐS", "344/TB-VPCP", "month 07/2024", "Enter: open the matrix of 58/QĐ-UBQGCĐS"]
    {
        assert!(screen.contains(said), "{said}\n{screen}");
    }
    desk.key(KeyCode::Enter);
    assert!(matches!(desk.last().call, Call::Matrix(id) if id == directive(0).id));
    desk.answer(Answer::Matrix(Box::new(matrix(93, 40))));
    assert!(desk.screen(80, 24).contains("T24-01"));
    desk.key(KeyCode::Esc);
    assert!(desk.screen(80, 24).contains("344/TB-VPCP"), "the list again");
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Overview);
}

#[test]
fn the_matrix_is_one_key_away_from_row_item_and_palette() {
    let row = facts::row(0).directive;
    let wanted = Directives { items: vec![DirectiveRow { number: row, ..directive(1) }], now: facts::now() };
    for mut desk in [Desk::in_backlog(Lang::Vi), Desk::on_item(Lang::Vi, 0)] {
        let from = desk.model.common.screen;
        desk.text("D");
        assert_eq!(desk.model.common.screen, Screen::Matrix);
        assert!(matches!(desk.last().call, Call::Directives), "its id is looked for by its number");
        desk.answer(Answer::Directives(wanted.clone()));
        assert!(matches!(desk.last().call, Call::Matrix(id) if id == directive(1).id));
        desk.answer(Answer::Matrix(Box::new(matrix(9, 9))));
        desk.key(KeyCode::Esc);
        assert_eq!(desk.model.common.screen, from, "whoever came by an item is led back there");
    }
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text(":ma tran");
    desk.key(KeyCode::Enter);
    assert_eq!(desk.model.common.screen, Screen::Matrix);
}

#[test]
fn a_directive_that_names_no_task_is_said_and_the_list_is_shown() {
    let mut desk = Desk::in_backlog(Lang::En);
    desk.text("D");
    let others = vec![directive(2), directive(1)];
    desk.answer(Answer::Directives(Directives { items: others, now: facts::now() }));
    let number = facts::row(0).directive;
    let screen = desk.screen(100, 24);
    assert!(screen.contains(&Lang::En.matrix_unknown(&number)) && screen.contains("344/TB-VPCP"), "{screen}");
}

#[test]
fn keys_move_from_cell_to_cell_both_ways_scroll_and_the_foot_tells_the_cell_in_words() {
    let mut desk = on_matrix(Lang::En);
    for (keys, body, task) in [
        ("l", "HNO", "T24-02"),
        ("j", "TTH", "T24-02"),
        ("h", "TTH", "T24-01"),
        ("hk", "HNO", "T24-01"),
        ("39l", "HNO", "T24-40"),
        ("l", "HNO", "T24-40"),
        ("G", "T92", "T24-40"),
        ("j", "T92", "T24-40"),
        ("gg", "HNO", "T24-40"),
    ] {
        desk.text(keys);
        let (tenant, code) = (desk.model.screens.matrix.tenant().unwrap().short.clone(), task);
        assert_eq!(tenant, body, "{keys}");
        for (columns, rows) in [(80, 24), (60, 15), (40, 12), (200, 50)] {
            let screen = desk.screen(columns, rows);
            assert!(screen.contains(&format!("▸{code}")), "{keys} {columns}: {screen}");
            assert!(screen.contains("▸"), "{keys} {columns}: {screen}");
        }
    }
    let screen = on_matrix(Lang::En).screen(120, 24);
    let cell = &matrix(93, 40).rows[0].cells[0];
    assert_eq!((cell.status, cell.level), (Status::Assigned, 0), "the first cell of the sample");
    for said in
        ["People's Committee of Ha Noi · assigned · no deadline · 1 urge without an answer", "T24-01 Connect"]
    {
        assert!(screen.contains(said), "{said}\n{screen}");
    }
}

#[test]
fn a_wide_window_is_filled_with_bodies_and_tasks() {
    let screen = on_matrix(Lang::Vi).screen(200, 50);
    let lines: Vec<&str> = screen.lines().collect();
    let heads = lines.iter().find(|line| line.contains("T24-01")).unwrap();
    assert!(heads.matches("T24-").count() >= 18, "{heads}");
    assert!(lines[5..44].iter().all(|line| line.chars().count() > 180), "{screen}");
}

#[test]
fn enter_opens_the_assignment_and_one_step_back_is_at_its_cell_again() {
    let mut desk = on_matrix(Lang::Vi);
    desk.text("jjl");
    desk.key(KeyCode::Enter);
    assert_eq!(desk.model.common.screen, Screen::Item);
    assert!(matches!(desk.last().call, Call::Item(id) if id == cell_id(2, 1)));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Matrix);
    assert_eq!(desk.model.screens.matrix.tenant().unwrap().slug, "dak-lak");
    let mut desk = on_matrix(Lang::En);
    desk.text("jl");
    let sent = desk.sent.len();
    desk.key(KeyCode::Enter);
    assert_eq!((desk.sent.len(), desk.model.common.screen), (sent, Screen::Matrix));
    assert!(desk.screen(120, 24).contains("does not lead T24-02"));
}

#[test]
fn a_row_is_one_body_a_column_one_task_and_the_form_says_which_before_anything_is_planned() {
    let of = matrix(93, 40);
    for (moves, row, column) in [("", 0, 0), ("jj4l", 2, 4), ("G39l", 92, 39)] {
        let (name, code) = (&of.rows[row].tenant.name_en, &of.columns[column].code);
        let mut desk = on_matrix(Lang::En);
        desk.text(moves);
        let status = desk.screen(120, 24);
        desk.text("f");
        let expected = overdue(&of, |place, _| place == row);
        assert_eq!(composing(&desk), expected, "{moves}");
        assert!(
            status.contains(&format!("{} of {} (f)", expected.len(), of.rows[row].tenant.short)),
            "{status}"
        );
        let said = Lang::En.matrix_urges_row(name, "58/QĐ-UBQGCĐS", expected.len());
        assert!(desk.screen(120, 24).contains(&said), "{said}");
        let mut desk = on_matrix(Lang::En);
        desk.text(moves);
        desk.text("F");
        let expected = overdue(&of, |_, cell| cell.column == column);
        assert_eq!(composing(&desk), expected, "{moves}");
        assert!(status.contains(&format!("{} of {code} (F)", expected.len())), "{status}");
        let screen = desk.screen(120, 24);
        assert!(screen.contains(&format!("One task, {} bodies overdue: {code}", expected.len())), "{screen}");
        assert!(!desk.sent.iter().any(|one| matches!(one.call, Call::Order { .. } | Call::Write { .. })));
    }
}

#[test]
fn where_nothing_is_overdue_that_is_said_and_nobody_is_led_away() {
    let mut of = matrix(9, 9);
    for cell in of.rows.iter_mut().flat_map(|row| &mut row.cells) {
        cell.days_overdue = 0;
    }
    for (key, said) in [
        ("f", Lang::En.matrix_nothing_in_row("People's Committee of Ha Noi", "58/QĐ-UBQGCĐS")),
        ("F", Lang::En.matrix_nothing_in_column("T24-01")),
    ] {
        let mut desk = on_list(Lang::En);
        desk.key(KeyCode::Enter);
        desk.answer(Answer::Matrix(Box::new(of.clone())));
        desk.text(key);
        assert_eq!(desk.model.common.screen, Screen::Matrix);
        assert!(desk.screen(120, 24).contains(&said), "{said}");
    }
}

#[test]
fn who_only_reads_sees_the_matrix_and_urges_nobody() {
    for key in ["f", "F"] {
        let mut desk = Desk::signed_in_as(Lang::Vi, Me { role: Role::Observer, ..facts::me() });
        desk.text("gt");
        desk.answer(Answer::Directives(directives()));
        desk.key(KeyCode::Enter);
        desk.answer(Answer::Matrix(Box::new(matrix(9, 9))));
        desk.text(key);
        assert_eq!(desk.model.common.screen, Screen::Matrix);
        assert!(desk.screen(80, 24).contains(ErrorCode::NotPermitted.message(Lang::Vi)));
    }
}

#[test]
fn a_change_is_read_and_the_cursor_stays_on_its_body_and_task() {
    let mut desk = on_matrix(Lang::Vi);
    desk.text("jjll");
    desk.step(browsing::changed(3));
    desk.wait(2_100);
    assert!(matches!(desk.last().call, Call::Matrix(_)));
    let mut of = matrix(93, 40);
    of.rows.remove(0);
    of.columns.remove(0);
    for row in &mut of.rows {
        row.cells.retain(|cell| cell.column > 0);
        row.cells.iter_mut().for_each(|cell| cell.column -= 1);
    }
    desk.answer(Answer::Matrix(Box::new(of)));
    assert_eq!(desk.model.screens.matrix.tenant().unwrap().slug, "dak-lak");
    assert!(desk.screen(80, 24).contains("▸T24-03"));
}

#[test]
fn one_step_back_from_another_directive_shows_the_first_again() {
    let mut desk = on_list(Lang::Vi);
    desk.text("j");
    desk.key(KeyCode::Enter);
    assert!(matches!(desk.last().call, Call::Matrix(id) if id == directive(1).id));
    desk.answer(Answer::Matrix(Box::new(matrix(9, 9))));
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Item(Box::new(facts::detail(0))));
    desk.text("D");
    assert!(matches!(desk.last().call, Call::Matrix(id) if id == directive(0).id), "that of the item");
    assert!(!desk.screen(80, 24).contains("▸T24-01"), "nothing of one directive under the number of another");
    desk.key(KeyCode::Esc);
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Matrix);
    assert!(matches!(desk.last().call, Call::Matrix(id) if id == directive(1).id));
}

#[test]
fn the_matrix_at_other_sizes() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang).into_iter().filter(|(name, _)| !name.contains("help")) {
            for size in [(60, 15), (120, 40), (200, 50)] {
                insta::assert_snapshot!(format!("{name}_{}_{lang}", size.0), desk.screen(size.0, size.1));
            }
        }
    }
}

#[test]
fn states_differ_in_sign_and_in_style() {
    insta::assert_snapshot!("matrix_styles", styled(&mut on_matrix(Lang::En), (100, 24)));
}
