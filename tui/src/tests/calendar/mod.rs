//! The working calendar, and the tasks whose tenants are not named yet.

mod acts;

use crossterm::event::KeyCode;
use dondoc_shared::{
    text::Lang,
    wire::{
        Precision,
        calendar::{
            CalendarDay, CalendarRemark, CalendarVersion, CalendarYear, Certainty, DifferentCalendar,
            HolidayKind, RemarkKind, SendWindow, SendWindowVersion, SendWindows,
        },
        national::{TaskToAssign, ToBeAssigned},
    },
};
use jiff::civil::{Date, date, time};

use super::{Desk, facts};
use crate::{
    keys::Screen,
    net::{Answer, CalendarAnswer, CalendarCall, Call, Failure, Request, Ticket},
    screens::calendar::Pane,
};

/// The screens, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let on = |keys: &[KeyCode]| {
        let mut desk = on_calendar(lang, year(2024, 2));
        for key in keys {
            desk.key(*key);
        }
        desk
    };
    let (mut none, mut failed, mut help) = (opened(lang), opened(lang), on(&[]));
    reply(&mut none, year_without_table(), windows(vec![]));
    let last = failed.last().ticket;
    for ticket in [Ticket(last.0 - 1), last] {
        failed.reply(ticket, Err(Failure::TimedOut));
    }
    help.text("?");
    let mut own = on(&[KeyCode::BackTab, KeyCode::End, KeyCode::Enter]);
    own.answer(calendar(CalendarYear {
        tenant: Some("dak-lak".to_owned()),
        days: vec![],
        remarks: vec![],
        ..year(2024, 1)
    }));
    let tasks = to_assign(lang, list());
    let nothing = to_assign(lang, ToBeAssigned { items: vec![], ..list() });
    let mut tasks_help = to_assign(lang, list());
    tasks_help.text("?");
    let named = vec![
        ("calendar", on(&[])),
        ("calendar_remarks", on(&[KeyCode::Tab])),
        ("calendar_versions", on(&[KeyCode::Tab, KeyCode::Tab])),
        ("calendar_windows", on(&[KeyCode::BackTab])),
        ("calendar_none", none),
        ("calendar_failed", failed),
        ("calendar_own", own),
        ("calendar_help", help),
        ("to_assign", tasks),
        ("to_assign_none", nothing),
        ("to_assign_help", tasks_help),
    ];
    named.into_iter().chain(acts::places(lang)).map(|(name, desk)| (name.to_owned(), desk)).collect()
}

fn day(day: Date, kind: HolidayKind, vi: &str, en: &str) -> CalendarDay {
    let certainty = if day.month() > 8 { Certainty::Unverified } else { Certainty::Verified };
    CalendarDay {
        day,
        kind,
        name_vi: vi.to_owned(),
        name_en: en.to_owned(),
        certainty,
        source_note_vi: "Thông báo 5034/TB-LĐTBXH".to_owned(),
        source_note_en: String::new(),
    }
}

fn year(year: i16, version: i32) -> CalendarYear {
    let versions = [2, 1].map(|version| CalendarVersion {
        version,
        from_day: date(year, 1, 1),
        at: facts::now(),
        by: if version == 1 { "system:import" } else { "Lãnh đạo (Tổ công tác)" }.to_owned(),
        source_note: "Thông báo 5034/TB-LĐTBXH về nghỉ Tết và nghỉ Quốc khánh".to_owned(),
    });
    CalendarYear {
        year,
        tenant: None,
        version,
        changeable_from: date(2024, 7, 26),
        versions: versions.into(),
        days: vec![
            day(date(year, 2, 8), HolidayKind::Lunar, "Nghỉ Tết Nguyên Đán", "Lunar new year"),
            day(date(year, 4, 29), HolidayKind::SwapOff, "Nghỉ hoán đổi", "Swapped day off"),
            day(date(year, 5, 4), HolidayKind::SwapWork, "Làm bù", "Make-up day"),
            day(date(year, 9, 2), HolidayKind::Public, "Quốc khánh", "National Day"),
            day(date(year, 9, 3), HolidayKind::Observed, "Nghỉ bù Quốc khánh", "In lieu of National Day"),
        ],
        remarks: vec![
            CalendarRemark { kind: RemarkKind::HungKingsWorked, day: date(year, 4, 18) },
            CalendarRemark { kind: RemarkKind::LunarDayElsewhere, day: date(year, 2, 8) },
        ],
    }
}

fn year_without_table() -> CalendarYear {
    CalendarYear { version: 0, versions: vec![], days: vec![], remarks: vec![], ..year(2024, 0) }
}

fn windows(different: Vec<DifferentCalendar>) -> SendWindows {
    let usual = SendWindow { opens: time(7, 30, 0, 0), closes: time(17, 0, 0, 0) };
    let version = SendWindowVersion {
        version: 1,
        window: Some(usual),
        from_day: date(2024, 6, 1),
        at: facts::now(),
        by: "Lãnh đạo (Tổ công tác)".to_owned(),
    };
    let versions = if different.is_empty() { vec![] } else { vec![version] };
    let zone = "Asia/Ho_Chi_Minh".to_owned();
    SendWindows { tenant: None, zone, today: usual, version: 1, versions, different }
}

fn different() -> Vec<DifferentCalendar> {
    let own = SendWindow { opens: time(8, 0, 0, 0), closes: time(16, 30, 0, 0) };
    let usual = windows(vec![]).today;
    let one = |n, zone: &str, today, years| DifferentCalendar {
        tenant: facts::tenant(n),
        zone: zone.to_owned(),
        today,
        years,
    };
    vec![
        one(0, "Asia/Ho_Chi_Minh", own, vec![]),
        one(1, "Europe/Moscow", usual, vec![]),
        one(2, "Asia/Ho_Chi_Minh", usual, vec![2023, 2024]),
    ]
}

fn calendar(year: CalendarYear) -> Answer {
    Answer::Calendar(CalendarAnswer::Year(Box::new(year)))
}

fn opened(lang: Lang) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text("gk");
    desk
}

/// Answers table and window, which were asked for in this order.
fn reply(desk: &mut Desk, year: CalendarYear, windows: SendWindows) {
    let last = desk.last().ticket;
    desk.reply(Ticket(last.0 - 1), Ok(calendar(year)));
    desk.reply(last, Ok(Answer::Calendar(CalendarAnswer::Windows(Box::new(windows)))));
}

fn on_calendar(lang: Lang, year: CalendarYear) -> Desk {
    let mut desk = opened(lang);
    reply(&mut desk, year, windows(different()));
    desk
}

fn list() -> ToBeAssigned {
    let task = |code: &str, due_on, due_precision| TaskToAssign {
        code: code.to_owned(),
        title_vi:
            "Xây dựng cơ sở dữ liệu chuyên ngành và kết nối, chia sẻ với Cơ sở dữ liệu quốc gia về dân cư \
                   theo lộ trình do Bộ Công an hướng dẫn, bảo đảm an toàn thông tin theo cấp độ"
                .to_owned(),
        title_en: "Build the database and connect it with the national population database".to_owned(),
        directive: "58/QĐ-UBQGCĐS".to_owned(),
        clause_vi: "Phụ lục, mục II.3".to_owned(),
        clause_en: "Annex, item II.3".to_owned(),
        due_on,
        due_precision,
    };
    let items = vec![
        task("T23-11", Some(date(2023, 12, 31)), Precision::Quarter),
        task("T24-32a", Some(date(2024, 12, 31)), Precision::Day),
        task("T24-40", None, Precision::None),
    ];
    ToBeAssigned { items, today: facts::TODAY, now: facts::now() }
}

/// On the list that the queue of the first page opens.
fn to_assign(lang: Lang, list: ToBeAssigned) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.key(KeyCode::BackTab);
    desk.text("jjjjj");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::ToBeAssigned(list));
    desk
}

fn asked(desk: &Desk) -> Vec<CalendarCall> {
    let calendar = |request: &Request| match &request.call {
        Call::Calendar(call) => Some(call.clone()),
        _ => None,
    };
    desk.sent.iter().filter_map(calendar).collect()
}

fn of(year: i16, tenant: Option<&str>, version: Option<i32>) -> CalendarCall {
    CalendarCall::Year { year, tenant: tenant.map(str::to_owned), version }
}

#[test]
fn the_year_begins_with_this_one_and_is_turned_within_what_may_have_a_table() {
    let mut desk = on_calendar(Lang::Vi, year(2024, 2));
    assert_eq!(asked(&desk), [of(2024, None, None), CalendarCall::Windows]);
    desk.text("[");
    assert_eq!(asked(&desk).last(), Some(&of(2023, None, None)));
    // Whoever turned on meanwhile does not get the year before.
    let stale = desk.last().ticket;
    desk.text("]");
    desk.reply(stale, Ok(calendar(year(2023, 1))));
    desk.answer(calendar(year(2024, 2)));
    assert!(desk.screen(80, 24).contains(&Lang::Vi.almanac_title(2024, Lang::Vi.almanac_nation(), 2)));
    for _ in 0..200 {
        desk.text("]");
    }
    assert_eq!(asked(&desk).last(), Some(&of(2100, None, None)));
}

#[test]
fn an_older_version_is_shown_as_such_and_left_again() {
    let mut desk = on_calendar(Lang::En, year(2024, 2));
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Tab);
    desk.text("j");
    desk.key(KeyCode::Enter);
    assert_eq!(asked(&desk).last(), Some(&of(2024, None, Some(1))));
    desk.answer(calendar(year(2024, 1)));
    assert_eq!(desk.model.screens.calendar.pane, Pane::Days);
    assert!(desk.screen(80, 24).contains(&Lang::En.almanac_older(2)));
    desk.key(KeyCode::Esc);
    assert_eq!(asked(&desk).last(), Some(&of(2024, None, None)));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Overview);
}

#[test]
fn a_tenant_that_differs_leads_to_its_own_days() {
    let mut desk = on_calendar(Lang::Vi, year(2024, 2));
    desk.key(KeyCode::BackTab);
    let screen = desk.screen(80, 24);
    for said in ["08:00–16:30", "Europe/Moscow", "2023, 2024"] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    desk.key(KeyCode::Enter);
    assert_eq!(asked(&desk).len(), 2, "the nation's window is no table");
    desk.key(KeyCode::End);
    desk.key(KeyCode::Enter);
    assert_eq!(asked(&desk).last(), Some(&of(2024, Some("dak-lak"), None)));
    // A year that cannot be read does not become the one on the screen.
    desk.fail(Failure::TimedOut);
    desk.text("[");
    assert_eq!(asked(&desk).last(), Some(&of(2023, None, None)));
}

#[test]
fn the_queue_of_what_is_to_be_assigned_opens_its_list() {
    let mut desk = to_assign(Lang::Vi, list());
    assert_eq!(desk.model.common.screen, Screen::ToAssign);
    let screen = desk.screen(80, 24);
    for said in ["T24-32a", "quý 4/2023", "31/12/2024", Lang::Vi.no_deadline(), "58/QĐ-UBQGCĐS"] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    desk.text("G");
    desk.text("R");
    let mut fresh = list();
    fresh.items.remove(0);
    desk.answer(Answer::ToBeAssigned(fresh));
    assert_eq!(desk.model.screens.to_assign.list.cursor.as_deref(), Some("T24-40"));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Overview);
}
