//! The first page where the window is wide, and the order and groups of the tenants.

use crossterm::event::KeyCode;
use dondoc_shared::{
    filter::{BodyGroup, Filter},
    role::Role,
    text::Lang,
    wire::{
        Cause,
        filing::{FilingRates, ReportsShown},
        session::Me,
        standing::{Block, BlockGroup, Blocks},
    },
};

use super::{Desk, appearance::styled, browsing, facts, figures::made as figures, filings::made as filings};
use crate::{
    keys::Screen,
    net::{Answer, Call, Failure, FiguresAnswer, FiguresCall, FilingsAnswer, FilingsCall, Ticket},
    screens::overview::{Opens, Spot},
    step::common::counted,
};

/// Who waits for whom: nine groups over four bodies.
fn blocks() -> Blocks {
    let group = |(n, cause, count): (u32, Option<Cause>, i64)| BlockGroup {
        on: facts::tenant(n),
        cause,
        count,
        since: facts::TODAY,
        days: 3,
    };
    let groups = [
        (0, Some(Cause::Data), 40),
        (1, Some(Cause::Funding), 31),
        (0, Some(Cause::Institution), 12),
        (2, Some(Cause::Data), 9),
        (3, None, 5),
        (1, None, 1),
    ];
    Blocks {
        items: Vec::<Block>::new(),
        groups: groups.into_iter().map(group).collect(),
        total: 98,
        today: facts::TODAY,
        now: facts::now(),
    }
}

/// Signed in, in a window of this size, everything that the page asks for answered.
fn wide(lang: Lang, size: (u16, u16)) -> Desk {
    let mut desk = Desk::signed_in(lang);
    let _ = desk.screen(size.0, size.1);
    desk.wait(10);
    answer_side(&mut desk);
    desk
}

/// Answers what was asked for beside the figures, whatever was asked before.
fn answer_side(desk: &mut Desk) {
    let asked: Vec<(Ticket, Answer)> = desk
        .sent
        .iter()
        .rev()
        .take(4)
        .filter_map(|request| {
            let answer = match &request.call {
                Call::Blocks => Answer::Blocks(Box::new(blocks())),
                Call::Filings(FilingsCall::Periods) => {
                    Answer::Filings(FilingsAnswer::Periods(Box::new(filings::periods())))
                }
                Call::Figures(FiguresCall::All(_)) => {
                    Answer::Figures(FiguresAnswer::All(Box::new(figures::figures())))
                }
                Call::Overview => Answer::Overview(Box::new(facts::overview())),
                _ => return None,
            };
            Some((request.ticket, answer))
        })
        .collect();
    for (ticket, answer) in asked {
        desk.reply(ticket, Ok(answer));
    }
}

fn spot(desk: &Desk) -> Spot {
    desk.model.screens.overview.spot().unwrap()
}

#[test]
fn beside_the_tenants_stands_something_only_where_there_is_room_and_nothing_is_asked_for_in_vain() {
    let desk = Desk::signed_in(Lang::Vi);
    let side = |desk: &Desk| desk.sent.iter().filter(|one| matches!(one.call, Call::Blocks)).count();
    assert_eq!(side(&desk), 0);
    let mut desk = wide(Lang::En, (120, 34));
    assert_eq!(side(&desk), 1);
    for (columns, said) in [(80, false), (119, false), (120, true), (200, true)] {
        let screen = desk.screen(columns, 34);
        assert_eq!(screen.contains(Lang::En.overview_block_causes()), said, "{columns}\n{screen}");
    }
    desk.wait(10);
    assert_eq!(side(&desk), 1, "asked once, whatever the window does");
    desk.text("R");
    assert_eq!(side(&desk), 2);
    let mut observer = Desk::signed_in_as(Lang::En, Me { role: Role::SystemAdministrator, ..facts::me() });
    let _ = observer.screen(200, 50);
    observer.wait(10);
    assert_eq!(side(&observer), 0, "what a person may not read is not asked for");
}

#[test]
fn a_window_of_200_columns_is_filled() {
    let screen = wide(Lang::Vi, (200, 50)).screen(200, 50);
    let lines: Vec<&str> = screen.lines().collect();
    let empty = |line: &&&str| line.replace('│', "").trim().is_empty();
    assert!(lines.iter().filter(empty).count() <= 8, "{screen}");
    assert!(screen.contains("HNO") && screen.contains("T92"), "all bodies are seen: {screen}");
    assert!(screen.matches('█').count() > 100, "{screen}");
}

#[test]
fn causes_and_bodies_that_are_waited_for_add_up_and_open_as_many_rows() {
    for (key, label, filter) in [
        (Spot::Cause(Some(Cause::Data)), "49", "cause:data"),
        (Spot::Cause(None), "6", "cause:none"),
        (Spot::WaitedFor("ha-noi".to_owned()), "52", "waiting-on:ha-noi"),
    ] {
        let mut desk = wide(Lang::En, (200, 50));
        desk.model.screens.overview.spot = Some(key.clone());
        let screen = desk.screen(200, 50);
        assert!(screen.contains(label), "{key:?} {label}\n{screen}");
        desk.key(KeyCode::Enter);
        assert_eq!(desk.model.common.screen, Screen::Backlog);
        assert!(
            matches!(&desk.last().call, Call::Page { filter: asked, .. } if *asked == counted(filter)),
            "{key:?}"
        );
    }
}

#[test]
fn reports_of_the_newest_period_open_as_they_are_counted_and_indicators_in_their_list() {
    let mut desk = wide(Lang::En, (200, 50));
    let periods = filings::periods();
    let newest = periods.items.iter().filter(|of| of.filing.is_some()).max_by_key(|of| of.period.to_on);
    let (key, rates): (String, FilingRates) = newest.map(|of| (of.period.key(), of.filing.unwrap())).unwrap();
    let screen = desk.screen(200, 50);
    for (show, n) in [
        (ReportsShown::Missing, rates.missing + rates.not_yet_due),
        (ReportsShown::Late, rates.late + rates.missing),
        (ReportsShown::Waiting, rates.waiting),
        (ReportsShown::Verified, rates.verified.part),
    ] {
        let line = screen.lines().find(|line| line.contains(show.name(Lang::En))).unwrap();
        assert!(line.split_whitespace().any(|word| word == n.to_string()), "{show} {n}: {line}");
        let mut desk = wide(Lang::En, (200, 50));
        desk.model.screens.overview.spot = Some(Spot::Reports(key.clone(), show));
        desk.key(KeyCode::Enter);
        assert_eq!(desk.model.common.screen, Screen::Periods);
        let asked = |call: &Call| {
            matches!(call, Call::Filings(FilingsCall::Reports { period, show: asked, .. })
            if *period == key && *asked == show)
        };
        assert!(asked(&desk.last().call), "{show}: {:?}", desk.last());
    }
    let code = figures::figures().items[1].indicator.clone();
    desk.model.screens.overview.spot = Some(Spot::Indicator(code.clone()));
    desk.key(KeyCode::Enter);
    assert_eq!(desk.model.common.screen, Screen::Figures);
    assert_eq!(desk.model.screens.figures.list.cursor, Some(code));
}

#[test]
fn every_figure_on_a_wide_page_is_reached_with_the_arrows_and_with_tab() {
    for size in [(120, 40), (200, 50)] {
        let mut desk = wide(Lang::Vi, size);
        let mut seen: Vec<Spot> = vec![spot(&desk)];
        let mut visit = |desk: &mut Desk, keys: &str| {
            desk.text(keys);
            let here = spot(desk);
            if !seen.contains(&here) {
                seen.push(here);
            }
        };
        desk.model.screens.overview.spot = Some(Spot::Submitted);
        for _ in 0..3 {
            visit(&mut desk, "l");
            visit(&mut desk, "gg");
            for _ in 0..40 {
                visit(&mut desk, "j");
            }
            visit(&mut desk, "gg");
        }
        for wanted in [
            Spot::Cause(Some(Cause::Data)),
            Spot::WaitedFor("thua-thien-hue".to_owned()),
            Spot::Indicator(figures::figures().items[0].indicator.clone()),
        ] {
            assert!(seen.contains(&wanted), "{size:?} {wanted:?} {seen:?}");
        }
        let mut heads = Vec::new();
        desk.model.screens.overview.spot = Some(Spot::Completed);
        loop {
            desk.key(KeyCode::Tab);
            if heads.contains(&spot(&desk)) {
                break;
            }
            heads.push(spot(&desk));
        }
        assert_eq!(heads.len(), 9, "four blocks above, four beside, the tenants: {heads:?}");
        let mut back = Vec::new();
        for _ in 0..9 {
            desk.key(KeyCode::BackTab);
            back.push(spot(&desk));
        }
        back.reverse();
        heads.rotate_right(1);
        let mut both = [heads, back];
        for spots in &mut both {
            spots.sort_by_key(|spot| format!("{spot:?}"));
        }
        assert_eq!(both[0], both[1], "the way back passes the same blocks");
    }
}

#[test]
fn the_order_of_the_tenants_is_kept_and_the_cursor_stays_on_its_tenant() {
    let mut desk = Desk::signed_in(Lang::En);
    desk.text("lll");
    let here = spot(&desk);
    for order in
        [Lang::En.overview_share_first(), Lang::En.overview_by_name(), Lang::En.overview_most_first()]
    {
        desk.text("S");
        let screen = desk.screen(80, 24);
        assert!(screen.contains(order), "{order}\n{screen}");
        assert_eq!(spot(&desk), here);
    }
    desk.text("Sgbgd");
    assert!(
        desk.screen(80, 24).contains(Lang::En.overview_share_first()),
        "remembered while the console runs"
    );
}

#[test]
fn groups_stand_apart_and_their_heads_open_what_they_count() {
    use dondoc_shared::filter::BodyGroup;
    let mut desk = Desk::signed_in(Lang::En);
    desk.text("t");
    let figures = facts::overview();
    let sum = |group: BodyGroup| -> i64 {
        figures.tenants.iter().filter(|one| group.has(one.kind)).map(|one| one.overdue).sum()
    };
    desk.key(KeyCode::Home);
    assert_eq!(spot(&desk), Spot::Group(BodyGroup::Ministries));
    let screen = desk.screen(120, 34);
    for (group, head) in [
        (BodyGroup::Ministries, Lang::En.overview_ministries(31)),
        (BodyGroup::Localities, Lang::En.overview_localities(62)),
    ] {
        let said = format!("{head} {}", Lang::En.number(sum(group)));
        assert!(screen.contains(&said), "{said}\n{screen}");
    }
    desk.key(KeyCode::Enter);
    assert!(matches!(&desk.last().call, Call::Page { filter, .. }
        if *filter == counted("group:ministries is:counted overdue>=1")));
    let mut desk = Desk::signed_in(Lang::En);
    desk.text("t");
    desk.key(KeyCode::Home);
    desk.text("j");
    assert_eq!(spot(&desk), Spot::Tenant("thua-thien-hue".to_owned()), "the first ministry");
    desk.key(KeyCode::End);
    assert_eq!(spot(&desk), Spot::Tenant("tinh-92".to_owned()));
}

#[test]
fn the_list_of_a_figure_has_what_is_snoozed_as_the_figure_does() {
    let all = Spot::fixed().into_iter().chain([
        Spot::Group(BodyGroup::Localities),
        Spot::Tenant("ha-noi".to_owned()),
        Spot::Cause(None),
    ]);
    let mut lists = 0;
    for spot in all {
        let Opens::Backlog(filter) = spot.opens() else { continue };
        let read = Filter::parse(&filter).unwrap();
        assert!(read.speaks_of_handling(), "{spot:?}: {filter}");
        assert!(
            Lang::Vi.filter_in_words(&read, facts::TODAY).contains("kể cả việc đang hẹn xem lại"),
            "{filter}"
        );
        lists += 1;
    }
    assert!(lists > 12, "{lists}");
    assert!(!Filter::parse("is:counted overdue").unwrap().speaks_of_handling(), "other lists leave it out");
}

#[test]
fn what_failed_is_said_in_its_block_and_the_rest_stands() {
    let mut desk = Desk::signed_in(Lang::En);
    let _ = desk.screen(200, 50);
    desk.wait(10);
    let blocks = desk.sent.iter().rev().find(|one| matches!(one.call, Call::Blocks)).unwrap().ticket;
    desk.reply(blocks, Err(Failure::TimedOut));
    let screen = desk.screen(200, 50);
    assert!(screen.contains("HNO") && screen.contains(Lang::En.overview_block_causes()), "{screen}");
    assert!(
        !screen.contains(Lang::En.overview_nothing_waits()),
        "what is not known is not nothing: {screen}"
    );
}

#[test]
fn a_change_is_read_again_with_what_stands_beside() {
    let mut desk = wide(Lang::En, (200, 50));
    let before = desk.sent.len();
    desk.step(browsing::changed(2));
    desk.wait(2_100);
    let asked: Vec<&Call> = desk.sent[before..].iter().map(|one| &one.call).collect();
    assert!(asked.iter().any(|call| matches!(call, Call::Overview)), "{asked:?}");
    assert!(asked.iter().any(|call| matches!(call, Call::Blocks)), "{asked:?}");
}

#[test]
fn the_first_page_at_other_sizes() {
    for lang in Lang::ALL {
        for size in [(120, 34), (120, 40), (160, 45), (200, 50)] {
            let name = format!("overview_{}x{}_{lang}", size.0, size.1);
            insta::assert_snapshot!(name, wide(*lang, size).screen(size.0, size.1));
        }
        let mut grouped = wide(*lang, (200, 50));
        grouped.text("tS");
        insta::assert_snapshot!(format!("overview_grouped_200_{lang}"), grouped.screen(200, 50));
        let mut grouped = Desk::signed_in(*lang);
        grouped.text("t");
        insta::assert_snapshot!(format!("overview_grouped_80_{lang}"), grouped.screen(80, 24));
    }
    insta::assert_snapshot!("overview_styles", styled(&mut wide(Lang::En, (200, 50)), (200, 50)));
}

#[test]
fn every_row_beside_the_classes_has_its_number_or_says_which_key_opens_it() {
    for lang in Lang::ALL {
        for size in [(80, 24), (120, 34), (200, 50), (60, 15)] {
            let mut desk = wide(*lang, size);
            desk.model.screens.overview.spot = Some(Spot::Stale);
            let screen = desk.screen(size.0, size.1);
            // In a low window the name is cut, and the figures are there all the same.
            let name: String = lang.overview_stale().chars().take(10).collect();
            let line = screen.lines().find(|line| line.trim_start().starts_with(&format!("Enter: {name}")));
            let line = line.unwrap_or_else(|| panic!("{size:?}\n{screen}"));
            let above = screen.lines().take_while(|other| *other != line).last().unwrap();
            let queue: String = lang.rechecks_queue().chars().take(10).collect();
            assert!(above.contains(&queue), "the figure stands with the figures: {screen}");
        }
    }
}

#[test]
fn what_a_cell_of_the_grid_says_stands_beside_its_title_where_there_is_room() {
    for lang in Lang::ALL {
        for (size, form) in [((120, 34), None), ((200, 50), Some(true))] {
            let screen = wide(*lang, size).screen(size.0, size.1);
            let said = form.is_none_or(|open| screen.contains(&lang.overview_legend(open)));
            assert!(said, "{size:?}\n{screen}");
        }
    }
    assert!(Desk::signed_in(Lang::En).screen(80, 24).contains(&Lang::En.overview_legend(false)));
}
