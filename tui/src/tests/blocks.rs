//! Who holds up whom: what leads to the work that waits, and to an urge that names who waits.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    lifecycle::Part,
    role::Role,
    text::Lang,
    wire::{
        Cause, Precision,
        session::Me,
        standing::{Block, BlockGroup, Blocks},
    },
};
use jiff::civil::{Date, date};

use super::{Desk, facts};
use crate::{
    keys::Screen,
    net::{Answer, Call, Failure},
};

/// The screens, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let (mut none, mut failed, mut hostile) = (opened(lang), opened(lang), opened(lang));
    none.answer(Answer::Blocks(Box::new(Blocks { items: vec![], groups: vec![], total: 0, ..blocks() })));
    failed.fail(Failure::TimedOut);
    let mut long = blocks();
    for block in &mut long.items {
        block.title_vi = block.title_vi.repeat(20);
        block.tenant.name_vi = block.tenant.name_vi.repeat(20);
    }
    for group in &mut long.groups {
        group.on.name_vi = group.on.name_vi.repeat(20);
        (group.count, group.days) = (i64::MAX, i32::MAX);
    }
    hostile.answer(Answer::Blocks(Box::new(long)));
    let mut help = on_blocks(lang);
    help.text("?");
    let named = vec![
        ("blocks", on_blocks(lang)),
        ("blocks_none", none),
        ("blocks_failed", failed),
        ("blocks_hostile", hostile),
        ("blocks_help", help),
    ];
    named.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

const SINCE: Date = date(2024, 6, 1);

fn block(tenant: u32, on: u32, cause: Option<Cause>, asked: Option<AssignmentId>) -> Block {
    Block {
        tenant: facts::tenant(tenant),
        on: facts::tenant(on),
        asked,
        task: format!("T24-{tenant:02}"),
        title_vi: "Kết nối cơ sở dữ liệu đất đai với Cơ sở dữ liệu quốc gia về dân cư".to_owned(),
        title_en: "Connect the land database with the national population database".to_owned(),
        part: Part::Lead,
        cause,
        since: SINCE,
        days: 54,
        due_on: Some(date(2024, 7, 13)),
        due_precision: Precision::Day,
        days_overdue: 12,
    }
}

fn blocks() -> Blocks {
    let group = |on, cause, count| BlockGroup { on: facts::tenant(on), cause, count, since: SINCE, days: 54 };
    Blocks {
        items: vec![
            block(0, 2, Some(Cause::Data), None),
            block(1, 2, Some(Cause::Data), Some(facts::id(7))),
            block(4, 3, None, None),
        ],
        groups: (0..30)
            .map(|n| match n {
                0 => group(2, Some(Cause::Data), 1200),
                1 => group(3, None, 1),
                n => group(n + 2, Some(Cause::Technology), 1),
            })
            .collect(),
        total: 1229,
        today: facts::TODAY,
        now: facts::now(),
    }
}

fn opened(lang: Lang) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text("gw");
    desk
}

fn on_blocks(lang: Lang) -> Desk {
    let mut desk = opened(lang);
    desk.answer(Answer::Blocks(Box::new(blocks())));
    desk
}

#[test]
fn every_screen_of_blocks_in_the_smallest_window() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            insta::assert_snapshot!(format!("{name}_60_{lang}"), desk.screen(60, 15));
        }
    }
}

#[test]
fn enter_lists_exactly_what_the_row_counts_also_where_no_cause_was_given() {
    let asked = |desk: &Desk| match &desk.last().call {
        Call::Page { filter, .. } => filter.clone(),
        call => panic!("{call:?}"),
    };
    for (keys, cause) in [("", "data"), ("j", "none")] {
        let mut desk = on_blocks(Lang::Vi);
        desk.text(keys);
        desk.key(KeyCode::Enter);
        assert_eq!(desk.model.common.screen, Screen::Backlog);
        let on = if keys.is_empty() { facts::tenant(2) } else { facts::tenant(3) };
        assert_eq!(asked(&desk), format!("blocked-by:{} cause:{cause} claimed:any,none", on.slug));
        assert!(dondoc_shared::filter::Filter::parse(&asked(&desk)).is_ok());
    }
}

#[test]
fn an_urge_is_about_the_body_that_is_waited_for_and_names_who_waits_until_it_is_written_otherwise() {
    let mut desk = on_blocks(Lang::En);
    desk.text("f");
    let asking = &desk.model.screens.composer.asking;
    assert!(asking.is_about(&[(facts::id(7), None)]), "{asking:?}");
    let text = |desk: &Desk| desk.model.screens.composer.asking.form.text();
    let begun = text(&desk);
    assert!(begun.contains(&format!("{} đang chờ", facts::tenant(1).name_vi)), "{begun}");
    assert!(begun.contains(&facts::tenant(2).name_vi) && begun.contains("T24-01"), "{begun}");
    assert!(!begun.contains(&facts::tenant(0).name_vi), "who waits with another task is another matter");
    desk.text("!");
    desk.key(KeyCode::Esc);
    desk.text("f");
    assert_eq!(text(&desk), format!("{begun}!"), "what was typed is kept");
}

#[test]
fn before_an_urge_is_begun_it_is_said_what_of_all_that_waits_it_is_about() {
    for lang in Lang::ALL {
        let mut desk = on_blocks(*lang);
        let on = facts::tenant(2);
        let said =
            lang.blocks_urge_about(lang.pick(&on.name_vi, &on.name_en), "T24-01", 1, &lang.number(1200));
        assert!(desk.screen(120, 34).contains(&said), "{}", desk.screen(120, 34));
        desk.text("f");
        assert!(desk.screen(120, 34).contains(&said), "{}", desk.screen(120, 34));
        let mut desk = on_blocks(*lang);
        desk.text("j");
        let screen = desk.screen(80, 24);
        assert!(screen.contains(lang.blocks_nobody_to_urge()) && !screen.contains("f urge"), "{screen}");
    }
}

#[test]
fn a_body_without_a_part_in_the_task_and_one_who_may_not_urge_are_told_so() {
    let mut desk = on_blocks(Lang::Vi);
    desk.text("jf");
    assert!(desk.screen(120, 24).contains(Lang::Vi.blocks_nobody_to_urge()));
    assert!(!desk.sent.iter().any(|request| matches!(request.call, Call::Item(_))));
    let mut desk = Desk::signed_in_as(Lang::Vi, Me { role: Role::SystemAdministrator, ..facts::me() });
    desk.text("gw");
    assert_eq!(desk.model.common.screen, Screen::Overview);
    assert!(desk.screen(80, 24).contains(ErrorCode::NotPermitted.message(Lang::Vi)));
}

#[test]
fn what_could_not_be_read_is_said_and_read_again() {
    let mut desk = on_blocks(Lang::Vi);
    desk.text("R");
    desk.fail(Failure::Unreachable);
    assert!(desk.screen(80, 24).contains(Lang::Vi.tui_server_unreachable()));
    desk.wait(9_000);
    assert!(desk.screen(80, 24).contains(&facts::tenant(2).name_vi), "what was read stays");
    desk.text("q");
    assert_eq!(desk.model.common.screen, Screen::Overview);
}
