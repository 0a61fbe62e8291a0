//! A console that only reads: no act is there, its key says why, and what slips through all the same is refused where requests
//! leave.

use std::collections::HashSet;

use crossterm::event::KeyCode;
use dondoc_shared::{
    text::Lang,
    wire::{mail::NewBudget, plan::ConfirmPlan},
};

use super::{Desk, looks::places};
use crate::{
    dialog::Stop,
    keys::{
        layer::Kind,
        table::{Entry, Keys, entries_of},
    },
    net::{Call, Failure, Order, SettingOrder},
};

/// One desk for each screen in which letters are commands, that only reads, and the acts that it would take.
fn pages(lang: Lang) -> impl Iterator<Item = (String, Desk, Vec<&'static Entry>)> {
    let mut seen = HashSet::new();
    places(lang).into_iter().filter_map(move |(name, mut desk)| {
        desk.model.common.reads_only = true;
        let (_, layer) = crate::app::focus::focus(&desk.model);
        // What the role may never do says that instead.
        let may = |entry: &&Entry| entry.needs.is_none_or(|needs| desk.model.common.may(needs));
        let acts: Vec<&Entry> = entries_of(layer).filter(|entry| entry.acts()).filter(may).collect();
        let is_page = matches!(layer.kind, Kind::Page(_)) && desk.model.pending.is_none();
        (is_page && !acts.is_empty() && seen.insert(layer.name)).then_some((name, desk, acts))
    })
}

#[test]
fn the_key_of_every_act_says_why_and_does_nothing_else() {
    let mut pressed = 0;
    for (name, mut desk, acts) in pages(Lang::En) {
        // What is read again after a while is read before.
        desk.wait(3_000);
        let sent = desk.sent.len();
        for act in acts {
            let Some(Keys::One(key)) = act.keys.first().copied() else { panic!("{:?}", act.command) };
            desk.press(key);
            desk.wait(400);
            let model = &desk.model;
            assert!(
                model.dialogs.open.is_none() && model.dialogs.coming.is_none(),
                "{name} {:?}",
                act.command
            );
            assert!(model.agree.is_none(), "{name} {:?}", act.command);
            assert!(
                desk.screen(80, 24).contains("Read-only: the console runs with --read-only"),
                "{name} {:?}",
                act.command
            );
            pressed += 1;
        }
        assert_eq!(desk.sent.len(), sent, "{name}");
    }
    assert!(pressed > 30, "{pressed}");
}

#[test]
fn no_act_is_in_the_bar_in_help_in_the_palette_or_in_what_can_be_done_here() {
    for (name, mut desk, acts) in pages(Lang::En) {
        let mut seen = desk.screen(200, 50).lines().last().unwrap_or_default().replace("  ", "\n");
        for open in [".", ":", "?"] {
            desk.text(open);
            for _ in 0..12 {
                seen.push_str(&desk.screen(200, 50));
                desk.key(KeyCode::PageDown);
            }
            desk.key(KeyCode::Esc);
        }
        for act in acts {
            let key = act.keys[0].label();
            let (title, bar) = ((act.title)(Lang::En), act.bar.map_or("", |bar| bar(Lang::En)));
            let is_listed = |line: &str| {
                let mut parts =
                    line.trim_matches(['│', ' ']).split("  ").map(str::trim).filter(|p| !p.is_empty());
                let first = parts.next().unwrap_or_default();
                first == format!("{key} {bar}") || (first == key && parts.next() == Some(title))
            };
            assert_eq!(seen.lines().find(|line| is_listed(line)), None, "{name} {:?}", act.command);
        }
    }
}

#[test]
fn the_header_says_so_and_the_item_offers_no_act() {
    for lang in Lang::ALL {
        let mut desk = Desk::on_item(*lang, 0);
        desk.model.common.reads_only = true;
        let screen = desk.screen(80, 24);
        assert!(screen.lines().next().unwrap().contains(lang.tui_read_only()), "{screen}");
        insta::assert_snapshot!(format!("read_only_item_{lang}"), desk.screen(80, 50));
        desk.text(".");
        insta::assert_snapshot!(format!("read_only_here_{lang}"), desk.screen(80, 24));
    }
}

/// What a console sends that may write: the first and the last word of two acts.
pub fn written() -> Vec<Call> {
    let mut desk = Desk::on_item(Lang::En, 0);
    desk.text("V");
    desk.wait(400);
    let dialog = desk.model.dialogs.open.as_mut().unwrap();
    dialog.focus = Stop::Go;
    desk.key(KeyCode::Enter);
    let mut urging = Desk::on_item(Lang::En, 0);
    urging.text("f");
    urging.answer(super::composer::templates());
    urging.text("Please report.");
    for _ in 0..4 {
        urging.key(KeyCode::Tab);
    }
    urging.key(KeyCode::Enter);
    let last = |desk: &mut Desk| desk.sent.pop().unwrap().call;
    let mut calls = vec![last(&mut desk), last(&mut urging)];
    assert!(matches!(calls[..], [Call::Write { .. }, Call::Urging(_)]), "{calls:?}");
    calls.push(Call::Order {
        key: uuid::Uuid::from_u128(1),
        order: Order::RecallPlan(super::composer::plan(1).id),
    });
    let id = super::composer::plan(1).id;
    calls.push(Call::Order {
        key: uuid::Uuid::from_u128(2),
        order: Order::CarryOut(id, ConfirmPlan { items: 1 }),
    });
    let budget = NewBudget { tenant: None, digests_a_day: Some(5) };
    calls.push(Call::Order {
        key: uuid::Uuid::from_u128(3),
        order: Order::Setting(SettingOrder::Budget(budget)),
    });
    calls
}

#[test]
fn what_was_refused_before_it_left_is_certainly_not_written() {
    let failure = Failure::ReadOnly;
    assert!(failure.is_definite() && !failure.is_passing());
    let mut desk = Desk::on_item(Lang::En, 0);
    desk.text("V");
    desk.wait(400);
    let dialog = desk.model.dialogs.open.as_mut().unwrap();
    dialog.focus = Stop::Go;
    desk.key(KeyCode::Enter);
    desk.fail(failure);
    assert!(desk.screen(80, 24).contains("nothing is written"));
}
