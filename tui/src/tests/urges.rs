//! The list of urges and their statistics.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    id::UrgeId,
    role::Role,
    text::Lang,
    wire::{
        Page,
        assignment::UrgeAnswer,
        session::Me,
        urge::{
            UrgeAddressee, UrgeCounts, UrgeDetail, UrgeFigure, UrgeRow, UrgeState, UrgeStatistics,
            UrgedAssignment,
        },
    },
};
use jiff::civil::date;
use uuid::Uuid;

use super::{Desk, facts};
use crate::{
    keys::Screen,
    net::{Answer, Call, Failure, Ticket, UrgingAnswer, UrgingCall},
};

/// The screens, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let (mut none, mut failed, mut counting) = (opened(lang), opened(lang), on_urges(lang));
    reply(&mut none, Ok(page(0..0, 0)), Ok(UrgeStatistics { tenants: vec![], ..statistics() }));
    reply(&mut failed, Err(Failure::Unreachable), Err(Failure::Unreachable));
    counting.key(KeyCode::Tab);
    let (mut help, mut one) = (on_urges(lang), on_urges(lang));
    help.text("?");
    one.text("jj");
    one.key(KeyCode::Enter);
    one.answer(detail(2));
    let named = vec![
        ("urges", on_urges(lang)),
        ("urges_none", none),
        ("urges_failed", failed),
        ("urges_figures", counting),
        ("urges_help", help),
        ("urges_one", one),
    ];
    named.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

fn row(n: u32) -> UrgeRow {
    let states = UrgeState::ALL;
    let state = states[usize::try_from(n).unwrap() % states.len()];
    UrgeRow {
        id: UrgeId(Uuid::from_u128(u128::from(n) + 1)),
        number: format!("{}/2024/TCT", 200 - n),
        tenant: facts::tenant(n),
        addressee: UrgeAddressee::SteeringHead,
        state,
        at: facts::now(),
        issued_on: date(2024, 7, 10),
        by: "Chuyên viên (Tổ công tác)".to_owned(),
        assignments: 2,
        reply_by: date(2024, 7, 17),
        days_overdue: if state == UrgeState::Overdue { 8 } else { 0 },
        answered_on: None,
    }
}

/// All that belongs to an urge about two assignments.
pub fn detail(n: u32) -> Answer {
    let about = |n: u32| {
        let of = facts::row(n);
        UrgedAssignment {
            id: of.id,
            code: of.code,
            title_vi: of.title_vi,
            title_en: of.title_en,
            due_on: of.due_on,
            due_precision: of.due_precision,
            days_overdue: of.days_overdue,
            lapsed_at: (n == 1).then(facts::now),
        }
    };
    let answer = UrgeAnswer {
        at: facts::now(),
        by: "Chuyên viên 1".to_owned(),
        text: "Đã trình Ủy ban nhân dân; hoàn thành trước ngày 30/07.".to_owned(),
    };
    Answer::Urging(UrgingAnswer::Urge(Box::new(UrgeDetail {
        row: row(n),
        text: "Đề nghị khẩn trương chỉ đạo, xử lý dứt điểm.\nBáo cáo rõ vướng mắc, nguyên nhân.".to_owned(),
        text_en: None,
        template: None,
        assignments: vec![about(0), about(1)],
        answer: (n == 2).then_some(answer),
        lapsed_at: None,
    })))
}

fn page(rows: std::ops::Range<u32>, total: u32) -> Page<UrgeRow> {
    let next = (rows.end < total).then(|| rows.end.to_string());
    let (today, now) = (facts::TODAY, facts::now());
    Page { items: rows.map(row).collect(), next, total: i64::from(total), at_least: false, today, now }
}

fn statistics() -> UrgeStatistics {
    let counts = |n| UrgeCounts {
        sent: n,
        answered_in_time: n / 2,
        answered_late: n / 4,
        never: n / 8,
        lapsed: 0,
        open: n / 8,
        median_days: Some(2.5),
    };
    let tenants =
        (0..40u32).map(|n| UrgeFigure { tenant: facts::tenant(n), counts: counts(i64::from(80 - n)) });
    let all = counts(2_420);
    UrgeStatistics {
        from: date(2024, 1, 1),
        to: facts::TODAY,
        today: facts::TODAY,
        tenants: tenants.collect(),
        all,
    }
}

fn opened(lang: Lang) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text("gu");
    desk
}

/// Answers list and statistics, which were asked for in this order.
fn reply(desk: &mut Desk, page: Result<Page<UrgeRow>, Failure>, counts: Result<UrgeStatistics, Failure>) {
    let last = desk.last().ticket;
    desk.reply(Ticket(last.0 - 1), page.map(Answer::Urges));
    desk.reply(last, counts.map(|counts| Answer::UrgeStatistics(Box::new(counts))));
}

pub fn on_urges(lang: Lang) -> Desk {
    let mut desk = opened(lang);
    reply(&mut desk, Ok(page(0..50, 60)), Ok(statistics()));
    desk
}

#[test]
fn the_end_of_the_register_is_its_last_urge_and_esc_stops_on_the_way() {
    let mut desk = opened(Lang::Vi);
    reply(&mut desk, Ok(page(0..50, 120)), Ok(statistics()));
    desk.text("G");
    assert!(matches!(&desk.last().call, Call::Urges { cursor: Some(cursor) } if cursor == "50"));
    desk.answer(Answer::Urges(page(50..100, 120)));
    assert!(desk.screen(80, 24).contains("đang đi đến cuối: 100/120"));
    let last = desk.last().ticket;
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Urges);
    assert!(!desk.screen(80, 24).contains("đến cuối"));
    desk.text("G");
    desk.reply(last, Ok(Answer::Urges(page(100..120, 120))));
    assert_eq!(desk.model.screens.urges.list.cursor, Some(row(119).id));
    assert!(!desk.screen(80, 24).contains("đến cuối"));
}

#[test]
fn an_urge_past_its_date_says_by_how_much_and_its_page_leads_to_what_its_tenant_owes() {
    let mut desk = on_urges(Lang::Vi);
    desk.text("j");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("199/2024/TCT") && screen.contains("quá hạn trả lời 8 ngày"), "{screen}");
    desk.key(KeyCode::Enter);
    desk.answer(detail(1));
    desk.key(KeyCode::Enter);
    assert_eq!(desk.model.common.screen, Screen::Backlog);
    assert!(
        matches!(&desk.last().call, Call::Page { filter, .. } if filter == "tenant:thua-thien-hue is:urged")
    );
}

#[test]
fn what_was_asked_and_answered_is_read_one_urge_after_the_other() {
    let mut desk = on_urges(Lang::Vi);
    desk.text("j");
    desk.key(KeyCode::Enter);
    assert!(matches!(desk.last().call, Call::Urging(UrgingCall::Show(id)) if id == row(1).id));
    desk.text("J");
    assert!(matches!(desk.last().call, Call::Urging(UrgingCall::Show(id)) if id == row(2).id));
    desk.answer(detail(2));
    let screen = desk.screen(80, 24);
    for said in ["198/2024/TCT", "xử lý dứt điểm", "T24-02/", "đã được chấp nhận", "Đã trình"]
    {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.screens.urges.list.cursor, Some(row(2).id), "the list is where one read last");
}

#[test]
fn the_next_page_is_asked_for_near_the_end_once_and_an_urge_stands_in_the_list_once() {
    let mut desk = on_urges(Lang::Vi);
    desk.key(KeyCode::End);
    desk.text("kj");
    let pages =
        desk.sent.iter().filter(|request| matches!(&request.call, Call::Urges { cursor: Some(_) })).count();
    assert_eq!(pages, 1);
    let before = desk.model.screens.urges.list.cursor;
    desk.answer(Answer::Urges(page(45..60, 60)));
    assert_eq!((desk.model.screens.urges.rows.len(), desk.model.screens.urges.list.cursor), (60, before));
    desk.text("R");
    let stale = Ticket(desk.last().ticket.0 - 1);
    desk.text("R");
    desk.reply(stale, Ok(Answer::Urges(page(0..1, 1))));
    assert_eq!((desk.model.screens.urges.rows.len(), desk.model.dropped), (60, 1));
}

#[test]
fn the_figures_are_those_of_the_year_and_carry_their_sum() {
    let mut desk = on_urges(Lang::En);
    let asked = desk.sent.iter().find_map(|request| match request.call {
        Call::UrgeStatistics { from, to } => Some((from, to)),
        _ => None,
    });
    assert_eq!(asked, Some((date(2024, 1, 1), facts::TODAY)));
    desk.key(KeyCode::Tab);
    let screen = desk.screen(80, 24);
    assert!(screen.contains("MEDIAN") && screen.contains("2.5 d"), "{screen}");
    assert!(screen.lines().any(|line| line.contains("total") && line.contains("2,420")), "{screen}");
    desk.key(KeyCode::End);
    assert!(desk.screen(80, 24).contains("Province 39"));
}

#[test]
fn who_may_not_read_assignments_is_told_so() {
    let me = Me { role: Role::SystemAdministrator, ..facts::me() };
    let mut desk = Desk::signed_in_as(Lang::Vi, me);
    desk.text("gu");
    assert_eq!(desk.model.common.screen, Screen::Overview);
    assert!(desk.screen(80, 24).contains(ErrorCode::NotPermitted.message(Lang::Vi)));
}
