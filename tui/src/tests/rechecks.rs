//! The random re-check: the sample of a month, its draw, and what comes of each that was drawn.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    id::RecheckId,
    lateness::Rate,
    role::Role,
    text::Lang,
    wire::{
        Precision,
        recheck::{
            NewOutcome, NewSample, Recheck, RecheckMonth, RecheckOutcome, RecheckSample, RecheckWaiting,
            Rechecked,
        },
        session::Me,
    },
};
use jiff::civil::{Date, date};
use tui_input::Input;

use super::{Desk, facts};
use crate::{
    dialog::agree::{Agree, Stop},
    keys::Screen,
    net::{Answer, Call, Failure, Order, RecheckAnswer, RecheckOrder, Request},
    screens::overview::Spot,
};

const JUNE: Date = date(2024, 6, 1);

/// The screens, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let mut failed = asked(lang);
    failed.fail(Failure::TimedOut);
    let mut help = on(lang, month());
    help.text("?");
    let mut fallen = deciding(lang);
    fallen.text("\u{20}");
    agree(&mut fallen).act.pick(1);
    let mut officer = Desk::signed_in_as(lang, Me { role: Role::NationalOfficer, ..facts::me() });
    officer.text("gs");
    tell(&mut officer, month());
    officer.text("c");
    officer.wait(400);
    let mut draw = on(lang, undrawn());
    draw.text("a");
    draw.wait(400);
    let mut hostile_decide = on(lang, hostile());
    hostile_decide.text("c");
    hostile_decide.wait(400);
    let named = vec![
        ("rechecks", on(lang, month())),
        ("rechecks_undrawn", on(lang, undrawn())),
        ("rechecks_nothing", on(lang, RecheckMonth { accepted: 0, ..undrawn() })),
        ("rechecks_failed", failed),
        ("rechecks_help", help),
        ("rechecks_draw", draw),
        ("rechecks_decide", deciding(lang)),
        ("rechecks_decide_falls", fallen),
        ("rechecks_decide_officer", officer),
        ("rechecks_hostile", on(lang, hostile())),
        ("rechecks_decide_hostile", hostile_decide),
    ];
    named.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

fn drawn(n: u32, outcome: Option<RecheckOutcome>) -> Recheck {
    let row = facts::row(n);
    let decided = outcome.is_some();
    Recheck {
        id: RecheckId(dondoc_samples::uuid(n + 700)),
        assignment: row.id,
        code: row.code,
        tenant: row.tenant,
        title_vi: row.title_vi,
        title_en: row.title_en,
        due_on: Some(date(2024, 6, 28)),
        accepted_by: "Chuyên viên Tổ công tác 2".to_owned(),
        mine: n == 3,
        accepted_at: facts::now(),
        outcome,
        remark: if outcome == Some(RecheckOutcome::DoesNotHold) {
            "Quyết định chưa ban hành".to_owned()
        } else {
            String::new()
        },
        by: decided.then(|| "Lãnh đạo Tổ công tác 1".to_owned()),
        at: decided.then(facts::now),
        version: 7,
    }
}

/// Twelve drawn of 412: two hold, one does not, one lapsed, one was accepted by the reader.
fn month() -> RecheckMonth {
    let outcome = |n| match n {
        5 | 6 => Some(RecheckOutcome::Holds),
        7 => Some(RecheckOutcome::DoesNotHold),
        8 => Some(RecheckOutcome::Lapsed),
        _ => None,
    };
    let sample = RecheckSample {
        seed: "6f1c0e2ab7d94c558a3e91f0d2b47c68".to_owned(),
        accepted: 412,
        by: "Lãnh đạo Tổ công tác 1".to_owned(),
        at: facts::now(),
        held: Rate { part: 2, whole: 3 },
        items: (0..12).map(|n| drawn(n, outcome(n))).collect(),
    };
    RecheckMonth {
        month: JUNE,
        accepted: 410,
        sample: Some(sample),
        waiting: vec![
            RecheckWaiting { month: date(2024, 5, 1), items: 2 },
            RecheckWaiting { month: JUNE, items: 8 },
        ],
        today: facts::TODAY,
        now: facts::now(),
    }
}

fn undrawn() -> RecheckMonth {
    RecheckMonth { sample: None, ..month() }
}

fn hostile() -> RecheckMonth {
    let mut page = month();
    let sample = page.sample.as_mut().unwrap();
    sample.by = "Nguyễn Thị ".repeat(20);
    sample.accepted = i64::MAX;
    sample.held = Rate { part: i64::MAX / 3, whole: i64::MAX };
    sample.items = (0..100).map(|n| drawn(n, (n % 2 == 1).then_some(RecheckOutcome::DoesNotHold))).collect();
    for one in &mut sample.items {
        for text in [&mut one.title_vi, &mut one.title_en, &mut one.tenant.name_vi, &mut one.tenant.name_en] {
            *text = text.repeat(20);
        }
        one.accepted_by = "khôngcódấucách".repeat(20);
        one.remark = "Số liệu không khớp ".repeat(100);
    }
    page.waiting = (1..=12).map(|n| RecheckWaiting { month: date(2023, n, 1), items: i64::MAX }).collect();
    page
}

fn asked(lang: Lang) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text("gs");
    desk
}

fn tell(desk: &mut Desk, month: RecheckMonth) {
    desk.answer(Answer::Recheck(RecheckAnswer::Month(Box::new(month))));
}

fn on(lang: Lang, month: RecheckMonth) -> Desk {
    let mut desk = asked(lang);
    tell(&mut desk, month);
    desk
}

fn deciding(lang: Lang) -> Desk {
    let mut desk = on(lang, month());
    desk.text("c");
    desk.wait(400);
    desk
}

fn agree(desk: &mut Desk) -> &mut Agree {
    desk.model.agree.as_mut().unwrap()
}

fn go(desk: &mut Desk) {
    agree(desk).focus = Stop::Go;
    desk.key(KeyCode::Enter);
}

fn orders(desk: &Desk) -> Vec<RecheckOrder> {
    let order = |request: &Request| match &request.call {
        Call::Order { order: Order::Recheck(order), .. } => Some(order.clone()),
        _ => None,
    };
    desk.sent.iter().filter_map(order).collect()
}

fn asks_for(desk: &Desk) -> Vec<Option<Date>> {
    match desk.last().call {
        Call::Rechecks(month) => vec![month],
        _ => vec![],
    }
}

#[test]
fn the_first_page_counts_what_waits_and_leads_to_it_and_to_what_is_not_heard_of() {
    let mut desk = Desk::signed_in(Lang::Vi);
    let screen = desk.screen(80, 24);
    let counts = screen.lines().any(|line| line.contains(Lang::Vi.rechecks_queue()) && line.contains(" 6 "));
    assert!(counts && screen.contains(Lang::Vi.overview_stale()), "{screen}");
    desk.model.screens.overview.spot = Some(Spot::Stale);
    desk.key(KeyCode::Enter);
    assert!(
        matches!(&desk.last().call, Call::Page { filter, .. } if filter == "is:stale claimed:any,none"),
        "{:?}",
        desk.last()
    );
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.model.screens.overview.spot = Some(Spot::Overdue);
    desk.key(KeyCode::Down);
    desk.key(KeyCode::Enter);
    assert_eq!((desk.model.common.screen, asks_for(&desk)), (Screen::Rechecks, vec![None]));
}

#[test]
fn a_month_that_waits_for_its_sample_is_named() {
    let last = RecheckWaiting { month: JUNE, items: 0 };
    let mut desk = on(Lang::Vi, RecheckMonth { month: date(2024, 5, 1), waiting: vec![last], ..month() });
    assert!(desk.screen(80, 24).contains("chờ ở 06/2024 (chưa rút)"), "{}", desk.screen(80, 24));
}

#[test]
fn the_month_in_which_something_waits_comes_first_and_another_is_one_key_away() {
    let mut desk = on(Lang::Vi, month());
    let screen = desk.screen(120, 34);
    for said in ["2/3", "412", "6f1c0e2ab7d94c558a3e91f0d2b47c68", "chờ ở 05/2024 (2)"] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    desk.text("[");
    assert_eq!(asks_for(&desk), [Some(date(2024, 5, 1))]);
    tell(&mut desk, RecheckMonth { month: date(2024, 5, 1), ..undrawn() });
    desk.text("]");
    assert_eq!(asks_for(&desk), [Some(JUNE)]);
    tell(&mut desk, month());
    let before = desk.sent.len();
    desk.text("]");
    assert_eq!(desk.sent.len(), before, "July is not over");
    assert!(desk.screen(120, 24).contains(Lang::Vi.rechecks_no_month_after()));
}

#[test]
fn a_lead_draws_as_many_as_are_typed_and_the_sample_is_there() {
    let mut desk = on(Lang::Vi, undrawn());
    desk.text("a");
    desk.wait(400);
    assert_eq!(agree(&mut desk).texts(), ["20"]);
    for wrong in ["0", "101", "x", "", "-3"] {
        agree(&mut desk).fields = vec![Input::new(wrong.to_owned())];
        go(&mut desk);
        assert!(orders(&desk).is_empty(), "{wrong}");
    }
    agree(&mut desk).fields = vec![Input::new(" 12 ".to_owned())];
    go(&mut desk);
    assert_eq!(orders(&desk), [RecheckOrder::Draw(NewSample { month: JUNE, items: 12 })]);
    tell(&mut desk, month());
    assert!(desk.model.agree.is_none());
    assert_eq!(asks_for(&desk), [Some(JUNE)]);
    tell(&mut desk, month());
    desk.text("a");
    assert!(desk.model.agree.is_none(), "a month is drawn once");
    assert!(desk.screen(120, 24).contains(Lang::Vi.rechecks_already_drawn()));
}

#[test]
fn whoever_draws_second_sees_what_was_drawn() {
    let mut desk = on(Lang::Vi, undrawn());
    desk.text("a");
    desk.wait(400);
    go(&mut desk);
    desk.fail(facts::problem(ErrorCode::AlreadyDrawn, 409));
    assert!(desk.model.agree.is_none());
    assert_eq!(asks_for(&desk), [Some(JUNE)]);
    assert!(desk.screen(200, 24).contains(ErrorCode::AlreadyDrawn.message(Lang::Vi)));
}

#[test]
fn nothing_is_chosen_to_begin_with_and_what_does_not_hold_needs_a_reason() {
    let mut desk = deciding(Lang::Vi);
    go(&mut desk);
    assert!(orders(&desk).is_empty());
    agree(&mut desk).act.pick(1);
    go(&mut desk);
    assert!(orders(&desk).is_empty());
    assert_eq!(agree(&mut desk).focus, Stop::Field(0));
    let screen = desk.screen(80, 24);
    assert!(screen.contains("28/06/2024") && screen.contains("quá hạn ngay"), "{screen}");
    agree(&mut desk).fields = vec![Input::new("Chưa ban hành".to_owned())];
    go(&mut desk);
    let outcome = NewOutcome { holds: false, remark: "Chưa ban hành".to_owned() };
    let id = month().sample.unwrap().items[0].id;
    assert_eq!(orders(&desk), [RecheckOrder::Decide { id, version: 7, outcome }]);
    desk.answer(Answer::Recheck(RecheckAnswer::Decided(Rechecked { id, holds: false, version: 8 })));
    assert!(desk.model.agree.is_none());
    assert_eq!(asks_for(&desk), [Some(JUNE)]);
}

#[test]
fn an_officer_says_that_it_holds_and_leaves_the_return_to_a_lead() {
    let mut desk = Desk::signed_in_as(Lang::Vi, Me { role: Role::NationalOfficer, ..facts::me() });
    desk.text("gs");
    tell(&mut desk, month());
    desk.text("a");
    assert!(desk.model.agree.is_none(), "an officer does not draw");
    desk.text("c");
    desk.wait(400);
    assert_eq!(agree(&mut desk).act.options(Lang::Vi).len(), 1);
    assert!(desk.screen(80, 24).contains("Chỉ lãnh đạo Tổ công tác"));
    agree(&mut desk).act.pick(0);
    go(&mut desk);
    assert!(matches!(&orders(&desk)[..], [RecheckOrder::Decide { outcome, .. }] if outcome.holds));
}

#[test]
fn what_one_accepted_or_what_has_its_outcome_is_not_decided_on() {
    for (row, why) in [(3, Lang::Vi.rechecks_mine()), (5, Lang::Vi.rechecks_decided())] {
        let mut desk = on(Lang::Vi, month());
        desk.text(&"j".repeat(row));
        desk.text("c");
        assert!(desk.model.agree.is_none(), "{row}");
        assert!(desk.screen(120, 24).contains(why), "{why}");
    }
    let mut desk = Desk::signed_in_as(Lang::Vi, Me { role: Role::Observer, ..facts::me() });
    desk.text("gs");
    tell(&mut desk, month());
    desk.text("c");
    assert!(desk.model.agree.is_none(), "an observer reads");
}

#[test]
fn an_item_is_read_from_the_list_and_the_next_one_from_there() {
    let mut desk = on(Lang::Vi, month());
    desk.key(KeyCode::Enter);
    assert_eq!(desk.model.common.screen, Screen::Item);
    desk.answer(Answer::Item(Box::new(facts::detail(0))));
    desk.text("J");
    assert!(matches!(desk.last().call, Call::Item(id) if id == facts::id(1)), "{:?}", desk.last());
    desk.answer(Answer::Item(Box::new(facts::detail(1))));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Rechecks);
    tell(&mut desk, month());
    desk.text("c");
    desk.wait(400);
    assert!(desk.screen(80, 24).contains(&facts::row(1).code));
}

#[test]
fn somebody_elses_change_is_read_again_and_what_was_typed_stays() {
    let mut desk = deciding(Lang::Vi);
    agree(&mut desk).act.pick(1);
    agree(&mut desk).fields = vec![Input::new("Chưa ban hành".to_owned())];
    go(&mut desk);
    desk.fail(facts::problem(ErrorCode::VersionStale, 412));
    let again = desk.sent.iter().rev().find(|request| matches!(request.call, Call::Rechecks(Some(JUNE))));
    let again = again.unwrap().ticket;
    let mut newer = month();
    newer.sample.as_mut().unwrap().items[0].version = 9;
    desk.reply(again, Ok(Answer::Recheck(RecheckAnswer::Month(Box::new(newer)))));
    assert_eq!(agree(&mut desk).texts(), ["Chưa ban hành"]);
    desk.wait(400);
    go(&mut desk);
    assert!(matches!(orders(&desk)[..], [_, RecheckOrder::Decide { version: 9, .. }]));
}

#[test]
fn the_months_name_is_said_in_both_languages() {
    for lang in Lang::ALL {
        let said = lang.rechecks_title(&lang.due_date(JUNE, Precision::Month));
        assert!(on(*lang, month()).screen(80, 24).contains(&said));
    }
}

#[test]
fn the_re_check_at_120x34_and_200x50() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            insta::assert_snapshot!(format!("{name}_120_{lang}"), desk.screen(120, 34));
            insta::assert_snapshot!(format!("{name}_200_{lang}"), desk.screen(200, 50));
        }
    }
}
