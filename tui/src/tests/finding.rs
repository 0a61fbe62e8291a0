//! The palette, what can be done here, and help that is searched and run.

use crossterm::event::KeyCode;
use dondoc_shared::{role::Role, text::Lang, wire::session::Me};

use super::{Desk, facts};
use crate::{
    app::msg::Msg,
    keys::{Command, Key, Screen, table::entries},
    net::{Answer, Call, Failure},
    step::overlay::Overlay,
};

/// Places of the palette and of help.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let with = |name: &str, mut desk: Desk, keys: &str| {
        desk.text(keys);
        desk.wait(400);
        (name.to_owned(), desk)
    };
    let mut form = Desk::on_item(lang, 0);
    form.text("O");
    form.wait(400);
    form.press(Key::ctrl('g'));
    vec![
        with("palette", Desk::in_backlog(lang), ":"),
        with("palette_typed", Desk::in_backlog(lang), ":dak"),
        with("palette_code", Desk::in_backlog(lang), ":t24-15/h"),
        with("palette_nothing", Desk::in_backlog(lang), ":không có đâu"),
        with("here", reported(lang), "."),
        with("help_narrowed", Desk::in_backlog(lang), "?/"),
        ("help_of_form".to_owned(), form),
    ]
}

/// On a row that can be neither verified nor re-opened.
fn reported(lang: Lang) -> Desk {
    let mut desk = Desk::in_backlog(lang);
    desk.text("j");
    desk
}

fn is_open(desk: &Desk) -> bool {
    matches!(desk.model.common.overlay, Some(Overlay::Finder(_)))
}

#[test]
fn the_palette_and_help_at_120x34() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            insta::assert_snapshot!(format!("{name}_120_{lang}"), desk.screen(120, 34));
        }
    }
}

#[test]
fn names_are_found_without_accents_and_in_either_language() {
    for (typed, lang) in [
        ("tong quan", Lang::Vi),
        ("tổng quan", Lang::Vi),
        ("overview", Lang::Vi),
        ("tong quan", Lang::En),
        ("ovw", Lang::En),
    ] {
        for opening in [Key::char(':'), Key::ctrl('p')] {
            let mut desk = Desk::in_backlog(lang);
            desk.press(opening);
            desk.text(typed);
            desk.key(KeyCode::Enter);
            assert_eq!(desk.model.common.screen, Screen::Overview, "{typed} {lang}");
            assert!(!is_open(&desk));
        }
    }
}

#[test]
fn a_tenant_is_found_by_any_of_its_names_and_leads_to_what_it_has_open() {
    for typed in ["dak lak", "Đắk Lắk", "DLK", "dak-lak", "dalk"] {
        let mut desk = Desk::signed_in(Lang::Vi);
        desk.text(":");
        desk.text(typed);
        desk.key(KeyCode::Enter);
        assert_eq!(desk.model.common.screen, Screen::Backlog, "{typed}");
        assert!(
            matches!(&desk.last().call, Call::Page { filter, .. } if filter == "tenant:dak-lak"),
            "{typed}: {:?}",
            desk.last().call
        );
    }
}

#[test]
fn a_code_leads_to_its_assignment_or_list() {
    // What was read already is not asked for.
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text(":t24-2/tth");
    desk.key(KeyCode::Enter);
    assert!(matches!(desk.last().call, Call::Item(id) if id == facts::id(1)));
    // The list leaves out what is closed, and the reports of periods: they are looked for all the same.
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text(":T24-03/dak-lak");
    desk.key(KeyCode::Enter);
    assert!(desk.screen(80, 24).contains("đang mở: T24-03/dak-lak"));
    let mut asked = Vec::new();
    for rows in [0..2, 0..9] {
        let Call::Page { filter, .. } = &desk.last().call else { panic!("{:?}", desk.last().call) };
        asked.push(filter.clone());
        desk.answer(Answer::Page(facts::page(rows, 9)));
    }
    assert_eq!(asked, ["T24-03 tenant:dak-lak", "T24-03 tenant:dak-lak is:closed"]);
    assert!(matches!(desk.last().call, Call::Item(id) if id == facts::id(2)));
    assert_eq!(desk.model.common.screen, Screen::Item);
    // One that is nowhere is said to be nowhere, and one that could not be asked for is not.
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text(":T24-99/ha-noi");
    desk.key(KeyCode::Enter);
    for _ in 0..4 {
        desk.answer(Answer::Page(facts::page(0..2, 2)));
    }
    assert!(desk.screen(80, 24).contains("Không có việc T24-99/ha-noi"));
    assert!(desk.screen(80, 24).contains("[Tổng quan]") && desk.model.recent.is_empty());
    desk.text(":T24-99/ha-noi");
    desk.key(KeyCode::Enter);
    desk.fail(Failure::Unreachable);
    assert!(desk.screen(80, 24).contains("Không kết nối được máy chủ"));
    // What is typed while it is looked for is not obeyed, and Esc gives it up.
    desk.text(":T24-98/ha-noi");
    desk.key(KeyCode::Enter);
    let late = desk.last().ticket;
    desk.text("gbf");
    assert_eq!(desk.model.common.screen, Screen::Overview);
    desk.key(KeyCode::Esc);
    desk.reply(late, Ok(Answer::Page(facts::page(97..98, 98))));
    assert_eq!((desk.model.common.screen, desk.model.dropped), (Screen::Overview, 1));
    desk.text(":T24-15");
    desk.key(KeyCode::Enter);
    assert!(matches!(&desk.last().call, Call::Page { filter, .. } if filter == "T24-15"));
}

#[test]
fn an_act_that_is_chosen_opens_its_dialog_and_the_key_that_chose_it_confirms_nothing() {
    let mut desk = Desk::on_item(Lang::Vi, 0);
    desk.text(":mo lai");
    for _ in 0..3 {
        desk.key(KeyCode::Enter);
    }
    assert!(desk.model.dialogs.open.is_some() && desk.writes().is_empty());
    desk.wait(400);
    for _ in 0..3 {
        desk.key(KeyCode::Enter);
    }
    assert!(desk.writes().is_empty());
    // Of a row the facts are fetched first, as by the key.
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text(".tham tra");
    desk.key(KeyCode::Enter);
    assert!(matches!(desk.last().call, Call::Item(_)) && desk.model.dialogs.coming.is_some());
}

#[test]
fn every_command_of_the_table_is_found_by_its_title_and_what_it_opens_sends_nothing() {
    let layer = Desk::on_item(Lang::Vi, 0).model.screens.layer(Screen::Item);
    for entry in entries().filter(|entry| entry.works_in(layer)) {
        // What the role may never do is not offered.
        let is_held = entry.needs.is_none_or(|needs| facts::me().role.may(needs));
        if !is_held || entry.command.is_movement() || entry.command == Command::Run {
            continue;
        }
        let mut desk = Desk::on_item(Lang::Vi, 0);
        desk.text(":");
        desk.step(Msg::Paste((entry.title)(Lang::En).to_owned()));
        let found = desk.screen(300, 50);
        assert!(found.contains((entry.title)(Lang::Vi)), "{:?}: {found}", entry.command);
        desk.key(KeyCode::Enter);
        for _ in 0..3 {
            desk.wait(400);
            desk.key(KeyCode::Enter);
        }
        // To claim is done at once, and undone by its key; all else is confirmed first.
        let orders = desk.sent.iter().filter(|request| matches!(request.call, Call::Order { .. })).count();
        assert_eq!(orders, usize::from(entry.command == Command::Claim), "{:?}", entry.command);
        assert!(desk.writes().is_empty(), "{:?}", entry.command);
    }
}

#[test]
fn what_cannot_be_done_here_is_listed_with_its_reason_and_says_it_when_it_is_chosen() {
    let mut desk = reported(Lang::En);
    desk.text(".verify");
    let screen = desk.screen(120, 34);
    assert!(screen.contains("Not now: "), "{screen}");
    desk.key(KeyCode::Enter);
    assert!(desk.model.dialogs.coming.is_none() && !is_open(&desk));
    assert!(!desk.screen(120, 34).contains("opening"), "nothing is on its way");
    // What the role may never do is not offered.
    let observer = Me { role: Role::Observer, ..facts::me() };
    let mut desk = Desk::signed_in_as(Lang::En, observer);
    desk.text("gb");
    desk.answer(Answer::Page(facts::page(0..60, 60)));
    desk.text(".");
    let screen = desk.screen(120, 34);
    assert!(!screen.contains("verify a submission") && screen.contains("filter"), "{screen}");
}

#[test]
fn what_was_chosen_last_comes_first() {
    let mut desk = Desk::in_backlog(Lang::En);
    let first = |desk: &mut Desk| {
        desk.text(":");
        let screen = desk.screen(80, 24);
        let row = screen.lines().nth(4).unwrap_or_default().to_owned();
        desk.key(KeyCode::Esc);
        row
    };
    assert!(!first(&mut desk).contains("messages"));
    desk.text(":messages");
    desk.key(KeyCode::Enter);
    assert!(matches!(desk.model.common.overlay, Some(Overlay::Log { .. })));
    desk.key(KeyCode::Esc);
    let row = first(&mut desk);
    assert!(row.contains("show the messages"), "{row}");
    desk.text(":clear every");
    desk.key(KeyCode::Enter);
    let row = first(&mut desk);
    assert!(row.contains("clear every mark"), "{row}");
    // Somebody else begins with nothing of it.
    desk.step(Msg::Reply(Box::new(crate::net::Reply::SessionOver)));
    desk.wait(400);
    desk.text("mat khau");
    desk.key(KeyCode::Enter);
    let other = Me { id: dondoc_shared::id::UserId(uuid::Uuid::from_u128(4)), ..facts::me() };
    desk.answer(Answer::SignedIn(other));
    assert!(desk.model.recent.is_empty());
}

#[test]
fn an_input_method_may_be_on_while_something_is_looked_for() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("đ");
    assert!(desk.screen(80, 24).contains("hoặc dùng : và mũi tên"));
    // As a method rewrites: letters, Backspace, the composed letter.
    desk.text(":ton");
    desk.key(KeyCode::Backspace);
    desk.key(KeyCode::Backspace);
    desk.text("ổng quan");
    desk.key(KeyCode::Enter);
    assert_eq!(desk.model.common.screen, Screen::Overview);
}

#[test]
fn help_is_narrowed_and_does_what_the_cursor_is_on() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("?");
    desk.text("/thong bao");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("xem các thông báo") && !screen.contains("đôn đốc"), "{screen}");
    desk.key(KeyCode::Enter);
    assert!(matches!(desk.model.common.overlay, Some(Overlay::Log { .. })));
    desk.key(KeyCode::Esc);
    // Esc takes the narrowing away first.
    desk.text("?/xyz");
    desk.key(KeyCode::Esc);
    assert!(is_open(&desk));
    desk.key(KeyCode::Esc);
    assert!(!is_open(&desk));
    // The legend stands below the keys, and is only read.
    desk.text("?G");
    assert!(desk.screen(80, 24).contains(Lang::Vi.tui_help_steps()));
    desk.key(KeyCode::Enter);
    assert!(is_open(&desk));
}

#[test]
fn help_is_there_inside_forms_and_does_nothing_in_them() {
    let mut desk = Desk::on_item(Lang::Vi, 0);
    desk.text("O");
    desk.wait(400);
    desk.text("Đề nghị?");
    for key in [Key::ctrl('g'), Key::code(KeyCode::F(1))] {
        desk.press(key);
        assert!(desk.screen(80, 24).contains("┌ Trợ giúp"));
        for _ in 0..3 {
            desk.wait(400);
            desk.key(KeyCode::Enter);
        }
        assert!(is_open(&desk) && desk.writes().is_empty());
        desk.key(KeyCode::Esc);
    }
    let dialog = desk.model.dialogs.open.as_ref().unwrap();
    assert_eq!(dialog.form.text(), "Đề nghị?", "what was typed is there, and a question mark is a letter");
    // The last step of an act is not taken from help.
    let (_, mut confirm) =
        super::looks::places(Lang::Vi).into_iter().find(|(name, _)| name == "dialog_reopen_confirm").unwrap();
    confirm.press(Key::ctrl('g'));
    for _ in 0..20 {
        confirm.wait(400);
        confirm.key(KeyCode::Enter);
        confirm.key(KeyCode::Down);
    }
    assert!(confirm.writes().is_empty());
}

#[test]
fn what_was_typed_and_not_sent_is_found_again() {
    let mut desk = Desk::on_item(Lang::Vi, 0);
    desk.text("O");
    desk.wait(400);
    desk.text("Đề nghị");
    desk.key(KeyCode::Esc);
    desk.text("gd");
    desk.text(":ban nhap");
    assert!(desk.screen(80, 24).contains("bản nháp chưa gửi: T24-01/ha-noi"));
    desk.key(KeyCode::Enter);
    assert_eq!(desk.model.common.screen, Screen::Item);
    assert!(desk.screen(80, 24).contains("có bản nháp chưa gửi: "));
}

#[test]
fn nothing_in_the_palette_is_run_by_pasting() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text(":");
    desk.step(Msg::Paste("T24-15/ha-noi\n".to_owned()));
    assert!(is_open(&desk));
    assert!(desk.screen(80, 24).contains("mở T24-15/ha-noi"));
}

#[test]
fn what_is_longer_than_its_box_says_which_part_of_it_is_seen() {
    for lang in Lang::ALL {
        for size in [(80, 24), (60, 40), (120, 34)] {
            let mut desk = Desk::in_backlog(*lang);
            desk.text("?");
            let first = desk.screen(size.0, size.1);
            let all = first.lines().find_map(|line| line.split(" 1–").nth(1)?.split_once('/')).unwrap();
            let count: String = all.1.chars().take_while(char::is_ascii_digit).collect();
            assert!(all.0.parse::<usize>().unwrap() < count.parse().unwrap(), "{first}");
            assert!(first.contains("(PgDn)"), "{first}");
            desk.key(KeyCode::End);
            let last = desk.screen(size.0, size.1);
            assert!(last.contains(&format!("–{count}/{count} ")) && !last.contains("(PgDn)"), "{last}");
        }
    }
}
