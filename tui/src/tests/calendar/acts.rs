//! Who changes the calendar and the send window, and that nobody does by accident.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    role::Role,
    text::Lang,
    wire::{
        calendar::{
            CalendarVersion, CalendarWritten, CalendarYear, Certainty, HolidayKind, NewCalendarYear,
            NewSendWindow, SendWindow, SendWindowWritten,
        },
        session::Me,
    },
};
use jiff::civil::{Date, date, time};

use super::{calendar, different, of, on_calendar, reply, windows, year};
use crate::{
    dialog::agree::Stop,
    net::{Answer, CalendarAnswer, CalendarCall, Call, Order, Request, SettingOrder, SettingWritten},
    tests::{Desk, facts},
};

/// The boxes, with a name.
pub fn places(lang: Lang) -> Vec<(&'static str, Desk)> {
    let mut add = adding(lang);
    type_day(&mut add, HolidayKind::Lunar, ["30/08/2024", "03/09/2024", "Nghỉ lễ", "Holiday", ""]);
    let (mut change, mut remove, mut stale) = (on_day(lang, 3), on_day(lang, 3), removing(lang));
    change.text("c");
    remove.text("D");
    stale.text("TB 12");
    agree(&mut stale).typed = tui_input::Input::new("02/09/2024".to_owned());
    go(&mut stale);
    somebody_was_faster(&mut stale, &newer());
    let (mut window, mut own) = (on_windows(lang, 0), on_windows(lang, 1));
    window.text("c");
    own.text("c");
    own.answer(own_window());
    let mut wrong = on_windows(lang, 0);
    wrong.text("c");
    for desk in [&mut change, &mut remove, &mut stale, &mut window, &mut own, &mut wrong] {
        desk.wait(400);
    }
    retype(&mut wrong, "8:00", "9:30");
    go(&mut wrong);
    vec![
        ("calendar_add", add),
        ("calendar_change", change),
        ("calendar_remove", remove),
        ("calendar_remove_stale", stale),
        ("calendar_window", window),
        ("calendar_window_own", own),
        ("calendar_window_wrong", wrong),
    ]
}

fn own_window() -> Answer {
    let mut own = windows(different());
    own.tenant = Some("ha-noi".to_owned());
    own.different.clear();
    Answer::Calendar(CalendarAnswer::Windows(Box::new(own)))
}

/// The table as somebody else has written it meanwhile.
fn newer() -> CalendarYear {
    let mut newer = year(2024, 3);
    let latest = newer.versions[0].clone();
    newer.versions.insert(0, CalendarVersion { version: 3, ..latest });
    newer
}

/// The cursor on a row of the year's days.
fn on_day(lang: Lang, row: usize) -> Desk {
    let mut desk = on_calendar(lang, year(2024, 2));
    desk.text(&"j".repeat(row));
    desk
}

/// The cursor on a row of the windows: the nation's version, then the tenants that differ.
fn on_windows(lang: Lang, row: usize) -> Desk {
    let mut desk = on_calendar(lang, year(2024, 2));
    desk.key(KeyCode::BackTab);
    desk.text(&"j".repeat(row));
    desk
}

fn adding(lang: Lang) -> Desk {
    let mut desk = on_calendar(lang, year(2024, 2));
    desk.text("a");
    desk.wait(400);
    desk
}

/// About to take National Day out.
fn removing(lang: Lang) -> Desk {
    let mut desk = on_day(lang, 3);
    desk.text("D");
    desk.wait(400);
    desk
}

/// Chooses a kind of day and fills the fields, from where the box begins; the focus ends on the button that closes.
fn type_day(desk: &mut Desk, kind: HolidayKind, fields: [&str; 5]) {
    desk.key(KeyCode::Char(' '));
    for _ in HolidayKind::ALL.iter().take_while(|one| **one != kind) {
        desk.key(KeyCode::Down);
    }
    for text in fields {
        desk.key(KeyCode::Tab);
        desk.text(text);
    }
    desk.key(KeyCode::Tab);
}

/// Types other hours over those that stand there.
fn retype(desk: &mut Desk, opens: &str, closes: &str) {
    for (place, text) in [opens, closes].into_iter().enumerate() {
        agree(desk).focus = Stop::Field(place);
        desk.press(crate::keys::Key::ctrl('u'));
        desk.text(text);
    }
}

fn agree(desk: &mut Desk) -> &mut crate::dialog::agree::Agree {
    desk.model.agree.as_mut().unwrap()
}

/// Presses the button that acts.
fn go(desk: &mut Desk) {
    agree(desk).focus = Stop::Go;
    desk.key(KeyCode::Enter);
}

/// The server refuses what was sent, and tells what somebody else has written: to the box and to the screen below it.
fn somebody_was_faster(desk: &mut Desk, other: &CalendarYear) {
    desk.fail(facts::problem(ErrorCode::VersionStale, 412));
    let is_table =
        |request: &&Request| matches!(&request.call, Call::Calendar(call) if *call == of(2024, None, None));
    let asked: Vec<_> =
        desk.sent.iter().rev().take(3).filter(is_table).map(|request| request.ticket).collect();
    assert_eq!(asked.len(), 2);
    for ticket in asked {
        desk.reply(ticket, Ok(calendar(other.clone())));
    }
}

fn orders(desk: &Desk) -> Vec<SettingOrder> {
    let order = |request: &Request| match &request.call {
        Call::Order { order: Order::Setting(order), .. } => Some(order.clone()),
        _ => None,
    };
    desk.sent.iter().filter_map(order).collect()
}

/// The table that was sent last, and the version that it goes beyond.
fn written(desk: &Desk) -> (i32, NewCalendarYear) {
    match orders(desk).pop() {
        Some(SettingOrder::Year { year: 2024, tenant: None, version, body }) => (version, body),
        other => panic!("{other:?}"),
    }
}

fn days(table: &NewCalendarYear) -> Vec<(Date, HolidayKind)> {
    table.days.iter().map(|row| (row.day, row.kind)).collect()
}

#[test]
fn days_are_added_to_the_whole_table_and_the_answer_says_from_when_it_counts() {
    let mut desk = adding(Lang::Vi);
    type_day(
        &mut desk,
        HolidayKind::SwapOff,
        ["30/08/2024", "01/09/2024", "Nghỉ hoán đổi", "Swapped", "TB 12/TB"],
    );
    let screen = desk.screen(80, 24);
    let span = Lang::Vi.almanac_span("T6 30/08/2024", "CN 01/09/2024", 3);
    assert!(screen.contains(&Lang::Vi.almanac_brings(&span, false, 2)), "{screen}");
    assert_eq!(agree(&mut desk).focus, Stop::Cancel);
    assert!(orders(&desk).is_empty());
    go(&mut desk);
    let (version, table) = written(&desk);
    assert_eq!((version, table.days.len(), table.source_note.as_str()), (2, 8, "TB 12/TB"));
    let added: Vec<_> = [date(2024, 8, 30), date(2024, 8, 31), date(2024, 9, 1)].into();
    let of_kind = days(&table).into_iter().filter(|(day, _)| added.contains(day));
    assert!(of_kind.eq(added.iter().map(|day| (*day, HolidayKind::SwapOff))));
    assert!(table.days.is_sorted_by_key(|row| row.day));
    let row = table.days.iter().find(|row| row.day == added[0]).unwrap();
    assert_eq!((row.name_en.as_str(), row.certainty), ("Swapped", Certainty::Verified));
    let from_day = date(2024, 8, 30);
    let done = CalendarWritten { version: 3, from_day, remarks: vec![] };
    desk.answer(Answer::Setting(SettingWritten::Year(done)));
    assert!(desk.model.agree.is_none());
    assert!(desk.screen(120, 24).contains(&Lang::Vi.almanac_written(3, from_day, 0)));
    assert_eq!(super::asked(&desk).last(), Some(&CalendarCall::Windows), "what is shown is read again");
}

#[test]
fn what_cannot_be_written_is_said_at_its_field_and_nothing_typed_is_lost() {
    for (typed, place) in [
        (["25/07/2024", "", "Tên", "Name", ""], 0),
        (["30/08/2023", "", "Tên", "Name", ""], 0),
        (["31/02/2024", "", "Tên", "Name", ""], 0),
        (["", "", "Tên", "Name", ""], 0),
        (["02/09/2024", "", "Tên", "Name", ""], 0),
        (["30/08/2024", "29/08/2024", "Tên", "Name", ""], 1),
        (["30/08/2024", "", "", "Name", ""], 2),
        (["30/08/2024", "", "Tên", "", ""], 3),
    ] {
        let mut desk = adding(Lang::Vi);
        type_day(&mut desk, HolidayKind::Public, typed);
        go(&mut desk);
        assert!(orders(&desk).is_empty(), "{typed:?}");
        let box_ = agree(&mut desk);
        assert_eq!((box_.focus, box_.texts()), (Stop::Field(place), typed.map(str::to_owned).into()));
        assert!(box_.notice.is_some());
    }
    let mut desk = adding(Lang::Vi);
    go(&mut desk);
    assert_eq!((agree(&mut desk).focus, orders(&desk).len()), (Stop::Choice, 0));
}

#[test]
fn a_day_that_stands_there_is_changed_in_its_place_and_keeps_what_was_known_of_it() {
    let mut desk = on_day(Lang::En, 3);
    desk.text("c");
    desk.wait(400);
    assert_eq!(agree(&mut desk).texts()[0], "02/09/2024");
    agree(&mut desk).fields[3] = tui_input::Input::new("National Day (moved)".to_owned());
    agree(&mut desk).fields[0] = tui_input::Input::new("04/09/2024".to_owned());
    go(&mut desk);
    let (_, table) = written(&desk);
    let before = year(2024, 2).days;
    assert_eq!(table.days.len(), before.len());
    assert!(table.days.iter().all(|row| row.day != date(2024, 9, 2)));
    let moved = table.days.iter().find(|row| row.day == date(2024, 9, 4)).unwrap();
    assert_eq!((moved.certainty, moved.name_en.as_str()), (Certainty::Unverified, "National Day (moved)"));
    // The name of a day that is over may be mended; that it was off may not be undone.
    let mut over = on_day(Lang::En, 0);
    over.text("c");
    over.wait(400);
    agree(&mut over).fields[3] = tui_input::Input::new("Tet".to_owned());
    go(&mut over);
    assert_eq!(orders(&over).len(), 1);
    let mut over = on_day(Lang::En, 0);
    over.text("c");
    over.wait(400);
    for _ in HolidayKind::ALL {
        over.key(KeyCode::Down);
    }
    go(&mut over);
    assert!(orders(&over).is_empty());
}

#[test]
fn a_day_is_taken_out_by_its_date_alone_and_not_when_it_is_over() {
    let mut desk = removing(Lang::Vi);
    go(&mut desk);
    assert!(orders(&desk).is_empty());
    assert!(desk.screen(80, 24).contains(&Lang::Vi.tui_type_word_first("02/09/2024")));
    desk.text("02/09/2024");
    go(&mut desk);
    let (version, table) = written(&desk);
    assert_eq!((version, table.days.len()), (2, 4));
    assert!(table.days.iter().all(|row| row.day != date(2024, 9, 2)));
    let mut over = on_day(Lang::Vi, 0);
    over.text("D");
    assert!(over.model.agree.is_none());
    assert!(over.screen(80, 24).contains(&Lang::Vi.almanac_changeable(date(2024, 7, 26))));
}

#[test]
fn who_is_slower_keeps_what_was_typed_and_writes_on_top_of_what_the_other_wrote() {
    let mut desk = adding(Lang::Vi);
    let typed = ["30/08/2024", "", "Nghỉ", "Off", ""];
    type_day(&mut desk, HolidayKind::Public, typed);
    go(&mut desk);
    let mut other = newer();
    other.days.retain(|row| row.day != date(2024, 9, 3));
    somebody_was_faster(&mut desk, &other);
    let box_ = agree(&mut desk);
    assert_eq!((box_.focus, box_.texts()), (Stop::Cancel, typed.map(str::to_owned).into()));
    assert!(desk.screen(80, 24).contains("đã tải bản mới"));
    desk.key(KeyCode::Enter);
    assert!(desk.model.agree.is_some(), "the key that was meant for the box before is not obeyed");
    desk.wait(400);
    go(&mut desk);
    let (version, table) = written(&desk);
    assert_eq!((version, table.days.len()), (3, 5));
    assert!(table.days.iter().all(|row| row.day != date(2024, 9, 3)), "nothing of the other is undone");
}

#[test]
fn nobody_but_a_lead_changes_the_calendar_and_nobody_an_older_version() {
    let mut older = on_calendar(Lang::En, year(2024, 2));
    older.text("]");
    older.answer(calendar(CalendarYear { version: 1, ..year(2025, 1) }));
    older.text("a");
    assert!(older.model.agree.is_none());
    assert!(older.screen(80, 24).contains("older version"), "{}", older.screen(80, 24));
    let me = Me { role: Role::NationalOfficer, ..facts::me() };
    let mut desk = Desk::signed_in_as(Lang::En, me);
    desk.text("gk");
    reply(&mut desk, year(2024, 2), windows(different()));
    for key in ["a", "c", "D"] {
        desk.text(key);
        assert!(desk.model.agree.is_none(), "{key}");
    }
    desk.key(KeyCode::BackTab);
    desk.text("c");
    assert!(desk.model.agree.is_none());
    assert!(desk.screen(80, 24).contains(ErrorCode::NotPermitted.message(Lang::En)));
}

#[test]
fn keys_that_are_held_down_send_nothing() {
    for (row, key) in [(3, "a"), (3, "c"), (3, "D")] {
        let mut desk = on_day(Lang::Vi, row);
        for _ in 0..3 {
            desk.text(key);
            desk.key(KeyCode::Enter);
            desk.text("Y");
        }
        assert!(orders(&desk).is_empty(), "{key}");
    }
}

#[test]
fn the_window_is_set_within_its_bounds_and_counts_from_tomorrow() {
    let mut desk = on_windows(Lang::Vi, 0);
    desk.text("c");
    desk.wait(400);
    assert_eq!(agree(&mut desk).texts(), ["07:30", "17:00"]);
    for (opens, closes, place) in [
        ("5:30", "17:00", 0),
        ("8:00", "20:30", 1),
        ("8:00", "9:30", 1),
        ("8h", "17:00", 0),
        ("", "17:00", 0),
    ] {
        retype(&mut desk, opens, closes);
        go(&mut desk);
        assert_eq!(
            (agree(&mut desk).focus, orders(&desk).len()),
            (Stop::Field(place), 0),
            "{opens}–{closes}"
        );
    }
    retype(&mut desk, "07:30", "17:00");
    go(&mut desk);
    assert!(orders(&desk).is_empty(), "nothing is changed");
    retype(&mut desk, "8:00", "16:30");
    assert!(desk.screen(80, 24).contains(&Lang::Vi.almanac_window_change("07:30–17:00", "08:00–16:30")));
    go(&mut desk);
    let window = SendWindow { opens: time(8, 0, 0, 0), closes: time(16, 30, 0, 0) };
    let body = NewSendWindow { window: Some(window) };
    assert_eq!(orders(&desk), [SettingOrder::Window { tenant: None, version: 1, body }]);
    let from_day = date(2024, 7, 26);
    let done = SendWindowWritten { version: 2, from_day };
    desk.answer(Answer::Setting(SettingWritten::Window(done)));
    assert!(desk.screen(80, 24).contains(&Lang::Vi.almanac_window_written(2, from_day)));
}

#[test]
fn a_tenants_window_is_read_before_it_is_changed_and_left_empty_it_is_the_nations_again() {
    let mut desk = on_windows(Lang::En, 1);
    desk.text("c");
    assert!(desk.model.agree.is_none(), "its version is not known yet");
    assert_eq!(super::asked(&desk).last(), Some(&CalendarCall::Window("ha-noi".to_owned())));
    desk.answer(own_window());
    desk.wait(400);
    retype(&mut desk, "", "");
    go(&mut desk);
    let tenant = Some("ha-noi".to_owned());
    let body = NewSendWindow { window: None };
    assert_eq!(orders(&desk), [SettingOrder::Window { tenant, version: 1, body }]);
    // Whoever has gone on is not called back.
    let mut gone = on_windows(Lang::En, 1);
    gone.text("c");
    gone.key(KeyCode::Esc);
    gone.answer(own_window());
    assert!(gone.model.agree.is_none());
}

#[test]
fn the_boxes_have_room_in_a_wide_window() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            insta::assert_snapshot!(format!("{name}_120_{lang}"), desk.screen(120, 40));
        }
    }
}
