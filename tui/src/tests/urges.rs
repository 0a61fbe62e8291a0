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

pub fn page(rows: std::ops::Range<u32>, total: u32) -> Page<UrgeRow> {
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
        lapsed: 3,
        open: n - n / 2 - n / 4 - n / 8 - 3,
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
    assert!(matches!(&desk.last().call, Call::Urges { cursor: Some(cursor), .. } if cursor == "50"));
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
    let line = screen.lines().find(|line| line.contains("199/2024/TCT")).unwrap();
    assert!(line.contains("quá hạn") && line.contains("!8") && line.contains("TTH"), "{line}");
    desk.key(KeyCode::Enter);
    desk.answer(detail(1));
    assert!(desk.screen(80, 24).contains("quá hạn trả lời 8 ngày"));
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
    let pages = desk
        .sent
        .iter()
        .filter(|request| matches!(&request.call, Call::Urges { cursor: Some(_), .. }))
        .count();
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

/// The list of urges that is asked for.
fn asked(desk: &Desk) -> Option<UrgeState> {
    match desk.last().call {
        Call::Urges { state, .. } => state,
        ref other => panic!("{other:?}"),
    }
}

#[test]
fn arrows_show_the_urges_of_one_state_and_escape_shows_all_again() {
    let mut desk = on_urges(Lang::En);
    assert!(desk.screen(80, 24).contains("‹ every state ›"));
    desk.key(KeyCode::Right);
    desk.answer(Answer::Urges(page(0..3, 3)));
    desk.key(KeyCode::Right);
    assert_eq!(asked(&desk), Some(UrgeState::Overdue));
    desk.answer(Answer::Urges(Page { items: vec![row(1)], ..page(0..0, 1) }));
    let screen = desk.screen(80, 24);
    assert!(
        screen.contains("‹ overdue ›") && screen.contains("199/2024/TCT") && !screen.contains("200/2024")
    );
    desk.key(KeyCode::Left);
    desk.key(KeyCode::Left);
    desk.key(KeyCode::Left);
    assert_eq!(asked(&desk), Some(UrgeState::Withdrawn), "before the first stands the last");
    desk.answer(Answer::Urges(page(0..0, 0)));
    assert!(desk.screen(80, 24).contains(Lang::En.desk_urges_none_so()));
    desk.key(KeyCode::Esc);
    assert_eq!((asked(&desk), desk.model.common.screen), (None, Screen::Urges));
    desk.answer(Answer::Urges(page(0..9, 9)));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Overview);
}

#[test]
fn a_state_that_cannot_be_read_leaves_the_rows_and_the_state_that_are_here() {
    let mut desk = on_urges(Lang::En);
    desk.key(KeyCode::Right);
    desk.fail(Failure::TimedOut);
    let screen = desk.screen(80, 24);
    assert!(screen.contains("‹ every state ›") && screen.contains("200/2024/TCT"), "{screen}");
}

#[test]
fn the_official_letter_is_kept_under_the_number_of_its_urge_from_list_and_page() {
    for opens in [false, true] {
        let mut desk = on_urges(Lang::Vi);
        if opens {
            desk.key(KeyCode::Enter);
            desk.answer(detail(0));
        }
        desk.text("ss");
        let letters = |desk: &Desk| {
            let is_one =
                |call: &Call| matches!(call, Call::Urging(UrgingCall::Letter(id)) if *id == row(0).id);
            desk.sent.iter().filter(|request| is_one(&request.call)).count()
        };
        assert_eq!(letters(&desk), 1, "one at a time");
        desk.answer(Answer::Urging(UrgingAnswer::Letter(b"PK".to_vec())));
        assert_eq!(desk.saved, [("don-doc-200-2024-TCT.docx".to_owned(), "PK".to_owned())]);
        desk.text("s");
        desk.fail(Failure::TimedOut);
        assert!(desk.screen(80, 24).contains("✗"));
        desk.text("s");
        assert_eq!(letters(&desk), 3, "it can be tried again");
    }
}

#[test]
fn what_was_withdrawn_has_no_letter_and_says_so_without_asking() {
    let mut desk = on_urges(Lang::Vi);
    let place = UrgeState::ALL.iter().position(|state| *state == UrgeState::Withdrawn).unwrap();
    assert!(desk.screen(120, 24).lines().last().unwrap().contains(Lang::Vi.desk_bar_letter()));
    desk.text(&"j".repeat(place));
    assert!(!desk.screen(120, 24).lines().last().unwrap().contains(Lang::Vi.desk_bar_letter()));
    let before = desk.sent.len();
    desk.text("s");
    assert_eq!(desk.sent.len(), before);
    assert!(desk.screen(80, 24).contains(Lang::Vi.desk_letter_withdrawn()));
}

#[test]
fn the_figures_of_a_line_add_up_to_what_was_sent() {
    let mut desk = on_urges(Lang::En);
    desk.key(KeyCode::Tab);
    let number = |word: &str| word.replace(',', "").parse::<i64>().ok();
    let screen = desk.screen(80, 24);
    let mut lines = 0;
    for line in screen.lines().skip(4).take_while(|line| !line.contains("row ")) {
        // Behind them stands the median.
        let figures: Vec<i64> = line.split_whitespace().rev().skip(2).map_while(number).take(6).collect();
        let [waiting, closed, never, late, in_time, sent] = figures[..] else { continue };
        assert_eq!(sent, in_time + late + never + closed + waiting, "{line}");
        assert!(closed > 0, "every state has a column: {line}");
        lines += 1;
    }
    assert!(lines > 10, "{screen}");
}

#[test]
fn the_urges_of_one_body_are_asked_for_in_the_words_of_the_backlog() {
    let asked = |desk: &Desk| {
        desk.sent.iter().rev().find_map(|one| match &one.call {
            Call::Urges { state, tenant, .. } => Some((one.ticket, *state, tenant.clone())),
            _ => None,
        })
    };
    for typed in ["tenant:ha-noi", "donvi:\"Hà Nội\""] {
        let mut desk = on_urges(Lang::Vi);
        desk.key(KeyCode::Right);
        desk.text(&format!("/{typed}"));
        desk.key(KeyCode::Enter);
        let (ticket, state, tenant) = asked(&desk).unwrap();
        assert_eq!((state, tenant), (Some(UrgeState::Open), Some("ha-noi".to_owned())), "{typed}");
        desk.reply(ticket, Ok(Answer::Urges(page(0..3, 3))));
        let said = format!("‹ {} › · {}", UrgeState::Open.short(Lang::Vi), facts::tenant(0).name_vi);
        assert!(desk.screen(120, 24).contains(&said), "{}", desk.screen(120, 24));
        desk.key(KeyCode::Esc);
        assert_eq!(asked(&desk).map(|(_, state, tenant)| (state, tenant)), Some((None, None)));
    }
    for (typed, why) in [
        ("overdue>3", Lang::Vi.desk_urges_filter_takes().to_owned()),
        ("tenant:ha-noi,bca", Lang::Vi.desk_urges_filter_takes().to_owned()),
        ("tenant:ha-nol", Lang::Vi.filter_unknown_tenant(Some("ha-noi"))),
    ] {
        let mut desk = on_urges(Lang::Vi);
        let before = desk.sent.len();
        desk.text(&format!("/{typed}"));
        desk.key(KeyCode::Enter);
        assert_eq!(desk.sent.len(), before, "{typed}");
        assert!(desk.screen(120, 24).contains(&why), "{}", desk.screen(120, 24));
    }
}
